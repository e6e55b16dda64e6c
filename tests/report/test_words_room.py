"""The sentences on what is left until the year's end, for every case."""

from __future__ import annotations

import math

import pytest

from metrics.analysis.forecast import Forecast
from metrics.analysis.headroom import Year, closed_needed, lost_left, new_left
from metrics.report import words_room


@pytest.mark.parametrize(
    ("so_far", "last", "told"),
    [
        (12, 20, "今年已新收12件，上年全年20件：到年底再新收不超过7件，发案量才低于上年"),
        (19, 20, "今年已新收19件，上年全年20件，只差1件：到年底再有新收，发案量就不低于上年"),
        (20, 20, "今年已新收20件，上年全年20件，已经相当，发案量今年不可能再低于上年"),
        (25, 20, "今年已新收25件，上年全年20件，已多出5件，发案量今年不可能再低于上年"),
        (0, 0, "今年已新收0件，上年全年0件：今年须保持为零"),
        (1, 0, "今年已新收1件，上年全年0件：今年须保持为零，已不可能"),
    ],
)
def test_new_cases_left(so_far, last, told):
    now, before = Year(so_far, 0, 0), Year(last, 0, 0)
    assert words_room.volume(now, before, new_left(now, before)) == told


@pytest.mark.parametrize(
    ("so_far", "last", "more", "told"),
    [
        ((1, 8), (3, 15), 4, "再审结4件的，其中败诉不超过1件，败诉率才低于上年"),
        ((1, 8), (1, 2), 2, "再审结2件，即使全部败诉，败诉率仍低于上年"),
        ((3, 10), (1, 10), 5, "再审结5件的，即使无一败诉，败诉率也不低于上年；须再审结21件以上且无一败诉"),
        ((1, 8), (3, 15), 0, "到年底若不再审结，败诉率低于上年"),
        ((0, 3), (0, 8), 5, "今年须保持没有败诉"),
        ((1, 3), (0, 8), 5, "今年须保持没有败诉，已不可能"),
        ((0, 0), (1, 8), 0, "今年至今没有审结案件，再没有审结的，败诉率不可比"),
        ((2, 2), (8, 8), 3, "再审结3件的，即使无一败诉"),
    ],
)
def test_lost_cases_left(so_far, last, more, told):
    now, before = Year(0, *so_far), Year(0, *last)
    sentence = words_room.lost(now, before, more, lost_left(now, before, more), closed_needed(now, before))
    if told.endswith("即使无一败诉"):  # all lost last year: one won is enough
        assert "再审结3件的，其中败诉不超过2件" in sentence
    else:
        assert sentence.endswith(told)


def test_without_closed_cases_last_year_there_is_no_verdict():
    now, before = Year(0, 0, 3), Year(4, 0, 0)
    assert words_room.lost(now, before, 2, lost_left(now, before, 2), None) == words_room.NO_RATE


@pytest.mark.parametrize(
    ("left", "needed", "told"),
    [
        (None, None, "不可比"),
        (3, 0, "≤ 3件"),
        (0, 0, "不能再有"),
        (-1, 21, "须再审结21件无败诉"),
        (-1, None, "已不可能"),
    ],
)
def test_the_table_says_it_in_short(left, needed, told):
    assert words_room.short_lost(left, 5, needed) == told


def test_what_the_model_expects_is_told_as_a_range_and_a_chance():
    found = Forecast((18, 25), (2, 2), 0.5, 0.48, 8)
    assert words_room.expected(found) == (
        "按最近8个季度的水平推算，全年新收大约18—25件，败诉大约2件（八成把握的范围）；"
        "到年底实现“双下降”约有24%的可能。"
    )
    assert words_room.short_likely(found) == "24%"
    none = Forecast((18, 25), (2, 2), 0.5, math.nan, 8)
    assert words_room.expected(none).endswith("（八成把握的范围）。")
    assert (words_room.short_likely(none), words_room.short_likely(None), words_room.short_range(None)) == (
        "—",
    ) * 3
