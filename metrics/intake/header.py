"""One header of a summary table: its rows, its texts, and what its columns mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from metrics.intake.grid import plain
from metrics.intake.names import CURRENT, Match
from metrics.intake.table import path_above

DEPTH = 3  # header rows that may stand above each other
SHORT = 14  # characters of a heading over columns; what is longer is a title


@dataclass(frozen=True)
class Header:
    """One header: its last row, its texts (merged cells spread), column → what its heading means.

    first: the row below it, beyond a row that holds units of measurement only. found: the columns of measures.
    settled: columns that are named like a measure and are not simply it: of another period than the titles', or
    one of several parts of a measure. near: columns that a header of near names only is known by.
    """

    row: int
    first: int
    texts: dict[tuple[int, int], str]
    found: dict[int, Match]
    measured: dict[int, str]
    settled: Mapping[int, Match] = field(default_factory=dict)
    near: Sequence[int] = ()

    @property
    def columns(self) -> list[int]:
        """Where the table has its figures."""
        return sorted({*self.found, *self.near})

    def path(self, column: int) -> list[str]:
        """The texts of a column from the top down, its heading last; “本期” below a heading says nothing more."""
        path = path_above(self.texts, self.row, column, DEPTH)
        return path[:-1] if len(path) > 1 and plain(path[-1]) in CURRENT else path

    def label(self, column: int) -> str:
        return self.texts.get((self.row, column), "")
