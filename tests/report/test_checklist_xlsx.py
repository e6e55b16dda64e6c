"""The 任务清单 on paper: signs in every cell, one landscape page, and no name that comes alive as a formula."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from metrics.analysis.checklist import State
from metrics.report import checklist_xlsx, words_checklist
from metrics.report.checklist_xlsx import CheckBook, ClauseRow

NOW = datetime(2026, 10, 9, 8, 30, tzinfo=UTC)
EVIL = '=HYPERLINK("http://x","1")'


def row(*states: State, heading: str = "第一条　职责") -> ClauseRow:
    return ClauseRow(heading, {state: states.count(state) for state in State}, states)


def book(**changed: object) -> CheckBook:
    given: dict[str, object] = {
        "title": "汉台区任务清单",
        "sentence": "通知32条中……",
        "made_at": NOW,
        "units": ["铺镇", "东大街街道"],
        "rows": [row(State.MET, State.LACKING)],
        "lacking": [("第一条　职责", "东大街街道", "职责", "未开展", "", "", "")],
        "notes": words_checklist.NOTES,
    }
    return CheckBook(**(given | changed))  # type: ignore[arg-type]


def sheets(written: CheckBook) -> tuple[Worksheet, Worksheet]:
    opened = load_workbook(BytesIO(checklist_xlsx.write(written)))
    return opened["任务清单"], opened["未达标事项"]


def test_states_stand_as_signs_and_counts_as_numbers():
    matrix, _ = sheets(book())
    assert [cell.value for cell in matrix[3]] == [
        *("条款", "达标", "未达标", "进行中", "未报", "不评", "不适用", "铺镇", "东大街街道"),
    ]
    assert [cell.value for cell in matrix[4]] == ["第一条　职责", 1, 1, 0, 0, 0, 0, "✓", "✗"]


def test_every_state_has_a_sign_of_its_own_of_one_character():
    assert len(set(words_checklist.SIGN.values())) == len(State)
    assert all(len(sign) == 1 for sign in words_checklist.SIGN.values())
    assert all(set(State) == set(words) for words in (words_checklist.WORD, words_checklist.MEANING))
    assert set(words_checklist.COUNTED) == set(State)


def test_both_sheets_are_a4_landscape_one_page_wide_with_the_head_repeated():
    for sheet, head in zip(sheets(book()), ("$3:$3", "$2:$2"), strict=True):
        assert (int(sheet.page_setup.paperSize), sheet.page_setup.orientation) == (9, "landscape")
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.print_title_rows == head


def test_names_of_units_stand_upright_and_the_row_is_high_enough():
    matrix, _ = sheets(book(units=["铺镇", "自然资源汉台分局"]))
    assert matrix["I3"].alignment.textRotation == 255
    assert matrix.row_dimensions[3].height >= 8 * 12


def test_nothing_that_people_typed_is_taken_for_a_formula():
    matrix, lacking = sheets(book(units=["铺镇", EVIL], lacking=[(EVIL, EVIL, "+1", "-1", "@x", "", "")]))
    cells = [matrix["I3"], *lacking[3]]
    assert all(cell.data_type in ("s", "n") and cell.data_type != "f" for cell in cells)
    assert matrix["I3"].value == EVIL
    assert matrix["I3"].quotePrefix


def test_a_list_without_anything_lacking_says_so():
    _, lacking = sheets(book(lacking=[]))
    assert lacking["A3"].value == "没有未达标的事项。"


def test_a_row_that_does_not_fit_the_units_is_an_error():
    with pytest.raises(ValueError, match="2 states for 1 units"):
        checklist_xlsx.write(book(units=["铺镇"]))


def test_a_time_without_zone_is_an_error():
    with pytest.raises(ValueError, match="time zone"):
        checklist_xlsx.write(book(made_at=datetime(2026, 10, 9)))


def test_a_long_note_is_given_as_many_lines_as_it_needs():
    long = "情况说明" * 40
    _, lacking = sheets(book(lacking=[("第一条", "铺镇", "职责", "未开展", long, "", "")]))
    assert lacking.row_dimensions[3].height > 100
