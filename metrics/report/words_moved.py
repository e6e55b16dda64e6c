"""Sentences on what moved the whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from metrics.analysis.decompose import CountChange, RateChange
from metrics.report import contributions, words

_MOST = 3  # units named


def volume(name: str, change: CountChange, names: Mapping[str, str]) -> str:
    """“全区发案量由223件减至185件，减少38件：25个单位减少共60件，……；9个单位增加共22件，……。”"""
    start = f"{name}发案量由{words.count(change.before, '件')}"
    end = words.count(change.now, "件")
    if change.difference:
        way = "减" if change.difference < 0 else "增"
        told = f"{start}{way}至{end}，{way}{'少' if way == '减' else '加'}{words.count(abs(change.difference), '件')}"
    else:
        told = f"{start}到{end}，总数没有变化"
    parts = [
        _side([(p.unit, p.difference) for p in change.parts if p.difference < 0], "减少", names),
        _side([(p.unit, p.difference) for p in change.parts if p.difference > 0], "增加", names),
        f"共同被告案件按1件计的影响{contributions.more_cases(change.shared)}" if change.shared else "",
    ]
    listed = "；".join(part for part in parts if part)
    return f"{told}：{listed}。" if listed else f"{told}，各单位也都没有变化。"


def _side(moved: Sequence[tuple[str, int]], word: str, names: Mapping[str, str]) -> str:
    if not moved:
        return ""
    most = sorted(moved, key=lambda one: -abs(one[1]))[:_MOST]
    listed = "、".join(f"{names[unit]}{words.count(abs(amount), '件')}" for unit, amount in most)
    if len(moved) == 1:
        return f"{word}的只有{listed}"
    total = words.count(sum(abs(amount) for _, amount in moved), "件")
    return f"{len(moved)}个单位{word}共{total}，{'为' if len(moved) <= _MOST else '最多的是'}{listed}"


def rate(name: str, change: RateChange, names: Mapping[str, str]) -> str:
    """“全区败诉率下降4.17个百分点：各单位自身败诉率的变化使它下降3.90个百分点，案件在单位之间此消彼长……。”"""
    shown = contributions.shown(change)
    start, end = _percent(change.before), _percent(change.now)
    told = f"{name}败诉率由{start}到{end}，{_way(shown.total, change.difference)}"
    if not change.shared and not any(part.own or part.shift for part in change.parts):
        return f"{told}，各单位也都没有变化。"
    if len(change.parts) == 1 and not change.shared:
        return f"{told}，全部来自{names[change.parts[0].unit]}。"
    told += f"：各单位自身败诉率的变化使它{_way(shown.own, change.own)}，"
    told += f"案件在单位之间此消彼长使它{_way(shown.shift, change.shift)}"
    if change.shared:
        told += f"，共同被告案件按1件计使它{_way(shown.shared, change.shared)}"
    moved = sorted(zip(change.parts, shown.rows, strict=True), key=lambda pair: -abs(pair[0].both))
    listed = [f"{names[p.unit]}（{contributions.points(row.both)}）" for p, row in moved[:_MOST] if row.both]
    return f"{told}。影响最大的是{'、'.join(listed)}。" if listed else f"{told}。"


def _way(hundredths: int, exact: Fraction) -> str:
    if not hundredths:
        return "变化不足0.01个百分点" if exact else "没有变化"
    return words.points(hundredths / 10_000)


def _percent(rate: Fraction) -> str:
    return words.percent(float(rate), rate.numerator, rate.denominator)
