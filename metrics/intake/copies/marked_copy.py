"""A person's own workbook with what is wrong marked in it, to be mended and sent in again. Always .xlsx."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy as twin
from typing import cast

from openpyxl.cell.cell import Cell
from openpyxl.styles import Color, Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from metrics.intake import rules
from metrics.intake.copies import as_xlsx, comments, problem_list
from metrics.intake.copies.classes import FILLS, LETTERS, WEIGHTS
from metrics.limits import DEFAULTS, Limits
from metrics.model import Finding

# Comments beyond this number make a workbook slow to open; nobody mends two thousand cells by hand.
MOST_MARKED = 2000
_NOT_MARKED = frozenset({rules.COMMENT.code})  # the person's own remark speaks for itself
_OUR_FILLS = frozenset(FILLS.values())


def marked_copy(data: bytes, file_name: str, findings: Sequence[Finding], limits: Limits = DEFAULTS) -> bytes:
    """The workbook as .xlsx: faulty cells coloured, each with a comment, and 《问题清单》 as its first sheet.

    Formats of an .xlsx or .xlsm are kept but for what `Copy.lost` names (told on the list; macros are left
    out); other formats are made anew from their grids. Of a merged range the first cell is marked. Hidden
    parts stay hidden, and the list says so. At most MOST_MARKED cells are marked, the rest only listed. Marks
    of an earlier marked copy are taken away first; the fill that a cell had before it is not brought back.
    Of a workbook of more than as_xlsx.MOST_COPIED cells there is the list alone.
    Raises Unreadable for what no reader can open. No clock: the same arguments give the same bytes.
    """
    ordered = sorted(findings, key=lambda finding: WEIGHTS[finding.severity])
    return as_xlsx.changed(data, file_name, limits, lambda copy: _marked(copy, file_name, ordered))


def _marked(copy: as_xlsx.Copy, file_name: str, ordered: Sequence[Finding]) -> bytes:
    _take_away_marks(copy)
    told: dict[Cell, list[Finding]] = {}
    beyond: set[tuple[str, str]] = set()
    for finding in ordered:
        sheet = copy.sheet(finding.sheet)
        for place in finding.places if sheet is not None and finding.code not in _NOT_MARKED else ():
            cell = as_xlsx.cell_at(cast(Worksheet, sheet), place)
            if cell is None:
                continue
            if cell in told or len(told) < MOST_MARKED:
                told.setdefault(cell, []).append(finding)
            else:
                beyond.add((finding.sheet, cell.coordinate))
    for cell, about in told.items():
        _mark(cell, about)
    sheet = problem_list.add(copy, file_name, ordered, len(beyond))
    _show_only(copy, sheet)
    return as_xlsx.packed(copy.book, copy.results)


def _mark(cell: Cell, findings: Sequence[Finding]) -> None:
    """Colour of the most important one; words of all."""
    worst = findings[0].severity
    cell.fill = PatternFill("solid", start_color=FILLS[worst])
    if worst in LETTERS:
        cell.font = _coloured(cell.font, Color(rgb=f"FF{LETTERS[worst]}"))
    comments.put(cell, as_xlsx.legible(comments.remark(findings)))


def _take_away_marks(copy: as_xlsx.Copy) -> None:
    for sheet in [sheet for sheet in copy.book.worksheets if problem_list.is_ours(sheet)]:
        copy.book.remove(sheet)
        copy.results.pop(sheet.title, None)
    for sheet in copy.book.worksheets:
        for cell in as_xlsx.standing(sheet):
            if (
                cell.comment is None
                or comments.own_words(str(cell.comment.text)) == cell.comment.text.strip()
            ):
                continue
            comments.put(cell, "")
            if cell.fill.start_color.rgb in {f"{a}{fill}" for fill in _OUR_FILLS for a in ("00", "FF")}:
                cell.fill = PatternFill()
            if cell.font.color is not None and cell.font.color.rgb in {f"FF{c}" for c in LETTERS.values()}:
                cell.font = _coloured(cell.font, None)


def _coloured(font: object, colour: Color | None) -> Font:
    same = cast(Font, twin(font))
    same.color = colour
    return same


def _show_only(copy: as_xlsx.Copy, first: Worksheet) -> None:
    """Open at the list. Two sheets selected at once would be edited together."""
    copy.book.active = 0
    for sheet in copy.book.worksheets:
        sheet.sheet_view.tabSelected = sheet is first
