"""Damage to the parts of a zip, packed again so that sizes and checksums are right."""

from __future__ import annotations

import io
import random
import warnings
import zipfile
from collections.abc import Sequence

from tests.fuzz import markup, raw

_Parts = list[tuple[str, bytes]]


def change_part(data: bytes, draw: random.Random, others: Sequence[bytes]) -> bytes:
    """One part with other content."""
    parts = _unpacked(data)
    if not parts:
        return raw.overwrite(data, draw, others)
    sheets = [n for n, (name, _) in enumerate(parts) if "sheet" in name.lower() or "content" in name]
    at = draw.choice(sheets) if sheets and draw.random() < 0.5 else draw.randrange(len(parts))
    name, content = parts[at]
    if content.lstrip(b"\xef\xbb\xbf \r\n").startswith(b"<") and draw.random() < 0.85:
        text = markup.changed(content.decode("utf-8", "replace"), draw)
        encoding = draw.choice(("utf-8",) * 12 + ("utf-8-sig", "utf-16", "gb18030"))
        content = text.encode(encoding, "replace")
    elif content:
        ways = (raw.flip, raw.overwrite, raw.delete, raw.repeat, raw.cut, raw.number)
        content = draw.choice(ways)(content, draw, others)
    parts[at] = (name, content)
    return _packed(parts, draw)


def change_list(data: bytes, draw: random.Random, others: Sequence[bytes]) -> bytes:
    """Parts that are missing, doubled, renamed, exchanged or a stranger's."""
    parts = _unpacked(data)
    if not parts:
        return raw.flip(data, draw, others)
    one, other = draw.randrange(len(parts)), draw.randrange(len(parts))
    match draw.randrange(6):
        case 0:
            del parts[one]
        case 1:
            parts.append(parts[one])
        case 2:
            new = draw.choice(
                (parts[other][0], parts[one][0].upper(), "x/" * 40 + "a", "../a", "", "xl/媒体/甲.xml")
            )
            parts[one] = (new, parts[one][1])
        case 3:
            parts[one], parts[other] = (parts[one][0], parts[other][1]), (parts[other][0], parts[one][1])
        case 4:
            strange = _unpacked(draw.choice([o for o in others if o.startswith(b"PK")] or [data]))
            if strange:
                parts[one] = (parts[one][0], draw.choice(strange)[1])
        case _:
            draw.shuffle(parts)
    return _packed(parts, draw)


def _unpacked(data: bytes) -> _Parts:
    """Name and content of each part that can still be unpacked."""
    found: _Parts = []
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for entry in archive.infolist()[:300]:
                if entry.file_size < 20_000_000:
                    found.append((entry.filename, archive.read(entry)))
    except Exception:
        return found  # whatever zipfile raises at damage: what came before it is damaged further
    return found


def _packed(parts: _Parts, draw: random.Random) -> bytes:
    buffer = io.BytesIO()
    method = draw.choice((zipfile.ZIP_DEFLATED,) * 9 + (zipfile.ZIP_STORED,))
    with warnings.catch_warnings(), zipfile.ZipFile(buffer, "w", method) as archive:
        warnings.simplefilter("ignore", UserWarning)  # a part that is there twice is what we want
        for name, content in parts:
            # A plain writestr would stamp the time of day, and the same draw would give other bytes.
            entry = zipfile.ZipInfo(name.encode("utf-8", "replace").decode(), (2025, 1, 1, 0, 0, 0))
            entry.compress_type = method
            archive.writestr(entry, content)
    return buffer.getvalue()
