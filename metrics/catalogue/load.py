"""Reads the definition files and refuses anything that could make a figure wrong.

Every complaint is a `DefinitionError` whose Chinese message names the file, the entry and the key, since
the person who edits these files is an official, not a programmer.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from metrics.catalogue.check_indicator import check_indicator
from metrics.catalogue.definitions import (
    Catalogue,
    Column,
    Due,
    Form,
    Group,
    Headlines,
    Indicator,
    InForce,
    Measure,
    RateColumn,
    Role,
    Variant,
    Word,
)
from metrics.catalogue.entry import Entry
from metrics.catalogue.load_clauses import clauses
from metrics.catalogue.load_escalation import escalation
from metrics.catalogue.load_ledger import ledger
from metrics.catalogue.load_schemes import schemes
from metrics.model import (
    DefinitionError,
    Direction,
    Enforcement,
    IndicatorKind,
    Layout,
    Nature,
    Span,
    UnitKind,
)
from metrics.periods import Period, PeriodKind

FILES = (
    *("measures", "indicators", "forms", "ledgers", "groups"),
    *("headlines", "escalation", "schemes", "clauses"),
)
MOST_COLUMNS = 48  # the store keeps a record's values in this many slots (docs/decisions/0002)
LEAST_CASES = 3  # 指标口径第一节“小样本”：没有声明最低件数的率，按 3 件
TIE_BREAKS = {"denominator": "分母大者在前", "previous_rank": "上期名次靠前者在前"}
_TARGET_RULES = ("at_least", "at_most", "each_period", "decline", "none")
_UNITS = {IndicatorKind.ABSENCE: "个", IndicatorKind.DEADLINE: "项"}


@cache
def load(folder: Path = Path(__file__).parent) -> Catalogue:
    """Read every file in the folder. Raises DefinitionError naming file, entry and key."""
    raw: dict[str, dict[str, Any]] = {}
    digest = hashlib.sha256()
    for name in FILES:
        path = folder / f"{name}.toml"
        try:
            data = path.read_bytes()
            raw[name] = tomllib.loads(data.decode("utf-8"))
        except FileNotFoundError:
            raise DefinitionError(f"{path.name}：找不到该文件") from None
        except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise DefinitionError(f"{path.name}：不是有效的 TOML 文件（{error}）") from None
        digest.update(data)
    measures = {code: _measure(Entry("measures.toml", code, body)) for code, body in raw["measures"].items()}
    _check_measures(measures)
    roles = _roles(raw["groups"].pop("roles", []))
    indicators = {
        code: _indicator(Entry("indicators.toml", code, body), measures, roles)
        for code, body in raw["indicators"].items()
    }
    forms = {
        code: _form(Entry("forms.toml", code, body), measures, indicators)
        for code, body in raw["forms"].items()
    }
    for code, body in raw["ledgers"].items():
        entry = Entry("ledgers.toml", code, body)
        if code in forms:
            raise entry.wrong("name", "forms.toml 里已有同名的报表")
        forms[code] = ledger(entry, measures)
    _check_one_form_each(forms)
    groups, kinds, enforcement = _groups(raw["groups"])
    return Catalogue(
        digest.hexdigest()[:16],
        measures,
        indicators,
        forms,
        groups,
        kinds,
        enforcement,
        _headlines(raw["headlines"], indicators),
        escalation=escalation(raw["escalation"], indicators),
        schemes=schemes(raw["schemes"], indicators),
        roles=roles,
        clauses=clauses(raw["clauses"], indicators, roles),
    )


def _measure(entry: Entry) -> Measure:
    entry.only("name", "unit", "nature", "topic", "definition", "source", "part_of", "terms")
    terms = tuple((-1, term[1:]) if term.startswith("-") else (1, term) for term in entry.texts("terms"))
    return Measure(
        entry.name,
        entry.chinese("name"),
        entry.text("unit"),
        entry.one_of("nature", Nature),
        entry.chinese("topic"),
        entry.chinese("definition"),
        entry.text("source"),
        entry.texts("part_of"),
        terms,
    )


def _check_measures(measures: Mapping[str, Measure]) -> None:
    for measure in measures.values():
        entry = Entry("measures.toml", measure.code, {})
        entry.known("part_of", measure.part_of, measures, "数据项")
        entry.known("terms", (code for _, code in measure.terms), measures, "数据项")

    def walk(code: str, path: tuple[str, ...]) -> None:
        if code in path:
            circle = " → ".join((*path[path.index(code) :], code))
            raise Entry("measures.toml", code, {}).wrong("terms", f"定义循环：{circle}")
        for _, term in measures[code].terms:
            walk(term, (*path, code))

    for code in measures:
        walk(code, ())


def _indicator(entry: Entry, measures: Mapping[str, Measure], roles: Mapping[str, Role]) -> Indicator:
    entry.only(
        *("name", "short_name", "topic", "kind", "direction", "target_rule", "frequency", "clause", "unit"),
        *("empty_denominator", "empty_words", "min_denominator", "small_sample", "applies_to", "ranked"),
        *("variants", "in_force", "tie_break", "break_ties", "span", "due", "applies_kinds", "note"),
    )
    kind = entry.one_of("kind", IndicatorKind)
    variants = {v.code: v for v in (_variant(part, kind, measures) for part in entry.parts("variants"))}
    if not variants:
        raise entry.wrong("variants", "至少要有一个口径")
    for key, allowed in (
        ("target_rule", _TARGET_RULES),
        ("empty_denominator", ("no_cases", "not_applicable")),
        ("small_sample", ("apart", "marked")),
    ):
        if entry.body.get(key, allowed[0]) not in allowed:
            raise entry.wrong(key, f"只能是 {'、'.join(allowed)}，现为“{entry.body[key]}”")
    name = entry.chinese("name")
    applies_to = entry.texts("applies_to") or ("all",)
    whole_district = ("all", "enforcement")
    if len(applies_to) > 1 or applies_to[0] not in whole_district:
        entry.known("applies_to", applies_to, roles, "适用范围（all、enforcement 或 groups.toml 里的角色）")
    frequency = entry.one_of("frequency", PeriodKind)
    in_force = _in_force(entry, variants)
    found = Indicator(
        code=entry.name,
        name=name,
        short_name=entry.text("short_name", name),
        topic=entry.chinese("topic"),
        kind=kind,
        direction=entry.one_of("direction", Direction),
        target_rule=entry.text("target_rule", "none"),
        frequency=frequency,
        clause=entry.text("clause"),
        unit=entry.text("unit", "%" if kind.is_fraction else _UNITS.get(kind)),
        empty_denominator=entry.text("empty_denominator", "no_cases"),
        empty_words=entry.text("empty_words", "无案件"),
        min_denominator=entry.whole(
            "min_denominator",
            LEAST_CASES if kind is IndicatorKind.RATIO and entry.flag("ranked", True) else 0,
        ),
        small_sample=entry.text("small_sample", "apart"),
        enforcement_only=applies_to == ("enforcement",),
        ranked=entry.flag("ranked", True),
        variants=variants,
        in_force=in_force,
        tie_break=entry.known("tie_break", entry.texts("tie_break"), TIE_BREAKS, "排列规则")
        or tuple(TIE_BREAKS),
        break_ties=entry.flag("break_ties", False),
        span=entry.one_of(
            "span", Span, Span.YEAR if kind is IndicatorKind.ABSENCE else Span(frequency.value)
        ),
        due=_due(entry) if "due" in entry.body else None,
        roles=() if applies_to[0] in whole_district else tuple(roles[code] for code in applies_to),
        applies_kinds=tuple(
            map(
                UnitKind,
                entry.known(
                    "applies_kinds", entry.texts("applies_kinds"), {k.value: k for k in UnitKind}, "单位类型"
                ),
            )
        ),
        note=entry.text("note", ""),
    )
    check_indicator(entry, found, measures)
    return found


def _due(entry: Entry) -> Due:
    """“03-31” of each year, “2024-12-31” once for good."""
    written = re.fullmatch(r"(?:(\d{4})-)?(\d\d)-(\d\d)", entry.text("due"))
    try:
        if written:
            date(int(written[1] or 2023), int(written[2]), int(written[3]))
            return Due(int(written[2]), int(written[3]), int(written[1]) if written[1] else None)
    except ValueError:
        pass
    raise entry.wrong("due", f"应写成每年的 03-31，或某一天 2024-12-31，现为“{entry.body['due']}”")


def _variant(entry: Entry, kind: IndicatorKind, measures: Mapping[str, Measure]) -> Variant:
    entry.only("name", "numerator", "denominator", "note", "source")
    numerator = entry.known("numerator", entry.texts("numerator"), measures, "数据项")
    denominator = entry.known("denominator", entry.texts("denominator"), measures, "数据项")
    if not numerator:
        raise entry.wrong("numerator", "没有填写")
    if kind.counts == bool(denominator):
        raise entry.wrong("denominator", "件次指标不应有分母" if denominator else "没有填写")
    code = entry.name.rsplit(".", 1)[1]
    return Variant(
        code, entry.chinese("name"), numerator, denominator, entry.text("note", ""), entry.text("source")
    )


def _in_force(entry: Entry, variants: Mapping[str, Variant]) -> tuple[InForce, ...]:
    """Segments in time order; one without `to` ends where the next begins; none may overlap."""
    drafts = []
    for part in entry.parts("in_force"):
        part.only("from", "to", "variant", "target", "source")
        (variant,) = part.known("variant", (part.text("variant"),), variants, "口径")
        first, last = _period(part, "from"), _period(part, "to") if "to" in part.body else None
        if last is not None and last < first:
            raise part.wrong("to", "止期早于起期")
        drafts.append(
            InForce(first, last, variants[variant], part.number("target", None), part.text("source"))
        )
    if not drafts:
        raise entry.wrong("in_force", "没有写明从哪一期起用哪个口径")
    drafts.sort(key=lambda segment: segment.first.start)
    closed = []
    for segment, following in zip(drafts, [*drafts[1:], None], strict=True):
        last = segment.last
        if following is not None:
            if following.first.start <= (last.end if last else segment.first.start):
                raise entry.wrong(
                    "in_force", f"有效期重叠：{segment.first.key} 起的一段与 {following.first.key} 起的一段"
                )
            last = last or following.first.previous()
        closed.append(InForce(segment.first, last, segment.variant, segment.target, segment.source))
    return tuple(closed)


def _period(entry: Entry, key: str) -> Period:
    try:
        return Period.from_key(entry.text(key))
    except ValueError:
        raise entry.wrong(key, f"应写成 2024Q1 的样子，现为“{entry.body[key]}”") from None


def _form(entry: Entry, measures: Mapping[str, Measure], indicators: Mapping[str, Indicator]) -> Form:
    entry.only(
        *("name", "frequency", "layouts", "unit_names", "zero_report_names", "zero_report_bands"),
        *("bands", "columns", "rates"),
    )
    bands = {band.chinese("name"): band.texts("names") for band in entry.parts("bands")}
    columns = []
    for part in entry.parts("columns"):
        part.only("measure", "band", "heading", "names", "short_names", "required", "blank")
        (measure,) = part.known("measure", (part.text("measure"),), measures, "数据项")
        if measures[measure].terms:
            raise part.wrong("measure", f"“{measure}”是派生项，不能填报")
        part.known("band", (part.text("band"),), bands, "栏")
        columns.append(
            Column(
                measure,
                part.text("band"),
                part.chinese("heading"),
                part.texts("names"),
                part.texts("short_names"),
                part.flag("required", False),
                part.flag("blank", False),
            )
        )
    if not 0 < len(columns) <= MOST_COLUMNS:
        raise entry.wrong("columns", f"一张报表应有 1 至 {MOST_COLUMNS} 列，现为 {len(columns)} 列")
    if len({column.measure for column in columns}) < len(columns):
        raise entry.wrong("columns", "同一数据项出现了两次")
    rates = []
    for part in entry.parts("rates"):
        part.only("indicator", "names")
        (indicator,) = part.known("indicator", (part.text("indicator"),), indicators, "指标")
        rates.append(RateColumn(indicator, part.texts("names")))
    zero_bands = entry.known("zero_report_bands", entry.texts("zero_report_bands"), bands, "栏")
    return Form(
        entry.name,
        entry.chinese("name"),
        entry.one_of("frequency", PeriodKind),
        tuple(
            map(Layout, entry.known("layouts", entry.texts("layouts"), {m.value: m for m in Layout}, "版式"))
        ),
        entry.texts("unit_names"),
        entry.texts("zero_report_names"),
        frozenset(column.measure for column in columns if column.band in zero_bands),
        bands,
        tuple(columns),
        tuple(rates),
    )


def _check_one_form_each(forms: Mapping[str, Form]) -> None:
    """A measure has one summary and one ledger for each kind of period, or two forms could contradict each
    other unseen. A summary and a ledger are compared."""
    seen: dict[tuple[str, str, bool], str] = {}
    for form in forms.values():
        for measure in form.measures:
            other = seen.setdefault((measure, form.frequency, form.is_ledger), form.code)
            if other != form.code:
                file, key, done = (
                    ("ledgers", "counts", "清点") if form.is_ledger else ("forms", "columns", "收取")
                )
                raise DefinitionError(f"{file}.toml 的“{form.code}”，{key}：“{measure}”已在“{other}”中{done}")


def _groups(
    raw: dict[str, Any],
) -> tuple[dict[str, Group], dict[UnitKind, Word], dict[Enforcement, Word]]:
    file = "groups.toml"
    words: dict[str, dict[Any, Word]] = {}
    for key, enum in (("kinds", UnitKind), ("enforcement", Enforcement)):
        entries = [Entry(file, f"{key}.{n}", body) for n, body in enumerate(raw.pop(key, []), 1)]
        words[key] = {
            entry.one_of("code", enum): Word(entry.chinese("name"), entry.texts("names")) for entry in entries
        }
        for member in enum:
            if member not in words[key]:
                raise DefinitionError(f"{file} 的“{key}”：缺少“{member}”的中文名称")
    groups = {}
    owner: dict[str, str] = {}
    for code, body in raw.items():
        entry = Entry(file, code, body)
        entry.only("name", "kinds", "ranked")
        kinds = entry.known("kinds", entry.texts("kinds"), {k.value: k for k in UnitKind}, "单位类型")
        for kind in kinds:
            if owner.setdefault(kind, code) != code:
                raise entry.wrong("kinds", f"“{kind}”已在分组“{owner[kind]}”中")
        groups[code] = Group(
            code, entry.chinese("name"), tuple(UnitKind(k) for k in kinds), entry.flag("ranked", True)
        )
    for kind in UnitKind:
        if kind not in owner:
            raise DefinitionError(f"{file}：单位类型“{kind}”不属于任何分组")
    return groups, words["kinds"], words["enforcement"]


def _roles(raw: list[Any]) -> dict[str, Role]:
    found: dict[str, Role] = {}
    for number, body in enumerate(raw, 1):
        entry = Entry("groups.toml", f"roles.{number}", body)
        entry.only("code", "name", "endings", "kinds")
        code, endings, kinds = entry.text("code"), entry.texts("endings"), entry.texts("kinds")
        if code in found or code in ("all", "enforcement"):
            raise entry.wrong("code", f"“{code}”已另有所指")
        if not (endings or kinds):
            raise entry.wrong("endings", "要写明名称的结尾或单位类型，否则每个单位都符合")
        entry.known("kinds", kinds, {k.value: k for k in UnitKind}, "单位类型")
        found[code] = Role(code, entry.chinese("name"), endings, tuple(map(UnitKind, kinds)))
    return found


def _headlines(raw: dict[str, Any], indicators: Mapping[str, Indicator]) -> Headlines:
    decline = Entry("headlines.toml", "double_decline", raw.get("double_decline", {}))
    overview = Entry("headlines.toml", "overview", raw.get("overview", {}))

    def one(entry: Entry, key: str) -> str:
        return entry.known(key, (entry.text(key),), indicators, "指标")[0]

    return Headlines(
        volume=one(decline, "volume"),
        loss_rate=one(decline, "rate"),
        figures=overview.known("figures", overview.texts("figures"), indicators, "指标"),
        bottom=overview.known("bottom", overview.texts("bottom"), indicators, "指标"),
        absence=one(overview, "absence"),
    )
