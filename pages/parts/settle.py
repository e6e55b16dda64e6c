"""Answering for a finding: the explanation of 核实性, the reviewer's reason for 准强制性."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime

import streamlit as st

from metrics.model import Finding, ProductError, Remark, Severity
from metrics.report import words
from metrics.tasks import settle
from metrics.tasks.workspace import Workspace
from pages.parts import in_hand, show
from pages.parts.in_hand import InHand

_MOST_CHARACTERS = 300


def field(workspace: Workspace, item: InHand, number: int, finding: Finding, remark: Remark | None) -> None:
    """What the finding still needs from somebody; nothing for those that need no answer."""
    if remark is not None:
        st.markdown(show.remark_line(remark))
    if finding.severity is Severity.VERIFY and remark is None:
        _explain(workspace, item, number, finding)
    elif finding.severity is Severity.VERIFY:
        with st.popover("改说明", icon=":material/edit_note:"):
            _explain(workspace, item, number, finding)
    elif finding.severity is Severity.STRICT:
        with st.popover("审核放行" if remark is None else "改放行理由", icon=":material/verified_user:"):
            _let_pass(workspace, item, number, finding)


def several(workspace: Workspace, item: InHand, open_ones: Mapping[int, Finding]) -> None:
    """One explanation for many findings: most reports have one reason for all of them."""
    numbers = [n for n, finding in open_ones.items() if finding.severity is Severity.VERIFY]
    if len(numbers) < 2:
        return
    with st.expander(f"{len(numbers)} 条核实性问题写同一个说明", icon=":material/library_add_check:"):
        chosen = st.multiselect(
            "用于哪几条",
            numbers,
            default=numbers,
            format_func=lambda n: f"{words.places(open_ones[n])} {open_ones[n].message}",
            key=f"several-{item.key}-{item.receipt.id}",
            label_visibility="collapsed",
        )
        text = _text("说明", f"text-several-{item.key}", "如：本季度集中审结上年积案，各项均多于往期")
        _save(
            f"存为 {len(chosen)} 条的说明",
            f"save-several-{item.key}",
            lambda: settle.explain(
                workspace, item.receipt.id, _chosen(chosen), text, in_hand.name(), datetime.now(UTC)
            ),
        )


def _chosen(numbers: Sequence[int]) -> Sequence[int]:
    if not numbers:
        raise ProductError("请至少选一条。")
    return numbers


def _explain(workspace: Workspace, item: InHand, number: int, finding: Finding) -> None:
    text = _text("说明", f"explain-{_key(item, finding)}", "如：7月起集中清理积案，开庭多于往期")
    _save(
        "保存说明",
        f"save-{_key(item, finding)}",
        lambda: settle.explain(workspace, item.receipt.id, [number], text, in_hand.name(), datetime.now(UTC)),
    )


def _let_pass(workspace: Workspace, item: InHand, number: int, finding: Finding) -> None:
    st.caption("由审核员核对后放行；姓名、理由和时间随报送留存，显示在数字旁边。")
    key = _key(item, finding)
    reviewer = st.text_input(
        "审核员",
        st.session_state.get("reviewer", ""),
        key=f"reviewer-{key}",
        max_chars=40,
        persist_state="session",
    )
    text = _text("放行的理由", f"pass-{key}", "如：已与单位电话核对，合计含上年结转")
    _save(
        "放行",
        f"let-{key}",
        lambda: _pass(workspace, item.receipt.id, number, text, (reviewer or "").strip()),
    )


def _pass(workspace: Workspace, submission: int, number: int, text: str, reviewer: str) -> None:
    settle.let_pass(workspace, submission, [number], text, reviewer, datetime.now(UTC))
    st.session_state["reviewer"] = reviewer  # offered for the next one


def _text(label: str, key: str, example: str) -> str:
    """What was typed: it stays while the session lives, also when the page is left."""
    return (
        st.text_area(
            label,
            key=key,
            max_chars=_MOST_CHARACTERS,
            height=68,
            placeholder=f"{label}，至少 {settle.MIN_CHARACTERS} 个字。{example}",
            label_visibility="collapsed",
            persist_state="session",
        )
        or ""
    )


def _save(label: str, key: str, write: Callable[[], None]) -> None:
    if st.button(label, key=key, type="primary"):
        try:
            write()
        except ProductError as error:
            st.error(show.plain(str(error)), icon=":material/error:")
        else:
            st.rerun()


def _key(item: InHand, finding: Finding) -> str:
    """Of the finding, not of its place in the list: a new reading may add others before it."""
    return f"{item.key}-{zlib.crc32(repr(finding.key).encode()):x}"
