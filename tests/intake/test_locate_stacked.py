"""Several tables on one sheet: one below the other, side by side, units in several pairs of columns."""

from collections.abc import Sequence

import pytest

from metrics import catalogue, intake
from metrics.model import AnswerKey, Context, DecisionKind, Layout
from tests.intake.workbooks import HEADER, TITLE, UNITS, noted, read, said, table, values, xls, xlsx

EAST, NORTH = ("东关街道", 4, 3, 1), ("北关街道", 2, 2, 0)
REVIEWS = ("单位名称", "受理行政复议案件数", "审结行政复议案件数")
Rows = Sequence[Sequence[object]]


def facts(rows: Rows, **how: str) -> set[tuple[str, str, str, int | None]]:
    submission = read(xlsx(rows), **how)
    return {(f.unit, f.period, f.measure, f.value) for f in submission.facts()}


@pytest.mark.parametrize(
    "between",
    [
        (),
        ((),),
        ((), ("行政复议情况",)),
        (("注：数据来源于法院。",), ("制表人：张某某", "审核人：李某某"), (), ("二、行政复议",)),
        ((), ("二、行政复议情况",), ("单位：件",), ()),
    ],
)
def test_a_second_table_with_other_columns_is_read_under_its_own_header(between: Rows):
    submission = read(xlsx((*table(EAST, NORTH, ("合计", 6, 5, 1)), *between, REVIEWS, ("北关街道", 9, 8))))
    assert said(submission) == []
    assert [sorted(block.values) for block in submission.blocks] == [
        ["chief_attended", "hearings_held", "leader_attended"],
        ["review_accepted", "review_closed"],
    ]
    assert values(submission, "review_accepted") == {"north": (9,)}
    (absent,) = {f.found for f in submission.findings if f.code == "column_absent"}
    assert "受理" not in absent and "开庭" not in absent  # what the other table holds is not missing
    assert submission.periods == ("2025Q3",)


def test_cells_of_the_second_table_are_those_of_the_sheet():
    submission = read(xlsx((*table(EAST), (), REVIEWS, ("北关街道", 9, 8))))
    assert [(f.unit, f.cell) for f in submission.facts()] == [
        ("east", "B3"),
        ("east", "C3"),
        ("east", "D3"),
        ("north", "B6"),
        ("north", "C6"),
    ]


def test_the_second_table_may_name_more_measures_than_the_first():
    submission = read(xlsx(((TITLE,), REVIEWS, ("北关街道", 9, 8), (), HEADER, EAST, NORTH)))
    assert said(submission) == []
    assert values(submission) == {"north": (9, 8, 2, 2, 0), "east": (4, 3, 1)}


def test_the_second_table_may_stand_further_to_the_right_and_have_two_header_rows():
    submission = read(
        xlsx(
            (
                *table(EAST),
                (),
                (None, None, "单位", "行政复议", None),
                (None, None, None, "受理", "审结"),
                (None, None, "北关街道", 9, 8),
            )
        )
    )
    assert said(submission) == []
    assert values(submission) == {"east": (4, 3, 1), "north": (9, 8)}


def test_the_same_header_again_with_a_title_of_its_own_is_a_table_of_its_own():
    rows = (
        ("2025年第一季度汇总表",),
        HEADER,
        EAST,
        ("合计", 4, 3, 1),
        (),
        ("2025年第二季度汇总表",),
        HEADER,
        ("东关街道", 5, 5, 5),
        ("合计", 5, 5, 5),
    )
    submission = read(xlsx(rows))
    assert said(submission) == []
    assert {(f.period, f.measure): f.value for f in submission.facts()} == {
        ("2025Q1", "hearings_held"): 4,
        ("2025Q1", "leader_attended"): 3,
        ("2025Q1", "chief_attended"): 1,
        ("2025Q2", "hearings_held"): 5,
        ("2025Q2", "leader_attended"): 5,
        ("2025Q2", "chief_attended"): 5,
    }


def test_tables_without_units_take_the_unit_that_stands_above_each():
    rows = (
        (TITLE,),
        ("填报单位：东关街道",),
        HEADER[1:],
        EAST[1:],
        (),
        ("填报单位：北关街道",),
        HEADER[1:],
        NORTH[1:],
    )
    submission = read(xlsx(rows))
    assert values(submission) == {"east": (4, 3, 1), "north": (2, 2, 0)}
    assert said(submission) == []


def test_a_header_again_on_a_new_page_goes_on_even_with_the_title_repeated():
    rows = (*table(EAST), (), (TITLE,), HEADER, NORTH, ("合计", 6, 5, 1))
    submission = read(xlsx(rows))
    assert len(submission.blocks) == 1
    assert values(submission) == {"east": (4, 3, 1), "north": (2, 2, 0)}
    assert said(submission) == [] and "row_skipped" not in noted(submission)


def test_a_table_far_down_a_long_sheet_is_found():
    many = [("合计", 0, 0, 0)] * 100
    submission = read(xlsx((*table(EAST, *many), (), REVIEWS, ("北关街道", 9, 8))))
    assert values(submission, "review_accepted", "review_closed")["north"] == (9, 8)
    assert "second_header" not in said(submission)


def test_below_a_header_that_names_nothing_we_know_no_row_is_read():
    submission = read(
        xlsx((*table(EAST), ("单位名称", "信访件数", "普法场次", "其他"), ("北关街道", 9, 9, 9)))
    )
    assert said(submission) == ["second_header"]
    assert submission.units == ("east",)


ONLY_NEAR = ("单位名称", "法院开庭件数", "负责人实际出庭")
NEAR_REVIEWS = ("单位名称", "复议新收受理件", "复议办结了件")
MANY = [("合计", 4, 3, 1)] * 100


@pytest.mark.parametrize(
    ("rows", "asked", "certain"),
    [
        ((*table(EAST), (), NEAR_REVIEWS, ("北关街道", 9, 8)), ["B5", "C5"], {"east": (4, 3, 1)}),
        ((*table(EAST), NEAR_REVIEWS, ("北关街道", 9, 8)), ["B4", "C4"], {"east": (4, 3, 1)}),
        ((*table(EAST, *MANY), (), NEAR_REVIEWS, ("北关街道", 9, 8)), ["B105", "C105"], {"east": (4, 3, 1)}),
        (((TITLE,), ONLY_NEAR, EAST[:3], (), REVIEWS, ("北关街道", 9, 8)), ["B2", "C2"], {"north": (9, 8)}),
        (((TITLE,), ONLY_NEAR, EAST[:3], (), NEAR_REVIEWS, ("北关街道", 9, 8)), ["B2", "C2", "B5", "C5"], {}),
        (((TITLE,), ONLY_NEAR, EAST[:3], (), ONLY_NEAR, NORTH[:3]), ["B2", "C2"], {}),  # the next page
    ],
)
def test_a_table_whose_columns_have_near_names_only_is_asked_about_wherever_it_stands(rows, asked, certain):
    submission = read(xlsx(rows))
    assert [decision.cell for decision in submission.decisions if decision.asked] == asked
    assert set(said(submission)) == {"column_unclear"}
    assert values(submission) == certain


def test_what_the_person_answers_for_the_second_table_is_read():
    measures = ("review_accepted", "review_closed")
    answers = {
        AnswerKey(DecisionKind.COLUMN, "", "quarterly", written): measure
        for written, measure in zip(NEAR_REVIEWS[1:], measures, strict=True)
    }
    data = xlsx((*table(EAST), (), NEAR_REVIEWS, ("北关街道", 9, 8)))
    submission = intake.read(data, "报表.xlsx", catalogue.load(), Context(UNITS, answers=answers))
    assert said(submission) == []
    assert values(submission, *measures)["north"] == (9, 8)


def test_a_heading_row_over_a_header_is_no_table_of_its_own():
    rows = ((TITLE,), ("单位名称", "法院开庭件数", "负责人实际出庭", None), HEADER, EAST)
    submission = read(xlsx(rows))
    assert not [decision for decision in submission.decisions if decision.asked]
    assert values(submission) == {"east": (4, 3, 1)}


SNAKES = {
    "two pairs of two columns (双栏并列)": (
        ("2025年第三季度行政复议情况表",),
        ("单位", "收到复议申请", "复议受理", "单位", "收到复议申请", "复议受理"),
        ("东关街道", 5, 4, "区财政局", 3, 2),
        ("北关街道", 2, 2, "合计", 10, 8),
    ),
    "four pairs of one column (四栏蛇形)": (
        ("2025年第三季度行政复议受理情况表",),
        ("单位", "复议受理", "单位", "复议受理", "单位", "复议受理", "单位", "复议受理"),
        ("东关街道", 4, "区财政局", 2, None, None, None, None),
        ("单位", "复议受理", "单位", "复议受理", "单位", "复议受理", "单位", "复议受理"),
        ("北关街道", 2, "合计", 8, None, None, None, None),
    ),
    "first heading blank": (
        ("2025年第三季度行政复议受理情况表",),
        (None, "收到复议申请", "复议受理", None, "收到复议申请", "复议受理"),
        ("东关街道", 5, 4, "区财政局", 3, 2),
        ("北关街道", 2, 2, "合计", 10, 8),
    ),
}


@pytest.mark.parametrize("rows", SNAKES.values(), ids=SNAKES)
def test_units_in_several_pairs_of_columns(rows: Rows):
    for data in (xlsx(rows), xls(rows)):
        submission = read(data)
        assert values(submission, "review_accepted") == {"east": (4,), "north": (2,), "money": (2,)}
        assert said(submission) == []


def test_unit_forms_one_below_the_other_are_of_their_own_units():
    def one(unit: str, *counts: int) -> list[list[object]]:
        rows: list[list[object]] = [
            ["2025年法治政府建设指标报表"],
            [f"填报单位：{unit}"],
            ["数据项", "三季度"],
        ]
        return rows + [[label, count] for label, count in zip(HEADER[1:], counts, strict=True)]

    submission = read(xlsx([*one("东关街道", 4, 3, 1), ["填表人：张某某"], [], *one("北关街道", 2, 2, 0)]))
    assert submission.layout is Layout.UNIT_FORM
    assert values(submission) == {"east": (4, 3, 1), "north": (2, 2, 0)}
    assert [f.cell for f in submission.facts()] == ["B4", "B5", "B6", "B12", "B13", "B14"]
    assert said(submission) == []


def test_a_unit_form_that_goes_on_on_a_new_page_is_one():
    rows = [
        ["2025年法治政府建设指标报表"],
        ["填报单位：东关街道"],
        ["数据项", "二季度", "三季度"],
        [HEADER[1], 4, 5],
        [HEADER[2], 3, 4],
        ["数据项", "二季度", "三季度"],
        [HEADER[3], 1, 2],
    ]
    submission = read(xlsx(rows))
    assert len(submission.blocks) == 1
    assert {(f.period, f.measure): f.value for f in submission.facts()}[("2025Q3", "chief_attended")] == 2
    assert said(submission) == []
