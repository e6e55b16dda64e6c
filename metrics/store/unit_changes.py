"""What became of units: one row for each change; one entered by mistake is withdrawn and stays as history."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, RowMapping, func, insert, select, update

from metrics.model import NotAllowed, UnitChange, UnitChangeKind
from metrics.periods import Period
from metrics.store import tables as t
from metrics.store.moments import moment, stamp


def in_force(connection: Connection, jurisdiction: str) -> tuple[UnitChange, ...]:
    """Every change that is not withdrawn, in the order of time."""
    c = t.unit_changes.c
    here = (c.jurisdiction == jurisdiction) & c.withdrawn_at.is_(None)
    rows = connection.execute(select(t.unit_changes).where(here).order_by(c.first, c.number)).mappings()
    return tuple(map(_change, rows))


def record(
    connection: Connection,
    jurisdiction: str,
    kind: UnitChangeKind,
    before: tuple[str, ...],
    after: tuple[str, ...],
    first: Period,
    source: str,
    by: str,
    now: datetime,
) -> None:
    c = t.unit_changes.c
    number = connection.scalar(select(func.max(c.number)).where(c.jurisdiction == jurisdiction)) or 0
    connection.execute(
        insert(t.unit_changes).values(
            jurisdiction=jurisdiction,
            number=number + 1,
            kind=kind.value,
            before=list(before),
            after=list(after),
            first=first.key,
            source=source,
            said_by=by,
            said_at=stamp(now),
        )
    )


def withdraw(connection: Connection, jurisdiction: str, number: int, by: str, now: datetime) -> None:
    """Raises NotAllowed when there is no such change in force."""
    c = t.unit_changes.c
    here = (c.jurisdiction == jurisdiction) & (c.number == number) & c.withdrawn_at.is_(None)
    done = connection.execute(
        update(t.unit_changes).where(here).values(withdrawn_by=by, withdrawn_at=stamp(now))
    )
    if not done.rowcount:
        raise NotAllowed(f"没有编号为 {number} 的机构变动，或已撤回。")


def _change(row: RowMapping) -> UnitChange:
    return UnitChange(
        row["number"],
        UnitChangeKind(row["kind"]),
        tuple(row["before"]),
        tuple(row["after"]),
        Period.from_key(row["first"]),
        row["source"],
        row["said_by"],
        moment(row["said_at"]),
    )
