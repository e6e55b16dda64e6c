"""Answer for what was found: explain it, or, as the reviewer, let it pass."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from metrics.model import Finding, NotAllowed, Severity
from metrics.tasks.workspace import Workspace

# 统计联网直报：核实性问题的说明不得少于 6 个字，否则等于没有说明（“情况属实”“已核实”）。
MIN_CHARACTERS = 6


def explain(
    workspace: Workspace, submission: int, numbers: Collection[int], text: str, by: str, now: datetime
) -> None:
    """Say why findings of class 核实性 are right as they stand; the text is shown beside the figure.

    numbers: places in open_numbers or store.findings. Raises NotAllowed when the text is too short, nobody
    stands for it, or one of the findings is of another class; then nothing is kept.
    """
    if not by.strip():
        raise NotAllowed("请先填写报送人姓名：说明要有人负责。")
    _write(workspace, submission, numbers, Severity.VERIFY, text, by, now)


def let_pass(
    workspace: Workspace, submission: int, numbers: Collection[int], text: str, by: str, now: datetime
) -> None:
    """As the reviewer, let findings of class 准强制性 pass, with the reason. Raises NotAllowed as explain."""
    if not by.strip():
        raise NotAllowed("请填写审核员姓名：准强制性问题须由审核员放行。")
    _write(workspace, submission, numbers, Severity.STRICT, text, by, now)


def open_numbers(workspace: Workspace, submission: int) -> tuple[int, ...]:
    """Which findings of a kept workbook nobody has answered for yet: their places in store.findings."""
    return workspace.store.unsettled(workspace.jurisdiction, submission)


def characters(text: str) -> int:
    """How many characters of a text say something: letters, digits and Chinese, no spaces or punctuation."""
    return sum(character.isalnum() for character in text)


def _write(
    workspace: Workspace,
    submission: int,
    numbers: Collection[int],
    severity: Severity,
    text: str,
    by: str,
    now: datetime,
) -> None:
    if (length := characters(text)) < MIN_CHARACTERS:
        raise NotAllowed(
            f"说明至少要 {MIN_CHARACTERS} 个字（不算标点和空格），现在 {length} 个。请写明具体原因。"
        )
    findings = workspace.store.findings(workspace.jurisdiction, submission)
    for number in numbers:
        _require(findings, number, severity)
    with workspace.store.writing(workspace.jurisdiction) as writing:
        for number in numbers:
            writing.remark(
                submission, number, text.strip(), by.strip(), now, reviewed=severity is Severity.STRICT
            )


def _require(findings: tuple[Finding, ...], number: int, severity: Severity) -> None:
    if not 0 <= number < len(findings):
        raise NotAllowed(f"这份报表没有第 {number + 1} 个问题，请刷新后重试。")
    if findings[number].severity is not severity:
        raise NotAllowed(f"“{findings[number].message}”{_REFUSED[severity, findings[number].severity]}")


_REFUSED = {
    (Severity.VERIFY, Severity.MANDATORY): "是强制性问题，不能用说明代替，须改正后重新上传。",
    (Severity.VERIFY, Severity.STRICT): "是准强制性问题，须改正，或由审核员放行。",
    (Severity.VERIFY, Severity.HINT): "只是提示，不需要说明。",
    (Severity.STRICT, Severity.MANDATORY): "是强制性问题，审核员也不能放行，须改正后重新上传。",
    (Severity.STRICT, Severity.VERIFY): "是核实性问题，由报送人说明原因即可，不需要审核员放行。",
    (Severity.STRICT, Severity.HINT): "只是提示，不需要审核员放行。",
}
