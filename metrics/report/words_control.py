"""Words on control charts: the limits, which quarter breaks which rule, and why a chart is not drawn."""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from metrics.analysis.control import LEAST, SETTLED, Chart, NotDrawn
from metrics.periods import Period

RULES = {
    "beyond_limit": "有一期超出控制界限",
    "one_side": "连续8期及以上都在均值同一侧",
    "steady": "连续6期及以上逐期上升，或逐期下降",
    "near_limit": "相邻3期中至少2期在同一侧接近界限（超过2倍标准差）",
}
SOURCES = {
    "beyond_limit": "休哈特；西部电气《统计质量控制手册》（1956）检验1",
    "one_side": "西部电气手册检验4；Wheeler",
    "steady": "Nelson（1984）检验3",
    "near_limit": "西部电气手册检验2",
}
METHODS = {
    "xmr": "单值—移动极差图（XmR）：界限为均值加减2.66倍平均移动极差",
    "poisson": "件数较少（平均每期不足5件），界限按泊松分布精确计算，只看是否越界",
    "binomial": "界限按二项分布精确计算，各期按本期件数各算各的：件数越少，界限越宽；只看是否越界",
    "laney": "件数较多，用Laney p′图：在二项分布界限上按平时的波动放宽",
}
QUIET = "各期都在平常的波动范围内，没有异常信号。"
CENTRE, UPPER, LOWER = "均值", "上限", "下限"
SIGNAL = "异常信号"
LINE_MEANINGS = "中间细线为均值，上下虚线为控制界限，点在界限之外或符合判别规则的放大标出。"
ALT = "“{title}”控制图，{first}至{last}，{known}期有数。{said}"
TRIAL = f"基线只有{{known}}期，不足{SETTLED}期，界限为初步。"
_APART = "界限由{first}至{last}算出，最近一年与之对照。"
_ALL = "期数不足以另设基线，界限由图中各期算出。"


def limit(value: float, unit: str) -> str:
    """A limit or a mean, to one decimal: “12.3件”, “8.5%”."""
    scaled = Decimal(repr(float(value))) * (100 if unit == "%" else 1)
    return f"{scaled.quantize(Decimal('0.1'), ROUND_HALF_UP)}{unit}"


def not_drawn(one: NotDrawn, is_rate: bool) -> str:
    """Why there is no control chart."""
    if one.reason == "not_cases":
        return "不是案件数，不画控制图。"
    if one.reason == "alike":
        return "基线各期数值都一样，没有波动可以据以画出界限。"
    what = "有案件的" if is_rate else "有数的"
    return f"{what}只有{one.known}期，不足{LEAST}期，不画控制图：期数太少时，界限没有意义。"


def signals(chart: Chart, periods: Sequence[str], most: int = 3) -> str:
    """Which periods break which rule, the latest first; that all is quiet where none does."""
    told = []
    for code, runs in chart.broken.items():
        told += [(run[-1], _run(code, run, chart, periods)) for run in runs]
    told.sort(reverse=True)
    if not told:
        return QUIET
    more = f"；另有{len(told) - most}处" if len(told) > most else ""
    return "；".join(text for _, text in told[:most]) + more + "。"


def at(chart: Chart, place: int) -> str:
    """What a period has part in: “异常信号：有一期超出控制界限”; “” where it is quiet."""
    found = "、".join(RULES[code] for code in chart.signals(place))
    return f"{SIGNAL}：{found}" if found else ""


def basis(chart: Chart, periods: Sequence[str]) -> str:
    """How the limits came about."""
    first, last = chart.baseline
    since = (
        _APART.format(first=_name(periods[first]), last=_name(periods[last - 1]))
        if chart.judged_apart
        else _ALL
    )
    return f"{METHODS[chart.method]}。{since}" + (TRIAL.format(known=chart.known) if chart.trial else "")


def legend() -> str:
    """The rules with their sources, as lines of Markdown."""
    return "\n".join(f"- {RULES[code]}（{SOURCES[code]}）" for code in RULES)


def _name(period: str) -> str:
    return Period.from_key(period).label


def _run(code: str, run: Sequence[int], chart: Chart, periods: Sequence[str]) -> str:
    first, last = _name(periods[run[0]]), _name(periods[run[-1]])
    values = [float(chart.values[place]) for place in run]
    above = values[-1] > chart.centre
    if code == "beyond_limit":
        return f"{last}{'高于上限' if above else '低于下限'}"
    if code == "one_side":
        return f"{first}至{last}连续{len(run)}期{'高于' if above else '低于'}均值"
    if code == "steady":
        return f"{first}至{last}连续{len(run)}期逐期{'上升' if values[-1] > values[0] else '下降'}"
    return f"{first}至{last}有{len(run)}期接近{'上限' if above else '下限'}"


def headline(name: str, chart: Chart, periods: Sequence[str]) -> str:
    """One sentence on the latest period: “…在平常的波动范围内” or which rule it breaks."""
    last = len(periods) - 1
    if math.isnan(float(chart.values[last])):
        return f"{name}：{_name(periods[last])}没有可对照的数。"
    if not chart.signals(last):
        return f"{name}：{_name(periods[last])}在平常的波动范围内。"
    return (
        f"{name}：{_name(periods[last])}出现异常信号（{'、'.join(RULES[c] for c in chart.signals(last))}）。"
    )
