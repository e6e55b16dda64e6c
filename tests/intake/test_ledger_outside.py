"""Rows of a ledger that lie outside its period: named, and questioned where the year alone keeps them out."""

from __future__ import annotations

import pytest

from metrics.model import Severity
from tests.intake.ledgers import codes, found, one, read, row, sheet

NEW = "（2025）陕07行初7号"


@pytest.mark.parametrize(
    ("filed", "heard", "closed", "cells"),
    [
        ("2024-07-05", "2024-08-05", "2024-09-05", ("D4", "E4", "I4")),
        ("2026-07-05", "2026-08-05", "2026-09-05", ("D4", "E4", "I4")),
        ("2024-07-05", "", "", ("D4",)),
        ("2024年8月", "", "", ("D4",)),
        ("2025-06-05", "2024-08-05", "", ("E4",)),
        ("2025-05-20", "2025-06-11", "2024-08-05", ("I4",)),
    ],
)
def test_a_row_that_only_its_year_keeps_out_is_questioned(filed, heard, closed, cells):
    submission = read(sheet(row(), row(case=NEW, filed=filed, heard=heard, closed=closed)))
    assert one(submission, "litigation_new_cases") == (1,)
    (said,) = found(submission, "ledger_year_slip")
    assert said.severity is Severity.VERIFY and said.places == cells
    assert "有 1 行" in said.message and "2025年第三季度" in said.message
    assert "ledger_outside" not in codes(submission)


def test_a_filing_in_the_year_before_the_number_s_is_questioned_in_a_row_that_counts_otherwise():
    submission = read(sheet(row(filed="2024-07-05")))
    assert one(submission, "litigation_new_cases", "hearings_held") == (0, 1)
    assert found(submission, "ledger_year_slip")[0].places == ("D3",)
    before = read(sheet(row(filed="2024-07-05", case="（2024）陕07行初7号")))
    assert one(before, "litigation_new_cases", "hearings_held") == (0, 1)
    assert codes(before) == set()


def test_rows_of_other_quarters_and_of_years_before_stay_as_they_are():
    others = [
        row(case="（2025）陕07行初7号", filed="2025-02-01", heard="2025-05-01", closed="2025-06-01"),
        row(case="（2023）陕07行初8号", filed="2023-08-01", heard="2023-08-20", closed="2023-09-01"),
        row(case="（2024）陕07行初9号", filed="2024-02-01", heard="2024-05-01", closed="2024-06-01"),
    ]
    submission = read(sheet(row(), *others))
    (said,) = found(submission, "ledger_outside")
    assert said.severity is Severity.HINT and said.places == ("D4", "D5", "D6")
    assert "ledger_year_slip" not in codes(submission)


def test_slips_of_a_sheet_are_one_finding_beside_the_rows_of_other_quarters():
    slip = {"filed": "2024-08-05", "heard": "", "closed": "", "result": "", "attended": "", "chief": ""}
    slips = [row(case=f"（2025）陕07行初{n}号", **slip) for n in range(10, 13)]
    other = row(case=NEW, filed="2025-02-01", heard="2025-05-01", closed="2025-06-01")
    submission = read(sheet(row(), *slips, other))
    assert found(submission, "ledger_year_slip")[0].places == ("D4", "D5", "D6")
    assert found(submission, "ledger_outside")[0].places == ("D7",)


def test_a_ledger_of_a_year_takes_last_year_s_rows_for_last_year_s():
    old = row(case="（2024）陕07行初7号", filed="2024-07-05", heard="2024-08-05", closed="2024-09-05")
    submission = read(sheet(row(), old, title="2025年度行政诉讼案件台账"))
    assert "ledger_outside" in codes(submission) and "ledger_year_slip" not in codes(submission)


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
