"""The four classes of findings as they look in a workbook: fill and letters."""

from __future__ import annotations

from metrics.model import Severity

FILLS = {
    Severity.MANDATORY: "F7D4D1",
    Severity.STRICT: "FBDDB8",
    Severity.VERIFY: "FBECC8",
    Severity.HINT: "E4E7EB",
}
LETTERS = {Severity.MANDATORY: "9B1C1C"}  # of the others the letters stay as they are
WEIGHTS = {severity: weight for weight, severity in enumerate(Severity)}
