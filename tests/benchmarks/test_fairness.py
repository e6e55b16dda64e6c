"""What the fairness benchmark counts, on few districts; `python -m benchmarks fairness` does it on many."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks import fairness


@pytest.fixture(scope="module")
def some() -> fairness.Districts:
    return fairness.simulate(60, 8, 1)


def test_the_districts_are_as_the_issue_says(some):
    assert some.rate.shape == (60, 80)
    assert some.rate.mean() == pytest.approx(2 / 20, abs=0.004)
    assert some.closed.mean() == pytest.approx(3, abs=0.1)
    assert (some.lost <= some.closed).all()
    assert some.worst.sum(axis=1).tolist() == [20] * 60
    assert some.worse.sum(axis=1).tolist() == [40] * 60


def test_naming_the_worst_eight_by_the_raw_rate_is_mostly_wrong(some):
    right, small = fairness.raw_worst_eight(some)
    assert right == pytest.approx(0.26, abs=0.05)
    assert small == pytest.approx(0.5, abs=0.06)


def test_a_higher_gate_names_fewer_and_surer(some):
    low, high = (fairness.plain_gate(some, 4, gate) for gate in (0.6, 0.75))
    assert high.named < low.named
    assert high.worse > low.worse
    assert high.found < low.found
    assert fairness.plain_gate(some, 8, 0.6).found > low.found  # more quarters find more


def test_a_score_counts_what_was_named(some):
    nobody = fairness.score(some, np.zeros(some.rate.shape, dtype=bool))
    everybody = fairness.score(some, np.ones(some.rate.shape, dtype=bool))
    exactly = fairness.score(some, some.worst)
    assert (nobody.named, nobody.found) == (0, 0)
    assert (everybody.named, everybody.worse, everybody.worst, everybody.found) == (80, 0.5, 0.25, 1)
    assert (exactly.named, exactly.worse, exactly.worst, exactly.found) == (20, 1, 1, 1)


def test_our_rules_are_surer_than_the_plain_gate_that_they_use_and_find_more_within_a_year(some):
    """Ten districts tell a blunder, not a frontier: that is what the benchmark's two hundred are for."""
    districts = fairness.simulate(10, fairness.QUARTERS, fairness.SEED + 1)
    each, within_year, reminded = fairness.our_rules(districts)
    plain = fairness.plain_gate(some, 4, 0.6)
    assert each.worse > plain.worse
    assert each.worst > plain.worst
    assert 0.12 < each.found < plain.found < within_year.found < reminded.found
