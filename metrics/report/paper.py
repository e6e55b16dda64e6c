"""Cells on paper: official fonts, borders, A4 pages, and text that is never cut or taken for a formula."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Sequence

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell, MergedCell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from metrics.report import labels
from metrics.report.outgoing import FORMULA_STARTS, visible

COUNT_FORMAT = "#,##0"
RATE_FORMAT = "0.00%"
TEXT_FORMAT = "@"

TITLE_POINTS = 22  # 二号
BODY_POINTS = 12  # 小四
NOTE_POINTS = 10.5  # 五号

# 公文页边：上 37、下 35、左 28、右 26 毫米（GB/T 9704—2012）；A4 版心随之为宽 156、横排时 243 毫米
_TOP, _BOTTOM, _LEFT, _RIGHT, _FOOTER = 37, 35, 28, 26, 25
_MM_PER_INCH = 25.4
# 一个列宽单位是 11 磅 Calibri 的一个数字，约 1.85 毫米
PORTRAIT_WIDTH = 84.0
LANDSCAPE_WIDTH = 131.0
# 稍宽的表缩印，正文不小于 9.4 磅；再宽才横排
_MOST_SHRINKING = 0.78
_UNITS_PER_POINT = 0.3528 / 1.85
_PADDING = 1.6

_LINE = Side(style="thin", color="000000")
BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)

TITLE = Font(name=labels.TITLE_FONT, size=TITLE_POINTS)
HEAD = Font(name=labels.HEAD_FONT, size=BODY_POINTS)
BODY = Font(name=labels.BODY_FONT, size=BODY_POINTS)
NOTE = Font(name=labels.BODY_FONT, size=NOTE_POINTS)

LEFT = Alignment(horizontal="left", vertical="center", wrap_text=True)
CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)
RIGHT = Alignment(horizontal="right", vertical="center", indent=1)
RIGHT_TEXT = Alignment(horizontal="right", vertical="center", wrap_text=True)
TOP_LEFT = Alignment(horizontal="left", vertical="top", wrap_text=True)

_QUOTED_STARTS = (*FORMULA_STARTS, "'")
_HIGHEST_ROW = 409.0  # Excel takes a file with a higher row for a damaged one


def put(
    cell: Cell | MergedCell,
    value: str | float | None,
    font: Font,
    alignment: Alignment,
    number_format: str | None = None,
    border: Border | None = None,
) -> None:
    """Write one cell. Text stays text even where it looks like a formula: names come from strangers."""
    if value == "":
        value = None
    if isinstance(value, str):
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", visible(value))
        cell.data_type = "s"
        cell.number_format = TEXT_FORMAT
        if value.startswith(_QUOTED_STARTS):
            cell.quotePrefix = True
    else:
        cell.value = value
        cell.number_format = number_format or "General"
    cell.font = font
    cell.alignment = alignment
    if border:
        cell.border = border


def put_across(
    sheet: Worksheet,
    row: int,
    columns: tuple[int, int],
    text: str,
    font: Font,
    alignment: Alignment,
    border: Border | None = None,
) -> None:
    """Write text over merged columns, first to last."""
    first, last = columns
    if last > first:
        sheet.merge_cells(start_row=row, start_column=first, end_row=row, end_column=last)
    if border:
        for column in range(first, last + 1):
            sheet.cell(row, column).border = border
    put(sheet.cell(row, first), text, font, alignment, border=border)


def text_width(text: str, points: float) -> float:
    """How wide the longest line of text is at that size, in units of column width."""
    return max(
        (_half_widths(line) * points / 2 * _UNITS_PER_POINT for line in text.split("\n")),
        default=0.0,
    )


def _half_widths(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)


def column_width(texts: Sequence[str], points: float = BODY_POINTS) -> float:
    """A width that holds the longest of the texts on one line."""
    return max((text_width(text, points) for text in texts), default=0.0) + _PADDING


def lines_needed(text: str, width: float, points: float) -> int:
    """How many lines the text takes in a cell of that width, rather one too many than one cut off."""
    if text_width(text, points) <= width - _PADDING + 0.01 and "\n" not in text:
        return 1
    # 行尾放不下一个全角字时整字下移，故每行按少一个字计
    usable = max(width - _PADDING / 2 - points * _UNITS_PER_POINT, points * _UNITS_PER_POINT)
    return sum(max(1, math.ceil(text_width(line, points) / usable)) for line in text.split("\n"))


def row_height(lines: int, points: float) -> float:
    """In points, with the spacing that a Chinese line needs."""
    return min(lines * points * 1.35 + 5, _HIGHEST_ROW)


def is_landscape(width: float) -> bool:
    """Whether a table of that width would be too small on an upright page."""
    return width * _MOST_SHRINKING > PORTRAIT_WIDTH


def set_page(sheet: Worksheet, landscape: bool, head_rows: tuple[int, int], last_cell: str) -> None:
    """A4 with official margins; one page wide, any number high; head repeated; “— 1 —” at the foot."""
    setup = sheet.page_setup
    setup.paperSize = sheet.PAPERSIZE_A4
    setup.orientation = "landscape" if landscape else "portrait"
    setup.fitToWidth, setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins = PageMargins(
        left=_LEFT / _MM_PER_INCH,
        right=_RIGHT / _MM_PER_INCH,
        top=_TOP / _MM_PER_INCH,
        bottom=_BOTTOM / _MM_PER_INCH,
        header=_FOOTER / _MM_PER_INCH,
        footer=_FOOTER / _MM_PER_INCH,
    )
    sheet.print_options.horizontalCentered = True
    sheet.print_title_rows = f"{head_rows[0]}:{head_rows[1]}"
    sheet.print_area = f"A1:{last_cell}"
    footer = sheet.oddFooter
    if footer is not None:
        foot = footer.center
        foot.text, foot.font, foot.size = labels.PAGE_NUMBER, labels.PAGE_NUMBER_FONT, 14


def legal_sheet_name(wish: str, taken: set[str]) -> str:
    """A tab name that Excel accepts: at most 31 characters, none of []:*?/\\, unique; adds it to `taken`."""
    name = re.sub(r"[\[\]:*?/\\\x00-\x1f]", "", wish).strip(" '")[:31] or labels.SHEET
    number, base = 1, name
    while name.casefold() in taken:
        number += 1
        tail = f"_{number}"
        name = base[: 31 - len(tail)] + tail
    taken.add(name.casefold())
    return name
