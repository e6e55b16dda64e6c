"""The receipt of what counts: number and time, to be noted down or printed on a page of its own."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from metrics.model import Unit
from metrics.periods import Period
from metrics.report import words
from metrics.store import Receipt
from metrics.tasks.workspace import Workspace
from pages.parts import show

_PRINT = st.components.v2.component(
    "print_receipt",
    html="<button type='button'>打印回执</button>",
    css="""
button {
  font: inherit; color: var(--st-text-color); background: var(--st-background-color); cursor: pointer;
  border: 1px solid var(--st-border-color); border-radius: var(--st-button-radius); padding: 0.35rem 0.85rem;
}
@media print { button { display: none; } }
""",
    js="""
const seen = new WeakSet();
export default function ({ parentElement, data }) {
  parentElement.querySelector("button").onclick = () => window.print();
  // Whoever has just confirmed at the foot of a long page must not have to look for the receipt.
  if (data.fresh && !seen.has(parentElement))
    document.querySelector("[class*='st-key-receipt-']").scrollIntoView({ block: "start" });
  seen.add(parentElement);
}
""",
)


def draw(workspace: Workspace, kept: Receipt, units: Mapping[str, Unit]) -> None:
    """What counts since when, who stands for it, and what was explained. page.css prints nothing else."""
    with st.container(border=True, key=f"receipt-{kept.id}"):
        st.markdown("#### :material/receipt_long: 报送回执")
        form = workspace.catalogue.forms.get(kept.form)
        confirmed = _confirmed(workspace, kept)
        lines = [
            ("回执编号", f"{kept.id}"),
            ("辖区", workspace.jurisdiction_name),
            ("文件", kept.file_name),
            ("报表", form.name if form else "—"),
            ("报送期", "、".join(Period.from_key(key).label for key in kept.periods)),
            ("单位", words.units_of([units[code].short_name for code in kept.units], 10)),
            ("报送人", kept.uploader or "未填写"),
            ("上传时间", words.moment(kept.uploaded_at)),
            ("确认", confirmed),
            ("状态", "已计入统计"),
            ("文件指纹", kept.sha256[:16]),
        ]
        st.markdown("\n".join(f"- {label}：**{show.plain(text)}**" for label, text in lines))
        mended(workspace, kept)
        remarks = workspace.store.remarks(workspace.jurisdiction, kept.id)
        if remarks:
            st.markdown(f"说明和放行 {len(remarks)} 条：")
            show.remarks(remarks.values())
        _PRINT(key=f"print-{kept.id}", data={"fresh": st.session_state.get("fresh") == kept.id})


def _confirmed(workspace: Workspace, kept: Receipt) -> str:
    """By whom and when it was confirmed; of a sheet of several units any of them tells."""
    for period in kept.periods:
        for unit in kept.units:
            for version in workspace.store.versions(workspace.jurisdiction, unit, period, kept.form):
                if version.submission == kept.id:
                    who = version.confirmed_by or kept.uploader or "未填写"
                    return f"{who}，{words.moment(version.confirmed_at)}，第 {version.number} 版"
    return "—"


def mended(workspace: Workspace, kept: Receipt) -> None:
    """Of a mended workbook: which cells were changed, by whom, and where the original is."""
    if kept.mended_from is None:
        return
    edits = workspace.store.edits(workspace.jurisdiction, kept.id)
    told = "；".join(
        f"{edit.sheet} {edit.cell}：{edit.before or '（空）'} → {edit.after or '（空）'}"
        for edit in edits[:20]
    )
    more = f"；等 {len(edits)} 格" if len(edits) > 20 else ""
    st.markdown(
        f":material/edit: 这是编号 {kept.mended_from} 的更正版，由**{show.plain(kept.uploader or '未填写')}**"
        f"改了 {len(edits)} 格：{show.plain(told)}{more}。原件没有动。"
    )
