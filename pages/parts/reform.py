"""Reforms of agencies on the page of units: what has been recorded, and the form for one more."""

from __future__ import annotations

from datetime import UTC, date, datetime

import streamlit as st

from metrics.decided import UnitChange, UnitChangeKind
from metrics.model import NotAllowed
from metrics.periods import Period, between, quarter_of
from metrics.report import words, words_units
from metrics.tasks import reform
from metrics.tasks.workspace import Workspace
from pages.parts import in_hand, show

_YEARS_BACK = 5


def section(workspace: Workspace) -> None:
    """The recorded changes, then the form. Reports of the past are never touched by either."""
    known, units = reform.changes(workspace), workspace.units()
    st.subheader("机构改革")
    if told := st.session_state.pop("reform-done", None):
        st.success(show.plain(told), icon=":material/check_circle:")
    if known:
        _listed(workspace, known)
    else:
        st.caption(
            "单位更名、合并、拆分、撤销的，在这里登记。以前的报表不动；分析页可选“原口径”或“可比口径”，不会把两段数悄悄接在一起。"
        )
    with st.expander("登记一次变动", icon=":material/call_merge:"), st.container(key="reform-form"):
        kind = st.segmented_control(
            "种类",
            list(UnitChangeKind),
            format_func=lambda one: one.label,
            default=UnitChangeKind.MERGED,
            required=True,
        )
        names = {code: unit.short_name for code, unit in units.items()}
        before = st.multiselect(
            "原单位", list(names), format_func=names.get, key="reform-before", placeholder="选择单位"
        )
        after = []
        if kind is not UnitChangeKind.ABOLISHED:
            after = st.multiselect(
                "现单位（名录里没有的，先在上面载入）",
                list(names),
                format_func=names.get,
                key="reform-after",
                placeholder="选择单位",
            )
        quarters = {one.key: one.label for one in reversed(_quarters(date.today()))}
        first = st.selectbox("自哪个季度起", list(quarters), format_func=quarters.get, key="reform-first")
        source = st.text_input("依据", key="reform-source", max_chars=200, placeholder="文号或会议纪要")
        in_hand.name_field("登记人")
        if st.button("登记", type="primary", key="reform-save"):
            _record(workspace, kind or UnitChangeKind.MERGED, before, after, Period.from_key(first), source)


def _record(
    workspace: Workspace,
    kind: UnitChangeKind,
    before: list[str],
    after: list[str],
    first: Period,
    source: str,
) -> None:
    try:
        reform.record(workspace, kind, before, after, first, source, in_hand.name(), datetime.now(UTC))
    except NotAllowed as refused:  # what was typed stays in the form
        st.error(show.plain(str(refused)), icon=":material/error:")
        return
    st.session_state["reform-done"] = "已登记。分析页上可以选原口径或可比口径。"
    st.rerun()


def _listed(workspace: Workspace, known: tuple[UnitChange, ...]) -> None:
    units = workspace.units()
    chosen = st.dataframe(
        [
            {
                "变动": words_units.change(one, units),
                "登记人": one.by,
                "登记时间": words.moment(one.at),
            }
            for one in known
        ],
        hide_index=True,
        alt="已登记的机构变动",
        on_select="rerun",
        selection_mode="single-row",
        key=f"reform-{len(known)}",
    )
    if chosen.selection.rows:
        one = known[chosen.selection.rows[0]]
        with st.container(horizontal=True, vertical_alignment="bottom"):
            in_hand.name_field("撤回人", 240)
            if st.button("撤回这一条", icon=":material/undo:", key="reform-withdraw"):
                try:
                    reform.withdraw(workspace, one.number, in_hand.name(), datetime.now(UTC))
                except NotAllowed as refused:
                    st.error(show.plain(str(refused)), icon=":material/error:")
                    return
                st.session_state["reform-done"] = "已撤回，单位的启用、停用日期一并还原。"
                st.rerun()
    else:
        st.caption("点选一条可以撤回（登记有误时）。")


def _quarters(today: date) -> tuple[Period, ...]:
    last = quarter_of(today).next()
    return between(Period(last.year - _YEARS_BACK, 1), last)
