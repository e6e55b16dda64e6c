"""The verdict by the rules of indicators.md, part 4."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.analysis import totals
from metrics.analysis.double_decline import verdicts
from metrics.analysis.values import compute
from metrics.model import Basis
from tests.tables import CATALOGUE, panel, units_of


def judged(before: tuple[object, ...], now: tuple[object, ...]):
    """before, now: (new cases, lost, closed) of the same quarter of two years."""
    lines = "\n".join(
        f"甲 | {year}Q1 | {' | '.join('' if v is None else str(v) for v in row)}"
        for year, row in ((2024, before), (2025, now))
    )
    some = panel(f"unit | period | litigation_new_cases | litigation_lost | litigation_closed\n{lines}")
    values = compute(some, CATALOGUE, units_of(some), Basis.PERIOD)
    return verdicts(values, CATALOGUE).loc[("甲", "2025Q1")]


@pytest.mark.parametrize(
    ("before", "now", "verdict", "moves"),
    [
        ((10, 2, 10), (8, 1, 10), "double_decline", ("down", "down")),
        ((10, 1, 10), (8, 2, 10), "one_down", ("down", "up")),
        ((8, 2, 10), (10, 1, 10), "one_down", ("up", "down")),
        ((8, 1, 10), (10, 2, 10), "double_rise", ("up", "up")),
        ((8, 1, 3), (7, 2, 6), "level", ("down", "level")),
        ((8, 1, 10), (8, 1, 10), "level", ("level", "level")),
        ((0, 1, 10), (0, 0, 5), "double_decline", ("kept_zero", "down")),
        ((9, 0, 3), (8, 0, 4), "double_decline", ("down", "kept_zero")),
        ((9, 0, 0), (8, 0, 4), "not_comparable", ("down", "not_comparable")),
        ((9, 1, 2), (8, 0, 0), "not_comparable", ("down", "not_comparable")),
        ((None, 1, 2), (8, 0, 3), "not_comparable", ("not_comparable", "down")),
    ],
)
def test_the_verdict_follows_the_rules(before, now, verdict, moves):
    row = judged(before, now)
    assert row["verdict"] == verdict
    assert (row["volume_move"], row["rate_move"]) == moves


@settings(max_examples=80, deadline=None)
@given(*[st.integers(0, 12)] * 6)
def test_rounding_never_decides(volume, more, closed, lost, closed_now, lost_now):
    lost, lost_now = min(lost, closed), min(lost_now, closed_now)
    row = judged((volume, lost, closed), (more, lost_now, closed_now))
    if closed and closed_now and (lost or lost_now):
        difference = lost_now * closed - lost * closed_now
        assert row["rate_move"] == ("up" if difference > 0 else "down" if difference < 0 else "level")


def district(rows: dict[str, tuple[tuple[int, int, int], tuple[int, int, int]]]):
    """The verdicts on the units and the district; rows: unit → (last year, now), each (new cases, lost, closed)."""
    head = "unit | period | litigation_new_cases | litigation_lost | litigation_closed"
    lines = [
        f"{unit} | {year}Q1 | {' | '.join(map(str, cells))}"
        for unit, pair in rows.items()
        for year, cells in zip((2024, 2025), pair, strict=True)
    ]
    some = panel("\n".join([head, *lines]), first="2024Q1", last="2025Q1")
    units = units_of(some)
    values = compute(some, CATALOGUE, units, Basis.PERIOD)
    own = verdicts(values, CATALOGUE, units).xs("2025Q1", level="period")
    return own, verdicts(totals.total(values, CATALOGUE, units), CATALOGUE).loc[("@all", "2025Q1")]


cells = st.integers(0, 9).flatmap(
    lambda closed: st.tuples(st.integers(0, 9), st.integers(0, closed), st.just(closed))
)
some_units = st.lists(st.tuples(cells, cells), min_size=1, max_size=5).map(
    lambda rows: dict(zip("甲乙丙丁戊", rows, strict=False))
)


@settings(max_examples=25, deadline=None)
@given(some_units)
def test_a_unit_without_cases_changes_nobody(rows):
    own, whole = district(rows)
    more, with_it = district({"空": ((0, 0, 0), (0, 0, 0)), **rows})
    assert with_it.equals(whole)
    assert more.loc[list(rows)].equals(own)
    assert more.loc["空", "verdict"] == "not_comparable"


@settings(max_examples=25, deadline=None)
@given(some_units, st.randoms())
def test_the_order_of_units_does_not_matter(rows, chance):
    shuffled = list(rows.items())
    chance.shuffle(shuffled)
    (own, whole), (other, same) = district(rows), district(dict(shuffled))
    assert whole.equals(same)
    assert other.loc[list(rows)].equals(own)


@settings(max_examples=25, deadline=None)
@given(some_units, st.integers(2, 6))
def test_the_size_of_everything_does_not_matter(rows, times):
    larger = {u: tuple(tuple(n * times for n in side) for side in pair) for u, pair in rows.items()}
    moves = ["volume_move", "rate_move", "verdict"]
    (own, whole), (more, large) = district(rows), district(larger)
    assert own[moves].equals(more[moves])
    assert whole[moves].equals(large[moves])


@settings(max_examples=25, deadline=None)
@given(some_units)
def test_looking_from_the_other_year_turns_down_into_up(rows):
    turned = {"down": "up", "up": "down"}
    own, whole = district(rows)
    back, back_whole = district({unit: (now, before) for unit, (before, now) in rows.items()})
    for side in ("volume_move", "rate_move"):
        assert list(back[side]) == [turned.get(move, move) for move in own[side]]
        assert back_whole[side] == turned.get(whole[side], whole[side])
