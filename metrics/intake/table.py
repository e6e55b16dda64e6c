"""A table found on a sheet, in terms of the form, before any cell is judged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from metrics.catalogue import Catalogue, Form
from metrics.intake.grid import MOST_COLUMNS, Grid, address, plain
from metrics.intake.names import FormNames
from metrics.model import Context, Layout

MOST_HEADER_ROWS = 40  # a header further down than this is none


@dataclass(frozen=True)
class Table:
    """One table of a sheet. All numbers 0-based.

    Records run down (summary): `lines` are columns of measures, `first`/`last` the rows that may hold
    records, `unit` the column with the units' names. Records run across (unit form): `lines` are rows
    of measures, `first`/`last` the columns. `labels`: measure → the text by which it was recognised.
    """

    grid: Grid
    form: Form
    layout: Layout
    titles: tuple[str, ...]
    header: int
    first: int
    last: int
    lines: Mapping[str, int]
    labels: Mapping[str, str]
    unit: int | None = None
    zero: int | None = None
    rates: Mapping[str, int] = field(default_factory=dict)
    unknown: Mapping[str, str] = field(default_factory=dict)  # address → label of what nobody recognised
    twice: Mapping[str, str] = field(default_factory=dict)

    def at(self, measure_line: int, record_line: int) -> tuple[int, int]:
        """(row, column) of the cell where a measure's line and a record's line cross."""
        return (record_line, measure_line) if self.layout is Layout.SUMMARY else (measure_line, record_line)

    def address(self, measure_line: int, record_line: int) -> str:
        return address(*self.at(measure_line, record_line))


@dataclass(frozen=True)
class Reader:
    """What every step of reading needs, prepared once per workbook."""

    catalogue: Catalogue
    context: Context
    forms: tuple[FormNames, ...]
    file_name: str

    @classmethod
    def prepare(cls, catalogue: Catalogue, context: Context, file_name: str) -> Reader:
        return cls(
            catalogue,
            context,
            tuple(FormNames(form, catalogue) for form in catalogue.forms.values()),
            file_name,
        )


def titles_above(grid: Grid, row: int) -> tuple[str, ...]:
    """The distinct texts above a header, top down: title, period, unit of measurement, who reports."""
    texts = (grid.text(r, c) for r in range(row) for c in range(min(grid.width, MOST_COLUMNS)))
    return tuple(dict.fromkeys(text for text in texts if text))


def path_above(texts: Mapping[tuple[int, int], str], row: int, column: int, depth: int) -> list[str]:
    """Distinct texts of a header column from the top down, the label last."""
    path: list[str] = []
    for r in range(max(0, row - depth + 1), row + 1):
        text = texts.get((r, column), "")
        if text and (not path or plain(text) != plain(path[-1])):
            path.append(text)
    return path
