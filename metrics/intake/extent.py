"""How far a sheet reaches, found before any reader lays it out as a full rectangle of cells.

One stray value in XFD1048576 makes a workbook of 10 KB a rectangle of 17 thousand million cells; the bulk
reader ends the whole process on it. Cells that are only formatted do not count: whole columns often are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import IO

from openpyxl.utils import column_index_from_string

from metrics.model import Unreadable

MOST_CELLS = 10_400_000  # 52 columns of 200,000 rows: below column BA and that row nothing need be counted
_CHUNK = 1024 * 1024
_OVERLAP = 256  # a cell may be cut in two by the end of a chunk
# Three plain patterns, each begun by fixed text, take a fifth of the time of one with alternatives.
_WIDE = re.compile(rb' r="[A-Z][A-Z]')
_FAR_COLUMN = re.compile(rb' r="(?:[B-Z][A-Z]|[A-Z]{3})\d')
_ROW = re.compile(rb' r="(\d{1,7})"')
_FAR_ROW = re.compile(rb' r="[1-9]\d{5}')
# Cells with content: references followed by a tag that is not closed at once.
_FILLED = re.compile(rb"""\br\s*=\s*["']([A-Z]{1,3})(\d{1,7})["'][^<>/]*>""")
_MERGED = re.compile(rb"""mergeCell\s[^<>]*?ref\s*=\s*["']([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})""")


def check_extent(sheet: Callable[[], IO[bytes]]) -> None:
    """Raises Unreadable, naming the last cell, for a sheet too wide and long to be laid out.

    sheet: opens the sheet's XML; called a second time only for one that may be too large.
    """
    far, merged = False, 0
    for chunk in _chunks(sheet):
        far = far or _reaches_far(chunk)
        for left, top, right, bottom in _MERGED.findall(chunk):
            wide = column_index_from_string(right.decode()) - column_index_from_string(left.decode()) + 1
            merged += wide * (int(bottom) - int(top) + 1)
    if merged > MOST_CELLS:
        raise Unreadable("合并单元格的范围过大。请取消整行、整列的合并后重新上传。")
    if far:
        _check_exactly(sheet)


def _reaches_far(chunk: bytes) -> bool:
    if _WIDE.search(chunk) and _FAR_COLUMN.search(chunk):
        return True
    row = _FAR_ROW.search(chunk)
    return row is not None and any(int(number) > 200_000 for number in _ROW.findall(chunk, row.start()))


def _check_exactly(sheet: Callable[[], IO[bytes]]) -> None:
    columns = rows = 0
    last = ""
    for chunk in _chunks(sheet):
        for match in _FILLED.finditer(chunk):
            column, row = column_index_from_string(match[1].decode()), int(match[2])
            if column > columns or row > rows:
                last = f"{match[1].decode()}{row}"
            columns, rows = max(columns, column), max(rows, row)
    if columns * rows > MOST_CELLS:
        raise Unreadable(f"表格延伸得过远（{last} 还有内容）。请删去表外的内容后重新上传。")


def _chunks(sheet: Callable[[], IO[bytes]]) -> Iterator[bytes]:
    with sheet() as stream:
        rest = b""
        while chunk := stream.read(_CHUNK):
            yield rest + chunk
            rest = chunk[-_OVERLAP:]
