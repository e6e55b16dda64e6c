"""Units that were renamed, merged, split or abolished: nothing joined in silence, nothing counted twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pandas as pd
import pytest

from metrics.analysis import totals
from metrics.analysis.lineage import comparable
from metrics.analysis.values import compute
from metrics.decided import UnitChange, UnitChangeKind
from metrics.model import Basis
from metrics.panel import shared_rows
from metrics.periods import Period
from tests.tables import CATALOGUE, panel, units_of

PANEL = panel("""
    unit | period | litigation_new_cases | litigation_closed | litigation_lost
    甲   | 2024Q4 | 3                    | 2                 | 1
    乙   | 2024Q4 | 5                    | 4                 | 0
    丁   | 2024Q4 | 7                    | 7                 | 7
    丙   | 2025Q1 | 6                    | 5                 | 1
    丁   | 2025Q1 | 7                    | 7                 | 7
""")
LATER = Period(2025, 1)


def change(
    kind: UnitChangeKind, before: tuple[str, ...], after: tuple[str, ...], first: Period = LATER
) -> UnitChange:
    return UnitChange(
        1, kind, before, after, first, "汉台编发〔2025〕1号", "张三", datetime(2025, 1, 2, tzinfo=UTC)
    )


MERGED = change(UnitChangeKind.MERGED, ("甲", "乙"), ("丙",))


def dated(units, ends: dict[str, date] = {}, starts: dict[str, date] = {}):  # noqa: B006
    return {c: replace(u, valid_to=ends.get(c), valid_from=starts.get(c)) for c, u in units.items()}


UNITS = dated(units_of(PANEL), {"甲": date(2024, 12, 31), "乙": date(2024, 12, 31)}, {"丙": date(2025, 1, 1)})


def test_the_past_of_merged_units_is_added_up_under_the_new_one():
    found = comparable(PANEL, UNITS, [MERGED], LATER)
    assert set(found.units) == {"丙", "丁"}
    assert found.panel.values.loc[("丙", "2024Q4"), "litigation_new_cases"] == 8
    assert found.panel.values.loc[("丙", "2025Q1"), "litigation_new_cases"] == 6
    assert "甲" not in found.panel.values.index.get_level_values("unit")
    assert found.parts == {("丙", "2024Q4"): ("甲", "乙")}
    assert found.units["丙"].valid_from is None


def test_a_part_without_a_report_makes_a_gap_and_no_smaller_sum():
    values = PANEL.values.copy()
    values.loc[("乙", "2024Q4")] = float("nan")
    reported = PANEL.reported.copy()
    reported.loc[("乙", "2024Q4")] = False
    found = comparable(replace(PANEL, values=values, reported=reported), UNITS, [MERGED], LATER)
    assert pd.isna(found.panel.values.loc[("丙", "2024Q4"), "litigation_new_cases"])
    assert not found.panel.reported.loc[("丙", "2024Q4")]


def test_not_applicable_in_one_part_is_nothing_and_in_all_stays_not_applicable():
    some = panel("""
        unit | period | case_reviews | litigation_new_cases
        甲   | 2024Q4 | —            | —
        乙   | 2024Q4 | 2            | —
        丙   | 2025Q1 | 1            | 1
    """)
    found = comparable(some, UNITS, [MERGED], LATER).panel
    assert found.values.loc[("丙", "2024Q4"), "case_reviews"] == 2
    assert found.not_applicable.loc[("丙", "2024Q4"), "litigation_new_cases"]
    assert not found.not_applicable.loc[("丙", "2024Q4"), "case_reviews"]


def test_the_totals_are_the_same_on_both_bases():
    found = comparable(PANEL, UNITS, [MERGED], LATER)
    volume = CATALOGUE.headlines.volume
    for basis in (Basis.PERIOD, Basis.YEAR_TO_DATE):
        before = totals.total(compute(PANEL, CATALOGUE, UNITS, basis), CATALOGUE, UNITS)
        after = totals.total(compute(found.panel, CATALOGUE, found.units, basis), CATALOGUE, found.units)
        assert list(before.value[volume].loc["@all"].dropna()) == list(
            after.value[volume].loc["@all"].dropna()
        )


def test_a_unit_taken_over_by_another_that_goes_on():
    taken = change(UnitChangeKind.MERGED, ("甲", "丁"), ("丁",))
    units = dated(units_of(PANEL), {"甲": date(2024, 12, 31)})
    found = comparable(PANEL, units, [taken], LATER)
    assert found.panel.values.loc[("丁", "2024Q4"), "litigation_new_cases"] == 10
    assert found.panel.values.loc[("丁", "2025Q1"), "litigation_new_cases"] == 7


def test_a_chain_of_changes_ends_with_the_unit_of_today():
    some = panel("""
        unit | period | litigation_new_cases
        甲   | 2024Q3 | 1
        乙   | 2024Q4 | 2
        丙   | 2025Q1 | 4
    """)
    units = dated(
        units_of(some),
        {"甲": date(2024, 9, 30), "乙": date(2024, 12, 31)},
        {"乙": date(2024, 10, 1), "丙": date(2025, 1, 1)},
    )
    chain = [
        change(UnitChangeKind.RENAMED, ("甲",), ("乙",), Period(2024, 4)),
        change(UnitChangeKind.RENAMED, ("乙",), ("丙",)),
    ]
    found = comparable(some, units, chain, LATER)
    assert list(found.panel.values["litigation_new_cases"]) == [1, 2, 4]
    assert list(found.units) == ["丙"]
    assert list(comparable(some, units, chain, Period(2024, 4)).units) == ["乙", "丙"]


@pytest.mark.parametrize("kind", [UnitChangeKind.SPLIT, UnitChangeKind.ABOLISHED])
def test_the_past_of_a_split_or_abolished_unit_stays_its_own(kind: UnitChangeKind):
    after = ("乙", "丙") if kind is UnitChangeKind.SPLIT else ()
    found = comparable(PANEL, UNITS, [change(kind, ("甲",), after)], LATER)
    assert found.panel is PANEL
    assert found.parts == {}


def test_a_case_of_both_parts_is_one_case_of_the_new_unit():
    cases = [("甲", "2024Q4", "litigation_new_cases", "1号"), ("乙", "2024Q4", "litigation_new_cases", "1号")]
    cases += [("丁", "2024Q4", "litigation_new_cases", "1号")]
    some = replace(PANEL, shared=shared_rows(cases))
    found = comparable(some, UNITS, [MERGED], LATER)
    assert found.panel.values.loc[("丙", "2024Q4"), "litigation_new_cases"] == 7
    before = totals.total(compute(some, CATALOGUE, UNITS, Basis.PERIOD), CATALOGUE, UNITS, some.shared)
    after = totals.total(
        compute(found.panel, CATALOGUE, found.units, Basis.PERIOD), CATALOGUE, found.units, found.panel.shared
    )
    volume = CATALOGUE.headlines.volume
    assert before.value.loc[("@all", "2024Q4"), volume] == after.value.loc[("@all", "2024Q4"), volume] == 13
