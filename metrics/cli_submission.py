"""How the command line tells what a workbook says: as keys of --json, and as lines."""

from __future__ import annotations

from typing import Any

from metrics import catalogue
from metrics.model import Decision, Finding, Submission
from metrics.periods import Period
from metrics.report import words


def keys(submission: Submission) -> dict[str, Any]:
    names = catalogue.load().measures
    return {
        "file": submission.file_name,
        "sha256": submission.sha256,
        "form": submission.form,
        "layout": submission.layout.value if submission.layout else "",
        "facts": [
            {
                "unit": fact.unit,
                "period": fact.period,
                "measure": fact.measure,
                "measure_name": names[fact.measure].name,
                "value": fact.value,
                "state": fact.state.value,
                "sheet": fact.sheet,
                "cell": fact.cell,
            }
            for fact in submission.facts()
        ],
        "findings": [finding_keys(finding) for finding in submission.findings],
        "decisions": [_decision(decision) for decision in submission.decisions],
    }


def lines(submission: Submission) -> list[str]:
    count = sum(len(column) for block in submission.blocks for column in block.values.values())
    periods = "、".join(Period.from_key(key).label for key in submission.periods) or "—"
    head = f"{submission.file_name}：{periods}，{len(submission.units)} 个单位，{count} 个数据"
    taken = [decision for decision in submission.decisions if not decision.by_person]
    told = [f"  [读法] {decision.sheet} {decision.cell} {words.decision(decision)}" for decision in taken]
    return [head, *map(finding_line, submission.findings), *told]


def finding_keys(finding: Finding) -> dict[str, Any]:
    return {
        "severity": finding.severity.value,
        "code": finding.code,
        "sheet": finding.sheet,
        "cell": finding.cell,
        "cells": list(finding.cells),
        "found": finding.found,
        "expected": finding.expected,
        "message": finding.message,
        "mend": finding.mend,
    }


def _decision(decision: Decision) -> dict[str, Any]:
    return {
        "kind": decision.kind.value,
        "sheet": decision.sheet,
        "cell": decision.cell,
        "written": decision.written,
        "taken": decision.taken.code if decision.taken else None,
        "taken_name": decision.taken.name if decision.taken else None,
        "by_person": decision.by_person,
    }


def finding_line(finding: Finding) -> str:
    where = " ".join(part for part in (finding.sheet, finding.cell) if part)
    more = f" 等 {1 + len(finding.cells)} 处" if finding.cells else ""
    return f"  [{finding.severity.label}] {where}{more} {finding.message}。{finding.mend}"
