"""Exact tests against published figures, against scipy and statsmodels, and what they say of next to nothing."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats import rates as reference

from metrics.analysis.chance import could_tell, counts_p, level, rates_p

FEW = st.integers(0, 40)


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ((3, 4, 1, 4), 0.25714),  # Fisher's lady tasting tea
        ((1, 34, 7, 34), 0.02966),  # Perondi et al., New England Journal of Medicine 350 (2004) 1722-1730
        ((745, 748, 127, 129), 0.09193139),
    ],
)
def test_the_mid_p_of_fishers_test_is_the_published_one(table, expected):
    """Fagerland, Lydersen and Laake (2017), chapter 4: values of the book's R package contingencytables, issue 51."""
    assert rates_p(*table) == pytest.approx(expected, abs=1e-5)


def test_the_poisson_pair_gives_the_published_figure():
    """Breast cancer after fluoroscopy, 41 in 28,010 person-years against 15 in 19,017 (Boice and Monson 1977;
    Rothman and Greenland, Modern Epidemiology, 2nd ed., chapter 14): the one-sided mid-p there is 0.0177.
    """
    total, share = 56, 28_010 / 47_027
    one_sided = stats.binom.sf(41, total, share) + 0.5 * stats.binom.pmf(41, total, share)
    assert one_sided == pytest.approx(0.0177, abs=5e-5)
    two_sided = reference.test_poisson_2indep(41, 28_010, 15, 19_017, method="cond-midp").pvalue
    assert counts_p(41, 15, 28_010, 19_017) == pytest.approx(two_sided, rel=1e-9)


@settings(max_examples=150, deadline=None)
@given(FEW, FEW, FEW, FEW)
def test_rates_are_fishers_exact_test_less_half_of_the_outcomes_as_likely(a, without, b, without_before):
    n, m = a + without, b + without_before
    if not n or not m:
        assert np.isnan(rates_p(a, n, b, m))
        return
    here = stats.hypergeom(n + m, a + b, n)
    chance = here.pmf(np.arange(0, min(n, a + b) + 1))
    as_likely = chance[np.isclose(chance, chance[a], rtol=1e-7, atol=0)].sum()
    exact = stats.fisher_exact([[a, without], [b, without_before]]).pvalue
    assert rates_p(a, n, b, m) == pytest.approx(exact - as_likely / 2, abs=1e-9)


@settings(max_examples=150, deadline=None)
@given(FEW, FEW)
def test_counts_are_the_binomial_test_less_half_of_the_outcomes_as_likely(now, before):
    mirror = stats.binom.pmf(now, now + before, 0.5) * (1 if now == before else 2)
    exact = stats.binomtest(now, now + before, 0.5).pvalue if now + before else 1.5
    assert counts_p(now, before) == pytest.approx(exact - mirror / 2 if now + before else 0.5, abs=1e-9)


@settings(max_examples=80, deadline=None)
@given(st.integers(0, 60), st.integers(0, 60), st.sampled_from([(1, 2), (3, 4), (4, 3), (2, 5)]))
def test_stretches_of_unequal_length_agree_with_statsmodels(now, before, lengths):
    if not now + before:
        return
    share = lengths[0] / sum(lengths)
    expected = stats.binomtest(now, now + before, share).pvalue
    chance = stats.binom.pmf(np.arange(now + before + 1), now + before, share)
    as_likely = chance[np.isclose(chance, chance[now], rtol=1e-7, atol=0)].sum()
    assert counts_p(now, before, *lengths) == pytest.approx(expected - as_likely / 2, abs=1e-9)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(FEW, FEW, FEW, FEW), min_size=1, max_size=30))
def test_many_at_once_are_the_same_as_one_by_one_and_the_order_of_the_two_times_does_not_matter(rows):
    a, x, b, y = np.array(rows).T
    together = rates_p(a, a + x, b, b + y)
    alone = [rates_p(*row) for row in zip(a, a + x, b, b + y, strict=True)]
    assert np.allclose(together, alone, rtol=1e-12, equal_nan=True)
    assert np.allclose(together, rates_p(b, b + y, a, a + x), equal_nan=True)
    assert np.allclose(together, rates_p(x, a + x, y, b + y), equal_nan=True)  # lost or won: one and the same
    assert np.allclose(counts_p(a, b), counts_p(b, a))


def test_with_many_cases_it_nears_the_chi_square_test():
    large = rates_p([3_000, 3_100], [100_000, 100_000], [3_000, 2_700], [100_000, 100_000])
    exact = [
        stats.chi2_contingency([[3_000, 97_000], [3_000, 97_000]], correction=False).pvalue,
        stats.chi2_contingency([[3_100, 96_900], [2_700, 97_300]], correction=False).pvalue,
    ]
    assert np.allclose(large, exact, rtol=0.02, atol=0.01)


def test_what_is_unknown_stays_unknown_and_what_cannot_be_is_refused():
    assert np.isnan(rates_p(np.nan, 3, 1, 4)) and np.isnan(counts_p(3, np.nan))
    assert np.isnan(rates_p(0, 0, 1, 4))  # without cases there is no rate
    assert np.isnan(rates_p(5, 4, 1, 4))  # more than all of the cases is no share of them
    with pytest.raises(ValueError, match="below 0"):
        rates_p(-1, 4, 1, 4)
    with pytest.raises(ValueError, match="below 0"):
        counts_p(-1, 4)


def test_levels_and_what_few_cases_can_tell():
    assert [level(p) for p in (0.001, 0.02, 0.05, 0.7, np.nan)] == [
        "clear",
        "hint",
        "noise",
        "noise",
        "unknown",
    ]
    assert not could_tell(2, 2)  # two of two against none of two: one of six orders
    assert could_tell(4, 4)
    assert not could_tell(0, 100)


def test_with_nothing_changed_one_comparison_in_twenty_or_fewer_is_called_more_than_chance():
    """Seeded: a district of small units whose true rates and volumes stay as they are."""
    rng = np.random.default_rng(20250930)
    n, m = rng.poisson(12, 20_000), rng.poisson(12, 20_000)
    k, j = rng.binomial(n, 0.1), rng.binomial(m, 0.1)
    p = rates_p(k, n, j, m)
    assert np.nanmean(p < 0.05) < 0.05 and np.nanmean(p < 0.01) < 0.01
    p = counts_p(n, m)
    assert 0.03 < np.mean(p < 0.05) < 0.055  # mid-p keeps what it promises, on average not by a wide margin
