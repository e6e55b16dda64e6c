"""督办 through the real shell: empty states, deciding, following up, rules and holidays."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from metrics.decided import Level
from metrics.store.escalation import State
from metrics.tasks import escalation, load_units, workdays, workspace
from tests.conftest import ROOT

SHELL = str(ROOT / "pages" / "shell.py")
UNIT, RULE = "ht_renshe", "loss_rate_above_average"
KEY = f"{UNIT}-{RULE}-2025Q3"


def opened(name: str = "王审核") -> AppTest:
    app = AppTest.from_file(SHELL, default_timeout=60)
    app.run()
    app.query_params["period"] = "2025Q3"
    app.switch_page("follow_up.py").run()
    assert not app.exception, app.exception[0].message
    if name:
        app.text_input(key="follow-up-reviewer").set_value(name).run()
    return app


def said(app: AppTest) -> str:
    elements = (*app.title, *app.markdown, *app.caption, *app.info, *app.error, *app.warning, *app.subheader)
    return "\n".join(str(element.value) for element in elements).replace("\\", "")


def clicked(app: AppTest, key: str) -> AppTest:
    app.button(key=key).click().run()
    assert not app.exception, app.exception[0].message
    return app


def follow_ups():
    here = workspace.current()
    return here.store.follow_ups(here.jurisdiction)


def test_without_units_or_reports_it_says_what_to_do_first(sample_data: Path) -> None:
    started = workspace.start_empty()
    load_units.load(started, load_units.initial(started))
    app = AppTest.from_file(SHELL, default_timeout=60)
    app.run()
    app.switch_page("follow_up.py").run()
    assert "还没有确认过的报表" in said(app)


def test_first_comes_what_is_to_be_done_then_each_proposal_with_figures_and_evidence(
    sample_data: Path,
) -> None:
    app = opened()
    text = said(app)
    count = len(app.get("popover"))
    assert count
    assert "今天要办：" in text and "条建议待处理。" in text
    assert "败诉率24.24%（8/33），高于全区的13.67%（41/300）" in text
    assert "最近4季33件中败诉8件" in text
    assert "规则为约谈警示，同一事项首次，从轻建议发函提醒。" in text
    assert "证据不足，不建议" in "".join(one.label for one in app.expander)


def test_a_proposal_is_confirmed_by_name_and_can_be_issued_after_the_unit_spoke(sample_data: Path) -> None:
    app = clicked(opened(), f"confirm-{KEY}")
    assert (follow_ups()[0].unit, follow_ups()[0].state) == (UNIT, State.EXPLAINING)
    assert f"confirm-{KEY}" not in {button.key for button in app.button}
    assert "待单位说明" in said(app)
    app.text_input(key="explained-by-1").set_value("人社局张三")
    app.text_area(key="explain-1").set_value("同一征收项目的系列案件")
    clicked(app, "do-explain-1")
    assert "同一征收项目的系列案件" in said(app)
    clicked(app, "do-issue-1")
    assert "已印发，待答复" in said(app)
    assert follow_ups()[0].state is State.ISSUED
    app.text_area(key="close-1").set_value("已整改到位可以办结")
    clicked(app, "do-close-1")
    assert "已办结" in said(app)
    assert follow_ups()[0].state is State.CLOSED


def test_without_a_name_nothing_is_decided_and_it_says_so(sample_data: Path) -> None:
    app = clicked(opened(name=""), f"confirm-{KEY}")
    assert "请先填写姓名" in said(app)
    assert follow_ups() == ()


def test_another_level_asks_for_the_reason(sample_data: Path) -> None:
    app = opened()
    app.button_group(key=f"level-{KEY}").set_value("约谈警示").run()
    clicked(app, f"confirm-{KEY}")
    assert "改变级别的理由至少写 6 个字" in said(app)
    app.text_area(key=f"note-{KEY}").set_value("上年已经口头提醒过")
    clicked(app, f"confirm-{KEY}")
    assert follow_ups()[0].level is Level.INTERVIEW


def test_a_proposal_is_dismissed_with_a_reason_only(sample_data: Path) -> None:
    app = clicked(opened(), f"dismiss-{KEY}")
    assert "不采纳的理由至少写 6 个字" in said(app)
    app.text_area(key=f"why-{KEY}").set_value("系列案件已经另案处理")
    clicked(app, f"dismiss-{KEY}")
    assert follow_ups()[0].state is State.DISMISSED
    assert f"dismiss-{KEY}" not in {button.key for button in app.button}


def test_all_reminders_can_be_confirmed_at_once(sample_data: Path) -> None:
    before = escalation_board().proposals
    reminders = [one for one in before if one.level is Level.REMINDER]
    clicked(opened(), "confirm-all")
    assert len(follow_ups()) == len(reminders) > 1


def escalation_board():
    from datetime import UTC, datetime

    from metrics.periods import Period
    from metrics.tasks import figures

    here = workspace.current()
    return escalation.board(here, figures.figures(here, Period(2025, 3)), datetime.now(UTC))


def test_rules_that_nobody_put_into_use_propose_nothing_and_the_page_says_that_they_are_assumed(
    sample_data: Path,
) -> None:
    app = opened()
    app.multiselect(key="rules-False").set_value(list(workspace.current().catalogue.escalation.rules))
    app.text_area(key="ground-False").set_value("换空规则重新签认")
    clicked(app, "put-False")
    text = said(app)
    assert "均为推定，尚无一条启用：须区司法局签认后才提出建议。若都启用，本期还会建议" in text
    assert "今天没有要办的督办事项。" in text
    assert not [button for button in app.button if button.key and button.key.startswith("confirm-")]
    app.text_area(key="ground-True").set_value("局务会议第9次通过")
    clicked(app, "put-True")
    assert f"confirm-{KEY}" in {button.key for button in app.button}
    rules = next(one.value for one in app.dataframe if "由谁签认" in one.value.columns)
    assert rules["由谁签认"].str.startswith("王审核（局务会议第9次通过）").all()
    assert rules["依据"].str.contains("推定").all()


def test_a_holiday_is_entered_and_taken_back(sample_data: Path) -> None:
    app = opened()
    app.text_input(key="day-name").set_value("临时放假")
    clicked(app, "enter-days")
    [entered] = workdays.entered(workspace.current())
    assert (entered.name, entered.working, entered.by) == ("临时放假", False, "王审核")
    app.multiselect(key="days-back").set_value([entered.day])
    clicked(app, "take-days-back")
    assert workdays.entered(workspace.current()) == ()


@pytest.mark.parametrize("name", ["<b>王</b> **审核** :red[x]"])
def test_what_people_type_stays_text(sample_data: Path, name: str) -> None:
    app = clicked(opened(name), f"confirm-{KEY}")
    [line] = [one.value for one in app.markdown if str(one.value).startswith("- 采纳")]
    assert "<b>" not in line and "**审核**" not in line
