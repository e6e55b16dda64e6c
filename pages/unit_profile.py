"""单位画像：一个单位的各项指标，与目标、同组、上年同期比；每个数都能看到来源。"""

import pandas as pd
import streamlit as st

from metrics.model import IndicatorKind
from metrics.report import charts, outgoing, words, words_decline
from metrics.tasks import figures, trace, unit_profile
from pages.parts import choose, show

workspace = st.session_state["workspace"]
st.title("单位画像")
periods = figures.periods(workspace)
show.needs_figures(workspace, periods)
bar = st.columns([4, 2, 2, 2], vertical_alignment="bottom")
with bar[1]:
    period = choose.period(periods)
with bar[2]:
    basis = choose.basis()
found = figures.figures(workspace, period)
with bar[0]:
    code = choose.unit(found.units)
with bar[3]:
    most = st.segmented_control(
        "图中期数", [12, 20], default=12, format_func=lambda n: {12: "近三年", 20: "近五年"}[n], required=True
    )
profile = unit_profile.profile(found, code, basis, most)
unit, label = profile.unit, found.label(basis)
verdict = found.verdicts(basis).loc[code]
kind = found.catalogue.kinds[unit.kind].name
st.markdown(f"**{show.plain(words_decline.verdict(unit.short_name, label, verdict))}**")
held = found.catalogue.enforcement[unit.enforcement].name
st.caption(f"{show.plain(unit.name)}　类型：{kind}　比较组：{profile.group.name}　行政执法权：{held}")
if unit.code in found.coverage(basis).missing:
    st.warning(f"{label}还没有报齐，下面的空缺是“未报送”，不是 0。", icon=":material/warning:")

explained = trace.explained(workspace, code, [line.indicator for line in profile.lines], period, basis)
marks = {"met": "✓ 达标", "missed": "✗ 未达标", "": ""}
rows = [
    {
        "指标": line.indicator.short_name,
        "数值": words.value(
            line.indicator, line.cell.value, line.cell.status, line.cell.numerator, line.cell.denominator
        ),
        "件数": words.fraction(line.cell.numerator, line.cell.denominator)
        if line.indicator.kind is not IndicatorKind.COUNT
        else "",
        **(
            {"报送说明": "；".join(remark.text for remark in explained.get(line.indicator.code, ()))}
            if explained
            else {}
        ),
        "目标": words.target(line.indicator, line.target),
        "达标": marks[line.met],
        "同比": words.change(line.indicator, line.cell.value, line.before, line.change_status),
        "同组中位数": words.median(line.indicator, line.median),
        "组内名次": f"{line.rank}/{line.ranked}" if line.rank else words.NOTHING,
        "条款": line.indicator.clause,
    }
    for line in profile.lines
]
st.subheader(f"{label}各项指标")
chosen = st.dataframe(
    rows,
    hide_index=True,
    alt=f"{unit.short_name}{label}各项指标",
    height="content",
    column_config={
        "指标": st.column_config.Column(pinned=True),
        "数值": st.column_config.Column(width=140),
        "报送说明": st.column_config.Column(width=140),  # the whole of it stands where the row leads to
    },
    on_select="rerun",
    selection_mode="single-row",
    key=f"profile-{code}-{period.key}-{basis}",
)
st.caption(
    "点选一行，看这个数来自哪个文件的哪一格、报送时作过什么说明。组内名次只在案件数达到最低件数时给出。"
)
show.download("下载各项指标（CSV）", show.as_csv(rows), f"{unit.short_name}_{label}_各项指标.csv")
if chosen.selection.rows:
    line = profile.lines[chosen.selection.rows[0]]
    show.origin(workspace, unit, line.indicator, period, basis)

st.subheader("各季走势")
told = [
    line.indicator
    for line in profile.lines
    if line.indicator.kind is not IndicatorKind.ABSENCE
    and profile.history[line.indicator.code]["value"].notna().any()
]
if not told:
    st.info("还没有可以作图的数：历期均为无案件或未报送。")
with st.grid("auto", min_column_width=420):
    for indicator in told:
        frame = profile.history[indicator.code]
        with st.container():
            picture = charts.trend(
                frame, indicator.short_name, indicator.unit, empty_words=indicator.empty_words, ink=show.ink()
            )
            show.picture(picture, f"{unit.short_name}_{indicator.short_name}", f"trend-{indicator.code}")
data = pd.concat({i.name: profile.history[i.code] for i in told}, names=["指标", "报送期"]) if told else None
if data is not None:
    named = data[["value", "numerator", "denominator", "median", "target"]].set_axis(
        ["数值", "分子", "分母", "同组中位数", "目标"], axis=1
    )
    table = named.reset_index().astype(object)
    lines = table.where(table.notna(), "").itertuples(index=False)
    show.download(
        "下载走势数据（CSV）", outgoing.csv_file((table.columns, *lines)), f"{unit.short_name}_走势.csv"
    )
