"""What can be wrong with readings: each function takes a table's counts and returns findings."""

from __future__ import annotations

import statistics
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

import numpy as np
from openpyxl.utils.cell import coordinate_to_tuple

from metrics.catalogue import Catalogue
from metrics.intake import rules
from metrics.intake.cells import read_count, read_rate
from metrics.intake.columns import Counts
from metrics.intake.decisions import Decided
from metrics.intake.measured_in import above_table, counts_cases
from metrics.intake.names import How, UnitNames
from metrics.intake.summary import TypedTotal
from metrics.intake.table import Reader, Table
from metrics.model import Block, Finding, IndicatorKind, Layout
from metrics.periods import Period

# A jump is worth a question when the value is far outside all that the unit has ever reported, in
# proportion and in number: small units go from 1 to 3 every other quarter.
JUMP_TIMES = 3
JUMP_MORE = 10
JUMP_HISTORY = 4


@dataclass
class Noted:
    """Cells that are said once for a whole sheet: measure → empty cells, word → cells read as “不适用” or as 0."""

    missing: dict[str, list[str]] = field(default_factory=dict)
    dashes: dict[str, list[str]] = field(default_factory=dict)
    zero_words: dict[str, list[str]] = field(default_factory=dict)


def header(
    table: Table, catalogue: Catalogue, decided: Decided, elsewhere: Collection[str] = ()
) -> list[Finding]:
    """Columns that are missing, doubled, unknown, or recognised under another name.

    elsewhere: measures that a further table of the sheet holds.
    """
    sheet, form = table.grid.name, table.form
    what = "列" if table.layout is Layout.SUMMARY else "行"
    findings = [
        rules.COLUMN_TWICE.at(sheet, [cell], found=label) for cell, label in sorted(table.twice.items())
    ]
    absent = [
        catalogue.measures[column.measure].name
        for column in form.columns
        if column.required and column.measure not in {*table.lines, *decided.unclear, *elsewhere}
    ]
    aside = {heading.place for heading in table.headings if heading.match.how is How.ASIDE}
    candidates = [cell for cell in table.unknown if cell not in aside and _holds_counts(table, cell)]
    if absent and candidates:
        findings.append(rules.COLUMN_MISSING.at(sheet, candidates, found="、".join(absent)))
    elif absent:
        findings.append(rules.COLUMN_ABSENT.at(sheet, found="、".join(absent)))
    if table.unknown:
        told = "、".join(f"“{label}”" for label in table.unknown.values())
        findings.append(rules.COLUMN_UNKNOWN.at(sheet, list(table.unknown), found=told))
    read_as = [
        f"“{decision.written}”视为“{decision.taken.name}”"
        for decision in decided.decisions
        if decision.taken and decision.taken.code and not decision.by_person
    ]
    if read_as:
        findings.append(rules.READ_AS.at(sheet, found="；".join(read_as), what=what))
    units = [unit for text in table.titles if (unit := above_table(text))]
    if units and not any(counts_cases(unit) for unit in units):
        findings.append(rules.TABLE_MEASURED.at(sheet, found=units[-1]))
    return findings


def _holds_counts(table: Table, heading: str) -> bool:
    """Whether the column (or row) of a heading that nobody recognised holds numbers, or only words."""
    row, column = coordinate_to_tuple(heading)
    if table.grid.flipped:
        row, column = column, row
    if table.layout is Layout.SUMMARY:
        beside = [
            table.grid.value(r, column - 1) for r in range(table.first, min(table.first + 50, table.last + 1))
        ]
    else:
        beside = [table.grid.value(row - 1, c) for c in range(table.first, table.last + 1)]
    return any(read_count(value).value is not None for value in beside)


def cells(
    table: Table, lines: Sequence[int], counts: Mapping[str, Counts], catalogue: Catalogue
) -> tuple[list[Finding], Noted]:
    """Cells that are no count: errors, words, fractions; and what is said of empty ones and words together."""
    sheet, grid = table.grid.name, table.grid
    findings = []
    noted = Noted()
    for measure, column in counts.items():
        line = table.lines[measure]
        for i, (code, text) in column.problems.items():
            cell = table.address(line, lines[i])
            if table.at(line, lines[i]) in grid.errors:
                findings.append(rules.ERROR_CELL.at(sheet, [cell], found=text, measure=measure))
            else:
                findings.append(rules.CELL_RULES[code].at(sheet, [cell], found=text, measure=measure))
        for cells_of, words in ((noted.dashes, column.dashes), (noted.zero_words, column.zero_words)):
            for i, word in words.items():
                cells_of.setdefault(word, []).append(table.address(line, lines[i]))
        if None not in column.values:
            continue
        silent = set(column.problems) | set(column.not_applicable)
        empty = [i for i, value in enumerate(column.values) if value is None and i not in silent]
        unsaved = {i for i in empty if table.at(line, lines[i]) in grid.uncalculated}
        missing = [table.address(line, lines[i]) for i in empty if i not in unsaved]
        if unsaved:
            found = [table.address(line, lines[i]) for i in empty if i in unsaved]
            findings.append(rules.UNCALCULATED.at(sheet, found, measure=measure))
        if missing:
            noted.missing[measure] = missing
    return findings, noted


def gathered(sheet: str, noted: Sequence[Noted], catalogue: Catalogue) -> list[Finding]:
    """What was noted on a sheet, each kind in one finding that names measures or words and counts cells."""
    missing: dict[str, list[str]] = {}
    for one in noted:
        for measure, places in one.missing.items():
            missing[measure] = missing.get(measure, []) + places
    findings = []
    if missing:
        names = [catalogue.measures[measure].name for measure in missing]
        only = next(iter(missing)) if len(missing) == 1 else ""
        findings.append(
            rules.CELL_MISSING.of_several(sheet, list(zip(names, missing.values(), strict=True)), only)
        )
    for rule, kinds in (
        (rules.DASH, [one.dashes for one in noted]),
        (rules.WORD_ZERO, [one.zero_words for one in noted]),
    ):
        words: dict[str, list[str]] = {}
        for kind in kinds:
            for word, places in kind.items():
                words[word] = words.get(word, []) + places
        if words:
            findings.append(rule.of_several(sheet, list(words.items())))
    return findings


def comments(table: Table, lines: Sequence[int]) -> list[Finding]:
    """Remarks that somebody attached to cells of the table: “其中 1 件系共同被告” belongs before a person."""
    if not table.grid.comments:
        return []
    places = {table.at(line, record) for line in table.lines.values() for record in lines}
    return [
        rules.COMMENT.at(table.grid.name, [table.grid.address(*place)], found=" ".join(text.split()))
        for place, text in sorted(table.grid.comments.items())
        if place in places
    ]


def parts(
    table: Table, lines: Sequence[int], counts: Mapping[str, Counts], catalogue: Catalogue
) -> list[Finding]:
    """A part above its whole: attended above held, lost above closed (part_of in measures.toml)."""
    findings = []
    for part, column in counts.items():
        for whole in catalogue.measures[part].part_of:
            if whole not in counts:
                continue
            for i in map(int, np.flatnonzero(column.array > counts[whole].array)):  # NaN compares False
                here = [table.address(table.lines[m], lines[i]) for m in (part, whole)]
                findings.append(
                    rules.PART_ABOVE_WHOLE.at(
                        table.grid.name,
                        here,
                        found=column.values[i],
                        expected=f"不大于 {counts[whole].values[i]}",
                        measure=part,
                        part=catalogue.measures[part].name,
                        whole=catalogue.measures[whole].name,
                        limit=counts[whole].values[i],
                    )
                )
    return findings


def rates(
    table: Table,
    lines: Sequence[int],
    periods: Sequence[str],
    counts: Mapping[str, Counts],
    catalogue: Catalogue,
) -> list[Finding]:
    """Rates typed by hand, which are not stored, against those computed from the counts beside them."""
    findings = []
    for code, line in table.rates.items():
        indicator = catalogue.indicators[code]
        for i, record in enumerate(lines):
            place = table.at(line, record)
            typed = read_rate(table.grid.value(*place), table.grid.percents.get(place))
            in_force = indicator.at(Period.from_key(periods[i]))
            if typed is None or in_force is None or indicator.kind is not IndicatorKind.RATIO:
                continue
            top = _sum(in_force.variant.numerator, i, counts, catalogue)
            bottom = _sum(in_force.variant.denominator, i, counts, catalogue)
            if top is None or bottom is None:
                continue
            if bottom == 0:
                differs, expected = True, indicator.empty_words
            else:
                differs = abs(typed.fraction - top / bottom) > typed.tolerance + 1e-9
                expected = f"{_percent(top, bottom)}（{top}/{bottom}）"
            if differs and not (bottom == 0 and typed.fraction == 0):
                shown = f"{Decimal(str(typed.fraction * 100)).quantize(Decimal('0.01'), ROUND_HALF_UP)}%"
                findings.append(
                    rules.RATE_DIFFERS.at(
                        table.grid.name,
                        [table.address(line, record)],
                        found=shown,
                        expected=expected,
                        label=indicator.name,
                    )
                )
    return findings


def _sum(measures: Sequence[str], i: int, counts: Mapping[str, Counts], catalogue: Catalogue) -> int | None:
    total = 0
    for code in measures:
        for sign, term in catalogue.measures[code].terms or ((1, code),):
            value = counts[term].values[i] if term in counts else None
            if value is None:
                return None
            total += sign * value
    return total


def _percent(top: int, bottom: int) -> str:
    return f"{(Decimal(top * 100) / Decimal(bottom)).quantize(Decimal('0.01'), ROUND_HALF_UP)}%"


def jumps(
    table: Table,
    units: Sequence[str],
    lines: Sequence[int],
    counts: Mapping[str, Counts],
    reader: Reader,
) -> list[Finding]:
    """Values far outside the unit's own history: over three times its maximum and ten above its median."""
    history = reader.context.history
    if not history:
        return []
    findings = []
    for measure, column in counts.items():
        for i, value in enumerate(column.values):
            before = history.get((units[i], measure), ())
            if value is None or len(before) < JUMP_HISTORY:
                continue
            if value > JUMP_TIMES * max(before) and value > statistics.median(before) + JUMP_MORE:
                findings.append(
                    rules.JUMP.at(
                        table.grid.name,
                        [table.address(table.lines[measure], lines[i])],
                        found=value,
                        expected=str(max(before)),
                        unit=units[i],
                        measure=measure,
                        label=reader.catalogue.measures[measure].name,
                    )
                )
    return findings


def across(blocks: Sequence[Block], reader: Reader, names: UnitNames) -> list[Finding]:
    """What only shows over the whole workbook: a unit twice, a unit outside its dates."""
    findings = []
    repeated = [] if len(blocks) == 1 and _all_once(blocks[0]) else _repeated(blocks)
    for block, i, cell in repeated:
        name = names.by_code[block.units[i]].short_name
        findings.append(
            rules.UNIT_TWICE.at(block.sheet, [cell], found=name, unit=block.units[i], period=block.periods[i])
        )
    limited = {code for code, unit in names.by_code.items() if unit.valid_from or unit.valid_to}
    for block in blocks:
        if not limited.isdisjoint(block.units):
            for i, unit in enumerate(block.units):
                period = Period.from_key(block.periods[i])
                if unit in limited and not names.by_code[unit].active_in(period):
                    cell = block.cell(next(iter(block.anchors)), i)
                    name = names.by_code[unit].short_name
                    findings.append(rules.UNIT_NOT_VALID.at(block.sheet, [cell], found=name, unit=unit))
    return findings


def totals(typed: Sequence[TypedTotal], blocks: Sequence[Block], catalogue: Catalogue) -> list[Finding]:
    """Totals typed by hand against the rows. Tables that lie side by side may share one grand total."""
    findings = []
    for total in typed:
        beside = [b for b in blocks if b.sheet == total.sheet and total.measure in b.values]
        shared = total.whole and len(beside) > 1
        both = sum(sum(filter(None, b.values[total.measure])) for b in beside)
        added = both if shared else total.added[0]
        if total.typed not in (*total.added, added):
            findings.append(
                rules.TOTAL_DIFFERS.at(
                    total.sheet,
                    [total.cell],
                    found=total.typed,
                    expected=str(added),
                    measure=total.measure,
                    label=f"{catalogue.measures[total.measure].name}{total.label}",
                )
            )
    return findings


def _all_once(block: Block) -> bool:
    """Whether no record of a block comes twice: said quickly, for a list of a hundred thousand."""
    if len(set(block.periods)) == 1:
        return len(set(block.units)) == len(block.units)
    return len(set(zip(block.units, block.periods, strict=True))) == len(block.units)


def _repeated(blocks: Sequence[Block]) -> list[tuple[Block, int, str]]:
    """Records whose unit and period came before with the same measure; other measures may stand elsewhere."""
    seen: set[tuple[str, str, str]] = set()
    found = []
    for block in blocks:
        for i, (unit, period) in enumerate(zip(block.units, block.periods, strict=True)):
            keys = {(unit, period, measure) for measure in block.values}
            if not seen.isdisjoint(keys):
                found.append((block, i, block.cell(next(iter(block.anchors)), i)))
            seen |= keys
    return found
