"""The files that a person has in hand: taken in during this session, not lost when the page is left."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import streamlit as st

from metrics.model import Submission
from metrics.periods import Period
from metrics.store import Receipt
from metrics.tasks import next_step, receive, trace
from metrics.tasks.workspace import Workspace


@dataclass(frozen=True)
class InHand:
    """One file: what was read, and the draft that was kept of it. key stays while it is answered and mended.

    expected: the quarter that the person chose. duplicate: the very same had been kept before.
    """

    key: str
    expected: Period | None
    submission: Submission
    receipt: Receipt
    duplicate: bool = False

    @property
    def received(self) -> receive.Received:
        return receive.Received(self.submission, self.receipt, self.duplicate)

    @property
    def next(self) -> next_step.NextStep:
        return next_step.next_step(self.submission, self.receipt)


def add(workspace: Workspace, received: receive.Received, expected: Period | None) -> InHand:
    """Take a file in hand that has just been kept; the same one again stays one line."""
    return _put(_key(workspace, received.receipt.id), received, expected)


def replace(item: InHand, received: receive.Received) -> None:
    """The same file after an answer or a mended cell."""
    _put(item.key, received, item.expected)


def _put(key: str, received: receive.Received, expected: Period | None) -> InHand:
    item = InHand(key, expected, received.submission, received.receipt, received.duplicate)
    _files()[key] = item
    return item


def read_again(workspace: Workspace, item: InHand, expected: Period | None) -> None:
    """Read the same bytes once more: an answer, a unit or a definition may have changed what they say.

    expected: the quarter that the person chose, or chooses now; None takes every period that the file names.
    """
    data = trace.file(workspace, item.receipt.sha256)
    uploader = item.receipt.uploader or name()
    received = receive.receive(workspace, data, item.receipt.file_name, uploader, datetime.now(UTC), expected)
    _put(item.key, received, expected)


def reopen(workspace: Workspace, receipt: Receipt) -> None:
    """Take an earlier upload in hand again, and open it."""
    key = _key(workspace, receipt.id)
    if key not in _files():
        data = trace.file(workspace, receipt.sha256)
        expected = Period.from_key(receipt.periods[-1]) if receipt.periods else None
        submission = receive.check(workspace, data, receipt.file_name, expected)
        received = receive.keep(workspace, submission, data, receipt.uploader, datetime.now(UTC))
        _put(key, received, expected)
    open_file(key)


def everything(workspace: Workspace) -> Mapping[str, InHand]:
    """Key → file, in the order of arrival, each with its present state in the store."""
    files = _files()
    # One question for nearly all of them: a batch of a hundred asks the store no hundred times on each rerun.
    newest = workspace.store.submissions(workspace.jurisdiction, 2 * len(files)) if files else []
    receipts = {receipt.id: receipt for receipt in newest}
    for key, item in list(files.items()):
        if not key.startswith(_prefix(workspace)):  # the sample has given way to a store of one's own
            del files[key]
            continue
        receipt = receipts.get(item.receipt.id) or workspace.store.receipt(
            workspace.jurisdiction, item.receipt.id
        )
        files[key] = InHand(key, item.expected, item.submission, receipt, item.duplicate)
    return files


def put_away(key: str) -> None:
    """Off the desk; what was kept stays in the list of uploads."""
    _files().pop(key, None)
    if st.session_state.get("open") == key:
        close()


def open_file(key: str) -> None:
    st.session_state["open"] = key


def close() -> None:
    st.session_state["open"] = ""


def name_field(label: str, width: int | str = "stretch") -> str:
    """Who stands for what is uploaded, explained and mended: asked once, kept for the session."""
    name = st.text_input(
        label,
        key="uploader",
        placeholder="姓名，记入回执",
        max_chars=40,
        persist_state="session",
        width=width,
        label_visibility="visible" if width == "stretch" else "collapsed",
    )
    return (name or "").strip()


def name() -> str:
    """The name that was typed, on this page or before."""
    return str(st.session_state.get("uploader") or "").strip()


def opened(files: Mapping[str, InHand]) -> InHand | None:
    return files.get(st.session_state.get("open", ""))


def _files() -> dict[str, InHand]:
    files: dict[str, InHand] = st.session_state.setdefault("in_hand", {})
    return files


def _prefix(workspace: Workspace) -> str:
    return f"{'sample' if workspace.is_sample else 'own'}-{workspace.jurisdiction}-"


def _key(workspace: Workspace, submission: int) -> str:
    return f"{_prefix(workspace)}{submission}"


def bar(item: InHand, files: Mapping[str, InHand]) -> None:
    """The way back to the lines, and on to the next file that waits for somebody."""
    waiting = [
        one for one in files.values() if one.key != item.key and one.next.step is not next_step.Step.DONE
    ]
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.button(
            f"回到全部 {len(files)} 份" if len(files) > 1 else "收起",
            key="close",
            icon=":material/arrow_back:",
            type="tertiary",
            on_click=close,
        )
        if waiting:
            st.button(
                f"下一份（还有 {len(waiting)} 份没做完）",
                key="next-file",
                type="tertiary",
                on_click=open_file,
                args=(waiting[0].key,),
            )
        if item.next.step is not next_step.Step.DONE:
            st.button(
                "放到一边",
                key="put-away",
                type="tertiary",
                help="不是报表的、先不管的，移出这次的清单；文件已留存，可以从“最近的上传”接着做",
                on_click=put_away,
                args=(item.key,),
            )
