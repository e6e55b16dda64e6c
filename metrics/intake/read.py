"""One workbook to one submission: find the tables, read them, say everything that is wrong."""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from metrics.catalogue import Catalogue
from metrics.intake import checks, outside, rules
from metrics.intake.block import made
from metrics.intake.grid import Grid
from metrics.intake.locate_summary import locate_summary
from metrics.intake.locate_unit_form import locate_unit_form
from metrics.intake.names import UnitNames
from metrics.intake.open import open_grids
from metrics.intake.table import Reader, Table
from metrics.intake.when import spoken
from metrics.limits import DEFAULTS, Limits
from metrics.model import Block, Context, Finding, Layout, Severity, Submission
from metrics.periods import Period

_WEIGHT = {severity: weight for weight, severity in enumerate(Severity)}


def read(
    data: bytes, file_name: str, catalogue: Catalogue, context: Context, limits: Limits = DEFAULTS
) -> Submission:
    """What the bytes say, as values and findings, worst first. Raises Unreadable if they are no workbook.

    A finding of severity error keeps the submission from being counted; what could be read is in its
    blocks all the same. No clock, no database: the same arguments give the same submission.
    """
    with _no_collecting():
        return _read(data, file_name, catalogue, context, limits)


@contextmanager
def _no_collecting() -> Iterator[None]:
    """A large sheet is some hundred thousand lists at once: looking through them for garbage, again and
    again while they are made, takes a tenth of the time and finds none."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def _read(
    data: bytes, file_name: str, catalogue: Catalogue, context: Context, limits: Limits
) -> Submission:
    grids = open_grids(data, file_name, limits)
    reader = Reader.prepare(catalogue, context, file_name)
    tables = [table for grid in grids for table in _tables(grid, reader)]
    names = UnitNames(context.units)
    readings = [made(table, reader, names) for table in tables]
    blocks = [reading.block for reading in readings if reading.block is not None]
    findings = [finding for reading in readings for finding in reading.findings]
    if not tables:
        findings.append(rules.NO_TABLE.at(grids[0].name))
    findings += _hidden(grids, tables) + _not_read(grids, tables)
    findings += checks.totals([total for reading in readings for total in reading.totals], blocks, catalogue)
    findings += checks.across(blocks, reader, names)
    findings += _other_period(blocks, context.expected_period)
    findings += outside.findings(data, limits)
    forms = {table.form.code: None for table in tables}
    return Submission(
        hashlib.sha256(data).hexdigest(),
        file_name,
        next(iter(forms), ""),
        tables[0].layout if tables else None,
        tuple(blocks),
        tuple(sorted(merged(findings), key=lambda finding: _WEIGHT[finding.severity])),
    )


def unreadable(data: bytes, file_name: str, reason: str) -> Submission:
    """A file that could not be opened, as a submission that can be kept but never counted."""
    finding = rules.UNREADABLE.at(found=reason)
    return Submission(hashlib.sha256(data).hexdigest(), file_name, "", None, (), (finding,))


def _tables(grid: Grid, reader: Reader) -> list[Table]:
    """The reading of a sheet that recognises most measures, over every form and both layouts.

    Two forms may hold the same measures, one by quarter and one by year: then the title decides.
    """
    best: list[Table] = []
    for names in reader.forms:
        for layout, locate in ((Layout.SUMMARY, locate_summary), (Layout.UNIT_FORM, locate_unit_form)):
            if layout in names.form.layouts:
                found = locate(grid, names)
                if found and (not best or _fit(found[0], reader) > _fit(best[0], reader)):
                    best = found
    return best


def _fit(table: Table, reader: Reader) -> tuple[int, bool]:
    texts = (*table.titles, table.grid.name, reader.file_name)
    return len(table.lines), any(m.kind is table.form.frequency for text in texts for m in spoken(text))


def _hidden(grids: Sequence[Grid], tables: Sequence[Table]) -> list[Finding]:
    read_grids = {id(table.grid) for table in tables}
    found = []
    for grid in grids:
        if id(grid) not in read_grids:
            continue
        parts = [
            *(["整张工作表"] if grid.hidden else []),
            *([f"第 {'、'.join(str(r + 1) for r in grid.hidden_rows[:20])} 行"] if grid.hidden_rows else []),
            *([f"{len(grid.hidden_columns)} 列"] if grid.hidden_columns else []),
        ]
        if parts:
            found.append(rules.HIDDEN.at(grid.name, found="、".join(parts)))
    return found


def _not_read(grids: Sequence[Grid], tables: Sequence[Table]) -> list[Finding]:
    """Sheets that hold rows of figures in which no form was recognised, beside others in which one was."""
    read_grids = {id(table.grid) for table in tables}
    return [
        rules.SHEET_NOT_READ.at(grid.name, found=grid.name)
        for grid in grids
        if tables and id(grid) not in read_grids and any(map(_has_figures, grid.rows[:100]))
    ]


def _has_figures(row: list[object]) -> bool:
    return sum(type(value) in (int, float) for value in row) > 2


def _other_period(blocks: Sequence[Block], expected: Period | None) -> list[Finding]:
    """A workbook for another quarter than the one chosen stops here."""
    periods = {period for block in blocks for period in block.periods}
    if expected is None or not periods or expected.key in periods:
        return []
    told = "、".join(Period.from_key(key).label for key in sorted(periods))
    return [rules.PERIOD_OTHER.at(blocks[0].sheet, found=told, expected=expected.label)]


def merged(findings: Sequence[Finding]) -> list[Finding]:
    """Findings that say the same of several cells of a sheet become one with all its cells."""
    first: dict[tuple[str, str, str], Finding] = {}
    for finding in findings:
        key = (finding.code, finding.sheet, finding.message)
        if key in first:
            more = tuple(cell for cell in (finding.cell, *finding.cells) if cell)
            first[key] = replace(first[key], cells=(*first[key].cells, *more)[: rules.MOST_CELLS])
        else:
            first[key] = finding
    return list(first.values())
