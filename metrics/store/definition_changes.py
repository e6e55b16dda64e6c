"""Definitions changed in the app: one row for each change, withdrawn ones stay as history."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, RowMapping, func, insert, select, update

from metrics.model import DefinitionChange, NotAllowed
from metrics.periods import Period
from metrics.store import tables as t
from metrics.store.moments import moment, stamp


def history(connection: Connection, jurisdiction: str) -> tuple[DefinitionChange, ...]:
    """Every change in the order in which they were made, withdrawn ones included."""
    c = t.definition_changes.c
    rows = connection.execute(
        select(t.definition_changes).where(c.jurisdiction == jurisdiction).order_by(c.number)
    ).mappings()
    return tuple(map(_change, rows))


def record(
    connection: Connection,
    jurisdiction: str,
    indicator: str,
    first: Period,
    variant: str,
    target: float | None,
    reason: str,
    by: str,
    now: datetime,
) -> None:
    c = t.definition_changes.c
    number = connection.scalar(select(func.max(c.number)).where(c.jurisdiction == jurisdiction)) or 0
    connection.execute(
        insert(t.definition_changes).values(
            jurisdiction=jurisdiction,
            number=number + 1,
            indicator=indicator,
            first=first.key,
            variant=variant,
            target=target,
            reason=reason,
            said_by=by,
            said_at=stamp(now),
        )
    )


def withdraw(connection: Connection, jurisdiction: str, number: int, by: str, now: datetime) -> None:
    """Raises NotAllowed when there is no such change in force."""
    c = t.definition_changes.c
    here = (c.jurisdiction == jurisdiction) & (c.number == number) & c.withdrawn_at.is_(None)
    done = connection.execute(
        update(t.definition_changes).where(here).values(withdrawn_by=by, withdrawn_at=stamp(now))
    )
    if not done.rowcount:
        raise NotAllowed(f"没有编号为 {number} 的口径改动，或已撤回。")


def _change(row: RowMapping) -> DefinitionChange:
    return DefinitionChange(
        row["number"],
        row["indicator"],
        Period.from_key(row["first"]),
        row["variant"],
        row["target"],
        row["reason"],
        row["said_by"],
        moment(row["said_at"]),
        row["withdrawn_by"] or "",
        moment(row["withdrawn_at"]) if row["withdrawn_at"] else None,
    )
