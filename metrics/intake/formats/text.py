"""Bytes of a text file to text, in the encodings that Chinese offices use."""

from __future__ import annotations

import codecs
import re

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([\w-]{2,20})""", re.I)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


def decode(data: bytes) -> str | None:
    """UTF-8 or UTF-16 with or without mark, GB18030 (and so GBK, GB2312); None for none of them.

    A page or an XML file may declare another encoding in its first lines. The declaration is often wrong
    (a template says utf-8, the system writes GBK), so it comes after UTF-8: bytes of another encoding that
    happen to be right UTF-8 are as good as impossible in a table with Chinese in it.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decoded(data[len(mark) :], encoding)
    if b"\0" in data:
        return _without_mark(data)
    declared = _DECLARED.search(data[:2048])
    named = _known(declared[1].decode()) if declared else ""
    return next(
        (
            text
            for encoding in ("utf-8", named, "gb18030")
            if encoding and (text := _decoded(data, encoding)) is not None
        ),
        None,
    )


def _without_mark(data: bytes) -> str | None:
    """UTF-16 betrays itself by the zero byte of each comma, digit and line end; on which side, says the order.

    Other binary files have zero bytes too, hence nothing may be left in the text that no text holds.
    """
    head = data[: 64 * 1024]
    encoding = "utf-16-le" if head[1::2].count(0) > head[::2].count(0) else "utf-16-be"
    text = _decoded(data, encoding)
    return None if text is None or _CONTROL.search(text) else text


def _known(name: str) -> str:
    """The declared encoding's Python name, “” for one that is none or no text encoding."""
    try:
        found = codecs.lookup(name)
    except LookupError:
        return ""
    if found.name in ("gb2312", "gbk", "gb18030", "utf-8", "utf-16", "utf-16-le", "utf-16-be"):
        return ""  # tried anyway, or impossible without zero bytes
    return found.name if found._is_text_encoding else ""


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeError:
        return None
