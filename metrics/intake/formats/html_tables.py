"""Tables of a web page: what court and reporting systems send as .xls, and what “单个文件网页” holds."""

from __future__ import annotations

from html.parser import HTMLParser

from metrics.intake import refuse
from metrics.intake.formats import markup
from metrics.intake.formats.building import Building, decimals
from metrics.intake.formats.extent import MOST_CELLS
from metrics.intake.formats.html_looks import PLAIN, Look, Looks
from metrics.intake.grid import Grid
from metrics.intake.looks import crossed_out, is_odd, raised, seen_otherwise

_MOST_ACROSS, _MOST_DOWN = 1000, 65534  # what browsers allow
_MOST_TITLES = 8  # lines above a table: its title, the unit, the period; more would be a running text
_SILENT = frozenset(("script", "style", "title", "noscript", "template", "xml"))
_BREAK = "\v"  # stands for a new line; those of the source are spaces
_BREAKS = frozenset(("br", "p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "caption", "center", "hr"))
# Elements whose look holds for the text within them; a cell and a row end them all.
_AROUND = frozenset(
    ("s", "strike", "del", "sup", "span", "font", "p", "div", "a", "b", "i", "u", "em", "strong")
)
_MOST_AROUND = 100


def read(text: str, style_sheet: str = "") -> list[Grid]:
    """Each table that has something in it as a grid without a name, lines of text above it as its first rows.

    style_sheet: what the page has beside it. A table within a cell of another is read for itself. Raises Unreadable
    for tables that reach too far.
    """
    reader = _Reader(style_sheet)
    try:
        reader.feed(text)
        reader.close()
    except AssertionError as error:  # what the library raises at “<![x” where it knows no x
        raise refuse.damaged() from error
    while reader.open:
        reader.end_table()
    return [table.building.grid() for table in reader.tables if table.filled]


class _Struck(str):
    """A piece of text that is crossed out."""


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
        self.row_look = self.look = PLAIN  # of the row, of the open cell within it
        self.words: list[str] = []
        for row, title in enumerate(titles):
            self.building.put(row, 0, title)

    def start_row(self, look: Look) -> None:
        self.end_cell()
        self.row_look = self.look = look
        for title in _lines(self.words):  # the caption
            self._row += 1
            self.building.put(self._row, 0, title)
        self.words = []
        self._row += 1
        self._column = 0

    def start_cell(self, attributes: dict[str, str | None], look: Look) -> None:
        self.end_cell()
        self.look = look.within(self.row_look)
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
        struck = self._struck()
        shown = "\n".join(_lines(self.words if struck else list(map(_marked, self.words))))
        value, places = _value(self._given, shown)
        if value != "":
            self.building.put(*self._here, value)
            self.filled = True
            if places is not None:
                self.building.percents[self._here] = places
            if struck:
                self.building.struck.add(self._here)
            self._note_number(value, shown)
        self._given, self.words = None, []

    def _struck(self) -> bool:
        """Whether the open cell is crossed out as a whole."""
        pieces = [piece for piece in self.words if piece.strip() and piece != _BREAK]
        return self.look.struck or (bool(pieces) and all(isinstance(piece, _Struck) for piece in pieces))

    def _note_number(self, value: object, shown: str) -> None:
        """A number whose text is another, or whose format makes another of it where the page is opened in Excel."""
        if isinstance(value, int | float):
            if not value and not shown:
                self.building.unseen.add(self._here)
            elif seen_otherwise(shown, value):
                self.building.seen[self._here] = shown
        elif is_odd(self.look.number_format):
            self.building.formats[self._here] = self.look.number_format

    def end(self) -> None:
        """A cell may claim more rows than there are; the last row ends it."""
        self.end_cell()
        for row, column, down, across in self._spans:
            self.building.merge(row, column, min(down, self._row - row + 1) - 1, across - 1)


class _Reader(HTMLParser):
    def __init__(self, style_sheet: str) -> None:
        super().__init__(convert_charrefs=True)
        self._looks = Looks()
        self._looks.take(style_sheet)
        self._around: list[tuple[str, Look]] = []  # open elements and their looks, those around them included
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
            self._around.clear()
            self.open[-1].start_row(self._looks.of(tag, dict(attributes)))
        elif self.open and tag in ("td", "th"):
            self._around.clear()
            self.open[-1].start_cell(dict(attributes), self._looks.of(tag, dict(attributes)))
        if tag in _AROUND and len(self._around) < _MOST_AROUND:
            look = self._looks.of(tag, dict(attributes))
            self._around.append((tag, look.within(self._around[-1][1]) if self._around else look))
        if tag == "body":
            self._silent, self._outside = "", []

    def handle_startendtag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag not in _SILENT:
            self.handle_starttag(tag, attributes)

    def handle_endtag(self, tag: str) -> None:
        if tag in _AROUND:
            self._end_of_look(tag)
        if tag == self._silent:
            self._silent = ""
        elif tag == "table" and self.open:
            self.end_table()
        elif tag in ("td", "th", "tr") and self.open:
            self.open[-1].end_cell()
        elif tag in _BREAKS:
            self._words.append(_BREAK)

    def handle_data(self, data: str) -> None:
        if self._silent == "style":
            self._looks.take(data)
        if self._silent:
            return
        words, look = data.replace(_BREAK, " "), self._around[-1][1] if self._around else PLAIN
        if look.raised:
            words = raised(words)
        self._words.append(_Struck(words) if look.struck else words)

    def _end_of_look(self, tag: str) -> None:
        """Ends the innermost element of this name and those left open within it."""
        open_tags = [name for name, _ in self._around]
        if tag in open_tags:
            del self._around[len(open_tags) - 1 - open_tags[::-1].index(tag) :]

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


def _marked(piece: str) -> str:
    return crossed_out(str(piece)) if isinstance(piece, _Struck) else piece


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
