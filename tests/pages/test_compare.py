"""比较 and the parts of 单位画像 that tell noise from change, through the real shell."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from metrics.model import Basis
from metrics.periods import Period
from metrics.tasks import load_units, trace, workspace
from tests.pages.test_pages import opened, said

RATE = "admin_litigation_loss_rate"


@pytest.mark.parametrize("page", ["compare.py"])
def test_without_units_or_reports_it_says_what_to_do_first(empty_data: Path, page: str) -> None:
    assert "还没有单位名录" in said(opened(page))
    here = workspace.current()
    load_units.load(here, load_units.initial(here))
    assert "还没有确认过的报表" in said(opened(page))


def test_two_periods_begin_with_the_sentence_and_end_with_every_unit(sample_data: Path) -> None:
    app = opened("compare.py", view="pairs", indicator=RATE, period="2026Q3", against="2025Q3", basis="ytd")
    text = said(app)
    assert "2026年1—9月与2025年1—9月相比" in text and "变化在偶然波动范围内" in text
    table = app.dataframe[0].value
    assert list(table.columns) == ["单位", "本期", "对比期", "变化", "偶然波动"]
    assert len(table) == 45
    assert set(table["偶然波动"]) <= {"范围内", "略超出", "超出", "案件太少", "没有变化", ""}
    assert "对比期无数，不可比" in set(table["变化"])
    assert app.query_params["against"] == "2025Q3"


def test_any_units_and_any_two_periods_stand_in_the_address(sample_data: Path) -> None:
    app = opened(
        "compare.py",
        view="pairs",
        indicator=RATE,
        period="2025Q1",
        against="2026Q2",
        units="ht_gongan,ht_renshe",
    )
    assert set(app.dataframe[0].value["单位"]) == {"公安汉台分局", "区人社局"}
    assert app.query_params["units"] == "ht_renshe,ht_gongan"  # in protocol order
    assert "2025年1—3月与2026年1—6月相比" in said(app)


def test_periods_that_share_a_quarter_get_no_word_on_chance(sample_data: Path) -> None:
    app = opened("compare.py", view="pairs", indicator=RATE, period="2026Q3", against="2026Q2", basis="ytd")
    assert "两期有相同的季度，不作判断" in said(app)
    assert set(app.dataframe[0].value["偶然波动"]) <= {"两期重叠", ""}


def test_a_check_of_yes_and_no_is_compared_without_a_picture(sample_data: Path) -> None:
    app = opened("compare.py", view="pairs", indicator="chief_zero_attendance")
    assert "没有高低可画" in said(app)
    assert set(app.dataframe[0].value["偶然波动"]) <= {"不作判断", ""}


@pytest.mark.parametrize("view", ["multiples", "heat"])
def test_units_over_time_come_with_a_table_of_the_same_figures(sample_data: Path, view: str) -> None:
    app = opened("compare.py", view=view, indicator=RATE, basis="ytd", group="towns", period="2026Q3")
    table = app.dataframe[0].value
    assert len(table) == 15 and list(table.columns)[-1] == "2026年第三季度"
    assert len(app.get("plotly_chart")) == 1


def test_the_funnel_names_nobody_where_cases_explain_the_differences(sample_data: Path) -> None:
    app = opened("compare.py", view="funnel", indicator=RATE, basis="ytd", group="all", period="2026Q3")
    assert "没有单位明显偏离" in said(app)
    assert len(app.dataframe[0].value) == 32  # units with closed cases only
    towns = opened(
        "compare.py", view="funnel", indicator=RATE, basis="period", group="towns", period="2025Q1"
    )
    assert "没有差别可看" in said(towns) or "合计" in said(towns)


def test_a_unit_s_page_begins_with_key_figures_and_draws_one_topic(sample_data: Path) -> None:
    app = opened("unit_profile.py", unit="ht_gongan", period="2026Q3", basis="ytd", topic="行政诉讼")
    assert list(app.dataframe[0].value["指标"]) == ["行政诉讼发案量", "行政诉讼败诉率"]
    assert set(app.dataframe[0].value["偶然波动"]) == {"范围内"}
    assert len(app.get("plotly_chart")) == 2
    stretches = app.dataframe[1].value.set_index("指标")
    assert stretches.loc["行政诉讼败诉率", "年初以来"] == "10.26%（4/39）"
    assert {"本季同比", "本季环比", "滚动四季", "上年全年"} <= set(stretches.columns)
    every = opened("unit_profile.py", unit="ht_gongan", period="2026Q3", topic="全部")
    assert not every.get("plotly_chart") and "选一个领域" in said(every)


def test_control_charts_tell_their_rules_and_why_one_is_not_drawn(sample_data: Path) -> None:
    app = opened("unit_profile.py", unit="ht_gongan", period="2026Q3", topic="行政诉讼", chart="control")
    text = said(app)
    assert "没有异常信号" in text and "单值—移动极差图（XmR）" in text and "连续8期及以上" in text
    quiet = opened("unit_profile.py", unit="ht_laojun", period="2026Q3", topic="行政诉讼", chart="control")
    assert "不画控制图" in said(quiet)


_ORIGIN = """
from metrics.model import Basis
from metrics.periods import Period
from metrics.tasks import workspace
from pages.parts import show

here = workspace.current()
indicator = here.catalogue.indicators["{indicator}"]
show.origin(here, here.units()["{unit}"], indicator, Period.from_key("2026Q3"), Basis.YEAR_TO_DATE)
"""


def test_an_origin_shows_the_whole_way_from_the_figure_to_the_cells(sample_data: Path) -> None:
    app = AppTest.from_string(_ORIGIN.format(indicator=RATE, unit="ht_gongan")).run(timeout=30)
    assert not app.exception
    text = said(app)
    assert "10.26%（分子4，分母39）" in text  # the figure with what is above and below the line
    assert "分子：" in text and "分母：" in text and "通知条款：第二十五条" in text and "依据：" in text
    table = app.dataframe[0].value
    assert set(table["用于"]) == {"分子", "分母"}
    assert {"文件", "工作表", "单元格", "版本", "报送人", "报送时间"} <= set(table.columns)
    assert list(table["报送期"].unique()) == ["2026年第一季度", "2026年第二季度", "2026年第三季度"]
    here = workspace.current()
    added = sum(
        one.source.value or 0
        for one in trace.trace(
            here, "ht_gongan", here.catalogue.indicators[RATE], Period.from_key("2026Q3"), Basis.YEAR_TO_DATE
        )
        if one.source and one.measure.code == "litigation_lost"
    )
    assert added == 4
