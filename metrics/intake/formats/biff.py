"""What must be known of an .xls before the bulk reader opens it, and what that reader leaves out.

The reader lays each sheet out as far as its furthest cell and sets memory aside for what the sheet declares.
Rows and columns are 16-bit numbers there, so a few bytes may ask for more than any machine has.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from metrics.intake import refuse
from metrics.intake.formats.biff_texts import marked_texts
from metrics.intake.formats.extent import MOST_CELLS, Reach
from metrics.intake.formats.styles import Font, Styles

_BOF, _SHEET, _FILEPASS, _DIMENSIONS = 0x0809, 0x0085, 0x002F, 0x0200
_ROW, _COLUMNS, _FORMULA, _BOOL_OR_ERROR, _MANY = 0x0208, 0x007D, 0x0006, 0x0205, 0x00BD
_XF, _FORMAT, _FONT, _TEXTS, _CONTINUE, _SHARED_TEXT = 0x00E0, 0x041E, 0x0031, 0x00FC, 0x003C, 0x00FD
_NO_FONT = 4  # this number was never given to a font
_STRUCK, _RAISED = 0x0008, 1
_VIEW, _SHOWS_NOUGHTS = 0x023E, 0x10
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
    struck: set[tuple[int, int]] = field(default_factory=set)
    formats: dict[tuple[int, int], str] = field(default_factory=dict)  # cell → odd format
    texts: dict[tuple[int, int], str] = field(default_factory=dict)  # cell → text with its marks
    shows_no_noughts: bool = False
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    reach: Reach = field(default_factory=Reach)

    def look(self, row: int, column: int, style: int, styles: Styles, is_number: bool) -> None:
        """Notes what the style of a cell says."""
        look = styles.look(style)
        if look is None:
            return
        if look.struck:
            self.struck.add((row, column))
        if is_number and look.odd:
            self.formats[row, column] = look.odd
        if is_number and look.percent is not None:
            self.percents[row, column] = look.percent


def look_over(stream: bytes) -> tuple[list[Sheet], list[tuple[int, int]]]:
    """The stream “Workbook” or “Book”: its worksheets in order, and the places in the stream (start, length)
    where a sheet declares more than it may. Raises Unreadable for a password and for a sheet that reaches too
    far."""
    starts: list[int] = []
    sheets: dict[int, Sheet] = {}
    boastful: list[tuple[int, int]] = []
    sheet, styles = Sheet(), Styles()
    texts: list[bytes] = []  # the shared texts, while they are met
    marked: dict[int, str] = {}
    wide = stream[4:6] != b"\0\x05"
    for at, kind, length in records(stream):
        body = at + 4
        if texts and kind != _CONTINUE:
            marked, texts = marked_texts(texts, styles), []
        if kind == _FILEPASS:
            raise refuse.password()
        if kind == _BOF:
            sheet = sheets[at] = Sheet()
        elif kind == _TEXTS and length >= 8 and struct.unpack_from("<I", stream, body + 4)[0] > len(stream):
            raise refuse.damaged()  # more texts than bytes: memory would be set aside for all of them
        elif (kind == _TEXTS and styles.mark_runs) or (kind == _CONTINUE and texts):
            texts.append(stream[body : body + length])
        elif kind == _SHEET and length >= 6 and stream[body + 5] == _WORKSHEET:
            starts.append(struct.unpack_from("<I", stream, body)[0])
        elif kind == _DIMENSIONS and _declares_too_much(stream, body, length):
            boastful.append((body, length))
        elif kind in _CELLS and length >= 6:
            _cell(sheet, kind, stream, body, length)
            _look(sheet, styles, kind, stream, body, length)
            if marked and kind == _SHARED_TEXT and length >= 10:
                row, column, _, number = struct.unpack_from("<3HI", stream, body)
                if number in marked:
                    sheet.texts[row, column] = marked[number]
        elif kind in (_XF, _FORMAT, _FONT) and length >= 5:
            _style(styles, kind, stream[body : body + length], wide)
        elif kind == _ROW and length >= 16 and stream[body + 12] & 0x20:
            sheet.hidden_rows.add(struct.unpack_from("<H", stream, body)[0])
        elif kind == _VIEW and length >= 2:
            sheet.shows_no_noughts = not stream[body] & _SHOWS_NOUGHTS
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


def _style(styles: Styles, kind: int, body: bytes, wide: bool) -> None:
    """A font, a number format or a style of the workbook. wide: texts are those of BIFF8."""
    first, second = struct.unpack_from("<2H", body)
    if kind == _XF:
        styles.add(first, second)
    elif kind == _FORMAT:
        styles.formats[first] = _code(body[2:], wide)
    else:
        if len(styles.fonts) == _NO_FONT:
            styles.fonts.append(Font())
        raised = len(body) >= 10 and struct.unpack_from("<H", body, 8)[0] == _RAISED
        styles.fonts.append(Font(bool(second & _STRUCK), raised))


def _code(text: bytes, wide: bool) -> str:
    if not wide:
        return text[1 : 1 + text[0]].decode("gb18030", "replace")
    length = struct.unpack_from("<H", text)[0]
    if text[2] & 1:
        return text[3 : 3 + 2 * length].decode("utf-16-le", "replace")
    return text[3 : 3 + length].decode("latin-1")


def _look(sheet: Sheet, styles: Styles, kind: int, stream: bytes, body: int, length: int) -> None:
    row, column, style = struct.unpack_from("<3H", stream, body)
    if kind == _MANY:
        for n, at in enumerate(range(body + 4, body + length - 6, 6)):
            sheet.look(row, column + n, struct.unpack_from("<H", stream, at)[0], styles, True)
    else:
        sheet.look(row, column, style, styles, kind in _NUMBERS)


def _declares_too_much(stream: bytes, body: int, length: int) -> bool:
    """BIFF8 gives rows in 32 bits, BIFF5 in 16."""
    if length < 10:
        return False
    top, bottom, left, right = struct.unpack_from("<2I2H" if length >= 14 else "<4H", stream, body)
    return bool((bottom - top) * (right - left) > MOST_CELLS)
