"""各单位的双下降情况：一行一个单位，点选看来源。"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from metrics.analysis import decline_chance
from metrics.model import Basis
from metrics.report import words, words_decline
from metrics.tasks.figures import Figures
from metrics.tasks.workspace import Workspace
from pages.parts import show


def table(
    workspace: Workspace,
    found: Figures,
    basis: Basis,
    units: pd.DataFrame,
    names: Mapping[str, str],
    key: str,
) -> None:
    """units: rows of Figures.verdicts, in the order listed."""
    label = found.label(basis)
    rate = found.catalogue.indicators[found.catalogue.headlines.loss_rate]
    rows = [_line(names[code], row, rate.empty_words) for code, row in units.iterrows()]
    chosen = st.dataframe(
        rows,
        hide_index=True,
        alt=f"{label}各单位双下降情况",
        height=520,
        column_config={
            "单位": st.column_config.Column(pinned=True),
            "变化": st.column_config.Column(width=215),
            "败诉率同比": st.column_config.Column(width=135),
        },
        on_select=show.at_click("decline"),
        selection_mode="single-row",
        key=key,
    )
    st.caption(
        "点选一行，看败诉率由哪些数算出。“偶然出现的可能”：若实际情况没有变化，单凭偶然波动得出同样结论的可能；"
        "案件越少，结论越由偶然决定。"
    )
    show.download("下载各单位情况（CSV）", show.as_csv(rows), f"双下降_{label}.csv")
    if show.clicked("decline") and chosen.selection.rows:
        code = str(units.index[chosen.selection.rows[0]])
        show.origin(workspace, found.units[code], rate, found.period, basis, shown=found)


def _line(name: str, row: pd.Series, empty: str) -> dict[str, str]:
    """One unit of the table, in words."""
    chance = decline_chance.chance(row.to_dict())
    return {
        "单位": name,
        "结论": words_decline.VERDICT[row["verdict"]],
        "变化": words_decline.reasons(row) or words_decline.moves(row),
        "发案量": words_decline.volume_counts(row) or words.count(row["volume"], "件"),
        "发案量同比": words.short_count_change(row["volume"], row["volume_before"])
        if row["volume_move"] != "not_comparable"
        else words.NOTHING,
        "败诉/审结": words_decline.loss_counts(row)
        or words.fraction(row["lost"], row["closed"])
        or words.NOTHING,
        "败诉率": _rate(row["rate"], row["lost"], row["closed"], empty),
        "上年同期败诉率": _rate(row["rate_before"], row["lost_before"], row["closed_before"], empty),
        "败诉率同比": words.short_points(words_decline.difference(row)),
        "偶然出现的可能": words_decline.short_chance(chance),
    }


def _rate(rate: float, lost: float, closed: float, empty: str) -> str:
    if pd.notna(rate):
        return words.percent(rate, lost, closed)
    return empty if closed == 0 else words.NOTHING
