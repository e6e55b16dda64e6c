"""Pictures are checked by what they draw, not by how they look; the looking was done by eye."""

import itertools
import json

import pandas as pd
import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.report import charts, theme
from metrics.report.picture import spread, upper_end

NAN = float("nan")
HOSTILE = '<img src=x onerror="alert(1)">'

RATES = pd.DataFrame(
    [
        ("2024Q3", 0.5, 1, 2, "ok", 1.0, 0.9, NAN),
        ("2024Q4", NAN, 0, 0, "no_cases", 1.0, 0.9, NAN),
        ("2025Q1", NAN, NAN, NAN, "not_reported", 1.0, 0.9, NAN),
        ("2025Q3", 27 / 28, 27, 28, "ok", 1.0, 0.95, 0.5),
    ],
    columns=["period", "value", "numerator", "denominator", "status", "target", "median", "year_ago"],
).set_index("period")

COUNTS = pd.DataFrame(
    {"value": [3.0, 0.0, 12.0], "status": ["ok", "ok", "ok"]}, index=["2025Q1", "2025Q2", "2025Q3"]
)

RANKED = pd.DataFrame(
    [("a", 1, 1.0, 5, 5), ("b", 2, 27 / 28, 27, 28), ("c", 2, 54 / 56, 54, 56), ("d", 4, 0.0, 0, 3)],
    columns=["unit", "rank", "value", "numerator", "denominator"],
)
NAMES = {"a": "汉中市自然资源局汉台分局", "b": "铺镇人民政府", "c": HOSTILE, "d": "区司法局"}

MOVES = pd.DataFrame(
    [
        ("a", 3, 5, 0.1, 0.2, "double_decline"),
        ("b", 1, 3, 0.0, 0.1, "double_decline"),
        ("c", 0, 0, NAN, NAN, "not_comparable"),
        ("d", 9, 2, 0.6, 0.1, "double_rise"),
        ("e", 0, 1, 0.5, 0.2, "one_down"),
        ("@all", 180, 212, 0.113, 0.134, "double_decline"),
    ],
    columns=["unit", "volume", "volume_before", "rate", "rate_before", "verdict"],
).set_index("unit")
MOVED = {
    **{"a": "铺镇人民政府", "b": "武乡镇人民政府", "c": "区审计局"},
    **{"d": HOSTILE, "e": "区财政局", "@all": "全区"},
}
SENTENCES = {
    **{"a": "铺镇两项均下降。", "b": "武乡镇两项均下降。", "c": "区审计局不可比。"},
    **{"d": HOSTILE, "e": "区财政局发案降、败诉升。", "@all": "全区双下降。"},
}


def trace(figure: go.Figure, **wanted: object) -> go.Scatter | go.Bar:
    """The one trace with these attributes."""
    (found,) = [t for t in figure.data if all(t[key] == value for key, value in wanted.items())]
    return found


def own_line(picture: charts.Picture) -> go.Scatter:
    (line,) = [t for t in picture.figure.data if t.type == "scatter" and t.mode == "lines+markers"]
    return line


def test_a_missing_value_is_a_gap_and_never_zero():
    line = own_line(charts.trend(RATES, "出庭应诉率", "%"))
    assert line.y == (0.5, None, None, None, 27 / 28)
    assert line.connectgaps is False


def test_a_period_that_is_left_out_is_drawn_as_a_gap():
    line = own_line(charts.trend(RATES.drop("2025Q1"), "出庭应诉率", "%"))
    assert line.y == (0.5, None, None, None, 27 / 28)


def test_no_cases_and_not_reported_have_each_their_own_mark_and_word():
    picture = charts.trend(RATES, "出庭应诉率", "%")
    empty = trace(picture.figure, marker_symbol="circle-open")
    unreported = trace(picture.figure, marker_symbol="x-thin-open")
    assert (empty.x, empty.y) == ((1,), (0,))
    assert "无案件" in empty.customdata[0]
    assert unreported.x == (2, 3)
    assert all("未报送" in text for text in unreported.customdata)
    assert "○ 无案件" in picture.caption


def test_no_cases_is_called_by_the_word_of_the_indicator():
    picture = charts.trend(RATES, "出庭应诉率", "%", empty_words="无开庭案件")
    assert "○ 无开庭案件" in picture.caption


def test_a_changed_definition_is_a_gap_with_its_own_mark():
    frame = RATES.assign(status="redefined", value=NAN)
    mark = trace(charts.trend(frame.loc[["2024Q3"]], "率", "%").figure, marker_symbol="diamond-open")
    assert "口径变更" in mark.customdata[0]


def test_a_rate_is_rounded_from_its_counts_and_not_from_the_float():
    frame = pd.DataFrame(
        {"value": [1 / 32], "numerator": [1], "denominator": [32], "status": ["ok"]}, index=["2025Q3"]
    )
    assert "3.13%（1/32）" in own_line(charts.trend(frame, "败诉率", "%")).customdata[0]


def test_a_median_between_two_counts_is_not_cut_to_a_whole_number():
    frame = COUNTS.assign(median=[2.5, 2.5, 2.5])
    texts = [a.text for a in charts.trend(frame, "发案量", "件").figure.layout.annotations]
    assert "中位数 2.5件" in texts


def test_a_point_tells_its_fraction_and_what_it_is_compared_with():
    hover = own_line(charts.trend(RATES, "出庭应诉率", "%")).customdata[-1]
    assert hover.split("<br>") == [
        "<b>2025年第三季度</b>",
        "出庭应诉率：96.43%（27/28）",
        "上年同期：50.00%",
        "同组中位数：95.00%",
        "目标：100.00%",
    ]


def test_labels_at_the_ends_of_lines_do_not_overlap():
    figure = charts.trend(RATES, "出庭应诉率", "%").figure
    low, high = figure.layout.yaxis.range
    height = figure.layout.height - figure.layout.margin.t - figure.layout.margin.b
    places = sorted(a.y / (high - low) * height + a.yshift for a in figure.layout.annotations)
    assert len(places) == 4
    assert all(above - below >= 12 for below, above in itertools.pairwise(places))


def test_counts_are_bars_from_zero():
    figure = charts.trend(COUNTS, "发案量", "件").figure
    assert trace(figure, type="bar").y == (3.0, 0.0, 12.0)
    assert figure.layout.yaxis.range[0] == 0


def test_a_line_separates_two_years():
    figure = charts.trend(RATES, "出庭应诉率", "%").figure
    assert [shape.x0 for shape in figure.layout.shapes] == [1.5]


@pytest.mark.parametrize("quarters", [1, 3, 6, 12, 16, 40])
def test_the_axis_names_every_year_or_every_nth_but_never_more_than_a_phone_can_hold(quarters):
    keys = [f"{2015 + i // 4}Q{i % 4 + 1}" for i in range(quarters)]
    frame = pd.DataFrame({"value": 1.0, "status": "ok"}, index=keys)
    axis = charts.trend(frame, "发案量", "件").figure.layout.xaxis
    years = [text for text in axis.ticktext if "年" in text]
    assert 1 <= len(years) <= 5
    assert years[-1].endswith(f"{2015 + (quarters - 1) // 4}年")


def test_nothing_to_draw_is_said_in_the_picture():
    frame = pd.DataFrame({"value": [NAN], "status": ["not_reported"]}, index=["2025Q3"])
    picture = charts.trend(frame, "出庭应诉率", "%")
    assert [a.text for a in picture.figure.layout.annotations] == ["没有可画的数"]
    assert picture.alt == "“出庭应诉率”：2025年第三季度至2025年第三季度没有可画的数。"


def test_the_alternative_text_says_what_is_seen():
    assert charts.trend(RATES, "出庭应诉率", "%").alt == (
        "“出庭应诉率”走势图，2024年第三季度至2025年第三季度。2期有数，"
        "最近一期96.43%（27/28），最高96.43%，最低50.00%。"
    )


def test_volume_and_loss_rate_have_each_their_own_panel():
    frame = RATES.rename(columns={"value": "rate"})[["rate", "numerator", "denominator", "status"]]
    picture = charts.volume_and_loss(frame.assign(volume=[40, 35, NAN, 28]), "全区")
    bars = trace(picture.figure, type="bar")
    assert bars.y == (40.0, 35.0, None, None, 28.0)
    assert (bars.yaxis, own_line(picture).yaxis) == ("y", "y2")
    assert picture.alt.endswith("最近一期发案量28件，败诉率96.43%（27/28）。")


def test_the_ranking_keeps_order_and_whole_names_and_shows_the_fraction():
    figure = charts.ranking(RANKED, NAMES, "排名", "%").figure
    bars, texts = figure.data
    assert bars.x == (1.0, 27 / 28, 54 / 56, 0.0)
    assert texts.text[1].strip() == "96.43%  27/28"
    assert figure.layout.yaxis.ticktext[0] == "1　汉中市自然资源局汉台分局"
    assert figure.layout.yaxis.range[0] > figure.layout.yaxis.range[1]


def test_the_chosen_unit_is_accent_and_the_others_grey():
    bars, _ = charts.ranking(RANKED, NAMES, "排名", "%", chosen="b").figure.data
    grey = theme.LIGHT.faint
    assert bars.marker.color == (grey, theme.LIGHT.accent, grey, grey)


def test_the_target_is_a_labelled_line_within_the_axis():
    figure = charts.ranking(RANKED.iloc[1:], NAMES, "排名", "%", target=1.0).figure
    assert figure.layout.xaxis.range == (0, 1.0)
    assert [a.text for a in figure.layout.annotations] == ["目标 100.00%"]


def test_a_ranking_of_many_units_is_higher_instead_of_denser():
    many = pd.concat([RANKED] * 20)
    figure = charts.ranking(many, NAMES, "排名", "%").figure
    assert figure.layout.height >= 80 * 20
    assert len(figure.layout.yaxis.ticktext) == 80


def test_a_ranking_without_units_says_so():
    picture = charts.ranking(RANKED.iloc[:0], NAMES, "排名", "%")
    assert picture.alt == "“排名”：没有参加排名的单位。"


def test_the_ranking_in_words_names_the_ends_and_the_chosen_unit():
    alt = charts.ranking(RANKED, NAMES, "排名", "%", chosen="b").alt
    assert "列首位的是汉中市自然资源局汉台分局（100.00%）" in alt
    assert alt.endswith("铺镇人民政府列第2名（96.43%）。")


def test_units_that_are_not_comparable_are_listed_and_not_drawn():
    picture = charts.quadrant(MOVES, MOVED, SENTENCES, "双下降", district="@all")
    assert picture.left_out == ("区审计局",)
    assert "区审计局" not in picture.figure.to_json()
    assert picture.alt.endswith("共4个单位，其中实现双下降的2个。1个单位不可比，未画入。")


def test_units_on_one_place_share_a_point_that_tells_of_both():
    points = charts.quadrant(MOVES, MOVED, SENTENCES, "双下降", district="@all").figure.data[0]
    place = next(i for i, (x, y) in enumerate(zip(points.x, points.y, strict=True)) if (x, y) == (-2, -10))
    assert "铺镇两项均下降。" in points.customdata[place]
    assert "武乡镇两项均下降。" in points.customdata[place]


def test_a_unit_without_cases_this_year_still_has_a_point():
    points = charts.quadrant(MOVES, MOVED, SENTENCES, "双下降", district="@all").figure.data[0]
    assert min(points.marker.size) > 0


def test_the_district_does_not_push_the_units_together():
    figure = charts.quadrant(MOVES, MOVED, SENTENCES, "双下降", district="@all").figure
    low, high = figure.layout.xaxis.range
    assert low > -10
    diamond = trace(figure, marker_symbol="diamond")
    assert low < diamond.x[0] < high
    assert "<b>全区（超出图幅）</b>" in [a.text for a in figure.layout.annotations]


def test_the_lower_left_is_named_and_filled():
    figure = charts.quadrant(MOVES, MOVED, SENTENCES, "双下降", district="@all").figure
    (fill,) = figure.layout.shapes
    assert (fill.x1, fill.y1) == (0, 0)
    corner = next(a for a in figure.layout.annotations if a.text == "<b>双下降</b>")
    assert (corner.x, corner.y) == (0, 0)


def test_a_quadrant_without_comparable_units_says_so():
    picture = charts.quadrant(MOVES.loc[["c"]], MOVED, SENTENCES, "双下降")
    assert [a.text for a in picture.figure.layout.annotations] == ["没有可画的数"]


def test_a_name_can_never_become_markup():
    pictures = [
        charts.trend(RATES, HOSTILE, "%"),
        charts.volume_and_loss(RATES.rename(columns={"value": "rate"}).assign(volume=1), HOSTILE),
        charts.ranking(RANKED, NAMES, HOSTILE, "%", chosen="c"),
        charts.quadrant(MOVES, MOVED, SENTENCES, HOSTILE, district="@all", chosen="d"),
        charts.quadrant(MOVES, dict.fromkeys(MOVED, HOSTILE), SENTENCES, HOSTILE, district="@all"),
    ]
    for picture in pictures:
        drawn = json.loads(picture.figure.to_json())
        assert "<img" not in json.dumps(drawn)
        assert "&lt;img" in json.dumps(drawn)


def test_a_chart_changes_no_frame_that_it_was_given():
    for frame, draw in (
        (RATES, lambda f: charts.trend(f, "率", "%")),
        (RANKED, lambda f: charts.ranking(f, NAMES, "率", "%")),
        (MOVES, lambda f: charts.quadrant(f, MOVED, SENTENCES, "率", district="@all")),
    ):
        before = frame.copy(deep=True)
        draw(frame)
        pd.testing.assert_frame_equal(frame, before)


def test_the_menu_has_one_entry_in_chinese_and_needs_no_internet():
    config = theme.config("出庭应诉率_2025Q3")
    assert config["modeBarButtons"] == [["toImage"]]
    assert config["locales"][config["locale"]]["dictionary"]["Download plot as a PNG"] == "下载图片（PNG）"
    assert config["toImageButtonOptions"]["filename"] == "出庭应诉率_2025Q3"
    assert config["displaylogo"] is False
    assert "http" not in json.dumps(config)


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("ink", [theme.LIGHT, theme.DARK])
def test_text_and_lines_can_be_read_on_their_background(ink):
    def contrast(colour: str) -> float:
        light, dark = sorted((luminance(colour), luminance(ink.paper)), reverse=True)
        return (light + 0.05) / (dark + 0.05)

    assert all(contrast(colour) >= 4.5 for colour in (ink.text, ink.quiet, ink.accent, ink.alarm, ink.good))
    assert contrast(ink.line) >= 3


@given(st.lists(st.floats(0, 1000), max_size=6), st.floats(1, 30))
def test_spread_labels_keep_their_order_and_their_distance(places, gap):
    moved = spread(places, gap)
    for (old, new), (old_above, new_above) in itertools.combinations(zip(places, moved, strict=True), 2):
        assert abs(new_above - new) >= gap - 1e-6
        assert (old_above - old) * (new_above - new) >= 0


@given(st.floats(0, 1e6), st.sampled_from(["%", "件"]))
def test_an_axis_holds_its_largest_value_with_few_steps(largest, unit):
    largest = min(largest, 1.0) if unit == "%" else largest
    top, step = upper_end(largest, unit)
    assert top > largest
    assert 1 <= top / step <= 6.01
    assert unit == "%" or step == int(step)


def test_where_the_true_value_may_lie_is_a_thin_line_over_each_bar_and_fits_the_picture():
    ranges = {"a": (0.57, 1.0), "b": (0.82, 0.99), "c": (0.87, 0.99), "d": (0.0, 0.56)}
    picture = charts.ranking(
        RANKED.assign(value=RANKED["value"] / 2), NAMES, "出庭应诉率", "%", ranges=ranges
    )
    (line,) = [t for t in picture.figure.data if t.type == "scatter" and t.mode == "lines"]
    assert line.x == (0.57, 1.0, None, 0.82, 0.99, None, 0.87, 0.99, None, 0.0, 0.56, None)
    assert line.y == (0, 0, None, 1, 1, None, 2, 2, None, 3, 3, None)
    assert picture.figure.layout.xaxis.range[1] >= 1.0
    assert "95%" in picture.caption
    assert "95%" not in charts.ranking(RANKED, NAMES, "出庭应诉率", "%").caption
