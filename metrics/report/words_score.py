"""Words of composite scores: points, rules of a line, the sentence on the ranking and its caution."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal

import pandas as pd

from metrics.analysis.score import SWING, Scores, Sensitivity
from metrics.catalogue import Indicator
from metrics.catalogue.schemes import Line, Missing, Scheme, Scoring
from metrics.report import words

_MISSING = {
    Missing.LEFT_OUT: "不评，权重按比例分给其余各项",
    Missing.FULL: "按满分计",
    Missing.ZERO: "按0分计",
}


def points(value: float) -> str:
    """87.456 → “87.46分”; NaN → “—”."""
    if pd.isna(value):
        return words.NOTHING
    return f"{Decimal(repr(float(value) or 0.0)).quantize(Decimal('0.01'), ROUND_HALF_UP)}分"


def weight(value: float) -> str:
    """25 → “25”, 29.4117 → “29.41”."""
    return f"{Decimal(repr(float(value))).quantize(Decimal('0.01'), ROUND_HALF_UP)}".removesuffix(".00")


def rule(line: Line, indicator: Indicator) -> str:
    """How a figure becomes points, in a sentence that a unit can check by hand."""

    def shown(figure: float) -> str:
        return words.value(indicator, figure, "ok")

    when = "（年末计分）" if line.year_end else ""
    if line.scoring is Scoring.LINEAR:
        return f"{shown(line.floor)}计0分，{shown(line.full)}计满分，其间按比例{when}"
    if line.scoring is Scoring.STEPS:
        ways = "不低于" if line.steps[0][0] > line.steps[-1][0] else "不高于"
        return (
            "；".join(f"{ways}{shown(figure)}计{words.percent(share)}" for figure, share in line.steps)
            + f"；其余0分{when}"
        )
    when = "（年末定论）" if line.year_end else ""
    if line.scoring is Scoring.DEDUCT:
        return f"每1{indicator.unit}扣{weight(line.each)}分，最多扣{weight(line.most)}分{when}"
    return f"一票否决：出现即总分不超过{weight(line.cap)}分{when}"


def missing(scheme: Scheme) -> str:
    """What lines without a figure are worth."""
    return f"无案件、不适用的项{_MISSING[scheme.no_cases]}；未报的项{_MISSING[scheme.not_reported]}。"


def ranking(scores: Scores, names: Mapping[str, str], label: str, scope: str) -> str:
    """“2025年1—9月，全区45个单位参加综合评价，东关街道列第1名（98.20分），…列末位（61.00分）。”"""
    ranked = scores.ranked
    if ranked.empty:
        return f"{label}，{scope}没有可以综合评价的单位。"
    if len(ranked) == 1:
        only = ranked.index[0]
        return f"{label}，{scope}仅{names[only]}一个单位参加综合评价，得{points(ranked['total'].iloc[0])}。"
    best, worst = ranked["rank"].min(), ranked["rank"].max()
    if best == worst:
        return (
            f"{label}，{scope}{len(ranked)}个单位综合得分均为{points(ranked['total'].iloc[0])}，并列第1名。"
        )
    top, bottom = ranked[ranked["rank"] == best], ranked[ranked["rank"] == worst]
    return (
        f"{label}，{scope}{len(ranked)}个单位参加综合评价，"
        f"{words.units_of([names[u] for u in top.index])}{'并列' if len(top) > 1 else '列'}第1名"
        f"（{points(top['total'].iloc[0])}），{words.units_of([names[u] for u in bottom.index])}"
        f"{'并列' if len(bottom) > 1 else '列'}末位（{points(bottom['total'].iloc[0])}）。"
    )


def caution(told: Sensitivity) -> str:
    """How far the order hangs on the weights, in a sentence."""
    swing = words.percent(SWING).removesuffix(".00%")
    moved = told.units[told.units["best"] != told.units["worst"]]
    if told.units.empty:
        return ""
    if moved.empty:
        return f"任何一项权重增减{swing}%，各单位名次都不变。"
    most = int((told.units["worst"] - told.units["best"]).max())
    return (
        f"任何一项权重增减{swing}%，{len(told.units)}个单位中有{len(moved)}个的名次会变，"
        f"同一单位最好与最差的名次最多相差{most}位；名次接近的单位不宜只凭综合得分区分。"
    )


def rank_range(best: float, worst: float) -> str:
    """“第3—9名”, “第3名”."""
    return f"第{int(best)}名" if best == worst else f"第{int(best)}—{int(worst)}名"


def apart(reason: str, scheme: Scheme) -> str:
    """Why a unit has no place in the ranking."""
    if reason == "not_reported":
        return "未报送，不参加综合排名"
    return f"可评项目不足，不参加综合排名（已评权重不到{words.percent(scheme.least_judged)}）"
