"""Sheets as Excel 5.0/95 wrote them, read here because the bulk reader takes each byte of a Chinese text for
a letter. Old reporting systems still write this format."""

from __future__ import annotations

import codecs
import struct
from dataclasses import dataclass, field
from datetime import datetime

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

from metrics.intake import refuse
from metrics.intake.formats.biff import ERRORS, records
from metrics.intake.formats.building import Building, decimals
from metrics.intake.grid import Grid

_VERSION = 0x0500
_BOF, _EOF, _SHEET, _CODE_PAGE, _DATE_MODE, _FORMAT, _XF = (
    0x0809,
    0x000A,
    0x0085,
    0x0042,
    0x0022,
    0x041E,
    0x00E0,
)
_NUMBER, _RK, _MULTIPLE_RK, _LABEL, _RICH = 0x0203, 0x027E, 0x00BD, 0x0204, 0x00D6
_BOOL_OR_ERROR, _FORMULA, _STRING = 0x0205, 0x0006, 0x0207
# Chinese programs often left the Western code page standing in the header.
_CHINESE = frozenset((0, 936, 1252, 10008, 54936))


def is_biff5(stream: bytes) -> bool:
    """Whether the stream of a workbook begins as Excel 5.0/95 wrote it."""
    return stream[:2] == b"\x09\x08" and stream[4:6] == struct.pack("<H", _VERSION)


def read(stream: bytes) -> list[Grid]:
    """Every worksheet. Raises Unreadable for damage and for sheets that reach too far."""
    reader = _Reader()
    try:
        for at, kind, length in records(stream):
            reader.take(at, kind, stream[at + 4 : at + 4 + length])
    except (struct.error, IndexError) as error:
        raise refuse.damaged() from error
    return [sheet.grid() for sheet in reader.sheets.values()]


@dataclass
class _Reader:
    sheets: dict[int, Building] = field(default_factory=dict)  # by where it begins in the stream
    _encoding: str = "gb18030"
    _epoch: datetime = CALENDAR_WINDOWS_1900
    _formats: dict[int, str] = field(default_factory=lambda: dict(BUILTIN_FORMATS))
    _styles: list[int] = field(default_factory=list)
    _sheet: Building | None = None
    _formula: tuple[int, int] = (0, 0)  # the cell whose text comes in the next record

    def take(self, at: int, kind: int, body: bytes) -> None:
        if kind == _BOF:
            self._sheet = self.sheets.get(at)
        elif kind == _CODE_PAGE:
            self._encoding = _encoding(struct.unpack("<H", body)[0])
        elif kind == _DATE_MODE and body[:1] == b"\x01":
            self._epoch = CALENDAR_MAC_1904
        elif kind == _FORMAT:
            self._formats[struct.unpack_from("<H", body)[0]] = self._text(body[3 : 3 + body[2]])
        elif kind == _XF:
            self._styles.append(struct.unpack_from("<H", body, 2)[0])
        elif kind == _SHEET and body[5] == 0:  # others are charts, macros and dialogs
            name = self._text(body[7 : 7 + body[6]])
            self.sheets[struct.unpack_from("<I", body)[0]] = Building(name, hidden=body[4] & 3 != 0)
        elif self._sheet is not None:
            self._cell(self._sheet, kind, body)

    def _cell(self, sheet: Building, kind: int, body: bytes) -> None:
        if kind == _STRING:
            sheet.put(*self._formula, self._text(body[2 : 2 + struct.unpack_from("<H", body)[0]]))
        if kind not in (_NUMBER, _RK, _MULTIPLE_RK, _LABEL, _RICH, _BOOL_OR_ERROR, _FORMULA):
            return
        row, column, style = struct.unpack_from("<3H", body)
        if kind == _NUMBER:
            self._number(sheet, row, column, style, struct.unpack_from("<d", body, 6)[0])
        elif kind == _RK:
            self._number(sheet, row, column, style, _rk(body[6:10]))
        elif kind == _MULTIPLE_RK:
            for n, at in enumerate(range(4, len(body) - 6, 6)):
                style = struct.unpack_from("<H", body, at)[0]
                self._number(sheet, row, column + n, style, _rk(body[at + 2 : at + 6]))
        elif kind in (_LABEL, _RICH):
            length = struct.unpack_from("<H", body, 6)[0]
            sheet.put(row, column, self._text(body[8 : 8 + length]))
        elif kind == _BOOL_OR_ERROR:
            _bool_or_error(sheet, row, column, body[6], body[7] == 1)
        elif body[12:14] != b"\xff\xff":
            self._number(sheet, row, column, style, struct.unpack_from("<d", body, 6)[0])
        elif body[6] in (1, 2):
            _bool_or_error(sheet, row, column, body[8], body[6] == 2)
        else:
            self._formula = row, column

    def _number(self, sheet: Building, row: int, column: int, style: int, value: float) -> None:
        code = self._formats.get(self._styles[style], "") if style < len(self._styles) else ""
        places = decimals(code)
        if places is not None:
            sheet.percents[row, column] = places
        sheet.put(row, column, self._moment(value) if is_date_format(code) else value)

    def _moment(self, value: float) -> object:
        try:
            return from_excel(value, self._epoch)
        except (ValueError, OverflowError):
            return value

    def _text(self, raw: bytes) -> str:
        return raw.decode(self._encoding, "replace")


def _bool_or_error(sheet: Building, row: int, column: int, code: int, error: bool) -> None:
    sheet.put(row, column, ERRORS.get(code, "#N/A") if error else code == 1)
    if error:
        sheet.errors[row, column] = ERRORS.get(code, "#N/A")


def _rk(raw: bytes) -> float:
    """A number in 30 bits: the front of a float or an integer, perhaps a hundred times too large."""
    (bits,) = struct.unpack("<i", raw)
    value = float(bits >> 2) if bits & 2 else struct.unpack("<d", bytes(4) + struct.pack("<i", bits & ~3))[0]
    return float(value / 100 if bits & 1 else value)


def _encoding(code_page: int) -> str:
    if code_page in _CHINESE:
        return "gb18030"
    try:
        return codecs.lookup(f"cp{code_page}").name
    except LookupError:
        return "gb18030"
