"""Columns that are named like a measure and hold something else: another time, or one part of the measure."""

from collections.abc import Sequence

import pytest

from tests.intake.habits.making import merged
from tests.intake.workbooks import HEADER, TITLE, Rows, noted, read, said, table, values, xlsx

NAMES = HEADER[1:]
RIGHT = {"east": (4, 3, 1)}


def bands(first: str, second: str) -> Rows:
    """Old figures (12, 9, 2) under the first heading, this quarter's under the second, nothing merged."""
    heads = ("单位", first, None, None, second, None, None)
    return ((TITLE,), heads, (None, *NAMES, *NAMES), ("东关街道", 12, 9, 2, 4, 3, 1))


def below(*kinds: str) -> Rows:
    """Each heading over as many columns as there are kinds, nothing merged."""
    heads = [cell for name in NAMES for cell in (name, *[None] * (len(kinds) - 1))]
    counts = [cell for n in (4, 3, 1) for cell in (*range(len(kinds) - 1), n)]
    return ((TITLE,), ("单位", *heads), (None, *kinds * 3), ("东关街道", *counts))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("全年", "本季度"),
        ("本年", "本季度"),
        ("年初以来", "本季"),
        ("今年以来", "7-9月"),
        ("1-9月", "7-9月"),
        ("去年同期", "今年三季度"),
        ("上季度", "本季度"),
        ("二季度", "三季度"),
        ("2024年三季度", "2025年三季度"),
        ("上半年", "三季度"),
        ("1月1日至9月30日", "7-9月"),
        ("截至9月底", "本季度"),
        ("2025年1月1日—9月30日", "本季度"),
    ],
)
def test_figures_of_another_time_under_an_unmerged_heading_are_not_read_for_this_quarter(first, second):
    submission = read(xlsx(bands(first, second)))
    assert values(submission) == RIGHT
    assert said(submission) == []
    assert "column_unknown" in noted(submission)


@pytest.mark.parametrize("heading", ["全年", "7月", "二季度", "累计", "上年同期", "1月1日至9月30日"])
def test_a_table_of_another_time_alone_is_refused(heading):
    rows = ((TITLE,), ("单位", heading, None, None), (None, *NAMES), ("东关街道", 12, 9, 2))
    submission = read(xlsx(rows))
    assert values(submission) == {}
    assert not submission.can_count


def test_a_cut_off_day_over_all_columns_must_be_explained():
    rows = ((TITLE,), ("单位", "截至9月底", None, None), (None, *NAMES), ("东关街道", 12, 9, 2))
    assert said(read(xlsx(rows))) == ["period_cut_off"]


def test_two_years_beside_each_other_are_asked_about():
    submission = read(xlsx(bands("2024年", "2025年")))
    assert values(submission) == {}
    asked = [decision.written for decision in submission.decisions if decision.asked]
    assert asked == [f"2025年／{name}" for name in NAMES]


@pytest.mark.parametrize("kinds", [("一审", "二审", "小计"), ("7月", "8月", "9月", "合计"), ("本年", "本季")])
def test_the_first_part_of_a_measure_is_not_read_for_the_whole(kinds):
    rows = below(*kinds)
    assert values(read(xlsx(rows))) == RIGHT
    width = len(kinds)
    areas = [f"{chr(66 + i * width)}2:{chr(65 + (i + 1) * width)}2" for i in range(3)]
    assert values(read(merged(rows, "A2:A3", *areas)())) == RIGHT


def test_parts_without_their_sum_are_asked_about():
    submission = read(xlsx(below("一审", "二审")))
    assert values(submission) == {}
    assert "column_unclear" in said(submission)


def test_months_without_their_sum_are_refused_and_not_added_up():
    submission = read(xlsx(below("7月", "8月", "9月")))
    assert values(submission) == {}
    assert said(submission) == ["no_columns_now"]


def test_a_row_without_a_unit_is_no_row_of_headings():
    rows = ((TITLE,), HEADER, (None, 4, 3, 1), ("东关街道", 4, 3, 1))
    assert "unit_blank" in said(read(xlsx(rows)))


@pytest.mark.parametrize("note", ["（本年累计）", "累计数", "【全年累计】"])
def test_a_note_above_the_table_that_says_since_january_is_heard(note):
    submission = read(xlsx(((TITLE,), (note,), HEADER, ("东关街道", 12, 9, 2))))
    assert said(submission) == ["period_cumulative"]


def test_a_count_that_looks_like_a_year_is_no_heading_of_the_table_below():
    rows = table(("东关街道", 2024, 3, 1))
    below_it = ((), ("单位名称", "新收一审", "审结一审"), ("东关街道", 5, 4))
    facts = values(read(xlsx((*rows, *below_it))), "litigation_new_cases", "litigation_closed")
    assert facts == {"east": (5, 4)}


@pytest.mark.parametrize("band", ["民事诉讼", "国家赔偿", "二审案件", "下属单位"])
def test_cases_of_another_kind_under_the_same_names_are_not_read_for_ours(band):
    names = ("开庭", "败诉案件数")
    areas = ("B2:C2", "D2:E2")
    rows = (
        (TITLE,),
        ("单位", "行政诉讼", None, band, None),
        (None, "新收", "审结", *names),
        ("东关街道", 4, 3, 9, 8),
    )
    submission = read(merged(rows, *areas)())
    assert values(submission) == {"east": (4, 3)}
    asked = [decision.written for decision in submission.decisions if decision.asked]
    assert asked == [f"{band}／{name}" for name in names]


def test_hearings_under_reviews_are_asked_about():
    rows = ((TITLE,), ("单位", "行政复议", None), (None, "开庭审理案件数", "审结"), ("东关街道", 9, 8))
    submission = read(merged((*rows, ("北关街道", 1, 1)), "B2:C2")())
    assert "hearings_held" not in {fact.measure for fact in submission.facts()}


def form_of(*rows: Sequence[object]) -> Rows:
    return (("2025年第三季度法治政府建设指标报表",), ("填报单位：东关街道",), *rows)


def test_short_names_under_a_band_that_the_form_does_not_have_are_not_those_of_the_band_before():
    alone = form_of(("项目", "本季度"), ("行政诉讼",), ("新收", 4), ("审结", 3), ("行政裁决",), ("审结", 8))
    before = form_of(
        ("类别", "项目", "本季度"), ("行政诉讼", "新收", 4), (None, "审结", 3), ("行政裁决", "审结", 8)
    )
    for rows in (alone, before):
        submission = read(xlsx(rows))
        assert values(submission) == {"east": (4, 3)}
        assert "column_unclear" in said(submission)
    only_there = form_of(("项目", "本季度"), ("行政诉讼",), ("新收", 4), ("行政裁决",), ("审结", 8))
    assert "litigation_closed" not in {fact.measure for fact in read(xlsx(only_there)).facts()}
