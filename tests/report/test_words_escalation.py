"""The sentences of 督办, from figures to words; the odd cases too."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from metrics.analysis.escalation import Proposal, assess
from metrics.decided import Action, Level
from metrics.periods import Period
from metrics.report import words_escalation as told
from tests.analysis.test_escalation import (
    AGAIN,
    HEAVY,
    LAST,
    NOW,
    SHORT,
    TWICE,
    UP,
    attendances,
    corrections,
    crowd,
    interviewed,
    losses,
    only,
    present,
    seen,
)
from tests.tables import CATALOGUE, panel, units_of

ABOVE = only("loss_rate_above_average")


def sentence(some, catalogue, unit: str = "甲", history=()) -> tuple[str, str, Proposal]:
    found = seen(some, catalogue, history)
    one = next(p for p in (*found.proposals, *found.not_enough) if p.unit == unit)
    return told.reason(one, CATALOGUE, units_of(some)), told.evidence(one), one


def test_a_rate_above_the_district_with_both_stretches_and_what_is_known():
    reason, evidence, one = sentence(losses(**crowd(HEAVY)), ABOVE)
    assert reason == (
        "甲2024年第四季度至2025年第三季度行政诉讼败诉率80.00%（16/20），高于全区的12.31%（32/260）；"
        "2024年第三季度至2025年第二季度行政诉讼败诉率80.00%（16/20），高于全区的12.31%（32/260）。"
    )
    assert evidence.startswith(
        "最近4季20件中败诉16件；按21个有案件单位的分布估计，其真实水平差于四分之三单位"
    )
    assert evidence.endswith("的可能性约99%，门槛60%，不像是偶然波动。")  # never “100%”
    assert told.level(one) == "规则为约谈警示，同一事项首次，从轻建议发函提醒。"
    assert told.also(one) == ""


def test_what_was_done_before_is_said():
    before = Action("甲", "loss_rate_up", ("admin_litigation_loss_rate",), Level.REMINDER, NOW.shift(-2))
    reason, _, one = sentence(losses(**crowd(HEAVY)), ABOVE, history=[before])
    assert reason.endswith("；此前已因2025年第一季度数据发函提醒。")
    assert told.level(one) == ""


def test_no_better_after_an_interview_is_said_with_the_figure_of_then():
    reason, _, one = sentence(losses(**crowd(HEAVY)), AGAIN, history=[interviewed()])
    assert reason.endswith("；因2025年第二季度数据约谈警示时为80.00%，没有好转。")
    assert told.also(one) == "同时命中：败诉率连续两期高于全区。"


def test_a_rise_against_last_year_says_the_figure_once():
    reason, _, _ = sentence(losses(**crowd([(3, 5)] * 3 + [(0, 5)] * 6)), UP)
    assert reason == "甲2025年1—9月行政诉讼败诉率60.00%（9/15），高于上年同期的0.00%（0/15）；其中败诉9件。"


def test_absences_are_counted_as_facts():
    reason, evidence, _ = sentence(attendances(甲=[(3, 4, 0)]), SHORT)
    assert reason == (
        "甲2025年第三季度行政机关负责人出庭应诉率75.00%（3/4，应出庭口径），目标不低于100%，负责人未出庭1件。"
    )
    assert evidence == "按单位报送的数据逐件可查（4件中负责人未出庭1件），不是比率高低的比较，不作概率判断。"


def test_a_review_that_is_missing_and_a_chief_who_never_came():
    some = panel("unit | period | case_reviews\n甲 | 2025Q3 | 0")
    reason, evidence, _ = sentence(some, only("case_review_none"))
    assert reason == "甲2025年第三季度本单位案卷评查次数0次，目标每季度不少于1次。"
    assert evidence == "按单位报送的数据逐件可查，不是比率高低的比较，不作概率判断。"
    lines = "\n".join(f"甲 | 2025Q{n} | 1 | 0" for n in (1, 2, 3, 4))
    some = panel(f"unit | period | hearings_held | chief_attended\n{lines}")
    [one] = assess(some, only("chief_never_attended"), units_of(some), Period(2025, 4)).proposals
    assert told.reason(one, CATALOGUE, units_of(some)) == "甲2025年度开庭审理4件，主要负责人未出庭4件。"


def test_a_rank_is_said_with_its_group():
    rates = {f"单位{n}": (0, 5) for n in range(17)} | {"甲": (4, 5), "乙": (2, 5), "丙": (2, 5)}
    reason, _, _ = sentence(corrections(rates), LAST)
    assert "行政复议直接纠错率80.00%（16/20），列部门第20名（共20个单位）；" in reason


@pytest.mark.parametrize(
    ("rows", "others", "said"),
    [
        ([(0, 0), (2, 2), (0, 0), (0, 0)], {}, "只有2件，不足3件，不作判断。"),
        ([(0, 0), (1, 3), (0, 0), (0, 0)], {}, "败诉只有1件，不足2件，不因单个案件采取措施。"),
        ([(1, 2), (0, 2)] * 3, {"乙": HEAVY, "丙": [(2, 5)] * 6}, "可能只是偶然波动。"),
    ],
)
def test_what_is_missing_is_said_in_words(rows, others, said):
    _, evidence, _ = sentence(losses(**crowd(rows), **others), ABOVE)
    assert evidence.endswith(said)


def test_where_nobody_differs_it_is_said_that_nobody_does():
    often, seldom = [(1, 2), (0, 2)] * 3, [(1, 2), (0, 2), (0, 2), (0, 2)] * 2
    alike = {f"单位{n}": often if n < 10 else seldom for n in range(20)}
    _, evidence, _ = sentence(losses(**alike), ABOVE, "单位0")
    assert evidence == (
        "最近4季8件中败诉2件；20个有案件的单位之间看不出超出偶然的差别，不能说它差于其他单位。"
    )


def test_a_gate_whose_quarters_are_not_all_reported_knows_nothing():
    some = attendances(甲=[(1, 4, 0)] * 2, **{f"单位{n}": present(n) for n in range(20)})
    values = some.values.copy()
    values.loc[("甲", NOW.shift(-3).key)] = float("nan")
    found = seen(replace(some, values=values), TWICE)
    [one] = [p for p in found.not_enough if p.unit == "甲"]
    assert one.rule.code == "attendance_short_twice"
    assert told.evidence(one) == "最近4季数据不全，无法判断是否超出偶然。"


def test_every_rule_that_ships_can_be_said_in_one_sentence():
    for rule in CATALOGUE.escalation.rules.values():
        sentence = told.rule(rule, CATALOGUE)
        assert sentence.endswith("。")
        assert "{" not in sentence
    assert told.rule(CATALOGUE.escalation.rules["loss_rate_above_average"], CATALOGUE) == (
        "滚动四季行政诉讼败诉率差于全区，连续2期。证据门槛：最近4季至少3件、败诉至少2件，"
        "且真实水平差于全区四分之三单位的可能性不低于60%。"
    )


@pytest.mark.parametrize(
    ("code", "left", "said"),
    [
        ("issued", 3, "已印发，待答复，还有3个工作日"),
        ("issued", 0, "已印发，待答复，今天到期"),
        ("issued", -2, "已印发，待答复，逾期2个工作日"),
        ("explaining", -2, "待单位说明，说明期已满"),
        ("closed", None, "已办结"),
    ],
)
def test_where_a_measure_stands(code, left, said):
    assert told.state(code, left) == said


def test_the_day_and_what_is_to_be_done():
    assert told.day(date(2026, 1, 5)) == "2026年1月5日"
    assert told.guessed((2027,)).startswith("2027年节假日安排尚未录入，按周一至周五推算")
    assert told.guessed(()) == ""
    assert told.today(3, 1, 0, 2) == "今天要办：3条建议待处理，1件答复逾期，2件答复待办结。"
    assert told.today(0, 0, 0, 0) == "今天没有要办的督办事项。"
