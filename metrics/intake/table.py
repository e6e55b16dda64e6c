"""A table found on a sheet, in terms of the form, before any cell is judged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from metrics.catalogue import Catalogue, Form
from metrics.intake.grid import MOST_COLUMNS, Grid, plain
from metrics.intake.names import FormNames, Match, UnitNames
from metrics.model import Context, Layout

MOST_HEADER_ROWS = 40  # a first header further down than this is none
_BAND_AND_LABEL = "／"


@dataclass(frozen=True)
class Heading:
    """A heading that is not simply the measure's own name, and what it may mean.

    line: its column (of a unit form its row). written: what stands there, with its band where the band decides.
    """

    place: str
    line: int
    written: str
    path: tuple[str, ...]
    match: Match

    @classmethod
    def of(cls, place: str, line: int, path: Sequence[str], match: Match) -> Heading:
        label = path[-1].strip()
        above = next((text.strip() for text in reversed(path[:-1])), "")
        written = f"{above}{_BAND_AND_LABEL}{label}" if match.by_band and above else label
        return cls(place, line, written, tuple(path), match)


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
    headings: tuple[Heading, ...] = ()  # of measures taken by another name, and of what is to be asked
    top: int = 0  # the first row that speaks of this table, where others stand above it
    nameless: tuple[int, ...] = ()  # columns without a heading, within the table or after it
    other_units: tuple[int, ...] = ()  # further columns that are headed like one of units

    def at(self, measure_line: int, record_line: int) -> tuple[int, int]:
        """(row, column) of the cell where a measure's line and a record's line cross."""
        return (record_line, measure_line) if self.layout is Layout.SUMMARY else (measure_line, record_line)

    def address(self, measure_line: int, record_line: int) -> str:
        return self.grid.address(*self.at(measure_line, record_line))


@dataclass(frozen=True)
class Reader:
    """What every step of reading needs, prepared once per workbook."""

    catalogue: Catalogue
    context: Context
    forms: tuple[FormNames, ...]
    file_name: str
    period_words: (
        str  # what the file's name may say of the period, and of the unit: a sheet's own words go first
    )
    unit_words: str

    @cached_property
    def units(self) -> UnitNames:
        return UnitNames(self.context.units)

    @classmethod
    def prepare(cls, catalogue: Catalogue, context: Context, file_name: str) -> Reader:
        return cls(catalogue, context, _names_of(catalogue), file_name, file_name, file_name)


_last_used: list[tuple[Catalogue, tuple[FormNames, ...]]] = []


def _names_of(catalogue: Catalogue) -> tuple[FormNames, ...]:
    """The names of every form, kept for the next workbook: making them takes longer than reading a small one."""
    for known, names in _last_used:
        if known is catalogue:
            return names
    names = tuple(FormNames(form, catalogue) for form in catalogue.forms.values())
    _last_used[:] = [(catalogue, names)]
    return names


def titles_above(grid: Grid, row: int, first: int = 0) -> tuple[str, ...]:
    """The distinct texts above a header, top down: title, period, unit of measurement, who reports."""
    texts = (grid.text(r, c) for r in range(first, row) for c in range(min(grid.width, MOST_COLUMNS)))
    return tuple(dict.fromkeys(text for text in texts if text))


def path_above(texts: Mapping[tuple[int, int], str], row: int, column: int, depth: int) -> list[str]:
    """Distinct texts of a header column from the top down, the label last."""
    path: list[str] = []
    for r in range(max(0, row - depth + 1), row + 1):
        text = texts.get((r, column), "")
        if text and (not path or plain(text) != plain(path[-1])):
            path.append(text)
    return path
