"""Control charts against worked examples of textbooks, their rules one by one, and what must not move the limits."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from metrics.analysis import control
from metrics.analysis.control import Chart, NotDrawn

NAN = float("nan")
# Costs of processing mortgage loans over twenty weeks (Montgomery, Introduction to Statistical Quality Control,
# chapter on individual measurements, example 6.5).
LOANS = [310, 288, 297, 298, 307, 303, 294, 297, 308, 306, 294, 299, 297, 299, 314, 295, 293, 306, 301, 304]
CASES = st.lists(st.integers(0, 60) | st.just(NAN), min_size=12, max_size=24)


def test_the_limits_are_those_of_montgomerys_example():
    """Mean 300.5, mean moving range 7.79, limits 321.22 and 279.78, range limit 25.45 with his D4 of 3.267."""
    mean, low, high, step = control.xmr_limits(LOANS)
    assert mean == pytest.approx(300.5)
    assert (low, high) == pytest.approx((279.78, 321.22), abs=0.005)
    assert step * 3.267 / 3.268 == pytest.approx(25.45, abs=0.01)


def test_the_limits_are_those_of_the_handbook_of_the_nist():
    """NIST/SEMATECH e-Handbook, 6.3.2.2, flow rates: mean 50.81, limits 55.8041 and 45.8159."""
    flow = [49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1]
    mean, low, high, _ = control.xmr_limits(flow)
    assert (mean, low, high) == pytest.approx((50.81, 45.8159, 55.8041), abs=0.002)


def test_the_last_year_is_held_against_the_time_before_it():
    chart = drawn(control.counts([*LOANS, 296, 330, 300, 302]))
    assert chart.method == "xmr" and chart.baseline == (0, 20) and chart.judged_apart and not chart.trial
    assert chart.upper[0] == pytest.approx(321.22, abs=0.005)
    assert chart.broken["beyond_limit"] == ((21,),) and chart.signals(21) == ("beyond_limit",)
    short = drawn(control.counts([20, 24, 19, 25, 21, 26, 20, 24]))
    assert short.baseline == (0, 8) and not short.judged_apart and short.trial


def test_fewer_than_eight_quarters_and_quarters_all_alike_have_no_chart():
    assert control.counts([3, 4, NAN, 5, 4, 6, 3]) == NotDrawn("too_few", 6)
    assert control.counts([0] * 12) == NotDrawn("alike", 8)
    assert control.rates([0] * 12, [4] * 12) == NotDrawn("alike", 8)
    assert control.rates([1, 0] * 4, [3, 0] * 4) == NotDrawn("too_few", 4)  # a quarter without cases is none


def test_eight_on_one_side_break_a_rule_and_seven_do_not():
    quiet = [20, 24, 16, 22, 18, 25, 15, 20]
    assert "one_side" not in drawn(control.counts([*quiet, 22, 21, 22, 21])).broken
    wide = [20, 40, 0, 22, 18, 38, 2, 20]
    risen = drawn(control.counts([*wide, *[23, 24, 23, 24, 25, 24, 23], *[24] * 4]))
    assert all(run[-1] - run[0] >= 7 for run in risen.broken["one_side"])


def test_six_in_a_row_rising_break_a_rule_and_a_gap_ends_the_row():
    chart = drawn(control.counts([20, 40, 5, 22, 18, 38, 2, 20, 21, 22, 23, 24, 25, 20, 30]))
    assert chart.broken["steady"] == ((6, 7, 8, 9, 10, 11, 12),)
    rising = control._steady(np.array([9.0, 1, 2, 3, 4, 5, 6, 3]))
    assert rising == ((1, 2, 3, 4, 5, 6),)
    assert control._steady(np.array([9.0, 1, 2, 3, NAN, 5, 6, 7])) == ()
    assert control._steady(np.array([9.0, 8, 7, 6, 5, 4, 4])) == ((0, 1, 2, 3, 4, 5),)


def test_two_of_three_near_a_limit_break_a_rule():
    flags = np.array([True, False, True, False, False, True, True])
    assert control._runs(flags, 2, 3) == ((0, 2), (5, 6))
    assert control._runs(np.array([True, False, False, True]), 2, 3) == ()


def test_small_counts_get_exact_limits_that_leave_no_more_than_three_sigma_outside():
    cases = [1, 0, 2, 1, 0, 1, 2, 1, 1, 0, 6, 1]
    chart = drawn(control.counts(cases))
    assert chart.method == "poisson" and chart.centre == 1
    outside = stats.poisson.sf(chart.upper[0], 1)
    assert outside <= stats.norm.sf(3) < stats.poisson.sf(chart.upper[0] - 1, 1)
    assert chart.broken == {"beyond_limit": ((10,),)}


def test_rates_are_judged_by_their_own_number_of_cases():
    top, bottom = [1, 0, 2, 1, 0, 1, 2, 1, 1, 4, 8, 0], [10, 6, 12, 9, 8, 10, 11, 10, 1, 10, 14, 2]
    chart = drawn(control.rates(top, bottom))
    assert chart.method == "binomial" and chart.centre == pytest.approx(8 / 76)
    assert chart.values[8] == 1 and "beyond_limit" not in chart.signals(8)  # one of one says nothing
    assert chart.signals(10) == ("beyond_limit", "near_limit")
    for place, n in enumerate(bottom):
        high = round(chart.upper[place] * n)
        assert stats.binom.sf(high, n, 8 / 76) <= stats.norm.sf(3) < stats.binom.sf(high - 1, n, 8 / 76)


def test_many_cases_follow_laneys_formula():
    """Against the formula as Minitab and JMP print it: p ± 3 sz sqrt(p (1 - p) / n), sz = mean |z - z'| / 1.128."""
    top = [60, 95, 52, 99, 61, 104, 58, 96, 75, 70, 88, 79]
    bottom = [500, 520, 480, 510, 495, 505, 490, 515, 500, 500, 500, 500]
    chart = drawn(control.rates(top, bottom))
    rate = sum(top[:8]) / sum(bottom[:8])
    z = [(k / n - rate) / (rate * (1 - rate) / n) ** 0.5 for k, n in zip(top[:8], bottom[:8], strict=True)]
    spread = sum(abs(b - a) for a, b in pairwise(z)) / 7 / 1.128
    assert chart.method == "laney" and chart.spread == pytest.approx(spread) and spread > 1
    assert chart.upper[3] == pytest.approx(rate + 3 * spread * (rate * (1 - rate) / 510) ** 0.5)


@settings(max_examples=60, deadline=None)
@given(CASES, st.integers(2, 50))
def test_single_values_in_another_unit_give_the_same_limits_in_that_unit(values, times):
    known = [value for value in values if not np.isnan(value)]
    if len(known) < 2:
        return
    one, other = control.xmr_limits(values), control.xmr_limits([value * times for value in values])
    assert np.allclose(np.array(one) * times, other)


@settings(max_examples=60, deadline=None)
@given(CASES)
def test_what_comes_in_the_last_year_moves_no_limit(values):
    later = [*values[:-4], 99, 0, 99, 0]
    one, other = control.counts(values), control.counts(later)
    if isinstance(one, Chart) and one.judged_apart:
        assert isinstance(other, Chart)
        assert np.array_equal(one.upper, other.upper) and np.array_equal(one.lower, other.lower)


def test_with_nothing_changed_a_new_quarter_lies_outside_in_few_of_a_hundred():
    """Seeded. Eight quarters make wide and uncertain limits; the handbook gives the figure."""
    rng = np.random.default_rng(20250930)
    found = {}
    for mean in (1.0, 8.0, 40.0):
        charts = [control.counts(rng.poisson(mean, 12)) for _ in range(600)]
        last = [11 in sum(one.broken.get("beyond_limit", ()), ()) for one in charts if isinstance(one, Chart)]
        found[mean] = np.mean(last)
    assert all(share < 0.06 for share in found.values()), found


def test_another_definition_is_no_part_of_the_series():
    assert control.since_redefined(["a", "a", "b", "b", "b"]) == 2
    assert control.since_redefined(["a", "b", "a"]) == 2
    assert control.since_redefined(["a"]) == 0


def test_a_quarter_with_more_than_all_of_its_cases_is_a_gap():
    chart = drawn(
        control.rates([1, 0, 2, 1, 0, 9, 2, 1, 1, 0, 1, 0], [10, 6, 12, 9, 8, 4, 11, 10, 9, 10, 14, 2])
    )
    assert np.isnan(chart.values[5]) and not chart.broken


def drawn(chart: Chart | NotDrawn) -> Chart:
    assert isinstance(chart, Chart)
    return chart
