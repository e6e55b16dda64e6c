"""What a unit's number of cases says about the number to be expected of it, beside those of its group.

The counterpart of shrinkage.py for counts: cases of unit i ~ Poisson(expected_i), expected_i ~ Gamma(shape,
rate) with both by maximum marginal (negative binomial) likelihood. Source: Greenwood and Yule, Journal of the
Royal Statistical Society 83 (1920) 255-279; Efron, Large-Scale Inference (2010), chapter 1.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import optimize, special

from metrics.analysis.values import Floats

# Past this the units' spread cannot be told from none (see shrinkage.STRONGEST, the same for rates).
MOST_ALIKE = 10_000.0
_LEAST_ALIKE = 0.02


@dataclass(frozen=True)
class Gamma:
    """How the expected numbers of a group are spread. spread: False where chance alone explains the counts."""

    shape: float
    rate: float
    spread: bool = True

    @property
    def mean(self) -> float:
        return self.shape / self.rate


def fit_gamma(count: npt.ArrayLike) -> Gamma:
    """The spread of the expected numbers over a group.

    count: whole cases per unit, zeros included.
    Returns: `spread` False and shape = MOST_ALIKE around the mean where the counts differ no more than chance
        gives, or where there are fewer than two. Without a single case the mean is taken to be half a case in all.
    Raises: ValueError for unknown or negative counts.
    """
    k = np.asarray(count, dtype=float)
    if not ((k >= 0) & np.isfinite(k)).all():
        raise ValueError("counts must be known and not negative")
    mean = max(float(k.sum()), 0.5) / max(len(k), 1)
    alike = Gamma(MOST_ALIKE, MOST_ALIKE / mean, spread=False)
    if len(k) < 2 or k.var() <= k.mean():  # then the likelihood is highest without any spread
        return alike
    values, weight = np.unique(k, return_counts=True)  # the order of units never matters
    found = optimize.minimize_scalar(
        lambda x: -_log_likelihood(values, weight.astype(float), float(np.exp(x)), mean),
        bounds=(np.log(_LEAST_ALIKE), np.log(MOST_ALIKE)),
        method="bounded",
        options={"xatol": 1e-8},
    )
    shape = float(np.exp(found.x))
    return alike if shape >= MOST_ALIKE / 2 else Gamma(shape, shape / mean)


def _log_likelihood(k: Floats, weight: Floats, shape: float, mean: float) -> float:
    """Negative binomial with the mean of the counts, which is its likeliest mean whatever the shape."""
    each = special.gammaln(shape + k) - special.gammaln(shape) - special.gammaln(k + 1)
    each = each + shape * np.log(shape / (shape + mean)) + k * np.log(mean / (shape + mean))
    return float(each @ weight)
