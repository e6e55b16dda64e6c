"""The part of a workbook's sheets that a screen shows; of a ledger that is a hundredth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from metrics.intake.grid import MOST_COLUMNS, Grid

FIRST_ROWS = 200  # always: titles, heading and what a person sees without scrolling long
NEAR = 20  # rows before and after each row asked for
MOST_ROWS = 600  # of one sheet
_MOST_TEXT = 32_767  # characters of one cell, as many as Excel takes


def view(grids: Sequence[Grid], around: Mapping[str, Sequence[int]]) -> list[Grid]:
    """Each sheet with the rows that are shown. The others are empty lists, so that every row keeps its number.

    around: sheet → 0-based rows whose neighbourhood is wanted besides the first rows, most important first.
    """
    return [_seen(grid, _rows(len(grid.rows), around.get(grid.name, ()))) for grid in grids]


def _rows(height: int, around: Sequence[int]) -> set[int]:
    shown = set(range(min(height, FIRST_ROWS)))
    for row in around:
        near = range(max(row - NEAR, 0), min(row + NEAR + 1, height))
        if len(shown) + len(near) > MOST_ROWS:
            break
        shown.update(near)
    return shown


def _seen(grid: Grid, shown: set[int]) -> Grid:
    nothing: list[object] = []
    return replace(
        grid,
        rows=[
            [_short(value) for value in row[:MOST_COLUMNS]] if n in shown else nothing
            for n, row in enumerate(grid.rows)
        ],
        merged=tuple(span for span in grid.merged if span[0] in shown),
        errors={place: error for place, error in grid.errors.items() if place[0] in shown},
        uncalculated=frozenset(place for place in grid.uncalculated if place[0] in shown),
        percents={place: places for place, places in grid.percents.items() if place[0] in shown},
        comments={place: text[:_MOST_TEXT] for place, text in grid.comments.items() if place[0] in shown},
    )


def _short(value: object) -> object:
    return value[:_MOST_TEXT] if isinstance(value, str) else value
