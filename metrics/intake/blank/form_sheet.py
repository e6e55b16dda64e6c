"""What every blank form shares: fonts, cells to fill, checks while typing, A4 and protection."""

from __future__ import annotations

import io
import math
import unicodedata
from copy import copy
from datetime import datetime

from openpyxl import Workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from metrics.periods import Period

_THIN = Side(style="thin", color="808080")
BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
TITLE = Font(name="方正小标宋简体", size=18)
HEAD = Font(name="黑体", size=11)
BODY = Font(name="仿宋_GB2312", size=11)
GREY = Font(name="仿宋_GB2312", size=11, color="808080")
SMALL = Font(name="仿宋_GB2312", size=9)
INPUT = PatternFill("solid", start_color="FFF8DC")
_MOST_PROMPT = 250  # Excel opens a prompt, an error or a list of at most 255 characters
_MOST_PROMPT_TITLE = 32


def new_sheet(title: str) -> tuple[Workbook, Worksheet]:
    """An empty workbook and its one sheet."""
    book = Workbook()
    sheet = book.active
    if not isinstance(sheet, Worksheet):
        raise TypeError("a new workbook begins with a worksheet")
    sheet.title = title
    return book, sheet


def saved(book: Workbook, period: Period) -> bytes:
    """The bytes; the same form is the same file on every day."""
    book.properties.creator = ""
    book.properties.created = book.properties.modified = datetime(period.end.year, period.end.month, 1)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def write(
    sheet: Worksheet, row: int, column: int, value: object, font: Font = BODY, align: str = "center"
) -> Cell:
    """A boxed cell. Text that looks like a formula stays text; `formula` is for ours."""
    cell = sheet.cell(row, column)
    if not isinstance(cell, Cell):
        raise TypeError(f"{cell.coordinate} lies inside a merged range")
    cell.value = value  # type: ignore[assignment]
    if isinstance(value, str) and value.startswith("="):
        cell.data_type, cell.quotePrefix = "s", True
    cell.font, cell.border = font, BOX
    cell.alignment = Alignment(horizontal=align, vertical="center", wrap_text=True)
    return cell


def formula(sheet: Worksheet, row: int, column: int, expression: str, number_format: str = "General") -> None:
    """A boxed, locked cell that the table program calculates; only for expressions of our own making."""
    cell = write(sheet, row, column, None, GREY)
    cell.value = f"={expression}"
    cell.number_format = number_format


def title(sheet: Worksheet, text: str, columns: int) -> None:
    """Row 1 over all columns of the form."""
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=columns)
    sheet["A1"] = text
    sheet["A1"].font = TITLE
    sheet["A1"].alignment = Alignment(horizontal="center", vertical="center", shrink_to_fit=True)
    sheet.row_dimensions[1].height = 34


def opened(cell: Cell) -> Cell:
    """The cell as one to be filled in."""
    cell.protection = Protection(locked=False)
    cell.fill = INPUT
    cell.border = BOX
    return cell


def like(model: Cell, cell: Cell | MergedCell) -> None:
    """Give a cell the look and protection of another: a tenth of the time of working them out again."""
    cell._style = copy(model._style)  # type: ignore[attr-defined, union-attr]


def count_check(sheet: Worksheet, cells: str, name: str, note: str) -> None:
    """Whole numbers from zero on, “—” or “无”; the note shows when the cell is chosen."""
    first = cells.partition(":")[0]
    check = DataValidation(
        type="custom",
        # A dash says “不适用” and must be allowed beside whole numbers.
        formula1=f'OR({first}="—",{first}="无",AND(ISNUMBER({first}),{first}>=0,{first}=INT({first})))',
        allow_blank=True,
    )
    _add(sheet, cells, check, name, note, "请填整数", "请填 0 或正整数；不适用填“—”。")


def list_check(sheet: Worksheet, cells: str, words: list[str], name: str, note: str) -> None:
    """A drop-down of words; only a note where the words are too many, or hold a comma, for a list in a check."""
    listed = ",".join(words)
    if len(listed) > _MOST_PROMPT or listed.count(",") >= len(words) or '"' in listed:
        prompt(sheet, cells, name, f"{note} 可填：{'、'.join(words)}")
        return
    check = DataValidation(type="list", formula1=f'"{listed}"', allow_blank=True)
    _add(sheet, cells, check, name, note, "请从下拉框中选", f"只能填：{'、'.join(words)}。")


def suggestion(sheet: Worksheet, cells: str, word: str, name: str, note: str) -> None:
    """A drop-down with the one usual word; others may be typed."""
    if "," in word or '"' in word:
        prompt(sheet, cells, name, note)
        return
    check = DataValidation(type="list", formula1=f'"{word}"', allow_blank=True)
    _add(sheet, cells, check, name, note, "", "")


def date_check(sheet: Worksheet, cells: str, name: str, note: str) -> None:
    """A day; several hearings of a case may stand in one cell, so that another entry is asked about only."""
    check = DataValidation(
        type="date", operator="between", formula1="36526", formula2="73050", allow_blank=True
    )  # 2000-01-01 to 2099-12-31
    check.errorStyle = "warning"
    said = "应填日期，如 2026-07-15。同一格确有几个日期的，用顿号隔开，选“是”继续。"
    _add(sheet, cells, check, name, note, "请核对日期", said)


def number_check(sheet: Worksheet, cells: str, name: str, note: str) -> None:
    """A number from zero on, with decimals if need be."""
    check = DataValidation(type="decimal", operator="greaterThanOrEqual", formula1="0", allow_blank=True)
    _add(sheet, cells, check, name, note, "请填数字", "请填 0 或正数，不写单位。")


def prompt(sheet: Worksheet, cells: str, name: str, note: str) -> None:
    """Only the note: anything may be typed."""
    check = DataValidation(allow_blank=True)
    _add(sheet, cells, check, name, note, "", "")


def _add(
    sheet: Worksheet, cells: str, check: DataValidation, name: str, note: str, wrong: str, mend: str
) -> None:
    if note:
        check.showInputMessage = True
        check.promptTitle, check.prompt = _cut(name, _MOST_PROMPT_TITLE), _cut(note, _MOST_PROMPT)
    if wrong:
        check.showErrorMessage = True
        check.errorTitle, check.error = wrong, _cut(mend, _MOST_PROMPT)
    check.add(cells)
    sheet.add_data_validation(check)


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


def lines_of(text: str, width: float, size: float = 11) -> int:
    """Lines that a wrapped text takes in a column of that width, in characters of the standard font.

    A Chinese character is as wide as its size in points; a column's unit is about 5.25 points.
    """
    per_line = max(1.0, (width * 5.25 - 4) / size)
    total = sum(1.0 if unicodedata.east_asian_width(char) in "WFA" else 0.55 for char in text)
    return max(1, math.ceil(total * 1.04 / per_line))  # no line begins with a comma: a little is lost


def row_height(lines: int, size: float = 11) -> float:
    """Points for so many lines, with air for the taller line of other table programs."""
    return min(409.0, lines * size * 1.45 + 5)


def widths(sheet: Worksheet, found: dict[str, float]) -> None:
    for letter, width in found.items():
        sheet.column_dimensions[letter].width = width


def protect(sheet: Worksheet) -> None:
    """Without a password: it keeps from slips, not from people. Only cells to fill can be chosen."""
    sheet.protection.sheet = True
    sheet.protection.selectLockedCells = True
    sheet.protection.formatColumns = False
    sheet.protection.formatRows = False


def page(sheet: Worksheet, area: str, heading: str, landscape: bool, one_page: bool) -> None:
    """A4, as wide as the page; `heading` (such as “5:5”) comes again on each page."""
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 1 if one_page else 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins = PageMargins(left=0.6, right=0.6, top=0.6, bottom=0.7, header=0.3, footer=0.3)
    sheet.print_title_rows = heading
    sheet.print_area = area
    sheet.print_options.horizontalCentered = True
    sheet.oddFooter = HeaderFooterItem(center=_HeaderFooterPart("— &P —"))
