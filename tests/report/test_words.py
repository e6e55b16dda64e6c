"""Numbers and sentences as the notice writes them."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from metrics.analysis.ranking import Ranking
from metrics.model import LEFT_OUT, Choice, Decision, DecisionKind, Finding, Severity
from metrics.report import words
from tests.tables import CATALOGUE

NAN = float("nan")
RATE = CATALOGUE.indicators["leader_attendance_rate"]
VOLUME = CATALOGUE.indicators["admin_litigation_cases"]


@pytest.mark.parametrize(
    ("top", "bottom", "text"),
    [
        (1, 32, "3.13%"),
        (27, 28, "96.43%"),
        (1, 8, "12.50%"),
        (5, 2000, "0.25%"),
        (1, 3, "33.33%"),
        (1, 1, "100.00%"),
    ],
)
def test_a_half_is_rounded_away_from_zero_as_excel_does(top, bottom, text):
    assert words.percent(top / bottom, top, bottom) == text


def test_an_amount_a_head_is_no_percentage():
    hours = CATALOGUE.indicators["enforcement_training_hours_per_head"]
    assert words.value(hours, 62.5, "ok", 125, 2) == "62.5 学时/人"
    assert words.value(hours, 60.0) == words.median(hours, 60.04) == "60 学时/人"
    assert words.value(hours, NAN, "not_applicable") == "不适用"
    assert words.change(hours, 62.5, 60.0, "ok") == "▲ 2.5 学时/人"
    assert words.change(hours, 59.75, 60.0, "ok") == "▼ 0.3 学时/人"
    assert words.change(hours, 60.04, 60.0, "ok") == words.change(hours, 60.0, 60.0, "ok") == "持平"
    assert words.target(hours, None) == ""


def test_targets_of_spans_and_inventories():
    lectures, demo = CATALOGUE.indicators["gov_law_lectures"], CATALOGUE.indicators["demo_task_completion"]
    assert words.target(lectures, 2.0) == "全年不低于2期"
    told = {
        code: words.target(CATALOGUE.indicators[code], CATALOGUE.indicators[code].in_force[-1].target)
        for code in ("court_observation_bulletin", "legal_review_annual_report", "enforcement_catalog_done")
    }
    assert list(told.values()) == ["每半年不低于1次", "每年3月31日前不低于2处", "2024年12月31日前完成"]
    assert words.target(CATALOGUE.indicators["special_rectification_list"], 1.0) == "应完成"
    assert words.target(CATALOGUE.indicators["unequal_docs_cleaned"], 1.0) == "不低于100%"
    assert words.value(demo, 7 / 8, "ok", 7, 8) == "87.50%"


def test_the_published_figures_of_hubei_2020():
    assert words.percent(3129 / 5422, 3129, 5422) == "57.71%"
    assert words.relative(5422, 5422 - 842) == "18.38%"
    assert words.percent(2220 / 5422, 2220, 5422) == "40.94%"


@pytest.mark.parametrize(
    ("now", "before", "text"),
    [
        (212, 232, "同比下降8.62%（减少20件）"),
        (3, 0, "上年同期无案件，由0升至3件"),
        (0, 3, "同比下降100.00%（由3件降至0）"),
        (0, 0, "与上年同期持平（均为0）"),
        (5, 5, "与上年同期持平"),
        (5, NAN, "上年同期无数据，不可比"),
    ],
)
def test_a_change_of_counts_has_words_for_every_case(now, before, text):
    assert words.count_change(now, before) == text


def test_rates_change_by_percentage_points():
    assert words.rate_change(0.113, 0.134) == "同比下降2.10个百分点"
    assert words.rate_change(0.2, 0.2) == "与上年同期持平"
    assert words.short_points(0.021) == "▲ 2.10 个百分点"


def ranking(values: list[float], ranks: list[int]) -> Ranking:
    table = pd.DataFrame(
        {
            "unit": list("甲乙丙丁")[: len(values)],
            "rank": ranks,
            "value": values,
            "numerator": NAN,
            "denominator": NAN,
        }
    )
    return Ranking(RATE.code, "2025Q3", table, table[:0])


NAMES = {name: name for name in "甲乙丙丁"}


@pytest.mark.parametrize(
    ("values", "ranks", "told"),
    [
        ([], [], "没有可以参加"),
        ([0.5], [1], "仅甲一个单位参加"),
        ([0.5, 0.5], [1, 1], "2个单位均为50.00%，并列第1名"),
        ([1.0, 1.0, 0.5], [1, 1, 3], "甲、乙并列第1名（100.00%），丙列末位（50.00%）"),
        ([1.0, 0.5, 0.5], [1, 2, 2], "甲列第1名（100.00%），乙、丙并列末位（50.00%）"),
    ],
)
def test_the_ranking_sentence_fits_every_case(values, ranks, told):
    assert told in words.ranking(ranking(values, ranks), RATE, NAMES, "2025年第三季度", "全区")


def test_no_cases_is_never_a_percentage():
    assert words.value(RATE, NAN, "no_cases") == "无开庭案件"
    assert words.value(RATE, NAN, "not_reported") == "未报送"
    assert words.value(VOLUME, 1204.0) == "1,204件"


@pytest.mark.parametrize(
    ("indicator", "top", "bottom", "text"),
    [
        (VOLUME, 2, 0, "共同被告案件按1件计：已减去2件次。"),
        (RATE, 1, 2, "共同被告案件按1件计：分子已减去1件次，分母已减去2件次。"),
        (RATE, 0, 2, "共同被告案件按1件计：分母已减去2件次。"),
        (RATE, 0, 0, ""),
    ],
)
def test_what_a_total_leaves_out_is_said_where_it_leaves_out_something(indicator, top, bottom, text):
    assert words.shared_cases(indicator, top, bottom) == text


def test_findings_are_counted_by_class_and_named_by_their_cells():
    assert words.severities({Severity.VERIFY: 1, Severity.MANDATORY: 2}) == "强制性 2 条，核实性 1 条"
    assert words.severities({}) == "没有问题"
    finding = Finding(Severity.HINT, "x", "…", "…", "Sheet1", "G6", cells=("F6", "H6", "I6"))
    assert words.places(finding) == "G6、F6、H6等4处"
    assert words.places(replace(finding, cell="", cells=())) == "Sheet1"
    assert words.places(Finding(Severity.HINT, "x", "…", "…")) == "整份文件"


@pytest.mark.parametrize(
    ("taken", "told"),
    [
        (Choice("hearings_held", "开庭审理案件数"), "我们把列名“开庭数”读作“开庭审理案件数”"),
        (Choice(LEFT_OUT, "不读取"), "列名“开庭数”：不读取这一列"),
        (None, "列名“开庭数”是指什么？"),
    ],
)
def test_a_reading_is_told_in_one_sentence(taken, told):
    decision = Decision(DecisionKind.COLUMN, "", "quarterly", "Sheet1", "F2", "开庭数", taken)
    assert words.decision(decision) == told


def test_several_units_are_named_and_counted():
    assert words.units_of(["甲", "乙"]) == "甲、乙"
    assert words.units_of(["甲", "乙", "丙", "丁"]) == "甲、乙、丙等4个单位"
    assert words.units_of([]) == "—"
