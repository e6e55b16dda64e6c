"""督办台账 as a workbook fit to be filed: one row for each measure, A4 across. Words are handed in, ready-made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from metrics.report import labels, paper
from metrics.report.packing import pack

SHEET = "督办台账"
HEADS = ("序号", "单位", "级别", "事由", "证据", "说明", "印发与期限", "答复", "状态")
_WIDTHS = (5.0, 11.0, 9.5, 36.0, 28.0, 20.0, 16.0, 20.0, 14.0)
_SMALL = paper.NOTE  # nine columns of sentences: 五号 keeps a measure on a third of a page
_HEAD_ROW = 3
NOTHING = "没有督办事项。"


@dataclass(frozen=True)
class FollowUpRow:
    """One measure in words; each text stands in the column of its name."""

    number: str
    unit: str
    level: str
    reason: str
    evidence: str
    explained: str
    issued: str
    answered: str
    state: str


@dataclass(frozen=True)
class FollowUpBook:
    """as_of: “截至2026年11月25日”. notes: below the table. made_at: timezone-aware, the only time in the file."""

    title: str
    as_of: str
    made_at: datetime
    rows: Sequence[FollowUpRow]
    notes: Sequence[str] = ()
    issuer: str = ""


def write(book: FollowUpBook) -> bytes:
    """The book as xlsx: the same book gives the same bytes. Raises ValueError for a time without zone."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    _fill(workbook.create_sheet(SHEET), book)
    return pack(workbook, book.title, book.made_at, book.issuer)


def _fill(sheet: Worksheet, book: FollowUpBook) -> None:
    last = len(HEADS)
    for number, width in enumerate(_WIDTHS, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    _across(sheet, 1, book.title, paper.TITLE, paper.CENTRE)
    _across(sheet, 2, book.as_of, paper.NOTE, paper.RIGHT_TEXT)
    for number, head in enumerate(HEADS, 1):
        paper.put(sheet.cell(_HEAD_ROW, number), head, paper.HEAD, paper.CENTRE, border=paper.BOX)
    sheet.row_dimensions[_HEAD_ROW].height = paper.row_height(1, paper.BODY_POINTS)
    row = _HEAD_ROW + 1
    for entry in book.rows:
        _row(sheet, row, entry)
        row += 1
    if not book.rows:
        paper.put_across(sheet, row, (1, last), NOTHING, paper.BODY, paper.CENTRE, paper.BOX)
        row += 1
    for number, note in enumerate(book.notes, 1):
        text = labels.NOTE.format(number=number, text=note)
        _across(
            sheet, row, (labels.NOTES if number == 1 else labels.NOTES_INDENT) + text, _SMALL, paper.TOP_LEFT
        )
        row += 1
    sheet.freeze_panes = f"C{_HEAD_ROW + 1}"
    paper.set_page(sheet, True, (_HEAD_ROW, _HEAD_ROW), f"{get_column_letter(last)}{row - 1}")


def _row(sheet: Worksheet, row: int, entry: FollowUpRow) -> None:
    lines = 1
    for number, (part, width) in enumerate(zip(fields(entry), _WIDTHS, strict=True), 1):
        text = getattr(entry, part.name)
        alignment = paper.CENTRE if part.name in ("number", "unit", "level", "state") else paper.LEFT
        paper.put(sheet.cell(row, number), text, _SMALL, alignment, border=paper.BOX)
        lines = max(lines, paper.lines_needed(text, width, paper.NOTE_POINTS))
    sheet.row_dimensions[row].height = paper.row_height(lines, paper.NOTE_POINTS)


def _across(sheet: Worksheet, row: int, text: str, font: Font, alignment: Alignment) -> None:
    paper.put_across(sheet, row, (1, len(HEADS)), text, font, alignment)
    lines = paper.lines_needed(text, sum(_WIDTHS), float(font.size or paper.BODY_POINTS))
    sheet.row_dimensions[row].height = paper.row_height(lines, float(font.size or paper.BODY_POINTS))
