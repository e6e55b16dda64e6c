"""Finds the header rows of summary tables: the first near the top, further ones wherever another table begins."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from metrics.intake.cells import read_count
from metrics.intake.columns import columns_of
from metrics.intake.cut_off import since_january
from metrics.intake.grid import MOST_COLUMNS, Grid, plain
from metrics.intake.heading_times import Said, Times, speaks_of_time
from metrics.intake.measured_in import unit_alone
from metrics.intake.names import CURRENT, FormNames, How, Match
from metrics.intake.table import MOST_HEADER_ROWS, path_above
from metrics.intake.when import spoken
from metrics.model import CellState

_DEPTH = 3  # header rows that may stand above each other
_MAY_BE_PERIOD = re.compile(r"[季月年QqＱ]|[2２][0０]")
_SHORT = 14  # characters of a heading over columns; what is longer is a title
_MOST_LOOKED_AT = 1000  # rows without figures further down that are looked at for another header
_ITSELF = "本期"
_SUMS = {plain(word) for word in ("合计", "小计", "总计", "共计", "总数", "总量", "计")}
_WORD = re.compile(r"[\u4e00-\u9fff]{2}|\d\s*[年季月]|[QqＱ]\s*\d")


@dataclass(frozen=True)
class Header:
    """One header: its last row, its texts (merged cells spread), column → what its heading means.

    first: the row below it, beyond a row that holds units of measurement only. found: the columns of measures.
    settled: columns that are named like a measure and are not simply it: of another period than the titles', or
    one of several parts of a measure. near: columns that a header of near names only is known by.
    """

    row: int
    first: int
    texts: dict[tuple[int, int], str]
    found: dict[int, Match]
    measured: dict[int, str]
    settled: Mapping[int, Match] = field(default_factory=dict)
    near: Sequence[int] = ()

    @property
    def columns(self) -> list[int]:
        """Where the table has its figures."""
        return sorted({*self.found, *self.near})

    def path(self, column: int) -> list[str]:
        """The texts of a column from the top down, its heading last; “本期” below a heading says nothing more."""
        path = path_above(self.texts, self.row, column, _DEPTH)
        return path[:-1] if len(path) > 1 and plain(path[-1]) in CURRENT else path

    def label(self, column: int) -> str:
        return self.texts.get((self.row, column), "")


@dataclass(frozen=True)
class _Named:
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


def headers(grid: Grid, names: FormNames) -> list[Header]:
    """Every header of the sheet, top down; empty when no row names two measures, or is like one that does."""
    rows = range(min(len(grid.rows), MOST_HEADER_ROWS))
    texts = _texts(grid, names, rows)
    sure = list(_best_of_each(_named(texts, names, row, grid) for row in rows))
    near = [named for row in rows if (named := _near_header(texts, names, row, grid))]
    found = _each_with_figures(grid, sure, near)
    if not found:
        return []
    made = [_made(grid, names, texts, named) for named in found]
    further = range(max(rows.stop, made[-1].first), len(grid.rows))
    return [*made, *_further(grid, names, further, made[-1])]


def _texts(grid: Grid, names: FormNames, rows: range) -> dict[tuple[int, int], str]:
    texts = grid.spread(rows)
    width = min(grid.width, MOST_COLUMNS)
    for row in rows:
        _fill_bands(texts, names, row, width, grid.merged)
        if len(periods_in_row(texts, names, row, width)) > 1 or times_in_row(texts, names, row, width):
            _carry(texts, row, width)
    return texts


def times_in_row(texts: dict[tuple[int, int], str], names: FormNames, row: int, width: int) -> set[str]:
    """The headings of a row that say which time the columns below them are about; none where the row names measures."""
    below = {c: text for c in range(width) if (text := texts.get((row + 1, c), ""))}
    if not any(plain(text) in names.labels or names.band(text) for text in below.values()):
        return set()
    labels = {c: text for c in range(width) if (text := texts.get((row, c), ""))}
    if any(names.column([text]) for text in labels.values()):
        return set()
    return {
        text
        for c, text in labels.items()
        if c and plain(below.get(c, "")) not in names.units and _is_short(text) and speaks_of_time(text)
    }


def _named(texts: dict[tuple[int, int], str], names: FormNames, row: int, grid: Grid) -> _Named:
    """The columns of a row that name measures; none unless it names two, or one again and again (蛇形)."""
    found: dict[int, Match] = {}
    width = min(grid.width, MOST_COLUMNS)
    labels = {column: texts.get((row, column), "") for column in range(width)}
    units = sum(plain(text) in names.units for text in labels.values())
    halved = any(plain(text) in CURRENT for text in labels.values())  # 本期 | 上年同期 below some headings
    for column, text in labels.items():
        path = path_above(texts, row, column, _DEPTH) if text or halved else []
        if path and names.column(path) is not None:
            match = names.match(path)
            if match.how is How.NAME:
                found[column] = match
    measures = {match.taken for match in found.values()}
    enough = len(measures) > 1 or (len(found) > 1 and units + 1 >= len(found))
    return _Named(row, found if enough else {}, halved)


def _best_of_each(rows: Iterable[_Named]) -> Iterator[_Named]:
    """Of rows that follow each other as one header does, the one that names most measures, the fewest twice."""
    best: _Named | None = None
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


def _near_header(texts: dict[tuple[int, int], str], names: FormNames, row: int, grid: Grid) -> _Named | None:
    """The row if it has a heading for units and two headings that are like names of measures."""
    labels = {c: texts[row, c] for c in range(min(grid.width, MOST_COLUMNS)) if texts.get((row, c))}
    if not any(plain(text) in names.units for text in labels.values()):
        return None
    matches = {c: names.match(path_above(texts, row, c, _DEPTH)) for c in labels}
    like = [c for c, m in matches.items() if m.how in (How.NAME, How.FILLER, How.ASKED, How.MEASURED)]
    if len(like) < 2:
        return None
    return _Named(row, {c: match for c, match in matches.items() if match.how is How.NAME}, near=like)


def _each_with_figures(
    grid: Grid, sure: Sequence[_Named], near: Sequence[_Named], above: Header | None = None
) -> list[_Named]:
    """The headers and, of those that have near names only, each that begins a table of its own.

    Without a figure between two rows they are one header: bands over names, or names over their parts.
    above: the header before all of them.
    """
    rows = {named.row for named in sure}
    found: list[_Named] = []
    for named in sorted((*sure, *(one for one in near if one.row not in rows)), key=lambda one: one.row):
        before: Header | _Named | None = found[-1] if found else above
        begins = before is None or _has_figure(grid, before.columns, before.row + 1, named.row)
        if not begins and named.near and named.row not in rows:
            continue
        if not begins and found and found[-1].row not in rows:
            found.pop()
        found.append(named)
    return found


def _has_figure(grid: Grid, columns: Sequence[int], first: int, end: int) -> bool:
    return last_figure(grid, columns, first, end - 1) >= first


def _made(grid: Grid, names: FormNames, texts: dict[tuple[int, int], str], named: _Named) -> Header:
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
    times = _times(grid, names, header)
    if below:
        _name_wholes(names, header, times, min(grid.width, MOST_COLUMNS))
    header = replace(header, settled=_settled(grid, names, header, times, below))
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
    if not any(_WORD.search(text) for text in said) or any(len(text) > _SHORT for text in said):
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


def _times(grid: Grid, names: FormNames, header: Header) -> Times:
    """What the titles above the header say of the period."""
    width = min(grid.width, MOST_COLUMNS)
    top = next(
        (
            r
            for r in range(max(0, header.row - 2), header.row)
            if len(periods_in_row(header.texts, names, r, width)) > 1
        ),
        header.row,
    )
    above = [text for (row, _), text in header.texts.items() if row < top]
    return Times.of((*above, grid.name), names.form.frequency)


def _name_wholes(names: FormNames, header: Header, times: Times, width: int) -> None:
    """“小计” and the title's own quarter below a heading stand for the heading itself."""
    for column in range(width):
        path = path_above(header.texts, header.row, column, _DEPTH)
        if len(path) < 2 or names.column(path[:-1]) is None:
            continue
        if plain(path[-1]) in _SUMS or times.said(path[-1]) is Said.NOW:
            header.texts[header.row, column] = _ITSELF


def _settled(grid: Grid, names: FormNames, header: Header, times: Times, below: bool) -> dict[int, Match]:
    """Columns of another time than the titles', and parts of a measure, none of which is taken for the whole."""
    width = min(grid.width, MOST_COLUMNS)
    old = _of_another_period(grid, names, header)
    matches = {c: names.match(header.path(c)) for c in range(width) if header.label(c)}
    spans = _over_everything(header, matches)
    told = {c: _time_of(header, times, c, spans) for c in matches}
    now = {match.taken for c, match in matches.items() if told[c] is Said.NOW and match.taken}
    settled: dict[int, Match] = {}
    parents: dict[int, str] = {}
    for column, match in matches.items():
        path = path_above(header.texts, header.row, column, _DEPTH)
        if below and len(path) > 1 and match.how in (How.UNKNOWN, How.ASKED, How.ASIDE):
            parent = names.column(path[:-1])
            parents[column] = parent.measure if parent else ""
    whole = {match.taken for match in matches.values() if match.how is How.NAME}
    aside = Match(How.ASIDE, by_band=True)
    for column, match in matches.items():
        measure = match.taken if match.how in (How.NAME, How.FILLER) else parents.get(column, "")
        if column in old or told[column] is Said.OTHER:
            if column in old or measure or match.how is not How.UNKNOWN:
                settled[column] = aside
        elif told[column] is Said.OPEN and measure:
            likely = names.by_likeness(header.path(column), measure)
            settled[column] = aside if measure in now else Match(How.ASKED, likely=likely, by_band=True)
        elif parents.get(column) and not (match.likely and measure in names.part_of[match.likely[0]]):
            likely = names.by_likeness(header.path(column), measure)
            settled[column] = aside if measure in whole else Match(How.ASKED, likely=likely, by_band=True)
    return settled


def _over_everything(header: Header, matches: Mapping[int, Match]) -> set[str]:
    """The texts that stand over all measures: a title, no heading over some of them."""
    paths = [set(header.path(c)[:-1]) for c, match in matches.items() if match.how in (How.NAME, How.FILLER)]
    return set.intersection(*paths) if len(paths) > 1 else set()


def _is_short(text: str) -> bool:
    """Whether a text may be a heading over columns: a few characters, or two days and nothing more."""
    return len(text) <= _SHORT or len(since_january(text)) >= len(text) - 2


def _time_of(header: Header, times: Times, column: int, spans: set[str]) -> Said:
    path = path_above(header.texts, header.row, column, _DEPTH)
    for text in reversed(path):
        if not _is_short(text):
            continue
        said = times.said(text)
        if said is not Said.NOTHING and not (text in spans and said is not Said.OTHER):
            return said
    return Said.NOTHING


def _of_another_period(grid: Grid, names: FormNames, header: Header) -> frozenset[int]:
    """Columns below a heading such as “2024年三季度” where the titles speak of another quarter: last year's
    figures, put beside this year's for comparison."""
    width = min(grid.width, MOST_COLUMNS)
    top = next(
        (
            r
            for r in range(max(0, header.row - 2), header.row)
            if len(periods_in_row(header.texts, names, r, width)) > 1
        ),
        header.row,
    )
    above = [text for (row, _), text in header.texts.items() if row < top]
    titles = {period for text in (*above, grid.name) for period in _periods(text, names)}
    found = set()
    for column in range(width) if titles else ():
        told = next(filter(None, (_periods(text, names) for text in reversed(header.path(column)))), set())
        if told and header.label(column) and not told & titles:
            found.add(column)
    since_january = {column for column in range(width) if _since_january(header, column)}
    return frozenset(found | (since_january if any(c not in since_january for c in header.found) else set()))


def _since_january(header: Header, column: int) -> bool:
    """“1—9月” above a heading, where others have “第三季度”."""
    return any(m.cumulative for text in header.path(column)[:-1] if len(text) <= _SHORT for m in spoken(text))


def _periods(text: str, names: FormNames) -> set[tuple[int, int]]:
    return {(m.year, m.number) for m in spoken(text) if m.kind is names.form.frequency and m.year}


def periods_in_row(
    texts: dict[tuple[int, int], str], names: FormNames, row: int, width: int
) -> set[tuple[int | None, int, bool]]:
    """The periods that the cells of a row name, one each: more than one, and the columns below are of different ones.

    A title about two quarters names both in one cell.
    """
    found = set()
    for text in {texts.get((row, column), "") for column in range(width)}:
        if len(text) <= _SHORT and _MAY_BE_PERIOD.search(text):
            said = [m for m in spoken(text) if m.kind is names.form.frequency]
            found |= {(m.year, m.number, m.cumulative) for m in said if len(said) == 1}
    return found


def _carry(texts: dict[tuple[int, int], str], row: int, width: int) -> None:
    """A heading over several columns stands over the first of them only: carry it over the blank ones."""
    carried = ""
    for column in range(width):
        carried = texts.get((row, column), "") or carried
        if carried and texts.get((row + 1, column)):
            texts[row, column] = carried


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
    hits: list[_Named] = []
    near: list[_Named] = []
    around: dict[int, dict[tuple[int, int], str]] = {}
    for row in suspects[:_MOST_LOOKED_AT]:
        around[row] = _texts(grid, names, range(max(0, row - _DEPTH + 1), min(row + 3, len(grid.rows))))
        hits.append(_named(around[row], names, row, grid))
        if named := _near_header(around[row], names, row, grid):
            near.append(named)
    for named in _each_with_figures(grid, list(_best_of_each(hits)), near, above):
        yield _made(grid, names, around[named.row], named)


def _is_wordy(row: Sequence[object], column: int) -> bool:
    """Whether a row may be a header: texts in it, and none that is a number where the row above has a measure."""
    here = row[column] if column < len(row) else None
    if isinstance(here, str) and here.strip().isdigit():
        return False
    return sum(type(value) is str and value != "" for value in row[:MOST_COLUMNS]) > 2


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


def has_values(grid: Grid, first: int, column: int) -> bool:
    """Whether anything stands in the first rows of a column."""
    return any(grid.value(r, column) is not None for r in range(first, min(first + 49, len(grid.rows))))


def last_figure(grid: Grid, columns: Iterable[int], first: int, last: int) -> int:
    """The last row between first and last with a count in one of the columns; before first if there is none."""
    some = list(columns)
    for row in range(last, first - 1, -1):
        if any(read_count(grid.value(row, column)).value is not None for column in some):
            return row
    return first - 1
