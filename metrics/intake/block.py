"""A located table to a block of records, and everything that is to be said about its cells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from metrics.intake import checks, rules
from metrics.intake.cells import is_ticked, is_unclear_tick
from metrics.intake.columns import Counts, mark_percents, read_counts
from metrics.intake.decisions import UnitDecisions, columns_decided
from metrics.intake.grid import MOST_COLUMNS
from metrics.intake.locate_unit_form import is_current, record_columns
from metrics.intake.names import How
from metrics.intake.summary import (
    Rows,
    TypedTotal,
    drop_empty_rows,
    has_figures,
    is_unlabelled_total,
    read_rows,
    typed_totals,
)
from metrics.intake.table import Reader, Table
from metrics.intake.when import cut_off_questioned, find_period, spoken, years_in
from metrics.intake.who import who
from metrics.model import Block, Decision, Finding, Layout, Severity
from metrics.periods import Period, PeriodKind

_SUMS = re.compile(r"累计|累积|年初|以来|至今|全年|本年")


@dataclass
class Records:
    """The records of a table: parallel lists; `lines` 0-based rows (summary) or columns (unit form)."""

    units: list[str]
    periods: list[str]
    lines: list[int]
    counts: dict[str, Counts]


@dataclass
class Made:
    """What became of a table: its block (None when nothing in it can be placed), findings, typed totals."""

    block: Block | None
    findings: list[Finding]
    totals: list[TypedTotal]
    decisions: tuple[Decision, ...] = ()
    noted: checks.Noted = field(default_factory=checks.Noted)


def made(table: Table, scope: str, reader: Reader, beside: Sequence[Table] = ()) -> Made:
    """Read every cell of a located table.

    scope: the code of the only unit of its sheet, or “”. beside: the other tables of the sheet.
    """
    totals: list[TypedTotal] = []
    decided = columns_decided(table, scope, reader)
    table = decided.table
    units = UnitDecisions(table, reader, reader.units)
    if table.layout is Layout.SUMMARY:
        records, findings = _summary(table, reader, units, totals)
    else:
        records, findings = _unit_form(table, reader, units)
    findings += [
        *decided.findings,
        *checks.header(table, reader.catalogue, decided, _elsewhere(table, beside)),
    ]
    decisions = (*decided.decisions, *units.taken.values())
    if records is None or not records.lines or not table.lines:
        further = any(o.header == table.header and _begins(o) < _begins(table) for o in beside)
        if not further and not any(finding.severity is Severity.MANDATORY for finding in findings):
            findings.append(_nothing(table))
        return Made(None, findings, totals, decisions)
    findings += _zero_reports(table, records)
    found, noted = checks.cells(table, records.lines, records.counts, reader.catalogue)
    findings += found
    findings += checks.parts(table, records.lines, records.counts, reader.catalogue)
    findings += checks.rates(table, records.lines, records.periods, records.counts, reader.catalogue)
    findings += checks.looks(table, records.lines)
    findings += checks.remarks(table, records.lines)
    findings += checks.columns_beside(table, records.lines, records.units, reader.units)
    findings += checks.jumps(table, records.units, records.lines, records.counts, reader)
    return Made(_block(table, records), findings, totals, decisions, noted)


def _nothing(table: Table) -> Finding:
    """Why nothing was read of a table: every column is of another time, or no row holds anything."""
    aside = [heading for heading in table.headings if heading.match.how is How.ASIDE]
    if table.lines or not aside:
        return rules.NO_ROWS.at(table.grid.name)
    told = "、".join(f"“{heading.written}”" for heading in aside)
    return rules.NO_COLUMNS_NOW.at(table.grid.name, [heading.place for heading in aside], found=told)


def _begins(table: Table) -> int:
    return min(table.lines.values(), default=0)


def _elsewhere(table: Table, beside: Sequence[Table]) -> set[str]:
    """The measures of tables that go on where this one stops: they share none with it."""
    others = [set(other.lines) for other in beside if other.form is table.form]
    return {measure for some in others if not some & set(table.lines) for measure in some}


def _block(table: Table, records: Records) -> Block:
    return Block(
        table.grid.name,
        table.form.code,
        table.layout is Layout.SUMMARY and not table.grid.flipped,
        {measure: line + 1 for measure, line in table.lines.items()},
        records.units,
        records.periods,
        [line + 1 for line in records.lines],
        {measure: counts.values for measure, counts in records.counts.items()},
        frozenset((measure, i) for measure, counts in records.counts.items() for i in counts.not_applicable),
    )


def _summary(
    table: Table, reader: Reader, units: UnitDecisions, totals: list[TypedTotal]
) -> tuple[Records | None, list[Finding]]:
    when = find_period(
        table.form.frequency,
        table.titles,
        table.grid.name,
        reader.period_words,
        reader.context.expected_period,
    )
    by_unit = table.unit is not None
    rows = read_rows(table, reader.units, units) if by_unit else _of_one_unit(table, reader, units)
    counts = drop_empty_rows(table, rows)
    totals += typed_totals(table, rows, counts)
    findings = [*when.findings, *rows.findings]
    if when.period is None:
        # Without a period the cells are judged all the same, so that one upload tells everything.
        found, noted = checks.cells(table, rows.rows, counts, reader.catalogue)
        findings += [*found, *checks.gathered(table.grid.name, [noted], reader.catalogue)]
        findings += checks.parts(table, rows.rows, counts, reader.catalogue)
        return None, findings
    return Records(rows.units, [when.period.key] * len(rows.rows), rows.rows, counts), findings


def _of_one_unit(table: Table, reader: Reader, units: UnitDecisions) -> Rows:
    """The rows of a table without a column of units: they are of the unit that the titles, sheet or file name."""
    code, findings = who(table, reader, units)
    if code is None:
        return Rows(findings=findings)
    rows = [row for row in range(table.first, table.last + 1) if has_figures(table, row)]
    rows = [row for row in rows if not is_unlabelled_total(table, row)]
    return Rows(rows, [code] * len(rows), findings=findings)


def _unit_form(table: Table, reader: Reader, units: UnitDecisions) -> tuple[Records | None, list[Finding]]:
    unit, findings = who(table, reader, units)
    periods, said = _periods(table, reader)
    findings += said
    lines = [column for column in periods if _filled(table, column)]
    if unit is None or not lines:
        return None, findings
    counts = {
        measure: read_counts([table.grid.value(row, column) for column in lines])
        for measure, row in table.lines.items()
    }
    mark_percents(table, lines, counts)
    return Records([unit] * len(lines), [periods[column].key for column in lines], lines, counts), findings


def _filled(table: Table, column: int) -> bool:
    """A quarter's column with nothing in it is no report; a tick alone is one."""
    rows = [*table.lines.values(), *([table.zero] if table.zero is not None else [])]
    grid = table.grid
    return any(grid.value(row, column) is not None or (row, column) in grid.uncalculated for row in rows)


def _periods(table: Table, reader: Reader) -> tuple[dict[int, Period], list[Finding]]:
    """Column → period. A heading without a year takes the title's; “本季度” is the title's period."""
    kind = table.form.frequency
    headings = record_columns(table)
    found: dict[int, Period] = {}
    sources = (*table.titles, table.grid.name, re.sub(r"\.[^.]*$", "", reader.period_words))
    years = sorted(years_in(sources, kind))
    expected = reader.context.expected_period
    year = years[0] if len(years) == 1 else (expected.year if expected and not years else None)
    findings: list[Finding] = []
    for column, heading in headings.items():
        told = [m for m in spoken(heading) if m.kind is kind]
        if told and all(m.cumulative for m in told):
            continue  # a column of sums since January beside the quarters
        if told:
            period = told[0].resolve(next((m.year for m in spoken(heading) if m.year), None) or year)
        elif is_current(heading):
            when = find_period(kind, table.titles, table.grid.name, reader.period_words, expected)
            findings += when.findings
            period = when.period
        else:
            continue
        if period is not None and period in found.values():
            cell = table.grid.address(table.header, column)
            findings.append(rules.COLUMN_TWICE.at(table.grid.name, [cell], found=heading))
        elif period is not None:
            found[column] = period
            if told and len(headings) == 1 and not _sums_beside(table):  # else the title is about the sums
                findings += cut_off_questioned(sources, period, table.grid.name)
        elif told:
            findings.append(
                rules.PERIOD_UNKNOWN.at(table.grid.name, [table.grid.address(table.header, column)])
            )
    if not found and not findings:
        findings.append(rules.PERIOD_UNKNOWN.at(table.grid.name))
    return found, findings + _other_title(table, kind, sources, found, year)


def _sums_beside(table: Table) -> bool:
    """Whether a unit form has a column of sums since January."""
    heads = (table.grid.text(table.header, column) for column in range(min(table.grid.width, MOST_COLUMNS)))
    return any(_SUMS.search(text) or any(m.cumulative for m in spoken(text)) for text in heads)


def _other_title(
    table: Table, kind: PeriodKind, sources: Sequence[str], found: dict[int, Period], year: int | None
) -> list[Finding]:
    """A title about a period that no column is about: last quarter's form with one of the two changed."""
    for text in sources:
        for mention in spoken(text):
            period = mention.resolve(year) if mention.kind is kind and not mention.cumulative else None
            if period and found and period not in found.values():
                heads = "、".join(other.label for other in found.values())
                told = f"“{text.strip()}”是{period.label}，表头是{heads}"
                return [rules.PERIOD_DISAGREES.at(table.grid.name, found=told)]
    return []


def _zero_reports(table: Table, records: Records) -> list[Finding]:
    """“本季度无案件” ticked: empty cells are confirmed zeros; a number beside the tick is a contradiction."""
    if table.zero is None:
        return []
    findings = []
    ticked = [
        i for i, line in enumerate(records.lines) if is_ticked(table.grid.value(*table.at(table.zero, line)))
    ]
    for i in ticked:
        for measure in table.lines.keys() & table.form.zero_report_measures:
            value = records.counts[measure].values[i]
            if value:
                cell = table.address(table.lines[measure], records.lines[i])
                findings.append(rules.ZERO_REPORT_CONTRADICTS.at(table.grid.name, [cell], found=value))
            elif (
                value is None
                and i not in records.counts[measure].problems
                and table.at(table.lines[measure], records.lines[i]) not in table.grid.uncalculated
            ):
                records.counts[measure].confirm_zero(i)
    for line in records.lines:
        mark = table.grid.value(*table.at(table.zero, line))
        if is_unclear_tick(mark):
            cell = table.address(table.zero, line)
            findings.append(rules.TICK_UNCLEAR.at(table.grid.name, [cell], found=mark))
    if ticked:
        cells = [table.address(table.zero, records.lines[i]) for i in ticked]
        findings.append(rules.TICKED.at(table.grid.name, cells))
    return findings
