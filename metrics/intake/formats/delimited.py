"""Tables written as text: comma, tab or semicolon between the fields."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter

from metrics.intake import refuse
from metrics.intake.formats.extent import MOST_CELLS

_SEPARATORS = ",\t;"
_HEAD = 8000  # characters that tell the separator
_SAID = re.compile(r"sep=(.)\r?\n", re.I)  # Excel's own first line, which names the separator


def read(text: str) -> list[list[object]]:
    """Rows of texts. Raises Unreadable for text that is no table, and for more cells than can be laid out."""
    said = _SAID.match(text)
    if said:
        text = text[said.end() :]
    separator = said[1] if said else _separator(text)
    if not separator:
        raise refuse.unknown()
    rows: list[list[object]] = []
    places = 0
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            places += len(row)
            if places > MOST_CELLS:
                raise refuse.too_far(f"第 {len(rows) + 1} 行")
            rows.append(list(row))
    except csv.Error as error:
        raise refuse.unknown() from error
    return rows


def _separator(text: str) -> str:
    """The one that cuts most lines into equally many fields: a comma in “1,234” or a title does not mislead.

    “” when nothing is cut and there are no lines either; one column of lines is a table.
    """
    head = text[:_HEAD]

    def evenness(separator: str) -> int:
        try:
            widths = Counter(map(len, csv.reader(io.StringIO(head, newline=""), delimiter=separator)))
        except csv.Error:
            return 0
        return max(((width - 1) * times for width, times in widths.items()), default=0)

    best = max(_SEPARATORS, key=evenness)
    return best if evenness(best) or "\n" in text else ""
