"""The 任务清单 as a workbook fit to be circulated: the matrix, a page wide, and what is lacking, line by line.

The writer computes nothing: signs, counts and words are handed in. The same book gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from metrics.analysis.checklist import State
from metrics.report import labels, paper, words_checklist
from metrics.report.packing import pack

MATRIX = "任务清单"
LACKING = "未达标事项"
CLAUSE = "条款"
LACKING_HEADS = ("条款", "单位", "事项", "状态", "数值或说明", "件数", "目标")
NOTHING_LACKING = "没有未达标的事项。"
# 与屏幕同样的几种底色，浅到黑白打印时不盖住记号
_FILL = {
    State.LACKING: PatternFill("solid", fgColor="F3D6D4"),
    State.NOT_REPORTED: PatternFill("solid", fgColor="E1E5EA"),
    State.RUNNING: PatternFill("solid", fgColor="DCE6F1"),
    State.MET: PatternFill("solid", fgColor="E0EFE7"),
}
_STACKED = Alignment(horizontal="center", vertical="bottom", textRotation=255)  # 字字直立，由上而下
_HEAD_WIDTH, _COUNT_WIDTH, _UNIT_WIDTH = 43.0, 4.6, 3.4
_LACKING_WIDTHS = (37.0, 22.0, 40.0, 13.0, 30.0, 10.0, 22.0)
_STACK_LEADING = 1.5  # LibreOffice 排直立的字比 Excel 疏
_ROW_POINTS = 18.0  # 三十二行一页多放几行
_SIGN = Font(name=labels.BODY_FONT, size=paper.BODY_POINTS, bold=True)


@dataclass(frozen=True)
class ClauseRow:
    """One clause: what it is called, how many units are in each state, and the state of each unit."""

    heading: str
    counts: Mapping[State, int]
    states: Sequence[State]


@dataclass(frozen=True)
class CheckBook:
    """units: names over the columns. lacking: a text for each of LACKING_HEADS. notes: below the matrix."""

    title: str
    sentence: str
    made_at: datetime
    units: Sequence[str]
    rows: Sequence[ClauseRow]
    lacking: Sequence[Sequence[str]]
    notes: Sequence[str]
    issuer: str = ""


def write(book: CheckBook) -> bytes:
    """The book as xlsx. Raises ValueError for a row that has not one state for each unit."""
    for row in book.rows:
        if len(row.states) != len(book.units):
            raise ValueError(f"{row.heading}: {len(row.states)} states for {len(book.units)} units")
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    _matrix(workbook.create_sheet(MATRIX), book)
    _lacking(workbook.create_sheet(LACKING), book)
    return pack(workbook, book.title, book.made_at, book.issuer)


def _matrix(sheet: Worksheet, book: CheckBook) -> None:
    counted = words_checklist.COUNTED
    first = 2 + len(counted)
    last = max(first + len(book.units) - 1, first - 1)
    widths = [_HEAD_WIDTH, *[_COUNT_WIDTH] * len(counted), *[_UNIT_WIDTH] * len(book.units)]
    for number, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    _across(sheet, 1, last, book.title, paper.TITLE, paper.CENTRE, sum(widths))
    _across(sheet, 2, last, book.sentence, paper.BODY, paper.LEFT, sum(widths))
    paper.put(sheet.cell(3, 1), CLAUSE, paper.HEAD, paper.CENTRE, border=paper.BOX)
    heads = [*(words_checklist.WORD[state] for state in counted), *book.units]
    for number, name in enumerate(heads, 2):
        paper.put(sheet.cell(3, number), name, paper.HEAD, _STACKED, border=paper.BOX)
    longest = max(map(len, heads))
    sheet.row_dimensions[3].height = min(longest * paper.BODY_POINTS * _STACK_LEADING + 8, 400)
    for at, row in enumerate(book.rows, 4):
        paper.put(sheet.cell(at, 1), row.heading, paper.BODY, paper.LEFT, border=paper.BOX)
        for number, state in enumerate(counted, 2):
            cell = sheet.cell(at, number)
            paper.put(cell, row.counts[state], paper.BODY, paper.CENTRE, paper.COUNT_FORMAT, paper.BOX)
        for number, state in enumerate(row.states, first):
            cell = sheet.cell(at, number)
            font = _SIGN if state is State.LACKING else paper.BODY
            paper.put(cell, words_checklist.SIGN[state], font, paper.CENTRE, border=paper.BOX)
            if state in _FILL:
                cell.fill = _FILL[state]
        lines = paper.lines_needed(row.heading, _HEAD_WIDTH, paper.BODY_POINTS)
        sheet.row_dimensions[at].height = _ROW_POINTS * lines
    end = 3 + len(book.rows)
    for number, note in enumerate(book.notes, 1):
        text = labels.NOTE.format(number=number, text=note)
        text = (labels.NOTES if number == 1 else labels.NOTES_INDENT) + text
        _across(sheet, end + number, last, text, paper.BODY, paper.TOP_LEFT, sum(widths))
    sheet.freeze_panes = f"{get_column_letter(first)}4"
    paper.set_page(sheet, True, (3, 3), f"{get_column_letter(last)}{end + len(book.notes)}")


def _lacking(sheet: Worksheet, book: CheckBook) -> None:
    last = len(_LACKING_WIDTHS)
    for number, width in enumerate(_LACKING_WIDTHS, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    _across(sheet, 1, last, LACKING, paper.TITLE, paper.CENTRE, sum(_LACKING_WIDTHS))
    for number, head in enumerate(LACKING_HEADS, 1):
        paper.put(sheet.cell(2, number), head, paper.HEAD, paper.CENTRE, border=paper.BOX)
    for at, texts in enumerate(book.lacking, 3):
        lines = 1
        for number, (text, width) in enumerate(zip(texts, _LACKING_WIDTHS, strict=True), 1):
            paper.put(sheet.cell(at, number), text, paper.BODY, paper.LEFT, border=paper.BOX)
            lines = max(lines, paper.lines_needed(text, width, paper.BODY_POINTS))
        sheet.row_dimensions[at].height = paper.row_height(lines, paper.BODY_POINTS)
    end = 2 + len(book.lacking)
    if not book.lacking:
        end += 1
        _across(sheet, end, last, NOTHING_LACKING, paper.BODY, paper.LEFT, sum(_LACKING_WIDTHS))
    sheet.freeze_panes = "C3"
    paper.set_page(sheet, True, (2, 2), f"{get_column_letter(last)}{end}")


def _across(
    sheet: Worksheet, row: int, last: int, text: str, font: Font, alignment: Alignment, width: float
) -> None:
    paper.put_across(sheet, row, (1, last), text, font, alignment)
    points = float(font.size)
    sheet.row_dimensions[row].height = paper.row_height(paper.lines_needed(text, width, points), points)
