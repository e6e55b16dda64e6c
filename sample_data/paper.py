"""A workbook being written: cells, merges and the truth of each fact, then xlsx, xlsm, xls or csv."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import openpyxl
import xlwt
from openpyxl.utils import coordinate_to_tuple

from metrics import catalogue
from metrics.catalogue import Column
from metrics.intake.grid import address
from metrics.model import Enforcement, Unit
from metrics.periods import Period

_STAMP = datetime(2026, 1, 1)
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
_XLSM = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"


class Paper:
    """`truth` holds (unit, period, measure, value, state, workbook, sheet, cell) of every fact in it."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.truth: list[tuple[object, ...]] = []
        self._sheets: dict[str, dict[tuple[int, int], object]] = {}
        self._merges: dict[str, list[str]] = {}

    def put(self, cell: str, value: object) -> None:
        """Overwrite a cell of the first sheet."""
        row, column = coordinate_to_tuple(cell)
        next(iter(self._sheets.values()))[row - 1, column - 1] = value

    def summary(
        self,
        sheet: str,
        title: str,
        period: Period,
        units: Sequence[Unit],
        figures: dict[tuple[str, str], dict[str, int | None]],
        habit: int,
        form: str = "quarterly",
    ) -> None:
        """One row per unit. habit: number of the quarter, which decides on header, names and oddities."""
        cells: dict[tuple[int, int], object] = {(0, 0): title}
        self._sheets[sheet], self._merges[sheet] = cells, []
        columns = [column for column in catalogue.load().forms[form].columns if column.blank]
        left = 1 if habit == 4 else 0  # an empty column in front
        two_rows = habit in (0, 2, 5, 7, 9, 11)
        row = 1
        if habit in (0, 4, 9):
            cells[row, left] = "填报单位：汉台区司法局"
            cells[row, left + 6] = "单位：件、次"
            row += 2 if habit == 4 else 1  # an empty row below
        start = left + 2
        if two_rows:
            self._merges[sheet].append(f"A1:{address(0, start + len(columns) - 1)}")
        self._header(sheet, row, left, columns, two_rows)
        row += 2 if two_rows else 1
        groups = _grouped(units) if habit in (0, 4, 9) else [("", units)]
        number = 0
        for group, some in groups:
            first = row
            for unit in some:
                number += 1
                cells[row, left] = number
                cells[row, left + 1] = _called(unit, habit)
                self._facts(sheet, row, start, columns, unit, period, figures, habit)
                row += 1
            if habit in (0, 9):
                _total(cells, row, left + 1, f"{group}小计", start, columns, range(first, row))
                row += 1
            if habit == 4:
                row += 1  # an empty row between towns and departments
        records = [r for r in range(row) if isinstance(cells.get((r, left)), int)]
        if habit in (0, 1, 6, 9, 11):
            _total(cells, row, left + 1, "合 计" if habit == 6 else "合计", start, columns, records)
            row += 1
        if habit == 6:
            self._rates(cells, start + len(columns), records, columns)
        if habit in (0, 6, 9, 11):
            cells[row, left] = "注：1. 数据截至季末；2. 共同被告各计1件。"
            cells[row + 1, left] = f"填表人：          审核人：          填报日期：{_spoken_day(period)}"

    def _header(self, sheet: str, row: int, left: int, columns: Sequence[Column], two_rows: bool) -> None:
        cells, merges = self._sheets[sheet], self._merges[sheet]
        names = catalogue.load().measures
        cells[row, left], cells[row, left + 1] = "序号", "单位名称"
        if not two_rows:
            for i, column in enumerate(columns):
                cells[row, left + 2 + i] = names[column.measure].name
            return
        merges += [f"{address(row, c)}:{address(row + 1, c)}" for c in (left, left + 1)]
        begin = 0
        for i, column in enumerate(columns):
            cells[row + 1, left + 2 + i] = column.heading
            if i + 1 == len(columns) or columns[i + 1].band != column.band:
                cells[row, left + 2 + begin] = column.band
                if i > begin:
                    merges.append(f"{address(row, left + 2 + begin)}:{address(row, left + 2 + i)}")
                begin = i + 1

    def _facts(
        self,
        sheet: str,
        row: int,
        start: int,
        columns: Sequence[Column],
        unit: Unit,
        period: Period,
        figures: dict[tuple[str, str], dict[str, int | None]],
        habit: int,
    ) -> None:
        for i, column in enumerate(columns):
            value = figures[unit.code, period.key][column.measure]
            self._sheets[sheet][row, start + i] = _written(value, habit, row)
            self._remember(unit, period, column.measure, value, sheet, address(row, start + i))

    def _remember(
        self, unit: Unit, period: Period, measure: str, value: int | None, sheet: str, cell: str
    ) -> None:
        state = "not_applicable" if value is None else ("value" if value else "zero")
        name = self.file.rpartition(".")[0] if self.file.endswith(".csv") else sheet
        shown = "" if value is None else value
        self.truth.append((unit.code, period.key, measure, shown, state, self.file, name, cell))

    def _rates(
        self,
        cells: dict[tuple[int, int], object],
        column: int,
        rows: Sequence[int],
        columns: Sequence[Column],
    ) -> None:
        """A rate typed as text at the right end, as units like to: it is compared, never stored."""
        places = {c.measure: column - len(columns) + i for i, c in enumerate(columns)}
        cells[1, column] = "负责人出庭应诉率"
        for row in rows:
            held = int(str(cells[row, places["hearings_held"]]).translate(_NARROW))
            attended = int(str(cells[row, places["leader_attended"]]).translate(_NARROW))
            cells[row, column] = f"{attended / held * 100:.1f}%" if held else "—"

    def unit_form(
        self,
        unit: Unit,
        periods: Sequence[Period],
        figures: dict[tuple[str, str], dict[str, int | None]],
        form: str = "quarterly",
        title: str = "法治政府建设指标季度报表",
    ) -> None:
        """One unit, measures down, quarters across; several quarters of a year leave the year to the title."""
        sheet, one = unit.short_name, len(periods) == 1
        cells: dict[tuple[int, int], object] = {
            (0, 0): f"{periods[0].label if one else f'{periods[0].year}年度'}{title}",
            (1, 0): f"填报单位：{unit.name}",
            (2, 0): "类别",
            (2, 1): "数据项",
        }
        self._sheets[sheet], self._merges[sheet] = cells, [f"A1:{address(0, 1 + len(periods))}"]
        columns = [column for column in catalogue.load().forms[form].columns if column.blank]
        for i, column in enumerate(columns):
            if i == 0 or columns[i - 1].band != column.band:
                cells[3 + i, 0] = column.band
            cells[3 + i, 1] = catalogue.load().measures[column.measure].name
            for n, period in enumerate(periods):
                cells[2, 2 + n] = period.label if one else period.label.partition("年")[2]
                value = figures[unit.code, period.key][column.measure]
                cells[3 + i, 2 + n] = "—" if value is None else value
                self._remember(unit, period, column.measure, value, sheet, address(3 + i, 2 + n))
        cells[4 + len(columns), 0] = "填表人："

    def save(self, folder: Path) -> None:
        ending = self.file.rpartition(".")[2]
        path = folder / self.file
        if ending == "csv":
            path.write_bytes(self._csv())
        elif ending == "xls":
            self._xls(path)
        else:
            path.write_bytes(settled(self._xlsx(), ending))

    def _xlsx(self) -> bytes:
        book = openpyxl.Workbook()
        book.remove(book.worksheets[0])
        for name, cells in self._sheets.items():
            sheet = book.create_sheet(name)
            for (row, column), value in cells.items():
                cell = sheet.cell(row + 1, column + 1, value)
                if value == "#DIV/0!":
                    cell.data_type = "e"
            for merge in self._merges[name]:
                sheet.merge_cells(merge)
        book.properties.creator = ""
        book.properties.created = book.properties.modified = _STAMP
        buffer = io.BytesIO()
        book.save(buffer)
        return buffer.getvalue()

    def _xls(self, path: Path) -> None:
        book = xlwt.Workbook(encoding="utf-8")
        for name, cells in self._sheets.items():
            sheet = book.add_sheet(name)
            covered = set()
            for merge in self._merges[name]:
                first, last = (coordinate_to_tuple(cell) for cell in merge.split(":"))
                top, left, bottom, right = first[0] - 1, first[1] - 1, last[0] - 1, last[1] - 1
                sheet.write_merge(top, bottom, left, right, cells.get((top, left)))
                covered |= {(r, c) for r in range(top, bottom + 1) for c in range(left, right + 1)}
            for (row, column), value in cells.items():
                if (row, column) not in covered:
                    sheet.write(row, column, value)
        book.save(str(path))

    def _csv(self) -> bytes:
        (cells,) = self._sheets.values()
        rows = max(row for row, _ in cells) + 1
        width = max(column for _, column in cells) + 1
        buffer = io.StringIO()
        writer = csv.writer(buffer, lineterminator="\r\n")
        for row in range(rows):
            writer.writerow([cells.get((row, column), "") for column in range(width)])
        return buffer.getvalue().encode("gb18030")


_NARROW = str.maketrans("０１２３４５６７８９", "0123456789")


def _spoken_day(period: Period) -> str:
    """The day on which the quarter's table was filled in: the fifth of the month after."""
    day = period.end + timedelta(days=5)
    return f"{day.year}年{day.month}月{day.day}日"


def _called(unit: Unit, habit: int) -> str:
    """How the unit is written: in full, short, by an alias, or with spaces between the characters."""
    if habit in (1, 3, 8):
        return unit.name
    if habit == 4:
        return " ".join(unit.short_name)
    if habit in (0, 6) and unit.aliases:
        return unit.aliases[0]
    return unit.short_name


def _written(value: int | None, habit: int, row: int) -> object:
    if value is None:
        return "/" if habit == 4 else "—"
    if habit == 4:
        return ("无", "0件", 0)[row % 3] if value == 0 else (f"{value}件" if row % 2 else value)
    if habit == 6 and row % 4 == 0:
        return str(value).translate(_FULL_WIDTH)
    return value


def _grouped(units: Sequence[Unit]) -> list[tuple[str, list[Unit]]]:
    towns = [unit for unit in units if unit.enforcement is Enforcement.DELEGATED]
    return [("镇街", towns), ("部门", [unit for unit in units if unit not in towns])]


def _total(
    cells: dict[tuple[int, int], object],
    row: int,
    column: int,
    label: str,
    start: int,
    columns: Sequence[Column],
    rows: Sequence[int],
) -> None:
    cells[row, column] = label
    for i in range(len(columns)):
        values = (str(cells[r, start + i]).translate(_NARROW) for r in rows)
        cells[row, start + i] = sum(int(value) for value in values if value.isdigit())


def settled(data: bytes, ending: str) -> bytes:
    """The same bytes on every run: fixed times; and an xlsm says that it is one."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            content = source.read(name)
            if name == "[Content_Types].xml" and ending == "xlsm":
                content = content.replace(_XLSX.encode(), _XLSM.encode())
            if name == "docProps/core.xml":
                content = _fixed_times(content)
            target.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _fixed_times(content: bytes) -> bytes:
    return re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"2026-01-01T00:00:00Z", content)
