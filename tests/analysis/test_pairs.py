"""Two periods side by side: who is comparable, what a change is worth, and what all together say."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.analysis.chance import counts_p, rates_p
from metrics.analysis.pairs import Side, added, pairs, worth
from metrics.analysis.values import compute
from metrics.model import Basis
from metrics.periods import Period
from tests.tables import CATALOGUE, panel, units_of

RATE = CATALOGUE.indicators["admin_litigation_loss_rate"]
VOLUME = CATALOGUE.indicators["admin_litigation_cases"]
ABSENT = CATALOGUE.indicators["chief_zero_attendance"]
CASES = panel("""
    unit | period | litigation_new_cases | litigation_lost | litigation_closed
    甲   | 2024Q1 | 10 | 2 | 10
    甲   | 2024Q2 | 10 | 1 | 10
    甲   | 2025Q1 | 40 | 9 | 10
    乙   | 2024Q1 | 3  | 1 | 2
    乙   | 2024Q2 | 1  | 0 | 0
    乙   | 2025Q1 | 3  | 0 | 0
    丙   | 2024Q1 | 5  | 1 | 5
    丙   | 2025Q1 |    |   |
    丁   | 2024Q1 | 4  | 0 | 2
    丁   | 2025Q1 | 4  | 1 | 2
""")
UNITS = ["甲", "乙", "丙", "丁"]


def side(period: str, basis: Basis = Basis.PERIOD) -> Side:
    return Side(compute(CASES, CATALOGUE, units_of(CASES), basis), Period.from_key(period))


def test_each_unit_has_both_figures_its_change_and_what_it_is_worth():
    table = pairs(side("2025Q1"), side("2024Q1"), RATE, UNITS)
    assert table["comparable"].tolist() == ["ok", "no_now", "no_now", "ok"]
    assert table["difference"].iloc[0] == pytest.approx(0.7)
    assert table["p"].iloc[0] == pytest.approx(rates_p(9, 10, 2, 10))
    assert table["chance"].tolist() == ["clear", "unknown", "unknown", "too_few"]


def test_counts_are_held_against_each_other_by_the_length_of_their_stretches():
    one = pairs(side("2025Q1"), side("2024Q1"), VOLUME, UNITS)
    assert one["chance"].tolist() == ["clear", "same", "unknown", "same"]
    # Forty cases in one quarter against twenty in two.
    half = pairs(side("2025Q1", Basis.YEAR_TO_DATE), side("2024Q2", Basis.YEAR_TO_DATE), VOLUME, ["甲"])
    assert half["p"].iloc[0] == pytest.approx(counts_p(40, 20, 1, 2))


def test_stretches_that_share_a_quarter_and_figures_that_are_no_cases_get_no_word_on_chance():
    table = pairs(side("2024Q2", Basis.YEAR_TO_DATE), side("2024Q1", Basis.YEAR_TO_DATE), VOLUME, ["甲"])
    assert table["chance"].tolist() == ["overlap"] and table["p"].isna().all()
    absent = panel("""
        unit | period | chief_attended | litigation_new_cases | hearings_held
        甲   | 2024Q1 | 0 | 3 | 2
        甲   | 2025Q1 | 1 | 3 | 2
    """)
    values = compute(absent, CATALOGUE, units_of(absent), Basis.PERIOD)
    both = Side(values, Period(2025, 1)), Side(values, Period(2024, 1))
    table = pairs(*both, ABSENT, ["甲"])
    assert table["chance"].tolist() == ["not_cases"]
    assert added(table, *both, ABSENT).empty


def test_the_whole_holds_everybody_who_reported_both_times_with_cases_or_without():
    sides = side("2025Q1"), side("2024Q1")
    row = added(pairs(*sides, RATE, UNITS), *sides, RATE).iloc[0]
    assert (row["units"], row["numerator"], row["denominator"]) == (3, 10, 12)
    assert (row["numerator_before"], row["denominator_before"]) == (3, 14)
    assert row["value"] - row["value_before"] == pytest.approx(row["difference"])
    assert row["p"] == pytest.approx(rates_p(10, 12, 3, 14))


def test_figures_of_two_definitions_are_never_compared():
    now, before = side("2025Q1"), side("2024Q1")
    now.values.variant.loc["2025Q1", RATE.code] = "another"
    table = pairs(now, before, RATE, UNITS)
    assert table["comparable"].tolist() == ["redefined", "no_now", "no_now", "redefined"]
    assert table["difference"].isna().all() and added(table, now, before, RATE).empty


@settings(max_examples=25, deadline=None)
@given(st.permutations(UNITS))
def test_the_order_of_units_changes_nobody_and_one_alone_says_the_same(order):
    sides = side("2025Q1"), side("2024Q1")
    for indicator in (RATE, VOLUME):
        table, other = pairs(*sides, indicator, UNITS), pairs(*sides, indicator, order)
        pd.testing.assert_frame_equal(table, other.loc[UNITS])
        for unit in UNITS:
            cells = [one.values.cell(unit, one.period.key, indicator.code) for one in sides]
            word = worth(indicator, *cells)
            assert word == table.loc[unit, "chance"] or np.isnan(cells[0].value)
