"""What the store hands out besides units and panels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from metrics.model import AnswerKey, CellState, Severity, TaskState, state_of


@dataclass(frozen=True)
class Kept:
    """The outcome of keeping a workbook. duplicate: the same bytes with the same reading were here before."""

    id: int
    duplicate: bool


@dataclass(frozen=True)
class Record:
    """What is in force for one unit and period: version 1, 2, …, and the form's values."""

    version: int
    submission: int
    values: Mapping[str, int | None]
    not_applicable: frozenset[str]

    def state(self, measure: str) -> CellState:
        return state_of(self.values.get(measure), measure in self.not_applicable)


@dataclass(frozen=True)
class Receipt:
    """One upload as it is listed. `state`: draft; confirmed; replaced when part of it no longer counts.

    `units` are codes, `periods` keys. `findings`: how many of each class. `unsettled`: how many that must be
    explained or let pass nobody has answered for. `mended_from`: the upload that was mended in the app.
    """

    id: int
    sha256: str
    file_name: str
    form: str
    layout: str
    uploader: str
    uploaded_at: datetime
    state: str
    units: tuple[str, ...]
    periods: tuple[str, ...]
    findings: Mapping[Severity, int]
    unsettled: int
    mended_from: int | None = None


@dataclass(frozen=True)
class Version:
    """One confirmed version of a unit's report for a period."""

    number: int
    submission: int
    confirmed_by: str
    confirmed_at: datetime
    in_force: bool


@dataclass(frozen=True)
class Answer:
    """What somebody said a written label stands for, remembered for its unit and form.

    code, name: of the model.Choice; code is model.LEFT_OUT for “leave it out”. forgotten: taken back, which
    only the history holds.
    """

    key: AnswerKey
    code: str
    name: str
    by: str
    at: datetime
    forgotten: bool = False


@dataclass(frozen=True)
class TaskRecord:
    """What somebody said of a unit's task in a year, version 1, 2, …; the newest holds.

    file_name, sha256: of the evidence, “” and None where it was said without.
    """

    task: str
    unit: str
    year: int
    version: int
    state: TaskState
    note: str
    file_name: str
    sha256: str | None
    by: str
    at: datetime


@dataclass(frozen=True)
class TraitCount:
    """Rows of a ledger in force that count into a measure. traits: field → what they say; None: not kept (earlier)."""

    unit: str
    period: str
    measure: str
    traits: dict[str, str] | None
    count: int


@dataclass(frozen=True)
class CaseRow:
    """One such row: its case (“” where it has no number), its 1-based line, its file, and what it counts into."""

    unit: str
    period: str
    case: str
    line: int
    file_name: str
    traits: dict[str, str] | None
    measures: frozenset[str]
