"""Any readable workbook as one that can be changed and written again: the person's own, or one made from grids.

What openpyxl does not carry over is told in `Copy.lost`; results of formulas, which it drops too, are put back
by `packed`. The same bytes give the same bytes: no clock.
"""

from __future__ import annotations

import io
import re
import unicodedata
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TypeVar, cast
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import openpyxl
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell, MergedCell
from openpyxl.cell.rich_text import CellRichText
from openpyxl.comments import Comment
from openpyxl.packaging.core import DocumentProperties
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.styles.numbers import is_date_format
from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import coordinate_to_tuple
from openpyxl.utils.datetime import WINDOWS_EPOCH, from_excel, to_excel
from openpyxl.workbook.properties import CalcProperties
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from metrics.intake.copies import not_carried
from metrics.intake.copies.comments import AUTHOR
from metrics.intake.grid import Grid
from metrics.intake.open import open_grids
from metrics.limits import Limits
from metrics.model import ProductError

# Cells: what openpyxl reads and writes again in some ten seconds and 500 MB, below the bounds of limits.py.
MOST_COPIED = 500_000
MOST_TITLE = 31  # letters of a sheet's name
_NO_TIME = datetime(2000, 1, 1)  # of a workbook that says nothing about its own
_NOT_IN_TITLES = re.compile(r"[\\*?:/\[\]]")
# Direction marks and control characters show nothing, or show the digits behind them the wrong way round.
_UNSEEN = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\x7f]")
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "'", "＝", "＋", "－", "＠")
# A formula that reaches out of the workbook: “[1]Sheet1!A1”, “cmd|'/C calc'!A0”. Texts in quotes do not count.
_OUTSIDE = re.compile(r"(?<![\w\]\[])\[\d+\]|\|")
_QUOTED = re.compile(r'"[^"]*"')
_WITHOUT_RESULT = re.compile(r'<c r="([A-Z]+\d+)"([^>]*)>(<f\b[^>]*?(?:/>|>[^<]*</f>))<v ?(?:/>|></v>)</c>')
_ADDRESS = re.compile(r"[A-Z]{1,3}[1-9]\d{0,6}")
_BESIDE = 20  # rows and columns: a finding may speak of an empty cell beside the content
_THIN = Side(style="thin", color="808080")
_BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_WIDEST, _NARROWEST, _MEASURED_ROWS = 40.0, 8.0, 200

T = TypeVar("T")
Result = float | str | bool
Results = dict[str, dict[str, Result]]  # sheet's title → cell → what its formula gave


@dataclass(frozen=True)
class Copy:
    """A workbook to be changed. titles: name of a sheet as the reader gives it → its title here.

    results: of the formulas, as last saved. lost: what the copy lacks, in Chinese, empty for nothing.
    made: it was made from grids, because the original is no .xlsx or no library can keep its formats.
    too_large: there is nothing in it, because writing the original again would take minutes.
    """

    book: openpyxl.Workbook
    titles: Mapping[str, str]
    results: Results
    lost: tuple[str, ...]
    made: bool
    too_large: bool = False

    def now(self, cell: Cell) -> object:
        """What stands in a cell; of a formula its result as last saved, None for none."""
        if cell.data_type != "f":
            return str(cell.value) if isinstance(cell.value, CellRichText) else cell.value
        result = self.results.get(cast(Worksheet, cell.parent).title, {}).get(cell.coordinate)
        if isinstance(result, float) and is_date_format(cell.number_format):
            return cast(object, from_excel(result, self.book.epoch))
        return result

    def sheet(self, name: str) -> Worksheet | None:
        """The sheet that the reader calls so; None for one that there is not."""
        title = self.titles.get(name)
        return None if title is None else cast(Worksheet, self.book[title])


def changed(data: bytes, file_name: str, limits: Limits, change: Callable[[Copy], T]) -> T:
    """What `change` gives of the workbook, whose bounds are checked first.

    Of an .xlsx or .xlsm it is handed the person's own; where the library stumbles over that one, while it opens
    it, changes it or writes it, a workbook made from the grids. Raises Unreadable as reading does, and the
    ProductErrors of `change`.
    """
    grids = open_grids(data, file_name, limits)
    if sum(len(row) for grid in grids for row in grid.rows) > MOST_COPIED:
        return change(Copy(_new_book(), {}, {}, (), False, too_large=True))
    if _is_own(data):
        try:
            return change(_own(data))
        except ProductError:
            raise
        except Exception:
            # openpyxl raises whatever its classes raise at a style or chart that it does not expect (see
            # open.py): values without formats are better than no copy.
            pass
    return change(_made(grids))


def _is_own(data: bytes) -> bool:
    if not data.startswith(b"PK"):
        return False
    with ZipFile(io.BytesIO(data)) as archive:
        return "xl/workbook.xml" in archive.namelist()


def _own(data: bytes) -> Copy:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what is lost; told by not_carried
        book = openpyxl.load_workbook(io.BytesIO(data), keep_links=False, rich_text=True)
        formulas = any(cell.data_type == "f" for sheet in book.worksheets for cell in standing(sheet))
        values = (
            openpyxl.load_workbook(io.BytesIO(data), data_only=True, keep_links=False) if formulas else book
        )
    with ZipFile(io.BytesIO(data)) as archive:
        lost = not_carried.told(archive)
        dated = "docProps/core.xml" in archive.namelist()
    if not dated:
        book.properties = DocumentProperties(creator="", created=_NO_TIME, modified=_NO_TIME)
    book.template = False
    results: Results = {}
    outside = False
    for sheet, saved in zip(book.worksheets, values.worksheets, strict=True):
        found = results.setdefault(sheet.title, {})
        for cell in standing(sheet):
            if cell.data_type != "f":
                continue
            result = saved.cell(cell.row, cell.column)
            if _OUTSIDE.search(_QUOTED.sub("", formula_of(cell))):
                outside = True
                _keep_result(cell, result)
            elif result.value is not None:
                found[cell.coordinate] = as_result(result.value, book.epoch)
    outside = _without_outside_names(book) or outside
    if outside:
        lost = (*lost, "引用其他文件的公式（已改存为数值）")
    return Copy(book, {sheet.title: sheet.title for sheet in book.worksheets}, results, lost, False)


def _keep_result(cell: Cell, result: object) -> None:
    value = cast(Cell, result).value
    if isinstance(value, str):
        put_text(cell, value)
    else:
        cell.value = value


def _without_outside_names(book: openpyxl.Workbook) -> bool:
    names = [name for name, defined in book.defined_names.items() if _OUTSIDE.search(defined.value or "")]
    for name in names:
        del book.defined_names[name]
    return bool(names)


def standing(sheet: Worksheet) -> list[Cell]:
    """The cells that stand in the file: `iter_rows` makes every cell up to the furthest formatted one."""
    return [cell for cell in sheet._cells.values() if isinstance(cell, Cell)]


def cell_at(sheet: Worksheet, address: str) -> Cell | None:
    """The cell, or of a merged range the first one; None for no address, and for one far from all content."""
    if not _ADDRESS.fullmatch(address):
        return None
    row, column = coordinate_to_tuple(address)
    there = (row, column) in sheet._cells  # the sheet's reach is found by going through every cell
    if not there and (row > sheet.max_row + _BESIDE or column > sheet.max_column + _BESIDE):
        return None
    cell = sheet.cell(row, column)
    if isinstance(cell, MergedCell):
        around = next(merged for merged in sheet.merged_cells.ranges if address in merged)
        cell = sheet.cell(around.min_row, around.min_col)
    return cast(Cell, cell)


def formula_of(cell: Cell) -> str:
    """The formula with its “=”, “” for a table of data, which is computed by Excel alone."""
    value = cell.value
    if isinstance(value, ArrayFormula):
        return str(value.text or "")
    return "" if isinstance(value, DataTableFormula) else str(value)


def as_result(value: object, epoch: datetime = WINDOWS_EPOCH) -> Result:
    """As it stands in a file: days are numbers there."""
    if isinstance(value, datetime | date | time | timedelta):
        return float(to_excel(value, epoch))  # type: ignore[no-untyped-call]
    return value if isinstance(value, bool | int | float | str) else str(value)


def _new_book() -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    book.properties = DocumentProperties(creator="", created=_NO_TIME, modified=_NO_TIME)
    return book


def _made(grids: list[Grid]) -> Copy:
    book = _new_book()
    titles: dict[str, str] = {}
    for grid in grids:
        titles.setdefault(grid.name, free_title(book, grid.name))
        _fill(book.create_sheet(free_title(book, grid.name)), grid)
    if all(grid.hidden for grid in grids):
        book.worksheets[0].sheet_state = "visible"  # a workbook with nothing to see is taken for damaged
    return Copy(book, titles, {}, ("格式",), True)


def free_title(book: openpyxl.Workbook, wish: str) -> str:
    """A name that Excel accepts and that no sheet of the book has: “问题清单”, “问题清单 (2)”."""
    name = _NOT_IN_TITLES.sub("_", legible(wish)).strip(" '")[:MOST_TITLE] or "Sheet"
    taken = {title.casefold() for title in book.sheetnames}
    number, title = 1, name
    while title.casefold() in taken:
        number += 1
        mark = f" ({number})"
        title = name[: MOST_TITLE - len(mark)] + mark
    return title


def _fill(sheet: Worksheet, grid: Grid) -> None:
    for r, row in enumerate(grid.rows, 1):
        boxed = sum(value not in (None, "") for value in row) > 1  # a title stands alone in its row
        for c, value in enumerate(row, 1):
            if value in (None, "") and not boxed:
                continue
            cell = cast(Cell, sheet.cell(r, c))
            put_value(cell, value)
            if boxed:
                cell.alignment = Alignment(vertical="center", wrap_text=True)
                cell.border = _BOX
    for (r, c), error in grid.errors.items():
        cell = cast(Cell, sheet.cell(r + 1, c + 1))
        cell.value, cell.data_type = error, "e"
    for (r, c), decimals in grid.percents.items():
        sheet.cell(r + 1, c + 1).number_format = f"0.{'0' * decimals}%" if decimals else "0%"
    # What was found out by the looks of a cell is found in the copy as well.
    for (r, c), shows in _shows(grid).items():
        sheet.cell(r + 1, c + 1).number_format = shows
    for r, c in grid.struck:
        sheet.cell(r + 1, c + 1).font = Font(strike=True)
    for (r, c), text in grid.comments.items():
        sheet.cell(r + 1, c + 1).comment = Comment(legible(text), AUTHOR)
    _merge(sheet, grid)
    for number in grid.hidden_rows:
        sheet.row_dimensions[number + 1].hidden = True
    for column, width in _widths(grid).items():
        sheet.column_dimensions[get_column_letter(column + 1)].width = width
    for column in grid.hidden_columns:
        sheet.column_dimensions[get_column_letter(column + 1)].hidden = True
    if grid.hidden:
        sheet.sheet_state = "hidden"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _shows(grid: Grid) -> dict[tuple[int, int], str]:
    """The formats by which the copy shows what the original does."""
    seen = {place: '"' + text.replace('"', "") + '"' for place, text in grid.seen.items()}
    return {**grid.shown, **seen, **dict.fromkeys(grid.unseen, "0;-0;;@")}


def _merge(sheet: Worksheet, grid: Grid) -> None:
    """A range that covers a further value, or another range, stays unmerged: merging deletes what is covered.

    What reaches beyond the content is cut off there.
    """
    height, width = len(grid.rows), max(map(len, grid.rows), default=0)
    covered: set[tuple[int, int]] = set()
    for top, left, bottom, right in grid.merged:
        bottom, right = min(bottom, height - 1), min(right, width - 1)
        within = {(r, c) for r in range(top, bottom + 1) for c in range(left, right + 1)}
        further = any(grid.value(r, c) is not None for r, c in within - {(top, left)})
        if len(within) > 1 and not further and not within & covered:
            covered |= within
            sheet.merge_cells(None, top + 1, left + 1, bottom + 1, right + 1)


def _widths(grid: Grid) -> dict[int, float]:
    widest: dict[int, float] = {}
    for row in grid.rows[:_MEASURED_ROWS]:
        if sum(value not in (None, "") for value in row) < 2:
            continue
        for c, value in enumerate(row):
            text = "" if value is None else str(value)
            lines = text.splitlines() or [""]
            widest[c] = max(widest.get(c, _NARROWEST), max(map(breadth, lines)) + 2)
    return {c: min(width, _WIDEST) for c, width in widest.items()}


def shown(value: object) -> str:
    """A value as the page shows it and as a person types it again: 4.0 is “4”, a day “2025-09-30”."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    return legible(str(value)).strip()


def breadth(text: str) -> int:
    """Columns that a line of text takes, a Chinese letter two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)


def put_value(cell: Cell, value: object) -> None:
    """A value from a grid. Text stays text; a whole float, as the plain reader gives every number, is whole."""
    if value is None or value == "":
        cell.value = None
    elif isinstance(value, str):
        put_text(cell, value)
    elif isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        cell.value = int(value)
    elif isinstance(value, bool | int | float | datetime | date | time | timedelta):
        cell.value = value
    else:
        put_text(cell, str(value))


def put_text(cell: Cell, text: str) -> None:
    """Text that stays text even where it looks like a formula: it comes from strangers."""
    cell.value = legible(text)[:32767]
    cell.data_type = "s"
    if text.startswith(_FORMULA_STARTS):
        cell.quotePrefix = True


def legible(text: str) -> str:
    """The text without what no XML may hold and without direction marks; line ends and tabs stay."""
    return _UNSEEN.sub("", ILLEGAL_CHARACTERS_RE.sub("", text))


def packed(book: openpyxl.Workbook, results: Results) -> bytes:
    """The workbook as .xlsx bytes, each formula with its result if it is in `results`."""
    if book.calculation is None:
        book.calculation = CalcProperties()
    book.calculation.fullCalcOnLoad = True
    titles = [sheet.title for sheet in book.worksheets]
    draft, packed = io.BytesIO(), io.BytesIO()
    ExcelWriter(book, ZipFile(draft, "w")).save()
    with ZipFile(draft) as source, ZipFile(packed, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            part = source.read(name)
            number = re.fullmatch(r"xl/worksheets/sheet(\d+)\.xml", name)
            if number and results.get(titles[int(number[1]) - 1]):
                part = _with_results(part, results[titles[int(number[1]) - 1]])
            entry = ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type = ZIP_DEFLATED
            entry.create_system = 0  # else the entry names the operating system
            target.writestr(entry, part)
    return packed.getvalue()


def _with_results(part: bytes, results: Mapping[str, Result]) -> bytes:
    """openpyxl writes each formula with an empty result, in one form; a reader would find nothing there."""

    def filled(match: re.Match[str]) -> str:
        place, attributes, formula = match.groups()
        if place not in results:
            return match[0]
        result = results[place]
        if isinstance(result, bool):
            kind, text = "b", str(int(result))
        elif isinstance(result, str):
            kind, text = ("e" if result in openpyxl.cell.cell.ERROR_CODES else "str"), escape(legible(result))
        else:
            kind, text = "n", repr(result)
        return f'<c r="{place}"{attributes} t="{kind}">{formula}<v>{text}</v></c>'

    return _WITHOUT_RESULT.sub(filled, part.decode()).encode()
