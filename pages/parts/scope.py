"""原口径 or 可比口径: asked only where units were changed in the years that a page looks at."""

from __future__ import annotations

import streamlit as st

from metrics.periods import Period
from metrics.report import words_units
from metrics.tasks import figures as tasks
from metrics.tasks.figures import Figures
from metrics.tasks.workspace import Workspace
from pages.parts import choose, show

_LABELS = {"as_reported": "原口径", "comparable": "可比口径"}


def figures(workspace: Workspace, period: Period) -> Figures:
    """The figures of the period on the basis that is chosen; with the choice and the changes where there are any."""
    found = tasks.figures(workspace, period)
    if not found.changes:
        return found
    left, right = st.columns([2, 6], vertical_alignment="bottom")
    with left:
        comparable = choose.scope(_LABELS) == "comparable"
    told = "；".join(words_units.change(one, found.units) for one in found.changes)
    right.caption(f"{show.plain(told)}。{words_units.basis(comparable)}")
    return tasks.figures(workspace, period, comparable=True) if comparable else found
