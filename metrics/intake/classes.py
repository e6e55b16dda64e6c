"""The four classes of findings as they look in a workbook: what to do, fill and letters."""

from __future__ import annotations

from metrics.model import Severity

TO_DO = {
    Severity.MANDATORY: "必须改正，否则不能计入",
    Severity.STRICT: "改正，或由审核员写明理由放行",
    Severity.VERIFY: "改正，或写明情况（不少于 6 个字）",
    Severity.HINT: "看一看，无误不用改",
}
FILLS = {
    Severity.MANDATORY: "F7D4D1",
    Severity.STRICT: "FBDDB8",
    Severity.VERIFY: "FBECC8",
    Severity.HINT: "E4E7EB",
}
LETTERS = {Severity.MANDATORY: "9B1C1C"}  # of the others the letters stay as they are
WEIGHTS = {severity: weight for weight, severity in enumerate(Severity)}
