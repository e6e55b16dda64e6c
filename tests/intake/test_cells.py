"""One cell: a value, a confirmed zero, not applicable, missing, or a finding; never a guess."""

import math
from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.intake.cells import is_ticked, is_unclear_tick, read_count, read_rate
from metrics.intake.columns import read_counts
from metrics.model import CellState


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        (75, 75),
        (75.0, 75),
        ("75", 75),
        ("75件", 75),
        (" 75 件", 75),
        ("７５", 75),
        ("1,234", 1234),
        ("1，234件", 1234),
        ("3宗", 3),
        ("2件次", 2),
        ("'12", 12),
        ("12\u200b", 12),
        ("1\u200b2\u2060件", 12),
        ("\ufeff12", 12),
        ("2.0", 2),
    ],
)
def test_a_count_is_read_in_every_usual_spelling(cell: object, value: int):
    assert (read_count(cell).value, read_count(cell).state) == (value, CellState.VALUE)


@pytest.mark.parametrize("cell", [0, 0.0, "0", "０", "0件", "无", " 无 ", "零", "零报告", "无案件"])
def test_a_zero_that_somebody_wrote_is_a_confirmed_zero(cell: object):
    assert (read_count(cell).value, read_count(cell).state) == (0, CellState.ZERO)


@pytest.mark.parametrize("cell", ["—", "——", "-", "－", "–", "/", "／", "不适用", "不 适 用", "N/A"])
def test_a_dash_is_not_applicable(cell: object):
    assert (read_count(cell).value, read_count(cell).state) == (None, CellState.NOT_APPLICABLE)


@pytest.mark.parametrize("cell", [None, "", "  ", "\u3000", "\n"])
def test_an_empty_cell_is_missing_and_not_zero(cell: object):
    reading = read_count(cell)
    assert (reading.value, reading.state, reading.problem) == (None, CellState.MISSING, "")


@pytest.mark.parametrize(
    ("cell", "problem"),
    [
        ("约20", "not_a_number"),
        ("200余件", "not_a_number"),
        ("近20", "not_a_number"),
        ("3\n4", "not_a_number"),  # two values in one cell are not 34
        ("3 4", "not_a_number"),
        ("1,2", "not_a_number"),
        ("3、4", "not_a_number"),
        ("3①", "not_a_number"),  # a footnote's mark is no digit
        ("+3", "not_a_number"),
        ("一", "not_a_number"),
        ("1.5万", "not_a_number"),
        ("见附件", "not_a_number"),
        (True, "not_a_number"),
        ("#DIV/0!", "not_a_number"),
        (2.5, "whole_number"),
        ("2.5", "whole_number"),
        (math.nan, "whole_number"),
        (math.inf, "whole_number"),
        (-1, "negative"),
        ("-1", "negative"),
        ("95%", "percent_as_count"),
        ("95.24％", "percent_as_count"),
        (datetime(2025, 9, 30), "date_as_count"),
        (date(2025, 9, 30), "date_as_count"),
        (time(9, 30), "date_as_count"),
        ("2025-09-30", "date_as_count"),
        ("2025年9月30日", "date_as_count"),
        ("2025.9.30", "date_as_count"),
        ("2025年9月", "date_as_count"),
        ("9月30日", "date_as_count"),
        (13991234567, "too_large"),
        (1e300, "too_large"),
    ],
)
def test_anything_else_is_a_problem_and_never_a_guess(cell: object, problem: str):
    reading = read_count(cell)
    assert (reading.value, reading.state, reading.problem) == (None, CellState.MISSING, problem)


CELLS = st.one_of(
    st.integers(-5, 10**8),
    st.floats(),
    st.sampled_from(["", "无", "—", "约3", "5件", "1,000", "95%"]),
    st.none(),
)


@given(st.lists(CELLS, max_size=30))
def test_a_whole_column_reads_as_its_cells_do_one_by_one(cells: list[object]):
    counts = read_counts(cells)
    readings = [read_count(cell) for cell in cells]
    assert counts.values == [reading.value for reading in readings]
    assert {i: code for i, (code, _) in counts.problems.items()} == {
        i: reading.problem for i, reading in enumerate(readings) if reading.problem
    }
    assert counts.not_applicable == [
        i for i, reading in enumerate(readings) if reading.state is CellState.NOT_APPLICABLE
    ]


@pytest.mark.parametrize("cell", ["√", "✓", "✔", "☑", "是", " 是 ", 1, 1.0, "1", True])
def test_a_tick_in_every_usual_form(cell: object):
    assert is_ticked(cell)


@pytest.mark.parametrize("cell", [None, "", "否", "×", 0, False, "—", "/", "□"])
def test_no_tick_is_no_tick_and_not_unclear(cell: object):
    assert not is_ticked(cell)
    assert not is_unclear_tick(cell)


@pytest.mark.parametrize("cell", ["有", "无", 3, "见附件"])
def test_what_may_mean_either_is_no_tick_and_is_said_to_be_unclear(cell: object):
    assert not is_ticked(cell)
    assert is_unclear_tick(cell)


@pytest.mark.parametrize(
    ("cell", "decimals", "fraction", "tolerance"),
    [
        ("95%", None, 0.95, 0.005),
        ("95.0%", None, 0.95, 0.0005),
        ("95.24％", None, 0.9524, 0.00005),
        ("0.95", None, 0.95, 0.005),
        (0.9523809, 0, 0.9523809, 0.005),
        (0.9523809, 2, 0.9523809, 0.00005),
        (0.95, None, 0.95, 0.005),
        (95.24, None, 0.9524, 0.00005),
        (100, None, 1.0, 0.005),
    ],
)
def test_a_typed_rate_is_as_exact_as_it_is_shown(
    cell: object, decimals: int | None, fraction: float, tolerance: float
):
    rate = read_rate(cell, decimals)
    assert rate is not None
    assert (rate.fraction, rate.tolerance) == (pytest.approx(fraction), pytest.approx(tolerance))


@pytest.mark.parametrize("cell", [None, "", "—", "无案件", "约95%"])
def test_words_and_dashes_are_no_rate(cell: object):
    assert read_rate(cell, None) is None
