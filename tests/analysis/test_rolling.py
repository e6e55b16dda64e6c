"""Four quarters added up, and the last full year: the same counts, another stretch."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.analysis import completeness, stretch
from metrics.analysis.rolling import at_last_year, last_full_year, rolling
from metrics.analysis.values import Values, compute
from metrics.model import Basis, IndicatorKind
from metrics.periods import Period
from tests.tables import CATALOGUE, panel, units_of

RATE, VOLUME = "admin_litigation_loss_rate", "admin_litigation_cases"


def of(text: str) -> tuple[Values, Values]:
    """(over four quarters, since January)"""
    some = panel(text)
    units = units_of(some)
    quarter = compute(some, CATALOGUE, units, Basis.PERIOD)
    return rolling(quarter, CATALOGUE), compute(some, CATALOGUE, units, Basis.YEAR_TO_DATE)


def quarters(*rows: str, first: str = "2024Q1", columns: str = "litigation_lost | litigation_closed") -> str:
    """One unit's rows of consecutive quarters."""
    keys = [Period.from_key(first).shift(i).key for i in range(len(rows))]
    lines = "\n".join(f"甲 | {key} | {row}" for key, row in zip(keys, rows, strict=True))
    return f"unit | period | {columns}\n{lines}"


def test_four_quarters_are_added_up_before_dividing():
    over, _ = of(quarters("1 | 2", "0 | 0", "1 | 8", "0 | 2", "3 | 3"))
    assert over.cell("甲", "2024Q4", RATE).value == 2 / 12
    cell = over.cell("甲", "2025Q1", RATE)
    assert (cell.value, cell.numerator, cell.denominator) == (4 / 13, 4, 13)


def test_a_gap_in_the_stretch_makes_it_unknown_and_an_older_one_does_not():
    over, _ = of(quarters(" | ", "0 | 2", "1 | 8", "0 | 2", "3 | 3"))
    assert over.cell("甲", "2024Q4", RATE).status == "not_reported"
    assert over.cell("甲", "2025Q1", RATE).value == 4 / 15


def test_before_the_fourth_quarter_known_there_is_no_figure():
    over, _ = of(quarters("1 | 2", "0 | 2", "1 | 8", "0 | 2"))
    assert list(over.status[RATE]) == ["not_reported"] * 3 + ["ok"]


def test_no_case_in_four_quarters_is_no_rate_of_zero():
    over, _ = of(quarters("0 | 0", "0 | 0", "0 | 0", "0 | 0"))
    cell = over.cell("甲", "2024Q4", RATE)
    assert (cell.status, cell.denominator) == ("no_cases", 0)
    assert math.isnan(cell.value)


def test_quarters_that_do_not_apply_add_nothing():
    over, _ = of(quarters("— | —", "— | —", "1 | 8", "— | —", "— | —", "— | —", "— | —"))
    assert over.cell("甲", "2024Q4", RATE).value == 1 / 8
    assert over.cell("甲", "2025Q3", RATE).status == "not_applicable"


def test_zero_attendance_is_of_the_year_on_any_basis():
    text = quarters(*["0 | 1"] * 3, "1 | 1", "0 | 0", "0 | 1", columns="chief_attended | hearings_held")
    over, year = of(text)
    code = CATALOGUE.headlines.absence
    assert over.value[code].equals(year.value[code])


def _random(seed: int, years: int = 2) -> str:
    chance = np.random.default_rng(seed)
    measures = [m.code for m in CATALOGUE.measures.values() if not m.terms]
    rows = [
        " | ".join(chance.choice(["", "—", "0", "5", "9"], p=[0.02, 0.1, 0.28, 0.3, 0.3]) for _ in measures)
        for _ in range(4 * years)
    ]
    return quarters(*rows, columns=" | ".join(measures))


@pytest.mark.parametrize("seed", range(8))
def test_four_quarters_up_to_the_fourth_are_the_year_for_every_indicator(seed):
    over, year = of(_random(seed))
    for key in ("2024Q4", "2025Q4"):
        for name in ("value", "numerator", "denominator", "status"):
            pd.testing.assert_series_equal(
                getattr(over, name).loc[("甲", key)], getattr(year, name).loc[("甲", key)]
            )


counts = st.one_of(st.none(), st.integers(0, 9))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(counts, counts), min_size=8, max_size=8))
def test_a_slow_twin_agrees(figures):
    over, _ = of(quarters(*(" | ".join("" if n is None else str(n) for n in pair) for pair in figures)))
    for i in range(8):
        window = figures[max(i - 3, 0) : i + 1]
        cell = over.cell("甲", Period(2024, 1).shift(i).key, RATE)
        if len(window) < 4 or any(None in pair for pair in window):
            assert cell.status == "not_reported"
        elif not sum(bottom for _, bottom in window):
            assert cell.status == "no_cases"
        else:
            lost, closed = (sum(pair[side] for pair in window) for side in (0, 1))
            assert cell.value == float(Fraction(lost, closed))


def test_a_variant_changed_within_the_stretch_is_not_joined():
    some = panel(quarters(*["1 | 4"] * 8))
    quarter = compute(some, CATALOGUE, units_of(some), Basis.PERIOD)
    quarter.variant.loc["2024Q3":, RATE] = "another"
    status = rolling(quarter, CATALOGUE).status[RATE]
    assert list(status[3:]) == ["redefined"] * 2 + ["ok"] * 3


def test_the_last_full_year_is_the_cumulative_figure_of_its_end():
    _, year = of(quarters(*["1 | 4"] * 4, "0 | 1", "0 | 1"))
    last = last_full_year(year)
    assert last.cell("甲", "2024Q3", RATE).status == "not_reported"
    for key in ("2025Q1", "2025Q2"):
        cell = last.cell("甲", key, RATE)
        assert (cell.value, cell.numerator, cell.denominator) == (4 / 16, 4, 16)
    assert last.variant.loc["2025Q2", RATE] == year.variant.loc["2024Q4", RATE]


def test_a_frame_is_taken_a_year_back_unit_by_unit():
    index = pd.MultiIndex.from_product([["甲", "乙"], ["2024Q4", "2025Q1"]], names=["unit", "period"])
    frame = pd.DataFrame({"x": [1.0, 2.0, 3.0, 4.0]}, index=index)
    assert at_last_year(frame, 0.0)["x"].to_list() == [0, 1, 0, 3]


def test_a_missing_quarter_anywhere_in_the_stretch_leaves_the_unit_out():
    some = panel("""
        unit | period | litigation_new_cases
        甲   | 2024Q3 | 1
        甲   | 2024Q4 | 1
        乙   | 2024Q4 | 1
        甲   | 2025Q1 | 1
        乙   | 2025Q1 | 1
        甲   | 2025Q2 | 1
        乙   | 2025Q2 | 1
    """)
    units = units_of(some)
    over = stretch.quarters(Basis.ROLLING, Period(2025, 2))
    assert completeness.over(some, units, over).missing == ("乙",)


def test_each_stretch_has_its_quarters_its_name_and_what_came_before_it():
    third, fourth = Period(2025, 3), Period(2025, 4)
    assert [p.key for p in stretch.quarters(Basis.ROLLING, third)] == ["2024Q4", "2025Q1", "2025Q2", "2025Q3"]
    assert [p.key for p in stretch.quarters(Basis.LAST_YEAR, third)] == [f"2024Q{n}" for n in (1, 2, 3, 4)]
    assert stretch.label(Basis.ROLLING, third) == "2024年第四季度至2025年第三季度"
    assert stretch.label(Basis.ROLLING, fourth) == stretch.label(Basis.YEAR_TO_DATE, fourth) == "2025年度"
    assert stretch.label(Basis.LAST_YEAR, third) == "2024年度"
    assert stretch.before(Basis.YEAR_TO_DATE, Period(2025, 1)) is None
    assert stretch.before(Basis.ROLLING, Period(2025, 1)) == Period(2024, 4)
    assert stretch.before(Basis.LAST_YEAR, third) == Period(2024, 3)


def test_a_count_has_no_denominator_on_any_basis():
    over, _ = of(quarters("1", "2", "3", "4", columns="litigation_new_cases"))
    cell = over.cell("甲", "2024Q4", VOLUME)
    assert cell.value == 10
    assert math.isnan(cell.denominator)
    assert CATALOGUE.indicators[VOLUME].kind is IndicatorKind.COUNT
