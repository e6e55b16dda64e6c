"""Finds summary tables: one row per unit, one column per measure; several may stand side by side."""

from __future__ import annotations

from collections.abc import Sequence

from metrics.intake.grid import MOST_COLUMNS, Grid, address, plain
from metrics.intake.names import FormNames
from metrics.intake.table import MOST_HEADER_ROWS, Table, path_above, titles_above
from metrics.model import Layout

_DEPTH = 3  # header rows that may stand above each other


def locate_summary(grid: Grid, names: FormNames) -> list[Table]:
    """The tables under the header row that names most measures; empty when fewer than two are named."""
    rows = range(min(len(grid.rows), MOST_HEADER_ROWS))
    texts = grid.spread(rows)
    width = min(grid.width, MOST_COLUMNS)
    for row in rows:
        _fill_bands(texts, names, row, width, grid.merged)
    best: tuple[int, int, dict[int, str]] = (1, -1, {})
    for row in rows:
        found = {}
        for column in range(width):
            if texts.get((row, column)):
                match = names.column(path_above(texts, row, column, _DEPTH))
                if match:
                    found[column] = match.measure
        if len(set(found.values())) > best[0]:
            best = (len(set(found.values())), row, found)
    _, header, found = best
    if header < 0:
        return []
    # A label merged over two header rows is recognised on the upper one too: the data begin below both.
    while any(
        top <= header < bottom for top, left, bottom, _ in grid.merged if left in found and bottom < len(rows)
    ):
        header += 1
    return _split(grid, names, texts, header, found, width)


def _fill_bands(
    texts: dict[tuple[int, int], str],
    names: FormNames,
    row: int,
    width: int,
    merged: Sequence[tuple[int, int, int, int]],
) -> None:
    """In a csv a band's name stands over its first column only: carry it over the blank ones after it.

    Where bands are merged, the merging says how far each reaches.
    """
    if any(top <= row <= bottom and left < right for top, left, bottom, right in merged):
        return
    if not any(names.band(texts.get((row, c), "")) for c in range(width)):
        return
    if any(names.column([texts.get((row, c), "")]) for c in range(width) if not names.band(texts[row, c])):
        return
    carried = ""
    for column in range(width):
        text = texts.get((row, column), "")
        carried = text or carried
        if not text and names.band(carried) and texts.get((row + 1, column)):
            texts[row, column] = carried


def _split(
    grid: Grid,
    names: FormNames,
    texts: dict[tuple[int, int], str],
    header: int,
    found: dict[int, str],
    width: int,
) -> list[Table]:
    """One table, or several where each measure comes again with a column of units before it."""
    unit_columns = [c for c in range(width) if plain(texts.get((header, c), "")) in names.units]
    parts: list[dict[str, int]] = [{}]
    twice: dict[str, str] = {}
    previous = -1
    for column, measure in sorted(found.items()):
        if measure in parts[-1]:
            between = range(previous + 1, column)
            if any(c in unit_columns or not texts.get((header, c)) for c in between):
                parts.append({})
            else:
                twice[address(header, column)] = texts[header, column]
                continue
        parts[-1][measure] = column
        previous = column
    tables = []
    left = 0
    for part in parts:
        first = min(part.values())
        following = [c for other in parts[parts.index(part) + 1 :] for c in other.values()]
        right = min(following) - 1 if following else width
        candidates = [c for c in unit_columns if left <= c < right and c not in found]
        before = [c for c in candidates if c < first]
        unit = max(before, default=None) if before else min(candidates, default=None)
        if unit is None:
            unit = _wordy_column(grid, header, left, first)
        others = {c: texts.get((header, c), "") for c in range(left, right) if c not in found and c != unit}
        tables.append(
            Table(
                grid,
                names.form,
                Layout.SUMMARY,
                titles_above(grid, _top_of(names, texts, header, found)),
                header,
                header + 1,
                len(grid.rows) - 1,
                part,
                {measure: texts[header, column] for measure, column in part.items()},
                unit,
                next((c for c, text in others.items() if plain(text) in names.zero), None),
                {names.rates[plain(text)]: c for c, text in others.items() if plain(text) in names.rates},
                {
                    address(header, c): text
                    for c, text in others.items()
                    if text and not names.ignored(text) and _has_values(grid, header, c)
                },
                twice,
            )
        )
        left = max(part.values()) + 1
    return tables


def _top_of(names: FormNames, texts: dict[tuple[int, int], str], header: int, found: dict[int, str]) -> int:
    """The first row of the header: rows above with a band over a measure belong to it."""
    top = header
    while top > 0 and any(
        names.band(texts.get((top - 1, c), ""))
        or plain(texts.get((top - 1, c), "")) == plain(texts[header, c])
        for c in found
    ):
        top -= 1
    return top


def _wordy_column(grid: Grid, header: int, left: int, first: int) -> int | None:
    """Where no header names the units' column: the nearest column before the measures that holds words."""
    for column in range(first - 1, left - 1, -1):
        texts = [grid.value(r, column) for r in range(header + 1, min(header + 11, len(grid.rows)))]
        if any(isinstance(text, str) and not text.strip().isdigit() for text in texts):
            return column
    return None


def _has_values(grid: Grid, header: int, column: int) -> bool:
    return any(grid.value(r, column) is not None for r in range(header + 1, min(header + 50, len(grid.rows))))
