"""Rows with dates outside the periods that the ledger covers, wholly or with one of several dates."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from metrics.catalogue import DUE
from metrics.intake import rules
from metrics.intake.grid import address
from metrics.intake.ledgers.concerned import dated_by, only_unit
from metrics.intake.ledgers.count import OUTSIDE, Judged
from metrics.intake.ledgers.dates import Day, is_a_year_off, quarter_number
from metrics.intake.ledgers.places import cells_of
from metrics.intake.ledgers.rows import Flags, Rows
from metrics.model import Finding


def not_counted(table: Rows, judged: Judged) -> list[Finding]:
    """Rows without any date in a covered period: outside it, or undated."""
    wanted = dict.fromkeys(count.date for count in judged.form.counts if judged.can(count))
    if not wanted or "" in wanted:
        return []
    inside = np.zeros(judged.size, dtype=bool)
    for code in wanted:
        inside |= judged.in_period(code) != OUTSIDE
    written = np.zeros(judged.size, dtype=bool)
    odd = np.zeros(judged.size, dtype=bool)
    for code in judged.dates:
        written |= judged.dates[code].filled()
        odd |= judged.dates[code].wrong()
    first = next((code for code in wanted if code != DUE), next(iter(judged.dates), ""))
    outside = ~inside & written & ~odd
    periods = judged.periods
    label = periods[0].label if len(periods) == 1 else f"{periods[0].label}至{periods[-1].label}"
    slips, found = _year_slips(table, judged, outside, [code for code in wanted if code in judged.dates])
    outside &= ~slips
    if outside.any():
        cells = cells_of(table, outside, first)
        found.append(
            rules.LEDGER_OUTSIDE.at(table.table.grid.name, cells, found=int(outside.sum()), expected=label)
        )
    undated = ~inside & ~written & ~odd
    if undated.any():
        cells = cells_of(table, undated, first)
        found.append(
            rules.LEDGER_NO_DATE.at(
                table.table.grid.name,
                cells,
                found=int(undated.sum()),
                unit=only_unit(judged, undated),
                measures=judged.form.measures,
            )
        )
    return found


def _year_slips(
    table: Rows, judged: Judged, outside: Flags, codes: Sequence[str]
) -> tuple[Flags, list[Finding]]:
    """Rows whose date would lie in the ledger's only period one year later or earlier: 2023-08-05 for 2024.

    outside: rows that nothing puts into the period. Of others a date that every case has is looked at, where the case
    number has the period's year: “（2024）…” was not filed in 2023.
    """
    none: Flags = np.zeros(judged.size, dtype=bool)
    if len(judged.periods) > 1:
        return none, []  # of a whole year's ledger every day of another year would look like a slip
    period = judged.periods[0]
    slips: dict[int, Flags] = {}
    for code in codes:
        read = judged.dates[code]
        off = [any(is_a_year_off(day, period) for day in days or ()) for days in read.days]
        here = np.array(off, dtype=bool)[read.codes]
        if not here.any():
            continue
        meant = outside
        if judged.form.field(code).always:
            meant = meant | np.array([f"({period.year})" in case for case in judged.cases], dtype=bool)
        if (here & meant).any():
            slips[table.table.columns[code]] = here & meant
    if not slips:
        return none, []
    columns = sorted(slips)
    places = np.argwhere(np.stack([slips[column] for column in columns], axis=1)).tolist()
    cells = [address(table.lines[row], columns[i]) for row, i in places[: rules.MOST_CELLS]]
    some: Flags = np.any(list(slips.values()), axis=0)
    dates = [code for code in codes if table.table.columns[code] in slips]
    told = rules.LEDGER_YEAR_SLIP.at(
        table.table.grid.name,
        cells,
        found=int(some.sum()),
        expected=period.label,
        unit=only_unit(judged, some),
        measures=dated_by(judged.form, *dates),
    )
    return some, [told]


def heard_before(table: Rows, judged: Judged) -> list[Finding]:
    """Several dates in a cell, of different quarters: the case counts in one of them."""
    found = []
    periods = judged.periods
    label = periods[0].label if len(periods) == 1 else f"{periods[0].label}至{periods[-1].label}"
    for code in dict.fromkeys(count.date for count in judged.form.counts):
        if code not in judged.dates:
            continue
        read = judged.dates[code]
        spread = np.array([_spans_quarters(days) for days in read.days], dtype=bool)[read.codes]
        spread &= judged.in_period(code) != OUTSIDE
        if spread.any():
            found.append(
                rules.LEDGER_HEARD_BEFORE.at(
                    table.table.grid.name,
                    cells_of(table, spread, code),
                    found=int(spread.sum()),
                    expected=label,
                    label=judged.form.field(code).name,
                )
            )
    return found


def _spans_quarters(days: Sequence[Day] | None) -> bool:
    return len({quarter_number(day) for day in days or ()}) > 1
