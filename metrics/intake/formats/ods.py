"""OpenDocument sheets (.ods), read here because the bulk reader knows neither their merged cells nor errors.

A row or cell may say that it stands there a million times; empty ones are counted, never laid out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime

from metrics.intake.formats import markup
from metrics.intake.formats.building import Building, decimals
from metrics.intake.formats.extent import MOST_CELLS
from metrics.intake.formats.ods_styles import OdsStyles
from metrics.intake.grid import Grid
from metrics.intake.looks import crossed_out, raised, seen_otherwise
from metrics.model import Unreadable

_ERROR = re.compile(r"#(?:DIV/0!|N/A|NAME\?|NULL!|NUM!|REF!|VALUE!)|(?:Err|错误)[:：]\d{3}")
_NUMBERS = frozenset(("float", "currency", "percentage"))


def read(content: Iterable[bytes], named_styles: Iterable[bytes] = ()) -> list[Grid]:
    """The sheets in content.xml, given in pieces. Raises Unreadable for damage and for sheets that reach too far.

    named_styles: styles.xml in pieces, from which those in content.xml are derived; a damaged one is done without.
    """
    styles = OdsStyles()
    with suppress(Unreadable):
        markup.walk(named_styles, styles.start, lambda _: None, lambda _: None)
    reader = _Reader(styles)
    markup.walk(content, reader.start, reader.end, reader.text)
    return [sheet.grid() for sheet in reader.sheets]


@dataclass(frozen=True)
class _Filled:
    """A cell of a row, or several equal ones beside each other."""

    first: int
    count: int
    value: object
    attributes: dict[str, str]
    shown: str
    has_text: bool  # an empty text is one too: the cell shows nothing
    comment: str


class _Reader:
    def __init__(self, styles: OdsStyles) -> None:
        self.sheets: list[Building] = []
        self._styles = styles
        self._path: list[str] = []
        self._sheet: Building | None = None
        self._row = self._column = self._repeat_rows = self._columns_seen = 0
        self._row_style = ""
        self._column_styles: list[tuple[int, int, str]] = []  # first, behind the last, style
        self._spans: list[str] = []  # styles of the characters being read
        self._has_text = False
        self._filled: list[_Filled] = []
        self._cell: dict[str, str] = {}
        self._shown: list[str] = []
        self._comment: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        parent = self._path[-1] if self._path else ""
        self._path.append(name)
        if name == "table" and parent == "spreadsheet":
            hidden = self._styles.hides(attributes.get("style-name", ""))
            self._sheet = Building(attributes.get("name", ""), hidden)
            self.sheets.append(self._sheet)
            self._row = self._columns_seen = 0
            self._column_styles = []
        elif self._sheet is not None:
            self._inside(name, parent, attributes)
        else:
            self._styles.start(name, attributes)

    def _inside(self, name: str, parent: str, attributes: dict[str, str]) -> None:
        assert self._sheet is not None
        if name in ("table-cell", "covered-table-cell"):
            self._cell, self._shown, self._comment, self._has_text = attributes, [], [], False
        elif name == "table-row":
            self._column, self._filled = 0, []
            self._row_style = attributes.get("default-cell-style-name", "")
            self._repeat_rows = _count(attributes, "number-rows-repeated")
            if attributes.get("visibility", "visible") != "visible" and self._repeat_rows < MOST_CELLS:
                self._sheet.hidden_rows.update(range(self._row, self._row + self._repeat_rows))
        elif name == "table-column":
            count = _count(attributes, "number-columns-repeated")
            if attributes.get("visibility", "visible") != "visible":
                self._sheet.hidden_columns.update(
                    range(self._columns_seen, self._columns_seen + min(count, 16384))
                )
            if style := attributes.get("default-cell-style-name"):
                self._column_styles.append((self._columns_seen, self._columns_seen + count, style))
            self._columns_seen += count
        elif name == "span":
            self._spans.append(attributes.get("style-name", ""))
        elif name == "p" and parent == "table-cell":
            self._has_text = True
            if self._shown:
                self._shown.append("\n")
        elif name == "s":
            self.text(" " * min(_count(attributes, "c"), 1000))
        elif name in ("tab", "line-break"):
            self.text("\t" if name == "tab" else "\n")

    def text(self, text: str) -> None:
        path = self._path
        if self._sheet is None or "table-cell" not in path[-6:]:
            return
        within = path[len(path) - path[::-1].index("table-cell") :]
        if within and within[0] == "p":
            self._shown.append(self._marked(text))
        elif within and within[0] == "annotation" and "p" in within:
            self._comment.append(text)

    def _marked(self, text: str) -> str:
        if any(self._styles.is_struck("text", span) for span in self._spans):
            return crossed_out(text)
        return raised(text) if any(self._styles.is_raised("text", span) for span in self._spans) else text

    def end(self, name: str) -> None:
        self._path.pop()
        if name == "span" and self._spans:
            self._spans.pop()
        if name == "table" and self._path[-1:] == ["spreadsheet"]:
            self._sheet = None
        elif self._sheet is not None and name in ("table-cell", "covered-table-cell"):
            self._end_of_cell(covered=name == "covered-table-cell")
        elif self._sheet is not None and name == "table-row":
            self._end_of_row(self._sheet)

    def _end_of_cell(self, covered: bool) -> None:
        """What a merged range covers is not shown to anyone, and not read."""
        shown, count = "".join(self._shown).strip(), _count(self._cell, "number-columns-repeated")
        value = None if covered else _value(self._cell, shown)
        comment = "".join(self._comment).strip()
        spans = "number-columns-spanned" in self._cell or "number-rows-spanned" in self._cell
        if value is not None or comment or spans or (not covered and "formula" in self._cell):
            self._filled.append(
                _Filled(self._column, count, value, self._cell, shown, self._has_text, comment)
            )
        self._column += count

    def _end_of_row(self, sheet: Building) -> None:
        if self._filled:
            last = self._filled[-1]
            sheet.bound(self._row + self._repeat_rows - 1, last.first + last.count - 1)
        for row in range(self._row, self._row + self._repeat_rows) if self._filled else ():
            for cell in self._filled:
                for column in range(cell.first, cell.first + cell.count):
                    _put(sheet, row, column, cell)
                    if cell.value is not None and self._is_struck(column, cell):
                        sheet.struck.add((row, column))
        self._row += self._repeat_rows

    def _is_struck(self, column: int, cell: _Filled) -> bool:
        """By the style of the cell, or the one that its row or column has for cells without any."""
        if not self._styles.strike:
            return False
        style = cell.attributes.get("style-name") or self._row_style
        if not style:
            style = next((s for first, end, s in self._column_styles if first <= column < end), "")
        return self._styles.is_struck("table-cell", style)


def _put(sheet: Building, row: int, column: int, cell: _Filled) -> None:
    attributes, value, shown = cell.attributes, cell.value, cell.shown
    sheet.merge(
        row,
        column,
        _count(attributes, "number-rows-spanned") - 1,
        _count(attributes, "number-columns-spanned") - 1,
    )
    if cell.comment:
        sheet.comments[row, column] = cell.comment
    if value is None:
        if "formula" in attributes:
            sheet.put(row, column, None)
            sheet.uncalculated.add((row, column))
        return
    sheet.put(row, column, value)
    if _is_error(attributes, shown):
        sheet.errors[row, column] = shown
    elif attributes.get("value-type") == "percentage":
        sheet.percents[row, column] = decimals(shown) or 0
    elif cell.has_text and isinstance(value, int | float) and not isinstance(value, bool):
        # The file holds what is seen beside the number: no format need be understood.
        if seen_otherwise(shown, value):
            sheet.seen[row, column] = shown
        elif not shown and not value:
            sheet.unseen.add((row, column))


def _is_error(attributes: dict[str, str], shown: str) -> bool:
    """Excel and LibreOffice write an error as a number or a text; only what is shown tells."""
    return "formula" in attributes and _ERROR.fullmatch(shown) is not None


def _value(attributes: dict[str, str], shown: str) -> object:
    kind = attributes.get("value-type", "")
    if _is_error(attributes, shown):
        return shown
    if kind in _NUMBERS:
        return markup.number(attributes.get("value", shown))
    if kind == "boolean":
        return attributes.get("boolean-value") == "true"
    if kind == "date":
        return _day(attributes.get("date-value", "")) or shown or None
    return shown or attributes.get("string-value") or None


def _day(text: str) -> date | datetime | None:
    try:
        return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
    except ValueError:
        return None


def _count(attributes: dict[str, str], name: str) -> int:
    """How often, or over how many; 1 when nothing or nonsense is said."""
    text = attributes.get(name, "1")
    return max(int(text), 1) if text.isascii() and text.isdigit() and len(text) < 10 else 1
