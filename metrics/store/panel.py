"""The panel: facts in force, put into one dense frame without an object for each."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, cast

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sqlalchemy import Connection, Select, select

from metrics.panel import Panel, shared_rows
from metrics.periods import Period, between
from metrics.store import tables as t
from metrics.store import tallies

Pairs = Sequence[tuple[int, str]]  # (slot, measure) of a form


def read_panel(
    connection: Connection,
    jurisdiction: str,
    first: Period,
    last: Period,
    measures: Sequence[str],
) -> Panel:
    """All units × periods first..last × measures; NaN where nothing is in force (see metrics/panel.py)."""
    u = t.units.c
    known = select(u.code).where(u.jurisdiction == jurisdiction).order_by(u.position, u.code)
    units = connection.scalars(known).all()
    periods = [period.key for period in between(first, last)]
    grid = _Grid(units, periods, measures)
    forms = _forms(connection, jurisdiction, measures)
    ledgers = {form: forms.pop(form) for form in tallies.ledgers(connection, jurisdiction) if form in forms}
    for form, pairs in forms.items():
        grid.fill(connection.execute(_in_force(jurisdiction, form, first, last, pairs)).all(), pairs)
    rows: list[tuple[str, str, str, str]] = []
    listed = None
    if ledgers:
        counted = _Grid(units, periods, measures)
        for form, pairs in ledgers.items():
            counted.fill(connection.execute(_in_force(jurisdiction, form, first, last, pairs)).all(), pairs)
        grid.take_what_is_open(counted)
        found = tallies.shared(connection, jurisdiction, ledgers, first, last)
        listed = grid.values == counted.values
        rows = _shared([row for row in found if grid.at(listed, *row[:3])])
    index = pd.MultiIndex.from_product([units, periods], names=["unit", "period"])
    return Panel(
        pd.DataFrame(grid.values, index=index, columns=list(measures)),
        pd.DataFrame(grid.excused & np.isnan(grid.values), index=index, columns=list(measures)),
        cast("pd.Series[bool]", pd.Series(grid.reported, index=index, name="reported")),
        shared_rows(rows),
        None if listed is None else pd.DataFrame(listed, index=index, columns=list(measures)),
    )


class _Grid:
    """Values by (unit and period, measure), and where a cell said “不适用”."""

    def __init__(self, units: Sequence[str], periods: Sequence[str], measures: Sequence[str]) -> None:
        shape = (len(units) * len(periods), len(measures))
        self.values = np.full(shape, np.nan)
        self.excused = np.zeros(shape, dtype=bool)
        self.reported = np.zeros(shape[0], dtype=bool)
        self._of_unit = {unit: i * len(periods) for i, unit in enumerate(units)}
        self._of_period = {period: i for i, period in enumerate(periods)}
        self._of_measure = {measure: i for i, measure in enumerate(measures)}

    def fill(self, rows: Sequence[Any], pairs: Pairs) -> None:
        """rows: (unit, period, marks, value…) as _in_force gives them."""
        rows = [row for row in rows if row[1] in self._of_period]  # “2025H1” lies between quarters as text
        if not rows:
            return
        columns = [self._of_measure[measure] for _, measure in pairs]
        lines = np.array([self._of_unit[row[0]] + self._of_period[row[1]] for row in rows])
        self.reported[lines] = True
        _place(
            self.values, lines, columns, np.array([row[3:] for row in rows], dtype=np.float64)
        )  # None → NaN
        names = {t.VALUE_COLUMNS[slot]: column for (slot, _), column in zip(pairs, columns, strict=True)}
        for line, marks in zip(lines, (row[2] for row in rows), strict=True):
            for name in marks.split(",") if marks else ():
                if name in names:
                    self.excused[line, names[name]] = True

    def take_what_is_open(self, other: _Grid) -> None:
        """Where this one says nothing, what the other says."""
        nothing = np.isnan(self.values) & ~self.excused
        self.values[nothing] = other.values[nothing]
        self.excused |= nothing & other.excused
        self.reported |= other.reported

    def at(self, flags: NDArray[np.bool_], unit: str, period: str, measure: str) -> bool:
        """One of some flags that are laid out as the values are."""
        if period not in self._of_period:
            return False
        place = self._of_unit[unit] + self._of_period[period], self._of_measure[measure]
        return bool(flags[place])


def _shared(rows: Sequence[tuple[str, str, str, str]]) -> list[tuple[str, str, str, str]]:
    """Those whose measure, not only whose case, is shared with another unit within the year."""
    units: dict[tuple[str, str, str], set[str]] = {}
    for unit, period, measure, case in rows:
        units.setdefault((period[:4], measure, case), set()).add(unit)
    return [row for row in rows if len(units[row[1][:4], row[2], row[3]]) > 1]


def _forms(connection: Connection, jurisdiction: str, measures: Collection[str]) -> dict[str, Pairs]:
    """Form → (slot, measure) of those of the measures that it gives."""
    s = t.slots.c
    wanted = frozenset(measures)
    forms: dict[str, list[tuple[int, str]]] = {}
    for form, measure, slot in connection.execute(
        select(s.form, s.measure, s.slot).where(s.jurisdiction == jurisdiction)
    ):
        if measure in wanted:
            forms.setdefault(form, []).append((slot, measure))
    return dict(forms)


def read_values(
    connection: Connection, jurisdiction: str, first: Period, last: Period, measures: Collection[str]
) -> dict[tuple[str, str, str, str], int]:
    """(form, unit, period, measure) → value in force, form by form; missing ones are left out."""
    periods = {period.key for period in between(first, last)}
    found = {}
    for form, pairs in _forms(connection, jurisdiction, measures).items():
        for unit, period, _, *values in connection.execute(_in_force(jurisdiction, form, first, last, pairs)):
            if period in periods:
                for (_, measure), value in zip(pairs, values, strict=True):
                    if value is not None:
                        found[form, unit, period, measure] = value
    return found


def _place(
    values: NDArray[np.float64], lines: NDArray[np.int64], columns: Sequence[int], found: NDArray[np.float64]
) -> None:
    """Write the records into the panel. Several of one unit and period are tables of one workbook: each
    carries other measures, so what one lacks another may give."""
    place = np.array(columns)
    if len(np.unique(lines)) == len(lines):  # one table each, as usual: nothing to put together
        values[np.ix_(lines, place)] = found
        return
    filled = ~np.isnan(found)
    record, measure = np.nonzero(filled)
    values[lines[record], place[measure]] = found[filled]


def _in_force(jurisdiction: str, form: str, first: Period, last: Period, pairs: Pairs) -> Select[Any]:
    """(unit, period, marks, value…) of the records of one form that are in force."""
    d, r = t.records.c, t.reports.c
    return (
        select(r.unit, r.period, d.not_applicable, *(d[t.VALUE_COLUMNS[slot]] for slot, _ in pairs))
        .select_from(t.REPORTED)
        .where(r.jurisdiction == jurisdiction, r.in_force, r.form == form)
        .where(r.period.between(first.key, last.key))
    )
