"""The spread of expected numbers, against the classic example and against a general optimiser."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import optimize, stats

from metrics.analysis.shrinkage_counts import fit_gamma

ACCIDENTS = [447, 132, 42, 21, 3, 2]  # women with 0, 1, 2, … accidents


def test_the_accidents_of_greenwood_and_yule():
    """647 women in a munitions factory, accidents in five weeks: Greenwood and Yule, Journal of the Royal
    Statistical Society 83 (1920) 255-279. By their moments (mean 0.465, variance 0.692) the index would be 0.95;
    the likelihood, which weighs the whole distribution, is highest at 0.865."""
    found = fit_gamma(np.repeat(np.arange(6), ACCIDENTS))
    assert found.mean == pytest.approx(301 / 647)
    assert found.shape == pytest.approx(0.865, abs=0.01)
    assert found.spread


counts = st.lists(st.integers(0, 40), min_size=3, max_size=40)


@settings(max_examples=60, deadline=None)
@given(counts)
def test_a_search_over_both_parameters_finds_nothing_likelier(some):
    found = fit_gamma(some)
    assume(found.spread)

    def minus(x):
        shape, mean = np.exp(x)
        return -stats.nbinom.logpmf(some, shape, shape / (shape + mean)).sum()

    other = optimize.minimize(minus, [0.0, np.log(np.mean(some))], method="Nelder-Mead")
    assert minus(np.log([found.shape, found.mean])) <= other.fun + 1e-6


@given(counts, st.randoms())
def test_the_order_of_units_never_matters(some, dice):
    again = list(some)
    dice.shuffle(again)
    assert fit_gamma(some) == fit_gamma(again)


@pytest.mark.parametrize("some", [[], [3], [2, 2, 2], [0, 0, 0], [4, 5, 5, 6]])
def test_counts_that_differ_no_more_than_chance_gives_have_no_spread(some):
    found = fit_gamma(some)
    assert not found.spread
    assert found.mean > 0


def test_an_unknown_count_is_an_error():
    with pytest.raises(ValueError, match="known"):
        fit_gamma([1, np.nan])
