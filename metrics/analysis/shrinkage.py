"""What few cases can say about a unit: its own rate pulled towards the group's (empirical Bayes).

The units' true rates are taken to be spread like a beta distribution that is fitted over the whole group; a
unit's own cases then move it away from the group as far as their number allows. Two losses in three cases
move little, twenty in thirty move much. Nothing here changes an official rate, rank or verdict.

The model: lost cases of unit i ~ Binomial(closed_i, rate_i), rate_i ~ Beta(a, b) with a, b by maximum marginal
likelihood. Source: Efron, Large-Scale Inference (2010), chapter 1; Casella, The American Statistician 39 (1985) 83-87.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import optimize, special, stats

Floats = npt.NDArray[np.float64]

# a + b is what the group's spread is worth in cases of one unit. Past this no figure of a district tells the
# units' spread from none at all (the likelihood is flat), and the maximum may lie at infinity.
STRONGEST = 10_000.0
WEAKEST = 0.05


@dataclass(frozen=True)
class Beta:
    """How the true rates of a group are spread.

    spread: False where the counts show no more difference than chance gives; then every unit's rate is
        taken to be about the group's, and no unit can be said to lie above the others.
    """

    a: float
    b: float
    spread: bool = True

    @property
    def mean(self) -> float:
        return self.a / (self.a + self.b)

    @property
    def strength(self) -> float:
        """How many cases of its own a unit needs to weigh as much as the group."""
        return self.a + self.b

    def quantile(self, share: float) -> float:
        """The rate below which this share of the units lies; 0.75 is the upper quartile."""
        return float(special.betaincinv(self.a, self.b, share))


def fit_beta(numerator: npt.ArrayLike, denominator: npt.ArrayLike) -> Beta:
    """The spread of the true rates over a group, by maximum marginal (beta-binomial) likelihood.

    numerator, denominator: whole cases per unit, 0 <= numerator <= denominator; units without cases say
        nothing and are left out.
    Returns: `spread` False and a + b = STRONGEST around the pooled rate where the counts show no spread
        beyond chance, where nobody or everybody lost every case, or where fewer than two units have cases.
        The pooled rate is then (lost + ½) / (closed + 1), so that it is never exactly 0 or 1.
    Raises: ValueError for unequal shapes or impossible counts.
    """
    k, n = _counts(numerator, denominator)
    order = np.lexsort((k, n))  # the same units in another order give the same fit to the last digit
    k, n = k[order][n[order] > 0], n[order][n[order] > 0]
    lost, closed = float(k.sum()), float(n.sum())
    pooled = (lost + 0.5) / (closed + 1)
    alike = Beta(pooled * STRONGEST, (1 - pooled) * STRONGEST, spread=False)
    if len(n) < 2 or lost in (0.0, closed) or n.max() == 1:  # one case a unit carries no spread at all
        return alike
    # Equal pairs are weighed, not repeated: a group of eighty units has some thirty different pairs.
    pairs, weight = np.unique(np.stack([k, n]), axis=1, return_counts=True)
    start = (special.logit(pooled), np.log(_moments(k, n, lost / closed)))
    found = optimize.minimize(
        _minus_log_likelihood,
        start,
        args=(pairs[0], pairs[1], weight.astype(float)),
        jac=True,
        method="L-BFGS-B",
        bounds=[(-16, 16), (np.log(WEAKEST), np.log(STRONGEST))],
        options={"ftol": 1e-13, "gtol": 1e-9},
    )
    mean, strength = special.expit(found.x[0]), np.exp(found.x[1])
    if strength >= STRONGEST / 2:
        return alike
    return Beta(float(mean * strength), float((1 - mean) * strength))


def posterior_mean(numerator: npt.ArrayLike, denominator: npt.ArrayLike, prior: Beta) -> Floats:
    """Each unit's rate pulled towards the group's: (a + numerator) / (a + b + denominator)."""
    k, n = _counts(numerator, denominator)
    return np.asarray((prior.a + k) / (prior.strength + n))


def posterior_quantile(
    numerator: npt.ArrayLike, denominator: npt.ArrayLike, prior: Beta, share: float
) -> Floats:
    """The rate below which each unit's true rate lies with this probability, given its cases."""
    k, n = _counts(numerator, denominator)
    return np.asarray(special.betaincinv(prior.a + k, prior.b + n - k, share))


def chance_above(
    numerator: npt.ArrayLike, denominator: npt.ArrayLike, prior: Beta, threshold: npt.ArrayLike
) -> Floats:
    """How probable it is, given its cases and the group, that each unit's true rate lies above a threshold."""
    k, n = _counts(numerator, denominator)
    at = np.clip(np.asarray(threshold, dtype=float), 0.0, 1.0)
    return np.asarray(special.betaincc(prior.a + k, prior.b + n - k, at))


def log_likelihood(numerator: npt.ArrayLike, denominator: npt.ArrayLike, prior: Beta) -> float:
    """The marginal log-likelihood that fit_beta makes largest."""
    k, n = _counts(numerator, denominator)
    return float(stats.betabinom.logpmf(k, n, prior.a, prior.b).sum())


def _moments(k: Floats, n: Floats, pooled: float) -> float:
    """a + b from the variance between units beyond chance; where the search begins, never the answer.

    Weighted by cases: E[sum n (k/n - p)^2] = p (1-p) [units - 1 + (N - sum n²/N - units + 1) / (a + b + 1)].
    """
    total = n.sum()
    observed = float((n * (k / n - pooled) ** 2).sum()) / (pooled * (1 - pooled))
    units = len(n)
    room = float(total - (n**2).sum() / total) - (units - 1)
    excess = observed - (units - 1)
    if excess <= 0 or room <= 0:
        return 50.0
    return float(np.clip(room / excess - 1, 1.0, 500.0))


def _minus_log_likelihood(x: Any, k: Floats, n: Floats, weight: Floats) -> tuple[float, Floats]:
    """Beta-binomial without the term that a and b do not touch, and its slope; x = (logit mean, log strength)."""
    mean, strength = special.expit(x[0]), np.exp(x[1])
    a, b = mean * strength, (1 - mean) * strength
    value = special.betaln(a + k, b + n - k) - special.betaln(a, b)
    both = special.digamma(a + b) - special.digamma(a + b + n)
    by_a = (special.digamma(a + k) - special.digamma(a) + both) @ weight
    by_b = (special.digamma(b + n - k) - special.digamma(b) + both) @ weight
    slope = np.array([(by_a - by_b) * a * (1 - mean), by_a * a + by_b * b])
    return -float(value @ weight), -slope


def _counts(numerator: npt.ArrayLike, denominator: npt.ArrayLike) -> tuple[Floats, Floats]:
    k, n = np.asarray(numerator, dtype=float), np.asarray(denominator, dtype=float)
    if k.shape != n.shape:
        raise ValueError(f"numerator and denominator differ in shape: {k.shape}, {n.shape}")
    if not ((k >= 0) & (k <= n) & np.isfinite(n)).all():
        raise ValueError("counts must be known, with 0 <= numerator <= denominator")
    return k, n
