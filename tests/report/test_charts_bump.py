"""The bump chart is checked by what it draws."""

from __future__ import annotations

import itertools

import pandas as pd

from metrics.report import theme
from metrics.report.charts_bump import bump

NAN = float("nan")
RANKS = pd.DataFrame(
    {"2024Q3": [1.0, 2.0, 2.0], "2024Q4": [NAN, 1.0, 2.0], "2025Q1": [2.0, 1.0, NAN]}, index=["a", "b", "c"]
)
REASONS = RANKS.isna().replace({True: "too_few", False: ""})
REASONS.loc["a", "2024Q4"] = "no_cases"
NAMES = {"a": "铺镇", "b": "<b>东关</b>", "c": "区司法局"}


def runs(trace):
    """The pieces between lifts of the pen, as (place, rank)."""
    pairs = zip(trace.x, trace.y, strict=True)
    return [list(group) for drawn, group in itertools.groupby(pairs, lambda p: p[0] is not None) if drawn]


def test_the_chosen_is_in_the_accent_and_everybody_else_in_grey_in_one_trace():
    others, own = (
        t for t in bump(RANKS, NAMES, "出庭率", chosen="a").figure.data if t.mode == "lines+markers"
    )
    assert others.line.color == theme.LIGHT.faint
    assert own.line.color == theme.LIGHT.accent
    assert runs(others) == [[(0, 2), (1, 1), (2, 1)], [(0, 2), (1, 2)]]


def test_a_quarter_without_a_rank_is_a_gap_with_a_mark_that_tells_why():
    figure = bump(RANKS, NAMES, "出庭率", chosen="a", reasons=REASONS, empty_words="无开庭案件").figure
    own = next(t for t in figure.data if t.mode == "lines+markers" and t.line.color == theme.LIGHT.accent)
    assert runs(own) == [[(0, 1)], [(2, 2)]]
    assert own.connectgaps is False
    (marks,) = (t for t in figure.data if t.mode == "markers")
    assert marks.x == (1,)
    assert "无开庭案件" in marks.customdata[0]


def test_lines_do_not_cross_a_break_and_a_new_definition_is_marked():
    picture = bump(RANKS, NAMES, "出庭率", breaks=["2025Q1"], redefined=["2025Q1"])
    (lines,) = picture.figure.data
    assert runs(lines) == [[(0, 1)], [(2, 2)], [(0, 2), (1, 1)], [(2, 1)], [(0, 2), (1, 2)]]
    assert "口径变更" in {a.text for a in picture.figure.layout.annotations}
    assert "口径变更" in picture.caption


def test_the_first_place_is_at_the_top_and_always_on_the_axis():
    axis = bump(RANKS, NAMES, "出庭率").figure.layout.yaxis
    assert axis.range[0] > axis.range[1]
    many = pd.DataFrame({"2025Q1": [float(n) for n in range(1, 61)]}, index=[f"u{n}" for n in range(60)])
    axis = bump(many, {f"u{n}": f"u{n}" for n in range(60)}, "出庭率").figure.layout.yaxis
    assert axis.tickvals[0] == 1
    assert len(axis.tickvals) <= 13


def test_the_hover_tells_rank_and_number_of_units_and_names_stay_text():
    (lines,) = bump(RANKS, NAMES, "出庭率").figure.data
    assert "铺镇：第1名（3个单位参加）" in lines.customdata[0]
    assert not any("<b>东关" in (told or "") for told in lines.customdata)


def test_the_alternative_text_says_the_chosen_units_ranks():
    alt = bump(RANKS, NAMES, "出庭率", chosen="a").alt
    assert alt.endswith("铺镇：2024年第三季度第1名，2024年第四季度未列名，2025年第一季度第2名。")


def test_nobody_ranked_is_said_and_not_drawn():
    picture = bump(RANKS * NAN, NAMES, "出庭率")
    assert len(picture.figure.data) == 0
    assert "没有" in picture.alt
