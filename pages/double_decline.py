"""双下降：全区、各组、各单位的发案量和败诉率是否都比上年同期下降，是什么带动的，到年底还有多少余地。"""

import pandas as pd
import streamlit as st

from metrics.analysis import decline_chance, totals
from metrics.model import Basis
from metrics.report import charts, words_decline
from metrics.tasks import figures, rank, what_moved
from pages.parts import choose, decline_moved, decline_room, decline_trend, decline_units, scope, show

workspace = st.session_state["workspace"]
st.title("双下降")
periods = figures.periods(workspace)
show.needs_figures(workspace, periods)
bar = st.columns([2, 4, 4], vertical_alignment="bottom")
with bar[0]:
    period = choose.period(periods)
with bar[1]:
    basis = choose.basis(tuple(choose.BASES))
found = scope.figures(workspace, period)
groups = rank.groups(found)
with bar[2]:
    group = choose.group(groups, first=rank.ALL)
label, whole = found.label(basis), found.verdicts(basis, of_totals=True)
names = {code: unit.short_name for code, unit in found.units.items()} | {totals.ALL: "全区"}


def verdict(name: str, of: str) -> str:
    """The sentence on a group or the district; of: as in rank.groups."""
    own = None if of == rank.ALL else rank.members(found, of)
    compared = found.comparison(basis, own)
    row = whole.loc[what_moved.whole_of(of)]
    return words_decline.verdict(name, label, row, len(compared.units), len(compared.left_out))


def beside(of: str) -> str:
    """The state with its counts, and what chance alone would do."""
    row = whole.loc[what_moved.whole_of(of)]
    counts, chance = words_decline.counts(row), decline_chance.chance(row.to_dict())
    told = words_decline.chance(row, chance) + words_decline.noise(row)
    return f"{words_decline.VERDICT[row['verdict']]}：{counts}。{told}" if counts else told


st.markdown(f"**{verdict('全区', rank.ALL)}**")
st.markdown(beside(rank.ALL))
for code, name in groups.items():
    if code != rank.ALL:
        st.markdown(verdict(name, code))
        st.caption(beside(code))
if basis is not Basis.YEAR_TO_DATE:
    st.caption("结论以年初以来累计为准；本季、滚动四季、上年全年只作对照。")

name = "全区" if group == rank.ALL else groups[group]
decline_trend.table(found, what_moved.whole_of(group), name)

members = rank.members(found, group)
units = found.verdicts(basis).loc[list(members)]
drawn = pd.concat([whole.loc[[totals.ALL]], units])
sentences = {code: words_decline.verdict(names[code], label, drawn.loc[code]) for code in drawn.index}
title = f"{label}各单位变化（与上年同期比）"
picture = charts.quadrant(drawn, names, sentences, title, district=totals.ALL, ink=show.ink())
show.picture(picture, f"双下降_{label}", "quadrant")
if picture.left_out:
    listed = show.plain("、".join(picture.left_out))
    st.caption(f"不可比、未画入的单位（{len(picture.left_out)}个）：{listed}。")

st.subheader("是什么带动的")
decline_moved.draw(found, basis, group, name, names)

st.subheader("还有多少余地")
decline_room.draw(found, members, names)

st.subheader("各单位")
decline_units.table(workspace, found, basis, units, names, f"decline-{period.key}-{basis}-{group}")
with st.expander("判定规则（通知第二十五条；第 3 条为推定，由区司法局确认）"):
    st.markdown(
        "1. 本期与上年同一统计期比，口径须相同；口径变更的不可比。\n"
        "2. 发案量、败诉率都小于上年同期，为“双下降”；用未取整的数比较。\n"
        "3. 持平不算下降；两期发案量均为 0，或两期均有审结而无败诉，记“保持为零”，视同该项达成。\n"
        "4. 一项达成、另一项上升的，为“一降一升”；两项都上升的，为“双上升”；有一项持平而不属于以上的，为“持平”。\n"
        "5. 任一期没有审结案件、没有报齐、没有该单位，或单位只存在一部分时间的，为“不可比”，不显示达成。\n"
        "6. 有共同被告的，各被告单位各计 1 件，单位之和可能大于全区案件数；两期都报了台账的，全区和各组按 1 件计。\n"
        "7. 全区和各组只比两期均报齐的单位；新设、合并、撤销的单位，在存在的那一期计入。"
    )
