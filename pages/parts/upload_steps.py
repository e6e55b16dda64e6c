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

_MOST_FINDINGS = 40
SEVERITY = {
    Severity.MANDATORY: "强制性",
    Severity.STRICT: "准强制性",
    Severity.VERIFY: "核实性",
    Severity.HINT: "提示性",
}
STATE = {"draft": "已留存，未计入", "confirmed": "已计入", "replaced": "曾计入，已有后来的版本"}


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
    if counts[Severity.MANDATORY]:
        st.error(f"{told}。有错误的文件已留存，但不计入统计；请改好原表后重新上传。", icon=":material/error:")
    elif counts[Severity.VERIFY]:
        st.warning(f"{told}。请核对提醒，无误可以确认。", icon=":material/warning:")
    else:
        st.info(f"{told}。没有需要改的。", icon=":material/info:")
    grids = {grid.name: grid for grid in sheets.grids(data, submission.file_name)}
    left, right = st.columns([6, 5])
    picked = st.session_state.get(f"picked-{key}", 0)
    with right, st.container(height=560 if len(submission.findings) > 4 else "content", border=False):
        for number, finding in enumerate(submission.findings[:_MOST_FINDINGS]):
            _finding(finding, number, key, number == picked)
        if len(submission.findings) > _MOST_FINDINGS:
            st.caption(f"另有 {len(submission.findings) - _MOST_FINDINGS} 条，改好以上各条后再看。")
    with left:
        _sheet(grids, submission, submission.findings[min(picked, len(submission.findings) - 1)], key)


def _finding(finding: Finding, number: int, key: str, chosen: bool) -> None:
    """One finding in words, and the button that shows its cells in the sheet."""
    colour = {
        Severity.MANDATORY: "red",
        Severity.STRICT: "orange",
        Severity.VERIFY: "orange",
        Severity.HINT: "gray",
    }[finding.severity]
    where = line(finding)["位置"]
    with st.container(border=True, gap="xxsmall"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(
                f":{colour}-badge[{SEVERITY[finding.severity]}] **{show.plain(where)}**", width="stretch"
            )
            if finding.cell:
                st.button(
                    "正在看" if chosen else "看单元格",
                    key=f"see-{key}-{number}",
                    type="tertiary",
                    on_click=st.session_state.update,
                    args=({f"picked-{key}": number},),
                )
        st.markdown(f"{show.plain(finding.message)}。")
        st.markdown(f":gray[{show.plain(finding.mend)}]")


def _sheet(grids: Mapping[str, sheets.Grid], submission: Submission, picked: Finding, key: str) -> None:
    if not grids:
        return
    named = [f.sheet for f in (picked, *submission.findings) if f.sheet in grids]
    name = named[0] if named else next(iter(grids))
    marks: dict[str, str] = {}
    for finding in reversed(submission.findings):
        if finding.sheet == name and finding.severity is not Severity.HINT:
            marks |= dict.fromkeys(filter(None, (finding.cell, *finding.cells)), finding.severity.value)
    chosen = [cell for cell in (picked.cell, *picked.cells) if cell] if picked.sheet == name else []
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(f"工作表：{show.plain(name)}", width="stretch")
        whole = sheet.is_wide(grids[name]) and st.toggle("显示所有列", key=f"whole-{key}")
    sheet.draw(grids[name], marks, chosen, whole)


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
            f"- 报送人：{show.plain(kept.uploader or '未填写')}\n"
            f"- 报送时间：{words.moment(kept.uploaded_at)}\n- 状态：已计入统计"
        )


def kept_once(
    workspace: Workspace, submission: Submission, data: bytes, by: str, key: str
) -> receive.Received:
    """Keep an upload on the first run that sees it; a rerun must not write, or every cache would be stale."""
    kept: dict[str, receive.Received] = st.session_state.setdefault("kept", {})
    if key not in kept:
        kept[key] = receive.keep(workspace, submission, data, by, datetime.now(UTC))
    return kept[key]


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
    key = f"again-{kept.id}"
    about = Period.from_key(kept.periods[-1]) if kept.periods else None
    submission = receive.check(workspace, data, kept.file_name, about)
    received = kept_once(workspace, submission, data, kept.uploader, key)
    findings(workspace, data, received.submission, key)
    if received.submission.can_count:
        found = difference(workspace, received.submission, units, key)
        if confirm_button(workspace, received, found, by, key):
            st.rerun()
