"""Sentences that defend a rank, in the odd cases too: one unit, all equal, none to be told apart, no chance at all."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from metrics.analysis.rank_defence import bottom, defend
from metrics.analysis.rank_history import history
from metrics.analysis.rank_interval import simulate, support
from metrics.analysis.ranking import rank
from metrics.analysis.shrinkage import Beta
from metrics.analysis.values import compute
from metrics.model import Basis, Direction
from metrics.periods import Period
from metrics.report import words_ranking as said
from tests.tables import CATALOGUE, panel, units_of

ATTENDED, LOST, VOLUME, REVIEWS = (
    CATALOGUE.indicators[code]
    for code in (
        "leader_attendance_rate",
        "admin_litigation_loss_rate",
        "admin_litigation_cases",
        "case_review_unit_count",
    )
)
PARTS = {
    ATTENDED.code: ("leader_attended", "hearings_held"),
    LOST.code: ("litigation_lost", "litigation_closed"),
    VOLUME.code: ("litigation_new_cases",),
    REVIEWS.code: ("case_reviews",),
}


class Names(dict):
    def __missing__(self, key):
        return key


NAMES = Names()


def ranked(figures, indicator=LOST):
    columns = PARTS[indicator.code]
    head = " | ".join(["unit", "period", *columns])
    lines = "\n".join(f"{name} | 2025Q1 | {' | '.join(map(str, cells))}" for name, cells in figures.items())
    some = panel(f"{head}\n{lines}")
    values = compute(some, CATALOGUE, units_of(some), Basis.PERIOD)
    return rank(values, indicator, list(figures), "2025Q1", None)


def of(figures, unit, indicator=LOST):
    ranking = ranked(figures, indicator)
    found = support(ranking, indicator)
    return ranking, found, defend(ranking, found, unit)


FAR = {"甲": (1, 400), "乙": (2, 400), "丙": (90, 300), "丁": (200, 300)}
NEAR = {"甲": (0, 4), "乙": (1, 5), "丙": (2, 6)}


def test_the_interval_in_the_words_of_the_issue():
    assert said.supported(3, 1, 9) == "第3名，数据支持第1—9名"
    assert said.supported(3, 3, 3) == "第3名，数据支持第3名"


@pytest.mark.parametrize(
    ("indicator", "distance", "text"),
    [
        (LOST, -0.0213, "差2.13个百分点"),
        (VOLUME, -3.0, "差3件"),
        (LOST, math.nan, "—"),
    ],
)
def test_the_distance_to_the_next(indicator, distance, text):
    assert said.from_next(indicator, distance) == text


@pytest.mark.parametrize(
    ("indicator", "distance", "text"),
    [
        (ATTENDED, 0.05, "高5.00个百分点"),
        (LOST, 0.05, "低5.00个百分点"),
        (LOST, -0.05, "高5.00个百分点"),
        (VOLUME, -2.5, "高2.5件"),
        (VOLUME, 0.0, "持平"),
    ],
)
def test_against_the_median_high_is_high_whichever_way_is_better(indicator, distance, text):
    assert said.from_median(indicator, distance) == text


def test_a_target_is_reached_or_missed_by_something():
    assert said.from_target(ATTENDED, 0.0) == "已达到"
    assert said.from_target(ATTENDED, -0.25) == "差25.00个百分点"
    assert said.from_target(LOST, math.nan) == "—"


def test_a_last_place_that_chance_does_not_explain_is_said_to_stand():
    ranking = ranked(FAR)
    text = said.bottom_caution(bottom(ranking, support(ranking, LOST)), LOST, NAMES)
    assert text == "末位丁与其他单位的差别超出偶然波动，数据支持其排在末位。"


def test_where_nobody_can_be_told_apart_the_caution_says_so():
    ranking = ranked(NEAR)
    text = said.bottom_caution(bottom(ranking, support(ranking, LOST)), LOST, NAMES)
    assert text.startswith("参加排名的3个单位之间的差别都在偶然波动范围内")


def test_some_that_could_as_well_be_last_are_named_nearest_first():
    figures = FAR | {"戊": (3, 4)}
    ranking = ranked(figures)
    text = said.bottom_caution(bottom(ranking, support(ranking, LOST)), LOST, NAMES)
    assert text.startswith("末位戊与名次在前的2个单位（丁、丙）不能区分")
    assert "第3名" in text


@pytest.mark.parametrize(
    ("figures", "indicator"),
    [
        ({"甲": (1, 4)}, LOST),
        ({"甲": (1, 4), "乙": (2, 8)}, LOST),
        ({"甲": (1,), "乙": (2,)}, REVIEWS),
        ({}, LOST),
    ],
)
def test_where_nobody_is_last_by_chance_there_is_no_caution(figures, indicator):
    ranking = ranked(figures or {"甲": (0, 0)}, indicator)
    assert said.bottom_caution(bottom(ranking, support(ranking, indicator)), indicator, NAMES) == ""


def test_an_indicator_of_which_neither_way_is_better_has_no_bottom():
    neither = replace(LOST, direction=Direction.NONE)
    ranking = ranked(NEAR, neither)
    assert said.bottom_caution(bottom(ranking, support(ranking, neither)), neither, NAMES) == ""


def test_the_rank_is_explained_by_those_before_and_beside():
    ranking, _, one = of({"甲": (4, 4), "乙": (3, 4), "丙": (3, 4), "丁": (1, 4)}, "丙", ATTENDED)
    assert said.why_this_rank(one, ranking.median, ATTENDED, NAMES) == (
        "4个单位参加排名，1个单位数值更高，所以列第2名，与乙数值相同、名次并列。"
        "距上一名差25.00个百分点，与参加排名单位的中位数（75.00%）相同，距目标差25.00个百分点。"
    )


def test_one_unit_alone_is_not_compared_with_itself():
    ranking, found, one = of({"甲": (1, 4)}, "甲")
    assert (
        said.why_this_rank(one, ranking.median, LOST, NAMES) == "只有这一个单位参加排名，名次没有比较的意义。"
    )
    assert said.how_sure(one, found, LOST, "全区").startswith("参加排名的单位不足两个")


def test_a_tie_that_the_rule_breaks_is_explained_as_such():
    strict = replace(LOST, break_ties=True)
    ranking, _, one = of({"甲": (1, 4), "乙": (2, 8)}, "甲", strict)
    assert one.rank == 2
    assert "1个单位数值更低或数值相同而按规则在前，所以列第2名" in said.why_this_rank(
        one, ranking.median, strict, NAMES
    )
    assert "分出名次" in said.tie_rule(strict)
    assert "不分高下" in said.tie_rule(LOST)


def test_the_sum_is_shown_with_its_numbers():
    _, _, one = of({"甲": (27, 28), "乙": (4, 4)}, "甲", ATTENDED)
    text = said.computed(CATALOGUE, ATTENDED.at(Period(2025, 1)), one, ATTENDED)
    assert text.endswith("27 ÷ 开庭审理案件数 28 ＝ 96.43%")
    _, _, one = of({"甲": (5,), "乙": (1,)}, "甲", VOLUME)
    assert said.computed(CATALOGUE, VOLUME.at(Period(2025, 1)), one, VOLUME).endswith(" ＝ 5件")


def test_few_cases_are_said_to_make_the_rank_a_matter_of_chance():
    top, bottom_ = np.array([0.0, *range(20, 28)]), np.array([3.0, *[600.0] * 8])
    figures = {f"u{i}": (int(a), int(b)) for i, (a, b) in enumerate(zip(top, bottom_, strict=True))}
    ranking = ranked(figures)
    codes = list(figures)
    found = simulate(codes, np.arange(1, 10), top, bottom_, Beta(20, 180), True)
    text = said.how_sure(defend(ranking, found, "u0"), found, LOST, "全区")
    assert text.startswith("第1名，数据支持第1—9名。只看本单位的0/3，真实水平大致在0.00%至56.15%之间")
    assert "正式名次带有偶然成分" in text
    assert "正式名次带有偶然成分" not in said.how_sure(defend(ranking, found, "u3"), found, LOST, "全区")
    assert "真实位次列前三名的可能性不到1%" in said.chance_at_ends(found, "u0")


def test_what_a_unit_does_itself_has_no_interval_and_says_why():
    _, found, one = of({"甲": (3,), "乙": (1,)}, "甲", REVIEWS)
    assert said.how_sure(one, found, REVIEWS, "全区").startswith("这一指标由单位自己做到")
    assert said.neighbours(one, {}, NAMES) == ""


def test_neighbours_are_named_with_their_ranks():
    _, _, one = of(FAR | {"戊": (3, 4)}, "戊")
    assert said.neighbours(one, {"丁": 4, "丙": 3}, NAMES) == "与2个单位不能区分：丙（第3名）、丁（第4名）。"
    _, _, one = of(FAR, "丁")
    assert said.neighbours(one, {}, NAMES) == "与其他每个单位的差别都超出偶然波动。"
    _, _, one = of(NEAR, "丙")
    assert said.neighbours(one, {}, NAMES) == "与参加排名的其他2个单位都不能区分。"


def test_the_past_is_told_newest_first_with_the_reason_for_each_gap():
    some = panel("""
        unit | period | litigation_lost | litigation_closed
        甲   | 2025Q1 | 1               | 4
        乙   | 2025Q1 | 2               | 4
        甲   | 2025Q2 | 0               | 0
        乙   | 2025Q2 | 2               | 4
    """)
    values = compute(some, CATALOGUE, units_of(some), Basis.PERIOD)
    told = said.past(history(values, LOST, ["甲", "乙"], "2025Q2"), "甲", LOST)
    assert told == [("2025年第二季度", "无审结案件"), ("2025年第一季度", "第1名（共2个）")]
