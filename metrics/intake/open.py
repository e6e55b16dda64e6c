"""Bytes to grids: what the file is, read from its content and never from its name."""

from __future__ import annotations

import io
import re
from collections.abc import Collection, Iterator
from dataclasses import replace
from functools import partial
from typing import cast

from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from metrics.intake import refuse
from metrics.intake.formats import (
    biff,
    biff5,
    delimited,
    disguise,
    html_tables,
    mhtml,
    ods,
    spreadsheet_xml,
    xlsb,
    xlsx_looks,
)
from metrics.intake.formats.extent import check_extent, check_size
from metrics.intake.formats.faithful import faithful
from metrics.intake.formats.ole import Compound
from metrics.intake.formats.styles import Styles
from metrics.intake.formats.text import decode
from metrics.intake.formats.zip_parts import Parts
from metrics.intake.grid import Grid
from metrics.intake.looks import judged, noughts
from metrics.limits import DEFAULTS, Limits
from metrics.model import Unreadable

# Beyond this much sheet XML a workbook is a list of thousands of rows, where nobody hides or comments cells
# but the faithful reader would take seconds (docs/decisions/0003).
MOST_FAITHFUL = 4 * 1024 * 1024
MOST_FAITHFUL_MERGED = 10_000  # ranges: each costs the faithful reader as much as fifty cells
_WORKSHEET = re.compile(rb"<(?:\w+:)?worksheet[\s>]")
_TEXTS = re.compile(rb"""<(?:\w+:)?sst\s[^>]*?uniqueCount\s*=\s*["'](\d{1,20})["']""")
_SHARED_TEXTS, _STYLES = "xl/sharedStrings.xml", "xl/styles.xml"
_SHEET = re.compile(rb"<(?:\w+:)?sheet[\s/>]")
_PICTURE = re.compile(r"(?:xl/media|Pictures)/")
_HTML = re.compile(r"<(?:!doctype\s+html|html|head|body|meta|table|div|style)\b", re.I)
_MAIL = re.compile(rb"(?:[\w-]+:[^\n]*\r?\n(?:[ \t][^\n]*\r?\n)*){0,30}?(?:mime-version|content-type):", re.I)


def open_grids(data: bytes, file_name: str, limits: Limits = DEFAULTS) -> list[Grid]:
    """Every sheet with something in it, in order. Raises Unreadable with what to do about it."""
    if len(data) > limits.file_bytes:
        raise refuse.too_big(limits.file_mb)
    if not data.strip(b"\0 \r\n\t"):
        raise refuse.empty()
    disguise.check_signature(data)
    if data.startswith(b"PK"):
        grids = _zip(data, limits)
    elif data.startswith(b"\xd0\xcf\x11\xe0"):
        grids = _ole(data)
    else:
        grids = _text(data, re.sub(r"\.[^.]*$", "", file_name))
    grids = [grid for grid in grids if _has_content(grid)]
    if not grids:
        raise refuse.no_content()
    check_size(grids, limits)
    return grids


def _has_content(grid: Grid) -> bool:
    return any(value not in (None, "") for row in grid.rows for value in row)


def _text(data: bytes, name: str) -> list[Grid]:
    if _MAIL.match(data[:4096].lstrip()):
        return _named(mhtml.read(data), name)
    text = decode(data)
    if text is None or "\x00" in text:
        raise refuse.unknown()
    head = text[:8192].lstrip()
    if not head.startswith("<"):
        return [Grid(name, delimited.read(text))]
    if spreadsheet_xml.NAMESPACE in head and re.search(r"<(?:\w+:)?Workbook[\s>]", head):
        return spreadsheet_xml.read(text.lstrip())
    if _HTML.search(head):
        return _named(html_tables.read(text), name)
    raise refuse.other_xml()


def _named(grids: list[Grid], name: str) -> list[Grid]:
    """Tables of a web page have no names of their own: the file's, and a number."""
    if not grids:
        raise refuse.page_without_table()
    named = [grid.name or name for grid in grids]
    return [
        replace(grid, name=own if named.count(own) == 1 else f"{own}（第 {named[: n + 1].count(own)} 张表）")
        for n, (grid, own) in enumerate(zip(grids, named, strict=True))
    ]


def _zip(data: bytes, limits: Limits) -> list[Grid]:
    parts = Parts(data, limits)
    disguise.check_parts(parts)
    if "xl/workbook.bin" in parts:
        grids = _xlsb(data, parts)
    elif "xl/workbook.xml" in parts:
        grids = _xlsx(data, parts, limits)
    else:
        for name in parts.names:
            parts.look_over(name)
        styles = parts.pieces("styles.xml") if "styles.xml" in parts else ()
        grids = ods.read(parts.pieces("content.xml"), styles)
    if not any(map(_has_content, grids)) and any(_PICTURE.match(name) for name in parts.names):
        raise refuse.only_pictures()
    return grids


def _xlsx(data: bytes, parts: Parts, limits: Limits) -> list[Grid]:
    # One part may stand for any number of sheets, each of which a reader would lay out.
    if len(_SHEET.findall(parts.read("xl/workbook.xml"))) > limits.sheets:
        raise refuse.too_many_sheets(limits.sheets)
    size = merged = 0
    marked: set[str] = set()  # parts in which some characters may be crossed out or raised
    for name in parts.names:
        first = next(parts.pieces(name), b"")
        if _WORKSHEET.search(first[:4096]):  # a sheet's part may have any name
            # Few programs write texts into the cells themselves, and then the first ones already.
            pieces = (
                partial(_watched, parts, name, marked)
                if b"inlineStr" in first
                else partial(parts.pieces, name)
            )
            merged += check_extent(pieces)
            size += parts.size(name)
        elif name == _SHARED_TEXTS:
            for _ in _watched(parts, name, marked):
                pass
            _check_texts(first, parts.size(name))
            size += parts.size(name)
        else:
            parts.look_over(name)
            _check_texts(first, parts.size(name))
            size += parts.size(name) if name == _STYLES else 0
    if size > MOST_FAITHFUL or merged > MOST_FAITHFUL_MERGED:
        return _looked_through(bulk(data), parts, marked)
    try:
        return faithful(data)
    except Unreadable:
        raise
    except Exception:
        # openpyxl raises whatever its classes raise at a style or a name that it does not expect, in
        # workbooks that WPS opens without a word. The plain reader ignores all that; it judges what is left.
        return _looked_through(bulk(data), parts, marked)


def _watched(parts: Parts, name: str, marked: set[str]) -> Iterator[bytes]:
    return xlsx_looks.watched(parts.pieces(name), name, marked)


def _looked_through(grids: list[Grid], parts: Parts, marked: Collection[str]) -> list[Grid]:
    """The bulk reader's sheets with the looks of their cells."""
    styles = xlsx_looks.styles_of(parts.pieces(_STYLES)) if _STYLES in parts else Styles()
    texts = xlsx_looks.marked_texts(parts.pieces(_SHARED_TEXTS)) if _SHARED_TEXTS in marked else {}
    relations = "xl/_rels/workbook.xml.rels"
    try:
        names = xlsx_looks.part_names(parts.read("xl/workbook.xml"), parts.read(relations))
    except (Unreadable, KeyError):
        return grids
    return [
        _with(grid, xlsx_looks.look_through(parts.pieces(part), styles, texts, part in marked))
        if (part := names.get(grid.name, "")) in parts
        else grid
        for grid in grids
    ]


def _check_texts(part: bytes, size: int) -> None:
    """The bulk reader sets memory aside for as many shared texts as the part declares, and ends the whole
    process when there is none. Raises Unreadable for more texts than bytes."""
    declared = _TEXTS.search(part[:4096])
    if declared and int(declared[1]) > size:
        raise refuse.damaged()


def _xlsb(data: bytes, parts: Parts) -> list[Grid]:
    for name in parts.names:
        parts.look_over(name)
    styles = xlsb.styles_of(parts.read("xl/styles.bin") if "xl/styles.bin" in parts else b"")
    shared = parts.read("xl/sharedStrings.bin") if "xl/sharedStrings.bin" in parts else b""
    texts = xlsb.marked_texts(shared, styles)
    sheets = {
        name: xlsb.look_over(parts.read(name), styles, texts)
        for name in parts.names
        if xlsb.is_sheet(next(parts.pieces(name), b""))
    }
    relations = "xl/_rels/workbook.bin.rels"
    names = xlsb.part_names(
        parts.read("xl/workbook.bin"), parts.read(relations) if relations in parts else b""
    )
    return [_with(grid, sheets.get(names.get(grid.name, ""), biff.Sheet())) for grid in bulk(data)]


def _ole(data: bytes) -> list[Grid]:
    streams = Compound(data)
    name = disguise.check_compound(streams)
    stream = streams.stream(name)
    sheets, boastful = biff.look_over(stream)
    if biff5.is_biff5(stream):
        grids = biff5.read(stream)
    else:
        grids = bulk(streams.with_zeros(name, boastful) if boastful else data)
    return [_with(*pair) for pair in zip(grids, sheets, strict=True)] if len(grids) == len(sheets) else grids


def _with(grid: Grid, sheet: biff.Sheet) -> Grid:
    """The bulk reader's sheet with what it leaves out. An error's cell is empty there, and shows its error here."""
    for (row, column), text in (*sheet.errors.items(), *sheet.texts.items()):
        if row < len(grid.rows) and column < len(grid.rows[row]):
            grid.rows[row][column] = text
    shown, unseen = judged(sheet.formats.items(), grid.value)
    if sheet.shows_no_noughts:
        unseen |= noughts(grid.rows)
    return replace(
        grid,
        merged=grid.merged or tuple(sheet.merged),
        errors=grid.errors or sheet.errors,
        percents=grid.percents or sheet.percents,
        hidden_rows=tuple(
            n
            for n in sorted(sheet.hidden_rows)
            if n < len(grid.rows) and any(value not in (None, "") for value in grid.rows[n])
        ),
        hidden_columns=tuple(
            column
            for column in sorted(sheet.hidden_columns)
            if any(grid.value(row, column) is not None for row in range(len(grid.rows)))
        ),
        # A text with crossed-out characters has the font of the first for its cell, and says itself which they are.
        struck=frozenset(p for p in sheet.struck - sheet.texts.keys() if grid.value(*p) is not None),
        shown=shown,
        unseen=unseen,
    )


def bulk(data: bytes) -> list[Grid]:
    """Fast and plain: .xls, and .xlsx too large to be read faithfully."""
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        return [
            Grid(
                meta.name,
                cast(list[list[object]], (sheet := book.get_sheet_by_name(meta.name)).to_python(False)),
                tuple((*first, *last) for first, last in sheet.merged_cell_ranges or ()),
                hidden=meta.visible != SheetVisibleEnum.Visible,
            )
            for meta in book.sheets_metadata
            if meta.typ == SheetTypeEnum.WorkSheet
        ]
    except PasswordError as error:
        raise refuse.password() from error
    except BaseException as error:
        # A panic of the Rust reader on damaged bytes arrives as a BaseException that cannot be imported.
        if (
            isinstance(error, CalamineError | OSError | ValueError)
            or type(error).__name__ == "PanicException"
        ):
            raise refuse.damaged() from error
        raise
