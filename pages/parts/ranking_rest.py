"""What stands below a ranking: units apart with their reason, units that cannot be told apart, the rules."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from metrics.analysis.rank_interval import RankSupport
from metrics.report import words, words_ranking
from metrics.tasks.rank import Ranked
from pages.parts import show


def apart(result: Ranked, names: Mapping[str, str]) -> None:
    """Who is not ranked, a line for each reason."""
    if result.ranking.apart.empty:
        return
    st.subheader("不参加排名的单位")
    for reason, some in result.ranking.apart.groupby("reason", sort=False):
        told = [
            names[row["unit"]]
            + (f"（{words.fraction(row['numerator'], row['denominator'])}）" if reason == "too_few" else "")
            for row in some.to_dict("records")
        ]
        st.markdown(
            f"**{words.status(str(reason), result.indicator)}**（{len(told)}个）：{show.plain('、'.join(told))}"
        )


def alike(result: Ranked, support: RankSupport | None, names: Mapping[str, str]) -> None:
    """The runs of the ranking in which nobody can be told apart."""
    if support is None:
        return
    ranks = dict(zip(result.ranking.table["unit"], result.ranking.table["rank"], strict=True))
    sets = words_ranking.sets(support, ranks, names)
    with st.expander(f"不能区分的单位（{len(sets)}段）"):
        st.caption(
            "同一段内任何两个单位的差别都在偶然波动范围内，先后名次不说明优劣。各段可以重叠：甲与乙、乙与丙都不能区分时，"
            "甲与丙仍可能区分。某个单位与谁不能区分，点选那一行看。"
        )
        for one in sets:
            st.markdown(f"**{one['名次']}**（{one['单位数']}个）：{show.plain(one['单位'])}")


def rules(result: Ranked, support: RankSupport | None) -> None:
    """Definition, source, order, ties, least number of cases, what the interval is."""
    indicator, variant = result.indicator, result.in_force.variant
    lines = [
        f"口径：{variant.name}。{variant.note}",
        f"依据：{result.in_force.source}；通知条款：{indicator.clause}",
        f"{words.direction(indicator)}；目标：{words.target(indicator, result.in_force.target) or '未定'}",
        words_ranking.tie_rule(indicator),
    ]
    if indicator.kind.is_fraction and indicator.min_denominator > 1:
        lines.append(f"分母不足 {indicator.min_denominator} 件的单列，不参加排名（推定，可在指标目录改）。")
    if support:
        lines.append(words_ranking.interval_rule())
    with st.expander("口径与说明"):
        st.markdown("\n".join(f"- {show.plain(line)}" for line in lines))
