"""A sheet as it was uploaded, with the cells that findings speak of marked."""

from __future__ import annotations

import html
from collections.abc import Collection, Mapping

import streamlit as st
from openpyxl.utils.cell import coordinate_to_tuple

from metrics.intake.grid import Grid, address
from metrics.model import column_letters

_MOST_ROWS, _MOST_COLUMNS = 80, 40
_NARROW = (
    12  # columns that fit beside the findings; of a wider sheet the neighbours of marked cells are shown
)
_STYLE = """<style>
.sheet { overflow: auto; max-height: 560px; border: 1px solid rgba(128,128,128,.35); font-size: 13px; }
.sheet table { border-collapse: collapse; }
.sheet td, .sheet th { border: 1px solid rgba(128,128,128,.3); padding: 2px 7px; text-align: left; min-width: 2.4em;
  max-width: 12em; overflow-wrap: anywhere; }
.sheet th { background: #EEF1F4; color: #3A4652; font-weight: 400; text-align: center; }
.sheet td.n { text-align: right; }
.sheet td.wide { max-width: none; }
.sheet .error { background: #F7D4D1; color: #7A1A14; outline: 2px solid #B5261E; outline-offset: -2px; }
.sheet .warning { background: #FBECC8; color: #5C4300; }
.sheet .chosen { box-shadow: inset 0 0 0 3px #1F4E79; }
</style>"""


def draw(grid: Grid, marks: Mapping[str, str], chosen: Collection[str], whole: bool) -> None:
    """marks: cell → “error” or “warning”; chosen: cells of the finding that was picked.

    Of a large sheet the part around the marked cells, all columns when `whole`. Every text is escaped:
    what a cell holds shows as text.
    """
    places = [coordinate_to_tuple(cell) for cell in (chosen or marks)]
    rows = _rows(grid, [row - 1 for row, _ in places])
    columns = _columns(
        grid, [column - 1 for column in {c for _, c in map(coordinate_to_tuple, marks)}], whole
    )
    head = "".join(f"<th>{'⋯' if c is None else column_letters(c + 1)}</th>" for c in columns)
    body = "".join(f"<tr><th>{r + 1}</th>{_row(grid, r, columns, marks, chosen)}</tr>" for r in rows)
    st.html(f"{_STYLE}<div class='sheet'><table><tr><th></th>{head}</tr>{body}</table></div>")
    if len(grid.rows) > len(rows):
        st.caption(
            f"共 {len(grid.rows)} 行，这里显示第 {rows.start + 1}—{rows.stop} 行；选一条问题可跳到所在行。"
        )


def is_wide(grid: Grid) -> bool:
    return grid.width > _NARROW


def _rows(grid: Grid, marked: list[int]) -> range:
    """From the top, or on a long sheet from a little above the first marked row."""
    target = min(marked, default=0)
    first = max(0, target - 10) if target >= _MOST_ROWS else 0
    return range(first, min(len(grid.rows), first + _MOST_ROWS))


def _columns(grid: Grid, marked: list[int], whole: bool) -> list[int | None]:
    """Column numbers to show; None stands for columns left out."""
    width = min(grid.width, _MOST_COLUMNS)
    if whole or not is_wide(grid):
        return list(range(width))
    near = {0, 1} | {c + step for c in marked for step in (-1, 0, 1)}
    near |= set(range(8)) if not marked else set()
    shown: list[int | None] = []
    for column in sorted(c for c in near if 0 <= c < width):
        if shown and shown[-1] is not None and column > shown[-1] + 1:
            shown.append(None)
        shown.append(column)
    return [*shown, None] if shown and shown[-1] != width - 1 else shown


def _row(
    grid: Grid, row: int, columns: list[int | None], marks: Mapping[str, str], chosen: Collection[str]
) -> str:
    filled = [c for c in range(grid.width) if grid.value(row, c) is not None]
    if len(filled) == 1 and filled[0] <= 1 and isinstance(grid.value(row, filled[0]), str):
        classes = _classes(grid, row, filled[0], marks, chosen)  # a title or a note runs over the row
        text = html.escape(_text(grid.value(row, filled[0])))
        return f"<td colspan='{len(columns)}' class='wide {classes}'>{text}</td>"
    cells = []
    for column in columns:
        if column is None:
            cells.append("<td></td>")
        else:
            classes = _classes(grid, row, column, marks, chosen)
            cells.append(f"<td class='{classes}'>{html.escape(_text(grid.value(row, column)))}</td>")
    return "".join(cells)


def _classes(grid: Grid, row: int, column: int, marks: Mapping[str, str], chosen: Collection[str]) -> str:
    cell = address(row, column)
    number = isinstance(grid.value(row, column), int | float)
    return " ".join(
        filter(None, (marks.get(cell), "chosen" if cell in chosen else "", "n" if number else ""))
    )


def _text(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)
