"""Case numbers over rows: the same case twice, several in one cell, none, or one that may hide another row's."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from metrics.catalogue import Field, FieldKind
from metrics.intake import rules
from metrics.intake.grid import address
from metrics.intake.ledgers.case_number import not_of_a_court, several, unusual
from metrics.intake.ledgers.count import Judged
from metrics.intake.ledgers.places import cells_of
from metrics.intake.ledgers.rows import Rows
from metrics.model import Finding

_MOST_NUMBERS = 10  # numbers of an unusual form that are named
_MOST_PAIRS = 40  # pairs of rows with the same case that are named one by one


def odd_numbers(rows: Rows, field: Field, cases: Sequence[str]) -> list[Finding]:
    """Cells that name several cases, and numbers that do not look like those of the field."""
    cells, odd = rows.texts(field.code), not_of_a_court(cases)
    places = several(cells, cases, odd)
    others = sorted(set(unusual(cases, odd, field.example)) - set(places)) if field.example else []
    return [*_series(rows, field, cells, places), *_forms(rows, field, cells, others)]


def _series(rows: Rows, field: Field, cells: Sequence[object], places: Sequence[int]) -> list[Finding]:
    """Rows whose number names several cases; each row counts as one, which nobody may do unseen."""
    column = rows.table.columns[field.code]
    sheet = rows.table.grid.name
    found = [
        rules.LEDGER_SERIES.at(sheet, [address(rows.lines[i], column)], found=str(cells[i]).strip()[:60])
        for i in places[:_MOST_PAIRS]
    ]
    if rest := places[_MOST_PAIRS:]:
        told = [address(rows.lines[i], column) for i in rest[: rules.MOST_CELLS]]
        found.append(rules.LEDGER_MORE_SERIES.at(sheet, told, found=len(rest)))
    return found


def _forms(rows: Rows, field: Field, cells: Sequence[object], places: Sequence[int]) -> list[Finding]:
    """Numbers in no usual form: the same case in another spelling would not be noticed."""
    if not places:
        return []
    column = rows.table.columns[field.code]
    names = list(dict.fromkeys(" ".join(str(cells[i]).split())[:40] for i in places))
    more = f"等 {len(names)} 种" if len(names) > _MOST_NUMBERS else ""
    return [
        rules.LEDGER_NUMBER_FORM.at(
            rows.table.grid.name,
            [address(rows.lines[i], column) for i in places[: rules.MOST_CELLS]],
            found="、".join(f"“{name}”" for name in names[:_MOST_NUMBERS]) + more,
            expected=field.example,
            label=field.name,
            count=len(places),
        )
    ]


def no_case(table: Rows, judged: Judged) -> list[Finding]:
    field = next((f for f in judged.form.fields if f.kind is FieldKind.CASE), None)
    if field is None or not field.required:
        return []
    bare = np.array([not case for case in judged.cases], dtype=bool)
    if not bare.any():
        return []
    cells = cells_of(table, bare, field.code)
    others = {code for count in judged.form.counts for code in count.once_per} - {field.code}
    names = "、".join(f"“{one.name}”" for one in judged.form.fields if one.code in others)
    how = f"按{names}认定是否同一个" if names else "各计 1 件，不能查重"
    return [
        rules.LEDGER_NO_CASE.at(
            table.table.grid.name, cells, found=int(bare.sum()), label=field.name, how=how
        )
    ]


def same_cases(table: Rows, judged: Judged) -> list[Finding]:
    """The same case in two rows of one unit, at one instance."""
    case = next((f for f in judged.form.fields if f.kind is FieldKind.CASE), None)
    if case is None or any(case.code not in (c.once_per or (case.code,)) for c in judged.form.counts[:1]):
        return []
    ids = judged.case_ids * (int(judged.instances.max(initial=0)) + 1) + judged.instances
    keys = judged.unit * (int(ids.max(initial=0)) + 1) + ids[judged.row]
    order = np.argsort(keys, kind="stable")
    same = np.flatnonzero(keys[order][1:] == keys[order][:-1])
    if not len(same):
        return []
    sheet, found = table.table.grid.name, []
    told: set[tuple[int, int]] = set()
    groups: dict[int, list[int]] = {}
    for i in same.tolist():
        a, b = int(order[i]), int(order[i + 1])
        groups.setdefault(int(keys[a]), [a]).append(b)
    added = any(count.per_case for count in judged.form.counts)
    twice: list[int] = []
    differ: list[int] = []
    for members in groups.values():
        own = [int(judged.row[m]) for m in members if judged.primary[m]]
        for row in own[1:]:
            pair = own[0], row
            if pair in told:
                continue
            told.add(pair)
            field = _differing(table, judged, *pair)
            listed = differ if field is not None else twice
            listed.append(row)
            if len(listed) <= _MOST_PAIRS:
                found.append(_pair(table, judged, case, field, *pair, sheet, added))
    for rule, listed in ((rules.LEDGER_MORE_DIFFER, differ), (rules.LEDGER_MORE_TWICE, twice)):
        if rest := [] if added and listed is twice else listed[_MOST_PAIRS:]:
            cells = [address(table.lines[row], table.table.columns.get(case.code, 0)) for row in rest]
            found.append(rule.at(sheet, cells, found=len(rest)))
    return found


def _differing(table: Rows, judged: Judged, first: int, second: int) -> Field | None:
    """The first field of choices in which two rows are both filled and differ."""
    for field in judged.form.fields:
        read = judged.choices.get(field.code)
        if read is not None and read.raw is not None and field.code in table.columns:
            one, other = int(read.raw[first]), int(read.raw[second])
            if one >= 0 and other >= 0 and one != other:
                return field
    return None


def _pair(
    table: Rows,
    judged: Judged,
    case: Field,
    field: Field | None,
    first: int,
    second: int,
    sheet: str,
    added: bool,
) -> Finding:
    here, there = table.lines[second] + 1, table.lines[first] + 1
    if field is not None:
        read = judged.choices[field.code]
        raw = read.raw if read.raw is not None else read.codes
        words = [field.word(read.order[int(raw[row])]) for row in (second, first)]
        cells = [address(table.lines[i], table.table.columns[field.code]) for i in (second, first)]
        return rules.LEDGER_CASE_DIFFERS.at(
            *(sheet, cells),
            found=here,
            expected=str(there),
            label=field.name,
            here=words[0],
            there=words[1],
        )
    cells = [address(table.lines[i], table.table.columns.get(case.code, 0)) for i in (second, first)]
    if added:
        hours = next(code for count in judged.form.counts for code in count.at_least)
        return rules.LEDGER_HOURS_ADDED.at(sheet, cells, found=judged.form.field(hours).name, label=case.name)
    return rules.LEDGER_CASE_TWICE.at(sheet, cells, found=here, expected=str(there))
