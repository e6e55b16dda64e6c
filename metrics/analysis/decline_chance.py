"""How likely a verdict on “双下降” is when nothing has changed: most of what small counts do is chance.

The model of “nothing changed”: new cases of both stretches come from one Poisson distribution, whose mean is that
of the two; each of the cases closed, as many as were, is lost with one probability, that of both stretches together;
volume and losses are independent. Everything is summed up exactly; nothing is drawn.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import special, stats

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Moves:
    """Chances of how one figure moves; they add up to one. kept_zero: both stretches at zero."""

    down: float
    up: float
    level: float
    kept_zero: float


def volume_moves(now: float, before: float) -> Moves:
    """New cases of two stretches, both Poisson with the mean of the two counts."""
    mean = (now + before) / 2
    same = float(special.ive(0, 2 * mean))  # e^-2m I0(2m): two such counts are equal (Skellam)
    zero = float(np.exp(-2 * mean))
    return Moves((1 - same) / 2, (1 - same) / 2, max(same - zero, 0.0), zero)


def rate_moves(closed: int, closed_before: int, probability: float) -> Moves:
    """Loss rates of two stretches with so many closed cases, each lost with the same probability.

    Raises ValueError where no case was closed: there is no rate then.
    """
    if closed < 1 or closed_before < 1:
        raise ValueError("a rate needs closed cases in both stretches")
    below, same = _against(closed, closed_before, probability)
    zero = float((1 - probability) ** (closed + closed_before))
    return Moves(below, max(1 - below - same, 0.0), max(same - zero, 0.0), zero)


def verdict_chances(volume: Moves, rate: Moves, zero_achieves: bool = True) -> dict[str, float]:
    """double_decline's verdicts and their chances; zero_achieves: its rule 3 (an assumption) holds."""
    a, b = ((m.down + m.kept_zero * zero_achieves, m.up) for m in (volume, rate))
    found = {
        "double_decline": a[0] * b[0],
        "one_down": a[0] * b[1] + a[1] * b[0],
        "double_rise": a[1] * b[1],
    }
    return found | {"level": max(1 - sum(found.values()), 0.0)}


def chance(row: Mapping[Hashable, Any]) -> float:
    """Of the same verdict as in one row of double_decline.verdicts, were nothing changed; NaN where there is none."""
    verdict = str(row["verdict"])
    if verdict == "not_comparable":
        return math.nan
    closed, closed_before = int(row["closed"]), int(row["closed_before"])
    # More lost than closed is let pass with a reason now and then.
    probability = min((row["lost"] + row["lost_before"]) / (closed + closed_before), 1.0)
    volume = volume_moves(row["volume"], row["volume_before"])
    return verdict_chances(volume, rate_moves(closed, closed_before, probability))[verdict]


def _against(closed: int, closed_before: int, probability: float) -> tuple[float, float]:
    """Chances that lost/closed is below lost_before/closed_before, and equal to it."""
    now = np.arange(closed + 1, dtype=np.int64)
    weight: Floats = stats.binom.pmf(now, closed, probability)
    top = now * closed_before  # lost_before must lie above top ÷ closed; whole numbers decide
    edge = top // closed
    above: Floats = stats.binom.sf(edge, closed_before, probability)
    exact = np.where(top % closed == 0, stats.binom.pmf(edge, closed_before, probability), 0.0)
    return float(weight @ above), float(weight @ exact)
