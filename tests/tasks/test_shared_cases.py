"""From ledgers in the store to the figures on the page: a case of two defendants is one case of the district."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from pathlib import Path

import openpyxl
import pytest

from metrics import catalogue
from metrics.model import Basis, Block, Layout, Submission, Tally
from metrics.periods import Period
from metrics.store import Store
from metrics.tasks import rank
from metrics.tasks.export_ranking import export_ranking
from metrics.tasks.figures import Figures, figures
from metrics.tasks.reading import Contexts
from metrics.tasks.workspace import Workspace
from tests.factories import AREA, NOW, block, submission, unit

NEW = "litigation_new_cases"
VOLUME = "admin_litigation_cases"


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Workspace]:
    store = Store.open(f"sqlite:///{tmp_path / 'metrics.db'}")
    with store.writing(AREA) as writing:
        writing.load_units("汉台区", [unit("东关", 1), unit("汉中路", 2)])
    yield Workspace(store, AREA, "汉台区", catalogue.load(), False)
    store.close()


def count(here: Workspace, read: Submission, data: bytes) -> None:
    with here.store.writing(AREA) as writing:
        writing.confirm(writing.keep(read, data, "张三", NOW).id, "李四", NOW, {})


def summary(here: Workspace, period: str, *cases: int) -> None:
    rows = [(who, period, (n,)) for who, n in zip(("东关", "汉中路"), cases, strict=True)]
    data = f"summary {period}".encode()
    count(here, submission(data, block(rows, [NEW])), data)


def ledger(here: Workspace, period: str, *cases: Sequence[str]) -> None:
    """The new cases of 东关 and of 汉中路."""
    records = [i for i, some in enumerate(cases) for _ in some]
    flat = [case for some in cases for case in some]
    table = Block(
        "台账",
        "litigation_ledger",
        True,
        {NEW: 4},
        ["东关", "汉中路"],
        [period] * 2,
        [2, 2],
        {NEW: [len(some) for some in cases]},
        frozenset(),
        {NEW: Tally(records, list(range(3, 3 + len(flat))), flat)},
    )
    data = f"ledger {period}".encode()
    count(here, Submission(f"{period:x>64}", "台账.xlsx", "litigation_ledger", Layout.LEDGER, (table,)), data)


def at(here: Workspace, period: str = "2025Q2") -> Figures:
    return figures(here, Period.from_key(period))


def test_each_unit_keeps_its_count_and_the_district_counts_the_case_once(here):
    ledger(here, "2025Q1", ["1号"], ["1号", "2号"])
    ledger(here, "2025Q2", ["3号", "4号"], ["3号", "4号", "5号"])
    found = at(here)
    units = [found.quarter.cell(who, "2025Q2", VOLUME).value for who in ("东关", "汉中路")]
    assert units == [2, 3]
    assert found.total(Basis.PERIOD).cell("@all", "2025Q2", VOLUME).value == 3
    assert found.total(Basis.YEAR_TO_DATE).cell("@all", "2025Q2", VOLUME).value == 5
    assert found.deducted(Basis.YEAR_TO_DATE).numerator.loc[("@all", "2025Q2"), VOLUME] == 3


def test_a_case_that_the_units_date_into_two_quarters_is_one_case_of_the_year(here):
    ledger(here, "2024Q4", ["9号"], [])
    ledger(here, "2025Q1", ["1号"], ["2号"])
    ledger(here, "2025Q2", ["3号"], ["1号", "9号"])
    found = at(here)
    assert found.total(Basis.PERIOD).cell("@all", "2025Q2", VOLUME).value == 3
    assert found.total(Basis.YEAR_TO_DATE).cell("@all", "2025Q1", VOLUME).value == 2
    assert found.total(Basis.YEAR_TO_DATE).cell("@all", "2025Q2", VOLUME).value == 4


def test_what_was_taken_off_is_said_below_the_list_and_on_paper(here):
    ledger(here, "2025Q2", ["3号"], ["3号", "5号"])
    found = at(here)
    indicator = found.catalogue.indicators[VOLUME]
    district = rank.rank(found, indicator, Basis.PERIOD, rank.ALL).totals[-1]
    assert (district.name, district.value, district.numerator_off) == ("全区合计", 2, 1)
    _, data = export_ranking(found, [indicator], Basis.PERIOD, rank.ALL, NOW)
    book = openpyxl.load_workbook(io.BytesIO(data))
    said = " ".join(str(cell.value) for sheet in book for row in sheet for cell in row if cell.value)
    assert "全区合计中，共同被告案件按1件计：已减去1件次。" in said


def test_a_year_of_summaries_is_compared_with_the_same_way_of_counting(here):
    """Last year nobody knew which cases were shared: counted once only this year, it would look like a fall."""
    summary(here, "2024Q2", 2, 3)
    ledger(here, "2025Q2", ["1号", "2号"], ["1号", "2号", "3号"])
    found = at(here)
    row = found.verdicts(Basis.PERIOD, of_totals=True).loc["@all"]
    assert (row["volume_before"], row["volume"], row["volume_move"]) == (5, 5, "level")
    assert found.total(Basis.PERIOD).cell("@all", "2025Q2", VOLUME).value == 3


def test_two_years_of_ledgers_are_compared_case_by_case(here):
    ledger(here, "2024Q2", ["1号", "2号"], ["3号", "4号"])
    ledger(here, "2025Q2", ["5号", "6号"], ["5号", "6号"])
    row = at(here).verdicts(Basis.PERIOD, of_totals=True).loc["@all"]
    assert (row["volume_before"], row["volume"], row["volume_move"]) == (4, 2, "down")


def test_the_cases_of_a_ledger_in_force_are_known_when_a_summary_comes(here: Workspace) -> None:
    ledger(here, "2025Q3", ["（2025）陕07行初1号", "（2025）陕07行初2号"], [])
    context = Contexts(here).of("汇总.xlsx", Period(2025, 3))
    assert context.cases == {("东关", "2025Q3", NEW): ("（2025）陕07行初1号", "（2025）陕07行初2号")}
    assert context.in_force["litigation_ledger", "东关", "2025Q3", NEW] == 2
