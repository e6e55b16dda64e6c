"""任务清单: the clauses of the notice for a period, and saying how far a unit has got with what nothing counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

import pandas as pd

from metrics.analysis import checklist
from metrics.analysis.attainment import attainment
from metrics.analysis.checklist import Cell, Item, State
from metrics.catalogue import Catalogue
from metrics.catalogue.clauses import Task
from metrics.limits import MEGABYTE
from metrics.model import Basis, NotAllowed, TaskState, Unit
from metrics.periods import Period
from metrics.report import outgoing, words, words_checklist, words_decline
from metrics.store import TaskRecord
from metrics.tasks import settle
from metrics.tasks.figures import Figures
from metrics.tasks.workspace import Workspace

ALL = "all"
MOST_MEGABYTES = 20
MOST_NOTE = 500
FIRST_YEAR = 2024  # 通知 2024 年 6 月 1 日印发


@dataclass(frozen=True)
class Listed:
    """The clauses for some units at the end of a period.

    units: codes in protocol order. said: (task, unit) → what holds for the period's year.
    """

    catalogue: Catalogue
    period: Period
    group: str
    group_name: str
    units: tuple[str, ...]
    cells: Mapping[tuple[str, str], Cell]
    said: Mapping[tuple[str, str], TaskRecord]

    @property
    def scope(self) -> str:
        """The group as a sentence names it."""
        return "全区" if self.group == ALL else self.group_name

    @property
    def sentence(self) -> str:
        return words_checklist.sentence(
            self.label, self.scope, len(self.units), self.clauses, self.altogether
        )

    @property
    def label(self) -> str:
        """“截至2026年9月底”: everything is judged as of then."""
        return f"截至{self.period.end.year}年{self.period.end.month}月底"

    @cached_property
    def tasks(self) -> dict[str, Task]:
        return {task.code: task for clause in self.catalogue.clauses.values() for task in clause.tasks}

    @cached_property
    def counts(self) -> dict[str, dict[State, int]]:
        """Clause → how many of the units are in each state."""
        return {
            number: checklist.counts(self.cells[number, unit] for unit in self.units)
            for number in self.catalogue.clauses
        }

    @cached_property
    def altogether(self) -> dict[State, int]:
        """How many cells are in each state."""
        return {state: sum(counted[state] for counted in self.counts.values()) for state in State}

    @cached_property
    def clauses(self) -> dict[str, State]:
        """Clause → its state over all of the units: lacking as soon as one lacks."""
        return {number: checklist.overall(counted) for number, counted in self.counts.items()}

    def row(self, clause: str) -> tuple[Cell, ...]:
        return tuple(self.cells[clause, unit] for unit in self.units)


@dataclass(frozen=True)
class Line:
    """One thing behind a cell, in words: what it is called, its state, figure, cases and target (“” of tasks)."""

    clause: str
    unit: str
    item: Item
    name: str
    status: str
    value: str
    fraction: str
    target: str


def groups(found: Figures) -> dict[str, str]:
    """Code → name: all units, and each group that has some; also those that are never ranked with others."""
    some = {code: group.name for code, group in found.catalogue.groups.items() if _members(found, code)}
    return {ALL: "全部单位"} | some


def checked(workspace: Workspace, found: Figures, group: str, now: datetime) -> Listed:
    """The list for a group. Raises NotAllowed for a group that there is none of."""
    names = groups(found)
    if group not in names:
        raise NotAllowed(f"没有名为“{group}”的分组。")
    year = found.period.year
    said = workspace.store.task_states(workspace.jurisdiction, year)
    units = _members(found, group)
    cells = checklist.cells(
        found.catalogue,
        units,
        judged(found),
        found.verdicts(Basis.YEAR_TO_DATE),
        {key: record.state for key, record in said.items()},
        year_over=year < now.year,
    )
    return Listed(
        found.catalogue, found.period, group, names[group], tuple(unit.code for unit in units), cells, said
    )


def judged(found: Figures) -> pd.DataFrame:
    """Attainment of every indicator by every unit, as of the end of the figures' period."""
    key = ("attainment", found.period)
    if key not in found.asked:
        found.asked[key] = attainment(found.ytd, found.quarter, found.catalogue, found.units, found.period)
    frame: pd.DataFrame = found.asked[key]
    return frame


def _members(found: Figures, group: str) -> list[Unit]:
    return [
        unit
        for unit in found.units.values()
        if unit.active_in(found.period) and group in (ALL, found.catalogue.group_of(unit).code)
    ]


def details(found: Figures, listed: Listed, clause: str, unit: str = "") -> list[Line]:
    """What is behind a clause, of one unit or of all: worst first, then in protocol order."""
    wanted = [listed.cells[clause, one] for one in ([unit] if unit else listed.units)]
    order = list(State)
    lines = [_line(found, listed, cell, item) for cell in wanted for item in cell.items]
    return sorted(lines, key=lambda line: order.index(line.item.state))


def _line(found: Figures, listed: Listed, cell: Cell, item: Item) -> Line:
    """Figures are cumulative since January, as everywhere that a target is judged."""
    value = fraction = target = ""
    if item.kind == checklist.INDICATOR:
        indicator = found.catalogue.indicators[item.code]
        figure = found.ytd.cell(cell.unit, found.period.key, item.code)
        in_force = indicator.at(found.period)
        value = words.value(indicator, figure.value, figure.status, figure.numerator, figure.denominator)
        fraction = words.fraction(figure.numerator, figure.denominator)
        target = words.target(indicator, in_force.target if in_force else None)
    elif item.kind == checklist.VERDICT:
        row = found.verdicts(Basis.YEAR_TO_DATE).loc[cell.unit]
        value = words_decline.moves({str(name): one for name, one in row.items()})
        target = words_checklist.BOTH_DOWN
    elif item.kind == checklist.TASK and (record := listed.said.get((item.code, cell.unit))):
        value = record.note
    name = words_checklist.name(item, found.catalogue, listed.tasks)
    return Line(cell.clause, cell.unit, item, name, words_checklist.item(item), value, fraction, target)


def find_task(catalogue: Catalogue, code: str) -> Task:
    """Raises NotAllowed when the notice has no such task."""
    for clause in catalogue.clauses.values():
        for task in clause.tasks:
            if task.code == code:
                return task
    raise NotAllowed(f"任务清单里没有“{code}”这项任务。")


def say(
    workspace: Workspace,
    code: str,
    units: Iterable[str],
    year: int,
    state: TaskState,
    note: str,
    by: str,
    now: datetime,
    evidence: tuple[str, bytes] | None = None,
) -> None:
    """Record how far units have got with a task; what was said before stays as history.

    evidence: (file name, bytes), any kind of file. All units or none. Raises NotAllowed when nobody stands for it,
    a unit or the task is unknown, “已完成” has neither note nor evidence, “不适用” has no reason, or the file is
    empty or too big.
    """
    find_task(workspace.catalogue, code)
    known, wanted = workspace.units(), list(dict.fromkeys(units))
    if not wanted:
        raise NotAllowed("请至少选一个单位。")
    for unit in wanted:
        if unit not in known:
            raise NotAllowed(f"单位名录里没有“{unit}”。")
    if not FIRST_YEAR <= year <= now.year:
        raise NotAllowed(f"年度应在{FIRST_YEAR}年至{now.year}年之间，现为{year}年。")
    if not by.strip():
        raise NotAllowed("请先填写姓名：填报要有人负责。")
    if len(note) > MOST_NOTE:
        raise NotAllowed(f"说明最多{MOST_NOTE}个字，现在{len(note)}个。")
    length = settle.characters(note)
    if state is TaskState.NOT_APPLICABLE and length < settle.MIN_CHARACTERS:
        raise NotAllowed(f"填“不适用”要写明理由，至少{settle.MIN_CHARACTERS}个字，现在{length}个。")
    if state is TaskState.DONE and evidence is None and length < settle.MIN_CHARACTERS:
        raise NotAllowed(f"填“已完成”要上传材料，或写明情况（至少{settle.MIN_CHARACTERS}个字）。")
    kept = None if evidence is None else _checked(*evidence)
    with workspace.store.writing(workspace.jurisdiction) as writing:
        for unit in wanted:
            writing.say_of_task(code, unit, year, state, note.strip(), by.strip(), now, evidence=kept)


def history(workspace: Workspace, code: str, unit: str, year: int) -> tuple[TaskRecord, ...]:
    """Everything ever said of one unit's task in a year, newest first."""
    return workspace.store.task_history(workspace.jurisdiction, code, unit, year)


def evidence(workspace: Workspace, record: TaskRecord) -> bytes:
    """The file that came with a record, byte for byte. Raises NotAllowed when it came without."""
    if record.sha256 is None:
        raise NotAllowed("这次填报没有附材料。")
    return workspace.store.file(workspace.jurisdiction, record.sha256)


def _checked(name: str, data: bytes) -> tuple[str, bytes]:
    if not data:
        raise NotAllowed(f"“{name}”是空文件，请重新选择。")
    if len(data) > MOST_MEGABYTES * MEGABYTE:
        raise NotAllowed(f"“{name}”超过{MOST_MEGABYTES} MB，请压缩或拆分后再传。")
    return outgoing.file_name(name), data
