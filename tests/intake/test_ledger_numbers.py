"""Case numbers in a ledger: the same case is known in every spelling, and a number that may hide one is questioned."""

from __future__ import annotations

import pytest

from metrics.model import Severity
from tests.intake.ledgers import codes, found, one, read, row, sheet


@pytest.mark.parametrize(
    "again",
    ["（2025）陕07行初Ⅻ号", "（二〇二五）陕07行初十二号", "（２０２５）陝07行初第０１２號", "2025陕07行初12"],
)
def test_the_same_case_in_another_spelling_counts_once(again):
    submission = read(sheet(row(case="（2025）陕07行初12号"), row(case=again)))
    assert one(submission, "litigation_new_cases", "hearings_held") == (1, 1)
    assert codes(submission) == {"ledger_case_twice"}


@pytest.mark.parametrize(
    "odd", ["(2025)shan07行初12号", "陕07行初12号", "（2025）陕07行初XII号", "12", "（2025）陕07行初12号之一"]
)
def test_a_number_that_may_be_another_row_s_in_disguise_is_questioned(odd):
    submission = read(sheet(row(case="（2025）陕07行初12号"), row(case=odd)))
    (said,) = found(submission, "ledger_number_form")
    assert said.severity is Severity.VERIFY and said.cell == "A4"
    assert f"“{odd}”" in said.message and "（2025）陕07行初12号" in said.mend
    assert submission.can_count and said in submission.to_settle


def test_odd_numbers_of_a_sheet_are_one_finding():
    submission = read(sheet(*(row(case=f"诉{n}号") for n in range(1, 31)), row()))
    (said,) = found(submission, "ledger_number_form")
    assert len(said.places) == 30 and said.places[:2] == ("A3", "A4")
    assert "有 30 处" in said.message and said.message.endswith("“诉10号”等 30 种")


def test_a_series_and_a_number_that_is_missing_are_told_as_such_only():
    submission = read(sheet(row(case="（2025）陕07行初12-25号"), row(case="")))
    assert codes(submission) == {"ledger_series", "ledger_no_case"}


REVIEW = ("复议案号", "被申请人", "受理日期", "审结日期", "复议结果")


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        ("汉台府复〔2025〕5号", set()),
        ("汉区政复决字〔2025〕第3号", set()),
        ("（2025）汉区政复3号", set()),
        ("汉台府复2025第5号", {"ledger_number_form"}),
        ("5", {"ledger_number_form"}),
    ],
)
def test_a_review_has_the_number_of_a_document(case, expected):
    line = (case, "区财政局", "2025-07-02", "2025-08-30", "撤销")
    assert codes(read([("2025年第三季度行政复议案件台账",), REVIEW, line])) == expected


def test_numbers_of_advice_and_files_are_as_their_offices_like():
    header = ("司法建议书文号", "收到单位", "收到日期", "书面回复日期")
    line = ("司建1号", "区财政局", "2025-07-10", "2025-08-20")
    assert codes(read([("2025年第三季度司法建议台账",), header, line])) == set()
