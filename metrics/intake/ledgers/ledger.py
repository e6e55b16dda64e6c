"""A ledger (台账, one row per case) to a block of records: located, judged column by column, counted, checked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from metrics.catalogue import DUE, FILLED, Field, FieldKind, UnitsRole
from metrics.intake import checks, rules
from metrics.intake.grid import Grid, address, plain
from metrics.intake.ledgers import cases as case_checks
from metrics.intake.ledgers import cell_checks, disagreements
from metrics.intake.ledgers import checks as ledger_checks
from metrics.intake.ledgers import compare as ledger_compare
from metrics.intake.ledgers.case_number import normalised
from metrics.intake.ledgers.count import Counting, Judged
from metrics.intake.ledgers.locate import LedgerNames, LedgerTable, answered, find_ledger
from metrics.intake.ledgers.rows import (
    BLANK,
    Choices,
    Dates,
    Ints,
    read_choices,
    read_days,
    read_numbers,
    read_rows,
)
from metrics.intake.ledgers.struck import struck_rows
from metrics.intake.ledgers.traits import traits_of
from metrics.intake.ledgers.units import Expanded, Parties, expand
from metrics.intake.ledgers.when import covered, year_of
from metrics.intake.names import UnitNames
from metrics.intake.table import MOST_HEADER_ROWS, Reader
from metrics.model import Block, Decision, DecisionKind, Finding, Severity, Tally
from metrics.periods import Period

_REPORTS = {
    plain(w) for w in ("填报单位", "报送单位", "填表单位", "单位", "单位名称", "填报部门", "报送部门")
}
_TITLE_CELLS = 3  # a row above a header with no more cells is a title, “填报单位：…” or “单位：件”
_BAND = re.compile(r"^\s*[（(]?[\d一二三四五六七八九十]+[)）、.．]\s*|[:：]\s*$")


@dataclass
class LedgerReading:
    """What became of a sheet that is a ledger. `form` “” and no block where it could not be told which one."""

    grid: Grid
    form: str
    block: Block | None
    findings: list[Finding] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)


def read_sheet(
    grid: Grid, ledgers: Sequence[LedgerNames], reader: Reader, names: UnitNames
) -> list[LedgerReading]:
    """Read a sheet as one ledger or several below each other; empty where it is none. Never raises for what
    stands in it."""
    found = find_ledger(grid, ledgers, reader.file_name)
    if found is None:
        return []
    if isinstance(found, list):
        told = "、".join(form.name for form in found)
        return [LedgerReading(grid, "", None, [rules.LEDGER_KIND_UNCLEAR.at(grid.name, found=told)])]
    # Asked for only now: among a hundred thousand names it takes a second to find the unit.
    own = _own_unit(grid, reader.file_name, names)
    located = found.table(reader.context, own)
    top = _top(grid, located.header)
    above = [row for row in range(grid.first, top) if _filled(grid, row) > _TITLE_CELLS]
    if above:  # the header that names most fields is not the first on the sheet
        upper = read_sheet(grid.part(grid.first, top), ledgers, reader, names)
        lower = read_sheet(grid.part(top, len(grid.rows)), ledgers, reader, names)
        if lower and any(reading.block is not None for reading in upper):  # not just the header's upper rows
            return [*upper, *lower]
    reading = _Reading(located, reader, names, own)
    below = reading.rows.other_header
    if below is not None:
        top = _top(grid, below)
        lower = read_sheet(grid.part(top, len(grid.rows)), ledgers, reader, names)
        if lower:
            return [*read_sheet(grid.part(grid.first, top), ledgers, reader, names), *lower]
    made = reading.made()
    unread = next((row for row in range(grid.first, located.header) if _figures(grid, row) > 1), None)
    if unread is not None:
        made.findings.append(rules.LEDGER_BELOW.at(grid.name, [address(unread, 0)]))
    return [made]


def _top(grid: Grid, header: int) -> int:
    """The first row of a table: its header, or the titles that stand above it."""
    top = header
    while top > grid.first and _filled(grid, top - 1) <= _TITLE_CELLS:
        top -= 1
    return top


def _figures(grid: Grid, row: int) -> int:
    return sum(
        type(value) in (int, float) or (isinstance(value, str) and value.strip().isdigit())
        for value in grid.rows[row]
    )


def _filled(grid: Grid, row: int) -> int:
    return sum(value not in (None, "") for value in grid.rows[row])


def _own_unit(grid: Grid, file_name: str, names: UnitNames) -> str:
    """The unit whose ledger it is: “填报单位：…” above the header, else the sheet's or the file's name; “” for none."""
    for row in range(grid.first, min(len(grid.rows), grid.first + MOST_HEADER_ROWS)):
        for column in range(min(grid.width, 40)):
            text = grid.text(row, column)
            label, colon, rest = text.replace(":", "：").partition("：")
            if text and plain(label) in _REPORTS:
                written = rest.strip() if colon else ""
                written = written or (grid.text(row, column + 1) if colon else "")
                found = names.find(written.split("  ")[0].strip()) if written else ()
                if len(found) == 1:
                    return found[0]
    titles = [grid.text(row, 0) for row in range(grid.first, min(grid.first + 3, len(grid.rows)))]
    for text in (grid.name, *titles, file_name):
        mentioned = names.mentioned_in(text) if text and len(text) < 80 else ()
        if len(mentioned) == 1:
            return mentioned[0]
    return ""


class _Reading:
    """One ledger on its way from a located table to a block."""

    def __init__(self, table: LedgerTable, reader: Reader, names: UnitNames, own: str) -> None:
        self.table, self.reader, self.names, self.own = table, reader, names, own
        self.form = table.form
        self.sheet = table.grid.name
        self.findings: list[Finding] = []
        self.decisions: list[Decision] = list(table.decisions)
        self.marks: dict[str, Ints] = {}
        self.rows = read_rows(table)

    def made(self) -> LedgerReading:
        self._columns()
        texts = (*self.table.titles, self.sheet, self.reader.file_name)
        expected = self.reader.context.expected_period
        year = year_of(texts, expected)
        dates = {code: read_days(self.rows, self.form.field(code), year) for code in self._of(FieldKind.DATE)}
        self.findings += cell_checks.dates(self.rows, dates, year)
        last = max(
            (d.ordinal for some in dates.values() for days in some.days for d in days or ()), default=None
        )
        periods, said = covered(texts, self.sheet, expected, last)
        self.findings += said
        if periods and not any(count.date for count in self.form.counts):
            periods = periods[-1:]  # a list of people says how things stand at the end of what it covers
        block = self._block(dates, periods) if periods else None
        return LedgerReading(self.table.grid, self.form.code, block, self.findings, self.decisions)

    def _of(self, kind: FieldKind) -> list[str]:
        """Fields of a kind that the sheet has."""
        return [f.code for f in self.form.fields if f.kind is kind and f.code in self.table.columns]

    def _answer(self, kind: DecisionKind, written: str) -> str | None:
        return answered(self.reader.context, kind, self.own, self.form.code, written)

    def _columns(self) -> None:
        """What is to be said about the header."""
        sheet, table = self.sheet, self.table
        for cell, label in table.twice.items():
            self.findings.append(rules.COLUMN_TWICE.at(sheet, [cell], found=label))
        if table.unknown:
            told = "、".join(f"“{label}”" for label in table.unknown.values())
            self.findings.append(rules.COLUMN_UNKNOWN.at(sheet, list(table.unknown), found=told))
        asked = [d for d in self.decisions if d.kind is DecisionKind.COLUMN and d.asked]
        if asked:
            absent = [
                f.name
                for f in self.form.fields
                if f.required and f.code not in table.columns and self._matters(f)
            ]
            cells = [decision.cell for decision in asked]
            self.findings.append(rules.COLUMN_MISSING.at(sheet, cells, found="、".join(absent)))

    def _matters(self, field: Field) -> bool:
        instead = any(f.role is UnitsRole.INSTEAD and f.code in self.table.columns for f in self.form.fields)
        own = field.kind is FieldKind.UNITS
        return not (own and (instead or self.own))

    def _block(self, dates: dict[str, Dates], periods: tuple[Period, ...]) -> Block | None:
        rows = self.rows
        for row in rows.lone:
            column = next(c for c in range(self.table.grid.width) if self.table.grid.text(row, c))
            told = self.table.grid.text(row, column)[:30]
            self.findings.append(rules.ROW_SKIPPED.at(self.sheet, [address(row, column)], found=told))
        self.findings += self._bands()
        if rows.other_header is not None:
            self.findings.append(rules.SECOND_HEADER.at(self.sheet, [address(rows.other_header, 0)]))
        if rows.nothing is not None:
            return self._zero(periods, rows.nothing)
        if not len(rows):
            self.findings.append(rules.NO_ROWS.at(self.sheet))
            return None
        case = next(iter(self._of(FieldKind.CASE)), "")
        cases = normalised(rows.texts(case)) if case else [""] * len(rows)
        if case:
            self.findings += case_checks.odd_numbers(rows, self.form.field(case), cases)
        choices = self._choices(cases, dates)
        numbers = {}
        for code in self._of(FieldKind.NUMBER):
            numbers[code], wrong = read_numbers(rows, self.form.field(code))
            self.findings += cell_checks.numbers(rows, code, wrong)
        expanded = self._expanded()
        keys = {
            code: self._key_texts(code, dates)
            for code in {code for count in self.form.counts for code in count.once_per}
            if code in rows.columns and code != case
        }
        judged = Judged(
            *(self.form, periods, expanded.units, expanded.row, expanded.unit, expanded.primary),
            *(cases, dates, choices, numbers, keys, self.marks),
        )
        self.findings += ledger_checks.rows(rows, judged, self.reader.catalogue) + struck_rows(rows)
        if not expanded.units:
            if not any(finding.severity is Severity.MANDATORY for finding in self.findings):
                self.findings.append(rules.NO_ROWS.at(self.sheet))
            return None
        counted = Counting(judged, rows.lines).run()
        lines = [(rows.lines[row] if row >= 0 else self.table.header) + 1 for row in counted.first]
        return Block(
            *(self.sheet, self.form.code, True, self._anchors(), counted.units, counted.periods, lines),
            counted.values,
            tallies=counted.tallies,
            traits=traits_of(self.form, rows.lines, choices, rows.traits),
        )

    def _bands(self) -> list[Finding]:
        """“二、东关街道办事处” over rows that do not name their unit: they would all count for the first one."""
        kinds = {field.kind for field in map(self.form.field, self.table.columns)}
        if FieldKind.UNITS in kinds:
            return []
        found: dict[str, str] = {}
        for row in self.rows.lone:
            column = next(c for c in range(self.table.grid.width) if self.table.grid.text(row, c))
            text = self.table.grid.text(row, column)
            if len(self.names.find(_BAND.sub("", text))) == 1:
                found[address(row, column)] = text
        others = [text for text in found.values() if self.names.find(_BAND.sub("", text)) != (self.own,)]
        return [rules.LEDGER_BAND.at(self.sheet, list(found), found="、".join(others[:5]))] if others else []

    def _key_texts(self, code: str, dates: dict[str, Dates]) -> list[str]:
        if code in dates:
            days = [str(some[0].ordinal) if some else "" for some in dates[code].days]
            return [days[i] for i in dates[code].codes.tolist()]
        return [plain(str(text)) if text is not None else "" for text in self.rows.texts(code)]

    def _anchors(self) -> dict[str, int]:
        """Measure → the column (1-based) that decides: its date's, else the case number's."""
        columns, deadline = self.table.columns, self.form.deadline
        fallback = next((f.code for f in self.form.fields if f.code in columns), "")
        case = next(iter(self._of(FieldKind.CASE)), fallback)
        found = {}
        for count in self.form.counts:
            wanted = [count.date]
            if count.date == DUE and deadline:
                wanted = [deadline.stated, deadline.start]
            code = next((code for code in wanted if code in columns), case)
            found[count.measure] = columns[code] + 1
        return found

    def _zero(self, periods: tuple[Period, ...], row: int) -> Block | None:
        cell = address(row, next(c for c in range(self.table.grid.width) if self.table.grid.text(row, c)))
        if not self.own:
            self.findings.append(rules.NO_UNIT.at(self.sheet, [cell]))
            return None
        texts = [self.table.grid.text(row, c) for c in range(self.table.grid.width)]
        said = next((text for text in texts if text and not text.isdigit()), "")
        self.findings.append(rules.LEDGER_NOTHING.at(self.sheet, [cell], found=said))
        return Block(
            *(self.sheet, self.form.code, True, self._anchors()),
            [self.own] * len(periods),
            [period.key for period in periods],
            [row + 1] * len(periods),
            {measure: [0] * len(periods) for measure in self.form.measures},
            tallies={measure: Tally([], [], []) for measure in self.form.measures},  # a ledger without rows
        )

    def _choices(self, cases: list[str], dates: dict[str, Dates]) -> dict[str, Choices]:
        """Every field of choices that the sheet has, or that follows from what it has."""
        rows, found = self.rows, {}
        for code in self._of(FieldKind.CHOICE):
            fld = self.form.field(code)
            found[code] = read_choices(rows, fld, lambda text: self._answer(DecisionKind.VALUE, text))
            said, decided = cell_checks.words(rows, fld, found[code], self.form, self.own)
            self.findings += said
            self.decisions += decided
        written = dict(found)
        for fld in self.form.fields:
            if fld.kind is not FieldKind.CHOICE:
                continue
            sources = [other for other in fld.follows if other in written or other in dates]
            marked = bool(fld.marks) and any(cases)
            if fld.code in written or sources or marked or (fld.default and not fld.required):
                raw = (
                    written[fld.code].codes
                    if fld.code in written
                    else np.full(len(rows), BLANK, dtype=np.int64)
                )
                filled, said = self._meaning_of_empty(fld, raw, written, dates, cases)
                self.findings += said
                words = written[fld.code].words if fld.code in written else {}
                found[fld.code] = Choices(tuple(fld.words), filled, words, raw)
        return found

    def _meaning_of_empty(
        self,
        fld: Field,
        raw: Ints,
        written: dict[str, Choices],
        dates: dict[str, Dates],
        cases: list[str],
    ) -> tuple[Ints, list[Finding]]:
        """The choices with what follows for empty cells, and where both are written and disagree."""
        order = {choice: i for i, choice in enumerate(fld.words)}
        codes, findings = raw.copy(), []
        for other, choices in fld.follows.items():
            if other in written:
                table = [order[choices[c]] if c in choices else BLANK for c in written[other].order]
                told = np.array([*table, BLANK, BLANK], dtype=np.int64)[written[other].codes]
            elif other in dates and FILLED in choices:
                told = np.where(dates[other].filled(), order[choices[FILLED]], BLANK)
            else:
                continue
            findings += disagreements.contradiction(self.rows, self.form, fld, other, raw, told, written)
            codes = np.where(codes == BLANK, told, codes)
        if fld.marks:
            marks = self.marks[fld.code] = disagreements.marks(fld, cases)
            findings += disagreements.mark_differs(self.rows, fld, raw, marks)
            codes = np.where(codes == BLANK, marks, codes)
        if fld.default:
            codes = np.where(codes == BLANK, order[fld.default], codes)
        return codes, findings

    def _expanded(self) -> Expanded:
        parties = Parties(self.names, lambda text: self._answer(DecisionKind.UNIT, text))
        columns = {
            fld.role: self.rows.columns[fld.code]
            for fld in self.form.fields
            if fld.kind is FieldKind.UNITS and fld.code in self.table.columns
        }
        places = {
            fld.role: self.table.columns[fld.code]
            for fld in self.form.fields
            if fld.kind is FieldKind.UNITS and fld.code in self.table.columns
        }
        if UnitsRole.OWN not in columns and UnitsRole.INSTEAD not in columns and not self.own:
            self.findings.append(rules.NO_UNIT.at(self.sheet))
        expanded, said, decided = expand(self.rows, columns, places, parties, self.own, self.form.code)
        self.findings += said
        self.decisions += decided
        return expanded


def read_ledgers(grids: Sequence[Grid], reader: Reader) -> list[LedgerReading]:
    """Every ledger of the workbook, sheet by sheet from the top down."""
    ledgers = LedgerNames.of(reader.catalogue)
    return [reading for grid in grids for reading in read_sheet(grid, ledgers, reader, reader.units)]


def counted(ledgers: Sequence[LedgerReading]) -> list[Block]:
    """What the ledgers come to."""
    return [reading.block for reading in ledgers if reading.block is not None]


def ledger_findings(
    ledgers: Sequence[LedgerReading], blocks: Sequence[Block], reader: Reader
) -> list[Finding]:
    """What is to be said of each ledger, of several together, and of ledgers beside summaries."""
    found = [finding for reading in ledgers for finding in reading.findings]
    for block in counted(ledgers):
        found += checks.across([block], reader, reader.units)
    found += ledger_compare.twice(counted(ledgers), reader.catalogue, reader.units)
    found += ledger_compare.differences(blocks, reader.catalogue, reader.context, reader.units)
    return found
