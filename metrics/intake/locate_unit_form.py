"""Finds unit forms: one unit, measures down, periods across; several may stand one below the other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from metrics.intake.grid import MOST_COLUMNS, Grid, plain
from metrics.intake.measured_in import unit_alone
from metrics.intake.names import FormNames, How
from metrics.intake.table import Heading, Table, path_above, titles_above
from metrics.intake.when import spoken
from metrics.model import Layout

_MOST_ROWS = 400
_MOST_LABEL_COLUMNS = 8
_LONGEST = 40  # characters of a label; what is longer is a sentence
_CHINESE = re.compile(r"[\u4e00-\u9fff]{2}")
NOT_READ = "不读取"  # our own form marks its comparison column with these words
_CURRENT = {
    plain(word)
    for word in ("本季度", "本期", "本季", "本季度数", "本期数", "填报数", "件数", "数量", "数值", "本季数")
}
Texts = dict[tuple[int, int], str]


def locate_unit_form(grid: Grid, names: FormNames) -> list[Table]:
    """The tables under the column that names most measures; empty when fewer than two are named."""
    rows = range(min(len(grid.rows), _MOST_ROWS))
    texts = grid.spread(rows)
    labels, found = label_column(grid, names, texts, rows)
    if labels < 0:
        return []
    begins = min(found)
    headers = [row for row in rows if row not in found and _is_header(grid, texts, row, labels, row > begins)]
    tables: list[Table] = []
    for i, header in enumerate(headers):
        stop = headers[i + 1] if i + 1 < len(headers) else rows.stop
        part = {row: heading for row, heading in found.items() if header < row < stop}
        if not part:
            continue
        top = max(tables[-1].lines.values(), default=tables[-1].header) + 1 if tables else 0
        own = titles_above(grid, header, top)
        told = not tables or any(m.kind is names.form.frequency for text in own for m in spoken(text))
        titles = own if told else (*tables[0].titles, *own)
        table = _table(grid, names, texts, labels, header, part, stop, top, titles)
        if tables and _goes_on(tables[-1], table):
            tables[-1] = _joined(tables[-1], table)
        else:
            tables.append(table)
    return tables if sum(len(table.lines) + len(table.headings) for table in tables) > 1 else []


def label_column(grid: Grid, names: FormNames, texts: Texts, rows: range) -> tuple[int, dict[int, Heading]]:
    """The column that names most measures, and row → its label and what it means; -1 when fewer than two are named.

    Names come first; labels that are only like a name are looked for in the column with the names.
    """
    columns = range(min(grid.width, _MOST_LABEL_COLUMNS))
    hits = [_hits(names, texts, rows, column) for column in columns]
    if not any(hits):
        return -1, {}
    column = hits.index(max(hits))
    found: dict[int, Heading] = {}
    for row, path in _paths(grid, names, texts, rows, column):
        if names.column(path) is not None or (_CHINESE.search(path[-1]) and _has_values(grid, row, column)):
            match = names.match(path, unit_alone(texts.get((row, column + 1), "")))
            if match.how in (How.NAME, How.FILLER, How.ASKED, How.MEASURED):
                found[row] = Heading.of(grid.address(row, column), row, path, match)
    return (column, found) if len(found) > 1 else (-1, {})


def _hits(names: FormNames, texts: Texts, rows: range, column: int) -> int:
    """How many different labels of a column may name a measure, whatever stands above or beside them."""
    found = {texts[row, column] for row in rows}
    return len(
        {plain(text) for text in found if _CHINESE.search(text) and len(text) <= _LONGEST} & names.labels
    )


def _paths(
    grid: Grid, names: FormNames, texts: Texts, rows: range, column: int
) -> Iterator[tuple[int, list[str]]]:
    """Row → the label with the band that it stands under: ours, or another, under which short names say nothing."""
    band = ""
    for row in rows:
        # A band stands in a column before the labels, or in a row of its own above them.
        beside = [texts.get((row, c), "") for c in range(column + 1)]
        text = texts.get((row, column), "")
        ours = next((text for text in beside if names.band(text)), "")
        band = ours or _other_band(grid, names, beside, band, row) or band
        if text and len(text) <= _LONGEST:
            yield row, [band, text]


def _other_band(grid: Grid, names: FormNames, beside: list[str], band: str, row: int) -> str:
    """The words of a band that the form does not have: “行政裁决” before the labels, or alone in its row."""
    *before, label = beside
    for text in reversed(before):
        if _CHINESE.search(text) and len(text) <= _LONGEST and not names.ignored(text) and text != label:
            return text
    alone = _CHINESE.search(label) and len(label) <= _LONGEST and not _has_values(grid, row, len(before))
    if not alone or names.ignored(label) or plain(label).startswith("其中"):
        return ""
    return "" if names.column([band, label]) else label


def _is_header(grid: Grid, texts: Texts, row: int, labels: int, further: bool) -> bool:
    """Whether a row says which periods stand below it. Further down a number is a figure, and a text merged over
    the whole row a title."""
    columns = _period_columns(grid, texts, row, labels)
    heads = [texts[row, column] for column in columns]
    return bool(heads) and not (
        further and any(head.isdigit() or head == texts.get((row, labels)) for head in heads)
    )


def _has_values(grid: Grid, row: int, column: int) -> bool:
    return any(grid.value(row, c) is not None for c in range(column + 1, min(grid.width, MOST_COLUMNS)))


def _table(
    grid: Grid,
    names: FormNames,
    texts: Texts,
    labels: int,
    header: int,
    part: dict[int, Heading],
    stop: int,
    top: int,
    titles: tuple[str, ...],
) -> Table:
    lines: dict[str, int] = {}
    twice: dict[str, str] = {}
    exact = {heading.match.taken for heading in part.values() if heading.match.how is How.NAME}
    for row, heading in part.items():
        match = heading.match
        sure = match.how is How.NAME or (match.how is How.FILLER and match.taken not in exact)
        if sure and match.taken in lines:
            twice[heading.place] = texts[row, labels]
        elif sure:
            lines[match.taken] = row
    first = min(part)
    last = max(part)
    others = {
        r: texts.get((r, labels), "") for r in range(first, min(last + 3, stop)) if r not in lines.values()
    }
    return Table(
        grid,
        names.form,
        Layout.UNIT_FORM,
        titles,
        header,
        labels + 1,
        max(_period_columns(grid, texts, header, labels)),
        lines,
        {measure: texts[row, labels] for measure, row in lines.items()},
        None,
        next((r for r, text in others.items() if plain(text) in names.zero), None),
        {names.rates[plain(text)]: r for r, text in others.items() if plain(text) in names.rates},
        {
            grid.address(r, labels): text
            for r, text in others.items()
            if text
            and (r in part or (r < last and not names.ignored(text) and not names.band(text)))
            and grid.address(r, labels) not in twice
        },
        twice,
        tuple(part.values()),
        top,
    )


def _goes_on(above: Table, table: Table) -> bool:
    """Whether a header only comes again, on a new printed page, with the measures that the table above lacks."""
    same = record_columns(above) == record_columns(table)
    new_title = set(table.titles) - set(above.titles)
    return same and not new_title and not set(above.lines) & set(table.lines)


def _joined(above: Table, table: Table) -> Table:
    return replace(
        above,
        lines={**above.lines, **table.lines},
        labels={**above.labels, **table.labels},
        zero=above.zero if above.zero is not None else table.zero,
        rates={**above.rates, **table.rates},
        unknown={**above.unknown, **table.unknown},
        twice={**above.twice, **table.twice},
        headings=(*above.headings, *table.headings),
    )


def period_heading(texts: Texts, header: int, column: int) -> str:
    """The heading of a period's column: the year may stand in a merged row above the quarter."""
    return " ".join(path_above(texts, header, column, 2))


def is_current(heading: str) -> bool:
    return plain(heading) in _CURRENT


def _period_columns(grid: Grid, texts: Texts, row: int, labels: int) -> list[int]:
    found = []
    for column in range(labels + 1, grid.width):
        text = texts.get((row, column), "")
        if (
            text
            and NOT_READ not in text
            and (is_current(text) or any(m.year or m.number for m in spoken(text)))
        ):
            found.append(column)
    return found


def record_columns(table: Table) -> dict[int, str]:
    """Column → heading of each period's column of a unit form."""
    spread = table.grid.spread(range(table.header + 1))
    texts = {(row, column): text for (row, column), text in spread.items() if row >= table.top}
    columns = _period_columns(table.grid, texts, table.header, table.first - 1)
    return {column: period_heading(texts, table.header, column) for column in columns}
