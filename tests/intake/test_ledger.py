"""Ledgers: one row a case, counted into measures as indicators.md says."""

from __future__ import annotations

import pytest

from metrics.model import Layout, Severity
from metrics.periods import Period
from tests.intake.ledgers import ALL, HEADER, HEARD, codes, found, one, read, row, sheet

Q3 = Period(2025, 3)


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


def test_a_column_of_nonsense_is_said_in_few_findings_and_soon():
    rows = [
        row(case=f"（2025）陕07行初{n}号", unit=f"单位{n}号", filed=f"某日{n}", result=f"结果{n}")
        for n in range(3000)
    ]
    submission = read(sheet(*rows))
    assert len(submission.findings) < 300
    assert codes(submission) >= {"ledger_more", "ledger_more_units"}
    assert not submission.can_count


@pytest.mark.parametrize("result", ["维持原判", "改判", "撤销原判"])
def test_a_result_of_an_appeal_in_a_row_of_first_instance_is_questioned(result: str):
    (said,) = found(read(sheet(row(), row(case="（2025）陕07行初2号", result=result))), "ledger_odd_pair")
    assert (said.severity, said.cell) == (Severity.VERIFY, "H4")
    second = row(case="（2025）陕07行终3号", instance="二审", result=result)
    assert not found(read(sheet(row(), second)), "ledger_odd_pair")
