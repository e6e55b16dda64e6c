"""Funnel plots: which units' rates in one period lie further from the group's than their number of cases explains.

Limits: exact binomial around the group's pooled rate, at 95 % and 99.8 %. The lines are drawn on between the steps of
the distribution as Spiegelhalter does (Statistics in Medicine 24 (2005) 1185-1202, appendix A.1.1); who lies outside is
told by the exact tail, for below ten cases the lines pass through numbers that chance brings far more often than they
say: 1 of 1 at a rate of 12 % lies above both of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import stats

Floats = npt.NDArray[np.float64]

LIMITS = {"near": 0.025, "far": 0.001}  # what lies outside on one side: 95 % and 99.8 % within
LEAST_UNITS = 3
_POINTS = 120  # of each limit's line


@dataclass(frozen=True)
class Funnel:
    """centre: the pooled rate. units: index unit; columns numerator, denominator, value, z, place.

    place: inside | high | very_high | low | very_low: that many cases or more (fewer) come by chance in less than
        2.5 % (very: 0.1 %); “low” and “high” say nothing of good or bad. lines: index denominator; columns
        near_low, near_high, far_low, far_high. dispersion: the mean square of z with the outermost tenth on either
        side drawn in; over_dispersed: units differ by more than their numbers of cases explain, so that more of
        them lie outside than the limits say.
    """

    centre: float
    units: pd.DataFrame
    lines: pd.DataFrame
    dispersion: float
    over_dispersed: bool


@dataclass(frozen=True)
class NoFunnel:
    """Why there is none: “too_few” units with cases, or all “alike” (every case or none)."""

    reason: Literal["too_few", "alike"]
    units: int


def funnel(numerator: pd.Series, denominator: pd.Series) -> Funnel | NoFunnel:
    """The units of a group in one period.

    numerator, denominator: cases, one index of units; units without cases or figures, or with more than all of their
        cases, have no place in it and move nobody.
    Raises: ValueError for different indexes.
    """
    if not numerator.index.equals(denominator.index):
        raise ValueError("numerator and denominator cover different units")
    some = numerator.notna() & (denominator > 0) & (numerator <= denominator)
    k, n = numerator[some].to_numpy(dtype=float), denominator[some].to_numpy(dtype=float)
    if len(n) < LEAST_UNITS:
        return NoFunnel("too_few", len(n))
    centre = float(k.sum() / n.sum())
    if centre in (0.0, 1.0):
        return NoFunnel("alike", len(n))
    value = k / n
    spread = stats.binom(n, centre)
    at_least, at_most = spread.sf(k - 1), spread.cdf(k)
    place = np.full(len(n), "inside", dtype=object)
    for name, far in (("near", ""), ("far", "very_")):
        place[at_most < LIMITS[name]] = f"{far}low"
        place[at_least < LIMITS[name]] = f"{far}high"
    z = (value - centre) / np.sqrt(centre * (1 - centre) / n)
    dispersion = _dispersion(z)
    units = pd.DataFrame(
        {"numerator": k, "denominator": n, "value": value, "z": z, "place": place},
        index=numerator.index[some],
    )
    return Funnel(
        centre,
        units,
        _lines(centre, float(n.max())),
        dispersion,
        len(n) >= 10 and dispersion > 1 + 2 * np.sqrt(2 / len(n)),
    )


def limits(cases: npt.ArrayLike, centre: float, tail: float) -> tuple[Floats, Floats]:
    """(lower, upper) rates with this tail outside on either side, for each number of cases.

    Spiegelhalter's interpolation: with r the smallest number whose P(R <= r) exceeds p, the limit is (r - a) / n,
    a = (P(R <= r) - p) / P(R = r). Lower limits below 0 and upper ones above 1 cannot be passed and are put there.
    """
    n = np.asarray(cases, dtype=float)

    def at(p: float) -> Floats:
        spread = stats.binom(n, centre)
        r = spread.ppf(p)
        part = (spread.cdf(r) - p) / spread.pmf(r)
        return np.asarray(np.clip((r - part) / n, 0, 1))

    return at(tail), at(1 - tail)


def _lines(centre: float, largest: float) -> pd.DataFrame:
    """The limits from one case to a little more than the largest unit has."""
    top = int(np.ceil(largest * 1.08)) + 1
    n = np.unique(np.round(np.geomspace(1, top, _POINTS)))
    near, far = (limits(n, centre, tail) for tail in LIMITS.values())
    columns = {"near_low": near[0], "near_high": near[1], "far_low": far[0], "far_high": far[1]}
    return pd.DataFrame(columns, index=pd.Index(n, name="denominator"))


def _dispersion(z: Floats) -> float:
    """Mean of the winsorised z squared (Spiegelhalter 2005, section 3.3; a tenth on either side)."""
    low, high = np.quantile(z, [0.1, 0.9])
    return float((np.clip(z, low, high) ** 2).mean())
