"""Counts the rows of a ledger into measures, by the rules that the catalogue declares; whole columns at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from metrics.catalogue import DUE, Count, Form
from metrics.intake.ledgers.dates import months_later
from metrics.intake.ledgers.rows import Choices, Dates, Flags, Ints, numbered
from metrics.model import Tally
from metrics.periods import Period

OUTSIDE = -1  # in no period that the ledger covers
INSTANCE = "instance"


@dataclass
class Judged:
    """Everything that the counting needs, row by row. Absent columns are absent keys.

    own: expanded rows: `row` index of a record row, `unit` index into `units`, `primary` False for a unit that the
    row only names as a further defendant. cases: normalised numbers, “” where none.
    """

    form: Form
    periods: tuple[Period, ...]
    units: Sequence[str]
    row: Ints
    unit: Ints
    primary: Flags
    cases: list[str]
    dates: Mapping[str, Dates]
    choices: Mapping[str, Choices]
    numbers: Mapping[str, NDArray[np.float64]]
    keys: Mapping[str, list[str]]  # field of a once_per → its text, row by row
    marks: Mapping[str, Ints]  # field of choices → what the case number's letters say, row by row
    _in_period: dict[str, Ints] = field(default_factory=dict)
    _due: tuple[Ints, Ints] | None = None

    @property
    def size(self) -> int:
        return len(self.cases)

    @cached_property
    def case_ids(self) -> Ints:
        """Row → the number of its case; a row without one is a case of its own."""
        return _ids(self.cases)

    @cached_property
    def instances(self) -> Ints:
        """Row → the number of its instance (审级)."""
        if INSTANCE not in self.choices:
            return np.zeros(self.size, dtype=np.int64)
        found: Ints = self.choices[INSTANCE].codes + 2  # 0 and 1: unknown and empty
        return found

    @cached_property
    def shown(self) -> list[str]:
        """Row → its case with its instance (审级), “” for none: what the store keeps beside the row."""
        if INSTANCE not in self.choices:
            return self.cases
        instance = self.choices[INSTANCE]
        marks = np.array([*(f"|{name}" for name in instance.order), "", ""], dtype=object)[instance.codes]
        return [case + mark if case else "" for case, mark in zip(self.cases, marks.tolist(), strict=True)]

    @cached_property
    def kept(self) -> NDArray[np.object_]:
        """`shown` as an array."""
        return np.array(self.shown, dtype=object)

    def in_period(self, code: str) -> Ints:
        """Row → index of the covered period in which its date lies (the first that does), or OUTSIDE."""
        if code not in self._in_period:
            if code == DUE:
                found = self._place(self.due()[0])
            elif code == "":
                found = np.full(self.size, len(self.periods) - 1, dtype=np.int64)
            else:
                dates = self.dates[code]
                first = [
                    next((p for day in days or () if (p := self._period_of(day.ordinal)) != OUTSIDE), OUTSIDE)
                    for days in dates.days
                ]
                found = np.array(first, dtype=np.int64)[dates.codes]
            self._in_period[code] = found
        return self._in_period[code]

    def _period_of(self, ordinal: int) -> int:
        for i, period in enumerate(self.periods):
            if period.start.toordinal() <= ordinal <= period.end.toordinal():
                return i
        return OUTSIDE

    def _place(self, ordinals: Ints) -> Ints:
        found = np.full(len(ordinals), OUTSIDE, dtype=np.int64)
        for i, period in enumerate(self.periods):
            inside = (ordinals >= period.start.toordinal()) & (ordinals <= period.end.toordinal())
            found[inside] = i
        return found

    def due(self) -> tuple[Ints, Ints]:
        """Row → the day on which its deadline ends, and the day on which it was met; 0 for none."""
        if self._due is None:
            self._due = self._deadlines()
        return self._due

    def _deadlines(self) -> tuple[Ints, Ints]:
        deadline = self.form.deadline
        ends = np.zeros(self.size, dtype=np.int64)
        done = np.zeros(self.size, dtype=np.int64)
        if deadline is None:
            return ends, done
        if deadline.start in self.dates:
            dates = self.dates[deadline.start]
            starts = np.where(dates.exact(), dates.first(), 0)
            ends = self._after(starts, deadline.months, deadline.days)
            if deadline.urgent_field in self.choices:
                urgent = self.choices[deadline.urgent_field].among(frozenset({deadline.urgent_choice}))
                ends = np.where(urgent, self._after(starts, 0, deadline.urgent_days), ends)
        if deadline.stated in self.dates:
            stated = self.dates[deadline.stated]
            ends = np.where(stated.filled() & stated.exact(), stated.first(), ends)
        if deadline.done in self.dates:
            done = np.where(self.dates[deadline.done].exact(), self.dates[deadline.done].first(), 0)
        return ends, done

    @staticmethod
    def _after(starts: Ints, months: int, days: int) -> Ints:
        distinct, codes = np.unique(starts, return_inverse=True)
        ends = [months_later(int(day), months) + days if day else 0 for day in distinct]
        return np.array(ends, dtype=np.int64)[codes]

    def can(self, count: Count) -> bool:
        """Whether the sheet has the columns that the measure is counted by."""
        deadline = self.form.deadline
        if count.date == DUE and not (deadline and {deadline.start, deadline.stated} & self.dates.keys()):
            return False
        if count.on_time and not (deadline and deadline.done in self.dates):
            return False
        if count.date not in (DUE, "") and count.date not in self.dates:
            return False
        numbers = {*count.at_least, *([count.amount] if count.amount else [])}
        return count.when.keys() <= self.choices.keys() and numbers <= self.numbers.keys()

    def meets(self, count: Count) -> Flags:
        """Row → whether it meets the conditions of a measure, dates apart."""
        found = np.ones(self.size, dtype=bool)
        for code, wanted in count.when.items():
            found &= self.choices[code].among(wanted)
        for code, unwanted in count.unless.items():
            if code in self.choices:
                found &= ~self.choices[code].among(unwanted)
        if not count.per_case:
            for code, least in count.at_least.items():
                found &= self.numbers[code] >= least
        if count.on_time:
            ends, done = self.due()
            found &= (done > 0) & (done <= ends)
        return found


def _ids(keys: Sequence[str]) -> Ints:
    """Equal keys have equal numbers; each empty one has its own."""
    distinct, ids = numbered(keys)
    if "" in distinct:
        empty = ids == distinct.index("")
        ids[empty] = np.arange(int(empty.sum())) + len(distinct)
    return ids


@dataclass
class Counted:
    """What the rows come to: units × periods in order; measure → values and the rows behind them."""

    units: list[str]
    periods: list[str]
    values: dict[str, list[int | None]]
    tallies: dict[str, Tally]
    first: list[int]  # record → the first record row that was counted, or -1


class Counting:
    """Counts every measure of a ledger over one set of judged rows."""

    def __init__(self, judged: Judged, lines: Sequence[int]) -> None:
        self.judged = judged
        self._lines = np.array([line + 1 for line in lines], dtype=np.int64)  # 1-based rows of the sheet
        self._keys: dict[tuple[tuple[str, ...], bool], _Keys] = {}

    def run(self) -> Counted:
        """All measures. A measure whose columns the sheet does not have is missing, not zero."""
        judged = self.judged
        records = len(judged.units) * len(judged.periods)
        values: dict[str, list[int | None]] = {}
        tallies: dict[str, Tally] = {}
        first = np.full(records, len(judged.cases), dtype=np.int64)
        for count in judged.form.counts:
            if not judged.can(count):
                values[count.measure] = [None] * records
                continue
            chosen = self._chosen(count)
            rows = judged.row[chosen]
            places = judged.unit[chosen] * len(judged.periods) + judged.in_period(count.date)[rows]
            amounts = judged.numbers[count.amount][rows] if count.amount else None
            sums = np.bincount(places, amounts, minlength=records)
            values[count.measure] = np.rint(sums).astype(np.int64).tolist()
            tallies[count.measure] = Tally(
                places.tolist(), self._lines[rows].tolist(), judged.kept[rows].tolist()
            )
            np.minimum.at(first, places, rows)
        return Counted(
            [unit for unit in judged.units for _ in judged.periods],
            [period.key for _ in judged.units for period in judged.periods],
            values,
            tallies,
            [row if row < len(judged.cases) else -1 for row in first.tolist()],
        )

    def _chosen(self, count: Count) -> Ints:
        """Expanded rows that count, each case once for a unit: the unit's own row first, then the sheet's order."""
        judged = self.judged
        flags = (judged.meets(count) & (judged.in_period(count.date) != OUTSIDE))[judged.row]
        chosen = np.flatnonzero(flags)
        keys = self._keys_of(count)
        if count.per_case:
            chosen = self._enough(count, chosen, keys)
            if count.amount:  # every row adds its own hours
                return chosen
        again = keys.again[chosen]
        if not again.any():
            return chosen
        some = chosen[again]
        _, kept = np.unique(
            keys.ids[some], return_index=True
        )  # `some` is in order: the first of each is kept
        return np.sort(np.concatenate([chosen[~again], some[kept]]))

    def _enough(self, count: Count, chosen: Ints, keys: _Keys) -> Ints:
        """Those whose rows together reach the number: hours of one person add up over several rows."""
        _, codes = np.unique(keys.ids[chosen], return_inverse=True)
        enough = np.ones(len(chosen), dtype=bool)
        for code, least in count.at_least.items():
            sums = np.bincount(codes, self.judged.numbers[code][self.judged.row[chosen]])
            enough &= sums[codes] >= least
        return chosen[enough]

    def _keys_of(self, count: Count) -> _Keys:
        which = (count.once_per, count.by_instance)
        if which not in self._keys:
            self._keys[which] = _Keys.of(self.judged, count.once_per, count.by_instance)
        return self._keys[which]


@dataclass
class _Keys:
    """By what a row is the same as another. ids: expanded row → number of (unit, case); again: whether it recurs."""

    ids: Ints
    again: Flags

    @classmethod
    def of(cls, judged: Judged, once_per: tuple[str, ...], by_instance: bool) -> _Keys:
        case_field = next((f.code for f in judged.form.fields if f.kind == "case"), "")
        if not once_per:
            ids = judged.case_ids
        else:
            texts = [judged.cases if code == case_field else judged.keys.get(code) for code in once_per]
            told = [column for column in texts if column is not None] or [judged.cases]
            ids = _ids([next(filter(None, row), "") for row in zip(*told, strict=True)])
        if by_instance:
            ids = ids * (int(judged.instances.max(initial=0)) + 1) + judged.instances
        most = int(ids.max(initial=0)) + 1
        expanded = judged.unit * most + ids[judged.row]
        order = np.argsort(expanded, kind="stable")
        same = expanded[order][1:] == expanded[order][:-1]
        again = np.zeros(len(expanded), dtype=bool)
        again[order[1:][same]] = True
        again[order[:-1][same]] = True
        return cls(expanded, again)
