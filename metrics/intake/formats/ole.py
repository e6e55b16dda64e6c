"""The compound file in which Office 97–2003 keeps a document: a small file system in one file."""

from __future__ import annotations

import struct
from dataclasses import dataclass

from metrics.intake import refuse

_END = 0xFFFFFFFA  # and above: end of chain, free, table sectors
_MINI_BELOW = 4096
_NONE = 0xFFFFFFFF


@dataclass(frozen=True)
class _Entry:
    name: str
    left: int
    right: int
    child: int
    start: int
    size: int


class Compound:
    """The streams in the root of a compound file, by name. Raises Unreadable for a damaged one.

    Only the root counts: a Word file with a sheet in it has a “Workbook” further down, and the other way round.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data
        try:
            self._open()
        except (struct.error, IndexError, UnicodeDecodeError, ValueError) as error:
            raise refuse.damaged() from error

    def __contains__(self, name: str) -> bool:
        return name in self._streams

    def sectors(self, name: str) -> list[tuple[int, int]]:
        """Where a stream's content stands: (offset in the file, length) in order, without the part beyond its end."""
        entry = self._streams[name]
        if entry.size < _MINI_BELOW:
            small = self._chain(entry.start, self._mini_table)
            per = self._sector // 64
            places = [(self._at(self._mini_home[number // per]) + number % per * 64, 64) for number in small]
        else:
            places = [(self._at(number), self._sector) for number in self._chain(entry.start, self._table)]
        left, found = entry.size, []
        for offset, length in places:
            if left > 0:
                found.append((offset, min(length, left)))
            left -= length
        return found

    def stream(self, name: str) -> bytes:
        """A stream's content. Raises Unreadable where the file ends before it, or its sectors run in a circle."""
        try:
            content = b"".join(self._data[at : at + length] for at, length in self.sectors(name))
        except (IndexError, ValueError) as error:
            raise refuse.damaged() from error
        return content

    def with_zeros(self, name: str, places: list[tuple[int, int]]) -> bytes:
        """The whole file with zeros in the given places (start, length) of a stream."""
        changed = bytearray(self._data)
        sectors = self.sectors(name)
        step = sectors[0][1]
        for start, length in places:
            for at in range(start, start + length):
                changed[sectors[at // step][0] + at % step] = 0
        return bytes(changed)

    def _open(self) -> None:
        head = self._data
        self._sector: int = 1 << min(struct.unpack_from("<H", head, 30)[0], 16)
        directory, mini, more = (struct.unpack_from("<I", head, at)[0] for at in (48, 60, 68))
        numbers = [number for number in struct.unpack_from("<109I", head, 76) if number < _END]
        for _ in range(len(head) // self._sector):
            if more >= _END:
                break
            block = self._numbers(more)
            numbers += [number for number in block[:-1] if number < _END]
            more = block[-1]
        if len(numbers) > len(head) // self._sector:
            raise ValueError("more tables than sectors")
        self._table = [number for sector in numbers for number in self._numbers(sector)]
        self._mini_table = [n for sector in self._chain(mini, self._table) for n in self._numbers(sector)]
        entries = self._entries(directory)
        self._mini_home = self._chain(entries[0].start, self._table)
        self._streams = _siblings(entries, entries[0].child)

    def _entries(self, directory: int) -> list[_Entry]:
        found = []
        for number in self._chain(directory, self._table):
            for at in range(self._at(number), self._at(number) + self._sector, 128):
                name, length = struct.unpack_from("<64sH", self._data, at)
                left, right, child = struct.unpack_from("<3I", self._data, at + 68)
                start, size = struct.unpack_from("<2I", self._data, at + 116)
                text = name[: max(length - 2, 0)].decode("utf-16-le", "replace")
                found.append(_Entry(text, left, right, child, start, size))
        return found

    def _at(self, sector: int) -> int:
        return (sector + 1) * self._sector

    def _numbers(self, sector: int) -> tuple[int, ...]:
        return struct.unpack_from(f"<{self._sector // 4}I", self._data, self._at(sector))

    def _chain(self, start: int, table: list[int]) -> list[int]:
        """The sectors from `start` on. Raises ValueError for a chain that runs in a circle."""
        chain = []
        while start < _END:
            chain.append(start)
            if len(chain) > len(table):
                raise ValueError("a chain without end")
            start = table[start]
        return chain


def _siblings(entries: list[_Entry], first: int) -> dict[str, _Entry]:
    """The entries of one folder: a tree through `left` and `right`."""
    found: dict[int, _Entry] = {}
    waiting = [first]
    while waiting:
        number = waiting.pop()
        if number != _NONE and number not in found:
            found[number] = entries[number]
            waiting += [entries[number].left, entries[number].right]
    return {entry.name: entry for entry in found.values()}
