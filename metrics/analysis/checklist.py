"""任务清单: what each unit has done of each clause, from its figures and from what was said of the rest."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

import pandas as pd

from metrics.catalogue import Catalogue
from metrics.catalogue.clauses import Clause
from metrics.model import Attainment, TaskState, Unit


class State(StrEnum):
    """What a cell says, worst first: a clause is met only where everything in it is met."""

    LACKING = "lacking"  # 未达标、逾期、未开展
    NOT_REPORTED = "not_reported"  # 未报送、未填报
    RUNNING = "running"  # 时间未到，尚未达到
    MET = "met"
    UNJUDGED = "unjudged"  # 有数，但没有目标值或不可比
    NOT_APPLICABLE = "not_applicable"


INDICATOR, VERDICT, TASK = "indicator", "verdict", "task"
UNSAID = "unsaid"  # of a task: nobody has said anything for the year
YEAR_PASSED = "year_passed"  # of a task: still in progress when its year was over
_ORDER = {state: place for place, state in enumerate(State)}
_ATTAINMENT = {
    Attainment.MET: State.MET,
    Attainment.NOT_MET: State.LACKING,
    Attainment.OVERDUE: State.LACKING,
    Attainment.IN_PROGRESS: State.RUNNING,
    Attainment.NOT_REPORTED: State.NOT_REPORTED,
    Attainment.NO_TARGET: State.UNJUDGED,
    Attainment.REDEFINED: State.UNJUDGED,
    Attainment.NOT_COMPARABLE: State.UNJUDGED,
    Attainment.NOT_APPLICABLE: State.NOT_APPLICABLE,
}
_TASK = {
    TaskState.DONE: State.MET,
    TaskState.IN_PROGRESS: State.RUNNING,
    TaskState.NOT_STARTED: State.LACKING,
    TaskState.NOT_APPLICABLE: State.NOT_APPLICABLE,
}


@dataclass(frozen=True)
class Item:
    """One thing behind a cell. kind: INDICATOR, VERDICT or TASK; code: of it.

    status: of an indicator an Attainment; of a verdict as double_decline says, or
    “not_reported”, “not_applicable”; of a task a TaskState, UNSAID or YEAR_PASSED.
    """

    kind: str
    code: str
    status: str
    state: State


@dataclass(frozen=True)
class Cell:
    """A clause for a unit: the worst of its items, which come worst first."""

    clause: str
    unit: str
    items: tuple[Item, ...]

    @property
    def state(self) -> State:
        return self.items[0].state if self.items else State.NOT_APPLICABLE


def cells(
    catalogue: Catalogue,
    units: Iterable[Unit],
    attainment: pd.DataFrame,
    verdicts: pd.DataFrame,
    said: Mapping[tuple[str, str], TaskState],
    year_over: bool,
) -> dict[tuple[str, str], Cell]:
    """(clause, unit) → cell, for every clause and each of the units.

    attainment: unit × indicator, strings, as analysis.attainment makes it. verdicts: of double_decline, index
    unit. said: (task, unit) → the state that holds for the year. year_over: whether that year has ended.
    Raises ValueError where the frames leave out a unit or an indicator: it would look like “不适用”.
    """
    wanted = list(units)
    codes = [code for clause in catalogue.clauses.values() for code in clause.indicators]
    for absent in (
        [
            unit.code
            for unit in wanted
            if unit.code not in attainment.index or unit.code not in verdicts.index
        ],
        [code for code in codes if code not in attainment.columns],
    ):
        if absent:
            raise ValueError(f"the figures leave out {absent}")
    judged = attainment.to_dict("index")
    verdict_of = verdicts.to_dict("index")
    found = {}
    for clause in catalogue.clauses.values():
        for unit in wanted:
            items = [
                *(_indicator(code, str(judged[unit.code][code])) for code in clause.indicators),
                *(_verdict(code, verdict_of[unit.code]) for code in clause.verdicts),
                *_tasks(clause, unit, said, year_over),
            ]
            items.sort(key=lambda item: _ORDER[item.state])  # stable: equal ones as the catalogue has them
            found[clause.number, unit.code] = Cell(clause.number, unit.code, tuple(items))
    return found


def counts(shown: Iterable[Cell]) -> dict[State, int]:
    """How many cells are in each state; every state is a key."""
    found = dict.fromkeys(State, 0)
    for cell in shown:
        found[cell.state] += 1
    return found


def overall(counted: Mapping[State, int]) -> State:
    """The state of a clause over several units: lacking as soon as one lacks."""
    return next((state for state in State if counted[state]), State.NOT_APPLICABLE)


def _indicator(code: str, status: str) -> Item:
    """Raises ValueError for a word that attainment does not have."""
    return Item(INDICATOR, code, status, _ATTAINMENT[Attainment(status)])


def _verdict(code: str, row: Mapping[Hashable, object]) -> Item:
    """“双下降”: cases that nobody has reported are told from cases that cannot be compared."""
    status = str(row["verdict"])
    if status != "not_comparable":
        return Item(VERDICT, code, status, State.MET if status == code else State.LACKING)
    reasons = (row["volume_reason"], row["rate_reason"])
    if "not_reported" in reasons:
        return Item(VERDICT, code, "not_reported", State.NOT_REPORTED)
    if row["volume_reason"] == "not_applicable":
        return Item(VERDICT, code, "not_applicable", State.NOT_APPLICABLE)
    return Item(VERDICT, code, status, State.UNJUDGED)


def _tasks(
    clause: Clause, unit: Unit, said: Mapping[tuple[str, str], TaskState], year_over: bool
) -> Iterable[Item]:
    for task in clause.tasks:
        state = said.get((task.code, unit.code))
        if state is None:
            applies = task.applies(unit)
            status = UNSAID if applies else TaskState.NOT_APPLICABLE.value
            yield Item(TASK, task.code, status, State.NOT_REPORTED if applies else State.NOT_APPLICABLE)
        elif state is TaskState.IN_PROGRESS and year_over:
            yield Item(TASK, task.code, YEAR_PASSED, State.LACKING)
        else:
            yield Item(TASK, task.code, state.value, _TASK[state])
