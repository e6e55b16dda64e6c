"""Cells of one row that do not go together: two columns, or a column and the case number's letters."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from os.path import commonpath

import numpy as np

from metrics.catalogue import Field, Form
from metrics.intake import rules
from metrics.intake.ledgers.concerned import dated_by, looking_at
from metrics.intake.ledgers.count import Judged
from metrics.intake.ledgers.places import cells_of
from metrics.intake.ledgers.rows import BLANK, Choices, Ints, Rows
from metrics.model import Finding


def contradiction(
    rows: Rows,
    form: Form,
    field: Field,
    other: str,
    raw: Ints,
    told: Ints,
    written: Mapping[str, Choices],
) -> list[Finding]:
    """Both fields are written and disagree. Where each may follow from the other, one that agrees is enough."""
    differs = (raw >= 0) & (told >= 0) & (raw != told)
    if not differs.any():
        return []
    back = form.field(other).follows.get(field.code, {}) if other in written else {}
    if back:
        order = {choice: i for i, choice in enumerate(written[other].order)}
        table = [order[back[choice]] if choice in back else BLANK for choice in field.words]
        expected = np.array([*table, BLANK, BLANK], dtype=np.int64)[raw]
        differs &= (expected == BLANK) | (expected != written[other].codes)
    found = []
    measures = looking_at(form, field.code)
    choices = list(field.words)
    for mine, theirs in dict.fromkeys(zip(raw[differs].tolist(), told[differs].tolist(), strict=True)):
        same = differs & (raw == mine) & (told == theirs)
        if other in written:
            codes = written[other].codes
            for code in dict.fromkeys(codes[same].tolist()):
                word = form.field(other).word(written[other].order[code])
                found.append(
                    rules.LEDGER_CONTRADICTS.at(
                        rows.table.grid.name,
                        cells_of(rows, same & (codes == code), field.code),
                        found=field.word(choices[mine]),
                        expected=word,
                        label=field.name,
                        other=form.field(other).name,
                        measures=measures,
                    )
                )
        else:
            found.append(
                rules.LEDGER_CONTRADICTS.at(
                    rows.table.grid.name,
                    cells_of(rows, same, field.code),
                    found=field.word(choices[mine]),
                    expected="已填写",
                    label=field.name,
                    other=form.field(other).name,
                    measures=measures,
                )
            )
    return found


def marks(field: Field, cases: Sequence[str]) -> Ints:
    """Row → the choice that the case number's letters say, BLANK for none."""
    order = {choice: i for i, choice in enumerate(field.words)}
    start = commonpath(list(field.marks))  # a search that begins with fixed text takes a fraction of the time
    rests = sorted((mark[len(start) :] for mark in field.marks), key=len, reverse=True)
    search = re.compile(f"{re.escape(start)}(?:{'|'.join(map(re.escape, rests))})").search
    table = {mark: order[choice] for mark, choice in field.marks.items()}
    found: Ints = np.array([table[m[0]] if (m := search(case)) else BLANK for case in cases], dtype=np.int64)
    return found


def mark_differs(rows: Rows, field: Field, raw: Ints, told: Ints) -> list[Finding]:
    """“一审” beside the number of a second instance."""
    differs = (raw >= 0) & (told >= 0) & (raw != told)
    choices = list(field.words)
    return [
        rules.LEDGER_MARK_DIFFERS.at(
            rows.table.grid.name,
            cells_of(rows, differs & (raw == mine) & (told == theirs), field.code),
            found=field.word(choices[mine]),
            expected=field.word(choices[theirs]),
            label=field.name,
            measures=looking_at(rows.table.form, field.code),
        )
        for mine, theirs in dict.fromkeys(zip(raw[differs].tolist(), told[differs].tolist(), strict=True))
    ]


def odd_pairs(table: Rows, judged: Judged) -> list[Finding]:
    """“维持原判” in a row of first instance: one of the two is wrong, and either changes the figures."""
    found = []
    for field in judged.form.fields:
        for other, pairs in field.only.items():
            if field.code not in judged.choices or other not in judged.choices:
                continue
            here, there = judged.choices[field.code], judged.choices[other]
            beside = judged.form.field(other)
            for choice, fitting in pairs.items():
                for strange in beside.words.keys() - fitting:
                    odd = here.among(frozenset({choice})) & there.among(frozenset({strange}))
                    if odd.any():
                        found.append(
                            rules.LEDGER_ODD_PAIR.at(
                                table.table.grid.name,
                                cells_of(table, odd, field.code),
                                found=field.word(choice),
                                expected=beside.word(strange),
                                label=field.name,
                                other=beside.name,
                                measures=looking_at(judged.form, field.code, other),
                            )
                        )
    return found


def orders(table: Rows, judged: Judged) -> list[Finding]:
    """A hearing before the case was filed, an answer before the question."""
    found = []
    for earlier, later in judged.form.orders:
        if earlier not in judged.dates or later not in judged.dates:
            continue
        one, other = judged.dates[earlier], judged.dates[later]
        known = one.exact() & other.exact()
        wrong = known & (other.first() < one.first())
        if wrong.any():
            names = judged.form.field(later).name, judged.form.field(earlier).name
            cells = cells_of(table, wrong, later)
            found.append(
                rules.LEDGER_ORDER.at(
                    table.table.grid.name,
                    cells,
                    found=names[0],
                    expected=names[1],
                    measures=dated_by(judged.form, earlier, later),
                )
            )
    return found
