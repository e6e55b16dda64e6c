"""One indicator of many units at once; each view ends in a table that leads to the sources."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from metrics.analysis.funnel import NoFunnel
from metrics.periods import Period
from metrics.report import charts, words, words_chance, words_compare, words_funnel
from metrics.tasks import compare
from pages.parts import show
from pages.parts.compare_scene import Scene, chosen, origin

_QUARTERS = 12


def multiples(scene: Scene) -> None:
    """A small line for every unit, all on one scale."""
    narrow = "Mobi" in st.context.headers.get("User-Agent", "")
    across = st.segmented_control(
        "每行", [2, 4, 6], default=2 if narrow else 4, format_func=lambda n: f"{n} 幅", required=True
    )
    cells = compare.cells(scene.found, scene.indicator, scene.basis, scene.members, _QUARTERS)
    order = [
        unit
        for _, units in compare.rows(scene.found, scene.indicator, scene.basis, scene.group)
        for unit in units
    ]
    picture = charts.multiples(
        cells,
        order,
        scene.names,
        f"{scene.scope}各单位{scene.indicator.short_name}",
        scene.indicator.unit,
        median=cells["value"].groupby(level="period").median(),
        across=across,
        empty_words=scene.indicator.empty_words,
        ink=show.ink(),
    )
    show.picture(picture, f"{scene.indicator.short_name}_小多图", "multiples")
    _by_quarter(scene, cells, order)


def heat(scene: Scene) -> None:
    """Units down, quarters across."""
    cells = compare.cells(scene.found, scene.indicator, scene.basis, scene.members, _QUARTERS)
    rows = compare.rows(scene.found, scene.indicator, scene.basis, scene.group)
    unit = scene.indicator.unit
    picture = charts.heat(
        cells,
        rows,
        scene.names,
        f"{scene.scope}{scene.indicator.short_name}（{unit}）",
        unit,
        empty_words=scene.indicator.empty_words,
        ink=show.ink(),
    )
    show.picture(picture, f"{scene.indicator.short_name}_热力图", "heat")
    _by_quarter(scene, cells, [code for _, units in rows for code in units])


def funnel(scene: Scene) -> None:
    """Rates by number of cases, with the limits of chance."""
    outcome = compare.funnel_of(scene.found, scene.indicator, scene.basis, scene.group)
    if isinstance(outcome, NoFunnel):
        st.info(words_funnel.none(outcome), icon=":material/info:")
        return
    sentence = words_funnel.sentence(outcome, scene.indicator, scene.names, scene.label, scene.scope)
    st.markdown(f"**{show.plain(sentence)}**")
    if remark := words_funnel.over_dispersed(outcome):
        st.caption(remark)
    title = f"{scene.label}{scene.indicator.short_name}与件数"
    picture, table = st.columns([6, 5])
    with picture:
        shown = charts.funnel(
            outcome, scene.names, title, direction=scene.indicator.direction, ink=show.ink()
        )
        show.picture(shown, f"{scene.indicator.short_name}_漏斗图", "funnel")
    units = outcome.units.sort_values("z", key=abs, ascending=False, kind="stable")
    rows = [
        {
            "单位": scene.names[code],
            "数值": words.percent(row["value"], row["numerator"], row["denominator"]),
            "件数": words.fraction(row["numerator"], row["denominator"]),
            "与合计相比": words_funnel.PLACES[row["place"]],
        }
        for code, row in zip(units.index, units.to_dict("records"), strict=True)
    ]
    with table:
        unit = chosen(rows, units.index.tolist(), "funnel", scene)
        show.download("下载（CSV）", show.as_csv(rows), f"{scene.indicator.short_name}_漏斗图.csv")
    st.caption(words_chance.LEGEND)
    if unit:
        origin(scene, unit, scene.found.period)


def _by_quarter(scene: Scene, cells: pd.DataFrame, order: Sequence[str]) -> None:
    """The same figures as a table: a click on one shows where it comes from."""
    keys = list(dict.fromkeys(cells.index.get_level_values("period")))
    told = {
        place: words_compare.figure(scene.indicator, *row)
        for place, *row in cells[["value", "status", "numerator", "denominator"]].itertuples(name=None)
    }
    heads = [Period.from_key(key).label for key in keys]
    rows = [
        {"单位": scene.names[code], **{head: told[code, key] for head, key in zip(heads, keys, strict=True)}}
        for code in order
    ]
    with st.expander("数据表：点一格，看这个数从哪里来"):
        table = st.dataframe(
            rows,
            hide_index=True,
            alt=f"{scene.indicator.short_name}各单位各期",
            column_config={"单位": st.column_config.Column(pinned=True)},
            on_select="rerun",
            selection_mode="single-cell",
            key=f"cells-{scene.indicator.code}-{scene.basis}-{scene.group}-{keys[-1]}",
        )
        show.download("下载（CSV）", show.as_csv(rows), f"{scene.indicator.short_name}_各期.csv")
    for row, head in table.selection.cells:
        if head in heads:
            origin(scene, order[row], Period.from_key(keys[heads.index(head)]))
