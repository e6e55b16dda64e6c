"""The files in hand, one line each: what it is, what was found, and the one button that is next."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

import streamlit as st

from metrics.model import Severity, Unit
from metrics.tasks import batch, confirm
from metrics.tasks.batch import Outcome
from metrics.tasks.next_step import Step
from metrics.tasks.workspace import Workspace
from pages.parts import findings, in_hand, one_file, show
from pages.parts.in_hand import InHand

_PAGE = 15  # lines drawn at once; a batch may have a hundred
_STATE = {
    Step.ANSWER: (":blue-badge[:material/help: 要回答]", "去回答 {} 个问题"),
    Step.MEND: (":red-badge[:material/error: 要改正]", "去改正 {} 处"),
    Step.SETTLE: (":orange-badge[:material/edit_note: 要说明]", "去说明 {} 条"),
    Step.CONFIRM: (":green-badge[:material/check: 可以确认]", "去核对确认"),
    Step.DONE: (":green-badge[:material/task_alt: 已计入]", "看回执"),
}


def draw(workspace: Workspace, files: Mapping[str, InHand], units: Mapping[str, Unit]) -> None:
    """What waits for the person first, what is done last."""
    _sentence(files)
    _confirm_ready(workspace, files)
    order = list(Step)
    lines = sorted(files.values(), key=lambda item: order.index(item.next.step))
    most = st.session_state.get("lines", _PAGE)
    for item in lines[:most]:
        _line(workspace, item, units)
    with st.container(horizontal=True):
        if len(lines) > most:
            st.button(
                f"再显示 {min(_PAGE, len(lines) - most)} 份（还有 {len(lines) - most} 份）",
                on_click=st.session_state.update,
                args=({"lines": most + _PAGE},),
            )
        if any(item.next.step is Step.DONE for item in lines):
            st.button("收起已计入的", type="tertiary", on_click=_put_done_away, args=(files,))


def _sentence(files: Mapping[str, InHand]) -> None:
    counts = {step: sum(item.next.step is step for item in files.values()) for step in Step}
    told = [
        f"{counts[step]} 份{words_of}"
        for step, words_of in (
            (Step.ANSWER, "要回答问题"),
            (Step.MEND, "要改正"),
            (Step.SETTLE, "要写说明"),
            (Step.CONFIRM, "可以确认"),
            (Step.DONE, "已计入"),
        )
        if counts[step]
    ]
    st.markdown(f"**本次 {len(files)} 份：{'，'.join(told)}。**")


def _confirm_ready(workspace: Workspace, files: Mapping[str, InHand]) -> None:
    """One button for all that nobody needs to look at again; what replaces figures is looked at one by one."""
    for told in st.session_state.pop("confirmed-told", ()):
        st.info(show.plain(told), icon=":material/info:")
    singly: set[str] = st.session_state.setdefault("confirm-singly", set())
    ready = [item for item in files.values() if item.next.step is Step.CONFIRM and item.key not in singly]
    if len(ready) < 2:
        return
    if not st.button(
        f"一键确认 {len(ready)} 份没有问题的",
        type="primary",
        icon=":material/done_all:",
        help="没有要改、要说明的；会替换已计入数字的留下来逐份核对",
    ):
        return
    progress = st.progress(0.0)
    fresh = [item for item in ready if not confirm.differences(workspace, item.submission).replaces]
    outcomes = [Outcome(one.receipt.file_name, one.received) for one in fresh]
    told = []
    outcomes_now = batch.confirm_ready(workspace, outcomes, in_hand.name(), lambda: datetime.now(UTC))
    for done, outcome in enumerate(outcomes_now, 1):
        progress.progress(done / len(fresh), f"正在确认第 {done}/{len(fresh)} 份")
        if outcome.refusal:
            told.append(f"{outcome.name} 没有确认：{outcome.refusal}")
    if len(fresh) < len(ready):
        singly |= {item.key for item in ready} - {item.key for item in fresh}  # not offered once more
        told.append(f"{len(ready) - len(fresh)} 份会替换已计入的数，没有一并确认，请逐份核对。")
    st.session_state["confirmed-told"] = told
    st.rerun()


def _line(workspace: Workspace, item: InHand, units: Mapping[str, Unit]) -> None:
    badge, button = _STATE[item.next.step]
    counts = {one: sum(f.severity is one for f in item.submission.findings) for one in Severity}
    found = " ".join(
        f":{findings.COLOUR[one]}-badge[{one.label} {counts[one]}]" for one in Severity if counts[one]
    )
    with st.container(border=True):
        about, badges, act = st.columns([8, 4, 2], vertical_alignment="center")
        about.markdown(
            f"**{show.plain(item.receipt.file_name)}**  \n"
            f":small[:gray[{show.plain(one_file.identity(workspace, item, units))}]]"
        )
        badges.markdown(f"{found or ':gray[没有问题]'}　{badge}")
        act.button(
            button.format(item.next.count),
            key=f"open-{item.key}",
            type="primary" if item.next.step in (Step.ANSWER, Step.MEND, Step.SETTLE) else "secondary",
            width="stretch",
            on_click=in_hand.open_file,
            args=(item.key,),
        )


def _put_done_away(files: Mapping[str, InHand]) -> None:
    for key in [key for key, item in files.items() if item.next.step is Step.DONE]:
        in_hand.put_away(key)
