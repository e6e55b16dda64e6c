"""Small workbooks for the tests of intake, written from rows of plain values."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from typing import cast

import openpyxl
import xlwt
from openpyxl.worksheet.worksheet import Worksheet

from metrics import catalogue, intake
from metrics.model import Context, Enforcement, Severity, Submission, Unit, UnitKind
from metrics.periods import Period

Rows = Sequence[Sequence[object]]


def unit(code: str, name: str, short: str, *aliases: str) -> Unit:
    return Unit("610702", code, name, short, UnitKind.DEPARTMENT, Enforcement.FULL, 1, aliases)


EAST = unit("east", "东关街道办事处", "东关街道", "东关", "东关办")
NORTH = unit("north", "北关街道办事处", "北关街道", "北关")
MONEY = unit("money", "汉中市汉台区财政局", "区财政局")
WORK = unit("work", "汉中市汉台区人力资源和社会保障局", "区人社局", "人社局")
CITY = unit("city", "汉中市汉台区城市管理局", "区城管局", "城管局", "执法局")
LAW = unit("law", "汉中市汉台区司法局", "区司法局")
UNITS = (EAST, NORTH, MONEY, WORK, CITY, LAW)

HEADER = ("单位名称", "开庭审理案件数", "负责人出庭案件数", "正职出庭案件数")
MEASURES = ("hearings_held", "leader_attended", "chief_attended")
TITLE = "汉台区2025年第三季度法治政府建设指标汇总表"


def table(*rows: Sequence[object], title: str = TITLE, header: Sequence[object] = HEADER) -> Rows:
    """A summary sheet: title in row 1, header in row 2, the given rows from row 3."""
    return ((title,), header, *rows)


def book(*sheets: Rows, names: Sequence[str] = ()) -> openpyxl.Workbook:
    made = openpyxl.Workbook()
    made.remove(cast(Worksheet, made.active))
    for i, rows in enumerate(sheets):
        sheet = made.create_sheet(names[i] if names else f"Sheet{i + 1}")
        for r, row in enumerate(rows, 1):
            for c, value in enumerate(row, 1):
                sheet.cell(r, c).value = value  # type: ignore[assignment]
    return made


def saved(made: openpyxl.Workbook) -> bytes:
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def xlsx(*sheets: Rows, names: Sequence[str] = ()) -> bytes:
    return saved(book(*sheets, names=names))


def xls(rows: Rows) -> bytes:
    made = xlwt.Workbook(encoding="utf-8")
    sheet = made.add_sheet("Sheet1")
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            if value is not None:
                sheet.write(r, c, value)
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def text(rows: Rows, separator: str = ",") -> str:
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=separator).writerows([["" if v is None else v for v in row] for row in rows])
    return buffer.getvalue()


def read(
    data: bytes,
    file_name: str = "报表.xlsx",
    expected: Period | None = None,
    units: Sequence[Unit] = UNITS,
    history: Mapping[tuple[str, str], tuple[int, ...]] | None = None,
) -> Submission:
    return intake.read(data, file_name, catalogue.load(), Context(tuple(units), history or {}, expected))


def values(submission: Submission, *measures: str) -> dict[str, tuple[int | None, ...]]:
    """unit → its values of the measures (all that were read when none is named)."""
    found: dict[str, list[int | None]] = {}
    for fact in submission.facts():
        if not measures or fact.measure in measures:
            found.setdefault(fact.unit, []).append(fact.value)
    return {code: tuple(column) for code, column in found.items()}


def said(submission: Submission, *but: str) -> list[str]:
    """Codes of errors and warnings, those of columns that a small test table leaves out apart."""
    return [
        finding.code
        for finding in submission.findings
        if finding.severity is not Severity.HINT and finding.code not in ("column_absent", *but)
    ]


def noted(submission: Submission) -> list[str]:
    return [finding.code for finding in submission.findings if finding.severity is Severity.HINT]
