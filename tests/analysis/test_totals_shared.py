"""A case of several defendants counts for each of them, and once in a total."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from itertools import product

import numpy as np
import pandas as pd
import pytest

from metrics.analysis import totals
from metrics.analysis.rolling import rolling
from metrics.analysis.values import Values, compute, only
from metrics.model import Basis, IndicatorKind, Unit, UnitKind
from metrics.panel import Panel, shared_rows
from metrics.periods import Period
from tests.tables import CATALOGUE, panel, units_of

RATE, VOLUME = "admin_litigation_loss_rate", "admin_litigation_cases"
NEW, LOST, CLOSED = "litigation_new_cases", "litigation_lost", "litigation_closed"
PANEL = panel("""
    unit | period | litigation_new_cases | litigation_lost | litigation_closed
    甲镇 | 2025Q1 | 2                    | 1               | 2
    甲镇 | 2025Q2 | 1                    | 0               | 1
    乙镇 | 2025Q1 | 3                    | 0               | 2
    乙镇 | 2025Q2 | 1                    | 1               | 1
    丙局 | 2025Q1 | 1                    | 1               | 1
    丙局 | 2025Q2 | 4                    |                 |
""")
UNITS = units_of(PANEL, 甲镇=UnitKind.TOWN, 乙镇=UnitKind.TOWN)


def rows(*cases: tuple[str, str, str, str]) -> pd.DataFrame:
    """(units joined by 、, period, measure, case)"""
    return shared_rows([(u, p, m, c) for us, p, m, c in cases for u in us.split("、")])


def of(
    shared: pd.DataFrame, basis: Basis = Basis.PERIOD, some: Panel = PANEL
) -> tuple[Values, totals.Deducted]:
    values = compute(some, CATALOGUE, UNITS, basis)
    return (
        totals.total(values, CATALOGUE, UNITS, shared),
        totals.deducted(values, CATALOGUE, UNITS, shared),
    )


def test_a_case_of_three_units_is_one_case_of_the_district():
    total, taken = of(rows(("甲镇、乙镇、丙局", "2025Q1", NEW, "1号")))
    assert total.cell("@all", "2025Q1", VOLUME).value == 6 - 2
    assert taken.numerator.loc[("@all", "2025Q1"), VOLUME] == 2


def test_a_group_takes_off_only_what_its_own_members_share():
    total, taken = of(rows(("甲镇、乙镇、丙局", "2025Q1", NEW, "1号")))
    assert total.cell("@towns", "2025Q1", VOLUME).value == 5 - 1
    assert total.cell("@departments", "2025Q1", VOLUME).value == 1
    assert taken.numerator.loc[("@departments", "2025Q1"), VOLUME] == 0


def test_a_case_lost_by_one_of_two_is_one_closed_case_and_one_lost_case():
    total, taken = of(rows(("甲镇、乙镇", "2025Q1", CLOSED, "1号")))
    cell = total.cell("@all", "2025Q1", RATE)
    assert (cell.numerator, cell.denominator, cell.value) == (2, 4, 0.5)
    assert taken.denominator.loc[("@all", "2025Q1"), RATE] == 1


def test_the_year_to_date_takes_off_what_each_quarter_does():
    shared = rows(("甲镇、乙镇", "2025Q1", NEW, "1号"), ("乙镇、丙局", "2025Q2", NEW, "2号"))
    total, _ = of(shared, Basis.YEAR_TO_DATE)
    assert total.cell("@all", "2025Q1", VOLUME).value == 6 - 1
    assert total.cell("@all", "2025Q2", VOLUME).value == 12 - 2
    assert total.cell("@towns", "2025Q2", VOLUME).value == 7 - 1


def test_a_case_dated_into_two_quarters_is_one_case_of_the_year_and_one_of_either_quarter():
    shared = rows(("甲镇", "2025Q1", NEW, "1号"), ("乙镇", "2025Q2", NEW, "1号"))
    total, taken = of(shared, Basis.YEAR_TO_DATE)
    assert [total.cell("@all", q, VOLUME).value for q in ("2025Q1", "2025Q2")] == [6, 12 - 1]
    assert taken.numerator.loc[("@towns", "2025Q2"), VOLUME] == 1
    total, _ = of(shared)
    assert [total.cell("@all", q, VOLUME).value for q in ("2025Q1", "2025Q2")] == [6, 6]


def test_a_case_that_one_unit_counts_in_both_quarters_is_as_often_in_the_district():
    shared = rows(("甲镇、乙镇", "2025Q1", NEW, "1号"), ("甲镇", "2025Q2", NEW, "1号"))
    total, _ = of(shared, Basis.YEAR_TO_DATE)
    assert total.cell("@all", "2025Q2", VOLUME).value == 12 - 1


def test_who_is_not_added_up_shares_nothing():
    """丙局 gave no closed cases in the second quarter: its row is not in the sum."""
    total, taken = of(rows(("乙镇、丙局", "2025Q2", CLOSED, "1号")))
    assert total.cell("@all", "2025Q2", RATE).denominator == 2
    assert taken.denominator.loc[("@all", "2025Q2"), RATE] == 0


def test_who_is_left_out_of_a_comparison_shares_nothing():
    values = only(compute(PANEL, CATALOGUE, UNITS, Basis.PERIOD), ["甲镇", "丙局"])
    total = totals.total(values, CATALOGUE, UNITS, rows(("甲镇、乙镇", "2025Q1", NEW, "1号")))
    assert total.cell("@all", "2025Q1", VOLUME).value == 3


def test_a_unit_that_was_no_more_shares_nothing():
    units = UNITS | {"乙镇": replace(UNITS["乙镇"], valid_to=date(2024, 12, 31))}
    values = compute(PANEL, CATALOGUE, units, Basis.PERIOD)
    total = totals.total(values, CATALOGUE, units, rows(("甲镇、乙镇", "2025Q1", NEW, "1号")))
    assert total.cell("@all", "2025Q1", VOLUME).value == 3


def test_two_instances_of_a_case_are_two_in_the_district():
    total, _ = of(rows(*[("甲镇、乙镇", "2025Q1", NEW, "1号")] * 2))
    assert total.cell("@all", "2025Q1", VOLUME).value == 6 - 2


def test_zero_attendance_counts_units_whatever_they_share():
    some = panel("""
        unit | period | chief_attended | hearings_held
        甲镇 | 2025Q1 | 0              | 1
        乙镇 | 2025Q1 | 0              | 1
        丙局 | 2025Q1 | 1              | 1
    """)
    total, _ = of(rows(("甲镇、乙镇", "2025Q1", "hearings_held", "1号")), some=some)
    assert total.cell("@all", "2025Q1", CATALOGUE.headlines.absence).value == 2


@pytest.mark.parametrize("basis", [Basis.PERIOD, Basis.YEAR_TO_DATE])
def test_without_shared_cases_nothing_changes(basis):
    values = compute(PANEL, CATALOGUE, UNITS, basis)
    plain = totals.total(values, CATALOGUE, UNITS)
    total, taken = of(shared_rows(), basis)
    pd.testing.assert_frame_equal(total.value, plain.value)
    pd.testing.assert_frame_equal(total.numerator, plain.numerator)
    assert not taken.numerator.any(axis=None)
    assert not taken.denominator.any(axis=None)


def reported(codes: tuple[str, ...], sign: int = 1) -> list[tuple[int, str]]:
    found = []
    for code in codes:
        terms = CATALOGUE.measures[code].terms
        for term_sign, term in terms or ((1, ""),):
            found += reported((term,), sign * term_sign) if terms else [(sign, code)]
    return found


def added(span: str, basis: Basis, quarter: str, period: str) -> bool:
    """Whether a figure of the period has an earlier quarter in it; there are four quarters in all."""
    half = {"1": "1", "2": "1", "3": "2", "4": "2"}
    same_year = quarter[:4] == period[:4]
    if span == "H":
        return same_year and half[quarter[-1]] == half[period[-1]]
    if span == "Y" or basis is Basis.YEAR_TO_DATE:
        return same_year
    return basis is Basis.ROLLING


def twin(
    values: Values, units: Mapping[str, Unit], cases: list[tuple[str, str, str, str]]
) -> dict[tuple[str, str, str], tuple[float, float]]:
    """(total, period, indicator) → (numerator, denominator) taken off, case by case."""
    found = {}
    names = ["@all", *(f"@{group}" for group in CATALOGUE.groups)]
    for name, period, (code, indicator) in product(names, values.periods, CATALOGUE.indicators.items()):
        when = Period.from_key(period)
        segment = indicator.at(when)
        sums = [0.0, 0.0]
        if segment and indicator.kind not in (IndicatorKind.ABSENCE, IndicatorKind.DEADLINE):
            counted = {
                unit
                for unit in values.units
                if name in ("@all", f"@{CATALOGUE.group_of(units[unit]).code}")
                and not np.isnan(values.numerator.loc[(unit, period), code])
            }
            sides = segment.variant.numerator, segment.variant.denominator
            stock = all(CATALOGUE.measures[m].nature == "stock" for side in sides for m in side)
            for i, side in enumerate(sides):
                for sign, measure in reported(side):
                    quarters = {
                        q
                        for _, q, _, _ in cases
                        if q == period
                        or (not stock and q < period and added(indicator.span, values.basis, q, period))
                    }
                    of_measure = [(u, c) for u, q, m, c in cases if m == measure and q in quarters]
                    for case in {c for _, c in of_measure}:
                        each = [of_measure.count((u, case)) for u in counted]
                        sums[i] += sign * (sum(each) - max(each, default=0))
        found[name, period, code] = (sums[0], sums[1])
    return found


@pytest.mark.parametrize("basis", [Basis.PERIOD, Basis.YEAR_TO_DATE, Basis.ROLLING])
@pytest.mark.parametrize("seed", range(3))
def test_what_is_taken_off_equals_its_slow_twin(seed, basis):
    chance = random.Random(seed)
    measures = [m.code for m in CATALOGUE.measures.values() if not m.terms]
    names = ("甲镇", "乙镇", "丙局", "丁局")
    periods = ("2024Q4", "2025Q1", "2025Q2", "2025Q3")
    lines = [f"unit | period | {' | '.join(measures)}"]
    for unit, period in product(names, periods):
        cells = [
            chance.choice(["", "5", "6", "7", "8", "—"]) if chance.random() < 0.1 else "9" for _ in measures
        ]
        lines.append(f"{unit} | {period} | {' | '.join(cells)}")
    some = panel("\n".join(lines))
    units = units_of(some, 甲镇=UnitKind.TOWN, 乙镇=UnitKind.TOWN)
    cases = [
        (unit, period, measure, f"{number}号")
        for period, measure, number in product(periods, chance.sample(measures, 14), range(2))
        for unit in chance.sample(names, chance.randint(0, 4))
        for _ in range(chance.choice([1, 1, 1, 2]))
    ]
    if basis is Basis.ROLLING:
        values = rolling(compute(some, CATALOGUE, units, Basis.PERIOD), CATALOGUE)
    else:
        values = compute(some, CATALOGUE, units, basis)
    shared = shared_rows(cases)
    taken = totals.deducted(values, CATALOGUE, units, shared)
    expected = twin(values, units, cases)
    assert any(top for top, _ in expected.values())
    for (name, period, code), (top, bottom) in expected.items():
        assert taken.numerator.loc[(name, period), code] == top, (name, period, code)
        assert taken.denominator.loc[(name, period), code] == bottom, (name, period, code)
    plain = totals.total(values, CATALOGUE, units)
    less = totals.total(values, CATALOGUE, units, shared)
    known = ~plain.numerator.isna()
    difference = plain.numerator - less.numerator
    assert (difference[known].fillna(0) == taken.numerator[known].fillna(0)).all(axis=None)


def test_a_comparison_takes_off_only_where_both_sides_know_their_cases():
    """Last year 甲镇 gave a summary only: what it shared then nobody knows."""
    some = panel("""
        unit | period | litigation_new_cases | litigation_closed | litigation_lost
        甲镇 | 2024Q1 | 2                    | 0                 |
        甲镇 | 2025Q1 | 2                    | 3                 | 1
        乙镇 | 2024Q1 | 2                    | 3                 | 1
        乙镇 | 2025Q1 | 2                    | 3                 | 1
    """)
    listed = some.values.notna()
    listed.loc[("甲镇", "2024Q1")] = False
    shared = rows(*(("甲镇、乙镇", "2025Q1", measure, "1号") for measure in (NEW, CLOSED, LOST)))
    known = replace(some, shared=shared, listed=listed)
    kept = totals.shared_where_known(known, ["甲镇", "乙镇"], ["2024Q1", "2025Q1"])
    assert set(kept["measure"]) == {CLOSED, LOST}
    assert set(totals.shared_where_known(known, ["乙镇"], ["2024Q1", "2025Q1"])["measure"]) == {
        NEW,
        CLOSED,
        LOST,
    }
    assert len(totals.shared_where_known(known, ["甲镇", "乙镇"], ["2025Q1"])) == 6
