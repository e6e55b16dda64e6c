"""A column (or row) of cells to counts: whole columns at once, single cells only where something is odd."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from metrics.intake.cells import MOST_COUNT, read_count
from metrics.intake.table import Table
from metrics.model import CellState


@dataclass
class Counts:
    """values: one per record, None when missing or not applicable. odd: record → rule code and text."""

    values: list[int | None]
    not_applicable: list[int] = field(default_factory=list)
    problems: dict[int, tuple[str, str]] = field(default_factory=dict)
    zero_words: dict[int, str] = field(default_factory=dict)
    dashes: dict[int, str] = field(default_factory=dict)
    _array: NDArray[np.float64] | None = None

    def confirm_zero(self, record: int) -> None:
        """A tick elsewhere in the form says that an empty cell is a zero. A dash stays a dash."""
        if record not in self.not_applicable:
            self.values[record] = 0
            self._array = None

    def fault(self, record: int, code: str, text: str) -> None:
        """The cell is no count after all."""
        self.values[record] = None
        self.problems[record] = (code, text)
        self._array = None

    @property
    def array(self) -> NDArray[np.float64]:
        """The values as floats, NaN for None: made once, for the checks."""
        if self._array is None:
            self._array = np.array(self.values, dtype=np.float64)  # None becomes NaN
        return self._array


def columns_of(rows: Sequence[Sequence[object]], columns: Sequence[int]) -> list[Sequence[object]]:
    """The cells of the given columns, top down; None beyond the end of a row, as a csv may end its lines early."""
    most = max(columns, default=-1)
    if len(columns) > 1 and rows and min(map(len, rows)) > most:
        every = list(
            zip(*rows, strict=False)
        )  # a third of the time of going through the rows column by column
        return [every[column] for column in columns]
    return [[row[column] if column < len(row) else None for row in rows] for column in columns]


def mark_percents(table: Table, lines: Sequence[int], counts: Mapping[str, Counts]) -> None:
    """A cell shown as “100%” holds 1, but nobody counted one case: it reads as missing, with its problem."""
    for measure, column in counts.items() if table.grid.percents else ():
        for i, record in enumerate(lines):
            place = table.at(table.lines[measure], record)
            decimals = table.grid.percents.get(place)
            value = table.grid.value(*place)
            if decimals is not None and isinstance(value, int | float):
                column.fault(i, "percent_as_count", f"{value:.{decimals}%}")


def read_counts(cells: Sequence[object]) -> Counts:
    """Every cell of one measure. A column of plain whole numbers takes a few array operations."""
    if set(map(type, cells)) <= {int, float}:
        array = np.array(cells, dtype=np.float64)
        usual = len(array) == 0 or (array.min() >= 0 and array.max() <= MOST_COUNT)
        if usual and bool((array == np.floor(array)).all()):
            return Counts(array.astype(np.int64).tolist(), _array=array)
    counts = Counts([])
    for i, cell in enumerate(cells):
        reading = read_count(cell)
        counts.values.append(reading.value)
        if reading.problem:
            counts.problems[i] = (reading.problem, str(cell))
        elif reading.state is CellState.NOT_APPLICABLE:
            counts.not_applicable.append(i)
            counts.dashes[i] = str(cell).strip()
        elif (
            reading.state is CellState.ZERO
            and isinstance(cell, str)
            and not cell.strip().startswith(("0", "０"))
        ):
            counts.zero_words[i] = cell.strip()
    return counts
