"""Funnel limits against published data and a slow twin, and who may not move them."""

from __future__ import annotations

from fractions import Fraction
from math import comb

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.analysis.funnel import Funnel, NoFunnel, funnel, limits

# Deaths within 30 days of open heart operations on infants, twelve centres in England, 1991-1995 (Marshall and
# Spiegelhalter, Bayesian Analysis 2 (2007) 409-444; Aylin et al., Lancet 358 (2001) 181-187: Bristol stands apart).
DEATHS = [41, 25, 24, 23, 25, 42, 24, 53, 26, 25, 58, 31]
OPERATIONS = [143, 187, 323, 122, 164, 405, 239, 482, 195, 177, 581, 301]
CENTRES = ["Bristol", *(f"centre {number}" for number in range(2, 13))]
UNITS = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), min_size=3, max_size=30)


def of(top: list[int], bottom: list[int], names: list[str] | None = None) -> Funnel | NoFunnel:
    index = pd.Index(names or [f"u{i}" for i in range(len(top))])
    return funnel(pd.Series(top, index, dtype=float), pd.Series(bottom, index, dtype=float))


def drawn(found: Funnel | NoFunnel) -> Funnel:
    assert isinstance(found, Funnel)
    return found


def test_the_published_outlier_is_found_and_nobody_else_lies_beyond_the_far_limits():
    found = drawn(of(DEATHS, OPERATIONS, CENTRES))
    assert found.centre == pytest.approx(397 / 3319)
    assert found.units.index[found.units["place"] == "very_high"].tolist() == ["Bristol"]
    assert not found.units["place"].eq("very_low").any()
    assert found.dispersion == pytest.approx(1.689, abs=0.001)
    assert not found.over_dispersed  # one outlier is an outlier, not a spread of all


def test_the_limits_follow_the_steps_of_spiegelhalter():
    """Slow twin of appendix A.1.1 (Statistics in Medicine 24 (2005) 1185-1202), in exact fractions."""
    for n, tenths, tail in ((100, 1, 0.025), (100, 1, 0.001), (20, 3, 0.025), (7, 1, 0.001)):
        rate = Fraction(tenths, 10)
        low, high = limits([n], tenths / 10, tail)
        assert low[0] == pytest.approx(max(0, slow(n, rate, tail)), abs=1e-9)
        assert high[0] == pytest.approx(min(1, slow(n, rate, 1 - tail)), abs=1e-9)


def slow(n: int, rate: Fraction, p: float) -> float:
    below = Fraction(0)
    for r in range(n + 1):
        here = comb(n, r) * rate**r * (1 - rate) ** (n - r)
        below += here
        if below > Fraction(p):
            return (r - float((below - Fraction(p)) / here)) / n
    raise AssertionError("the whole distribution lies below p")


def test_units_differing_by_chance_only_are_outside_as_often_as_the_limits_say():
    """Seeded: 4,000 units of one true rate."""
    rng = np.random.default_rng(20250930)
    cases = rng.integers(20, 200, 4_000)
    found = drawn(of(list(rng.binomial(cases, 0.15)), list(cases)))
    outside = found.units["place"].value_counts(normalize=True)
    assert 0.03 < 1 - outside["inside"] < 0.06
    assert outside.get("very_high", 0) + outside.get("very_low", 0) < 0.004
    assert not found.over_dispersed


def test_fewer_than_three_units_or_units_all_alike_have_no_funnel():
    assert of([1, 2, 0], [4, 5, 0]) == NoFunnel("too_few", 2)
    assert of([0, 0, 0], [4, 5, 6]) == NoFunnel("alike", 3)
    assert of([4, 5, 6], [4, 5, 6]) == NoFunnel("alike", 3)
    with pytest.raises(ValueError, match="different units"):
        funnel(pd.Series([1.0], ["a"]), pd.Series([1.0], ["b"]))


def test_one_case_lost_of_one_is_not_beyond_what_chance_gives():
    found = drawn(of([1, 10, 12], [1, 100, 110]))
    assert found.units["place"].tolist() == ["inside"] * 3


@settings(max_examples=60, deadline=None)
@given(UNITS, st.randoms())
def test_units_without_cases_and_the_order_of_units_change_nobody(rows, random):
    names = [f"u{i}" for i in range(len(rows))]
    one = of([k for k, _ in rows], [k + more for k, more in rows], names)
    mixed = [*zip(names, rows, strict=True), ("idle", (0, 0)), ("silent", (np.nan, np.nan)), ("odd", (9, -4))]
    random.shuffle(mixed)
    other = of([k for _, (k, _) in mixed], [k + m for _, (k, m) in mixed], [name for name, _ in mixed])
    if isinstance(one, NoFunnel):
        assert one == other
        return
    assert isinstance(other, Funnel)
    assert one.centre == pytest.approx(other.centre)
    assert np.allclose(one.lines, other.lines)
    assert one.units["place"].to_dict() == other.units["place"].to_dict()


@settings(max_examples=60, deadline=None)
@given(UNITS)
def test_won_instead_of_lost_is_the_same_picture_upside_down(rows):
    one = of([k for k, _ in rows], [k + more for k, more in rows])
    other = of([more for _, more in rows], [k + more for k, more in rows])
    if isinstance(one, NoFunnel):
        assert one == other
        return
    turned = {"low": "high", "high": "low", "very_low": "very_high", "very_high": "very_low"}
    assert isinstance(other, Funnel)
    assert [turned.get(place, place) for place in one.units["place"]] == other.units["place"].tolist()
