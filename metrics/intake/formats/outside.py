"""What a workbook would fetch from elsewhere: other workbooks, other programs, databases. We never do; we say so."""

from __future__ import annotations

import re
import struct

from metrics.intake import rules
from metrics.intake.formats import biff
from metrics.intake.formats.ole import Compound
from metrics.intake.formats.zip_parts import Parts
from metrics.limits import DEFAULTS, Limits
from metrics.model import Finding, Unreadable

_LINK_PART = re.compile(r"xl/externalLinks/[^/]+\.(?:xml|bin)")
_QUERY_PART = re.compile(r"xl/(?:connections\.(?:xml|bin)|queryTables/[^/]+)")
_MASHUP_PART = re.compile(r"customXml/item\d+\.xml")  # where Power Query keeps its steps
_MASHUP = b"DataMashup"
_ODS_LINK, _ODS_DDE, _ODS_QUERY = b"<table:table-source", b"<office:dde-source", b"<table:database-source-"
_SUPBOOK, _QUERY, _END_OF_GLOBALS = 0x01AE, 0x01AD, 0x000A
_OWN_SHEETS, _ADD_IN = 0x0401, 0x3A01  # what stands in a SUPBOOK in place of a path's length
_DDE_SIGN = b"\x03"  # between program and topic


def findings(data: bytes, limits: Limits = DEFAULTS) -> list[Finding]:
    """One hint, or none. data: of a workbook that could be opened."""
    try:
        if data.startswith(b"PK"):
            links, programs, queries = _of_zip(Parts(data, limits))
        elif data.startswith(b"\xd0\xcf\x11\xe0"):
            links, programs, queries = _of_xls(Compound(data))
        else:
            return []  # text: whatever looks like a link is a text there
    except Unreadable:
        return []
    told = [
        *([f"{links} 个外部链接"] if links else []),
        *([f"{programs} 个 DDE 链接"] if programs else []),
        *(["数据库查询"] if queries else []),
    ]
    return [rules.EXTERNAL_LINKS.at(found="、".join(told))] if told else []


def _of_zip(parts: Parts) -> tuple[int, int, bool]:
    if "xl/workbook.xml" not in parts and "xl/workbook.bin" not in parts:
        return _of_ods(parts)
    linked = [name for name in parts.names if _LINK_PART.fullmatch(name)]
    programs = sum(b"ddeLink" in parts.read(name)[:4096] for name in linked)
    queries = any(_QUERY_PART.fullmatch(name) for name in parts.names) or any(
        _MASHUP in parts.read(name).replace(b"\0", b"")[:4096]
        for name in parts.names
        if _MASHUP_PART.fullmatch(name)
    )
    return len(linked) - programs, programs, queries


def _of_ods(parts: Parts) -> tuple[int, int, bool]:
    """Counted piece by piece with a piece of the one before, as a mark may be cut in two."""
    counts, tail = [0, 0, 0], b""
    for piece in parts.pieces("content.xml"):
        for n, mark in enumerate((_ODS_LINK, _ODS_DDE, _ODS_QUERY)):
            counts[n] += (tail[1 - len(mark) :] + piece).count(mark)
        tail = piece[-64:]
    return counts[0], counts[1], counts[2] > 0


def _of_xls(streams: Compound) -> tuple[int, int, bool]:
    """The workbook's own records come before those of its sheets."""
    name = next((name for name in ("Workbook", "Book") if name in streams), "")
    stream = streams.stream(name) if name else b""
    links, programs, queries = 0, 0, b"\xad\x01" in stream and _has_query(stream)
    for at, kind, length in biff.records(stream):
        if kind == _END_OF_GLOBALS:
            break
        if kind == _SUPBOOK and length > 4:
            path = struct.unpack_from("<H", stream, at + 6)[0]
            if path not in (_OWN_SHEETS, _ADD_IN):
                is_program = _DDE_SIGN in stream[at + 8 : at + 4 + length]
                links, programs = links + (not is_program), programs + is_program
    return links, programs, queries


def _has_query(stream: bytes) -> bool:
    return any(kind == _QUERY for _, kind, _ in biff.records(stream))
