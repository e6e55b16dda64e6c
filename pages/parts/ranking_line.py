"""One rank as it can be defended: the sum, the rule, how far the data support it, whom it is like, its history."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from metrics.report import charts, words_ranking
from metrics.tasks import rank
from metrics.tasks.figures import Figures
from metrics.tasks.rank import Ranked
from metrics.tasks.workspace import Workspace
from pages.parts import show

_QUARTERS_TOLD = 4


def line(workspace: Workspace, found: Figures, result: Ranked, unit: str, names: Mapping[str, str]) -> None:
    """A card for one ranked unit, its history beside it."""
    indicator, support = result.indicator, rank.support(found, result)
    one, history = rank.defend(found, result, unit), rank.history(found, result)
    ranks = dict(zip(result.ranking.table["unit"], result.ranking.table["rank"], strict=True))
    told = {
        "怎样算出": words_ranking.computed(found.catalogue, result.in_force, one, indicator),
        "为什么是这个名次": words_ranking.why_this_rank(one, result.ranking.median, indicator, names),
        "数据支持到什么程度": words_ranking.how_sure(one, support, indicator, result.scope)
        + (words_ranking.chance_at_ends(support, unit) if support else ""),
        "与谁不能区分": words_ranking.neighbours(one, ranks, names),
        "历期名次": "；".join(
            f"{period}{text}"
            for period, text in words_ranking.past(history, unit, indicator)[:_QUARTERS_TOLD]
        ),
    }
    with st.container(border=True):
        st.markdown(f"#### 第{one.rank}名　{show.plain(names[unit])}")
        left, right = st.columns([5, 6], gap="medium")
        with left:
            for label, text in told.items():
                if text:
                    st.markdown(f":small[:gray[{label}]]  \n{show.plain(text)}")
            if st.button("这个数从哪里来", icon=":material/search:", key=f"origin-{unit}"):
                show.origin(workspace, found.units[unit], indicator, found.period, result.basis, found)
        with right:
            picture = charts.bump(
                history.ranks,
                names,
                f"{indicator.short_name}历期名次",
                chosen=unit,
                reasons=history.reasons,
                breaks=history.breaks,
                redefined=history.redefined,
                empty_words=indicator.empty_words,
                ink=show.ink(),
            )
            show.picture(picture, f"{names[unit]}_{indicator.short_name}历期名次", "bump")
