"""Follow-ups: decided once, moved on step by step, nothing ever overwritten."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from metrics.decided import Action, Level
from metrics.model import NotAllowed
from metrics.periods import Period
from metrics.store import Store
from metrics.store.escalation import Adoption, Arrangement, Event, FollowUp, State, Step
from tests.factories import AREA, NOW

PERIOD = Period(2025, 3)
PROPOSAL = FollowUp(
    0,
    "东关",
    "loss_rate_up",
    PERIOD,
    ("admin_litigation_loss_rate",),
    Level.INTERVIEW,
    "败诉率同比上升",
    "有九成可能",
)


def event(step: Step, text: str = "已核对台账", **rest: object) -> Event:
    return replace(Event(step, None, None, text, "王审核", NOW), **rest)


CONFIRMED = event(Step.CONFIRMED, level=Level.INTERVIEW, due=date(2025, 10, 16))
ISSUED = event(Step.ISSUED, due=date(2025, 10, 30))


def decided(store: Store, first: Event = CONFIRMED, proposal: FollowUp = PROPOSAL) -> int:
    with store.writing(AREA) as writing:
        return writing.decide(proposal, first)


def followed(store: Store, number: int, *events: Event) -> FollowUp:
    for one in events:
        with store.writing(AREA) as writing:
            writing.follow(number, one)
    return next(one for one in store.follow_ups(AREA) if one.number == number)


def test_a_confirmed_proposal_waits_for_the_unit_to_explain(store: Store):
    one = followed(store, decided(store))
    assert (one.state, one.level, one.explain_until, one.due) == (
        State.EXPLAINING,
        Level.INTERVIEW,
        date(2025, 10, 16),
        None,
    )
    assert one.action is None  # nothing was sent yet
    assert one.events == (CONFIRMED,)


def test_an_issued_measure_is_remembered_and_its_answer_is_due(store: Store):
    one = followed(store, decided(store), event(Step.EXPLAINED, "系列案件", by="张三"), ISSUED)
    assert (one.state, one.due, one.is_explained) == (State.ISSUED, date(2025, 10, 30), True)
    assert one.action == Action("东关", "loss_rate_up", PROPOSAL.indicators, Level.INTERVIEW, PERIOD)
    later = followed(store, one.number, event(Step.EXTENDED, due=date(2025, 11, 13)), event(Step.ANSWERED))
    assert (later.state, later.due) == (State.ANSWERED, date(2025, 11, 13))
    closed = followed(store, one.number, event(Step.CLOSED))
    assert closed.state is State.CLOSED
    assert closed.action == one.action
    assert [e.step for e in closed.events] == [
        Step.CONFIRMED,
        Step.EXPLAINED,
        Step.ISSUED,
        Step.EXTENDED,
        Step.ANSWERED,
        Step.CLOSED,
    ]


def test_a_level_changed_after_the_explanation_is_what_is_remembered(store: Store):
    one = followed(store, decided(store), event(Step.CHANGED, level=Level.REMINDER), ISSUED)
    assert one.proposed is Level.INTERVIEW
    assert one.action.level is Level.REMINDER


@pytest.mark.parametrize("before", [(), (ISSUED,)])
def test_what_was_taken_back_is_not_remembered(store: Store, before: tuple[Event, ...]):
    one = followed(store, decided(store), *before, event(Step.WITHDRAWN))
    assert (one.state, one.action) == (State.WITHDRAWN, None)


def test_what_was_dismissed_is_kept_and_nothing_can_follow(store: Store):
    number = decided(store, event(Step.DISMISSED, "同一拆迁项目的系列案"))
    one = followed(store, number)
    assert (one.state, one.action, one.state.is_open) == (State.DISMISSED, None, False)
    with pytest.raises(NotAllowed, match="刷新"):
        followed(store, number, ISSUED)


@pytest.mark.parametrize("step", [Step.ANSWERED, Step.EXTENDED, Step.CLOSED])
def test_nothing_is_answered_or_closed_before_it_was_issued(store: Store, step: Step):
    with pytest.raises(NotAllowed, match="刷新"):
        followed(store, decided(store), event(step))


def test_a_proposal_is_decided_once_and_again_in_another_quarter(store: Store):
    decided(store)
    with pytest.raises(NotAllowed, match="已经处理过"):
        decided(store, event(Step.DISMISSED))
    decided(store, proposal=replace(PROPOSAL, period=PERIOD.next()))
    assert [one.period for one in store.follow_ups(AREA)] == [PERIOD.next(), PERIOD]


def test_two_reviewers_at_once_decide_it_once(store: Store):
    def work(_: int) -> bool:
        try:
            decided(store)
        except NotAllowed:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(work, range(8))) == 1
    assert len(store.follow_ups(AREA)) == 1


def test_a_follow_up_that_is_not_there_is_said(store: Store):
    with pytest.raises(NotAllowed, match="没有编号为 7"), store.writing(AREA) as writing:
        writing.follow(7, ISSUED)


def test_the_last_word_on_a_rule_and_on_a_day_stands_behind_the_earlier_ones(store: Store):
    first = Adoption("loss_rate_up", True, "局务会第3次会议", "王审核", NOW)
    second = replace(first, enabled=False, text="暂停使用", at=NOW + timedelta(days=1))
    day = Arrangement(date(2027, 1, 4), False, "元旦", "管理员", NOW)
    back = replace(day, working=None, at=NOW + timedelta(days=1))
    for adoption in (first, second):
        with store.writing(AREA) as writing:
            writing.adopt(adoption)
    with store.writing(AREA) as writing:
        writing.arrange([day, replace(day, day=date(2027, 1, 9), working=True)])
        writing.arrange([back])
        writing.arrange([])
    assert store.adoptions(AREA) == (first, second)
    assert [(one.day.day, one.working) for one in store.arrangements(AREA)] == [
        (4, False),
        (9, True),
        (4, None),
    ]
    assert store.adoptions("610703") == () == store.arrangements("610703")


def test_nothing_here_changes_a_figure(store: Store):
    before = store.counted(AREA)
    followed(store, decided(store), ISSUED)
    assert store.counted(AREA) == before
    assert store.revision(AREA) > before


@pytest.mark.parametrize(
    "work",
    [
        lambda store, number: followed(store, number, event(Step.EXPLAINED), ISSUED, event(Step.CLOSED)),
        lambda store, number: decided(store, proposal=replace(PROPOSAL, unit="汉中路")),
    ],
)
def test_no_row_is_ever_changed_or_taken_away(
    store: Store, tmp_path: Path, work: Callable[[Store, int], object]
):
    number = decided(store)

    def rows() -> list[tuple[object, ...]]:
        with sqlite3.connect(tmp_path / "metrics.db") as plain:
            return [
                row
                for table in ("follow_ups", "follow_up_events")
                for row in plain.execute(f"SELECT '{table}', * FROM {table}")
            ]

    before = rows()
    work(store, number)
    assert set(before) < set(rows())
