"""Proposals of 督办 by level, each with its reason, figures and evidence, and what a reviewer may do about it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

import streamlit as st

from metrics.analysis.escalation import Proposal
from metrics.decided import Level
from metrics.report import words_escalation
from metrics.tasks import escalation
from metrics.tasks.escalation import Board
from metrics.tasks.figures import Figures
from metrics.tasks.workspace import Workspace
from pages.parts import follow_up_asking as ask
from pages.parts import show

_COLOURS = {Level.REMINDER: "blue", Level.INTERVIEW: "orange", Level.CRITICISM: "red"}
_ICONS = {
    Level.REMINDER: ":material/mail:",
    Level.INTERVIEW: ":material/forum:",
    Level.CRITICISM: ":material/campaign:",
}


def badge(level: Level) -> None:
    """A level by colour, sign and word."""
    st.badge(level.label, icon=_ICONS[level], color=_COLOURS[level])


def listed(workspace: Workspace, found: Figures, here: Board) -> None:
    """The proposals of the period, heaviest level first."""
    for level in reversed(Level):
        some = [one for one in here.proposals if one.level is level]
        if not some:
            continue
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"**建议{level.label}**（{len(some)}条）", width="content")
            if level is Level.REMINDER and len(some) > 1:
                _all_at_once(workspace, found, some)
        for one in some:
            _card(workspace, found, one)


def _card(workspace: Workspace, found: Figures, one: Proposal) -> None:
    unit, key = found.units[one.unit], f"{one.unit}-{one.rule.code}-{one.period.key}"
    with st.container(border=True, gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            badge(one.level)
            st.markdown(f"**{show.plain(unit.short_name)}**　{one.rule.name}", width="content")
        st.markdown(show.plain(words_escalation.reason(one, found.catalogue, found.units)))
        st.caption(f"证据：{show.plain(words_escalation.evidence(one))}")
        notes = words_escalation.level(one) + words_escalation.also(one) + one.rule.note
        if notes:
            st.caption(show.plain(notes))
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            with st.popover("采纳", icon=":material/check:", type="primary"):
                _confirm(workspace, found, one, key)
            with st.popover("不采纳", icon=":material/close:"):
                _dismiss(workspace, found, one, key)
            _drill(workspace, found, one, key)


def _confirm(workspace: Workspace, found: Figures, one: Proposal, key: str) -> None:
    level = st.segmented_control(
        "级别",
        list(Level),
        default=one.level,
        format_func=lambda level: level.label,
        required=True,
        key=f"level-{key}",
    )
    chosen = level or one.level
    changed = chosen is not one.level
    note = ask.text(
        "改变级别的理由" if changed else "备注",
        f"note-{key}",
        "如：系列案件集中审结，先发函了解" if changed else "",
        least=changed,
    )
    st.caption(f"采纳后先给单位 {one.rule.explain_days} 个工作日说明，说明之后或期满才能印发。")
    name = found.units[one.unit].short_name
    ask.act(
        f"采纳为{chosen.label}",
        f"confirm-{key}",
        lambda: escalation.confirm(
            workspace, found, one.unit, one.rule.code, chosen, note, ask.reviewer(), datetime.now(UTC)
        ),
        f"已采纳：{name} {chosen.label}，进入说明期。",
    )


def _dismiss(workspace: Workspace, found: Figures, one: Proposal, key: str) -> None:
    reason = ask.text("不采纳的理由", f"why-{key}", "如：同一拆迁项目的系列案，已另案处理")
    st.caption("本期不再出现这条建议；理由、姓名和时间留存。")
    ask.act(
        "不采纳",
        f"dismiss-{key}",
        lambda: escalation.dismiss(
            workspace, found, one.unit, one.rule.code, reason, ask.reviewer(), datetime.now(UTC)
        ),
        f"已记为不采纳：{found.units[one.unit].short_name}。",
    )


def _all_at_once(workspace: Workspace, found: Figures, some: Iterable[Proposal]) -> None:
    chosen = list(some)
    with st.popover(f"{len(chosen)} 条发函提醒一并采纳", type="tertiary"):
        st.markdown("都按建议的级别采纳，不加备注。不宜一并处理的，先在下面逐条处理。")

        def confirm_all() -> None:
            for one in chosen:
                escalation.confirm(
                    workspace,
                    found,
                    one.unit,
                    one.rule.code,
                    one.level,
                    "",
                    ask.reviewer(),
                    datetime.now(UTC),
                )

        ask.act(f"采纳这 {len(chosen)} 条", "confirm-all", confirm_all, f"已采纳 {len(chosen)} 条发函提醒。")


def _drill(workspace: Workspace, found: Figures, one: Proposal, key: str) -> None:
    """To the cells behind the figure, and to the unit's page."""
    unit, condition = found.units[one.unit], one.base.conditions[0]
    if st.button("看数据来源", key=f"origin-{key}", icon=":material/search:", type="tertiary"):
        indicator = found.catalogue.indicators[condition.indicator]
        show.origin(workspace, unit, indicator, one.period, condition.basis)
    st.page_link(
        "unit_profile.py",
        label="看单位画像",
        icon=":material/account_balance:",
        query_params={"unit": one.unit, "period": one.period.key},
    )


def doubtful(found: Figures, some: Iterable[Proposal]) -> None:
    """Rules that are met without enough evidence: nothing is proposed, and why."""
    st.dataframe(
        [
            {
                "单位": found.units[one.unit].short_name,
                "命中的规则": one.rule.name,
                "数据": words_escalation.reason(one, found.catalogue, found.units),
                "为什么不建议": words_escalation.evidence(one),
            }
            for one in some
        ],
        hide_index=True,
        alt="规则命中、但证据不足的单位",
        row_height=100,
        column_config={
            "单位": st.column_config.Column(pinned=True, width=100),
            "命中的规则": st.column_config.Column(width=130),
            "数据": st.column_config.Column(width=440),
            "为什么不建议": st.column_config.Column(width=370),
        },
    )
