"""Rule by rule, from literal tables: who is named, why, and who is not for want of evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.analysis.escalation import Assessment, assess
from metrics.catalogue import Catalogue
from metrics.decided import Action, Level
from metrics.model import UnitKind
from metrics.panel import Panel
from metrics.periods import Period
from tests.tables import CATALOGUE, panel, units_of

NOW = Period(2025, 3)
QUARTERS = [NOW.shift(-n).key for n in range(8, -1, -1)]
LOSS, ATTENDANCE = "admin_litigation_loss_rate", "leader_attendance_rate"


def only(*rules: str) -> Catalogue:
    chosen = {code: CATALOGUE.escalation.rules[code] for code in rules}
    return replace(CATALOGUE, escalation=replace(CATALOGUE.escalation, rules=chosen))


def table(measures: str, figures: Mapping[str, Mapping[str, Sequence[int | str]]]) -> Panel:
    """unit → quarter → its cells; a quarter that is not named has zeros, so that nothing is missing."""
    lines = [f"unit | period | {measures}"]
    zeros = ["0"] * len(measures.split("|"))
    for unit, known in figures.items():
        for key in QUARTERS:
            cells = [str(cell) for cell in known.get(key, zeros)]
            lines.append(f"{unit} | {key} | {' | '.join(cells)}")
    return panel("\n".join(lines))


def losses(**rates: Sequence[tuple[int, int]]) -> Panel:
    """unit=[(lost, closed) of the newest quarter, of the one before, …]; eight quarters before are the first's."""
    return table(
        "litigation_lost | litigation_closed",
        {
            unit: {NOW.shift(-n).key: pair for n, pair in enumerate(newest_first)}
            for unit, newest_first in rates.items()
        },
    )


def crowd(worst: Sequence[tuple[int, int]], peers: int = 20) -> dict[str, Sequence[tuple[int, int]]]:
    """One unit beside others that lost one of three cases in one of the last five quarters, each in its own."""
    others = {f"单位{n}": [(int(q == n % 5), 3) for q in range(6)] for n in range(peers)}
    return {"甲": worst, **others}


def seen(
    some: Panel, catalogue: Catalogue, history: Sequence[Action] = (), period: Period = NOW
) -> Assessment:
    return assess(some, catalogue, units_of(some), period, history)


def named(found: Assessment) -> list[tuple[str, str, str]]:
    return [(one.unit, one.rule.code, str(one.level)) for one in found.proposals]


def doubtful(found: Assessment) -> dict[str, str]:
    return {one.unit: one.evidence.missing for one in found.not_enough}


def mentions(found: Assessment, unit: str) -> bool:
    return unit in {one.unit for one in (*found.proposals, *found.not_enough)}


ABOVE = only("loss_rate_above_average")
HEAVY = [(4, 5)] * 6  # loses four of five, quarter after quarter


def test_a_rate_above_the_district_two_quarters_running_is_named_and_the_first_time_mildly():
    found = seen(losses(**crowd(HEAVY)), ABOVE)
    assert named(found) == [("甲", "loss_rate_above_average", "reminder")]
    [one] = found.proposals
    assert one.is_milder
    assert [(r.period, r.cell.numerator, r.cell.denominator) for r in one.readings] == [
        (NOW, 16, 20),
        (NOW.previous(), 16, 20),
    ]
    assert one.readings[0].compared.value == pytest.approx((16 + 16) / (20 + 20 * 12))
    assert one.evidence.chance > 0.99
    assert (one.evidence.cases, one.evidence.events, one.evidence.fitted) == (20, 16, 21)


def test_after_an_earlier_measure_on_the_same_matter_the_level_is_that_of_the_rule():
    before = Action("甲", "loss_rate_up", (LOSS,), Level.REMINDER, NOW.shift(-2))
    found = seen(losses(**crowd(HEAVY)), ABOVE, [before])
    assert named(found) == [("甲", "loss_rate_above_average", "interview")]
    assert found.proposals[0].earlier == (before,)


@pytest.mark.parametrize(
    "other",
    [
        Action("单位1", "loss_rate_above_average", (LOSS,), Level.REMINDER, NOW.shift(-2)),  # another unit
        Action("甲", "case_review_none", ("case_review_unit_count",), Level.REMINDER, NOW.shift(-2)),
        Action("甲", "loss_rate_above_average", (LOSS,), Level.REMINDER, NOW.shift(-9)),  # forgotten
        Action("甲", "loss_rate_above_average", (LOSS,), Level.REMINDER, NOW),  # of the same quarter
        Action("甲", "loss_rate_above_average", (LOSS,), Level.REMINDER, NOW.next()),  # of a later one
    ],
)
def test_what_is_no_earlier_measure_on_the_matter_leaves_the_first_time_a_first_time(other: Action):
    assert named(seen(losses(**crowd(HEAVY)), ABOVE, [other])) == [
        ("甲", "loss_rate_above_average", "reminder")
    ]


def test_above_the_district_in_one_quarter_only_is_not_named():
    # Four quarters to the last one without a loss: the rolling rate then was below the district's.
    found = seen(losses(**crowd([(5, 5), (0, 5), (0, 5), (0, 5), (0, 5)])), ABOVE)
    assert not mentions(found, "甲")


def test_two_lost_cases_of_eight_are_too_little_to_know_more_than_chance():
    others = {"乙": HEAVY, "丙": [(2, 5)] * 6}
    found = seen(losses(**crowd([(1, 2), (0, 2)] * 3), **others), ABOVE)
    assert [unit for unit, _, _ in named(found)] == ["乙", "丙"]
    assert doubtful(found)["甲"] == "within_chance"


def test_one_lost_case_is_never_enough_for_an_interview():
    found = seen(losses(**crowd([(0, 0), (1, 3), (0, 0), (0, 0)])), ABOVE)
    assert doubtful(found)["甲"] == "too_few_events"


def test_fewer_cases_than_the_least_number_are_said_to_be_too_few():
    found = seen(losses(**crowd([(0, 0), (2, 2), (0, 0), (0, 0)])), ABOVE)
    assert doubtful(found)["甲"] == "too_few_cases"


def test_where_the_units_do_not_differ_beyond_chance_nobody_is_named():
    often, seldom = [(1, 2), (0, 2)] * 3, [(1, 2), (0, 2), (0, 2), (0, 2)] * 2
    alike = {f"单位{n}": often if n < 10 else seldom for n in range(20)}
    found = seen(losses(**alike), ABOVE)
    assert named(found) == []
    assert set(doubtful(found).values()) == {"no_spread"}


def test_a_unit_with_a_gap_in_the_four_quarters_meets_no_rule():
    figures = {
        unit: dict(zip(reversed(QUARTERS), pairs, strict=False)) for unit, pairs in crowd(HEAVY).items()
    }
    figures["甲"][NOW.shift(-2).key] = ("", "")
    assert not mentions(seen(table("litigation_lost | litigation_closed", figures), ABOVE), "甲")


def test_the_district_government_is_never_named():
    some = losses(**crowd(HEAVY))
    units = units_of(some, 甲=UnitKind.GOVERNMENT)
    assert assess(some, ABOVE, units, NOW) == Assessment((), ())


def test_a_rule_looks_only_at_the_quarters_for_which_it_is_valid():
    some = losses(**crowd(HEAVY))
    rule = ABOVE.escalation.rules["loss_rate_above_average"]
    later = replace(rule, first=NOW.next())
    ended = replace(rule, last=NOW.previous())
    for other in (later, ended):
        changed = replace(ABOVE, escalation=replace(ABOVE.escalation, rules={other.code: other}))
        assert seen(some, changed) == Assessment((), ())


def test_a_quarter_without_figures_proposes_nothing():
    assert seen(losses(**crowd(HEAVY)), ABOVE, period=Period(2031, 1)) == Assessment((), ())


UP = only("loss_rate_up")


def test_a_loss_rate_above_last_years_with_two_lost_cases_is_named():
    year = [(3, 5)] * 3 + [(0, 5)] * 6  # Q1 to Q3 of this year; before, nothing lost
    assert named(seen(losses(**crowd(year)), UP)) == [("甲", "loss_rate_up", "reminder")]


def test_a_loss_rate_that_did_not_rise_is_not_named():
    assert named(seen(losses(**crowd([(3, 5)] * 9)), UP)) == []


def test_one_lost_case_more_than_last_year_is_not_named():
    assert seen(losses(**crowd([(1, 5)] + [(0, 5)] * 8)), UP) == Assessment((), ())


def test_both_rules_on_the_loss_rate_give_one_proposal_that_names_the_other():
    found = seen(
        losses(**crowd([(3, 5)] * 4 + [(0, 5)] * 5)), only("loss_rate_above_average", "loss_rate_up")
    )
    [one] = found.proposals
    assert (one.rule.code, [rule.code for rule in one.also]) == (
        "loss_rate_above_average",
        ["loss_rate_up"],
    )


def attendances(**rates: Sequence[tuple[int, int, int]]) -> Panel:
    """unit=[(attended, held, excused), …] newest first."""
    return table(
        "leader_attended | hearings_held | excused_absences",
        {u: {NOW.shift(-n).key: row for n, row in enumerate(rows)} for u, rows in rates.items()},
    )


SHORT = only("attendance_short")


def test_a_hearing_without_the_leader_and_without_a_reason_is_a_reminder():
    found = seen(attendances(甲=[(3, 4, 0)], 乙=[(4, 4, 0)], 丙=[(0, 0, 0)]), SHORT)
    assert named(found) == [("甲", "attendance_short", "reminder")]
    assert not found.proposals[0].is_milder  # there is nothing below a reminder
    assert found.proposals[0].evidence.events == 1


def test_an_absence_that_the_court_accepted_counts_against_nobody():
    assert seen(attendances(甲=[(3, 4, 1)]), SHORT) == Assessment((), ())


TWICE = only("attendance_short", "attendance_short_twice")


def present(n: int) -> list[tuple[int, int, int]]:
    return [(4 - (n % 5 == 0 and q == 2), 4, 0) for q in range(5)]


def test_short_two_quarters_running_and_clearly_more_than_others_stands_for_the_reminder():
    others = {f"单位{n}": present(n) for n in range(20)}
    found = seen(attendances(甲=[(1, 4, 0)] * 5, **others), TWICE)
    one = next(p for p in found.proposals if p.unit == "甲")
    assert (one.rule.code, one.level, [r.code for r in one.also]) == (
        "attendance_short_twice",
        Level.REMINDER,
        ["attendance_short"],
    )


def test_a_busy_unit_that_missed_one_of_ten_twice_is_reminded_not_interviewed():
    others = {f"单位{n}": [(3 - (n % 2 == 0), 3, 0)] * 5 for n in range(20)}
    before = Action("甲", "attendance_short", (ATTENDANCE,), Level.REMINDER, NOW.shift(-2))
    found = seen(attendances(甲=[(9, 10, 0)] * 5, **others), TWICE, [before])
    assert ("甲", "attendance_short", "reminder") in named(found)
    assert doubtful(found)["甲"] == "within_chance"


def test_no_review_reported_is_a_reminder_and_no_report_is_none():
    some = panel(
        """
        unit | period | case_reviews
        甲   | 2025Q3 | 0
        乙   | 2025Q3 | 1
        丙   | 2025Q3 |
        丁   | 2025Q3 | —
        """
    )
    assert named(seen(some, only("case_review_none"))) == [("甲", "case_review_none", "reminder")]


@pytest.mark.parametrize(
    ("rule", "due", "done", "level"),
    [
        ("judicial_advice_overdue", "judicial_advice_due", "judicial_advice_on_time", "reminder"),
        (
            "procuratorial_advice_overdue",
            "procuratorial_advice_due",
            "procuratorial_advice_on_time",
            "reminder",
        ),
        ("judgment_not_performed", "judgments_due", "judgments_performed", "interview"),
    ],
)
def test_what_was_due_and_not_done_is_a_fact(rule: str, due: str, done: str, level: str):
    some = panel(
        f"unit | period | {due} | {done}\n甲 | 2025Q3 | 2 | 1\n乙 | 2025Q3 | 2 | 2\n丙 | 2025Q3 | 0 | 0"
    )
    assert named(seen(some, only(rule))) == [("甲", rule, level)]


LAST = only("correction_rate_ranked_last")


def corrections(rates: Mapping[str, tuple[int, int]]) -> Panel:
    return table(
        "review_direct_corrected | review_closed",
        {unit: {NOW.shift(-n).key: pair for n in range(5)} for unit, pair in rates.items()},
    )


def test_among_the_last_three_of_the_group_two_quarters_running_is_a_reminder():
    rates = {f"单位{n}": (0, 5) for n in range(17)} | {"甲": (4, 5), "乙": (2, 5), "丙": (2, 5)}
    found = seen(corrections(rates), LAST)
    assert [unit for unit, _, _ in named(found)] == ["甲", "乙", "丙"]
    readings = {one.unit: one.readings[0] for one in found.proposals}
    assert {unit: (r.compared.value, r.of) for unit, r in readings.items()} == {
        "甲": (20, 20),
        "乙": (18, 20),
        "丙": (18, 20),
    }


def test_who_shares_a_rank_with_many_is_not_last():
    rates = {f"单位{n}": (n % 2, 5) for n in range(20)}
    assert seen(corrections(rates), LAST) == Assessment((), ())


def test_of_five_units_there_are_no_last_three():
    rates = {f"单位{n}": (0, 9) for n in range(4)} | {"甲": (8, 9)}
    assert seen(corrections(rates), LAST) == Assessment((), ())


CHIEF = only("chief_never_attended")


@pytest.mark.parametrize(
    ("period", "held", "chief", "expected"),
    [
        ("2025Q4", (1, 1, 1, 1), 0, [("甲", "chief_never_attended", "interview")]),
        ("2025Q4", (1, 1, 1, 1), 1, []),
        ("2025Q4", (0, 0, 0, 0), 0, []),  # 当年没有开庭案件的单位不适用
        ("2025Q4", (1, 0, 0, 1), 0, []),  # 全年两件，不足 3 件
        ("2025Q3", (1, 1, 1), 0, []),  # 季度只作预警
    ],
)
def test_a_chief_who_never_attended_is_judged_at_the_end_of_the_year(period, held, chief, expected):
    lines = [f"甲 | 2025Q{n} | {h} | {chief if n == 2 else 0}" for n, h in enumerate(held, 1)]
    some = panel("unit | period | hearings_held | chief_attended\n" + "\n".join(lines))
    assert named(assess(some, CHIEF, units_of(some), Period.from_key(period))) == expected


AGAIN = only("loss_rate_above_average", "not_improved_after_interview")


def interviewed(level: Level = Level.INTERVIEW, back: int = 1) -> Action:
    return Action("甲", "loss_rate_above_average", (LOSS,), level, NOW.shift(-back))


def test_no_better_one_quarter_after_an_interview_is_criticised():
    found = seen(losses(**crowd(HEAVY)), AGAIN, [interviewed()])
    assert named(found) == [("甲", "not_improved_after_interview", "criticism")]
    [one] = found.proposals
    assert one.base.code == "loss_rate_above_average"
    assert (one.then.numerator, one.then.denominator) == (16, 20)
    assert [rule.code for rule in one.also] == ["loss_rate_above_average"]


@pytest.mark.parametrize("action", [interviewed(Level.REMINDER), interviewed(back=2)])
def test_a_reminder_or_an_interview_long_ago_leads_to_an_interview_only(action: Action):
    assert named(seen(losses(**crowd(HEAVY)), AGAIN, [action])) == [
        ("甲", "loss_rate_above_average", "interview")
    ]


def test_somewhat_better_after_an_interview_is_not_criticised():
    better = [(2, 5), (4, 5), (4, 5), (4, 5), (4, 5)]
    assert named(seen(losses(**crowd(better)), AGAIN, [interviewed()])) == [
        ("甲", "loss_rate_above_average", "interview")
    ]


def test_only_the_rules_asked_for_are_looked_at():
    some = losses(**crowd(HEAVY))
    assert named(assess(some, ABOVE, units_of(some), NOW, rules=())) == []


figures = st.lists(
    st.lists(
        st.integers(0, 4).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), min_size=9, max_size=9
    ),
    min_size=3,
    max_size=12,
)


@settings(max_examples=25, deadline=None)
@given(figures, st.randoms())
def test_units_without_cases_and_the_order_of_units_change_nobody(some, random):
    rates = {f"单位{n}": rows for n, rows in enumerate(some)}
    one = seen(losses(**rates), AGAIN)
    more = list({**rates, "空": [(0, 0)] * 9, "另": [(0, 0)] * 9}.items())
    random.shuffle(more)
    other = seen(losses(**dict(more)), AGAIN)
    assert sorted(named(one)) == sorted(named(other))
    assert doubtful(one) == doubtful(other)


@settings(max_examples=25, deadline=None)
@given(figures)
def test_every_proposal_has_passed_its_gate(some):
    found = seen(losses(**{f"单位{n}": rows for n, rows in enumerate(some)}), only("loss_rate_above_average"))
    for one in found.proposals:
        gate = one.rule.gate
        assert one.evidence.chance >= gate.chance
        assert one.evidence.cases >= gate.min_cases and one.evidence.events >= gate.min_events
    assert all(one.evidence.missing for one in found.not_enough)
