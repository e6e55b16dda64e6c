"""Which ranks the data support: how far chance alone could have moved a unit up or down its group.

The true rates (or expected numbers) of all units are drawn many times from what the cases say about them, the
group's spread included (shrinkage.py, shrinkage_counts.py); each draw is ranked. The official rank is no part
of this and stays what the rules say. Source: Goldstein and Spiegelhalter, Journal of the Royal Statistical
Society A 159 (1996) 385-443; Laird and Louis, Journal of Educational Statistics 14 (1989) 29-46.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from metrics.analysis import uncertainty
from metrics.analysis.ranking import Ranking
from metrics.analysis.shrinkage import Beta, fit_beta
from metrics.analysis.shrinkage_counts import Gamma, fit_gamma
from metrics.analysis.values import Floats
from metrics.catalogue import Indicator
from metrics.model import Direction, IndicatorKind

LEVEL = 0.9
DRAWS = 10_000
SURE = 0.95  # two units are told apart when one is truly better with at least this probability
EDGE = 3  # “首末三名”

Ranks = npt.NDArray[np.int16]


@dataclass(frozen=True)
class RankSupport:
    """What the data say about the ranks of a Ranking.

    table: index unit, in the order of the ranking; columns
        low, high: the interval of ranks at LEVEL, stretched to hold the official rank where the unit's few
            cases, beside its group, speak for another (decisions/0017);
        likely_low, likely_high: the same not stretched; expected: mean rank over the draws;
        first, last: probability of truly being among the first or the last EDGE;
        shrunken: the unit's value with its group taken into account (a fraction, or cases);
        value_low, value_high: range of true values that the unit's own cases allow (95 %).
    better: unit × unit, probability that the row's true value is better than the column's.
    spread: False where chance alone explains every difference within the group.
    """

    table: pd.DataFrame
    better: pd.DataFrame
    spread: bool

    def of(self, unit: str) -> dict[str, float]:
        """A unit's row of the table."""
        return {str(name): float(column[unit]) for name, column in self.table.items()}

    def ranges(self) -> dict[str, tuple[float, float]]:
        """By unit: where its true value may lie, by its own cases."""
        ends = self.table[["value_low", "value_high"]].itertuples(name=None)
        return {str(unit): (float(low), float(high)) for unit, low, high in ends}

    def alike(self, unit: str) -> tuple[str, ...]:
        """Units that cannot be told apart from this one, in the order of the ranking."""
        codes = list(self.better.index)
        row = self.better.to_numpy()[codes.index(unit)]
        return tuple(c for c, p in zip(codes, row, strict=True) if c != unit and 1 - SURE < p < SURE)

    def sets(self) -> tuple[tuple[str, ...], ...]:
        """The longest runs of the ranking in which no two units can be told apart.

        Runs overlap: 甲 and 乙 may be alike, 乙 and 丙 too, and 甲 and 丙 not. Every unit is in at least one.
        """
        codes, near = list(self.better.index), self.better.to_numpy()
        near = ((near < SURE) & (near > 1 - SURE)) | np.eye(len(codes), dtype=bool)
        found: list[tuple[str, ...]] = []
        reached = 0
        for start in range(len(codes)):
            end = start + 1
            while end < len(codes) and near[start : end + 1, end].all():
                end += 1
            if end > reached:
                found.append(tuple(codes[start:end]))
                reached = end
        return tuple(found)


def has_chance(indicator: Indicator) -> bool:
    """Whether the figure comes from cases that others bring and decide, so that chance has a part in it.

    How often a unit itself held a review or a lecture is no matter of chance; what is counted against a
    target of its own each quarter is such a figure.
    """
    if indicator.kind is IndicatorKind.RATIO:
        return True
    return indicator.kind is IndicatorKind.COUNT and indicator.target_rule != "each_period"


def support(ranking: Ranking, indicator: Indicator, draws: int = DRAWS) -> RankSupport | None:
    """The ranks that the data support; None where chance has no part or fewer than two units are ranked.

    The group's spread is fitted over all units with cases, those too few to be ranked included. Also None where
    a numerator is no part of its denominator: then the figure is no share of cases. The same units and cases
    give the same result in any order.
    """
    table = ranking.table
    if len(table) < 2 or not has_chance(indicator):
        return None
    few = ranking.apart[ranking.apart["reason"] == "too_few"]
    every = (
        pd.concat([table[["numerator", "denominator"]], few[["numerator", "denominator"]]])
        if len(few)
        else table
    )
    top, bottom = (every[name].to_numpy(dtype=float) for name in ("numerator", "denominator"))
    prior: Beta | Gamma
    if indicator.kind is IndicatorKind.RATIO:
        if not ((top >= 0) & (top <= bottom)).all():
            return None
        prior = fit_beta(top, bottom)
    else:
        prior = fit_gamma(top)
    return simulate(
        list(table["unit"]),
        table["rank"].to_numpy(dtype=int),
        table["numerator"].to_numpy(dtype=float),
        table["denominator"].to_numpy(dtype=float),
        prior,
        indicator.direction is Direction.DOWN,
        draws,
    )


def simulate(
    units: Sequence[str],
    ranks: npt.NDArray[np.int_],
    numerator: Floats,
    denominator: Floats,
    prior: Beta | Gamma,
    down: bool,
    draws: int = DRAWS,
) -> RankSupport:
    """Draw and rank. ranks: the official ones. denominator: not looked at for counts (prior Gamma)."""
    order = np.argsort(np.array(units))  # by code: the draws must not depend on the order handed in
    codes = [units[i] for i in order]
    top, bottom = numerator[order], denominator[order]
    dice = np.random.default_rng(_seed(codes, top, bottom, prior, down))
    size = (draws, len(codes))
    if isinstance(prior, Beta):
        values = dice.beta(prior.a + top, prior.b + bottom - top, size)
        shrunken = (prior.a + top) / (prior.strength + bottom)
        value_low, value_high = uncertainty.wilson(top, bottom)
    else:
        values = dice.gamma(prior.shape + top, 1 / (prior.rate + 1), size)
        shrunken = (prior.shape + top) / (prior.rate + 1)
        value_low, value_high = uncertainty.poisson(top)
    drawn = _ranked(values if down else -values)
    share = np.stack([np.bincount(one, minlength=len(codes) + 1)[1:] for one in drawn]) / draws
    below = share.cumsum(axis=1)
    edge = min(EDGE, len(codes))
    tail = (1 - LEVEL) / 2
    found = pd.DataFrame(
        {
            "likely_low": (below < tail).sum(axis=1) + 1,
            "likely_high": (below < 1 - tail - 1e-9).sum(axis=1) + 1,
            "expected": share @ np.arange(1, len(codes) + 1),
            "first": share[:, :edge].sum(axis=1),
            "last": share[:, -edge:].sum(axis=1),
            "shrunken": shrunken,
            "value_low": value_low,
            "value_high": value_high,
        },
        index=codes,
    ).loc[list(units)]
    found.insert(0, "low", np.minimum(found["likely_low"], ranks))
    found.insert(1, "high", np.maximum(found["likely_high"], ranks))
    better = pd.DataFrame(_better(drawn), index=codes, columns=codes).loc[list(units), list(units)]
    return RankSupport(found, better, prior.spread)


def _seed(codes: Sequence[str], top: Floats, bottom: Floats, prior: Beta | Gamma, down: bool) -> int:
    """From the figures themselves, so that whoever computes them again finds the same."""
    told = repr((list(codes), top.tolist(), bottom.tolist(), type(prior).__name__, down))
    return int.from_bytes(hashlib.sha256(told.encode()).digest()[:8])


def _ranked(score: Floats) -> Ranks:
    """(unit, draw) ranks from 1, least score first; ties have probability 0."""
    order = np.argsort(score, axis=1)
    places = np.broadcast_to(np.arange(1, score.shape[1] + 1, dtype=np.int16), score.shape)
    found = np.empty(score.shape, dtype=np.int16)
    np.put_along_axis(found, order, places, axis=1)
    return np.ascontiguousarray(found.T)


def _better(drawn: Ranks) -> Floats:
    """Share of the draws in which each unit ranks before each other; ½ with itself."""
    count = len(drawn)
    found = np.full((count, count), 0.5)
    for i in range(count - 1):
        before = (drawn[i] < drawn[i + 1 :]).mean(axis=1)
        found[i, i + 1 :], found[i + 1 :, i] = before, 1 - before
    return found
