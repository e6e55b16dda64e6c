"""Pictures of many figures at once, checked by what they draw."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest

from metrics.analysis import control, funnel
from metrics.model import Direction
from metrics.periods import Period, between
from metrics.report import charts
from metrics.report.theme import LIGHT

NAN = float("nan")
HOSTILE = '<img src=x onerror="alert(1)">'
PERIODS = [period.key for period in between(Period(2023, 1), Period(2025, 3))]
NAMES = {"a": "铺镇人民政府", "b": HOSTILE, "c": "区司法局"}


def cells(**values: list[float]) -> pd.DataFrame:
    """Rates of three units over PERIODS[-3:], NaN as “无案件”."""
    rows = [
        (unit, key, value, value * 4, 4.0, "no_cases" if np.isnan(value) else "ok")
        for unit, numbers in values.items()
        for key, value in zip(PERIODS[-3:], numbers, strict=True)
    ]
    columns = ["unit", "period", "value", "numerator", "denominator", "status"]
    return pd.DataFrame(rows, columns=columns).set_index(["unit", "period"])


PAIR = ["unit", "value", "numerator", "denominator"]
PAIR = [*PAIR, *(f"{name}_before" for name in PAIR[1:]), "mood", "said"]
SOME = cells(a=[0.25, 0.5, 1.0], b=[NAN, 0.0, 0.25], c=[NAN, NAN, NAN])


def everything(picture: charts.Picture) -> str:
    return json.dumps(picture.figure.to_plotly_json(), default=str, ensure_ascii=False)


def test_a_control_chart_draws_limits_and_marks_what_breaks_a_rule_by_good_or_bad():
    values = [10.0, 12, 8, 11, 9, 12, 8, 10, 11, 30, 9]
    frame = pd.DataFrame({"value": values, "status": ["ok"] * 11}, index=PERIODS)
    outcome = control.counts(values)
    assert isinstance(outcome, control.Chart)
    for direction, colour in (
        (Direction.DOWN, LIGHT.alarm),
        (Direction.UP, LIGHT.good),
        (Direction.NONE, LIGHT.accent),
    ):
        picture = charts.control(frame, outcome, "发案量", "件", direction=direction)
        marker = next(trace.marker for trace in picture.figure.data if trace.mode == "lines+markers")
        assert (marker.color[9], marker.size[9]) == (colour, 12)
        assert marker.size[0] == 6
    assert "2025年第二季度高于上限" in picture.alt
    assert "上限" in everything(picture) and "均值" in everything(picture)
    with pytest.raises(ValueError, match="10 periods"):
        charts.control(frame.iloc[1:], outcome, "发案量", "件")


def test_a_funnel_names_who_is_outside_and_escapes_names():
    index = pd.Index(["a", "b", "c"])
    outcome = funnel.funnel(pd.Series([10.0, 30, 11], index), pd.Series([100.0, 60, 110], index))
    assert isinstance(outcome, funnel.Funnel)
    picture = charts.funnel(outcome, NAMES, "败诉率", direction=Direction.DOWN)
    points = next(trace for trace in picture.figure.data if trace.mode == "markers")
    assert points.marker.color[1] == LIGHT.alarm
    assert "明显偏高" in points.customdata[1] and "<img" not in everything(picture)
    assert "明显偏高的1个" in picture.alt


def test_a_heat_map_has_a_row_for_each_unit_a_head_for_each_group_and_a_sign_for_each_gap():
    picture = charts.heat(SOME, [("镇街", ["a", "b"]), ("部门", ["c"])], NAMES, "败诉率", "%")
    ticks = list(picture.figure.layout.yaxis.ticktext)
    assert ticks[:2] == ["<b>镇街</b>", "铺镇人民政府"] and ticks[3:] == ["<b>部门</b>", "区司法局"]
    texts = [text for trace in picture.figure.data[1:] for text in trace.text]
    assert sorted(texts) == sorted(["25", "50", "100", "0", "25", "○", "○", "○", "○"])
    assert "最大的是铺镇人民政府2025年第三季度（100.00%）" in picture.alt
    assert "<img" not in everything(picture)


def test_pictures_of_nothing_say_so():
    nothing = cells(a=[NAN] * 3, b=[NAN] * 3, c=[NAN] * 3)
    for picture in (
        charts.heat(nothing, [("", ["a", "b", "c"])], NAMES, "败诉率", "%"),
        charts.multiples(nothing, ["a", "b", "c"], NAMES, "败诉率", "%"),
    ):
        assert "没有可画的数" in everything(picture) and "没有可画的数" in picture.alt


def test_small_multiples_share_one_scale_and_break_where_nothing_is_known():
    picture = charts.multiples(SOME, ["a", "b", "c"], NAMES, "败诉率", "%", across=2)
    line = next(
        trace for trace in picture.figure.data if trace.mode == "lines+markers" and len(trace.x or ())
    )
    first, second = line.y[:3], line.y[4:7]
    assert first[2] == pytest.approx(4 * first[0]) and first[0] == pytest.approx(
        second[2]
    )  # 25 % is 25 % everywhere
    assert second[0] is None and line.y[3] is None
    assert line.x[4] > line.x[2] and line.y[8:11] == (None, None, None)
    assert "<img" not in everything(picture)


def test_pairs_join_both_periods_and_colour_the_change():
    table = pd.DataFrame(
        [
            ("a", 0.1, 1, 10, 0.3, 3, 10, "good", "变化在偶然波动范围内"),
            ("b", 0.5, 5, 10, 0.2, 2, 10, "bad", ""),
        ],
        columns=[
            "unit",
            "value",
            "numerator",
            "denominator",
            "value_before",
            "numerator_before",
            "denominator_before",
            "mood",
            "said",
        ],
    )
    picture = charts.pairs(table, NAMES, "败诉率", "%", before="2024年1—9月", now="2025年1—9月")
    lines = {trace.line.color: trace.x for trace in picture.figure.data if trace.mode == "lines"}
    assert lines[LIGHT.good] == (0.3, 0.1, None) and lines[LIGHT.alarm] == (0.2, 0.5, None)
    hover = picture.figure.data[-1].customdata[0]
    assert "2024年1—9月：30.00%（3/10）" in hover and "变化在偶然波动范围内" in hover
    assert "变好1个，变差1个" in picture.alt
    assert charts.pairs(table.iloc[:0], NAMES, "败诉率", "%", before="甲", now="乙").figure is not None
