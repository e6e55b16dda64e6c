"""What must be known of an .xls before the bulk reader opens it, and what that reader leaves out.

The reader lays each sheet out as far as its furthest cell and sets memory aside for what the sheet declares.
Rows and columns are 16-bit numbers there, so a few bytes may ask for more than any machine has.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from openpyxl.styles.numbers import BUILTIN_FORMATS

from metrics.intake import refuse
from metrics.intake.formats.building import decimals
from metrics.intake.formats.extent import MOST_CELLS, Reach

_BOF, _SHEET, _FILEPASS, _DIMENSIONS = 0x0809, 0x0085, 0x002F, 0x0200
_ROW, _COLUMNS, _FORMULA, _BOOL_OR_ERROR, _MANY = 0x0208, 0x007D, 0x0006, 0x0205, 0x00BD
_XF, _FORMAT, _TEXTS = 0x00E0, 0x041E, 0x00FC
_NUMBERS = frozenset((_FORMULA, 0x0203, 0x027E, _MANY))
# Formula, numbers, texts, booleans and errors: the records of cells with content.
_CELLS = frozenset((_FORMULA, 0x0203, 0x027E, 0x00FD, 0x0204, _BOOL_OR_ERROR, 0x00D6, _MANY))
_WORKSHEET = 0  # other sheets are charts, macros and dialogs
ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}


@dataclass
class Sheet:
    """What stands in one sheet besides values, 0-based."""

    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    percents: dict[tuple[int, int], int] = field(default_factory=dict)  # cell → decimals shown
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    reach: Reach = field(default_factory=Reach)


class _Styles:
    """Which styles show percentages, and with how many decimals."""

    def __init__(self) -> None:
        self._formats = {number: decimals(code) for number, code in BUILTIN_FORMATS.items()}
        self._used: list[int] = []

    def take(self, kind: int, body: bytes) -> None:
        """A style or a number format. The format's sign and figures are the same bytes in either width of text."""
        (first, second) = struct.unpack_from("<2H", body)
        if kind == _XF:
            self._used.append(second)
        else:
            self._formats[first] = decimals(body[5:].replace(b"\0", b"").decode("latin-1"))

    def places(self, style: int) -> int | None:
        return self._formats.get(self._used[style]) if style < len(self._used) else None


def look_over(stream: bytes) -> tuple[list[Sheet], list[tuple[int, int]]]:
    """The stream “Workbook” or “Book”: its worksheets in order, and the places in the stream (start, length)
    where a sheet declares more than it may. Raises Unreadable for a password and for a sheet that reaches too
    far."""
    starts: list[int] = []
    sheets: dict[int, Sheet] = {}
    boastful: list[tuple[int, int]] = []
    sheet, styles = Sheet(), _Styles()
    for at, kind, length in records(stream):
        body = at + 4
        if kind == _FILEPASS:
            raise refuse.password()
        if kind == _BOF:
            sheet = sheets[at] = Sheet()
        elif kind == _TEXTS and length >= 8 and struct.unpack_from("<I", stream, body + 4)[0] > len(stream):
            raise refuse.damaged()  # more texts than bytes: memory would be set aside for all of them
        elif kind == _SHEET and length >= 6 and stream[body + 5] == _WORKSHEET:
            starts.append(struct.unpack_from("<I", stream, body)[0])
        elif kind == _DIMENSIONS and _declares_too_much(stream, body, length):
            boastful.append((body, length))
        elif kind in _CELLS and length >= 6:
            _cell(sheet, kind, stream, body, length)
            _percents(sheet, styles, kind, stream, body, length)
        elif kind in (_XF, _FORMAT) and length >= 5:
            styles.take(kind, stream[body : body + length])
        elif kind == _ROW and length >= 16 and stream[body + 12] & 0x20:
            sheet.hidden_rows.add(struct.unpack_from("<H", stream, body)[0])
        elif kind == _COLUMNS and length >= 10 and stream[body + 8] & 1:
            first, last = struct.unpack_from("<2H", stream, body)
            sheet.hidden_columns.update(range(first, min(last, 255) + 1))
    return [sheets.get(start, Sheet()) for start in starts], boastful


def records(stream: bytes) -> Iterator[tuple[int, int, int]]:
    """Place, kind and length of each record, as far as they are whole."""
    at, end = 0, len(stream) - 4
    header = struct.Struct("<2H")
    while at <= end:
        kind, length = header.unpack_from(stream, at)
        if at + 4 + length > len(stream):
            return  # cut off, or the zeros behind the last record; the reader judges it
        yield at, kind, length
        at += 4 + length


def _cell(sheet: Sheet, kind: int, stream: bytes, body: int, length: int) -> None:
    row, column = struct.unpack_from("<2H", stream, body)
    last = struct.unpack_from("<H", stream, body + length - 2)[0] if kind == _MANY else column
    sheet.reach.take(row, max(column, last))
    code = -1
    if kind == _BOOL_OR_ERROR and length >= 8 and stream[body + 7]:
        code = stream[body + 6]
    elif kind == _FORMULA and length >= 14 and stream[body + 12 : body + 14] == b"\xff\xff":
        code = stream[body + 8] if stream[body + 6] == 2 else -1
    if code in ERRORS:
        sheet.errors[row, column] = ERRORS[code]


def _percents(sheet: Sheet, styles: _Styles, kind: int, stream: bytes, body: int, length: int) -> None:
    if kind not in _NUMBERS:
        return
    row, column, style = struct.unpack_from("<3H", stream, body)
    found = [style]
    if kind == _MANY:
        found = [struct.unpack_from("<H", stream, at)[0] for at in range(body + 4, body + length - 6, 6)]
    for n, used in enumerate(found):
        if (places := styles.places(used)) is not None:
            sheet.percents[row, column + n] = places


def _declares_too_much(stream: bytes, body: int, length: int) -> bool:
    """BIFF8 gives rows in 32 bits, BIFF5 in 16."""
    if length < 10:
        return False
    top, bottom, left, right = struct.unpack_from("<2I2H" if length >= 14 else "<4H", stream, body)
    return bool((bottom - top) * (right - left) > MOST_CELLS)
