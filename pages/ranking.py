"""排名：先选报送期和指标，再看名次与差距，最后导出。"""

from datetime import UTC, datetime

import streamlit as st

from metrics.model import IndicatorKind
from metrics.report import charts, words
from metrics.tasks import figures, rank
from metrics.tasks.export_ranking import export_ranking
from pages.parts import choose, show

workspace = st.session_state["workspace"]
st.title("排名")
periods = figures.periods(workspace)
show.needs_figures(workspace, periods)
bar = st.columns([3, 2, 2, 3], vertical_alignment="bottom")
ranked_indicators = {i.code: i.name for i in workspace.catalogue.ranked_indicators()}
with bar[0]:
    code = choose.indicator(ranked_indicators)
with bar[1]:
    period = choose.period(periods)
with bar[2]:
    basis = choose.basis()
found = figures.figures(workspace, period)
with bar[3]:
    group = choose.group(rank.groups(found), first=rank.ALL)
indicator = found.catalogue.indicators[code]
result = rank.rank(found, indicator, basis, group)
names = {unit: one.short_name for unit, one in found.units.items()}
table, apart = result.ranking.table, result.ranking.apart
sentence = words.ranking(result.ranking, indicator, names, result.label, result.scope)
st.markdown(f"**{show.plain(sentence)}**")
if result.coverage.missing:
    missing = show.plain(show.names(found.units, result.coverage.missing))
    st.caption(f"初步结果：{words.coverage(result.coverage)}未报齐的单位：{missing}。")

rate = indicator.kind is IndicatorKind.RATIO
rows = [
    {
        "名次": row["rank"],
        "单位": names[row["unit"]],
        **({"分组": found.catalogue.group_of(found.units[row["unit"]]).name} if group == rank.ALL else {}),
        "数值": words.value(indicator, row["value"], "ok", row["numerator"], row["denominator"]),
        **({"件数": words.fraction(row["numerator"], row["denominator"])} if rate else {}),
        **({"较上期": words.rank_move(row["moved"])} if result.previous else {}),
        **({"备注": "样本少"} if row["small_sample"] else {}),
    }
    for row in table.to_dict("records")
]
left, right = st.columns(2)
with left:
    title = f"{result.label}{indicator.short_name}"
    target = None if result.in_force.target is None or not rate else result.in_force.target
    picture = charts.ranking(table, names, title, indicator.unit, target=target, ink=show.ink())
    show.picture(picture, f"{title}排名", "ranking")
with right:
    if rows:
        chosen = st.dataframe(
            rows,
            hide_index=True,
            alt=f"{title}排名表",
            height="content" if len(rows) <= 16 else 600,
            on_select="rerun",
            selection_mode="single-row",
            key=f"rows-{code}-{period.key}-{basis}-{group}",
        )
        st.caption(
            "点选一行，看这个数从哪里来。" + (f"较上期：与{result.previous}比。" if result.previous else "")
        )
        if chosen.selection.rows:
            unit = found.units[table["unit"].iloc[chosen.selection.rows[0]]]
            show.origin(workspace, unit, indicator, period, basis)
    for total in result.totals:
        text = words.value(indicator, total.value, total.status, total.numerator, total.denominator)
        st.markdown(f"{total.name}：**{text}**　{words.fraction(total.numerator, total.denominator)}")
        if off := words.shared_cases(indicator, total.numerator_off, total.denominator_off):
            st.caption(off)

if not apart.empty:
    st.subheader("不参加排名的单位")
    for reason, some in apart.groupby("reason", sort=False):
        told = [
            names[row["unit"]]
            + (f"（{words.fraction(row['numerator'], row['denominator'])}）" if reason == "too_few" else "")
            for row in some.to_dict("records")
        ]
        st.markdown(f"**{words.status(reason, indicator)}**（{len(told)}个）：{show.plain('、'.join(told))}")

st.subheader("导出排名表")
wanted = st.multiselect(
    "放进排名表的指标（每个指标一张表）",
    list(ranked_indicators),
    [code],
    format_func=ranked_indicators.get,
    key=f"wanted-{code}",
)
if wanted:
    name, data = export_ranking(
        found, [found.catalogue.indicators[one] for one in wanted], basis, group, datetime.now(UTC)
    )
    show.download("导出排名表（Excel）", data, name, primary=True)
else:
    st.caption("至少选一个指标。")
with st.expander("口径与说明"):
    variant = result.in_force.variant
    st.markdown(
        f"- 口径：{variant.name}。{variant.note}\n- 依据：{result.in_force.source}；通知条款：{indicator.clause}\n"
        f"- {words.direction(indicator)}；目标：{words.target(indicator, result.in_force.target) or '未定'}\n"
        "- 数值相同的名次相同，其后名次顺延（1、2、2、4）。"
        + (
            f"\n- 分母不足 {indicator.min_denominator} 件的单列，不参加排名（推定，可在指标目录改）。"
            if rate
            else ""
        )
    )
