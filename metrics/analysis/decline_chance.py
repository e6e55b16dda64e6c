"""How likely a verdict on “双下降” is when nothing has changed: most of what small counts do is chance.

The model of “nothing changed”: new cases of both stretches come from one Poisson distribution, whose mean is that
of the two; each of the cases closed, as many as were, is lost with one probability, that of both stretches together;
volume and losses are independent. Everything is summed up exactly; nothing is drawn.
"""

from __future__ import annotations

from dataclasses import dataclass

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
    below, same = _against(closed, closed_before, probability, 0)
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


@dataclass(frozen=True)
class Chance:
    """verdict: of the same verdict, were nothing changed. as_far: of both figures going as far as they went, or
    farther, the same ways; NaN unless both went up or down."""

    verdict: float
    as_far: float


NONE = Chance(float("nan"), float("nan"))


def chance(row: dict[str, float | str]) -> Chance:
    """Of one row of double_decline.verdicts; NaN where it is not comparable."""
    verdict = str(row["verdict"])
    if verdict == "not_comparable":
        return NONE
    now, before = float(row["volume"]), float(row["volume_before"])
    lost, closed, lost_before, closed_before = (
        int(row[name]) for name in ("lost", "closed", "lost_before", "closed_before")
    )
    probability = (lost + lost_before) / (closed + closed_before)
    same = verdict_chances(volume_moves(now, before), rate_moves(closed, closed_before, probability))[verdict]
    ways = str(row["volume_move"]), str(row["rate_move"])
    if not set(ways) <= {"down", "up"}:
        return Chance(same, float("nan"))
    volume = _volume_as_far((now + before) / 2, int(now - before))
    distance = lost * closed_before - lost_before * closed
    below, equal = _against(closed, closed_before, probability, distance)
    rate = below + equal if ways[1] == "down" else 1 - below
    return Chance(same, volume * min(max(rate, 0.0), 1.0))


def _volume_as_far(mean: float, difference: int) -> float:
    """Two Poisson counts differ by so much or more, the same way."""
    reach = abs(difference) + int(12 * np.sqrt(2 * mean)) + 30
    return float(special.ive(np.arange(abs(difference), reach + 1), 2 * mean).sum())


def _against(closed: int, closed_before: int, probability: float, distance: int) -> tuple[float, float]:
    """Chances that lost·closed_before − lost_before·closed is below the distance, and equal to it."""
    now = np.arange(closed + 1, dtype=np.int64)
    weight: Floats = stats.binom.pmf(now, closed, probability)
    # lost_before must lie above (lost·closed_before − distance) ÷ closed; whole numbers decide
    top = now * closed_before - distance
    edge = top // closed
    above: Floats = stats.binom.sf(edge, closed_before, probability)
    exact = np.where(top % closed == 0, stats.binom.pmf(edge, closed_before, probability), 0.0)
    return float(weight @ above), float(weight @ exact)
