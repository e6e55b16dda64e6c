"""Choosing files and taking them in: each is kept as soon as it is read, whatever becomes of the others."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from datetime import UTC, datetime

import streamlit as st

from metrics.periods import Period
from metrics.tasks import batch, reading
from metrics.tasks.batch import Incoming
from metrics.tasks.workspace import Workspace
from pages.parts import in_hand, show

_HELP = (
    "汇总表、单位表、台账都可以，也可以把一个文件夹压缩成 .zip 一起传。认内容，不认扩展名："
    "Excel（.xlsx、.xlsm、.xlsb、.xls）、WPS（.et）、.ods、.csv、.tsv、网页表格、.xml、.mht 都行。"
)


def choose(workspace: Workspace, period: Period) -> None:
    """The place to drop files. What has been taken in leaves it and is in hand."""
    limits = reading.desk().limits
    files = st.file_uploader(
        f"{period.label}的报表，拖到这里或选择（可一次多份；表格每份不超过 {limits.file_mb} MB，"
        f"压缩包不超过 {limits.archive_mb} MB）",
        type=None,
        accept_multiple_files=True,
        key=f"files-{st.session_state.get('uploads', 0)}",
        max_upload_size=limits.archive_mb,
        help=_HELP,
    )
    if not files:
        return
    with st.spinner("正在打开"):
        batch_of = batch.open_batch((file.name, file.getvalue()) for file in files)
    _take(workspace, batch_of.files, period)
    st.session_state["left-out"] = batch_of.left_out
    st.session_state["uploads"] = st.session_state.get("uploads", 0) + 1
    st.rerun()


def _take(workspace: Workspace, files: Sequence[Incoming], period: Period) -> None:
    """Read and keep all of them. A click elsewhere ends the run: the next one goes on with the rest."""
    done: dict[tuple[str, int], str] = st.session_state.setdefault(
        f"done-{st.session_state.get('uploads', 0)}", {}
    )
    if not done:
        st.session_state["refused"] = {}
    bad: dict[str, str] = st.session_state["refused"]
    marks = {file.name: _of(file.name, file.data) for file in files}
    waiting = [file for file in files if marks[file.name] not in done]
    unread = st.session_state["unread"] = {file.name: None for file in waiting}
    before = len(files) - len(waiting)
    progress = st.progress(before / len(files), f"正在检查 {len(files)} 份")
    seen = st.empty()
    outcomes = batch.receive_many(workspace, waiting, in_hand.name(), lambda: datetime.now(UTC), period)
    for number, outcome in enumerate(outcomes, before + 1):
        unread.pop(outcome.name, None)
        if outcome.received is None:
            bad[outcome.name] = outcome.refusal
            done[marks[outcome.name]] = ""
        else:
            done[marks[outcome.name]] = in_hand.add(workspace, outcome.received, period).key
        progress.progress(
            number / len(files), f"已检查 {number}/{len(files)} 份，刚完成：{show.plain(outcome.name)}"
        )
        seen.markdown(f":gray[收下 {number - len(bad)} 份，没有收下 {len(bad)} 份]")
    progress.empty()
    seen.empty()
    kept = [key for mark in marks.values() if (key := done.get(mark))]
    if len(files) == 1 and kept:
        in_hand.open_file(kept[0])
    else:
        in_hand.close()


def _of(name: str, data: bytes) -> tuple[str, int]:
    return name, zlib.crc32(data)


def refused() -> None:
    """Files that could not even be kept, each with its reason, until they are put away; and those not read."""
    _cut_short()
    left_out = st.session_state.get("left-out", ())
    if left_out:
        st.caption(f"压缩包里由电脑自动放入的 {len(left_out)} 个文件没有读取，如 {show.plain(left_out[0])}。")
    reasons: dict[str, str] = st.session_state.get("refused", {})
    if not reasons:
        return
    with st.container(border=True, gap="xxsmall"):
        st.markdown(f":red[**{len(reasons)} 份没有收下，其余的不受影响**]")
        for name, reason in reasons.items():
            st.markdown(f"- {show.plain(name)}：{show.plain(reason)}")
        st.button("知道了", key="refused-seen", on_click=reasons.clear)


def _cut_short() -> None:
    """Who leaves the page while a batch is read takes the files along: what was not read must be said."""
    unread: dict[str, None] = st.session_state.get("unread", {})
    if not unread:
        return
    with st.container(border=True, gap="xxsmall"):
        st.markdown(
            f":red[**检查中途离开了本页，还有 {len(unread)} 份没有读**]，收下的都在。"
            "请把刚才的文件或压缩包再选一次：收下的不会重复，从没读的接着读。"
        )
        named = list(unread)[:5]
        more = "" if len(unread) <= len(named) else f"等 {len(unread)} 份"
        st.caption(show.plain("、".join(named)) + more)
        st.button("知道了", key="unread-seen", on_click=unread.clear)
