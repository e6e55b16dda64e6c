"""Words of the 任务清单: items, counts, the sentence."""

from __future__ import annotations

from metrics import catalogue
from metrics.analysis.checklist import INDICATOR, TASK, UNSAID, VERDICT, YEAR_PASSED, Item, State
from metrics.model import Attainment, TaskState
from metrics.report import words_checklist as words

LOADED = catalogue.load()
TASKS = {task.code: task for clause in LOADED.clauses.values() for task in clause.tasks}


def item(kind: str, status: str, code: str = "x") -> str:
    return words.item(Item(kind, code, status, State.MET))


def test_what_holds_of_an_item_is_said_in_the_words_of_its_kind():
    assert item(INDICATOR, "overdue") == "逾期"
    assert item(TASK, "done") == "已完成"
    assert item(TASK, UNSAID) == "未填报"
    assert item(TASK, YEAR_PASSED) == "年度已过仍在进行"
    assert item(VERDICT, "one_down") == "一降一升"
    assert item(VERDICT, "not_reported") == "未报"
    assert item(VERDICT, "not_applicable") == "不适用"


def test_every_status_that_there_can_be_has_words():
    assert all(item(INDICATOR, one.value) for one in Attainment)
    assert all(item(TASK, one.value) for one in TaskState)


def test_items_are_called_what_they_are():
    def name(kind: str, code: str) -> str:
        return words.name(Item(kind, code, "met", State.MET), LOADED, TASKS)

    assert name(INDICATOR, "leader_attendance_rate") == "负责人出庭应诉率"
    assert name(VERDICT, "double_decline") == "双下降"
    assert name(TASK, "group_study") == "中心组学习、全覆盖轮训（非量化）"


def test_counts_leave_out_what_nobody_is():
    counted = dict.fromkeys(State, 0) | {State.MET: 3, State.LACKING: 1}
    assert words.counts(counted) == "达标 3、未达标 1"
    assert words.counts(dict.fromkeys(State, 0)) == "没有单位"


def test_the_sentence_says_how_many_clauses_are_met_lack_and_run():
    clauses = {"1": State.MET, "2": State.LACKING, "3": State.RUNNING, "4": State.LACKING}
    cells = dict.fromkeys(State, 0) | {State.MET: 5, State.LACKING: 2, State.RUNNING: 1}
    assert words.sentence("截至2026年9月底", "镇街", 2, clauses, cells) == (
        "截至2026年9月底，镇街2个单位，通知4条中：达标1条，未达标2条，进行中1条；"
        "逐单位计，达标5项、未达标2项、进行中1项、未报0项。"
    )


def test_the_sentence_names_the_rest_where_there_is_some():
    clauses = {"1": State.NOT_REPORTED, "2": State.UNJUDGED, "3": State.NOT_APPLICABLE}
    said = words.sentence("截至2026年9月底", "全区", 1, clauses, dict.fromkeys(State, 0))
    assert "达标0条，未达标0条，进行中0条，有单位未报1条，无目标值或不可比1条，不适用1条；" in said
