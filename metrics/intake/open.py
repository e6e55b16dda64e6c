"""Bytes to grids: what the file is, read from its content and never from its name."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from typing import cast

import openpyxl
from openpyxl.utils import column_index_from_string
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from metrics.intake.grid import Grid
from metrics.intake.text import decode
from metrics.model import Unreadable

MOST_BYTES = 20 * 1024 * 1024
MOST_ENTRIES = 2000
MOST_INFLATED = 400 * 1024 * 1024
# Beyond this much sheet XML a workbook is a list of thousands of rows, where nobody hides or comments cells
# but the faithful reader would take seconds (docs/decisions/0003).
MOST_FAITHFUL = 4 * 1024 * 1024
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
    elif re.match(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|table|\?xml)", data[:200], re.IGNORECASE):
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
            sheets = [entry for entry in entries if entry.filename.startswith("xl/worksheets/")]
            if sum(entry.file_size for entry in sheets) > MOST_FAITHFUL:
                return bulk(data)
            formulas = any(b"<f" in archive.read(entry) for entry in sheets)
        return faithful(data, formulas)
    except (zipfile.BadZipFile, EOFError, KeyError, ValueError, OSError) as error:
        raise Unreadable(f"文件不完整或已损坏。{_RESAVE}") from error


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
    except (CalamineError, OSError, ValueError) as error:
        raise Unreadable(f"文件不完整、已损坏或设有密码。{_RESAVE}") from error


def faithful(data: bytes, formulas: bool = True) -> list[Grid]:
    """Everything the checks can use: error cells, formulas without results, formats, hidden parts."""
    book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    sources = openpyxl.load_workbook(io.BytesIO(data)) if formulas else None
    return [_sheet(sheet, sources[sheet.title] if sources else None) for sheet in book.worksheets]


def _sheet(sheet: Worksheet, source: Worksheet | None) -> Grid:
    rows: list[list[object]] = []
    errors: dict[tuple[int, int], str] = {}
    percents: dict[tuple[int, int], int] = {}
    for r, cells in enumerate(sheet.iter_rows()):
        row: list[object] = []
        for c, cell in enumerate(cells):
            row.append(cell.value)
            if cell.value is None:
                continue
            if cell.data_type == "e":
                errors[r, c] = str(cell.value)
            elif cell.data_type == "n" and "%" in cell.number_format:
                percents[r, c] = len(cell.number_format.partition(".")[2].partition("%")[0])
        rows.append(row)
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
        tuple(n - 1 for n, shape in sheet.row_dimensions.items() if shape.hidden),
        tuple(
            column_index_from_string(name) - 1
            for name, shape in sheet.column_dimensions.items()
            if shape.hidden
        ),
    )


def _uncalculated(sheet: Worksheet, source: Worksheet) -> Iterator[tuple[int, int]]:
    for r, cells in enumerate(source.iter_rows()):
        for c, cell in enumerate(cells):
            if cell.data_type == "f" and sheet.cell(r + 1, c + 1).value is None:
                yield r, c


def _csv(data: bytes, file_name: str) -> Grid:
    text = decode(data)
    if text is None or "\x00" in text or not re.search(r"[,\t;，；\n]", text):
        raise Unreadable(f"不认识这种文件。{_RESAVE}")
    head = text[:4000]
    separator = max(",\t;", key=head.count)
    rows: list[list[object]] = [
        list(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    ]
    return Grid(re.sub(r"\.[^.]*$", "", file_name), rows)
