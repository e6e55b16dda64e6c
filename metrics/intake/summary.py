"""A summary table to a block: which rows are units, which are totals, and what each cell says."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import cast

import numpy as np

from metrics.intake import rules
from metrics.intake.cells import read_count
from metrics.intake.columns import Counts, columns_of, mark_percents, read_counts
from metrics.intake.decisions import MOST_UNITS, UnitDecisions, is_other_name
from metrics.intake.grid import MOST_COLUMNS, plain
from metrics.intake.names import UnitNames
from metrics.intake.table import Table
from metrics.model import LEFT_OUT, Finding

_TOTAL = re.compile(r"(?:合计|总计|小计|共计|总数|汇总|全区合计|全市合计|总和)$")
_GRAND = re.compile(r"^(?:全[区县市省]|总)?(?:合计|总计|共计|总数|汇总|总和)$")
_LONGEST_TOTAL = 6  # characters of “镇街小计”; what is longer beside figures is a remark: “按上季度数汇总”
_NOTE = re.compile(r"^(?:注|备注|说明|填表说明|填表|填报|制表|审核|负责人|单位负责人|联系|统计|数据来源|附)")
_SIGNATURE = re.compile(
    r"^(?:注[:：]"
    r"|(?:制表|填表|填报|审核|审批|复核|单位负责|联系|经办|签发)(?:人|员|单位|部门|领导|电话|方式|日期|时间|说明)?(?:[:：(（].*)?$)"
)


@dataclass(frozen=True)
class Total:
    """A total row: its label, its row, and the records (by index) that it may add up, likeliest first."""

    label: str
    row: int
    records: tuple[range, ...]


@dataclass
class Rows:
    """The record rows of a table: parallel lists, with what was said about rows on the way."""

    rows: list[int] = field(default_factory=list)
    units: list[str] = field(default_factory=list)
    totals: list[Total] = field(default_factory=list)
    unplaced: bool = False  # a row with figures belongs to no unit: no total can be checked
    findings: list[Finding] = field(default_factory=list)


def read_rows(table: Table, names: UnitNames, decisions: UnitDecisions) -> Rows:
    """Judge each row below the header by what stands in the units' column, and list what was read as what."""
    grid, unit = table.grid, table.unit
    if unit is None:
        return Rows(findings=[rules.NO_UNIT.at(grid.name)])
    (texts,) = columns_of(grid.rows[table.first : table.last + 1], [unit])
    texts = _unmerged(table, texts)
    answers = decisions.answers
    codes = [names.exact.get(text) if isinstance(text, str) else None for text in texts]
    _list_aliases(table, texts, names, decisions, answers)
    if None not in codes and not answers:  # usual in a very large list: every name is known as it stands
        return Rows(list(range(table.first, table.last + 1)), cast(list[str], codes))
    found = Rows()
    marks: list[tuple[str, int, int]] = []  # total rows: label, row, records above it
    header = plain(grid.text(table.header, unit))
    titles = {re.sub(r"\s+", "", title) for title in table.titles}
    for row, text in enumerate(texts, table.first):
        code = codes[row - table.first]
        written = str(text).strip() if text is not None else ""
        if written in answers:
            code = answers[written]
            decisions.read_as(grid.address(row, unit), written, code, by_person=True)
            if code == LEFT_OUT:
                continue
        if code is None:
            label = re.sub(r"\s+", "", str(text)) if text is not None else ""
            key = plain(label)
            has_numbers = has_figures(table, row)
            if not label:
                if has_numbers and not is_unlabelled_total(table, row):
                    found.findings.append(rules.UNIT_BLANK.at(grid.name, [grid.address(row, unit)]))
                    found.unplaced = True
                continue
            if _is_signature(label) or (label in titles and not has_numbers):
                continue
            if key == header or key in {plain(name) for name in table.form.unit_names}:
                if _other_header(table, row):
                    found.findings.append(rules.SECOND_HEADER.at(grid.name, [grid.address(row, unit)]))
                    break
                continue  # the header again, on a new printed page
            if _TOTAL.search(label):
                marks.append((label, row, len(found.rows)))
                continue
            candidates = names.find(str(text))
            if len(candidates) != 1:
                if has_numbers:
                    found.unplaced = True
                    cell = grid.address(row, unit)
                    found.findings.append(_unit_finding(grid.name, cell, str(text), candidates, names))
                    decisions.asked(cell, written, candidates)
                elif not _NOTE.match(label) and len(label) < 20:
                    found.findings.append(
                        rules.ROW_SKIPPED.at(grid.name, [grid.address(row, unit)], found=label)
                    )
                continue
            code = candidates[0]
            if (
                plain(names.by_code[code].short_name) != plain(label)
                and plain(names.by_code[code].name) != key
            ):
                decisions.read_as(grid.address(row, unit), written, code)
        found.rows.append(row)
        found.units.append(code)
    found.totals += _totals(marks, len(found.rows))
    return found


def _unmerged(table: Table, texts: Sequence[object]) -> Sequence[object]:
    """The units' column with each merged cell's name in all of its rows."""
    spans = [
        (top, min(bottom, table.last))
        for top, left, bottom, right in table.grid.merged
        if top < bottom and left <= (table.unit or 0) <= right and top >= table.first
    ]
    if not spans:
        return texts
    filled = list(texts)
    for top, bottom in spans:
        for row in range(top + 1, bottom + 1):
            if has_figures(table, row):
                filled[row - table.first] = filled[top - table.first]
    return filled


def _list_aliases(
    table: Table,
    texts: Sequence[object],
    names: UnitNames,
    decisions: UnitDecisions,
    answers: Mapping[str, str],
) -> None:
    """Units called by an alias are known as they stand; it is said all the same, and may be refused."""
    others = names.aliases.intersection(texts) if names.aliases else set()
    for row, text in enumerate(texts, table.first) if others else ():
        if text in others and (code := names.exact.get(str(text))) and str(text).strip() not in answers:
            if is_other_name(str(text), code, names):
                decisions.read_as(table.grid.address(row, table.unit or 0), str(text).strip(), code)
            if len(decisions.taken) >= MOST_UNITS:
                break


def _is_signature(label: str) -> bool:
    """“制表人：张三” below a table, whatever stands beside it: a telephone number is no figure."""
    return _SIGNATURE.match(label) is not None


def is_note(text: str) -> bool:
    """Whether a text is a note or a signature below a table."""
    return _NOTE.match(re.sub(r"\s+", "", text)) is not None


def _totals(marks: list[tuple[str, int, int]], count: int) -> list[Total]:
    """Which records each total row may add up. “镇街小计” and “镇街合计” stand below or above their group;
    “合计” stands for all rows wherever it stands, unless there are several: then for those since the last."""
    grand = [label for label, _, _ in marks if _GRAND.match(label)]
    found = []
    for i, (label, row, above) in enumerate(marks):
        before = range(marks[i - 1][2] if i else 0, above)
        after = range(above, marks[i + 1][2] if i + 1 < len(marks) else count)
        everything = [range(count), range(above)]
        if _GRAND.match(label) and len(grand) == 1:
            records = everything
        elif "小计" in label:
            records = [some for some in (before, after) if some]
        else:
            records = [*(some for some in (before, after) if some), *everything]
        found.append(Total(label, row, tuple(records)))
    return found


def has_figures(table: Table, row: int) -> bool:
    """Whether something stands in a column of a measure, other than the signatures below a table."""
    texts = (table.grid.text(row, c) for c in range(min(table.grid.width, MOST_COLUMNS)))
    cells = [table.grid.value(row, c) for c in table.lines.values()]
    if any(_NOTE.match(text) for text in texts):
        return any(read_count(cell).value is not None for cell in cells)
    return any(cell is not None for cell in cells)


def _other_header(table: Table, row: int) -> bool:
    """Whether a header further down names other columns, so that the rows below it mean something else."""
    texts = ((plain(table.grid.text(row, c)), plain(table.labels[m])) for m, c in table.lines.items())
    return any(here and here != above for here, above in texts)


def is_unlabelled_total(table: Table, row: int) -> bool:
    """A row whose label “合计” stands in another column, such as that of the serial numbers."""
    measures = set(table.lines.values())
    texts = (table.grid.text(row, c) for c in range(min(table.grid.width, MOST_COLUMNS)) if c not in measures)
    words = (re.sub(r"\s+", "", text) for text in texts)
    return any(len(word) <= _LONGEST_TOTAL and _TOTAL.search(word) for word in words)


def _unit_finding(sheet: str, cell: str, text: str, candidates: tuple[str, ...], names: UnitNames) -> Finding:
    if not candidates:
        return rules.UNIT_UNKNOWN.at(sheet, [cell], found=text.strip())
    several = "、".join(names.by_code[code].name for code in candidates)
    return rules.UNIT_AMBIGUOUS.at(sheet, [cell], found=text.strip(), expected=several)


def read_columns(table: Table, rows: list[int]) -> dict[str, Counts]:
    """Measure → its counts for the given rows."""
    grid = table.grid.rows
    whole = bool(rows) and rows[-1] - rows[0] + 1 == len(rows)
    some = grid[rows[0] : rows[-1] + 1] if whole else [grid[r] for r in rows]
    columns = columns_of(some, list(table.lines.values()))
    found = {measure: read_counts(cells) for measure, cells in zip(table.lines, columns, strict=True)}
    mark_percents(table, rows, found)
    return found


def drop_empty_rows(table: Table, rows: Rows) -> dict[str, Counts]:
    """Read the columns without the rows in which nothing is written: a name alone is no report.

    Counted as one, it would take the place of what the unit has sent by itself.
    """
    counts = read_columns(table, rows.rows)
    if not counts or any(None not in column.values for column in counts.values()):
        return counts
    lines = [*table.lines.values(), *([table.zero] if table.zero is not None else [])]
    empty = {
        i
        for i in np.flatnonzero(
            np.all([np.isnan(column.array) for column in counts.values()], axis=0)
        ).tolist()
        if all(table.grid.value(rows.rows[i], c) is None for c in lines)
        and not any((rows.rows[i], c) in table.grid.uncalculated for c in lines)
    }
    if not empty:
        return counts
    cells = [table.grid.address(rows.rows[i], table.unit or 0) for i in sorted(empty)]
    told = "、".join(table.grid.text(rows.rows[i], table.unit or 0) for i in sorted(empty)[:20])
    rows.findings.append(rules.ROW_EMPTY.at(table.grid.name, cells, found=told))
    kept = [i for i in range(len(rows.rows)) if i not in empty]
    place = np.searchsorted(kept, range(len(rows.rows) + 1)).tolist()
    rows.totals = [
        replace(total, records=tuple(range(place[r.start], place[r.stop]) for r in total.records))
        for total in rows.totals
    ]
    rows.rows, rows.units = [rows.rows[i] for i in kept], [rows.units[i] for i in kept]
    return read_columns(table, rows.rows)


@dataclass(frozen=True)
class TypedTotal:
    """A total as typed, and the sums of the rows that it may stand for; `whole` for a grand total."""

    sheet: str
    cell: str
    measure: str
    label: str
    typed: int
    added: tuple[int, ...]
    whole: bool


def typed_totals(table: Table, rows: Rows, counts: dict[str, Counts]) -> list[TypedTotal]:
    """Every number in a total row; “小计” adds up its own group, “合计” all rows above.

    None where a row or cell could not be read: one fault must not be reported again in every total.
    """
    if rows.unplaced:
        return []
    found = []
    for total in rows.totals:
        for measure, column in table.lines.items():
            if counts[measure].problems:
                continue
            typed = read_counts([table.grid.value(total.row, column)]).values[0]
            if typed is not None:
                array = counts[measure].array
                added = tuple(int(np.nansum(array[some.start : some.stop])) for some in total.records)
                cell = table.grid.address(total.row, column)
                whole = _GRAND.match(total.label) is not None
                found.append(TypedTotal(table.grid.name, cell, measure, total.label, typed, added, whole))
    return found
