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
from metrics.limits import DEFAULTS, Limits

RATIO_FROM = 4 * 1024 * 1024  # smaller parts are let pass: a page of blanks shrinks more than anything
# Documents put into a sheet as objects are zips by right; they are never opened. Others have no business here.
_EMBEDDED = re.compile(r"xl/embeddings/|Object[^/]*/|ObjectReplacements/")
_MARKUP = re.compile(r"\.(?:xml|rels|vml)$", re.I)
_MEDIA = re.compile(r"xl/media/|Pictures/|media/")
_ENCODING = re.compile(rb"""<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z][\w.:-]*)["']""")
_BEFORE_MARKUP = b"\xef\xbb\xbf\xff\xfe\0 \t\r\n"
_OUTSIDE = re.compile(r"^[/\\]|^[A-Za-z]:|(?:^|[/\\])\.\.(?:[/\\]|$)")
_DTD = (b"<!DOCTYPE", b"<!ENTITY")
_CHUNK = 1024 * 1024
_PACKED = 64 * 1024
_OVERLAP = 32  # a declaration may be cut in two by the end of a chunk
# What zipfile, zlib and struct raise at damaged bytes.
DAMAGED = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, OSError, ValueError)


class Parts:
    """The parts of one zip by name. Raises Unreadable for a damaged zip and for one that no office wrote."""

    def __init__(self, data: bytes, limits: Limits = DEFAULTS) -> None:
        self._data = data
        self._most_ratio = limits.ratio
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                entries = archive.infolist()
        except DAMAGED as error:
            raise refuse.damaged() from error
        inflated_bytes = sum(entry.file_size for entry in entries)
        if len(entries) > limits.zip_entries or inflated_bytes > limits.inflated_bytes:
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
        markup = False
        for piece in self._inflated(entry):
            if not size:
                if piece.startswith(b"PK\x03\x04") and not _EMBEDDED.match(name):
                    raise refuse.unsafe_archive()
                # A part is what its relation says, whatever its name: a sheet may be called “x.bin”.
                markup = _MARKUP.search(name) is not None or _is_markup(piece, name)
                if markup and _hides_its_signs(piece):
                    raise refuse.unsafe_archive()
            size += len(piece)
            if size > entry.file_size or (
                size > RATIO_FROM and size > self._most_ratio * entry.compress_size
            ):
                raise refuse.inflates()
            if markup:
                tail += piece
                plain = tail.replace(b"\0", b"") if b"\0" in tail else tail  # UTF-16
                # The one sign is looked for first: hardly a sheet holds it, and it is found ten times as fast.
                if b"!" in plain and any(sign in plain for sign in _DTD):
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
        return inflated(self._data, entry)


def _is_markup(piece: bytes, name: str) -> bool:
    """Pictures in SVG are markup too, mostly with a document type; no reader of ours opens a picture."""
    return not _MEDIA.match(name) and piece[:64].lstrip(_BEFORE_MARKUP).startswith(b"<")


def _hides_its_signs(piece: bytes) -> bool:
    """Whether the part declares an encoding in which “<!DOCTYPE” has other bytes, as those of mainframes."""
    declared = _ENCODING.match(piece.replace(b"\0", b"")[:200].lstrip(_BEFORE_MARKUP))
    if declared is None or declared[1].lower().startswith(b"utf-16"):
        return False
    try:
        return _DTD[0].decode().encode(declared[1].decode()) != _DTD[0]
    except (LookupError, UnicodeError):
        return False  # none that a reader would know either


def inflated(data: bytes, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """What one entry of the zip holds, in pieces. Raises Unreadable for damage."""
    try:
        name_length, extra_length = struct.unpack_from("<26xHH", data, entry.header_offset)
        start = entry.header_offset + 30 + name_length + extra_length
        packed = memoryview(data)[start : start + entry.compress_size]
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
