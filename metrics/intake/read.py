"""One workbook to one submission: find the tables, read them, say everything that is wrong."""

from __future__ import annotations

import gc
import hashlib
import re
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager

from metrics.catalogue import Catalogue
from metrics.intake import checks, rules
from metrics.intake.block import Made, made
from metrics.intake.formats import outside
from metrics.intake.grid import Grid
from metrics.intake.ledgers.ledger import counted, ledger_findings, read_ledgers
from metrics.intake.locate_summary import locate_summary
from metrics.intake.locate_unit_form import locate_unit_form
from metrics.intake.open import open_grids
from metrics.intake.order import in_order, on_trial
from metrics.intake.own_words import readers
from metrics.intake.table import Reader, Table
from metrics.intake.transposed import locate_transposed
from metrics.intake.when import spoken
from metrics.intake.who import scope_of
from metrics.limits import DEFAULTS, Limits
from metrics.model import Block, Context, Finding, Layout, Submission
from metrics.periods import Period

_NOT_MEANT = re.compile(
    r"作废|示例|样[表例张]|范例|模[板版]|旧|备份|草[稿表]|底稿|副本|过期|上[季年期]|去年|勿|测试"
)


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


def _read(data: bytes, file_name: str, catalogue: Catalogue, context: Context, limits: Limits) -> Submission:
    grids = open_grids(data, file_name, limits)
    reader = Reader.prepare(catalogue, context, file_name)
    ledgers = read_ledgers(grids, reader)
    of_ledgers = {ledger.grid.name for ledger in ledgers}
    tables = [table for grid in grids if grid.name not in of_ledgers for table in _tables(grid, reader)]
    scopes = _scopes(tables, reader)
    pairs = zip(tables, readers(tables, reader), strict=True)
    readings = [made(table, scopes[id(table.grid)], own, _beside(table, tables)) for table, own in pairs]
    blocks = [reading.block for reading in readings if reading.block is not None]
    findings = [finding for reading in readings for finding in reading.findings]
    if not tables and not ledgers:
        findings.append(rules.NO_TABLE.at(grids[0].name))
    findings += _noted(tables, readings, catalogue)
    read_sheets = {*of_ledgers, *(table.grid.name for table in tables)}
    findings += _hidden(grids, read_sheets) + _not_read(grids, read_sheets) + _odd_names(grids, read_sheets)
    findings += checks.totals([total for reading in readings for total in reading.totals], blocks, catalogue)
    findings += checks.across(blocks, reader, reader.units)
    blocks += counted(ledgers)
    findings += ledger_findings(ledgers, blocks, reader)
    findings += _other_period(blocks, context.expected_period)
    findings += outside.findings(data, limits)
    forms = dict.fromkeys([*(table.form.code for table in tables), *(ledger.form for ledger in ledgers)])
    return Submission(
        hashlib.sha256(data).hexdigest(),
        file_name,
        next(iter(forms), ""),
        tables[0].layout if tables else (Layout.LEDGER if ledgers else None),
        tuple(blocks),
        tuple(in_order(on_trial(findings, {period for block in blocks for period in block.periods}))),
        (
            *(decision for reading in readings for decision in reading.decisions),
            *(decision for ledger in ledgers for decision in ledger.decisions),
        ),
    )


def unreadable(data: bytes, file_name: str, reason: str) -> Submission:
    """A file that could not be opened, as a submission that can be kept but never counted."""
    finding = rules.UNREADABLE.at(found=reason)
    return Submission(hashlib.sha256(data).hexdigest(), file_name, "", None, (), (finding,))


def _beside(table: Table, tables: Sequence[Table]) -> list[Table]:
    return [other for other in tables if other.grid is table.grid and other is not table]


def _scopes(tables: Sequence[Table], reader: Reader) -> dict[int, str]:
    """Sheet → the code of the unit that all its tables are of, or “”: answers are remembered for it."""
    sheets: dict[int, list[Table]] = {}
    for table in tables:
        sheets.setdefault(id(table.grid), []).append(table)
    return {sheet: scope_of(some, reader) for sheet, some in sheets.items()}


def _noted(tables: Sequence[Table], readings: Sequence[Made], catalogue: Catalogue) -> list[Finding]:
    """What is said once for each sheet, over all of its tables."""
    sheets: dict[str, list[checks.Noted]] = {}
    for table, reading in zip(tables, readings, strict=True):
        sheets.setdefault(table.grid.name, []).append(reading.noted)
    return [
        finding for sheet, noted in sheets.items() for finding in checks.gathered(sheet, noted, catalogue)
    ]


def _tables(grid: Grid, reader: Reader) -> list[Table]:
    """The reading of a sheet that recognises most measures, over every form and every layout.

    Two forms may hold the same measures, one by quarter and one by year: then the title decides.
    """
    best: list[Table] = []
    for names in reader.forms:
        layouts = names.form.layouts
        for found in (
            locate_summary(grid, names) if Layout.SUMMARY in layouts else [],
            locate_transposed(grid, names, reader.units) if Layout.SUMMARY in layouts else [],
            locate_unit_form(grid, names) if Layout.UNIT_FORM in layouts else [],
        ):
            if found and (not best or _fit(found, reader) > _fit(best, reader)):
                best = found
    return best


def _fit(tables: Sequence[Table], reader: Reader) -> tuple[int, bool, int]:
    first = tables[0]
    texts = (*first.titles, first.grid.name, reader.file_name)
    in_title = any(m.kind is first.form.frequency for text in texts for m in spoken(text))
    measures = {measure for table in tables for measure in table.lines}
    asked = {heading.line for table in tables for heading in table.headings if heading.match.likely}
    return len(measures), in_title, len(asked)


def _hidden(grids: Sequence[Grid], read_sheets: Collection[str]) -> list[Finding]:
    found = []
    for grid in grids:
        if grid.name not in read_sheets:
            continue
        parts = [
            *(["整张工作表"] if grid.hidden else []),
            *([f"第 {'、'.join(str(r + 1) for r in grid.hidden_rows[:20])} 行"] if grid.hidden_rows else []),
            *([f"{len(grid.hidden_columns)} 列"] if grid.hidden_columns else []),
        ]
        if parts:
            found.append(rules.HIDDEN.at(grid.name, found="、".join(parts)))
    return found


def _odd_names(grids: Sequence[Grid], read_sheets: Collection[str]) -> list[Finding]:
    """Sheets called 作废 or 示例 beside others: their figures count like any, and that may not be meant."""
    odd = [grid.name for grid in grids if grid.name in read_sheets and _NOT_MEANT.search(grid.name)]
    if not odd or len(read_sheets) < 2:
        return []
    return [rules.SHEET_NAME_ODD.at(odd[0], found="、".join(f"工作表“{name}”" for name in odd))]


def _not_read(grids: Sequence[Grid], read_sheets: Collection[str]) -> list[Finding]:
    """Sheets that hold rows of figures in which no form was recognised, beside others in which one was."""
    return [
        rules.SHEET_NOT_READ.at(grid.name, found=grid.name)
        for grid in grids
        if read_sheets and grid.name not in read_sheets and any(map(_has_figures, grid.rows[:100]))
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
