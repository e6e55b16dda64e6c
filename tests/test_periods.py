"""Quarters, their neighbours and the many ways to write them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.periods import Period, PeriodKind, between, mentions, quarter_of

quarters = st.builds(Period, st.integers(1950, 2150), st.integers(1, 4))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2025年三季度", (2025, 3, "Q")),
        ("2025年第3季度", (2025, 3, "Q")),
        ("2025Q3", (2025, 3, "Q")),
        ("7—9月", (None, 3, "Q")),
        ("汉台区2025年7-9月报表", (2025, 3, "Q")),
        ("二〇二五年第一季度", (2025, 1, "Q")),
        ("２０２５年第３季度", (2025, 3, "Q")),
        ("2025年上半年", (2025, 1, "H")),
        ("2020年度省直部门", (2020, 1, "Y")),
    ],
)
def test_a_period_is_found_in_a_title(text, found):
    mention = mentions(text)[0]
    assert (mention.year, mention.number, mention.kind.value) == found


def test_january_to_september_is_a_sum_and_no_quarter():
    (mention,) = mentions("2025年1—9月")
    assert mention.cumulative


@pytest.mark.parametrize(
    "text", ["2025年二、三季度", "2025年第二和第三季度", "2025年二至三季度", "2025年2—3季度"]
)
def test_two_quarters_in_one_title_are_both_spoken_of(text):
    assert [mention.number for mention in mentions(text)] == [2, 3]


def test_words_of_the_notice():
    period = Period(2025, 3)
    assert (period.label, period.cumulative_label) == ("2025年第三季度", "2025年1—9月")
    assert Period(2025, 4).cumulative_label == "2025年度"
    assert period.end == date(2025, 9, 30)


@given(quarters)
def test_neighbours_lead_back(period):
    assert period.next().previous() == period
    assert period.year_ago().shift(4) == period
    assert Period.from_key(period.key) == period
    assert quarter_of(period.end) == period
    assert period.year_to_date()[-1] == period


@given(quarters, st.integers(0, 20))
def test_between_holds_every_quarter_once(period, steps):
    found = between(period, period.shift(steps))
    assert len(found) == steps + 1
    assert sorted(p.key for p in found) == [p.key for p in found]


@pytest.mark.parametrize("key", ["2025", "2025Q5", "Q3", "2025H3", ""])
def test_what_is_no_period_is_refused(key):
    with pytest.raises(ValueError):
        Period.from_key(key)


def test_a_year_is_a_period_of_its_own_kind():
    assert Period.from_key("2020Y").kind is PeriodKind.YEAR
    assert Period.from_key("2020Y").year_ago().key == "2019Y"
