"""What a kept workbook waits for next."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from metrics.model import Severity, Submission
from metrics.store import Receipt


class Step(StrEnum):
    """In the order of the work."""

    ANSWER = "answer"  # a label has more than one reading
    MEND = "mend"  # 强制性: must be mended before it counts
    SETTLE = "settle"  # 核实性 to be explained, 准强制性 to be let pass
    CONFIRM = "confirm"
    DONE = "done"


@dataclass(frozen=True)
class NextStep:
    """count: how many there are to do."""

    step: Step
    count: int


def next_step(submission: Submission, receipt: Receipt) -> NextStep:
    """The first thing without which it cannot count."""
    if receipt.state == "confirmed":
        return NextStep(Step.DONE, 0)
    if asked := sum(decision.asked for decision in submission.decisions):
        return NextStep(Step.ANSWER, asked)
    if not submission.can_count:
        return NextStep(Step.MEND, sum(f.severity is Severity.MANDATORY for f in submission.findings))
    if receipt.unsettled:
        return NextStep(Step.SETTLE, receipt.unsettled)
    return NextStep(Step.CONFIRM, 1)
