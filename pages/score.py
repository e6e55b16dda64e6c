"""综合评价：按方案算出的总分和名次，每个单位的得分明细，以及名次对权重有多敏感。"""

import streamlit as st

from metrics.report import charts_score, words, words_score
from metrics.tasks import figures, rank
from metrics.tasks.score import score_group
from pages.parts import choose, scope, score_sheet, show

workspace = st.session_state["workspace"]
st.title("综合评价")
periods = figures.periods(workspace)
show.needs_figures(workspace, periods)
bar = st.columns([2, 4], vertical_alignment="bottom")
with bar[0]:
    period = choose.period(periods)
found = scope.figures(workspace, period)
with bar[1]:
    group = choose.group(rank.groups(found), first=rank.ALL)
scored = score_group(found, group)
scheme, totals, ranges = scored.scores.scheme, scored.scores.totals, scored.sensitivity.units
names = {unit: one.short_name for unit, one in found.units.items()}
st.markdown(f"**{show.plain(words_score.ranking(scored.scores, names, scored.label, scored.scope))}**")
if scheme.note:
    st.info(f"{scheme.name}：{scheme.note}", icon=":material/info:")
st.caption(words_score.caution(scored.sensitivity))

ranked, apart = scored.scores.ranked, totals[totals["reason"] != ""]
title = f"{scored.label}综合得分"
rows = [
    {
        "名次": row["rank"],
        "单位": names[unit],
        "总分": words_score.points(row["total"]),
        "各项得分": words_score.points(row["earned"]),
        "扣分": words_score.points(row["taken"]) if row["taken"] else words.NOTHING,
        "一票否决": f"不超过{words_score.points(row['cap'])}" if row["cap"] == row["cap"] else words.NOTHING,
        "已评权重": words.percent(row["judged"]),
        "权重增减20%时的名次": words_score.rank_range(ranges.at[unit, "best"], ranges.at[unit, "worst"]),
    }
    for unit, row in ranked.iterrows()
]
left, right = st.columns(2)
with left:
    show.picture(charts_score.composite(ranked, ranges, names, title, ink=show.ink()), title, "score")
with right:
    chosen = st.dataframe(
        rows,
        hide_index=True,
        alt=f"{title}排名表",
        height="content" if len(rows) <= 16 else 600,
        column_config={"单位": st.column_config.Column(pinned=True)},
        on_select="rerun",
        selection_mode="single-row",
        key=f"score-{period.key}-{group}",
    )
    st.caption("点选一行，下面列出该单位的得分明细。")
    show.download("下载综合得分（CSV）", show.as_csv(rows), f"{title}.csv")
for reason, some in apart.groupby("reason"):
    told = "、".join(
        names[unit] + (f"（已评{words.percent(share)}）" if reason == "too_little" else "")
        for unit, share in some["judged"].items()
    )
    st.markdown(f"**{words_score.apart(reason, scheme)}**（{len(some)}个）：{show.plain(told)}")

st.subheader("得分明细")
unit = ranked.index[chosen.selection.rows[0]] if chosen.selection.rows else None
if unit is None:
    unit = st.selectbox("单位", list(totals.index), format_func=names.get, key=f"sheet-{period.key}-{group}")
score_sheet.show_sheet(workspace, found, scored, unit, f"{period.key}-{group}")

with st.expander("名次对权重有多敏感"):
    st.dataframe(
        [
            {
                "指标": found.catalogue.indicators[row["indicator"]].name,
                "权重": words_score.weight(row["weight"]),
                "增减20%时名次变动的单位": f"{row['moved']}个",
                "单个单位最多变动": f"{row['farthest']}位",
            }
            for _, row in scored.sensitivity.lines.iterrows()
        ],
        hide_index=True,
        alt="每项权重增减20%时的名次变动",
    )
    st.caption("每次只动一项权重，其余各项按原比例分摊，总权重仍为100。")
with st.expander("方案与依据"):
    st.markdown(
        f"- 方案：{scheme.name}，自{scheme.first.label}起\n- 依据：{scheme.source}\n- {words_score.missing(scheme)}\n"
        f"- 已评权重不到{words.percent(scheme.least_judged)}的单位单列，不参加综合排名。\n"
        "- 总分相同的名次相同，其后名次顺延（1、2、2、4）。"
    )
