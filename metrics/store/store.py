"""Opening a store, and the questions it answers."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, MappingResult, RowMapping, func, select
from sqlalchemy.exc import OperationalError

from metrics.decided import DefinitionChange, UnitChange
from metrics.model import AnswerKey, Edit, Finding, NotAllowed, Remark, Severity, Source, StoreBusy, Unit
from metrics.panel import Panel
from metrics.periods import Period, PeriodKind
from metrics.store import (
    answers,
    breakdown,
    checklist,
    definition_changes,
    escalation,
    remarks,
    tallies,
    unit_changes,
)
from metrics.store import tables as t
from metrics.store.engine import is_busy, open_engine
from metrics.store.escalation import Adoption, Arrangement, FollowUp
from metrics.store.in_force import in_force_rows, record_from_row, slot_columns
from metrics.store.moments import moment
from metrics.store.panel import read_panel, read_values
from metrics.store.rows import Answer, CaseRow, Receipt, Record, TaskRecord, TraitCount, Version
from metrics.store.sources import read_sources
from metrics.store.unit_rows import unit_from_row
from metrics.store.writing import Writing

_MANY = 400  # keys in one statement: below the limit of bound parameters of every engine


class Store:
    """One database, SQLite by default. Reading needs no transaction of its own; writing is one or nothing."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @classmethod
    def open(cls, url: str) -> Store:
        """Create or upgrade the database behind a SQLAlchemy URL. Raises StoreBusy, ProductError."""
        return cls(open_engine(url))

    def close(self) -> None:
        self._engine.dispose()

    @property
    def url(self) -> str:
        return self._engine.url.render_as_string(hide_password=True)

    @contextmanager
    def writing(self, jurisdiction: str) -> Iterator[Writing]:
        """One transaction: all of it or nothing; the revision rises with it. Raises StoreBusy."""
        try:
            with self._engine.connect().execution_options(writes=True) as connection, connection.begin():
                yield Writing.begin(connection, jurisdiction)
        except OperationalError as error:
            if is_busy(error):
                raise StoreBusy("数据库正忙，请稍后再试；刚才的内容没有写入，也没有丢失。") from error
            raise

    def _rows(self, statement: Any) -> Sequence[RowMapping]:
        with self._engine.connect() as connection:
            return connection.execute(statement).mappings().all()

    def jurisdictions(self) -> dict[str, str]:
        """Code → name, in order of code."""
        rows = self._rows(select(t.jurisdictions).order_by(t.jurisdictions.c.jurisdiction))
        return {row["jurisdiction"]: row["name"] for row in rows}

    def revision(self, jurisdiction: str) -> int:
        """0 before anything was written for the jurisdiction."""
        rows = self._rows(
            select(t.jurisdictions.c.revision).where(t.jurisdictions.c.jurisdiction == jurisdiction)
        )
        return int(rows[0]["revision"]) if rows else 0

    def counted(self, jurisdiction: str) -> int:
        """The revision at which figures last changed: something was confirmed, or units were loaded."""
        rows = self._rows(
            select(t.jurisdictions.c.counted).where(t.jurisdictions.c.jurisdiction == jurisdiction)
        )
        return int(rows[0]["counted"]) if rows else 0

    def units(self, jurisdiction: str) -> tuple[Unit, ...]:
        """Every unit, also those no longer valid, in protocol order."""
        statement = select(t.units).where(t.units.c.jurisdiction == jurisdiction)
        rows = self._rows(statement.order_by(t.units.c.position, t.units.c.code))
        return tuple(unit_from_row(row) for row in rows)

    def periods(self, jurisdiction: str, kind: PeriodKind = PeriodKind.QUARTER) -> tuple[Period, ...]:
        """Periods with a report in force, oldest first."""
        statement = (
            select(t.reports.c.period)
            .where(t.reports.c.jurisdiction == jurisdiction, t.reports.c.in_force)
            .distinct()
            .order_by(t.reports.c.period)
        )
        periods = (Period.from_key(row["period"]) for row in self._rows(statement))
        return tuple(period for period in periods if period.kind is kind)

    def panel(self, jurisdiction: str, first: Period, last: Period, measures: Sequence[str]) -> Panel:
        """The facts in force from first to last (see metrics/panel.py), all units, exactly these measures."""
        with self._engine.connect() as connection:
            return read_panel(connection, jurisdiction, first, last, measures)

    def values_in_force(
        self, jurisdiction: str, first: Period, last: Period, measures: Collection[str]
    ) -> dict[tuple[str, str, str, str], int]:
        """(form, unit, period, measure) → the value that counts now, of every form that gives it."""
        with self._engine.connect() as connection:
            return read_values(connection, jurisdiction, first, last, measures)

    def cases_in_force(
        self, jurisdiction: str, period: Period, most: int
    ) -> dict[tuple[str, str, str], tuple[str, ...]]:
        """(unit, period, measure) → the first cases behind each ledger's figure that counts."""
        with self._engine.connect() as connection:
            return tallies.cases(connection, jurisdiction, period, most)

    def trait_counts(
        self, jurisdiction: str, measures: Collection[str], periods: Collection[str]
    ) -> list[TraitCount]:
        """Rows of ledgers in force by unit, quarter, measure and what they say of their cases."""
        with self._engine.connect() as connection:
            return breakdown.counts(connection, jurisdiction, measures, periods)

    def case_rows(
        self, jurisdiction: str, measures: Collection[str], periods: Collection[str], units: Collection[str]
    ) -> list[CaseRow]:
        """These rows of some units one by one, newest quarter first."""
        with self._engine.connect() as connection:
            return breakdown.cases(connection, jurisdiction, measures, periods, units)

    def definition_changes(self, jurisdiction: str) -> tuple[DefinitionChange, ...]:
        """Definitions changed in the app, in the order in which they were; withdrawn ones included."""
        with self._engine.connect() as connection:
            return definition_changes.history(connection, jurisdiction)

    def unit_changes(self, jurisdiction: str) -> tuple[UnitChange, ...]:
        """What became of units, in the order of time."""
        with self._engine.connect() as connection:
            return unit_changes.in_force(connection, jurisdiction)

    def answers(self, jurisdiction: str) -> tuple[Answer, ...]:
        """What people have answered, as it is remembered now, in the order in which they did."""
        with self._engine.connect() as connection:
            return answers.in_force(connection, jurisdiction)

    def answer_history(self, jurisdiction: str, key: AnswerKey) -> tuple[Answer, ...]:
        """Everything ever said under a key, newest first, forgotten ones included."""
        with self._engine.connect() as connection:
            return answers.history(connection, jurisdiction, key)

    def task_states(self, jurisdiction: str, year: int) -> dict[tuple[str, str], TaskRecord]:
        """(task, unit) → what holds for the year; absent where nobody has said anything."""
        with self._engine.connect() as connection:
            return checklist.newest(connection, jurisdiction, year)

    def task_history(self, jurisdiction: str, task: str, unit: str, year: int) -> tuple[TaskRecord, ...]:
        """Everything ever said of one unit's task in a year, newest first."""
        with self._engine.connect() as connection:
            return checklist.history(connection, jurisdiction, task, unit, year)

    def follow_ups(self, jurisdiction: str) -> tuple[FollowUp, ...]:
        """Every proposal of escalation that was decided about, newest first, with what followed."""
        with self._engine.connect() as connection:
            return escalation.follow_ups(connection, jurisdiction)

    def adoptions(self, jurisdiction: str) -> tuple[Adoption, ...]:
        """Everything said about enabling rules, oldest first: the last word on a rule holds."""
        with self._engine.connect() as connection:
            return escalation.adoptions(connection, jurisdiction)

    def arrangements(self, jurisdiction: str) -> tuple[Arrangement, ...]:
        """Every day ever entered in the table of holidays, oldest first: the last word on a day holds."""
        with self._engine.connect() as connection:
            return escalation.arrangements(connection, jurisdiction)

    def history(
        self, jurisdiction: str, before: Period, units: Collection[str], most: int = 12
    ) -> dict[tuple[str, str], tuple[int, ...]]:
        """(unit, measure) → the unit's own values in force before the period, oldest first, gaps left out."""
        first = before.shift(-most)
        found: dict[tuple[str, str], dict[str, int]] = {}
        for unit, period, record in self._in_force(jurisdiction, None, first, before.previous(), units):
            for measure, value in record.values.items():
                if value is not None:
                    found.setdefault((unit, measure), {}).setdefault(period, value)
        return {key: tuple(values.values()) for key, values in found.items()}

    def records(
        self, jurisdiction: str, form: str, keys: Collection[tuple[str, str]]
    ) -> dict[tuple[str, str], Record]:
        """(unit, period) → what is in force; absent where nothing is."""
        if not keys:
            return {}
        periods = sorted(period for _, period in keys)
        wanted = set(keys)
        first, last = Period.from_key(periods[0]), Period.from_key(periods[-1])
        rows = self._in_force(jurisdiction, form, first, last, {unit for unit, _ in keys})
        return {(unit, period): record for unit, period, record in rows if (unit, period) in wanted}

    def _in_force(
        self, jurisdiction: str, form: str | None, first: Period, last: Period, units: Collection[str]
    ) -> Iterator[tuple[str, str, Record]]:
        """(unit, period, record) in time order, summaries before ledgers; the blocks of one submission are
        put together."""
        with self._engine.connect() as connection:
            slots = slot_columns(connection, jurisdiction)
            ledgers = tallies.ledgers(connection, jurisdiction)
            merged: dict[tuple[str, str, str], Record] = {}
            for some in _portions(sorted(units)):
                for row in in_force_rows(connection, jurisdiction, form, first, last, some):
                    key = (row["period"], row["unit"], row["form"])
                    before = merged.get(key)
                    merged[key] = record_from_row(row, slots.get(row["form"], {}), before)
        for key in sorted(merged, key=lambda key: (key[0], key[1], key[2] in ledgers, key[2])):
            period, unit, _ = key
            yield unit, period, merged[key]

    def submissions(self, jurisdiction: str, most: int = 200) -> list[Receipt]:
        """The newest uploads first."""
        statement = (
            select(t.submissions)
            .where(t.submissions.c.jurisdiction == jurisdiction)
            .order_by(t.submissions.c.id.desc())
            .limit(most)
        )
        with self._engine.connect() as connection:
            rows = connection.execute(statement).mappings().all()
            return _receipts(connection, jurisdiction, rows)

    def receipt(self, jurisdiction: str, submission: int) -> Receipt:
        """One upload. Raises NotAllowed when there is none of that number."""
        with self._engine.connect() as connection:
            rows = _submission(connection, jurisdiction, submission).all()
            if not rows:
                raise NotAllowed(f"没有编号为 {submission} 的报送。")
            return _receipts(connection, jurisdiction, rows)[0]

    def findings(self, jurisdiction: str, submission: int) -> tuple[Finding, ...]:
        statement = (
            select(t.findings.c.severity, t.findings.c.body)
            .where(t.findings.c.jurisdiction == jurisdiction, t.findings.c.submission == submission)
            .order_by(t.findings.c.number)
        )
        return tuple(map(remarks.finding_from_row, self._rows(statement)))

    def remarks(self, jurisdiction: str, submission: int) -> dict[int, Remark]:
        """Number of the finding (place in `findings`) → what was last said of it."""
        with self._engine.connect() as connection:
            return remarks.read(connection, jurisdiction, submission)

    def unsettled(self, jurisdiction: str, submission: int) -> tuple[int, ...]:
        """Numbers of the findings that somebody must still answer for before it can be confirmed."""
        with self._engine.connect() as connection:
            return remarks.open_numbers(connection, jurisdiction, submission)

    def edits(self, jurisdiction: str, submission: int) -> tuple[Edit, ...]:
        """The cells that were changed in the app to make this submission; its uploader changed them."""
        e = t.edits.c
        here = (e.jurisdiction == jurisdiction) & (e.submission == submission)
        statement = select(e.sheet, e.cell, e.before, e.after).where(here).order_by(e.number)
        return tuple(Edit(**row) for row in self._rows(statement))

    def file(self, jurisdiction: str, sha256: str) -> bytes:
        """The workbook as it came, byte for byte. Raises NotAllowed when there is none."""
        statement = select(t.files.c.data).where(
            t.files.c.jurisdiction == jurisdiction, t.files.c.sha256 == sha256
        )
        rows = self._rows(statement)
        if not rows:
            raise NotAllowed("没有这个文件。")
        return bytes(rows[0]["data"])

    def sources(
        self, jurisdiction: str, unit: str, period: str, measures: Collection[str]
    ) -> dict[str, Source]:
        """Measure → the cell that its value in force came from; a measure nobody reported is absent.

        Of a ledger: the first row that was counted, and all of them. With it what was said of findings there.
        """
        with self._engine.connect() as connection:
            return read_sources(connection, jurisdiction, unit, Period.from_key(period), frozenset(measures))

    def versions(self, jurisdiction: str, unit: str, period: str, form: str) -> list[Version]:
        """Every confirmed version, newest first."""
        r = t.reports.c
        statement = (
            select(r.version, r.submission, r.confirmed_by, r.confirmed_at, r.in_force)
            .where(r.jurisdiction == jurisdiction, r.unit == unit, r.period == period, r.form == form)
            .order_by(r.version.desc())
        )
        return [
            Version(
                row["version"],
                row["submission"],
                row["confirmed_by"],
                moment(row["confirmed_at"]),
                row["in_force"],
            )
            for row in self._rows(statement)
        ]


def _portions(items: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(items), _MANY):
        yield items[start : start + _MANY]


def _submission(connection: Connection, jurisdiction: str, number: int) -> MappingResult:
    s = t.submissions.c
    statement = select(t.submissions).where(s.jurisdiction == jurisdiction, s.id == number)
    return connection.execute(statement).mappings()


def _receipts(connection: Connection, jurisdiction: str, rows: Sequence[RowMapping]) -> list[Receipt]:
    ids = [row["id"] for row in rows]
    f, d = t.findings.c, t.records.c
    weights = {
        (number, severity): count
        for number, severity, count in connection.execute(
            select(f.submission, f.severity, func.count())
            .where(f.jurisdiction == jurisdiction, f.submission.in_(ids))
            .group_by(f.submission, f.severity)
        )
    }
    unsettled = remarks.unsettled(connection, jurisdiction, ids)
    units: dict[int, dict[str, None]] = {}
    periods: dict[int, dict[str, None]] = {}
    statement = select(d.submission, d.unit, d.period).where(
        d.jurisdiction == jurisdiction, d.submission.in_(ids)
    )
    for number, unit, period in connection.execute(statement.distinct().order_by(d.submission, d.unit)):
        units.setdefault(number, {})[unit] = None
        periods.setdefault(number, {})[period] = None
    return [
        Receipt(
            row["id"],
            row["sha256"],
            row["file_name"],
            row["form"],
            row["layout"],
            row["uploader"],
            moment(row["uploaded_at"]),
            row["state"],
            tuple(units.get(row["id"], ())),
            tuple(sorted(periods.get(row["id"], ()))),
            {severity: weights.get((row["id"], severity), 0) for severity in Severity},
            sum(unsettled.get((row["id"], severity), 0) for severity in Severity),
            row["mended_from"],
        )
        for row in rows
    ]
