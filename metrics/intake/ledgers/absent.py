"""What a ledger lacks: columns, dates and choices without which a row does not count; what that means is said."""

from __future__ import annotations

import numpy as np

from metrics.catalogue import DUE, Catalogue, Count, Field, Form
from metrics.intake import rules
from metrics.intake.ledgers.concerned import dated_by, looking_at, only_unit
from metrics.intake.ledgers.count import OUTSIDE, Judged
from metrics.intake.ledgers.places import cells_of
from metrics.intake.ledgers.rows import BLANK, Choices, Flags, Rows
from metrics.model import Finding


def columns_absent(table: Rows, judged: Judged, catalogue: Catalogue) -> list[Finding]:
    """Measures that the sheet has no columns for: missing, and said."""
    form = judged.form
    known = judged.dates.keys() | judged.choices.keys() | judged.numbers.keys()
    found: dict[rules.Rule, tuple[dict[str, None], list[str]]] = {}  # fields that are absent, measures
    for count in form.counts:
        if judged.can(count):
            continue
        needed = (*_date_fields(count, form), *count.when, *count.at_least, *filter(None, (count.amount,)))
        absent = [code for code in needed if code not in known]
        required = any(form.field(code).required for code in absent)
        rule = rules.LEDGER_COLUMN_ABSENT if required else rules.LEDGER_COLUMN_OPTIONAL
        fields, measures = found.setdefault(rule, ({}, []))
        fields.update(dict.fromkeys(absent))
        measures.append(count.measure)
    return [
        rule.at(
            table.table.grid.name,
            found="、".join(form.field(code).name for code in fields),
            expected="、".join(f"“{catalogue.measures[measure].name}”" for measure in measures),
            measures=measures,
        )
        for rule, (fields, measures) in found.items()
    ]


def _date_fields(count: Count, form: Form) -> list[str]:
    deadline = form.deadline
    codes = [count.date] if count.date != DUE else []
    if deadline and count.date == DUE:
        codes += [deadline.start, deadline.stated]
    if deadline and count.on_time:
        codes.append(deadline.done)
    return [code for code in codes if code]


def month_only(table: Rows, judged: Judged) -> list[Finding]:
    """A deadline cannot be counted from a month."""
    deadline = judged.form.deadline
    if deadline is None:
        return []
    found = []
    for code in (deadline.start, deadline.stated, deadline.done):
        if code in judged.dates:
            read = judged.dates[code]
            vague = read.filled() & ~read.exact()
            if vague.any():
                found.append(
                    rules.LEDGER_MONTH_ONLY.at(
                        table.table.grid.name,
                        cells_of(table, vague, code),
                        found=int(vague.sum()),
                        label=judged.form.field(code).name,
                        unit=only_unit(judged, vague),
                        measures=dated_by(judged.form, code),
                    )
                )
    return found


def empty_choices(table: Rows, judged: Judged) -> list[Finding]:
    """Empty cells that decide about a row that is otherwise counted: what they are taken for is said."""
    form, found = judged.form, []
    for field in form.fields:
        read = judged.choices.get(field.code)
        if read is None or field.code not in table.columns or read.raw is None:
            continue
        default = list(field.words).index(field.default) if field.default else BLANK
        silent = (read.raw == BLANK) & ((read.codes == BLANK) | (read.codes == default))
        if field.marks or field.follows:
            silent &= ~_follows_anyway(field, judged)
        if not silent.any():
            continue
        matters = np.zeros(judged.size, dtype=bool)
        for count in form.counts:
            if field.code in count.when and judged.can(count):
                matters |= _meets_otherwise(judged, count, field.code)
        silent &= matters
        if silent.any():
            taken = f"按“{field.word(field.default)}”计" if field.default else "不计入按此栏统计的数据项"
            rule = rules.LEDGER_CHOICE_BLANK if field.required else rules.LEDGER_CHOICE_EMPTY
            cells = cells_of(table, silent, field.code)
            found.append(
                rule.at(
                    table.table.grid.name,
                    cells,
                    found=int(silent.sum()),
                    expected=taken,
                    label=field.name,
                    measures=looking_at(form, field.code),
                )
            )
    return found


def _follows_anyway(field: Field, judged: Judged) -> Flags:
    """Rows where another field or the case number says what the empty cell means."""
    known = np.zeros(judged.size, dtype=bool)
    for other, choices in field.follows.items():
        if other in judged.choices and (raw := judged.choices[other].raw) is not None:
            table = np.array([*(c in choices for c in judged.choices[other].order), False, False], dtype=bool)
            known |= table[raw]
        elif other in judged.dates:
            known |= judged.dates[other].filled()
    if field.marks:
        known |= judged.marks[field.code] >= 0
    return known


def _meets_otherwise(judged: Judged, count: Count, but: str) -> Flags:
    found: Flags = judged.in_period(count.date) != OUTSIDE
    for code, wanted in count.when.items():
        if code != but:
            found = found & judged.choices[code].among(wanted)
    for code, unwanted in count.unless.items():
        if code in judged.choices:
            found = found & ~judged.choices[code].among(unwanted)
    return found


def needed_dates(table: Rows, judged: Judged) -> list[Finding]:
    """“已出庭” without a hearing, a result without its date."""
    found = []
    for field in judged.form.fields:
        read = judged.choices.get(field.code)
        for date, choices in field.needs.items():
            if (
                read is None
                or read.raw is None
                or date not in judged.dates
                or field.code not in table.columns
            ):
                continue
            written = Choices(read.order, read.raw).among(choices)
            bare = written & ~judged.dates[date].filled() & ~judged.dates[date].wrong()
            for code in dict.fromkeys(read.raw[bare].tolist()):
                found.append(
                    rules.LEDGER_DATE_NEEDED.at(
                        table.table.grid.name,
                        cells_of(table, bare & (read.raw == code), field.code),
                        found=field.word(read.order[code]),
                        expected=judged.form.field(date).name,
                        label=field.name,
                        unit=only_unit(judged, bare),
                        measures=dated_by(judged.form, date),
                    )
                )
    return found


def absent_dates(table: Rows, judged: Judged, catalogue: Catalogue) -> list[Finding]:
    """Rows that would count but for a date that every case has: left out, and never without a word."""
    found = []
    for field in judged.form.fields:
        if not field.always or field.code not in judged.dates:
            continue
        dates = judged.dates[field.code]
        counts = [count for count in judged.form.counts if count.date == field.code and judged.can(count)]
        would = np.zeros(judged.size, dtype=bool)
        for count in counts:
            would |= judged.meets(count)
        others = np.zeros(judged.size, dtype=bool)  # rows without any date are told by LEDGER_NO_DATE
        for code, other in judged.dates.items():
            if code != field.code:
                others |= other.filled()
        bare = would & others & ~dates.filled() & ~dates.wrong()
        if bare.any():
            names = (catalogue.measures[count.measure].name for count in counts)
            found.append(
                rules.LEDGER_DATE_ABSENT.at(
                    table.table.grid.name,
                    cells_of(table, bare, field.code),
                    found=int(bare.sum()),
                    label=field.name,
                    missed="、".join(names),
                    unit=only_unit(judged, bare),
                    measures=[count.measure for count in counts],
                )
            )
    return found
