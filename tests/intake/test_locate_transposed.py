"""Transposed summaries: measures down, units across."""

from collections.abc import Sequence

import openpyxl
import pytest

from metrics.model import CellState, Layout
from tests.intake.workbooks import HEADER, TITLE, book, noted, read, said, saved, text, values, xls, xlsx

LABELS = HEADER[1:]
FACTS = {"east": (4, 3, 1), "north": (2, 2, 0)}
Rows = Sequence[Sequence[object]]


def down(*columns: Sequence[object], corner: object = "单位", title: str = TITLE) -> Rows:
    """Each of columns: a unit and one value per label."""
    heads = (corner, *(column[0] for column in columns))
    return ((title,), heads, *((label, *(c[i + 1] for c in columns)) for i, label in enumerate(LABELS)))


EAST, NORTH = ("东关街道", 4, 3, 1), ("北关街道", 2, 2, 0)
HABITS: dict[str, Rows] = {
    "plain": down(EAST, NORTH),
    "corner blank": down(EAST, NORTH, corner=None),
    "corner of two words": down(EAST, NORTH, corner="数据项\\单位"),
    "numbers with 件, zeros mixed": down(("东关街道", "4件", "3件", "1 件"), ("北关街道", "2件", 2, "0件")),
    "serial numbers and bands": (
        (TITLE,),
        ("序号", "类别", "数据项", "东关街道", "北关街道"),
        *(
            (i, "出庭应诉", label, e, n)
            for i, (label, e, n) in enumerate(zip(LABELS, EAST[1:], NORTH[1:], strict=True))
        ),
    ),
    "unit of measurement beside": (
        (TITLE,),
        ("数据项", "计量单位", "东关街道", "北关街道"),
        *((label, "件", e, n) for label, e, n in zip(LABELS, EAST[1:], NORTH[1:], strict=True)),
    ),
    "total at the end": down(EAST, NORTH, ("合计", 6, 5, 1)),
    "total in front": down(("合计", 6, 5, 1), EAST, NORTH),
    "notes below": (*down(EAST, NORTH), (), ("注：数据截至季末。",), ("填表人：", "张某某", "审核人：")),
    "a share below": (*down(EAST, NORTH), ("负责人出庭率", "75%", "100%")),
}


@pytest.mark.parametrize("rows", HABITS.values(), ids=HABITS)
def test_a_transposed_table_gives_the_same_facts(rows: Rows):
    for data in (xlsx(rows), xls(rows), text(rows).encode("gb18030")):
        submission = read(data)
        assert values(submission) == FACTS
        assert submission.periods == ("2025Q3",)
        assert submission.layout is Layout.SUMMARY
        assert said(submission) == []


def test_every_fact_and_finding_names_the_cell_of_the_sheet():
    submission = read(xlsx(down(("东关街道", 4, "约3", None), ("南关街道", 1, 1, 1))))
    assert [(f.measure, f.cell) for f in submission.facts()] == [
        ("hearings_held", "B3"),
        ("leader_attended", "B4"),
        ("chief_attended", "B5"),
    ]
    found = {f.code: f.cell for f in submission.findings}
    assert (found["not_a_number"], found["cell_missing"], found["unit_unknown"]) == ("B4", "B5", "C2")
    (block,) = submission.blocks
    assert not block.records_down


def test_a_wrong_total_and_a_wrong_part_name_their_cells():
    submission = read(xlsx(down(("东关街道", 4, 5, 1), ("合计", 9, 5, 1))))
    found = {f.code: f.places for f in submission.findings}
    assert found["part_above_whole"] == ("B4", "B3")
    assert found["total_differs"] == ("C3",)


def test_four_states_of_a_cell_are_kept():
    submission = read(xlsx(down(("东关街道", 4, "—", "无"))))
    assert [f.state for f in submission.facts()] == [
        CellState.VALUE,
        CellState.NOT_APPLICABLE,
        CellState.ZERO,
    ]


def test_merged_bands_of_a_transposed_table_are_spread_down():
    rows = (
        (TITLE,),
        ("类别", "数据项", "东关街道"),
        ("行政诉讼", "新收", 5),
        (None, "审结", 4),
        ("行政复议", "受理", 3),
        (None, "审结", 2),
    )
    made = book(rows)
    for area in ("A3:A4", "A5:A6"):
        made["Sheet1"].merge_cells(area)
    assert {f.measure: (f.value, f.cell) for f in read(saved(made)).facts()} == {
        "litigation_new_cases": (5, "C3"),
        "litigation_closed": (4, "C4"),
        "review_accepted": (3, "C5"),
        "review_closed": (2, "C6"),
    }


def test_hidden_rows_and_comments_of_a_transposed_table_keep_their_place():
    made = book(down(EAST, NORTH))
    made["Sheet1"].row_dimensions[3].hidden = True
    made["Sheet1"]["C4"].comment = openpyxl.comments.Comment("含系列案", "")
    submission = read(saved(made))
    assert values(submission) == FACTS
    told = {f.code: (f.cell, f.found) for f in submission.findings}
    assert told["hidden"] == ("", "第 3 行")
    assert told["comment"] == ("C4", "含系列案")


def test_periods_across_are_a_unit_form_and_no_transposed_table():
    rows = (
        ("2025年报表",),
        ("填报单位：东关街道",),
        ("数据项", "二季度", "三季度"),
        *((label, 1, 1) for label in LABELS),
    )
    submission = read(xlsx(rows))
    assert submission.layout is Layout.UNIT_FORM
    assert submission.periods == ("2025Q2", "2025Q3")


def test_a_label_that_is_only_like_a_name_is_asked_about_in_a_transposed_table_too():
    rows = (*down(EAST, NORTH), ("法院通知负责人出庭", 2, 1))
    submission = read(xlsx(rows))
    assert said(submission) == ["column_unclear"] and noted(submission) == []
    (decision,) = submission.decisions
    assert (decision.cell, decision.examples) == ("A6", ("2", "1"))
