"""Finds the headers of summary tables: the first near the top, further ones wherever another table begins."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from metrics.intake.cells import read_count
from metrics.intake.columns import columns_of
from metrics.intake.grid import MOST_COLUMNS, Grid, plain
from metrics.intake.header import DEPTH, SHORT, Header
from metrics.intake.header_rows import (
    Named,
    best_of_each,
    each_with_figures,
    named_in,
    near_header,
)
from metrics.intake.header_texts import header_texts
from metrics.intake.heading_times import Said, Times
from metrics.intake.measured_in import unit_alone
from metrics.intake.names import FormNames, How, Match
from metrics.intake.other_times import set_aside, times_of
from metrics.intake.table import MOST_HEADER_ROWS, path_above
from metrics.model import CellState

_MOST_LOOKED_AT = 1000  # rows without figures further down that are looked at for another header
_ITSELF = "本期"
_SUMS = {plain(word) for word in ("合计", "小计", "总计", "共计", "总数", "总量", "计")}
_WORD = re.compile(r"[\u4e00-\u9fff]{2}|\d\s*[年季月]|[QqＱ]\s*\d")


def headers(grid: Grid, names: FormNames) -> list[Header]:
    """Every header of the sheet, top down; empty when no row names two measures, or is like one that does."""
    rows = range(min(len(grid.rows), MOST_HEADER_ROWS))
    texts = header_texts(grid, names, rows)
    sure = list(best_of_each(named_in(texts, names, row, grid) for row in rows))
    near = [named for row in rows if (named := near_header(texts, names, row, grid))]
    found = each_with_figures(grid, sure, near)
    if not found:
        return []
    made = [_made(grid, names, texts, named) for named in found]
    further = range(max(rows.stop, made[-1].first), len(grid.rows))
    return [*made, *_further(grid, names, further, made[-1])]


def _made(grid: Grid, names: FormNames, texts: dict[tuple[int, int], str], named: Named) -> Header:
    row, found = named.row, named.found
    # A label merged over two header rows is recognised on the upper one too: the data begin below both.
    below = False
    while any(
        top <= row < bottom and (row + 1, left) in texts
        for top, left, bottom, _ in grid.merged
        if left in found
    ):
        row += 1
        below = True
    while _is_sub_header(grid, names, texts, row, found):
        row += 1
        _join_rows(texts, row, min(grid.width, MOST_COLUMNS))
        below = True
    measured = _units_below(grid, names, row, texts)
    first = row + 2 if measured else row + 1
    header = Header(row, first, texts, {}, measured, near=named.near)
    times = times_of(grid, names, header)
    if below:
        _name_wholes(names, header, times, min(grid.width, MOST_COLUMNS))
    header = replace(header, settled=set_aside(grid, names, header, times, below))
    exact = {match.taken for column, match in found.items() if column not in header.settled}
    for column in range(min(grid.width, MOST_COLUMNS)):
        if column in header.settled or (column not in found and not header.label(column)):
            continue
        match = names.match(header.path(column), measured.get(column, ""))
        if match.how is How.NAME or (
            match.how is How.FILLER and match.taken not in exact and has_values(grid, first, column)
        ):
            header.found[column] = match
    return header


def _is_sub_header(
    grid: Grid, names: FormNames, texts: dict[tuple[int, int], str], row: int, found: Mapping[int, Match]
) -> bool:
    """Whether the row below a header divides its columns: 一审 | 二审 | 小计. It names no unit and holds no count."""
    below = row + 1
    if below >= len(grid.rows) or not found:
        return False
    width = min(grid.width, MOST_COLUMNS)
    left = min(found)
    for column in range(width):
        is_label = column < left or plain(texts.get((row, column), "")) in names.units
        value = grid.value(below, column)
        if value is not None and (is_label or type(value) is not str or read_count(value).value is not None):
            return False
    said = [grid.text(below, column) for column in range(left, width)]
    said = [text for text in said if text]
    if not any(_WORD.search(text) for text in said) or any(len(text) > SHORT for text in said):
        return False
    units = [unit_alone(text) for text in said]
    return not all(units) and not any(
        read_count(text).state is CellState.NOT_APPLICABLE or ":" in text or "：" in text for text in said
    )


def _join_rows(texts: dict[tuple[int, int], str], row: int, width: int) -> None:
    """The row above carried over its blank cells, and its labels down to where the row of divisions is blank."""
    above = row - 1
    carried = ""
    for column in range(width):
        carried = texts.get((above, column), "") or carried
        if texts.get((row, column)):
            texts[above, column] = texts.get((above, column), "") or carried
        else:
            texts[row, column] = texts.get((above, column), "")


def _name_wholes(names: FormNames, header: Header, times: Times, width: int) -> None:
    """“小计” and the title's own quarter below a heading stand for the heading itself."""
    for column in range(width):
        path = path_above(header.texts, header.row, column, DEPTH)
        if len(path) < 2 or names.column(path[:-1]) is None:
            continue
        if plain(path[-1]) in _SUMS or times.said(path[-1]) is Said.NOW:
            header.texts[header.row, column] = _ITSELF


def _units_below(grid: Grid, names: FormNames, row: int, texts: dict[tuple[int, int], str]) -> dict[int, str]:
    """Column → unit of measurement, where the row below the header says nothing else: 件 | 件 | %."""
    cells = {c: grid.text(row + 1, c) for c in range(min(grid.width, MOST_COLUMNS)) if grid.text(row + 1, c)}
    told = {c: unit_alone(text) for c, text in cells.items() if plain(text) not in names.units}
    told = {c: unit for c, unit in told.items() if plain(cells[c]) not in ("计量", "计量单位")}
    return told if told and all(told.values()) else {}


def _further(grid: Grid, names: FormNames, rows: range, above: Header) -> Iterator[Header]:
    """Headers beyond the first rows. Only rows without a figure under the first measure above are looked at."""
    if not above.columns or not rows:
        return
    column = min(above.columns)
    (cells,) = columns_of(grid.rows[rows.start :], [column])
    figures = {int, float}
    if figures.issuperset(map(type, cells)):
        return
    suspects = [row for row, cell in enumerate(cells, rows.start) if type(cell) not in figures]
    suspects = [row for row in suspects if _is_wordy(grid.rows[row], column)]
    hits: list[Named] = []
    near: list[Named] = []
    around: dict[int, dict[tuple[int, int], str]] = {}
    for row in suspects[:_MOST_LOOKED_AT]:
        around[row] = header_texts(grid, names, range(max(0, row - DEPTH + 1), min(row + 3, len(grid.rows))))
        hits.append(named_in(around[row], names, row, grid))
        if named := near_header(around[row], names, row, grid):
            near.append(named)
    for named in each_with_figures(grid, list(best_of_each(hits)), near, above):
        yield _made(grid, names, around[named.row], named)


def _is_wordy(row: Sequence[object], column: int) -> bool:
    """Whether a row may be a header: texts in it, and none that is a number where the row above has a measure."""
    here = row[column] if column < len(row) else None
    if isinstance(here, str) and here.strip().isdigit():
        return False
    return sum(type(value) is str and value != "" for value in row[:MOST_COLUMNS]) > 2


def has_values(grid: Grid, first: int, column: int) -> bool:
    """Whether anything stands in the first rows of a column."""
    return any(grid.value(r, column) is not None for r in range(first, min(first + 49, len(grid.rows))))
