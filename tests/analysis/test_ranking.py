"""Ranks that can be defended: ties, who stands apart, and nothing else that moves them."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.analysis.ranking import min_ranks, rank, ranks
from metrics.analysis.rolling import rolling
from metrics.analysis.values import compute
from metrics.model import Basis, Direction
from tests.tables import CATALOGUE, panel, units_of

ATTENDED, LOST = (CATALOGUE.indicators[c] for c in ("leader_attendance_rate", "admin_litigation_loss_rate"))


def ranked(figures: dict[str, tuple[int, int]], indicator=ATTENDED):
    lines = "\n".join(f"{name} | 2025Q1 | {a} | {b} | {a} | {b}" for name, (a, b) in figures.items())
    head = "unit | period | leader_attended | hearings_held | litigation_lost | litigation_closed"
    some = panel(f"{head}\n{lines.strip()}")
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


def values_of(lines: str, basis: Basis = Basis.PERIOD):
    some = panel(f"unit | period | leader_attended | hearings_held\n{lines.strip()}")
    return compute(some, CATALOGUE, units_of(some), basis)


TWO_QUARTERS = """
    甲 | 2025Q1 | 3 | 4
    乙 | 2025Q1 | 4 | 4
    丙 | 2025Q1 | 1 | 4
    丁 | 2025Q1 | 1 | 1
    甲 | 2025Q2 | 2 | 4
    乙 | 2025Q2 | 2 | 4
    丙 | 2025Q2 | 3 | 6
    丁 | 2025Q2 | 2 | 4
"""
NAMES = ["甲", "丁", "丙", "乙"]


def test_equals_are_listed_by_volume_then_by_their_earlier_rank_and_share_the_rank():
    table = rank(values_of(TWO_QUARTERS), ATTENDED, NAMES, "2025Q2", "2025Q1").table
    assert list(table["unit"]) == ["丙", "乙", "甲", "丁"]  # 丁 had too few cases to be ranked before
    assert list(table["rank"]) == [1, 1, 1, 1]
    assert list(table["tied"]) == [4, 4, 4, 4]


def test_ties_are_broken_only_where_the_definition_says_so():
    strict = replace(ATTENDED, break_ties=True)
    table = rank(values_of(TWO_QUARTERS), strict, NAMES, "2025Q2", "2025Q1").table
    assert dict(zip(table["unit"], table["rank"], strict=True)) == {"丙": 1, "乙": 2, "甲": 3, "丁": 4}
    by_volume = replace(strict, tie_break=("denominator",))
    table = rank(values_of(TWO_QUARTERS), by_volume, NAMES, "2025Q2", "2025Q1").table
    assert list(table["rank"]) == [1, 2, 2, 2]


def test_the_frame_of_all_ranks_breaks_ties_like_the_single_ranking():
    strict = replace(
        CATALOGUE, indicators=CATALOGUE.indicators | {ATTENDED.code: replace(ATTENDED, break_ties=True)}
    )
    values = values_of(TWO_QUARTERS)
    found = ranks(values, strict, dict.fromkeys(NAMES, "one"))[ATTENDED.code].xs("2025Q2", level="period")
    assert found.to_dict() == {"丙": 1, "乙": 2, "甲": 3, "丁": 4}


def test_distances_say_how_much_better_or_worse():
    result, _ = ranked({"甲": (4, 4), "乙": (3, 4), "丙": (3, 4), "丁": (1, 4)})
    table = result.table.set_index("unit")
    assert result.median == 0.75
    assert result.target == 1.0
    assert table["from_next"].fillna(9).to_dict() == {"甲": 9, "乙": -0.25, "丙": -0.25, "丁": -0.5}
    assert table["from_median"].to_dict() == {"甲": 0.25, "乙": 0, "丙": 0, "丁": -0.5}
    assert table["from_target"].to_dict() == {"甲": 0, "乙": -0.25, "丙": -0.25, "丁": -0.75}


def test_where_low_is_good_a_lower_value_is_better_and_a_target_of_decline_is_no_distance():
    result, _ = ranked({"甲": (1, 4), "乙": (2, 4)}, LOST)
    table = result.table.set_index("unit")
    assert table["from_next"].fillna(9).to_dict() == {"甲": 9, "乙": -0.25}
    assert table["from_median"].to_dict() == {"甲": 0.125, "乙": -0.125}
    assert table["from_target"].isna().all()


def test_once_each_quarter_is_no_measure_of_a_sum_over_quarters():
    reviews = CATALOGUE.indicators["case_review_unit_count"]
    some = panel("""
        unit | period | case_reviews
        甲   | 2025Q1 | 0
        甲   | 2025Q2 | 3
    """)
    for basis, expected in ((Basis.PERIOD, 2.0), (Basis.YEAR_TO_DATE, None)):
        values = compute(some, CATALOGUE, units_of(some), basis)
        (distance,) = rank(values, reviews, ["甲"], "2025Q2", None).table["from_target"]
        assert (None if pd.isna(distance) else distance) == expected


def test_four_quarters_together_are_ranked_by_the_same_rule():
    lines = "\n".join(f"甲 | 2025Q{q} | {q % 2} | 1\n乙 | 2025Q{q} | 1 | 1" for q in range(1, 5))
    quarter = values_of(lines)
    assert rank(quarter, ATTENDED, ["甲", "乙"], "2025Q4", None).table.empty  # one case each
    table = rank(rolling(quarter, CATALOGUE), ATTENDED, ["甲", "乙"], "2025Q4", "2025Q3").table
    assert list(zip(table["unit"], table["rank"], table["denominator"], strict=True)) == [
        ("乙", 1, 4),
        ("甲", 2, 4),
    ]
    assert table["previous_rank"].isna().all()  # three quarters are no four


@pytest.mark.parametrize("direction", list(Direction))
@settings(max_examples=40, deadline=None)
@given(some=figures)
def test_turning_the_direction_round_turns_the_order_round(direction, some):
    _, values = ranked(some)
    indicator = replace(ATTENDED, direction=direction)
    table = rank(values, indicator, list(some), "2025Q1", None).table
    shares = [Fraction(*some[name]) for name in table["unit"]]
    assert shares == sorted(shares, reverse=direction is not Direction.DOWN)


@settings(max_examples=40, deadline=None)
@given(figures, st.integers(2, 50))
def test_as_many_times_the_cases_give_the_same_ranks(some, times):
    some = {name: (a, b) for name, (a, b) in some.items() if b >= ATTENDED.min_denominator}
    if not some:
        return
    before, _ = ranked(some)
    after, _ = ranked({name: (a * times, b * times) for name, (a, b) in some.items()})
    assert before.table[["unit", "rank", "value"]].equals(after.table[["unit", "rank", "value"]])


@settings(max_examples=30, deadline=None)
@given(figures, st.randoms())
def test_a_year_cut_into_quarters_ranks_like_the_year_in_one_piece(some, dice):
    lines = []
    for name, (a, b) in some.items():
        outcomes = [True] * a + [False] * (b - a)
        where = [dice.randrange(4) for _ in outcomes]
        for q in range(4):
            held = [o for o, w in zip(outcomes, where, strict=True) if w == q]
            lines.append(f"{name} | 2025Q{q + 1} | {sum(held)} | {len(held)}")
    cumulative = values_of("\n".join(lines), Basis.YEAR_TO_DATE)
    whole, _ = ranked(some)
    columns = ["unit", "rank", "value", "denominator", "from_next", "from_median", "from_target"]
    cut = rank(cumulative, ATTENDED, list(some), "2025Q4", None)
    assert cut.table[columns].equals(whole.table[columns])
    assert cut.apart[["unit", "reason"]].equals(whole.apart[["unit", "reason"]])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 4), st.integers(1, 6), st.integers(0, 4)), min_size=1, max_size=8))
def test_a_slow_twin_of_places_listing_and_distances_agrees(drawn):
    now = {f"u{i}": (min(a, b), b) for i, (a, b, _) in enumerate(drawn)}
    then = {f"u{i}": (min(c, 4), 4) for i, (_, _, c) in enumerate(drawn)}
    lines = [f"{u} | 2025Q{q} | {a} | {b}" for q, of in ((1, then), (2, now)) for u, (a, b) in of.items()]
    table = rank(values_of("\n".join(lines)), ATTENDED, list(now), "2025Q2", "2025Q1").table
    share = {u: Fraction(a, b) for u, (a, b) in now.items() if b >= 3}
    earlier = {u: 1 + sum(Fraction(*o) > Fraction(*f) for o in then.values()) for u, f in then.items()}
    listed = sorted(share, key=lambda u: (-share[u], -now[u][1], earlier[u], list(now).index(u)))
    assert list(table["unit"]) == listed
    middle = sorted(share.values())
    median = (middle[(len(middle) - 1) // 2] + middle[len(middle) // 2]) / 2 if middle else None
    for row in table.to_dict("records"):
        own = share[row["unit"]]
        better = [other for other in share.values() if other > own]
        assert row["rank"] == 1 + len(better)
        assert row["moved"] == earlier[row["unit"]] - row["rank"]
        assert row["tied"] == sum(other == own for other in share.values())
        assert row["from_median"] == pytest.approx(float(own - median))
        if better:
            assert row["from_next"] == pytest.approx(float(own - min(better)))
        else:
            assert np.isnan(row["from_next"])


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.lists(st.sampled_from([0.0, 0.5, 1 / 3, 2.0, float("nan")]), min_size=4, max_size=4), min_size=1
    )
)
def test_the_fast_ranks_are_those_of_pandas(rows):
    score = np.array(rows)
    assert np.array_equal(
        min_ranks(score), pd.DataFrame(score).rank(axis=1, method="min").to_numpy(), equal_nan=True
    )
