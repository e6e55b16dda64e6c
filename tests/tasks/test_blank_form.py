"""Blank forms as they are handed out: for whom, under which name, and what is refused."""

import io
import zipfile

import openpyxl
import pytest

from metrics import catalogue, intake
from metrics.model import Context, NotAllowed
from metrics.periods import Period
from metrics.tasks import blank_form
from metrics.tasks.workspace import Workspace, current

QUARTER = Period(2026, 3)


@pytest.fixture
def here(sample_data) -> Workspace:
    return current()


def test_the_forms_of_figures_are_offered_before_the_ledgers(here):
    codes = [offer.code for offer in blank_form.offers(here, QUARTER)]
    assert codes[:4] == ["quarterly", "tasks", "district_work", "litigation_ledger"]
    assert [o.is_ledger for o in blank_form.offers(here, QUARTER)] == [False] * 3 + [True] * (len(codes) - 3)


def test_the_form_of_a_unit_shows_what_it_reported_before(here):
    name, data = blank_form.blank_form(here, "ht_renshe", QUARTER)
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    record = here.store.records("610702", "quarterly", [("ht_renshe", "2026Q2")])["ht_renshe", "2026Q2"]
    assert name == "区人社局_2026年第三季度报表.xlsx"
    assert sheet["D6"].value == record.values["litigation_new_cases"] > 0


def test_a_ledger_is_named_after_what_it_lists(here):
    name, _ = blank_form.blank_form(here, "ht_renshe", QUARTER, "litigation_ledger")
    assert name == "区人社局_2026年第三季度行政诉讼案件台账.xlsx"


def test_every_unit_gets_a_form_that_is_its_own(here):
    name, data = blank_form.all_blank_forms(here, QUARTER)
    assert name == "汉台区2026年第三季度空白表_法治政府建设指标季度报表.zip"
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()
        told = {
            one: openpyxl.load_workbook(io.BytesIO(archive.read(one)), read_only=True)
            .worksheets[0]["A2"]
            .value
            for one in names[:5]
        }
    units = here.units()
    assert names == [f"{unit.short_name}_2026年第三季度报表.xlsx" for unit in units.values()]
    assert list(told.values()) == [f"填报单位：{unit.name}" for unit in list(units.values())[:5]]


def test_the_summary_of_a_group_lists_its_units_and_no_other(here):
    name, data = blank_form.blank_summary(here, QUARTER, "towns")
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    towns = [unit for unit in here.units().values() if here.catalogue.group_of(unit).code == "towns"]
    assert name == "汉台区2026年第三季度镇街汇总空白表.xlsx"
    assert [sheet.cell(row, 2).value for row in range(6, sheet.max_row)] == [u.short_name for u in towns]
    context = Context(tuple(here.units().values()), {}, QUARTER)
    codes = {finding.code for finding in intake.read(data, name, catalogue.load(), context).findings}
    assert codes <= {"no_rows", "row_empty"}  # nothing has been filled in


def test_what_is_not_collected_is_refused(here):
    for wrong in (
        lambda: blank_form.blank_form(here, "nobody", QUARTER),
        lambda: blank_form.blank_form(here, "ht_renshe", QUARTER, "annual_review"),
        lambda: blank_form.blank_summary(here, QUARTER, form_code="litigation_ledger"),
        lambda: blank_form.blank_summary(here, QUARTER, "nobody"),
    ):
        with pytest.raises(NotAllowed):
            wrong()
