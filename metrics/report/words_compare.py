"""Words for looking at many figures at once: two periods side by side, small pictures, a map of quarters."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pandas as pd

from metrics.catalogue import Indicator
from metrics.report import words, words_chance

Row = Mapping[str, Any]

NO_CHANCE = {
    "overlap": "两期有相同的季度，不作判断",
    "not_cases": "不是案件数，不作判断",
    "same": "没有变化",
}
_SHORT = {
    "clear": "超出",
    "hint": "略超出",
    "noise": "范围内",
    "too_few": "案件太少",
    "same": "没有变化",
    "overlap": "两期重叠",
    "not_cases": "不作判断",
    "unknown": "",
}
_INCOMPARABLE = {
    "redefined": "口径变更，不可比",
    "no_now": "本期无数，不可比",
    "no_before": "对比期无数，不可比",
}
HEAT_CAPTION = "颜色越深数值越大；按分组和本期名次排列。○ {empty}　× 未报送　— 不适用　◇ 口径变更"
HEAT_ALT = "“{title}”热力图，{units}个单位，{first}至{last}；最大的是{name}{period}（{value}）。"
HEAT_NOTHING = "“{title}”热力图：{units}个单位，{first}至{last}没有可画的数。"
MULTIPLES_CAPTION = (
    "每个单位一幅，纵轴相同（0至{top}），横轴为{first}至{last}；"
    "蓝线为本单位，灰线为同组中位数，断开处为无数。"
)
MULTIPLES_ALT = "“{title}”小多图，{units}个单位，{first}至{last}，纵轴同为0至{top}。"
PAIRS_CAPTION = (
    "空心点为{before}，实心点为{now}；连线绿色为变好，红色为变差，灰色为不分优劣或持平。按变化由好到差排列。"
)
PAIRS_ALT = "“{title}”两期对比图，{units}个单位：变好{better}个，变差{worse}个，持平或不分优劣{level}个。"


def whole_percent(value: float) -> str:
    """A rate in a narrow cell: “96”. Never “100” or “0” for what is not exactly that."""
    shown = int((Decimal(repr(float(value))) * 100).quantize(Decimal(1), ROUND_HALF_UP))
    if value not in (0.0, 1.0):
        shown = min(max(shown, 1), 99)
    return str(shown)


def whole_number(value: float) -> str:
    """A count, or an amount a head rounded, in a narrow cell: “1,204”, “67”."""
    return words.count(int(Decimal(repr(float(value))).quantize(Decimal(1), ROUND_HALF_UP)))


def figure(indicator: Indicator, value: float, status: str, numerator: float, denominator: float) -> str:
    """“12.50%（1/8）”, “185件”, or why there is none."""
    told = words.value(indicator, value, status, numerator, denominator)
    fraction = words.fraction(numerator, denominator) if status == "ok" and indicator.kind.divides else ""
    return f"{told}（{fraction}）" if fraction else told


def change(indicator: Indicator, row: Row) -> str:
    """The change of a row of pairs, or why there is none."""
    if row["comparable"] != "ok":
        return _INCOMPARABLE[row["comparable"]]
    return words.change(indicator, row["value"], row["value_before"], "ok")


def chance(row: Row) -> str:
    """What the change of a row of pairs is worth."""
    if row["chance"] == "too_few":
        return words_chance.TOO_FEW
    return NO_CHANCE.get(row["chance"]) or words_chance.LEVEL[row["chance"]]


def short_chance(code: str) -> str:
    """The word `chance` of pairs for a table under the head “偶然波动”: “范围内”, “超出”."""
    return _SHORT[code]


def sentence(table: pd.DataFrame, whole: pd.DataFrame, indicator: Indicator, now: str, before: str) -> str:
    """All comparable units together, then how many changed beyond chance."""
    start = f"{now}与{before}相比"
    compared = table[table["comparable"] == "ok"]
    if not len(whole) and compared.empty:
        return f"{start}，没有两期都有数的单位。"
    told = f"{start}，{len(compared)}个单位两期都有数"
    if len(whole):
        row = dict(zip(whole.columns, whole.iloc[0], strict=True))
        ends = [
            figure(
                indicator, *(row[f"{part}{end}"] for part in ("value", "status", "numerator", "denominator"))
            )
            for end in ("_before", "")
        ]
        worth = chance(row)
        told = (
            f"{start}，两期均已报送的{row['units']}个单位{indicator.short_name}合计由{ends[0]}变为{ends[1]}"
            f"（{change(indicator, row)}），{worth}"
        )
    clear = int((compared["chance"] == "clear").sum())
    if set(compared["chance"]) & {"overlap", "not_cases"}:
        return f"{told}。"
    each = f"有{clear}个单位" if clear else "没有单位"
    return f"{told}；单独看，{each}的变化超出偶然波动。"
