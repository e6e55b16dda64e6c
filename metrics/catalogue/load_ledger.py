"""Reads ledgers.toml: fields, counting rules and deadlines, each refused where a row could be counted wrongly."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

from metrics.catalogue.definitions import (
    DUE,
    FILLED,
    Count,
    Deadline,
    Field,
    FieldKind,
    Form,
    Measure,
    UnitsRole,
)
from metrics.catalogue.entry import Entry
from metrics.model import Layout
from metrics.periods import PeriodKind

_Fields = Mapping[str, Field]


def ledger(entry: Entry, measures: Mapping[str, Measure]) -> Form:
    """One ledger. Raises DefinitionError naming file, entry and key."""
    entry.only("name", "frequency", "layouts", "titles", "orders", "fields", "counts", "deadline")
    fields = _fields(entry)
    deadline = _deadline(entry, fields)
    parts = entry.parts("counts")
    if not parts:
        raise entry.wrong("counts", "至少要有一个数据项")
    counts = tuple(_count(part, fields, deadline, measures) for part in parts)
    if len({count.measure for count in counts}) < len(counts):
        raise entry.wrong("counts", "同一数据项出现了两次")
    layouts = entry.known("layouts", entry.texts("layouts"), {Layout.LEDGER.value: ""}, "台账版式")
    return Form(
        entry.name,
        entry.chinese("name"),
        entry.one_of("frequency", PeriodKind),
        tuple(map(Layout, layouts)),
        unit_names=(),
        zero_report_names=(),
        zero_report_measures=frozenset(),
        bands={},
        columns=(),
        rates=(),
        fields=tuple(fields.values()),
        counts=counts,
        deadline=deadline,
        titles=entry.texts("titles"),
        orders=_orders(entry, fields),
    )


def _fields(entry: Entry) -> dict[str, Field]:
    fields: dict[str, Field] = {}
    spellings: dict[str, str] = {}
    for part in entry.parts("fields"):
        field = _field(part)
        if field.code in fields:
            raise part.wrong("code", f"“{field.code}”出现了两次")
        for spelling in (field.name, *field.names):
            if spellings.setdefault(_same(spelling), field.code) != field.code:
                raise part.wrong("names", f"“{spelling}”已是“{spellings[_same(spelling)]}”一栏的写法")
        fields[field.code] = field
    for field in fields.values():
        _check_meaning_of_empty(entry, field, fields)
    own = [f for f in fields.values() if f.kind is FieldKind.UNITS and f.role is UnitsRole.OWN]
    if len(own) != 1:
        raise entry.wrong("fields", f"应有且只有一个计入的单位栏（role = own），现为 {len(own)} 个")
    if sum(field.kind is FieldKind.CASE for field in fields.values()) > 1:
        raise entry.wrong("fields", "案号栏只能有一个")
    return fields


def _field(part: Entry) -> Field:
    part.only(
        *("code", "name", "kind", "names", "required", "note", "example", "trait"),
        *("words", "role"),
        *_EMPTY_KEYS,
    )
    kind = part.one_of("kind", FieldKind)
    words = _words(part)
    if (kind is FieldKind.CHOICE) != bool(words):
        raise part.wrong("words", "没有填写" if not words else "只有 choice 栏才有各种选择")
    if part.text("example", "") and kind is not FieldKind.CASE:
        raise part.wrong("example", "只有 case 栏才有案号的样子")
    if part.flag("trait", False) and kind is not FieldKind.TEXT:
        raise part.wrong("trait", "只有 text 栏需要写明；choice 栏本来就可以用来分类")
    return Field(
        part.text("code"),
        part.chinese("name"),
        kind,
        part.texts("names"),
        words,
        part.flag("required", False),
        part.text("note", ""),
        part.one_of("role", UnitsRole, UnitsRole.OWN),
        {other: _texts_by_key(part, f"follows.{other}", body) for other, body in _table(part, "follows")},
        _texts_by_key(part, "marks", part.body.get("marks", {})),
        part.text("default", ""),
        {date: _some_words(part, date, words) for date, _ in _table(part, "needs")},
        part.flag("per_unit", False),
        {other: _choices_by_choice(part, other, words, body) for other, body in _table(part, "only")},
        part.flag("always", False),
        part.text("example", ""),
        part.flag("trait", False),
    )


_EMPTY_KEYS = ("follows", "marks", "default", "needs", "per_unit", "only", "always")


def _choices_by_choice(
    part: Entry, other: str, words: Mapping[str, object], body: object
) -> dict[str, frozenset[str]]:
    pairs = Entry(part.file, f"{part.name}.only.{other}", body)
    part.known("only", pairs.body, words, "选择")
    return {choice: frozenset(pairs.texts(choice)) for choice in pairs.body}


def _some_words(part: Entry, date: str, words: Mapping[str, object]) -> frozenset[str]:
    wanted = Entry(part.file, f"{part.name}.needs", part.body["needs"]).texts(date)
    return frozenset(part.known("needs", wanted, words, "选择"))


def _words(part: Entry) -> dict[str, tuple[str, ...]]:
    words: dict[str, tuple[str, ...]] = {}
    owner: dict[str, str] = {}
    for choice, _ in _table(part, "words"):
        spellings = Entry(part.file, f"{part.name}.words", part.body["words"]).texts(choice)
        if not spellings:
            raise part.wrong("words", f"“{choice}”没有写法")
        Entry(part.file, f"{part.name}.words", {choice: spellings[0]}).chinese(choice)
        for spelling in spellings:
            if owner.setdefault(_same(spelling), choice) != choice:
                raise part.wrong(
                    "words", f"“{spelling}”既是“{owner[_same(spelling)]}”又是“{choice}”的写法，无法判断"
                )
        words[choice] = spellings
    return words


def _same(spelling: str) -> str:
    return "".join(unicodedata.normalize("NFKC", spelling).split()).lower()


def _table(part: Entry, key: str) -> list[tuple[str, object]]:
    body = part.body.get(key, {})
    if not isinstance(body, dict):
        raise part.wrong(key, f"应为一段定义，现为“{body}”")
    return list(body.items())


def _texts_by_key(part: Entry, key: str, body: object) -> dict[str, str]:
    if not isinstance(body, dict) or not all(isinstance(value, str) for value in body.values()):
        raise part.wrong(key, f"应为“写法 = 选择”的一段，现为“{body}”")
    return dict(body)


def _check_meaning_of_empty(entry: Entry, field: Field, fields: _Fields) -> None:
    part = Entry(entry.file, f"{entry.name}.fields.{field.code}", {})
    if field.default:
        part.known("default", (field.default,), field.words, "选择")
    part.known("marks", field.marks.values(), field.words, "选择")
    for date in field.needs:
        _date_field(part, "needs", date, fields)
    if field.always and field.kind is not FieldKind.DATE:
        raise part.wrong("always", "只有 date 栏才有")
    for other, pairs in field.only.items():
        part.known("only", (other,), fields, "栏")
        for wanted in pairs.values():
            part.known("only", wanted, fields[other].words, "选择")
    for other, choices in field.follows.items():
        part.known("follows", (other,), fields, "栏")
        words = {FILLED: ()} if fields[other].kind is FieldKind.DATE else fields[other].words
        part.known("follows", choices, words, "选择")
        part.known("follows", choices.values(), field.words, "选择")


def _deadline(entry: Entry, fields: _Fields) -> Deadline | None:
    if "deadline" not in entry.body:
        return None
    part = Entry(entry.file, f"{entry.name}.deadline", entry.body["deadline"])
    part.only(
        "start", "stated", "months", "days", "done", "urgent_field", "urgent_choice", "urgent_days", "source"
    )
    deadline = Deadline(
        part.text("start", ""),
        part.text("stated", ""),
        part.whole("months", 0),
        part.whole("days", 0),
        part.text("done"),
        part.text("urgent_field", ""),
        part.text("urgent_choice", ""),
        part.whole("urgent_days", 0),
        part.text("source"),
    )
    for key in ("start", "stated", "done"):
        if code := getattr(deadline, key):
            _date_field(part, key, code, fields)
    if not deadline.start and not deadline.stated:
        raise part.wrong("start", "没有填写，也没有 stated，算不出期限")
    if deadline.start and not deadline.months and not deadline.days:
        raise part.wrong("months", "months、days 都没有填写，算不出期限")
    if deadline.urgent_field:
        part.known("urgent_field", (deadline.urgent_field,), fields, "栏")
        part.known("urgent_choice", (deadline.urgent_choice,), fields[deadline.urgent_field].words, "选择")
    return deadline


def _date_field(part: Entry, key: str, code: str, fields: _Fields) -> str:
    part.known(key, (code,), fields, "栏")
    if fields[code].kind is not FieldKind.DATE:
        raise part.wrong(key, f"“{code}”不是日期栏")
    return code


def _count(part: Entry, fields: _Fields, deadline: Deadline | None, measures: Mapping[str, Measure]) -> Count:
    part.only(
        *("measure", "date", "when", "unless", "at_least", "on_time", "by_instance"),
        *("once_per", "per_case", "amount"),
    )
    (measure,) = part.known("measure", (part.text("measure"),), measures, "数据项")
    if measures[measure].terms:
        raise part.wrong("measure", f"“{measure}”是派生项，不能清点")
    date = part.text("date")
    on_time = part.flag("on_time", False)
    if (date == DUE or on_time) and deadline is None:
        raise part.wrong("date" if date == DUE else "on_time", "台账没有声明 deadline，算不出期限")
    if date not in (DUE, ""):
        _date_field(part, "date", date, fields)
    by_instance = part.flag("by_instance", False)
    if by_instance and "instance" not in fields:
        raise part.wrong("by_instance", "台账没有名为“instance”的审级栏")
    amount = part.text("amount", "")
    at_least = dict(_table(part, "at_least"))
    for key, code in (("amount", amount), *(("at_least", code) for code in at_least)):
        if code:
            part.known(key, (code,), fields, "栏")
            if fields[code].kind is not FieldKind.NUMBER:
                raise part.wrong(key, f"“{code}”不是数字栏")
    return Count(
        measure,
        date,
        _choices(part, "when", fields),
        _choices(part, "unless", fields),
        {code: _bound(part, code) for code in at_least},
        on_time,
        by_instance,
        part.known("once_per", part.texts("once_per"), fields, "栏"),
        part.flag("per_case", False),
        amount,
    )


def _bound(part: Entry, code: str) -> float:
    value = Entry(part.file, f"{part.name}.at_least", part.body["at_least"]).number(code, None)
    return float(value or 0)


def _choices(part: Entry, key: str, fields: _Fields) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for code, _ in _table(part, key):
        part.known(key, (code,), fields, "栏")
        wanted = Entry(part.file, f"{part.name}.{key}", part.body[key]).texts(code)
        part.known(key, wanted, fields[code].words, f"选择（{code} 栏）")
        found[code] = frozenset(wanted)
    return found


def _orders(entry: Entry, fields: _Fields) -> tuple[tuple[str, str], ...]:
    found = []
    for pair in entry.body.get("orders", []):
        if not isinstance(pair, list) or len(pair) != 2 or not all(isinstance(code, str) for code in pair):
            raise entry.wrong("orders", f"应为两个日期栏，现为“{pair}”")
        found.append(
            (_date_field(entry, "orders", pair[0], fields), _date_field(entry, "orders", pair[1], fields))
        )
    return tuple(found)
