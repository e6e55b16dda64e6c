"""Columns of a header that are named like a measure and hold another time's figures, or a part of the measure."""

from __future__ import annotations

from collections.abc import Mapping

from metrics.intake.grid import MOST_COLUMNS, Grid
from metrics.intake.header import DEPTH, SHORT, Header
from metrics.intake.header_texts import is_short, periods_in_row
from metrics.intake.heading_times import Said, Times
from metrics.intake.names import FormNames, How, Match
from metrics.intake.table import path_above
from metrics.intake.when import spoken


def times_of(grid: Grid, names: FormNames, header: Header) -> Times:
    """What the titles above the header say of the period."""
    return Times.of(_titles(grid, names, header), names.form.frequency)


def set_aside(grid: Grid, names: FormNames, header: Header, times: Times, below: bool) -> dict[int, Match]:
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
        path = path_above(header.texts, header.row, column, DEPTH)
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


def _time_of(header: Header, times: Times, column: int, spans: set[str]) -> Said:
    path = path_above(header.texts, header.row, column, DEPTH)
    for text in reversed(path):
        if not is_short(text):
            continue
        said = times.said(text)
        if said is not Said.NOTHING and not (text in spans and said is not Said.OTHER):
            return said
    return Said.NOTHING


def _of_another_period(grid: Grid, names: FormNames, header: Header) -> frozenset[int]:
    """Columns below a heading such as “2024年三季度” where the titles speak of another quarter: last year's
    figures, put beside this year's for comparison."""
    width = min(grid.width, MOST_COLUMNS)
    titles = {period for text in _titles(grid, names, header) for period in _periods(text, names)}
    found = set()
    for column in range(width) if titles else ():
        told = next(filter(None, (_periods(text, names) for text in reversed(header.path(column)))), set())
        if told and header.label(column) and not told & titles:
            found.add(column)
    since_january = {column for column in range(width) if _since_january(header, column)}
    return frozenset(found | (since_january if any(c not in since_january for c in header.found) else set()))


def _titles(grid: Grid, names: FormNames, header: Header) -> tuple[str, ...]:
    """What stands above the header and above a row of periods that belongs to it, and the sheet's name."""
    width = min(grid.width, MOST_COLUMNS)
    top = next(
        (
            r
            for r in range(max(0, header.row - 2), header.row)
            if len(periods_in_row(header.texts, names, r, width)) > 1
        ),
        header.row,
    )
    return (*(text for (row, _), text in header.texts.items() if row < top), grid.name)


def _since_january(header: Header, column: int) -> bool:
    """“1—9月” above a heading, where others have “第三季度”."""
    return any(m.cumulative for text in header.path(column)[:-1] if len(text) <= SHORT for m in spoken(text))


def _periods(text: str, names: FormNames) -> set[tuple[int, int]]:
    return {(m.year, m.number) for m in spoken(text) if m.kind is names.form.frequency and m.year}
