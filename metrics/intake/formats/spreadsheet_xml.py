"""“XML 表格 2003” (SpreadsheetML), which reporting systems write as text and call .xls."""

from __future__ import annotations

from datetime import datetime

from metrics.intake import refuse
from metrics.intake.formats import markup
from metrics.intake.formats.building import Building, decimals
from metrics.intake.grid import Grid

NAMESPACE = "urn:schemas-microsoft-com:office:spreadsheet"
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384


def read(text: str) -> list[Grid]:
    """Every worksheet. Raises Unreadable for damage and for sheets that reach too far."""
    reader = _Reader()
    markup.walk(text, reader.start, reader.end, reader.text)
    return [sheet.grid() for sheet in reader.sheets]


class _Reader:
    """`_row`, `_column`: the last place that is taken, 0-based; what has no index of its own follows it."""

    def __init__(self) -> None:
        self.sheets: list[Building] = []
        self._percents: dict[str, int] = {}  # style → decimals shown
        self._style = ""
        self._sheet = Building()
        self._row = self._row_after = self._column = self._here = self._columns_after = 0
        self._row_style = ""
        self._cell: dict[str, str] = {}
        self._words: list[str] | None = None  # of the value being read
        self._kind = ""
        self._in_comment = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "Worksheet":
            self._sheet = Building(attributes.get("Name", ""))
            self.sheets.append(self._sheet)
            self._row_after = self._columns_after = 0
        elif name == "Style":
            self._style = attributes.get("ID", "")
        elif name == "NumberFormat":
            form = attributes.get("Format", "")
            places = decimals("0.00%" if form == "Percent" else form)
            if places is not None:
                self._percents[self._style] = places
        elif name == "Row":
            self._start_of_row(attributes)
        elif name == "Column":
            first = _index(attributes, self._columns_after, _LAST_COLUMN)
            self._columns_after = first + 1 + _count(attributes, "Span", _LAST_COLUMN)
            if attributes.get("Hidden") == "1":
                self._sheet.hidden_columns.update(range(first, self._columns_after))
        elif name == "Cell":
            self._start_of_cell(attributes)
        elif name == "Comment":
            self._in_comment = True
        elif name in ("Data", "Visible"):
            self._words, self._kind = [], attributes.get("Type", "String")

    def text(self, text: str) -> None:
        if self._words is not None:
            self._words.append(text)

    def end(self, name: str) -> None:
        if name == "Comment":
            self._in_comment = False
        elif name in ("Data", "Visible") and self._words is not None:
            words, self._words = "".join(self._words), None
            if name == "Visible":
                self._sheet.hidden = words.strip() != "SheetVisible"
            elif self._in_comment:
                self._sheet.comments[self._row, self._here] = words.strip()
            elif words:
                self._put(words)

    def _start_of_row(self, attributes: dict[str, str]) -> None:
        span = _count(attributes, "Span", _LAST_ROW)
        self._row = _index(attributes, self._row_after, _LAST_ROW)
        self._row_after, self._column = self._row + 1 + span, 0
        self._row_style = attributes.get("StyleID", "")
        if attributes.get("Hidden") == "1":
            self._sheet.hidden_rows.update(range(self._row, self._row_after))

    def _start_of_cell(self, attributes: dict[str, str]) -> None:
        """Cells that a merge from above covers are left out, and the next cell then always has an index."""
        down, across = (
            _count(attributes, "MergeDown", _LAST_ROW),
            _count(attributes, "MergeAcross", _LAST_COLUMN),
        )
        self._cell, self._here = attributes, _index(attributes, self._column, _LAST_COLUMN)
        self._column = self._here + 1 + across
        self._sheet.merge(self._row, self._here, down, across)
        if "Formula" in attributes:
            self._sheet.uncalculated.add((self._row, self._here))

    def _put(self, words: str) -> None:
        place = self._row, self._here
        self._sheet.put(*place, _value(self._kind, words))
        self._sheet.uncalculated.discard(place)
        style = self._cell.get("StyleID", self._row_style)
        if self._kind == "Error":
            self._sheet.errors[place] = words
        elif self._kind == "Number" and style in self._percents:
            self._sheet.percents[place] = self._percents[style]


def _value(kind: str, words: str) -> object:
    if kind == "Number":
        return markup.number(words)
    if kind == "Boolean":
        return words.strip() == "1"
    if kind == "DateTime":
        try:
            return datetime.fromisoformat(words.strip())
        except ValueError:
            return words
    return words


def _index(attributes: dict[str, str], following: int, last: int) -> int:
    """The 0-based place that the element names, or the following one. Raises Unreadable beyond the last."""
    text = attributes.get("Index", "")
    place = int(text) - 1 if text.isascii() and text.isdigit() and len(text) < 10 else following
    if not 0 <= place < last:
        raise refuse.damaged()
    return place


def _count(attributes: dict[str, str], name: str, most: int) -> int:
    text = attributes.get(name, "0")
    return min(int(text), most) if text.isascii() and text.isdigit() and len(text) < 10 else 0
