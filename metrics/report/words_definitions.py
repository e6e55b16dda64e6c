"""Words of the catalogue: what sort of figure, over which stretch, for whom, and what a change did."""

from __future__ import annotations

import pandas as pd

from metrics.catalogue import Catalogue, Indicator, InForce
from metrics.decided import DefinitionChange
from metrics.model import IndicatorKind
from metrics.report import words

KIND = {
    IndicatorKind.RATIO: "率",
    IndicatorKind.COUNT: "件次",
    IndicatorKind.ABSENCE: "零出现检查",
    IndicatorKind.THRESHOLD: "次数达标",
    IndicatorKind.DEADLINE: "限期完成",
    IndicatorKind.FORBIDDEN: "不得发生",
    IndicatorKind.PER_HEAD: "人均数",
    IndicatorKind.INVENTORY: "清单进度",
}


def applies(indicator: Indicator, catalogue: Catalogue) -> str:
    """“有执法权的单位；镇、街道”."""
    told = ["有执法权的单位（未核实的按有计）"] if indicator.enforcement_only else []
    told += ["、".join(role.name for role in indicator.roles)] if indicator.roles else []
    told += (
        ["、".join(catalogue.kinds[kind].name for kind in indicator.applies_kinds)]
        if indicator.applies_kinds
        else []
    )
    return "；".join(told) or "所有单位"


def target(indicator: Indicator, segment: InForce | None) -> str:
    """The target in force in words; “未定” where there is none."""
    return (words.target(indicator, segment.target) if segment else "") or "未定"


def formula(segment: InForce, catalogue: Catalogue) -> str:
    """“负责人出庭案件数 ÷ 开庭审理案件数”."""

    def named(codes: tuple[str, ...]) -> str:
        return " + ".join(catalogue.measures[code].name for code in codes)

    variant = segment.variant
    return named(variant.numerator) + (f" ÷ {named(variant.denominator)}" if variant.denominator else "")


def stretch(segment: InForce) -> str:
    """“2019年第一季度起”, “2019年第一季度至2025年第四季度”."""
    return f"{segment.first.label}至{segment.last.label}" if segment.last else f"{segment.first.label}起"


def change(one: DefinitionChange, indicator: Indicator) -> str:
    """“自2026年第一季度起，口径改为“应出庭口径”，目标不低于95%”."""
    variant = indicator.variants.get(one.variant)
    aim = words.target(indicator, one.target) or "不设目标"
    told = f"自{one.first.label}起，按“{variant.name if variant else one.variant}”计算，目标：{aim}"
    if one.withdrawn_at is not None:
        told += f"（{one.withdrawn_by}于{words.moment(one.withdrawn_at)}撤回）"
    return told


def effect(rows: pd.DataFrame, periods: int, reported: int) -> str:
    """What the preview shows, in a sentence."""
    if not periods:
        return "近五年的报送期都不受影响，只影响以后各期。"
    if rows.empty:
        return f"涉及{periods}个报送期，已有的数和名次都不变（只改目标的，达标与否会变）。"
    units = rows["unit"].nunique()
    moved = int((rows["rank_before"].fillna(0) != rows["rank_after"].fillna(0)).sum())
    past = f"，其中{reported}个报送期已有报送数据，过去的数会改变" if reported else ""
    return f"涉及{periods}个报送期、{units}个单位的{len(rows)}个数{past}；名次变动{moved}处。"


def rank(value: float) -> str:
    return words.NOTHING if pd.isna(value) else f"第{int(value)}名"
