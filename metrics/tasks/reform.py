"""Record what became of units (机构改革): renamed, merged, split or abolished from a quarter on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from metrics.decided import UnitChange, UnitChangeKind
from metrics.model import NotAllowed, Unit
from metrics.periods import Period
from metrics.tasks.workspace import Workspace

_NUMBERS = {  # kind → (least and most units before, least and most after)
    UnitChangeKind.RENAMED: (1, 1, 1, 1),
    UnitChangeKind.MERGED: (2, 99, 1, 1),
    UnitChangeKind.SPLIT: (1, 1, 2, 99),
    UnitChangeKind.ABOLISHED: (1, 1, 0, 0),
}
_SHAPE = {
    UnitChangeKind.RENAMED: "更名：原单位一个，现单位一个",
    UnitChangeKind.MERGED: "合并：原单位至少两个（并入其中一个的，把它也列为原单位），现单位一个",
    UnitChangeKind.SPLIT: "拆分：原单位一个，现单位至少两个",
    UnitChangeKind.ABOLISHED: "撤销：原单位一个，不填现单位",
}


def changes(workspace: Workspace) -> tuple[UnitChange, ...]:
    """Every change in force, in the order of time."""
    return workspace.store.unit_changes(workspace.jurisdiction) if workspace.jurisdiction else ()


def record(
    workspace: Workspace,
    kind: UnitChangeKind,
    before: Sequence[str],
    after: Sequence[str],
    first: Period,
    source: str,
    by: str,
    now: datetime,
) -> None:
    """Keep the change and date the units by it, in one transaction. Reports of the past stay as they are.

    Raises NotAllowed: the shape does not fit the kind, a unit is unknown or already gone, nothing says why.
    """
    units = workspace.units()
    _check(kind, before, after, source, by, units, changes(workspace), first)
    ends, starts = first.start - timedelta(days=1), first.start
    dated = [replace(units[code], valid_to=ends) for code in before if code not in after]
    dated += [
        replace(units[code], valid_from=starts)
        for code in after
        if code not in before and units[code].valid_from is None
    ]
    with workspace.store.writing(workspace.jurisdiction) as writing:
        writing.load_units(workspace.jurisdiction_name, dated)
        writing.change_units(
            UnitChange(0, kind, tuple(before), tuple(after), first, source.strip(), by.strip(), now)
        )


def withdraw(workspace: Workspace, number: int, by: str, now: datetime) -> None:
    """Take back a change that was entered by mistake, and the dates that it gave. Raises NotAllowed."""
    if not by.strip():
        raise NotAllowed("请填写姓名：撤回由谁做的要留下记录。")
    change = next((one for one in changes(workspace) if one.number == number), None)
    if change is None:
        raise NotAllowed(f"没有编号为 {number} 的机构变动，或已撤回。")
    units, start = workspace.units(), change.first.start
    dated = [
        replace(units[code], valid_to=_unless(units[code].valid_to, start - timedelta(days=1)))
        for code in change.before
        if code not in change.after
    ]
    dated += [
        replace(units[code], valid_from=_unless(units[code].valid_from, start))
        for code in change.after
        if code not in change.before
    ]
    with workspace.store.writing(workspace.jurisdiction) as writing:
        writing.load_units(workspace.jurisdiction_name, dated)
        writing.withdraw_change(number, by.strip(), now)


def _unless(day: date | None, given: date) -> date | None:
    return None if day == given else day


def _check(
    kind: UnitChangeKind,
    before: Sequence[str],
    after: Sequence[str],
    source: str,
    by: str,
    units: dict[str, Unit],
    known: Sequence[UnitChange],
    first: Period,
) -> None:
    least, most, least_after, most_after = _NUMBERS[kind]
    if not (least <= len(before) <= most and least_after <= len(after) <= most_after):
        raise NotAllowed(f"{_SHAPE[kind]}。现在选了原单位 {len(before)} 个、现单位 {len(after)} 个。")
    if missing := [code for code in (*before, *after) if code not in units]:
        raise NotAllowed(f"名录里没有 {'、'.join(missing)}，请先在名录里加上新单位，再登记变动。")
    if kind is not UnitChangeKind.MERGED and set(before) & set(after):
        raise NotAllowed("原单位和现单位不能是同一个。")
    for change in known:
        gone = set(change.before) - set(change.after)
        if twice := [units[code].short_name for code in before if code in gone]:
            raise NotAllowed(
                f"{'、'.join(twice)}在{change.first.label}的变动中已不再存在，请核对，或先撤回那一条。"
            )
        if back := [units[code].short_name for code in after if code in gone and change.first <= first]:
            raise NotAllowed(f"{'、'.join(back)}自{change.first.label}起已不再存在，不能作为现单位。")
    if not source.strip():
        raise NotAllowed("请写明依据（文号或会议纪要），名次和同比会因此改变。")
    if not by.strip():
        raise NotAllowed("请填写姓名：变动由谁登记要留下记录。")
