"""What a rule of escalation (督办规则) is, once it is read and checked. Frozen; made only by load_escalation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from metrics.decided import Level
from metrics.model import Basis
from metrics.periods import Period


class Test(StrEnum):
    """How a figure is held against something."""

    __test__ = False  # no test class, whatever its name says to pytest

    MISSES_TARGET = "misses_target"
    WORSE_THAN_AVERAGE = "worse_than_average"  # of the district, cases added up
    WORSE_THAN_YEAR_AGO = "worse_than_year_ago"
    RANKED_LAST = "ranked_last"  # among the last `number` of its group
    EVENTS = "events"  # at least `number` of the cases that tell against the unit


@dataclass(frozen=True)
class Condition:
    """One figure of the unit, on one basis, and what must be true of it.

    variant: another one than that in force, or “”. key: under which its values are computed.
    """

    indicator: str
    variant: str
    basis: Basis
    test: Test
    number: int

    @property
    def key(self) -> str:
        return f"{self.indicator}@{self.variant}" if self.variant else self.indicator


@dataclass(frozen=True)
class Gate:
    """How much must be known before a rule that is met becomes a proposal.

    kind: “chance”: the cases of the last `quarters` quarters must make it at least `chance` probable that the
    unit's true rate lies above the rate below which the share `quantile` of the units lie; the units' spread is
    fitted over `over` (“group” or “all”). “facts”: what tells against the unit are single events on
    record, and there are at least `min_events` of them. Both need `min_cases` cases.
    """

    kind: str
    quarters: int
    chance: float
    quantile: float
    over: str
    min_cases: int
    min_events: int


@dataclass(frozen=True)
class Rule:
    """When what is proposed. All conditions must hold, in each of the last `repeat` periods.

    events: what a case that tells against the unit is called: “败诉”, “负责人未出庭”.
    milder_first: a unit without an earlier measure on the same matter is proposed for one level lower. only_at:
    numbers of the quarters in which it is looked at. after, within: instead of conditions of its own the rule looks
    at units that had a measure of at least that level in the last `within` quarters, whose rule is met
    again, by the gate of that rule, with a figure no better than then.
    explain_days, answer_days: working days for the unit to explain before the measure is issued, and to
    answer after. enabled, enabled_by: as the file says; the store may hold a later word.
    """

    code: str
    name: str
    level: Level
    conditions: tuple[Condition, ...]
    repeat: int
    events: str
    gate: Gate | None
    milder_first: bool
    only_at: frozenset[int]
    after: Level | None
    within: int
    explain_days: int
    answer_days: int
    first: Period
    last: Period | None
    source: str
    note: str
    enabled: bool
    enabled_by: str

    def holds_in(self, period: Period) -> bool:
        """Whether the rule is valid for the period and looks at such quarters."""
        valid = self.first <= period and (self.last is None or period <= self.last)
        return valid and period.number in self.only_at

    @property
    def indicators(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(condition.indicator for condition in self.conditions))


@dataclass(frozen=True)
class Escalation:
    """The rules, in the order of the file. memory: quarters for which an earlier measure is remembered."""

    rules: Mapping[str, Rule]
    memory: int
