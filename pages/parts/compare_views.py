"""The four ways of looking at one indicator of many units; each ends in a table that leads to the sources."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from metrics.analysis.funnel import NoFunnel
from metrics.catalogue import Indicator
from metrics.model import Basis, IndicatorKind
from metrics.periods import Period
from metrics.report import charts, words, words_chance, words_compare, words_funnel
from metrics.tasks import compare, figures, rank
from metrics.tasks.figures import Figures
from metrics.tasks.workspace import Workspace
from pages.parts import choose, show

_QUARTERS = 12
_WIDTHS = {"本期": 112, "对比期": 112, "变化": 132, "偶然波动": 76}  # so that all fit beside the picture


@dataclass(frozen=True)
class Scene:
    """What was chosen in the bar above every view."""

    workspace: Workspace
    found: Figures
    indicator: Indicator
    basis: Basis
    group: str

    @property
    def names(self) -> dict[str, str]:
        return {code: unit.short_name for code, unit in self.found.units.items()}

    @property
    def members(self) -> tuple[str, ...]:
        return rank.members(self.found, self.group)

    @property
    def label(self) -> str:
        return self.found.label(self.basis)

    @property
    def scope(self) -> str:
        return rank.groups(self.found)[self.group] if self.group != rank.ALL else "全区"


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
        unit = _chosen(rows, paired.table.index.tolist(), f"pairs-{other.key}", scene)
        show.download("下载对比表（CSV）", show.as_csv(rows), f"{scene.indicator.short_name}_两期对比.csv")
    st.caption(words_chance.LEGEND)
    if unit:
        at = scene.found.period if side == 0 else other
        _origin(scene, unit, at)


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


def multiples(scene: Scene) -> None:
    """A small line for every unit, all on one scale."""
    across = st.segmented_control(
        "每行", [2, 4, 6], default=4, format_func=lambda n: f"{n} 幅", required=True
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
        unit = _chosen(rows, units.index.tolist(), "funnel", scene)
        show.download("下载（CSV）", show.as_csv(rows), f"{scene.indicator.short_name}_漏斗图.csv")
    st.caption(words_chance.LEGEND)
    if unit:
        _origin(scene, unit, scene.found.period)


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
        chosen = st.dataframe(
            rows,
            hide_index=True,
            alt=f"{scene.indicator.short_name}各单位各期",
            column_config={"单位": st.column_config.Column(pinned=True)},
            on_select="rerun",
            selection_mode="single-cell",
            key=f"cells-{scene.indicator.code}-{scene.basis}-{scene.group}-{keys[-1]}",
        )
        show.download("下载（CSV）", show.as_csv(rows), f"{scene.indicator.short_name}_各期.csv")
    for row, head in chosen.selection.cells:
        if head in heads:
            _origin(scene, order[row], Period.from_key(keys[heads.index(head)]))


def _chosen(rows: Sequence[dict[str, str]], codes: Sequence[str], name: str, scene: Scene) -> str:
    """The table of a view; the unit whose row is chosen, or “”."""
    chosen = st.dataframe(
        rows,
        hide_index=True,
        alt=f"{scene.indicator.short_name}各单位",
        height="content" if len(rows) <= 14 else 560,
        column_config={"单位": st.column_config.Column(pinned=True, width=125)}
        | {name: st.column_config.Column(width=width) for name, width in _WIDTHS.items()},
        on_select="rerun",
        selection_mode="single-row",
        key=f"{name}-{scene.indicator.code}-{scene.found.period.key}-{scene.basis}-{scene.group}-{len(rows)}",
    )
    return codes[chosen.selection.rows[0]] if chosen.selection.rows else ""


def _origin(scene: Scene, unit: str, period: Period) -> None:
    show.origin(
        scene.workspace, scene.found.units[unit], scene.indicator, period, scene.basis, shown=scene.found
    )
