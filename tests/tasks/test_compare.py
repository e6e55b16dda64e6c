"""What the comparison pages ask for: order, stretches, definitions, and where a merged unit's figure comes from."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from metrics.analysis.control import Chart, NotDrawn
from metrics.analysis.funnel import Funnel, NoFunnel
from metrics.decided import UnitChangeKind
from metrics.model import Basis
from metrics.periods import Period, between
from metrics.tasks import compare, figures, rank, reform, trace
from metrics.tasks.workspace import Workspace
from tests.tasks.test_figures import here_with_units, report

VOLUME, RATE = "admin_litigation_cases", "admin_litigation_loss_rate"
QUARTERS = between(Period(2022, 1), Period(2025, 3))


@pytest.fixture
def here(tmp_path: Path) -> Workspace:
    here = here_with_units(tmp_path)
    for i, quarter in enumerate(QUARTERS):
        cases = 30 if quarter == Period(2025, 3) else (10, 12, 8, 11)[i % 4]
        report(here, quarter.key, {"甲": (cases, 1, 6 + i % 3), "乙": (i % 2, 0, i % 2)})
    return here


def test_the_best_change_stands_first_and_who_cannot_be_compared_last(here: Workspace) -> None:
    now, before = figures.figures(here, Period(2025, 3)), figures.figures(here, Period(2025, 1))
    found = compare.paired(now, before, here.catalogue.indicators[VOLUME], Basis.PERIOD, ("丙", "甲", "乙"))
    assert found.table.index.tolist() == ["乙", "甲", "丙"]  # fewer cases are better; 丙 never reported
    assert found.table.loc["甲", "chance"] == "clear"
    assert found.whole["units"].tolist() == [2]


def test_two_periods_further_apart_than_the_window_are_compared_all_the_same(here: Workspace) -> None:
    report(here, "2019Q1", {"甲": (20, 1, 6)})
    now, before = figures.figures(here, Period(2025, 3)), figures.figures(here, Period(2019, 1))
    found = compare.paired(now, before, here.catalogue.indicators[VOLUME], Basis.PERIOD, ("甲",))
    assert (found.table.loc["甲", "value"], found.table.loc["甲", "value_before"]) == (30, 20)


def test_quarters_begin_with_the_first_report_and_units_follow_their_rank(here: Workspace) -> None:
    found = figures.figures(here, Period(2025, 3))
    volume = here.catalogue.indicators[VOLUME]
    cells = compare.cells(found, volume, Basis.PERIOD, ("甲", "乙"), 40)
    keys = list(dict.fromkeys(cells.index.get_level_values("period")))
    assert keys == [quarter.key for quarter in QUARTERS]
    assert len(compare.cells(found, volume, Basis.PERIOD, ("甲",), 4)) == 4
    assert compare.rows(found, volume, Basis.PERIOD, rank.ALL) == [("", ("乙", "甲", "丙"))]


def test_a_unit_s_quarters_are_judged_and_kept(here: Workspace) -> None:
    found = figures.figures(here, Period(2025, 3))
    one = compare.controlled(found, "甲", here.catalogue.indicators[VOLUME])
    assert isinstance(one.outcome, Chart)
    assert one.outcome.signals(len(one.frame) - 1) == ("beyond_limit",)
    assert compare.controlled(found, "甲", here.catalogue.indicators[VOLUME]) is one
    few = compare.controlled(found, "乙", here.catalogue.indicators[RATE])
    assert few.outcome == NotDrawn("too_few", 7)  # quarters with a closed case
    absent = compare.controlled(found, "甲", here.catalogue.indicators["chief_zero_attendance"])
    assert absent.outcome == NotDrawn("not_cases", 0)


def test_the_funnel_holds_the_units_with_cases_only(here: Workspace) -> None:
    found = figures.figures(here, Period(2025, 3))
    rate = here.catalogue.indicators[RATE]
    assert compare.funnel_of(found, rate, Basis.YEAR_TO_DATE, rank.ALL) == NoFunnel("too_few", 2)
    report(here, "2025Q4", {"甲": (9, 1, 6), "乙": (3, 0, 4), "丙": (6, 5, 9)})
    later = compare.funnel_of(figures.figures(here, Period(2025, 4)), rate, Basis.PERIOD, rank.ALL)
    assert isinstance(later, Funnel) and later.units.index.tolist() == ["甲", "乙", "丙"]


def test_the_past_of_a_merged_unit_is_traced_to_those_who_reported_it(here: Workspace) -> None:
    reform.record(
        here,
        kind=UnitChangeKind.MERGED,
        before=["甲", "乙"],
        after=["丙"],
        first=Period(2025, 4),
        source="汉台编发〔2025〕1号",
        by="张三",
        now=datetime(2026, 1, 5, tzinfo=UTC),
    )
    report(here, "2025Q4", {"丙": (6, 1, 9)})
    found = figures.figures(here, Period(2025, 4), comparable=True)
    volume = here.catalogue.indicators[VOLUME]
    origins = trace.trace(here, "丙", volume, Period(2025, 4), Basis.YEAR_TO_DATE, found.parts)
    behind = [(one.unit, one.period.key) for one in origins]
    assert behind[-3:] == [
        ("甲", "2025Q3"),
        ("乙", "2025Q3"),
        ("丙", "2025Q4"),
    ]
    total = sum(one.source.value or 0 for one in origins if one.source)
    assert total == found.values(Basis.YEAR_TO_DATE).cell("丙", "2025Q4", VOLUME).value
