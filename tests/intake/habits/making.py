"""Small generators for the table of habits: each gives what one department might send."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape

from openpyxl.comments import Comment
from openpyxl.worksheet.worksheet import Worksheet

from metrics.model import Unit
from metrics.periods import Period
from tests.intake import other_formats as other
from tests.intake.workbooks import HEADER, MEASURES, UNITS, Rows, book, saved, table, xlsx

Facts = Mapping[tuple[str, str, str], int | None]  # (unit, period, measure) → value
QUARTER = "2025Q3"
EAST, NORTH, MONEY = ("东关街道", 4, 3, 1), ("北关街道", 2, 2, 0), ("区财政局", 9, 8, 7)
BAND = ("单位", "开庭", "出庭", "正职")
NOTHING: Facts = {}


@dataclass(frozen=True)
class Sent:
    """Bytes with what stands around them: the file's name, the period that the person chose, the units."""

    make: Callable[[], bytes]
    file_name: str = "报表.xlsx"
    expected: Period | None = None
    units: Sequence[Unit] = UNITS


Source = Rows | Callable[[], bytes] | Sent
Habit = tuple[str, Source, Facts, Sequence[str]]


def sent(source: Source) -> Sent:
    """Whatever a habit is made of, ready to be read; rows alone become a workbook of one sheet."""
    if isinstance(source, Sent):
        return source
    return Sent(source) if callable(source) else Sent(lambda: xlsx(source))


def called(file_name: str, source: Source) -> Sent:
    return replace(sent(source), file_name=file_name)


def chosen(period: Period, source: Source) -> Sent:
    return replace(sent(source), expected=period)


def among(units: Sequence[Unit], source: Source) -> Sent:
    return replace(sent(source), units=units)


def sheets(*rows: Rows, names: Sequence[str] = ()) -> Callable[[], bytes]:
    return lambda: xlsx(*rows, names=names)


def facts(
    period: str = QUARTER, /, measures: Sequence[str] = MEASURES, **units: Sequence[int | None]
) -> Facts:
    """unit=(values of the measures, in order)."""
    return {
        (unit, period, measure): value
        for unit, values in units.items()
        for measure, value in zip(measures, values, strict=True)
    }


BOTH = facts(east=(4, 3, 1), north=(2, 2, 0))
ONLY_EAST = facts(east=(4, 3, 1))


# One cell, rows of a table


def one(cell: object) -> Rows:
    """A table of one unit with the cell as the number of its hearings."""
    return table(("东关街道", cell, 0, 0))


def got(value: int | None) -> Facts:
    return facts(east=(value, 0, 0))


def touched(change: Callable[[Worksheet], object], *rows: Rows) -> Callable[[], bytes]:
    """A workbook of the rows after a change that plain values cannot say."""

    def make() -> bytes:
        made = book(*(rows or (table(EAST, NORTH),)))
        change(made.worksheets[0])
        return saved(made)

    return make


def merged(rows: Rows, *areas: str) -> Callable[[], bytes]:
    def change(sheet: Worksheet) -> None:
        for area in areas:
            sheet.merge_cells(area)

    return touched(change, rows)


def shown_as(cell: str, value: float, number_format: str) -> Callable[[], bytes]:
    def change(sheet: Worksheet) -> None:
        sheet[cell] = value
        sheet[cell].number_format = number_format

    return touched(change)


def excel_error(cell: str, error: str) -> Callable[[], bytes]:
    def change(sheet: Worksheet) -> None:
        sheet[cell] = error
        sheet[cell].data_type = "e"

    return touched(change)


def written(number: str, rows: Rows = ()) -> Callable[[], bytes]:
    """This number in the place of 44, such as no writer at hand would write it; by default in a good table."""

    def make() -> bytes:
        data, part = xlsx(rows or table(("东关街道", 44, 3, 1), NORTH)), "xl/worksheets/sheet1.xml"
        xml = zipfile.ZipFile(io.BytesIO(data)).read(part)
        return other.with_parts(data, {part: xml.replace(b"<v>44</v>", f"<v>{number}</v>".encode())})

    return make


def commented(cell: str, text: str) -> Callable[[], bytes]:
    return touched(lambda sheet: setattr(sheet[cell], "comment", Comment(text, "")))


def hidden(*, row: int = 0, column: str = "", sheet: bool = False) -> Callable[[], bytes]:
    def make() -> bytes:
        made = book(table(EAST, NORTH), (("说明",), ("请如实填报",)), names=["汇总", "说明"])
        if row:
            made["汇总"].row_dimensions[row].hidden = True
        if column:
            made["汇总"].column_dimensions[column].hidden = True
        if sheet:
            made["汇总"].sheet_state = "hidden"
            made.active = 1
        return saved(made)

    return make


# Layouts


def form(
    *quarters: Sequence[object],
    title: str = "2025年法治政府建设指标报表",
    who: str | Sequence[str] = "填报单位：东关街道办事处",
    labels: Sequence[object] = HEADER[1:],
) -> Rows:
    """A unit form. Each of quarters: its heading, then one value for each label."""
    rows: list[Sequence[object]] = [
        [title],
        [who] if isinstance(who, str) else who,
        ["数据项", *(quarter[0] for quarter in quarters)],
    ]
    return rows + [[label, *(quarter[i + 1] for quarter in quarters)] for i, label in enumerate(labels)]


def transposed(rows: Rows) -> Rows:
    """Title as it was; below it rows become columns."""
    title, *rest = rows
    return [title, *([list(column) for column in zip(*rest, strict=True)])]


def stacked(*tables: Rows, gap: int = 1) -> Rows:
    """Tables under each other, with blank rows between."""
    found: list[Sequence[object]] = []
    for rows in tables:
        found += [*rows, *([()] * gap)]
    return found


def beside(*tables: Rows) -> Rows:
    """Tables side by side with a blank column between."""
    height = max(map(len, tables))
    found: list[list[object]] = [[] for _ in range(height)]
    for rows in tables:
        width = max(map(len, rows))
        for r in range(height):
            row = list(rows[r]) if r < len(rows) else []
            found[r] += [*row, *([None] * (width - len(row) + 1))]
    return found


# Files


def ods(rows: Rows) -> bytes:
    """An OpenDocument sheet as LibreOffice writes it, in small."""
    return ods_book({"Sheet1": rows})


def ods_book(sheets: Mapping[str, Rows]) -> bytes:
    tables = []
    for name, rows in sheets.items():
        lines = (f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in rows)
        tables.append(f'<table:table table:name="{name}">{"".join(lines)}</table:table>')
    return other.ods("".join(tables))


def _ods_cell(value: object) -> str:
    if value is None:
        return "<table:table-cell/>"
    shown = "".join(f"<text:p>{escape(line)}</text:p>" for line in str(value).split("\n"))
    if isinstance(value, str):
        return f'<table:table-cell office:value-type="string">{shown}</table:table-cell>'
    return f'<table:table-cell office:value-type="float" office:value="{value}">{shown}</table:table-cell>'


def macros(rows: Rows) -> bytes:
    """A workbook that may hold macros: the same parts, another content type."""
    data = xlsx(rows)
    kinds = zipfile.ZipFile(io.BytesIO(data)).read("[Content_Types].xml")
    changed = kinds.replace(
        b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    )
    return other.with_parts(data, {"[Content_Types].xml": changed, "xl/vbaProject.bin": b"x"})


def titled(title: str) -> Rows:
    """A good table under another title."""
    return table(EAST, NORTH, title=title)
