"""Room left until the year's end, against trying every number."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.analysis.double_decline import verdicts
from metrics.analysis.headroom import Year, closed_needed, lost_left, new_left
from metrics.analysis.values import compute
from metrics.model import Basis
from tests.tables import CATALOGUE, panel, units_of


def achieved(now: Year, last: Year) -> bool:
    """By the rules, written out for two whole years; None has no closed case in one of them."""
    volume = now.new < last.new or now.new == last.new == 0
    rate = now.lost * last.closed < last.lost * now.closed or now.lost == last.lost == 0
    return volume and rate and now.closed > 0 and last.closed > 0


def years(most: int = 12):
    return st.integers(0, most).flatmap(
        lambda closed: st.builds(Year, st.integers(0, most), st.integers(0, closed), st.just(closed))
    )


@given(years(), years())
def test_new_cases_left_are_found_by_trying(so_far, last):
    allowed = [n for n in range(40) if so_far.new + n < last.new or so_far.new + n == last.new == 0]
    left = new_left(so_far, last)
    assert left == max(allowed) if allowed else left < 0


@given(years(), years(), st.integers(0, 15))
def test_lost_cases_left_are_found_by_trying(so_far, last, more):
    left = lost_left(so_far, last, more)
    if not last.closed or not so_far.closed + more:
        assert left is None
        return
    allowed = [
        lost
        for lost in range(more + 1)
        if achieved(Year(0, so_far.lost + lost, so_far.closed + more), Year(1, last.lost, last.closed))
    ]
    assert left is not None
    assert left == max(allowed) if allowed else left < 0


@given(years(), years())
def test_cases_to_be_closed_are_found_by_trying(so_far, last):
    needed = closed_needed(so_far, last)
    tried = [
        more
        for more in range(200)
        if achieved(Year(0, so_far.lost, so_far.closed + more), Year(1, last.lost, last.closed))
    ]
    assert needed == (tried[0] if tried else None)


@settings(max_examples=30, deadline=None)
@given(years(), years())
def test_the_rules_are_those_of_the_verdict(now, last):
    some = panel(
        "unit | period | litigation_new_cases | litigation_lost | litigation_closed\n"
        f"甲 | 2024Q1 | {last.new} | {last.lost} | {last.closed}\n"
        f"甲 | 2025Q1 | {now.new} | {now.lost} | {now.closed}"
    )
    values = compute(some, CATALOGUE, units_of(some), Basis.PERIOD)
    verdict = verdicts(values, CATALOGUE).loc[("甲", "2025Q1"), "verdict"]
    assert (verdict == "double_decline") == achieved(now, last)


def test_by_hand():
    """Last year 20 new, 3 of 15 lost; so far 12 new, 1 of 8 lost. 4 more closed: 1 + 1 of 12 is below 3/15."""
    so_far, last = Year(12, 1, 8), Year(20, 3, 15)
    assert new_left(so_far, last) == 7
    assert [lost_left(so_far, last, more) for more in (0, 2, 3, 7, 8)] == [0, 0, 1, 1, 2]


def test_too_many_lost_already_can_be_made_up_by_closing_more():
    so_far, last = Year(5, 3, 10), Year(20, 1, 10)
    assert lost_left(so_far, last, 5) == -2
    assert closed_needed(so_far, last) == 21
    assert lost_left(so_far, last, 21) == 0


def test_after_a_year_without_lost_cases_none_may_be_lost():
    assert lost_left(Year(5, 0, 3), Year(9, 0, 8), 10) == 0
    assert closed_needed(Year(5, 1, 3), Year(9, 0, 8)) is None
    with pytest.raises(ValueError, match="taken back"):
        lost_left(Year(5, 0, 3), Year(9, 0, 8), -1)
