"""Bytes to grids: what the file is, read from its content and never from its name."""

from __future__ import annotations

import csv
import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from functools import partial
from typing import cast

import openpyxl
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.dimensions import ColumnDimension
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from metrics.intake.extent import check_extent
from metrics.intake.grid import Grid
from metrics.intake.text import decode
from metrics.model import Unreadable

MOST_BYTES = 20 * 1024 * 1024
MOST_ENTRIES = 2000
MOST_INFLATED = 400 * 1024 * 1024
# Beyond this much sheet XML a workbook is a list of thousands of rows, where nobody hides or comments cells
# but the faithful reader would take seconds (docs/decisions/0003).
MOST_FAITHFUL = 4 * 1024 * 1024
# What zipfile and zlib raise at damaged bytes; RuntimeError for an entry with a password.
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    OSError,
    ValueError,
)
_RESAVE = "请在 WPS 或 Excel 中打开，另存为“Excel 工作簿（.xlsx）”后重新上传。"


def open_grids(data: bytes, file_name: str) -> list[Grid]:
    """Every sheet with something in it, in order. Raises Unreadable with what to do about it."""
    if not data.strip(b"\0 \r\n\t"):
        raise Unreadable("文件是空的。请确认选对了文件，重新上传。")
    if len(data) > MOST_BYTES:
        raise Unreadable(f"文件超过 {MOST_BYTES // 1024 // 1024} MB。请删去图片和无关工作表后重新上传。")
    if data.startswith(b"PK\x03\x04"):
        grids = _zip(data)
    elif data.startswith(b"\xd0\xcf\x11\xe0"):
        grids = _ole(data)
    elif data.startswith(b"%PDF"):
        raise Unreadable("这是 PDF 文件，不是表格。请上传 Excel 原表。")
    elif re.match(rb"(?:\xef\xbb\xbf)?\s*(?:<(?:!doctype|html|table|\?xml)|mime-version:)", data[:200], re.I):
        raise Unreadable(f"这是网页格式的表格。{_RESAVE}")
    elif data.startswith((b"\x89PNG", b"\xff\xd8", b"GIF8", b"BM")):
        raise Unreadable("这是图片，不是表格。请上传 Excel 原表。")
    else:
        grids = [_csv(data, file_name)]
    grids = [grid for grid in grids if any(value not in (None, "") for row in grid.rows for value in row)]
    if not grids:
        raise Unreadable("工作簿里没有任何内容。请确认选对了文件，重新上传。")
    return grids


def _zip(data: bytes) -> list[Grid]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            names = {entry.filename for entry in entries}
            if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_INFLATED:
                raise Unreadable(f"工作簿展开后过大，可能已损坏或不是正常表格。{_RESAVE}")
            if "word/document.xml" in names:
                raise Unreadable("这是 Word 文档，不是表格。请把表格复制到 Excel 后上传。")
            if "xl/workbook.xml" not in names:
                raise Unreadable(f"不认识这种文件。{_RESAVE}")
            sheets = [entry for entry in entries if entry.filename.startswith("xl/worksheets/sheet")]
            for entry in sheets:
                check_extent(partial(archive.open, entry))
            shared = [e for e in entries if e.filename in ("xl/sharedStrings.xml", "xl/styles.xml")]
            if sum(entry.file_size for entry in (*sheets, *shared)) > MOST_FAITHFUL:
                return bulk(data)
            formulas = any(b"<f" in archive.read(entry) for entry in sheets)
    except _DAMAGED as error:
        raise Unreadable(f"文件不完整或已损坏。{_RESAVE}") from error
    try:
        return faithful(data, formulas)
    except Exception:
        # openpyxl raises whatever its classes raise at a style or a name that it does not expect, in
        # workbooks that WPS opens without a word. The plain reader ignores all that; it judges what is left.
        return bulk(data)


def _ole(data: bytes) -> list[Grid]:
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise Unreadable("工作簿设有打开密码。请在 WPS 或 Excel 中取消“打开密码”后重新上传。")
    if "WordDocument".encode("utf-16-le") in data:
        raise Unreadable("这是 Word 文档，不是表格。请把表格复制到 Excel 后上传。")
    return bulk(data)


def bulk(data: bytes) -> list[Grid]:
    """Fast and plain: .xls, and .xlsx too large to be read faithfully."""
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        return [
            Grid(
                meta.name,
                cast(list[list[object]], (sheet := book.get_sheet_by_name(meta.name)).to_python(False)),
                tuple((*first, *last) for first, last in sheet.merged_cell_ranges or ()),
                hidden=meta.visible != SheetVisibleEnum.Visible,
            )
            for meta in book.sheets_metadata
            if meta.typ == SheetTypeEnum.WorkSheet
        ]
    except BaseException as error:
        # A panic of the Rust reader on damaged bytes arrives as a BaseException that cannot be imported.
        if (
            isinstance(error, CalamineError | OSError | ValueError)
            or type(error).__name__ == "PanicException"
        ):
            raise Unreadable(f"文件不完整、已损坏或设有密码。{_RESAVE}") from error
        raise


def faithful(data: bytes, formulas: bool = True) -> list[Grid]:
    """Everything the checks can use: error cells, formulas without results, formats, hidden parts."""
    book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    sources = (
        openpyxl.load_workbook(io.BytesIO(data)).worksheets if formulas else [None] * len(book.worksheets)
    )
    return [_sheet(*pair) for pair in zip(book.worksheets, sources, strict=True)]


def _sheet(sheet: Worksheet, source: Worksheet | None) -> Grid:
    rows: list[list[object]] = []
    errors: dict[tuple[int, int], str] = {}
    percents: dict[tuple[int, int], int] = {}
    comments: dict[tuple[int, int], str] = {}
    filled = [cell for cell in _cells(sheet) if cell.value is not None or cell.comment is not None]
    width = max((cell.column for cell in filled), default=0)
    rows = [[None] * width for _ in range(max((cell.row for cell in filled), default=0))]
    for cell in filled:
        r, c = cell.row - 1, cell.column - 1
        rows[r][c] = cell.value
        if cell.comment is not None:
            comments[r, c] = str(cell.comment.text).strip()
        if cell.data_type == "e":
            errors[r, c] = str(cell.value)
        elif cell.data_type == "n" and cell.value is not None and "%" in cell.number_format:
            percents[r, c] = len(cell.number_format.partition(".")[2].partition("%")[0])
    hidden_columns = {c for shape in sheet.column_dimensions.values() if shape.hidden for c in _span(shape)}
    return Grid(
        sheet.title,
        rows,
        tuple(
            (m.min_row - 1, m.min_col - 1, m.max_row - 1, m.max_col - 1) for m in sheet.merged_cells.ranges
        ),
        errors,
        frozenset(_uncalculated(sheet, source)) if source is not None else frozenset(),
        percents,
        sheet.sheet_state != "visible",
        tuple(
            n - 1
            for n, shape in sheet.row_dimensions.items()
            if shape.hidden and n <= len(rows) and any(rows[n - 1])
        ),
        tuple(c for c in sorted(hidden_columns) if c < width and any(row[c] is not None for row in rows)),
        comments,
    )


def _cells(sheet: Worksheet) -> Iterator[Cell]:
    """The cells that stand in the file. `iter_rows` makes every cell up to the furthest formatted one,
    and a column formatted down to row 1,048,576 is a common sight."""
    return iter(cell for cell in sheet._cells.values() if isinstance(cell, Cell))


def _span(shape: ColumnDimension) -> range:
    """The columns, 0-based, that one entry stands for; a workbook hides “everything to the right” at once."""
    return range((shape.min or 1) - 1, shape.max or 0)


def _uncalculated(sheet: Worksheet, source: Worksheet) -> Iterator[tuple[int, int]]:
    for cell in _cells(source):
        if cell.data_type == "f" and sheet.cell(cell.row, cell.column).value is None:
            yield cell.row - 1, cell.column - 1


def _csv(data: bytes, file_name: str) -> Grid:
    text = decode(data)
    if text is None or "\x00" in text or not re.search(r"[,\t;，；\n]", text):
        raise Unreadable(f"不认识这种文件。{_RESAVE}")
    head = text[:4000]
    separator = max(",\t;", key=head.count)
    try:
        rows: list[list[object]] = [
            list(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        ]
    except csv.Error as error:
        raise Unreadable(f"不认识这种文件。{_RESAVE}") from error
    return Grid(re.sub(r"\.[^.]*$", "", file_name), rows)
