"""Figures of ledgers by what the rows say of their cases: added up in the database, of reports in force only."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlalchemy import Connection, func, select

from metrics.store import tables as t
from metrics.store.rows import CaseRow, TraitCount


def counts(
    connection: Connection, jurisdiction: str, measures: Collection[str], periods: Collection[str]
) -> list[TraitCount]:
    """How many rows of each unit, quarter and combination of traits count into each measure."""
    r, c = t.reports.c, t.tallies.c
    slots = _slots(connection, jurisdiction, measures)
    statement = (
        select(r.unit, r.period, r.submission, c.block, c.form, c.traits, c.slots, func.count().label("rows"))
        .select_from(t.COUNTED)
        .where(r.jurisdiction == jurisdiction, r.in_force, r.period.in_(sorted(periods)))
        .where(c.form.in_(sorted({form for form, _ in slots})))
        .group_by(r.unit, r.period, r.submission, c.block, c.form, c.traits, c.slots)
        .order_by(r.period, r.unit, r.submission, c.block)
    )
    rows = connection.execute(statement).all()
    bodies = _bodies(connection, jurisdiction, {row.submission for row in rows})
    return [
        TraitCount(
            row.unit, row.period, measure, bodies.get((row.submission, row.block, row.traits)), row.rows
        )
        for row in rows
        for (form, slot), measure in slots.items()
        if form == row.form and row.slots >> slot & 1
    ]


def cases(
    connection: Connection,
    jurisdiction: str,
    measures: Collection[str],
    periods: Collection[str],
    units: Collection[str],
) -> list[CaseRow]:
    """The rows of some units behind such counts, with the file that they stand in."""
    r, c, s = t.reports.c, t.tallies.c, t.submissions.c
    slots = _slots(connection, jurisdiction, measures)
    statement = (
        select(
            r.unit,
            r.period,
            r.submission,
            c.block,
            c.form,
            c.traits,
            c.slots,
            c.line,
            c.case_key,
            s.file_name,
        )
        .select_from(
            t.COUNTED.join(t.submissions, (s.jurisdiction == r.jurisdiction) & (s.id == r.submission))
        )
        .where(r.jurisdiction == jurisdiction, r.in_force, r.period.in_(sorted(periods)))
        .where(c.form.in_(sorted({form for form, _ in slots})))
        .where(r.unit.in_(sorted(units)))
        .order_by(r.period.desc(), r.unit, c.line)
    )
    rows = connection.execute(statement).all()
    bodies = _bodies(connection, jurisdiction, {row.submission for row in rows})
    return [
        CaseRow(
            row.unit,
            row.period,
            row.case_key.partition("|")[0],
            row.line,
            row.file_name,
            bodies.get((row.submission, row.block, row.traits)),
            into,
        )
        for row in rows
        if (
            into := frozenset(
                m for (form, slot), m in slots.items() if form == row.form and row.slots >> slot & 1
            )
        )
    ]


def _slots(
    connection: Connection, jurisdiction: str, measures: Collection[str]
) -> dict[tuple[str, int], str]:
    """(form, slot) → measure, of ledgers."""
    s = t.slots.c
    statement = select(s.form, s.slot, s.measure).where(
        s.jurisdiction == jurisdiction, s.ledger, s.measure.in_(sorted(measures))
    )
    return {(form, slot): measure for form, slot, measure in connection.execute(statement)}


def _bodies(
    connection: Connection, jurisdiction: str, submissions: Collection[int]
) -> Mapping[tuple[int, int, int | None], dict[str, str]]:
    x = t.traits.c
    statement = select(x.submission, x.block, x.number, x.body).where(
        x.jurisdiction == jurisdiction, x.submission.in_(sorted(submissions))
    )
    return {(sub, block, number): body for sub, block, number, body in connection.execute(statement)}
