"""Who attended a hearing, in whatever words, and what contradicts it."""

from __future__ import annotations

import pytest

from metrics.model import AnswerKey, DecisionKind, Severity
from tests.intake.ledgers import HEADER, HEARD, found, one, read, row, sheet


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
