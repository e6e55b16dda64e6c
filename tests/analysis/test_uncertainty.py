"""Ranges against published tables and against statsmodels."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.proportion import proportion_confint
from statsmodels.stats.rates import confint_poisson

from metrics.analysis.uncertainty import poisson, wilson


@pytest.mark.parametrize(
    ("cases", "of", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_agrees_with_newcombe_1998(cases, of, low, high):
    """Newcombe RG, Two-sided confidence intervals for the single proportion: comparison of seven methods,
    Statistics in Medicine 17 (1998) 857-872, Table I, method 3 (score, no continuity correction), 95 %."""
    found = wilson(cases, of)
    assert (round(float(found[0]), 4), round(float(found[1]), 4)) == (low, high)


@given(
    st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
    st.sampled_from([0.8, 0.9, 0.95]),
)
def test_wilson_agrees_with_statsmodels(counts, level):
    expected = proportion_confint(*counts, alpha=1 - level, method="wilson")
    assert np.allclose(wilson(*counts, level), expected, atol=1e-12)


def test_no_cases_and_impossible_counts_have_no_range():
    low, high = wilson([0, 3, np.nan, 0, 4], [0, 2, 4, 4, 4])
    assert np.isnan(low[:3]).all()
    assert np.isnan(high[:3]).all()
    assert low[3] == 0.0
    assert high[4] == 1.0


@pytest.mark.parametrize(
    ("count", "low", "high"),
    [
        (0, 0.0, 3.69),
        (1, 0.0253, 5.57),
        (2, 0.242, 7.22),
        (5, 1.62, 11.67),
        (10, 4.80, 18.39),
        (20, 12.22, 30.89),
    ],
)
def test_poisson_limits_agree_with_the_published_table(count, low, high):
    """Exact 95 % limits of a Poisson count as tables print them since Garwood, Biometrika 28 (1936) 437-442."""
    found = poisson(count)
    assert float(found[0]) == pytest.approx(low, abs=0.005)
    assert float(found[1]) == pytest.approx(high, abs=0.005)


@given(st.integers(1, 2000), st.sampled_from([0.9, 0.95]))
def test_poisson_limits_agree_with_statsmodels(count, level):
    assert np.allclose(
        poisson(count, level), confint_poisson(count, 1, method="exact-c", alpha=1 - level), rtol=1e-9
    )


def test_an_unknown_count_has_no_range():
    assert all(np.isnan(end) for end in poisson(np.nan))
