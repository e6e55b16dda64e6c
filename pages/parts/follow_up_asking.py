"""What every step of 督办 asks: who stands for it, and a text; and how a refusal is shown."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from metrics.model import ProductError
from metrics.tasks import settle
from pages.parts import show

_MOST_CHARACTERS = 300


def reviewer_field() -> None:
    """The reviewer's name, asked once and offered on other pages too."""
    st.text_input(
        "审核员",
        key="follow-up-reviewer",
        placeholder="姓名，记入每一步",
        max_chars=40,
        persist_state="session",
    )


def reviewer() -> str:
    typed = str(st.session_state.get("follow-up-reviewer") or "").strip()
    return typed or str(st.session_state.get("reviewer") or "").strip()


def text(label: str, key: str, example: str, least: bool = True) -> str:
    """What was typed. least: the task asks for a few characters at least."""
    asked = f"至少 {settle.MIN_CHARACTERS} 个字。" if least else "可不填。"
    return (
        st.text_area(label, key=key, max_chars=_MOST_CHARACTERS, height=88, placeholder=f"{asked}{example}")
        or ""
    )


def act(label: str, key: str, work: Callable[[], object], told: str, primary: bool = True) -> None:
    """A button that does one step; what it says afterwards is shown once, on the next run."""
    if st.button(label, key=key, type="primary" if primary else "secondary"):
        try:
            work()
        except ProductError as error:
            st.error(show.plain(str(error)), icon=":material/error:")
        else:
            st.session_state["follow-up-told"] = told
            st.rerun()


def told() -> None:
    """What the last step did."""
    if sentence := st.session_state.pop("follow-up-told", ""):
        st.toast(show.plain(sentence), icon=":material/check:")
