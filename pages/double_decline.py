"""双下降：全区、各组、各单位的发案量和败诉率是否都比上年同期下降。"""

import pandas as pd
import streamlit as st

from metrics.analysis import totals
from metrics.analysis.values import pick
from metrics.model import Basis
from metrics.report import charts, words, words_decline
from metrics.tasks import figures, rank
from pages.parts import choose, show

workspace = st.session_state["workspace"]
st.title("双下降")
periods = figures.periods(workspace)
show.needs_figures(workspace, periods)
bar = st.columns([2, 2, 4], vertical_alignment="bottom")
with bar[0]:
    period = choose.period(periods)
with bar[1]:
    basis = choose.basis()
found = figures.figures(workspace, period)
with bar[2]:
    group = choose.group(rank.groups(found), first=rank.ALL)
label = found.label(basis)
whole = found.verdicts(basis, of_totals=True)
district = found.comparison(basis)
st.markdown(
    f"**{words_decline.verdict('全区', label, whole.loc[totals.ALL], len(district.units), len(district.left_out))}**"
)
for code, one in found.catalogue.groups.items():
    if totals.key_of(code) in whole.index and code in rank.groups(found):
        some = found.comparison(basis, rank.members(found, code))
        row = whole.loc[totals.key_of(code)]
        st.markdown(words_decline.verdict(one.name, label, row, len(some.units), len(some.left_out)))
if basis is Basis.PERIOD:
    st.caption("单季只作提示，结论以年初以来累计为准。")

members = rank.members(found, group)
units = found.verdicts(basis).loc[list(members)]
names = {code: unit.short_name for code, unit in found.units.items()} | {totals.ALL: "全区"}
drawn = pd.concat([whole.loc[[totals.ALL]], units])
sentences = {code: words_decline.verdict(names[code], label, drawn.loc[code]) for code in drawn.index}
picture = charts.quadrant(
    drawn, names, sentences, f"{label}各单位变化（与上年同期比）", district=totals.ALL, ink=show.ink()
)
show.picture(picture, f"双下降_{label}", "quadrant")
if picture.left_out:
    st.caption(
        f"不可比、未画入的单位（{len(picture.left_out)}个）：{show.plain('、'.join(picture.left_out))}。"
    )

quarterly = found.change(Basis.PERIOD, steps=1)
volume, rate = found.catalogue.headlines.volume, found.catalogue.headlines.loss_rate


def line(code: str, row: pd.Series) -> dict[str, str]:
    """One unit of the table, in words."""
    at = (code, period.key)
    previous = pick(found.quarter.value, *at, volume), pick(quarterly.before, *at, volume)
    now, before = pick(found.quarter.value, *at, rate), pick(quarterly.before, *at, rate)
    empty = found.catalogue.indicators[rate].empty_words
    return {
        "单位": names[code],
        "结论": words_decline.VERDICT[row["verdict"]],
        "变化": words_decline.moves(row),
        "发案量": words.count(row["volume"], "件") if pd.notna(row["volume"]) else "未报送",
        "上年同期": words.count(row["volume_before"], "件"),
        "发案量同比": words.short_count_change(row["volume"], row["volume_before"]),
        "败诉率": words.percent(row["rate"], row["lost"], row["closed"])
        if pd.notna(row["rate"])
        else (empty if row["closed"] == 0 else "未报送"),
        "败诉/审结": words.fraction(row["lost"], row["closed"]),
        "上年同期败诉率": words.percent(row["rate_before"], row["lost_before"], row["closed_before"])
        if pd.notna(row["rate_before"])
        else (empty if row["closed_before"] == 0 else words.NOTHING),
        "败诉率同比": words.short_points(row["rate"] - row["rate_before"]),
        "单季发案量环比": words.short_count_change(*previous),
        "单季败诉率环比": words.short_points(now - before),
    }


st.subheader("各单位")
rows = [line(code, row) for code, row in units.iterrows()]
chosen = st.dataframe(
    rows,
    hide_index=True,
    alt=f"{label}各单位双下降情况",
    height=520,
    column_config={
        "单位": st.column_config.Column(pinned=True),
        "变化": st.column_config.Column(width=190),
        "败诉率同比": st.column_config.Column(width=135),
        "单季败诉率环比": st.column_config.Column(width=135),
    },
    on_select="rerun",
    selection_mode="single-row",
    key=f"decline-{period.key}-{basis}-{group}",
)
st.caption("点选一行，看败诉率由哪些数算出。同比与上年同一统计期比；环比只用单季与上一季比。")
show.download("下载各单位情况（CSV）", show.as_csv(rows), f"双下降_{label}.csv")
if chosen.selection.rows:
    unit = found.units[members[chosen.selection.rows[0]]]
    show.origin(workspace, unit, found.catalogue.indicators[rate], period, basis)
with st.expander("判定规则（通知第二十五条；第 3 条为推定，由区司法局确认）"):
    st.markdown(
        "1. 本期与上年同一统计期比，口径须相同；口径变更的不可比。\n"
        "2. 发案量、败诉率都小于上年同期，为“双下降”；用未取整的数比较。\n"
        "3. 持平不算下降；两期发案量均为 0，或两期均有审结而无败诉，记“保持为零”，视同该项达成。\n"
        "4. 任一期没有审结案件的，败诉率不可比，不显示达成。\n"
        "5. 有共同被告的，各被告单位各计 1 件，单位之和可能大于全区案件数；两期都报了台账的，全区和各组按 1 件计。"
    )
