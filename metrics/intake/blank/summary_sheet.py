"""The blank summary of the bureau: one row per unit of a group, totals by formula."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from metrics.catalogue import Catalogue, Column, Form
from metrics.intake.blank import form_sheet
from metrics.model import Unit
from metrics.periods import Period

_BAND_ROW, _HEAD_ROW, FIRST = 4, 5, 6
_LEFT = 2  # serial number and unit stand before the measures
_UNIT_WIDTH = 20.0
_ACROSS = 160.0  # of all counts together, on a page across; few columns are wider and stand upright


def summary_form(
    form: Form, units: Sequence[Unit], period: Period, catalogue: Catalogue, area: str, group: str
) -> bytes:
    """An xlsx of one sheet: see form_writer.summary_form."""
    book, sheet = form_sheet.new_sheet(group or period.key)
    needed = catalogue.needed(period)
    columns = [column for column in form.columns if column.blank or column.measure in needed]
    tick = _LEFT + len(columns) + 1 if form.zero_report_names else 0
    last = tick or _LEFT + len(columns)
    width = max(7.5, min(20.0, _ACROSS / len(columns)))
    about = form.name.removesuffix("表").removesuffix("报")
    _head(sheet, f"{area}{period.label}{about}汇总表", period, columns, tick, last, width)
    end = FIRST + len(units) - 1
    for row, unit in enumerate(units, FIRST):
        form_sheet.write(sheet, row, 1, row - FIRST + 1)
        form_sheet.write(sheet, row, 2, unit.short_name, align="left")
        for number in range(_LEFT + 1, last + 1):
            form_sheet.opened(form_sheet.write(sheet, row, number, None))
        lines = form_sheet.lines_of(unit.short_name, _UNIT_WIDTH)
        sheet.row_dimensions[row].height = max(20.0, form_sheet.row_height(lines))
    _total(sheet, end + 1, len(columns), tick)
    for number, column in enumerate(columns, _LEFT + 1):
        measure = catalogue.measures[column.measure]
        letter = get_column_letter(number)
        form_sheet.count_check(sheet, f"{letter}{FIRST}:{letter}{end}", measure.name, measure.definition)
    if tick:
        letter = get_column_letter(tick)
        note = "没有任何案件的单位打√，该行各空格即为 0。"
        form_sheet.list_check(sheet, f"{letter}{FIRST}:{letter}{end}", ["√"], "本季度无案件", note)
    form_sheet.widths(sheet, {get_column_letter(n): width for n in range(1, last + 1)})
    form_sheet.widths(sheet, {"A": 6.0, "B": _UNIT_WIDTH})
    form_sheet.protect(sheet)
    sheet.freeze_panes = f"C{FIRST}"
    area_of = f"A1:{get_column_letter(last)}{end + 1}"
    form_sheet.page(sheet, area_of, f"{_BAND_ROW}:{_HEAD_ROW}", landscape=width < 12, one_page=False)
    return form_sheet.saved(book, period)


def _head(
    sheet: Worksheet,
    title: str,
    period: Period,
    columns: Sequence[Column],
    tick: int,
    last: int,
    width: float,
) -> None:
    form_sheet.title(sheet, title, last)
    sheet["A2"] = f"报送期：{period.label}"
    sheet["A3"] = "只填黄色格。没有发生填 0，不适用填“—”，空着表示未报；合计自动相加。"
    sheet.merge_cells(start_row=3, start_column=1, end_row=3, end_column=last)
    sheet["A3"].alignment = Alignment(vertical="center", wrap_text=True)
    wide = 6 + _UNIT_WIDTH + width * (last - _LEFT)
    sheet.row_dimensions[3].height = form_sheet.row_height(form_sheet.lines_of(sheet["A3"].value, wide))
    end = sheet.cell(2, last, "单位：件、次")
    end.alignment = Alignment(horizontal="right")
    for cell in (sheet["A2"], sheet["A3"], end):
        cell.font = form_sheet.BODY
    for number, text in ((1, "序号"), (2, "单位名称"), *([(tick, "本季度无案件（打√）")] if tick else [])):
        _upright(sheet, number, text)
    begin = _LEFT + 1
    for band, some in groupby(columns, lambda column: column.band):
        members = list(some)
        for number, column in enumerate(members, begin):
            form_sheet.write(sheet, _BAND_ROW, number, band, form_sheet.HEAD)
            form_sheet.write(sheet, _HEAD_ROW, number, column.heading, form_sheet.HEAD)
        if len(members) > 1:
            sheet.merge_cells(
                start_row=_BAND_ROW,
                start_column=begin,
                end_row=_BAND_ROW,
                end_column=begin + len(members) - 1,
            )
        begin += len(members)
    sheet.row_dimensions[_BAND_ROW].height = 36
    lines = max(form_sheet.lines_of(column.heading, width) for column in columns)
    sheet.row_dimensions[_HEAD_ROW].height = form_sheet.row_height(max(2, lines))


def _upright(sheet: Worksheet, number: int, text: str) -> None:
    """A heading over both header rows."""
    for row in (_BAND_ROW, _HEAD_ROW):
        form_sheet.write(sheet, row, number, text, form_sheet.HEAD)
    sheet.merge_cells(start_row=_BAND_ROW, start_column=number, end_row=_HEAD_ROW, end_column=number)


def _total(sheet: Worksheet, row: int, count: int, tick: int) -> None:
    form_sheet.write(sheet, row, 1, None)
    form_sheet.write(sheet, row, 2, "合计", form_sheet.HEAD)
    for number in range(_LEFT + 1, _LEFT + count + 1):
        letter = get_column_letter(number)
        form_sheet.formula(sheet, row, number, f"SUM({letter}{FIRST}:{letter}{row - 1})", "0")
    if tick:
        form_sheet.write(sheet, row, tick, None)
    sheet.row_dimensions[row].height = 22
