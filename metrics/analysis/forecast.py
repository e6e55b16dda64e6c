"""A range for the end of the year from a unit's own quarters: a model, and a plain one.

New cases: each quarter's number is Poisson about one unknown mean, which has the Jeffreys prior Gamma(½, 0); so what
the rest of the year brings is negative binomial (Poisson–Gamma). Cases closed likewise. Of those closed each is lost
with one unknown probability of prior Beta(½, ½): beta-binomial over the closed ones. The last eight quarters count,
all alike. The model knows no seasons, no trend and no cause; a unit that has changed proves it wrong.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special

from metrics.analysis.headroom import Year, lost_left, new_left

LEAST_QUARTERS = 4
MOST_QUARTERS = 8
SHARE = 0.8  # of what the model expects lies within the range
_TAIL = 1e-9  # numbers closed that are less likely are left out of the sums

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Forecast:
    """Of the year's end. new, lost: (low, high) of the whole year's cases, holding at least SHARE of what is
    expected. reached: chance of “双下降”; NaN where there is no rate to compare with. quarters: how many the model
    has learnt from."""

    new: tuple[int, int]
    lost: tuple[int, int]
    volume_reached: float
    rate_reached: float
    quarters: int

    @property
    def reached(self) -> float:
        return self.volume_reached * self.rate_reached


def forecast(history: Sequence[Year], so_far: Year, last: Year, quarters_left: int) -> Forecast | None:
    """history: single quarters in a row, oldest first, the newest is this year's last known; last: last year.

    Returns None with fewer than four quarters, or with none left.
    """
    learnt = list(history)[-MOST_QUARTERS:]
    if len(learnt) < LEAST_QUARTERS or quarters_left < 1:
        return None
    filed = np.cumsum(_rest_of_year([one.new for one in learnt], quarters_left))
    low, high = _range(filed)
    left = new_left(so_far, last)
    volume = float(filed[min(left, len(filed) - 1)]) if left >= 0 else 0.0
    weight = _rest_of_year([one.closed for one in learnt], quarters_left)
    numbers = np.flatnonzero(weight > _TAIL)
    weight = weight[numbers]
    below = _lost_below(
        numbers, sum(one.lost for one in learnt) + 0.5, sum(_kept(one) for one in learnt) + 0.5
    )
    fewest, most = _range(weight @ below)
    return Forecast(
        (so_far.new + low, so_far.new + high),
        (so_far.lost + fewest, so_far.lost + most),
        volume,
        _rate_reached(so_far, last, numbers, weight, below),
        len(learnt),
    )


def _kept(quarter: Year) -> int:
    return max(
        quarter.closed - quarter.lost, 0
    )  # more lost than closed is let pass with a reason now and then


def _rest_of_year(counts: Sequence[int], quarters: int) -> Floats:
    """Chances of 0, 1, 2, … cases in so many further quarters, given those counted."""
    shape, rate = sum(counts) + 0.5, len(counts)
    mean, share = shape * quarters / rate, rate / (rate + quarters)
    n = np.arange(int(mean + 12 * np.sqrt(mean / share)) + 40)
    ways = special.gammaln(n + shape) - special.gammaln(shape) - special.gammaln(n + 1)
    chances: Floats = np.exp(ways + shape * np.log(share) + n * np.log1p(-share))
    return chances


def _range(up_to: Floats) -> tuple[int, int]:
    """The middle SHARE of what is added up in `up_to`."""
    rest = (1 - SHARE) / 2
    low, high = (int(np.searchsorted(up_to, share)) for share in (rest, 1 - rest))
    return low, min(high, len(up_to) - 1)


def _lost_below(numbers: NDArray[np.int64], a: float, b: float) -> Floats:
    """Beta-binomial: of so many closed (rows) at most so many lost (columns, from 0)."""
    k, x = numbers[:, None], np.arange(numbers[-1] + 1)[None, :]
    some = np.minimum(x, k)
    ways = special.gammaln(k + 1) - special.gammaln(some + 1) - special.gammaln(k - some + 1)
    share = np.exp(ways + special.betaln(some + a, k - some + b) - special.betaln(a, b))
    below: Floats = np.cumsum(np.where(x <= k, share, 0.0), axis=1)
    return below


def _rate_reached(
    so_far: Year, last: Year, numbers: NDArray[np.int64], weight: Floats, below: Floats
) -> float:
    if not last.closed:
        return float("nan")
    left = np.array([-1 if (n := lost_left(so_far, last, int(k))) is None else n for k in numbers])
    possible = left >= 0
    return float(weight[possible] @ below[possible, left[possible]])
