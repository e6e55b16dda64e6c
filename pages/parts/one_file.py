"""One file in hand, from what was recognised to the receipt: what is next comes first."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

import streamlit as st
from openpyxl.utils.cell import coordinate_to_tuple

from metrics.model import ProductError, Severity, Unit
from metrics.periods import Period
from metrics.report import words
from metrics.tasks import confirm, sheets, trace
from metrics.tasks.next_step import Step
from metrics.tasks.workspace import Workspace
from pages.parts import findings, in_hand, questions, receipt, show
from pages.parts.in_hand import InHand


def draw(workspace: Workspace, item: InHand, units: Mapping[str, Unit]) -> None:
    """The whole work on one file."""
    _head(workspace, item, units)
    try:  # one file's trouble must not hide the way back
        _work(workspace, item, units)
    except ProductError as error:
        st.error(show.plain(str(error)), icon=":material/error:")


def _work(workspace: Workspace, item: InHand, units: Mapping[str, Unit]) -> None:
    step = item.next.step
    if step is Step.DONE:
        receipt.draw(workspace, item.receipt, units)
        st.page_link("overview.py", label="去看总览", icon=":material/dashboard:")
        return
    if step is Step.ANSWER:
        questions.ask(workspace, item)
        questions.readings(workspace, item)
        with st.expander("看这份表", icon=":material/table:"):
            findings.draw(workspace, item, grids_of(workspace, item))
        return
    _said(item)
    _other_quarter(workspace, item)
    questions.readings(workspace, item)
    if item.submission.findings:
        findings.draw(workspace, item, grids_of(workspace, item))
    if item.submission.can_count:
        found = _difference(workspace, item, units)
        if step is Step.CONFIRM:
            _confirm(workspace, item, found)
        else:
            st.info(
                f"还有 {item.next.count} 条要写说明或放行，写好后这里就可以确认报送。", icon=":material/info:"
            )


def _head(workspace: Workspace, item: InHand, units: Mapping[str, Unit]) -> None:
    """What the file is taken for, and its two downloads."""
    with st.container(border=True, gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(f"**{show.plain(item.receipt.file_name)}**", width="stretch")
            in_hand.name_field("报送人", 190)
            show.download(
                "下载原件",
                lambda: trace.file(workspace, item.receipt.sha256),
                item.receipt.file_name,
                f"original-{item.key}",
            )
            if any(finding.cell for finding in item.submission.findings):
                show.download(
                    "下载标注版",
                    lambda: _marked(workspace, item),
                    sheets.marked_name(item.receipt.file_name),
                    f"marked-{item.key}",
                )
        st.markdown(show.plain(identity(workspace, item, units)))
        receipt.mended(workspace, item.receipt)
        if item.duplicate and item.receipt.state != "confirmed":
            st.caption(
                f"这份文件以前上传过（编号 {item.receipt.id}，{words.moment(item.receipt.uploaded_at)}），"
                "没有重复保存，接着上次的做。"
            )


def _marked(workspace: Workspace, item: InHand) -> bytes:
    data = trace.file(workspace, item.receipt.sha256)
    return sheets.marked_copy(data, item.receipt.file_name, item.submission.findings)[1]


def identity(workspace: Workspace, item: InHand, units: Mapping[str, Unit]) -> str:
    """“季度报表 · 区财政局 · 2026年第三季度 · 84 个数”."""
    form = workspace.catalogue.forms.get(item.submission.form)
    numbers = sum(len(column) for block in item.submission.blocks for column in block.values.values())
    return " · ".join(
        (
            form.name if form else "没有认出报表",
            words.units_of([units[code].short_name for code in item.submission.units if code in units], 2),
            "、".join(Period.from_key(key).label for key in item.submission.periods) or "没有认出报送期",
            f"{numbers} 个数",
        )
    )


def _said(item: InHand) -> None:
    """One sentence: what was found, and what is to be done now."""
    found = item.submission.findings
    if not found:
        st.success("没有发现问题，看一眼差异就可以确认报送。", icon=":material/check_circle:")
        return
    told = words.severities({one: sum(f.severity is one for f in found) for one in Severity})
    if item.next.step is Step.MEND:
        st.error(
            f"{told}。强制性问题改正后才能计入：在下面直接改，或改好原表后重新上传。"
            f"文件已留存（编号 {item.receipt.id}）。",
            icon=":material/error:",
        )
    elif item.next.step is Step.SETTLE:
        st.warning(
            f"{told}。还有 {item.next.count} 条没有交代：核实性的写明情况，准强制性的改正或由审核员放行。",
            icon=":material/warning:",
        )
    else:
        st.info(f"{told}。都已交代清楚，可以确认报送。", icon=":material/info:")


def _other_quarter(workspace: Workspace, item: InHand) -> None:
    """A sheet about another quarter than the one chosen: most often the choice was wrong, not the sheet."""
    spoken = item.submission.periods
    if item.expected is None or not spoken or spoken == (item.expected.key,):
        return
    other = Period.from_key(spoken[0]) if len(spoken) == 1 else None
    label = f"改按{other.label}收取" if other else f"改按表上写的 {len(spoken)} 个报送期收取"
    if st.button(label, key=f"period-{item.key}", icon=":material/event_repeat:"):
        in_hand.read_again(workspace, item, other)
        st.rerun()


def grids_of(workspace: Workspace, item: InHand) -> Mapping[str, sheets.Grid]:
    """Sheet → cells as far as they are shown: the beginning, and what findings speak of."""
    around: dict[str, list[int]] = {}
    for finding in item.submission.findings:
        rows = [coordinate_to_tuple(cell)[0] - 1 for cell in finding.places]
        around.setdefault(finding.sheet, []).extend(rows)
    return _grids(workspace, item.receipt.id, item.receipt.sha256, item.receipt.file_name, around)


# One entry for each reading of a file: what is shown depends on what was found.
@st.cache_resource(max_entries=24, show_spinner="正在打开表格…")
def _grids(
    _workspace: Workspace, submission: int, sha256: str, file_name: str, _around: Mapping[str, list[int]]
) -> Mapping[str, sheets.Grid]:
    found = sheets.grids(trace.file(_workspace, sha256), file_name, _around)
    return {grid.name: grid for grid in found}


def _difference(workspace: Workspace, item: InHand, units: Mapping[str, Unit]) -> confirm.Differences:
    """What would change if it were confirmed: against the version in force, the quarter before, last year."""
    found = confirm.differences(workspace, item.submission)
    changed = [change for change in found.changes if change.differs]
    replaced = [change for change in changed if change.version]
    if not found.replaces:
        st.markdown("这些单位这一期**还没有报过**，确认后为第 1 版。")
    elif not changed:
        st.markdown("与现在生效的版本**完全相同**，确认后只增加一个版本号。")
    else:
        st.markdown(f"与现在生效的版本相比，有 **{len(replaced)}** 个数要改。")
    every = st.toggle("也显示没有变化的数", key=f"all-{item.key}") if found.replaces else True
    shown = found.changes if every else (replaced or changed)
    several = (
        len({change.form for change in found.changes}) > 1
    )  # a summary and its ledger name one measure twice
    with st.expander("与上一版、上季度、上年同期对照", expanded=bool(replaced)):
        st.dataframe(
            [
                {
                    **({"报表": workspace.catalogue.forms[change.form].name} if several else {}),
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
            key=f"differences-{item.key}",
        )
    return found


def _confirm(workspace: Workspace, item: InHand, found: confirm.Differences) -> None:
    """The one button that makes it count."""
    if st.button("确认报送", type="primary", icon=":material/task_alt:", key=f"confirm-{item.key}"):
        confirm.confirm(workspace, item.received, in_hand.name(), datetime.now(UTC), found.seen)
        st.session_state["fresh"] = item.receipt.id
        st.rerun()
