"""A figure by what its cases are: rows add up, and what no ledger holds is shown and never shared out."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st

from metrics.analysis.breakdown import REST, breakdown

TOP, BOTTOM = [(1, "lost")], [(1, "closed")]


def test_rates_are_computed_from_the_counts_of_each_kind_most_cases_first():
    rows = [
        ("closed", "处罚", 8),
        ("lost", "处罚", 1),
        ("closed", "征收", 2),
        ("lost", "征收", 1),
        ("closed", "处罚", 2),
    ]
    table = breakdown(rows, TOP, BOTTOM, 2, 12)
    assert list(table.index) == ["处罚", "征收"]
    assert list(table["value"]) == [0.1, 0.5]
    assert list(table["denominator"]) == [10, 2]


def test_what_no_ledger_row_stands_behind_is_the_rest():
    table = breakdown([("closed", "处罚", 3), ("lost", "处罚", 1)], TOP, BOTTOM, 4, 20)
    assert table.loc[REST, ["numerator", "denominator"]].to_list() == [3, 17]


def test_a_ledger_that_holds_more_than_the_figure_leaves_a_rest_below_nought():
    assert breakdown([("closed", "处罚", 3)], TOP, BOTTOM, 0, 2).loc[REST, "denominator"] == -1


def test_without_a_figure_there_is_no_rest():
    assert REST not in breakdown([("closed", "处罚", 3)], TOP, BOTTOM, math.nan, math.nan).index


def test_a_kind_without_cases_below_the_line_has_no_rate():
    table = breakdown([("lost", "处罚", 1)], TOP, BOTTOM, 1, 0)
    assert math.isnan(table.loc["处罚", "value"])


def test_a_count_has_no_denominator_and_its_value_is_the_count():
    table = breakdown([("new", "处罚", 2), ("new", "征收", 5)], [(1, "new")], [], 7, math.nan)
    assert table["value"].to_dict() == {"征收": 5, "处罚": 2}
    assert table["denominator"].isna().all()


def test_a_measure_that_is_taken_off_counts_with_its_sign():
    rows = [("held", "处罚", 5), ("excused", "处罚", 2), ("came", "处罚", 3)]
    table = breakdown(rows, [(1, "came")], [(1, "held"), (-1, "excused")], 3, 3)
    assert table.loc["处罚", "value"] == 1


@given(
    st.lists(
        st.tuples(st.sampled_from(["lost", "closed"]), st.sampled_from("甲乙丙"), st.integers(0, 9)),
        max_size=20,
    ),
    st.integers(0, 99),
    st.integers(0, 99),
)
def test_the_lines_and_the_rest_add_up_to_the_figure(rows, top, bottom):
    table = breakdown(rows, TOP, BOTTOM, top, bottom)
    assert table["numerator"].sum() == top
    assert table["denominator"].sum() == bottom
