"""The period of a table, from title, sheet and file name; a sum since January is never a quarter."""

import pytest

from metrics.intake.when import When, find_period
from metrics.model import Severity
from metrics.periods import Period, PeriodKind

Q3 = Period(2025, 3)


def found(
    *titles: str, sheet: str = "Sheet1", file: str = "报表.xlsx", expected: Period | None = None
) -> When:
    return find_period(PeriodKind.QUARTER, titles, sheet, file, expected)


def codes(when: When) -> list[str]:
    return [finding.code for finding in when.findings]


@pytest.mark.parametrize(
    "title",
    [
        "2025年三季度",
        "2025年第3季度",
        "2025年第三季度",
        "2025Q3",
        "2025年7—9月",
        "二〇二五年第三季度",
        "２０２５年３季度",
        "2025 年 第 三 季 度",
        "2025年7月至9月",
        "2025.7-9月",
        "2025年度第三季度报表",
        "汉台区2025年第三季度（7—9月）指标汇总表",
        "2025年7月1日至9月30日",
        "2025年7月1日—2025年9月30日指标汇总表",
        "2025.7.1-2025.9.30",
        "２０２５年7月1日至9月30日止",
        "填报日期：2025年10月15日 2025年三季度",
    ],
)
def test_a_quarter_in_every_usual_spelling(title: str):
    assert found(title) == When(Q3)
    assert found(sheet=title) == When(Q3)
    assert found(file=f"{title}.xlsx") == When(Q3)


@pytest.mark.parametrize(
    "title",
    [
        "2025年1—9月",
        "2025年前三季度",
        "2025年前三个季度",
        "2025年1-3季度",
        "2025年一至三季度",
        "2025年一季度至三季度",
        "2025年三季度累计",
        "截至2025年三季度",
        "2025年上半年",
        "2025年1—6月",
        "2025年1—8月",
        "2025年第三季度（1—9月）",
        "2025年1月1日至9月30日",
        "2025年1月1日至2025年9月30日汇总表",
        "2025.1.1-2025.9.30",
        "2025年1月至2025年9月",
        "自2025年1月1日起至9月30日止",
        "2025年年初至9月底",
        "2025年第三季度（1月1日至9月30日）",
        "2025年第三季度（截至9月底累计）",
        "2025年截至9月底",
        "2025年截至九月末汇总表",
        "截至2025年9月30日",
        "截止2025年9月",
    ],
)
def test_numbers_since_january_are_never_taken_for_a_quarter(title: str):
    for expected in (None, Q3):
        when = found(title, expected=expected)
        assert when.period is None
        assert codes(when) == ["period_cumulative"]


@pytest.mark.parametrize(
    "cut",
    [
        "截至9月底",
        "（截至9月30日）",
        "截止到九月末",
        "（统计截至2025年9月30日）",
        "数据截止：2025年9月25日",
        "9月30日止",
    ],
)
def test_a_cut_off_day_beside_a_quarter_must_be_explained(cut: str):
    for when in (
        found(f"2025年第三季度{cut}"),
        found(cut, sheet="2025年三季度"),
        found(cut, file="2025年三季度.xlsx"),
    ):
        assert when.period == Q3
        assert codes(when) == ["period_cut_off"]
        assert when.findings[0].severity is Severity.VERIFY
        assert "2025年第三季度的单季数" in when.findings[0].message


def test_a_note_on_the_data_under_a_title_without_a_quarter_must_be_explained_too():
    when = found("2025年汇总表", "（统计截至2025年9月30日）", expected=Q3)
    assert when.period == Q3 and codes(when) == ["period_assumed", "period_cut_off"]


@pytest.mark.parametrize(
    ("title", "period"),
    [
        ("2025年第三季度（数据截止：2025年10月15日）", Q3),
        ("2025年第三季度（2025年7月1日至9月30日止）", Q3),
        ("2025年第三季度（7月1日—9月30日）", Q3),
        ("2025年第一季度（截至3月31日）", Period(2025, 1)),
        ("2025年第一季度（1月1日至3月31日）", Period(2025, 1)),
        ("2025年第三季度（收到日期截止时间见通知）", Q3),
        ("2025年第三季度（版本1.1-3.31）", Q3),
        ("2025年第三季度（报送时间：2025年10月1日—10月15日）", Q3),
    ],
)
def test_the_quarter_s_own_days_and_the_day_of_taking_the_data_are_no_question(title: str, period: Period):
    assert found(title) == When(period)


@pytest.mark.parametrize("title", ["截至2025年6月30日", "截至2025年3月31日"])
def test_a_day_in_another_quarter_is_not_overruled_by_the_expected_one(title: str):
    when = found(title, expected=Q3)
    assert when.period is None


def test_the_first_quarter_since_january_is_the_first_quarter():
    assert found("2025年1—3月").period == Period(2025, 1)
    assert found("2025年一季度累计").period == Period(2025, 1)


def test_the_year_may_stand_in_the_title_and_the_quarter_on_the_sheet():
    assert found("2025年法治政府建设指标", sheet="三季度") == When(Q3)


def test_texts_that_name_different_quarters_are_an_error():
    when = found("2025年第三季度", file="2025年第二季度.xlsx", expected=Q3)
    assert when.period is None
    assert codes(when) == ["period_disagrees"]
    assert "2025年第二季度" in when.findings[0].message


def test_a_quarter_without_a_year_between_two_years_is_an_error():
    assert codes(found("第三季度", "2024年修订", sheet="2025年")) == ["period_disagrees"]


def test_the_number_of_a_document_is_not_the_year():
    assert found("汉政发〔2024〕5号", "2025年第三季度", sheet="三季度") == When(Q3)


def test_the_month_in_which_a_form_was_filled_in_is_not_its_year():
    when = found("第四季度报表", "填报时间：2026年1月", file="2025年.xlsx")
    assert when.period == Period(2025, 4)


def test_without_any_period_the_expected_one_is_assumed_and_said():
    assert found("汇总表", expected=Q3).period == Q3
    assert codes(found("汇总表", expected=Q3)) == ["period_assumed"]
    assert codes(found("2025年汇总表", expected=Q3)) == ["period_assumed"]
    assert codes(found("第三季度", expected=Q3)) == ["period_assumed"]


@pytest.mark.parametrize("title", ["2024年汇总表", "2025年度汇总表", "2025年9月", "2025年8月份"])
def test_a_title_that_speaks_of_another_time_is_not_overruled_by_the_expected_period(title: str):
    assert codes(found(title, expected=Q3)) == ["period_unknown"]


def test_without_any_period_and_none_expected_there_is_none():
    assert codes(found("汇总表")) == ["period_unknown"]
