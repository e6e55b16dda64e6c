"""Damage to text files: csv, web pages, XML, in whatever encoding they are."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence

from tests.fuzz import markup

MOST_REPEATED = 100_000  # characters: what is repeated again and again would fill the memory of this process
ENCODINGS = (
    "utf-8",
    "utf-8-sig",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "utf-32",
    "gb18030",
    "latin-1",
    "cp1252",
)


def change_text(data: bytes, draw: random.Random, others: Sequence[bytes]) -> bytes:
    """Lines, fields, tags: in whatever encoding the text is."""
    text, encoding = _decoded(data)
    if "<" in text[:200]:
        text = markup.changed(text, draw)
    else:
        parts = re.split(r"([,;\t\r\n]+)", text)
        for _ in range(draw.choice((1, 2, 5))):
            one, other = draw.randrange(len(parts)), draw.randrange(len(parts))
            match draw.randrange(4):
                case 0:
                    parts[one], parts[other] = parts[other], parts[one]
                case 1:
                    parts[one] = draw.choice(markup.TEXTS)
                case 2:
                    parts[one] = parts[one] + draw.choice((",", "\t", "\n", '"', "\r", ";;;;")) * draw.choice(
                        (1, 9)
                    )
                case _:
                    parts[one] *= draw.choice((0, 2, 200) if len(parts[one]) < MOST_REPEATED else (0, 1))
        text = "".join(parts)
    return text.encode(encoding, "replace")


def recode(data: bytes, draw: random.Random, others: Sequence[bytes]) -> bytes:
    """Text in another encoding than it says, or twice encoded."""
    text, encoding = _decoded(data)
    if draw.random() < 0.3:
        text = text.encode(encoding, "replace").decode("latin-1")
    return text.encode(draw.choice(ENCODINGS), "replace")


def _decoded(data: bytes) -> tuple[str, str]:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace"), "utf-16"
    if b"\0" in data[:100]:
        encoding = "utf-16-le" if data[1:2] == b"\0" else "utf-16-be"
        return data.decode(encoding, "replace"), encoding
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1"), "latin-1"
