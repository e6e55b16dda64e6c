"""发案量、败诉率在各统计期的数和增减。"""

from __future__ import annotations

import streamlit as st

from metrics.model import Basis
from metrics.report import words_trend
from metrics.tasks import trends
from metrics.tasks.figures import Figures

_STRETCHES = (Basis.PERIOD, Basis.YEAR_TO_DATE, Basis.ROLLING, Basis.LAST_YEAR)


def table(found: Figures, code: str, name: str) -> None:
    """One unit's, group's or the district's two figures over every stretch of time."""
    heads = found.catalogue.headlines
    both = trends.trends(found, code, (heads.volume, heads.loss_rate))
    lines = {
        "本季同比": ("上年同期", [one.year_on_year for one in both]),
        "本季环比": ("上季度", [one.previous for one in both]),
        "累计同比": ("上年同期", [one.year_to_date for one in both]),
        "滚动四季同比": ("上年同期", [one.rolling for one in both]),
        "上年全年比再上年": ("再上年", [one.last_year for one in both]),
    }
    rows = []
    for line, (base, steps) in lines.items():
        row = {"统计期": line}
        for one, step in zip(both, steps, strict=True):
            short = one.indicator.short_name.removeprefix("行政诉讼")
            row[short] = words_trend.figure(one.indicator, step)
            row[f"{short}增减"] = words_trend.change(one.indicator, step, base)
        rows.append(row)
    st.dataframe(rows, hide_index=True, alt=f"{name}发案量、败诉率在各统计期的数和增减", height="content")
    named = zip(("本季", "累计", "滚动四季", "上年全年"), _STRETCHES, strict=True)
    told = "，".join(f"{word}为{found.label(basis)}" for word, basis in named)
    st.caption(
        f"以上为{name}；{told}。件数的增减用百分比，率的增减用百分点。"
        + ("" if code in found.units else "合计只在两期均报齐的单位之间比，所以各行的单位可能不同。")
    )
