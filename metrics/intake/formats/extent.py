"""How far a sheet reaches, found before any reader lays it out as a full rectangle of cells.

One stray value in XFD1048576 makes a workbook of 10 KB a rectangle of 17 thousand million cells; the bulk
reader ends the whole process on it. Cells that are only formatted do not count: whole columns often are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from openpyxl.utils import column_index_from_string

from metrics.intake import refuse
from metrics.intake.grid import Grid
from metrics.limits import DEFAULTS, Limits
from metrics.model import column_letters

MOST_CELLS = DEFAULTS.cells  # below column BA and row 200,000 nothing need be counted
MOST_MERGED = 200_000  # ranges: two for each row of the longest ledger we know
LAST_COLUMN = DEFAULTS.columns
_OVERLAP = 256  # a cell may be cut in two by the end of a chunk
# Whatever may be far or odd, in one pass over the sheet: as good as every chunk holds nothing of it, and only
# the others are looked at closely.
_SUSPECT = re.compile(rb""" r(?: |=(?:[^"]|"(?:[a-z]|[A-Z][A-Z]|[1-9]\d{5})))""")
_WIDE = re.compile(rb' r="[A-Z][A-Z]')
_FAR_COLUMN = re.compile(rb' r="(?:[B-Z][A-Z]\d|[A-Z]{3})')
_ROW = re.compile(rb' r="(\d{1,20})"')
_FAR_ROW = re.compile(rb' r="[1-9]\d{5}')
_SMALL_LETTERS = re.compile(rb' r="[a-z]')
_ODD_SPACE = re.compile(rb"[\t\r\n]r\s*=")
# Cells with content: references followed by a tag that is not closed at once.
_FILLED = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{1,99})(\d{1,99})["'][^<>/]*>""")
_MERGED = re.compile(rb"""mergeCell\s[^<>]*?ref\s*=\s*["']([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})""")


def check_extent(sheet: Callable[[], Iterable[bytes]]) -> int:
    """How many merged ranges there are. Raises Unreadable, naming the last cell, for a sheet too wide and long
    to be laid out.

    sheet: gives the sheet's XML in pieces; called a second time only for one that may be too large.
    """
    far, merged, ranges = False, 0, 0
    for chunk in _chunks(sheet):
        far = far or _reaches_far(chunk)
        found = _MERGED.findall(chunk)
        ranges += len(found)
        for left, top, right, bottom in found:
            wide = column_index_from_string(right.decode()) - column_index_from_string(left.decode()) + 1
            merged += wide * (int(bottom) - int(top) + 1)
    if merged > MOST_CELLS or ranges > MOST_MERGED:
        raise refuse.merged_too_far()
    if far:
        _check_exactly(sheet)
    return ranges


def _reaches_far(chunk: bytes) -> bool:
    if not _SUSPECT.search(chunk):
        return _oddly_spaced(chunk)
    if _oddly_written(chunk):
        return True
    if _WIDE.search(chunk) and _FAR_COLUMN.search(chunk):
        return True
    row = _FAR_ROW.search(chunk)
    return row is not None and any(int(number) > 200_000 for number in _ROW.findall(chunk, row.start()))


def _oddly_written(chunk: bytes) -> bool:
    """References as no office writes them; the readers take them all the same. One plain search after the
    other, the cheapest first: a pattern for all of them takes longer than the reading."""
    return (
        (b"'" in chunk and b" r='" in chunk)
        or b" r =" in chunk
        or b" r= " in chunk
        or _SMALL_LETTERS.search(chunk) is not None
        or _oddly_spaced(chunk)
    )


def _oddly_spaced(chunk: bytes) -> bool:
    return any(space in chunk for space in (b"\t", b"\r", b"\n")) and _ODD_SPACE.search(chunk) is not None


def _check_exactly(sheet: Callable[[], Iterable[bytes]]) -> None:
    columns = rows = 0
    last = ""
    for chunk in _chunks(sheet):
        if beyond := next((row for row in _ROW.findall(chunk) if int(row) > DEFAULTS.rows), b""):
            raise refuse.too_far(f"第 {int(beyond)} 行")  # its cells may have no references of their own
        for match in _FILLED.finditer(chunk):
            if len(match[1]) > 3:  # beyond XFD there is nothing, and a reader goes there all the same
                raise refuse.too_far((match[1] + match[2]).decode())
            column, row = column_index_from_string(match[1].decode().upper()), int(match[2])
            if column > columns or row > rows:
                last = f"{match[1].decode()}{row}"
            columns, rows = max(columns, column), max(rows, row)
    if columns * rows > MOST_CELLS:
        raise refuse.too_far(last)


def _chunks(sheet: Callable[[], Iterable[bytes]]) -> Iterator[bytes]:
    rest = b""
    for piece in sheet():
        yield rest + piece
        rest = piece[-_OVERLAP:]


def check_size(grids: Sequence[Grid], limits: Limits) -> None:
    """Raises Unreadable for more sheets, rows, columns or cells than the settings let pass."""
    if len(grids) > limits.sheets:
        raise refuse.too_many_sheets(limits.sheets)
    cells = 0
    for grid in grids:
        if len(grid.rows) > limits.rows:
            raise refuse.too_many_rows(grid.name, limits.rows)
        if max(map(len, grid.rows), default=0) > limits.columns:
            raise refuse.too_many_columns(grid.name, limits.columns)
        cells += sum(map(len, grid.rows))
    if cells > limits.cells:
        raise refuse.too_many_cells(limits.cells)


class Reach:
    """How far the cells of a sheet reach, counted while they are met. Raises Unreadable beyond the bound.

    Rows and columns are 0-based.
    """

    def __init__(self) -> None:
        self.rows = self.columns = 0

    def take(self, row: int, column: int) -> None:
        """A cell with content."""
        if row < self.rows and column < self.columns:
            return
        self.rows, self.columns = max(self.rows, row + 1), max(self.columns, column + 1)
        if self.rows * self.columns > MOST_CELLS:
            raise refuse.too_far(f"{column_letters(column + 1)}{row + 1}")
