"""A unit's score sheet: every line of the sum, so that the unit can check it by hand."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from metrics.report import words, words_score
from metrics.tasks.figures import Figures
from metrics.tasks.score import Scored
from metrics.tasks.workspace import Workspace
from pages.parts import show


def show_sheet(workspace: Workspace, found: Figures, scored: Scored, unit: str, key: str) -> None:
    """The lines of one unit with total and download; a selected line opens where its figure comes from."""
    scheme, name = scored.scores.scheme, found.units[unit].short_name
    total = scored.scores.totals.at[unit, "total"]
    lines = [_line(found, scored, n, row) for n, row in scored.scores.sheet.loc[unit].iterrows()]
    st.markdown(f"**{show.plain(name)}　总分{words_score.points(total)}**")
    picked = st.dataframe(
        lines,
        hide_index=True,
        alt=f"{name}综合得分明细",
        on_select=show.at_click("score"),
        selection_mode="single-row",
        key=f"lines-{key}-{unit}",
    )
    st.caption(
        f"各行得分相加即总分（一票否决的另计）。{words_score.missing(scheme)}点选一行，看这个数从哪里来。"
    )
    show.download(
        "下载得分明细（CSV）", show.as_csv(lines), f"{name}{scored.label}得分明细.csv", key="sheet-csv"
    )
    if show.clicked("score") and picked.selection.rows:
        indicator = found.catalogue.indicators[scheme.lines[picked.selection.rows[0]].indicator]
        show.origin(workspace, found.units[unit], indicator, found.period, scheme.basis, shown=found)


def _line(found: Figures, scored: Scored, number: int, row: pd.Series) -> dict[str, str]:
    indicator, weighted = found.catalogue.indicators[row["indicator"]], row["weight"] > 0
    judged = pd.notna(row["share"])
    return {
        "指标": indicator.name,
        "数值": words.value(indicator, row["value"], row["status"], row["numerator"], row["denominator"]),
        "件数": words.fraction(row["numerator"], row["denominator"]),
        "计分办法": words_score.rule(scored.scores.scheme.lines[number], indicator),
        "权重": words_score.weight(row["weight"]) if weighted else "扣分项",
        "折算后权重": words_score.weight(row["weight_used"]) if weighted else words.NOTHING,
        "得分率": words.percent(row["share"]) if judged else ("不评" if weighted else words.NOTHING),
        "得分": words_score.points(row["points"]),
    }
