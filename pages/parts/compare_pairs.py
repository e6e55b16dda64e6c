"""Two periods side by side: sentence, picture, table, and the way to the sources of either."""

from __future__ import annotations

from typing import Any

import streamlit as st

from metrics.model import IndicatorKind
from metrics.periods import Period
from metrics.report import charts, words, words_chance, words_compare
from metrics.tasks import compare, figures
from pages.parts import choose, show
from pages.parts.compare_scene import Scene, chosen, origin


def pairs(scene: Scene, periods: tuple[Period, ...]) -> None:
    """Two periods side by side: sentence, picture, table."""
    if len(periods) < 2:
        st.info("只有一个报送期有数，还没有另一期可比。", icon=":material/info:")
        return
    left, right = st.columns([2, 8], vertical_alignment="bottom")
    with left:
        other = choose.against(periods, scene.found.period)
    with right:
        units = choose.several_units({code: scene.found.units[code] for code in scene.members})
    before = figures.figures(scene.workspace, other, comparable=bool(scene.found.parts))
    told = scene.label, before.label(scene.basis)
    paired = compare.paired(scene.found, before, scene.indicator, scene.basis, units)
    st.markdown(
        f"**{show.plain(words_compare.sentence(paired.table, paired.whole, scene.indicator, *told))}**"
    )
    drawn = paired.table[paired.table["comparable"] == "ok"].reset_index()
    drawn["mood"] = [words.goodness(scene.indicator, one) for one in drawn["difference"]]
    drawn["said"] = [words_compare.chance(row) for row in drawn.to_dict("records")]
    rows = [
        _pair(scene, code, row)
        for code, row in zip(paired.table.index, paired.table.to_dict("records"), strict=True)
    ]
    picture, table = st.columns([4, 6])
    with picture:
        if scene.indicator.kind is IndicatorKind.ABSENCE:
            st.info("“是”与“否”没有高低可画，看右边的表。", icon=":material/info:")
        else:
            title = f"{scene.indicator.short_name}：{told[0]}与{told[1]}"
            shown = charts.pairs(
                drawn, scene.names, title, scene.indicator.unit, before=told[1], now=told[0], ink=show.ink()
            )
            show.picture(shown, f"{scene.indicator.short_name}_两期对比", "pairs")
    with table:
        side = st.segmented_control(
            "点选一行后，看哪一期的来源", [0, 1], default=0, format_func=lambda i: told[i], required=True
        )
        unit = chosen(rows, paired.table.index.tolist(), f"pairs-{other.key}", scene)
        show.download("下载对比表（CSV）", show.as_csv(rows), f"{scene.indicator.short_name}_两期对比.csv")
    st.caption(words_chance.LEGEND)
    if unit:
        at = scene.found.period if side == 0 else other
        origin(scene, unit, at)


def _pair(scene: Scene, code: str, row: dict[str, Any]) -> dict[str, str]:
    def figure(end: str) -> str:
        return words_compare.figure(
            scene.indicator,
            *(row[f"{part}{end}"] for part in ("value", "status", "numerator", "denominator")),
        )

    return {
        "单位": scene.names[code],
        "本期": figure(""),
        "对比期": figure("_before"),
        "变化": words_compare.change(scene.indicator, row),
        "偶然波动": words_compare.short_chance(row["chance"]),
    }
