"""One figure over every stretch of time, and its words where nothing divides."""

from __future__ import annotations

import math
from datetime import date

import numpy as np
import pytest

from metrics.analysis import trend
from metrics.analysis.rolling import last_full_year, rolling
from metrics.analysis.values import Values, compute, pick
from metrics.model import Basis, Unit
from metrics.periods import Period
from metrics.report import words_trend
from tests.tables import CATALOGUE, panel, units_of

VOLUME = CATALOGUE.indicators[CATALOGUE.headlines.volume]
RATE = CATALOGUE.indicators[CATALOGUE.headlines.loss_rate]
HEAD = "unit | period | litigation_new_cases | litigation_lost | litigation_closed"


def on_every_basis(text: str) -> dict[Basis, Values]:
    some = panel(text)
    units = units_of(some)
    quarter = compute(some, CATALOGUE, units, Basis.PERIOD)
    year = compute(some, CATALOGUE, units, Basis.YEAR_TO_DATE)
    made = (quarter, year, rolling(quarter, CATALOGUE), last_full_year(year))
    return {values.basis: values for values in made}


def of(*rows: str, first: str = "2023Q1") -> dict[Basis, Values]:
    keys = [Period.from_key(first).shift(i).key for i in range(len(rows))]
    return on_every_basis(
        "\n".join([HEAD, *(f"甲 | {k} | {row}" for k, row in zip(keys, rows, strict=True))])
    )


def test_every_stretch_is_told_beside_the_same_one_a_year_earlier():
    values = of(
        *(f"{new} | 1 | {closed}" for new, closed in [(4, 5), (6, 5), (5, 4), (5, 6)] * 2),
        "8 | 0 | 5",
        "3 | 2 | 5",
    )
    found = trend.trends(values, VOLUME, "甲", Period(2025, 2))
    told = {
        name: (getattr(found, name).before.value, getattr(found, name).cell.value)
        for name in ("year_on_year", "previous", "year_to_date", "rolling", "last_year")
    }
    assert told == {
        "year_on_year": (6, 3),
        "previous": (8, 3),
        "year_to_date": (10, 11),
        "rolling": (20, 21),
        "last_year": (20, 20),
    }
    rates = trend.trends(values, RATE, "甲", Period(2025, 2))
    assert rates.year_to_date.difference == 2 / 10 - 2 / 10
    assert (rates.rolling.cell.numerator, rates.rolling.cell.denominator) == (4, 20)


@pytest.mark.parametrize(
    ("now", "before", "volume", "rate"),
    [
        ("3 | 1 | 4", "0 | 0 | 2", "由0升至3件", "▲ 25.00 个百分点"),
        ("0 | 1 | 4", "3 | 1 | 2", "▼ 100.00%（3 → 0件）", "▼ 25.00 个百分点"),
        ("0 | 0 | 4", "0 | 0 | 2", "持平（均为0）", "持平"),
        ("6 | 1 | 2", "3 | 0 | 0", "▲ 100.00%（3 → 6件）", "上年同期无审结案件"),
        ("3 | 0 | 0", "3 | 1 | 2", "持平", "—"),
        ("3 | 1 | 2", " |  | ", "上年同期无数据", "上年同期无数据"),
        (" |  | ", "3 | 1 | 2", "—", "—"),
        ("3 | 1 | 2", "— | — | —", "上年同期无数据", "上年同期无数据"),
    ],
)
def test_a_change_has_words_for_every_case(now, before, volume, rate):
    values = of(before, *["1 | 0 | 1"] * 3, now)
    for indicator, told in ((VOLUME, volume), (RATE, rate)):
        step = trend.trends(values, indicator, "甲", Period(2024, 1)).year_on_year
        assert words_trend.change(indicator, step) == told
        assert "nan" not in words_trend.figure(indicator, step)


def test_before_the_first_quarter_known_there_is_nothing_to_compare_with():
    found = trend.trends(of("3 | 1 | 4"), RATE, "甲", Period(2023, 1))
    assert words_trend.change(RATE, found.previous, "上季度") == "上季度无数据"
    assert words_trend.figure(RATE, found.year_on_year) == "25.00%（1/4）"
    assert words_trend.figure(RATE, found.rolling) == "未报送"


def test_a_unit_that_began_in_between_is_not_compared():
    values = of(*["— | — | —"] * 2, *["3 | 1 | 4"] * 4)
    new = Unit("610702", "甲", "甲", "甲", next(iter(CATALOGUE.kinds)), next(iter(CATALOGUE.enforcement)), 1)
    found = trend.trends(values, VOLUME, "甲", Period(2024, 2), new)
    assert found.year_to_date.status == "no_base"
    began = Unit(**{**new.__dict__, "valid_from": date(2023, 7, 1)})
    later = of(*["— | — | —"] * 2, *["3 | 1 | 4"] * 6)
    step = trend.trends(later, VOLUME, "甲", Period(2024, 4), began).year_to_date
    assert (step.status, words_trend.change(VOLUME, step)) == (
        "existed_partly",
        "单位在一部分时间不存在，不可比",
    )


def test_other_definitions_are_not_compared():
    values = of(*["3 | 1 | 4"] * 5)
    values[Basis.PERIOD].variant.loc["2024Q1", RATE.code] = "another"
    step = trend.trends(values, RATE, "甲", Period(2024, 1)).year_on_year
    assert words_trend.change(RATE, step) == "口径变更，不可比"
    assert math.isnan(step.difference)


def test_one_step_is_what_the_whole_table_of_changes_says():
    chance = np.random.default_rng(7)
    cells = ["0 | 0 | 0", "3 | 1 | 2", "0 | 0 | 4", " |  | ", "— | — | —", "5 | 2 | 5"]
    values = of(*chance.choice(cells, 16))
    table = trend.change(values[Basis.PERIOD], CATALOGUE, 4)
    for key in values[Basis.PERIOD].periods[4:]:
        for indicator in (VOLUME, RATE):
            step = trend.trends(values, indicator, "甲", Period.from_key(key)).year_on_year
            at = ("甲", key, indicator.code)
            assert step.status == pick(table.status, *at)
            np.testing.assert_equal(step.difference, pick(table.difference, *at))
            np.testing.assert_equal(step.relative, pick(table.relative, *at))
