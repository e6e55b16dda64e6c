"""Cells of a ledger that cannot be read as what their column holds: dates, numbers, words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from metrics.catalogue import Field, Form
from metrics.intake import rules
from metrics.intake.ledgers.places import cells_of
from metrics.intake.ledgers.rows import Choices, Dates, Flags, Ints, Rows
from metrics.model import Choice, Decision, DecisionKind, Finding

_MOST_WORDS = 60  # questions about one column; further ones come after these are answered


def dates(rows: Rows, columns: Mapping[str, Dates], year: int | None) -> list[Finding]:
    """Cells that are no dates, and dates whose year was taken from the title."""
    sheet, found = rows.table.grid.name, []
    for code, read in columns.items():
        label = rows.table.form.field(code).name
        wrong = [i for i, days in enumerate(read.days) if days is None]
        for i in wrong[:_MOST_WORDS]:
            text = str(rows.columns[code].cells[i]).strip()
            cells = cells_of(rows, read.codes == i, code)
            found.append(rules.LEDGER_DATE.at(sheet, cells, found=text, label=label))
        found += _more(rows, code, wrong[_MOST_WORDS:], read.codes)
        assumed = np.array([any(d.year_assumed for d in days or ()) for days in read.days], dtype=bool)[
            read.codes
        ]
        if assumed.any():
            cells = cells_of(rows, assumed, code)
            found.append(
                rules.LEDGER_YEAR_ASSUMED.at(
                    sheet, cells, found=int(assumed.sum()), expected=str(year), label=label
                )
            )
    return found


def _more(rows: Rows, code: str, rest: Sequence[int], codes: Ints) -> list[Finding]:
    """One finding for the distinct cells beyond those that are named one by one."""
    if not rest:
        return []
    cells = cells_of(rows, np.isin(codes, rest), code)
    label = rows.table.form.field(code).name
    return [rules.LEDGER_MORE.at(rows.table.grid.name, cells, found=len(rest), label=label)]


def numbers(rows: Rows, code: str, wrong: Flags) -> list[Finding]:
    """Cells that are no numbers."""
    if not wrong.any():
        return []
    label, column = rows.table.form.field(code).name, rows.columns[code]
    distinct = list(dict.fromkeys(column.codes[wrong].tolist()))
    found = [
        rules.LEDGER_NUMBER.at(
            rows.table.grid.name, cells_of(rows, column.codes == i, code), found=column.cells[i], label=label
        )
        for i in distinct[:_MOST_WORDS]
    ]
    return found + _more(rows, code, distinct[_MOST_WORDS:], column.codes)


def words(
    rows: Rows, field: Field, read: Choices, form: Form, scope: str
) -> tuple[list[Finding], list[Decision]]:
    """Words that the field does not know, each with a question; and words that were read by a part of them."""
    findings: list[Finding] = []
    decisions: list[Decision] = []
    column, sheet = rows.columns[field.code], rows.table.grid.name
    texts = {str(cell).strip(): i for i, cell in enumerate(column.cells) if cell is not None}
    for text, word in list(read.words.items())[:_MOST_WORDS]:
        cells = cells_of(rows, column.codes == texts[text], field.code)
        order = dict.fromkeys((*word.likely, *field.words))
        choices = tuple(Choice(choice, field.word(choice)) for choice in order)
        taken = Choice(word.choice, field.word(word.choice)) if word.choice else None
        decisions.append(
            Decision(DecisionKind.VALUE, scope, form.code, sheet, cells[0], text, taken, choices)
        )
        if taken is None:
            known = "、".join(field.word(choice) for choice in field.words)
            findings.append(rules.LEDGER_WORD.at(sheet, cells, found=text, expected=known, label=field.name))
    further = [texts[text] for text, word in list(read.words.items())[_MOST_WORDS:] if word.choice is None]
    findings += _more(rows, field.code, further, column.codes)
    return findings, decisions
