"""Blank forms: what stands in them, what may be typed, and that they come back without a word."""

import io
from collections.abc import Mapping
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from metrics import catalogue
from metrics.catalogue import Form
from metrics.intake.blank.count_words import counted, repeated
from metrics.intake.blank.form_writer import blank_form, summary_form
from metrics.model import Submission
from metrics.periods import Period
from tests.intake.workbooks import EAST, UNITS, read, said

CATALOGUE = catalogue.load()
FORM = CATALOGUE.forms["quarterly"]
FIGURES = [form for form in CATALOGUE.forms.values() if not form.is_ledger]
LEDGERS = [form for form in CATALOGUE.forms.values() if form.is_ledger]
Q3 = Period(2025, 3)


def blank(previous: Mapping[str, int | None] | None = None) -> openpyxl.Workbook:
    data = blank_form(FORM, EAST, Q3, catalogue.load(), previous or {})
    return openpyxl.load_workbook(io.BytesIO(data))


def sheet_of(book: openpyxl.Workbook) -> Worksheet:
    assert isinstance(book.active, Worksheet)
    return book.active


def read_back(book: openpyxl.Workbook) -> Submission:
    buffer = io.BytesIO()
    book.save(buffer)
    return read(buffer.getvalue(), "东关街道_2025年第三季度报表.xlsx", expected=Q3)


def inputs(sheet: Worksheet) -> list[str]:
    return [f"C{row}" for row in range(6, sheet.max_row) if not sheet.cell(row, 3).protection.locked]


def test_the_blank_form_filled_as_intended_comes_back_without_a_word():
    book = blank({"hearings_held": 5})
    sheet = sheet_of(book)
    *counts, _ = inputs(sheet)
    for cell in counts:
        sheet[cell] = 0
    submission = read_back(book)
    measures = [column.measure for column in FORM.columns if column.blank]
    assert [(fact.measure, fact.cell) for fact in submission.facts()] == list(
        zip(measures, counts, strict=True)
    )
    assert {fact.value for fact in submission.facts()} == {0}
    assert (submission.units, submission.periods) == (("east",), ("2025Q3",))
    assert submission.findings == ()


def test_the_blank_form_with_nothing_but_the_tick_is_a_zero_report():
    book = blank()
    tick = inputs(sheet_of(book))[-1]
    sheet_of(book)[tick] = "√"
    submission = read_back(book)
    confirmed = {fact.measure for fact in submission.facts() if fact.value == 0}
    assert confirmed == FORM.zero_report_measures & {
        column.measure for column in FORM.columns if column.blank
    }
    assert said(submission) == ["cell_missing"]  # reviews of files are not part of the tick


def test_the_figures_of_the_quarter_before_are_never_read_as_data():
    book = blank(dict.fromkeys(FORM.measures, 77))
    submission = read_back(book)
    assert list(submission.facts()) == []
    assert said(submission) == ["no_rows"]


def test_only_the_cells_to_fill_are_open_and_the_page_is_a4():
    sheet = sheet_of(blank())
    assert sheet.protection.sheet and sheet.protection.password is None
    assert sheet.protection.selectLockedCells
    assert len(inputs(sheet)) == sum(column.blank for column in FORM.columns) + 1
    assert sheet["A6"].protection.locked and sheet["D6"].protection.locked
    assert str(sheet.page_setup.paperSize) == sheet.PAPERSIZE_A4
    assert sheet.print_title_rows == "$5:$5"
    assert {str(rule.sqref) for rule in sheet.data_validations.dataValidation} == {*inputs(sheet)}


def test_each_cell_to_fill_says_what_belongs_in_it():
    sheet = sheet_of(blank())
    told = {str(rule.sqref): rule.prompt for rule in sheet.data_validations.dataValidation}
    assert told["C9"] == CATALOGUE.measures["hearings_held"].definition == sheet["E9"].value


def test_rates_are_formulas_over_the_cells_to_fill():
    sheet = sheet_of(blank({"hearings_held": 4, "leader_attended": 3}))
    shown = {sheet.cell(row, 2).value: row for row in range(28, sheet.max_row)}
    assert set(shown) == {rate.names[0] for rate in FORM.rates}
    row = shown["负责人出庭应诉率"]
    assert sheet.cell(row, 3).value == '=IF(N(C9)=0,"无开庭案件",(N(C10))/(N(C9)))'
    assert sheet.cell(row, 3).number_format == "0.00%"
    assert sheet.cell(row, 3).protection.locked


def test_a_rate_follows_the_definition_in_force(tmp_path):
    for file in Path(catalogue.__file__).parent.glob("*.toml"):
        text = file.read_text(encoding="utf-8")
        text = text.replace('variant = "hearings"\ntarget = 1.0', 'variant = "due"\ntarget = 1.0')
        (tmp_path / file.name).write_text(text, encoding="utf-8")
    changed = catalogue.load(tmp_path)
    book = openpyxl.load_workbook(io.BytesIO(blank_form(changed.forms["quarterly"], EAST, Q3, changed, {})))
    formulas = [str(cell.value) for cell in sheet_of(book)["C"] if cell.data_type == "f"]
    assert '=IF(N(C9)-N(C12)=0,"无开庭案件",(N(C10))/(N(C9)-N(C12)))' in formulas


def test_rates_that_nobody_has_calculated_are_not_held_against_the_form():
    book = blank()
    sheet = sheet_of(book)
    for cell in inputs(sheet)[:-1]:
        sheet[cell] = 2
    assert read_back(book).findings == ()


@pytest.mark.parametrize("form", FIGURES, ids=lambda form: form.code)
def test_the_blank_form_of_every_form_reads_back(form: Form) -> None:
    period = Period(2025, 1, form.frequency)
    book = openpyxl.load_workbook(io.BytesIO(blank_form(form, EAST, period, catalogue.load(), {})))
    for cell in inputs(sheet_of(book))[: sum(column.blank for column in form.columns)]:
        sheet_of(book)[cell] = 0
    buffer = io.BytesIO()
    book.save(buffer)
    submission = read(buffer.getvalue(), expected=period)
    assert (submission.form, submission.units, submission.periods) == (form.code, ("east",), (period.key,))
    assert submission.findings == ()


@pytest.mark.parametrize("form", FIGURES, ids=lambda form: form.code)
def test_the_blank_summary_lists_every_unit_and_reads_back(form: Form) -> None:
    period = Period(2025, 1, form.frequency)
    book = openpyxl.load_workbook(io.BytesIO(summary_form(form, UNITS, period, CATALOGUE, "汉台区", "部门")))
    sheet = sheet_of(book)
    cells = [cell for row in sheet.iter_rows() for cell in row if not cell.protection.locked]
    ticks = [cell for cell in cells if form.zero_report_names and cell.column == sheet.max_column]
    for cell in cells:
        if cell not in ticks:
            cell.value = 1
    buffer = io.BytesIO()
    book.save(buffer)
    submission = read(buffer.getvalue(), expected=period)
    assert (submission.form, submission.periods) == (form.code, (period.key,))
    assert submission.units == tuple(unit.code for unit in UNITS)
    assert {fact.value for fact in submission.facts()} == {1}
    assert len(list(submission.facts())) == len(cells) - len(ticks)
    assert submission.findings == ()


@pytest.mark.parametrize("form", LEDGERS, ids=lambda form: form.code)
def test_a_blank_ledger_offers_the_words_that_it_knows(form: Form) -> None:
    sheet = sheet_of(openpyxl.load_workbook(io.BytesIO(blank_form(form, EAST, Q3, CATALOGUE, {}))))
    heads = {str(cell.value).removesuffix("*"): cell for cell in sheet[5]}
    lists = {
        str(rule.sqref).partition(":")[0]: rule.formula1.strip('"').split(",")
        for rule in sheet.data_validations.dataValidation
        if rule.type == "list"
    }
    for field in form.fields:
        head = heads[field.name]
        assert str(head.value).endswith("*") == field.required
        if field.kind == "choice":
            assert lists[f"{head.column_letter}6"] == [words[0] for words in field.words.values()]


@pytest.mark.parametrize("form", LEDGERS, ids=lambda form: form.code)
def test_a_blank_ledger_says_how_it_is_counted_and_is_a4_across(form: Form) -> None:
    book = openpyxl.load_workbook(io.BytesIO(blank_form(form, EAST, Q3, CATALOGUE, {})))
    sheet, rules = sheet_of(book), book["计数办法"]
    assert {row[0] for row in rules.iter_rows(min_row=4, values_only=True)} == {
        CATALOGUE.measures[count.measure].name for count in form.counts
    }
    assert (rules.page_setup.orientation, rules.protection.sheet) == ("portrait", True)
    assert sheet["A2"].value == "填报单位：东关街道办事处"
    assert sheet["A2"].protection.locked and not sheet["A205"].protection.locked
    assert (sheet.page_setup.orientation, sheet.print_title_rows) == ("landscape", "$5:$5")


@pytest.mark.parametrize("form", CATALOGUE.forms.values(), ids=list(CATALOGUE.forms))
def test_no_prompt_or_list_is_longer_than_a_table_program_opens(form: Form) -> None:
    period = Period(2025, 1, form.frequency)
    sheet = sheet_of(openpyxl.load_workbook(io.BytesIO(blank_form(form, EAST, period, CATALOGUE, {}))))
    for rule in sheet.data_validations.dataValidation:
        for text in (rule.prompt, rule.error, rule.formula1):
            assert len(text or "") <= 255
        assert len(rule.promptTitle or "") <= 32 and len(rule.errorTitle or "") <= 32


@pytest.mark.parametrize("form", CATALOGUE.forms.values(), ids=list(CATALOGUE.forms))
def test_a_form_in_which_nobody_wrote_says_just_that(form: Form) -> None:
    period = Period(2025, 1, form.frequency)
    submission = read(blank_form(form, EAST, period, CATALOGUE, {}), expected=period)
    assert submission.form == form.code
    assert [finding.code for finding in submission.findings] == ["no_rows"]


def test_how_a_ledger_is_counted_is_said_in_the_words_of_its_columns():
    advice = CATALOGUE.forms["judicial_advice_ledger"]
    assert counted(advice, CATALOGUE) == [
        ("收到司法建议数", "收到日期在本期内"),
        ("已回复司法建议数", "书面回复日期在本期内"),
        ("到期司法建议数", "期限届满日在本期内"),
        ("按期办复司法建议数", "期限届满日在本期内，未超过期限"),
    ]
    assert repeated(advice) == "同一司法建议书文号出现几次也只计1。"
    litigation = dict(counted(CATALOGUE.forms["litigation_ledger"], CATALOGUE))
    assert litigation["有正当事由未出庭案件数"] == (
        "开庭日期在本期内，负责人是否出庭是“否”，不出庭理由是“不可抗力”、“意外事件”、"
        "“需履行他人不能代替的公务”、“其他正当事由”，每个审级各计1"
    )
