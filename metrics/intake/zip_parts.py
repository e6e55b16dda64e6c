"""The parts of a zipped workbook, looked over before any reader opens it.

The sizes that a zip declares are not believed: the bulk reader inflates until the data end, so each part is
inflated here first, in pieces, counting.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator

from metrics.intake import refuse

MOST_ENTRIES = 2000  # a workbook of a hundred sheets has some three hundred parts
MOST_INFLATED = 400 * 1024 * 1024  # 20 MB of sheet XML, which shrinks to a tenth or twentieth
# Sheets of many equal rows shrink to a hundredth; what a part gives beyond that is made to fill memory. Small
# parts are let pass: a page of blanks shrinks more than anything.
MOST_RATIO = 200
RATIO_FROM = 4 * 1024 * 1024
# Documents put into a sheet as objects are zips by right; they are never opened. Others have no business here.
_EMBEDDED = re.compile(r"xl/embeddings/|Object[^/]*/|ObjectReplacements/")
_MARKUP = re.compile(r"\.(?:xml|rels|vml)$", re.I)
_OUTSIDE = re.compile(r"^[/\\]|^[A-Za-z]:|(?:^|[/\\])\.\.(?:[/\\]|$)")
_DTD = (b"<!DOCTYPE", b"<!ENTITY")
_CHUNK = 1024 * 1024
_PACKED = 64 * 1024
_OVERLAP = 32  # a declaration may be cut in two by the end of a chunk
# What zipfile, zlib and struct raise at damaged bytes.
_DAMAGED = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, OSError, ValueError)


class Parts:
    """The parts of one zip by name. Raises Unreadable for a damaged zip and for one that no office wrote."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                entries = archive.infolist()
        except _DAMAGED as error:
            raise refuse.damaged() from error
        if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_INFLATED:
            raise refuse.inflates()
        if any(_OUTSIDE.search(entry.filename) for entry in entries):
            raise refuse.unsafe_archive()
        self._entries = {entry.filename: entry for entry in entries}
        if len(self._entries) < len(entries):  # two readers may take two different ones of equal name
            raise refuse.unsafe_archive()

    def __contains__(self, name: str) -> bool:
        return name in self._entries

    @property
    def names(self) -> list[str]:
        return list(self._entries)

    def size(self, name: str) -> int:
        return self._entries[name].file_size

    def read(self, name: str) -> bytes:
        """The whole part; for parts that have been looked over."""
        return b"".join(self.pieces(name))

    def pieces(self, name: str) -> Iterator[bytes]:
        """The part in pieces. Raises Unreadable as soon as it turns out damaged or made to do harm."""
        entry, size, tail = self._entries[name], 0, b""
        markup = _MARKUP.search(name) is not None
        for piece in self._inflated(entry):
            if not size and piece.startswith(b"PK\x03\x04") and not _EMBEDDED.match(name):
                raise refuse.unsafe_archive()
            size += len(piece)
            if size > entry.file_size or (size > RATIO_FROM and size > MOST_RATIO * entry.compress_size):
                raise refuse.inflates()
            if markup:
                tail += piece
                plain = tail.replace(b"\0", b"") if b"\0" in tail else tail  # UTF-16
                if any(sign in plain for sign in _DTD):
                    raise refuse.unsafe_archive()
                tail = tail[-_OVERLAP:]
            yield piece
        if size != entry.file_size:
            raise refuse.damaged()

    def look_over(self, name: str) -> None:
        """Raises Unreadable as `pieces` does, keeping nothing."""
        for _ in self.pieces(name):
            pass

    def _inflated(self, entry: zipfile.ZipInfo) -> Iterator[bytes]:
        if entry.flag_bits & 1:
            raise refuse.password()
        try:
            name_length, extra_length = struct.unpack_from("<26xHH", self._data, entry.header_offset)
            start = entry.header_offset + 30 + name_length + extra_length
            packed = memoryview(self._data)[start : start + entry.compress_size]
            if len(packed) < entry.compress_size or entry.compress_type not in (
                zipfile.ZIP_STORED,
                zipfile.ZIP_DEFLATED,
            ):
                raise refuse.damaged()
            if entry.compress_type == zipfile.ZIP_STORED:
                yield from (bytes(packed[at : at + _CHUNK]) for at in range(0, len(packed), _CHUNK))
                return
            yield from _inflate(packed)
        except (zlib.error, struct.error) as error:
            raise refuse.damaged() from error


def _inflate(packed: memoryview) -> Iterator[bytes]:
    inflate = zlib.decompressobj(-15)
    for at in range(0, len(packed), _PACKED):
        rest: bytes | memoryview = packed[at : at + _PACKED]
        while True:
            piece = inflate.decompress(rest, _CHUNK)
            rest = inflate.unconsumed_tail
            if piece:
                yield piece
            if not rest and len(piece) < _CHUNK:
                break
    if not inflate.eof:
        raise refuse.damaged()
