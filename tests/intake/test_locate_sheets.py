"""Several sheets of one form: one for each unit, one for each quarter; what is hidden is read, and said."""

from collections.abc import Sequence

import pytest

from metrics.model import Submission
from metrics.periods import Period
from tests.intake.workbooks import HEADER, TITLE, book, noted, read, said, saved, table, values, xlsx

EAST, NORTH = ("东关街道", 4, 3, 1), ("北关街道", 2, 2, 0)
UNTITLED = "法治政府建设指标汇总表"
Q3 = Period(2025, 3)
Rows = Sequence[Sequence[object]]


def by_period(submission: Submission, measure: str = "hearings_held") -> dict[str, int | None]:
    return {fact.period: fact.value for fact in submission.facts() if fact.measure == measure}


def nameless(title: str, *counts: int) -> Rows:
    """A table of one row of figures without a column of units."""
    return ((title,), HEADER[1:], counts)


def test_a_sheet_for_each_unit_named_by_its_sheet():
    made = xlsx(nameless(TITLE, 4, 3, 1), nameless(TITLE, 2, 2, 0), names=["东关街道", "北关街道"])
    submission = read(made)
    assert values(submission) == {"east": (4, 3, 1), "north": (2, 2, 0)}
    assert said(submission) == []
    assert {(d.written, d.taken.code) for d in submission.decisions if d.taken and d.kind == "unit"} == {
        ("东关街道", "east"),
        ("北关街道", "north"),
    }


def test_a_sheet_for_each_unit_named_by_its_title_or_by_a_cell():
    titled = nameless(f"东关街道{TITLE}", 4, 3, 1)
    labelled = ((TITLE,), ("填报单位：", "北关街道"), HEADER[1:], (2, 2, 0))
    submission = read(xlsx(titled, labelled))
    assert values(submission) == {"east": (4, 3, 1), "north": (2, 2, 0)}
    assert said(submission) == []


def test_the_name_of_a_file_of_several_units_is_not_held_against_any_of_them():
    sheets = [
        [["2025年报表"], [f"填报单位：{name}"], ["数据项", "三季度"], [HEADER[1], 4], [HEADER[2], 3]]
        for name in ("东关街道", "北关街道")
    ]
    assert said(read(xlsx(*sheets), "东关街道等两个单位_2025年三季度.xlsx")) == []


def test_a_sheet_for_each_quarter_named_by_its_sheet():
    rows = [table((unit, n, n, n), title=UNTITLED) for n, unit in enumerate(["东关街道"] * 3, 1)]
    submission = read(xlsx(*rows, names=["一季度", "二季度", "三季度"]), "2025年三季度汇总.xlsx")
    assert by_period(submission) == {"2025Q1": 1, "2025Q2": 2, "2025Q3": 3}
    assert said(submission) == []


@pytest.mark.parametrize(
    "file_name", ["2025年前三季度.xlsx", "2025年1—9月.xlsx", "2025年.xlsx", "2025年第三季度.xlsx"]
)
def test_a_sheet_for_each_quarter_whatever_the_file_is_called(file_name: str):
    rows = [table(("东关街道", n, n, n), title=f"2025年第{'一二三'[n - 1]}季度汇总表") for n in (1, 2, 3)]
    submission = read(xlsx(*rows), file_name, expected=Q3)
    assert by_period(submission) == {"2025Q1": 1, "2025Q2": 2, "2025Q3": 3}
    assert said(submission) == []


def test_a_file_all_of_whose_sheets_are_of_another_quarter_is_still_found_out():
    rows = [table(row, title="2025年第二季度汇总表") for row in (EAST, NORTH)]
    submission = read(xlsx(*rows), "2025年第三季度.xlsx", expected=Q3)
    assert "period_disagrees" in said(submission)


def test_sheets_of_the_expected_quarter_and_of_others_are_all_read():
    rows = [table(("东关街道", n, n, n), title=f"2025年第{'二三'[n - 2]}季度汇总表") for n in (2, 3)]
    submission = read(xlsx(*rows), expected=Q3)
    assert by_period(submission) == {"2025Q2": 2, "2025Q3": 3}
    assert said(submission) == []


def test_unit_forms_with_a_sheet_for_each_quarter():
    sheets = [
        [
            ["法治政府建设指标报表"],
            ["填报单位：东关街道"],
            ["数据项", "本季度"],
            [HEADER[1], n],
            [HEADER[2], n],
        ]
        for n in (1, 2)
    ]
    submission = read(xlsx(*sheets, names=["一季度", "二季度"]), "2025年二季度.xlsx")
    assert by_period(submission) == {"2025Q1": 1, "2025Q2": 2}
    assert said(submission) == []


def test_hidden_rows_columns_and_sheets_are_read_and_said():
    made = book(table(EAST, NORTH), table(("区财政局", 1, 1, 1)), names=["街道", "部门"])
    made["街道"].row_dimensions[4].hidden = True
    made["街道"].column_dimensions["C"].hidden = True
    made["部门"].sheet_state = "hidden"
    submission = read(saved(made))
    assert values(submission) == {"east": (4, 3, 1), "north": (2, 2, 0), "money": (1, 1, 1)}
    told = {f.sheet: f.found for f in submission.findings if f.code == "hidden"}
    assert told == {"街道": "第 4 行、1 列", "部门": "整张工作表"}


def test_sheets_with_other_measures_of_the_same_units_add_up():
    reviews = table(("东关街道", 9, 8), header=("单位名称", "受理行政复议案件数", "审结行政复议案件数"))
    submission = read(xlsx(table(EAST), reviews))
    assert len(list(submission.facts())) == 5
    assert said(submission) == [] and "row_skipped" not in noted(submission)
