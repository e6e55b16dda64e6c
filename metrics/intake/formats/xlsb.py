"""The sheets of an .xlsb, looked over before the bulk reader opens them: how far they reach, what they merge."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator, Mapping
from contextlib import suppress

from metrics.intake import refuse
from metrics.intake.formats.biff import ERRORS, Sheet
from metrics.intake.formats.extent import MOST_CELLS
from metrics.intake.formats.styles import Font, Styles

_ROW, _BUNDLE, _MERGE = 0, 156, 176
_FILLED = range(2, 12)  # cells with a value or a formula; 1 is a cell that is only formatted
_ERROR_CELLS = (3, 11)  # an error as it stands, and one that a formula gave
_NUMBER_CELLS = (2, 5, 9)
_SHARED_TEXT_CELL = 7
_VIEW, _SHOWS_NOUGHTS = 137, 0x10
_FONT, _FORMAT, _STYLE, _STYLES, _END_OF_STYLES = 43, 44, 47, 617, 618
_STRUCK, _RAISED = 0x08, 1
_TEXT, _RICH = 19, 0x01
_DAMAGE = (struct.error, IndexError, UnicodeDecodeError)
_MOST_LENGTH_BYTES = 4


def is_sheet(part: bytes) -> bool:
    """Whether the part begins as a sheet does, whatever its name."""
    return part.startswith(b"\x81\x01")


def part_names(book: bytes, relations: bytes) -> dict[str, str]:
    """Sheet name → name of its part, from xl/workbook.bin and its relations. Raises Unreadable for damage."""
    targets = {}
    for tag in re.findall(rb"<(?:\w+:)?Relationship\s[^>]*>", relations):
        about = dict(re.findall(rb"""(\w+)\s*=\s*["']([^"']*)["']""", tag))
        targets[about.get(b"Id", b"").decode("utf-8", "replace")] = about.get(b"Target", b"").decode(
            "utf-8", "replace"
        )
    found = {}
    try:
        for kind, at, _ in _records(book):
            if kind == _BUNDLE:
                relation, after = _wide(book, at + 8)
                target = targets.get(relation, "")
                found[_wide(book, after)[0]] = target[1:] if target.startswith("/") else f"xl/{target}"
    except (struct.error, IndexError, UnicodeDecodeError) as error:
        raise refuse.damaged() from error
    return found


def _wide(part: bytes, at: int) -> tuple[str, int]:
    """A text with its length before it, and the place behind it."""
    end = at + 4 + 2 * struct.unpack_from("<I", part, at)[0]
    return part[at + 4 : end].decode("utf-16-le"), end


def styles_of(part: bytes) -> Styles:
    """The styles in xl/styles.bin; damaged ones are done without, as the bulk reader does."""
    styles, of_cells = Styles(), False
    with suppress(*_DAMAGE):
        for kind, at, _ in _records(part):
            if kind in (_STYLES, _END_OF_STYLES):
                of_cells = kind == _STYLES
            elif kind == _FONT:
                _, lines, _, script = struct.unpack_from("<4H", part, at)
                styles.fonts.append(Font(bool(lines & _STRUCK), script == _RAISED))
            elif kind == _FORMAT:
                styles.formats[struct.unpack_from("<H", part, at)[0]] = _wide(part, at + 2)[0]
            elif kind == _STYLE and of_cells:
                _, number_format, font = struct.unpack_from("<3H", part, at)
                styles.add(font, number_format)
    return styles


def marked_texts(part: bytes, styles: Styles) -> dict[int, str]:
    """Number of a text in xl/sharedStrings.bin → the text with its marks, for those that have any."""
    found: dict[int, str] = {}
    number = 0
    with suppress(*_DAMAGE):
        for kind, at, _ in _records(part) if styles.mark_runs else ():
            if kind == _TEXT:
                if part[at] & _RICH:
                    text, behind = _wide(part, at + 1)
                    (count,) = struct.unpack_from("<I", part, behind)
                    runs = [struct.unpack_from("<2H", part, behind + 4 + 4 * n) for n in range(count)]
                    if runs and (marked := styles.marked(text, runs)) is not None:
                        found[number] = marked
                number += 1
    return found


def look_over(part: bytes, styles: Styles | None = None, texts: Mapping[int, str] | None = None) -> Sheet:
    """One sheet part. Raises Unreadable for a sheet that reaches or merges too far.

    styles, texts: those of the workbook of which something is to be said.
    """
    sheet, row, area = Sheet(), 0, 0
    telling = styles.telling if styles is not None else {}
    try:
        for kind, at, length in _records(part):
            if kind == _ROW:
                row = struct.unpack_from("<I", part, at)[0]
                if length > 11 and part[at + 11] & 0x10:
                    sheet.hidden_rows.add(row)
            elif kind in _FILLED:
                column = struct.unpack_from("<I", part, at)[0]
                sheet.reach.take(row, column)
                if kind in _ERROR_CELLS:
                    sheet.errors[row, column] = ERRORS.get(part[at + 8], "#N/A")
                if telling and styles is not None:
                    style = struct.unpack_from("<I", part, at + 4)[0] & 0xFFFFFF
                    sheet.look(row, column, style, styles, kind in _NUMBER_CELLS)
                if texts and kind == _SHARED_TEXT_CELL:
                    number = struct.unpack_from("<I", part, at + 8)[0]
                    if number in texts:
                        sheet.texts[row, column] = texts[number]
            elif kind == _VIEW:
                sheet.shows_no_noughts = not part[at] & _SHOWS_NOUGHTS
            elif kind == _MERGE:
                top, bottom, left, right = struct.unpack_from("<4I", part, at)
                area += (bottom - top + 1) * (right - left + 1)
                sheet.merged.append((top, left, bottom, right))
    except (struct.error, IndexError) as error:
        raise refuse.damaged() from error
    if area > MOST_CELLS:
        raise refuse.merged_too_far()
    return sheet


def _records(part: bytes) -> Iterator[tuple[int, int, int]]:
    """Kind, place and length of each record; both numbers are written in bytes of seven bits."""
    at = 0
    while at < len(part):
        kind = part[at]
        at += 1
        if kind & 0x80:
            kind = kind & 0x7F | (part[at] & 0x7F) << 7
            at += 1
        length = 0
        for n in range(_MOST_LENGTH_BYTES):
            byte = part[at]
            at += 1
            length |= (byte & 0x7F) << 7 * n
            if byte < 0x80:
                break
        yield kind, at, length
        at += length
