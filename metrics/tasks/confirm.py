"""Let a kept workbook count, after the person has seen what it changes."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from metrics.model import Block, CellState, Submission, state_of
from metrics.periods import Period
from metrics.store import Receipt, Record
from metrics.tasks.receive import Received
from metrics.tasks.workspace import Workspace


@dataclass(frozen=True)
class Change:
    """One value: as it would be, as it is in force, and as it was a period and a year before."""

    form: str
    unit: str
    period: str
    measure: str
    new: int | None
    new_state: CellState
    old: int | None
    old_state: CellState
    version: int  # in force now; 0 = none yet
    previous: int | None
    year_ago: int | None

    @property
    def differs(self) -> bool:
        return (self.new, self.new_state) != (self.old, self.old_state)


@dataclass(frozen=True)
class Differences:
    """changes: every value of the submission, and values in force that it no longer holds.

    seen: (unit, period, form) → version in force when this was made; handed back on confirming.
    """

    changes: tuple[Change, ...]
    seen: Mapping[tuple[str, str, str], int]

    @property
    def replaces(self) -> bool:
        """Whether anything in force would be replaced."""
        return any(self.seen.values())


def differences(workspace: Workspace, submission: Submission) -> Differences:
    """The submission against what is in force for the same units and periods, and against their past.

    Form by form: a workbook may hold a quarterly and an annual sheet, or a summary and the ledger behind it.
    """
    changes: list[Change] = []
    seen: dict[tuple[str, str, str], int] = {}
    for form in dict.fromkeys(block.form for block in submission.blocks):
        blocks = [block for block in submission.blocks if block.form == form]
        keys = {key for block in blocks for key in zip(block.units, block.periods, strict=True)}
        past = {
            (unit, other.key)
            for unit, period in keys
            for other in (Period.from_key(period).previous(), Period.from_key(period).year_ago())
        }
        records = workspace.store.records(workspace.jurisdiction, form, keys | past)
        changes += _changes(form, blocks, keys, records)
        seen |= {(*key, form): records[key].version if key in records else 0 for key in keys}
    return Differences(tuple(changes), seen)


def _changes(
    form: str,
    blocks: Sequence[Block],
    keys: Collection[tuple[str, str]],
    records: Mapping[tuple[str, str], Record],
) -> Iterator[Change]:
    """Every value of the blocks, which are of that form, and values in force that they no longer hold."""
    new: dict[tuple[str, str, str], tuple[int | None, CellState]] = {}
    for block in blocks:
        for measure, column in block.values.items():
            for i, (unit, period) in enumerate(zip(block.units, block.periods, strict=True)):
                new[unit, period, measure] = (
                    column[i],
                    state_of(column[i], (measure, i) in block.not_applicable),
                )
    for unit, period in sorted(keys):
        for measure in records[unit, period].values if (unit, period) in records else ():
            new.setdefault((unit, period, measure), (None, CellState.MISSING))
    for (unit, period, measure), (value, state) in new.items():
        when = Period.from_key(period)
        old = records.get((unit, period))
        yield Change(
            form,
            unit,
            period,
            measure,
            value,
            state,
            old.values.get(measure) if old else None,
            old.state(measure) if old else CellState.MISSING,
            old.version if old else 0,
            _value(records, unit, when.previous(), measure),
            _value(records, unit, when.year_ago(), measure),
        )


def _value(records: Mapping[tuple[str, str], Record], unit: str, period: Period, measure: str) -> int | None:
    record = records.get((unit, period.key))
    return record.values.get(measure) if record else None


def confirm(
    workspace: Workspace,
    received: Received,
    by: str,
    now: datetime,
    seen: Mapping[tuple[str, str, str], int] | None = None,
) -> Receipt:
    """Make it the version in force. seen: from differences(); without it, what is in force now.

    Raises NotAllowed when something must be mended or answered for (settle.py), when it is confirmed
    already, or when somebody confirmed another one meanwhile.
    """
    if seen is None:
        seen = differences(workspace, received.submission).seen
    with workspace.store.writing(workspace.jurisdiction) as writing:
        writing.confirm(received.receipt.id, by, now, seen)
    return workspace.store.receipt(workspace.jurisdiction, received.receipt.id)
