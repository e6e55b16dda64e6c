"""Tasks that nothing counts: what each unit said of them, in what order; nothing is overwritten."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, RowMapping, and_, func, insert, select

from metrics.model import TaskState
from metrics.store import tables as t
from metrics.store.moments import moment, stamp
from metrics.store.rows import TaskRecord


def newest(connection: Connection, jurisdiction: str, year: int) -> dict[tuple[str, str], TaskRecord]:
    """(task, unit) → what holds for the year; absent where nobody has said anything."""
    c = t.checklist.c
    here = and_(c.jurisdiction == jurisdiction, c.year == year)
    last = (
        select(c.task, c.unit, func.max(c.version).label("version"))
        .where(here)
        .group_by(c.task, c.unit)
        .subquery()
    )
    same = and_(c.task == last.c.task, c.unit == last.c.unit, c.version == last.c.version)
    rows = connection.execute(select(t.checklist).join(last, same).where(here)).mappings()
    return {(row["task"], row["unit"]): _record(row) for row in rows}


def history(
    connection: Connection, jurisdiction: str, task: str, unit: str, year: int
) -> tuple[TaskRecord, ...]:
    """Everything ever said of one unit's task in a year, newest first."""
    c = t.checklist.c
    here = and_(c.jurisdiction == jurisdiction, c.year == year, c.task == task, c.unit == unit)
    rows = connection.execute(select(t.checklist).where(here).order_by(c.version.desc())).mappings()
    return tuple(map(_record, rows))


def say(
    connection: Connection,
    jurisdiction: str,
    task: str,
    unit: str,
    year: int,
    state: TaskState,
    note: str,
    file_name: str,
    sha256: str | None,
    by: str,
    now: datetime,
) -> int:
    """Add what holds from now on; returns its version. The file, if there is one, must be kept already."""
    c = t.checklist.c
    here = and_(c.jurisdiction == jurisdiction, c.year == year, c.task == task, c.unit == unit)
    version = (connection.scalar(select(func.max(c.version)).where(here)) or 0) + 1
    connection.execute(
        insert(t.checklist).values(
            jurisdiction=jurisdiction,
            year=year,
            task=task,
            unit=unit,
            version=version,
            state=state.value,
            note=note,
            file_name=file_name,
            sha256=sha256,
            said_by=by,
            said_at=stamp(now),
        )
    )
    return version


def _record(row: RowMapping) -> TaskRecord:
    return TaskRecord(
        row["task"],
        row["unit"],
        row["year"],
        row["version"],
        TaskState(row["state"]),
        row["note"],
        row["file_name"],
        row["sha256"],
        row["said_by"],
        moment(row["said_at"]),
    )
