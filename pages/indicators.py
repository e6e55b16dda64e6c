"""指标目录：每个指标的口径、目标、依据；从某一季起改口径，先看会改变哪些数。"""

from datetime import date

import streamlit as st

from metrics.periods import quarter_of
from metrics.report import words, words_definitions
from pages.parts import definition_form, show

workspace = st.session_state["workspace"]
catalogue = workspace.catalogue
st.title("指标目录")
show.needs_units(workspace)
now = quarter_of(date.today())
indicators = list(catalogue.indicators.values())
topics = list(dict.fromkeys(one.topic for one in indicators))
assumed = [one for one in indicators if "推定" in one.note or "未核实" in one.note]
st.markdown(
    f"**共 {len(indicators)} 个指标、{len(catalogue.measures)} 个数据项，分 {len(topics)} 类。**"
    + (f" 其中 {len(assumed)} 个的口径有推定或未核实之处，须由区司法局确认。" if assumed else "")
)
if told := st.session_state.pop("definition-done", None):
    st.success(show.plain(told), icon=":material/check_circle:")
bar = st.columns([2, 4], vertical_alignment="bottom")
topic = bar[0].selectbox("类别", ["全部", *topics], key="indicators-topic")
text = bar[1].text_input(
    "名称、条款或依据", key="indicators-text", placeholder="输入几个字查找", type="search"
)
listed = [
    one
    for one in indicators
    if topic in ("全部", one.topic) and (text or "") in f"{one.name}{one.clause}{one.note}"
]
rows = [
    {
        "指标": one.name,
        "类别": one.topic,
        "性质": words_definitions.KIND[one.kind],
        "条款": one.clause,
        "口径": segment.variant.name if (segment := one.at(now)) else "尚未启用",
        "目标": words_definitions.target(one, segment),
        "考核期": one.span.label,
        "适用单位": words_definitions.applies(one, catalogue),
        "说明": one.note or words.NOTHING,
    }
    for one in listed
]
chosen = st.dataframe(
    rows,
    hide_index=True,
    alt="指标目录",
    height="content" if len(rows) <= 12 else 440,
    column_config={"指标": st.column_config.Column(pinned=True, width=230)},
    on_select="rerun",
    selection_mode="single-row",
    key=f"indicators-{topic}-{text}",
)
show.download("下载指标目录（CSV）", show.as_csv(rows), "指标目录.csv")
if not chosen.selection.rows:
    st.caption("点选一个指标，看定义、依据和历次口径；要改口径也在那里。")
    st.stop()

indicator = listed[chosen.selection.rows[0]]
st.subheader(indicator.name)
st.markdown(
    f"- 性质：{words_definitions.KIND[indicator.kind]}，单位 {indicator.unit}；{words.direction(indicator)}；"
    f"考核期：{indicator.span.label}\n"
    f"- 适用：{words_definitions.applies(indicator, catalogue)}；通知条款：{indicator.clause}\n"
    f"- 参加排名的最低件数：{indicator.min_denominator or '不限'}；没有案件时写：{indicator.empty_words}"
    + (f"\n- 说明：{indicator.note}" if indicator.note else "")
)
st.markdown("**各期口径**")
st.dataframe(
    [
        {
            "有效期": words_definitions.stretch(segment),
            "口径": segment.variant.name,
            "算式": words_definitions.formula(segment, catalogue),
            "目标": words_definitions.target(indicator, segment),
            "依据": segment.source,
        }
        for segment in reversed(indicator.in_force)
    ],
    hide_index=True,
    alt=f"{indicator.name}各期口径",
)
st.markdown("**用到的数据项**")
codes = {c for v in indicator.variants.values() for c in (*v.numerator, *v.denominator)}
st.dataframe(
    [
        {"数据项": one.name, "单位": one.unit, "定义": one.definition, "依据": one.source}
        for one in catalogue.measures.values()
        if one.code in codes
    ],
    hide_index=True,
    alt=f"{indicator.name}用到的数据项",
)
with st.expander("从某一季起改口径或目标", icon=":material/edit_calendar:"):
    definition_form.form(workspace, indicator)
st.markdown("**历次改动**")
definition_form.history(workspace, indicator)
