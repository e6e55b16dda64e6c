"""Case numbers in a ledger: the same case is known in every spelling, and a number that may hide one is questioned."""

from __future__ import annotations

import pytest

from metrics.model import Severity
from tests.intake.ledgers import ALL, HEARD, codes, found, one, read, row, sheet


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


def test_the_same_case_twice_counts_once_and_is_said():
    submission = read(sheet(row(), row(case="(2025) 陕07行初 01号")))
    assert one(submission, *ALL, *HEARD) == (1, 1, 1, 1, 1, 1, 1)
    (said,) = found(submission, "ledger_case_twice")
    assert said.message == "第 4 行与第 3 行是同一案件，只计一次"
    assert said.severity is Severity.HINT and said.places == ("A4", "A3")


def test_the_same_case_with_another_result_must_be_explained():
    submission = read(sheet(row(), row(result="驳回起诉")))
    (said,) = found(submission, "ledger_case_differs")
    assert said.severity is Severity.VERIFY
    assert "“裁判结果”却不同：“驳回起诉”“撤销”" in said.message
    assert one(submission, "litigation_closed") == (1,)


@pytest.mark.parametrize(
    "case",
    [
        "（2025）陕0702行初12-25号",
        "（2025）陕0702行初12—25号",
        "（2025）陕0702行初12号至25号",
        "（2025）陕0702行初12、13、14号",
        "（2025）陕0702行初12号、13号",
        "（2025）陕0702行初12/13号",
        "（2025）陕0702行初12 13号",
        "（2025）陕0702行初12号等5件",
        "（2025）陕0702行初12号（共14件）",
        "（2025）陕0702行初12号\n（2025）陕0702行初13号",
    ],
)
def test_several_cases_in_a_row_never_count_as_one_unseen(case):
    submission = read(sheet(row(case=case), row(case="（2025）陕0702行初7号")))
    (said,) = found(submission, "ledger_series")
    assert said.severity is Severity.STRICT and said.cell == "A3"


@pytest.mark.parametrize(
    "case",
    ["（2025）陕0702行初12号", "（2025）陕 0702 行初 12 号", "（2025）陕0702行初12号之一", "陕汉卷-2025-008"],
)
def test_one_case_is_no_series(case):
    assert not found(read(sheet(row(case=case))), "ledger_series")


def test_many_rows_of_series_are_said_in_few_findings():
    submission = read(sheet(*(row(case=f"（2025）陕0702行初{n}、{n + 1}号") for n in range(1, 200, 2))))
    assert len(found(submission, "ledger_series")) == 40
    assert "另有 60 行" in found(submission, "ledger_more_series")[0].message


def test_the_court_before_the_number_makes_no_other_case():
    named = "汉台区人民法院（2025）陕07行初1号"
    submission = read(sheet(row(), row(case=named)))
    assert one(submission, "litigation_new_cases") == (1,)
    assert codes(submission) == {"ledger_case_twice"}


def test_a_case_without_number_counts_and_is_said_once():
    submission = read(sheet(row(case=""), row(case="无"), row()))
    assert one(submission, "hearings_held") == (3,)
    (said,) = found(submission, "ledger_no_case")
    assert said.severity is Severity.VERIFY and said.places == ("A3", "A4")
    assert submission.blocks[0].tallies["hearings_held"].cases == ["", "", "(2025)陕07行初1号|first"]


def test_a_case_number_that_is_kept_is_the_normalised_one():
    submission = read(sheet(row(case=" （２０２５）陕07行初 1 号")))
    assert submission.blocks[0].tallies["litigation_new_cases"].cases == ["(2025)陕07行初1号|first"]


def test_a_case_written_many_times_is_said_in_few_findings():
    submission = read(sheet(*(row() for _ in range(100))))
    assert one(submission, "hearings_held") == (1,)
    assert len(found(submission, "ledger_case_twice")) == 40
    assert "另有 59 行" in found(submission, "ledger_more_twice")[0].message
