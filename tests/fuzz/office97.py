"""Damage to an Office 97–2003 file: its sectors, and the records of the workbook in them."""

from __future__ import annotations

import random
import struct
from collections.abc import Sequence

from tests.fuzz import raw

_HEAD, _SECTOR = 512, 512
_BEGINS = (b"\x09\x08\x10\x00", b"\x09\x08\x08\x00", b"\x09\x08\x06\x00")  # BOF of Excel 97, 95, 4


def change_record(data: bytes, draw: random.Random, others: Sequence[bytes]) -> bytes:
    """One record of the workbook: another kind, another length, other numbers, gone, twice, exchanged."""
    places = _records(data)
    if len(places) < 3:
        return raw.overwrite(data, draw, others)
    at, length = draw.choice(places)
    end = at + 4 + length
    changed = bytearray(data)
    match draw.randrange(7):
        case 0:
            struct.pack_into("<H", changed, at + 2, draw.choice(raw.NUMBERS) % 65536)
        case 1:
            other, _ = draw.choice(places)
            changed[at : at + 2] = data[other : other + 2]
        case 2 if length > 1:
            where = at + 4 + draw.randrange(length - 1)
            struct.pack_into("<H", changed, where, draw.choice(raw.NUMBERS) % 65536)
        case 3 if length > 3:
            where = at + 4 + draw.randrange(length - 3)
            struct.pack_into("<I", changed, where, draw.choice(raw.NUMBERS))
        case 4:  # gone: what follows moves up, so that the records after it stay records
            changed[at:] = data[end:] + bytes(end - at)
        case 5:  # twice
            changed[end:] = (data[at:end] + data[end:])[: len(data) - end]
        case _:
            other, size = draw.choice(places)
            fitting = min(length, size)
            changed[at + 4 : at + 4 + fitting] = data[other + 4 : other + 4 + fitting]
    return bytes(changed)


def change_sector(data: bytes, draw: random.Random, others: Sequence[bytes]) -> bytes:
    """Two sectors exchanged, one emptied, or one written over another."""
    count = (len(data) - _HEAD) // _SECTOR
    if count < 2:
        return data
    one, other = (_HEAD + draw.randrange(count) * _SECTOR for _ in range(2))
    changed = bytearray(data)
    match draw.randrange(3):
        case 0:
            changed[one : one + _SECTOR] = data[other : other + _SECTOR]
            changed[other : other + _SECTOR] = data[one : one + _SECTOR]
        case 1:
            changed[one : one + _SECTOR] = bytes(_SECTOR)
        case _:
            changed[one : one + _SECTOR] = data[other : other + _SECTOR]
    return bytes(changed)


def change_header(data: bytes, draw: random.Random, others: Sequence[bytes]) -> bytes:
    """Where the file says that its tables stand, and how large its sectors are."""
    changed = bytearray(data)
    if len(changed) < _HEAD:
        return data
    at = draw.choice((30, 32, 44, 48, 56, 60, 64, 68, 72, 76, 80))
    struct.pack_into("<I", changed, at, draw.choice((*raw.NUMBERS, 5, 9, 12)))
    return bytes(changed)


def _records(data: bytes) -> list[tuple[int, int]]:
    """Start and length of the workbook's records, as long as they follow each other in the file."""
    starts = [at for begin in _BEGINS if (at := data.find(begin, _HEAD)) >= 0]
    at = min(starts, default=len(data))
    found = []
    while at + 4 <= len(data) and len(found) < 5000:
        kind, length = struct.unpack_from("<2H", data, at)
        if kind == 0 or at + 4 + length > len(data):
            break
        found.append((at, length))
        at += 4 + length
    return found
