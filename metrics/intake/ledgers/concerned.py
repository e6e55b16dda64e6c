"""Which figures a finding about a ledger's rows concerns: what is explained is shown beside these and no others."""

from __future__ import annotations

import numpy as np

from metrics.catalogue import DUE, Count, Form
from metrics.intake.ledgers.count import INSTANCE, Judged
from metrics.intake.ledgers.rows import Flags


def looking_at(form: Form, *fields: str) -> tuple[str, ...]:
    """The measures whose counting looks at one of the fields, or at one that follows from it (裁判结果 → 是否败诉)."""
    wanted = frozenset(fields)
    return tuple(count.measure for count in form.counts if wanted & _looked_at(count, form))


def dated_by(form: Form, *dates: str) -> tuple[str, ...]:
    """The measures that count a row in the period of one of these dates, or by a deadline that is reckoned from it."""
    wanted = frozenset(dates)
    return tuple(count.measure for count in form.counts if wanted & _dates(count, form))


def only_unit(judged: Judged, rows: Flags) -> str:
    """The unit of the rows, “” where they are of several: the store knows rows that count nowhere by it alone."""
    units = np.unique(judged.unit[rows[judged.row]])
    return judged.units[int(units[0])] if len(units) == 1 else ""


def _looked_at(count: Count, form: Form) -> set[str]:
    fields = {*_dates(count, form), *count.when, *count.unless, *count.at_least}
    fields |= {code for code in (count.amount, INSTANCE if count.by_instance else "") if code}
    known = {field.code: field for field in form.fields}
    new = set(fields)
    while new:
        new = {source for code in new if code in known for source in known[code].follows} - fields
        fields |= new
    return fields


def _dates(count: Count, form: Form) -> set[str]:
    deadline = form.deadline
    fields = {count.date} - {DUE, ""}
    if deadline and count.date == DUE:
        fields |= {deadline.start, deadline.stated, deadline.urgent_field} - {""}
    if deadline and count.on_time:
        fields |= {deadline.done, deadline.start, deadline.stated} - {""}
    return fields
