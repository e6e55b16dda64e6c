"""Definitions changed in the app: one row for each change, withdrawn ones stay as history."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, RowMapping, select

from metrics.decided import DefinitionChange
from metrics.model import NotAllowed
from metrics.periods import Period
from metrics.store import numbered
from metrics.store import tables as t
from metrics.store.moments import moment, stamp


def history(connection: Connection, jurisdiction: str) -> tuple[DefinitionChange, ...]:
    """Every change in the order in which they were made, withdrawn ones included."""
    c = t.definition_changes.c
    rows = connection.execute(
        select(t.definition_changes).where(c.jurisdiction == jurisdiction).order_by(c.number)
    ).mappings()
    return tuple(map(_change, rows))


def record(connection: Connection, jurisdiction: str, change: DefinitionChange) -> None:
    """Keep a change; its number is given here."""
    row = {
        "indicator": change.indicator,
        "first": change.first.key,
        "variant": change.variant,
        "target": change.target,
        "reason": change.reason,
        "said_by": change.by,
        "said_at": stamp(change.at),
    }
    numbered.add(connection, t.definition_changes, jurisdiction, [row])


def withdraw(connection: Connection, jurisdiction: str, number: int, by: str, now: datetime) -> None:
    """Raises NotAllowed when there is no such change in force."""
    if not numbered.withdraw(connection, t.definition_changes, jurisdiction, number, by, now):
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
