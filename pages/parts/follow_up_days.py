"""The table of holidays of 督办: what the program knows, what was entered, and the form to enter more."""

from __future__ import annotations

from datetime import UTC, date, datetime

import streamlit as st

from metrics.tasks import workdays
from metrics.tasks.workspace import Workspace
from pages.parts import follow_up_asking as ask


def table(workspace: Workspace, today: date) -> None:
    """Entered days with who entered them; and below, to enter or to take back."""
    until = workdays.published_until()
    st.caption(
        f"工作日按国务院办公厅公布的节假日安排计算，程序自带至 {until} 年。{until + 1} 年起的安排"
        "公布后（一般在上年 11 月），在这里录入放假日和调休上班日；没有录入的年份按周一至周五推算，页面会写明。"
    )
    entered = workdays.entered(workspace)
    if entered:
        st.dataframe(
            [
                {
                    "日期": f"{one.day:%Y-%m-%d}",
                    "安排": "上班" if one.working else "放假",
                    "名称": one.name,
                    "录入人": one.by,
                }
                for one in entered
            ],
            hide_index=True,
            alt="录入的节假日安排",
        )
    else:
        st.caption("还没有录入。")
    with st.container(horizontal=True, gap="small"):
        with st.popover("录入", icon=":material/edit_calendar:"):
            _enter(workspace, today)
        if entered:
            with st.popover("撤回录入", icon=":material/undo:"):
                chosen = st.multiselect(
                    "日期",
                    [one.day for one in entered],
                    format_func=lambda day: f"{day:%Y-%m-%d}",
                    key="days-back",
                )
                ask.act(
                    f"撤回 {len(chosen)} 天",
                    "take-days-back",
                    lambda: workdays.take_back(workspace, chosen, ask.reviewer(), datetime.now(UTC)),
                    "已撤回。",
                )


def _enter(workspace: Workspace, today: date) -> None:
    working = st.segmented_control("安排", ["放假", "上班"], default="放假", required=True, key="day-kind")
    first = st.date_input("从", today, key="day-first", format="YYYY-MM-DD")
    last = st.date_input("到", today, key="day-last", format="YYYY-MM-DD")
    name = st.text_input("名称", key="day-name", max_chars=40, placeholder="如：元旦放假、春节调休上班")
    ask.act(
        "录入",
        "enter-days",
        lambda: workdays.enter(
            workspace, first, last, working == "上班", name or "", ask.reviewer(), datetime.now(UTC)
        ),
        "已录入。",
    )
