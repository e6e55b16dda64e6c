"""Units and submissions for tests, written as the test wants to read them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from metrics.model import Block, Enforcement, Finding, Layout, Submission, Unit, UnitKind

AREA = "610702"
NOW = datetime(2025, 10, 9, 8, 30, tzinfo=UTC)
NA = "—"  # a cell that says “不适用”

Cell = int | str | None


def unit(code: str, order: int = 0, jurisdiction: str = AREA) -> Unit:
    return Unit(jurisdiction, code, f"{code}街道办事处", code, UnitKind.SUBDISTRICT, Enforcement.FULL, order)


def block(
    rows: Sequence[tuple[str, str, Sequence[Cell]]],
    measures: Sequence[str],
    form: str = "quarterly",
    sheet: str = "Sheet1",
    records_down: bool = True,
) -> Block:
    """rows: (unit, period, cells in order of the measures); None is missing, NA not applicable.

    Records stand in lines 3, 4, …; the measures in columns (or rows) 2, 3, ….
    """
    return Block(
        sheet,
        form,
        records_down,
        {measure: i for i, measure in enumerate(measures, 2)},
        [unit for unit, _, _ in rows],
        [period for _, period, _ in rows],
        list(range(3, 3 + len(rows))),
        {
            measure: [c if isinstance(c := cells[i], int) else None for _, _, cells in rows]
            for i, measure in enumerate(measures)
        },
        frozenset(
            (measure, line)
            for i, measure in enumerate(measures)
            for line, (_, _, cells) in enumerate(rows)
            if cells[i] == NA
        ),
    )


def submission(
    data: bytes, *blocks: Block, findings: Sequence[Finding] = (), file_name: str = "汇总表.xlsx"
) -> Submission:
    """What was read from the bytes."""
    sha256 = hashlib.sha256(data).hexdigest()
    form = blocks[0].form if blocks else ""
    return Submission(sha256, file_name, form, Layout.SUMMARY, tuple(blocks), tuple(findings))


def quarter(
    data: bytes,
    values: Mapping[str, Sequence[Cell]],
    period: str = "2025Q3",
    findings: Sequence[Finding] = (),
) -> Submission:
    """A summary of one quarter: unit → (litigation_closed, litigation_lost)."""
    measures = ("litigation_closed", "litigation_lost")
    rows = [(unit, period, cells) for unit, cells in values.items()]
    return submission(data, block(rows, measures), findings=findings)
