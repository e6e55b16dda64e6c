"""A definition changes from a quarter on, after a look at what changes with it, and never in silence."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from metrics.model import NotAllowed
from metrics.periods import Period
from metrics.tasks import definitions, figures, workspace
from metrics.tasks.workspace import Workspace

NOW = datetime(2026, 11, 2, tzinfo=UTC)
CODE = "leader_attendance_rate"
REASON = "按区司法局通知调整口径"


@pytest.fixture
def here(sample_data: Path) -> Workspace:
    return workspace.current()


def change(here: Workspace, first: Period, **other: object) -> None:
    said = {"variant": "due", "target": 0.95, "reason": REASON, "by": "张三", "past_seen": True} | other
    definitions.change(here, here.catalogue.indicators[CODE], first, now=NOW, **said)


def test_past_quarters_keep_the_definition_of_their_time(here: Workspace) -> None:
    last = figures.periods(here)[-1]
    before = figures.figures(here, last).quarter.value[CODE]
    change(here, last)
    after = figures.figures(workspace.current(), last).quarter
    earlier = before.index.get_level_values("period") < last.key
    assert before[earlier].equals(after.value[CODE][earlier])
    assert (after.variant.at[last.key, CODE], after.target.at[last.key, CODE]) == ("due", 0.95)
    assert after.variant.at[last.previous().key, CODE] == "hearings"


def test_the_preview_is_what_then_happens(here: Workspace) -> None:
    last = figures.periods(here)[-1]
    indicator = here.catalogue.indicators[CODE]
    seen = definitions.preview(here, indicator, last.shift(-3), "due", 1.0)
    assert len(seen.rows)
    assert seen.already_reported == tuple(last.shift(n) for n in (-3, -2, -1, 0))
    change(here, last.shift(-3), target=1.0)
    now = figures.figures(workspace.current(), last)
    for row in seen.rows.to_dict("records"):
        cell = now.quarter.cell(row["unit"], row["period"], CODE)
        assert (cell.status, cell.numerator, cell.denominator) == (
            row["status_after"],
            row["numerator_after"],
            row["denominator_after"],
        )


def test_quarters_with_reports_never_change_without_being_seen(here: Workspace) -> None:
    with pytest.raises(NotAllowed, match="看过预览"):
        change(here, figures.periods(here)[-1], past_seen=False)
    change(here, figures.periods(here)[-1].next(), past_seen=False)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"reason": "改"}, "理由"),
        ({"by": " "}, "姓名"),
        ({"variant": "nothing"}, "没有这个口径"),
        ({"variant": "hearings", "target": 1.0}, "本来就是"),
        ({"target": -0.1}, "负数"),
    ],
)
def test_what_is_not_to_be_kept_is_refused(here: Workspace, wrong: dict[str, object], told: str) -> None:
    with pytest.raises(NotAllowed, match=told):
        change(here, figures.periods(here)[-1], **wrong)
    assert definitions.history(here) == ()


def test_a_withdrawn_change_leaves_its_history_and_the_old_figures(here: Workspace) -> None:
    last = figures.periods(here)[-1]
    before, version = figures.figures(here, last).quarter.value, here.catalogue.version
    change(here, last)
    assert workspace.current().catalogue.version != version
    definitions.withdraw(workspace.current(), 1, "李四", NOW)
    again = workspace.current()
    assert again.catalogue.version == version
    assert figures.figures(again, last).quarter.value.equals(before)
    (made,) = definitions.history(again, CODE)
    assert (made.reason, made.withdrawn_by, made.withdrawn_at) == (REASON, "李四", NOW)
    with pytest.raises(NotAllowed, match="已撤回"):
        definitions.withdraw(again, 1, "李四", NOW)


def test_the_source_of_the_new_segment_says_who_and_why(here: Workspace) -> None:
    last = figures.periods(here)[-1]
    change(here, last)
    source = workspace.current().catalogue.indicators[CODE].at(last).source
    assert REASON in source and "张三" in source
