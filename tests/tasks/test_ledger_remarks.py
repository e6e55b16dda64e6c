"""From an uploaded ledger to the figures: an explanation stands beside the figures that it is about."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from metrics import catalogue, intake
from metrics.model import Context
from metrics.store import Store
from metrics.tasks import settle
from metrics.tasks.workspace import Workspace
from tests.factories import AREA, NOW
from tests.intake.ledgers import row, sheet
from tests.intake.workbooks import UNITS, xlsx

MEASURES = (
    "litigation_new_cases",
    "litigation_closed",
    "litigation_judged",
    "litigation_lost",
    "hearings_held",
    "leader_attended",
    "chief_attended",
)
LOST = (
    "案号",
    "被告单位",
    "审级",
    "立案日期",
    "开庭日期",
    "负责人是否出庭",
    "是否主要负责人",
    "裁判结果",
    "裁判日期",
    "是否败诉",
)


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Workspace]:
    store = Store.open(f"sqlite:///{tmp_path / 'metrics.db'}")
    with store.writing(AREA) as writing:
        writing.load_units("汉台区", UNITS)
    yield Workspace(store, AREA, "汉台区", catalogue.load(), False)
    store.close()


def explained(here: Workspace, rows: object, unit: str = "money") -> dict[str, list[str]]:
    """Upload, explain everything, confirm; measure → codes of the findings whose explanation stands beside it."""
    data = xlsx(rows)  # type: ignore[arg-type]
    read = intake.read(data, "台账.xlsx", here.catalogue, Context(UNITS))
    with here.store.writing(AREA) as writing:
        number = writing.keep(read, data, "张三", NOW).id
    settle.explain(here, number, list(settle.open_numbers(here, number)), "情况属实已经核对", "张三", NOW)
    with here.store.writing(AREA) as writing:
        writing.confirm(number, "李四", NOW, {})
    sources = here.store.sources(AREA, unit, "2025Q3", list(MEASURES))
    return {measure: [r.finding.code for r in sources[measure].remarks] for measure in MEASURES}


def only(code: str, *measures: str) -> dict[str, list[str]]:
    return {measure: [code] if measure in measures else [] for measure in MEASURES}


def test_a_contradiction_about_losing_is_explained_beside_the_lost_cases_only(here):
    rows = sheet((*row(), "否"), (*row(case="（2025）陕07行初2号", result="驳回诉讼请求"), "否"), header=LOST)
    assert explained(here, rows) == only("ledger_contradicts", "litigation_lost")


def test_a_row_without_its_date_of_filing_is_explained_beside_the_new_cases_only(here):
    rows = sheet(row(), row(case="（2025）陕07行初2号", filed=""))
    assert explained(here, rows) == only("ledger_date_absent", "litigation_new_cases")


def test_a_row_that_counts_nowhere_is_explained_beside_the_figures_that_it_is_missing_in(here):
    late = row(
        case="（2025）陕07行初2号", filed="2024-08-05", heard="", closed="", result="", attended="", chief=""
    )
    assert explained(here, sheet(row(), late)) == only("ledger_year_slip", "litigation_new_cases")


def test_what_another_unit_explains_of_its_rows_is_not_shown(here):
    rows = sheet((*row(), "是"), (*row(case="（2025）陕07行初2号", unit="区司法局"), "否"), header=LOST)
    assert explained(here, rows) == only("")


def test_a_case_twice_with_different_results_concerns_the_whole_row(here):
    found = explained(here, sheet(row(), row(result="驳回诉讼请求")))
    assert all("ledger_case_differs" in codes for codes in found.values())
