"""Ranks: equal values share one and the next is skipped (1, 2, 2, 4); who cannot be ranked stands apart.

The rule of an indicator is data: direction, least number of cases, who is listed first among equals, and
whether that breaks the tie. Source: indicators.md part 1 (排名, 小样本), assumptions (推定) that the bureau may
change. What chance has to do with a rank stands in rank_interval.py, beside the rank and never in it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from metrics.analysis import stretch
from metrics.analysis.values import Floats, Values
from metrics.catalogue import Catalogue, Indicator
from metrics.model import Basis, Direction, Span
from metrics.periods import Period

_FARTHEST = 1e9  # a rank behind every other: who was not ranked before is listed after those who were
_TARGET_RULES = ("at_least", "at_most", "each_period")


@dataclass(frozen=True)
class Ranking:
    """One indicator, one period, one group.

    table: best first; columns unit, rank (Int64), value, numerator, denominator, previous_rank (Int64, NA
        if not ranked then), moved (Int64, positive = better than before), small_sample (bool), tied (how many
        share the rank, itself included), and how much better the unit is (negative: worse; a fraction for a
        rate) than: the next better value (from_next, NaN for the first), the median of the ranked
        (from_median), the target (from_target, NaN where there is none that a number can be held against).
        Where the definition calls neither direction better, more counts as “better” in these.
    apart: not ranked; columns unit, reason (no_cases | too_few | not_reported | not_applicable |
        redefined), value, numerator, denominator; in the order of units.
    median: of the ranked; NaN where nobody is. target: in force for the period, or NaN.
    """

    indicator: str
    period: str
    table: pd.DataFrame
    apart: pd.DataFrame
    median: float = float("nan")
    target: float = float("nan")


def rank(
    values: Values, indicator: Indicator, units: Sequence[str], period: str, previous: str | None
) -> Ranking:
    """Rank some units. previous: the period whose ranks, by the same rule, the change refers to."""
    rows = rows_of(values, indicator, units, period)
    ranked = ranked_rows(values, indicator, units, period, previous)
    then = stretch.before(values.basis, Period.from_key(previous)) if previous else None
    before = ranked_rows(values, indicator, units, previous, then.key if then else None).set_index("unit")
    ranked["previous_rank"] = ranked["unit"].map(before["rank"]).astype("Int64")
    ranked["moved"] = ranked["previous_rank"] - ranked["rank"]
    ranked["tied"] = ranked.groupby("rank")["rank"].transform("size")
    by, ascending = zip(("rank", True), *_breaks(indicator), ("order", True), strict=True)
    ranked = ranked.sort_values(list(by), ascending=list(ascending))
    better = -1.0 if indicator.direction is Direction.DOWN else 1.0
    score = -_score(ranked, indicator)
    median, target = float(ranked["value"].median()), _target(values, indicator, period)
    ranked["from_next"] = score - _next_better(score)
    ranked["from_median"] = score - better * median
    ranked["from_target"] = score - better * target
    columns = ["unit", "rank", "value", "numerator", "denominator", "previous_rank", "moved", "small_sample"]
    columns += ["tied", "from_next", "from_median", "from_target"]
    apart = rows[rows["reason"] != ""][["unit", "reason", "value", "numerator", "denominator"]]
    return Ranking(
        indicator.code,
        period,
        ranked[columns].reset_index(drop=True),
        apart.reset_index(drop=True),
        median,
        target,
    )


def rows_of(values: Values, indicator: Indicator, units: Sequence[str], period: str | None) -> pd.DataFrame:
    """One row per unit, as handed in: its figure, and why it is not ranked (“” where it is)."""
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
    if not indicator.kind.is_fraction:
        return pd.Series(False, index=denominator.index)
    return denominator < indicator.min_denominator


def ranked_rows(
    values: Values, indicator: Indicator, units: Sequence[str], period: str | None, previous: str | None
) -> pd.DataFrame:
    """The rows of a period that are ranked, with rank (Int64) and what may break a tie: `earlier`, the rank of
    the period before in which equals share one, so that one period decides and not the whole past."""
    rows = rows_of(values, indicator, units, period)
    rows = rows[rows["reason"] == ""].copy()
    before = rows_of(values, indicator, units, previous)
    before = before[before["reason"] == ""]
    shared = pd.Series(min_ranks(_score(before, indicator)), index=before["unit"].to_numpy(), dtype=float)
    rows["earlier"] = shared.reindex(rows["unit"]).to_numpy()
    keys = [_score(rows, indicator)]
    for column, ascending in _breaks(indicator) if indicator.break_ties else []:
        key = rows[column].to_numpy(dtype=float) * (1 if ascending else -1)
        keys.append(np.nan_to_num(key, nan=_FARTHEST))
    rows["rank"] = pd.Series(_lexical_ranks(np.stack(keys)), index=rows.index).astype("Int64")
    return rows


def _score(rows: pd.DataFrame, indicator: Indicator) -> Floats:
    """The values so that less is better."""
    values: Floats = rows["value"].to_numpy(dtype=float)
    return values if indicator.direction is Direction.DOWN else -values


def _breaks(indicator: Indicator) -> list[tuple[str, bool]]:
    """(column, ascending) by which equals are put in order."""
    columns = {"denominator": ("denominator", False), "previous_rank": ("earlier", True)}
    return [columns[one] for one in indicator.tie_break]


def _lexical_ranks(keys: Floats) -> Floats:
    """Ranks from 1, smallest first, by the first key, then the next; keys: (key, unit), without NaN."""
    order = np.lexsort(keys[::-1])
    ordered = keys[:, order]
    fresh = np.ones(keys.shape[1], dtype=bool)
    fresh[1:] = (ordered[:, 1:] != ordered[:, :-1]).any(axis=0)
    places = np.maximum.accumulate(np.where(fresh, np.arange(keys.shape[1]), 0)) + 1
    found = np.empty(keys.shape[1])
    found[order] = places
    return found


def _next_better(score: Floats) -> Floats:
    """For scores from the best down: the nearest better one, NaN for the best."""
    found = np.full(len(score), np.nan)
    for i in range(1, len(score)):
        found[i] = score[i - 1] if score[i - 1] > score[i] else found[i - 1]
    return found


def _target(values: Values, indicator: Indicator, period: str) -> float:
    """The target that the period's value can be held against, or NaN.

    “每季度至少1次” is a target of the single quarter; a sum over quarters is no measure of it.
    """
    of_the_quarter = indicator.target_rule == "each_period" or (
        indicator.kind.counts and indicator.span is Span.QUARTER
    )
    comparable = indicator.target_rule in _TARGET_RULES and (
        values.basis is Basis.PERIOD or not of_the_quarter
    )
    if period not in values.periods or not comparable:
        return float("nan")
    return float(values.target[indicator.code][period])


def min_ranks(score: Floats) -> Floats:
    """Ranks along the last axis, smallest first: equals share the best place, NaN has none.

    Equal fractions divide to the same float (IEEE division is exact to the last bit), so ties are ties.
    """
    order = np.argsort(score, axis=-1)
    ordered = np.take_along_axis(score, order, axis=-1)
    fresh = np.ones(score.shape, dtype=bool)
    fresh[..., 1:] = ordered[..., 1:] != ordered[..., :-1]
    places = np.maximum.accumulate(np.where(fresh, np.arange(score.shape[-1]), 0), axis=-1) + 1.0
    places[np.isnan(ordered)] = np.nan
    found = np.empty(score.shape)
    np.put_along_axis(found, order, places, axis=-1)
    return found


def ranks(values: Values, catalogue: Catalogue, groups: Mapping[str, str]) -> pd.DataFrame:
    """Rank of every unit within its group, for all indicators and periods at once.

    groups: unit → group. Index and columns as values.value; float64, NaN where not ranked. The same rule
    as rank(), which a test holds against it.
    """
    shape = values.cube(values.value).shape
    score = values.cube(values.value).astype(float)
    denominator = values.cube(values.denominator).astype(float)
    for i, indicator in enumerate(catalogue.indicators.values()):
        if indicator.kind.is_fraction and indicator.small_sample == "apart":
            few = denominator[:, :, i] < indicator.min_denominator
            score[:, :, i] = np.where(few, np.nan, score[:, :, i])
        if indicator.direction is not Direction.DOWN:
            score[:, :, i] = -score[:, :, i]
    result = np.full(shape, np.nan)
    codes = values.units
    flat = score.reshape(len(codes), -1)
    for members in _by_size(codes, groups):  # (group, unit): all groups of one size at once
        ranked = min_ranks(np.ascontiguousarray(flat[members].transpose(0, 2, 1)))
        result.reshape(flat.shape)[members] = ranked.transpose(0, 2, 1)
        for i, indicator in enumerate(catalogue.indicators.values()):
            if indicator.break_ties:
                for some in members:
                    result[some, :, i] = broken(values, indicator, [codes[n] for n in some])
    return pd.DataFrame(
        result.reshape(values.value.shape), index=values.value.index, columns=values.value.columns
    )


def _by_size(codes: Sequence[str], groups: Mapping[str, str]) -> list[NDArray[np.intp]]:
    """Positions of the members of each group, groups of equal size as the rows of one array.

    A district has a handful of groups, a province thousands: those are ranked together.
    """
    members: dict[str, list[int]] = {}
    for n, code in enumerate(codes):
        if (group := groups.get(code)) is not None:
            members.setdefault(group, []).append(n)
    by_size: dict[int, list[list[int]]] = {}
    for some in members.values():
        by_size.setdefault(len(some), []).append(some)
    return [np.array(some, dtype=np.intp) for some in by_size.values()]


def scores(values: Values, indicator: Indicator, units: Sequence[str]) -> tuple[Floats, NDArray[np.object_]]:
    """(score, reason), both (unit, period): less is better, NaN where not ranked; why not, “” where ranked.

    Raises: KeyError for a unit that the values do not hold.
    """
    place = {code: n for n, code in enumerate(values.units)}
    rows = [place[code] for code in units]

    def of(frame: pd.DataFrame) -> NDArray[Any]:
        return frame[indicator.code].to_numpy().reshape(len(place), -1)[rows]

    value, reason = of(values.value).astype(float), of(values.status).astype(object)
    reason[reason == "ok"] = ""
    if indicator.kind.is_fraction and indicator.small_sample == "apart":
        reason[(reason == "") & (of(values.denominator).astype(float) < indicator.min_denominator)] = (
            "too_few"
        )
    score = value if indicator.direction is Direction.DOWN else -value
    return np.where(reason == "", score, np.nan), reason


def broken(values: Values, indicator: Indicator, units: Sequence[str]) -> Floats:
    """(unit, period) ranks of an indicator whose ties are broken: a case of its own, since few will be."""
    found = np.full((len(units), len(values.periods)), np.nan)
    for p, period in enumerate(values.periods):
        before = stretch.before(values.basis, Period.from_key(period))
        rows = ranked_rows(values, indicator, units, period, before.key if before else None)
        for code, place in zip(rows["unit"], rows["rank"], strict=True):
            found[list(units).index(code), p] = place
    return found
