"""The page 任务清单: the sentence, the way down to a figure or a task, and filling one in."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from streamlit.testing.v1 import AppTest

from metrics.analysis.checklist import State
from metrics.model import TaskState
from metrics.tasks import checklist, load_units, workspace
from tests.pages.test_pages import opened, said

PAGE = "checklist.py"
SAVED = "已组织四次集中学习"


def filled(app: AppTest, note: str, state: TaskState = TaskState.DONE, by: str = "张三") -> AppTest:
    """Fill in the one form of the page."""
    app.text_area[0].set_value(note)
    next(one for one in app.button_group if one.label == "状态").set_value(state)
    for field in app.text_input:
        if field.label == "填报人":
            field.set_value(by)
    next(button for button in app.button if button.label == "保存").click()
    app.run()
    assert not app.exception, app.exception[0].message
    return app


def test_without_units_it_says_what_to_do_first(empty_data: Path):
    assert "还没有单位名录" in said(opened(PAGE))


def test_without_reports_it_says_what_to_do_first(sample_data: Path):
    started = workspace.start_empty()
    load_units.load(started, load_units.initial(started))
    assert "还没有确认过的报表" in said(opened(PAGE))


def test_it_begins_with_the_sentence_and_explains_the_signs(sample_data: Path):
    text = said(opened(PAGE))
    assert "截至2026年9月底，全区46个单位，通知32条中：达标" in text
    assert "✗ 未达标，含逾期、未开展" in text


def test_every_clause_can_be_chosen_and_shows_what_is_behind_it(sample_data: Path):
    app = opened(PAGE)
    (clauses,) = [box for box in app.selectbox if box.label == "条款"]
    assert len(clauses.options) == 32
    for number in range(1, 33):
        clauses = next(box for box in app.selectbox if box.label == "条款")
        clauses.set_value(str(number)).run()
        assert not app.exception, app.exception[0].message
        assert "要点：" in said(app)


def test_an_address_opens_a_clause_of_a_unit(sample_data: Path):
    app = opened(PAGE, clause="22", of="ht_puzhen", period="2026Q2", group="towns")
    text = said(app)
    assert "截至2026年6月底，镇街15个单位" in text
    assert "第二十二条　负责人出庭应诉**　铺镇" in text
    rows = app.dataframe[0].value
    assert "负责人出庭应诉率" in list(rows["事项"])
    assert "不低于100%" in list(rows["目标"])


def test_a_wrong_address_falls_back(sample_data: Path):
    text = said(opened(PAGE, clause="99", of="nobody"))
    assert "第一条　第一责任人职责" in text


def test_a_task_is_filled_in_and_its_history_stays(sample_data: Path):
    app = filled(opened(PAGE, clause="2", of="ht_puzhen"), SAVED)
    text = said(app)
    assert SAVED in text
    assert "（已被后来的填报代替）：已完成，材料存本单位办公室" in text
    here = workspace.current()
    newest = checklist.history(here, "group_study", "ht_puzhen", 2026)[0]
    assert (newest.note, newest.by, newest.state) == (SAVED, "张三", TaskState.DONE)
    assert app.text_area[0].value == ""


def test_the_name_is_asked_once(sample_data: Path):
    app = filled(opened(PAGE, clause="2", of="ht_puzhen"), SAVED)
    assert "填报人：张三" in said(app)
    filled(app, "第二次填报，情况没有变化", TaskState.IN_PROGRESS)
    here = workspace.current()
    assert [record.by for record in checklist.history(here, "group_study", "ht_puzhen", 2026)] == [
        *("张三", "张三", "示例")
    ]


def test_a_refusal_keeps_what_was_typed(sample_data: Path):
    app = filled(opened(PAGE, clause="2", of="ht_puzhen"), "好", TaskState.NOT_APPLICABLE)
    assert "要写明理由" in said(app)
    assert app.text_area[0].value == "好"
    here = workspace.current()
    assert len(checklist.history(here, "group_study", "ht_puzhen", 2026)) == 1


def test_several_units_are_filled_in_together(sample_data: Path):
    app = opened(PAGE, clause="2")
    next(box for box in app.multiselect if box.label == "填报单位").set_value(["ht_puzhen", "ht_wuxiang"])
    filled(app, SAVED)
    here = workspace.current()
    assert [checklist.history(here, "group_study", u, 2026)[0].note for u in ("ht_puzhen", "ht_wuxiang")] == [
        *(SAVED, SAVED)
    ]


def test_what_was_typed_comes_back_as_text_and_not_as_markup(sample_data: Path):
    app = filled(opened(PAGE, clause="2", of="ht_puzhen"), "**粗** <b>x</b> :red[红] 六个字以上")
    line = next(one.value for one in app.markdown if "粗" in str(one.value))
    assert "\\*\\*粗\\*\\*" in line
    assert "\\<b\\>" in line


def test_before_the_notice_nothing_is_filled_in(sample_data: Path):
    app = opened(PAGE, clause="2", of="ht_puzhen", period="2023Q4")
    assert "通知2024年6月1日印发，2023年不填报" in said(app)
    assert not app.text_area


def drawn(app: AppTest) -> dict[str, Any]:
    """What the matrix is handed."""
    (element,) = app.get("bidi_component")
    data: dict[str, Any] = json.loads(element.proto.json)
    return data


def test_all_clauses_have_a_row_and_all_units_a_column(sample_data: Path):
    data = drawn(opened(PAGE))
    assert [row["code"] for row in data["rows"]] == [str(number) for number in range(1, 33)]
    assert len(data["columns"]) == 46
    assert all(len(row["kinds"]) == 46 and not any(row["out"]) for row in data["rows"])
    assert data["chosen"] == ["1", ""]


def test_of_chosen_states_only_their_clauses_units_and_cells_are_drawn(sample_data: Path):
    app = opened(PAGE)
    pills = next(one for one in app.button_group if "只看" in one.label)
    pills.set_value([State.LACKING]).run()
    data = drawn(app)
    assert 0 < len(data["rows"]) < 32
    assert 0 < len(data["columns"]) <= 46
    for row in data["rows"]:
        assert row["out"] == [kind != "lacking" for kind in row["kinds"]]
        assert "lacking" in row["kinds"]


def test_states_that_nothing_is_in_leave_a_sentence(sample_data: Path):
    """Before the sample's units filled in anything, nothing was running at the end of 2024 in 区政府."""
    app = opened(PAGE, group="government", period="2024Q4")
    kinds = {kind for row in drawn(app)["rows"] for kind in row["kinds"]}
    (absent, *_) = [state for state in State if state not in kinds]
    next(one for one in app.button_group if "只看" in one.label).set_value([absent]).run()
    assert "没有处于所选状态的条款" in said(app)


def test_a_unit_whose_name_is_markup_is_a_column_like_any_other(sample_data: Path):
    here = workspace.current()
    units = [
        type(unit)(**{**vars(unit), "short_name": "<img src=x>**a**"}) if unit.code == "ht_puzhen" else unit
        for unit in here.store.units(here.jurisdiction)
    ]
    with here.store.writing(here.jurisdiction) as writing:
        writing.load_units(here.jurisdiction_name, units)
    text = "\n".join(str(one.value) for one in opened(PAGE, clause="22", of="ht_puzhen").markdown)
    assert "\\<img src\\=x\\>\\*\\*a\\*\\*" in text
