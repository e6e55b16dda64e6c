"""A reform of agencies is recorded with its dates, and undone with them; reports of the past stay as they are."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from metrics.decided import UnitChangeKind
from metrics.model import NotAllowed
from metrics.periods import Period
from metrics.report import words_units
from metrics.tasks import figures, reform
from metrics.tasks.workspace import Workspace
from tests.tasks.test_figures import here_with_units, report

NOW = datetime(2026, 1, 5, tzinfo=UTC)
FIRST = Period(2025, 1)
VOLUME = "admin_litigation_cases"


@pytest.fixture
def here(tmp_path: Path) -> Workspace:
    here = here_with_units(tmp_path)
    report(here, "2024Q4", {"甲": (3, 1, 2), "乙": (5, 0, 4)})
    report(here, "2025Q1", {"丙": (6, 1, 5)})
    return here


def merge(here: Workspace, **other: object) -> None:
    said = {"kind": UnitChangeKind.MERGED, "before": ["甲", "乙"], "after": ["丙"], "first": FIRST} | other
    reform.record(here, source="汉台编发〔2025〕1号", by="张三", now=NOW, **said)


def test_a_merger_dates_the_units_and_offers_two_bases(here: Workspace) -> None:
    merge(here)
    units = here.units()
    assert (units["甲"].valid_to, units["丙"].valid_from) == (date(2024, 12, 31), FIRST.start)
    reported, joined = figures.figures(here, FIRST), figures.figures(here, FIRST, comparable=True)
    assert list(reported.units) == ["甲", "乙", "丙"]
    assert list(joined.units) == ["丙"]
    assert joined.quarter.value.loc[("丙", "2024Q4"), VOLUME] == 8
    assert reported.quarter.status.loc[("丙", "2024Q4"), VOLUME] != "ok"
    assert joined.parts[("丙", "2024Q4")] == ("甲", "乙")


def test_what_is_recorded_is_told_with_its_document(here: Workspace) -> None:
    merge(here)
    (change,) = reform.changes(here)
    told = words_units.change(change, here.units())
    assert told == "自2025年第一季度起，甲局、乙局合并为丙局（汉台编发〔2025〕1号）"
    assert (change.by, change.at) == ("张三", NOW)


def test_a_withdrawn_change_takes_its_dates_with_it(here: Workspace) -> None:
    merge(here)
    reform.withdraw(here, 1, "李四", NOW)
    assert reform.changes(here) == ()
    assert here.units()["甲"].valid_to is None
    assert here.units()["丙"].valid_from is None
    with pytest.raises(NotAllowed, match="已撤回"):
        reform.withdraw(here, 1, "李四", NOW)


def test_a_figure_is_never_older_than_the_change(here: Workspace) -> None:
    before = figures.figures(here, FIRST)
    merge(here)
    assert figures.figures(here, FIRST).changes != before.changes


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"before": ["甲"]}, "至少两个"),
        ({"after": ["丁"]}, "名录里没有 丁"),
        ({"kind": UnitChangeKind.RENAMED, "before": ["甲"], "after": ["甲"]}, "同一个"),
        ({"kind": UnitChangeKind.SPLIT, "before": ["甲"], "after": ["乙"]}, "拆分"),
        ({"kind": UnitChangeKind.ABOLISHED, "before": ["甲"], "after": ["乙"]}, "不填现单位"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_changes(
    here: Workspace, wrong: dict[str, object], told: str
) -> None:
    before = here.units()
    with pytest.raises(NotAllowed, match=told):
        merge(here, **wrong)
    assert (here.units(), reform.changes(here)) == (before, ())


def test_a_unit_ends_only_once(here: Workspace) -> None:
    merge(here)
    with pytest.raises(NotAllowed, match="已不再存在"):
        merge(here, kind=UnitChangeKind.ABOLISHED, before=["甲"], after=[])


def test_without_document_or_name_nothing_is_recorded(here: Workspace) -> None:
    for missing in ("source", "by"):
        said = {"source": "文", "by": "张三", missing: " "}
        with pytest.raises(NotAllowed, match="请"):
            reform.record(here, UnitChangeKind.ABOLISHED, ["甲"], [], FIRST, now=NOW, **said)
