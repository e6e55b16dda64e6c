"""What is shown adds up, row by row and column by column, and the sentences say the same."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.analysis.decompose import Cases, count_change, rate_change
from metrics.report import charts, contributions, words, words_moved
from metrics.report.contributions import Step
from metrics.report.theme import LIGHT

NAMES = {name: name for name in "甲乙丙丁戊己"} | {str(i): f"单位{i}" for i in range(12)}


def pairs():
    one = st.integers(0, 30).flatmap(lambda n: st.builds(Cases, st.integers(0, n), st.just(n)))
    return st.lists(st.tuples(one, one), min_size=1, max_size=12)


@given(pairs(), st.integers(0, 3), st.integers(0, 3))
def test_the_rows_and_columns_shown_add_up_to_the_change_in_the_verdict(some, fewer, fewer_before):
    units = {str(i): pair for i, pair in enumerate(some)}
    sums = [Cases(sum(p[s].lost for p in some), sum(p[s].closed for p in some)) for s in (0, 1)]
    whole = tuple(
        Cases(max(one.lost - less, 0), one.closed)
        for one, less in zip(sums, (fewer_before, fewer), strict=True)
    )
    change = rate_change(units, whole)
    if change is None:
        return
    shown = contributions.shown(change)
    assert sum(row.own for row in shown.rows) == shown.own
    assert sum(row.shift for row in shown.rows) == shown.shift
    assert sum(row.both for row in shown.rows) + shown.shared == shown.total
    if shown.total:
        assert words.points(shown.total / 10_000) == words.points(float(change.difference))
    for row, part in zip(shown.rows, change.parts, strict=True):
        assert abs(Fraction(row.own, 10_000) - part.own) < Fraction(1, 10_000)
        assert abs(Fraction(row.shift, 10_000) - part.shift) < Fraction(1, 10_000)
    for most in (2, 8):
        steps = contributions.rate_steps(change, NAMES, most)
        assert round(sum(step.amount for step in steps) * 10_000) == shown.total


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=12))
def test_the_steps_of_cases_lead_from_last_year_to_this(some):
    change = count_change({str(i): pair for i, pair in enumerate(some)})
    steps = contributions.count_steps(change, NAMES, 4)
    assert change.before + sum(step.amount for step in steps) == change.now
    assert len(steps) <= 6


def test_the_largest_stand_first_and_the_rest_together():
    change = count_change({"甲": (9, 1), "乙": (1, 4), "丙": (2, 1), "丁": (3, 4), "戊": (2, 2)})
    steps = contributions.count_steps(change, NAMES, 2)
    assert [(s.name, s.text) for s in steps] == [("甲", "▼ 8件"), ("乙", "▲ 3件"), ("其余2个单位", "0")]
    one_over = contributions.count_steps(change, NAMES, 3)
    assert [s.name for s in one_over] == ["甲", "乙", "丙", "丁"]


def test_several_defendants_are_a_step_of_their_own():
    change = count_change({"甲": (5, 6), "乙": (5, 6)}, (10, 11))
    steps = contributions.count_steps(change, NAMES, 8)
    assert (steps[-1].name, steps[-1].text) == ("共同被告按1件计", "▼ 1件")


def test_a_waterfall_begins_and_ends_at_the_figures_and_colours_go_by_good_and_bad():
    change = count_change({"甲": (9, 1), "乙": (1, 4)})
    steps = contributions.count_steps(change, NAMES, 8)
    ends = Step("上年同期", 10, "10件"), Step("本期", 5, "5件")
    picture = charts.waterfall(steps, *ends, "全区发案量")
    bars, marks, texts = picture.figure.data
    assert list(bars.base) == [10, 2]
    assert list(bars.x) == [-8, 3]
    assert list(bars.marker.color) == [LIGHT.good, LIGHT.alarm]
    assert list(marks.x) == [10, 5]
    assert [text.strip("\u00a0") for text in texts.text] == ["10件", "▼ 8件", "▲ 3件", "5件"]
    assert picture.alt == "“全区发案量”瀑布图：从10件到5件。影响最大的依次是甲 ▼ 8件、乙 ▲ 3件。"


def test_a_waterfall_without_steps_says_that_there_is_nothing_to_draw():
    ends = Step("上年同期", 5, "5件"), Step("本期", 5, "5件")
    picture = charts.waterfall((), *ends, "全区发案量")
    assert "没有可画的数" in picture.figure.layout.annotations[0].text
    assert "没有单位" in picture.alt


def test_a_hostile_name_stays_text_in_a_waterfall():
    steps = (Step("<img src=x>", -1, "▼ 1件"),)
    picture = charts.waterfall(steps, Step("上年同期", 2, "2件"), Step("本期", 1, "1件"), "<b>题")
    assert "<img" not in picture.figure.to_json()


@pytest.mark.parametrize(
    ("units", "told"),
    [
        (
            {"甲": (9, 1), "乙": (1, 4), "丙": (2, 1)},
            "全区发案量由12件减至6件，减少6件：2个单位减少共9件，为甲8件、丙1件；增加的只有乙3件。",
        ),
        (
            {"甲": (1, 3), "乙": (3, 1)},
            "全区发案量由4件到4件，总数没有变化：减少的只有乙2件；增加的只有甲2件。",
        ),
        ({"甲": (1, 1)}, "全区发案量由1件到1件，总数没有变化，各单位也都没有变化。"),
        ({"甲": (0, 3)}, "全区发案量由0件增至3件，增加3件：增加的只有甲3件。"),
        (
            {name: (n + 2, n) for n, name in enumerate("甲乙丙丁")},
            "全区发案量由14件减至6件，减少8件：4个单位减少共8件，最多的是甲2件、乙2件、丙2件。",
        ),
    ],
)
def test_the_sentence_on_cases_fits(units, told):
    assert words_moved.volume("全区", count_change(units), NAMES) == told


@pytest.mark.parametrize(
    ("units", "told"),
    [
        (
            {"甲": (Cases(4, 20), Cases(2, 20)), "乙": (Cases(1, 20), Cases(3, 60))},
            "全区败诉率由12.50%到6.25%，下降6.25个百分点：各单位自身败诉率的变化使它下降3.75个百分点，"
            "案件在单位之间此消彼长使它下降2.50个百分点。"
            "影响最大的是甲（▼ 5.16 个百分点）、乙（▼ 1.09 个百分点）。",
        ),
        ({"甲": (Cases(2, 10), Cases(1, 10))}, "全区败诉率由20.00%到10.00%，下降10.00个百分点，全部来自甲。"),
        (
            {"甲": (Cases(1, 10), Cases(1, 10)), "乙": (Cases(2, 10), Cases(2, 10))},
            "全区败诉率由15.00%到15.00%，没有变化，各单位也都没有变化。",
        ),
        (
            {"甲": (Cases(1, 10), Cases(2, 10)), "乙": (Cases(2, 10), Cases(1, 10))},
            "全区败诉率由15.00%到15.00%，没有变化：各单位自身败诉率的变化使它没有变化，"
            "案件在单位之间此消彼长使它没有变化。影响最大的是甲（▲ 5.00 个百分点）、乙（▼ 5.00 个百分点）。",
        ),
    ],
)
def test_the_sentence_on_the_rate_fits(units, told):
    change = rate_change(units)
    assert change is not None
    assert words_moved.rate("全区", change, NAMES) == told
