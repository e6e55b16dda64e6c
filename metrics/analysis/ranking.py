"""Ranks: equal values share one and the next is skipped (1, 2, 2, 4); who cannot be ranked stands apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from metrics.analysis.values import Values
from metrics.catalogue import Catalogue, Indicator
from metrics.model import Direction, IndicatorKind


@dataclass(frozen=True)
class Ranking:
    """One indicator, one period, one group.

    table: best first; columns unit, rank (Int64), value, numerator, denominator, previous_rank (Int64, NA
        if not ranked then), moved (Int64, positive = better than before), small_sample (bool).
    apart: not ranked; columns unit, reason (no_cases | too_few | not_reported | not_applicable |
        redefined), value, numerator, denominator; in the order of units.
    """

    indicator: str
    period: str
    table: pd.DataFrame
    apart: pd.DataFrame


def rank(
    values: Values, indicator: Indicator, units: Sequence[str], period: str, previous: str | None
) -> Ranking:
    """Rank some units. previous: the period whose ranks, by the same rule, the change refers to.

    Within a tie larger denominators stand first, then the order of units; the rank is the same.
    Source: indicators.md part 1 (排名, 小样本), both assumptions (推定) that the bureau may change.
    """
    rows = _rows(values, indicator, units, period)
    ranked = rows[rows["reason"] == ""].copy()
    ranked["rank"] = _ranks(ranked["value"], indicator)
    before = _rows(values, indicator, units, previous) if previous in values.periods else rows[:0]
    before = before[before["reason"] == ""].set_index("unit")
    earlier = _ranks(before["value"], indicator)
    ranked["previous_rank"] = ranked["unit"].map(earlier).astype("Int64")
    ranked["moved"] = ranked["previous_rank"] - ranked["rank"]
    ranked = ranked.sort_values(["rank", "denominator", "order"], ascending=[True, False, True])
    columns = ["unit", "rank", "value", "numerator", "denominator", "previous_rank", "moved", "small_sample"]
    apart = rows[rows["reason"] != ""][["unit", "reason", "value", "numerator", "denominator"]]
    return Ranking(
        indicator.code,
        period,
        ranked[columns].reset_index(drop=True),
        apart.reset_index(drop=True),
    )


def _rows(values: Values, indicator: Indicator, units: Sequence[str], period: str | None) -> pd.DataFrame:
    code = indicator.code
    index = pd.MultiIndex.from_product([list(units), [period]], names=["unit", "period"])
    rows = pd.DataFrame(
        {
            "unit": list(units),
            "order": range(len(units)),
            "value": values.value[code].reindex(index).to_numpy(),
            "numerator": values.numerator[code].reindex(index).to_numpy(),
            "denominator": values.denominator[code].reindex(index).to_numpy(),
            "reason": values.status[code].reindex(index).to_numpy(),
        }
    )
    rows["reason"] = rows["reason"].where(rows["reason"] != "ok", "")
    few = (rows["reason"] == "") & _too_few(rows["denominator"], indicator)
    rows["small_sample"] = few & (indicator.small_sample == "marked")
    if indicator.small_sample == "apart":
        rows["reason"] = rows["reason"].mask(few, "too_few")
    return rows


def _too_few(denominator: pd.Series[float], indicator: Indicator) -> pd.Series[bool]:
    if indicator.kind is not IndicatorKind.RATIO:
        return pd.Series(False, index=denominator.index)
    return denominator < indicator.min_denominator


def _ranks(value: pd.Series[float], indicator: Indicator) -> pd.Series[int]:
    # Equal fractions divide to the same float (IEEE division is exact to the last bit), so ties are ties.
    ranks = value.rank(method="min", ascending=indicator.direction is Direction.DOWN)
    return ranks.astype("Int64")


def ranks(values: Values, catalogue: Catalogue, groups: Mapping[str, str]) -> pd.DataFrame:
    """Rank of every unit within its group, for all indicators and periods at once.

    groups: unit → group. Index and columns as values.value; float64, NaN where not ranked. The same rule
    as rank(), which a test holds against it.
    """
    shape = values.cube(values.value).shape
    value = values.cube(values.value).astype(float)
    denominator = values.cube(values.denominator).astype(float)
    for i, indicator in enumerate(catalogue.indicators.values()):
        if indicator.kind is IndicatorKind.RATIO and indicator.small_sample == "apart":
            few = denominator[:, :, i] < indicator.min_denominator
            value[:, :, i] = np.where(few, np.nan, value[:, :, i])
        if indicator.direction is not Direction.DOWN:
            value[:, :, i] = -value[:, :, i]
    result = np.full(shape, np.nan)
    codes = values.units
    for group in dict.fromkeys(groups.values()):
        members = [n for n, code in enumerate(codes) if groups.get(code) == group]
        flat = pd.DataFrame(value[members].reshape(len(members), -1))
        result[members] = flat.rank(method="min").to_numpy().reshape(len(members), *shape[1:])
    return pd.DataFrame(
        result.reshape(values.value.shape), index=values.value.index, columns=values.value.columns
    )
