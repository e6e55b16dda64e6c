"""What was uploaded lately: any of it can be taken in hand again."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from metrics.model import Unit
from metrics.periods import Period
from metrics.report import words
from metrics.store import Receipt
from metrics.tasks import trace
from metrics.tasks.workspace import Workspace
from pages.parts import in_hand, show

_MOST = 50
STATE = {"draft": "已留存，未计入", "confirmed": "已计入", "replaced": "曾计入，已有后来的版本"}


def draw(workspace: Workspace, units: Mapping[str, Unit]) -> None:
    """The newest uploads; choosing one offers its file and the way on with it."""
    st.subheader("最近的上传")
    recent = workspace.store.submissions(workspace.jurisdiction, _MOST)
    if not recent:
        st.caption("还没有上传过文件。")
        return
    chosen = st.dataframe(
        [_row(one, units) for one in recent],
        hide_index=True,
        alt="最近的上传",
        height="content" if len(recent) <= 8 else 320,
        column_config={
            "文件": st.column_config.Column(width=230),
            "状态": st.column_config.Column(width=160),
            "问题": st.column_config.Column(width=180),
        },
        on_select="rerun",
        selection_mode="single-row",
        key="recent",
    )
    if not chosen.selection.rows:
        st.caption("点选一行，下载原件，或接着做没有做完的：写过的说明和回答都在。")
        return
    one = recent[chosen.selection.rows[0]]
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"编号 {one.id}：{show.plain(one.file_name)}", width="content")
        st.button(
            "看回执" if one.state == "confirmed" else "接着做",
            key="reopen",
            type="primary",
            on_click=in_hand.reopen,
            args=(workspace, one),
        )
        show.download("下载原件", lambda: trace.file(workspace, one.sha256), one.file_name, "recent-file")


def _row(one: Receipt, units: Mapping[str, Unit]) -> dict[str, object]:
    known = [units[code].short_name for code in one.units if code in units]
    return {
        "编号": one.id,
        "文件": one.file_name,
        "报送期": "、".join(Period.from_key(key).label for key in one.periods[:2])
        + ("等" if len(one.periods) > 2 else "")
        or "—",
        "单位": f"{len(known)} 个" if len(known) > 1 else words.units_of(known),
        "状态": (
            f"未计入，待说明 {one.unsettled} 条"
            if one.state == "draft" and one.unsettled
            else STATE[one.state]
        )
        + (f"（{one.mended_from} 的更正版）" if one.mended_from else ""),
        "问题": words.severities(one.findings),
        "报送人": one.uploader or "未填写",
        "时间": words.moment(one.uploaded_at),
    }
