"""Dates in a ledger: how people write them, and into which quarter each event counts."""

from __future__ import annotations

from datetime import datetime

import pytest

from metrics.model import Severity
from metrics.periods import Period
from tests.intake.ledgers import HEADER, HEARD, codes, counts, found, one, read, row, sheet

Q3 = Period(2025, 3)


def test_each_event_counts_in_its_own_quarter():
    submission = read(
        sheet(
            row(filed="2025-03-20", heard="2025-05-08", closed="2025-09-10"), title="2025年1—9月行政诉讼台账"
        )
    )
    assert counts(submission, "litigation_new_cases", "hearings_held", "litigation_lost") == {
        ("money", "2025Q1"): (1, 0, 0),
        ("money", "2025Q2"): (0, 1, 0),
        ("money", "2025Q3"): (0, 0, 1),
    }


@pytest.mark.parametrize(
    ("title", "periods"),
    [
        ("2025年第三季度行政诉讼台账", ["2025Q3"]),
        ("2025年度行政诉讼台账", ["2025Q1", "2025Q2", "2025Q3", "2025Q4"]),
        ("2025年1—9月行政诉讼台账", ["2025Q1", "2025Q2", "2025Q3"]),
        ("2025年前三季度行政诉讼台账", ["2025Q1", "2025Q2", "2025Q3"]),
        ("2025年上半年行政诉讼台账", ["2025Q1", "2025Q2"]),
        ("2025年下半年行政诉讼台账", ["2025Q3", "2025Q4"]),
        ("2025年7-9月行政诉讼台账", ["2025Q3"]),
        ("2025年1月1日至9月30日行政诉讼台账", ["2025Q1", "2025Q2", "2025Q3"]),
        ("2025年7月1日至2025年9月30日行政诉讼台账", ["2025Q3"]),
        ("2025年行政诉讼台账", ["2025Q1", "2025Q2", "2025Q3"]),  # until its last date
    ],
)
def test_the_title_says_which_quarters_are_covered(title, periods):
    assert [period for _, period in counts(read(sheet(row(), title=title)), "hearings_held")] == periods


def test_quarters_after_the_one_chosen_are_not_reported_as_zero():
    submission = read(sheet(row(), title="2025年度行政诉讼台账"), expected=Q3)
    assert list(counts(submission, "hearings_held")) == [("money", f"2025Q{n}") for n in (1, 2, 3)]


def test_without_a_period_the_chosen_one_is_taken_and_said():
    submission = read(sheet(row(), title="行政诉讼台账"), expected=Q3)
    assert list(counts(submission, "hearings_held")) == [("money", "2025Q3")]
    assert "period_assumed" in codes(submission)
    assert "period_unknown" in codes(read(sheet(row(), title="行政诉讼台账")))


def test_the_day_on_which_it_was_filled_in_is_no_period():
    rows = (
        (TITLE_Q4 := "2025年第四季度行政诉讼台账",),
        ("填报时间：2026年1月",),
        HEADER,
        row(heard="2025-11-02"),
    )
    assert TITLE_Q4
    assert list(counts(read(rows), "hearings_held")) == [("money", "2025Q4")]


def test_sheets_of_quarters_and_a_title_of_the_year():
    title = "2025年行政诉讼台账"
    submission = read(
        sheet(
            row(filed="2025-02-01", heard="", attended="", chief="", result="未结", closed=""), title=title
        ),
        sheet(row(case="（2025）陕07行初8号"), title=title),
        names=("一季度", "三季度"),
    )
    assert counts(submission, "litigation_new_cases") == {
        ("money", "2025Q1"): (1,),
        ("money", "2025Q3"): (1,),
    }


def test_a_title_and_a_file_name_of_different_quarters_disagree():
    assert "period_disagrees" in codes(read(sheet(row()), file_name="2025年第二季度.xlsx"))


@pytest.mark.parametrize(
    "written",
    [
        datetime(2025, 8, 1),
        45870,
        20250801,
        "2025.8.1",
        "2025/8/1",
        "2025-08-01",
        "20250801",
        "2025年8月1日",
        "2025年8月",
        "8月1日",
        "2025年8月1日上午9时30分",
        "2025-08-01 09:30",
        "2025年8月1日（星期五）",
        "二〇二五年八月一日",
        "２０２５．８．１",
        "2025.8.1、2025.8.15",
        "2025.8.1；8.15",
        "2025.6.20、2025.8.1",
        "2025年8月1日、15日",
        "2025.8.1\n2025.8.15",
    ],
)
def test_dates_as_people_write_them(written):
    submission = read(sheet(row(heard=written, filed="2025-06-01")))
    assert one(submission, "hearings_held") == (1,)
    assert codes(submission) <= {"ledger_year_assumed", "ledger_heard_before"}


def test_a_date_without_a_year_takes_the_title_s_and_says_so():
    assert found(read(sheet(row(heard="8月1日"))), "ledger_year_assumed")[0].cell == "E3"


@pytest.mark.parametrize("none", ["", None, "未开庭", "无", "—", "/", "尚未开庭"])
def test_words_for_no_date(none):
    submission = read(sheet(row(heard=none, attended="未开庭", chief="")))
    assert one(submission, "hearings_held") == (0,)
    assert codes(submission) == set()


@pytest.mark.parametrize("wrong", ["下周", "2025-13-01", "2025.2.30", 5, "延期", "2025"])
def test_what_is_no_date_must_be_mended(wrong):
    submission = read(sheet(row(heard=wrong)))
    (said,) = found(submission, "ledger_date")
    assert (said.severity, said.cell) == (Severity.MANDATORY, "E3")
    assert not submission.can_count


def test_several_hearings_of_one_instance_count_once():
    submission = read(sheet(row(heard="2025-07-10、2025-08-20"), row(heard="2025-09-02")))
    assert one(submission, *HEARD) == (1, 1, 1)


def test_hearings_in_two_quarters_count_in_the_first_that_is_covered():
    submission = read(sheet(row(heard="2025-06-20、2025-07-05"), title="2025年上半年行政诉讼台账"))
    assert counts(submission, "hearings_held") == {("money", "2025Q1"): (0,), ("money", "2025Q2"): (1,)}
    assert found(submission, "ledger_heard_before")[0].cell == "E3"


@pytest.mark.parametrize("filed", [None, "待定"])
def test_a_case_without_its_date_of_filing_is_left_out_of_the_new_ones_and_that_is_said(filed: object):
    submission = read(sheet(row(), row(case="（2025）陕07行初2号", filed=filed)))
    assert one(submission, "litigation_new_cases", "litigation_closed") == (1, 2)
    (said,) = found(submission, "ledger_date_absent")
    assert (said.severity, said.cell) == (Severity.VERIFY, "D4")
    assert "“新收一审行政诉讼案件数”" in said.message


def test_a_second_instance_needs_no_date_of_filing():
    second = row(case="（2025）陕07行终2号", instance="二审", filed=None, result="维持原判")
    assert "ledger_date_absent" not in codes(read(sheet(row(), second)))
