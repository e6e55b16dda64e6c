"""Sentences on control charts, funnels, two periods and origins, for the usual and for the odd cases."""

from __future__ import annotations

import pandas as pd
import pytest

from metrics.analysis import control, funnel
from metrics.analysis.control import NotDrawn
from metrics.analysis.funnel import NoFunnel
from metrics.analysis.values import Cell
from metrics.model import Direction
from metrics.periods import Period, between
from metrics.report import words_compare, words_control, words_funnel, words_origin
from tests.tables import CATALOGUE

NAN = float("nan")
RATE = CATALOGUE.indicators["admin_litigation_loss_rate"]
VOLUME = CATALOGUE.indicators["admin_litigation_cases"]
PERIODS = [period.key for period in between(Period(2021, 1), Period(2025, 4))]
QUIET = [20, 24, 16, 22, 18, 25, 15, 20, 22, 19, 21, 23, 20, 18, 22, 24]


def test_a_quiet_series_is_called_quiet_and_a_signal_names_quarter_and_rule():
    quiet = control.counts([*QUIET, 20, 22, 19, 21])
    assert words_control.signals(quiet, PERIODS) == "各期都在平常的波动范围内，没有异常信号。"
    loud = control.counts([*QUIET, 20, 22, 19, 60])
    assert "2025年第四季度高于上限" in words_control.signals(loud, PERIODS)
    assert words_control.at(loud, 19) == "异常信号：有一期超出控制界限"
    assert words_control.at(loud, 0) == ""
    risen = control.counts([*QUIET[:11], 19, 21, 22, 23, 25, 27, 28, 30, 31])
    assert "连续9期逐期上升" in words_control.signals(risen, PERIODS)


def test_every_rule_has_words_and_a_source():
    codes = {rule.code for rule in control.RULES}
    assert codes == set(words_control.RULES) == set(words_control.SOURCES)
    assert len(words_control.legend().splitlines()) == len(codes)


def test_the_basis_of_limits_is_told_and_so_is_why_there_is_no_chart():
    settled = control.counts([*QUIET, 20, 22, 19, 21])
    assert "界限由2021年第一季度至2024年第四季度算出" in words_control.basis(settled, PERIODS)
    assert "初步" not in words_control.basis(settled, PERIODS)
    trial = control.counts(QUIET[:9])
    assert "期数不足以另设基线" in words_control.basis(trial, PERIODS)
    assert "不足12期，界限为初步" in words_control.basis(trial, PERIODS)
    assert words_control.not_drawn(NotDrawn("too_few", 5), True).startswith("有案件的只有5期，不足8期")
    assert "数值都一样" in words_control.not_drawn(NotDrawn("alike", 9), False)
    assert "不是案件数" in words_control.not_drawn(NotDrawn("not_cases", 0), False)


@pytest.mark.parametrize(
    ("value", "unit", "text"), [(12.345, "件", "12.3件"), (0.0855, "%", "8.6%"), (0.25, "件", "0.3件")]
)
def test_limits_have_one_decimal_half_away_from_zero(value, unit, text):
    assert words_control.limit(value, unit) == text


def found(top: list[float], bottom: list[float]) -> funnel.Funnel | NoFunnel:
    names = pd.Index([f"u{i}" for i in range(len(top))])
    return funnel.funnel(pd.Series(top, names), pd.Series(bottom, names))


def test_a_funnel_says_who_stands_apart_or_that_nobody_does():
    names = {f"u{i}": f"{i}局" for i in range(4)}
    apart = found([30.0, 10, 10, 10], [60.0, 100, 100, 100])
    assert words_funnel.sentence(apart, RATE, names, "2025年1—9月", "全区").startswith(
        "2025年1—9月，全区4个有案件的单位，行政诉讼败诉率合计16.67%；0局明显偏高"
    )
    alike = found([1.0, 1, 2, 1], [6.0, 9, 12, 10])
    assert words_funnel.sentence(alike, RATE, names, "2025年1—9月", "全区").endswith(
        "没有单位明显偏离，单位之间的差别案件多少就能解释。"
    )
    assert words_funnel.none(NoFunnel("too_few", 2)) == "有案件的单位只有2个，不足3个，不画漏斗图。"
    assert "没有差别可看" in words_funnel.none(NoFunnel("alike", 7))


def test_colour_goes_by_good_or_bad_and_only_far_outside():
    assert words_funnel.mood("very_high", Direction.DOWN) == "bad"
    assert words_funnel.mood("very_high", Direction.UP) == "good"
    assert words_funnel.mood("very_low", Direction.DOWN) == "good"
    assert (
        words_funnel.mood("high", Direction.DOWN)
        == words_funnel.mood("very_high", Direction.NONE)
        == "neutral"
    )


def row(**cells: object) -> dict[str, object]:
    empty = {"value": NAN, "numerator": NAN, "denominator": NAN, "status": "ok", "comparable": "ok"}
    before = {"value_before": NAN, "numerator_before": NAN, "denominator_before": NAN, "status_before": "ok"}
    return empty | before | {"difference": NAN, "chance": "unknown"} | cells


def test_changes_between_two_periods_have_words_from_zero_to_zero_and_where_nothing_compares():
    assert words_compare.change(VOLUME, row(value=3, value_before=0)) == "由0升至3件"
    assert words_compare.change(VOLUME, row(value=0, value_before=0)) == "持平（均为0）"
    assert (
        words_compare.change(RATE, row(value=0.25, value_before=0.5, difference=-0.25)) == "▼ 25.00 个百分点"
    )
    assert words_compare.change(RATE, row(comparable="redefined")) == "口径变更，不可比"
    assert words_compare.change(RATE, row(comparable="no_before")) == "对比期无数，不可比"
    assert words_compare.chance(row(chance="too_few")) == "案件太少，变化是否偶然无从判断"
    assert words_compare.chance(row(chance="overlap")) == "两期有相同的季度，不作判断"
    assert words_compare.short_chance("noise") == "范围内"


def test_the_sentence_on_two_periods_is_whole_where_nobody_compares():
    none = pd.DataFrame([row(comparable="no_before")])
    assert (
        words_compare.sentence(none, none.iloc[:0], RATE, "甲期", "乙期")
        == "甲期与乙期相比，没有两期都有数的单位。"
    )


def test_a_narrow_cell_never_says_all_or_nothing_of_what_is_not():
    assert [words_compare.whole_percent(v) for v in (0.0, 0.001, 0.125, 0.9964, 1.0)] == [
        "0",
        "1",
        "13",
        "99",
        "100",
    ]


def test_an_amount_a_head_is_rounded_in_a_narrow_cell_and_never_cut():
    assert [words_compare.whole_number(v) for v in (1204.0, 67.5, 0.4)] == ["1,204", "68", "0"]


def test_a_formula_names_what_is_added_and_what_is_taken_off():
    parts = (("numerator", 1, "败诉"), ("denominator", 1, "审结"), ("denominator", -1, "撤诉"))
    assert words_origin.formula(parts, True) == ("分子：败诉", "分母：审结－撤诉")
    assert words_origin.formula((("numerator", 1, "新收"),), False) == ("计入：新收",)
    assert words_origin.side((("numerator", 1), ("denominator", 1)), True) == "分子、分母"
    assert words_origin.side((("denominator", -1),), True) == "分母（减）"


def test_an_origin_begins_with_the_figure_or_with_why_there_is_none():
    assert words_origin.figure(RATE, Cell(0.125, 1, 8, "ok")) == "12.50%（分子1，分母8）"
    assert words_origin.figure(VOLUME, Cell(12, 12, NAN, "ok")) == "12件"
    assert words_origin.figure(RATE, Cell(NAN, NAN, NAN, "not_reported")) == "未报送"
