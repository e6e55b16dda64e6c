"""Working days against the published arrangements of 2025 and 2026, and beyond what is published."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from metrics.model import NotAllowed
from metrics.tasks import workdays, workspace
from metrics.tasks.workdays import Workdays

PLAIN = Workdays({})
NOW = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (date(2025, 9, 28), True),  # 周日，国庆中秋调休上班（国办发明电〔2024〕12号）
        (date(2025, 10, 1), False),
        (date(2025, 10, 8), False),
        (date(2025, 10, 9), True),
        (date(2025, 10, 11), True),  # 周六上班
        (date(2025, 10, 12), False),
        (date(2025, 1, 26), True),  # 周日，春节调休上班
        (date(2025, 2, 4), False),
        (date(2026, 9, 20), True),  # 周日，国庆调休上班
        (date(2026, 10, 7), False),
        (date(2026, 10, 10), True),
        (date(2026, 1, 4), True),
        (date(2026, 11, 25), True),
        (date(2026, 11, 28), False),
    ],
)
def test_published_holidays_and_the_weekends_worked_for_them(day: date, working: bool):
    assert PLAIN.is_working(day) is working


def test_five_working_days_over_the_national_day_of_2025_end_on_the_14th_of_october():
    # 9月29日、30日，10月9日、10日，11日（周六上班）是第五天
    assert PLAIN.after(date(2025, 9, 28), 5) == date(2025, 10, 11)
    assert PLAIN.after(date(2025, 9, 30), 5) == date(2025, 10, 14)


@pytest.mark.parametrize(
    ("today", "due", "left"),
    [
        (date(2026, 11, 25), date(2026, 11, 27), 2),
        (date(2026, 11, 27), date(2026, 11, 27), 0),
        (date(2026, 11, 30), date(2026, 11, 27), -1),
        (date(2026, 11, 28), date(2026, 11, 27), -1),  # Saturday: over, though no working day has passed
        (date(2025, 9, 30), date(2025, 10, 9), 1),
    ],
)
def test_how_many_working_days_are_left(today: date, due: date, left: int):
    assert PLAIN.left(today, due) == left


def test_a_year_that_nobody_has_entered_is_monday_to_friday_and_told():
    assert workdays.published_until() == 2026
    assert PLAIN.is_working(date(2027, 1, 1))  # a Friday, as far as anybody knows here
    assert not PLAIN.is_working(date(2027, 1, 2))
    assert PLAIN.guessed(date(2026, 12, 20), date(2027, 1, 8)) == (2027,)
    assert PLAIN.guessed(date(2026, 11, 1), date(2026, 12, 31)) == ()


def test_what_is_entered_goes_before_everything_else():
    entered = Workdays({date(2027, 1, 1): False, date(2027, 1, 2): True, date(2026, 11, 25): False})
    assert not entered.is_working(date(2027, 1, 1))
    assert entered.is_working(date(2027, 1, 2))
    assert not entered.is_working(date(2026, 11, 25))
    assert entered.guessed(date(2026, 12, 20), date(2027, 1, 8)) == ()
    assert entered.after(date(2026, 12, 31), 1) == date(2027, 1, 2)


def test_the_day_is_the_one_in_china():
    assert workdays.today(datetime(2026, 11, 25, 16, 30, tzinfo=UTC)) == date(2026, 11, 26)


def test_days_are_entered_with_a_name_and_can_be_taken_back(sample_data):
    here = workspace.current()
    workdays.enter(here, date(2027, 1, 1), date(2027, 1, 3), False, "元旦放假", "李管理", NOW)
    assert not workdays.workdays(here).is_working(date(2027, 1, 1))
    assert [(one.day.day, one.name, one.by) for one in workdays.entered(here)] == [
        (1, "元旦放假", "李管理"),
        (2, "元旦放假", "李管理"),
        (3, "元旦放假", "李管理"),
    ]
    workdays.take_back(here, [date(2027, 1, 1)], "李管理", NOW)
    assert workdays.workdays(here).is_working(date(2027, 1, 1))
    assert len(workdays.entered(here)) == 2


@pytest.mark.parametrize(
    ("first", "last", "name", "by", "told"),
    [
        (date(2027, 1, 3), date(2027, 1, 1), "元旦", "李", "止日早于起日"),
        (date(2027, 1, 1), date(2027, 12, 31), "全年", "李", "分段录入"),
        (date(2027, 1, 1), date(2027, 1, 1), " ", "李", "什么安排"),
        (date(2027, 1, 1), date(2027, 1, 1), "元旦", " ", "姓名"),
    ],
)
def test_what_cannot_be_entered_is_said(sample_data, first, last, name, by, told):
    here = workspace.current()
    with pytest.raises(NotAllowed, match=told):
        workdays.enter(here, first, last, False, name, by, NOW)
    assert workdays.entered(here) == ()
