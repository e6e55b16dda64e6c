"""The sample workbooks against the truth beside them, cell by cell."""

import csv
import zipfile
from functools import cache
from pathlib import Path

import pytest

import sample_data
from metrics import catalogue, intake
from metrics.intake.units_file import read_units
from metrics.model import CellState, Context, Finding, Layout, Severity, Submission
from metrics.periods import Period
from metrics.store import Store
from metrics.tasks import sample
from sample_data import make

FOLDER = Path(sample_data.__file__).parent
WORKBOOKS = sorted((FOLDER / "workbooks").iterdir())
MESSY = sorted((FOLDER / "messy").glob("错误示例*"))  # the others are in test_messy.py
QUARTER = Period(2026, 3)

# file → (code, cells) of each error, when the person has chosen the third quarter of 2026
ERRORS = {
    "错误示例1_出庭大于开庭.xlsx": [("part_above_whole", "G6 F6"), ("part_above_whole", "H6 G6")],
    "错误示例2_约数和文字.xlsx": [("not_a_number", "C5"), ("not_a_number", "D5")],
    "错误示例3_未知单位.xlsx": [("unit_unknown", "B5")],
    "错误示例4_单位重复.xlsx": [("unit_twice", "C5")],
    "错误示例5_公式错误.xlsx": [("error_cell", "C6")],
    "错误示例6_上季度标题.xlsx": [("period_other", "")],
    "错误示例7_合计不符.xlsx": [("total_differs", "C7")],
    "错误示例8_累计数.xlsx": [("period_cumulative", "")],
}


@cache
def units():
    return read_units((FOLDER / "units.csv").read_bytes(), "units.csv", catalogue.load()).units


@cache
def reading(path: Path, expected: Period | None = None) -> Submission:
    return intake.read(path.read_bytes(), path.name, catalogue.load(), Context(units(), {}, expected))


@cache
def truth() -> dict[str, set[tuple[str, ...]]]:
    """Workbook → (unit, period, measure, value, state, sheet, cell) of every fact in it."""
    found: dict[str, set[tuple[str, ...]]] = {}
    with (FOLDER / "truth.csv").open(encoding="utf-8", newline="") as file:
        for unit, period, measure, value, state, workbook, sheet, cell in list(csv.reader(file))[1:]:
            found.setdefault(workbook, set()).add((unit, period, measure, value, state, sheet, cell))
    return found


def facts(submission: Submission) -> list[tuple[str, ...]]:
    return [
        (f.unit, f.period, f.measure, "" if f.value is None else str(f.value), f.state.value, f.sheet, f.cell)
        for f in submission.facts()
        if f.state is not CellState.MISSING
    ]


def errors(submission: Submission) -> list[Finding]:
    return [finding for finding in submission.findings if finding.severity is not Severity.HINT]


@pytest.mark.parametrize("path", WORKBOOKS, ids=lambda path: path.name)
def test_every_fact_of_a_workbook_is_read_from_its_cell(path):
    read = facts(reading(path))
    assert len(read) == len(set(read))
    assert set(read) == truth()[path.name]


@pytest.mark.parametrize("path", WORKBOOKS, ids=lambda path: path.name)
def test_a_sample_workbook_has_neither_error_nor_warning(path):
    assert {finding.severity for finding in reading(path).findings} <= {Severity.HINT}


def test_the_truth_speaks_of_every_workbook_and_no_other():
    assert set(truth()) == {path.name for path in WORKBOOKS}


def test_no_unit_is_told_twice_for_a_quarter():
    told = [fact[:3] for name, workbook in truth().items() if name != make.LEDGER for fact in workbook]
    assert len(told) == len(set(told))


def test_the_ledger_says_the_same_as_the_form_of_its_unit():
    told = {fact[:3]: fact[3] for name, book in truth().items() if name != make.LEDGER for fact in book}
    counted = {fact[:3]: fact[3] for fact in truth()[make.LEDGER]}
    assert len(counted.keys() & told.keys()) == 9
    assert {key: counted[key] for key in counted.keys() & told.keys()} == {
        key: told[key] for key in counted.keys() & told.keys()
    }


def test_three_units_send_forms_and_two_send_nothing_in_the_newest_quarter():
    told = {fact[0] for workbook in truth().values() for fact in workbook if fact[1] == QUARTER.key}
    assert {unit.short_name for unit in units() if unit.code not in told} == {"鑫源街道", "区扶贫办"}
    forms = {path.name for path in WORKBOOKS if reading(path).layout is Layout.UNIT_FORM}
    assert sum(name.endswith("_2026年第三季度报表.xlsx") for name in forms) == 3


def test_one_form_has_four_quarters_across():
    submission = reading(FOLDER / "workbooks" / "区卫生健康局_2025年各季度报表.xlsx")
    assert submission.layout is Layout.UNIT_FORM
    assert submission.units == ("ht_weijian",)
    assert submission.periods == ("2025Q1", "2025Q2", "2025Q3", "2025Q4")


def test_importing_every_workbook_gives_the_truth(tmp_path):
    """Through keep, confirm and panel: what analysis reads is what make.py drew."""
    store = Store.open(f"sqlite:///{tmp_path / 'sample.db'}")
    sample.fill(store)
    forms = catalogue.load().forms
    measures = [m for code in ("quarterly", "tasks", "district_work") for m in forms[code].measures]
    panel = store.panel("610702", make.FIRST, make.LAST, measures)
    store.close()
    told = {fact[:3]: fact[3] for workbook in truth().values() for fact in workbook}
    values = panel.values.stack().dropna()
    assert dict(values.items()) == {key: float(value) for key, value in told.items() if value}
    dashes = panel.not_applicable.stack()
    assert set(dashes[dashes].index) == {key for key, value in told.items() if not value}
    assert set(panel.reported[panel.reported].index) == {key[:2] for key in told}


@pytest.mark.parametrize("path", MESSY, ids=lambda path: path.name)
def test_a_faulty_workbook_has_just_its_own_errors_and_its_twin_none(path):
    found = [(f.code, " ".join(filter(None, (f.cell, *f.cells)))) for f in errors(reading(path, QUARTER))]
    assert found == ([] if path.name.endswith("_改正后.xlsx") else ERRORS[path.name])


def test_each_faulty_workbook_has_its_mended_twin():
    twins = {f"{name.partition('_')[0]}_改正后.xlsx" for name in ERRORS}
    assert {path.name for path in MESSY} == set(ERRORS) | twins


def test_no_two_of_the_workbooks_are_the_same():
    contents = [path.read_bytes() for path in (*WORKBOOKS, *(FOLDER / "messy").iterdir())]
    assert len(set(contents)) == len(contents)


def test_a_mended_workbook_may_be_counted():
    for path in MESSY:
        if path.name.endswith("_改正后.xlsx"):
            assert reading(path, QUARTER).can_count


def test_making_the_sample_again_changes_nothing(tmp_path):
    make.main(tmp_path)
    for name in ("workbooks", "messy"):
        assert contents(tmp_path / name) == contents(FOLDER / name)
    assert (tmp_path / "truth.csv").read_bytes() == (FOLDER / "truth.csv").read_bytes()


def contents(folder: Path) -> dict[str, object]:
    """File → its bytes; of a zip its parts, since compression differs between machines."""
    found: dict[str, object] = {}
    for path in folder.iterdir():
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                found[path.name] = {name: archive.read(name) for name in archive.namelist()}
        else:
            found[path.name] = path.read_bytes()
    return found


def test_the_sample_is_small():
    assert sum(path.stat().st_size for path in FOLDER.rglob("*") if path.suffix != ".py") < 4_000_000
