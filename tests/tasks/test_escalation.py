"""Following up: what is proposed, decided once, issued only after the unit was heard, and remembered."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import openpyxl
import pytest

from metrics.decided import Level
from metrics.model import NotAllowed
from metrics.periods import Period
from metrics.store.escalation import FollowUp, State
from metrics.tasks import escalation, figures, workdays, workspace
from metrics.tasks.escalation import Board
from metrics.tasks.export_follow_ups import export_follow_ups
from metrics.tasks.figures import Figures
from metrics.tasks.workspace import Workspace

NOW = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)  # a Wednesday
Q3 = Period(2025, 3)


@pytest.fixture
def here(sample_data: Path) -> Workspace:
    return workspace.current()


def at(here: Workspace, period: Period = Q3) -> Figures:
    return figures.figures(here, period)


def board(here: Workspace, period: Period = Q3, now: datetime = NOW) -> Board:
    return escalation.board(here, at(here, period), now)


def named(some: Board) -> list[tuple[str, str]]:
    return [(one.unit, one.rule.code) for one in some.proposals]


def confirmed(here: Workspace, place: int = 0, now: datetime = NOW) -> int:
    one = board(here).proposals[place]
    return escalation.confirm(here, at(here), one.unit, one.rule.code, one.level, "", "王审核", now)


def follow_up(here: Workspace, number: int) -> FollowUp:
    return next(one for one in here.store.follow_ups(here.jurisdiction) if one.number == number)


def issued(here: Workspace, number: int, now: datetime = NOW) -> FollowUp:
    escalation.explain(here, number, "同一征收项目的系列案件", "人社局张三", now)
    escalation.issue(here, follow_up(here, number), board(here, now=now), "1号函", "王审核", now)
    return follow_up(here, number)


def test_the_sample_proposes_and_says_who_put_the_rules_into_use(here: Workspace):
    some = board(here)
    assert named(some)[0] == ("ht_renshe", "loss_rate_above_average")
    assert some.proposals[0].level is Level.REMINDER  # the first time, of a rule for interviews
    assert all(standing.enabled and standing.by == "示例" for standing in some.standings.values())
    assert some.trial.proposals == ()
    assert any(one.evidence.missing == "too_few_cases" for one in some.not_enough)


def test_a_rule_that_is_put_out_of_use_is_only_tried(here: Workspace):
    escalation.enable(here, ["case_review_none"], False, "改为年底统一核对", "王审核", NOW)
    some = board(here)
    assert "case_review_none" not in {rule for _, rule in named(some)}
    assert {one.rule.code for one in some.trial.proposals} == {"case_review_none"}
    assert some.standings["case_review_none"].text == "改为年底统一核对"


@pytest.mark.parametrize(
    ("rules", "text", "by", "told"),
    [
        ([], "局务会议通过的", "王", "至少选一条"),
        (["nobody"], "局务会议通过的", "王", "没有名为"),
        (["case_review_none"], "同意", "王", "签认依据至少写 6 个字"),
        (["case_review_none"], "局务会议通过的", " ", "姓名"),
    ],
)
def test_a_rule_is_not_put_into_use_without_name_and_ground(here: Workspace, rules, text, by, told):
    with pytest.raises(NotAllowed, match=told):
        escalation.enable(here, rules, True, text, by, NOW)


def test_a_confirmed_proposal_is_no_longer_proposed_and_waits_for_the_unit(here: Workspace):
    before = named(board(here))
    number = confirmed(here)
    some = board(here)
    assert named(some) == before[1:]
    one = follow_up(here, number)
    assert (one.state, one.explain_until) == (State.EXPLAINING, date(2026, 12, 2))  # five working days
    assert "败诉率24.24%（8/33），高于全区的13.67%（41/300）" in one.reason
    assert "最近4季33件中败诉8件" in one.evidence
    assert some.left(one) == 5
    with pytest.raises(NotAllowed, match="已经处理过"):
        escalation.confirm(here, at(here), one.unit, one.rule, one.level, "", "王审核", NOW)


def test_a_dismissed_proposal_does_not_come_back_in_its_quarter_but_may_in_another(here: Workspace):
    one = board(here).proposals[0]
    escalation.dismiss(here, at(here), one.unit, one.rule.code, "系列案件已经另案处理", "王审核", NOW)
    assert (one.unit, one.rule.code) not in named(board(here))
    assert (one.unit, one.rule.code) in named(board(here, Q3.previous()))
    [kept] = board(here).finished
    assert (kept.state, kept.events[0].text) == (State.DISMISSED, "系列案件已经另案处理")


def test_a_dismissed_heavier_proposal_takes_the_lighter_one_on_the_matter_with_it(here: Workspace):
    one = board(here).proposals[0]
    assert [rule.code for rule in one.also] == ["loss_rate_up"]
    escalation.dismiss(here, at(here), one.unit, one.rule.code, "系列案件已经另案处理", "王审核", NOW)
    escalation.enable(here, ["loss_rate_above_average"], False, "暂停使用等修订", "王审核", NOW)
    assert (one.unit, "loss_rate_up") not in named(board(here))


@pytest.mark.parametrize("text", ["", "不必", "。。。。。。。。"])
def test_what_is_dismissed_needs_a_reason(here: Workspace, text: str):
    one = board(here).proposals[0]
    with pytest.raises(NotAllowed, match="不采纳的理由至少写 6 个字"):
        escalation.dismiss(here, at(here), one.unit, one.rule.code, text, "王审核", NOW)


def test_another_level_than_proposed_needs_a_reason(here: Workspace):
    one = board(here).proposals[0]
    with pytest.raises(NotAllowed, match="改变级别的理由"):
        escalation.confirm(here, at(here), one.unit, one.rule.code, Level.INTERVIEW, "重", "王审核", NOW)
    number = escalation.confirm(
        here, at(here), one.unit, one.rule.code, Level.INTERVIEW, "上年已经口头提醒过", "王审核", NOW
    )
    kept = follow_up(here, number)
    assert (kept.proposed, kept.level) == (Level.REMINDER, Level.INTERVIEW)


def test_nothing_is_decided_without_a_name(here: Workspace):
    one = board(here).proposals[0]
    with pytest.raises(NotAllowed, match="姓名"):
        escalation.confirm(here, at(here), one.unit, one.rule.code, one.level, "", " ", NOW)
    assert here.store.follow_ups(here.jurisdiction) == ()


def test_nothing_is_issued_before_the_unit_was_heard_or_had_its_time(here: Workspace):
    number = confirmed(here)
    one = follow_up(here, number)
    with pytest.raises(NotAllowed, match="说明期还没有结束"):
        escalation.issue(here, one, board(here), "", "王审核", NOW)
    last_day = datetime(2026, 12, 2, 2, tzinfo=UTC)
    assert not board(here, now=last_day).may_issue(one)
    day_after = last_day + timedelta(days=1)
    escalation.issue(here, one, board(here, now=day_after), "", "王审核", day_after)
    assert follow_up(here, number).due == date(2026, 12, 17)  # ten working days after Thursday the 3rd


def test_an_explanation_opens_the_way_and_an_answer_can_be_overdue(here: Workspace):
    one = issued(here, confirmed(here))
    assert (one.state, one.due) == (State.ISSUED, date(2026, 12, 9))
    assert not board(here).is_overdue(one)
    late = board(here, now=datetime(2026, 12, 11, 2, tzinfo=UTC))
    assert late.is_overdue(one)
    assert late.left(one) == -2
    assert late.open_ones[0] == one


def test_a_due_day_in_a_year_that_nobody_entered_is_said_to_be_a_guess(here: Workspace):
    december = datetime(2026, 12, 28, 2, tzinfo=UTC)
    issued(here, confirmed(here, now=december), december)
    assert board(here, now=december).guessed == (2027,)
    workdays.enter(here, date(2027, 1, 1), date(2027, 1, 3), False, "元旦放假", "李管理", december)
    assert board(here, now=december).guessed == ()


def test_from_answer_to_closing_every_step_has_its_words(here: Workspace):
    number = confirmed(here)
    one = issued(here, number)
    escalation.extend(here, one, board(here), 5, "材料须向上级调取", "王审核", NOW)
    assert follow_up(here, number).due == date(2026, 12, 16)
    with pytest.raises(NotAllowed, match="单位的答复至少写"):
        escalation.answer(here, number, "已改", "人社局张三", NOW)
    escalation.answer(here, number, "已对照裁判文书整改", "人社局张三", NOW)
    escalation.close(here, number, "已整改到位可以办结", "王审核", NOW)
    some = board(here)
    assert [one.state for one in some.finished] == [State.CLOSED]
    assert some.open_ones == ()


def test_what_was_issued_makes_the_next_time_a_second_time(here: Workspace):
    found = at(here, Q3.previous())
    first = next(p for p in board(here, Q3.previous()).proposals if p.rule.code == "loss_rate_above_average")
    number = escalation.confirm(here, found, first.unit, first.rule.code, first.level, "", "王审核", NOW)
    assert board(here).proposals[0].level is Level.REMINDER  # confirmed only: nothing was done yet
    issued(here, number)
    again = board(here).proposals[0]
    assert (again.unit, again.level) == (first.unit, Level.INTERVIEW)
    assert [action.period for action in again.earlier] == [Q3.previous()]
    escalation.withdraw(here, number, "数据更正后不再成立", "王审核", NOW)
    assert board(here).proposals[0].level is Level.REMINDER


def test_a_changed_level_needs_a_reason_and_stands(here: Workspace):
    number = confirmed(here)
    escalation.change_level(here, number, Level.CRITICISM, "多次口头提醒仍不改正", "王审核", NOW)
    assert follow_up(here, number).level is Level.CRITICISM
    with pytest.raises(NotAllowed, match="改变级别的理由"):
        escalation.change_level(here, number, Level.REMINDER, "轻", "王审核", NOW)


def test_the_list_of_measures_is_a_workbook_of_words(here: Workspace):
    issued(here, confirmed(here))
    confirmed(here)
    one = board(here).proposals[0]
    escalation.dismiss(here, at(here), one.unit, one.rule.code, "系列案件已经另案处理", "王审核", NOW)
    name, data = export_follow_ups(here, at(here), board(here), NOW)
    assert name == "汉台区法治政府建设督办台账_20261125.xlsx"
    assert export_follow_ups(here, at(here), board(here), NOW)[1] == data
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    rows = list(sheet.iter_rows(min_row=3, values_only=True))
    assert rows[0] == ("序号", "单位", "级别", "事由", "证据", "说明", "印发与期限", "答复", "状态")
    listed = [row for row in rows if row[0] in ("1", "2")]
    assert len(listed) == 2  # what was not taken up is no measure
    by_unit = {row[1]: row for row in listed}
    first = by_unit["区人社局"] if by_unit["区人社局"][2] == "发函提醒" else listed[0]
    assert "同一征收项目的系列案件（人社局张三）" in {row[5] for row in listed}
    assert "2026年11月25日印发，2026年12月9日前答复，1号函" in {row[6] for row in listed}
    assert {row[8] for row in listed} == {"待单位说明，还有5个工作日", "已印发，待答复，还有10个工作日"}
    assert first[3].startswith("区人社局")
    assert sheet.page_setup.orientation == "landscape"
