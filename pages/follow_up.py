"""督办：先看今天要办什么，再处理建议，然后跟进已采纳的措施，直到办结。"""

from datetime import UTC, datetime

import streamlit as st

from metrics.report import words_escalation
from metrics.store.escalation import State
from metrics.tasks import escalation, figures
from metrics.tasks.export_follow_ups import export_follow_ups
from pages.parts import (
    choose,
    follow_up_days,
    follow_up_measures,
    follow_up_proposals,
    follow_up_rules,
    show,
)
from pages.parts import follow_up_asking as ask

workspace = st.session_state["workspace"]
st.title("督办")
periods = figures.periods(workspace)
show.needs_figures(workspace, periods)
ask.told()
bar = st.columns([2, 2, 4], vertical_alignment="bottom")
with bar[0]:
    period = choose.period(periods)
with bar[1]:
    ask.reviewer_field()
found = figures.figures(workspace, period)
now = datetime.now(UTC)
here = escalation.board(workspace, found, now)

overdue = sum(map(here.is_overdue, here.open_ones))
to_issue = sum(map(here.may_issue, here.open_ones))
answered = sum(one.state is State.ANSWERED for one in here.open_ones)
st.markdown(f"**{words_escalation.today(len(here.proposals), overdue, to_issue, answered)}**")
if told := words_escalation.guessed(here.guessed):
    st.warning(told, icon=":material/event_busy:")
follow_up_rules.warning(here)

st.subheader(f"{period.label}的建议")
coverage = found.coverage()
if coverage.missing:
    missing = show.plain(show.names(found.units, coverage.missing))
    st.caption(f"还有单位没有报送本季数据，没有判断：{missing}。报齐后建议可能变化。")
if here.proposals:
    follow_up_proposals.listed(workspace, found, here)
else:
    st.caption("没有待处理的建议。")
if here.not_enough:
    with st.expander(f"规则命中、但证据不足，不建议（{len(here.not_enough)}条）", icon=":material/balance:"):
        st.caption("案件太少，或与其他单位的差别没有超出偶然：列在这里备查，不作为采取措施的依据。")
        follow_up_proposals.doubtful(found, here.not_enough)

with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
    st.subheader(f"未办结的措施（{len(here.open_ones)}件）", width="content")
    if here.follow_ups:
        name, data = export_follow_ups(workspace, found, here, now)
        show.download("导出督办台账（Excel）", data, name)
follow_up_measures.open_ones(workspace, found, here)

with st.expander(f"已办结、已撤回、未采纳（{len(here.finished)}件）", icon=":material/inventory_2:"):
    if not here.finished:
        st.caption("还没有。")
    follow_up_measures.finished(found, here.finished)
nothing_in_use = not any(standing.enabled for standing in here.standings.values())
with st.expander("督办规则（推定）与签认", icon=":material/gavel:", expanded=nothing_in_use):
    st.caption(
        "规则只提出建议，不自动下结论。首次从轻、印发前听取说明、证据不足不建议，都写在规则里；"
        "改门槛、改期限在 metrics/catalogue/escalation.toml。"
    )
    with st.container(horizontal=True, gap="small"):
        follow_up_rules.put_into_use(workspace, here)
    follow_up_rules.table(found, here)
with st.expander("节假日表", icon=":material/calendar_month:"):
    follow_up_days.table(workspace, here.today)
