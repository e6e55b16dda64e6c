"""Rows that are numbered within a jurisdiction and never changed: added at the end, at most withdrawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, Table, func, insert, select, update

from metrics.store.moments import stamp


def add(connection: Connection, table: Table, jurisdiction: str, rows: Sequence[Mapping[str, object]]) -> int:
    """Append rows behind the last one of the jurisdiction. Returns the number of the last."""
    here = table.c.jurisdiction == jurisdiction
    last: int = connection.scalar(select(func.max(table.c.number)).where(here)) or 0
    if rows:
        connection.execute(
            insert(table),
            [{"jurisdiction": jurisdiction, "number": last + n, **row} for n, row in enumerate(rows, 1)],
        )
    return last + len(rows)


def withdraw(
    connection: Connection, table: Table, jurisdiction: str, number: int, by: str, now: datetime
) -> bool:
    """Mark a row as withdrawn; it stays as history. False where there is none of the number in force."""
    c = table.c
    here = (c.jurisdiction == jurisdiction) & (c.number == number) & c.withdrawn_at.is_(None)
    done = connection.execute(update(table).where(here).values(withdrawn_by=by, withdrawn_at=stamp(now)))
    return bool(done.rowcount)
