"""Bytes of a text file to text, in the encodings that Chinese offices use."""

from __future__ import annotations


def decode(data: bytes) -> str | None:
    """UTF-8 with or without mark, UTF-16 with mark, GB18030 (and so GBK, GB2312); None for none of them."""
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    encodings = ["utf-16"] if marked else ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None
