"""Follow up on units (督办): what the rules propose, what a reviewer decided, and what the unit said to it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from metrics.analysis.escalation import Assessment, Proposal, assess
from metrics.catalogue.escalation import Rule
from metrics.decided import Level
from metrics.model import NotAllowed
from metrics.report import words_escalation
from metrics.store.escalation import Adoption, Event, FollowUp, State, Step
from metrics.tasks import workdays
from metrics.tasks.figures import Figures
from metrics.tasks.settle import MIN_CHARACTERS, characters
from metrics.tasks.workspace import Workspace

_DAYS_OF_A_RULE_THAT_IS_GONE = 15  # taken out of escalation.toml after its proposal was confirmed


@dataclass(frozen=True)
class Standing:
    """Whether a rule is in use, and who said so. by, at, text: empty where nobody has said anything yet."""

    rule: Rule
    enabled: bool
    by: str
    text: str
    at: datetime | None


@dataclass(frozen=True)
class Board:
    """Everything that the page shows.

    proposals: of rules in use, not yet decided. not_enough: met, but the gate not passed. trial: what the
    rules that are not in use would propose. standings: code of the rule → in use or not.
    """

    standings: Mapping[str, Standing]
    proposals: tuple[Proposal, ...]
    not_enough: tuple[Proposal, ...]
    trial: Assessment
    follow_ups: tuple[FollowUp, ...]
    workdays: workdays.Workdays
    today: date

    @property
    def open_ones(self) -> tuple[FollowUp, ...]:
        """Open measures: overdue answers, then what can be issued, then by the day that is waited for."""
        some = [one for one in self.follow_ups if one.state.is_open]
        return tuple(
            sorted(
                some,
                key=lambda one: (
                    not self.is_overdue(one),
                    not self.may_issue(one),
                    self.next_day(one) or date.max,
                    one.number,
                ),
            )
        )

    @property
    def finished(self) -> tuple[FollowUp, ...]:
        return tuple(one for one in self.follow_ups if not one.state.is_open)

    def next_day(self, one: FollowUp) -> date | None:
        """The day that the follow-up waits for: the end of explaining, or the answer."""
        return {State.EXPLAINING: one.explain_until, State.ISSUED: one.due}.get(one.state)

    def left(self, one: FollowUp) -> int | None:
        """Working days until that day; negative when it has passed."""
        day = self.next_day(one)
        return None if day is None else self.workdays.left(self.today, day)

    def is_overdue(self, one: FollowUp) -> bool:
        """Whether an answer is overdue. A window to explain that has ended is no fault of the unit."""
        return one.state is State.ISSUED and one.due is not None and one.due < self.today

    def may_issue(self, one: FollowUp) -> bool:
        """Whether the unit has explained itself, or has had its time to."""
        ended = one.explain_until is not None and one.explain_until < self.today
        return one.state is State.EXPLAINING and (one.is_explained or ended)

    @property
    def guessed(self) -> tuple[int, ...]:
        """Years in which a day that is shown was reckoned without knowing the holidays."""
        days = [day for one in self.open_ones if (day := self.next_day(one))]
        return self.workdays.guessed(self.today, max([self.today, *days]))


def board(workspace: Workspace, found: Figures, now: datetime) -> Board:
    """What the rules say of the figures' period, and where every follow-up stands."""
    store, area = workspace.store, workspace.jurisdiction
    follow_ups = store.follow_ups(area)
    standings = _standings(found, store.adoptions(area))
    in_use = {code for code, standing in standings.items() if standing.enabled}
    used, trial = _assessments(found, follow_ups, in_use)
    return Board(
        standings,
        tuple(one for one in used.proposals if not _is_decided(one, follow_ups)),
        tuple(one for one in used.not_enough if not _is_decided(one, follow_ups)),
        trial,
        follow_ups,
        workdays.workdays(workspace),
        workdays.today(now),
    )


def _standings(found: Figures, adoptions: Sequence[Adoption]) -> dict[str, Standing]:
    said = {adoption.rule: adoption for adoption in adoptions}
    standings = {}
    for code, rule in found.catalogue.escalation.rules.items():
        last = said.get(code)
        standings[code] = (
            Standing(rule, last.enabled, last.by, last.text, last.at)
            if last
            else Standing(rule, rule.enabled, rule.enabled_by, "", None)
        )
    return standings


def _assessments(
    found: Figures, follow_ups: Sequence[FollowUp], in_use: Collection[str]
) -> tuple[Assessment, Assessment]:
    """(of the rules in use, of the others); computed once until a follow-up or the use of a rule changes."""
    history = tuple(action for one in follow_ups if (action := one.action))
    key = ("escalation", history, frozenset(in_use))
    if key not in found.asked:
        others = [code for code in found.catalogue.escalation.rules if code not in in_use]
        found.asked[key] = tuple(
            assess(found.panel, found.catalogue, found.units, found.period, history, rules)
            for rules in (in_use, others)
        )
    both: tuple[Assessment, Assessment] = found.asked[key]
    return both


def _is_decided(proposal: Proposal, follow_ups: Sequence[FollowUp]) -> bool:
    """Whether a reviewer decided about it in its period: about this rule, or at no lower level about the matter."""
    return any(
        one.unit == proposal.unit
        and one.period == proposal.period
        and (
            one.rule == proposal.rule.code
            or (set(one.indicators) & set(proposal.matter) and one.level.weight >= proposal.level.weight)
        )
        for one in follow_ups
    )


def enable(
    workspace: Workspace, rules: Collection[str], enabled: bool, text: str, by: str, now: datetime
) -> None:
    """Put rules into use or out of it, saying on what ground. Raises NotAllowed."""
    if not rules:
        raise NotAllowed("请至少选一条规则。")
    for rule in rules:
        if rule not in workspace.catalogue.escalation.rules:
            raise NotAllowed(f"没有名为“{rule}”的督办规则。")
    _require(by, text, "签认依据" if enabled else "停用的理由")
    with workspace.store.writing(workspace.jurisdiction) as writing:
        for rule in rules:
            writing.adopt(Adoption(rule, enabled, text.strip(), by.strip(), now))


def confirm(
    workspace: Workspace,
    found: Figures,
    unit: str,
    rule: str,
    level: Level,
    text: str,
    by: str,
    now: datetime,
) -> int:
    """Take a proposal up, at its level or another; the unit may then explain. Its number.

    Raises NotAllowed: no longer proposed, decided already, another level without a reason, nobody stands for it.
    """
    proposal, here = _proposal(workspace, found, unit, rule, now)
    if level is not proposal.level:
        _require(by, text, "改变级别的理由")
    _require(by)
    until = here.workdays.after(here.today, proposal.rule.explain_days)
    return _decide(
        workspace, found, proposal, Event(Step.CONFIRMED, level, until, text.strip(), by.strip(), now)
    )


def dismiss(
    workspace: Workspace, found: Figures, unit: str, rule: str, text: str, by: str, now: datetime
) -> int:
    """Put a proposal aside for its period, with the reason. Raises NotAllowed as confirm."""
    proposal, _ = _proposal(workspace, found, unit, rule, now)
    _require(by, text, "不采纳的理由")
    return _decide(
        workspace, found, proposal, Event(Step.DISMISSED, None, None, text.strip(), by.strip(), now)
    )


def _proposal(
    workspace: Workspace, found: Figures, unit: str, rule: str, now: datetime
) -> tuple[Proposal, Board]:
    here = board(workspace, found, now)
    for one in here.proposals:
        if (one.unit, one.rule.code) == (unit, rule):
            return one, here
    raise NotAllowed("这条建议已经处理过，或因数据更新不再成立，请刷新页面查看。")


def _decide(workspace: Workspace, found: Figures, proposal: Proposal, first: Event) -> int:
    frozen = FollowUp(
        0,
        proposal.unit,
        proposal.rule.code,
        proposal.period,
        proposal.matter,
        proposal.level,
        words_escalation.reason(proposal, found.catalogue, found.units),
        words_escalation.evidence(proposal),
    )
    with workspace.store.writing(workspace.jurisdiction) as writing:
        return writing.decide(frozen, first)


def change_level(workspace: Workspace, number: int, level: Level, text: str, by: str, now: datetime) -> None:
    """Another level before it is issued, after what the unit said. Raises NotAllowed."""
    _require(by, text, "改变级别的理由")
    _follow(workspace, number, Event(Step.CHANGED, level, None, text.strip(), by.strip(), now))


def explain(workspace: Workspace, number: int, text: str, by: str, now: datetime) -> None:
    """Keep what the unit said; by: who said it for the unit. Raises NotAllowed."""
    _require(by, text, "单位的说明")
    _follow(workspace, number, Event(Step.EXPLAINED, None, None, text.strip(), by.strip(), now))


def issue(workspace: Workspace, one: FollowUp, here: Board, text: str, by: str, now: datetime) -> None:
    """The measure was sent out; the answer is due so many working days later. text: number of the letter, or “”.

    Raises NotAllowed before the unit has explained itself or had its time to.
    """
    _require(by)
    if not here.may_issue(one):
        raise NotAllowed("说明期还没有结束，单位也还没有说明：先听取说明，再印发。")
    rule = workspace.catalogue.escalation.rules.get(one.rule)
    days = rule.answer_days if rule else _DAYS_OF_A_RULE_THAT_IS_GONE
    due = here.workdays.after(here.today, days)
    _follow(workspace, one.number, Event(Step.ISSUED, None, due, text.strip(), by.strip(), now))


def answer(workspace: Workspace, number: int, text: str, by: str, now: datetime) -> None:
    """Keep the unit's answer: what it did. Raises NotAllowed."""
    _require(by, text, "单位的答复")
    _follow(workspace, number, Event(Step.ANSWERED, None, None, text.strip(), by.strip(), now))


def extend(
    workspace: Workspace, one: FollowUp, here: Board, days: int, text: str, by: str, now: datetime
) -> None:
    """Give the unit so many more working days, counted from the due day or, where that has passed, from today."""
    _require(by, text, "延期的理由")
    if one.due is None or not 1 <= days <= 60:
        raise NotAllowed("延期应为 1 至 60 个工作日，且措施已经印发。")
    due = here.workdays.after(max(one.due, here.today), days)
    _follow(workspace, one.number, Event(Step.EXTENDED, None, due, text.strip(), by.strip(), now))


def withdraw(workspace: Workspace, number: int, text: str, by: str, now: datetime) -> None:
    """Take a measure back: it is not remembered against the unit. Raises NotAllowed."""
    _require(by, text, "撤回的理由")
    _follow(workspace, number, Event(Step.WITHDRAWN, None, None, text.strip(), by.strip(), now))


def close(workspace: Workspace, number: int, text: str, by: str, now: datetime) -> None:
    """Done: with what came of it. Raises NotAllowed."""
    _require(by, text, "办结情况")
    _follow(workspace, number, Event(Step.CLOSED, None, None, text.strip(), by.strip(), now))


def _follow(workspace: Workspace, number: int, event: Event) -> None:
    with workspace.store.writing(workspace.jurisdiction) as writing:
        writing.follow(number, event)


def _require(by: str, text: str = "", what: str = "") -> None:
    """Somebody stands for it; and where a text is asked for, it says something."""
    if not by.strip():
        raise NotAllowed("请先填写姓名：督办事项由谁办理要有记录。")
    if what and characters(text) < MIN_CHARACTERS:
        raise NotAllowed(f"{what}至少写 {MIN_CHARACTERS} 个字，说清楚情况。")
