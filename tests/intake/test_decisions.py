"""Headings and units under other names: what is taken, what is asked, and what a person's answer changes."""

from collections.abc import Mapping, Sequence

import pytest

from metrics import catalogue, intake
from metrics.intake.names import FormNames, How
from metrics.intake.near_names import NEAR, OTHER_TIME, without_filler
from metrics.model import LEFT_OUT, AnswerKey, Context, Decision, DecisionKind, Severity, Submission
from tests.intake.workbooks import HEADER, UNITS, noted, said, table, values, xlsx

CATALOGUE = catalogue.load()
FORM = FormNames(CATALOGUE.forms["quarterly"], CATALOGUE)
EAST, NORTH = ("东关街道", 4, 3, 1), ("北关街道", 2, 2, 0)


def read(rows: Sequence[Sequence[object]], answers: Mapping[AnswerKey, str] | None = None) -> Submission:
    return intake.read(xlsx(rows), "报表.xlsx", CATALOGUE, Context(UNITS, answers=answers or {}))


def column(written: str, code: str, scope: str = "") -> dict[AnswerKey, str]:
    return {AnswerKey(DecisionKind.COLUMN, scope, "quarterly", written): code}


def unit(written: str, code: str) -> dict[AnswerKey, str]:
    return {AnswerKey(DecisionKind.UNIT, "", "quarterly", written): code}


def only(submission: Submission, kind: DecisionKind = DecisionKind.COLUMN) -> Decision:
    (decision,) = [decision for decision in submission.decisions if decision.kind is kind]
    return decision


def headed(*header: str) -> Sequence[Sequence[object]]:
    return table(EAST, NORTH, header=("单位名称", *header))


@pytest.mark.parametrize(
    "heading",
    [
        "开庭审理的案件数",
        "开庭审理案件总数",
        "开庭审理案件数量",
        "本季度开庭审理案件数",
        "本期开庭审理的案件件数",
        "开庭审理案件情况",
        "开庭庭审理案件数",
        "开庭审理案件数。",
        "開庭審理案件數",
        "開庭審理的案件總數",
    ],
)
def test_a_heading_that_differs_in_filler_only_is_taken_and_listed(heading: str):
    submission = read(headed(heading, "负责人出庭案件数", "正职出庭案件数"))
    assert values(submission) == {"east": (4, 3, 1), "north": (2, 2, 0)}
    decision = only(submission)
    assert (decision.written, decision.cell, decision.asked, decision.by_person) == (
        heading,
        "B2",
        False,
        False,
    )
    assert decision.taken is not None and decision.taken.code == "hearings_held"
    assert decision.choices[0].code == "hearings_held" and decision.choices[-1].code == LEFT_OUT


@pytest.mark.parametrize(
    ("heading", "guess"),
    [
        ("法院开庭件数", "hearings_held"),
        ("开庭审理的行政案件", "hearings_held"),
        ("未出庭案件数", "excused_absences"),
        ("评查卷宗数", "case_reviews"),
        ("司法建议按时办复", "judicial_advice_on_time"),
        ("检察建议按时办复", "procuratorial_advice_on_time"),
        ("审结", "litigation_closed"),
        ("受理", "review_accepted"),
    ],
)
def test_a_heading_that_is_only_like_a_name_is_asked_about_and_not_read(heading: str, guess: str):
    submission = read(table((*EAST, 7), (*NORTH, 9), header=(*HEADER, heading)))
    assert values(submission) == {"east": (4, 3, 1), "north": (2, 2, 0)}
    decision = only(submission)
    assert decision.asked
    assert decision.choices[0].code == guess
    assert decision.choices[-1].code == LEFT_OUT
    assert decision.examples == ("7", "9")
    assert "column_unclear" in said(submission)
    (finding,) = [f for f in submission.findings if f.code == "column_unclear"]
    assert (finding.severity, finding.cell) == (Severity.MANDATORY, "E2")
    assert heading in finding.message and decision.choices[0].name in finding.message
    assert not submission.can_count


@pytest.mark.parametrize(
    "heading",
    ["情况说明", "信访件数", "原告人数", "不予受理", "胜诉案件数", "开庭日期", "同比", "新收（上年同期）"],
)
def test_a_heading_like_nothing_that_we_collect_is_unknown(heading: str):
    submission = read(table((*EAST, 7), (*NORTH, 9), header=(*HEADER, heading)))
    assert "column_unknown" in noted(submission)
    assert "column_unclear" not in said(submission)
    assert submission.decisions == ()


@pytest.mark.parametrize(
    ("heading", "never"),
    [
        ("未出庭案件数", "leader_attended"),
        ("负责人未出庭案件数", "leader_attended"),
        ("没有开庭案件数", "hearings_held"),
        ("不予受理案件数", "review_accepted"),
        ("应诉案件数", "litigation_lost"),
        ("胜诉案件数", "litigation_lost"),
        ("检察建议到期件数", "judicial_advice_due"),
        ("司法建议到期件数", "procuratorial_advice_due"),
        ("副职出庭案件数", "chief_attended"),
        ("二审审结案件数", "litigation_closed"),
    ],
)
def test_a_negation_or_opposite_is_never_taken_for_the_name_without_it(heading: str, never: str):
    match = FORM.match([heading])
    assert match.taken != never
    assert never not in match.likely[:1]


def test_no_two_measures_of_a_form_are_the_same_without_filler():
    for form in CATALOGUE.forms.values():
        seen: dict[str, str] = {}
        for known in form.columns:
            for name in {CATALOGUE.measures[known.measure].name, *known.names}:
                assert seen.setdefault(without_filler(name), known.measure) == known.measure, name
                assert without_filler(name) and not OTHER_TIME.search(name)


def test_every_name_of_a_measure_is_taken_for_it_with_or_without_filler():
    for known in CATALOGUE.forms["quarterly"].columns:
        for name in (CATALOGUE.measures[known.measure].name, *known.names):
            match = FORM.match([name])
            assert (match.how, match.taken) == (How.NAME, known.measure)
            filler = FORM.match([f"本季度的{name}"])
            assert filler.taken in ("", known.measure)


def test_the_threshold_separates_other_words_for_the_same_from_other_things():
    same = ["法院开庭件数", "负责人实际出庭", "司法建议按时办复", "评查卷宗数", "开庭审理的行政案件"]
    other = ["信访件数", "原告人数", "系列案", "普法宣传次数", "行政处罚件数", "其他", "群体性案件"]

    def score(heading: str) -> float:
        return max(score for _, score in FORM._rank(without_filler(heading), ""))

    assert min(map(score, same)) >= NEAR + 5
    assert max(map(score, other)) <= NEAR - 5


def test_an_answer_settles_a_heading_and_the_decision_says_who_decided():
    rows = headed("法院开庭件数", "负责人出庭案件数", "正职出庭案件数")
    assert values(read(rows)) == {"east": (3, 1), "north": (2, 0)}
    answered = read(rows, column("法院开庭件数", "hearings_held"))
    assert values(answered) == {"east": (4, 3, 1), "north": (2, 2, 0)}
    assert said(answered) == []
    decision = only(answered)
    assert decision.by_person and decision.taken is not None and decision.taken.code == "hearings_held"


def test_an_answer_may_leave_a_column_out():
    rows = table((*EAST, 7), header=(*HEADER, "未出庭案件数"))
    answered = read(rows, column("未出庭案件数", LEFT_OUT, "east"))
    assert values(answered) == {"east": (4, 3, 1)}
    assert said(answered) == [] and "column_unknown" not in noted(answered)
    decision = only(answered)
    assert decision.by_person and decision.taken is not None and decision.taken.code == LEFT_OUT


@pytest.mark.parametrize(
    ("code", "facts"),
    [
        ("notified_hearings", {"leader_attended", "chief_attended", "notified_hearings"}),
        (LEFT_OUT, {"leader_attended", "chief_attended"}),
    ],
)
def test_an_answer_may_refuse_what_was_taken_by_a_synonym(code: str, facts: set[str]):
    rows = headed("开庭数", "负责人出庭案件数", "正职出庭案件数")
    assert only(read(rows)).taken is not None
    submission = read(rows, column("开庭数", code))
    assert {fact.measure for fact in submission.facts()} == facts
    assert only(submission).by_person


def test_an_answer_holds_for_the_unit_and_form_that_it_was_given_for():
    rows = table((*EAST, 7), header=(*HEADER, "法院通知后开庭"))
    assert only(read(rows)).scope == "east"
    for scope, form in (("north", "quarterly"), ("", "quarterly"), ("east", "annual_review")):
        other = {AnswerKey(DecisionKind.COLUMN, scope, form, "法院通知后开庭"): "notified_hearings"}
        assert only(read(rows, other)).asked
    assert not only(read(rows, column("法院通知后开庭", "notified_hearings", "east"))).asked


def test_a_sheet_of_several_units_has_no_scope():
    assert only(read(headed("开庭数", *HEADER[2:]))).scope == ""


def test_an_answer_for_a_measure_that_the_form_no_longer_has_is_none():
    rows = headed("法院开庭件数", *HEADER[2:])
    assert only(read(rows, column("法院开庭件数", "abolished"))).asked


def test_two_headings_answered_as_one_measure_are_a_column_twice():
    rows = table((*EAST, 7), (*NORTH, 9), header=(*HEADER, "法院开庭件数"))
    submission = read(rows, column("法院开庭件数", "hearings_held"))
    assert "column_twice" in said(submission) and not submission.can_count
    assert values(submission, "hearings_held") == {"east": (4,), "north": (2,)}


def test_a_column_that_comes_twice_is_asked_about_by_its_place():
    rows = table((*EAST, 7), (*NORTH, 9), header=(*HEADER, "开庭审理案件数"))
    submission = read(rows)
    assert said(submission) == ["column_twice"]
    decision = only(submission)
    assert (decision.asked, decision.cell, decision.written) == (True, "E2", "开庭审理案件数（第2处）")
    answered = read(rows, column("开庭审理案件数（第2处）", LEFT_OUT))
    assert said(answered) == []
    assert values(answered) == {"east": (4, 3, 1), "north": (2, 2, 0)}


def test_a_heading_read_by_its_band_is_kept_with_its_band():
    rows = (
        ("2025年第三季度汇总表",),
        ("单位", "行政诉讼", None, "行政复议", None),
        (None, "新收", "审结", "受理", "审结"),
        ("东关街道", 5, 4, 3, 2),
        ("北关街道", 5, 4, 3, 2),
    )
    made = read(rows)
    assert {d.written: d.taken.code for d in made.decisions if d.taken} == {
        "行政诉讼／新收": "litigation_new_cases",
        "行政诉讼／审结": "litigation_closed",
    }
    refused = read(rows, column("行政诉讼／审结", LEFT_OUT))
    assert values(refused) == {"east": (5, 3, 2), "north": (5, 3, 2)}


def test_a_sheet_whose_headings_are_all_asked_about_is_found_and_read_once_answered():
    rows = table(
        ("东关街道", 4, 3), ("北关街道", 2, 2), header=("单位名称", "法院开庭件数", "负责人实际出庭")
    )
    submission = read(rows)
    assert said(submission, "column_missing") == ["column_unclear", "column_unclear"]
    assert submission.blocks == ()
    answers = column("法院开庭件数", "hearings_held") | column("负责人实际出庭", "leader_attended")
    assert values(read(rows, answers)) == {"east": (4, 3), "north": (2, 2)}


def test_a_row_of_a_unit_form_is_asked_about_like_a_column():
    rows = [
        ["2025年报表"],
        ["填报单位：东关街道"],
        ["数据项", "二季度", "三季度"],
        ["开庭审理案件数", 4, 5],
        ["负责人实际出庭", 3, 4],
        ["正职出庭案件数", 1, 1],
    ]
    submission = read(rows)
    decision = only(submission)
    assert (decision.asked, decision.cell, decision.scope, decision.examples) == (
        True,
        "A5",
        "east",
        ("3", "4"),
    )
    answered = read(rows, column("负责人实际出庭", "leader_attended", "east"))
    assert [fact.cell for fact in answered.facts()] == ["B4", "B5", "B6", "C4", "C5", "C6"]


def test_units_under_another_name_are_listed():
    submission = read(table(("东关", 4, 3, 1), ("财 政 局", 2, 2, 0), ("北关街道", 1, 1, 1)))
    found = {d.written: d.taken.name for d in submission.decisions if d.taken}
    assert found == {"东关": "东关街道", "财 政 局": "区财政局"}
    assert all(d.kind is DecisionKind.UNIT for d in submission.decisions)


def test_a_unit_that_is_nobody_but_near_is_asked_about_and_still_unknown():
    rows = table(EAST, ("南关街道", 1, 1, 1))
    submission = read(rows)
    assert said(submission) == ["unit_unknown"]
    decision = only(submission, DecisionKind.UNIT)
    assert (decision.asked, decision.written, decision.cell) == (True, "南关街道", "A4")
    assert {"east", "north"} <= {choice.code for choice in decision.choices}
    answered = read(rows, unit("南关街道", "north"))
    assert values(answered) == {"east": (4, 3, 1), "north": (1, 1, 1)}
    assert said(answered) == []
    assert only(answered, DecisionKind.UNIT).by_person
    left = read(rows, unit("南关街道", LEFT_OUT))
    assert values(left) == {"east": (4, 3, 1)} and said(left) == []


def test_a_spelling_of_a_unit_may_be_refused():
    rows = table(("东关", 4, 3, 1))
    assert values(read(rows, unit("东关", "north"))) == {"north": (4, 3, 1)}


def test_a_unit_like_no_other_is_not_asked_about():
    submission = read(table(EAST, ("某某集团有限公司", 1, 1, 1)))
    assert said(submission) == ["unit_unknown"]
    assert submission.decisions == ()


def test_the_unit_of_a_form_may_be_answered():
    rows = [["2025年报表"], ["填报单位：南关街道"], ["数据项", "三季度"], [HEADER[1], 4], [HEADER[2], 3]]
    assert said(read(rows)) == ["unit_unknown"]
    answered = read(rows, unit("南关街道", "east"))
    assert answered.units == ("east",) and said(answered) == []
