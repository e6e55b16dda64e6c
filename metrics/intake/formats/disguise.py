"""Files that are no workbook whatever their name says, known by how they begin or by what they are made of."""

from __future__ import annotations

import re
from collections.abc import Callable

from metrics.intake import refuse
from metrics.intake.formats.ole import Compound
from metrics.intake.formats.zip_parts import Parts
from metrics.model import Unreadable

# The encryption software that offices install opens such files unnoticed on their own machines.
_SIGNATURES: tuple[tuple[tuple[bytes, ...], Callable[[], Unreadable]], ...] = (
    ((b"%PDF",), refuse.pdf),
    ((b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*", b"RIFF"), refuse.picture),
    ((b"{\\rtf",), refuse.word),
    ((b"Rar!\x1a", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh"), refuse.archive),
    ((b"%TSD-Header-###%", b"b\x14#e"), refuse.office_encryption),
    ((b"PK\x05\x06", b"PK\x07\x08"), refuse.archive),
)
_STREAMS: tuple[tuple[str, Callable[[], Unreadable]], ...] = (
    ("EncryptedPackage", refuse.password),
    ("WordDocument", refuse.word),
    ("WpsDocument", refuse.word),  # WPS before 2005
    ("PowerPoint Document", refuse.slides),
)
_WORKBOOKS = ("xl/workbook.xml", "xl/workbook.bin")
_ENCRYPTED = re.compile(rb"encryption-data|encrypted-package", re.I)


def check_signature(data: bytes) -> None:
    """Raises Unreadable for what the first bytes say to be something else than a table."""
    start = data[:64].removeprefix(b"\xef\xbb\xbf").lstrip()
    for signatures, refusal in _SIGNATURES:
        if start.startswith(signatures):
            if signatures[0] == b"\x89PNG" and start.startswith((b"BM", b"RIFF")) and b"\0" not in data[:64]:
                continue  # a text that begins with these letters
            raise refusal()


def check_compound(streams: Compound) -> str:
    """The name of the workbook's stream. Raises Unreadable for the other documents of Office 97–2003."""
    for name in ("Workbook", "Book"):
        if name in streams:
            return name
    for name, refusal in _STREAMS:
        if name in streams:
            raise refusal()
    raise refuse.unknown()


def check_parts(parts: Parts) -> None:
    """Raises Unreadable for a zip without a workbook, and for an encrypted OpenDocument."""
    if any(name in parts for name in _WORKBOOKS):
        return
    if "META-INF/manifest.xml" in parts and _ENCRYPTED.search(parts.read("META-INF/manifest.xml")):
        raise refuse.password()
    kind = parts.read("mimetype")[:200] if "mimetype" in parts else b""
    if "word/document.xml" in parts or b"opendocument.text" in kind:
        raise refuse.word()
    if "ppt/presentation.xml" in parts or b"opendocument.presentation" in kind:
        raise refuse.slides()
    if "content.xml" not in parts or (kind and b"opendocument.spreadsheet" not in kind):
        raise refuse.archive()
