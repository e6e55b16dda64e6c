"""Figures held against each other: two periods, units over time, units of one period, quarters of one unit."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from metrics.analysis import chance, control, funnel
from metrics.analysis import pairs as analysis
from metrics.analysis.control import Chart, NotDrawn
from metrics.analysis.funnel import Funnel, NoFunnel
from metrics.analysis.pairs import Side
from metrics.analysis.values import Values
from metrics.catalogue import Indicator
from metrics.model import Basis, Direction
from metrics.tasks import rank
from metrics.tasks.figures import Figures


@dataclass(frozen=True)
class Paired:
    """table: analysis.pairs, best change first, units that cannot be compared last. whole: analysis.added."""

    table: pd.DataFrame
    whole: pd.DataFrame


@dataclass(frozen=True)
class Controlled:
    """frame: single quarters as charts.control takes them, of the definition in force; outcome: its limits."""

    frame: pd.DataFrame
    outcome: Chart | NotDrawn


def paired(
    now: Figures, before: Figures, indicator: Indicator, basis: Basis, units: tuple[str, ...]
) -> Paired:
    """Two periods side by side, for some units; each bundle gives the figures of its own period."""
    sides = Side(now.values(basis), now.period), Side(before.values(basis), before.period)
    table = analysis.pairs(*sides, indicator, units)
    better = table["difference"] * (-1 if indicator.direction is Direction.DOWN else 1)
    order = better.sort_values(ascending=False, kind="stable", na_position="last").index
    return Paired(table.loc[order], analysis.added(table, *sides, indicator))


def cells(
    found: Figures, indicator: Indicator, basis: Basis, units: tuple[str, ...], most: int
) -> pd.DataFrame:
    """The last quarters of some units, from the first that anybody has reported.

    Returns: index (unit, period); columns value, numerator, denominator, status.
    """
    values = found.values(basis)
    parts = {
        name: getattr(values, name)[indicator.code]
        for name in ("value", "numerator", "denominator", "status")
    }
    table = pd.DataFrame(parts)
    table = table[table.index.get_level_values("unit").isin(units)]
    told = table.index[table["status"].isin(["ok", "no_cases"])].get_level_values("period")
    first = min(told) if len(told) else found.period.key
    shown = [key for key in values.periods if key >= first][-most:]
    return table[table.index.get_level_values("period").isin(shown)]


def rows(found: Figures, indicator: Indicator, basis: Basis, group: str) -> list[tuple[str, tuple[str, ...]]]:
    """Groups with their units, best rank of the period first; who has none follows in protocol order."""
    here = found.ranks(basis)[indicator.code].xs(found.period.key, level="period")
    members = rank.members(found, group)
    codes = dict.fromkeys(found.catalogue.group_of(found.units[unit]).code for unit in members)
    told = []
    for code in codes:
        own = [unit for unit in members if found.catalogue.group_of(found.units[unit]).code == code]
        place = here.reindex(own).astype(float).fillna(float("inf"))
        ordered = tuple(place.sort_values(kind="stable").index)
        told.append((found.catalogue.groups[code].name if len(codes) > 1 else "", ordered))
    return told


def funnel_of(found: Figures, indicator: Indicator, basis: Basis, group: str) -> Funnel | NoFunnel:
    """The units of a group in the period, each rate by its number of cases."""
    values = found.values(basis)
    units = list(rank.members(found, group))
    top, bottom = (
        frame[indicator.code].xs(found.period.key, level="period").reindex(units)
        for frame in (values.numerator, values.denominator)
    )
    return funnel.funnel(top, bottom)


def controlled(found: Figures, unit: str, indicator: Indicator) -> Controlled:
    """A unit's quarters and their usual ups and downs; kept, since a page asks at every look."""
    key = ("controlled", unit, indicator.code)
    if key not in found.asked:
        found.asked[key] = _controlled(found.quarter, unit, indicator)
    result: Controlled = found.asked[key]
    return result


def _controlled(values: Values, unit: str, indicator: Indicator) -> Controlled:
    frame = values.series(unit, indicator.code)
    frame = frame.iloc[control.since_redefined(values.variant[indicator.code].tolist()) :]
    told = frame.index[frame["status"].isin(["ok", "no_cases"])]
    frame = frame.loc[told[0] :] if len(told) else frame.tail(1)
    outcome: Chart | NotDrawn
    if not chance.applies(indicator):
        outcome = NotDrawn("not_cases", 0)
    elif indicator.kind.divides:
        outcome = control.rates(frame["numerator"].to_numpy(), frame["denominator"].to_numpy())
    else:
        outcome = control.counts(frame["value"].to_numpy(dtype=float))
    return Controlled(frame, outcome)
