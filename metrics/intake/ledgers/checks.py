"""What shows only over several fields or rows of a ledger: few findings, each with its cells."""

from __future__ import annotations

import numpy as np

from metrics.catalogue import Catalogue
from metrics.intake import rules
from metrics.intake.ledgers import absent, cases, disagreements, outside
from metrics.intake.ledgers.concerned import looking_at
from metrics.intake.ledgers.count import Judged
from metrics.intake.ledgers.places import cells_of
from metrics.intake.ledgers.rows import Rows
from metrics.model import Finding


def rows(table: Rows, judged: Judged, catalogue: Catalogue) -> list[Finding]:
    """Everything that shows only over several fields or rows."""
    return [
        *absent.columns_absent(table, judged, catalogue),
        *outside.not_counted(table, judged),
        *outside.heard_before(table, judged),
        *absent.month_only(table, judged),
        *absent.empty_choices(table, judged),
        *absent.needed_dates(table, judged),
        *absent.absent_dates(table, judged, catalogue),
        *disagreements.odd_pairs(table, judged),
        *disagreements.orders(table, judged),
        *_per_unit(table, judged),
        *cases.no_case(table, judged),
        *cases.same_cases(table, judged),
    ]


def _per_unit(table: Rows, judged: Judged) -> list[Finding]:
    """A loss of several defendants in one row counts for each, though not all of them need have lost."""
    found = []
    several = np.bincount(judged.row, minlength=judged.size) > 1
    for field in judged.form.fields:
        read = judged.choices.get(field.code)
        if not field.per_unit or read is None or not several.any():
            continue
        wanted = frozenset(c for count in judged.form.counts for c in count.when.get(field.code, ()))
        shared = several & read.among(wanted)
        for code in dict.fromkeys(read.codes[shared].tolist()):
            found.append(
                rules.LEDGER_PER_UNIT.at(
                    table.table.grid.name,
                    cells_of(table, shared & (read.codes == code), field.code),
                    found=field.word(read.order[code]),
                    label=field.name,
                    measures=looking_at(judged.form, field.code),
                )
            )
    return found
