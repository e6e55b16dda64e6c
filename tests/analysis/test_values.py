"""What an indicator is worth, and why it is worth nothing."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.analysis.values import compute, met
from metrics.model import Basis, Enforcement
from tests.tables import CATALOGUE, panel, unit, units_of

RATE = "leader_attendance_rate"
PANEL = panel("""
    unit    | period | leader_attended | chief_attended | hearings_held | case_reviews
    东关街道 | 2025Q1 | 3               | 1              | 4             | 1
    东关街道 | 2025Q2 | 1               | 0              | 2             | 1
    城管局   | 2025Q1 | 0               | 0              | 0             | 0
    城管局   | 2025Q2 | 2               | 0              | 2             | 2
    公安分局 | 2025Q1 |                 |                | 4             | 1
    公安分局 | 2025Q2 | 5               | 0              | 5             | 1
    信访局   | 2025Q1 | —               | —              | —             | —
    信访局   | 2025Q2 | —               | —              | —             | —
""")
UNITS = units_of(PANEL)
QUARTER = compute(PANEL, CATALOGUE, UNITS, Basis.PERIOD)
YEAR = compute(PANEL, CATALOGUE, UNITS, Basis.YEAR_TO_DATE)


def test_a_rate_is_divided_once_from_counts():
    assert QUARTER.cell("东关街道", "2025Q1", RATE).value == 3 / 4


def test_a_missing_number_says_why_it_is_missing():
    status = QUARTER.status[RATE].xs("2025Q1", level="period").to_dict()
    assert status == {
        "东关街道": "ok",
        "城管局": "no_cases",
        "公安分局": "not_reported",
        "信访局": "not_applicable",
    }
    assert math.isnan(QUARTER.cell("城管局", "2025Q1", RATE).value)


def test_a_year_to_date_rate_is_the_ratio_of_sums_not_the_mean_of_rates():
    cell = YEAR.cell("东关街道", "2025Q2", RATE)
    assert (cell.value, cell.numerator, cell.denominator) == (4 / 6, 4, 6)


def test_a_quarter_without_a_report_makes_the_year_to_date_unknown():
    assert YEAR.cell("公安分局", "2025Q2", RATE).status == "not_reported"


def test_an_empty_quarter_adds_nothing_to_the_year():
    assert YEAR.cell("城管局", "2025Q2", RATE).value == 1.0


def test_zero_attendance_looks_at_the_year_whatever_is_asked():
    code = CATALOGUE.headlines.absence
    assert QUARTER.cell("东关街道", "2025Q2", code).value == 0.0
    assert QUARTER.cell("城管局", "2025Q2", code).value == 1.0
    assert QUARTER.cell("城管局", "2025Q1", code).status == "no_cases"


def test_a_dash_beside_cases_is_no_rate_of_zero():
    some = panel("""
        unit | period | leader_attended | hearings_held
        甲   | 2025Q1 | —               | 3
    """)
    cell = compute(some, CATALOGUE, units_of(some), Basis.PERIOD).cell("甲", "2025Q1", RATE)
    assert cell.status == "not_reported"


def test_a_unit_without_enforcement_power_is_not_measured_on_case_reviews():
    units = UNITS | {"城管局": unit("城管局", held=Enforcement.NONE)}
    values = compute(PANEL, CATALOGUE, units, Basis.PERIOD)
    assert values.cell("城管局", "2025Q1", "case_review_unit_count").status == "not_applicable"
    assert values.cell("东关街道", "2025Q1", "case_review_unit_count").status == "ok"


def test_each_quarter_must_meet_a_quarterly_target_a_good_one_makes_up_for_none():
    code = "case_review_unit_count"
    year = met(YEAR, QUARTER, CATALOGUE)[code]
    assert YEAR.cell("城管局", "2025Q2", code).value == 2
    assert year["城管局", "2025Q2"] == "missed"
    assert year["东关街道", "2025Q2"] == "met"
    assert met(QUARTER, QUARTER, CATALOGUE)[code]["城管局", "2025Q2"] == "met"


def test_no_target_means_neither_met_nor_missed():
    assert set(met(QUARTER, QUARTER, CATALOGUE)["chief_attendance_rate"]) == {""}


def test_a_year_that_does_not_begin_in_the_panel_has_no_cumulative_figure():
    some = panel("""
        unit | period | leader_attended | hearings_held
        甲   | 2025Q2 | 1               | 1
    """)
    assert (
        compute(some, CATALOGUE, units_of(some), Basis.YEAR_TO_DATE).cell("甲", "2025Q2", RATE).status
        == "not_reported"
    )


counts = st.one_of(st.none(), st.integers(0, 9))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(counts, counts), min_size=8, max_size=8))
def test_a_slow_twin_agrees(figures):
    lines = "\n".join(
        f"甲 | {2024 + i // 4}Q{i % 4 + 1} | {'' if a is None else a} | {'' if b is None else b}"
        for i, (a, b) in enumerate(figures)
    )
    some = panel(f"unit | period | leader_attended | hearings_held\n{lines}")
    for basis in (Basis.PERIOD, Basis.YEAR_TO_DATE):
        values = compute(some, CATALOGUE, units_of(some), basis)
        for i in range(8):
            span = [i] if basis is Basis.PERIOD else range(i - i % 4, i + 1)
            tops, bottoms = [figures[j][0] for j in span], [figures[j][1] for j in span]
            cell = values.cell("甲", f"{2024 + i // 4}Q{i % 4 + 1}", RATE)
            if None in tops or None in bottoms:
                assert cell.status == "not_reported"
            elif sum(bottoms) == 0:
                assert cell.status == "no_cases"
            else:
                assert cell.value == float(Fraction(sum(tops), sum(bottoms)))


def test_the_fourth_quarters_cumulative_figure_is_the_year():
    some = panel("""
        unit | period | litigation_new_cases
        甲   | 2025Q1 | 1
        甲   | 2025Q2 | 2
        甲   | 2025Q3 | 0
        甲   | 2025Q4 | 4
    """)
    values = compute(some, CATALOGUE, units_of(some), Basis.YEAR_TO_DATE)
    assert values.value["admin_litigation_cases"].to_list() == [1, 3, 3, 7]


@pytest.mark.parametrize("basis", [Basis.PERIOD, Basis.YEAR_TO_DATE])
def test_a_panel_is_not_changed(basis):
    before = PANEL.values.copy()
    compute(PANEL, CATALOGUE, UNITS, basis)
    assert PANEL.values.equals(before)
