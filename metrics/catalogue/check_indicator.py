"""What an indicator's parts must have to do with each other, whatever each of them says alone."""

from __future__ import annotations

from collections.abc import Mapping

from metrics.catalogue.definitions import Indicator, InForce, Measure
from metrics.catalogue.entry import Entry
from metrics.model import Direction, IndicatorKind, Nature, Span

_WITH_TARGET = (IndicatorKind.THRESHOLD, IndicatorKind.DEADLINE, IndicatorKind.FORBIDDEN)


def check_indicator(entry: Entry, indicator: Indicator, measures: Mapping[str, Measure]) -> None:
    """Raises DefinitionError where kind, target, span and measures contradict each other."""
    for segment in indicator.in_force:
        _check_target(entry, indicator, segment)
    _check_rule(entry, indicator)
    _check_span(entry, indicator)
    for code, variant in indicator.variants.items():
        codes = (*variant.numerator, *variant.denominator)
        natures = {_nature(one, measures) for one in codes}
        part = Entry(entry.file, f"{entry.name}.variants.{code}", {})
        if indicator.span.months is None and natures != {Nature.STOCK}:
            raise part.wrong(
                "numerator", "任期内、一次性的指标只能用存量（stock）数据项，否则不知道从何时累计"
            )
        if indicator.cumulates and len(natures) > 1:
            raise part.wrong("denominator", "流量与存量混用，累计时没有意义")


def _check_target(entry: Entry, indicator: Indicator, segment: InForce) -> None:
    target, kind = segment.target, indicator.kind
    compared = indicator.target_rule in ("at_least", "at_most", "each_period")
    if target is None and kind in _WITH_TARGET:
        raise entry.wrong("in_force", f"{segment.first.key} 起的一段没有目标值")
    if not compared and target is not None:
        raise entry.wrong("in_force", f"{segment.first.key} 起的一段有目标值，target_rule 却没有说怎样比较")
    if target is None:
        return
    if kind.is_fraction and not 0 <= target <= 1:
        raise entry.wrong("in_force", f"率的目标值应写成 0 至 1 之间的小数（1.0 即100%），现为 {target:g}")
    if kind is IndicatorKind.FORBIDDEN and target != 0:
        raise entry.wrong("in_force", f"禁止性指标的目标值只能是 0，现为 {target:g}")
    if kind is IndicatorKind.DEADLINE and target != 1:
        raise entry.wrong("in_force", f"限期完成的指标只分完成（1）与未完成（0），目标值现为 {target:g}")
    if kind is IndicatorKind.THRESHOLD and target <= 0:
        raise entry.wrong("in_force", f"次数要求应大于 0，现为 {target:g}")


def _check_rule(entry: Entry, indicator: Indicator) -> None:
    allowed = {
        IndicatorKind.THRESHOLD: ("at_least", "each_period"),
        IndicatorKind.DEADLINE: ("at_least",),
        IndicatorKind.FORBIDDEN: ("at_most",),
    }.get(indicator.kind)
    if allowed and indicator.target_rule not in allowed:
        raise entry.wrong(
            "target_rule",
            f"{indicator.kind} 类指标只能是 {'、'.join(allowed)}，现为“{indicator.target_rule}”",
        )
    against = {"at_least": Direction.DOWN, "each_period": Direction.DOWN, "at_most": Direction.UP}
    if against.get(indicator.target_rule) is indicator.direction:
        raise entry.wrong("direction", f"与 target_rule“{indicator.target_rule}”相反")


def _check_span(entry: Entry, indicator: Indicator) -> None:
    span, months = indicator.span, indicator.span.months
    if months is not None and months < indicator.frequency.months:
        raise entry.wrong("span", f"考核期“{span.label}”短于填报频次")
    if indicator.kind is IndicatorKind.ABSENCE and span is not Span.YEAR:
        raise entry.wrong("span", "“零出现”检查按全年定论，只能是 Y")
    if indicator.target_rule == "each_period" and months != indicator.frequency.months:
        raise entry.wrong("span", "每期都要达到的，考核期应与填报频次相同")
    due = indicator.due
    if due is None:
        return
    if indicator.target_rule not in ("at_least",):
        raise entry.wrong("due", "只有“不低于”的目标才有完成期限")
    if (span is Span.ONCE) != (due.year is not None):
        raise entry.wrong("due", "一次性的期限写到年（2024-12-31），每年的只写月日（03-31）")
    if span not in (Span.ONCE, Span.YEAR):
        raise entry.wrong("due", f"考核期“{span.label}”的期限就是该期末日，不另写")


def _nature(code: str, measures: Mapping[str, Measure]) -> Nature:
    """Of a derived measure that of its terms: a sum with a flow in it is a flow."""
    terms = measures[code].terms
    if not terms:
        return measures[code].nature
    natures = {_nature(term, measures) for _, term in terms}
    return Nature.STOCK if natures == {Nature.STOCK} else Nature.FLOW
