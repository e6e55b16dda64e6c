"""Totals are the sum of what is shown; changes never divide by zero nor join two definitions."""

from __future__ import annotations

import math

from metrics.analysis import completeness, totals, trend
from metrics.analysis.medians import medians
from metrics.analysis.values import compute, pick
from metrics.model import Basis, UnitKind
from tests.tables import CATALOGUE, panel, units_of

RATE, VOLUME = "admin_litigation_loss_rate", "admin_litigation_cases"
PANEL = panel("""
    unit | period | litigation_new_cases | litigation_lost | litigation_closed | chief_attended | hearings_held
    甲镇 | 2024Q1 | 4                    | 1               | 2                 | 0              | 1
    甲镇 | 2025Q1 | 2                    | 1               | 4                 | 0              | 1
    乙局 | 2024Q1 | 0                    | 0               | 0                 | 0              | 0
    乙局 | 2025Q1 | 3                    | 0               | 6                 | 1              | 2
    丙局 | 2024Q1 | 0                    | 1               | 1                 | 1              | 1
    丙局 | 2025Q1 | 0                    |                 |                   | 0              | 3
""")
UNITS = units_of(PANEL, 甲镇=UnitKind.TOWN)
VALUES = compute(PANEL, CATALOGUE, UNITS, Basis.PERIOD)
TOTAL = totals.total(VALUES, CATALOGUE, UNITS)


def test_a_total_rate_comes_from_counts_and_not_from_the_mean_of_rates():
    cell = TOTAL.cell("@all", "2025Q1", RATE)
    assert (cell.value, cell.numerator, cell.denominator) == (1 / 10, 1, 10)


def test_a_total_is_the_sum_of_the_rows_shown():
    assert TOTAL.cell("@all", "2025Q1", VOLUME).value == 5
    assert TOTAL.cell("@towns", "2025Q1", VOLUME).value == 2
    assert TOTAL.cell("@departments", "2025Q1", VOLUME).value == 3


def test_the_total_of_zero_attendance_counts_units():
    assert TOTAL.cell("@all", "2025Q1", CATALOGUE.headlines.absence).value == 2


def test_a_group_without_units_has_no_total():
    assert TOTAL.cell("@government", "2025Q1", VOLUME).status in ("not_reported", "not_applicable")


def test_changes_name_the_cases_where_nothing_can_be_divided():
    change = trend.change(VALUES, CATALOGUE, 4)
    status = change.status[VOLUME].xs("2025Q1", level="period").to_dict()
    assert status == {"甲镇": "ok", "乙局": "from_zero", "丙局": "both_zero"}
    assert pick(change.relative, "甲镇", "2025Q1", VOLUME) == -0.5
    assert math.isnan(pick(change.relative, "乙局", "2025Q1", VOLUME))
    assert pick(change.status, "甲镇", "2024Q1", VOLUME) == "no_base"


def test_the_change_of_a_rate_is_a_difference_of_fractions():
    change = trend.change(VALUES, CATALOGUE, 4)
    assert pick(change.difference, "甲镇", "2025Q1", RATE) == 1 / 4 - 1 / 2
    assert math.isnan(pick(change.relative, "甲镇", "2025Q1", RATE))


def test_who_has_not_reported_is_known_for_the_quarter_and_for_the_year():
    some = panel("""
        unit | period | litigation_new_cases
        甲   | 2025Q1 | 1
        乙   | 2025Q2 | 1
        甲   | 2025Q2 | 1
    """)
    units = units_of(some)
    assert completeness.coverage(some, units, "2025Q2").missing == ()
    assert completeness.since_january(some, units, "2025Q2").missing == ("乙",)
    assert completeness.coverage(some, units, "2025Q1").reported == 1


def test_the_median_leaves_out_who_has_no_value():
    middle = medians(VALUES, ["甲镇", "乙局", "丙局"])
    assert middle.loc["2025Q1", RATE] == (1 / 4 + 0) / 2
