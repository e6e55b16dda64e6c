"""Every page in every state that does not need a browser, through the real shell."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from metrics.tasks import load_units, workspace
from tests.conftest import ROOT, SAMPLE

SHELL = str(ROOT / "pages" / "shell.py")
ANALYSIS = ["overview.py", "unit_profile.py", "double_decline.py", "ranking.py", "score.py"]
MENDED = "错误示例1_改正后.xlsx"
FAULTY = "错误示例1_出庭大于开庭.xlsx"


def opened(page: str, **query: str) -> AppTest:
    app = AppTest.from_file(SHELL, default_timeout=60)
    app.run()
    for key, value in query.items():
        app.query_params[key] = value
    app.switch_page(page).run()
    assert not app.exception, app.exception[0].message
    return app


def said(app: AppTest) -> str:
    elements = (*app.title, *app.markdown, *app.caption, *app.info, *app.error, *app.warning, *app.success)
    return "\n".join(str(element.value) for element in elements).replace("\\", "")


@pytest.mark.parametrize("page", [*ANALYSIS, "upload.py"])
def test_without_units_a_page_says_what_to_do_first(empty_data: Path, page: str) -> None:
    app = opened(page)
    assert "还没有单位名录" in said(app)
    assert not app.error


@pytest.mark.parametrize("page", ANALYSIS)
def test_without_reports_a_page_says_what_to_do_first(sample_data: Path, page: str) -> None:
    started = workspace.start_empty()
    load_units.load(started, load_units.initial(started))
    app = opened(page)
    assert "还没有确认过的报表" in said(app)
    assert not app.error


def test_the_sample_says_that_it_is_one_and_gives_way_with_one_click(sample_data: Path) -> None:
    app = opened("overview.py")
    assert "示例数据" in said(app)
    next(button for button in app.button if "清空示例" in button.label).click().run()
    assert "示例数据" not in said(app)
    assert "还没有单位名录" in said(app)
    assert not workspace.current().is_sample


def test_the_overview_begins_with_the_sentence_and_names_who_is_missing(sample_data: Path) -> None:
    text = said(opened("overview.py"))
    assert (
        "2026年1—9月，全区两期均报齐的44个单位新收一审行政诉讼案件185件，同比下降17.04%（减少38件）" in text
    )
    assert (
        "败诉率10.19%（22/216），同比下降4.17个百分点，实现“双下降”（另有2个单位报送不全，未计入，结论为初步）。"
        in text
    )
    assert "44/46" in text
    assert "鑫源街道、区扶贫办" in text


def test_an_address_opens_the_same_view_and_a_wrong_one_falls_back(sample_data: Path) -> None:
    app = opened(
        "ranking.py", period="2025Q2", basis="period", group="departments", indicator="admin_litigation_cases"
    )
    assert "2025年第二季度，部门30个单位参加“行政诉讼发案量”排名" in said(app)
    assert app.query_params["period"] == "2025Q2"
    wrong = opened("ranking.py", period="1999Q1", group="nobody")
    assert "2026年1—9月" in said(wrong)


def test_the_ranking_lists_ties_fractions_and_who_is_apart(sample_data: Path) -> None:
    app = opened("ranking.py", indicator="leader_attendance_rate", basis="ytd", group="all")
    table = app.dataframe[0].value
    assert list(table["名次"][:6]) == [1, 1, 1, 1, 1, 6]
    assert "20/21" in list(table["件数"])
    text = said(app)
    assert "无开庭案件" in text
    assert "案件数不足，不参与排名" in text
    assert "未报送" in text


def test_the_profile_shows_every_indicator_with_its_fraction(sample_data: Path) -> None:
    app = opened("unit_profile.py", unit="ht_gongan", period="2026Q3", basis="ytd")
    table = app.dataframe[0].value.set_index("指标")
    assert table.loc["负责人出庭应诉率", "件数"] == "27/29"
    assert table.loc["负责人出庭应诉率", "数值"] == "93.10%"
    assert table.loc["负责人出庭应诉率", "达标"] == "✗ 未达标"


@pytest.mark.parametrize(
    ("unit", "indicator", "standing"),
    [
        ("ht_linye", "执法事项目录", "✗ 逾期"),
        ("ht_shuili", "突出问题清单", "… 进行中"),
        ("ht_shangwu", "变相许可数", "✗ 未达标"),
        ("ht_laojun", "法律顾问覆盖率", "… 进行中"),
        ("ht_sifa", "合法性审查工作报告", "✓ 达标"),
        ("ht_government", "政府班子法治讲座", "… 进行中"),
        ("ht_wuxiang", "领导旁听庭审", ""),
    ],
)
def test_the_profile_says_how_the_unit_stands(
    sample_data: Path, unit: str, indicator: str, standing: str
) -> None:
    app = opened("unit_profile.py", unit=unit, period="2026Q3", basis="period", topic="全部")
    table = app.dataframe[0].value.set_index("指标")
    assert table.loc[indicator, "达标"] == standing
    assert ("季度通报期数" in table.index) == (unit == "ht_sifa")


def test_a_unit_that_has_not_reported_is_not_shown_as_zero(sample_data: Path) -> None:
    app = opened("unit_profile.py", unit="ht_fupin", period="2026Q3", basis="period")
    assert "未报送" in list(app.dataframe[0].value["数值"])
    assert "不是 0" in said(app)


def test_the_decline_page_gives_a_verdict_for_each_unit(sample_data: Path) -> None:
    app = opened("double_decline.py", period="2026Q3", basis="ytd", group="all")
    table = next(one.value for one in app.dataframe if "结论" in one.value.columns)
    assert len(table) == 45
    assert set(table["结论"]) <= {"双下降", "一降一升", "双上升", "持平", "不可比"}


def drawn(app: AppTest) -> dict:
    """What the sheet is told to draw."""
    return json.loads(app.get("bidi_component")[0].proto.json)


def uploaded(file: str, period: str = "2026Q3") -> AppTest:
    app = opened("upload.py", period=period)
    app.file_uploader[0].upload(file, (SAMPLE / "messy" / file).read_bytes()).run()
    assert not app.exception, app.exception[0].message
    return app


def test_a_faulty_workbook_is_kept_but_cannot_be_confirmed(sample_data: Path) -> None:
    app = uploaded(FAULTY)
    assert "强制性问题改正后才能计入" in said(app)
    assert {"G6、F6", "H6、G6"} <= {button.label for button in app.button}
    assert not [button for button in app.button if button.label == "确认报送"]
    here = workspace.current()
    newest = here.store.submissions(here.jurisdiction)[0]
    assert (newest.file_name, newest.state, newest.findings["mandatory"]) == (FAULTY, "draft", 2)


def test_a_good_workbook_shows_what_changes_and_counts_after_confirming(sample_data: Path) -> None:
    app = uploaded(MENDED)
    assert "没有发现问题" in said(app)
    assert "个数要改" in said(app)
    next(button for button in app.button if button.label == "确认报送").click().run()
    assert "报送回执" in said(app)
    here = workspace.current()
    assert here.store.submissions(here.jurisdiction)[0].state == "confirmed"


def test_a_rerun_or_the_same_file_again_stores_nothing_twice(sample_data: Path) -> None:
    app = uploaded(MENDED)
    here = workspace.current()
    before = len(here.store.submissions(here.jurisdiction))
    app.run()
    again = uploaded(MENDED)
    assert len(here.store.submissions(here.jurisdiction)) == before
    assert "以前上传过" in said(again)


def test_a_workbook_for_another_quarter_stops_there(sample_data: Path) -> None:
    app = uploaded(MENDED, period="2026Q2")
    assert "这份表是2026年第三季度的，您选择的是2026年第二季度" in said(app)
    assert not [button for button in app.button if button.label == "确认报送"]


def test_a_file_that_is_no_workbook_gets_words_and_is_kept(sample_data: Path) -> None:
    app = opened("upload.py")
    app.file_uploader[0].upload("坏文件.xlsx", b"PK\x03\x04 broken").run()
    assert "请在 WPS 或 Excel 中打开" in said(app)
    here = workspace.current()
    assert here.store.submissions(here.jurisdiction)[0].file_name == "坏文件.xlsx"


def test_text_of_a_cell_is_handed_to_the_sheet_as_text(sample_data: Path) -> None:
    sheet = drawn(uploaded("错误示例3_未知单位.xlsx"))
    texts = [text for row in sheet["rows"] for text, *_ in row["cells"]]
    assert any("区不存在局" in text for text in texts)


def test_the_initial_list_of_units_is_one_click_away(empty_data: Path) -> None:
    app = opened("units.py")
    next(button for button in app.button if "初始名录" in button.label).click().run()
    assert "共 46 个单位" in said(app)


def test_a_faulty_list_of_units_changes_nothing(sample_data: Path) -> None:
    app = opened("units.py")
    broken = "辖区代码,名称,类型\n610702,测试局,不知道\n".encode()
    app.file_uploader[0].upload("名录.csv", broken).run()
    assert "名录没有载入" in said(app)
    assert len(workspace.current().units()) == 46


def test_a_changed_list_shows_what_changes_before_it_is_loaded(sample_data: Path) -> None:
    app = opened("units.py")
    data = (
        SAMPLE / "units.csv"
    ).read_bytes() + "610702,汉台区,ht_new,测试新局,新局,,部门,有,99,,\r\n".encode()
    app.file_uploader[0].upload("名录.csv", data).run()
    assert "新增 **1** 个" in said(app)
    next(button for button in app.button if button.label == "确认载入").click().run()
    assert "ht_new" in workspace.current().units()


def test_a_list_of_another_district_is_not_mixed_in(sample_data: Path) -> None:
    app = opened("units.py")
    other = "辖区代码,辖区名称,名称,类型\n610703,南郑区,南郑区财政局,部门\n".encode()
    app.file_uploader[0].upload("名录.csv", other).run()
    assert "一个库只放一个辖区" in said(app)
    assert not [button for button in app.button if button.label == "确认载入"]


def test_whoever_confirms_stands_for_an_upload_without_a_name(sample_data: Path) -> None:
    app = uploaded(MENDED)
    app.text_input(key="uploader").set_value("李四").run()
    next(button for button in app.button if button.label == "确认报送").click().run()
    assert "报送人：**李四**" in said(app)
