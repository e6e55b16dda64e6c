"""A folder of workbooks, zipped by the bureau: its files by name, each with its bytes."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from dataclasses import dataclass

from metrics.intake import refuse
from metrics.intake.formats.zip_parts import DAMAGED, inflated
from metrics.limits import DEFAULTS, Limits
from metrics.model import Unreadable

_UTF8_NAME = 0x800  # the flag of a name in UTF-8; without it Windows writes the system's own GBK
_UNICODE_PATH = 0x7075  # the extra field in which WinRAR and 7-Zip give the name in UTF-8
# Packed beside the workbooks by machines, not by people: macOS's shadow files, Office's and WPS's marks of an
# open file, Windows's thumbnails.
_BY_MACHINES = re.compile(r"(?:^|/)(?:__MACOSX/|\.|~\$|\.~|Thumbs\.db$|desktop\.ini$)", re.I)
_MARKS_OF_DOCUMENTS = re.compile(
    r"\[Content_Types\]\.xml|xl/workbook\.(?:xml|bin)|word/document\.xml|ppt/presentation\.xml|content\.xml|mimetype"
)


@dataclass(frozen=True)
class Member:
    """One file. name: as it stands in the archive, folders with “/”: text to be shown, never a path to write to.

    refusal: why it was not taken out, “” when `data` holds it.
    """

    name: str
    data: bytes
    refusal: str = ""

    @property
    def file_name(self) -> str:
        return self.name.rpartition("/")[2]


@dataclass(frozen=True)
class Archive:
    """members: in the archive's order. left_out: names of what machines put there."""

    members: tuple[Member, ...]
    left_out: tuple[str, ...]


def unpack(data: bytes, limits: Limits = DEFAULTS) -> Archive | None:
    """The files of a zip; None for what is no zip of files (a workbook is a zip of parts).

    Raises Unreadable for a damaged zip and for one beyond the limits. Nothing is written to any disk.
    """
    if not data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return None
    if len(data) > limits.archive_bytes:
        raise refuse.archive_too_big(limits.archive_mb)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except DAMAGED as error:
        raise refuse.damaged_archive() from error
    if any(_MARKS_OF_DOCUMENTS.fullmatch(entry.filename) for entry in entries):
        return None
    named = [(_name(entry), entry) for entry in entries if not entry.filename.endswith("/")]
    left_out = tuple(name for name, _ in named if _BY_MACHINES.search(name))
    wanted = [(name, entry) for name, entry in named if not _BY_MACHINES.search(name)]
    if not wanted:
        raise refuse.empty_archive()
    if len(wanted) > limits.archive_files:
        raise refuse.archive_of_too_many(len(wanted), limits.archive_files)
    # Workbooks are packed already: an archive of them is hardly smaller than they are.
    if sum(entry.file_size for _, entry in wanted) > 2 * limits.archive_bytes:
        raise refuse.archive_inflates(2 * limits.archive_mb)
    return Archive(tuple(_member(name, entry, data, limits) for name, entry in wanted), left_out)


def _member(name: str, entry: zipfile.ZipInfo, data: bytes, limits: Limits) -> Member:
    """The declared size bounds what is taken out, so that the sum of all of them does."""
    if entry.file_size > limits.file_bytes:
        return Member(name, b"", str(refuse.too_big(limits.file_mb)))
    if entry.flag_bits & 1:
        return Member(name, b"", str(refuse.archive_password()))
    pieces, size = [], 0
    try:
        for piece in inflated(data, entry):
            size += len(piece)
            if size > entry.file_size:
                return Member(name, b"", str(refuse.damaged_archive()))
            pieces.append(piece)
    except (*DAMAGED, Unreadable):
        return Member(name, b"", str(refuse.damaged_archive()))
    content = b"".join(pieces)
    if size != entry.file_size or zlib.crc32(content) != entry.CRC:
        return Member(name, b"", str(refuse.damaged_archive()))
    return Member(name, content)


def _name(entry: zipfile.ZipInfo) -> str:
    """The name as the person wrote it; folders with “/”, nothing that a screen would act on."""
    if entry.flag_bits & _UTF8_NAME:
        name = entry.filename
    else:
        raw = entry.orig_filename.encode("cp437", "replace")  # how zipfile read the bytes
        name = _unicode_path(entry.extra, raw) or _decoded(raw)
    name = name.partition("\0")[0].replace("\\", "/")
    return "/".join(part for part in name.split("/") if part not in ("", ".", "..")) or "未命名"


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("gb18030", "replace")


def _unicode_path(extra: bytes, raw: bytes) -> str:
    """The name in the extra field, when it still belongs to this entry; “” otherwise."""
    at = 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<2H", extra, at)
        body = extra[at + 4 : at + 4 + length]
        if kind == _UNICODE_PATH and length > 5 and struct.unpack_from("<I", body, 1)[0] == zlib.crc32(raw):
            return body[5:].decode("utf-8", "replace")
        at += 4 + length
    return ""
