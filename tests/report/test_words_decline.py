"""The sentences on “双下降”, for every odd case that a district meets."""

from __future__ import annotations

import math

import pytest

from metrics.analysis.decline_chance import chance
from metrics.analysis.double_decline import verdicts
from metrics.analysis.values import compute
from metrics.model import Basis
from metrics.report import words_decline
from tests.tables import CATALOGUE, panel, units_of

NAN = math.nan
WHEN = "2025年第一季度"


def row(now: str, before: str = ""):
    """The verdict on one unit; now, before: “new cases | lost | closed” of this quarter and a year ago."""
    lines = [f"甲 | {period} | {cells}" for period, cells in (("2024Q1", before), ("2025Q1", now)) if cells]
    head = "unit | period | litigation_new_cases | litigation_lost | litigation_closed"
    some = panel("\n".join([head, *lines]), first="2024Q1", last="2025Q1")
    values = compute(some, CATALOGUE, units_of(some), Basis.PERIOD)
    return verdicts(values, CATALOGUE).loc[("甲", "2025Q1")]


def told(now: str, before: str = "") -> str:
    return words_decline.verdict("甲镇", WHEN, row(now, before)).removeprefix(f"{WHEN}，甲镇")


def test_the_sentence_on_double_decline():
    assert told("8 | 1 | 10", "10 | 2 | 10") == (
        "新收一审行政诉讼案件8件，同比下降20.00%（减少2件）；"
        "败诉率10.00%（1/10），同比下降10.00个百分点，实现“双下降”。"
    )


@pytest.mark.parametrize(
    ("now", "before", "sentence"),
    [
        # two ways to be one down and one up
        (
            "8 | 3 | 10",
            "10 | 2 | 10",
            "新收一审行政诉讼案件8件，同比下降20.00%（减少2件）；败诉率30.00%（3/10），"
            "同比上升10.00个百分点，发案量下降、败诉率上升，未实现“双下降”。",
        ),
        (
            "10 | 1 | 10",
            "8 | 2 | 10",
            "新收一审行政诉讼案件10件，同比上升25.00%（增加2件）；败诉率10.00%（1/10），"
            "同比下降10.00个百分点，发案量上升、败诉率下降，未实现“双下降”。",
        ),
        (
            "10 | 2 | 10",
            "8 | 1 | 10",
            "新收一审行政诉讼案件10件，同比上升25.00%（增加2件）；败诉率20.00%（2/10），"
            "同比上升10.00个百分点，发案量、败诉率“双上升”。",
        ),
        # one level, one down: neither a decline of both nor one down and one up
        (
            "7 | 2 | 6",
            "8 | 1 | 3",
            "新收一审行政诉讼案件7件，同比下降12.50%（减少1件）；败诉率33.33%（2/6），"
            "与上年同期持平，发案量下降、败诉率持平，未实现“双下降”。",
        ),
        # all equal
        (
            "8 | 1 | 10",
            "8 | 1 | 10",
            "新收一审行政诉讼案件8件，与上年同期持平；败诉率10.00%（1/10），与上年同期持平，"
            "发案量、败诉率均持平，未实现“双下降”。",
        ),
        # from zero and to zero
        (
            "3 | 1 | 2",
            "0 | 1 | 1",
            "新收一审行政诉讼案件3件，上年同期无案件，由0升至3件；败诉率50.00%（1/2），"
            "同比下降50.00个百分点，发案量上升、败诉率下降，未实现“双下降”。",
        ),
        (
            "0 | 0 | 2",
            "3 | 1 | 2",
            "新收一审行政诉讼案件0件，同比下降100.00%（由3件降至0）；败诉率0.00%（0/2），"
            "同比下降50.00个百分点，实现“双下降”。",
        ),
        # nothing in both stretches counts as achieved (rule 3, an assumption), and is worded so
        (
            "0 | 0 | 2",
            "0 | 0 | 1",
            "新收一审行政诉讼案件0件，与上年同期持平（均为0）；败诉率0.00%（0/2），与上年同期持平，"
            "视同实现“双下降”（发案量、败诉率均保持为零）。",
        ),
        # no cases at all
        (
            "0 | 0 | 0",
            "0 | 0 | 0",
            "新收一审行政诉讼案件0件，与上年同期持平（均为0）；无审结案件，败诉率不适用，不可比，不作“双下降”判定。",
        ),
        (
            "4 | 1 | 4",
            "5 | 0 | 0",
            "新收一审行政诉讼案件4件，同比下降20.00%（减少1件）；败诉率25.00%（1/4），上年同期无审结案件，"
            "不可比，不作“双下降”判定。",
        ),
        # the first year
        (
            "4 | 1 | 4",
            "",
            "新收一审行政诉讼案件4件，上年同期无完整数据，不可比；败诉率25.00%（1/4），不可比，不作“双下降”判定。",
        ),
        # a new unit says “—” for last year, or was not there
        (
            "4 | 1 | 4",
            "— | — | —",
            "新收一审行政诉讼案件4件，上年同期没有该单位或不适用，不可比；败诉率25.00%（1/4），"
            "不可比，不作“双下降”判定。",
        ),
        # half a report
        (
            "4 |  | ",
            "5 | 1 | 4",
            "新收一审行政诉讼案件4件，同比下降20.00%（减少1件）；败诉率尚无完整数据，不可比，不作“双下降”判定。",
        ),
        (" | | ", "5 | 1 | 4", "尚无完整的报送数据。"),
        ("— | — | —", "5 | 1 | 4", "没有该项数据：该期没有该单位或填报为不适用。"),
    ],
)
def test_the_sentence_fits_every_odd_case(now, before, sentence):
    assert told(now, before) == sentence


def test_no_sentence_holds_a_number_that_is_none():
    cells = [
        "0 | 0 | 0",
        "3 | 0 | 0",
        "0 | 0 | 2",
        "3 | 1 | 4",
        "3 | 4 | 4",
        "2 | 5 | 3",
        "— | — | —",
        " | | ",
        "3 | | ",
    ]
    for now in cells:
        for before in [*cells, ""]:
            one = row(now, before)
            text = (
                words_decline.verdict("甲镇", WHEN, one)
                + words_decline.counts(one)
                + words_decline.reasons(one)
            )
            text += words_decline.chance(one, chance(one)) + words_decline.noise(one)
            assert not any(bad in text for bad in ("nan", "inf", "∞", "None", "。。", "，，"))


def test_missing_units_make_the_conclusion_preliminary():
    text = words_decline.verdict("全区", "2025年1—9月", row("8 | 1 | 10", "10 | 2 | 10"), 43, 3)
    assert text.startswith("2025年1—9月，全区两期均报齐的43个单位新收")
    assert text.endswith("（另有3个单位报送不全，未计入，结论为初步）。")


def test_each_state_comes_with_its_counts():
    assert words_decline.counts(row("3 | 1 | 8", "5 | 2 | 10")) == "发案量 5 → 3 件，败诉/审结 2/10 → 1/8"
    assert words_decline.counts(row("3 | 1 | 8")) == ""


def test_why_it_is_not_comparable_is_said_once():
    assert words_decline.reasons(row("3 | 1 | 8")) == "上年同期无完整数据"
    assert words_decline.reasons(row("3 | 0 | 0", "5 | 1 | 3")) == "本期无审结案件"
    assert words_decline.reasons(row("3 | 1 | 8", "5 | 2 | 10")) == ""


@pytest.mark.parametrize(
    ("share", "text"),
    [(0.2386, "约有24%的可能"), (0.004, "有不到1%的可能"), (0.995, "有99%以上的可能")],
)
def test_a_chance_is_told_in_whole_percent(share, text):
    sentence = words_decline.chance(row("8 | 1 | 10", "10 | 2 | 10"), share)
    assert sentence == f"若实际情况没有变化，单凭偶然波动出现这样的“双下降”{text}。"


@pytest.mark.parametrize(
    ("now", "before", "text"),
    [
        ("8 | 1 | 10", "10 | 2 | 10", "分开看，发案量、败诉率各自的变化在偶然波动范围内。"),
        ("80 | 1 | 200", "140 | 30 | 200", "分开看，发案量、败诉率各自的变化超出偶然波动。"),
        (
            "3 | 1 | 1",
            "5 | 0 | 1",
            "单看发案量，变化在偶然波动范围内。单看败诉率，案件太少，变化是否偶然无从判断。",
        ),
        ("0 | 0 | 0", "0 | 0 | 0", ""),
        ("3 | 1 | 4", "", ""),
    ],
)
def test_each_figure_by_itself_is_held_against_chance(now, before, text):
    assert words_decline.noise(row(now, before)) == text


def test_where_nothing_happened_there_is_no_talk_of_chance():
    kept = row("0 | 0 | 2", "0 | 0 | 1")
    assert words_decline.chance(kept, chance(kept)) == "两期都没有案件发生、没有败诉，谈不上变化。"
    none = row("3 | 0 | 0", "5 | 1 | 3")
    assert words_decline.chance(none, chance(none)) == ""
