"""What can be written, inside one transaction."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import Connection, and_, exists, func, insert, select, update

from metrics.decided import DefinitionChange, UnitChange
from metrics.model import AnswerKey, Edit, Layout, NotAllowed, Severity, Submission, TaskState, Unit
from metrics.periods import Period
from metrics.store import (
    answers,
    blocks,
    checklist,
    definition_changes,
    escalation,
    remarks,
    unit_changes,
)
from metrics.store import tables as t
from metrics.store.escalation import Adoption, Arrangement, Event, FollowUp
from metrics.store.moments import stamp
from metrics.store.rows import Kept
from metrics.store.unit_rows import row_from_unit

_WAITING = {
    Severity.STRICT: "有 {} 个准强制性问题没有改正，也没有由审核员放行",
    Severity.VERIFY: "有 {} 个核实性问题没有说明原因",
}


class Writing:
    """Handed out by Store.writing; the revision has already been raised in the same transaction."""

    def __init__(self, connection: Connection, jurisdiction: str) -> None:
        self._connection = connection
        self._jurisdiction = jurisdiction

    @classmethod
    def begin(cls, connection: Connection, jurisdiction: str) -> Writing:
        j = t.jurisdictions.c
        raised = connection.execute(
            update(t.jurisdictions).where(j.jurisdiction == jurisdiction).values(revision=j.revision + 1)
        )
        if not raised.rowcount:
            connection.execute(
                insert(t.jurisdictions).values(jurisdiction=jurisdiction, name=jurisdiction, revision=1)
            )
        return cls(connection, jurisdiction)

    def _figures_change(self) -> None:
        j = t.jurisdictions.c
        here = j.jurisdiction == self._jurisdiction
        self._connection.execute(update(t.jurisdictions).where(here).values(counted=j.revision))

    def load_units(self, name: str, units: Iterable[Unit]) -> None:
        """Name the jurisdiction, and add or change units by code. Others stay: they have a history."""
        self._figures_change()
        j, u = t.jurisdictions.c, t.units.c
        self._connection.execute(
            update(t.jurisdictions).where(j.jurisdiction == self._jurisdiction).values(name=name)
        )
        known = set(
            self._connection.scalars(select(u.code).where(u.jurisdiction == self._jurisdiction)).all()
        )
        added = []
        for row in map(row_from_unit, units):
            if row["jurisdiction"] != self._jurisdiction:
                raise ValueError(f"unit {row['code']} belongs to {row['jurisdiction']}")
            if row["code"] in known:
                here = (u.jurisdiction == self._jurisdiction) & (u.code == row["code"])
                self._connection.execute(update(t.units).where(here).values(row))
            else:
                added.append(row)
        if added:
            self._connection.execute(insert(t.units), added)

    def keep(
        self,
        submission: Submission,
        data: bytes,
        uploader: str,
        now: datetime,
        *,
        mended_from: int | None = None,
        edits: Sequence[Edit] = (),
    ) -> Kept:
        """Keep bytes, values and findings as a draft; the same bytes read the same way are kept once.

        mended_from: the submission whose workbook was mended to make this one, which stays untouched; edits:
        the cells that the uploader changed. What was said of equal findings, in an earlier reading of the
        same bytes or of the workbook that was mended, holds here too. Raises NotAllowed when there is no
        such submission.
        """
        digest = blocks.digest(submission)
        s = t.submissions.c
        here = s.jurisdiction == self._jurisdiction
        twin = self._connection.scalar(
            select(s.id).where(here, s.sha256 == submission.sha256, s.digest == digest)
        )
        if twin is not None:
            return Kept(twin, duplicate=True)
        shas = {submission.sha256}
        if mended_from is not None:
            shas.add(self._sha256(mended_from))
        number = (self._connection.scalar(select(func.max(s.id)).where(here)) or 0) + 1
        self._keep_file(submission.sha256, data)
        self._connection.execute(
            insert(t.submissions).values(
                jurisdiction=self._jurisdiction,
                id=number,
                sha256=submission.sha256,
                digest=digest,
                file_name=submission.file_name,
                form=submission.form,
                layout=submission.layout.value if submission.layout else "",
                uploader=uploader,
                uploaded_at=stamp(now),
                state="draft",
                mended_from=mended_from,
            )
        )
        for block_number, block in enumerate(submission.blocks):
            is_ledger = bool(block.tallies) or (
                submission.layout is Layout.LEDGER and block.form == submission.form
            )
            blocks.keep(self._connection, self._jurisdiction, number, block_number, block, is_ledger)
        if submission.findings:
            self._connection.execute(
                insert(t.findings),
                [
                    {
                        "jurisdiction": self._jurisdiction,
                        "submission": number,
                        "number": i,
                        "severity": finding.severity.value,
                        "body": {k: v for k, v in asdict(finding).items() if k != "severity"},
                    }
                    for i, finding in enumerate(submission.findings)
                ],
            )
            remarks.carry_over(self._connection, self._jurisdiction, number, shas)
        if edits:
            self._connection.execute(
                insert(t.edits),
                [
                    {"jurisdiction": self._jurisdiction, "submission": number, "number": i, **asdict(edit)}
                    for i, edit in enumerate(edits)
                ],
            )
        return Kept(number, duplicate=False)

    def _sha256(self, submission: int) -> str:
        s = t.submissions.c
        here = (s.jurisdiction == self._jurisdiction) & (s.id == submission)
        found: str | None = self._connection.scalar(select(s.sha256).where(here))
        if found is None:
            raise NotAllowed(f"没有编号为 {submission} 的报送。")
        return found

    def answer(self, key: AnswerKey, code: str, name: str, by: str, now: datetime) -> None:
        """Remember what a label stands for, in the place of any earlier answer; that one stays as history."""
        answers.say(self._connection, self._jurisdiction, key, code, name, by, now)

    def forget(self, key: AnswerKey, by: str, now: datetime) -> None:
        """Take an answer back: the reader decides by itself again. Who did it and when is kept."""
        answers.say(self._connection, self._jurisdiction, key, None, "", by, now)

    def change_units(self, change: UnitChange) -> None:
        """Record what became of units; their dates are the list's (load_units). Figures change."""
        self._figures_change()
        unit_changes.record(self._connection, self._jurisdiction, change)

    def change_definition(self, change: DefinitionChange) -> None:
        """Compute an indicator in another way from a quarter on. Figures change."""
        self._figures_change()
        definition_changes.record(self._connection, self._jurisdiction, change)

    def withdraw_definition(self, number: int, by: str, now: datetime) -> None:
        """Take back a change of a definition. Raises NotAllowed when there is none in force."""
        self._figures_change()
        definition_changes.withdraw(self._connection, self._jurisdiction, number, by, now)

    def withdraw_change(self, number: int, by: str, now: datetime) -> None:
        """Take back a change that was entered by mistake. Raises NotAllowed when there is none."""
        self._figures_change()
        unit_changes.withdraw(self._connection, self._jurisdiction, number, by, now)

    def say_of_task(
        self,
        task: str,
        unit: str,
        year: int,
        state: TaskState,
        note: str,
        by: str,
        now: datetime,
        *,
        evidence: tuple[str, bytes] | None = None,
    ) -> int:
        """What holds of a unit's task from now on; what was said before stays as history. Returns the version.

        evidence: (file name, bytes) of any kind of file, kept byte for byte. Figures do not change.
        """
        file_name, sha256 = "", None
        if evidence is not None:
            file_name, data = evidence
            sha256 = hashlib.sha256(data).hexdigest()
            self._keep_file(sha256, data)
        return checklist.say(
            self._connection, self._jurisdiction, task, unit, year, state, note, file_name, sha256, by, now
        )

    def remark(
        self, submission: int, number: int, text: str, by: str, now: datetime, *, reviewed: bool = False
    ) -> None:
        """Say something of the finding of that number (place in Store.findings).

        reviewed: the reviewer lets it pass; only that settles a finding of class 准强制性. Raises NotAllowed
        when there is no such finding.
        """
        here = self._connection, self._jurisdiction
        remarks.write(*here, submission, number, text, by, now, reviewed)

    def decide(self, proposal: FollowUp, first: Event) -> int:
        """Keep a proposal of escalation with what was decided about it. Raises NotAllowed: already decided."""
        return escalation.decide(self._connection, self._jurisdiction, proposal, first)

    def follow(self, number: int, event: Event) -> None:
        """What happened next to a follow-up. Raises NotAllowed when its state does not allow it."""
        escalation.follow(self._connection, self._jurisdiction, number, event)

    def adopt(self, adoption: Adoption) -> None:
        """Enable a rule of escalation, or put it out of use; earlier words stay as history."""
        escalation.adopt(self._connection, self._jurisdiction, adoption)

    def arrange(self, days: Sequence[Arrangement]) -> None:
        """Enter holidays and worked weekend days; what was entered before stays as history."""
        escalation.arrange(self._connection, self._jurisdiction, days)

    def _keep_file(self, sha256: str, data: bytes) -> None:
        f = t.files.c
        here = (f.jurisdiction == self._jurisdiction) & (f.sha256 == sha256)
        if self._connection.scalar(select(f.sha256).where(here)) is None:
            self._connection.execute(
                insert(t.files).values(jurisdiction=self._jurisdiction, sha256=sha256, data=data)
            )

    def confirm(
        self, submission: int, by: str, now: datetime, seen: Mapping[tuple[str, str, str], int]
    ) -> None:
        """Let a draft count: it becomes the version in force for each of its units and periods.

        What has been replaced since it was confirmed may be confirmed again: the way back to earlier figures.
        seen: (unit, period, form) → the version that the person saw before confirming; absent means none.
        Raises NotAllowed when something must be mended or answered for, when it counts already, or when
        somebody else was faster.
        """
        s = t.submissions.c
        here = (s.jurisdiction == self._jurisdiction) & (s.id == submission)
        state = self._connection.scalar(select(s.state).where(here))
        if state is None:
            raise NotAllowed(f"没有编号为 {submission} 的报送。")
        if state == "confirmed":
            raise NotAllowed(f"编号 {submission} 的报送已经确认过，无需再次确认。")
        self._require_settled(submission)
        keys = self._keys(submission)
        if not keys:
            raise NotAllowed("这份报表没有读到任何数据，不能确认。")
        current = self._current({period for _, period, _ in keys})
        rows = []
        for unit, period, form in keys:
            version, source = current.get((unit, period, form), (0, None))
            if version != seen.get((unit, period, form), 0):
                raise NotAllowed(
                    f"在您确认之前，{self._name(unit)} {Period.from_key(period).label}已有第 {version} 版。"
                    "请重新打开这份报表，看过差异后再确认；您的文件已留存。"
                )
            if source == submission:
                continue
            rows.append(
                {
                    "jurisdiction": self._jurisdiction,
                    "unit": unit,
                    "form": form,
                    "period": period,
                    "version": version + 1,
                    "submission": submission,
                    "confirmed_by": by,
                    "confirmed_at": stamp(now),
                    "in_force": True,
                }
            )
        self._figures_change()
        self._set_aside(submission, {period for _, period, _ in keys})
        self._connection.execute(insert(t.reports), rows)
        self._connection.execute(update(t.submissions).where(here).values(state="confirmed"))
        # Uploaded before the person gave a name: then whoever confirmed it stands for it.
        self._connection.execute(update(t.submissions).where(here, s.uploader == "").values(uploader=by))

    def _set_aside(self, submission: int, periods: Collection[str]) -> None:
        """What is in force for the submission's units, periods and forms is so no longer."""
        s, r, d = t.submissions.c, t.reports.c, t.records.c
        reported = exists(
            select(d.unit)
            .where(d.jurisdiction == r.jurisdiction, d.submission == submission)
            .where(d.unit == r.unit, d.period == r.period, d.form == r.form)
            .correlate(t.reports)
        )
        theirs = and_(
            r.jurisdiction == self._jurisdiction,
            r.in_force,
            r.period.in_(sorted(periods)),
            r.submission != submission,
            reported,
        )
        replaced = select(r.submission).where(theirs)
        self._connection.execute(
            update(t.submissions)
            .where(s.jurisdiction == self._jurisdiction, s.id.in_(replaced))
            .values(state="replaced")
        )
        self._connection.execute(update(t.reports).where(theirs).values(in_force=False))

    def _require_settled(self, submission: int) -> None:
        if count := self._mandatory(submission):
            raise NotAllowed(
                f"这份报表还有 {count} 个必须改正的问题（强制性），改好后重新上传再确认；原文件已留存。"
            )
        unsettled = remarks.unsettled(self._connection, self._jurisdiction, [submission])
        waiting = [
            words.format(count)
            for severity, words in _WAITING.items()
            if (count := unsettled.get((submission, severity), 0))
        ]
        if waiting:
            raise NotAllowed(f"这份报表还不能确认：{'，'.join(waiting)}。")

    def _mandatory(self, submission: int) -> int:
        f = t.findings.c
        return (
            self._connection.scalar(
                select(func.count())
                .select_from(t.findings)
                .where(f.jurisdiction == self._jurisdiction, f.submission == submission)
                .where(f.severity == Severity.MANDATORY.value)
            )
            or 0
        )

    def _keys(self, submission: int) -> list[tuple[str, str, str]]:
        d = t.records.c
        statement = (
            select(d.unit, d.period, d.form)
            .where(d.jurisdiction == self._jurisdiction, d.submission == submission)
            .distinct()
            .order_by(d.unit, d.period, d.form)
        )
        return [(unit, period, form) for unit, period, form in self._connection.execute(statement)]

    def _current(self, periods: Collection[str]) -> dict[tuple[str, str, str], tuple[int, int]]:
        """(unit, period, form) → the version in force and the submission it came with."""
        r = t.reports.c
        statement = select(r.unit, r.period, r.form, r.version, r.submission).where(
            r.jurisdiction == self._jurisdiction, r.in_force, r.period.in_(sorted(periods))
        )
        return {
            (unit, period, form): (version, source)
            for unit, period, form, version, source in self._connection.execute(statement)
        }

    def _name(self, unit: str) -> str:
        u = t.units.c
        here = (u.jurisdiction == self._jurisdiction) & (u.code == unit)
        return self._connection.scalar(select(u.short_name).where(here)) or unit
