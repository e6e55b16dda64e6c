"""Everything that the checks can use of an .xlsx: error cells, formulas without results, formats, hidden parts.

openpyxl's own way of opening a workbook also makes its pictures, charts, rules of formatting and borders of merged
cells, which takes half of the time and is never looked at. Here its parts are put together to read cells alone.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping
from math import inf
from pathlib import PurePosixPath
from typing import IO, Any, cast
from xml.etree.ElementTree import fromstring, iterparse

from openpyxl.comments.comment_sheet import CommentSheet
from openpyxl.packaging.relationship import get_dependents
from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.numbers import BUILTIN_FORMATS, BUILTIN_FORMATS_MAX_SIZE
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.utils.cell import coordinate_to_tuple, range_boundaries
from openpyxl.worksheet._reader import COL_TAG, FORMULA_TAG, MERGE_TAG, ROW_TAG, WorkSheetParser
from openpyxl.xml.constants import COMMENTS_NS, SHARED_STRINGS, SHEET_MAIN_NS

from metrics.intake.copies.comments import own_words
from metrics.intake.formats.extent import Reach
from metrics.intake.grid import Grid
from metrics.intake.looks import is_odd, judged, marked_runs, noughts

_MOST_NUMBER = 10**308  # beyond it a number is none that a sheet can hold
_TEXT = f"{{{SHEET_MAIN_NS}}}si"
_VIEW = f"{{{SHEET_MAIN_NS}}}sheetView"
_Place = tuple[int, int]
_Span = tuple[int, int, int, int]  # first row, first column, last row, last column, 0-based


def faithful(data: bytes) -> list[Grid]:
    """Every worksheet. Raises Unreadable for one that reaches too far, and whatever openpyxl raises for parts
    that it does not expect."""
    return list(_Reader(io.BytesIO(data)).grids())


class _Parser(WorkSheetParser):
    """Rows, columns and merged ranges of a sheet; values as they were saved, and which formulas have none."""

    def __init__(self, source: IO[bytes], reader: _Reader) -> None:
        book: Any = reader.wb
        formats = book._date_formats, book._timedelta_formats
        super().__init__(source, reader.shared_strings, True, book.epoch, *formats, False)
        self.uncalculated: set[_Place] = set()
        self.merged: dict[_Span, None] = {}
        self.shows_noughts = True

    def cells(self) -> Iterator[dict[str, Any]]:
        """Row by row; the other three are complete afterwards."""
        element: Any
        for _, element in iterparse(self.source):
            if element.tag == ROW_TAG:
                yield from self.parse_row(element)[1]
                element.clear()
            elif element.tag == COL_TAG:
                self.parse_column_dimensions(element)
            elif element.tag == _VIEW:
                self.shows_noughts = _is_true(element.get("showZeros", "1"))
            elif element.tag == MERGE_TAG:
                for child in element:
                    left, top, right, bottom = cast(_Span, range_boundaries(child.get("ref", "")))
                    self.merged[top - 1, left - 1, bottom - 1, right - 1] = None
                element.clear()

    def parse_cell(self, element: Any) -> dict[str, Any]:
        cell: dict[str, Any] = super().parse_cell(element)
        if element.get("t") == "inlineStr" and (marked := marked_runs(element)) is not None:
            cell["value"] = marked
        if cell["value"] is None and element.find(FORMULA_TAG) is not None:
            self.uncalculated.add((cell["row"] - 1, cell["column"] - 1))
        if isinstance(cell["value"], int) and abs(cell["value"]) > _MOST_NUMBER:
            cell["value"] = (
                inf  # as the plain reader has it; a whole number of any length is none of a sheet's
            )
        return cell

    def hidden_rows(self, rows: list[list[object]]) -> Iterator[int]:
        """Those with something in them."""
        for number, shape in self.row_dimensions.items():
            n = int(number) - 1
            if _is_true(shape.get("hidden")) and n < len(rows) and any(rows[n]):
                yield n

    def hidden_columns(self, rows: list[list[object]]) -> list[int]:
        """Those with something in them; a workbook hides “everything to the right” at once."""
        width = max(map(len, rows), default=0)
        hidden = {
            column
            for shape in self.column_dimensions.values()
            if _is_true(shape.get("hidden"))
            for column in range(int(shape["min"]) - 1, min(int(shape.get("max", 0)), width))
        }
        return [column for column in sorted(hidden) if any(row[column] is not None for row in rows)]


class _Reader(ExcelReader):
    def __init__(self, file: io.BytesIO) -> None:
        super().__init__(file, data_only=True, keep_links=False)

    def grids(self) -> Iterator[Grid]:
        self.read_manifest()
        self.read_strings()
        self._mark_runs()
        self.read_workbook()
        apply_stylesheet(self.archive, self.wb)
        for sheet, relation in self.parser.find_sheets():
            if relation.target in self.valid_files and "chartsheet" not in relation.Type:
                yield self._grid(sheet.name, sheet.state != "visible", relation.target)

    def _grid(self, name: str, hidden: bool, part: str) -> Grid:
        with self.archive.open(part) as source:
            parser = _Parser(source, self)
            cells = {(cell["row"] - 1, cell["column"] - 1): cell for cell in parser.cells()}
        merged = tuple(parser.merged)
        _uncover(cells, merged)
        comments = {
            place: text
            for place, text in self._comments(part)
            if not any(_covers(span, place) for span in merged)
        }
        filled = [place for place, cell in cells.items() if cell["value"] is not None]
        height = max((row for row, _ in (*filled, *comments)), default=-1) + 1
        width = max((column for _, column in (*filled, *comments)), default=-1) + 1
        if height:
            Reach().take(height - 1, width - 1)  # a sheet in UTF-16 shows its extent to this reader only
        rows: list[list[object]] = [[None] * width for _ in range(height)]
        for r, c in filled:
            rows[r][c] = cells[r, c]["value"]
        shown, unseen = judged(self._formats(cells, filled), lambda row, column: rows[row][column])
        return Grid(
            name,
            rows,
            merged,
            {place: str(cells[place]["value"]) for place in filled if cells[place]["data_type"] == "e"},
            frozenset(parser.uncalculated & cells.keys()),
            dict(self._percents(cells, filled)),
            hidden,
            tuple(parser.hidden_rows(rows)),
            tuple(parser.hidden_columns(rows)),
            {place: theirs for place, text in comments.items() if (theirs := own_words(text))},
            struck=frozenset(self._struck(cells, filled)),
            shown=shown,
            unseen=unseen if parser.shows_noughts else unseen | noughts(rows),
        )

    def _comments(self, part: str) -> Iterator[tuple[_Place, str]]:
        path = PurePosixPath(part)
        relations = str(path.parent / "_rels" / f"{path.name}.rels")
        if relations not in self.valid_files:
            return
        for relation in get_dependents(self.archive, relations).find(COMMENTS_NS):
            tree: Any = fromstring(self.archive.read(relation.target))
            sheet: Any = CommentSheet.from_tree(tree)
            for reference, comment in sheet.comments:
                row, column = coordinate_to_tuple(reference)
                yield (row - 1, column - 1), str(comment.text)

    def _percents(
        self, cells: Mapping[_Place, dict[str, Any]], filled: Iterable[_Place]
    ) -> Iterator[tuple[_Place, int]]:
        """Decimals of each number that is shown as a percentage; styles are few, cells many."""
        decimals: dict[int, int | None] = {}
        for place in filled:
            style = cells[place]["style_id"]
            if cells[place]["data_type"] == "n":
                if style not in decimals:
                    shown = self._number_format(style)
                    decimals[style] = len(shown.partition(".")[2].partition("%")[0]) if "%" in shown else None
                if (places := decimals[style]) is not None:
                    yield place, places

    def _struck(self, cells: Mapping[_Place, dict[str, Any]], filled: Iterable[_Place]) -> Iterator[_Place]:
        """Cells that are crossed out as a whole."""
        book: Any = self.wb
        struck = [bool(book._fonts[style.fontId].strike) for style in book._cell_styles]
        if any(struck):
            yield from (place for place in filled if struck[cells[place]["style_id"]])

    def _formats(
        self, cells: Mapping[_Place, dict[str, Any]], filled: Iterable[_Place]
    ) -> Iterator[tuple[_Place, str]]:
        """The format of each number whose format makes something else of some numbers."""
        book: Any = self.wb
        formats = [self._number_format(style) for style in range(len(book._cell_styles))]
        odd = [is_odd(shown) for shown in formats]
        if any(odd):
            for place in filled:
                style = cells[place]["style_id"]
                if odd[style] and cells[place]["data_type"] == "n":
                    yield place, formats[style]

    def _mark_runs(self) -> None:
        """A footnote's raised digit and crossed-out characters stay apart from the rest of a text: “3¹” is no 31."""
        package: Any = self.package
        content = package.find(SHARED_STRINGS)
        if content is None:
            return
        part = self.archive.read(content.PartName[1:])
        if b"strike" not in part and b"superscript" not in part:
            return
        with self.archive.open(content.PartName[1:]) as source:
            texts: Any = iterparse(source)
            n = 0
            for _, element in texts:
                if element.tag == _TEXT:
                    if (marked := marked_runs(element)) is not None and n < len(self.shared_strings):
                        self.shared_strings[n] = marked
                    n += 1
                    element.clear()

    def _number_format(self, style: int) -> str:
        book: Any = self.wb
        number = book._cell_styles[style].numFmtId
        if number < BUILTIN_FORMATS_MAX_SIZE:
            return BUILTIN_FORMATS.get(number, "General")
        return str(book._number_formats[number - BUILTIN_FORMATS_MAX_SIZE])


def _uncover(cells: dict[_Place, dict[str, Any]], merged: Iterable[_Span]) -> None:
    """Takes away what stands beneath a merged range: nobody sees it but in its first cell."""
    for span in merged:
        top, left, bottom, right = span
        area = (bottom - top + 1) * (right - left + 1)
        within: Iterable[_Place] = (
            ((row, column) for row in range(top, bottom + 1) for column in range(left, right + 1))
            if area <= len(cells)
            else [place for place in cells if _covers(span, place)]
        )
        for place in within:
            if place != (top, left):
                cells.pop(place, None)


def _covers(span: _Span, place: _Place) -> bool:
    """Whether the cell is within the range and not its first."""
    top, left, bottom, right = span
    return top <= place[0] <= bottom and left <= place[1] <= right and place != (top, left)


def _is_true(text: str | None) -> bool:
    return text in ("1", "true", "t", "True")
