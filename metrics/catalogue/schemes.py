"""What a scheme of composite scores is (综合评价方案). Frozen; made only by `load_schemes`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from metrics.model import Basis
from metrics.periods import Period


class Scoring(StrEnum):
    """How a figure becomes points."""

    LINEAR = "linear"  # 按比例: none at `floor`, all at `full`, between them in proportion
    STEPS = "steps"  # 分档: the share of the first step that the figure reaches
    DEDUCT = "deduct"  # 扣分: `each` points off for every case or time, `most` at most
    VETO = "veto"  # 一票否决: one event, and the total is `cap` at most


class Missing(StrEnum):
    """What a line without a figure is worth."""

    LEFT_OUT = "left_out"  # not judged: its weight is shared out among the lines that are
    FULL = "full"
    ZERO = "zero"


@dataclass(frozen=True)
class Line:
    """One line of the sum. weight: points of 100; 0 for DEDUCT and VETO, which only take away.

    floor, full: figures (fractions for a rate); full may be the smaller one where less is better.
    steps: (figure, share 0–1), best first; whether more or less is better goes by the indicator.
    """

    indicator: str
    scoring: Scoring
    weight: float
    floor: float
    full: float
    steps: tuple[tuple[float, float], ...]
    each: float
    most: float
    cap: float
    year_end: bool  # settled on 31 December only: before that not judged, nothing taken off, no veto
    note: str


@dataclass(frozen=True)
class Scheme:
    """Weights and rules that hold from `first` to `last` (None: until further).

    no_cases, not_reported: what a line without cases (or not applicable), and one that nobody reported, is worth.
    least_judged: a unit of whose weight less than this share could be judged is listed apart.
    """

    code: str
    name: str
    first: Period
    last: Period | None
    basis: Basis
    no_cases: Missing
    not_reported: Missing
    least_judged: float
    lines: tuple[Line, ...]
    source: str
    note: str

    def holds_on(self, day: date) -> bool:
        return self.first.start <= day and (self.last is None or day <= self.last.end)
