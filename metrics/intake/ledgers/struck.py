"""Rows of a ledger that are crossed out: somebody took the case back, and it counts all the same."""

from __future__ import annotations

from metrics.intake import rules
from metrics.intake.grid import address
from metrics.intake.ledgers.rows import Rows
from metrics.model import Finding


def struck_rows(rows: Rows) -> list[Finding]:
    """One finding with the first crossed-out cell of each row that has one among the columns that are read."""
    grid = rows.table.grid
    if not grid.struck:
        return []
    columns = sorted(rows.table.columns.values())
    cells = [
        address(line, first)
        for line in rows.lines
        if (first := next((column for column in columns if (line, column) in grid.struck), None)) is not None
    ]
    return [rules.LEDGER_STRUCK.at(grid.name, cells, found=len(cells))] if cells else []
