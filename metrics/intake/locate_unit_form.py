"""Finds unit forms: one unit, measures down, periods across."""

from __future__ import annotations

from metrics.intake.grid import Grid, address, plain
from metrics.intake.names import FormNames
from metrics.intake.table import Table, path_above, titles_above
from metrics.intake.when import spoken
from metrics.model import Layout

_MOST_ROWS = 200
_MOST_LABEL_COLUMNS = 8
NOT_READ = "不读取"  # our own form marks its comparison column with these words
_CURRENT = {
    plain(word)
    for word in ("本季度", "本期", "本季", "本季度数", "本期数", "填报数", "件数", "数量", "数值", "本季数")
}


def locate_unit_form(grid: Grid, names: FormNames) -> list[Table]:
    """The table under the column that names most measures; empty when fewer than two are named."""
    rows = range(min(len(grid.rows), _MOST_ROWS))
    texts = grid.spread(rows)
    best: tuple[int, int, dict[str, int], dict[str, str]] = (1, -1, {}, {})
    for column in range(min(grid.width, _MOST_LABEL_COLUMNS)):
        lines: dict[str, int] = {}
        twice: dict[str, str] = {}
        band = ""
        for row in rows:
            # A band stands in a column before the labels, or in a row of its own above them.
            beside = [texts.get((row, c), "") for c in range(column + 1)]
            band = next((text for text in beside if names.band(text)), band)
            text = texts.get((row, column), "")
            match = names.column([band, text]) if text else None
            if match and match.measure in lines:
                twice[address(row, column)] = text
            elif match:
                lines[match.measure] = row
        if len(lines) > best[0]:
            best = (len(lines), column, lines, twice)
    _, labels, lines, twice = best
    if labels < 0:
        return []
    top = min(lines.values())
    header = next((r for r in range(top - 1, -1, -1) if _period_columns(grid, texts, r, labels)), -1)
    if header < 0:
        return []
    last = max(lines.values())
    others = {r: texts.get((r, labels), "") for r in range(top, last + 3) if r not in lines.values()}
    return [
        Table(
            grid,
            names.form,
            Layout.UNIT_FORM,
            titles_above(grid, header),
            header,
            labels + 1,
            max(_period_columns(grid, texts, header, labels)),
            lines,
            {measure: texts[row, labels] for measure, row in lines.items()},
            None,
            next((r for r, text in others.items() if plain(text) in names.zero), None),
            {names.rates[plain(text)]: r for r, text in others.items() if plain(text) in names.rates},
            {
                address(r, labels): text
                for r, text in others.items()
                if r < last and text and not names.ignored(text) and not names.band(text)
            },
            twice,
        )
    ]


def period_heading(texts: dict[tuple[int, int], str], header: int, column: int) -> str:
    """The heading of a period's column: the year may stand in a merged row above the quarter."""
    return " ".join(path_above(texts, header, column, 2))


def is_current(heading: str) -> bool:
    return plain(heading) in _CURRENT


def _period_columns(grid: Grid, texts: dict[tuple[int, int], str], row: int, labels: int) -> list[int]:
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
    texts = table.grid.spread(range(table.header + 1))
    columns = _period_columns(table.grid, texts, table.header, table.first - 1)
    return {column: period_heading(texts, table.header, column) for column in columns}
