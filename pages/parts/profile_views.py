"""Parts of a unit's page: key figures, the table of indicators, their stretches of time, their pictures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st

from metrics.analysis.control import NotDrawn
from metrics.catalogue import Indicator
from metrics.model import Attainment, IndicatorKind, Remark
from metrics.report import charts, outgoing, words, words_compare, words_control, words_trend
from metrics.tasks import compare, trends
from metrics.tasks.figures import Figures
from metrics.tasks.unit_profile import Line, Profile
from pages.parts import show

_SIGNS = {Attainment.MET: "✓", Attainment.NOT_MET: "✗", Attainment.OVERDUE: "✗", Attainment.IN_PROGRESS: "…"}


def key_figures(profile: Profile, codes: Sequence[str]) -> None:
    """A card for each figure that stands on the overview too."""
    lines = {line.indicator.code: line for line in profile.lines}
    with st.grid("auto", min_column_width=170, gap="small"):
        for line in (lines[code] for code in codes if code in lines):
            fraction = words.fraction(line.cell.numerator, line.cell.denominator)
            show.card(
                line.indicator.short_name,
                _value(line),
                fraction or f"上年同期 {words.count(line.before)}",
                _change(line),
                words.goodness(line.indicator, line.cell.value - line.before),
            )


def _standing(line: Line) -> str:
    """“✓ 达标”; of a decline nothing: that is the verdict above, on the year so far."""
    if line.standing not in _SIGNS or line.indicator.target_rule == "decline":
        return ""
    return f"{_SIGNS[line.standing]} {line.standing.label}"


def indicator_rows(lines: Sequence[Line], explained: Mapping[str, Sequence[Remark]]) -> list[dict[str, str]]:
    """The table of indicators on the basis chosen, in words."""
    return [
        {
            "指标": line.indicator.short_name,
            "数值": _value(line),
            "件数": ""
            if line.indicator.kind.counts
            else words.fraction(line.cell.numerator, line.cell.denominator),
            **(
                {"报送说明": "；".join(r.text for r in explained.get(line.indicator.code, ()))}
                if explained
                else {}
            ),
            "目标": words.target(line.indicator, line.target),
            "达标": _standing(line),
            "同比": _change(line),
            "偶然波动": words_compare.short_chance(line.chance),
            "同组中位数": words.median(line.indicator, line.median),
            "组内名次": f"{line.rank}/{line.ranked}" if line.rank else words.NOTHING,
            "条款": line.indicator.clause,
        }
        for line in lines
    ]


def _value(line: Line) -> str:
    cell = line.cell
    return words.value(line.indicator, cell.value, cell.status, cell.numerator, cell.denominator)


def _change(line: Line) -> str:
    return words.change(line.indicator, line.cell.value, line.before, line.change_status)


def stretches(found: Figures, unit: str, indicators: Sequence[Indicator]) -> None:
    """Quarter, year so far, four quarters and last year, each with its change."""
    rows = [
        {
            "指标": one.indicator.short_name,
            "本季": words_trend.figure(one.indicator, one.year_on_year),
            "本季同比": words_trend.change(one.indicator, one.year_on_year),
            "本季环比": words_trend.change(one.indicator, one.previous, "上季度"),
            "年初以来": words_trend.figure(one.indicator, one.year_to_date),
            "年初以来同比": words_trend.change(one.indicator, one.year_to_date),
            "滚动四季": words_trend.figure(one.indicator, one.rolling),
            "滚动四季同比": words_trend.change(one.indicator, one.rolling),
            "上年全年": words_trend.figure(one.indicator, one.last_year),
        }
        for one in trends.trends(found, unit, [indicator.code for indicator in indicators])
    ]
    name = found.units[unit].short_name
    st.dataframe(
        rows,
        hide_index=True,
        alt=f"{name}各统计期",
        height="content",
        column_config={"指标": st.column_config.Column(pinned=True)},
    )
    show.download("下载各统计期（CSV）", show.as_csv(rows), f"{name}_各统计期.csv")


def pictures(found: Figures, profile: Profile, indicators: Sequence[Indicator], controlled: bool) -> None:
    """A picture for each indicator: along time, or with the limits of its usual ups and downs."""
    told = [
        one
        for one in indicators
        if one.kind is not IndicatorKind.ABSENCE and profile.history[one.code]["value"].notna().any()
    ]
    if not told:
        st.info("还没有可以作图的数：历期均为无案件或未报送。", icon=":material/bar_chart:")
    with st.grid("auto", min_column_width=420):
        for indicator in told:
            with st.container():
                if controlled:
                    _control(found, profile, indicator)
                else:
                    _trend(profile, indicator)
    if told:
        show.download("下载走势数据（CSV）", _history(profile, told), f"{profile.unit.short_name}_走势.csv")


def _trend(profile: Profile, indicator: Indicator) -> None:
    picture = charts.trend(
        profile.history[indicator.code],
        indicator.short_name,
        indicator.unit,
        empty_words=indicator.empty_words,
        ink=show.ink(),
    )
    show.picture(picture, f"{profile.unit.short_name}_{indicator.short_name}", f"trend-{indicator.code}")


def _control(found: Figures, profile: Profile, indicator: Indicator) -> None:
    """The control chart with its sentence; where there is none, why, and the plain picture."""
    one = compare.controlled(found, profile.unit.code, indicator)
    if isinstance(one.outcome, NotDrawn):
        _trend(profile, indicator)
        st.caption(words_control.not_drawn(one.outcome, indicator.kind.divides))
        return
    picture = charts.control(
        one.frame,
        one.outcome,
        indicator.short_name,
        indicator.unit,
        direction=indicator.direction,
        empty_words=indicator.empty_words,
        ink=show.ink(),
    )
    st.markdown(show.plain(words_control.signals(one.outcome, list(one.frame.index))))
    show.picture(
        picture, f"{profile.unit.short_name}_{indicator.short_name}_控制图", f"control-{indicator.code}"
    )


def _history(profile: Profile, told: Sequence[Indicator]) -> bytes:
    data = pd.concat({one.name: profile.history[one.code] for one in told}, names=["指标", "报送期"])
    columns = ["value", "numerator", "denominator", "median", "target"]
    named = data[columns].set_axis(["数值", "分子", "分母", "同组中位数", "目标"], axis=1)
    table = named.reset_index().astype(object)
    return outgoing.csv_file((table.columns, *table.where(table.notna(), "").itertuples(index=False)))
