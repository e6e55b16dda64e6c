"""Equal findings as one, most important first; those of a rule on trial only as hints."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from metrics.intake import rules
from metrics.intake.rules import Rule
from metrics.model import Finding, Severity
from metrics.periods import Period

_CLASS = {severity: weight for weight, severity in enumerate(Severity)}
_TRIAL = "（试行）"


def in_order(findings: Sequence[Finding]) -> list[Finding]:
    """Merged; 强制性 first, in each class what concerns the whole file or sheet, then what has most cells."""
    places = {rule.code: place for place, rule in enumerate(rules.RULES)}

    def weight(finding: Finding) -> tuple[int, bool, int, int]:
        return (
            _CLASS[finding.severity],
            bool(finding.cell),
            -len(finding.places),
            places.get(finding.code, len(places)),
        )

    return sorted(merged(findings), key=weight)


def merged(findings: Sequence[Finding]) -> list[Finding]:
    """Findings that say the same of several cells of a sheet become one with all its cells.

    What they all name, a measure or a unit, stays named; what differs between them does not.
    """
    first: dict[tuple[Severity, str, str, str], Finding] = {}
    for finding in findings:
        key = (finding.severity, finding.code, finding.sheet, finding.message)
        before = first.get(key)
        if before is None:
            first[key] = finding
            continue
        cells = tuple(dict.fromkeys((*before.places, *finding.places)))[: rules.MOST_CELLS]
        first[key] = replace(
            before,
            cell=cells[0] if cells else "",
            cells=cells[1:],
            measure=before.measure if before.measure == finding.measure else "",
            unit=before.unit if before.unit == finding.unit else "",
            period=before.period if before.period == finding.period else "",
            measures=_joined(before.measures, finding.measures),
        )
    return list(first.values())


def _joined(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    """The measures of both; none named means all."""
    return tuple(dict.fromkeys((*one, *other))) if one and other else ()


def on_trial(
    findings: Iterable[Finding], periods: Iterable[str], known: Iterable[Rule] = rules.RULES
) -> list[Finding]:
    """Findings of a rule whose first period is not yet over become hints that say so.

    periods: of the submission. As soon as one of them lies after the rule's trial, the rule holds as written.
    """
    trials = {rule.code: Period.from_key(rule.trial) for rule in known if rule.trial}
    if not trials:
        return list(findings)
    ends = [Period.from_key(period).end for period in periods]
    found = []
    for finding in findings:
        trial = trials.get(finding.code)
        if trial is not None and not any(end > trial.end for end in ends):
            finding = replace(finding, severity=Severity.HINT, message=f"{finding.message}{_TRIAL}")
        found.append(finding)
    return found
