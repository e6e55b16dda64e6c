"""The texts of header rows, each carried over the columns above which it stands; the times that they name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from metrics.intake.cut_off import since_january
from metrics.intake.grid import MOST_COLUMNS, Grid, plain
from metrics.intake.header import SHORT
from metrics.intake.heading_times import speaks_of_time
from metrics.intake.names import FormNames
from metrics.intake.when import spoken

_MAY_BE_PERIOD = re.compile(r"[季月年QqＱ]|[2２][0０]")


def header_texts(grid: Grid, names: FormNames, rows: range) -> dict[tuple[int, int], str]:
    """(row, column) → text: merged cells spread, bands and times over each of their columns."""
    texts = grid.spread(rows)
    width = min(grid.width, MOST_COLUMNS)
    for row in rows:
        _fill_bands(texts, names, row, width, grid.merged)
        if len(periods_in_row(texts, names, row, width)) > 1 or times_in_row(texts, names, row, width):
            carry(texts, row, width)
    return texts


def _fill_bands(
    texts: dict[tuple[int, int], str],
    names: FormNames,
    row: int,
    width: int,
    merged: Sequence[tuple[int, int, int, int]],
) -> None:
    """In a csv a band's name stands over its first column only: carry it over the blank ones after it.

    Where bands are merged, the merging says how far each reaches.
    """
    if any(top <= row <= bottom and left < right for top, left, bottom, right in merged):
        return
    if not any(names.band(texts.get((row, c), "")) for c in range(width)):
        return
    if any(names.column([texts.get((row, c), "")]) for c in range(width) if not names.band(texts[row, c])):
        return
    carried = ""
    for column in range(width):
        text = texts.get((row, column), "")
        carried = text or carried
        if not text and names.band(carried) and texts.get((row + 1, column)):
            texts[row, column] = carried


def carry(texts: dict[tuple[int, int], str], row: int, width: int) -> None:
    """A heading over several columns stands over the first of them only: carry it over the blank ones."""
    carried = ""
    for column in range(width):
        carried = texts.get((row, column), "") or carried
        if carried and texts.get((row + 1, column)):
            texts[row, column] = carried


def times_in_row(texts: dict[tuple[int, int], str], names: FormNames, row: int, width: int) -> set[str]:
    """The headings of a row that say which time the columns below them are about; none where the row names measures."""
    below = {c: text for c in range(width) if (text := texts.get((row + 1, c), ""))}
    if not any(plain(text) in names.labels or names.band(text) for text in below.values()):
        return set()
    labels = {c: text for c in range(width) if (text := texts.get((row, c), ""))}
    if any(names.column([text]) for text in labels.values()):
        return set()
    return {
        text
        for c, text in labels.items()
        if c and plain(below.get(c, "")) not in names.units and is_short(text) and speaks_of_time(text)
    }


def periods_in_row(
    texts: dict[tuple[int, int], str], names: FormNames, row: int, width: int
) -> set[tuple[int | None, int, bool]]:
    """The periods that the cells of a row name, one each: more than one, and the columns below are of different ones.

    A title about two quarters names both in one cell.
    """
    found = set()
    for text in {texts.get((row, column), "") for column in range(width)}:
        if len(text) <= SHORT and _MAY_BE_PERIOD.search(text):
            said = [m for m in spoken(text) if m.kind is names.form.frequency]
            found |= {(m.year, m.number, m.cumulative) for m in said if len(said) == 1}
    return found


def is_short(text: str) -> bool:
    """Whether a text may be a heading over columns: a few characters, or two days and nothing more."""
    return len(text) <= SHORT or len(since_january(text)) >= len(text) - 2
