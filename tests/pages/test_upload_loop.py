"""The loop of correction on the upload page: from a messy file to one that counts, nothing lost on the way."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from metrics.store import Receipt
from metrics.tasks import load_units, workspace
from tests.pages.filled import workbook, zipped
from tests.pages.test_pages import FAULTY, MENDED, SAMPLE, opened, said

REASON = "该项职责本季度已划出，没有可填的数"


def drawn(app: AppTest) -> dict:
    """What the sheet is told to draw."""
    return json.loads(app.get("bidi_component")[0].proto.json)


def upload(files: dict[str, bytes], period: str = "2026Q3", name: str = "张三") -> AppTest:
    app = opened("upload.py", period=period)
    app.text_input(key="uploader").set_value(name).run()
    for file, data in files.items():
        app.file_uploader[0].upload(file, data)
    app.run()
    assert not app.exception, app.exception[0].message
    return app


def press(app: AppTest, label: str, number: int = 0) -> AppTest:
    [button for button in app.button if button.label.startswith(label)][number].click().run()
    assert not app.exception, app.exception[0].message
    return app


def labels(app: AppTest) -> list[str]:
    return [button.label for button in app.button]


def newest(count: int = 1) -> list[Receipt]:
    here = workspace.current()
    return here.store.submissions(here.jurisdiction)[:count]


def gap() -> bytes:
    """Nothing wrong but one empty cell, which may stand if it is explained."""
    return workbook({"D3": None})


def test_several_files_are_one_line_each_with_the_button_that_is_next(sample_data: Path) -> None:
    app = upload(
        {
            "好的.xlsx": workbook({}),
            "有空格.xlsx": gap(),
            "有错.xlsx": (SAMPLE / "messy" / FAULTY).read_bytes(),
        }
    )
    assert "本次 3 份：1 份要改正，1 份要写说明，1 份可以确认" in said(app)
    assert {"去改正 2 处", "去说明 1 条", "去核对确认"} <= set(labels(app))
    press(app, "去说明 1 条")
    assert "有空格.xlsx" in said(app)
    assert "回到全部 3 份" in labels(app)
    press(app, "下一份")
    assert "确认报送" in labels(app) or "强制性 2 条" in said(app)


def test_what_waits_for_an_explanation_cannot_be_confirmed_before_it_is_given(sample_data: Path) -> None:
    app = upload({"有空格.xlsx": gap()})
    assert "确认报送" not in labels(app)
    app.text_area[0].set_value("没有").run()
    press(app, "保存说明")
    assert "至少要 6 个字" in said(app)
    app.text_area[0].set_value(REASON).run()
    press(app, "保存说明")
    assert REASON in said(app)
    assert "张三" in said(app)
    press(app, "确认报送")
    assert "报送回执" in said(app)
    assert REASON in said(app)
    assert newest()[0].state == "confirmed"


def test_an_explanation_needs_somebody_who_stands_for_it(sample_data: Path) -> None:
    app = upload({"有空格.xlsx": gap()}, name="")
    app.text_area[0].set_value(REASON).run()
    press(app, "保存说明")
    assert "请先填写报送人姓名" in said(app)
    assert newest()[0].unsettled == 1


def test_one_explanation_may_serve_several_findings(sample_data: Path) -> None:
    app = upload({"空格和突变.xlsx": workbook({"D3": None, "C3": 80, "C7": 89})})
    assert newest()[0].unsettled == 2
    assert len(app.multiselect[0].value) == 2
    app.text_area[0].set_value(REASON).run()
    press(app, "存为 2 条的说明")
    assert newest()[0].unsettled == 0
    assert "确认报送" in labels(app)


def test_what_was_typed_is_still_there_after_leaving_the_page(sample_data: Path) -> None:
    app = upload({"有空格.xlsx": gap()})
    app.text_area[0].set_value("写到一半的说明").run()
    app.switch_page("overview.py").run()
    app.switch_page("upload.py").run()
    assert "有空格.xlsx" in said(app)
    assert app.text_area[0].value == "写到一半的说明"
    assert app.text_input(key="uploader").value == "张三"


def test_the_reviewer_lets_a_wrong_total_pass_with_name_and_reason(sample_data: Path) -> None:
    app = upload({"合计不符.xlsx": workbook({"C7": 999})})
    assert "准强制性 1 条" in said(app)
    assert "确认报送" not in labels(app)
    next(one for one in app.text_input if one.label == "审核员").set_value("王审核").run()
    app.text_area[0].set_value("合计含上年结转，已电话核实").run()
    press(app, "放行")
    assert "审核放行" in said(app)
    assert "王审核" in said(app)
    press(app, "确认报送")
    assert newest()[0].state == "confirmed"


def test_the_class_that_is_chosen_filters_findings_and_marks(sample_data: Path) -> None:
    app = upload({"混合.xlsx": workbook({"D3": None, "C4": "约20"})})
    assert set(drawn(app)["marks"]) == {"D3", "C4"}
    app.get("segmented_control")[0].set_value("mandatory").run()
    assert set(drawn(app)["marks"]) == {"C4"}
    assert drawn(app)["marks"]["C4"]["sign"] == "强"


def test_next_goes_from_cell_to_cell_and_round(sample_data: Path) -> None:
    app = upload({FAULTY: (SAMPLE / "messy" / FAULTY).read_bytes()})
    places = [drawn(app)["focus"]]
    for _ in range(4):
        places.append(drawn(press(app, "下一处"))["focus"])
    assert places == ["G6", "F6", "H6", "G6", "G6"]


def test_a_zip_is_taken_apart_and_bad_files_hinder_nobody(sample_data: Path) -> None:
    archive = zipped({"镇街/好的.xlsx": workbook({}), "坏的.xlsx": b"", "有空格.xlsx": gap()})
    app = upload({"全区.zip": archive})
    assert "本次 3 份" in said(app)
    assert "好的.xlsx" in said(app)
    assert "有空格.xlsx" in said(app)
    assert "1 份要改正" in said(app)
    press(app, "去改正")
    assert "文件是空的" in said(app)
    assert {one.file_name for one in newest(3)} >= {"好的.xlsx", "有空格.xlsx"}


def test_all_that_is_ready_is_confirmed_at_once_but_nothing_is_replaced_unseen(
    nothing_reported: None,
) -> None:
    app = upload({"甲.xlsx": only("区财政局"), "乙.xlsx": only("东关街道")})
    press(app, "一键确认 2 份没有问题的")
    assert {one.state for one in newest(2)} == {"confirmed"}
    again = upload({"甲2.xlsx": only("区财政局", 9), "丙.xlsx": only("区统计局")})
    press(again, "一键确认 2 份没有问题的")
    assert {one.file_name: one.state for one in newest(2)} == {"甲2.xlsx": "draft", "丙.xlsx": "confirmed"}
    assert "1 份会替换已计入的数" in said(again)


@pytest.fixture
def nothing_reported(sample_data: Path) -> None:
    """Units are loaded, and no report counts yet."""
    started = workspace.start_empty()
    load_units.load(started, load_units.initial(started))


def only(unit: str, cases: int = 3) -> bytes:
    """The sheet with one unit in it."""
    names = {"区财政局": "汉中市汉台区财政局", "东关街道": "东关街道办事处", "区统计局": "汉中市汉台区统计局"}
    cells: dict[str, object] = {f"{column}{row}": None for row in range(4, 8) for column in columns()}
    cells |= {"B3": names[unit], "C3": cases}
    return workbook(cells)


def columns() -> list[str]:
    return [chr(65 + n) for n in range(24)]


def test_an_explanation_stands_beside_the_figure_it_explains(sample_data: Path) -> None:
    app = upload({"有空格.xlsx": gap()})
    app.text_area[0].set_value(REASON).run()
    press(app, "保存说明")
    press(app, "确认报送")
    here = workspace.current()
    unit = next(code for code, one in here.units().items() if one.short_name == "东关街道")  # row 3
    profile = opened("unit_profile.py", unit=unit, period="2026Q3", basis="period", topic="全部")
    told = profile.dataframe[0].value
    assert REASON in "".join(told["报送说明"])
    attendance = opened("unit_profile.py", unit=unit, period="2026Q3", basis="period", topic="出庭应诉")
    assert "这些领域的数另有报送说明：行政诉讼" in said(attendance)


def test_a_wrong_quarter_is_put_right_with_one_click(sample_data: Path) -> None:
    app = upload({MENDED: workbook({})}, period="2026Q2")
    assert "您选择的是2026年第二季度" in said(app)
    press(app, "改按2026年第三季度收取")
    assert "没有发现问题" in said(app)


def test_a_sheet_of_several_quarters_is_taken_with_one_click(sample_data: Path) -> None:
    name = "区卫生健康局_2025年各季度报表.xlsx"
    app = upload({name: (SAMPLE / "workbooks" / name).read_bytes()})
    assert "确认报送" not in labels(app)
    press(app, "改按表上写的 4 个报送期收取")
    assert newest()[0].periods == ("2025Q1", "2025Q2", "2025Q3", "2025Q4")
    assert "收起" in labels(app)
    assert "确认报送" in labels(app) or "已计入统计" in said(app)


def unclear() -> bytes:
    """One heading that may be two things, one unit by a short name: the first is asked, the second told."""
    return workbook({"H2": "主要负责人到庭", "B5": "人社局"})


def test_what_is_unclear_is_asked_first_with_the_likeliest_chosen(sample_data: Path) -> None:
    app = upload({"列名不清.xlsx": unclear()})
    assert app.subheader[0].value == "先回答 1 个问题"
    assert "列名“主要负责人到庭”是指什么？" in said(app)
    assert "下面写着：0、0、2、0、2" in said(app)
    asked = next(box for box in app.selectbox if box.label == "“主要负责人到庭”读作")
    assert asked.options[0] == "正职出庭案件数"
    assert asked.options[-1] == "不读取这一列"
    assert "确认报送" not in labels(app)


def test_an_answer_is_remembered_shown_and_used_for_the_next_file(sample_data: Path) -> None:
    app = upload({"列名不清.xlsx": unclear()})
    press(app, "就这样读")
    assert "是指什么" not in said(app)
    assert "确认报送" in labels(app)
    rows = opened("readings.py").dataframe[0].value
    assert rows[["表上写的", "读作", "回答人"]].values.tolist() == [
        ["主要负责人到庭", "正职出庭案件数", "张三"]
    ]
    next_one = upload({"下一份.xlsx": workbook({"H2": "主要负责人到庭", "C3": 1, "C7": 10})})
    assert "是指什么" not in said(next_one)
    assert "按以前的回答" in said(next_one)


def test_a_column_may_be_left_out(sample_data: Path) -> None:
    app = upload({"列名不清.xlsx": unclear()})
    next(box for box in app.selectbox if box.label == "“主要负责人到庭”读作").set_value("").run()
    press(app, "就这样读")
    assert "列名“主要负责人到庭”：不读取这一列" in said(app)


def test_what_was_decided_is_told_and_can_be_refused(sample_data: Path) -> None:
    app = upload({"简称.xlsx": workbook({"F2": "开庭数"})})
    assert "我们把列名“开庭数”读作“开庭审理案件数”" in said(app)
    other = next(box for box in app.selectbox if box.label == "改读作")
    other.set_value("key_hearings").run()
    press(app, "就这样读")
    assert "我们把列名“开庭数”读作“重点案件开庭数”" in said(app)


def test_all_that_was_decided_is_accepted_at_once(sample_data: Path) -> None:
    app = upload({"简称.xlsx": workbook({"F2": "开庭数", "B5": "人社局"})})
    press(app, "都对")
    assert "按以前的回答" in said(app)
    assert len(opened("readings.py").dataframe[0].value) == 2


def test_readings_page_says_what_it_is_for_while_there_are_none(sample_data: Path) -> None:
    app = opened("readings.py")
    assert "还没有记住任何读法" in said(app)


def test_the_same_file_again_is_one_line(sample_data: Path) -> None:
    app = upload({MENDED: (SAMPLE / "messy" / MENDED).read_bytes()})
    app.file_uploader[0].upload(MENDED, (SAMPLE / "messy" / MENDED).read_bytes()).run()
    assert "以前上传过" in said(app)
    press(app, "收起")
    assert "本次 1 份" in said(app)


def test_differences_of_a_summary_and_its_ledger_name_the_form(sample_data: Path) -> None:
    file = SAMPLE / "messy" / "杂乱示例10_台账与汇总不符.xlsx"
    app = upload({"乱.xlsx": file.read_bytes()})
    assert "台账 G4" in " ".join(labels(app))  # which of the two sheets
    app.toggle(key=next(t.key for t in app.toggle if t.label == "也显示没有变化的数")).set_value(True).run()
    table = next(t.value for t in app.dataframe if "现生效" in t.value)
    same = table[table["数据项"] == "新收一审行政诉讼案件数"]
    assert same["报表"].to_list() == ["法治政府建设指标季度报表", "行政诉讼案件台账"]


def test_files_left_unread_are_named_until_they_are_seen(sample_data: Path) -> None:
    app = opened("upload.py", period="2026Q3")
    app.session_state["unread"] = {"全区.zip/东关街道.xlsx": None}  # as a run leaves it that is cut short
    app.run()
    assert "还有 1 份没有读" in said(app)
    press(app, "知道了")
    assert "没有读" not in said(app)


def test_a_batch_that_was_read_to_its_end_leaves_nothing_unread(sample_data: Path) -> None:
    app = upload({"全区.zip": zipped({"好.xlsx": workbook({}), "坏.pdf": b"%PDF-1.7", "空.xlsx": b""})})
    assert "没有读" not in said(app)


def test_what_replaces_figures_is_not_offered_for_a_heap_again(nothing_reported: None) -> None:
    press(upload({"甲.xlsx": only("区财政局"), "乙.xlsx": only("东关街道")}), "一键确认 2 份没有问题的")
    again = upload({"甲2.xlsx": only("区财政局", 9), "乙2.xlsx": only("东关街道", 9)})
    press(again, "一键确认 2 份没有问题的")
    assert "2 份会替换已计入的数" in said(again)
    assert not [label for label in labels(again) if label.startswith("一键确认")]


_ORIGIN = """
import streamlit as st
from metrics.model import Basis
from metrics.periods import Period
from metrics.tasks import workspace
from pages.parts import show

here = workspace.current()
unit = next(one for one in here.units().values() if one.short_name == "鑫源街道")
indicator = here.catalogue.indicators[here.catalogue.headlines.loss_rate]
show.origin(here, unit, indicator, Period.from_key("2026Q3"), Basis.PERIOD)
"""


def test_a_figure_from_a_ledger_names_its_rows_and_cases(sample_data: Path) -> None:
    file = SAMPLE / "messy" / "杂乱示例09_行政诉讼台账.xlsx"
    app = press(upload({file.name: file.read_bytes()}), "就这样读")
    if app.text_area:
        app.text_area[0].set_value("两个单位都败诉，已核对判决书").run()
        press(app, "保存说明")
    press(app, "确认报送")
    origin = AppTest.from_string(_ORIGIN).run(timeout=20)
    assert not origin.exception
    cases = next(table.value for table in origin.dataframe if "案号" in table.value)
    assert {(4, "(2026)陕0702行初11号"), (6, "(2026)陕0702行初15号")} == set(
        zip(cases["行"], cases["案号"], strict=True)
    )


def test_a_file_that_is_no_report_can_be_put_aside_and_is_still_kept(sample_data: Path) -> None:
    app = upload({"好.xlsx": workbook({}), "说明.txt": "请各单位按时报送".encode()})
    press(app, "去改正 1 处")
    press(app, "放到一边")
    assert "本次 1 份" in said(app)
    assert "说明.txt" in {one.file_name for one in newest(3)}
