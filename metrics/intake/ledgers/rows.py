"""The rows of a ledger as columns of numbers: each distinct cell is judged once, rows only look it up."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from metrics.catalogue import Field, FieldKind
from metrics.intake.cells import read_count
from metrics.intake.columns import columns_of
from metrics.intake.grid import plain
from metrics.intake.ledgers.dates import Day, read_dates
from metrics.intake.ledgers.locate import LedgerTable
from metrics.intake.ledgers.words import Word, Words

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
_Value = TypeVar("_Value")
BLANK = -1  # nothing is written
ODD = -2  # something is written that the field does not know
_TOTAL = re.compile(r"^(?:本页|本季度?|全区)?(?:合计|总计|小计|共计|总数)[:：]?$")
_NOTE = re.compile(
    r"^(?:注|备注|说明|填表说明|数据来源|附|附注|附件)\d?[：:]"
    r"|^(?:填表|填报|制表|审核|复核|统计|联系|经办|负责|单位负责|主管领导|分管领导)(?:人|单位|日期|时间|电话)?"
    r"(?:[（(]?签[字名章][）)]?)?(?:[：:].*|$)"
)
_LAST = 5  # rows at the end of a ledger in which signatures and their date may stand
_NOTHING = re.compile(
    r"^(?:本(?:单位)?(?:期|季度?|年度?)?(?:内)?(?:无|没有|未发生|暂无)|无|暂无|没有|零报告|零)(?:案件|相关|此类|行政|司法|检察|建议|事项|情况|数据|发生|诉讼|复议|。)*$"
)


def numbered(values: Sequence[_Value]) -> tuple[list[_Value], Ints]:
    """The distinct values in order of appearance, and for each value its place among them."""
    place: defaultdict[_Value, int] = defaultdict(count().__next__)  # one look-up a value, new ones numbered
    codes = np.fromiter(map(place.__getitem__, values), dtype=np.int64, count=len(values))
    return list(place), codes


@dataclass
class Column:
    """One field's cells. codes: row → index into `cells`, the distinct ones."""

    cells: list[object]
    codes: Ints

    @classmethod
    def of(cls, values: Sequence[object]) -> Column:
        return cls(*numbered(values))

    @classmethod
    def of_each(cls, values: Sequence[object]) -> Column:
        """The same for cells that hardly ever come twice, such as case numbers."""
        return cls(list(values), np.arange(len(values)))

    def of_rows(self, kept: Ints) -> Column:
        """The same for some of the rows, without the cells that stand in none of them."""
        used, codes = np.unique(self.codes[kept], return_inverse=True)
        return Column([self.cells[i] for i in used.tolist()], codes.astype(np.int64))


@dataclass
class Choices:
    """A field of choices: row → index of its choice in `order`, BLANK or ODD. words: cell → what it says."""

    order: tuple[str, ...]
    codes: Ints
    words: dict[str, Word] = field(default_factory=dict)
    raw: Ints | None = None  # as written, before what follows from other fields is put in

    def among(self, wanted: frozenset[str]) -> Flags:
        """Rows whose choice is one of those wanted."""
        table = np.array([choice in wanted for choice in self.order] + [False, False], dtype=bool)
        return table[self.codes]  # -1 and -2 look up the two at the end


@dataclass
class Dates:
    """A field of dates: row → the cell's distinct index; per distinct cell its days, None where unreadable."""

    codes: Ints
    days: list[tuple[Day, ...] | None]

    def first(self) -> Ints:
        """Row → its first date as ordinal, 0 for none."""
        return np.array([days[0].ordinal if days else 0 for days in self.days], dtype=np.int64)[self.codes]

    def exact(self) -> Flags:
        """Row → whether its first date has a day."""
        table = [bool(days) and not days[0].whole_month for days in self.days]  # type: ignore[index]
        return np.array(table, dtype=bool)[self.codes]

    def filled(self) -> Flags:
        return np.array([bool(days) for days in self.days], dtype=bool)[self.codes]

    def wrong(self) -> Flags:
        return np.array([days is None for days in self.days], dtype=bool)[self.codes]


@dataclass
class Rows:
    """The record rows of a ledger: `lines` are 0-based rows of the sheet, `columns` field → its cells there."""

    table: LedgerTable
    lines: list[int]
    columns: dict[str, Column]
    nothing: int | None  # the row that says “本季度无案件”, where there are no others
    lone: list[int]  # rows with a text in one cell only, which are no cases
    other_header: int | None  # from this row on something else stands below
    traits: dict[str, Column] = field(default_factory=dict)  # fields of texts that figures are broken down by

    def __len__(self) -> int:
        return len(self.lines)

    def texts(self, code: str) -> list[object]:
        """The cells of a field, row by row."""
        column = self.columns[code]
        cells = column.cells
        if self.table.form.field(code).kind is FieldKind.CASE:
            return cells
        return [cells[i] for i in column.codes.tolist()]

    def rows_of(self, flags: Flags) -> list[int]:
        """0-based sheet rows where the flag stands."""
        return [self.lines[i] for i in np.flatnonzero(flags).tolist()]


def read_rows(table: LedgerTable) -> Rows:
    """Rows with something in a field; without totals, footnotes and the header again on a new page."""
    grid = table.grid.rows
    fields = [f for f in table.form.fields if f.code in table.columns and f.kind is not FieldKind.TEXT]
    needed = {code for rule in table.form.counts for code in rule.once_per}
    fields += [
        f for f in table.form.fields if f.code in table.columns and f.code in needed and f not in fields
    ]
    traits = [f for f in table.form.fields if f.trait and f.code in table.columns]
    below = grid[table.first :]
    wanted = [*fields, *traits]
    values = columns_of(below, [table.columns[f.code] for f in wanted]) if below else [[] for _ in wanted]
    columns = {
        f.code: Column.of_each(cells) if f.kind is FieldKind.CASE else Column.of(cells)
        for f, cells in zip(fields, values[: len(fields)], strict=True)
    }
    told = {f.code: Column.of(cells) for f, cells in zip(traits, values[len(fields) :], strict=True)}
    keep = np.zeros(len(below), dtype=bool)
    for column in columns.values():
        filled = np.array(
            [
                cell is not None and (type(cell) is not str or (not cell.isspace() and cell != ""))
                for cell in column.cells
            ],
            dtype=bool,
        )
        keep |= filled[column.codes]
    suspects = keep.copy()
    for code, column in columns.items():  # a row with a readable date is a row, whatever else stands in it
        if table.form.field(code).kind is FieldKind.DATE:
            suspects &= ~np.array([bool(read_dates(c, 2000)) for c in column.cells], dtype=bool)[column.codes]
    kept_rows = np.flatnonzero(keep)
    suspects[kept_rows[-_LAST:]] = True
    odd: dict[str, list[int]] = {}
    for i in np.flatnonzero(suspects).tolist():
        what = _odd_row(table, table.first + i)
        keep[i] = keep[i] and not what
        odd.setdefault(what, []).append(table.first + i)
        if what == "other header":
            keep[i:] = False
            break
    nothing = odd.get("nothing", [])
    if not nothing and not keep.any():
        below_header = range(table.first, min(len(grid), table.first + 3))
        nothing = [row for row in below_header if _odd_row(table, row) == "nothing"]
    lines = list(range(table.first, table.first + len(below)))
    if not keep.all():
        kept = np.flatnonzero(keep)
        columns = {code: column.of_rows(kept) for code, column in columns.items()}
        told = {code: column.of_rows(kept) for code, column in told.items()}
        lines = (kept + table.first).tolist()
    alone = [] if nothing and not lines else odd.get("lone", [])
    header = next(iter(odd.get("other header", [])), None)
    return Rows(table, lines, columns, nothing[0] if nothing and not lines else None, alone, header, told)


def _odd_row(table: LedgerTable, row: int) -> str:
    """What a row is that is no record, such as “total” or “note”; “” for one that is."""
    cells = [table.grid.text(row, c) for c in range(min(table.grid.width, 60))]
    filled = [re.sub(r"\s+", "", text) for text in cells if text]
    if not filled:
        return "blank"
    labels = {plain(label) for label in table.labels.values()}
    if sum(plain(text) in labels for text in filled) > max(2, len(filled) // 2):
        return "header"
    if sum(plain(text) in table.spellings for text in filled) > max(2, len(filled) // 2):
        return "other header"
    if any(_TOTAL.match(text) for text in filled[:3]):
        return "total"
    words = [text for text in filled if not re.fullmatch(r"[\d.]*|[-—–/]+", text)]
    if words and len(words) <= 2 and all(map(_NOTHING.match, words)) and len(set(words)) == 1:
        return "nothing"
    if _NOTE.match(filled[0]) and (len(filled) < 3 or "：" in filled[0] or ":" in filled[0]):
        return "note"
    return "lone" if len(filled) == 1 else ""


def read_choices(rows: Rows, field: Field, answer: Callable[[str], str | None]) -> Choices:
    """Every row's choice; `answer` gives what a person has said of a word."""
    order = tuple(field.words)
    place = {choice: i for i, choice in enumerate(order)}
    words = Words(field)
    column = rows.columns[field.code]
    table: list[int] = []
    said: dict[str, Word] = {}
    for cell in column.cells:
        word = words.read(cell)
        text = "" if cell is None else str(cell).strip()
        if not word.exact and (told := answer(text)) is not None:
            word = Word(told if told in place else "", True)
        if not word.exact:
            said[text] = word
        table.append(ODD if word.choice is None else place.get(word.choice, BLANK))
    codes = np.array(table, dtype=np.int64)[column.codes] if table else np.zeros(0, dtype=np.int64)
    return Choices(order, codes, said, codes)


def read_days(rows: Rows, field: Field, year: int | None) -> Dates:
    """Every row's dates."""
    column = rows.columns[field.code]
    return Dates(column.codes, [read_dates(cell, year) for cell in column.cells])


def read_numbers(rows: Rows, field: Field) -> tuple[NDArray[np.float64], Flags]:
    """Every row's number (0 where none stands), and the rows where something stands that is none."""
    column = rows.columns[field.code]
    numbers, wrong = [], []
    for cell in column.cells:
        number = _number(cell)
        numbers.append(number or 0.0)
        wrong.append(number is None)
    return np.array(numbers, dtype=np.float64)[column.codes], np.array(wrong, dtype=bool)[column.codes]


def _number(cell: object) -> float | None:
    if isinstance(cell, bool):
        return None
    if isinstance(cell, int | float):
        return float(cell) if 0 <= cell < 1e7 else None
    text = re.sub(r"(?:个|小时|学时|课时|人次|人|名|次)$", "", "" if cell is None else str(cell).strip())
    if not text:
        return 0.0
    if re.fullmatch(r"\d{1,6}\.\d+", text):
        return float(text)
    reading = read_count(text)
    return None if reading.problem else float(reading.value or 0)
