"""“单个文件网页” (MHTML): Excel's web page with all its sheets in one file, written like a mail."""

from __future__ import annotations

import email
import email.policy
import re
from dataclasses import replace
from email.message import EmailMessage, Message
from html import unescape
from itertools import islice
from typing import cast

from metrics.intake import refuse
from metrics.intake.formats import html_tables
from metrics.intake.formats.text import decode
from metrics.intake.grid import Grid

_MOST_PARTS = 500  # sheets, styles and pictures of the largest usual workbook
_SHEET_NAME = re.compile(r"<x:ExcelWorksheet>\s*<x:Name>([^<]*)</x:Name>", re.I)


def read(data: bytes) -> list[Grid]:
    """The tables of each page in the file, named as the sheets. Raises Unreadable where there are none."""
    message = cast(EmailMessage, email.message_from_bytes(data, policy=email.policy.compat32))
    pages: list[list[Grid]] = []
    names: list[str] = []
    parts = list(islice(message.walk(), _MOST_PARTS + 1))
    if len(parts) > _MOST_PARTS:
        raise refuse.inflates()
    # Excel keeps the styles of all sheets in a part of their own.
    styles = [decode(_content(part)) or "" for part in parts if part.get_content_type() == "text/css"]
    for part in parts:
        if part.get_content_type() == "text/html":
            text = decode(_content(part)) or ""
            names = names or [unescape(name) for name in _SHEET_NAME.findall(text)]
            if found := html_tables.read(text, "\n".join(styles)):
                pages.append(found)
    if len(names) != len(pages):
        names = [""] * len(pages)
    return [replace(grid, name=name) for name, page in zip(names, pages, strict=True) for grid in page]


def _content(part: Message) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""
