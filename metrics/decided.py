"""What the bureau decides beside the figures: measures against units, reforms of units, definitions changed.

Standard library only, as `model`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from metrics.periods import Period


class Level(StrEnum):
    """What the bureau may do about a unit (通知第二十五条), mildest first."""

    REMINDER = "reminder"  # 发函提醒
    INTERVIEW = "interview"  # 约谈警示
    CRITICISM = "criticism"  # 通报批评

    @property
    def label(self) -> str:
        return {"reminder": "发函提醒", "interview": "约谈警示", "criticism": "通报批评"}[self]

    @property
    def weight(self) -> int:
        return list(Level).index(self)

    @property
    def milder(self) -> Level:
        """One level lower; the mildest stays."""
        return list(Level)[max(self.weight - 1, 0)]


@dataclass(frozen=True)
class Action:
    """What was done about a unit and is remembered: the next rule looks at it. period: of the figures."""

    unit: str
    rule: str
    indicators: tuple[str, ...]
    level: Level
    period: Period


class UnitChangeKind(StrEnum):
    """What may happen to units in a reform of agencies (机构改革)."""

    RENAMED = "renamed"  # one unit goes on under another code
    MERGED = "merged"  # several become one, which may be one of them
    SPLIT = "split"  # one becomes several
    ABOLISHED = "abolished"  # one ends, and nobody takes its place

    @property
    def label(self) -> str:
        return {"renamed": "更名", "merged": "合并", "split": "拆分", "abolished": "撤销"}[self]


@dataclass(frozen=True)
class UnitChange:
    """`before` became `after` (codes) from the first day of the quarter `first` on. source: the document."""

    number: int
    kind: UnitChangeKind
    before: tuple[str, ...]
    after: tuple[str, ...]
    first: Period
    source: str
    by: str
    at: datetime


@dataclass(frozen=True)
class DefinitionChange:
    """From the quarter `first` on an indicator is computed by another variant, or held against another target."""

    number: int
    indicator: str
    first: Period
    variant: str
    target: float | None
    reason: str
    by: str
    at: datetime
    withdrawn_by: str = ""
    withdrawn_at: datetime | None = None
