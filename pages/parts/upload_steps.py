"""The steps of one uploaded file: identity, findings beside the sheet, differences, confirmation."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

import streamlit as st

from metrics.model import Finding, Severity, Submission, Unit
from metrics.periods import Period
from metrics.report import words
from metrics.store import Receipt
from metrics.tasks import confirm, receive, sheets, trace
from metrics.tasks.workspace import Workspace
from pages.parts import sheet, show

SEVERITY = {Severity.ERROR: "错误", Severity.WARNING: "提醒", Severity.NOTE: "说明"}
STATE = {"draft": "已留存，未计入", "confirmed": "已计入"}
LAYOUT = {"summary": "汇总表（一行一个单位）", "unit_form": "单位表（一个单位）", "": "—"}


def identity(workspace: Workspace, submission: Submission, units: Mapping[str, Unit]) -> None:
    """What the file is taken for, before anything is kept: form, period, units."""
    form = workspace.catalogue.forms.get(submission.form)
    numbers = sum(len(column) for block in submission.blocks for column in block.values.values())
    who = show.names(units, submission.units[:3]) or "—"
    if len(submission.units) > 3:
        who += f"等 {len(submission.units)} 个单位"
    with st.container(border=True):
        st.markdown(f"**{show.plain(submission.file_name)}**")
        columns = st.columns([3, 2, 3, 2])
        for column, (label, text) in zip(
            columns,
            (
                ("报表", form.name if form else "未识别"),
                ("报送期", "、".join(Period.from_key(key).label for key in submission.periods) or "未识别"),
                ("单位", who),
                ("数据", f"{numbers} 个"),
            ),
            strict=True,
        ):
            column.caption(label)
            column.markdown(show.plain(text))


def findings(workspace: Workspace, data: bytes, submission: Submission, key: str) -> None:
    """What is wrong, worst first, beside the sheet with the cells marked; choosing one shows its cells."""
    if not submission.findings:
        st.success("没有发现问题。", icon=":material/check_circle:")
        return
    counts = {s: sum(f.severity is s for f in submission.findings) for s in Severity}
    told = "，".join(f"{SEVERITY[s]} {n} 条" for s, n in counts.items() if n)
    if counts[Severity.ERROR]:
        st.error(f"{told}。有错误的文件已留存，但不计入统计；请改好原表后重新上传。", icon=":material/error:")
    elif counts[Severity.WARNING]:
        st.warning(f"{told}。请核对提醒，无误可以确认。", icon=":material/warning:")
    else:
        st.info(f"{told}。没有需要改的。", icon=":material/info:")
    grids = {grid.name: grid for grid in sheets.grids(data, submission.file_name)}
    left, right = st.columns([6, 5])
    with right:
        chosen = st.dataframe(
            [line(finding) for finding in submission.findings],
            hide_index=True,
            alt=f"{submission.file_name}的问题清单",
            row_height=60,
            height="content" if len(submission.findings) <= 7 else 460,
            column_config={
                "级别": st.column_config.Column(width=50),
                "位置": st.column_config.Column(width=90),
                "问题": st.column_config.Column(width="medium"),
                "怎么改": st.column_config.Column(width="medium"),
            },
            on_select="rerun",
            selection_mode="single-row",
            key=f"findings-{key}",
        )
        st.caption("点选一条，左边的表跳到所在单元格。")
    picked = submission.findings[chosen.selection.rows[0]] if chosen.selection.rows else None
    with left:
        _sheet(grids, submission, picked)
    if picked:
        st.markdown(f"{show.plain(picked.message)}。{show.plain(picked.mend)}")


def _sheet(grids: Mapping[str, sheets.Grid], submission: Submission, picked: Finding | None) -> None:
    if not grids:
        return
    named = [f.sheet for f in (picked, *submission.findings) if f and f.sheet in grids]
    name = named[0] if named else next(iter(grids))
    marks: dict[str, str] = {}
    for finding in reversed(submission.findings):
        if finding.sheet == name and finding.severity is not Severity.NOTE:
            marks |= dict.fromkeys((finding.cell, *finding.cells), finding.severity.value)
    chosen = [picked.cell, *picked.cells] if picked and picked.cell and picked.sheet == name else []
    st.caption(f"工作表：{show.plain(name)}")
    sheet.draw(grids[name], marks, chosen)


def line(finding: Finding) -> dict[str, str]:
    cells = [cell for cell in (finding.cell, *finding.cells) if cell]
    where = "、".join(cells[:3]) + (f"等{len(cells)}处" if len(cells) > 3 else "")
    return {
        "级别": SEVERITY[finding.severity],
        "位置": where or finding.sheet or "整份文件",
        "问题": finding.message,
        "怎么改": finding.mend,
    }


def difference(
    workspace: Workspace, submission: Submission, units: Mapping[str, Unit], key: str
) -> confirm.Differences:
    """What would change if it were confirmed: against the version in force, the quarter before, last year."""
    found = confirm.differences(workspace, submission)
    changed = [change for change in found.changes if change.differs]
    replaced = [change for change in changed if change.version]
    if not found.replaces:
        st.markdown("这些单位这一期**还没有报过**，确认后为第 1 版。")
    elif not changed:
        st.markdown("与现在生效的版本**完全相同**，确认后只增加一个版本号。")
    else:
        st.markdown(f"与现在生效的版本相比，有 **{len(replaced)}** 个数要改。")
    every = st.toggle("也显示没有变化的数", key=f"all-{key}") if found.replaces else True
    shown = found.changes if every else (replaced or changed)
    with st.expander("与上一版、上季度、上年同期对照", expanded=bool(replaced)):
        st.dataframe(
            [
                {
                    "单位": units[change.unit].short_name,
                    "报送期": Period.from_key(change.period).label,
                    "数据项": workspace.catalogue.measures[change.measure].name,
                    "现生效": words.state(change.old, change.old_state) if change.version else "未报过",
                    "改为": words.state(change.new, change.new_state),
                    "上季度": words.count(change.previous),
                    "上年同期": words.count(change.year_ago),
                }
                for change in shown
            ],
            hide_index=True,
            alt="与生效版本、上季度、上年同期的对照",
            height="content" if len(shown) <= 10 else 380,
            key=f"differences-{key}",
        )
    return found


def confirm_button(
    workspace: Workspace, received: receive.Received, found: confirm.Differences, by: str, key: str
) -> Receipt | None:
    """The one button that makes it count."""
    if st.button("确认报送", type="primary", icon=":material/task_alt:", key=f"confirm-{key}"):
        return confirm.confirm(workspace, received, by, datetime.now(UTC), found.seen)
    return None


def receipt(workspace: Workspace, kept: Receipt, units: Mapping[str, Unit]) -> None:
    """What the person may print or note down."""
    with st.container(border=True):
        st.markdown("#### :material/receipt_long: 报送回执")
        st.markdown(
            f"- 回执编号：**{kept.id}**\n- 文件：{show.plain(kept.file_name)}\n"
            f"- 报送期：{'、'.join(Period.from_key(key).label for key in kept.periods)}\n"
            f"- 单位：{show.plain(show.names(units, kept.units[:10]))}"
            f"{f'等 {len(kept.units)} 个' if len(kept.units) > 10 else ''}\n"
            f"- 报送人：{show.plain(kept.uploader)}\n- 报送时间：{words.moment(kept.uploaded_at)}\n- 状态：已计入统计"
        )


def reopen(workspace: Workspace, kept: Receipt, units: Mapping[str, Unit], by: str) -> None:
    """An earlier upload again: its file, its findings, and where it was left off."""
    data = trace.file(workspace, kept.sha256)
    st.download_button(
        f"下载原文件：{show.plain(kept.file_name)}", data, kept.file_name, icon=":material/download:"
    )
    if kept.state == "confirmed":
        receipt(workspace, kept, units)
        return
    # Read again: units or definitions may have been mended since, and then it can be confirmed as it is.
    received = receive.receive(workspace, data, kept.file_name, kept.uploader, datetime.now(UTC), None)
    key = f"again-{kept.id}"
    findings(workspace, data, received.submission, key)
    if received.submission.can_count:
        found = difference(workspace, received.submission, units, key)
        if confirm_button(workspace, received, found, by, key):
            st.rerun()
