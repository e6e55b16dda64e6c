"""任务清单: which state a clause has for a unit, from figures, from “双下降”, and from what was said of the rest."""

from __future__ import annotations

import random

import pandas as pd
import pytest

from metrics import catalogue
from metrics.analysis.checklist import (
    INDICATOR,
    TASK,
    UNSAID,
    VERDICT,
    YEAR_PASSED,
    Item,
    State,
    cells,
    counts,
    overall,
)
from metrics.model import Attainment, Enforcement, TaskState, Unit, UnitKind

LOADED = catalogue.load()
EAST = Unit("610702", "east", "东关街道办事处", "东关街道", UnitKind.SUBDISTRICT, Enforcement.FULL, 1)
NO_POWER = Unit("610702", "none", "信访局", "信访局", UnitKind.DEPARTMENT, Enforcement.NONE, 2)
UNITS = [EAST, NO_POWER]


def attained(**states: str) -> pd.DataFrame:
    """Every indicator not applicable to anybody, but for those named, in the same state for both."""
    frame = pd.DataFrame("not_applicable", index=["east", "none"], columns=list(LOADED.indicators))
    for code, state in states.items():
        frame[code] = state
    return frame


def verdict(verdict: str = "not_comparable", volume: str = "not_applicable", rate: str = "") -> pd.DataFrame:
    row = {"verdict": verdict, "volume_reason": volume, "rate_reason": rate}
    return pd.DataFrame([row, row], index=["east", "none"])


def seen(attainment=None, verdicts=None, said=None, year_over=False):
    return cells(
        LOADED,
        UNITS,
        attained() if attainment is None else attainment,
        verdict() if verdicts is None else verdicts,
        said or {},
        year_over,
    )


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("met", State.MET),
        ("not_met", State.LACKING),
        ("overdue", State.LACKING),
        ("in_progress", State.RUNNING),
        ("not_reported", State.NOT_REPORTED),
        ("no_target", State.UNJUDGED),
        ("redefined", State.UNJUDGED),
        ("not_comparable", State.UNJUDGED),
        ("not_applicable", State.NOT_APPLICABLE),
    ],
)
def test_an_indicator_gives_its_clause_its_state(status, state):
    cell = seen(attained(case_review_unit_count=status))["16", "east"]
    assert cell.state is state
    assert Item(INDICATOR, "case_review_unit_count", status, state) in cell.items


def test_every_word_of_attainment_is_known():
    for word in Attainment:
        cell = seen(attained(case_review_unit_count=word.value))["16", "east"]
        assert cell.state in State


def test_a_word_that_attainment_does_not_have_is_an_error():
    with pytest.raises(ValueError, match="fine"):
        seen(attained(case_review_unit_count="fine"))


def test_of_several_indicators_the_worst_decides_and_comes_first():
    cell = seen(
        attained(
            leader_attendance_rate="met",
            chief_attendance_rate="no_target",
            chief_key_case_attendance_rate="not_met",
            chief_zero_attendance="in_progress",
        )
    )["22", "east"]
    assert cell.state is State.LACKING
    assert [item.code for item in cell.items] == [
        "chief_key_case_attendance_rate",
        "chief_zero_attendance",
        "leader_attendance_rate",
        "chief_attendance_rate",
    ]


def test_met_beside_something_without_target_is_met():
    cell = seen(attained(leader_attendance_rate="met", chief_attendance_rate="no_target"))["22", "east"]
    assert cell.state is State.MET


def test_nobody_has_met_what_has_not_been_reported():
    cell = seen(attained(leader_attendance_rate="met", chief_zero_attendance="not_reported"))["22", "east"]
    assert cell.state is State.NOT_REPORTED


@pytest.mark.parametrize(
    ("said", "year_over", "status", "state"),
    [
        (TaskState.DONE, False, "done", State.MET),
        (TaskState.DONE, True, "done", State.MET),
        (TaskState.IN_PROGRESS, False, "in_progress", State.RUNNING),
        (TaskState.IN_PROGRESS, True, YEAR_PASSED, State.LACKING),
        (TaskState.NOT_STARTED, False, "not_started", State.LACKING),
        (TaskState.NOT_APPLICABLE, False, "not_applicable", State.NOT_APPLICABLE),
        (None, False, UNSAID, State.NOT_REPORTED),
    ],
)
def test_a_task_that_nothing_counts_has_the_state_that_was_said(said, year_over, status, state):
    told = {} if said is None else {("group_study", "east"): said}
    cell = seen(said=told, year_over=year_over)["2", "east"]
    assert cell.items == (Item(TASK, "group_study", status, state),)
    assert cell.state is state


def test_a_unit_that_the_task_is_not_meant_for_need_say_nothing_but_may():
    assert seen()["10", "none"].items == (
        Item(TASK, "discretion_standards", "not_applicable", State.NOT_APPLICABLE),
    )
    told = {("discretion_standards", "none"): TaskState.DONE}
    assert seen(said=told)["10", "none"].state is State.MET


def test_one_unit_s_word_says_nothing_of_another():
    found = seen(said={("group_study", "east"): TaskState.DONE})
    assert found["2", "none"].state is State.NOT_REPORTED


@pytest.mark.parametrize(
    ("row", "item"),
    [
        (("double_decline",), ("double_decline", State.MET)),
        (("one_down",), ("one_down", State.LACKING)),
        (("double_rise",), ("double_rise", State.LACKING)),
        (("level",), ("level", State.LACKING)),
        (("not_comparable", "no_base"), ("not_comparable", State.UNJUDGED)),
        (("not_comparable", "", "no_closed"), ("not_comparable", State.UNJUDGED)),
        (("not_comparable", "", "not_reported"), ("not_reported", State.NOT_REPORTED)),
        (("not_comparable", "not_reported"), ("not_reported", State.NOT_REPORTED)),
        (("not_comparable", "not_applicable"), ("not_applicable", State.NOT_APPLICABLE)),
    ],
)
def test_double_decline_is_part_of_its_clause(row, item):
    status, state = item
    assert Item(VERDICT, "double_decline", status, state) in seen(verdicts=verdict(*row))["25", "east"].items


def test_every_clause_has_a_cell_for_every_unit_also_when_nobody_has_said_anything():
    found = seen(attained(**dict.fromkeys(LOADED.indicators, "not_reported")), verdict(volume="not_reported"))
    assert list(found) == [(number, unit.code) for number in LOADED.clauses for unit in UNITS]
    assert {cell.state for cell in found.values()} == {State.NOT_REPORTED, State.NOT_APPLICABLE}


@pytest.mark.parametrize("which", ["unit", "indicator", "verdict"])
def test_figures_that_leave_somebody_out_are_an_error(which):
    frame, verdicts = attained(), verdict()
    if which == "unit":
        frame = frame.drop(index="none")
    elif which == "indicator":
        frame = frame.drop(columns="leader_attendance_rate")
    else:
        verdicts = verdicts.drop(index="none")
    with pytest.raises(ValueError, match="leader_attendance_rate" if which == "indicator" else "none"):
        seen(frame, verdicts)


def test_a_clause_over_several_units_is_as_bad_as_its_worst_and_the_counts_add_up():
    frame = attained(case_review_unit_count="met")
    frame.loc["none", "case_review_unit_count"] = "in_progress"
    found = seen(frame)
    counted = counts(found["16", unit.code] for unit in UNITS)
    assert {state: many for state, many in counted.items() if many} == {State.MET: 1, State.RUNNING: 1}
    assert overall(counted) is State.RUNNING
    assert overall(counts([])) is State.NOT_APPLICABLE


def worst_by_hand(states: list[str]) -> str:
    """The slow twin: look for each state in turn."""
    for group in (["not_met", "overdue"], ["not_reported"], ["in_progress"], ["met"]):
        if any(state in group for state in states):
            return group[0]
    return "no_target" if any(s in ("no_target", "redefined", "not_comparable") for s in states) else "none"


def test_against_a_slow_twin_on_random_states():
    twin = {
        "not_met": State.LACKING,
        "not_reported": State.NOT_REPORTED,
        "in_progress": State.RUNNING,
        "met": State.MET,
        "no_target": State.UNJUDGED,
        "none": State.NOT_APPLICABLE,
    }
    draw = random.Random(7)
    codes = LOADED.clauses["22"].indicators
    for _ in range(200):
        states = [draw.choice(list(Attainment)).value for _ in codes]
        cell = seen(attained(**dict(zip(codes, states, strict=True))))["22", "east"]
        assert cell.state is twin[worst_by_hand(states)]
        assert {item.code for item in cell.items} == set(codes)
