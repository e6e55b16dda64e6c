"""Sentences on “双下降”: the verdict, why there is none, and how likely it is by chance alone."""

from __future__ import annotations

import math
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from metrics.analysis.chance import counts_p, rates_p
from metrics.report import words, words_chance

VERDICT = {
    "double_decline": "双下降",
    "one_down": "一降一升",
    "double_rise": "双上升",
    "level": "持平",
    "not_comparable": "不可比",
}
_MOVE = {
    "down": "下降",
    "up": "上升",
    "level": "持平",
    "kept_zero": "保持为零",
    "not_comparable": "不可比",
}
_REASON = {
    "not_reported": "本期未报齐",
    "not_applicable": "本期没有该单位或不适用",
    "no_closed": "本期无审结案件",
    "no_base": "上年同期无完整数据",
    "not_there_before": "上年同期没有该单位或不适用",
    "no_closed_before": "上年同期无审结案件",
    "redefined": "口径变更",
    "existed_partly": "单位在两期中的一部分时间尚未设立或已撤销",
}
Row = Mapping[str, Any]


def verdict(name: str, period: str, row: Row, compared: int = 0, left_out: int = 0) -> str:
    """The sentence of the notice on “双下降”. name: “全区”; period: “2025年1—9月”; row: of verdicts().

    left_out: units without a report in one of the two stretches, counted in neither; the sentence then
    says over how many units it compares, and that the conclusion is preliminary.
    """
    if math.isnan(row["volume"]):
        if row.get("volume_reason") == "not_applicable":
            return f"{period}，{name}没有该项数据：该期没有该单位或填报为不适用。"
        return f"{period}，{name}尚无完整的报送数据。"
    if left_out and not math.isnan(row["volume_before"]):
        name = f"{name}两期均报齐的{compared}个单位"
    sentence = (
        f"{period}，{name}新收一审行政诉讼案件{words.count(row['volume'], '件')}，{volume_change(row)}；"
        f"{_rate(row)}，{conclusion(row)}"
    )
    if left_out:
        sentence += f"（另有{left_out}个单位报送不全，未计入，结论为初步）"
    return sentence + "。"


def volume_change(row: Row) -> str:
    """“同比下降8.62%（减少20件）”, “上年同期无案件，由0升至3件”, or why it is not comparable."""
    if reason := row.get("volume_reason"):
        return f"{_REASON[reason]}，不可比"
    return words.count_change(row["volume"], row["volume_before"])


def _rate(row: Row) -> str:
    if math.isnan(row["rate"]):
        if row["closed"] == 0:
            return "无审结案件，败诉率不适用"
        return "败诉率口径变更" if row.get("rate_reason") == "redefined" else "败诉率尚无完整数据"
    told = words.percent(row["rate"], row["lost"], row["closed"])
    told = f"败诉率{told}（{words.fraction(row['lost'], row['closed'])}）"
    if (reason := row.get("rate_reason")) and reason != "no_closed":
        return told if reason == row.get("volume_reason") else f"{told}，{_REASON[reason]}"
    change = words.points(difference(row))
    return f"{told}，{'与上年同期' if change.startswith(('持平', '基本')) else '同比'}{change}"


def difference(row: Row) -> float:
    """Of the loss rates, from the counts: the difference of two rounded quotients may fall short of a half."""
    if row["rate_move"] == "not_comparable":
        return math.nan
    now = Fraction(int(row["lost"]), int(row["closed"]))
    return float(now - Fraction(int(row["lost_before"]), int(row["closed_before"])))


def conclusion(row: Row) -> str:
    """How the sentence on “双下降” ends."""
    code = str(row["verdict"])
    if code == "double_decline":
        kept = "kept_zero" in (row["volume_move"], row["rate_move"])
        return f"视同实现“双下降”（{moves(row)}）" if kept else "实现“双下降”"
    if code == "not_comparable":
        return "不可比，不作“双下降”判定"
    if code == "double_rise":
        return "发案量、败诉率“双上升”"
    return f"{moves(row)}，未实现“双下降”"


def moves(row: Row) -> str:
    """“发案量下降、败诉率上升” of one row of double_decline.verdicts."""
    volume, rate = _MOVE[str(row["volume_move"])], _MOVE[str(row["rate_move"])]
    return f"发案量、败诉率均{volume}" if volume == rate else f"发案量{volume}、败诉率{rate}"


def reasons(row: Row) -> str:
    """Why it is not comparable, both figures in one: “本期无审结案件”; “” where it is."""
    return "；".join(dict.fromkeys(_REASON[r] for r in (row["volume_reason"], row["rate_reason"]) if r))


def volume_counts(row: Row) -> str:
    """“5 → 3 件”, last year's first; “” where one is unknown."""
    return _arrow(words.count(row["volume_before"]), words.count(row["volume"]), " 件")


def loss_counts(row: Row) -> str:
    """“2/10 → 1/8”: lost of closed cases, last year's first."""
    before = words.fraction(row["lost_before"], row["closed_before"])
    return _arrow(before, words.fraction(row["lost"], row["closed"]), "")


def counts(row: Row) -> str:
    """“发案量 5 → 3 件，败诉/审结 2/10 → 1/8”."""
    parts = (("发案量", volume_counts(row)), ("败诉/审结", loss_counts(row)))
    return "，".join(f"{name} {told}" for name, told in parts if told)


def _arrow(before: str, now: str, unit: str) -> str:
    known = now not in ("", words.NOTHING) and before not in ("", words.NOTHING)
    return f"{before} → {now}{unit}" if known else ""


def likely(share: float) -> str:
    """A chance as people say it: “约有24%的可能”, “有不到1%的可能”, “有99%以上的可能”."""
    if share < 0.01:
        return "有不到1%的可能"
    if share > 0.99:
        return "有99%以上的可能"
    return f"约有{words.whole_percent(share)}的可能"


def chance(row: Row, share: float) -> str:
    """How likely the verdict is by chance alone (share: of decline_chance); “” where it is not comparable."""
    if math.isnan(share):
        return ""
    if row["volume_move"] == row["rate_move"] == "kept_zero":
        return "两期都没有案件发生、没有败诉，谈不上变化。"
    name = VERDICT[str(row["verdict"])]
    return f"若实际情况没有变化，单凭偶然波动出现这样的“{name}”{likely(share)}。"


def short_chance(share: float) -> str:
    """For tables: “24%”, “不到1%”, “99%以上”; “—” where there is none."""
    if math.isnan(share):
        return words.NOTHING
    return "不到1%" if share < 0.01 else "99%以上" if share > 0.99 else words.whole_percent(share)


def noise(row: Row) -> str:
    """Each figure by itself: whether its change is more than chance brings; “” where nothing is comparable."""
    said = {}
    if row["volume_move"] != "not_comparable" and (row["volume"] or row["volume_before"]):
        said["发案量"] = words_chance.change(counts_p(row["volume"], row["volume_before"]))
    if row["rate_move"] != "not_comparable" and (row["lost"] or row["lost_before"]):
        closed = row["closed"], row["closed_before"]
        # More lost than closed is let pass with a reason now and then: that is no rate of anything.
        lost = min(row["lost"], closed[0]), min(row["lost_before"], closed[1])
        p = rates_p(lost[0], closed[0], lost[1], closed[1])
        said["败诉率"] = words_chance.rates(p, *closed)
    if len(said) == 2 and len(set(said.values())) == 1:
        return f"分开看，发案量、败诉率各自的{said['发案量']}。"
    return "".join(f"单看{name}，{told}。" for name, told in said.items())
