"""The blank form of one unit and period: a workbook that comes back without findings when filled as meant."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import datetime

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from metrics.catalogue import Catalogue, Column, Form
from metrics.intake.locate_unit_form import NOT_READ
from metrics.model import Unit
from metrics.periods import Period

_THIN = Side(style="thin", color="808080")
_BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_BODY = Font(name="仿宋_GB2312", size=11)
_HEAD = Font(name="黑体", size=11)
_GREY = Font(name="仿宋_GB2312", size=11, color="808080")
_INPUT = PatternFill("solid", start_color="FFF8DC")
_FIRST = 6  # row of the first measure
_WIDTHS = {"A": 13, "B": 26, "C": 13, "D": 15, "E": 62}


def blank_form(
    form: Form, unit: Unit, period: Period, catalogue: Catalogue, previous: Mapping[str, int | None]
) -> bytes:
    """An xlsx with unit and period filled in and locked, one open cell per measure, one page of A4.

    previous: measure → the unit's figure of the period before, shown in grey for comparison; may be empty.
    """
    book = Workbook()
    sheet = book.active
    if not isinstance(sheet, Worksheet):
        raise TypeError("a new workbook begins with a worksheet")
    sheet.title = period.key
    needed = catalogue.needed(period)
    columns = [column for column in form.columns if column.blank or column.measure in needed]
    _head(sheet, form, unit, period)
    for row, column in enumerate(columns, _FIRST):
        _line(sheet, row, column, catalogue, previous.get(column.measure))
    _bands(sheet, columns)
    tick = _FIRST + len(columns)
    _tick(sheet, tick, form)
    _foot(sheet, tick + 1)
    _manners(sheet, tick)
    book.properties.creator = ""
    book.properties.created = book.properties.modified = datetime(period.end.year, period.end.month, 1)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _head(sheet: Worksheet, form: Form, unit: Unit, period: Period) -> None:
    sheet.merge_cells("A1:E1")
    sheet["A1"] = f"{period.label}{form.name}"
    sheet["A1"].font = Font(name="方正小标宋简体", size=18)
    sheet["A1"].alignment = Alignment(horizontal="center", vertical="center")
    sheet.row_dimensions[1].height = 34
    sheet["A2"] = f"填报单位：{unit.name}"
    sheet["A3"] = f"报送期：{period.label}"
    sheet["E2"] = "单位：件、次"
    sheet["E2"].alignment = Alignment(horizontal="right")
    sheet["A4"] = "只填黄色格。没有发生填 0，不适用填“—”，空着表示未报；率由平台计算，不用填。"
    for place in ("A2", "A3", "E2", "A4"):
        sheet[place].font = _BODY
    before = period.previous().label
    heads = ("类别", "数据项", period.label, f"{before}（供对照，{NOT_READ}）", "口径")
    for column, text in enumerate(heads, 1):
        cell = sheet.cell(_FIRST - 1, column)
        cell.value = text
        cell.font, cell.border = _HEAD, _BOX
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    sheet.row_dimensions[_FIRST - 1].height = 44


def _line(sheet: Worksheet, row: int, column: Column, catalogue: Catalogue, previous: int | None) -> None:
    measure = catalogue.measures[column.measure]
    texts = (column.band, measure.name, None, previous, measure.definition)
    for number, text in enumerate(texts, 1):
        cell = sheet.cell(row, number, text)
        cell.font, cell.border = _BODY, _BOX
        cell.alignment = Alignment(
            horizontal="left" if number in (2, 5) else "center", vertical="center", wrap_text=True
        )
    sheet.cell(row, 4).font = _GREY
    sheet.cell(row, 5).font = Font(name="仿宋_GB2312", size=9)
    _open(sheet, row)
    sheet.row_dimensions[row].height = 15 * (1 + len(measure.definition) // 46) + 3


def _open(sheet: Worksheet, row: int) -> None:
    cell = sheet.cell(row, 3)
    cell.protection = Protection(locked=False)
    cell.fill = _INPUT
    cell.border = _BOX


def _bands(sheet: Worksheet, columns: list[Column]) -> None:
    start = 0
    for i in range(1, len(columns) + 1):
        if i == len(columns) or columns[i].band != columns[start].band:
            if i - start > 1:
                sheet.merge_cells(f"A{_FIRST + start}:A{_FIRST + i - 1}")
            start = i


def _tick(sheet: Worksheet, row: int, form: Form) -> None:
    texts = (
        "零报告",
        "本季度无案件（打√）",
        None,
        None,
        "没有任何案件时打√，上面各空格即为 0。案卷评查次数仍须填写。",
    )
    for number, text in enumerate(texts, 1):
        cell = sheet.cell(row, number, text)
        cell.font, cell.border = _BODY, _BOX
        cell.alignment = Alignment(horizontal="left" if number in (2, 5) else "center", vertical="center")
    _open(sheet, row)
    choice = DataValidation(type="list", formula1='"√"', allow_blank=True)
    choice.add(f"C{row}")
    sheet.add_data_validation(choice)


def _foot(sheet: Worksheet, row: int) -> None:
    for number, text in ((1, "填表人："), (3, "审核人："), (5, "单位负责人：")):
        cell = sheet.cell(row, number, text)
        cell.font = _BODY
        cell.protection = Protection(locked=False)
    sheet.row_dimensions[row].height = 26


def _manners(sheet: Worksheet, tick: int) -> None:
    counts = DataValidation(
        type="custom",
        # A dash says “不适用” and must be allowed beside whole numbers.
        formula1=f'OR(C{_FIRST}="—",C{_FIRST}="无",AND(ISNUMBER(C{_FIRST}),C{_FIRST}>=0,C{_FIRST}=INT(C{_FIRST})))',
        showErrorMessage=True,
        errorTitle="请填整数",
        error="请填 0 或正整数；不适用填“—”。",
    )
    counts.add(f"C{_FIRST}:C{tick - 1}")
    sheet.add_data_validation(counts)
    for letter, width in _WIDTHS.items():
        sheet.column_dimensions[letter].width = width
    sheet.protection.sheet = True
    sheet.protection.formatColumns = False
    sheet.protection.formatRows = False
    sheet.freeze_panes = f"A{_FIRST}"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 1
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins = PageMargins(left=0.6, right=0.6, top=0.6, bottom=0.7, header=0.3, footer=0.3)
    sheet.print_title_rows = f"{_FIRST - 1}:{_FIRST - 1}"
    sheet.print_area = f"A1:E{tick + 1}"
    sheet.oddFooter = HeaderFooterItem(center=_HeaderFooterPart("— &P —"))
