"""Ranks that can be defended: ties, who stands apart, and nothing else that moves them."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.analysis.ranking import rank, ranks
from metrics.analysis.values import compute
from metrics.model import Basis, Direction
from tests.tables import CATALOGUE, panel, units_of

ATTENDED, LOST = (CATALOGUE.indicators[c] for c in ("leader_attendance_rate", "admin_litigation_loss_rate"))


def ranked(figures: dict[str, tuple[int, int]], indicator=ATTENDED):
    lines = "\n".join(f"{name} | 2025Q1 | {a} | {b} | {a} | {b}" for name, (a, b) in figures.items())
    head = "unit | period | leader_attended | hearings_held | litigation_lost | litigation_closed"
    some = panel(f"{head}\n{lines}")
    values = compute(some, CATALOGUE, units_of(some), Basis.PERIOD)
    return rank(values, indicator, list(figures), "2025Q1", None), values


def test_equal_values_share_a_rank_and_the_next_is_skipped():
    result, _ = ranked({"甲": (4, 4), "乙": (3, 6), "丙": (2, 4), "丁": (1, 4)})
    assert dict(zip(result.table["unit"], result.table["rank"], strict=True)) == {
        "甲": 1,
        "乙": 2,
        "丙": 2,
        "丁": 4,
    }


def test_equal_fractions_tie_whatever_their_counts_and_the_larger_stands_first():
    result, _ = ranked({"甲": (1, 3), "乙": (2, 6), "丙": (3, 9)})
    assert list(result.table["rank"]) == [1, 1, 1]
    assert list(result.table["unit"]) == ["丙", "乙", "甲"]


def test_low_is_good_where_the_definition_says_so():
    result, _ = ranked({"甲": (2, 4), "乙": (1, 4)}, LOST)
    assert LOST.direction is Direction.DOWN
    assert list(result.table["unit"]) == ["乙", "甲"]


def test_units_without_cases_and_with_too_few_stand_apart():
    result, _ = ranked({"甲": (4, 4), "乙": (0, 0), "丙": (1, 2)})
    assert list(result.table["unit"]) == ["甲"]
    assert dict(zip(result.apart["unit"], result.apart["reason"], strict=True)) == {
        "乙": "no_cases",
        "丙": "too_few",
    }
    assert list(result.apart["numerator"]) == [0, 1]


def test_the_change_of_rank_follows_the_same_rule_for_both_periods():
    some = panel("""
        unit | period | leader_attended | hearings_held
        甲   | 2025Q1 | 4               | 4
        乙   | 2025Q1 | 3               | 4
        丙   | 2025Q1 | 1               | 1
        甲   | 2025Q2 | 2               | 4
        乙   | 2025Q2 | 4               | 4
        丙   | 2025Q2 | 3               | 4
    """)
    values = compute(some, CATALOGUE, units_of(some), Basis.PERIOD)
    table = rank(values, ATTENDED, ["甲", "乙", "丙"], "2025Q2", "2025Q1").table.set_index("unit")
    assert table["moved"].astype(object).where(table["moved"].notna(), None).to_dict() == {
        "乙": 1,
        "丙": None,
        "甲": -2,
    }


figures = st.dictionaries(
    st.sampled_from("甲乙丙丁戊己庚辛"),
    st.integers(0, 9).flatmap(lambda held: st.tuples(st.integers(0, held), st.just(held))),
    min_size=1,
)


@settings(max_examples=60, deadline=None)
@given(figures, st.randoms())
def test_a_slow_twin_agrees_and_the_order_of_units_changes_no_rank(some, shuffle):
    result, values = ranked(some)
    shares = {name: Fraction(a, b) for name, (a, b) in some.items() if b >= ATTENDED.min_denominator}
    expected = {name: 1 + sum(other > share for other in shares.values()) for name, share in shares.items()}
    assert dict(zip(result.table["unit"], result.table["rank"], strict=True)) == expected
    names = list(some)
    shuffle.shuffle(names)
    again, _ = ranked({name: some[name] for name in names})
    assert dict(zip(again.table["unit"], again.table["rank"], strict=True)) == expected
    every = ranks(values, CATALOGUE, dict.fromkeys(some, "one"))[ATTENDED.code].dropna()
    assert {name: int(place) for (name, _), place in every.items()} == expected


@settings(max_examples=30, deadline=None)
@given(figures)
def test_a_unit_without_cases_changes_nobodys_rank(some):
    before, _ = ranked(some)
    after, _ = ranked(some | {"新": (0, 0)})
    columns = ["unit", "rank", "value"]
    assert before.table[columns].equals(after.table[columns])
