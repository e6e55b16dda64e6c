"""Damage to bytes, whatever they are: what disks, networks and mail gateways do."""

from __future__ import annotations

import random
import struct
from collections.abc import Sequence

NUMBERS = (0, 1, 2, 127, 128, 255, 256, 32767, 32768, 65535, 2**24, 2**31 - 1, 2**31, 2**32 - 1)


def flip(data: bytes, draw: random.Random, others: Sequence[bytes]) -> bytes:
    """Single bits."""
    changed = bytearray(data)
    for _ in range(draw.choice((1, 1, 2, 8, 64))):
        changed[draw.randrange(len(changed))] ^= 1 << draw.randrange(8)
    return bytes(changed)


def overwrite(data: bytes, draw: random.Random, others: Sequence[bytes]) -> bytes:
    """A run of zeros, ones or anything."""
    start, length = _piece(data, draw)
    fill = draw.choice((b"\0" * length, b"\xff" * length, draw.randbytes(length)))
    return data[:start] + fill + data[start + length :]


def cut(data: bytes, draw: random.Random, others: Sequence[bytes]) -> bytes:
    """An upload that broke off, or a mail gateway that took the beginning."""
    at = draw.randrange(len(data))
    return data[:at] if draw.random() < 0.8 else data[at:]


def delete(data: bytes, draw: random.Random, others: Sequence[bytes]) -> bytes:
    start, length = _piece(data, draw)
    return data[:start] + data[start + length :]


def repeat(data: bytes, draw: random.Random, others: Sequence[bytes]) -> bytes:
    start, length = _piece(data, draw)
    return data[:start] + data[start : start + length] * draw.choice((2, 2, 3, 50)) + data[start + length :]


def splice(data: bytes, draw: random.Random, others: Sequence[bytes]) -> bytes:
    """The beginning of one file and the end of another."""
    other = draw.choice(others)
    return data[: draw.randrange(len(data))] + other[draw.randrange(len(other)) :]


def number(data: bytes, draw: random.Random, others: Sequence[bytes]) -> bytes:
    """An integer of two or four bytes that is as large, or as small, as may be."""
    form = draw.choice(("<H", "<I", ">H", ">I"))
    size = struct.calcsize(form)
    if len(data) <= size:
        return data
    at = draw.randrange(len(data) - size)
    value = draw.choice(NUMBERS) % 256**size
    return data[:at] + struct.pack(form, value) + data[at + size :]


def _piece(data: bytes, draw: random.Random) -> tuple[int, int]:
    """Start and length of a run, mostly short."""
    length = min(len(data), draw.choice((1, 4, 16, 128, 1024, 8192)))
    return draw.randrange(len(data) - length + 1), length
