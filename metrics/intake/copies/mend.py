"""The mended workbook: a copy in which the cells that a person changed on the page hold what they typed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles.numbers import is_date_format
from openpyxl.utils.cell import coordinate_to_tuple
from openpyxl.worksheet.worksheet import Worksheet

from metrics.intake import refuse
from metrics.intake.copies import as_xlsx
from metrics.intake.copies.formula import Value
from metrics.intake.copies.recalculate import Formulas, Place, recalculate, spoken
from metrics.intake.looks import is_odd
from metrics.limits import DEFAULTS, Limits
from metrics.model import Edit

_ADDRESS = re.compile(r"[A-Z]{1,3}[1-9]\d{0,6}")
# Beyond 15 digits a table program forgets the rest; a leading zero makes a code of a number.
_WHOLE = re.compile(r"-?(?:0|[1-9]\d{0,14})")
_DECIMAL = re.compile(r"-?(?:0|[1-9]\d{0,14})\.\d{1,15}")
_PERCENT = re.compile(r"(-?\d{1,9}(?:\.\d{1,9})?)%")
_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?: 00:00(?::00)?)?")


@dataclass(frozen=True)
class Mended:
    """data: the new workbook, always .xlsx; file_name: its name.

    not_recomputed: formulas (“汇总表!C20”) that depend on a changed cell, or may, and could not be computed
    anew. They stand without a result, so that reading asks for it instead of taking the old one.
    """

    data: bytes
    file_name: str
    not_recomputed: tuple[str, ...]


def mend(data: bytes, file_name: str, edits: Sequence[Edit], limits: Limits = DEFAULTS) -> Mended:
    """A new workbook with the edits in it; formats kept for .xlsx and .xlsm, other formats made anew.

    Formulas that depend on a changed cell follow it (recalculate.py). Raises NotAllowed, with nothing done,
    for a sheet or cell that there is not, the inside of a merged range, a cell that no longer holds `before`,
    and a workbook of more than as_xlsx.MOST_COPIED cells; Unreadable as reading does. No clock: the same
    arguments give the same bytes.
    """
    return as_xlsx.changed(data, file_name, limits, lambda copy: _mended(copy, file_name, edits))


def _mended(copy: as_xlsx.Copy, file_name: str, edits: Sequence[Edit]) -> Mended:
    if copy.too_large:
        raise refuse.mend_too_large(as_xlsx.MOST_COPIED)
    formulas = _formulas(copy)
    cells = [(edit, _cell(copy, edit)) for edit in edits]
    changed: dict[Place, Value] = {}
    for edit, cell in cells:
        _write(cell, edit.after)
        copy.results.get(_sheet(cell).title, {}).pop(cell.coordinate, None)
        changed[_place(cell)] = _value(copy.now(cell))
    again = recalculate(formulas, changed)
    titles = {sheet.title.casefold(): sheet.title for sheet in copy.book.worksheets}
    for place, result in again.results.items():
        copy.results[titles[place[0]]][spoken(place)] = _whole(result)
    for place in again.unknown:
        copy.results[titles[place[0]]].pop(spoken(place), None)
    return Mended(
        as_xlsx.packed(copy.book, copy.results),
        f"{re.sub(r'[.][^.]{1,5}$', '', file_name)}.xlsx",
        tuple(f"{titles[place[0]]}!{spoken(place)}" for place in again.unknown),
    )


def _cell(copy: as_xlsx.Copy, edit: Edit) -> Cell:
    sheet = copy.sheet(edit.sheet)
    if sheet is None:
        raise refuse.mend_no_sheet(edit.sheet)
    if not _ADDRESS.fullmatch(edit.cell):
        raise refuse.mend_no_cell(edit.cell)
    cell = sheet[edit.cell] if _exists(sheet, edit.cell) else None
    if cell is None:
        raise refuse.mend_no_cell(edit.cell)
    if isinstance(cell, MergedCell):
        around = next(merged for merged in sheet.merged_cells.ranges if edit.cell in merged)
        raise refuse.mend_inside_merged(edit.cell, around.start_cell.coordinate)
    now = copy.now(cell)
    if not _says_same(edit.before, now):
        raise refuse.mend_changed(edit.cell, edit.before, as_xlsx.shown(now))
    return cast(Cell, cell)


def _exists(sheet: Worksheet, address: str) -> bool:
    """Within the sheet's content or just beside it: a cell far away would stretch the sheet."""
    row, column = coordinate_to_tuple(address)
    return (row, column) in sheet._cells or (row <= sheet.max_row + 1 and column <= sheet.max_column + 1)


def _says_same(before: str, now: object) -> bool:
    one, other = before.strip(), as_xlsx.shown(now)
    if one in (other, "" if now is None else str(now).strip()):
        return True
    try:
        return not isinstance(now, str | bool) and now is not None and float(one) == float(cast(float, now))
    except (TypeError, ValueError):
        return False


def _write(cell: Cell, after: str) -> None:
    """What a person typed: a number, a day where one stood or was meant to, else text. Never a formula."""
    plain = unicodedata.normalize("NFKC", after).strip()
    was_day = is_date_format(cell.number_format)
    if not plain:
        cell.value = None
    elif _WHOLE.fullmatch(plain) or _DECIMAL.fullmatch(plain):
        number = float(plain)
        if "%" in cell.number_format:
            # As the office programs take a number typed into a cell of percentages: 95 is 95 %.
            cell.value = number / 100 if abs(number) >= 1 else number
        else:
            cell.value = number if "." in plain else int(plain)
            if was_day or is_odd(cell.number_format):
                cell.number_format = "General"
    elif (percent := _PERCENT.fullmatch(plain)) and "%" in cell.number_format:
        cell.value = float(percent[1]) / 100
    elif was_day and (day := _day(plain)):
        cell.value = day
    else:
        as_xlsx.put_text(cell, after.strip())


def _day(text: str) -> datetime | None:
    match = _DAY.fullmatch(text)
    try:
        return datetime(int(match[1]), int(match[2]), int(match[3])) if match else None
    except ValueError:
        return None  # 2025-02-30


def _sheet(cell: Cell) -> Worksheet:
    return cast(Worksheet, cell.parent)


def _place(cell: Cell) -> Place:
    return _sheet(cell).title.casefold(), cell.row, cell.column


def _value(value: object) -> Value:
    if isinstance(value, bool | int | float | str):
        return value
    return None if value is None else as_xlsx.as_result(value)


def _whole(value: Value) -> as_xlsx.Result:
    if value is None:
        return 0
    return int(value) if isinstance(value, float) and value.is_integer() and abs(value) < 1e15 else value


def _formulas(copy: as_xlsx.Copy) -> Formulas:
    of: dict[Place, str] = {}
    before: dict[Place, Value] = {}
    for sheet in copy.book.worksheets:
        results = copy.results.get(sheet.title, {})
        for cell in as_xlsx.standing(sheet):
            if cell.data_type == "f":
                of[_place(cell)] = as_xlsx.formula_of(cell)
                before[_place(cell)] = results.get(cell.coordinate)
            elif cell.value is not None:
                before[_place(cell)] = _value(copy.now(cell))
    names = {name.upper(): str(defined.value) for name, defined in copy.book.defined_names.items()}
    return Formulas(of, before, names)
