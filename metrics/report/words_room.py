"""Sentences on the room left until the year's end."""

from __future__ import annotations

import math

from metrics.analysis.forecast import Forecast
from metrics.analysis.headroom import Year
from metrics.report import words
from metrics.report.words_decline import likely, short_chance

REASON = {
    "not_reported": "今年以来没有报齐，算不出余地",
    "not_applicable": "今年没有该单位或不适用",
    "no_base": "上年全年没有报齐，没有可比的数",
    "not_there_before": "上年没有该单位或不适用，没有可比的数",
    "existed_partly": "该单位上年只存在一部分时间，没有可比的数",
    "redefined": "口径变更，与上年不可比",
}
NO_RATE = "上年全年没有审结案件，败诉率不可比，到年底不作“双下降”判定"


def volume(so_far: Year, last: Year, left: int) -> str:
    """How many more cases may be filed."""
    told = f"今年已新收{words.count(so_far.new, '件')}，上年全年{words.count(last.new, '件')}"
    if not last.new:
        return f"{told}：今年须保持为零" + ("，已不可能" if left < 0 else "")
    if left < 0:
        more = "已经相当" if so_far.new == last.new else f"已多出{words.count(so_far.new - last.new, '件')}"
        return f"{told}，{more}，发案量今年不可能再低于上年"
    if not left:
        return f"{told}，只差1件：到年底再有新收，发案量就不低于上年"
    return f"{told}：到年底再新收不超过{words.count(left, '件')}，发案量才低于上年"


def lost(so_far: Year, last: Year, closed_more: int, left: int | None, needed: int | None) -> str:
    """How many of the cases still to be closed may be lost. left, needed: of headroom."""
    if not last.closed:
        return NO_RATE
    told = f"今年已审结{words.count(so_far.closed, '件')}、败诉{words.count(so_far.lost, '件')}，"
    told += f"上年全年败诉率{words.percent(0, last.lost, last.closed)}（{words.fraction(last.lost, last.closed)}）"
    if left is None:
        return f"{told}：今年至今没有审结案件，再没有审结的，败诉率不可比"
    assumed = f"再审结{words.count(closed_more, '件')}"
    if not last.lost:
        return f"{told}：今年须保持没有败诉" + ("，已不可能" if left < 0 else "")
    if not closed_more and not left:
        return f"{told}：到年底若不再审结，败诉率低于上年"
    if left >= closed_more:
        return f"{told}：{assumed}，即使全部败诉，败诉率仍低于上年"
    if left >= 0:
        return f"{told}：{assumed}的，其中败诉不超过{words.count(left, '件')}，败诉率才低于上年"
    return (
        f"{told}：{assumed}的，即使无一败诉，败诉率也不低于上年；"
        f"须再审结{words.count(needed, '件')}以上且无一败诉"
    )


def short_new(left: int | None) -> str:
    """For tables: “≤ 5件”, “不能再有”, “已不可能”."""
    if left is None:
        return words.NOTHING
    return "已不可能" if left < 0 else f"≤ {words.count(left, '件')}" if left else "不能再有"


def short_lost(left: int | None, closed_more: int, needed: int | None) -> str:
    """For tables, of so many more closed; nothing closed in one of the years leaves nothing to compare."""
    if left is None:
        return "不可比"
    if left >= 0:
        return f"≤ {words.count(left, '件')}" if left else "不能再有"
    return "已不可能" if needed is None else f"须再审结{words.count(needed, '件')}无败诉"


def expected(found: Forecast) -> str:
    """What the model expects of the year's end, and that it is a model."""
    told = (
        f"按最近{found.quarters}个季度的水平推算，全年新收大约{_range(found.new)}，败诉大约{_range(found.lost)}"
        "（八成把握的范围）"
    )
    if math.isnan(found.reached):
        return f"{told}。"
    return f"{told}；到年底实现“双下降”{likely(found.reached)}。"


def short_range(found: Forecast | None, lost: bool = False) -> str:
    """For tables: “12—18件”."""
    return words.NOTHING if found is None else _range(found.lost if lost else found.new)


def short_likely(found: Forecast | None) -> str:
    """For tables: “约24%”, “不到1%”."""
    return words.NOTHING if found is None else short_chance(found.reached)


def _range(ends: tuple[int, int]) -> str:
    low, high = ends
    return words.count(low, "件") if low == high else f"{words.count(low)}—{words.count(high, '件')}"
