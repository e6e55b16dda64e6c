"""What the cells of an .xlsx too large to be read faithfully look like; found without laying anything out.

Ordinary workbooks have no style and no text of which anything is to be said, and then no sheet is looked through.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from typing import Any
from xml.etree.ElementTree import ParseError, XMLPullParser, fromstring

from openpyxl.utils.cell import coordinate_to_tuple

from metrics.intake.formats import markup
from metrics.intake.formats.biff import Sheet
from metrics.intake.formats.styles import Font, Styles
from metrics.intake.looks import marked_runs
from metrics.model import Unreadable

_MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_TEXT = f"{{{_MAIN.decode()}}}si"
_OWN_TEXT = re.compile(rb"<c\s([^<>]*)>\s*<is>((?:(?!</is>).){0,8000})</is>", re.S)
_LOOK = b"rPr>"  # ends the look of some characters
_MARKS = (b"superscript", b"strike")
_WATCHED_BYTES = 8 * 1024 * 1024
_PLACE = re.compile(rb"""(?:^|\s)r\s*=\s*["']([A-Z]{1,3}[1-9]\d{0,6})["']""")
_KIND = re.compile(rb"""(?:^|\s)t\s*=\s*["'](\w+)["']""")
_STYLE = re.compile(rb"""(?:^|\s)s\s*=\s*["'](\d{1,6})["']""")
_NO_NOUGHTS = re.compile(rb"""<(?:\w+:)?sheetView\s[^<>]*?showZeros\s*=\s*["'](?:0|false)["']""")
_MOST_NAMED = 500  # numbers in one pattern; beyond that any number is looked up
_OVERLAP = 1024  # the look of some characters is far shorter
_HEAD = 4096  # bytes before the first row


def watched(pieces: Iterable[bytes], name: str, marked: set[str]) -> Iterator[bytes]:
    """The pieces as they are; puts the part's name among the marked if it may hold crossed-out or raised characters.

    Looked at as far as people write: looking for it costs a ledger of 100,000 rows a twentieth of its time, and texts
    that stand in the cells of so large a sheet were written by a program.
    """
    size, tail = 0, b""
    for piece in pieces:
        if size < _WATCHED_BYTES and name not in marked and _has_marks(tail, piece):
            marked.add(name)
        tail = piece[-_OVERLAP:]
        size += len(piece)
        yield piece


def _has_marks(tail: bytes, piece: bytes) -> bool:
    seam = tail + piece[:_OVERLAP]
    return (_LOOK in piece or _LOOK in seam) and any(mark in piece or mark in seam for mark in _MARKS)


def marked_texts(pieces: Iterable[bytes]) -> dict[bytes, str]:
    """Number of a shared text, as a cell writes it → the text with its marks, for those that have any."""
    parser: Any = XMLPullParser(("end",))
    found: dict[bytes, str] = {}
    n = 0
    with suppress(ParseError):  # the bulk reader judges damage
        for piece in pieces:
            parser.feed(piece)
            for _, element in parser.read_events():
                if element.tag == _TEXT:
                    if (marked := marked_runs(element)) is not None:
                        found[b"%d" % n] = marked
                    n += 1
                    element.clear()
    return found


def styles_of(pieces: Iterable[bytes]) -> Styles:
    """The styles in styles.xml; damaged ones are done without, as the bulk reader does."""
    reader = _Styles()
    with suppress(Unreadable):
        markup.walk(pieces, reader.start, reader.end, lambda _: None)
    return reader.styles


def part_names(book: bytes, relations: bytes) -> dict[str, str]:
    """Sheet name → name of its part, from xl/workbook.xml and its relations. Raises Unreadable for damage."""
    targets: dict[str, str] = {}
    found: dict[str, str] = {}

    def relation(name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship":
            targets[attributes.get("Id", "")] = attributes.get("Target", "")

    def sheet(name: str, attributes: dict[str, str]) -> None:
        if name == "sheet":
            target = targets.get(attributes.get("id", ""), "")
            found[attributes.get("name", "")] = target[1:] if target.startswith("/") else f"xl/{target}"

    for part, start in ((relations, relation), (book, sheet)):
        markup.walk((part,), start, lambda _: None, lambda _: None)
    return found


def look_through(
    pieces: Iterable[bytes], styles: Styles, texts: dict[bytes, str], own_texts: bool = False
) -> Sheet:
    """One sheet's XML: its cells in a style or with a text of which something is to be said.

    own_texts: whether texts that stand in the cells themselves may have marks.
    """
    sheet, telling = Sheet(), styles.telling
    first = True
    for rows in _rows(pieces):
        if first:
            sheet.shows_no_noughts = _NO_NOUGHTS.search(rows[:_HEAD]) is not None
            first = False
            if not telling and not texts and not own_texts:
                return sheet
        if telling:
            _styled(rows, sheet, styles, telling)
        if texts:
            _texts(rows, sheet, texts)
        if own_texts and any(mark in rows for mark in _MARKS):
            _own_texts(rows, sheet)
    return sheet


class _Styles:
    """Only what stands in the lists of fonts, formats and styles: formats of conditions have fonts too."""

    def __init__(self) -> None:
        self.styles = Styles()
        self._list = ""
        self._struck = self._raised = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name in ("fonts", "numFmts", "cellXfs"):
            self._list = name
        elif self._list == "fonts":
            if name == "font":
                self._struck = self._raised = False
            elif name == "strike":
                self._struck = attributes.get("val", "1") not in ("0", "false")
            elif name == "vertAlign":
                self._raised = attributes.get("val") == "superscript"
        elif self._list == "numFmts" and name == "numFmt":
            self.styles.formats[_number(attributes, "numFmtId")] = attributes.get("formatCode", "")
        elif self._list == "cellXfs" and name == "xf":
            self.styles.add(_number(attributes, "fontId"), _number(attributes, "numFmtId"))

    def end(self, name: str) -> None:
        if name == self._list:
            self._list = ""
        elif name == "font" and self._list == "fonts":
            self.styles.fonts.append(Font(self._struck, self._raised))


def _number(attributes: dict[str, str], name: str) -> int:
    text = attributes.get(name, "0")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _rows(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The XML in pieces that end behind a row."""
    rest = b""
    for piece in pieces:
        rest += piece
        cut = rest.rfind(b"row>") + 4
        if cut > 3:
            yield rest[:cut]
            rest = rest[cut:]
    yield rest


def _any_of(numbers: Collection[bytes]) -> bytes:
    return b"|".join(numbers) if len(numbers) <= _MOST_NAMED else rb"\d{1,9}"


def _styled(rows: bytes, sheet: Sheet, styles: Styles, telling: Collection[int]) -> None:
    wanted = _any_of([b"%d" % style for style in telling])
    for cell in re.finditer(
        rb"""<(?:\w+:)?c\s([^<>]*?\bs\s*=\s*["'](?:%b)["'][^<>]*)(?<!/)>""" % wanted, rows
    ):
        place, style = _PLACE.search(cell[1]), _STYLE.search(cell[1])
        if place is not None and style is not None:
            row, column = coordinate_to_tuple(place[1].decode())
            kind = _KIND.search(cell[1])
            sheet.look(row - 1, column - 1, int(style[1]), styles, kind is None or kind[1] == b"n")


def _texts(rows: bytes, sheet: Sheet, texts: dict[bytes, str]) -> None:
    wanted = _any_of(texts.keys())
    for cell in re.finditer(rb"<(?:\w+:)?c\s([^<>]*)>\s*<(?:\w+:)?v>(%b)</" % wanted, rows):
        place, kind = _PLACE.search(cell[1]), _KIND.search(cell[1])
        if place is not None and kind is not None and kind[1] == b"s" and cell[2] in texts:
            row, column = coordinate_to_tuple(place[1].decode())
            sheet.texts[row - 1, column - 1] = texts[cell[2]]


def _own_texts(rows: bytes, sheet: Sheet) -> None:
    for cell in _OWN_TEXT.finditer(rows):
        place = _PLACE.search(cell[1])
        if place is not None and any(mark in cell[2] for mark in _MARKS):
            with suppress(ParseError):
                if (
                    marked := marked_runs(fromstring(b'<is xmlns="%b">%b</is>' % (_MAIN, cell[2])))
                ) is not None:
                    row, column = coordinate_to_tuple(place[1].decode())
                    sheet.texts[row - 1, column - 1] = marked
