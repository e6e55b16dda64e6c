"""Ranks over time: the same as each quarter's own, with gaps and breaks where they belong."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics import catalogue
from metrics.analysis.rank_history import history
from metrics.analysis.ranking import rank
from metrics.analysis.values import compute
from metrics.model import Basis
from metrics.periods import Period, between
from tests.tables import CATALOGUE, panel, units_of

ATTENDED = CATALOGUE.indicators["leader_attendance_rate"]
QUARTERS = [p.key for p in between(Period.from_key("2024Q3"), Period.from_key("2025Q2"))]


def values_of(lines: str, basis: Basis = Basis.PERIOD, definitions=CATALOGUE):
    some = panel(f"unit | period | leader_attended | hearings_held\n{lines.strip()}", definitions)
    return compute(some, definitions, units_of(some), basis)


LINES = """
    甲 | 2024Q3 | 4 | 4
    乙 | 2024Q3 | 2 | 4
    甲 | 2024Q4 | 0 | 0
    乙 | 2024Q4 | 4 | 4
    甲 | 2025Q1 | 1 | 4
    乙 | 2025Q1 | 1 | 1
    乙 | 2025Q2 | 3 | 4
"""


def test_a_quarter_without_a_rank_is_a_gap_with_its_reason():
    found = history(values_of(LINES), ATTENDED, ["甲", "乙"], "2025Q2")
    assert found.ranks.loc["甲"].fillna(0).tolist() == [1, 0, 1, 0]
    assert found.reasons.loc["甲"].tolist() == ["", "no_cases", "", "not_reported"]
    assert found.reasons.loc["乙"].tolist() == ["", "", "too_few", ""]
    assert found.ranked.tolist() == [2, 1, 1, 1]
    assert found.breaks == ()


def test_only_the_last_quarters_up_to_the_one_asked_for():
    found = history(values_of(LINES), ATTENDED, ["甲", "乙"], "2025Q1", most=2)
    assert list(found.ranks.columns) == ["2024Q4", "2025Q1"]


def test_quarters_before_anybody_was_ranked_are_left_out():
    early = "甲 | 2024Q1 | 0 | 0\n乙 | 2024Q1 | 1 | 1\n" + LINES.strip()
    assert next(iter(history(values_of(early), ATTENDED, ["甲", "乙"], "2025Q2").ranks.columns)) == "2024Q3"


def test_cumulative_ranks_begin_anew_with_the_year():
    lines = "\n".join(f"{u} | {q} | {a} | 4" for q in QUARTERS for u, a in (("甲", 4), ("乙", 1)))
    some = "甲 | 2024Q1 | 4 | 4\n乙 | 2024Q1 | 4 | 4\n甲 | 2024Q2 | 4 | 4\n乙 | 2024Q2 | 4 | 4\n" + lines
    found = history(values_of(some, Basis.YEAR_TO_DATE), ATTENDED, ["甲", "乙"], "2025Q2")
    assert found.breaks == ("2025Q1",)
    assert found.redefined == ()


def test_another_definition_breaks_the_line(tmp_path: Path):
    for file in Path(catalogue.__file__).parent.glob("*.toml"):
        shutil.copy(file, tmp_path)
    with (tmp_path / "indicators.toml").open("a", encoding="utf-8") as file:
        file.write(
            '\n[[leader_attendance_rate.in_force]]\nfrom = "2025Q1"\nvariant = "closed"\nsource = "通知"\n'
        )
    definitions = catalogue.load(tmp_path)
    some = panel(
        "unit | period | leader_attended | hearings_held | litigation_closed\n"
        + "\n".join(f"{u} | {q} | {a} | 4 | 5" for q in QUARTERS for u, a in (("甲", 4), ("乙", 1))),
        definitions,
    )
    values = compute(some, definitions, units_of(some), Basis.PERIOD)
    found = history(values, definitions.indicators[ATTENDED.code], ["甲", "乙"], "2025Q2")
    assert found.breaks == found.redefined == ("2025Q1",)


cells = st.one_of(st.none(), st.integers(0, 6).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))


@settings(max_examples=30, deadline=None)
@given(st.lists(st.lists(cells, min_size=4, max_size=4), min_size=1, max_size=5))
def test_every_quarter_is_that_quarters_own_ranking(drawn):
    lines = [
        f"u{i} | {key} | {'' if cell is None else cell[0]} | {'' if cell is None else cell[1]}"
        for i, row in enumerate(drawn)
        for key, cell in zip(QUARTERS, row, strict=True)
    ]
    values = values_of("\n".join(lines))
    units = [f"u{i}" for i in range(len(drawn))]
    found = history(values, ATTENDED, units, QUARTERS[-1])
    for key in found.ranks.columns:
        single = rank(values, ATTENDED, units, key, None)
        expected = single.table.set_index("unit")["rank"].astype(float)
        assert found.ranks[key].dropna().sort_index().equals(expected.sort_index().rename(key))
        apart = single.apart.set_index("unit")["reason"]
        assert (found.reasons[key] == pd.Series(apart).reindex(units).fillna("")).all()


def test_where_ties_are_broken_the_history_breaks_them_too():
    strict = replace(ATTENDED, break_ties=True)
    values = values_of("甲 | 2025Q1 | 3 | 3\n乙 | 2025Q1 | 6 | 6\n甲 | 2025Q2 | 4 | 4\n乙 | 2025Q2 | 4 | 4")
    found = history(values, strict, ["甲", "乙"], "2025Q2")
    assert found.ranks.loc["乙"].tolist() == [1, 1]  # in the second quarter both were first before
    assert found.ranks.loc["甲"].tolist() == [2, 1]
