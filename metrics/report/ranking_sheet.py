"""One sheet of the ranking workbook: title, table, units apart, notes; and the sheet of definitions."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, fields

from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from metrics.report import labels, labels_ranking, paper
from metrics.report.ranking_book import (
    Apart,
    Definition,
    RankingRow,
    RankingSheet,
    TotalRow,
)

_HEAD_ROW = 3
_HEAD_CHARS = 4  # a head is broken after so many Chinese characters rather than widen its column
_MOST_NAME = 60.0  # likewise a name
_MOST_REMARK = 24.0  # a longer remark takes further lines


@dataclass(frozen=True)
class _Column:
    """head; the widest text of its body; alignment and number format of its body."""

    head: str
    texts: tuple[str, ...]
    alignment: Alignment
    number_format: str | None = None
    most: float = math.inf

    @property
    def width(self) -> float:
        head = self.head[: max(_HEAD_CHARS, -(-len(self.head) // 3))]
        return max(min(paper.column_width(self.texts), self.most), paper.column_width([head]))


def write(sheet: Worksheet, content: RankingSheet) -> None:
    """Fill an empty worksheet."""
    columns = _columns(content)
    widths = _set_widths(sheet, columns)
    last = len(columns)
    total_width = sum(widths)

    _across(sheet, 1, (1, last), content.title, paper.TITLE, paper.CENTRE, total_width)
    _sub_line(sheet, content, widths)
    _head(sheet, columns, widths)
    row = _HEAD_ROW + 1
    for entry in content.rows:
        _ranking_row(sheet, row, entry, columns, content)
        row += 1
    for total in content.totals:
        _total_row(sheet, row, total, columns, content)
        row += 1
    for apart in content.apart:
        row = _apart(sheet, row, apart, columns, content, total_width)
    row = _notes(sheet, row, content.notes, last, total_width)

    sheet.freeze_panes = f"C{_HEAD_ROW + 1}"
    paper.set_page(
        sheet,
        paper.is_landscape(total_width),
        (_HEAD_ROW, _HEAD_ROW),
        f"{get_column_letter(last)}{row - 1}",
    )


def _columns(content: RankingSheet) -> list[_Column]:
    rows = [*content.rows, *(row for apart in content.apart for row in apart.rows)]
    names = [*(row.unit for row in rows), *(total.name for total in content.totals)]
    counts = (labels.WIDEST_COUNT,)
    rate = [
        _Column(content.numerator_name, counts, paper.RIGHT, paper.COUNT_FORMAT),
        _Column(content.denominator_name, counts, paper.RIGHT, paper.COUNT_FORMAT),
        _Column(content.value_name, (labels.WIDEST_RATE,), paper.RIGHT, paper.RATE_FORMAT),
    ]
    count = [_Column(content.value_name, counts, paper.RIGHT, paper.COUNT_FORMAT)]
    moves = tuple(row.move for row in rows if isinstance(row.move, str))
    remarks = (
        *(row.remark for row in rows),
        *(total.remark for total in content.totals),
    )
    support = [
        _Column(labels_ranking.SUPPORT, tuple(row.support for row in content.rows), paper.CENTRE),
    ]
    return [
        _Column(labels.RANK, (), paper.CENTRE),
        _Column(labels.UNIT, tuple(names), paper.LEFT, most=_MOST_NAME),
        _Column(labels.UNIT_KIND, tuple(row.kind for row in rows), paper.CENTRE),
        *(rate if content.is_rate else count),
        _Column(
            labels.RANK_MOVE,
            (*moves, labels.WIDEST_MOVE),
            paper.CENTRE,
            labels.RANK_ROSE_FORMAT,
        ),
        *(support if content.has_support else []),
        _Column(labels.REMARK, tuple(remarks), paper.LEFT, most=_MOST_REMARK),
    ]


def _set_widths(sheet: Worksheet, columns: Sequence[_Column]) -> list[float]:
    """Each column as wide as its texts, and all together as wide as the page, names taking a double share."""
    widths = [column.width for column in columns]
    page = paper.LANDSCAPE_WIDTH if paper.is_landscape(sum(widths)) else paper.PORTRAIT_WIDTH
    spare = max(0.0, page - sum(widths))
    share = spare / (len(widths) + 1)
    widths = [width + share for width in widths]
    widths[1] += share
    for number, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(number)].width = round(width, 2)
    return widths


def _across(
    sheet: Worksheet,
    row: int,
    columns: tuple[int, int],
    text: str,
    font: Font,
    alignment: Alignment,
    width: float,
    boxed: bool = False,
) -> None:
    """Text over merged columns in a row made high enough for it: Excel does not do so for merged cells."""
    paper.put_across(sheet, row, columns, text, font, alignment, paper.BOX if boxed else None)
    points = float(font.size)
    needed = paper.row_height(paper.lines_needed(text, width, points), points)
    sheet.row_dimensions[row].height = max(needed, sheet.row_dimensions[row].height or 0)


def _sub_line(sheet: Worksheet, content: RankingSheet, widths: Sequence[float]) -> None:
    """Period and closing day at the left, the unit of measurement at the right."""
    last = len(widths)
    middle = last - 2
    left = labels.SUB_LINE_GAP.join(filter(None, (content.period, content.as_of)))
    _across(sheet, 2, (1, middle), left, paper.BODY, paper.LEFT, sum(widths[:middle]))
    right = content.measured_in
    _across(
        sheet,
        2,
        (middle + 1, last),
        right,
        paper.BODY,
        paper.RIGHT_TEXT,
        sum(widths[middle:]),
    )


def _head(sheet: Worksheet, columns: Sequence[_Column], widths: Sequence[float]) -> None:
    lines = 1
    for number, (column, width) in enumerate(zip(columns, widths, strict=True), 1):
        cell = sheet.cell(_HEAD_ROW, number)
        paper.put(cell, column.head, paper.HEAD, paper.CENTRE, border=paper.BOX)
        lines = max(lines, paper.lines_needed(column.head, width, paper.BODY_POINTS))
    sheet.row_dimensions[_HEAD_ROW].height = paper.row_height(lines, paper.BODY_POINTS)


def _fill(
    sheet: Worksheet,
    row: int,
    values: Sequence[str | float | None],
    columns: Sequence[_Column],
    font: Font,
) -> None:
    lines = 1
    for number, (value, column) in enumerate(zip(values, columns, strict=True), 1):
        shown = labels.NOT_RANKED if value is None else value
        alignment = paper.CENTRE if value is None else column.alignment
        cell = sheet.cell(row, number)
        paper.put(cell, shown, font, alignment, column.number_format, paper.BOX)
        if isinstance(shown, str):
            width = sheet.column_dimensions[get_column_letter(number)].width
            lines = max(lines, paper.lines_needed(shown, width, paper.BODY_POINTS))
    sheet.row_dimensions[row].height = paper.row_height(lines, paper.BODY_POINTS)


def _figures(entry: RankingRow | TotalRow, is_rate: bool) -> tuple[float | None, ...]:
    return (entry.numerator, entry.denominator, entry.value) if is_rate else (entry.value,)


def _ranking_row(
    sheet: Worksheet,
    row: int,
    entry: RankingRow,
    columns: Sequence[_Column],
    content: RankingSheet,
) -> None:
    figures = _figures(entry, content.is_rate)
    support = (entry.support or None,) if content.has_support else ()
    values = (entry.rank, entry.unit, entry.kind, *figures, entry.move, *support, entry.remark)
    _fill(sheet, row, values, columns, paper.BODY)


def _total_row(
    sheet: Worksheet,
    row: int,
    total: TotalRow,
    columns: Sequence[_Column],
    content: RankingSheet,
) -> None:
    support = ("",) if content.has_support else ()
    values = ("", total.name, "", *_figures(total, content.is_rate), "", *support, total.remark)
    _fill(sheet, row, values, columns, paper.HEAD)


def _apart(
    sheet: Worksheet,
    row: int,
    apart: Apart,
    columns: Sequence[_Column],
    content: RankingSheet,
    width: float,
) -> int:
    """The block of units that are not ranked; returns the row after it."""
    last = len(columns)
    head = labels.APART.format(title=apart.title, count=len(apart.units) + len(apart.rows))
    _across(sheet, row, (1, last), head, paper.HEAD, paper.LEFT, width, boxed=True)
    row += 1
    for entry in apart.rows:
        _ranking_row(sheet, row, entry, columns, content)
        row += 1
    if apart.units:
        names = labels.NAME_STOP.join(apart.units) + labels.NAMES_END
        _across(sheet, row, (1, last), names, paper.BODY, paper.LEFT, width, boxed=True)
        row += 1
    return row


def _notes(sheet: Worksheet, row: int, notes: Sequence[str], last: int, width: float) -> int:
    """The notes, numbered, one row each; returns the row after them."""
    for number, note in enumerate(notes, 1):
        text = labels.NOTE.format(number=number, text=note)
        text = (labels.NOTES if number == 1 else labels.NOTES_INDENT) + text
        _across(sheet, row, (1, last), text, paper.BODY, paper.TOP_LEFT, width)
        row += 1
    return row


_DEFINITION_WIDTHS = (15.0, 13.0, 15.0, 15.0, 29.0, 22.0, 9.0, 13.0)


def write_definitions(sheet: Worksheet, definitions: Sequence[Definition]) -> None:
    """The sheet 指标口径: one row for each indicator, in words."""
    width = sum(_DEFINITION_WIDTHS)
    last = len(_DEFINITION_WIDTHS)
    for number, one in enumerate(_DEFINITION_WIDTHS, 1):
        sheet.column_dimensions[get_column_letter(number)].width = one
    _across(sheet, 1, (1, last), labels.DEFINITIONS, paper.TITLE, paper.CENTRE, width)
    rows = [labels.DEFINITION_HEADS]
    rows += [tuple(getattr(entry, field.name) for field in fields(Definition)) for entry in definitions]
    for row, texts in enumerate(rows, 2):
        lines = 1
        for number, text in enumerate(texts, 1):
            font = paper.HEAD if row == 2 else paper.NOTE
            alignment = paper.CENTRE if row == 2 else paper.LEFT
            paper.put(sheet.cell(row, number), text, font, alignment, border=paper.BOX)
            one = _DEFINITION_WIDTHS[number - 1]
            lines = max(lines, paper.lines_needed(text, one, float(font.size)))
        sheet.row_dimensions[row].height = paper.row_height(lines, float(font.size))
    sheet.freeze_panes = "B3"
    paper.set_page(sheet, True, (2, 2), f"{get_column_letter(last)}{len(rows) + 1}")
