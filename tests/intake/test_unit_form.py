"""Unit forms: one unit, measures down, quarters across."""

from collections.abc import Sequence

import pytest

from metrics import catalogue
from metrics.model import Choice, DecisionKind, Layout, Submission
from metrics.periods import Period
from tests.intake.workbooks import noted, read, said, values, xlsx

FORM = catalogue.load().forms["quarterly"]
LABELS = ("开庭审理案件数", "负责人出庭案件数", "正职出庭案件数")
Q3 = Period(2025, 3)


def form(
    *columns: Sequence[object],
    title: str = "2025年法治政府建设指标报表",
    who: str = "填报单位：东关街道办事处",
    labels: Sequence[str] = LABELS,
) -> list[list[object]]:
    """Each of columns: a heading and one value per label."""
    rows: list[list[object]] = [[title], [who], ["数据项", *(column[0] for column in columns)]]
    return rows + [[label, *(column[i + 1] for column in columns)] for i, label in enumerate(labels)]


def by_period(submission: Submission) -> dict[str, tuple[int | None, ...]]:
    found: dict[str, list[int | None]] = {}
    for fact in submission.facts():
        found.setdefault(fact.period, []).append(fact.value)
    return {period: tuple(column) for period, column in found.items()}


@pytest.mark.parametrize(
    "title",
    ["2025年1—9月报表", "2025年报表（截至9月底）", "2025年报表（1月1日至9月30日）", "2025年前三季度报表"],
)
def test_a_title_about_sums_over_the_only_quarter_must_be_explained(title):
    assert said(read(xlsx(form(("三季度", 9, 8, 3), title=title)))) == ["period_cut_off"]
    both = form(("三季度", 2, 2, 0), ("本年累计", 9, 8, 3), title=title)
    assert said(read(xlsx(both))) == []
    assert by_period(read(xlsx(both))) == {"2025Q3": (2, 2, 0)}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("2025年一季度", "2025年二季度"),
        ("一季度", "二季度"),
        ("第1季度", "第2季度"),
        ("Q1", "Q2"),
        ("1—3月", "4—6月"),
    ],
)
def test_quarters_across_in_every_usual_spelling(first: str, second: str):
    submission = read(xlsx(form((first, 4, 3, 1), (second, 2, 2, 0))))
    assert by_period(submission) == {"2025Q1": (4, 3, 1), "2025Q2": (2, 2, 0)}
    assert (submission.units, submission.layout) == (("east",), Layout.UNIT_FORM)
    assert said(submission) == []
    assert [fact.cell for fact in submission.facts()] == ["B4", "B5", "B6", "C4", "C5", "C6"]


def test_an_empty_quarter_is_no_report():
    submission = read(xlsx(form(("一季度", 4, 3, 1), ("二季度", None, None, None), ("三季度", 0, 0, 0))))
    assert by_period(submission) == {"2025Q1": (4, 3, 1), "2025Q3": (0, 0, 0)}
    assert said(submission) == []


def test_a_column_of_sums_since_january_is_not_read():
    submission = read(xlsx(form(("三季度", 2, 2, 0), ("1—9月", 9, 8, 3), ("本年累计", 9, 8, 3))))
    assert by_period(submission) == {"2025Q3": (2, 2, 0)}


def test_one_column_called_this_quarter_takes_the_period_of_the_title():
    submission = read(xlsx(form(("本季度", 4, 3, 1), title="2025年第三季度报表")))
    assert by_period(submission) == {"2025Q3": (4, 3, 1)}


def test_bands_in_a_column_of_their_own_and_in_rows_of_their_own():
    beside = [
        ["2025年报表"],
        ["单位：东关街道"],
        ["类别", "数据项", "三季度"],
        ["行政诉讼", "审结", 4],
        [None, "一审败诉", 1],
        ["行政复议", "审结", 3],
    ]
    above = [
        ["2025年报表"],
        ["单位：东关街道"],
        ["数据项", "三季度"],
        ["一、行政诉讼"],
        ["审结", 4],
        ["一审败诉", 1],
        ["二、行政复议"],
        ["审结", 3],
    ]
    for rows in (beside, above):
        facts = {fact.measure: fact.value for fact in read(xlsx(rows)).facts()}
        assert facts == {"litigation_closed": 4, "litigation_lost": 1, "review_closed": 3}


def test_several_units_may_have_a_sheet_each():
    one, other = form(("三季度", 4, 3, 1)), form(("三季度", 2, 2, 0), who="填报单位：北关街道办事处")
    assert values(read(xlsx(one, other))) == {"east": (4, 3, 1), "north": (2, 2, 0)}


def test_the_unit_may_be_named_by_title_sheet_or_file_and_that_is_said():
    column = ("2025年三季度", 4, 3, 1)
    for submission in (
        read(xlsx(form(column, title="东关街道报表", who=""))),
        read(xlsx(form(column, title="报表", who=""), names=["东关街道"])),
        read(xlsx(form(column, title="报表", who="")), "东关街道_三季度.xlsx"),
    ):
        assert submission.units == ("east",)
        (decision,) = [one for one in submission.decisions if one.kind is DecisionKind.UNIT]
        assert (decision.taken, decision.by_person) == (Choice("east", "东关街道"), False)


def test_title_and_file_that_name_different_units_are_an_error():
    submission = read(xlsx(form(("2025年三季度", 4, 3, 1), title="东关街道报表", who="")), "北关街道.xlsx")
    assert said(submission) == ["unit_ambiguous"]


def test_a_file_named_after_another_unit_than_the_one_that_reports_is_questioned():
    submission = read(xlsx(form(("三季度", 4, 3, 1))), "北关街道_2025年三季度.xlsx")
    assert submission.units == ("east",)
    assert said(submission) == ["unit_disagrees"]


def test_a_title_of_another_quarter_than_the_column_is_an_error():
    submission = read(xlsx(form(("2025年二季度", 4, 3, 1), title="2025年第三季度报表")))
    assert said(submission) == ["period_disagrees"]


def test_a_tick_confirms_zeros_and_leaves_reviews_of_files_open():
    labels = (*LABELS, "本单位案卷评查次数", "本季度无案件（打√）")
    submission = read(xlsx(form(("三季度", None, "—", 0, None, "√"), labels=labels)))
    assert by_period(submission) == {"2025Q3": (0, None, 0, None)}
    assert said(submission) == ["cell_missing"]
    assert "ticked" in noted(submission)


def test_a_tick_does_not_turn_an_unsaved_formula_into_a_zero():
    labels = (*LABELS, "本季度无案件")
    submission = read(xlsx(form(("三季度", "=1+1", None, None, "√"), labels=labels)))
    assert by_period(submission) == {"2025Q3": (None, 0, 0)}
    assert said(submission) == ["uncalculated"]


def test_a_form_of_formulas_that_were_never_calculated_says_so():
    submission = read(xlsx(form(("三季度", "=1+1", "=1+0", "=0+0"))))
    assert said(submission) == ["uncalculated"]
    assert not submission.can_count


@pytest.mark.parametrize("measured", ["单位：件", "单位：件、次", "（单位：件、%）", "单位：件/次"])
def test_what_is_counted_is_not_who_reports(measured: str):
    rows = form(("三季度", 4, 3, 1))
    rows.insert(1, [None, None, measured])
    submission = read(xlsx(rows))
    assert submission.units == ("east",)
    assert said(submission) == []
