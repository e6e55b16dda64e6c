"""What became of units: one row for each change; one entered by mistake is withdrawn and stays as history."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, RowMapping, select

from metrics.decided import UnitChange, UnitChangeKind
from metrics.model import NotAllowed
from metrics.periods import Period
from metrics.store import numbered
from metrics.store import tables as t
from metrics.store.moments import moment, stamp


def in_force(connection: Connection, jurisdiction: str) -> tuple[UnitChange, ...]:
    """Every change that is not withdrawn, in the order of time."""
    c = t.unit_changes.c
    here = (c.jurisdiction == jurisdiction) & c.withdrawn_at.is_(None)
    rows = connection.execute(select(t.unit_changes).where(here).order_by(c.first, c.number)).mappings()
    return tuple(map(_change, rows))


def record(connection: Connection, jurisdiction: str, change: UnitChange) -> None:
    """Keep a change; its number is given here."""
    row = {
        "kind": change.kind.value,
        "before": list(change.before),
        "after": list(change.after),
        "first": change.first.key,
        "source": change.source,
        "said_by": change.by,
        "said_at": stamp(change.at),
    }
    numbered.add(connection, t.unit_changes, jurisdiction, [row])


def withdraw(connection: Connection, jurisdiction: str, number: int, by: str, now: datetime) -> None:
    """Raises NotAllowed when there is no such change in force."""
    if not numbered.withdraw(connection, t.unit_changes, jurisdiction, number, by, now):
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
