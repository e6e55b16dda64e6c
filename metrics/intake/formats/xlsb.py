"""The sheets of an .xlsb, looked over before the bulk reader opens them: how far they reach, what they merge."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator

from metrics.intake import refuse
from metrics.intake.formats.biff import ERRORS, Sheet
from metrics.intake.formats.extent import MOST_CELLS

_ROW, _BUNDLE, _MERGE = 0, 156, 176
_FILLED = range(2, 12)  # cells with a value or a formula; 1 is a cell that is only formatted
_ERROR_CELLS = (3, 11)  # an error as it stands, and one that a formula gave
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


def look_over(part: bytes) -> Sheet:
    """One sheet part. Raises Unreadable for a sheet that reaches or merges too far."""
    sheet, row, area = Sheet(), 0, 0
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
