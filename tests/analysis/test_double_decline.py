"""The verdict by the rules of indicators.md, part 4."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.analysis.double_decline import verdicts
from metrics.analysis.values import compute
from metrics.model import Basis
from tests.tables import CATALOGUE, panel, units_of


def judged(before: tuple[object, ...], now: tuple[object, ...]):
    """before, now: (new cases, lost, closed) of the same quarter of two years."""
    lines = "\n".join(
        f"甲 | {year}Q1 | {' | '.join('' if v is None else str(v) for v in row)}"
        for year, row in ((2024, before), (2025, now))
    )
    some = panel(f"unit | period | litigation_new_cases | litigation_lost | litigation_closed\n{lines}")
    values = compute(some, CATALOGUE, units_of(some), Basis.PERIOD)
    return verdicts(values, CATALOGUE).loc[("甲", "2025Q1")]


@pytest.mark.parametrize(
    ("before", "now", "verdict", "moves"),
    [
        ((10, 2, 10), (8, 1, 10), "double_decline", ("down", "down")),
        ((10, 1, 10), (8, 2, 10), "one_down", ("down", "up")),
        ((8, 2, 10), (10, 1, 10), "one_down", ("up", "down")),
        ((8, 1, 10), (10, 2, 10), "double_rise", ("up", "up")),
        ((8, 1, 3), (7, 2, 6), "level", ("down", "level")),
        ((8, 1, 10), (8, 1, 10), "level", ("level", "level")),
        ((0, 1, 10), (0, 0, 5), "double_decline", ("kept_zero", "down")),
        ((9, 0, 3), (8, 0, 4), "double_decline", ("down", "kept_zero")),
        ((9, 0, 0), (8, 0, 4), "not_comparable", ("down", "not_comparable")),
        ((9, 1, 2), (8, 0, 0), "not_comparable", ("down", "not_comparable")),
        ((None, 1, 2), (8, 0, 3), "not_comparable", ("not_comparable", "down")),
    ],
)
def test_the_verdict_follows_the_rules(before, now, verdict, moves):
    row = judged(before, now)
    assert row["verdict"] == verdict
    assert (row["volume_move"], row["rate_move"]) == moves


@settings(max_examples=80, deadline=None)
@given(*[st.integers(0, 12)] * 6)
def test_rounding_never_decides(volume, more, closed, lost, closed_now, lost_now):
    lost, lost_now = min(lost, closed), min(lost_now, closed_now)
    row = judged((volume, lost, closed), (more, lost_now, closed_now))
    if closed and closed_now and (lost or lost_now):
        difference = lost_now * closed - lost * closed_now
        assert row["rate_move"] == ("up" if difference > 0 else "down" if difference < 0 else "level")
