"""The panel: facts in force, put into one dense frame without an object for each."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, cast

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sqlalchemy import Connection, Select, select

from metrics.panel import Panel
from metrics.periods import Period, between
from metrics.store import tables as t


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
    place = {measure: i for i, measure in enumerate(measures)}
    shape = (len(units) * len(periods), len(measures))
    values = np.full(shape, np.nan)
    excused = np.zeros(shape, dtype=bool)
    reported = np.zeros(shape[0], dtype=bool)
    rank_of_unit = {unit: i * len(periods) for i, unit in enumerate(units)}
    rank_of_period = {period: i for i, period in enumerate(periods)}
    s = t.slots.c
    forms: dict[str, list[tuple[int, int]]] = {}
    for form, measure, slot in connection.execute(
        select(s.form, s.measure, s.slot).where(s.jurisdiction == jurisdiction)
    ):
        if measure in place:
            forms.setdefault(form, []).append((slot, place[measure]))
    for form, pairs in forms.items():
        slots, columns = zip(*pairs, strict=True)
        rows = connection.execute(_in_force(jurisdiction, form, first, last, slots)).all()
        rows = [row for row in rows if row[1] in rank_of_period]  # “2025H1” lies between quarters as text
        if not rows:
            continue
        lines = np.array([rank_of_unit[row[0]] + rank_of_period[row[1]] for row in rows])
        reported[lines] = True
        _place(values, lines, columns, np.array([row[3:] for row in rows], dtype=np.float64))  # None → NaN
        names = {t.VALUE_COLUMNS[slot]: column for slot, column in zip(slots, columns, strict=True)}
        for line, marks in zip(lines, (row[2] for row in rows), strict=True):
            for name in marks.split(",") if marks else ():
                if name in names:
                    excused[line, names[name]] = True
    index = pd.MultiIndex.from_product([units, periods], names=["unit", "period"])
    return Panel(
        pd.DataFrame(values, index=index, columns=list(measures)),
        pd.DataFrame(excused & np.isnan(values), index=index, columns=list(measures)),
        cast("pd.Series[bool]", pd.Series(reported, index=index, name="reported")),
    )


def read_values(
    connection: Connection, jurisdiction: str, first: Period, last: Period, measures: Collection[str]
) -> dict[tuple[str, str, str, str], int]:
    """(form, unit, period, measure) → value in force, form by form; missing ones are left out."""
    periods = {period.key for period in between(first, last)}
    s = t.slots.c
    forms: dict[str, list[tuple[int, str]]] = {}
    for form, measure, slot in connection.execute(
        select(s.form, s.measure, s.slot).where(s.jurisdiction == jurisdiction)
    ):
        if measure in measures:
            forms.setdefault(form, []).append((slot, measure))
    found = {}
    for form, pairs in forms.items():
        statement = _in_force(jurisdiction, form, first, last, [slot for slot, _ in pairs])
        for unit, period, _, *values in connection.execute(statement):
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


def _in_force(jurisdiction: str, form: str, first: Period, last: Period, slots: Sequence[int]) -> Select[Any]:
    """(unit, period, marks, value…) of the records of one form that are in force."""
    d, r = t.records.c, t.reports.c
    return (
        select(r.unit, r.period, d.not_applicable, *(d[t.VALUE_COLUMNS[slot]] for slot in slots))
        .select_from(t.REPORTED)
        .where(r.jurisdiction == jurisdiction, r.in_force, r.form == form)
        .where(r.period.between(first.key, last.key))
    )
