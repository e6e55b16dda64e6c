"""Tables of a web page: what court and reporting systems send as .xls, and what “单个文件网页” holds."""

from __future__ import annotations

from html.parser import HTMLParser

from metrics.intake import refuse
from metrics.intake.formats import markup
from metrics.intake.formats.building import Building, decimals
from metrics.intake.formats.extent import MOST_CELLS
from metrics.intake.grid import Grid

_MOST_ACROSS, _MOST_DOWN = 1000, 65534  # what browsers allow
_MOST_TITLES = 8  # lines above a table: its title, the unit, the period; more would be a running text
_SILENT = frozenset(("script", "style", "title", "noscript", "template", "xml"))
_BREAK = "\v"  # stands for a new line; those of the source are spaces
_BREAKS = frozenset(("br", "p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "caption", "center", "hr"))


def read(text: str) -> list[Grid]:
    """Each table that has something in it as a grid without a name, lines of text above it as its first rows.

    A table within a cell of another is read for itself. Raises Unreadable for tables that reach too far.
    """
    reader = _Reader()
    try:
        reader.feed(text)
        reader.close()
    except AssertionError as error:  # what the library raises at “<![x” where it knows no x
        raise refuse.damaged() from error
    while reader.open:
        reader.end_table()
    return [table.building.grid() for table in reader.tables if table.filled]


class _Table:
    """One table in the making; cells are put where those above and before them leave room."""

    def __init__(self, titles: list[str]) -> None:
        self.building = Building()
        self.filled = False
        self._row, self._column = len(titles) - 1, 0
        self._taken: dict[int, int] = {}  # column → last row that a cell from above takes
        self._places = 0
        self._spans: list[tuple[int, int, int, int]] = []
        self._here = (0, 0)
        self._given: dict[str, str | None] | None = None  # the open cell's attributes
        self.words: list[str] = []
        for row, title in enumerate(titles):
            self.building.put(row, 0, title)

    def start_row(self) -> None:
        self.end_cell()
        for title in _lines(self.words):  # the caption
            self._row += 1
            self.building.put(self._row, 0, title)
        self.words = []
        self._row += 1
        self._column = 0

    def start_cell(self, attributes: dict[str, str | None]) -> None:
        self.end_cell()
        self._row = max(self._row, 0)
        while self._taken.get(self._column, -1) >= self._row:
            self._column += 1
        across = _span(attributes.get("colspan"), _MOST_ACROSS)
        down = _span(attributes.get("rowspan"), _MOST_DOWN)
        self._places += across
        if self._places > MOST_CELLS:
            raise refuse.merged_too_far()
        self._here, self._given, self.words = (self._row, self._column), attributes, []
        if down > 1:
            self._taken.update(
                dict.fromkeys(range(self._column, self._column + across), self._row + down - 1)
            )
        if down > 1 or across > 1:
            self._spans.append((*self._here, down, across))
        self._column += across

    def end_cell(self) -> None:
        if self._given is None:
            return
        shown = "\n".join(_lines(self.words))
        value, places = _value(self._given, shown)
        if value != "":
            self.building.put(*self._here, value)
            self.filled = True
            if places is not None:
                self.building.percents[self._here] = places
        self._given, self.words = None, []

    def end(self) -> None:
        """A cell may claim more rows than there are; the last row ends it."""
        self.end_cell()
        for row, column, down, across in self._spans:
            self.building.merge(row, column, min(down, self._row - row + 1) - 1, across - 1)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[_Table] = []
        self.open: list[_Table] = []
        self._outside: list[str] = []
        self._silent = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent = self._silent or tag
        elif tag == "table":
            self._start_table()
        elif tag in _BREAKS:
            self._words.append(_BREAK)
        elif self.open and tag == "tr":
            self.open[-1].start_row()
        elif self.open and tag in ("td", "th"):
            self.open[-1].start_cell(dict(attributes))
        if tag == "body":
            self._silent, self._outside = "", []

    def handle_startendtag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag not in _SILENT:
            self.handle_starttag(tag, attributes)

    def handle_endtag(self, tag: str) -> None:
        if tag == self._silent:
            self._silent = ""
        elif tag == "table" and self.open:
            self.end_table()
        elif tag in ("td", "th", "tr") and self.open:
            self.open[-1].end_cell()
        elif tag in _BREAKS:
            self._words.append(_BREAK)

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._words.append(data.replace(_BREAK, " "))

    def _start_table(self) -> None:
        titles = _lines(self._words)[-_MOST_TITLES:]
        self._words.clear()
        self.open.append(_Table(titles))
        self.tables.append(self.open[-1])

    def end_table(self) -> None:
        self.open.pop().end()

    @property
    def _words(self) -> list[str]:
        return self.open[-1].words if self.open else self._outside


def _lines(words: list[str]) -> list[str]:
    """The text as it is shown: lines without the spaces of the source, empty ones left out."""
    lines = (" ".join(line.split()) for line in "".join(words).split(_BREAK))
    return [line for line in lines if line]


def _value(attributes: dict[str, str | None], shown: str) -> tuple[object, int | None]:
    """The cell's value, and the decimals of a percentage.

    Excel and LibreOffice keep the exact number beside one that is shown rounded (x:num, sdval).
    """
    exact = markup.number(attributes.get("x:num") or attributes.get("sdval") or "")
    if isinstance(exact, str):
        return shown, None
    return exact, decimals(shown)


def _span(text: str | None, most: int) -> int:
    text = (text or "1").strip()
    return min(max(int(text), 1), most) if text.isascii() and text.isdigit() and len(text) < 10 else 1
