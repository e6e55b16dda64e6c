"""Ledgers: one row a case, counted into measures as indicators.md says."""

from __future__ import annotations

from datetime import datetime

import pytest

from metrics.model import AnswerKey, DecisionKind, Layout, Severity, Submission
from metrics.periods import Period
from tests.intake.ledgers import HEADER, TITLE, codes, counts, found, one, read, row, sheet
from tests.intake.workbooks import table

Q3 = Period(2025, 3)
ALL = ("litigation_new_cases", "litigation_closed", "litigation_judged", "litigation_lost")
HEARD = ("hearings_held", "leader_attended", "chief_attended")


def test_a_usual_ledger_is_read_and_nothing_is_wrong():
    submission = read(sheet(row()))
    assert (submission.form, submission.layout) == ("litigation_ledger", Layout.LEDGER)
    assert one(submission, *ALL, *HEARD) == (1, 1, 1, 1, 1, 1, 1)
    assert codes(submission) == set()
    assert submission.can_count


def test_every_figure_knows_its_rows_and_cases():
    submission = read(sheet(row(), row(case="（2025）陕07行初2号", result="驳回起诉")))
    (block,) = submission.blocks
    tally = block.tallies["litigation_closed"]
    assert (tally.records, tally.rows, tally.cases) == (
        [0, 0],
        [3, 4],
        ["(2025)陕07行初1号|first", "(2025)陕07行初2号|first"],
    )
    assert block.tallies["hearings_held"].cases == tally.cases
    assert block.cell("litigation_closed", 0) == "I3"
    assert block.cell("hearings_held", 0) == "E3"


def test_a_measure_without_its_columns_is_missing_and_not_zero():
    submission = read(sheet(row()))
    assert one(submission, "key_hearings", "excused_absences") == (None, None)
    without = tuple(c for i, c in enumerate(row()) if i != 7)
    submission = read(sheet(without, header=[h for h in HEADER if h != "裁判结果"]))
    assert one(submission, "litigation_lost", "litigation_closed") == (None, 1)
    assert found(submission, "ledger_column_absent")[0].severity is Severity.VERIFY


@pytest.mark.parametrize(
    ("result", "expected"),
    [
        # closed, judged, lost (indicators.md, part 4, item 2)
        ("撤销", (1, 1, 1)),
        ("部分撤销", (1, 1, 1)),
        ("责令履行法定职责", (1, 1, 1)),
        ("判决给付", (1, 1, 1)),
        ("确认违法", (1, 1, 1)),
        ("程序轻微违法", (1, 1, 1)),
        ("确认无效", (1, 1, 1)),
        ("变更", (1, 1, 1)),
        ("单独判决赔偿", (1, 1, 1)),
        ("责令补救", (1, 1, 1)),
        ("驳回诉讼请求", (1, 1, 0)),
        ("驳回诉求", (1, 1, 0)),
        ("驳回起诉", (1, 0, 0)),
        ("不予立案", (1, 0, 0)),
        ("准予撤诉", (1, 0, 0)),
        ("按撤诉处理", (1, 0, 0)),
        ("终结", (1, 0, 0)),
        ("移送", (1, 0, 0)),
        ("调解", (1, 0, 0)),
        ("部分败诉", (1, 1, 1)),
    ],
)
def test_what_is_a_loss_and_what_is_only_closed(result, expected):
    assert one(read(sheet(row(result=result))), *ALL[1:]) == expected


def test_an_open_case_is_not_closed():
    submission = read(sheet(row(result="未结", closed="")))
    assert one(submission, *ALL) == (1, 0, 0, 0)
    assert codes(submission) == set()


def test_loss_is_by_the_unit_where_the_ledger_says_so():
    submission = read(sheet((*row(result="撤销"), "否"), header=(*HEADER, "是否败诉")))
    assert one(submission, "litigation_lost") == (0,)
    (said,) = found(submission, "ledger_contradicts")
    assert "“是否败诉”填的是“胜诉”，“裁判结果”却是“撤销”" in said.message
    assert said.cell == "J3"


@pytest.mark.parametrize("instance", ["二审", "再审", "终"])
def test_later_instances_count_for_hearings_only(instance):
    submission = read(sheet(row(case="（2025）陕07民1号", instance=instance, result="维持原判")))
    assert one(submission, *ALL, *HEARD) == (0, 0, 0, 0, 1, 1, 1)


def test_the_same_case_counts_once_for_each_instance_heard():
    number = "汉行2025-1"
    submission = read(sheet(row(case=number), row(case=number, instance="二审", result="改判")))
    assert one(submission, "litigation_new_cases", "hearings_held") == (1, 2)
    assert not found(submission, "ledger_case_twice")


def test_the_instance_is_known_by_the_case_number_where_it_is_not_written():
    submission = read(sheet(row(case="（2025）陕07行终9号", instance="", result="维持原判")))
    assert one(submission, "litigation_new_cases", "hearings_held") == (0, 1)
    assert codes(submission) == set()


def test_an_instance_that_the_case_number_denies_is_said():
    (said,) = found(read(sheet(row(case="（2025）陕07行终9号"))), "ledger_mark_differs")
    assert "“审级”填的是“一审”，案号却是“二审”的" in said.message


def test_an_unwritten_instance_counts_as_the_first_and_is_said():
    submission = read(sheet(row(case="汉诉9号", instance="")))
    assert one(submission, "litigation_new_cases") == (1,)
    assert "按“一审”计" in found(submission, "ledger_choice_empty")[0].message


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


def test_rows_outside_the_period_are_not_counted_and_named():
    outside = row(case="（2025）陕07行初7号", filed="2024-02-01", heard="2024-05-01", closed="2024-06-01")
    submission = read(sheet(row(), outside))
    assert one(submission, "litigation_new_cases", "hearings_held") == (1, 1)
    (said,) = found(submission, "ledger_outside")
    assert (said.severity, said.cell) == (Severity.HINT, "D4")
    assert "2025年第三季度" in said.message


def test_a_unit_whose_rows_all_lie_outside_has_reported_zero():
    outside = row(filed="2024-02-01", heard="2024-05-01", closed="2024-06-01")
    assert one(read(sheet(outside)), "litigation_new_cases", "hearings_held") == (0, 0)


def test_a_row_without_dates_is_named():
    submission = read(
        sheet(
            row(),
            row(case="（2025）陕07行初3号", filed="", heard="", closed="", result="", attended="", chief=""),
        )
    )
    assert found(submission, "ledger_no_date")[0].cell == "D4"


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


@pytest.mark.parametrize(
    ("attended", "chief", "expected"),
    [
        ("是", "正职", (1, 1, 1)),
        ("√", "副职", (1, 1, 0)),
        ("✓", "一把手", (1, 1, 1)),
        ("已出庭", "否", (1, 1, 0)),
        ("正职出庭", "", (1, 1, 1)),
        ("副职出庭", "", (1, 1, 0)),
        ("", "正职", (1, 1, 1)),
        ("否", "", (1, 0, 0)),
        ("×", "", (1, 0, 0)),
        ("x", "否", (1, 0, 0)),
        ("未出庭", "", (1, 0, 0)),
        ("仅委托律师出庭", "", (1, 0, 0)),
        (True, "正职", (1, 1, 1)),
        ("☑是 □否", "正职", (1, 1, 1)),
        ("□是 ☑否", "", (1, 0, 0)),
    ],
)
def test_attendance_in_every_spelling(attended, chief, expected):
    assert one(read(sheet(row(attended=attended, chief=chief))), *HEARD) == expected


def test_a_hearing_that_was_not_held_does_not_count():
    assert one(read(sheet(row(attended="书面审理", chief=""))), *HEARD) == (0, 0, 0)


def test_attendance_left_empty_counts_as_absent_and_must_be_explained():
    submission = read(sheet(row(attended="", chief="")))
    assert one(submission, *HEARD) == (1, 0, 0)
    (said,) = found(submission, "ledger_choice_blank")
    assert said.severity is Severity.VERIFY and "按“否”计" in said.message


def test_the_head_attended_but_nobody_did():
    submission = read(sheet(row(attended="否", chief="正职")))
    assert one(submission, *HEARD) == (1, 0, 0)
    assert found(submission, "ledger_contradicts")[0].cell == "F3"


def test_attendance_without_a_hearing_is_said():
    submission = read(sheet(row(heard="")))
    assert one(submission, *HEARD) == (0, 0, 0)
    assert "没有填写“开庭日期”" in found(submission, "ledger_date_needed")[0].message


def test_a_hearing_before_the_case_was_filed_is_said():
    assert found(read(sheet(row(filed="2025-08-02"))), "ledger_order")[0].cell == "E3"


def test_excused_absences_and_key_cases():
    header = (*HEADER, "不出庭理由", "重点案件类别", "法院是否通知负责人出庭")
    measures = (
        "excused_absences",
        "key_hearings",
        "key_chief_attended",
        "notified_hearings",
        "notified_attended",
    )
    away = (*row(attended="否", chief="", case="（2025）陕07行初5号"), "不可抗力", "食品药品安全", "是")
    there = (*row(), "", "生态环境", "是")
    unexcused = (*row(attended="否", chief="", case="（2025）陕07行初6号"), "未说明理由", "群体性事件", "否")
    assert one(read(sheet(away, there, unexcused, header=header)), *measures) == (1, 2, 1, 2, 1)


def test_an_unknown_word_is_asked_and_the_answer_is_used():
    submission = read(sheet(row(result="另行处理")))
    (said,) = found(submission, "ledger_word")
    assert said.severity is Severity.MANDATORY
    assert not submission.can_count
    (asked,) = submission.decisions
    assert (asked.kind, asked.written, asked.taken, asked.cell) == (
        DecisionKind.VALUE,
        "另行处理",
        None,
        "H3",
    )
    assert {choice.code for choice in asked.choices} >= {"revoked", "withdrawn"}
    answered = read(
        sheet(row(result="另行处理")),
        answers={AnswerKey(DecisionKind.VALUE, "", "litigation_ledger", "另行处理"): "revoked"},
    )
    assert one(answered, "litigation_lost") == (1,)
    assert answered.can_count


@pytest.mark.parametrize(
    ("written", "taken"),
    [
        ("判决撤销被告作出的处罚", "revoked"),
        ("裁定准予原告撤诉", "withdrawn"),
        ("一审判决驳回原告诉讼请求", "claims_dismissed"),
        ("一审裁定驳回起诉", "suit_dismissed"),
        ("驳回", None),
        ("不予撤销", None),
        ("撤销并确认违法", None),
        ("撤回", None),
    ],
)
def test_a_longer_text_is_read_by_its_longest_word_and_never_guessed(written, taken):
    (decision,) = read(sheet(row(result=written))).decisions
    assert (decision.taken.code if decision.taken else None) == taken


def test_several_defendants_count_one_each():
    submission = read(sheet(row(unit="区财政局、区人社局和区城管局")))
    assert counts(submission, "litigation_new_cases", "litigation_lost") == {
        (unit, "2025Q3"): (1, 1) for unit in ("money", "work", "city")
    }
    assert "ledger_per_unit" in codes(submission)
    (block,) = submission.blocks
    assert block.tallies["litigation_new_cases"].cases == ["(2025)陕07行初1号|first"] * 3


@pytest.mark.parametrize(
    "written",
    [
        "区财政局,区人社局",
        "区财政局，区人社局",
        "区财政局；区人社局",
        "区财政局/区人社局",
        "区财政局\n区人社局",
        "区财政局及区人社局",
        "1.区财政局 2.区人社局".replace(" ", "\n"),
        "区财政局 区人社局",
        "汉中市汉台区财政局和汉中市汉台区人力资源和社会保障局",
        "汉中市汉台区人力资源和社会保障局和汉中市汉台区财政局",
        "财政局、人力资源和社会保障局",
    ],
)
def test_names_are_split_but_never_inside_a_name(written):
    assert {unit for unit, _ in counts(read(sheet(row(unit=written))), "hearings_held")} == {"money", "work"}


def test_a_body_of_the_city_is_left_out_and_named():
    submission = read(sheet(row(unit="区财政局、汉中市公安局")))
    assert list(counts(submission, "hearings_held")) == [("money", "2025Q3")]
    (said,) = found(submission, "ledger_unit_outside")
    assert said.severity is Severity.HINT and "汉中市公安局" in said.message
    assert "ledger_per_unit" not in codes(submission)


def test_an_unknown_unit_must_be_mended_or_answered():
    submission = read(sheet(row(unit="区财正局")))
    assert found(submission, "unit_unknown")[0].cell == "B3"
    (asked,) = submission.decisions
    assert asked.kind is DecisionKind.UNIT and asked.taken is None and asked.choices[0].code == "money"
    key = AnswerKey(DecisionKind.UNIT, "", "litigation_ledger", "区财正局")
    answered = read(sheet(row(unit="区财正局")), answers={key: "money"})
    assert one(answered, "hearings_held") == (1,)
    assert answered.decisions[0].by_person
    left_out = read(sheet(row(unit="区财正局"), row(case="（2025）陕07行初4号")), answers={key: ""})
    assert one(left_out, "hearings_held") == (1,)


def test_a_row_without_a_unit_is_said():
    assert found(read(sheet(row(), row(unit="", case="（2025）陕07行初4号"))), "unit_blank")[0].cell == "B4"


def test_the_responsible_unit_counts_in_place_of_the_named_defendant():
    header = (*HEADER, "责任单位")
    submission = read(sheet((*row(), "区人社局"), (*row(case="（2025）陕07行初4号"), ""), header=header))
    assert counts(submission, "litigation_new_cases") == {("money", "2025Q3"): (1,), ("work", "2025Q3"): (1,)}


def test_a_codefendant_counts_too_and_its_own_row_is_the_one_that_speaks_for_it():
    header = (*HEADER, "共同被告")
    ours = (*row(result="撤销"), "区人社局")
    theirs = (*row(unit="区人社局", result="驳回诉讼请求"), "区财政局")
    submission = read(sheet(ours, theirs, header=header))
    assert counts(submission, "litigation_new_cases", "litigation_closed", "litigation_lost")[
        ("money", "2025Q3")
    ] == (1, 1, 1)
    assert not found(submission, "ledger_case_twice")
    only = read(sheet(ours, header=header))
    assert counts(only, "litigation_new_cases") == {("money", "2025Q3"): (1,), ("work", "2025Q3"): (1,)}


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


def test_sections_of_several_units_without_a_column_of_units_are_refused():
    header = (HEADER[0], *HEADER[2:])
    bare = [(line[0], *line[2:]) for line in (row(), row(case="（2025）陕07行初2号"))]
    submission = read(sheet(("一、区财政局",), bare[0], ("二、区城管局",), bare[1], header=header))
    (said,) = found(submission, "ledger_band")
    assert said.places == ("A3", "A5") and "二、区城管局" in said.message
    assert not submission.can_count
    alone = read(sheet(("一、区财政局",), *bare, header=header))
    assert one(alone, "hearings_held") == (2,) and alone.can_count


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


def test_a_unit_s_own_ledger_needs_no_column_of_units():
    without = tuple(c for i, c in enumerate(row()) if i != 1)
    header = [h for h in HEADER if h != "被告单位"]
    rows = (("2025年第三季度行政诉讼案件台账",), ("填报单位：区财政局",), header, without)
    assert counts(read(rows), "hearings_held") == {("money", "2025Q3"): (1,)}
    assert "no_unit" in codes(read(sheet(without, header=header)))


def test_headers_of_two_rows_below_titles():
    top = ("案号", "被告", "", "立案", "开庭", "", "", "裁判", "")
    low = ("", "", "审级", "日期", "日期", "是否出庭", "是否正职", "结果", "日期")
    submission = read((("2025年第三季度行政诉讼台账",), (), top, low, row()))
    assert one(submission, *ALL, *HEARD)[0] == 1


def test_a_near_heading_is_read_and_listed():
    header = tuple("负责人是否出庭应诉情" if h == "负责人是否出庭" else h for h in HEADER)
    submission = read(sheet(row(), header=header))
    assert one(submission, "leader_attended") == (1,)
    (decision,) = submission.decisions
    assert (
        decision.kind is DecisionKind.COLUMN
        and decision.taken is not None
        and decision.taken.code == "attended"
    )


def test_an_unclear_heading_is_asked_and_the_answer_is_used():
    header = tuple("结论结果" if h == "裁判结果" else h for h in HEADER)
    submission = read(sheet(row(), header=header))
    assert "column_missing" in codes(submission)
    (asked,) = (d for d in submission.decisions if d.asked)
    assert asked.written == "结论结果" and asked.examples == ("撤销",)
    key = AnswerKey(DecisionKind.COLUMN, "", "litigation_ledger", "结论结果")
    assert one(read(sheet(row(), header=header), answers={key: "result"}), "litigation_lost") == (1,)


def test_two_ledgers_and_a_summary_in_one_workbook():
    advice = (
        ("2025年第三季度司法建议台账",),
        ("文号", "收到单位", "收到日期", "回复日期"),
        ("司建1号", "区财政局", "2025-05-20", "2025-07-01"),
    )
    summary = table(("区财政局", 1, 1, 1))
    submission = read(summary, sheet(row()), advice, names=("汇总", "诉讼", "建议"))
    assert {block.form for block in submission.blocks} == {
        "quarterly",
        "litigation_ledger",
        "judicial_advice_ledger",
    }
    assert (submission.form, submission.layout) == ("quarterly", Layout.SUMMARY)
    assert not found(submission, "unit_twice") and not found(submission, "ledger_differs")


def test_two_sheets_of_one_ledger_for_one_unit_contradict_each_other():
    submission = read(sheet(row()), sheet(row(case="（2025）陕07行初9号")))
    assert found(submission, "ledger_sheets")[0].severity is Severity.MANDATORY


def test_advice_without_a_title_is_not_taken_for_one_of_two():
    rows = (
        ("2025年第三季度台账",),
        ("文号", "收到单位", "收到日期", "回复日期"),
        ("1号", "区财政局", "2025-05-20", "2025-07-01"),
    )
    submission = read(rows)
    assert codes(submission) == {"ledger_kind_unclear"}
    assert not submission.can_count


def test_a_summary_and_a_ledger_that_differ():
    rows = [row(case=f"（2025）陕07行初{n}号") for n in range(1, 13)]
    submission = read(table(("区财政局", 11, 12, 12)), sheet(*rows), names=("汇总", "台账"))
    (said,) = found(submission, "ledger_differs")
    assert said.severity is Severity.STRICT
    assert (said.unit, said.period, said.measure, said.sheet) == ("money", "2025Q3", "hearings_held", "台账")
    assert "汇总表填 11，按台账清点是 12" in said.message
    assert "(2025)陕07行初1号、" in said.message and said.message.endswith("(2025)陕07行初10号等 12 件")
    assert len(said.places) == 12 and said.places[0] == "E3"


def test_a_ledger_is_compared_with_the_summary_in_force():
    figures = {
        ("quarterly", "money", "2025Q3", "hearings_held"): 2,
        ("quarterly", "money", "2025Q3", "leader_attended"): 1,
    }
    (said,) = found(read(sheet(row()), in_force=figures), "ledger_differs")
    assert said.measure == "hearings_held"


def test_a_summary_is_compared_with_the_ledger_in_force():
    figures = {("litigation_ledger", "money", "2025Q3", "hearings_held"): 2}
    cases = {("money", "2025Q3", "hearings_held"): ("(2025)陕07行初1号", "第 5 行")}
    (said,) = found(read(table(("区财政局", 1, 1, 1)), in_force=figures, cases=cases), "ledger_differs")
    assert (said.cell, said.found, said.expected) == ("B3", "1", "2")
    assert said.message.endswith("(2025)陕07行初1号、第 5 行")


ADVICE = ("检察建议书文号", "收到单位", "是否紧急情形", "收到日期", "回复期限", "书面回复日期")
ADVICE_MEASURES = tuple(f"procuratorial_advice_{what}" for what in ("received", "replied", "due", "on_time"))


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


def test_a_case_number_that_is_kept_is_the_normalised_one():
    submission = read(sheet(row(case=" （２０２５）陕07行初 1 号")))
    assert submission.blocks[0].tallies["litigation_new_cases"].cases == ["(2025)陕07行初1号|first"]


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


def test_another_ledger_below_is_read_as_what_it_is():
    below = ("司法建议书文号", "收到单位", "收到日期", "书面回复日期")
    submission = read(sheet(row(), (), below, ("司建1号", "区财政局", "2025-07-01", "2025-07-02")))
    assert one_of(submission, "litigation_ledger", "hearings_held", "litigation_new_cases") == (1, 1)
    assert {block.form for block in submission.blocks} >= {"litigation_ledger"}
    assert len(submission.blocks) == 2 or not submission.can_count


def test_a_column_of_nonsense_is_said_in_few_findings_and_soon():
    rows = [
        row(case=f"（2025）陕07行初{n}号", unit=f"单位{n}号", filed=f"某日{n}", result=f"结果{n}")
        for n in range(3000)
    ]
    submission = read(sheet(*rows))
    assert len(submission.findings) < 300
    assert codes(submission) >= {"ledger_more", "ledger_more_units"}
    assert not submission.can_count


def test_many_names_joined_by_and_are_tried_in_bounded_time():
    assert found(read(sheet(row(unit="市和" * 400))), "ledger_unit_outside")


def test_a_case_written_many_times_is_said_in_few_findings():
    submission = read(sheet(*(row() for _ in range(100))))
    assert one(submission, "hearings_held") == (1,)
    assert len(found(submission, "ledger_case_twice")) == 40
    assert "另有 59 行" in found(submission, "ledger_more_twice")[0].message


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


@pytest.mark.parametrize("result", ["维持原判", "改判", "撤销原判"])
def test_a_result_of_an_appeal_in_a_row_of_first_instance_is_questioned(result: str):
    (said,) = found(read(sheet(row(), row(case="（2025）陕07行初2号", result=result))), "ledger_odd_pair")
    assert (said.severity, said.cell) == (Severity.VERIFY, "H4")
    second = row(case="（2025）陕07行终3号", instance="二审", result=result)
    assert not found(read(sheet(row(), second)), "ledger_odd_pair")


ADVICE_TITLE = "2025年第三季度检察建议台账"
ADVICE_ROW = ("汉台检行公〔2025〕1号", "区财政局", "否", "2025-05-20", "", "2025-07-18")


@pytest.mark.parametrize("advice_first", [True, False])
@pytest.mark.parametrize("between", [0, 1, 3])
def test_two_ledgers_below_each_other_are_both_read(advice_first: bool, between: int):
    litigation = [*sheet(row(), row(case="（2025）陕07行初2号"))]
    advice = [(ADVICE_TITLE,), ADVICE, ADVICE_ROW]
    parts = [advice, litigation] if advice_first else [litigation, advice]
    submission = read([*parts[0], *[()] * between, *parts[1]])
    assert one_of(submission, "litigation_ledger", *HEARD) == (2, 2, 2)
    assert one_of(submission, "procuratorial_advice_ledger", *ADVICE_MEASURES) == (0, 1, 1, 1)
    assert submission.can_count
    (block,) = [block for block in submission.blocks if block.form == "litigation_ledger"]
    top = 4 + between if advice_first else 1
    assert block.tallies["hearings_held"].rows == [top + 2, top + 3]


def test_two_ledgers_of_a_form_below_each_other_are_of_their_own_units():
    first = [(TITLE,), ("填报单位：区财政局",), *sheet(row())[1:]]
    second = [(TITLE,), ("填报单位：区司法局",), *sheet(row(unit="区司法局", case="（2025）陕07行初9号"))[1:]]
    submission = read([*first, (), *second])
    assert counts(submission, *HEARD) == {("money", "2025Q3"): (1, 1, 1), ("law", "2025Q3"): (1, 1, 1)}
    assert submission.can_count


def test_two_ledgers_of_the_same_unit_on_a_sheet_never_replace_each_other_unseen():
    submission = read([*sheet(row()), (), (TITLE,), *sheet(row(case="（2025）陕07行初9号"))[1:]])
    assert sum(values[0] or 0 for values in counts(submission, "hearings_held").values()) == 2 or not (
        submission.can_count
    )


def test_a_summary_above_a_ledger_is_not_passed_over():
    submission = read([*table(("区财政局", 11, 12, 12)), (), *sheet(row())])
    assert not submission.can_count
    assert found(submission, "ledger_below") or found(submission, "second_header")


def one_of(submission: Submission, form: str, *measures: str) -> tuple[int | None, ...]:
    (values,) = counts(submission, *measures, form=form).values()
    return values
