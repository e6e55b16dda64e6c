"""What was decided about proposals and what followed; which rules are enabled; which days are holidays.

Everything is append-only: a follow-up has its events, a rule its adoptions, a day its arrangements; the
newest one holds, and the others are its history. Nothing here changes a figure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Connection, RowMapping, insert, select

from metrics.decided import Action, Level
from metrics.model import NotAllowed
from metrics.periods import Period
from metrics.store import numbered
from metrics.store import tables as t
from metrics.store.moments import moment, stamp


class Step(StrEnum):
    """What can happen to a follow-up."""

    CONFIRMED = "confirmed"  # the unit may explain until the day in `due`
    DISMISSED = "dismissed"
    CHANGED = "changed"  # another level
    EXPLAINED = "explained"
    ISSUED = "issued"  # sent out; the answer is due on the day in `due`
    WITHDRAWN = "withdrawn"
    ANSWERED = "answered"
    EXTENDED = "extended"  # another day in `due`
    CLOSED = "closed"


class State(StrEnum):
    EXPLAINING = "explaining"
    ISSUED = "issued"
    ANSWERED = "answered"
    CLOSED = "closed"
    DISMISSED = "dismissed"
    WITHDRAWN = "withdrawn"

    @property
    def is_open(self) -> bool:
        return self in (State.EXPLAINING, State.ISSUED, State.ANSWERED)


_LEADS_TO = {
    Step.CONFIRMED: State.EXPLAINING,
    Step.DISMISSED: State.DISMISSED,
    Step.ISSUED: State.ISSUED,
    Step.WITHDRAWN: State.WITHDRAWN,
    Step.ANSWERED: State.ANSWERED,
    Step.CLOSED: State.CLOSED,
}
_ALLOWED = {
    Step.CHANGED: (State.EXPLAINING,),
    Step.EXPLAINED: (State.EXPLAINING, State.ISSUED),
    Step.ISSUED: (State.EXPLAINING,),
    Step.WITHDRAWN: (State.EXPLAINING, State.ISSUED, State.ANSWERED),
    Step.ANSWERED: (State.ISSUED, State.ANSWERED),
    Step.EXTENDED: (State.ISSUED,),
    Step.CLOSED: (State.ISSUED, State.ANSWERED),
}


@dataclass(frozen=True)
class Event:
    """One thing that happened. level, due: only where the step sets them."""

    step: Step
    level: Level | None
    due: date | None
    text: str
    by: str
    at: datetime


@dataclass(frozen=True)
class FollowUp:
    """A proposal that somebody decided about, frozen as it was shown, and what happened since.

    proposed: the level that was proposed. reason, evidence: the sentences as the reviewer saw them.
    """

    number: int
    unit: str
    rule: str
    period: Period
    indicators: tuple[str, ...]
    proposed: Level
    reason: str
    evidence: str
    events: tuple[Event, ...] = field(default=())

    @property
    def state(self) -> State:
        return next(_LEADS_TO[e.step] for e in reversed(self.events) if e.step in _LEADS_TO)

    @property
    def level(self) -> Level:
        """What is in force: as confirmed, or as changed since."""
        return next((e.level for e in reversed(self.events) if e.level), self.proposed)

    @property
    def explain_until(self) -> date | None:
        return next((e.due for e in self.events if e.step is Step.CONFIRMED), None)

    @property
    def due(self) -> date | None:
        """The day on which the answer is due; None before it was issued."""
        steps = (Step.ISSUED, Step.EXTENDED)
        return next((e.due for e in reversed(self.events) if e.step in steps), None)

    @property
    def is_explained(self) -> bool:
        return any(e.step is Step.EXPLAINED for e in self.events)

    @property
    def action(self) -> Action | None:
        """What later rules remember: a measure that was issued and not taken back."""
        issued = any(e.step is Step.ISSUED for e in self.events)
        if not issued or self.state is State.WITHDRAWN:
            return None
        return Action(self.unit, self.rule, self.indicators, self.level, self.period)


@dataclass(frozen=True)
class Adoption:
    """A rule enabled or put out of use, by whom and when."""

    rule: str
    enabled: bool
    text: str
    by: str
    at: datetime


@dataclass(frozen=True)
class Arrangement:
    """A day that was entered: a holiday, or a weekend day that is worked; working None: taken back."""

    day: date
    working: bool | None
    name: str
    by: str
    at: datetime


def follow_ups(connection: Connection, jurisdiction: str) -> tuple[FollowUp, ...]:
    """Every proposal that was decided about, newest first, with its events in order."""
    f, e = t.follow_ups.c, t.follow_up_events.c
    events: dict[int, list[Event]] = {}
    told = select(t.follow_up_events).where(e.jurisdiction == jurisdiction).order_by(e.follow_up, e.number)
    for row in connection.execute(told).mappings():
        events.setdefault(row["follow_up"], []).append(_event(row))
    rows = connection.execute(
        select(t.follow_ups).where(f.jurisdiction == jurisdiction).order_by(f.number.desc())
    ).mappings()
    return tuple(_follow_up(row, events[row["number"]]) for row in rows)


def decide(connection: Connection, jurisdiction: str, proposal: FollowUp, first: Event) -> int:
    """Keep a proposal with what was decided about it; its number. Raises NotAllowed where somebody was faster."""
    f = t.follow_ups.c
    twin = select(f.number).where(
        f.jurisdiction == jurisdiction,
        f.unit == proposal.unit,
        f.rule == proposal.rule,
        f.period == proposal.period.key,
    )
    if connection.scalar(twin) is not None:
        raise NotAllowed("这条建议已经处理过，请刷新页面查看。")
    row = {
        "unit": proposal.unit,
        "rule": proposal.rule,
        "period": proposal.period.key,
        "indicators": list(proposal.indicators),
        "proposed": proposal.proposed.value,
        "reason": proposal.reason,
        "evidence": proposal.evidence,
    }
    number = numbered.add(connection, t.follow_ups, jurisdiction, [row])
    _append(connection, jurisdiction, number, 1, first)
    return number


def follow(connection: Connection, jurisdiction: str, number: int, event: Event) -> None:
    """Add an event. Raises NotAllowed where there is no such follow-up, or its state does not allow it."""
    e = t.follow_up_events.c
    here = (e.jurisdiction == jurisdiction) & (e.follow_up == number)
    rows = connection.execute(select(t.follow_up_events).where(here).order_by(e.number)).mappings().all()
    if not rows:
        raise NotAllowed(f"没有编号为 {number} 的督办事项。")
    state = next(_LEADS_TO[s] for row in reversed(rows) if (s := Step(row["step"])) in _LEADS_TO)
    if state not in _ALLOWED.get(event.step, ()):
        raise NotAllowed("这件督办的状态刚刚变了，请刷新页面查看后再办。")
    _append(connection, jurisdiction, number, rows[-1]["number"] + 1, event)


def adoptions(connection: Connection, jurisdiction: str) -> tuple[Adoption, ...]:
    """Everything ever said about enabling rules, oldest first: the last one of a rule holds."""
    a = t.rule_adoptions.c
    rows = connection.execute(
        select(t.rule_adoptions).where(a.jurisdiction == jurisdiction).order_by(a.number)
    ).mappings()
    return tuple(
        Adoption(row["rule"], row["enabled"], row["text"], row["said_by"], moment(row["said_at"]))
        for row in rows
    )


def adopt(connection: Connection, jurisdiction: str, adoption: Adoption) -> None:
    numbered.add(
        connection,
        t.rule_adoptions,
        jurisdiction,
        [
            {
                "rule": adoption.rule,
                "enabled": adoption.enabled,
                "text": adoption.text,
                "said_by": adoption.by,
                "said_at": stamp(adoption.at),
            }
        ],
    )


def arrangements(connection: Connection, jurisdiction: str) -> tuple[Arrangement, ...]:
    """Every day ever entered, oldest entry first: the last one of a day holds."""
    a = t.day_arrangements.c
    rows = connection.execute(
        select(t.day_arrangements).where(a.jurisdiction == jurisdiction).order_by(a.number)
    ).mappings()
    return tuple(
        Arrangement(row["day"], row["working"], row["name"], row["said_by"], moment(row["said_at"]))
        for row in rows
    )


def arrange(connection: Connection, jurisdiction: str, days: Sequence[Arrangement]) -> None:
    numbered.add(
        connection,
        t.day_arrangements,
        jurisdiction,
        [
            {
                "day": one.day,
                "working": one.working,
                "name": one.name,
                "said_by": one.by,
                "said_at": stamp(one.at),
            }
            for one in days
        ],
    )


def _append(connection: Connection, jurisdiction: str, follow_up: int, number: int, event: Event) -> None:
    connection.execute(
        insert(t.follow_up_events).values(
            jurisdiction=jurisdiction,
            follow_up=follow_up,
            number=number,
            step=event.step.value,
            level=event.level.value if event.level else None,
            due=event.due,
            text=event.text,
            said_by=event.by,
            said_at=stamp(event.at),
        )
    )


def _event(row: RowMapping) -> Event:
    return Event(
        Step(row["step"]),
        Level(row["level"]) if row["level"] else None,
        row["due"],
        row["text"],
        row["said_by"],
        moment(row["said_at"]),
    )


def _follow_up(row: RowMapping, events: Sequence[Event]) -> FollowUp:
    return FollowUp(
        row["number"],
        row["unit"],
        row["rule"],
        Period.from_key(row["period"]),
        tuple(row["indicators"]),
        Level(row["proposed"]),
        row["reason"],
        row["evidence"],
        tuple(events),
    )
