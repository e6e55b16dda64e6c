"""What can be wrong with the rows of a ledger: few findings, each with its cells."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from os.path import commonpath

import numpy as np

from metrics.catalogue import DUE, Catalogue, Count, Field, FieldKind, Form
from metrics.intake import rules
from metrics.intake.grid import address
from metrics.intake.ledgers.case_number import several, unusual
from metrics.intake.ledgers.count import OUTSIDE, Judged
from metrics.intake.ledgers.dates import Day, is_a_year_off, quarter_number
from metrics.intake.ledgers.rows import BLANK, Choices, Dates, Flags, Ints, Rows
from metrics.model import Choice, Decision, DecisionKind, Finding

_MOST_WORDS = 60  # questions about one column; further ones come after these are answered
_MOST_NUMBERS = 10  # numbers of an unusual form that are named
_MOST_PAIRS = 40  # pairs of rows with the same case that are named one by one


def _cells(rows: Rows, flags: Flags, code: str) -> list[str]:
    places = np.flatnonzero(flags)[: rules.MOST_CELLS].tolist()
    column = rows.table.columns.get(code, next(iter(rows.table.columns.values())))
    return [address(rows.lines[i], column) for i in places]


def dates(rows: Rows, columns: Mapping[str, Dates], year: int | None) -> list[Finding]:
    """Cells that are no dates, and dates whose year was taken from the title."""
    sheet, found = rows.table.grid.name, []
    for code, read in columns.items():
        label = rows.table.form.field(code).name
        wrong = [i for i, days in enumerate(read.days) if days is None]
        for i in wrong[:_MOST_WORDS]:
            text = str(rows.columns[code].cells[i]).strip()
            cells = _cells(rows, read.codes == i, code)
            found.append(rules.LEDGER_DATE.at(sheet, cells, found=text, label=label))
        found += _more(rows, code, wrong[_MOST_WORDS:], read.codes)
        assumed = np.array([any(d.year_assumed for d in days or ()) for days in read.days], dtype=bool)[
            read.codes
        ]
        if assumed.any():
            cells = _cells(rows, assumed, code)
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
    cells = _cells(rows, np.isin(codes, rest), code)
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
            rows.table.grid.name, _cells(rows, column.codes == i, code), found=column.cells[i], label=label
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
        cells = _cells(rows, column.codes == texts[text], field.code)
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
                        _cells(rows, same & (codes == code), field.code),
                        found=field.word(choices[mine]),
                        expected=word,
                        label=field.name,
                        other=form.field(other).name,
                    )
                )
        else:
            found.append(
                rules.LEDGER_CONTRADICTS.at(
                    rows.table.grid.name,
                    _cells(rows, same, field.code),
                    found=field.word(choices[mine]),
                    expected="已填写",
                    label=field.name,
                    other=form.field(other).name,
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
            _cells(rows, differs & (raw == mine) & (told == theirs), field.code),
            found=field.word(choices[mine]),
            expected=field.word(choices[theirs]),
            label=field.name,
        )
        for mine, theirs in dict.fromkeys(zip(raw[differs].tolist(), told[differs].tolist(), strict=True))
    ]


def rows(table: Rows, judged: Judged, catalogue: Catalogue) -> list[Finding]:
    """Everything that shows only over several fields or rows."""
    return [
        *_absent(table, judged, catalogue),
        *_not_counted(table, judged),
        *_heard_before(table, judged),
        *_month_only(table, judged),
        *_empty_choices(table, judged),
        *_needed_dates(table, judged),
        *_absent_dates(table, judged, catalogue),
        *_odd_pairs(table, judged),
        *_orders(table, judged),
        *_per_unit(table, judged),
        *_no_case(table, judged),
        *_same_cases(table, judged),
    ]


def _absent(table: Rows, judged: Judged, catalogue: Catalogue) -> list[Finding]:
    """Measures that the sheet has no columns for: missing, and said."""
    form = judged.form
    known = judged.dates.keys() | judged.choices.keys() | judged.numbers.keys()
    found: dict[rules.Rule, tuple[dict[str, None], list[str]]] = {}
    for count in form.counts:
        if judged.can(count):
            continue
        needed = (*_date_fields(count, form), *count.when, *count.at_least, *filter(None, (count.amount,)))
        absent = [code for code in needed if code not in known]
        required = any(form.field(code).required for code in absent)
        rule = rules.LEDGER_COLUMN_ABSENT if required else rules.LEDGER_COLUMN_OPTIONAL
        fields, measures = found.setdefault(rule, ({}, []))
        fields.update(dict.fromkeys(absent))
        measures.append(f"“{catalogue.measures[count.measure].name}”")
    return [
        rule.at(
            table.table.grid.name,
            found="、".join(form.field(code).name for code in fields),
            expected="、".join(measures),
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


def _not_counted(table: Rows, judged: Judged) -> list[Finding]:
    """Rows without any date in a covered period: outside it, or undated."""
    wanted = dict.fromkeys(count.date for count in judged.form.counts if judged.can(count))
    if not wanted or "" in wanted:
        return []
    inside = np.zeros(judged.size, dtype=bool)
    for code in wanted:
        inside |= judged.in_period(code) != OUTSIDE
    written = np.zeros(judged.size, dtype=bool)
    odd = np.zeros(judged.size, dtype=bool)
    for code in judged.dates:
        written |= judged.dates[code].filled()
        odd |= judged.dates[code].wrong()
    first = next((code for code in wanted if code != DUE), next(iter(judged.dates), ""))
    outside = ~inside & written & ~odd
    periods = judged.periods
    label = periods[0].label if len(periods) == 1 else f"{periods[0].label}至{periods[-1].label}"
    slips, found = _year_slips(table, judged, outside, [code for code in wanted if code in judged.dates])
    outside &= ~slips
    if outside.any():
        cells = _cells(table, outside, first)
        found.append(
            rules.LEDGER_OUTSIDE.at(table.table.grid.name, cells, found=int(outside.sum()), expected=label)
        )
    undated = ~inside & ~written & ~odd
    if undated.any():
        cells = _cells(table, undated, first)
        found.append(rules.LEDGER_NO_DATE.at(table.table.grid.name, cells, found=int(undated.sum())))
    return found


def _year_slips(
    table: Rows, judged: Judged, outside: Flags, codes: Sequence[str]
) -> tuple[Flags, list[Finding]]:
    """Rows whose date would lie in the ledger's only period one year later or earlier: 2023-08-05 for 2024.

    outside: rows that nothing puts into the period. Of others a date that every case has is looked at, where the case
    number has the period's year: “（2024）…” was not filed in 2023.
    """
    none: Flags = np.zeros(judged.size, dtype=bool)
    if len(judged.periods) > 1:
        return none, []  # of a whole year's ledger every day of another year would look like a slip
    period = judged.periods[0]
    slips: dict[int, Flags] = {}
    for code in codes:
        read = judged.dates[code]
        off = [any(is_a_year_off(day, period) for day in days or ()) for days in read.days]
        here = np.array(off, dtype=bool)[read.codes]
        if not here.any():
            continue
        meant = outside
        if judged.form.field(code).always:
            meant = meant | np.array([f"({period.year})" in case for case in judged.cases], dtype=bool)
        if (here & meant).any():
            slips[table.table.columns[code]] = here & meant
    if not slips:
        return none, []
    columns = sorted(slips)
    places = np.argwhere(np.stack([slips[column] for column in columns], axis=1)).tolist()
    cells = [address(table.lines[row], columns[i]) for row, i in places[: rules.MOST_CELLS]]
    some: Flags = np.any(list(slips.values()), axis=0)
    told = rules.LEDGER_YEAR_SLIP.at(
        table.table.grid.name, cells, found=int(some.sum()), expected=period.label
    )
    return some, [told]


def _heard_before(table: Rows, judged: Judged) -> list[Finding]:
    """Several dates in a cell, of different quarters: the case counts in one of them."""
    found = []
    periods = judged.periods
    label = periods[0].label if len(periods) == 1 else f"{periods[0].label}至{periods[-1].label}"
    for code in dict.fromkeys(count.date for count in judged.form.counts):
        if code not in judged.dates:
            continue
        read = judged.dates[code]
        spread = np.array([_spans_quarters(days) for days in read.days], dtype=bool)[read.codes]
        spread &= judged.in_period(code) != OUTSIDE
        if spread.any():
            found.append(
                rules.LEDGER_HEARD_BEFORE.at(
                    table.table.grid.name,
                    _cells(table, spread, code),
                    found=int(spread.sum()),
                    expected=label,
                    label=judged.form.field(code).name,
                )
            )
    return found


def _spans_quarters(days: Sequence[Day] | None) -> bool:
    return len({quarter_number(day) for day in days or ()}) > 1


def _month_only(table: Rows, judged: Judged) -> list[Finding]:
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
                        _cells(table, vague, code),
                        found=int(vague.sum()),
                        label=judged.form.field(code).name,
                    )
                )
    return found


def _empty_choices(table: Rows, judged: Judged) -> list[Finding]:
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
            cells = _cells(table, silent, field.code)
            found.append(
                rule.at(
                    table.table.grid.name, cells, found=int(silent.sum()), expected=taken, label=field.name
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


def _needed_dates(table: Rows, judged: Judged) -> list[Finding]:
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
                        _cells(table, bare & (read.raw == code), field.code),
                        found=field.word(read.order[code]),
                        expected=judged.form.field(date).name,
                        label=field.name,
                    )
                )
    return found


def _orders(table: Rows, judged: Judged) -> list[Finding]:
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
            cells = _cells(table, wrong, later)
            found.append(
                rules.LEDGER_ORDER.at(table.table.grid.name, cells, found=names[0], expected=names[1])
            )
    return found


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
                    _cells(table, shared & (read.codes == code), field.code),
                    found=field.word(read.order[code]),
                    label=field.name,
                )
            )
    return found


def _no_case(table: Rows, judged: Judged) -> list[Finding]:
    field = next((f for f in judged.form.fields if f.kind is FieldKind.CASE), None)
    if field is None or not field.required:
        return []
    bare = np.array([not case for case in judged.cases], dtype=bool)
    if not bare.any():
        return []
    cells = _cells(table, bare, field.code)
    others = {code for count in judged.form.counts for code in count.once_per} - {field.code}
    names = "、".join(f"“{one.name}”" for one in judged.form.fields if one.code in others)
    how = f"按{names}认定是否同一个" if names else "各计 1 件，不能查重"
    return [
        rules.LEDGER_NO_CASE.at(
            table.table.grid.name, cells, found=int(bare.sum()), label=field.name, how=how
        )
    ]


def _absent_dates(table: Rows, judged: Judged, catalogue: Catalogue) -> list[Finding]:
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
                    _cells(table, bare, field.code),
                    found=int(bare.sum()),
                    label=field.name,
                    measures="、".join(names),
                )
            )
    return found


def _odd_pairs(table: Rows, judged: Judged) -> list[Finding]:
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
                                _cells(table, odd, field.code),
                                found=field.word(choice),
                                expected=beside.word(strange),
                                label=field.name,
                                other=beside.name,
                            )
                        )
    return found


def series(rows: Rows, code: str, cases: Sequence[str]) -> list[Finding]:
    """Rows whose number names several cases; each row counts as one, which nobody may do unseen."""
    column, cells = rows.table.columns[code], rows.texts(code)
    places = several(cells, cases)
    sheet = rows.table.grid.name
    found = [
        rules.LEDGER_SERIES.at(sheet, [address(rows.lines[i], column)], found=str(cells[i]).strip()[:60])
        for i in places[:_MOST_PAIRS]
    ]
    if rest := places[_MOST_PAIRS:]:
        told = [address(rows.lines[i], column) for i in rest[: rules.MOST_CELLS]]
        found.append(rules.LEDGER_MORE_SERIES.at(sheet, told, found=len(rest)))
    return found


def number_forms(rows: Rows, field: Field, cases: Sequence[str]) -> list[Finding]:
    """Numbers that do not look like those of the field: the same case in another spelling would not be noticed."""
    if not field.example:
        return []
    column, cells = rows.table.columns[field.code], rows.texts(field.code)
    told = frozenset(several(cells, cases))
    places = [i for i in unusual(cases, field.example) if i not in told]
    if not places:
        return []
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


def _same_cases(table: Rows, judged: Judged) -> list[Finding]:
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
