"""Units over time: what was one unit and is another now, so that like is compared with like (可比口径).

As reported (原口径) every unit keeps what it reported under its own name, and a successor begins with its first
quarter. On the comparable basis (可比口径) the past of renamed and merged units is added up under the unit of
today. The past of a unit that was split belongs to nobody alone: it stays under the old name, and the parts
have no earlier figures.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from metrics.decided import UnitChange, UnitChangeKind
from metrics.model import Unit
from metrics.panel import SHARED_COLUMNS, Panel
from metrics.periods import Period

_JOINS = (UnitChangeKind.RENAMED, UnitChangeKind.MERGED)


@dataclass(frozen=True)
class Lineage:
    """Panel and units on the comparable basis.

    parts: (unit, period) → the units whose reports stand behind it there, where they are not the unit itself.
    applied: the changes that were taken into account.
    """

    panel: Panel
    units: dict[str, Unit]
    parts: Mapping[tuple[str, str], tuple[str, ...]]
    applied: tuple[UnitChange, ...]


def comparable(
    panel: Panel, units: Mapping[str, Unit], changes: Sequence[UnitChange], as_of: Period
) -> Lineage:
    """The past under the units of `as_of`; changes that came later are left alone.

    A quarter of a successor is the sum of the units that existed then: missing where one of them has no value,
    “不适用” where all of them said so, reported where all of them had reported. A case that two of them counted
    in the same quarter is one case of the successor, as far as ledgers tell.
    """
    joins = [c for c in changes if c.kind in _JOINS and c.first <= as_of]
    periods = list(panel.values.index.get_level_values("period").unique())
    codes = list(panel.values.index.get_level_values("unit").unique())
    members: dict[tuple[str, str], list[str]] = {}
    for key in periods:
        when = Period.from_key(key)
        for unit in codes:
            if unit not in units or units[unit].active_in(when):
                members.setdefault((_owner(unit, when, joins), key), []).append(unit)
    gone = {unit for change in joins for unit in change.before if unit not in change.after}
    parts = {
        at: tuple(some) for at, some in members.items() if some and some != [at[0]] and at[0] not in gone
    }
    if not parts:
        return Lineage(panel, dict(units), {}, tuple(joins))
    joined = _joined(panel, parts)
    kept = panel.values.index[~panel.values.index.get_level_values("unit").isin(gone)]
    moved = _moved_cases(panel, parts)
    joined = _once(joined, moved)
    of_today = {code: _since(unit, code, joins, units) for code, unit in units.items() if code not in gone}
    return Lineage(
        Panel(
            joined.values.loc[kept],
            joined.not_applicable.loc[kept],
            joined.reported.loc[kept],
            moved.drop_duplicates(list(SHARED_COLUMNS)).reset_index(drop=True)[list(SHARED_COLUMNS)],
            None if joined.listed is None else joined.listed.loc[kept],
        ),
        of_today,
        parts,
        tuple(joins),
    )


def _owner(unit: str, when: Period, joins: Sequence[UnitChange]) -> str:
    """Under which unit of today the unit's figures of a quarter stand; changes are in the order of time."""
    for change in joins:
        if when < change.first and unit in change.before:
            (unit,) = change.after
    return unit


def _joined(panel: Panel, parts: Mapping[tuple[str, str], tuple[str, ...]]) -> Panel:
    index, columns = panel.values.index, panel.values.columns
    values, excused = panel.values.to_numpy(copy=True), panel.not_applicable.to_numpy(copy=True)
    reported = panel.reported.to_numpy(copy=True)
    listed = None if panel.listed is None else panel.listed.to_numpy(copy=True)
    source, out = panel.values.to_numpy(), panel.not_applicable.to_numpy()
    said, known = panel.reported.to_numpy(), None if panel.listed is None else panel.listed.to_numpy()
    for (unit, period), some in parts.items():
        (here,), where = _rows(index, [unit], period), _rows(index, some, period)
        every = out[where].all(axis=0)
        added = np.where(out[where], 0.0, source[where]).sum(axis=0)  # NaN of a part without a value stays
        values[here], excused[here] = np.where(every, np.nan, added), every
        reported[here] = said[where].all()
        if listed is not None and known is not None:
            listed[here] = (known[where] | (source[where] == 0) | out[where]).all(axis=0)
    return Panel(
        pd.DataFrame(values, index=index, columns=columns),
        pd.DataFrame(excused, index=index, columns=columns),
        pd.Series(reported, index=index, name=panel.reported.name),
        panel.shared,
        None if listed is None else pd.DataFrame(listed, index=index, columns=columns),
    )


def _rows(index: pd.Index, units: Sequence[str], period: str) -> NDArray[np.intp]:
    """Where some units of a period stand in the index of a panel."""
    return index.get_indexer(pd.MultiIndex.from_product([list(units), [period]]))


def _moved_cases(panel: Panel, parts: Mapping[tuple[str, str], tuple[str, ...]]) -> pd.DataFrame:
    """Panel.shared under the units of today; `was` keeps the unit that counted the case."""
    owner = {(unit, at[1]): at[0] for at, some in parts.items() for unit in some}
    moved = panel.shared.assign(was=panel.shared["unit"])
    moved["unit"] = [
        owner.get((unit, period), unit) for unit, period in zip(moved["unit"], moved["period"], strict=True)
    ]
    return moved


def _once(panel: Panel, moved: pd.DataFrame) -> Panel:
    """Take off what two parts of one unit counted of the same case."""
    times = Counter(zip(*(moved[name] for name in (*SHARED_COLUMNS, "was")), strict=True))
    by_part: dict[tuple[str, str, str, str], list[int]] = {}
    for (unit, period, measure, case, _), count in times.items():
        by_part.setdefault((unit, period, measure, case), []).append(count)
    values = panel.values.to_numpy(copy=True)
    for (unit, period, measure, _), counts in by_part.items():
        if len(counts) > 1:
            (row,) = _rows(panel.values.index, [unit], period)
            values[row, panel.values.columns.get_loc(measure)] -= sum(counts) - max(counts)
    frame = pd.DataFrame(values, index=panel.values.index, columns=panel.values.columns)
    return replace(panel, values=frame)


def _since(unit: Unit, code: str, joins: Sequence[UnitChange], units: Mapping[str, Unit]) -> Unit:
    """The unit with the first day of the oldest of those that became it."""
    found = {code}
    while older := {b for c in joins if set(c.after) & found for b in c.before} - found:
        found |= older
    starts = [units[one].valid_from for one in found if one in units]
    first = None if any(start is None for start in starts) else min(s for s in starts if s is not None)
    return unit if len(found) == 1 else replace(unit, valid_from=first)
