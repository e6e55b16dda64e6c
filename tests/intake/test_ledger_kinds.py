"""The other ledgers: advice, review, case files, judgments to perform, training, observation, normative documents."""

from __future__ import annotations

import pytest

from metrics.periods import Period
from tests.intake.ledgers import ADVICE, ADVICE_MEASURES, codes, counts, found, one, read, sheet

Q3 = Period(2025, 3)


@pytest.mark.parametrize(
    ("urgent", "received", "stated", "replied", "expected"),
    [
        ("否", "2025-05-20", "", "2025-07-18", (0, 1, 1, 1)),
        ("否", "2025-05-20", "", "2025-07-20", (0, 1, 1, 1)),  # the last day
        ("否", "2025-05-20", "", "2025-07-21", (0, 1, 1, 0)),
        ("否", "2025-05-20", "", "", (0, 0, 1, 0)),
        ("否", "2025-08-20", "", "2025-08-25", (1, 1, 0, 0)),  # not yet due in this quarter
        ("是", "2025-08-01", "", "2025-08-16", (1, 1, 1, 1)),
        ("是", "2025-08-01", "", "2025-08-17", (1, 1, 1, 0)),
        ("公益诉讼", "2025-08-01", "", "2025-08-17", (1, 1, 0, 0)),
        ("否", "2025-05-20", "2025-08-31", "2025-08-30", (0, 1, 1, 1)),  # the document's own date
        ("否", "2025-05-20", "2025-10-31", "2025-08-30", (0, 1, 0, 0)),
        ("否", "2025-06-30", "", "2025-08-30", (0, 1, 1, 1)),
        ("否", "2024-12-31", "", "2025-02-28", (0, 0, 0, 0)),
    ],
)
def test_advice_is_due_after_two_months_or_fifteen_days_or_as_it_says(
    urgent, received, stated, replied, expected
):
    rows = sheet(
        ("检1号", "区财政局", urgent, received, stated, replied),
        title="2025年第三季度检察建议台账",
        header=ADVICE,
    )
    assert one(read(rows), *ADVICE_MEASURES) == expected


def test_an_answer_before_the_question_and_a_deadline_from_a_month_are_said():
    rows = [
        ("检1号", "区财政局", "否", "2025-08-20", "", "2025-08-02"),
        ("检2号", "区财政局", "否", "2025年5月", "", "2025-07-02"),
    ]
    submission = read(sheet(*rows, title="2025年第三季度检察建议台账", header=ADVICE))
    assert {"ledger_order", "ledger_month_only"} <= codes(submission)


@pytest.mark.parametrize(
    ("result", "expected"),
    [
        # closed, corrected directly, self-corrected, mediated, settled (indicators.md, part 5)
        ("变更", (1, 1, 0, 0, 0)),
        ("部分撤销", (1, 1, 0, 0, 0)),
        ("确认违法", (1, 1, 0, 0, 0)),
        ("责令限期履行", (1, 1, 0, 0, 0)),
        ("确认无效", (1, 1, 0, 0, 0)),
        ("行政协议责任", (1, 1, 0, 0, 0)),
        ("维持", (1, 0, 0, 0, 0)),
        ("驳回复议请求", (1, 0, 0, 0, 0)),
        ("驳回申请", (1, 0, 0, 0, 0)),
        ("调解书", (1, 0, 0, 1, 0)),
        ("和解撤回", (1, 0, 0, 0, 1)),
        ("撤回", (1, 0, 0, 0, 0)),
        ("自行改正后终止", (1, 0, 1, 0, 0)),
        ("不予受理", (0, 0, 0, 0, 0)),
        ("转送", (0, 0, 0, 0, 0)),
    ],
)
def test_results_of_administrative_review(result, expected):
    header = ("案号", "申请人", "被申请人", "申请日期", "受理日期", "复议决定", "决定日期")
    rows = sheet(
        ("汉区政复决〔2025〕3号", "张三", "区财政局", "2025-07-01", "2025-07-03", result, "2025-08-30"),
        title="2025年三季度行政复议台账",
        header=header,
    )
    measures = ("closed", "direct_corrected", "self_corrected", "mediated", "settled")
    assert one(read(rows), *(f"review_{what}" for what in measures)) == expected


def test_case_files_and_the_times_that_they_were_reviewed():
    header = ("案卷号", "评查单位", "评查批次", "评查日期", "评查等次")
    rows = [
        ("卷1", "区城管局", "第一次", "2025-07-10", "优秀"),
        ("卷2", "区城管局", "第一次", "2025-07-11", "合格"),
        ("卷3", "区城管局", "第二次", "2025-09-01", "不合格"),
        ("卷4", "区财政局", "第一次", "2025-09-01", "良好"),
    ]
    submission = read(sheet(*rows, title="2025年第三季度案卷评查台账", header=header))
    measures = (
        "case_reviews",
        "case_files_reviewed",
        "case_files_excellent",
        "case_files_qualified",
        "case_files_unqualified",
    )
    assert counts(submission, *measures) == {
        ("city", "2025Q3"): (2, 3, 1, 1, 1),
        ("money", "2025Q3"): (1, 1, 0, 1, 0),
    }
    assert submission.blocks[0].tallies["case_reviews"].rows == [3, 5, 6]


def test_judgments_with_something_to_perform_and_their_three_states():
    header = ("案号", "义务单位", "履行内容", "履行期限届满日期", "履行日期", "履行情况")
    rows = [
        ("（2025）陕07行初1号", "区财政局", "赔偿", "2025-08-31", "2025-08-20", "已履行"),
        ("（2025）陕07行初2号", "区财政局", "责令重作", "2025-08-31", "2025-09-20", "已履行"),
        ("（2025）陕07行初3号", "区财政局", "支付", "2025-08-31", "", "逾期未履行"),
        ("（2025）陕07行初4号", "区财政局", "支付", "2025-12-31", "", "期内未履行"),
        ("（2025）陕07行初5号", "区财政局", "仅确认违法", "2025-08-31", "", ""),
    ]
    submission = read(sheet(*rows, title="2025年第三季度生效裁判履行台账", header=header))
    assert one(submission, "judgments_due", "judgments_performed", "judgments_overdue") == (3, 1, 1)


def test_training_is_judged_by_the_person():
    header = ("执法证号", "姓名", "单位", "累计学时", "是否在岗")
    rows = [
        ("A1", "张一", "区城管局", 60, "在岗"),
        ("A2", "张二", "区城管局", "59.5学时", "在岗"),
        ("A3", "张三", "区城管局", 200, "在岗"),
        ("A4", "张四", "区城管局", 40, "在岗"),
        ("A4", "张四", "区城管局", 20, "在岗"),
        ("A5", "张五", "区城管局", 80, "不满一年"),
        ("A6", "张六", "区城管局", 80, "退休"),
    ]
    submission = read(sheet(*rows, title="2025年度执法人员培训学时台账", header=header), expected=Q3)
    assert counts(submission, "officers_on_post", "officers_trained", "officers_part_year") == {
        ("city", "2025Q3"): (4, 3, 1)
    }
    # 60 + 59.5 + 200 + (40 + 20): every row of a person, in whole hours
    assert one(submission, "training_hours") == (380,)
    assert "ledger_hours_added" in codes(submission)


def test_hours_that_are_no_number_must_be_mended():
    header = ("执法证号", "姓名", "单位", "累计学时")
    rows = sheet(("A1", "张一", "区城管局", "若干"), title="2025年三季度执法人员培训台账", header=header)
    assert found(read(rows), "ledger_number")[0].cell == "D3"


def test_court_observations_and_the_leaders_who_came():
    header = ("案号", "旁听单位", "旁听时间", "是否领导参加", "到场领导人数")
    rows = [
        ("（2025）陕07行初1号", "区财政局、区人社局", "2025-07-10", "是", 2),
        ("（2025）陕07行初1号", "区财政局", "2025-07-10", "是", 2),
        ("", "区财政局", "2025-08-10", "", "3人"),
        ("（2025）陕07行初3号", "区财政局", "2025-08-11", "否", 0),
    ]
    submission = read(sheet(*rows, title="2025年第三季度旁听庭审台账", header=header))
    assert counts(submission, "court_observations", "court_observers") == {
        ("money", "2025Q3"): (2, 5),
        ("work", "2025Q3"): (1, 2),
    }


def test_normative_documents():
    header = (
        "文号",
        "文件名称",
        "制定机关",
        "是否经合法性审核",
        "印发日期",
        "公布日期",
        "报备日期",
        "报备是否规范",
    )
    rows = [
        ("汉区政办发〔2025〕1号", "甲", "区财政局", "是", "2025-07-01", "2025-07-03", "2025-07-18", "是"),
        ("汉区政办发〔2025〕2号", "乙", "区财政局", "是", "2025-07-01", "2025-07-03", "2025-07-19", "否"),
        ("汉区政办发〔2025〕3号", "丙", "区财政局", "否", "2025-07-01", "2025-07-03", "", ""),
        ("汉区政办发〔2025〕4号", "丁", "区财政局", "是", "2025-09-25", "2025-09-28", "", ""),
    ]
    submission = read(sheet(*rows, title="2025年第三季度规范性文件台账", header=header))
    measures = ("issued", "reviewed", "filing_due", "filed", "filed_on_time", "compliant")
    assert one(submission, *(f"normative_docs_{what}" for what in measures)) == (4, 3, 3, 2, 1, 1)
