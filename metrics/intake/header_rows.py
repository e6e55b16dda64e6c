"""Which rows of a sheet are headers: those that name measures, or are like such rows and have figures below."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from metrics.intake.cells import read_count
from metrics.intake.grid import MOST_COLUMNS, Grid, plain
from metrics.intake.header import DEPTH, Header
from metrics.intake.names import CURRENT, FormNames, How, Match
from metrics.intake.table import path_above


@dataclass(frozen=True)
class Named:
    """A row and the columns in which it names measures. halved: “本期” stands in it, below the names.

    near: of a row that names too few for certain, the columns with names that are like those of measures.
    """

    row: int
    found: dict[int, Match]
    halved: bool = False
    near: Sequence[int] = ()

    @property
    def columns(self) -> list[int]:
        return sorted({*self.found, *self.near})

    @property
    def worth(self) -> tuple[int, int, bool]:
        measures = {match.taken for match in self.found.values()}
        return len(measures), len(measures) - len(self.found), self.halved


def named_in(texts: dict[tuple[int, int], str], names: FormNames, row: int, grid: Grid) -> Named:
    """The columns of a row that name measures; none unless it names two, or one again and again (蛇形)."""
    found: dict[int, Match] = {}
    width = min(grid.width, MOST_COLUMNS)
    labels = {column: texts.get((row, column), "") for column in range(width)}
    units = sum(plain(text) in names.units for text in labels.values())
    halved = any(plain(text) in CURRENT for text in labels.values())  # 本期 | 上年同期 below some headings
    for column, text in labels.items():
        path = path_above(texts, row, column, DEPTH) if text or halved else []
        if path and names.column(path) is not None:
            match = names.match(path)
            if match.how is How.NAME:
                found[column] = match
    measures = {match.taken for match in found.values()}
    enough = len(measures) > 1 or (len(found) > 1 and units + 1 >= len(found))
    return Named(row, found if enough else {}, halved)


def best_of_each(rows: Iterable[Named]) -> Iterator[Named]:
    """Of rows that follow each other as one header does, the one that names most measures, the fewest twice."""
    best: Named | None = None
    last = -2
    for named in rows:
        if not named.found:
            continue
        if best is None or named.row > last + 1:
            if best is not None:
                yield best
            best = named
        elif named.worth > best.worth:
            best = named
        last = named.row
    if best is not None:
        yield best


def near_header(texts: dict[tuple[int, int], str], names: FormNames, row: int, grid: Grid) -> Named | None:
    """The row if it has a heading for units and two headings that are like names of measures."""
    labels = {c: texts[row, c] for c in range(min(grid.width, MOST_COLUMNS)) if texts.get((row, c))}
    if not any(plain(text) in names.units for text in labels.values()):
        return None
    matches = {c: names.match(path_above(texts, row, c, DEPTH)) for c in labels}
    like = [c for c, m in matches.items() if m.how in (How.NAME, How.FILLER, How.ASKED, How.MEASURED)]
    if len(like) < 2:
        return None
    return Named(row, {c: match for c, match in matches.items() if match.how is How.NAME}, near=like)


def each_with_figures(
    grid: Grid, sure: Sequence[Named], near: Sequence[Named], above: Header | None = None
) -> list[Named]:
    """The headers and, of those that have near names only, each that begins a table of its own.

    Without a figure between two rows they are one header: bands over names, or names over their parts.
    above: the header before all of them.
    """
    rows = {named.row for named in sure}
    found: list[Named] = []
    for named in sorted((*sure, *(one for one in near if one.row not in rows)), key=lambda one: one.row):
        before: Header | Named | None = found[-1] if found else above
        begins = before is None or _has_figure(grid, before.columns, before.row + 1, named.row)
        if not begins and named.near and named.row not in rows:
            continue
        if not begins and found and found[-1].row not in rows:
            found.pop()
        found.append(named)
    return found


def _has_figure(grid: Grid, columns: Sequence[int], first: int, end: int) -> bool:
    return last_figure(grid, columns, first, end - 1) >= first


def last_figure(grid: Grid, columns: Iterable[int], first: int, last: int) -> int:
    """The last row between first and last with a count in one of the columns; before first if there is none."""
    some = list(columns)
    for row in range(last, first - 1, -1):
        if any(read_count(grid.value(row, column)).value is not None for column in some):
            return row
    return first - 1
