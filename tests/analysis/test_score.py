"""Composite scores: every line of the declared sum, what missing lines are worth, and what the weights decide."""

from __future__ import annotations

import math
import random
from dataclasses import replace

import pytest

from metrics.analysis.score import scores, sensitivity
from metrics.analysis.values import Values, compute
from metrics.catalogue.schemes import Line, Missing, Scheme, Scoring
from metrics.model import Basis
from metrics.periods import Period
from tests.tables import CATALOGUE, panel, units_of

MEASURES = (
    "leader_attended",
    "hearings_held",
    "litigation_lost",
    "litigation_closed",
    "chief_attended",
    "case_reviews",
)
HEAD = " | ".join(("unit", "period", *MEASURES)) + "\n"


def line(indicator: str, weight: float, floor: float, full: float) -> Line:
    return Line(indicator, Scoring.LINEAR, weight, floor, full, (), 0, 0, math.nan, False, "")


def scheme(*lines: Line, **other: object) -> Scheme:
    whole = Scheme(
        "trial",
        "试行",
        Period(2024, 1),
        None,
        Basis.YEAR_TO_DATE,
        Missing.LEFT_OUT,
        Missing.ZERO,
        0.5,
        lines,
        "推定",
        "",
    )
    return replace(whole, **other)


ATTENDED = line("leader_attendance_rate", 60, 0.5, 1.0)
LOST = line("admin_litigation_loss_rate", 40, 0.4, 0.0)
ABSENT = Line("chief_zero_attendance", Scoring.DEDUCT, 0, math.nan, math.nan, (), 10, 10, math.nan, True, "")


def values(lines: str) -> tuple[Values, list[str]]:
    some = panel(HEAD + lines)
    return compute(some, CATALOGUE, units_of(some), Basis.YEAR_TO_DATE), list(units_of(some))


def scored(lines: str, some: Scheme, period: str = "2025Q1"):
    found, units = values(lines)
    return scores(found, CATALOGUE, some, units, period)


def test_each_line_is_its_weight_in_proportion_between_floor_and_full():
    found = scored("甲 | 2025Q1 | 3 | 4 | 1 | 10 | 1 | 1", scheme(ATTENDED, LOST))
    sheet = found.sheet.xs("甲", level="unit")
    assert list(sheet["share"].round(6)) == [
        0.5,
        0.75,
    ]  # 0.75 half way from 0.5 to 1; 0.1 three quarters from 0.4 to 0
    assert list(sheet["points"].round(6)) == [30, 30]
    assert found.totals.loc["甲", "total"] == 60


def test_the_weight_of_a_line_without_cases_is_shared_out_among_the_others():
    found = scored("甲 | 2025Q1 | 3 | 4 | 0 | 0 | 1 | 1", scheme(ATTENDED, LOST))
    sheet = found.sheet.xs("甲", level="unit")
    assert list(sheet["weight_used"]) == [100, 0]
    assert found.totals.loc["甲", "total"] == 50
    assert found.totals.loc["甲", "judged"] == pytest.approx(0.6)


@pytest.mark.parametrize(("rule", "total"), [(Missing.LEFT_OUT, 50), (Missing.FULL, 70), (Missing.ZERO, 30)])
def test_what_a_line_without_cases_is_worth_is_declared(rule: Missing, total: float):
    found = scored("甲 | 2025Q1 | 3 | 4 | 0 | 0 | 1 | 1", scheme(ATTENDED, LOST, no_cases=rule))
    assert found.totals.loc["甲", "total"] == total


def test_a_line_that_nobody_reported_is_worth_nothing_where_the_scheme_says_so():
    found = scored("甲 | 2025Q1 | 4 | 4 | | | 1 | 1", scheme(ATTENDED, LOST))
    assert found.totals.loc["甲", "total"] == 60
    assert list(found.sheet["status"]) == ["ok", "not_reported"]


def test_a_unit_of_which_too_little_can_be_judged_stands_apart_without_a_rank():
    lines = "甲 | 2025Q1 | 0 | 0 | 1 | 10 | 0 | 1\n乙 | 2025Q1 | 4 | 4 | 1 | 10 | 1 | 1"
    found = scored(lines, scheme(ATTENDED, LOST))
    assert list(found.totals.index) == ["乙", "甲"]
    assert found.totals["rank"].isna().to_dict() == {"乙": False, "甲": True}


def test_a_unit_that_reported_nothing_is_no_last_one():
    lines = "甲 | 2025Q1 | | | | | | \n乙 | 2025Q1 | 4 | 4 | 1 | 10 | 1 | 1"
    assert scored(lines, scheme(ATTENDED, LOST)).totals["reason"].to_dict() == {
        "乙": "",
        "甲": "not_reported",
    }


def test_a_rule_of_the_year_s_end_takes_nothing_off_before_it():
    lines = "\n".join(f"甲 | 2025Q{n} | 4 | 4 | 0 | 10 | 0 | 1" for n in (1, 2, 3, 4))
    whole = scheme(ATTENDED, LOST, ABSENT)
    assert scored(lines, whole, "2025Q3").totals.loc["甲", "total"] == 100
    year = scored(lines, whole, "2025Q4")
    assert year.totals.loc["甲", ["taken", "total"]].to_list() == [10, 90]
    assert year.sheet["points"].iloc[-1] == -10


def test_a_line_of_the_year_s_end_is_not_judged_before_it():
    lines = "\n".join(f"甲 | 2025Q{n} | 4 | 4 | 4 | 10 | 1 | 1" for n in (1, 2, 3, 4))
    whole = scheme(ATTENDED, replace(LOST, year_end=True))
    assert scored(lines, whole, "2025Q3").totals.loc["甲", ["total", "judged"]].to_list() == [100, 0.6]
    assert scored(lines, whole, "2025Q4").totals.loc["甲", ["total", "judged"]].to_list() == [60, 1]


def test_a_veto_leaves_no_more_than_its_cap():
    veto = replace(ABSENT, scoring=Scoring.VETO, cap=59.0, year_end=False)
    found = scored("甲 | 2025Q1 | 4 | 4 | 0 | 10 | 0 | 1", scheme(ATTENDED, LOST, veto))
    assert found.totals.loc["甲", ["earned", "cap", "total"]].to_list() == [100, 59, 59]


def test_steps_give_the_share_of_the_first_one_reached():
    steps = Line(
        "admin_litigation_loss_rate",
        Scoring.STEPS,
        100,
        math.nan,
        math.nan,
        ((0.05, 1.0), (0.15, 0.6)),
        0,
        0,
        math.nan,
        False,
        "",
    )
    lines = "\n".join(
        f"{u} | 2025Q1 | 0 | 0 | {lost} | 20 | 0 | 1" for u, lost in (("甲", 1), ("乙", 3), ("丙", 4))
    )
    found = scored(lines, scheme(steps))
    assert found.totals["total"].to_dict() == {"甲": 100, "乙": 60, "丙": 0}


def test_equal_totals_share_a_rank_and_the_next_is_skipped():
    lines = "\n".join(
        f"{u} | 2025Q1 | {a} | 4 | 0 | 10 | 1 | 1" for u, a in (("甲", 4), ("乙", 3), ("丙", 3), ("丁", 2))
    )
    found = scored(lines, scheme(ATTENDED, LOST))
    assert found.totals["rank"].to_list() == [1, 2, 2, 4]


def test_values_over_another_stretch_are_refused():
    with pytest.raises(ValueError, match="over"):
        scored("甲 | 2025Q1 | 4 | 4 | 0 | 10 | 0 | 1", scheme(ATTENDED, LOST, basis=Basis.PERIOD))


def test_the_table_of_sensitivity_is_that_of_a_plain_loop():
    draw = random.Random(7)
    names = [f"单位{n}" for n in range(9)]
    lines = "\n".join(
        f"{u} | 2025Q1 | {draw.randint(0, 5)} | 5 | {draw.randint(0, 4)} | {draw.choice((0, 4, 9))} | 1 | 1"
        for u in names
    )
    whole = scheme(ATTENDED, LOST)
    found = scored(lines, whole)
    told = sensitivity(found)
    ranks: dict[str, list[int]] = {u: [] for u in found.ranked.index}
    for moved in range(2):
        for swing in (0.8, 1.2):
            weights = [one.weight * (swing if n == moved else 1) for n, one in enumerate(whole.lines)]
            totals = {}
            for unit in ranks:
                shares = found.sheet.xs(unit, level="unit")["share"].to_list()
                judged = [(s, w) for s, w in zip(shares, weights, strict=True) if not math.isnan(s)]
                totals[unit] = round(sum(s * w for s, w in judged) / sum(w for _, w in judged) * 100, 6)
            for unit in ranks:
                ranks[unit].append(1 + sum(other > totals[unit] for other in totals.values()))
    for unit, seen in ranks.items():
        official = int(found.totals.loc[unit, "rank"])
        assert told.units.loc[unit, "best"] == min([official, *seen])
        assert told.units.loc[unit, "worst"] == max([official, *seen])


def test_every_line_adds_up_to_the_total_for_the_scheme_that_is_shipped():
    whole = next(iter(CATALOGUE.schemes.values()))
    found = scored("甲 | 2025Q1 | 3 | 4 | 1 | 10 | 0 | 1\n乙 | 2025Q1 | 5 | 6 | 0 | 3 | 2 | 1", whole)
    points = found.sheet["points"].groupby(level="unit").sum()
    for unit in found.totals.index:
        assert points[unit] == pytest.approx(found.totals.loc[unit, "total"])
