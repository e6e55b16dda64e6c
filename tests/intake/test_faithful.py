"""The reader put together from openpyxl's parts against openpyxl's own way, cell by cell."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest
from openpyxl.cell.cell import Cell
from openpyxl.comments import Comment

from metrics.intake.formats.faithful import faithful
from metrics.intake.grid import Grid
from tests.conftest import SAMPLE
from tests.intake.workbooks import saved

FILES = [*sorted((SAMPLE / "workbooks").glob("*.xls[xm]")), *sorted((SAMPLE / "messy").glob("*.xlsx"))]


def whole(data: bytes) -> list[tuple[str, dict[str, object], set[str], set[str], set[str], bool]]:
    """Per sheet: values, percentages, merged ranges, formulas without a result, whether hidden; by openpyxl."""
    values = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    formulas = openpyxl.load_workbook(io.BytesIO(data))
    found = []
    for sheet, source in zip(values.worksheets, formulas.worksheets, strict=True):
        cells = [cell for cell in sheet._cells.values() if isinstance(cell, Cell)]
        found.append(
            (
                sheet.title,
                {cell.coordinate: cell.value for cell in cells if cell.value is not None},
                {c.coordinate for c in cells if type(c.value) in (int, float) and "%" in c.number_format},
                {str(span) for span in sheet.merged_cells.ranges},
                {
                    cell.coordinate
                    for cell in source._cells.values()
                    if cell.data_type == "f" and sheet[cell.coordinate].value is None
                },
                sheet.sheet_state != "visible",
            )
        )
    return found


def ours(grid: Grid) -> tuple[str, dict[str, object], set[str], set[str], set[str], bool]:
    def name(row: int, column: int) -> str:
        return f"{openpyxl.utils.get_column_letter(column + 1)}{row + 1}"

    values = {
        name(r, c): value
        for r, row in enumerate(grid.rows)
        for c, value in enumerate(row)
        if value is not None
    }
    merged = {f"{name(top, left)}:{name(bottom, right)}" for top, left, bottom, right in grid.merged}
    return (
        grid.name,
        values,
        {name(*place) for place in grid.percents},
        merged,
        {name(*place) for place in grid.uncalculated},
        grid.hidden,
    )


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_sample_workbooks_read_as_openpyxl_reads_them(path: Path):
    data = path.read_bytes()
    assert list(map(ours, faithful(data))) == whole(data)


def test_everything_at_once_reads_as_openpyxl_reads_it():
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (("单位", "率", "日期"), ("甲", 0.5, None), ("乙", "=1/2", "=B2")):
        sheet.append(row)
    sheet["B2"].number_format = "0.0%"
    sheet["D9"], sheet["E9"] = "合并", "看不见"
    sheet.merge_cells("D9:E10")
    sheet["D2"].comment = Comment("请核对", "审核人")
    sheet.row_dimensions[3].hidden = sheet.column_dimensions["C"].hidden = True
    book.create_sheet("藏").sheet_state = "hidden"
    book["藏"]["A1"] = 1
    data = saved(book)
    assert list(map(ours, faithful(data))) == whole(data)
    (first, second) = faithful(data)
    assert (first.hidden_rows, first.hidden_columns, second.hidden) == ((2,), (2,), True)
    assert first.comments == {(1, 3): "请核对"}
    assert first.percents == {(1, 1): 1}


def test_a_sheet_that_is_a_chart_is_left_out():
    book = openpyxl.Workbook()
    book.worksheets[0]["A1"] = 1
    book.create_chartsheet("图")
    assert [grid.name for grid in faithful(saved(book))] == ["Sheet"]
