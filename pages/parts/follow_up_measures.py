"""Measures of 督办: open ones with their days and next steps, finished ones with what happened."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

import streamlit as st

from metrics.decided import Level
from metrics.report import words, words_escalation
from metrics.store.escalation import FollowUp, State, Step
from metrics.tasks import escalation
from metrics.tasks.escalation import Board
from metrics.tasks.figures import Figures
from metrics.tasks.workspace import Workspace
from pages.parts import follow_up_asking as ask
from pages.parts import follow_up_proposals, show

_SOON = 3  # working days


def open_ones(workspace: Workspace, found: Figures, here: Board) -> None:
    """What is due first in front."""
    if not here.open_ones:
        st.caption("没有未办结的措施。")
    for one in here.open_ones:
        with st.container(border=True, gap="xsmall"):
            _head(found, here, one)
            st.markdown(show.plain(one.reason))
            st.caption(f"证据：{show.plain(one.evidence)}")
            _events(one)
            with st.container(horizontal=True, gap="small"):
                _steps(workspace, here, one)


def _head(found: Figures, here: Board, one: FollowUp) -> None:
    left, overdue, day = here.left(one), here.is_overdue(one), here.next_day(one)
    state = words_escalation.state(one.state.value)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        follow_up_proposals.badge(one.level)
        name, matter = show.plain(_name(found, one)), _rule(found, one)
        st.markdown(f"**{name}**　{matter}　:gray[第 {one.number} 号]　{state}", width="content")
        if day is not None:
            told = f"{words_escalation.day(day)}　{words_escalation.days_left(one.state.value, left)}"
            if overdue:
                st.markdown(f":red[:material/alarm: **{told}**]", width="content")
            elif left is not None and left <= _SOON and one.state is State.ISSUED:
                st.markdown(f":orange[:material/schedule: **{told}**]", width="content")
            else:
                st.markdown(f":gray[:material/event: {told}]", width="content")


def _name(found: Figures, one: FollowUp) -> str:
    unit = found.units.get(one.unit)
    return unit.short_name if unit else one.unit


def _rule(found: Figures, one: FollowUp) -> str:
    rule = found.catalogue.escalation.rules.get(one.rule)
    return rule.name if rule else one.rule


def _events(one: FollowUp) -> None:
    """What happened, each with who and when."""
    lines = []
    for event in one.events:
        level = f"{event.level.label}" if event.level and event.step is not Step.CONFIRMED else ""
        due = f"（至{words_escalation.day(event.due)}）" if event.due else ""
        said = f"：{show.plain(event.text)}" if event.text else ""
        lines.append(
            f"- {words_escalation.step(event.step.value)}{level}{due}{said}　"
            f":gray[{show.plain(event.by)}，{words.moment(event.at)}]"
        )
    st.markdown("\n".join(lines))


def _steps(workspace: Workspace, here: Board, one: FollowUp) -> None:
    """The steps that the state allows, the likeliest one first."""
    if one.state is State.EXPLAINING:
        _issue(workspace, here, one)
        _explain(workspace, one)
        _change(workspace, one)
    elif one.state is State.ISSUED:
        _answer(workspace, one)
        _close(workspace, one)
        _extend(workspace, here, one)
    else:
        _close(workspace, one)
    _withdraw(workspace, one)


def _issue(workspace: Workspace, here: Board, one: FollowUp) -> None:
    may = here.may_issue(one)
    why = "" if may else "先听取说明：单位说明之后，或说明期满，才能印发。"
    with st.popover("印发", icon=":material/send:", disabled=not may, help=why or None, type="primary"):
        note = ask.text("文号或备注", f"issue-{one.number}", "如：汉台司函〔2026〕12号", least=False)
        ask.act(
            f"已印发{one.level.label}",
            f"do-issue-{one.number}",
            lambda: escalation.issue(workspace, one, here, note, ask.reviewer(), datetime.now(UTC)),
            f"第 {one.number} 号已印发，开始计算答复期限。",
        )


def _explain(workspace: Workspace, one: FollowUp) -> None:
    with st.popover("记录单位说明", icon=":material/record_voice_over:"):
        by = st.text_input("说明人", key=f"explained-by-{one.number}", max_chars=40, placeholder="单位、姓名")
        said = ask.text("说明", f"explain-{one.number}", "如：5 件败诉为同一征收项目的系列案")
        ask.act(
            "存为说明",
            f"do-explain-{one.number}",
            lambda: escalation.explain(workspace, one.number, said, by or "", datetime.now(UTC)),
            f"第 {one.number} 号的说明已记录。",
        )


def _change(workspace: Workspace, one: FollowUp) -> None:
    with st.popover("改级别", icon=":material/swap_vert:"):
        others = [level for level in Level if level is not one.level]
        level = st.segmented_control(
            "改为",
            others,
            default=others[0],
            format_func=lambda level: level.label,
            required=True,
            key=f"to-{one.number}",
        )
        reason = ask.text("理由", f"change-{one.number}", "如：单位说明属实，减轻一级")
        ask.act(
            "改级别",
            f"do-change-{one.number}",
            lambda: escalation.change_level(
                workspace, one.number, level or others[0], reason, ask.reviewer(), datetime.now(UTC)
            ),
            f"第 {one.number} 号的级别已改。",
        )


def _answer(workspace: Workspace, one: FollowUp) -> None:
    with st.popover("记录答复", icon=":material/mark_email_read:", type="primary"):
        by = st.text_input("答复人", key=f"answered-by-{one.number}", max_chars=40, placeholder="单位、姓名")
        said = ask.text("答复", f"answer-{one.number}", "如：已对照裁判文书整改，负责人到庭旁听")
        ask.act(
            "存为答复",
            f"do-answer-{one.number}",
            lambda: escalation.answer(workspace, one.number, said, by or "", datetime.now(UTC)),
            f"第 {one.number} 号的答复已记录。",
        )


def _extend(workspace: Workspace, here: Board, one: FollowUp) -> None:
    with st.popover("延期", icon=":material/more_time:"):
        days = st.number_input("再给几个工作日", 1, 60, 5, key=f"days-{one.number}")
        reason = ask.text("理由", f"extend-{one.number}", "如：材料须向上级机关调取")
        ask.act(
            "延期",
            f"do-extend-{one.number}",
            lambda: escalation.extend(
                workspace, one, here, int(days), reason, ask.reviewer(), datetime.now(UTC)
            ),
            f"第 {one.number} 号已延期。",
        )


def _close(workspace: Workspace, one: FollowUp) -> None:
    with st.popover("办结", icon=":material/task_alt:"):
        result = ask.text("办结情况", f"close-{one.number}", "如：已整改，三季度无新增败诉")
        ask.act(
            "办结",
            f"do-close-{one.number}",
            lambda: escalation.close(workspace, one.number, result, ask.reviewer(), datetime.now(UTC)),
            f"第 {one.number} 号已办结。",
        )


def _withdraw(workspace: Workspace, one: FollowUp) -> None:
    with st.popover("撤回", icon=":material/undo:"):
        reason = ask.text("撤回的理由", f"withdraw-{one.number}", "如：数据更正后不再超过全区")
        st.caption("撤回的措施不作为下次从重的依据。")
        ask.act(
            "撤回",
            f"do-withdraw-{one.number}",
            lambda: escalation.withdraw(workspace, one.number, reason, ask.reviewer(), datetime.now(UTC)),
            f"第 {one.number} 号已撤回。",
            primary=False,
        )


def finished(found: Figures, some: Iterable[FollowUp]) -> None:
    """What is done, taken back, or was not taken up: all of it is kept."""
    for one in some:
        with st.container(border=True, gap="xsmall"):
            state = words_escalation.state(one.state.value)
            st.markdown(
                f"**{show.plain(_name(found, one))}**　{one.level.label}　{one.period.label}　"
                f"{_rule(found, one)}　**{state}**"
            )
            st.caption(show.plain(one.reason))
            _events(one)
