"""A sheet as a grid of cells, whichever reader made it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import zip_longest
from typing import TypeVar

from metrics.intake.traditional import SIMPLIFIED
from metrics.model import column_letters

_Kept = TypeVar("_Kept")
MOST_COLUMNS = 300  # a table of a form has a few dozen; what stands further right is not looked at


@dataclass(frozen=True)
class Grid:
    """rows[r][c], 0-based from A1; an empty cell is None or "". Rows may differ in length.

    merged: (first row, first column, last row, last column), 0-based. errors: cells that hold an Excel
    error (“#DIV/0!”). uncalculated: formulas saved without their result. percents: cells shown as %.
    The bulk reader knows none of these three, nor comments; what is known of them beside it is put in
    (docs/decisions/0003). struck: cells crossed out as a whole. shown: cell → a format that shows another
    number. seen: cell → the text of another number than the one held. unseen: noughts shown as nothing.
    """

    name: str
    rows: list[list[object]]
    merged: tuple[tuple[int, int, int, int], ...] = ()
    errors: Mapping[tuple[int, int], str] = field(default_factory=dict)
    uncalculated: frozenset[tuple[int, int]] = frozenset()
    percents: Mapping[tuple[int, int], int] = field(default_factory=dict)  # cell → decimals shown
    hidden: bool = False
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[int, ...] = ()
    comments: Mapping[tuple[int, int], str] = field(default_factory=dict)
    struck: frozenset[tuple[int, int]] = frozenset()
    shown: Mapping[tuple[int, int], str] = field(default_factory=dict)
    seen: Mapping[tuple[int, int], str] = field(default_factory=dict)
    unseen: frozenset[tuple[int, int]] = frozenset()
    flipped: bool = False  # rows and columns have changed places: a transposed table reads like any other
    first: int = 0  # rows before it are another table's (see `part`)

    def address(self, row: int, column: int) -> str:
        """Where the cell stands in the workbook, such as “C5”, whichever way the grid is turned."""
        return address(column, row) if self.flipped else address(row, column)

    def part(self, first: int, last: int) -> Grid:
        """The rows from first up to, but without, last as a sheet of its own; every row keeps its number."""
        nothing: list[object] = []
        return replace(self, rows=[nothing] * first + self.rows[first:last], first=first)

    def flip(self, most_rows: int) -> Grid:
        """The first rows of the sheet with rows and columns exchanged; addresses stay those of the sheet."""
        return Grid(
            self.name,
            [list(column) for column in zip_longest(*self.rows[:most_rows])],
            tuple((left, top, right, bottom) for top, left, bottom, right in self.merged),
            _turned(self.errors),
            frozenset((column, row) for row, column in self.uncalculated),
            _turned(self.percents),
            self.hidden,
            self.hidden_columns,
            self.hidden_rows,
            _turned(self.comments),
            frozenset((column, row) for row, column in self.struck),
            _turned(self.shown),
            _turned(self.seen),
            frozenset((column, row) for row, column in self.unseen),
            not self.flipped,
        )

    def value(self, row: int, column: int) -> object:
        """The cell's value, None when empty or beyond the row's end."""
        if 0 <= row < len(self.rows) and 0 <= column < len(self.rows[row]):
            value = self.rows[row][column]
            return None if value == "" else value
        return None

    def text(self, row: int, column: int) -> str:
        """The cell as plain text, “” when empty."""
        value = self.value(row, column)
        return "" if value is None else str(value).strip()

    @property
    def width(self) -> int:
        return max(map(len, self.rows[:200]), default=0)

    def spread(self, rows: range) -> dict[tuple[int, int], str]:
        """Texts of the given rows with every merged range filled from its first cell."""
        width = min(self.width, MOST_COLUMNS)
        texts = {(r, c): self.text(r, c) for r in rows for c in range(width)}
        for top, left, bottom, right in self.merged:
            if top in rows:
                for r in range(top, min(bottom, rows.stop - 1) + 1):
                    for c in range(left, min(right, width - 1) + 1):
                        texts[r, c] = texts.get((top, left), "")
        return texts


def _turned(places: Mapping[tuple[int, int], _Kept]) -> dict[tuple[int, int], _Kept]:
    return {(column, row): value for (row, column), value in places.items()}


def address(row: int, column: int) -> str:
    """0-based → “C5”."""
    return f"{column_letters(column + 1)}{row + 1}"


@lru_cache(maxsize=8192)
def plain(text: str) -> str:
    """A label reduced to what identifies it: no spaces, full width, traditional characters, punctuation, nor
    brackets that say what is counted. “（%）” stays: it makes another thing of the label."""
    text = unicodedata.normalize("NFKC", text).translate(SIMPLIFIED)
    text = "".join(char for char in text if unicodedata.category(char) not in ("Cf", "Cc", "Zs", "Zl", "Zp"))
    text = re.sub(
        r"[(\[](?:(?:计量)?单位:?(?:件|次)?|件|次|个|起|宗|份|例|件次|件[/、]次|打√|√)[)\]]", "", text
    )
    text = re.sub(r"^(?:[一二三四五六七八九十]+、|\([一二三四五六七八九十\d]+\)|\d+[.、)])", "", text)
    return re.sub(r"[\s:：,，、。.;；\-—_()（）\[\]【】*#\"'“”‘’/]+", "", text).lower()
