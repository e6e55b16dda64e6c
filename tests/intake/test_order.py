"""Findings merged and in order; a rule on trial only hints."""

from dataclasses import replace

import pytest

from metrics.intake import rules
from metrics.intake.order import in_order, merged, on_trial
from metrics.model import Severity, Submission
from tests.intake.workbooks import HEADER, TITLE, read, table, xlsx

CLASSES = list(Severity)
TRIED = replace(rules.PART_ABOVE_WHOLE, trial="2025Q3")


def only(submission: Submission, code: str):
    (finding,) = [finding for finding in submission.findings if finding.code == code]
    return finding


def test_empty_cells_of_several_measures_are_one_finding_that_counts_them():
    finding = only(
        read(xlsx(table(("东关街道", None, None, 1), ("北关街道", None, 0, None)))), "cell_missing"
    )
    assert finding.message == (
        "3 个数据项共 4 格空着，按“未报送”处理，不是 0：“开庭审理案件数”、“负责人出庭案件数”、“正职出庭案件数”"
    )
    assert finding.places == ("B3", "B4", "C3", "D4")
    assert finding.measure == ""


def test_empty_cells_of_one_measure_keep_it():
    finding = only(read(xlsx(table(("东关街道", None, 0, 0), ("北关街道", None, 0, 0)))), "cell_missing")
    assert finding.message.startswith("“开庭审理案件数”空着")
    assert (finding.measure, finding.places) == ("hearings_held", ("B3", "B4"))


def test_words_and_dashes_are_one_finding_each_and_name_the_words():
    submission = read(xlsx(table(("东关街道", "无", "零", "—"), ("北关街道", "无", "/", "—"))))
    assert only(submission, "word_zero").message == "“无”、“零”共 3 格，读作 0（零报告）"
    assert only(submission, "word_zero").places == ("B3", "B4", "C3")
    assert only(submission, "dash").message == "“/”、“—”共 3 格，读作“不适用”"


def test_each_sheet_has_its_own():
    rows = table(("东关街道", 4, None, 1))
    other = table(("北关街道", 4, None, None))
    submission = read(xlsx(rows, other))
    assert [f.sheet for f in submission.findings if f.code == "cell_missing"] == ["Sheet2", "Sheet1"]


def test_two_tables_of_a_sheet_share_it():
    rows = ((TITLE,), (*HEADER, None, *HEADER), ("东关街道", 4, None, 1, None, "北关街道", 2, 2, None))
    assert only(read(xlsx(rows)), "cell_missing").places == ("C3", "I3")


def test_classes_come_in_order_and_in_each_what_has_most_cells_first():
    body = [
        ("东关街道", "约4", "若干", 1),
        ("北关街道", "约4", 0, 0),
        ("区财政局", "约4", 1, 2),
        ("合计", 9, 9, 9),
    ]
    submission = read(xlsx(table(*body)))
    order = [CLASSES.index(f.severity) for f in submission.findings]
    assert order == sorted(order)
    first, second, *_ = submission.findings
    assert (first.code, first.places) == ("not_a_number", ("B3", "B4", "B5"))
    assert second.code == "part_above_whole"
    assert {f.severity for f in submission.findings} >= {Severity.MANDATORY, Severity.VERIFY}


def test_order_does_not_depend_on_the_order_in_which_things_were_found():
    some = [
        rules.HIDDEN.at("a", found="第 3 行"),
        rules.JUMP.at("a", ["B3", "B4"], found=9, expected="1", label="x"),
        rules.NEGATIVE.at("a", ["B3"], found=-1),
        rules.PERIOD_UNKNOWN.at("a"),
        rules.TOTAL_DIFFERS.at("a", ["B9"], found=9, expected="8", label="x"),
    ]
    codes = [finding.code for finding in in_order(some)]
    assert codes == ["period_unknown", "negative", "total_differs", "jump", "hidden"]
    assert in_order(some[::-1]) == in_order(some)


def test_merged_findings_keep_the_measure_and_unit_that_all_of_them_name():
    one = rules.NOT_A_NUMBER.at("a", ["B3"], found="约3", measure="x", unit="u")
    same, other = replace(one, cell="B4"), replace(one, cell="C4", measure="y")
    assert merged([one, same]) == [replace(one, cells=("B4",))]
    assert merged([one, other]) == [replace(one, cells=("C4",), measure="")]


def test_no_finding_names_more_cells_than_anybody_reads():
    many = [rules.NEGATIVE.at("a", [f"B{row}"], found=-1) for row in range(3, 900)]
    assert len(merged(many)[0].places) == rules.MOST_CELLS


@pytest.mark.parametrize(
    ("periods", "severity"),
    [
        (["2025Q3"], Severity.HINT),
        (["2025Q2", "2025Q3"], Severity.HINT),
        (["2025Q4"], Severity.MANDATORY),
        (["2025Q3", "2025Q4"], Severity.MANDATORY),
        (["2025Y"], Severity.MANDATORY),
        (["2024Y"], Severity.HINT),
    ],
)
def test_a_rule_on_trial_only_hints_until_its_first_period_is_over(periods: list[str], severity: Severity):
    finding = only(read(xlsx(table(("东关街道", 4, 5, 1)))), "part_above_whole")
    (tried,) = on_trial([finding], periods, [TRIED])
    assert tried.severity is severity
    assert tried.message.endswith("（试行）") is (severity is Severity.HINT)
    assert (tried.code, tried.places, tried.mend) == (finding.code, finding.places, finding.mend)


def test_findings_of_other_rules_are_not_touched_by_a_trial():
    submission = read(xlsx(table(("东关街道", 4, 5, -1))))
    severities = {f.code: f.severity for f in on_trial(submission.findings, ["2025Q3"], [TRIED])}
    assert severities["negative"] is Severity.MANDATORY
    assert severities["part_above_whole"] is Severity.HINT
