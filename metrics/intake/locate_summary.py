"""Finds summary tables: one row per unit, one column per measure; several may stand side by side or one below
the other."""

from __future__ import annotations

from dataclasses import replace

from metrics.intake.grid import MOST_COLUMNS, Grid, plain
from metrics.intake.header import Header
from metrics.intake.header_rows import last_figure
from metrics.intake.header_texts import periods_in_row, times_in_row
from metrics.intake.headers import has_values, headers
from metrics.intake.locate_unit_form import is_current
from metrics.intake.names import FormNames, How
from metrics.intake.summary import is_note
from metrics.intake.table import Heading, Table, titles_above
from metrics.intake.when import spoken
from metrics.model import Layout


def locate_summary(grid: Grid, names: FormNames) -> list[Table]:
    """The tables of a sheet, top down and from left to right; empty when no row names two measures."""
    tables: list[Table] = []
    found = headers(grid, names)
    above: Header | None = None
    begun: list[Table] = []  # of the header above, whose end is not known yet
    for header in found:
        if above is None:
            begun = _split(grid, names, header, 0, titles_above(grid, _top_of(names, header)))
            above = header
            continue
        last = last_figure(grid, above.columns, above.first, header.row - 1)
        top = max(last, above.row) + 1
        own = _own_titles(grid, names, header, top)
        if _same_columns(above, header) and not _speaks_of_another(own, begun[0], names):
            continue  # the header again, on a new printed page
        tables += [_ended(table, last) for table in begun]
        told = own if any(m.kind is names.form.frequency for text in own for m in spoken(text)) else ()
        begun = _split(grid, names, header, top, told or (*begun[0].titles, *own))
        above = header
    return tables + begun


def _ended(table: Table, last: int) -> Table:
    return replace(table, last=last)


def _own_titles(grid: Grid, names: FormNames, header: Header, top: int) -> tuple[str, ...]:
    """What stands between the table above and a header, without the notes and signatures of the former."""
    texts = titles_above(grid, _top_of(names, header), top)
    return tuple(text for text in texts if not is_note(text) or _labels_a_unit(text, names))


def _labels_a_unit(text: str, names: FormNames) -> bool:
    return plain(text.replace(":", "：").partition("：")[0]) in names.units


def _same_columns(above: Header, header: Header) -> bool:
    columns = {*above.columns, *header.columns}
    return all(plain(above.label(c)) == plain(header.label(c)) for c in columns)


def _speaks_of_another(own: tuple[str, ...], table: Table, names: FormNames) -> bool:
    """Whether the titles between two equal headers name a period or a unit that the titles above do not."""
    before = {(m.year, m.number) for text in table.titles for m in spoken(text)}
    said = {(m.year, m.number) for text in own for m in spoken(text) if m.kind is names.form.frequency}
    units = {text for text in own if _labels_a_unit(text, names)}
    return bool(said - before) or bool(units - set(table.titles))


def _split(grid: Grid, names: FormNames, header: Header, top: int, titles: tuple[str, ...]) -> list[Table]:
    """One table, or several where each measure comes again with a column of units before it."""
    width = min(grid.width, MOST_COLUMNS)
    found = header.found
    unit_columns = [c for c in range(width) if plain(header.label(c)) in names.units]
    parts: list[dict[str, int]] = [{}]
    twice: dict[str, str] = {}
    again: list[int] = []
    previous = -1
    for column, match in sorted(found.items()):
        if match.taken in parts[-1]:
            between = range(previous + 1, column)
            if any(c in unit_columns or not header.label(c) for c in between):
                parts.append({})
            else:
                twice[grid.address(header.row, column)] = header.label(column)
                again.append(column)
                continue
        parts[-1][match.taken] = column
        previous = column
    tables = []
    left = 0
    for i, part in enumerate(parts):
        first = min(part.values(), default=width)
        following = [c for other in parts[i + 1 :] for c in other.values()]
        right = min(following) - 1 if following else width
        candidates = [c for c in unit_columns if left <= c < right and c not in found]
        before = [c for c in candidates if c < first]
        unit = max(before, default=None) if before else min(candidates, default=None)
        if unit is None:
            unit = _wordy_column(grid, header, left, first)
        others = [c for c in range(left, right) if (c not in found or c in again) and c != unit]
        last = max([*part.values(), *(c for c in others if header.label(c))], default=-1)
        begins = min([first, *([unit] if unit is not None else [])])
        ends = last if following else last + 1
        made = _table(grid, names, header, part, unit, others, twice, top, titles)
        tables.append(
            replace(
                made,
                nameless=tuple(c for c in others if begins < c <= ends and not header.label(c)),
                other_units=tuple(c for c in candidates if c != unit),
            )
        )
        left = max(part.values(), default=width) + 1
    return tables


def _table(
    grid: Grid,
    names: FormNames,
    header: Header,
    part: dict[str, int],
    unit: int | None,
    others: list[int],
    twice: dict[str, str],
    top: int,
    titles: tuple[str, ...],
) -> Table:
    rates: dict[str, int] = {}
    unknown: dict[str, str] = {}
    headings: list[Heading] = []
    zero = None
    for column in sorted([*part.values(), *others]):
        label = header.label(column)
        place = grid.address(header.row, column)
        if column in header.found:
            headings.append(Heading.of(place, column, header.path(column), header.found[column]))
            continue
        if not label:
            continue
        match = header.settled.get(column) or names.match(
            header.path(column), header.measured.get(column, "")
        )
        if plain(label) in names.zero:
            zero = column if zero is None else zero
        elif match.how is How.RATE:
            rates[match.taken] = column
        elif match.how is not How.IGNORED and has_values(grid, header.first, column):
            heading = Heading.of(place, column, header.path(column), match)
            unknown[place] = heading.written if column in header.settled else label
            headings.append(heading)
    return Table(
        grid,
        names.form,
        Layout.SUMMARY,
        titles,
        header.row,
        header.first,
        len(grid.rows) - 1,
        part,
        {measure: header.path(column)[-1] for measure, column in part.items()},
        unit,
        zero,
        rates,
        unknown,
        twice,
        tuple(headings),
        top,
    )


def _top_of(names: FormNames, header: Header) -> int:
    """The first row of the header: rows above with a band over a measure belong to it."""
    top = header.row
    texts = header.texts
    width = min(max((c for _, c in texts), default=0) + 1, MOST_COLUMNS)
    while top > 0 and any(
        len(periods_in_row(texts, names, top - 1, width)) > 1
        or len(times_in_row(texts, names, top - 1, width)) > 1
        or names.band(texts.get((top - 1, c), ""))
        or plain(texts.get((top - 1, c), "")) == plain(header.label(c)) != ""
        for c in header.found
    ):
        top -= 1
    return top


def _wordy_column(grid: Grid, header: Header, left: int, first: int) -> int | None:
    """Where no header names the units' column: the nearest column before the measures that holds words."""
    for column in range(first - 1, left - 1, -1):
        texts = [grid.value(r, column) for r in range(header.first, min(header.first + 10, len(grid.rows)))]
        if any(
            isinstance(text, str) and not text.strip().isdigit() and not is_current(text) for text in texts
        ):
            return column
    return None
