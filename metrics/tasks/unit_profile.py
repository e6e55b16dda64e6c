"""One unit: every indicator now and over time, against target, group and last year."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from metrics.analysis import completeness, pairs
from metrics.analysis.medians import medians
from metrics.analysis.values import Cell, Values, pick
from metrics.catalogue import Group, Indicator
from metrics.model import Attainment, Basis, Unit
from metrics.tasks.figures import Figures

_COMPARED = ("ok", "from_zero", "to_zero", "both_zero")  # of Change.status


@dataclass(frozen=True)
class Line:
    """One indicator of the unit: standing with its target; rank and ranked within the group, or None.

    chance: what the change against last year is worth, as in analysis.pairs.
    """

    indicator: Indicator
    cell: Cell
    target: float
    standing: Attainment
    before: float
    change_status: str
    median: float
    rank: int | None
    ranked: int
    chance: str = "unknown"


@dataclass(frozen=True)
class Profile:
    """history: indicator → single quarters, as charts.trend takes them (value, status, target, median, …):
    cumulative figures would rise and fall with the calendar."""

    unit: Unit
    group: Group
    lines: tuple[Line, ...]
    history: dict[str, pd.DataFrame]


def profile(found: Figures, unit: str, basis: Basis, most: int) -> Profile:
    """Everything of one unit for the figures' period; the last `most` periods of history."""
    group = found.catalogue.group_of(found.units[unit])
    peers = completeness.members(found.catalogue, found.units, group.code)
    values, change, standing, ranks = (
        found.values(basis),
        found.change(basis),
        found.attainment(basis),
        found.ranks(basis),
    )
    middle = medians(values, peers)
    quarterly = medians(found.quarter, peers)
    at = (unit, found.period.key)
    here = ranks.xs(found.period.key, level="period")
    ranked = {
        c: int(n)
        for c, n in zip(
            here.columns, here[here.index.isin(peers)].notna().to_numpy().sum(axis=0), strict=True
        )
    }
    row = values.periods.index(found.period.key)
    middles = dict(zip(middle.columns, middle.to_numpy()[row], strict=True))
    targets = dict(zip(values.target.columns, values.target.to_numpy()[row], strict=True))
    lines, history = [], {}
    for code, indicator in found.catalogue.indicators.items():
        if indicator.frequency is not found.period.kind or not indicator.applies(found.units[unit]):
            continue
        place = pick(ranks, *at, code)
        lines.append(
            Line(
                indicator,
                values.cell(*at, code),
                float(targets[code]),
                Attainment(str(standing.at[unit, code])),
                pick(change.before, *at, code),
                pick(change.status, *at, code),
                float(middles[code]),
                None if pd.isna(place) or not indicator.ranked else int(place),
                ranked[code],
                _chance(found, values, unit, indicator, pick(change.status, *at, code)),
            )
        )
        frame = found.quarter.series(unit, code)
        frame["median"] = quarterly[code]
        frame["year_ago"] = frame["value"].shift(found.per_year)
        history[code] = _since_first(frame).tail(most)
    return Profile(found.units[unit], group, tuple(lines), history)


def _chance(found: Figures, values: Values, unit: str, indicator: Indicator, status: str) -> str:
    """Only what is compared at all has a word: not a redefined figure, not one whose unit was there half the time."""
    ago = found.period.year_ago().key
    if status not in _COMPARED or ago not in values.periods:
        return "unknown"
    return pairs.worth(
        indicator, values.cell(unit, found.period.key, indicator.code), values.cell(unit, ago, indicator.code)
    )


def _since_first(frame: pd.DataFrame) -> pd.DataFrame:
    """Without the periods before anything was reported."""
    told = frame.index[frame["status"].isin(["ok", "no_cases"])]
    return frame.loc[told[0] :] if len(told) else frame.tail(1)
