"""A sheet as it was uploaded, with the cells that findings speak of marked; a click on one is told."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

import streamlit as st
from openpyxl.utils.cell import coordinate_to_tuple

from metrics.intake.copies.as_xlsx import shown
from metrics.intake.grid import Grid, address
from metrics.model import column_letters
from metrics.report import outgoing

_HERE = Path(__file__).parent
_SHEET = st.components.v2.component(
    "sheet",
    html="<div class='sheet' role='region' tabindex='0'></div>",
    css=(_HERE / "sheet.css").read_text(encoding="utf-8"),
    js=(_HERE / "sheet.js").read_text(encoding="utf-8"),
)
_MOST_ROWS, _MOST_COLUMNS = 80, 40
_NARROW = (
    12  # columns that fit beside the findings; of a wider sheet the neighbours of marked cells are shown
)


@dataclass(frozen=True)
class Mark:
    """Why a cell is marked: kind is a class of sheet.css, sign the letter in its corner, says its tooltip."""

    kind: str
    sign: str
    says: str


@dataclass(frozen=True)
class Part:
    """The rows and columns of a sheet that are shown, 0-based; None stands for columns left out."""

    rows: range
    columns: tuple[int | None, ...]


def part(grid: Grid, marked: Collection[str], focus: str, whole: bool) -> Part:
    """Of a large sheet the rows around the focus (else the first marked cell) and the columns around the
    marked cells; all columns when `whole`."""
    places = [coordinate_to_tuple(cell) for cell in ([focus] if focus else marked)]
    columns = {coordinate_to_tuple(cell)[1] - 1 for cell in (*marked, *([focus] if focus else ()))}
    return Part(_rows(grid, [row - 1 for row, _ in places]), tuple(_columns(grid, columns, whole)))


def draw(
    grid: Grid,
    seen: Part,
    marks: Mapping[str, Mark],
    chosen: Collection[str],
    focus: str,
    jump: int,
    reveal: str,
    key: str,
    on_click: Callable[[], None],
) -> None:
    """chosen: cells of the finding that was picked; focus: the one of them that is scrolled into view whenever
    `jump` changes, and with it the container of the page whose key is `reveal`. A click leaves the address
    in st.session_state[key].cell and calls on_click.
    """
    names = ["⋯" if c is None else column_letters(c + 1) for c in seen.columns]
    rows = [{"number": r + 1, "cells": _row(grid, r, seen.columns, marks, chosen)} for r in seen.rows]
    _SHEET(
        key=key,
        data={
            "label": f"工作表 {grid.name}",
            "columns": names,
            "rows": rows,
            "marks": {cell: {"sign": mark.sign, "says": mark.says} for cell, mark in marks.items()},
            "focus": focus,
            "jump": jump,
            "reveal": reveal,
        },
        on_cell_change=on_click,
    )
    if len(grid.rows) > len(seen.rows):
        st.caption(
            f"共 {len(grid.rows)} 行，这里显示第 {seen.rows.start + 1}—{seen.rows.stop} 行；"
            "选一条问题可跳到所在行。"
        )


def is_wide(grid: Grid) -> bool:
    return grid.width > _NARROW


def _rows(grid: Grid, marked: list[int]) -> range:
    """From the top, or on a long sheet from a little above the first marked row."""
    target = min(marked, default=0)
    first = max(0, target - 10) if target >= _MOST_ROWS else 0
    return range(first, min(len(grid.rows), first + _MOST_ROWS))


def _columns(grid: Grid, marked: set[int], whole: bool) -> list[int | None]:
    width = min(grid.width, max(_MOST_COLUMNS, max(marked, default=0) + 2))
    if whole or not is_wide(grid):
        return list(range(min(width, _MOST_COLUMNS)))
    near = {0, 1} | {c + step for c in marked for step in (-1, 0, 1)}
    near |= set(range(8)) if not marked else set()
    shown: list[int | None] = []
    for column in sorted(c for c in near if 0 <= c < width):
        if shown and shown[-1] is not None and column > shown[-1] + 1:
            shown.append(None)
        shown.append(column)
    return [*shown, None] if shown and shown[-1] != grid.width - 1 else shown


def _row(
    grid: Grid,
    row: int,
    columns: tuple[int | None, ...],
    marks: Mapping[str, Mark],
    chosen: Collection[str],
) -> list[tuple[str, str, str, int]]:
    """(text, address, classes, columns it runs over) of each cell."""
    filled = [c for c in range(grid.width) if grid.value(row, c) is not None]
    if len(filled) == 1 and filled[0] <= 1 and isinstance(grid.value(row, filled[0]), str):
        cell = address(row, filled[0])  # a title or a note runs over the row
        classes = f"wide {_classes(cell, grid.value(row, filled[0]), marks, chosen)}"
        return [(text(grid.value(row, filled[0])), cell, classes.strip(), len(columns))]
    cells = []
    for column in columns:
        if column is None:
            cells.append(("", "", "", 1))
        else:
            cell, value = address(row, column), grid.value(row, column)
            cells.append((text(value), cell, _classes(cell, value, marks, chosen), 1))
    return cells


def _classes(cell: str, value: object, marks: Mapping[str, Mark], chosen: Collection[str]) -> str:
    kind = marks[cell].kind if cell in marks else ""
    number = "number" if isinstance(value, int | float) else ""
    return " ".join(filter(None, (kind, "chosen" if cell in chosen else "", number)))


def text(value: object) -> str:
    """What a cell shows, and what a person types again."""
    return outgoing.visible(shown(value))
