"""The blank ledger (台账) of one unit: a header, rows to fill, drop-downs and checks on dates and numbers."""

from __future__ import annotations

from collections.abc import Sequence

from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from metrics.catalogue import Catalogue, Form
from metrics.catalogue.definitions import Field, FieldKind, UnitsRole
from metrics.intake.blank import form_sheet
from metrics.intake.blank.count_words import counted, first_spellings, repeated
from metrics.model import Unit
from metrics.periods import Period

ROWS = 200  # more may be inserted
HEADER = 5
FIRST = HEADER + 1
REQUIRED = "*"
RULES = "计数办法"  # name of the second sheet
_RULES_WIDTHS = (30.0, 58.0)
_PAGE_WIDTH = (
    144.0  # an A4 page across, in characters of the standard font: what fits without being made smaller
)
_WIDTHS = {
    FieldKind.CASE: 16.0,
    FieldKind.UNITS: 11.0,
    FieldKind.DATE: 11.5,
    FieldKind.CHOICE: 8.5,
    FieldKind.NUMBER: 8.0,
    FieldKind.TEXT: 8.0,
}
_FORMATS = {FieldKind.DATE: "yyyy-mm-dd", FieldKind.CASE: "@"}


def ledger_form(form: Form, unit: Unit, period: Period, catalogue: Catalogue) -> bytes:
    """An xlsx: the sheet to fill in, and one that says how its rows are counted. See form_writer.blank_form."""
    book, sheet = form_sheet.new_sheet(period.key)
    narrow = [_WIDTHS[field.kind] for field in form.fields]
    widths = [width * max(1.0, _PAGE_WIDTH / sum(narrow)) for width in narrow]
    last = len(form.fields)
    _top(sheet, form, unit, period, sum(widths))
    _header(sheet, form, widths)
    for number, field in enumerate(form.fields, 1):
        first = form_sheet.opened(form_sheet.write(sheet, FIRST, number, None))
        first.number_format = _FORMATS.get(field.kind, "General")
        for row in range(FIRST + 1, FIRST + ROWS):
            form_sheet.like(first, sheet.cell(row, number))
        _check(sheet, number, field, unit)
    for row in range(FIRST, FIRST + ROWS):
        sheet.row_dimensions[row].height = 34  # two lines
    form_sheet.widths(sheet, {get_column_letter(n): width for n, width in enumerate(widths, 1)})
    form_sheet.protect(sheet)
    sheet.protection.insertRows = False  # means: allowed
    sheet.freeze_panes = f"A{FIRST}"
    area = f"A1:{get_column_letter(last)}{FIRST + ROWS - 1}"
    form_sheet.page(sheet, area, f"{HEADER}:{HEADER}", landscape=True, one_page=False)
    _rules(book.create_sheet(RULES), form, catalogue)
    return form_sheet.saved(book, period)


def _rules(sheet: Worksheet, form: Form, catalogue: Catalogue) -> None:
    """How rows become figures: one line for each, on a page of its own, so that the form stays a form."""
    form_sheet.title(sheet, f"{form.name}：怎样计数", 2)
    sheet["A2"] = repeated(form)
    sheet["A2"].font = form_sheet.BODY
    lines = [("数据项", "哪些行计入"), *counted(form, catalogue)]
    for row, line in enumerate(lines, 3):
        font = form_sheet.HEAD if row == 3 else form_sheet.BODY
        for column, text in enumerate(line, 1):
            form_sheet.write(sheet, row, column, text, font, "center" if row == 3 else "left")
        most = max(map(form_sheet.lines_of, line, _RULES_WIDTHS))
        sheet.row_dimensions[row].height = form_sheet.row_height(most)
    form_sheet.widths(sheet, dict(zip("AB", _RULES_WIDTHS, strict=True)))
    form_sheet.protect(sheet)
    form_sheet.page(sheet, f"A1:B{len(lines) + 2}", "3:3", landscape=False, one_page=False)


def _top(sheet: Worksheet, form: Form, unit: Unit, period: Period, width: float) -> None:
    larger = max(1.0, width / _PAGE_WIDTH)  # a wide ledger is made smaller on paper: what stands above is not
    form_sheet.title(sheet, f"{period.label}{form.name}", len(form.fields))
    sheet["A1"].font = Font(name=form_sheet.TITLE.name, size=round(18 * larger))
    sheet.row_dimensions[1].height = 34 * larger
    manners = "一行一件，只填黄色格，带“*”的必填；日期写成 2026-07-15 的样子；有下拉框的从中选。"
    for row, text, size in (
        (2, f"填报单位：{unit.name}", round(11 * larger)),
        (3, manners, round(11 * larger)),
        (4, f"无案件请在第一行写“无”。怎样计数见“{RULES}”一页。", round(11 * larger)),
    ):
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=len(form.fields))
        cell = sheet.cell(row, 1, text)
        cell.font = Font(name=form_sheet.BODY.name, size=size)
        cell.alignment = Alignment(vertical="center", wrap_text=True)
        lines = form_sheet.lines_of(text, width, size)
        sheet.row_dimensions[row].height = form_sheet.row_height(lines, size)


def _header(sheet: Worksheet, form: Form, widths: Sequence[float]) -> None:
    most = 1
    for number, (field, width) in enumerate(zip(form.fields, widths, strict=True), 1):
        name = f"{field.name}{REQUIRED}" if field.required else field.name
        form_sheet.write(sheet, HEADER, number, name, form_sheet.HEAD)
        most = max(most, form_sheet.lines_of(name, width, 11))
    sheet.row_dimensions[HEADER].height = form_sheet.row_height(most)


def _check(sheet: Worksheet, number: int, field: Field, unit: Unit) -> None:
    letter = get_column_letter(number)
    cells = f"{letter}{FIRST}:{letter}{FIRST + ROWS - 1}"
    if field.kind is FieldKind.CHOICE:
        form_sheet.list_check(sheet, cells, first_spellings(field), field.name, field.note)
    elif field.kind is FieldKind.DATE:
        form_sheet.date_check(sheet, cells, field.name, field.note)
    elif field.kind is FieldKind.NUMBER:
        form_sheet.number_check(sheet, cells, field.name, field.note)
    elif field.kind is FieldKind.UNITS and field.role is UnitsRole.OWN:
        form_sheet.suggestion(sheet, cells, unit.short_name, field.name, field.note)
    elif field.note:
        form_sheet.prompt(sheet, cells, field.name, field.note)
