"""Units of measurement in headings and above tables: percentages and money are never read as counts."""

import pytest

from metrics.intake.measured_in import above_table, counts_cases, is_scaled, measured_in
from tests.intake.workbooks import HEADER, TITLE, noted, read, said, table, values, xlsx

EAST, NORTH = ("东关街道", 4, 3, 1), ("北关街道", 2, 2, 0)


@pytest.mark.parametrize(
    ("label", "bare", "unit"),
    [
        ("负责人出庭（%）", "负责人出庭", "%"),
        ("负责人出庭（％）", "负责人出庭", "%"),
        ("负责人出庭%", "负责人出庭", "%"),
        ("负责人出庭（‰）", "负责人出庭", "‰"),
        ("罚款（单位：万元）", "罚款", "万元"),
        ("开庭审理案件数\n（件）", "开庭审理案件数", "件"),
        ("开庭审理案件数【千件】", "开庭审理案件数", "千件"),
        ("培训(学时)", "培训", "学时"),
        ("出庭（人次）", "出庭", "人次"),
        ("案卷评查（件、次）", "案卷评查", "件、次"),
        ("开庭审理案件数", "开庭审理案件数", ""),
        ("新收（上年同期）", "新收（上年同期）", ""),
    ],
)
def test_the_unit_of_measurement_is_told_from_the_label(label: str, bare: str, unit: str):
    assert measured_in(label) == (bare, unit)


def test_what_counts_cases_and_what_does_not():
    assert all(map(counts_cases, ["件", "次", "起", "宗", "件、%", "件/次"]))
    assert not any(map(counts_cases, ["%", "万元", "小时", "人", "千件", "万件"]))
    assert is_scaled("千件") and is_scaled("万件") and not is_scaled("件") and not is_scaled("万元")
    assert above_table("（单位：万元）") == "万元" and above_table("单位：区司法局") == ""


@pytest.mark.parametrize("unit", ["（件）", "（次）", "（起）", "（宗）", "(件)", "（单位：件）", "\n（件）"])
def test_a_heading_in_cases_is_the_heading(unit: str):
    submission = read(xlsx(table(EAST, NORTH, header=("单位", *(f"{name}{unit}" for name in HEADER[1:])))))
    assert values(submission) == {"east": (4, 3, 1), "north": (2, 2, 0)}
    assert said(submission) == []


@pytest.mark.parametrize(
    "heading", ["负责人出庭（%）", "负责人出庭％", "负责人出庭占比", "负责人出庭(百分比)", "负责人出庭（‰）"]
)
def test_a_share_is_never_read_as_a_count(heading: str):
    submission = read(xlsx(table(("东关街道", 4, 100, 1), header=(*HEADER[:2], heading, HEADER[3]))))
    assert {fact.measure for fact in submission.facts()} == {"hearings_held", "chief_attended"}
    assert "column_missing" in said(submission) and "column_unknown" in noted(submission)
    assert not submission.can_count


@pytest.mark.parametrize("heading", ["负责人出庭应诉率（%）", "出庭率％", "负责人出庭率(百分比)"])
def test_a_known_rate_with_its_unit_is_compared_with_ours(heading: str):
    good = read(xlsx(table((*EAST, 75), header=(*HEADER, heading))))
    assert values(good) == {"east": (4, 3, 1)} and said(good) == []
    assert said(read(xlsx(table((*EAST, 80), header=(*HEADER, heading))))) == ["rate_differs"]


@pytest.mark.parametrize("heading", ["出庭（人）", "出庭（万元）", "负责人出庭数量（人次）"])
def test_filler_does_not_hide_another_unit_of_measurement(heading: str):
    submission = read(xlsx(table(EAST, NORTH, header=(*HEADER[:2], heading, HEADER[3]))))
    assert values(submission) == {"east": (4, 1), "north": (2, 0)}
    assert said(submission) == ["column_measured"]


@pytest.mark.parametrize("unit", ["万元", "元", "小时", "人", "人次", "千件", "万件"])
def test_a_measure_in_another_unit_is_not_that_measure(unit: str):
    heading = f"负责人出庭案件数（{unit}）"
    submission = read(xlsx(table(("东关街道", 4, 3, 1), header=(*HEADER[:2], heading, HEADER[3]))))
    assert {fact.measure for fact in submission.facts()} == {"hearings_held", "chief_attended"}
    assert said(submission) == ["column_measured"]
    assert not submission.can_count
    # Thousands are no matter of opinion: nobody is asked whether they are single cases.
    assert len([d for d in submission.decisions if d.asked]) == (0 if "件" in unit else 1)


def test_units_of_measurement_in_a_row_of_their_own():
    rows = ((TITLE,), (*HEADER, "负责人出庭率"), (None, "件", "件", "件", "%"), (*EAST, 75), (*NORTH, 100))
    submission = read(xlsx(rows))
    assert values(submission) == {"east": (4, 3, 1), "north": (2, 2, 0)}
    assert said(submission) == []
    odd = ((TITLE,), HEADER, (None, "件", "%", "件"), EAST, NORTH)
    assert {fact.measure for fact in read(xlsx(odd)).facts()} == {"hearings_held", "chief_attended"}


@pytest.mark.parametrize(
    ("note", "codes"),
    [
        ("单位：件", []),
        ("单位：件、%", []),
        ("（单位：件/次）", []),
        ("计量单位：件", []),
        ("单位：%", ["table_measured"]),
        ("单位：万元", ["table_measured"]),
        ("（单位：千件）", ["table_measured"]),
    ],
)
def test_a_note_above_a_table_of_counts_that_speaks_of_other_units_is_to_be_explained(
    note: str, codes: list[str]
):
    submission = read(xlsx(((TITLE,), (None, None, None, note), HEADER, EAST, NORTH)))
    assert values(submission) == {"east": (4, 3, 1), "north": (2, 2, 0)}
    assert said(submission) == codes


@pytest.mark.parametrize("unit", ["件", "%"])
def test_units_of_measurement_beside_the_labels_of_a_unit_form(unit: str):
    rows = [
        ["2025年报表"],
        ["填报单位：东关街道"],
        ["数据项", "计量单位", "三季度"],
        [HEADER[1], "件", 4],
        [HEADER[2], unit, 3],
        [HEADER[3], "件", 1],
    ]
    measures = {fact.measure for fact in read(xlsx(rows)).facts()}
    assert ("leader_attended" in measures) is (unit == "件")
