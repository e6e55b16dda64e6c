"""Where a figure comes from, in words: what stands above and below the line, by which definition and law."""

from __future__ import annotations

from collections.abc import Iterable

from metrics.analysis.values import Cell
from metrics.catalogue import Indicator, InForce
from metrics.report import words

SIDES = {"numerator": "分子", "denominator": "分母"}
_COUNTED = "计入"


def figure(indicator: Indicator, cell: Cell) -> str:
    """“12.50%（分子1 ÷ 分母8）”, “185件”, or why there is none."""
    told = words.value(indicator, cell.value, cell.status, cell.numerator, cell.denominator)
    if cell.numerator == cell.numerator and cell.denominator == cell.denominator:  # both known
        return f"{told}（分子{words.count(cell.numerator)}，分母{words.count(cell.denominator)}）"
    return told


def formula(parts: Iterable[tuple[str, int, str]], divides: bool) -> tuple[str, ...]:
    """“分子：败诉件数＋部分败诉件数”, “分母：审结件数－…”; of a count “计入：…”.

    parts: side, sign, name of each reported measure, in order.
    """
    told: dict[str, str] = {}
    for side, sign, name in parts:
        before = told.get(side, "")
        told[side] = before + ("－" if sign < 0 else "＋" if before else "") + name
    names = SIDES if divides else SIDES | {"numerator": _COUNTED}
    return tuple(f"{names[side]}：{text}" for side, text in told.items())


def side(sides: Iterable[tuple[str, int]], divides: bool) -> str:
    """What one measure is used for: “分子”, “分子、分母”, “分母（减）”."""
    names = SIDES if divides else {"numerator": _COUNTED}
    return "、".join(f"{names[one]}{'（减）' if sign < 0 else ''}" for one, sign in dict.fromkeys(sides))


def law(indicator: Indicator, in_force: InForce) -> str:
    """The clause of the notice, the source of the definition in force, and since when it holds."""
    since = f"{in_force.first.label}起" + (f"至{in_force.last.label}" if in_force.last else "")
    sources = list(dict.fromkeys(filter(None, (in_force.source, in_force.variant.source))))
    return f"通知条款：{indicator.clause}。依据：{'；'.join(sources)}。现口径自{since}施行。"


def judged(indicator: Indicator, in_force: InForce) -> str:
    """Which way is better and what is aimed at."""
    return f"{words.direction(indicator)}；目标：{words.target(indicator, in_force.target) or '未定'}"
