"""What a kept workbook waits for: the first thing without which it cannot count."""

from __future__ import annotations

from dataclasses import replace

import pytest

from metrics.model import Choice, Decision, DecisionKind, Finding, Severity
from metrics.store import Receipt
from metrics.tasks.next_step import NextStep, Step, next_step
from tests.factories import NOW, quarter, submission

GOOD = quarter(b"1", {"东关": (9, 1)})
ASKED = Decision(
    DecisionKind.COLUMN,
    "",
    "quarterly",
    "Sheet1",
    "C2",
    "到庭",
    None,
    (Choice("chief_attended", "正职出庭"),),
)


def finding(severity: Severity) -> Finding:
    return Finding(severity, "some_rule", "有个问题", "改一改")


def receipt(state: str = "draft", unsettled: int = 0) -> Receipt:
    return Receipt(
        1,
        "",
        "汇总表.xlsx",
        "quarterly",
        "summary",
        "张三",
        NOW,
        state,
        ("东关",),
        ("2025Q3",),
        {},
        unsettled,
    )


@pytest.mark.parametrize(
    ("read", "kept", "expected"),
    [
        (GOOD, receipt("confirmed"), NextStep(Step.DONE, 0)),
        (
            replace(GOOD, decisions=(ASKED,), findings=(finding(Severity.MANDATORY),)),
            receipt(),
            NextStep(Step.ANSWER, 1),
        ),
        (
            replace(GOOD, findings=(finding(Severity.MANDATORY), finding(Severity.HINT))),
            receipt(unsettled=2),
            NextStep(Step.MEND, 1),
        ),
        (submission(b"2"), receipt(), NextStep(Step.MEND, 0)),
        (replace(GOOD, findings=(finding(Severity.VERIFY),)), receipt(unsettled=1), NextStep(Step.SETTLE, 1)),
        (replace(GOOD, findings=(finding(Severity.VERIFY),)), receipt(), NextStep(Step.CONFIRM, 1)),
        (GOOD, receipt("replaced"), NextStep(Step.CONFIRM, 1)),
    ],
)
def test_the_first_thing_to_do(read, kept, expected):
    assert next_step(read, kept) == expected
