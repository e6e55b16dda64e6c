"""The blank form of one unit: measures down, one column to fill, rates and last period's figures beside."""

from __future__ import annotations

from collections.abc import Mapping

from openpyxl.styles import Alignment, Protection
from openpyxl.worksheet.worksheet import Worksheet

from metrics.catalogue import Catalogue, Column, Form
from metrics.intake.blank import form_sheet
from metrics.intake.blank.form_rates import rate_formulas
from metrics.intake.locate_unit_form import NOT_READ
from metrics.model import Unit
from metrics.periods import Period

FIRST = 6  # row of the first measure
_WIDTHS = {"A": 12.0, "B": 27.0, "C": 19.0, "D": 16.0, "E": 58.0}
_LEAST_HEIGHT = 26.0  # fills the page, and leaves room to write by hand on paper
_RATE_BAND = "率（自动计算，不用填）"


def unit_form(
    form: Form, unit: Unit, period: Period, catalogue: Catalogue, previous: Mapping[str, int | None]
) -> bytes:
    """An xlsx of one sheet and one page: see form_writer.blank_form."""
    book, sheet = form_sheet.new_sheet(period.key)
    needed = catalogue.needed(period)
    columns = [column for column in form.columns if column.blank or column.measure in needed]
    _head(sheet, form, unit, period)
    for row, column in enumerate(columns, FIRST):
        _line(sheet, row, column, catalogue, previous.get(column.measure))
    _bands(sheet, [column.band for column in columns], FIRST)
    row = FIRST + len(columns)
    if form.zero_report_names:
        _tick(sheet, row, form, columns, catalogue)
        row += 1
    cells = {column.measure: f"C{line}" for line, column in enumerate(columns, FIRST)}
    row = _rates(sheet, row, form, period, catalogue, cells)
    _foot(sheet, row)
    form_sheet.widths(sheet, _WIDTHS)
    form_sheet.protect(sheet)
    sheet.freeze_panes = f"A{FIRST}"
    form_sheet.page(sheet, f"A1:E{row}", f"{FIRST - 1}:{FIRST - 1}", landscape=False, one_page=True)
    return form_sheet.saved(book, period)


def _head(sheet: Worksheet, form: Form, unit: Unit, period: Period) -> None:
    form_sheet.title(sheet, f"{period.label}{form.name}", len(_WIDTHS))
    sheet["A2"] = f"填报单位：{unit.name}"
    sheet["A3"] = f"报送期：{period.label}"
    sheet["E2"] = "单位：件、次"
    sheet["E2"].alignment = Alignment(horizontal="right")
    sheet["A4"] = "只填黄色格。没有发生填 0，不适用填“—”，空着表示未报；率自动计算，不用填。"
    for place in ("A2", "A3", "E2", "A4"):
        sheet[place].font = form_sheet.BODY
    before = period.previous().label
    heads = ("类别", "数据项", period.label, f"{before}（供对照，{NOT_READ}）", "口径")
    for column, text in enumerate(heads, 1):
        form_sheet.write(sheet, FIRST - 1, column, text, form_sheet.HEAD)
    sheet.row_dimensions[FIRST - 1].height = 50


def _line(sheet: Worksheet, row: int, column: Column, catalogue: Catalogue, previous: int | None) -> None:
    measure = catalogue.measures[column.measure]
    form_sheet.write(sheet, row, 1, column.band)
    form_sheet.write(sheet, row, 2, measure.name, align="left")
    form_sheet.opened(form_sheet.write(sheet, row, 3, None))
    form_sheet.write(sheet, row, 4, previous, form_sheet.GREY)
    form_sheet.write(sheet, row, 5, measure.definition, form_sheet.SMALL, "left")
    form_sheet.count_check(sheet, f"C{row}", measure.name, measure.definition)
    _fit(sheet, row, measure.name, measure.definition)


def _fit(sheet: Worksheet, row: int, name: str, note: str) -> None:
    sheet.row_dimensions[row].height = max(
        _LEAST_HEIGHT,
        form_sheet.row_height(form_sheet.lines_of(name, _WIDTHS["B"])),
        form_sheet.row_height(form_sheet.lines_of(note, _WIDTHS["E"], 9), 9),
    )


def _bands(sheet: Worksheet, bands: list[str], first: int) -> None:
    """Merge each run of equal bands in column A."""
    start = 0
    for i in range(1, len(bands) + 1):
        if i == len(bands) or bands[i] != bands[start]:
            if i - start > 1:
                sheet.merge_cells(f"A{first + start}:A{first + i - 1}")
            start = i


def _tick(sheet: Worksheet, row: int, form: Form, columns: list[Column], catalogue: Catalogue) -> None:
    left = [c.measure for c in columns if c.measure not in form.zero_report_measures]
    others = "、".join(catalogue.measures[measure].name for measure in left)
    note = "没有任何案件时打√，上面各空格即为 0。" + (f"{others}仍须填写。" if others else "")
    form_sheet.write(sheet, row, 1, "零报告")
    form_sheet.write(sheet, row, 2, "本季度无案件（打√）", align="left")
    form_sheet.opened(form_sheet.write(sheet, row, 3, None))
    form_sheet.write(sheet, row, 4, None)
    form_sheet.write(sheet, row, 5, note, form_sheet.SMALL, "left")
    form_sheet.list_check(sheet, f"C{row}", ["√"], "本季度无案件", note)
    _fit(sheet, row, "", note)


def _rates(
    sheet: Worksheet,
    row: int,
    form: Form,
    period: Period,
    catalogue: Catalogue,
    cells: Mapping[str, str],
) -> int:
    """Write the rates from the row on; the row after them."""
    rates = rate_formulas(form, period, catalogue, cells)
    before = rate_formulas(form, period, catalogue, {code: f"D{cell[1:]}" for code, cell in cells.items()})
    for line, (rate, earlier) in enumerate(zip(rates, before, strict=True), row):
        form_sheet.write(sheet, line, 1, _RATE_BAND, form_sheet.GREY)
        form_sheet.write(sheet, line, 2, rate.name, form_sheet.GREY, "left")
        form_sheet.formula(sheet, line, 3, rate.expression, "0.00%")
        blank = f"COUNT(D{FIRST}:D{FIRST + len(cells) - 1})=0"
        form_sheet.formula(sheet, line, 4, f'IF({blank},"",{earlier.expression})', "0.00%")
        form_sheet.write(sheet, line, 5, rate.note, form_sheet.SMALL, "left")
        _fit(sheet, line, rate.name, rate.note)
        band = form_sheet.row_height(form_sheet.lines_of(_RATE_BAND, _WIDTHS["A"])) / len(rates)
        sheet.row_dimensions[line].height = max(band, sheet.row_dimensions[line].height or 0.0)
    if rates:
        _bands(sheet, [_RATE_BAND] * len(rates), row)
    return row + len(rates)


def _foot(sheet: Worksheet, row: int) -> None:
    for number, text in ((1, "填表人："), (3, "审核人："), (5, "单位负责人：")):
        cell = sheet.cell(row, number, text)
        cell.font = form_sheet.BODY
        cell.protection = Protection(locked=False)
    sheet.row_dimensions[row].height = 26
