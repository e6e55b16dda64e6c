"""What can be wrong with readings: each function takes a table's counts and returns findings."""

from __future__ import annotations

import re
import statistics
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

import numpy as np
from openpyxl.utils.cell import coordinate_to_tuple

from metrics.catalogue import Catalogue
from metrics.intake import rules
from metrics.intake.cells import read_count, read_rate
from metrics.intake.columns import Counts, columns_of
from metrics.intake.decisions import Decided
from metrics.intake.grid import MOST_COLUMNS
from metrics.intake.measured_in import above_table, counts_cases
from metrics.intake.names import How, UnitNames
from metrics.intake.summary import TypedTotal
from metrics.intake.table import Reader, Table
from metrics.model import Block, Finding, Layout
from metrics.periods import Period

# A jump is worth a question when the value is far outside all that the unit has ever reported, in
# proportion and in number: small units go from 1 to 3 every other quarter.
JUMP_TIMES = 3
JUMP_MORE = 10
JUMP_HISTORY = 4
_MOST_LOOKED_AT = 100  # rows of a column beside those that are read
_CORRECTS = re.compile(
    r"应[为是改]|改为|更正|有误|错|漏|多[报计填]|少[报计填]|未报|沿用|累计|作废|去年|上[年季]"
)
_NOT_REPORTED = re.compile(r"[未没](?:上?报|填|提供|反馈)|[待缺漏]报|沿用|按上[季期年]|上[季期]数|暂估|作废")


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


def looks(table: Table, lines: Sequence[int]) -> list[Finding]:
    """What a person sees and the values do not say: remarks attached to cells, what is crossed out, and formats
    that show another number or hide a nought."""
    grid = table.grid
    if not (grid.comments or grid.struck or grid.shown or grid.seen or grid.unseen):
        return []
    places = {table.at(line, record) for line in table.lines.values() for record in lines}
    findings = []
    if table.layout is Layout.SUMMARY:
        heads = {(table.header, line) for line in table.lines.values()}
        units = {(record, table.unit) for record in lines} if table.unit is not None else set()
    else:
        heads = {(line, table.first - 1) for line in table.lines.values()}
        units = {(table.header, record) for record in lines}
    for place, text in sorted(grid.comments.items()):
        corrects = _CORRECTS.search(text) is not None
        if place in places or (corrects and place in heads | units):
            rule = rules.COMMENT_CORRECTS if corrects else rules.COMMENT
            findings.append(rule.at(grid.name, [grid.address(*place)], found=" ".join(text.split())))
    struck = [grid.address(*place) for place in sorted(grid.struck & (places | units))]
    if struck:
        findings.append(rules.STRUCK.at(grid.name, struck))
    for rule, seen in ((rules.SHOWN_OTHERWISE, grid.shown), (rules.SEEN_OTHERWISE, grid.seen)):
        for place, told in sorted(seen.items()):
            if place in places:
                found = _written(grid.value(*place))
                findings.append(rule.at(grid.name, [grid.address(*place)], found=found, expected=told))
    hidden = [grid.address(*place) for place in sorted(grid.unseen & places)]
    if hidden:
        findings.append(rules.NOUGHT_HIDDEN.at(grid.name, hidden, found="0"))
    return findings


def _written(value: object) -> str:
    """A number as a person writes it: 8 for 8.0, and all digits of a large one."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def columns_beside(
    table: Table, lines: Sequence[int], units: Sequence[str], names: UnitNames
) -> list[Finding]:
    """Columns between those that are read which hold figures and have no name, or other units than those read."""
    grid = table.grid
    if table.layout is not Layout.SUMMARY or not lines:
        return []
    some = list(lines[:_MOST_LOOKED_AT])
    findings = []
    nameless = [
        column
        for column in table.nameless
        if any(read_count(grid.value(row, column)).value is not None for row in some)
    ]
    if nameless:
        told = "、".join(grid.address(some[0], column) for column in nameless)
        places = [grid.address(some[0], column) for column in nameless]
        findings.append(rules.COLUMN_NAMELESS.at(grid.name, places, found=told))
    for column in table.other_units:
        others = [
            grid.address(row, column)
            for row, unit in zip(some, units, strict=False)
            if len(found := names.find(grid.text(row, column))) == 1 and found[0] != unit
        ]
        if others:
            heads = [grid.text(table.header, c).strip() for c in (table.unit or 0, column)]
            findings.append(rules.UNIT_COLUMNS.at(grid.name, others, found=heads[0], expected=heads[1]))
    return findings


def remarks(table: Table, lines: Sequence[int]) -> list[Finding]:
    """Rows of a summary beside whose figures somebody has written that the unit has reported nothing."""
    if table.layout is not Layout.SUMMARY or not lines:
        return []
    grid = table.grid
    known = {*table.lines.values(), table.unit}
    others = [c for c in range(min(grid.width, MOST_COLUMNS)) if c not in known]
    some = grid.rows[lines[0] : lines[-1] + 1]
    found: dict[str, list[str]] = {}
    for column, cells in zip(others, columns_of(some, others), strict=True):
        texts = {value for value in cells if isinstance(value, str)}
        words = {text for text in texts if _NOT_REPORTED.search(text)}
        for row in lines if words else ():
            if (text := grid.text(row, column)) and grid.value(row, column) in words:
                found.setdefault(text, []).append(grid.address(row, column))
    return [rules.ROW_REMARK.at(grid.name, cells, found=text) for text, cells in found.items()]


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
            if typed is None or in_force is None or not indicator.kind.is_fraction:
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
