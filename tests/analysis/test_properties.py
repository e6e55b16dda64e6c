"""What must hold for every indicator, rank, verdict and score of the catalogue, whatever was reported.

The same for single methods stands beside them: funnels (test_funnel.py), the parts of a change (test_decompose.py).
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.analysis.attainment import attainment
from metrics.analysis.ranking import ranks
from metrics.analysis.score import scores
from metrics.analysis.values import Values, compute, is_stock
from metrics.catalogue.schemes import Scheme
from metrics.model import Basis
from metrics.panel import Panel
from metrics.periods import Period
from tests.tables import CATALOGUE, units_of

PERIODS = [f"{year}Q{q}" for year in (2025, 2026) for q in (1, 2, 3, 4)]
MEASURES = [code for code, one in CATALOGUE.measures.items() if not one.terms]
SCHEMES = list(CATALOGUE.schemes.values())
SEEDS = st.integers(0, 2**32 - 1)
BASES = pytest.mark.parametrize("basis", [Basis.PERIOD, Basis.YEAR_TO_DATE])


def reported(seed: int, names: list[str], gaps: float = 0.05) -> Panel:
    """Two years of random counts, some not reported, some said not to apply."""
    dice = np.random.default_rng(seed)
    index = pd.MultiIndex.from_product([names, PERIODS], names=["unit", "period"])
    shape = len(index), len(MEASURES)
    excused = dice.random(shape) < gaps
    counts = dice.choice([0.0, 0, 1, 2, 3, 9], shape)
    counts[excused | (dice.random(shape) < gaps)] = np.nan
    frame = pd.DataFrame(counts, index=index, columns=MEASURES)
    return Panel(frame, pd.DataFrame(excused, index=index, columns=MEASURES), pd.Series(True, index=index))


def with_unit(some: Panel, name: str, count: float) -> Panel:
    """One unit more, first in the list, that gave the same number everywhere; NaN: “不适用” everywhere."""
    index = pd.MultiIndex.from_product([[name], PERIODS], names=["unit", "period"])
    line = pd.DataFrame(count, index=index, columns=MEASURES)
    return Panel(
        pd.concat([line, some.values]),
        pd.concat([line.isna(), some.not_applicable]),
        pd.concat([pd.Series(True, index=index), some.reported]),
    )


def in_order(some: Panel, names: list[str]) -> Panel:
    index = pd.MultiIndex.from_product([names, PERIODS], names=["unit", "period"])
    return Panel(some.values.loc[index], some.not_applicable.loc[index], some.reported.loc[index])


def figures(some: Panel, basis: Basis) -> Values:
    return compute(some, CATALOGUE, units_of(some), basis)


def told(some: Panel, basis: Basis, names: list[str]) -> list[pd.DataFrame]:
    """All ranks, verdicts and, where the basis is a scheme's, totals of the named units."""
    values = figures(some, basis)
    places = ranks(values, CATALOGUE, dict.fromkeys(values.units, "one"))
    verdicts = attainment(
        values, figures(some, Basis.PERIOD), CATALOGUE, units_of(some), Period.from_key(PERIODS[-1])
    )
    totals = [
        scores(values, CATALOGUE, scheme, values.units, key).totals.loc[
            names, ["total", "judged", "reason", "rank"]
        ]
        for scheme in of_basis(basis)
        for key in PERIODS[-2:]
    ]
    return [places.loc[names], verdicts.loc[names], *totals]


def of_basis(basis: Basis) -> list[Scheme]:
    return [scheme for scheme in SCHEMES if scheme.basis is basis]


def assert_same(some: list[pd.DataFrame], other: list[pd.DataFrame]) -> None:
    for one, two in zip(some, other, strict=True):
        pd.testing.assert_frame_equal(one, two)


def test_some_basis_here_is_that_of_a_scheme():
    assert of_basis(Basis.PERIOD) + of_basis(Basis.YEAR_TO_DATE)


@BASES
@settings(max_examples=10, deadline=None)
@given(seed=SEEDS, number=st.integers(1, 7))
def test_a_unit_to_which_nothing_applies_changes_nobody(basis, seed, number):
    names = [f"u{n}" for n in range(number)]
    some = reported(seed, names)
    assert_same(told(some, basis, names), told(with_unit(some, "空", np.nan), basis, names))


@BASES
@settings(max_examples=10, deadline=None)
@given(seed=SEEDS, number=st.integers(1, 7))
def test_a_unit_without_cases_changes_nobodys_place_by_rate(basis, seed, number):
    """A count of none is a figure and has its place; a rate of none is no figure."""
    names = [f"u{n}" for n in range(number)]
    rates = [code for code, one in CATALOGUE.indicators.items() if one.kind.divides]
    before, after = (
        figures(some, basis) for some in (reported(seed, names), with_unit(reported(seed, names), "空", 0.0))
    )
    places = [ranks(one, CATALOGUE, dict.fromkeys(one.units, "one"))[rates] for one in (before, after)]
    pd.testing.assert_frame_equal(places[0].loc[names], places[1].loc[names])
    assert places[1].loc[["空"]].isna().all(axis=None)


@BASES
@settings(max_examples=10, deadline=None)
@given(seed=SEEDS, number=st.integers(2, 7), chance=st.randoms())
def test_the_order_of_units_changes_nothing(basis, seed, number, chance):
    names = [f"u{n}" for n in range(number)]
    some = reported(seed, names)
    mixed = names.copy()
    chance.shuffle(mixed)
    assert_same(told(some, basis, names), told(in_order(some, mixed), basis, names))


@settings(max_examples=25, deadline=None)
@given(SEEDS)
def test_four_quarters_added_up_are_the_year_for_every_flow(seed):
    """Sides are added up over the quarters, then divided once. What looks back over a half-year or a year, and
    levels, are the same on both bases."""
    some = reported(seed, ["甲", "乙"], gaps=0.0)
    quarter, year = figures(some, Basis.PERIOD), figures(some, Basis.YEAR_TO_DATE)
    compared = 0
    for code, one in CATALOGUE.indicators.items():
        level = is_stock([one.at(Period.from_key(PERIODS[-1]))], CATALOGUE)
        for unit in ("甲", "乙"):
            parts, whole = quarter.series(unit, code), year.series(unit, code)
            if level or one.cumulates:
                pd.testing.assert_frame_equal(parts, whole)
                continue
            end = whole.loc[PERIODS[-1]]
            if end["status"] not in ("ok", "no_cases"):
                assert end["status"] == "not_applicable"
                continue
            if (parts.loc[PERIODS[4:], "status"] == "not_applicable").any():
                assert one.empty_denominator == "not_applicable"
                continue  # a quarter with nothing to report on shows no sides of its own
            top, bottom = (parts.loc[PERIODS[4:], side].sum() for side in ("numerator", "denominator"))
            assert end["numerator"] == top
            if end["status"] == "no_cases":
                assert bottom == 0
            else:
                assert end["value"] == (top / bottom if one.kind.divides else top)
            compared += 1
    assert compared > 10
