"""Reads clauses.toml. Raises DefinitionError naming entry and key, like every definition file.

Which indicators belong to a clause is said once, by the indicator (“第二十二条、第二十五条”), and gathered here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from metrics.catalogue.clauses import Clause, Task
from metrics.catalogue.definitions import Indicator, Role
from metrics.catalogue.entry import Entry
from metrics.model import UnitKind

FILE = "clauses.toml"
COUNT = 32
ALL, ENFORCEMENT = "all", "enforcement"
VERDICTS = {"double_decline": "双下降"}
NO_CLAUSE = "—"  # an indicator that the notice does not name
_DIGITS = "一二三四五六七八九"


def clauses(
    raw: Mapping[str, Any], indicators: Mapping[str, Indicator], roles: Mapping[str, Role]
) -> dict[str, Clause]:
    """Number → clause, all thirty-two in order. roles: of groups.toml."""
    wanted = [str(number) for number in range(1, COUNT + 1)]
    for number in wanted:
        if number not in raw:
            raise Entry(FILE, number, {}).wrong("title", "通知有三十二条，缺这一条")
    for number in raw:
        if number not in wanted:
            raise Entry(FILE, number, {}).wrong("title", "通知没有这一条")
    owned = _owned(indicators)
    found = {number: _clause(Entry(FILE, number, raw[number]), owned, roles) for number in wanted}
    seen: dict[str, str] = {}
    for clause in found.values():
        for task in clause.tasks:
            if seen.setdefault(task.code, clause.number) != clause.number:
                raise Entry(FILE, clause.number, {}).wrong(
                    "tasks", f"“{task.code}”已在{label(int(seen[task.code]))}"
                )
    return found


def label(number: int) -> str:
    """22 → “第二十二条”."""
    tens, ones = divmod(number, 10)
    written = ("" if tens < 2 else _DIGITS[tens - 1]) + ("十" if tens else "")
    return f"第{written}{_DIGITS[ones - 1] if ones else ''}条"


_NUMBERS = {label(number): str(number) for number in range(1, COUNT + 1)}


def _owned(indicators: Mapping[str, Indicator]) -> dict[str, list[str]]:
    """Clause → codes of the indicators that name it, in the order of their file."""
    found: dict[str, list[str]] = {}
    for indicator in indicators.values():
        if indicator.clause == NO_CLAUSE:
            continue
        for written in re.split("[、，]", indicator.clause):
            if written not in _NUMBERS:
                entry = Entry("indicators.toml", indicator.code, {})
                raise entry.wrong(
                    "clause", f"应写成“第二十二条、第二十五条”的样子或“—”，现为“{indicator.clause}”"
                )
            found.setdefault(_NUMBERS[written], []).append(indicator.code)
    return found


def _clause(entry: Entry, owned: Mapping[str, list[str]], roles: Mapping[str, Role]) -> Clause:
    entry.only("title", "gist", "verdicts", "tasks")
    tasks = tuple(_task(part, entry.name, roles) for part in entry.parts("tasks"))
    if len({task.code for task in tasks}) < len(tasks):
        raise entry.wrong("tasks", "同一任务代码出现了两次")
    return Clause(
        entry.name,
        label(int(entry.name)),
        entry.chinese("title"),
        entry.chinese("gist"),
        tuple(owned.get(entry.name, ())),
        tasks,
        entry.known("verdicts", entry.texts("verdicts"), VERDICTS, "结论"),
    )


def _task(entry: Entry, clause: str, roles: Mapping[str, Role]) -> Task:
    entry.only("code", "name", "evidence", "responsible", "applies_to", "applies_kinds")
    kinds = entry.known(
        "applies_kinds", entry.texts("applies_kinds"), {k.value: k for k in UnitKind}, "单位类型"
    )
    to = entry.texts("applies_to") or (ALL,)
    everybody = to[0] in (ALL, ENFORCEMENT)
    if len(to) > 1 or not everybody:
        entry.known("applies_to", to, roles, "适用范围（all、enforcement 或 groups.toml 里的角色）")
    return Task(
        entry.text("code"),
        clause,
        entry.chinese("name"),
        entry.chinese("evidence"),
        entry.chinese("responsible"),
        to == (ENFORCEMENT,),
        () if everybody else tuple(roles[code] for code in to),
        tuple(map(UnitKind, kinds)),
    )
