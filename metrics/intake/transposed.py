"""Finds transposed summaries: units across, measures down. The sheet is turned and read like any other summary."""

from __future__ import annotations

from dataclasses import replace

from metrics.intake.grid import MOST_COLUMNS, Grid, plain
from metrics.intake.locate_summary import locate_summary
from metrics.intake.locate_unit_form import label_column
from metrics.intake.names import FormNames, UnitNames
from metrics.intake.table import Table, titles_above
from metrics.intake.when import spoken

_MOST_ROWS = 400


def locate_transposed(grid: Grid, names: FormNames, units: UnitNames) -> list[Table]:
    """The tables of a sheet whose columns are units; empty when a column's labels name no two measures, or when
    what stands above the columns are no units (periods, say: then it is a unit form)."""
    rows = range(min(len(grid.rows), _MOST_ROWS))
    if label_column(grid, names, grid.spread(rows), rows)[0] < 0:
        return []
    turned = grid.flip(_MOST_ROWS)
    found = []
    for table in locate_summary(turned, names):
        if table.unit is not None and _units_across(table, names, units):
            # What stands left of the labels is no title; the titles stand above the units.
            found.append(replace(table, titles=titles_above(grid, table.unit)))
    return found


def _units_across(table: Table, names: FormNames, units: UnitNames) -> bool:
    column = table.unit or 0
    last = min(table.last, table.first + MOST_COLUMNS)
    texts = [table.grid.text(row, column) for row in range(table.first, last + 1)]
    heads = [text for text in texts if text]
    if any(spoken(text) for text in heads):
        return False
    between = range(column + 1, min(table.lines.values(), default=0))
    if any(spoken(table.grid.text(row, c)) for c in between for row in range(table.first, last + 1)):
        return False  # “填报单位 | 东关街道”, and the quarters stand below: a unit form
    corner = plain(table.grid.text(table.header, column)) in names.units
    return bool(heads) and (corner or any(len(units.find(text)) == 1 for text in heads))
