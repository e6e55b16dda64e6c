"""The records in force, row by row, with their place in the workbook."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, RowMapping, select

from metrics.periods import Period
from metrics.store import tables as t
from metrics.store.rows import Record


def slot_columns(connection: Connection, jurisdiction: str) -> dict[str, dict[str, str]]:
    """Form → measure → the column that holds it."""
    found: dict[str, dict[str, str]] = {}
    s = t.slots.c
    for form, measure, slot in connection.execute(
        select(s.form, s.measure, s.slot).where(s.jurisdiction == jurisdiction)
    ):
        found.setdefault(form, {})[measure] = t.VALUE_COLUMNS[slot]
    return found


def in_force_rows(
    connection: Connection,
    jurisdiction: str,
    form: str | None,
    first: Period,
    last: Period,
    units: Sequence[str],
) -> Sequence[RowMapping]:
    """The records in force with their version, of one form or all, by period and place in the workbook."""
    d, r = t.records.c, t.reports.c
    statement = (
        select(t.records, r.version)
        .select_from(t.REPORTED)
        .where(r.jurisdiction == jurisdiction, r.in_force, r.period.between(first.key, last.key))
        .where(r.unit.in_(units))
        .order_by(r.period, d.block, d.line)
    )
    if form is not None:
        statement = statement.where(r.form == form)
    rows = connection.execute(statement).mappings().all()
    return [row for row in rows if Period.from_key(row["period"]).kind is first.kind]


def record_from_row(row: RowMapping, slots: dict[str, str], before: Record | None) -> Record:
    """A row's values; with what another table of the same workbook said `before`."""
    values = dict(before.values) if before else {}
    excused = set(before.not_applicable) if before else set()
    marked = set((row["not_applicable"] or "").split(","))
    for measure, column in slots.items():
        value = row[column]
        if value is not None or measure not in values:
            values[measure] = value
        if column in marked:
            excused.add(measure)
    return Record(row["version"], row["submission"], values, frozenset(excused))
