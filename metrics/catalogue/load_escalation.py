"""Reads escalation.toml. Raises DefinitionError naming entry and key, like every definition file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from metrics.catalogue.definitions import Indicator
from metrics.catalogue.entry import Entry
from metrics.catalogue.escalation import Condition, Escalation, Gate, Rule, Test
from metrics.decided import Level
from metrics.model import Basis, Direction
from metrics.periods import Period, PeriodKind

FILE = "escalation.toml"
_BASES = (Basis.PERIOD, Basis.YEAR_TO_DATE, Basis.ROLLING)
_NUMBERED = (Test.RANKED_LAST, Test.EVENTS)


def escalation(raw: Mapping[str, Any], indicators: Mapping[str, Indicator]) -> Escalation:
    """Every rule, checked against the indicators that it looks at."""
    whole = Entry(FILE, "全部", dict(raw))
    whole.only("settings", "rules")
    settings = Entry(FILE, "settings", raw.get("settings", {}))
    settings.only("memory_quarters", "explain_days", "answer_days")
    days = Entry(FILE, "settings.answer_days", settings.body.get("answer_days", {}))
    days.only(*Level)
    rules = {
        code: _rule(Entry(FILE, code, body), indicators, settings, days)
        for code, body in raw.get("rules", {}).items()
    }
    return Escalation(rules, _at_least(settings, "memory_quarters", 8, 1))


def _rule(entry: Entry, indicators: Mapping[str, Indicator], settings: Entry, days: Entry) -> Rule:
    entry.only(
        *(
            "name",
            "level",
            "repeat",
            "first_time",
            "only_at",
            "after",
            "within",
            "conditions",
            "gate",
            "events",
        ),
        *("explain_days", "answer_days", "from", "to", "source", "note", "enabled", "enabled_by"),
    )
    level = entry.one_of("level", Level)
    after = entry.one_of("after", Level) if "after" in entry.body else None
    conditions = tuple(_condition(part, indicators) for part in entry.parts("conditions"))
    gate = _gate(Entry(FILE, f"{entry.name}.gate", entry.body["gate"])) if "gate" in entry.body else None
    if after is None and not conditions:
        raise entry.wrong("conditions", "至少要有一个条件")
    if after is None and gate is None:
        raise entry.wrong("gate", "没有写明证据门槛：不因偶然波动、单个案件触发措施")
    if after is not None and (conditions or gate):
        raise entry.wrong("after", "沿用先前措施的规则，不另写条件和门槛")
    repeat = _at_least(entry, "repeat", 1, 1)
    if repeat > 1 and any(c.basis is Basis.YEAR_TO_DATE for c in conditions):
        raise entry.wrong("repeat", "累计数逐季相套，不能判“连续几期”，请改用本季或滚动四季")
    if gate and gate.kind == "chance" and _counted(conditions[0], indicators):
        raise entry.wrong("gate", "件次指标没有分母，不能用 chance，请用 facts")
    enabled, by = entry.flag("enabled", False), entry.text("enabled_by", "")
    if enabled and not by:
        raise entry.wrong("enabled_by", "启用的规则须写明由谁签认")
    first, last = _quarter(entry, "from"), _quarter(entry, "to") if "to" in entry.body else None
    if last is not None and last < first:
        raise entry.wrong("to", "止期早于起期")
    return Rule(
        code=entry.name,
        name=entry.chinese("name"),
        level=level,
        conditions=conditions,
        repeat=repeat,
        events=entry.chinese("events") if conditions else "",
        gate=gate,
        milder_first=_word(entry, "first_time", "milder", ("milder", "same")) == "milder",
        only_at=_quarters(entry),
        after=after,
        within=_at_least(entry, "within", 1, 1),
        explain_days=_at_least(entry, "explain_days", _at_least(settings, "explain_days", 5, 1), 1),
        answer_days=_at_least(entry, "answer_days", _at_least(days, level, 15, 1), 1),
        first=first,
        last=last,
        source=entry.text("source"),
        note=entry.text("note", ""),
        enabled=enabled,
        enabled_by=by,
    )


def _condition(part: Entry, indicators: Mapping[str, Indicator]) -> Condition:
    part.only("indicator", "variant", "basis", "test", "number")
    (code,) = part.known("indicator", (part.text("indicator"),), indicators, "指标")
    indicator = indicators[code]
    variant = part.text("variant", "")
    if variant:
        part.known("variant", (variant,), indicator.variants, "口径")
    basis, test = part.one_of("basis", Basis, Basis.PERIOD), part.one_of("test", Test)
    if basis not in _BASES:
        raise part.wrong("basis", f"只能是 {'、'.join(_BASES)}，现为“{basis}”")
    if indicator.frequency is not PeriodKind.QUARTER:
        raise part.wrong("indicator", f"“{indicator.name}”不按季报送")
    if indicator.direction is Direction.NONE and test is not Test.MISSES_TARGET:
        raise part.wrong("indicator", f"“{indicator.name}”不分优劣，不能据以采取措施")
    if test is Test.MISSES_TARGET and indicator.target_rule not in ("at_least", "at_most", "each_period"):
        raise part.wrong("test", f"“{indicator.name}”没有可比的目标值")
    if test in _NUMBERED:
        return Condition(code, variant, basis, test, _at_least(part, "number", 0, 1))
    if "number" in part.body:
        raise part.wrong("number", f"“{test}”不用填写数字")
    return Condition(code, variant, basis, test, 0)


def _gate(entry: Entry) -> Gate:
    entry.only("kind", "quarters", "chance", "quantile", "over", "min_cases", "min_events")
    kind = _word(entry, "kind", "chance", ("chance", "facts"))
    if kind == "facts":
        for key in ("quarters", "chance", "quantile", "over"):
            if key in entry.body:
                raise entry.wrong(key, "事实型门槛不用填写")
    chance, quantile = _share(entry, "chance", 0.6), _share(entry, "quantile", 0.75)
    return Gate(
        kind,
        _at_least(entry, "quarters", 4, 1),
        chance,
        quantile,
        _word(entry, "over", "all", ("all", "group")),
        _at_least(entry, "min_cases", 3, 0),
        _at_least(entry, "min_events", 1, 1),
    )


def _counted(condition: Condition, indicators: Mapping[str, Indicator]) -> bool:
    indicator = indicators[condition.indicator]
    return not all(variant.denominator for variant in indicator.variants.values())


def _at_least(entry: Entry, key: str, default: int, least: int) -> int:
    value = entry.whole(key, default)
    if value < least:
        raise entry.wrong(key, f"应为不小于 {least} 的整数，现为“{value}”")
    return value


def _share(entry: Entry, key: str, default: float) -> float:
    value = entry.number(key, default)
    if value is None or not 0 < value < 1:
        raise entry.wrong(key, f"应在 0 与 1 之间，现为“{value}”")
    return float(value)


def _word(entry: Entry, key: str, default: str, allowed: tuple[str, ...]) -> str:
    value = entry.text(key, default)
    if value not in allowed:
        raise entry.wrong(key, f"只能是 {'、'.join(allowed)}，现为“{value}”")
    return value


def _quarters(entry: Entry) -> frozenset[int]:
    value = entry.body.get("only_at", [1, 2, 3, 4])
    if not isinstance(value, list) or not value or not all(n in (1, 2, 3, 4) for n in value):
        raise entry.wrong("only_at", f"应为一组季度，如 [4]，现为“{value}”")
    return frozenset(value)


def _quarter(entry: Entry, key: str) -> Period:
    try:
        period = Period.from_key(entry.text(key))
    except ValueError:
        period = None
    if period is None or period.kind is not PeriodKind.QUARTER:
        raise entry.wrong(key, f"应写成 2024Q1 的样子，现为“{entry.body.get(key)}”")
    return period
