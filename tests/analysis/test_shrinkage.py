"""Empirical Bayes against published figures, against scipy, and where there is nothing to tell apart."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize, stats

from metrics.analysis.shrinkage import (
    STRONGEST,
    Beta,
    chance_above,
    fit_beta,
    log_likelihood,
    posterior_mean,
    posterior_quantile,
)

# Boys among the first twelve children of 6,115 families of thirteen, Saxony 1876-1885 (Geissler 1889; Sokal and
# Rohlf, Biometry, 2nd ed. 1981, p. 80; Lindsey and Altham, Applied Statistics 47 (1998) 149-157).
FAMILIES = [3, 24, 104, 286, 670, 1033, 1343, 1112, 829, 478, 181, 45, 7]

# Tumours in 71 groups of rats, the last being the current experiment (Tarone, Biometrics 38 (1982) 215-220; Gelman
# et al., Bayesian Data Analysis, 3rd ed. 2013, table 5.1).
RATS = (
    "0/20 0/20 0/20 0/20 0/20 0/20 0/20 0/19 0/19 0/19 0/19 0/18 0/18 0/17 1/20 1/20 1/20 1/20 1/19 1/19 1/18 1/18 "
    "2/25 2/24 2/23 2/20 2/20 2/20 2/20 2/20 2/20 1/10 5/49 2/19 5/46 3/27 2/17 7/49 7/47 3/20 3/20 2/13 9/48 10/50 "
    "4/20 4/20 4/20 4/20 4/20 4/20 4/20 10/48 4/19 4/19 4/19 5/22 11/46 12/49 5/20 5/20 6/23 5/19 6/22 6/20 6/20 "
    "6/20 16/52 15/47 15/46 9/24 4/14"
)


def rats() -> tuple[np.ndarray, np.ndarray]:
    pairs = [pair.split("/") for pair in RATS.split()]
    return np.array([int(k) for k, _ in pairs]), np.array([int(n) for _, n in pairs])


def test_the_fit_gives_the_published_estimate_for_the_families_of_saxony():
    """The maximum given for these families is (34.09558, 31.5715), log-likelihood -12492.9 (Wikipedia, Beta-binomial
    distribution, Example). The likelihood is flat along the ridge: ours is at least as high, a hundredth away.
    """
    boys = np.repeat(np.arange(13), FAMILIES)
    twelve = np.full(len(boys), 12)
    found = fit_beta(boys, twelve)
    assert (found.a, found.b) == pytest.approx((34.09558, 31.5715), abs=0.01)
    assert log_likelihood(boys, twelve, found) == pytest.approx(-12492.9, abs=0.05)
    assert log_likelihood(boys, twelve, found) >= log_likelihood(boys, twelve, Beta(34.09558, 31.5715))


def test_the_fit_gives_the_published_prior_of_the_seventy_earlier_groups_of_rats():
    """Mukhopadhyay and Fletcher, vignette of the R package BayesGOF, "rat": maximum at (2.304768, 14.079707)."""
    k, n = rats()
    found = fit_beta(k[:-1], n[:-1])
    assert (found.a, found.b) == pytest.approx((2.304768, 14.079707), rel=2e-5)


def test_a_unit_is_pulled_towards_the_group_as_in_the_textbook():
    """Bayesian Data Analysis, section 5.1: the prior Beta(1.4, 8.6) and 4 of 14 give Beta(5.4, 18.6)."""
    prior = Beta(1.4, 8.6)
    assert posterior_mean([4], [14], prior) == pytest.approx([0.225], abs=1e-12)
    median = posterior_quantile([4], [14], prior, 0.5)[0]
    assert median == pytest.approx(stats.beta.median(5.4, 18.6))
    assert chance_above([4], [14], prior, median) == pytest.approx([0.5])


def test_the_fit_of_the_rats_is_the_maximum_that_scipy_finds_another_way():
    k, n = rats()
    assert len(k) == 71
    other = optimize.minimize(
        lambda x: -stats.betabinom.logpmf(k, n, np.exp(x[0]), np.exp(x[1])).sum(),
        (0.0, 0.0),
        method="Nelder-Mead",
        options={"xatol": 1e-10, "fatol": 1e-12, "maxiter": 4000},
    )
    found = fit_beta(k, n)
    assert (found.a, found.b) == pytest.approx(tuple(np.exp(other.x)), rel=1e-4)
    assert log_likelihood(k, n, found) == pytest.approx(-other.fun, abs=1e-8)


def test_the_chance_is_the_tail_of_the_beta_distribution():
    k, n = rats()
    prior = fit_beta(k, n)
    threshold = prior.quantile(0.75)
    assert threshold == pytest.approx(stats.beta.ppf(0.75, prior.a, prior.b))
    expected = stats.beta.sf(threshold, prior.a + k, prior.b + n - k)
    assert chance_above(k, n, prior, threshold) == pytest.approx(expected)


def test_few_cases_move_a_unit_little_and_many_move_it_far():
    prior = Beta(2, 18)
    few, many, none = posterior_mean([2, 20, 0], [3, 30, 0], prior)
    assert none == pytest.approx(0.1)
    assert none < few < 0.2 < many < 2 / 3


@pytest.mark.parametrize(
    ("k", "n"),
    [
        ([1, 1, 1, 1], [10, 10, 10, 10]),  # all equal: less spread than chance
        ([0, 0, 0], [4, 9, 2]),  # nobody lost
        ([4, 9, 2], [4, 9, 2]),  # everybody lost everything
        ([2, 0], [5, 0]),  # one unit with cases
        ([], []),  # nobody
        ([1, 0, 1], [1, 1, 1]),  # one case each
    ],
)
def test_where_the_counts_show_no_spread_nobody_stands_out(k, n):
    prior = fit_beta(k, n)
    assert not prior.spread
    assert prior.strength == pytest.approx(STRONGEST)
    assert 0 < prior.mean < 1
    chances = chance_above(k, n, prior, prior.quantile(0.75))
    assert (chances < 0.5).all()


def test_impossible_counts_are_refused():
    for k, n in (([3], [2]), ([-1], [2]), ([1, 2], [3]), ([float("nan")], [2])):
        with pytest.raises(ValueError):
            fit_beta(k, n)


counts = st.lists(st.integers(0, 12).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), max_size=25)


@settings(max_examples=60, deadline=None)
@given(counts, st.randoms())
def test_the_order_of_units_and_units_without_cases_change_nothing(pairs, random):
    k, n = [p[0] for p in pairs], [p[1] for p in pairs]
    shuffled = [*pairs, (0, 0), (0, 0)]
    random.shuffle(shuffled)
    one, other = fit_beta(k, n), fit_beta([p[0] for p in shuffled], [p[1] for p in shuffled])
    assert one.spread == other.spread
    assert (one.a, one.b) == (other.a, other.b)


@settings(max_examples=60, deadline=None)
@given(counts)
def test_no_point_around_the_fit_is_likelier(pairs):
    k, n = [p[0] for p in pairs], [p[1] for p in pairs]
    found = fit_beta(k, n)
    if found.spread:
        best = log_likelihood(k, n, found)
        for da in (0.8, 0.99, 1.01, 1.25):
            for db in (0.8, 0.99, 1.01, 1.25):
                near = Beta(found.a * da, found.b * db)
                if 0.05 < near.strength < STRONGEST:
                    assert log_likelihood(k, n, near) <= best + 1e-6
