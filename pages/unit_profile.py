"""单位画像：先看几个关键数，再按领域看各项指标；各期走势是否异常，每个数从哪里来。"""

import streamlit as st

from metrics.report import words_control, words_decline
from metrics.tasks import figures, trace, unit_profile
from pages.parts import choose, profile_views, scope, show

workspace = st.session_state["workspace"]
st.title("单位画像")
periods = figures.periods(workspace)
show.needs_figures(workspace, periods)
bar = st.columns([4, 2, 2], vertical_alignment="bottom")
with bar[1]:
    period = choose.period(periods)
with bar[2]:
    basis = choose.basis()
found = scope.figures(workspace, period)
with bar[0]:
    code = choose.unit(found.units)
topics = dict.fromkeys(
    one.topic
    for one in found.catalogue.indicators.values()
    if one.frequency is period.kind and one.applies(found.units[code])
)
ALL = "全部"

head = st.container()
view = st.columns([4, 2, 2], vertical_alignment="bottom")
with view[0]:
    topic = choose.topic({one: one for one in (*topics, ALL)})
with view[1]:
    controlled = choose.one_of("各期图", "chart", {"trend": "走势图", "control": "控制图"}) == "control"
with view[2]:
    most = int(choose.one_of("图中期数", "span", {"12": "近三年", "20": "近五年"}))
profile = unit_profile.profile(found, code, basis, most)
unit, label = profile.unit, found.label(basis)
with head:
    verdict = found.verdicts(basis).loc[code]
    st.markdown(f"**{show.plain(words_decline.verdict(unit.short_name, label, verdict))}**")
    kind = found.catalogue.kinds[unit.kind].name
    held = found.catalogue.enforcement[unit.enforcement].name
    st.caption(f"{show.plain(unit.name)}　类型：{kind}　比较组：{profile.group.name}　行政执法权：{held}")
    if unit.code in found.coverage(basis).missing:
        st.warning(f"{label}还没有报齐，下面的空缺是“未报送”，不是 0。", icon=":material/warning:")
    profile_views.key_figures(profile, found.catalogue.headlines.figures)

lines = [line for line in profile.lines if topic in (ALL, line.indicator.topic)]
indicators = [line.indicator for line in lines]
explained = trace.explained(workspace, code, [line.indicator for line in profile.lines], period, basis)
here = {one.code: explained[one.code] for one in indicators if one.code in explained}
rows = profile_views.indicator_rows(lines, here)
if elsewhere := dict.fromkeys(found.catalogue.indicators[one].topic for one in explained if one not in here):
    st.caption(f"这些领域的数另有报送说明：{'、'.join(elsewhere)}。")
st.subheader(f"{label}各项指标" if topic == ALL else f"{label}{topic}")
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
    on_select=show.at_click("profile"),
    selection_mode="single-row",
    key=f"profile-{code}-{period.key}-{basis}-{topic}",
)
st.caption(
    "点选一行，看这个数来自哪个文件的哪一格、报送时作过什么说明。组内名次只在案件数达到最低件数时给出。"
    "考核期为半年、全年的指标从期初累计到本季末；期未满的显示“进行中”。不归本单位的指标不列。"
    "“偶然波动”说的是同比变化：“范围内”指案件多一件少一件就能解释，不足以说明变了。"
)
show.download("下载各项指标（CSV）", show.as_csv(rows), f"{unit.short_name}_{label}_各项指标.csv")
if show.clicked("profile") and chosen.selection.rows:
    show.origin(workspace, unit, indicators[chosen.selection.rows[0]], period, basis, shown=found)

st.subheader("各统计期")
profile_views.stretches(found, code, indicators)
st.subheader("各季走势")
if topic == ALL:
    st.info("选一个领域，看它的各季走势图和控制图。", icon=":material/bar_chart:")
else:
    profile_views.pictures(found, profile, indicators, controlled)
    if controlled:
        with st.expander("控制图怎么看：判别规则"):
            st.markdown(words_control.legend())
