"""Where a ledger is: its header, several on a sheet or in a workbook, and beside a summary of the same cases."""

from __future__ import annotations

import pytest

from metrics.model import AnswerKey, DecisionKind, Layout, Severity, Submission
from tests.intake.ledgers import (
    ADVICE,
    ADVICE_MEASURES,
    ALL,
    HEADER,
    HEARD,
    TITLE,
    codes,
    counts,
    found,
    one,
    read,
    row,
    sheet,
)
from tests.intake.workbooks import table


def test_headers_of_two_rows_below_titles():
    top = ("案号", "被告", "", "立案", "开庭", "", "", "裁判", "")
    low = ("", "", "审级", "日期", "日期", "是否出庭", "是否正职", "结果", "日期")
    submission = read((("2025年第三季度行政诉讼台账",), (), top, low, row()))
    assert one(submission, *ALL, *HEARD)[0] == 1


def test_a_near_heading_is_read_and_listed():
    header = tuple("负责人是否出庭应诉情" if h == "负责人是否出庭" else h for h in HEADER)
    submission = read(sheet(row(), header=header))
    assert one(submission, "leader_attended") == (1,)
    (decision,) = submission.decisions
    assert (
        decision.kind is DecisionKind.COLUMN
        and decision.taken is not None
        and decision.taken.code == "attended"
    )


def test_an_unclear_heading_is_asked_and_the_answer_is_used():
    header = tuple("结论结果" if h == "裁判结果" else h for h in HEADER)
    submission = read(sheet(row(), header=header))
    assert "column_missing" in codes(submission)
    (asked,) = (d for d in submission.decisions if d.asked)
    assert asked.written == "结论结果" and asked.examples == ("撤销",)
    key = AnswerKey(DecisionKind.COLUMN, "", "litigation_ledger", "结论结果")
    assert one(read(sheet(row(), header=header), answers={key: "result"}), "litigation_lost") == (1,)


def test_two_ledgers_and_a_summary_in_one_workbook():
    advice = (
        ("2025年第三季度司法建议台账",),
        ("文号", "收到单位", "收到日期", "回复日期"),
        ("司建1号", "区财政局", "2025-05-20", "2025-07-01"),
    )
    summary = table(("区财政局", 1, 1, 1))
    submission = read(summary, sheet(row()), advice, names=("汇总", "诉讼", "建议"))
    assert {block.form for block in submission.blocks} == {
        "quarterly",
        "litigation_ledger",
        "judicial_advice_ledger",
    }
    assert (submission.form, submission.layout) == ("quarterly", Layout.SUMMARY)
    assert not found(submission, "unit_twice") and not found(submission, "ledger_differs")


def test_two_sheets_of_one_ledger_for_one_unit_contradict_each_other():
    submission = read(sheet(row()), sheet(row(case="（2025）陕07行初9号")))
    assert found(submission, "ledger_sheets")[0].severity is Severity.MANDATORY


def test_advice_without_a_title_is_not_taken_for_one_of_two():
    rows = (
        ("2025年第三季度台账",),
        ("文号", "收到单位", "收到日期", "回复日期"),
        ("1号", "区财政局", "2025-05-20", "2025-07-01"),
    )
    submission = read(rows)
    assert codes(submission) == {"ledger_kind_unclear"}
    assert not submission.can_count


def test_a_summary_and_a_ledger_that_differ():
    rows = [row(case=f"（2025）陕07行初{n}号") for n in range(1, 13)]
    submission = read(table(("区财政局", 11, 12, 12)), sheet(*rows), names=("汇总", "台账"))
    (said,) = found(submission, "ledger_differs")
    assert said.severity is Severity.STRICT
    assert (said.unit, said.period, said.measure, said.sheet) == ("money", "2025Q3", "hearings_held", "台账")
    assert "汇总表填 11，按台账清点是 12" in said.message
    assert "(2025)陕07行初1号、" in said.message and said.message.endswith("(2025)陕07行初10号等 12 件")
    assert len(said.places) == 12 and said.places[0] == "E3"


def test_a_ledger_is_compared_with_the_summary_in_force():
    figures = {
        ("quarterly", "money", "2025Q3", "hearings_held"): 2,
        ("quarterly", "money", "2025Q3", "leader_attended"): 1,
    }
    (said,) = found(read(sheet(row()), in_force=figures), "ledger_differs")
    assert said.measure == "hearings_held"


def test_a_summary_is_compared_with_the_ledger_in_force():
    figures = {("litigation_ledger", "money", "2025Q3", "hearings_held"): 2}
    cases = {("money", "2025Q3", "hearings_held"): ("(2025)陕07行初1号", "第 5 行")}
    (said,) = found(read(table(("区财政局", 1, 1, 1)), in_force=figures, cases=cases), "ledger_differs")
    assert (said.cell, said.found, said.expected) == ("B3", "1", "2")
    assert said.message.endswith("(2025)陕07行初1号、第 5 行")


def test_another_ledger_below_is_read_as_what_it_is():
    below = ("司法建议书文号", "收到单位", "收到日期", "书面回复日期")
    submission = read(sheet(row(), (), below, ("司建1号", "区财政局", "2025-07-01", "2025-07-02")))
    assert one_of(submission, "litigation_ledger", "hearings_held", "litigation_new_cases") == (1, 1)
    assert {block.form for block in submission.blocks} >= {"litigation_ledger"}
    assert len(submission.blocks) == 2 or not submission.can_count


ADVICE_TITLE = "2025年第三季度检察建议台账"
ADVICE_ROW = ("汉台检行公〔2025〕1号", "区财政局", "否", "2025-05-20", "", "2025-07-18")


@pytest.mark.parametrize("advice_first", [True, False])
@pytest.mark.parametrize("between", [0, 1, 3])
def test_two_ledgers_below_each_other_are_both_read(advice_first: bool, between: int):
    litigation = [*sheet(row(), row(case="（2025）陕07行初2号"))]
    advice = [(ADVICE_TITLE,), ADVICE, ADVICE_ROW]
    parts = [advice, litigation] if advice_first else [litigation, advice]
    submission = read([*parts[0], *[()] * between, *parts[1]])
    assert one_of(submission, "litigation_ledger", *HEARD) == (2, 2, 2)
    assert one_of(submission, "procuratorial_advice_ledger", *ADVICE_MEASURES) == (0, 1, 1, 1)
    assert submission.can_count
    (block,) = [block for block in submission.blocks if block.form == "litigation_ledger"]
    top = 4 + between if advice_first else 1
    assert block.tallies["hearings_held"].rows == [top + 2, top + 3]


def test_two_ledgers_of_a_form_below_each_other_are_of_their_own_units():
    first = [(TITLE,), ("填报单位：区财政局",), *sheet(row())[1:]]
    second = [(TITLE,), ("填报单位：区司法局",), *sheet(row(unit="区司法局", case="（2025）陕07行初9号"))[1:]]
    submission = read([*first, (), *second])
    assert counts(submission, *HEARD) == {("money", "2025Q3"): (1, 1, 1), ("law", "2025Q3"): (1, 1, 1)}
    assert submission.can_count


def test_two_ledgers_of_the_same_unit_on_a_sheet_never_replace_each_other_unseen():
    submission = read([*sheet(row()), (), (TITLE,), *sheet(row(case="（2025）陕07行初9号"))[1:]])
    assert sum(values[0] or 0 for values in counts(submission, "hearings_held").values()) == 2 or not (
        submission.can_count
    )


def test_a_summary_above_a_ledger_is_not_passed_over():
    submission = read([*table(("区财政局", 11, 12, 12)), (), *sheet(row())])
    assert not submission.can_count
    assert found(submission, "ledger_below") or found(submission, "second_header")


def one_of(submission: Submission, form: str, *measures: str) -> tuple[int | None, ...]:
    (values,) = counts(submission, *measures, form=form).values()
    return values
