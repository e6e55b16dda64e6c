"""What “双下降” is worth: how often it comes when nothing has changed."""

from __future__ import annotations

import math
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from metrics.analysis.decline_chance import chance, rate_moves, verdict_chances, volume_moves


def with_random_closed(mean: float, probability: float, zero_achieves: bool) -> tuple[float, float]:
    """(double decline, not comparable): as many cases closed on average as are new, both Poisson."""
    counts = np.arange(0, int(mean + 10 * math.sqrt(mean)) + 10)
    weight = stats.poisson.pmf(counts, mean)
    volume = volume_moves(mean, mean)
    both = sum(
        weight[a]
        * weight[b]
        * verdict_chances(volume, rate_moves(a, b, probability), zero_achieves)["double_decline"]
        for a, b in product(counts[1:].tolist(), repeat=2)
        if weight[a] * weight[b] > 1e-9
    )
    return both, 1 - (1 - weight[0]) ** 2


def test_a_unit_of_three_cases_a_quarter_declines_doubly_in_11_percent_and_in_10_is_not_comparable():
    """The simulation of issue 4, part 2: nothing changes, a unit has three cases a quarter."""
    both, not_comparable = with_random_closed(3, 0.15, zero_achieves=False)
    assert both == pytest.approx(0.11, abs=0.005)
    assert not_comparable == pytest.approx(0.10, abs=0.005)


def test_counting_zero_as_achieved_gives_small_units_more_than_twice_as_much():
    """Rule 3 of indicators.md part 4 item 5 is an assumption; this is what it costs (decision 0015)."""
    both, _ = with_random_closed(3, 0.15, zero_achieves=True)
    assert 0.25 < both < 0.27


@pytest.mark.parametrize("cases", [240, 500, 1000, 3000])
def test_a_district_declines_doubly_in_23_to_25_percent(cases):
    """The simulation of issue 4, part 2: with nothing changed, 23–25 % of comparisons."""
    both = verdict_chances(volume_moves(cases, cases), rate_moves(cases, cases, 0.12))["double_decline"]
    assert 0.23 <= both <= 0.25


def test_a_seeded_simulation_of_whole_comparisons_agrees():
    draw = np.random.default_rng(20250930)
    size = 200_000
    now, before = draw.poisson(6, size), draw.poisson(6, size)
    lost, lost_before = draw.binomial(7, 0.2, size), draw.binomial(5, 0.2, size)
    volume = (now < before) | ((now == 0) & (before == 0))
    rate = (lost * 5 < lost_before * 7) | ((lost == 0) & (lost_before == 0))
    expected = verdict_chances(volume_moves(6, 6), rate_moves(7, 5, 0.2))["double_decline"]
    assert (volume & rate).mean() == pytest.approx(expected, abs=0.004)


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 12), st.integers(1, 12), st.integers(0, 200).map(lambda n: n / 200))
def test_a_slow_twin_of_the_rates_agrees(closed, closed_before, probability):
    sums = {"down": 0.0, "up": 0.0, "level": 0.0, "kept_zero": 0.0}
    for lost, lost_before in product(range(closed + 1), range(closed_before + 1)):
        weight = stats.binom.pmf(lost, closed, probability)
        weight *= stats.binom.pmf(lost_before, closed_before, probability)
        a, b = lost * closed_before, lost_before * closed
        sums[
            "kept_zero" if lost == lost_before == 0 else "down" if a < b else "up" if a > b else "level"
        ] += weight
    found = rate_moves(closed, closed_before, probability)
    for name, expected in sums.items():
        assert getattr(found, name) == pytest.approx(expected, abs=1e-9)


@given(
    st.floats(0, 500), st.integers(1, 300), st.integers(1, 300), st.integers(0, 200).map(lambda n: n / 200)
)
@settings(max_examples=60, deadline=None)
def test_the_verdicts_share_out_the_whole(mean, closed, closed_before, probability):
    found = verdict_chances(volume_moves(mean, mean), rate_moves(closed, closed_before, probability))
    assert sum(found.values()) == pytest.approx(1)
    assert min(found.values()) >= 0


def row(
    verdict: str, moves: tuple[str, str], now: tuple[int, int, int], before: tuple[int, int, int]
) -> dict:
    names = ("volume", "lost", "closed")
    figures = dict(zip(names, now, strict=True))
    figures |= {f"{name}_before": value for name, value in zip(names, before, strict=True)}
    return figures | {"verdict": verdict, "volume_move": moves[0], "rate_move": moves[1]}


def test_the_chance_of_a_row_is_that_of_its_verdict():
    found = chance(row("one_down", ("down", "up"), (3, 3, 8), (7, 1, 9)))
    volume, rate = volume_moves(5, 5), rate_moves(8, 9, 4 / 17)
    zero = volume.down + volume.kept_zero, rate.down + rate.kept_zero
    assert found == pytest.approx(zero[0] * rate.up + volume.up * zero[1])


def test_nothing_at_all_in_both_stretches_stays_so_for_certain():
    assert chance(row("double_decline", ("kept_zero", "kept_zero"), (0, 0, 4), (0, 0, 3))) == 1


def test_what_is_not_comparable_has_no_chance():
    assert math.isnan(chance(row("not_comparable", ("down", "not_comparable"), (1, 0, 0), (2, 0, 3))))
    with pytest.raises(ValueError, match="closed"):
        rate_moves(0, 3, 0.1)
