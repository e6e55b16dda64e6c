"""Where a finding about rows of a ledger points."""

from __future__ import annotations

import numpy as np

from metrics.intake import rules
from metrics.intake.grid import address
from metrics.intake.ledgers.rows import Flags, Rows


def cells_of(rows: Rows, flags: Flags, code: str) -> list[str]:
    places = np.flatnonzero(flags)[: rules.MOST_CELLS].tolist()
    column = rows.table.columns.get(code, next(iter(rows.table.columns.values())))
    return [address(rows.lines[i], column) for i in places]
