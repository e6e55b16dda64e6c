"""“XML 表格 2003” (SpreadsheetML), which reporting systems write as text and call .xls."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from metrics.intake import refuse
from metrics.intake.formats import markup
from metrics.intake.formats.building import Building, decimals
from metrics.intake.formats.named_formats import written_out
from metrics.intake.grid import Grid
from metrics.intake.looks import crossed_out, is_odd, raised

NAMESPACE = "urn:schemas-microsoft-com:office:spreadsheet"
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
_DEFAULT = "Default"  # the style of cells that name none
_MOST_PARENTS = 20
_MARKS = {"S": crossed_out, "Del": crossed_out, "Sup": raised}  # elements within a cell's text


def read(text: str) -> list[Grid]:
    """Every worksheet. Raises Unreadable for damage and for sheets that reach too far."""
    reader = _Reader()
    markup.walk(text, reader.start, reader.end, reader.text)
    return [sheet.grid() for sheet in reader.sheets]


@dataclass
class _Style:
    """What is None is as in the style it is derived from."""

    parent: str = ""
    struck: bool | None = None
    number_format: str | None = None


class _Reader:
    """`_row`, `_column`: the last place that is taken, 0-based; what has no index of its own follows it."""

    def __init__(self) -> None:
        self.sheets: list[Building] = []
        self._styles: dict[str, _Style] = {}
        self._looks: dict[str, tuple[bool, str]] = {}  # style → crossed out, number format
        self._style = _Style()
        self._marks: list[str] = []
        self._sheet = Building()
        self._row = self._row_after = self._column = self._here = self._columns_after = 0
        self._table_style = self._row_style = ""
        self._column_styles: list[tuple[int, int, str]] = []  # first, behind the last, style
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
            self._style = self._styles[attributes.get("ID", "")] = _Style(attributes.get("Parent", ""))
        elif name == "NumberFormat":
            self._style.number_format = written_out(attributes.get("Format", "General"))
        elif name == "Font" and self._words is None:
            self._style.struck = attributes.get("StrikeThrough") == "1"
        elif name == "Table":
            self._table_style, self._column_styles = attributes.get("StyleID", ""), []
        elif name == "DoNotDisplayZeros":
            self._sheet.shows_no_noughts = True
        elif name == "Row":
            self._start_of_row(attributes)
        elif name == "Column":
            first = _index(attributes, self._columns_after, _LAST_COLUMN)
            self._columns_after = first + 1 + _count(attributes, "Span", _LAST_COLUMN)
            if attributes.get("Hidden") == "1":
                self._sheet.hidden_columns.update(range(first, self._columns_after))
            if "StyleID" in attributes:
                self._column_styles.append((first, self._columns_after, attributes["StyleID"]))
        elif name == "Cell":
            self._start_of_cell(attributes)
        elif name == "Comment":
            self._in_comment = True
        elif name in ("Data", "Visible"):
            self._words, self._kind = [], attributes.get("Type", "String")
        elif name in _MARKS:
            self._marks.append(name)

    def text(self, text: str) -> None:
        if self._words is not None:
            for mark in self._marks:
                text = _MARKS[mark](text)
            self._words.append(text)

    def end(self, name: str) -> None:
        if name == "Comment":
            self._in_comment = False
        elif name in _MARKS:
            self._marks.pop()
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
        struck, number_format = self._look()
        if struck:
            self._sheet.struck.add(place)
        if self._kind == "Error":
            self._sheet.errors[place] = words
        elif self._kind == "Number":
            if (places := decimals(number_format)) is not None:
                self._sheet.percents[place] = places
            if is_odd(number_format):
                self._sheet.formats[place] = number_format

    def _look(self) -> tuple[bool, str]:
        """Whether the cell is crossed out, and its number format; from its style or that of its row or column."""
        style = self._cell.get("StyleID", self._row_style)
        if not style and self._column_styles:
            here = self._here
            style = next((s for first, end, s in reversed(self._column_styles) if first <= here < end), "")
        style = style or self._table_style or _DEFAULT
        if style not in self._looks:
            chain = self._chain(style)
            self._looks[style] = (
                next((one.struck for one in chain if one.struck is not None), False),
                next((one.number_format for one in chain if one.number_format is not None), ""),
            )
        return self._looks[style]

    def _chain(self, name: str) -> list[_Style]:
        """The style, those it is derived from, and the default; a style may be derived from itself by mistake."""
        chain: list[_Style] = []
        while name in self._styles and len(chain) < _MOST_PARENTS:
            chain.append(self._styles[name])
            name = chain[-1].parent
        return [*chain, self._styles.get(_DEFAULT, _Style())]


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
