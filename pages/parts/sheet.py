"""A sheet as it was uploaded, with the cells that findings speak of marked."""

from __future__ import annotations

import html
from collections.abc import Collection, Mapping

import streamlit as st

from metrics.intake.grid import Grid, address
from metrics.model import column_letters

_MOST_ROWS, _MOST_COLUMNS = 80, 40
_STYLE = """<style>
.sheet { overflow: auto; max-height: 560px; border: 1px solid rgba(128,128,128,.35); font-size: 13px; }
.sheet table { border-collapse: collapse; }
.sheet td, .sheet th { border: 1px solid rgba(128,128,128,.3); padding: 2px 7px; white-space: nowrap; text-align: left;
  max-width: 22em; overflow: hidden; text-overflow: ellipsis; }
.sheet th { position: sticky; top: 0; background: #EEF1F4; color: #3A4652; font-weight: 400; }
.sheet td.n { text-align: right; }
.sheet .error { background: #F7D4D1; color: #7A1A14; outline: 2px solid #B5261E; outline-offset: -2px; }
.sheet .warning { background: #FBECC8; color: #5C4300; }
.sheet .chosen { box-shadow: inset 0 0 0 3px #1F4E79; }
</style>"""


def draw(grid: Grid, marks: Mapping[str, str], chosen: Collection[str] = ()) -> None:
    """marks: cell → “error” or “warning”; chosen: cells of the finding that was picked, drawn first in view.

    Every text is escaped: what a cell holds shows as text.
    """
    first = _first_row(grid, chosen)
    rows = range(first, min(len(grid.rows), first + _MOST_ROWS))
    width = min(grid.width, _MOST_COLUMNS)
    head = "".join(f"<th>{column_letters(c + 1)}</th>" for c in range(width))
    body = "".join(f"<tr><th>{r + 1}</th>{_row(grid, r, width, marks, chosen)}</tr>" for r in rows)
    st.html(f"{_STYLE}<div class='sheet'><table><tr><th></th>{head}</tr>{body}</table></div>")
    if len(grid.rows) > len(rows) or grid.width > width:
        st.caption(
            f"共 {len(grid.rows)} 行，这里显示第 {rows.start + 1}—{rows.stop} 行；点选右侧的问题可跳到所在行。"
        )


def _first_row(grid: Grid, chosen: Collection[str]) -> int:
    """Where to begin, so that the chosen cell is in view on a long sheet."""
    numbers = [int("".join(filter(str.isdigit, cell))) - 1 for cell in chosen]
    target = min(numbers, default=0)
    return max(0, target - 10) if target >= _MOST_ROWS and len(grid.rows) > _MOST_ROWS else 0


def _row(grid: Grid, row: int, width: int, marks: Mapping[str, str], chosen: Collection[str]) -> str:
    cells = []
    for column in range(width):
        value, cell = grid.value(row, column), address(row, column)
        classes = [marks[cell]] if cell in marks else []
        classes += ["chosen"] if cell in chosen else []
        if isinstance(value, int | float):
            classes.append("n")
        cells.append(f"<td class='{' '.join(classes)}'>{html.escape(_text(value))}</td>")
    return "".join(cells)


def _text(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)
