"""发案量、败诉率在各统计期的数和增减。"""

from __future__ import annotations

import streamlit as st

from metrics.model import Basis
from metrics.report import words_trend
from metrics.tasks import trends
from metrics.tasks.figures import Figures


def table(found: Figures, code: str, name: str) -> None:
    """One unit's, group's or the district's two figures over every stretch of time."""
    heads = found.catalogue.headlines
    both = trends.trends(found, code, (heads.volume, heads.loss_rate))
    lines = (
        (Basis.PERIOD, "上年同期（同比）", "上年同期", [one.year_on_year for one in both]),
        (Basis.PERIOD, "上季度（环比）", "上季度", [one.previous for one in both]),
        (Basis.YEAR_TO_DATE, "上年同期（同比）", "上年同期", [one.year_to_date for one in both]),
        (Basis.ROLLING, "上年的同四季", "上年同期", [one.rolling for one in both]),
        (Basis.LAST_YEAR, "再上一年", "再上一年", [one.last_year for one in both]),
    )
    rows = []
    for basis, against, base, steps in lines:
        row = {"统计期": found.label(basis), "比": against}
        for one, step in zip(both, steps, strict=True):
            short = one.indicator.short_name.removeprefix("行政诉讼")
            row[short] = words_trend.figure(one.indicator, step)
            row[f"{short}增减"] = words_trend.change(one.indicator, step, base)
        rows.append(row)
    st.dataframe(rows, hide_index=True, alt=f"{name}发案量、败诉率在各统计期的数和增减", height="content")
    st.caption(
        f"以上为{name}。件数的增减用百分比，率的增减用百分点。"
        + ("" if code in found.units else "合计只在两期均报齐的单位之间比，所以各行的单位可能不同。")
    )
