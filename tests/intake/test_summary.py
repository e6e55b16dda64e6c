"""Summary tables: one row per unit. Habits of real workbooks, and the facts and findings they give."""

import pytest

from metrics.model import CellState, Layout, Severity
from metrics.periods import Period
from tests.intake.workbooks import (
    HEADER,
    MEASURES,
    TITLE,
    book,
    noted,
    read,
    said,
    saved,
    table,
    text,
    values,
    xls,
    xlsx,
)

FACTS = {"east": (4, 3, 1), "north": (2, 2, 0)}
EAST, NORTH = ("东关街道", 4, 3, 1), ("北关街道", 2, 2, 0)
BAND = ("单位", "开庭", "出庭", "正职")

HABITS = {
    "plain": table(EAST, NORTH),
    "title rows above": ((TITLE,), ("填报单位：区司法局", None, "单位：件"), (None,), HEADER, EAST, NORTH),
    "two header rows": ((TITLE,), ("单位", "出庭应诉", None, None), BAND, EAST, NORTH),
    "serial numbers": ((TITLE,), ("序号", *HEADER), (1, *EAST), (2, *NORTH)),
    "blank rows and columns": (
        (TITLE,),
        (None, *HEADER),
        (None,),
        (None, *EAST),
        (),
        (None, *NORTH),
        (None,),
    ),
    "notes below": table(EAST, NORTH, (), ("注：数据截至季末。",), ("填表人：", None, "审核人：")),
    "total below": table(EAST, NORTH, ("合计", 6, 5, 1)),
    "total above": table(("合 计", 6, 5, 1), EAST, NORTH),
    "total between": table(EAST, ("合计", 6, 5, 1), NORTH),
    "total in the first column": (
        (TITLE,),
        ("序号", *HEADER),
        (1, *EAST),
        (2, *NORTH),
        ("合计", None, 6, 5, 1),
    ),
    "subtotals": table(EAST, ("街道小计", 4, 3, 1), NORTH, ("部门小计", 2, 2, 0), ("总计", 6, 5, 1)),
    "subtotals above their groups": table(
        ("街道小计", 4, 3, 1), EAST, ("部门小计", 2, 2, 0), NORTH, ("合计", 6, 5, 1)
    ),
    "groups whose totals are called 合计": table(
        EAST, ("街道合计", 4, 3, 1), NORTH, ("部门合计", 2, 2, 0), ("总计", 6, 5, 1)
    ),
    "header again on the next page": table(EAST, HEADER, NORTH),
    "spaces and aliases": table(("东 关 街 道", 4, 3, 1), ("北关", 2, 2, 0)),
    "full width": table(("东关街道", "４", "３", "１"), ("北关街道", "２", "２件", "０")),
    "words": table(("东关街道", "4件", " 3 ", 1.0), ("北关街道", "2", 2, "无")),
    "rates typed beside": table((*EAST, "75%"), (*NORTH, "100%"), header=(*HEADER, "负责人出庭应诉率")),
    "columns nobody knows": table((*EAST, "系列案"), NORTH, header=(*HEADER, "情况说明")),
    "columns in another order": (
        (TITLE,),
        ("正职出庭数", "备注", "出庭数", "单位", "负责人出庭数", "开庭数"),
        (1, None, None, "东关街道", 3, 4),
        (0, None, None, "北关街道", 2, 2),
    ),
    "units with a line break": table(("东关\n街道", 4, 3, 1), NORTH),
    "side by side": (
        (TITLE,),
        (*HEADER, None, *HEADER),
        (*EAST, None, *NORTH),
        (None, None, None, None, None, "合计", 6, 5, 1),
    ),
}


@pytest.mark.parametrize("rows", HABITS.values(), ids=HABITS)
def test_every_habit_gives_the_same_facts_and_no_complaint(rows: list[list[object]]):
    for data in (xlsx(rows), xls(rows), text(rows).encode("gb18030"), text(rows, "\t").encode("utf-16")):
        submission = read(data)
        assert values(submission, *MEASURES) == FACTS or _by_measure(submission) == FACTS
        assert submission.periods == ("2025Q3",)
        assert said(submission) == []
        assert submission.can_count


def _by_measure(submission):
    facts = {(f.unit, f.measure): f.value for f in submission.facts()}
    return {unit: tuple(facts[unit, measure] for measure in MEASURES) for unit in submission.units}


def test_merged_header_cells_are_read_like_repeated_ones():
    made = book(
        (
            (TITLE,),
            ("单位", "行政诉讼", None, "行政复议", None),
            (None, "新收", "审结", "受理", "审结"),
            ("东关街道", 5, 4, 3, 2),
        )
    )
    for area in ("A1:E1", "A2:A3", "B2:C2", "D2:E2"):
        made["Sheet1"].merge_cells(area)
    submission = read(saved(made))
    assert {f.measure: f.value for f in submission.facts()} == {
        "litigation_new_cases": 5,
        "litigation_closed": 4,
        "review_accepted": 3,
        "review_closed": 2,
    }


def test_a_merged_band_does_not_reach_beyond_its_merge():
    made = book(
        ((TITLE,), ("单位", "行政诉讼", None, None), (None, "新收", "审结", "审结"), ("东关街道", 5, 4, 3))
    )
    made["Sheet1"].merge_cells("B2:C2")
    submission = read(saved(made))
    assert values(submission) == {"east": (5, 4)}
    assert said(submission) == ["column_unclear"]  # beyond the merge it may be that of 行政复议


def test_every_fact_keeps_sheet_and_cell():
    submission = read(xlsx(table(EAST, (), NORTH), names=["汇总"]))
    assert [(f.unit, f.measure, f.sheet, f.cell) for f in submission.facts()] == [
        ("east", "hearings_held", "汇总", "B3"),
        ("east", "leader_attended", "汇总", "C3"),
        ("east", "chief_attended", "汇总", "D3"),
        ("north", "hearings_held", "汇总", "B5"),
        ("north", "leader_attended", "汇总", "C5"),
        ("north", "chief_attended", "汇总", "D5"),
    ]
    assert submission.layout is Layout.SUMMARY


def test_four_states_of_a_cell_are_four_different_things():
    submission = read(xlsx(table(("东关街道", 4, "—", "无"), ("北关街道", None, 0, 0))))
    assert [(f.value, f.state) for f in submission.facts()] == [
        (4, CellState.VALUE),
        (None, CellState.NOT_APPLICABLE),
        (0, CellState.ZERO),
        (None, CellState.MISSING),
        (0, CellState.ZERO),
        (0, CellState.ZERO),
    ]
    assert said(submission) == ["cell_missing"]
    assert {"dash", "word_zero"} <= set(noted(submission))


def test_every_sheet_with_a_table_is_read():
    submission = read(
        xlsx(table(EAST), (("说明",), ("请如实填报",)), table(NORTH), names=["街道", "说明", "部门"])
    )
    assert values(submission) == FACTS
    assert [block.sheet for block in submission.blocks] == ["街道", "部门"]


def test_two_sheets_may_hold_different_measures_of_the_same_units():
    reviews = ("单位", "受理行政复议案件数", "审结行政复议案件数")
    submission = read(xlsx(table(EAST), table(("东关街道", 7, 6), header=reviews)))
    assert len(list(submission.facts())) == 5
    assert "unit_twice" not in said(submission)


def test_a_unit_without_a_single_figure_has_not_reported():
    submission = read(xlsx(table(EAST, ("北关街道", None, None, None), ("合计", 4, 3, 1))))
    assert values(submission) == {"east": (4, 3, 1)}
    assert said(submission) == [] and "row_empty" in noted(submission)


def test_a_tick_in_a_summary_confirms_the_zeros_of_its_row_only():
    header = ("单位", "本季度无案件", *HEADER[1:], "案卷评查次数")
    submission = read(
        xlsx(table(("东关街道", "√", None, None, None, 1), ("北关街道", None, 2, 2, 0, None), header=header))
    )
    assert values(submission) == {"east": (0, 0, 0, 1), "north": (2, 2, 0, None)}
    assert said(submission) == ["cell_missing"]


def test_the_period_may_come_from_the_sheet_or_the_file():
    rows = table(EAST, title="法治政府建设指标汇总表")
    assert read(xlsx(rows, names=["2025年三季度"])).periods == ("2025Q3",)
    assert read(xlsx(rows), "2025Q3汇总.xlsx").periods == ("2025Q3",)
    assert read(xlsx(rows), expected=Period(2025, 3)).periods == ("2025Q3",)


def test_a_file_for_another_quarter_than_the_chosen_one_stops():
    submission = read(xlsx(table(EAST)), expected=Period(2025, 4))
    assert said(submission) == ["period_other"]
    assert not submission.can_count


def test_reading_twice_gives_the_same_submission():
    data = xlsx(table(EAST, NORTH, ("南关", 1, 1, 1)))
    assert read(data) == read(data)


def test_equal_findings_are_one_with_all_their_cells_and_errors_come_first():
    submission = read(xlsx(table(("东关街道", None, "约3", 0), ("北关街道", None, "约3", "—"))))
    first = submission.findings[0]
    assert (first.code, first.cell, first.cells) == ("not_a_number", "C3", ("C4",))
    weights = list(Severity)
    order = [weights.index(finding.severity) for finding in submission.findings]
    assert order == sorted(order)


def test_a_typed_rate_agrees_as_far_as_it_is_shown():
    header = (*HEADER[:3], "负责人出庭率")

    def codes(typed: object) -> list[str]:
        return said(read(xlsx(table(("东关街道", 21, 20, typed), header=header))))

    assert codes("95%") == codes("95.2%") == codes(0.9524) == codes("—") == []
    assert codes("95.00%") == codes("96%") == codes(0.96) == ["rate_differs"]


def test_a_rate_typed_where_there_were_no_cases_is_questioned():
    header = (*HEADER[:3], "负责人出庭率")
    assert said(read(xlsx(table(("东关街道", 0, 0, "100%"), header=header)))) == ["rate_differs"]
    assert said(read(xlsx(table(("东关街道", 0, 0, "0%"), header=header)))) == []
