"""Numbers and sentences, the same on screen, in the workbook and in the notice. The only place of rounding."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta, timezone
from decimal import ROUND_HALF_UP, Decimal

import pandas as pd

from metrics.analysis.completeness import Coverage
from metrics.analysis.ranking import Ranking
from metrics.catalogue import Catalogue, Indicator
from metrics.model import (
    LEFT_OUT,
    CellState,
    Decision,
    DecisionKind,
    Direction,
    Finding,
    IndicatorKind,
    Severity,
    Unit,
)

NOTHING = "—"
_CHINA = timezone(timedelta(hours=8))

_STATUS = {
    "ok": "",
    "no_cases": "无案件",
    "not_reported": "未报送",
    "not_applicable": "不适用",
    "redefined": "口径变更，不可比",
    "too_few": "案件数不足，不参与排名",
    "no_base": "无上年同期数",
}
_STATE = {
    CellState.ZERO: "0（零报告）",
    CellState.NOT_APPLICABLE: "不适用",
    CellState.MISSING: "未报",
}
SEVERITY_SIGN = {  # 一个字的标记，看不清颜色的人也能分
    Severity.MANDATORY: "强",
    Severity.STRICT: "准",
    Severity.VERIFY: "核",
    Severity.HINT: "示",
}
_LEFT_OUT = {
    DecisionKind.COLUMN: "不读取这一列",
    DecisionKind.UNIT: "不是报送单位，不读取",
    DecisionKind.VALUE: "不计数",
}
_WRITTEN = {DecisionKind.COLUMN: "列名", DecisionKind.UNIT: "单位", DecisionKind.VALUE: "写法"}


def _known(value: float | None) -> bool:
    return value is not None and not pd.isna(value)


def _rounded(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def _decimal(value: float, numerator: float | None, denominator: float | None) -> Decimal:
    """The fraction as a decimal: from the counts where they are known, since a float may fall short."""
    if numerator is not None and denominator is not None and _known(numerator) and _known(denominator):
        return Decimal(int(numerator)) / Decimal(int(denominator))
    return Decimal(repr(float(value)))


def percent(value: float, numerator: float | None = None, denominator: float | None = None) -> str:
    """0.964285 → “96.43%”, half away from zero as Excel and the notice do. NaN → “—”."""
    if not _known(value):
        return NOTHING
    return f"{_rounded(_decimal(value, numerator, denominator) * 100, 2)}%"


def whole_percent(share: float) -> str:
    """0.2386 → “24%”: for chances, which are not known to a hundredth."""
    return f"{_rounded(Decimal(repr(float(share))) * 100, 0)}%"


def count(value: float | None, unit: str = "") -> str:
    """1204 → “1,204件”. NaN and None → “—”."""
    return f"{int(value):,}{unit}" if value is not None and _known(value) else NOTHING


def amount(value: float | None, unit: str = "") -> str:
    """What need not be whole: 62.5 → “62.5 学时/人”; a unit of one word stays close (“2.5件”). NaN → “—”."""
    if value is None or not _known(value):
        return NOTHING
    shown = f"{_rounded(Decimal(repr(float(value))), 1):,f}".removesuffix(".0")
    return f"{shown} {unit}" if "/" in unit else f"{shown}{unit}"


def short_amount_change(now: float, before: float, unit: str) -> str:
    """For figures and tables: “▲ 2.5 学时/人”, “持平”."""
    if not (_known(now) and _known(before)):
        return NOTHING
    shown = amount(abs(now - before), unit)
    return (
        "持平" if shown.startswith("0") and shown[1:2] != "." else f"{'▲' if now > before else '▼'} {shown}"
    )


def fraction(numerator: float | None, denominator: float | None) -> str:
    """“27/28”; “” where either is unknown."""
    if not (_known(numerator) and _known(denominator)):
        return ""
    return f"{count(numerator)}/{count(denominator)}"


def shared_cases(indicator: Indicator, numerator: float, denominator: float) -> str:
    """What a total leaves out so that a case of several defendants is one case; “” where nothing."""
    above = "" if indicator.kind.counts else "分子"
    parts = [(name, times) for name, times in ((above, numerator), ("分母", denominator)) if times]
    told = "，".join(f"{name}已减去{count(times)}件次" for name, times in parts)
    return f"共同被告案件按1件计：{told}。" if told else ""


def points(difference: float) -> str:
    """A difference of rates (fractions): “上升2.10个百分点”, “下降…”, “持平”."""
    shown = _rounded(abs(Decimal(repr(float(difference)))) * 100, 2)
    if not shown:
        return "持平" if difference == 0 else "基本持平（变化不足0.01个百分点）"
    return f"{'上升' if difference > 0 else '下降'}{shown}个百分点"


def short_points(difference: float) -> str:
    """For figures and tables: “▲ 2.10 个百分点”, “▼ …”, “持平”."""
    if not _known(difference):
        return NOTHING
    shown = _rounded(abs(Decimal(repr(float(difference)))) * 100, 2)
    return f"{'▲' if difference > 0 else '▼'} {shown} 个百分点" if shown else "持平"


def relative(now: float, before: float) -> str:
    """The size of a change of counts: “8.62%”. before is above zero."""
    return f"{_rounded(abs(Decimal(int(now) - int(before))) / Decimal(int(before)) * 100, 2)}%"


def count_change(now: float | None, before: float | None, unit: str = "件") -> str:
    """A count against the same stretch of last year, in the notice's order: rate, then cases.

    From zero there is no percentage (indicators.md, part 1 同比).
    """
    if now is None or before is None or not (_known(now) and _known(before)):
        return "上年同期无数据，不可比"
    if now == before:
        return "与上年同期持平（均为0）" if now == 0 else "与上年同期持平"
    if before == 0:
        return f"上年同期{'无案件' if unit == '件' else '为0'}，由0升至{count(now, unit)}"
    if now == 0:
        return f"同比下降100.00%（由{count(before, unit)}降至0）"
    way, more = ("上升", "增加") if now > before else ("下降", "减少")
    return f"同比{way}{relative(now, before)}（{more}{count(abs(now - before), unit)}）"


def short_count_change(now: float | None, before: float | None, unit: str = "件") -> str:
    """For figures and tables: “▼ 8.62%”; from zero “由0升至3件”."""
    if now is None or before is None or not (_known(now) and _known(before)):
        return NOTHING
    if now == before:
        return "持平（均为0）" if now == 0 else "持平"
    if before == 0:
        return f"由0升至{count(now, unit)}"
    return f"{'▲' if now > before else '▼'} {relative(now, before)}"


def rate_change(now: float | None, before: float | None) -> str:
    """A rate against the same stretch of last year, always in percentage points."""
    if now is None or before is None or not (_known(now) and _known(before)):
        return "上年同期无可比数"
    change = points(now - before)
    return f"与上年同期{change}" if change.startswith(("持平", "基本")) else f"同比{change}"


def status(code: str, indicator: Indicator | None = None) -> str:
    """Why there is no number, in a word; for an indicator its own (“无开庭案件”)."""
    if code == "no_cases" and indicator is not None:
        return indicator.empty_words
    return _STATUS[code]


def state(value: int | None, state: CellState) -> str:
    """What a cell says: the number, “0（零报告）”, “不适用”, “未报”."""
    return count(value) if state is CellState.VALUE else _STATE[state]


def value(
    indicator: Indicator,
    value: float,
    code: str = "ok",
    numerator: float | None = None,
    denominator: float | None = None,
) -> str:
    """An indicator's value with its unit, or the word for why there is none."""
    if code != "ok":
        return status(code, indicator)
    if indicator.kind.is_fraction:
        return percent(value, numerator, denominator)
    if indicator.kind is IndicatorKind.PER_HEAD:
        return amount(value, indicator.unit)
    if indicator.kind is IndicatorKind.ABSENCE:
        return "零出庭" if value else "已出庭"
    return count(value, indicator.unit)


def change(indicator: Indicator, now: float, before: float, code: str) -> str:
    """The short change of any indicator; code is trend.Change.status."""
    if indicator.kind is IndicatorKind.ABSENCE:
        return NOTHING  # 是与否没有增减
    if code == "no_cases_before":
        return f"上年同期{indicator.empty_words}"
    if code not in ("ok", "from_zero", "to_zero", "both_zero"):
        return status(code, indicator) if code == "redefined" else NOTHING
    if indicator.kind.is_fraction:
        return short_points(now - before)
    if indicator.kind is IndicatorKind.PER_HEAD:
        return short_amount_change(now, before, indicator.unit)
    return short_count_change(now, before, indicator.unit)


def goodness(indicator: Indicator, difference: float) -> str:
    """Whether a change is good, bad or neither: colour goes by this, not by up or down."""
    if not _known(difference) or difference == 0 or indicator.direction is Direction.NONE:
        return "neutral"
    return "good" if (difference > 0) == (indicator.direction is Direction.UP) else "bad"


def target(indicator: Indicator, target: float | None) -> str:
    """The target in words; “” where there is none."""
    if indicator.target_rule == "decline":
        return "较上年同期下降"
    if target is None or not _known(target):
        return ""
    shown = percent(target).replace(".00%", "%") if indicator.kind.is_fraction else amount(target)
    words = {"at_least": "不低于", "at_most": "不高于", "each_period": "每季度不少于"}
    told = f"{words[indicator.target_rule]}{shown}{'' if shown.endswith('%') else indicator.unit}"
    if indicator.kind is IndicatorKind.DEADLINE:
        return f"{_until(indicator)}完成" if indicator.due else "应完成"
    if indicator.kind is IndicatorKind.THRESHOLD and indicator.target_rule == "at_least":
        return f"{_until(indicator) if indicator.due else indicator.span.label}{told}"
    return told


def _until(indicator: Indicator) -> str:
    """“2024年12月31日前”, “每年3月31日前”."""
    due = indicator.due
    if due is None:
        return ""
    return f"{f'{due.year}年' if due.year else '每年'}{due.month}月{due.day}日前"


def direction(indicator: Indicator) -> str:
    return {"up": "高为优", "down": "低为优", "none": "不分优劣"}[indicator.direction]


def coverage(coverage: Coverage) -> str:
    """“应报46个单位，已报43个，未报3个。”"""
    text = f"应报{len(coverage.expected)}个单位，已报{coverage.reported}个"
    return f"{text}，未报{len(coverage.missing)}个。" if coverage.missing else f"{text}，全部报齐。"


def ranking(ranking: Ranking, indicator: Indicator, names: Mapping[str, str], period: str, group: str) -> str:
    """One sentence on a ranking: how many are ranked, who is first and who is last, all ties named."""
    table = ranking.table
    if table.empty:
        return f"{period}，{group}没有可以参加“{indicator.name}”排名的单位。"

    def shown(row: pd.Series) -> str:
        return value(indicator, row["value"], "ok", row["numerator"], row["denominator"])

    if len(table) == 1:
        only = table.iloc[0]
        return (
            f"{period}，{group}仅{names[only['unit']]}一个单位参加“{indicator.name}”排名，为{shown(only)}。"
        )
    best, worst = table.iloc[0], table.iloc[-1]
    if best["rank"] == worst["rank"]:
        return (
            f"{period}，{group}参加“{indicator.name}”排名的{len(table)}个单位均为{shown(best)}，并列第1名。"
        )
    top, bottom = table[table["rank"] == best["rank"]], table[table["rank"] == worst["rank"]]
    if indicator.direction is Direction.NONE:
        return (
            f"{period}，{group}{len(table)}个单位有{indicator.short_name}，"
            f"{_several(top['unit'], names)}最多（{shown(best)}）。"
        )
    return (
        f"{period}，{group}{len(table)}个单位参加“{indicator.name}”排名，"
        f"{_several(top['unit'], names)}{'并列' if len(top) > 1 else '列'}第1名（{shown(best)}），"
        f"{_several(bottom['unit'], names)}{'并列' if len(bottom) > 1 else '列'}末位（{shown(worst)}）。"
    )


def _several(units: Sequence[str], names: Mapping[str, str]) -> str:
    listed = [names[unit] for unit in units]
    return "、".join(listed) if len(listed) <= 3 else f"{'、'.join(listed[:3])}等{len(listed)}个单位"


def rank_move(moved: float | None) -> str:
    """“升2位”, “降1位”, “持平”, “上期未列名”."""
    if moved is None or not _known(moved):
        return "上期未列名"
    if moved == 0:
        return "持平"
    return f"{'升' if moved > 0 else '降'}{abs(math.trunc(moved))}位"


def moment(when: datetime) -> str:
    """A time of the record, in China's time: “2026-10-15 09:30”."""
    return f"{when.astimezone(_CHINA):%Y-%m-%d %H:%M}"


def median(indicator: Indicator, value: float) -> str:
    """The middle of a group: a rate, or a count that may end in .5."""
    if not _known(value):
        return NOTHING
    if indicator.kind.is_fraction:
        return percent(value)
    if indicator.kind is IndicatorKind.ABSENCE:
        return NOTHING
    return amount(value, indicator.unit)


def unit_change(before: Unit, after: Unit, catalogue: Catalogue) -> str:
    """What differs between two states of a unit: “类型 镇→街道；别名 …”."""
    parts = [
        (name, getattr(before, field), getattr(after, field))
        for field, name in (("name", "全称"), ("short_name", "简称"), ("order", "序号"))
    ]
    parts.append(("类型", catalogue.kinds[before.kind].name, catalogue.kinds[after.kind].name))
    held = catalogue.enforcement
    parts.append(("执法权", held[before.enforcement].name, held[after.enforcement].name))
    parts.append(("别名", "、".join(before.aliases), "、".join(after.aliases)))
    parts.append(("启用", before.valid_from, after.valid_from))
    parts.append(("停用", before.valid_to, after.valid_to))
    return "；".join(f"{name} {old or '空'}→{new or '空'}" for name, old, new in parts if old != new)


def severities(counts: Mapping[Severity, int]) -> str:
    """“强制性 2 条，核实性 1 条”; “没有问题” where there is nothing."""
    told = [f"{one.label} {counts[one]} 条" for one in Severity if counts.get(one)]
    return "，".join(told) or "没有问题"


def places(finding: Finding, most: int = 3) -> str:
    """“G6、F6等5处”; the sheet or the file where no cell is meant."""
    cells = "、".join(finding.places[:most])
    more = f"等{len(finding.places)}处" if len(finding.places) > most else ""
    return f"{cells}{more}" if cells else finding.sheet or "整份文件"


def written_kind(kind: DecisionKind) -> str:
    """What a written label is: “列名”, “单位”, “写法”."""
    return _WRITTEN[kind]


def left_out(kind: DecisionKind) -> str:
    """The choice of leaving it out: “不读取这一列”."""
    return _LEFT_OUT[kind]


def reading(kind: DecisionKind, code: str, name: str) -> str:
    """What a label is read as: “读作‘开庭审理案件数’”, “不读取这一列”."""
    return _LEFT_OUT[kind] if code == LEFT_OUT else f"读作“{name}”"


def decision(one: Decision) -> str:
    """“我们把列名“开庭数”读作“开庭审理案件数””; asked ones end in a question."""
    subject = f"{_WRITTEN[one.kind]}“{one.written}”"
    if one.taken is None:
        return f"{subject}是指什么？"
    if one.taken.code == LEFT_OUT:
        return f"{subject}：{_LEFT_OUT[one.kind]}"
    return f"我们把{subject}{reading(one.kind, one.taken.code, one.taken.name)}"


def units_of(names: Collection[str], most: int = 3) -> str:
    """“东关街道、区财政局等12个单位”; “—” where there is none."""
    listed = list(names)
    more = f"等{len(listed)}个单位" if len(listed) > most else ""
    return "、".join(listed[:most]) + more if listed else NOTHING
