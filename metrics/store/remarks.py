"""What people said of findings: explanations and the reviewer's reasons. Every wording is kept."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    Select,
    and_,
    exists,
    func,
    insert,
    or_,
    select,
)

from metrics.model import Finding, NotAllowed, Remark, Severity
from metrics.store import tables as t
from metrics.store.moments import moment, stamp

_TO_SETTLE = (Severity.STRICT.value, Severity.VERIFY.value)


def finding_from_row(row: RowMapping) -> Finding:
    body = row["body"]
    lists = {"cells": tuple(body["cells"]), "measures": tuple(body.get("measures", ()))}
    return Finding(Severity(row["severity"]), **body | lists)


def write(
    connection: Connection,
    jurisdiction: str,
    submission: int,
    number: int,
    text: str,
    by: str,
    now: datetime,
    reviewed: bool,
) -> None:
    """Say something of a finding; what was said before stays as an earlier wording. Raises NotAllowed."""
    f, r = t.findings.c, t.remarks.c
    here = and_(f.jurisdiction == jurisdiction, f.submission == submission, f.number == number)
    if connection.scalar(select(f.number).where(here)) is None:
        raise NotAllowed(f"编号 {submission} 的报送没有第 {number + 1} 个问题。")
    said = and_(r.jurisdiction == jurisdiction, r.submission == submission, r.finding == number)
    version = connection.scalar(select(func.max(r.version)).where(said)) or 0
    connection.execute(
        insert(t.remarks).values(
            jurisdiction=jurisdiction,
            submission=submission,
            finding=number,
            version=version + 1,
            text=text,
            reviewed=reviewed,
            said_by=by,
            said_at=stamp(now),
        )
    )


def read(connection: Connection, jurisdiction: str, submission: int) -> dict[int, Remark]:
    """Number of the finding → what is said of it now."""
    rows = connection.execute(_with_findings(jurisdiction, t.findings.c.submission == submission)).mappings()
    return {  # in order of the versions: the last one stays
        row["number"]: Remark(
            finding_from_row(row), row["text"], row["said_by"], moment(row["said_at"]), row["reviewed"]
        )
        for row in rows
    }


def carry_over(connection: Connection, jurisdiction: str, submission: int, shas: Collection[str]) -> None:
    """What was said of equal findings in earlier readings of these files holds for this one too.

    Of several the newest; a finding that weighs more than before (核实性 → 准强制性) needs a reason anew,
    since `reviewed` goes along with it.
    """
    s, f = t.submissions.c, t.findings.c
    earlier = select(s.id).where(s.jurisdiction == jurisdiction, s.sha256.in_(shas), s.id < submission)
    said = {
        finding_from_row(row).key: row
        for row in connection.execute(_with_findings(jurisdiction, f.submission.in_(earlier))).mappings()
    }
    if not said:
        return
    own = select(f.number, f.severity, f.body).where(
        f.jurisdiction == jurisdiction, f.submission == submission
    )
    rows = [
        {
            "jurisdiction": jurisdiction,
            "submission": submission,
            "finding": row["number"],
            "version": 1,
            **{name: before[name] for name in ("text", "reviewed", "said_by", "said_at")},
        }
        for row in connection.execute(own).mappings()
        if (before := said.get(finding_from_row(row).key)) is not None
    ]
    if rows:
        connection.execute(insert(t.remarks), rows)


def unsettled(
    connection: Connection, jurisdiction: str, submissions: Collection[int]
) -> dict[tuple[int, Severity], int]:
    """(submission, class) → how many findings of it nobody has answered for yet."""
    f = t.findings.c
    statement = (
        select(f.submission, f.severity, func.count())
        .where(f.jurisdiction == jurisdiction, f.submission.in_(submissions), _is_open())
        .group_by(f.submission, f.severity)
    )
    return {
        (submission, Severity(severity)): count
        for submission, severity, count in connection.execute(statement)
    }


def open_numbers(connection: Connection, jurisdiction: str, submission: int) -> tuple[int, ...]:
    """Numbers of the findings that nobody has answered for yet, in order."""
    f = t.findings.c
    here = and_(f.jurisdiction == jurisdiction, f.submission == submission, _is_open())
    return tuple(connection.scalars(select(f.number).where(here).order_by(f.number)))


def _is_open() -> ColumnElement[bool]:
    """核实性 without an explanation, or 准强制性 that no reviewer has let pass."""
    f, r = t.findings.c, t.remarks.c
    answered = exists(
        select(r.version)
        .where(r.jurisdiction == f.jurisdiction, r.submission == f.submission, r.finding == f.number)
        .where(or_(r.reviewed, f.severity == Severity.VERIFY.value))
        .correlate(t.findings)
    )
    return and_(f.severity.in_(_TO_SETTLE), ~answered)


def _with_findings(jurisdiction: str, which: ColumnElement[bool]) -> Select[tuple[object, ...]]:
    """The remarks and what they speak of, oldest first."""
    f, r = t.findings.c, t.remarks.c
    return (
        select(f.number, f.severity, f.body, r.text, r.reviewed, r.said_by, r.said_at)
        .join(
            t.remarks,
            and_(r.jurisdiction == f.jurisdiction, r.submission == f.submission, r.finding == f.number),
        )
        .where(f.jurisdiction == jurisdiction, which)
        .order_by(f.submission, f.number, r.version)
    )
