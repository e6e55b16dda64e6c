"""What the reader could not decide, or decided itself: asked, and told, before anything else."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import streamlit as st

from metrics.model import LEFT_OUT, Decision
from metrics.report import words
from metrics.tasks import answers
from metrics.tasks.workspace import Workspace
from pages.parts import in_hand, show
from pages.parts.in_hand import InHand

_MOST = 30  # readings listed at once; a ledger may hold hundreds of words


def ask(workspace: Workspace, item: InHand) -> None:
    """Each label that has more than one reading: the likeliest chosen, its values beside it, one button."""
    asked = [decision for decision in item.submission.decisions if decision.asked]
    st.subheader(f"先回答 {len(asked)} 个问题")
    st.caption("平台不猜。选好后点“就这样读”，这个单位的这张表以后不再问；选错了可以在“读法记录”里撤销。")
    with st.container(border=True):
        chosen = [_question(decision, f"{item.key}-{n}") for n, decision in enumerate(asked)]
        if st.button("就这样读", type="primary", icon=":material/check:", key=f"read-{item.key}"):
            _say(workspace, item, list(zip(asked, chosen, strict=True)))


def _question(decision: Decision, key: str) -> str:
    """The code that is chosen."""
    left, right = st.columns([5, 4], vertical_alignment="center")
    with left:
        st.markdown(f"**{show.plain(words.decision(decision))}**")
        where = f"{decision.sheet} {decision.cell}".strip()
        examples = "、".join(decision.examples[:5])
        told = f"在 {where}" + (f"，下面写着：{examples}" if examples else "")
        st.markdown(f":small[:gray[{show.plain(told)}]]")
    with right:
        return _choice(decision, f"“{decision.written}”读作", f"ask-{key}")


def _choice(decision: Decision, label: str, key: str) -> str:
    names = {choice.code: choice.name for choice in decision.choices} | {
        LEFT_OUT: words.left_out(decision.kind)
    }
    chosen: str = st.selectbox(
        show.plain(label),
        list(names),
        format_func=lambda code: names[code],
        key=key,
        label_visibility="collapsed",
        persist_state="session",
    )
    return chosen


def readings(workspace: Workspace, item: InHand) -> None:
    """“我们把‘X’读作‘Y’” of everything that was read for something else, with 对 and 不对."""
    taken = [decision for decision in item.submission.decisions if not decision.asked]
    if not taken:
        return
    new = [decision for decision in taken if not decision.by_person]
    title = f"平台认定了 {len(new)} 处写法，请看一眼" if new else f"按记住的读法读了 {len(taken)} 处"
    with st.expander(title, icon=":material/translate:", expanded=False):
        if new:
            with st.container(horizontal=True, vertical_alignment="center"):
                st.caption("没有意见可以不理；点“都对”以后就记住，不再列出。", width="stretch")
                if st.button("都对", key=f"all-right-{item.key}", icon=":material/done_all:"):
                    _say(workspace, item, [(d, d.taken.code) for d in new if d.taken])
        for number, decision in enumerate(sorted(taken, key=lambda d: d.by_person)[:_MOST]):
            _reading(workspace, item, decision, f"{item.key}-{number}")
        if len(taken) > _MOST:
            st.caption(f"另有 {len(taken) - _MOST} 处，点“都对”后可在“读法记录”里逐条查看。")
        st.page_link("readings.py", label="看全部读法记录", icon=":material/history:")


def _reading(workspace: Workspace, item: InHand, decision: Decision, key: str) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        where = f"{decision.sheet} {decision.cell}".strip()
        remembered = "　:gray[按以前的回答]" if decision.by_person else ""
        st.markdown(
            f"{show.plain(words.decision(decision))}　:gray[{show.plain(where)}]{remembered}", width="stretch"
        )
        taken = decision.taken
        if taken is not None and not decision.by_person and st.button("对", key=f"right-{key}"):
            _say(workspace, item, [(decision, taken.code)])
        with st.popover("不对，改读作…"):
            chosen = _choice(decision, "改读作", f"other-{key}")
            if st.button("就这样读", key=f"say-{key}", type="primary"):
                _say(workspace, item, [(decision, chosen)])


def _say(workspace: Workspace, item: InHand, said: Sequence[tuple[Decision, str]]) -> None:
    """Remember the answers, and read the file anew with them."""
    now = datetime.now(UTC)
    for decision, code in said:
        answers.answer(workspace, decision, code, in_hand.name(), now)
    in_hand.read_again(workspace, item, item.expected)
    st.rerun()
