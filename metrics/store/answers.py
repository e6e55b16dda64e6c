"""What people said when the reader asked: one row per saying, the newest of a key is in force."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, RowMapping, and_, select, update

from metrics.model import AnswerKey, DecisionKind
from metrics.store import numbered
from metrics.store import tables as t
from metrics.store.moments import moment, stamp
from metrics.store.rows import Answer


def in_force(connection: Connection, jurisdiction: str) -> tuple[Answer, ...]:
    """Every answer that is remembered now, in the order in which they were given."""
    a = t.answers.c
    here = and_(a.jurisdiction == jurisdiction, a.in_force, a.code.is_not(None))
    rows = connection.execute(select(t.answers).where(here).order_by(a.number)).mappings()
    return tuple(map(_answer, rows))


def history(connection: Connection, jurisdiction: str, key: AnswerKey) -> tuple[Answer, ...]:
    """Everything ever said under a key, newest first; forgotten ones are marked."""
    rows = connection.execute(
        select(t.answers).where(_under(jurisdiction, key)).order_by(t.answers.c.number.desc())
    ).mappings()
    return tuple(map(_answer, rows))


def say(
    connection: Connection,
    jurisdiction: str,
    key: AnswerKey,
    code: str | None,
    name: str,
    by: str,
    now: datetime,
) -> None:
    """Put an answer (code None: forget it) in the place of the one in force; that one stays as history."""
    a = t.answers.c
    connection.execute(update(t.answers).where(_under(jurisdiction, key), a.in_force).values(in_force=False))
    row = {
        "kind": key.kind.value,
        "scope": key.scope,
        "form": key.form,
        "written": key.written,
        "code": code,
        "name": name,
        "said_by": by,
        "said_at": stamp(now),
        "in_force": True,
    }
    numbered.add(connection, t.answers, jurisdiction, [row])


def _under(jurisdiction: str, key: AnswerKey) -> ColumnElement[bool]:
    a = t.answers.c
    return and_(
        a.jurisdiction == jurisdiction,
        a.kind == key.kind.value,
        a.scope == key.scope,
        a.form == key.form,
        a.written == key.written,
    )


def _answer(row: RowMapping) -> Answer:
    return Answer(
        AnswerKey(DecisionKind(row["kind"]), row["scope"], row["form"], row["written"]),
        row["code"] or "",
        row["name"],
        row["said_by"],
        moment(row["said_at"]),
        forgotten=row["code"] is None,
    )
