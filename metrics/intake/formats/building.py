"""A grid put together cell by cell, with the bounds that hold for every format read here."""

from __future__ import annotations

from dataclasses import dataclass, field

from metrics.intake import refuse
from metrics.intake.formats import markup
from metrics.intake.formats.extent import MOST_CELLS, Reach
from metrics.intake.grid import Grid
from metrics.intake.looks import judged, noughts


@dataclass
class Building:
    """One sheet in the making; rows and columns 0-based. Its methods raise Unreadable beyond the bounds."""

    name: str = ""
    hidden: bool = False
    rows: list[list[object]] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    percents: dict[tuple[int, int], int] = field(default_factory=dict)
    comments: dict[tuple[int, int], str] = field(default_factory=dict)
    uncalculated: set[tuple[int, int]] = field(default_factory=set)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    struck: set[tuple[int, int]] = field(default_factory=set)
    formats: dict[tuple[int, int], str] = field(default_factory=dict)  # cell → odd format
    seen: dict[tuple[int, int], str] = field(default_factory=dict)
    unseen: set[tuple[int, int]] = field(default_factory=set)
    shows_no_noughts: bool = False
    _reach: Reach = field(default_factory=Reach)
    _area: int = 0

    def bound(self, row: int, column: int) -> None:
        """Says that there will be cells as far as this one, before they are put."""
        self._reach.take(row, column)

    def put(self, row: int, column: int, value: object) -> None:
        """A cell with content."""
        self._reach.take(row, column)
        while len(self.rows) <= row:
            self.rows.append([])
        cells = self.rows[row]
        cells.extend([None] * (column + 1 - len(cells)))
        cells[column] = value

    def merge(self, row: int, column: int, down: int, across: int) -> None:
        """A range from the given cell over so many further rows and columns."""
        if down > 0 or across > 0:
            self._area += (down + 1) * (across + 1)
            if self._area > MOST_CELLS:
                raise refuse.merged_too_far()
            self.merged.append((row, column, row + down, column + across))

    def grid(self) -> Grid:
        """The sheet as far as it is filled."""
        hidden_rows = tuple(
            r
            for r in sorted(self.hidden_rows)
            if r < len(self.rows) and any(value is not None for value in self.rows[r])
        )
        hidden_columns = tuple(
            c
            for c in sorted(self.hidden_columns)
            if any(c < len(row) and row[c] is not None for row in self.rows)
        )
        shown, unseen = judged(self.formats.items(), self._number)
        if self.shows_no_noughts:
            unseen |= noughts(self.rows)
        return Grid(
            self.name,
            self.rows,
            tuple(self.merged),
            self.errors,
            frozenset(self.uncalculated),
            self.percents,
            self.hidden,
            hidden_rows,
            hidden_columns,
            self.comments,
            frozenset(self.struck),
            shown,
            self.seen,
            unseen | self.unseen,
        )

    def _number(self, row: int, column: int) -> object:
        """What stands in a cell; a text of digits as the number it is read as."""
        value = self.rows[row][column]
        return markup.number(value) if isinstance(value, str) else value


def decimals(shown: str) -> int | None:
    """The decimals of a percentage as it is shown or of its format (“95.24%”, “0.00%”); None for no percentage."""
    before, sign, _ = shown.partition("%")
    if not sign:
        return None
    return sum(char.isdigit() for char in before.partition(".")[2])
