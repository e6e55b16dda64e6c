"""What moved the whole is shared out without a rest."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.analysis.decompose import Cases, apportion, count_change, rate_change


def test_das_guptas_example_of_death_rates_1970_and_1985():
    """Das Gupta, Standardization and Decomposition of Rates (US Census Bureau P23-186, 1993), example 5.3.

    Population (thousands) and deaths per thousand of the United States by race and age. The rates standardised by
    both years' populations are published as 10.258 (1970) and 8.030 (1985), those standardised for race and age as
    9.136 and 9.156, 8.385 and 9.907: effects -2.228 of the rates, 0.020 + 1.522 of the composition.
    """
    now = (
        "3041 11577 27450 32711 35480 27411 19555 19795 15254 8022 2472 "
        "707 2692 6473 6841 6547 4352 3034 2540 1749 804 236",
        "9.163 0.462 0.248 0.929 1.084 1.810 4.715 12.187 27.728 64.068 157.570 "
        "17.208 0.738 0.328 1.103 2.045 3.724 8.052 17.812 34.128 68.276 125.161",
    )
    before = (
        "2968 11484 34614 30992 21983 20314 20928 16897 11339 5720 1315 "
        "535 2162 6120 4781 3096 2718 2363 1767 1149 448 117",
        "18.469 0.751 0.391 1.146 1.287 2.672 6.636 15.691 34.723 79.763 176.837 "
        "36.993 1.352 0.541 2.040 3.523 6.746 12.967 24.471 45.091 74.902 123.205",
    )

    def cases(table: tuple[str, str]) -> list[Cases]:
        """Deaths in millionths of a thousand, so that they are whole numbers."""
        pairs = zip(table[0].split(), table[1].split(), strict=True)
        return [Cases(int(size) * int(rate.replace(".", "")), int(size) * 1_000_000) for size, rate in pairs]

    change = rate_change({str(i): pair for i, pair in enumerate(zip(cases(before), cases(now), strict=True))})
    assert change is not None
    assert float(change.own) * 1000 == pytest.approx(-2.228, abs=0.0005)
    assert float(change.shift) * 1000 == pytest.approx(0.020 + 1.522, abs=0.001)


TWO = {"甲": (Cases(4, 20), Cases(2, 20)), "乙": (Cases(1, 20), Cases(3, 60))}


def test_a_units_own_change_and_the_shift_between_units_are_told_apart():
    """By hand: 甲 20 % → 10 % at shares 1/2 and 1/4; 乙 stays at 5 % while its share grows from 1/2 to 3/4."""
    change = rate_change(TWO)
    assert change is not None
    assert (change.before, change.now) == (Fraction(5, 40), Fraction(5, 80))
    first, second = change.parts
    assert first.own == Fraction(-1, 10) * Fraction(3, 8)
    assert second.own == 0
    middle = (Fraction(5, 40) + Fraction(5, 80)) / 2
    assert first.shift == Fraction(-1, 4) * (Fraction(15, 100) - middle)
    assert second.shift == Fraction(1, 4) * (Fraction(1, 20) - middle)
    assert change.own + change.shift == change.difference


def test_a_unit_with_cases_in_one_stretch_only_moves_by_its_share_alone():
    change = rate_change({"甲": (Cases(2, 20), Cases(2, 20)), "乙": (Cases(0, 0), Cases(5, 10))})
    assert change is not None
    assert [part.own for part in change.parts] == [0, 0]
    assert change.parts[1].shift > 0
    assert change.shift == change.difference


def test_one_unit_alone_is_its_own_change():
    change = rate_change({"甲": (Cases(2, 10), Cases(1, 10))})
    assert change is not None
    assert (change.own, change.shift, change.difference) == (Fraction(-1, 10), 0, Fraction(-1, 10))


def test_without_closed_cases_there_is_nothing_to_split():
    assert rate_change({"甲": (Cases(0, 0), Cases(1, 10))}) is None
    assert rate_change({}) is None


def test_shared_cases_are_a_part_of_their_own():
    """Two units lost the same case: the district lost one."""
    units = {"甲": (Cases(0, 5), Cases(1, 5)), "乙": (Cases(0, 5), Cases(1, 5))}
    change = rate_change(units, (Cases(0, 10), Cases(1, 9)))
    assert change is not None
    assert change.difference == Fraction(1, 9)
    assert change.shared == Fraction(1, 9) - Fraction(2, 10)
    assert change.own + change.shift + change.shared == change.difference
    counts = count_change({"甲": (5, 6), "乙": (5, 6)}, (10, 11))
    assert (counts.difference, counts.shared) == (1, -1)


def pairs(most: int = 30):
    one = st.integers(0, most).flatmap(
        lambda closed: st.builds(Cases, st.integers(0, closed), st.just(closed))
    )
    return st.lists(st.tuples(one, one), min_size=1, max_size=12)


@given(pairs())
def test_the_parts_add_up_exactly(some):
    units = {str(i): pair for i, pair in enumerate(some)}
    change = rate_change(units)
    lost = [sum(pair[side].lost for pair in some) for side in (0, 1)]
    closed = [sum(pair[side].closed for pair in some) for side in (0, 1)]
    if not all(closed):
        assert change is None
        return
    assert change is not None
    assert change.difference == Fraction(lost[1], closed[1]) - Fraction(lost[0], closed[0])
    assert change.own + change.shift == sum(part.both for part in change.parts) == change.difference
    assert change.shared == 0


@given(pairs(), st.integers(0, 12))
def test_a_unit_without_cases_changes_nobody(some, place):
    units = {str(i): pair for i, pair in enumerate(some)}
    none = (Cases(0, 0), Cases(0, 0))
    with_it = dict([*list(units.items())[:place], ("空", none), *list(units.items())[place:]])
    before, after = rate_change(units), rate_change(with_it)
    assert (before is None) == (after is None)
    if before and after:
        assert [part for part in after.parts if part.unit != "空"] == list(before.parts)
        assert next(part for part in after.parts if part.unit == "空").both == 0


@given(pairs(), st.randoms())
def test_the_order_of_units_does_not_matter(some, chance):
    units = {str(i): pair for i, pair in enumerate(some)}
    shuffled = list(units.items())
    chance.shuffle(shuffled)
    before, after = rate_change(units), rate_change(dict(shuffled))
    if before and after:
        assert {part.unit: part for part in before.parts} == {part.unit: part for part in after.parts}


@given(pairs(), st.integers(2, 7))
def test_the_size_of_everything_does_not_matter(some, times):
    units = {str(i): pair for i, pair in enumerate(some)}
    more = {
        code: tuple(Cases(c.lost * times, c.closed * times) for c in pair) for code, pair in units.items()
    }
    before, after = rate_change(units), rate_change(more)
    if before and after:
        assert [(p.own, p.shift) for p in before.parts] == [(p.own, p.shift) for p in after.parts]


fractions = st.lists(st.fractions(min_value=-50, max_value=50, max_denominator=97), min_size=1, max_size=20)


@given(fractions, st.booleans())
def test_rounded_parts_add_up_to_the_rounded_whole(parts, up):
    exact = sum(parts, Fraction(0))
    whole = -(-exact.numerator // exact.denominator) if up else exact.numerator // exact.denominator
    found = apportion(parts, whole)
    assert sum(found) == whole
    assert all(abs(one - part) < 1 for one, part in zip(found, parts, strict=True))
    assert all(one == 0 for one, part in zip(found, parts, strict=True) if part == 0)


def test_a_whole_that_is_not_theirs_is_refused():
    with pytest.raises(ValueError, match="not the sum"):
        apportion([Fraction(1, 3), Fraction(1, 3)], 2)
