"""What people do to a table: merged units, comparisons beside, signatures, other characters; never a wrong number."""

from collections.abc import Sequence
from datetime import date

import pytest

from metrics.model import Submission
from tests.intake.workbooks import HEADER, TITLE, book, noted, read, said, saved, table, values, xlsx

EAST, NORTH = ("东关街道", 4, 3, 1), ("北关街道", 2, 2, 0)
FACTS = {"east": (4, 3, 1), "north": (2, 2, 0)}
Rows = Sequence[Sequence[object]]

HABITS: dict[str, Rows] = {
    "traditional characters": (
        ("漢台區2025年第三季度匯總表",),
        ("單位名稱", "開庭審理案件數", "負責人出庭案件數", "正職出庭案件數"),
        ("東關街道", 4, 3, 1),
        ("北關街道辦事處", 2, 2, 0),
    ),
    "spaces and line breaks in the words": (
        (TITLE,),
        ("单 位 名 称", "开庭审理\n案件数", "负责人\r\n出 庭 案 件 数", "正职　出庭　案件数"),
        ("东 关 街 道", 4, 3, 1),
        ("北关\n街道", 2, 2, 0),
    ),
    "invisible characters": (
        (TITLE,),
        ("单位\u200b名称", "\ufeff开庭审理案件数", "负责人出庭\u2060案件数", "正职出庭案件数\u00a0"),
        ("\u200b东关街道", "4\u200b", 3, 1),
        ("北关街道\u00a0", 2, "2\u00a0", 0),
    ),
    "full width": (
        (TITLE,),
        ("单位名称", "开庭审理案件数（件）", "负责人出庭案件数（件）", "正职出庭案件数（件）"),
        ("东关街道", "４件", "３", "１"),
        ("北关街道", "２", "２", "０"),
    ),
    "comparison beside, two header rows": (
        (TITLE,),
        ("单位名称", HEADER[1], None, None, HEADER[2], None, None, HEADER[3]),
        (None, "本期", "上年同期", "同比", "本期", "上年同期", "同比", None),
        ("东关街道", 4, 9, "-55%", 3, 8, "-62%", 1),
        ("北关街道", 2, 1, "100%", 2, 1, "100%", 0),
    ),
    "last year's quarter beside": (
        (TITLE,),
        ("单位名称", "2025年第三季度", None, None, "2024年第三季度", None, None),
        (None, *HEADER[1:], *HEADER[1:]),
        (*EAST, 9, 8, 7),
        (*NORTH, 6, 5, 4),
    ),
    "last year's quarter first": (
        (TITLE,),
        ("单位名称", "2024年第三季度", None, None, "2025年第三季度", None, None),
        (None, *HEADER[1:], *HEADER[1:]),
        ("东关街道", 9, 8, 7, 4, 3, 1),
        ("北关街道", 6, 5, 4, 2, 2, 0),
    ),
    "sums since January beside": (
        (TITLE,),
        (*HEADER, "累计开庭审理案件数", "1—9月出庭案件数"),
        (*EAST, 40, 30),
        (*NORTH, 20, 20),
    ),
    "sums since January in front, under headings": (
        (TITLE,),
        ("单位名称", "1—9月", None, None, "7—9月", None, None),
        (None, *HEADER[1:], *HEADER[1:]),
        ("东关街道", 9, 8, 7, 4, 3, 1),
        ("北关街道", 6, 5, 4, 2, 2, 0),
    ),
    "signatures in columns": (
        (TITLE,),
        (*HEADER, "制表人", "审核人", "联系电话"),
        (*EAST, "张某某", "李某某", 2213456),
        (*NORTH, "张某某", "李某某", 2213456),
    ),
    "signatures below, with a telephone number": (
        *table(EAST, NORTH),
        ("制表人：张某某", None, "联系电话", 2213456),
        ("审核人：李某某", "2025年10月8日"),
    ),
    "total above and serial numbers": (
        (TITLE,),
        ("序号", *HEADER),
        (None, "合计", 6, 5, 1),
        (1, *EAST),
        (2, *NORTH),
    ),
    "last year's row of totals": (*table(EAST, NORTH), ("合计", 6, 5, 1), (), ("注：上年同期开庭 9 件。",)),
}


def merged_heads(rows: Rows) -> bytes:
    """The same with each heading of the second row merged over the blank cells after it, as people do it."""
    made = book(rows)
    heads = rows[1]
    for first, head in enumerate(heads):
        last = first
        while last + 1 < len(heads) and heads[last + 1] is None:
            last += 1
        if head is not None and last > first:
            made["Sheet1"].merge_cells(start_row=2, start_column=first + 1, end_row=2, end_column=last + 1)
    return saved(made)


@pytest.mark.parametrize("rows", HABITS.values(), ids=HABITS)
def test_a_habit_changes_no_figure(rows: Rows):
    for data in (xlsx(rows), merged_heads(rows)):
        check_same_facts(read(data))


def check_same_facts(submission: Submission) -> None:
    assert values(submission) == FACTS
    assert submission.periods == ("2025Q3",)
    assert said(submission) == []
    assert [d for d in submission.decisions if d.asked] == []


def test_a_unit_merged_over_two_rows_is_the_unit_of_both():
    made = book(table(EAST, (None, 1, 1, 1), NORTH))
    made["Sheet1"].merge_cells("A3:A4")
    submission = read(saved(made))
    assert said(submission) == ["unit_twice"]
    blank = book(table(EAST, (None, None, None, None), NORTH))
    blank["Sheet1"].merge_cells("A3:A4")
    assert values(read(saved(blank))) == FACTS
    assert said(read(saved(blank))) == []


def test_a_date_where_a_count_belongs_is_said_to_be_a_date():
    submission = read(xlsx(table(("东关街道", date(2025, 9, 30), "2025年9月30日", 1))))
    assert [f.places for f in submission.findings if f.code == "date_as_count"] == [("B3",), ("C3",)]
    assert said(submission) == ["date_as_count", "date_as_count"]
    assert values(submission) == {"east": (None, None, 1)}


def test_what_stands_in_columns_that_are_not_read_is_said():
    submission = read(xlsx(HABITS["last year's quarter beside"]))
    (unknown,) = [f for f in submission.findings if f.code == "column_unknown"]
    assert unknown.places == ("E3", "F3", "G3")
    assert "column_unknown" in noted(submission)


def test_three_header_rows_with_merged_cells():
    rows = (
        (TITLE,),
        ("序号", "单位", "行政应诉情况", None, None, None),
        (None, None, "行政诉讼", None, "行政复议", None),
        (None, None, "新收", "审结", "受理", "审结"),
        (1, "东关街道", 5, 4, 3, 2),
    )
    made = book(rows)
    for area in ("A2:A4", "B2:B4", "C2:F2", "C3:D3", "E3:F3"):
        made["Sheet1"].merge_cells(area)
    assert {f.measure: (f.value, f.cell) for f in read(saved(made)).facts()} == {
        "litigation_new_cases": (5, "C5"),
        "litigation_closed": (4, "D5"),
        "review_accepted": (3, "E5"),
        "review_closed": (2, "F5"),
    }
