"""What a figure was and how it changed, over one stretch of time: words for every case where nothing divides."""

from __future__ import annotations

from metrics.analysis.trend import Step
from metrics.catalogue import Indicator
from metrics.model import IndicatorKind
from metrics.report import words


def figure(indicator: Indicator, step: Step) -> str:
    """“10.19%（22/216）”, “185件”, or why there is none."""
    cell = step.cell
    told = words.value(indicator, cell.value, cell.status, cell.numerator, cell.denominator)
    fraction = words.fraction(cell.numerator, cell.denominator) if cell.status == "ok" else ""
    return f"{told}（{fraction}）" if fraction and indicator.kind is IndicatorKind.RATIO else told


def change(indicator: Indicator, step: Step, base: str = "上年同期") -> str:
    """“▼ 17.04%（223 → 185件）”, “▲ 2.10 个百分点”, “由0升至3件”, or why they are not compared.

    base: what the earlier stretch is called (“上年同期”, “上季度”).
    """
    now, before = step.cell.value, step.before.value
    match step.status:
        case "ok" | "from_zero" | "to_zero" | "both_zero":
            pass
        case "no_cases_before":
            return f"{base}{indicator.empty_words}"
        case "no_base":
            return f"{base}无数据"
        case "redefined":
            return "口径变更，不可比"
        case "existed_partly":
            return "单位在一部分时间不存在，不可比"
        case _:
            return words.NOTHING
    if indicator.kind is IndicatorKind.ABSENCE:
        return words.NOTHING
    if indicator.kind is not IndicatorKind.COUNT:
        return words.short_points(step.difference)
    told = words.short_count_change(now, before, indicator.unit)
    if step.status in ("from_zero", "both_zero") or now == before:
        return told
    return f"{told}（{words.count(before)} → {words.count(now, indicator.unit)}）"
