"""Which rows of a ledger are cases: totals, notes, signatures, and the row that says there were none."""

from __future__ import annotations

import pytest

from tests.intake.ledgers import ALL, HEADER, HEARD, codes, counts, one, read, row, sheet


def test_totals_footnotes_blank_rows_and_repeated_headers_are_no_cases():
    rows = (
        row(),
        (),
        ("合计", "", "", 1),
        HEADER,
        row(case="（2025）陕07行初2号"),
        ("注：以上案件均已核对",),
        ("填表人：张三",),
    )
    submission = read(sheet(*rows))
    assert one(submission, "hearings_held") == (2,)
    assert codes(submission) == set()


@pytest.mark.parametrize("nothing", ["无", "本季度无", "本季度无案件", "本期无行政诉讼案件", "暂无"])
def test_a_row_that_says_none_is_a_zero_report(nothing):
    rows = (("2025年第三季度行政诉讼案件台账",), ("填报单位：区财政局",), HEADER, (nothing,))
    submission = read(rows)
    assert counts(submission, *ALL, *HEARD) == {("money", "2025Q3"): (0,) * 7}
    assert submission.blocks[0].tallies.keys() == submission.blocks[0].values.keys(), (
        "else no ledger to the store"
    )
    assert "ledger_nothing" in codes(submission)


def test_a_zero_report_of_nobody_is_refused():
    submission = read(sheet(("本季度无案件",)))
    assert "no_unit" in codes(submission) and not submission.blocks


def test_a_zero_report_knows_its_unit_by_the_file_name():
    submission = read(sheet(("无",)), file_name="区财政局2025年三季度台账.xlsx")
    assert list(counts(submission, "hearings_held")) == [("money", "2025Q3")]


def test_a_ledger_without_rows_is_no_zero_report():
    assert "no_rows" in codes(read(sheet()))


def test_a_lone_text_below_is_no_case_and_is_said():
    submission = read(sheet(row(), ("以上数据由法院提供",)))
    assert one(submission, "hearings_held") == (1,)
    assert codes(submission) == {"row_skipped"}


def test_the_signatures_and_their_date_are_no_case():
    submission = read(sheet(row(), ("制表人：张三", "", "日期：", "2025-09-30", "", "", "", "")))
    assert one(submission, "litigation_new_cases") == (1,)
    assert codes(submission) == set()


def test_a_person_whose_name_begins_like_a_footnote_is_a_row():
    header = ("姓名", "单位", "执法证号", "累计学时")
    rows = [("统计", "区城管局", "A1", 60), ("附件一", "区城管局", "A2", 10), ("联系", "区城管局", "A3", 60)]
    submission = read(sheet(*rows, title="2025年三季度执法人员培训台账", header=header))
    assert one(submission, "officers_on_post", "officers_trained") == (3, 2)
