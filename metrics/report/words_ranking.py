"""Sentences that defend a rank: how it comes about, how far the data support it, whom it cannot be told apart from."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from metrics.analysis import rank_interval, stretch
from metrics.analysis.rank_defence import Bottom, Defence
from metrics.analysis.rank_history import RankHistory
from metrics.analysis.rank_interval import RankSupport
from metrics.catalogue import Catalogue, Indicator, InForce
from metrics.model import Basis, Direction, IndicatorKind
from metrics.periods import Period
from metrics.report import words

_TIE_BREAKS = {"denominator": "分母大者", "previous_rank": "上期名次靠前者"}
_MOST_NAMES = 5


def places(low: float, high: float) -> str:
    """An interval of ranks: “第1—9名”, “第3名”."""
    return f"第{int(low)}名" if low == high else f"第{int(low)}—{int(high)}名"


def supported(rank: int, low: float, high: float) -> str:
    """“第3名，数据支持第1—9名”."""
    return f"第{int(rank)}名，数据支持{places(low, high)}"


def _size(indicator: Indicator, distance: float) -> str:
    """The size of a difference: “2.10个百分点”, “3件”."""
    if indicator.kind.is_fraction:
        return words.points(abs(distance)).removeprefix("上升")
    return words.median(indicator, abs(distance))


def _apart(distance: float) -> bool:
    return not math.isnan(distance)


def from_next(indicator: Indicator, distance: float) -> str:
    """How far the next better value is: “差2.10个百分点”; “—” for the first."""
    return f"差{_size(indicator, distance)}" if _apart(distance) else words.NOTHING


def from_median(indicator: Indicator, distance: float) -> str:
    """Against the median of the ranked: “高3.20个百分点”, “低2件”, “持平”. distance: positive is better."""
    if not _apart(distance):
        return words.NOTHING
    if distance == 0:
        return "持平"
    higher = (distance > 0) != (indicator.direction is Direction.DOWN)
    return f"{'高' if higher else '低'}{_size(indicator, distance)}"


def from_target(indicator: Indicator, distance: float) -> str:
    """“已达到”, “差5.00个百分点”; “—” where there is no target that a number can be held against."""
    if not _apart(distance):
        return words.NOTHING
    return "已达到" if distance >= 0 else f"差{_size(indicator, distance)}"


def title(indicator: Indicator, basis: Basis, period: Period) -> str:
    """Over a picture, short enough for a phone: “2026年1—9月行政诉讼败诉率”."""
    if basis is Basis.ROLLING:
        return f"近四季{indicator.short_name}（至{period.label}）"
    return f"{stretch.label(basis, period)}{indicator.short_name}"


def listed(names: Sequence[str], most: int = _MOST_NAMES) -> str:
    """“甲、乙、丙等12个单位”; “甲、乙” where there are few."""
    return "、".join(names) if len(names) <= most else f"{'、'.join(names[:most])}等{len(names)}个单位"


def bottom_caution(bottom: Bottom | None, indicator: Indicator, names: Mapping[str, str]) -> str:
    """What must be said before anybody is blamed for standing last; “” where there is nothing to say."""
    if bottom is None or indicator.direction is Direction.NONE:
        return ""
    if bottom.nobody:
        return (
            f"参加排名的{bottom.ranked}个单位之间的差别都在偶然波动范围内：名次按规则排出，但件数还不足以说明"
            "谁确实好、谁确实差，不宜单凭这一期的名次作评价。"
        )
    who = listed([names[code] for code in bottom.units], 3)
    if not bottom.alike:
        return f"末位{who}与其他单位的差别超出偶然波动，数据支持其排在末位。"
    return (
        f"末位{who}与名次在前的{len(bottom.alike)}个单位（{listed([names[code] for code in bottom.alike], 3)}）"
        f"不能区分，差别在偶然波动范围内；按现有件数，末位单位的真实位次可能靠前到第{bottom.reach}名。"
        "点名、约谈前请看单位的件数和历期名次。"
    )


def tie_rule(indicator: Indicator) -> str:
    """How equal values are dealt with."""
    order = "、".join(_TIE_BREAKS[one] for one in indicator.tie_break)
    if indicator.break_ties:
        return f"数值相同的，依次按{order}在前分出名次；仍相同的名次相同，其后名次顺延。"
    return f"数值相同的名次相同，其后名次顺延（1、2、2、4）；同名次的依次按{order}在前排列，不分高下。"


def interval_rule() -> str:
    """What the interval of ranks is, in one sentence for people who challenge it."""
    return (
        f"“数据支持的名次”：由各单位的件数和同组差别推算真实水平，随机模拟{rank_interval.DRAWS // 10_000}万次，"
        f"每次重新排名，取{round(rank_interval.LEVEL * 100)}%的结果落入的范围，并把正式名次包括在内；"
        "同样的数据每次算出的相同。"
        f"两个单位中一个确实更好的把握不到{round(rank_interval.SURE * 100)}%的，称为“不能区分”。"
        "两者只作参考，不改变名次。"
    )


def computed(catalogue: Catalogue, in_force: InForce, one: Defence, indicator: Indicator) -> str:
    """The sum itself: “负责人出庭应诉案件数 27 ÷ 开庭审理案件数 28 ＝ 96.43%”."""
    top = _added(catalogue, in_force.variant.numerator)
    shown = words.value(indicator, one.value, "ok", one.numerator, one.denominator)
    if not in_force.variant.denominator:
        return f"{top} ＝ {shown}"
    bottom = _added(catalogue, in_force.variant.denominator)
    return f"{top} {words.count(one.numerator)} ÷ {bottom} {words.count(one.denominator)} ＝ {shown}"


def _added(catalogue: Catalogue, codes: Sequence[str]) -> str:
    return "＋".join(catalogue.measures[code].name for code in codes)


def why_this_rank(one: Defence, median: float, indicator: Indicator, names: Mapping[str, str]) -> str:
    """Why the rules give this rank: how many are better, who is equal, what stands next."""
    if one.ranked == 1:
        return "只有这一个单位参加排名，名次没有比较的意义。"
    word = {"up": "更高", "down": "更低", "none": "更多"}[indicator.direction]
    rule = "或数值相同而按规则在前" if one.by_rule else ""
    told = f"{one.ranked}个单位参加排名，"
    told += f"{one.better}个单位数值{word}{rule}" if one.better else f"没有单位数值{word}"
    told += f"，所以列第{one.rank}名"
    equal = [names[code] for code in one.equal]
    told += f"，与{listed(equal, 3)}数值相同、名次并列。" if equal else "。"
    parts = [f"距上一名{from_next(indicator, one.from_next)}"] if _apart(one.from_next) else []
    middle = from_median(indicator, one.from_median)
    parts.append(
        f"{'与' if middle == '持平' else '比'}参加排名单位的中位数（{words.median(indicator, median)}）"
        f"{'相同' if middle == '持平' else middle}"
    )
    if _apart(one.from_target):
        reached = one.from_target >= 0
        parts.append("已达到目标" if reached else f"距目标{from_target(indicator, one.from_target)}")
    return told + "，".join(parts) + "。"


def how_sure(one: Defence, support: RankSupport | None, indicator: Indicator, scope: str) -> str:
    """How far the data support the rank: the range of the value, the interval of ranks, the group's pull."""
    if support is None:
        if not rank_interval.has_chance(indicator):
            return "这一指标由单位自己做到，不受案件多少的偶然影响，不推算名次区间。"
        return "参加排名的单位不足两个，或件数之间不能相除，不推算名次区间。"
    own = support.of(one.unit)
    told = f"{supported(one.rank, own['low'], own['high'])}。"
    if indicator.kind is IndicatorKind.RATIO:
        told += (
            f"只看本单位的{words.fraction(one.numerator, one.denominator)}，真实水平大致在{words.percent(one.low)}至"
            f"{words.percent(one.high)}之间；参照{scope}各单位的水平，估计约为{words.percent(own['shrunken'])}。"
        )
    else:
        low, high = (words.median(indicator, end) for end in (one.low, one.high))
        told += f"只看本单位的{words.count(one.value, indicator.unit)}，一般水平大致在{low}至{high}之间。"
    if one.rank > own["likely_high"] or one.rank + len(one.equal) < own["likely_low"]:
        likely = places(own["likely_low"], own["likely_high"])
        told += f"件数少，正式名次带有偶然成分：模拟结果集中在{likely}。"
    return told


def chance_at_ends(support: RankSupport, unit: str) -> str:
    """How probable the ends are: “真实位次列末三名的可能性约12%，列前三名的约3%。”"""
    own, edge = support.of(unit), min(rank_interval.EDGE, len(support.table))
    if len(support.table) <= 2 * rank_interval.EDGE:
        return ""
    end = "三" if edge == 3 else str(edge)
    return f"真实位次列前{end}名的可能性{_about(own['first'])}，列末{end}名的{_about(own['last'])}。"


def _about(share: float) -> str:
    if share < 0.01:
        return "不到1%"
    if share > 0.99:
        return "超过99%"
    return f"约{round(share * 100)}%"


def neighbours(one: Defence, ranks: Mapping[str, int], names: Mapping[str, str]) -> str:
    """Whom it cannot be told apart from, by rank; “” where nothing is known."""
    if one.alike is None:
        return ""
    if not one.alike:
        return "与其他每个单位的差别都超出偶然波动。"
    if len(one.alike) == one.ranked - 1:
        return f"与参加排名的其他{len(one.alike)}个单位都不能区分。"
    told = [f"{names[code]}（第{ranks[code]}名）" for code in one.alike]
    return f"与{len(told)}个单位不能区分：{listed(told, 12)}。"


def sets(support: RankSupport, ranks: Mapping[str, int], names: Mapping[str, str]) -> list[dict[str, str]]:
    """The runs of units that cannot be told apart, as rows of a table."""
    return [
        {
            "名次": places(ranks[one[0]], ranks[one[-1]]),
            "单位数": str(len(one)),
            "单位": "、".join(names[code] for code in one),
        }
        for one in support.sets()
    ]


def past(history: RankHistory, unit: str, indicator: Indicator) -> list[tuple[str, str]]:
    """The unit's ranks, newest first: (“2025年第一季度”, “第5名（共30个）”)."""
    told = []
    for key in reversed(history.ranks.columns):
        rank, reason = float(history.ranks[key][unit]), str(history.reasons[key][unit])
        text = (
            words.status(reason, indicator)
            if reason
            else f"第{int(rank)}名（共{int(history.ranked[key])}个）"
        )
        told.append((stretch.label(history.basis, Period.from_key(str(key))), text))
    return told
