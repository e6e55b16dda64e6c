"""Sentences of 督办: why a unit is named, how sure that is, where a measure stands. Built from figures only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import pandas as pd

from metrics.analysis import stretch
from metrics.analysis.escalation import Proposal
from metrics.analysis.rule_figures import Reading
from metrics.analysis.values import Cell
from metrics.catalogue import Catalogue, Indicator
from metrics.catalogue.escalation import Condition, Rule, Test
from metrics.decided import Action
from metrics.model import Basis, Direction, IndicatorKind, Unit
from metrics.report import words

_BASIS = {Basis.PERIOD: "本季", Basis.YEAR_TO_DATE: "年初以来累计", Basis.ROLLING: "滚动四季"}
_TEST = {
    Test.MISSES_TARGET: "未达目标",
    Test.WORSE_THAN_AVERAGE: "差于全区",
    Test.WORSE_THAN_YEAR_AGO: "差于上年同期",
    Test.RANKED_LAST: "列组内末{}位",
    Test.EVENTS: "中{events}至少{}件",
}


def reason(one: Proposal, catalogue: Catalogue, units: Mapping[str, Unit]) -> str:
    """One sentence with the figures: “人社局2025年度行政诉讼败诉率24.24%（8/33），高于全区的13.71%……”。"""
    name = units[one.unit].short_name
    told = "；".join(_told(one, catalogue, units))
    return f"{name}{told}{_before(one, catalogue)}。"


def _told(one: Proposal, catalogue: Catalogue, units: Mapping[str, Unit]) -> list[str]:
    found, seen = [], None
    for reading in one.readings:
        indicator = catalogue.indicators[reading.condition.indicator]
        label = stretch.label(reading.condition.basis, reading.period)
        figure = (reading.condition.key, reading.condition.basis, reading.period)
        # A second condition on the same figure does not say the figure again.
        start = "" if figure == seen else f"{label}{_figure(indicator, reading.condition, reading.cell)}，"
        seen = figure
        group = catalogue.group_of(units[one.unit]).name
        found.append(f"{start}{_held_against(indicator, reading, group, one.base.events)}")
    return found


def _figure(indicator: Indicator, condition: Condition, cell: Cell) -> str:
    """“行政诉讼败诉率24.24%（8/33）”; of another variant than that in force with its name."""
    if indicator.kind is IndicatorKind.ABSENCE:
        return f"开庭审理{words.count(cell.denominator, '件')}"
    shown = words.value(indicator, cell.value, "ok", cell.numerator, cell.denominator)
    notes = [words.fraction(cell.numerator, cell.denominator)]
    if condition.variant:
        notes.append(indicator.variants[condition.variant].name)
    bracketed = "，".join(note for note in notes if note)
    return f"{indicator.name}{shown}" + (f"（{bracketed}）" if bracketed else "")


def _held_against(indicator: Indicator, reading: Reading, group: str, events: str) -> str:
    compared, than = reading.compared, "高于" if indicator.direction is Direction.DOWN else "低于"
    shown = words.value(indicator, compared.value, "ok", compared.numerator, compared.denominator)
    match reading.condition.test:
        case Test.MISSES_TARGET:
            if indicator.kind is IndicatorKind.ABSENCE:
                return f"{events}{words.count(reading.events, '件')}"
            missing = (
                "" if pd.isna(reading.cell.denominator) else f"，{events}{words.count(reading.events, '件')}"
            )
            return f"目标{words.target(indicator, compared.value)}{missing}"
        case Test.WORSE_THAN_AVERAGE:
            return f"{than}全区的{shown}{_bracketed(compared)}"
        case Test.WORSE_THAN_YEAR_AGO:
            return f"{than}上年同期的{shown}{_bracketed(compared)}"
        case Test.RANKED_LAST:
            return f"列{group}第{int(compared.value)}名（共{reading.of}个单位）"
        case Test.EVENTS:
            return f"其中{events}{words.count(reading.events, '件')}"


def _bracketed(cell: Cell) -> str:
    inside = words.fraction(cell.numerator, cell.denominator)
    return f"（{inside}）" if inside else ""


def _before(one: Proposal, catalogue: Catalogue) -> str:
    """What was done before about the same matter."""
    if one.then is not None and one.earlier:
        condition = one.base.conditions[0]
        indicator = catalogue.indicators[condition.indicator]
        then = words.value(indicator, one.then.value, "ok", one.then.numerator, one.then.denominator)
        return f"；{_action(one.earlier[0])}时为{then}，没有好转"
    return f"；此前已{'、'.join(map(_action, one.earlier[:3]))}" if one.earlier else ""


def _action(action: Action) -> str:
    return f"因{action.period.label}数据{action.level.label}"


def level(one: Proposal) -> str:
    """Why it is proposed at this level: “规则为约谈警示，首次从轻，建议发函提醒”; “” where nothing is to be said."""
    if one.is_milder:
        return f"规则为{one.rule.level.label}，同一事项首次，从轻建议{one.level.label}。"
    return ""


def also(one: Proposal) -> str:
    """The other rules that this proposal stands for."""
    return f"同时命中：{'、'.join(rule.name for rule in one.also)}。" if one.also else ""


def evidence(one: Proposal) -> str:
    """How sure it is, never as a bare number: cases first, then what they say, then the gate."""
    seen, gate, events = one.evidence, one.evidence.gate, one.base.events
    if seen.missing == "not_known":
        return f"最近{seen.periods}季数据不全，无法判断是否超出偶然。"
    if seen.missing == "too_few_cases":
        return f"只有{words.count(seen.cases, '件')}，不足{gate.min_cases}件，不作判断。"
    if seen.missing == "too_few_events":
        return (
            f"{events}只有{words.count(seen.events, '件')}，不足{gate.min_events}件，不因单个案件采取措施。"
        )
    if gate.kind == "facts":
        of = (
            f"{words.count(seen.cases, '件')}中{events}{words.count(seen.events, '件')}" if seen.cases else ""
        )
        return f"按单位报送的数据逐件可查{f'（{of}）' if of else ''}，不是比率高低的比较，不作概率判断。"
    counts = f"最近{seen.periods}季{words.count(seen.cases, '件')}中{events}{words.count(seen.events, '件')}"
    if seen.missing == "no_spread":
        return f"{counts}；{seen.fitted}个有案件的单位之间看不出超出偶然的差别，不能说它差于其他单位。"
    # A threshold is the rate below which three quarters of the units are thought to lie: never the official rank.
    told = (
        f"{counts}；按{seen.fitted}个有案件单位的分布估计，"
        f"其真实水平差于{_share(gate.quantile)}单位（{words.percent(seen.threshold)}以上）的可能性约"
        f"{_whole_percent(seen.chance)}，门槛{_whole_percent(gate.chance)}"
    )
    return f"{told}，不像是偶然波动。" if seen.passed else f"{told}，可能只是偶然波动。"


def _share(quantile: float) -> str:
    return {0.5: "半数", 0.75: "四分之三", 0.9: "九成"}.get(quantile, _whole_percent(quantile) + "的")


def _whole_percent(share: float) -> str:
    """A chance is an estimate: whole percent, and never “100%” or “0%”."""
    return f"{min(max(round(share * 100), 1), 99)}%"


def rule(one: Rule, catalogue: Catalogue) -> str:
    """A rule in words, for the list of rules: “滚动四季行政诉讼败诉率差于全区，连续2期；证据门槛……”."""
    if one.after is not None:
        return f"{one.after.label}之后{one.within}季内，原规则再次命中、仍过证据门槛，且数值没有好转。"
    conditions = "，且".join(_condition(condition, one.events, catalogue) for condition in one.conditions)
    repeat = f"，连续{one.repeat}期" if one.repeat > 1 else ""
    only = "" if len(one.only_at) == 4 else f"，只在第{'、'.join(map(str, sorted(one.only_at)))}季度看"
    return f"{conditions}{repeat}{only}。{_gate(one)}"


def _condition(condition: Condition, events: str, catalogue: Catalogue) -> str:
    indicator = catalogue.indicators[condition.indicator]
    variant = f"（{indicator.variants[condition.variant].name}）" if condition.variant else ""
    test = _TEST[condition.test].format(condition.number, events=events)
    return f"{_BASIS[condition.basis]}{indicator.name}{variant}{test}"


def _gate(one: Rule) -> str:
    gate = one.gate
    if gate is None:
        return ""
    least = [f"{one.events}至少{gate.min_events}件"]
    if gate.min_cases:
        least.insert(0, f"至少{gate.min_cases}件")
    if gate.kind == "facts":
        return f"证据门槛：逐件可查的事实，{'、'.join(least)}。"
    over = "组内" if gate.over == "group" else "全区"
    return (
        f"证据门槛：最近{gate.quarters}季{'、'.join(least)}，且真实水平差于{over}{_share(gate.quantile)}单位的"
        f"可能性不低于{_whole_percent(gate.chance)}。"
    )


def days_left(code: str, left: int | None) -> str:
    """“还有3个工作日”, “今天到期”, “逾期2个工作日”, “说明期已满”; “—” where nothing is waited for."""
    if left is None:
        return words.NOTHING
    if left > 0:
        return f"还有{left}个工作日"
    if left == 0:
        return "今天到期"
    return "说明期已满" if code == "explaining" else f"逾期{-left}个工作日"


_STATE = {
    "explaining": "待单位说明",
    "issued": "已印发，待答复",
    "answered": "已答复，待办结",
    "closed": "已办结",
    "dismissed": "未采纳",
    "withdrawn": "已撤回",
}
_STEP = {
    "confirmed": "采纳",
    "dismissed": "不采纳",
    "changed": "改为",
    "explained": "单位说明",
    "issued": "印发",
    "withdrawn": "撤回",
    "answered": "单位答复",
    "extended": "延期",
    "closed": "办结",
}


def state(code: str, left: int | None = None) -> str:
    """“已印发，待答复，逾期2个工作日”; without the days where nothing is waited for."""
    return _STATE[code] if left is None else f"{_STATE[code]}，{days_left(code, left)}"


def step(code: str) -> str:
    """What happened, in a word."""
    return _STEP[code]


def day(when: date) -> str:
    """“2026年11月25日”."""
    return f"{when.year}年{when.month}月{when.day}日"


def guessed(years: Sequence[int]) -> str:
    """What must be said where holidays are not known; “” where they are."""
    if not years:
        return ""
    named = "、".join(f"{year}年" for year in years)
    return f"{named}节假日安排尚未录入，按周一至周五推算；公布后请在下面的节假日表录入。"


def today(proposals: int, overdue: int, to_issue: int, waiting: int) -> str:
    """What needs the reviewer today, in one sentence."""
    parts = [
        f"{count}{what}"
        for count, what in (
            (proposals, "条建议待处理"),
            (overdue, "件答复逾期"),
            (to_issue, "件可以印发"),
            (waiting, "件答复待办结"),
        )
        if count
    ]
    return f"今天要办：{'，'.join(parts)}。" if parts else "今天没有要办的督办事项。"
