"""The range for the year's end, against the model drawn at random and against its own textbook form."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from metrics.analysis.forecast import MOST_QUARTERS, forecast
from metrics.analysis.headroom import Year

HISTORY = [
    Year(new, lost, closed) for new, lost, closed in [(6, 1, 5), (4, 0, 6), (7, 2, 8), (5, 1, 4), (6, 0, 5)]
]


def test_four_quarters_are_the_least_to_learn_from():
    assert forecast(HISTORY[:3], Year(5, 1, 4), Year(20, 2, 20), 1) is None
    assert forecast(HISTORY, Year(5, 1, 4), Year(20, 2, 20), 0) is None
    found = forecast(HISTORY * 4, Year(5, 1, 4), Year(20, 2, 20), 1)
    assert found is not None
    assert found.quarters == MOST_QUARTERS


def test_new_cases_are_negative_binomial_as_the_textbook_has_it():
    """Gelman et al., Bayesian Data Analysis (3rd ed., 2013), section 2.6: Poisson–Gamma predicts a negative binomial
    of shape α and chance β / (β + 1) for one further unit of exposure."""
    found = forecast(HISTORY, Year(11, 1, 9), Year(30, 4, 25), 1)
    assert found is not None
    predictive = stats.nbinom(28.5, 5 / 6)
    assert found.new == (11 + int(predictive.ppf(0.1)), 11 + int(predictive.ppf(0.9)))
    assert found.volume_reached == pytest.approx(predictive.cdf(30 - 1 - 11))


def test_the_model_drawn_at_random_agrees():
    so_far, last, size = Year(17, 2, 14), Year(30, 5, 32), 400_000
    found = forecast(HISTORY, so_far, last, 2)
    assert found is not None
    draw = np.random.default_rng(20251231)
    filed = draw.poisson(2 * draw.gamma(28.5, 1 / 5, size))
    closed = draw.poisson(2 * draw.gamma(28.5, 1 / 5, size))
    lost = draw.binomial(closed, draw.beta(4.5, 24.5, size))
    volume = so_far.new + filed < last.new
    rate = (so_far.lost + lost) * last.closed < last.lost * (so_far.closed + closed)
    assert found.volume_reached == pytest.approx(volume.mean(), abs=0.004)
    assert found.rate_reached == pytest.approx(rate.mean(), abs=0.004)
    assert found.reached == pytest.approx((volume & rate).mean(), abs=0.01)
    within = (so_far.lost + lost >= found.lost[0]) & (so_far.lost + lost <= found.lost[1])
    assert within.mean() >= 0.8


def test_what_is_out_of_reach_has_no_chance_and_what_cannot_be_compared_none_to_tell():
    over = forecast(HISTORY, Year(30, 9, 10), Year(30, 1, 30), 1)
    assert over is not None
    assert (over.volume_reached, over.reached) == (0, 0)
    none = forecast(HISTORY, Year(5, 0, 4), Year(20, 0, 0), 1)
    assert none is not None
    assert math.isnan(none.rate_reached)


def test_a_unit_without_any_case_is_expected_to_have_few():
    found = forecast([Year(0, 0, 0)] * 8, Year(0, 0, 0), Year(0, 0, 0), 2)
    assert found is not None
    assert found.new[0] == 0
    assert found.new[1] <= 1


def test_more_lost_than_closed_is_no_reason_to_fail():
    """The reviewer may let such a report pass with a reason."""
    found = forecast([Year(3, 4, 2)] * 4, Year(3, 4, 2), Year(9, 3, 9), 3)
    assert found is not None
    assert 0 <= found.reached <= 1
