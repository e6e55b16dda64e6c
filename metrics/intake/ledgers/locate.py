"""Finds the ledger on a sheet: which one it is, its header, and which column holds which field."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import fuzz

from metrics.catalogue import Catalogue, Field, FieldKind, Form, UnitsRole
from metrics.intake.grid import MOST_COLUMNS, Grid, address, plain
from metrics.intake.table import MOST_HEADER_ROWS, path_above
from metrics.model import LEFT_OUT, AnswerKey, Choice, Context, Decision, DecisionKind

_DEPTH = 3  # header rows that may stand above each other
_FEWEST = 3  # fields by which a header is known
_NEAR = 85  # likeness (0–100) from which a heading is read as a name: “审核日期” and “审结日期” lie at 75
_ASKED = 50  # likeness from which it is worth a question
_SAMPLES = 3
_IGNORED = {
    plain(word) for word in ("序号", "编号", "No", "No.", "行号", "备注", "联系人", "填报人", "联系电话")
}


@dataclass(frozen=True)
class LedgerTable:
    """A ledger found on a sheet; numbers 0-based. columns: field → column. titles: the texts above the header."""

    grid: Grid
    form: Form
    titles: tuple[str, ...]
    header: int
    columns: Mapping[str, int]
    labels: Mapping[int, str]
    decisions: tuple[Decision, ...]
    unknown: Mapping[str, str]  # address → heading that nobody recognised
    twice: Mapping[str, str]
    spellings: frozenset[str]  # every heading that some ledger knows: by them another header below is seen

    @property
    def first(self) -> int:
        return self.header + 1

    def address(self, row: int, field: str) -> str:
        return address(row, self.columns[field])


class LedgerNames:
    """How the columns of one ledger may be called."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self.fields = {plain(name): field for field in form.fields for name in (field.name, *field.names)}
        self.titles = tuple(sorted(map(plain, form.titles), key=len, reverse=True))

    @classmethod
    def of(cls, catalogue: Catalogue) -> list[LedgerNames]:
        return [cls(form) for form in catalogue.forms.values() if form.is_ledger]

    def field(self, spellings: Iterable[str]) -> Field | None:
        """The field of a heading that may be read in these ways, the likeliest first."""
        return next((self.fields[spelling] for spelling in spellings if spelling in self.fields), None)

    def titled(self, text: str) -> int:
        """How many characters of a text name this ledger."""
        key = plain(text)
        return next((len(title) for title in self.titles if title in key), 0)


@dataclass(frozen=True)
class _Header:
    names: LedgerNames
    row: int
    columns: dict[str, int]

    @cached_property
    def is_ledger(self) -> bool:
        """Who, and a case or a day: a summary has counts in their place."""
        kinds = {self.names.form.field(code).kind for code in self.columns}
        counted = FieldKind.DATE in kinds or FieldKind.NUMBER in kinds or FieldKind.CASE in kinds
        dated = {count.date for count in self.names.form.counts} - {""}
        enough = bool(kinds & {FieldKind.DATE, FieldKind.CASE}) and (FieldKind.DATE in kinds or not dated)
        return len(self.columns) >= _FEWEST and counted and enough


@dataclass(frozen=True)
class FoundLedger:
    """The ledger whose header stands on a sheet, before it is asked what people have said of its columns."""

    grid: Grid
    texts: Mapping[tuple[int, int], str]
    header: _Header
    spellings: frozenset[str]

    def table(self, context: Context, scope: str) -> LedgerTable:
        """With the answers that hold for a unit, “” for those that hold for everybody."""
        return _table(self.grid, self.texts, self.header, context, scope, self.spellings)


def find_ledger(
    grid: Grid, ledgers: Iterable[LedgerNames], file_name: str
) -> FoundLedger | list[Form] | None:
    """The ledger of a sheet; several forms where columns and titles fit them alike; None where there is none."""
    ledgers = list(ledgers)
    texts = grid.spread(_header_rows(grid))
    read_as = {
        row: [_spellings(texts, row, column) for column in range(min(grid.width, MOST_COLUMNS))]
        for row in _header_rows(grid)
    }
    best: list[tuple[tuple[int, ...], _Header]] = []
    for names in ledgers:
        header = _header(texts, read_as, names)
        if header is not None and header.is_ledger:
            best.append((_fit(header, grid, texts, file_name), header))
    if not best:
        return None
    best.sort(key=lambda item: item[0], reverse=True)
    if len(best) > 1 and best[0][0] == best[1][0]:
        return [header.names.form for fit, header in best if fit == best[0][0]]
    spellings = frozenset(spelling for names in ledgers for spelling in names.fields)
    return FoundLedger(grid, texts, best[0][1], spellings)


def _header_rows(grid: Grid) -> range:
    return range(grid.first, min(len(grid.rows), grid.first + MOST_HEADER_ROWS))


def _spellings(texts: Mapping[tuple[int, int], str], row: int, column: int) -> list[str]:
    """What a heading may be read as: the label itself, then with the texts above it (“开庭” over “日期”)."""
    # A heading may stand in the upper of two rows with nothing below it, where nobody merged the cells.
    path = list(map(plain, path_above(texts, row, column, _DEPTH)))
    return ["".join(path[start:]) for start in range(len(path) - 1, -1, -1)]


def _header(
    texts: Mapping[tuple[int, int], str], read_as: Mapping[int, list[list[str]]], names: LedgerNames
) -> _Header | None:
    """The row that names most fields. Of rows with equally many the last: merged headings run down to it.

    read_as: row → for each column the spellings of its heading.
    """
    best = _Header(names, -1, {})
    for row, headings in read_as.items():
        columns: dict[str, int] = {}
        for column, spellings in enumerate(headings):
            if spellings and (field := names.field(spellings)) is not None:
                columns.setdefault(field.code, column)
        same = columns == best.columns and texts_equal(texts, row, best.row, columns.values())
        if len(columns) > len(best.columns) or same:
            best = _Header(names, row, columns)
    return best if best.row >= 0 else None


def texts_equal(texts: Mapping[tuple[int, int], str], row: int, other: int, columns: Iterable[int]) -> bool:
    """Whether two rows hold the same texts in the columns: a heading merged over both."""
    return row == other + 1 and all(texts.get((row, c)) == texts.get((other, c)) for c in columns)


def _fit(
    header: _Header, grid: Grid, texts: Mapping[tuple[int, int], str], file_name: str
) -> tuple[int, ...]:
    above = [text for (row, _), text in texts.items() if row < header.row and len(text) < 60]
    titled = max((header.names.titled(text) for text in (*above, grid.name)), default=0)
    return (
        len(header.columns) + (4 if titled else 0) + (2 if header.names.titled(file_name) else 0),
        titled,
        header.names.titled(file_name),
    )


def _table(
    grid: Grid,
    texts: Mapping[tuple[int, int], str],
    header: _Header,
    context: Context,
    scope: str,
    spellings: frozenset[str],
) -> LedgerTable:
    names, row = header.names, header.row
    columns = dict(header.columns)
    labels = {c: texts[row, c].strip() for c in range(min(grid.width, MOST_COLUMNS)) if texts.get((row, c))}
    taken = {column: code for code, column in columns.items()}
    twice = {
        address(row, c): label
        for c, label in labels.items()
        if c not in taken and _same_field(names, texts, row, c, columns)
    }
    decisions: list[Decision] = []
    unknown: dict[str, str] = {}
    for column, label in labels.items():
        cell = address(row, column)
        answer = _answer(context, names.form, scope, label)
        if answer is not None and (answer == LEFT_OUT or any(f.code == answer for f in names.form.fields)):
            if taken.get(column) == answer:
                continue
            if column in taken:
                del columns[taken.pop(column)]
            if answer and answer not in columns:
                columns[answer], taken[column] = column, answer
            chosen = Choice(answer, names.form.field(answer).name if answer else "不读取")
            decisions.append(_decision(grid, names, scope, row, column, label, chosen, (), by_person=True))
        elif column in taken or cell in twice or plain(label) in _IGNORED:
            continue
        else:
            near = _near(names, label, columns)
            if near and near[0][1] >= _NEAR and (len(near) == 1 or near[1][1] < near[0][1] - 8):
                field = near[0][0]
                columns[field.code], taken[column] = column, field.code
                chosen = Choice(field.code, field.name)
                choices = tuple(Choice(f.code, f.name) for f, _ in near)
                decisions.append(_decision(grid, names, scope, row, column, label, chosen, choices))
            else:
                unknown[cell] = label
    decisions += _asked(grid, names, scope, row, labels, taken, columns, unknown)
    return LedgerTable(
        *(grid, names.form, _titles(texts, row, taken), row, columns, labels),
        *(tuple(decisions), unknown, twice, spellings),
    )


def _titles(texts: Mapping[tuple[int, int], str], row: int, taken: Iterable[int]) -> tuple[str, ...]:
    """Texts above the header, top down, without the upper rows of the header itself."""
    found: dict[str, None] = {}
    columns = set(taken)
    for (r, c), text in sorted(texts.items()):
        if r < row and text and not (c in columns and texts.get((row, c)) == text):
            found.setdefault(text)
    return tuple(found)


def _same_field(
    names: LedgerNames,
    texts: Mapping[tuple[int, int], str],
    row: int,
    column: int,
    columns: Mapping[str, int],
) -> bool:
    field = names.field(_spellings(texts, row, column))
    return field is not None and field.code in columns and field.kind is not FieldKind.TEXT


def _near(names: LedgerNames, label: str, columns: Mapping[str, int]) -> list[tuple[Field, float]]:
    """Fields without a column by likeness of their names to a heading, likeliest first."""
    key = plain(label)
    scores: dict[str, float] = {}
    for spelling, field in names.fields.items():
        if field.code not in columns and field.kind is not FieldKind.TEXT:
            scores[field.code] = max(scores.get(field.code, 0.0), fuzz.ratio(key, spelling))
    ranked = sorted(scores.items(), key=lambda item: -item[1])
    return [(names.form.field(code), score) for code, score in ranked if score >= _ASKED]


def _asked(
    grid: Grid,
    names: LedgerNames,
    scope: str,
    row: int,
    labels: Mapping[int, str],
    taken: Mapping[int, str],
    columns: Mapping[str, int],
    unknown: Mapping[str, str],
) -> list[Decision]:
    """Questions about unread headings, where a field that is needed has no column."""
    open_fields = [
        field
        for field in names.form.fields
        if field.required and field.code not in columns and field.kind is not FieldKind.TEXT
    ]
    if not open_fields:
        return []
    found = []
    for column, label in labels.items():
        if column in taken or address(row, column) not in unknown:
            continue
        near = [field for field, _ in _near(names, label, columns)]
        if not near:
            continue
        rest = [field for field in open_fields if field not in near]
        choices = tuple(Choice(field.code, field.name) for field in (*near, *rest))
        found.append(_decision(grid, names, scope, row, column, label, None, choices))
    return found


def _decision(
    grid: Grid,
    names: LedgerNames,
    scope: str,
    row: int,
    column: int,
    label: str,
    taken: Choice | None,
    choices: tuple[Choice, ...],
    by_person: bool = False,
) -> Decision:
    values = (grid.text(r, column) for r in range(row + 1, min(row + 50, len(grid.rows))))
    examples = tuple(dict.fromkeys(value for value in values if value))[:_SAMPLES]
    return Decision(
        *(
            DecisionKind.COLUMN,
            scope,
            names.form.code,
            grid.name,
            address(row, column),
            label,
            taken,
            choices,
        ),
        examples,
        by_person,
    )


def _answer(context: Context, form: Form, scope: str, written: str) -> str | None:
    return answered(context, DecisionKind.COLUMN, scope, form.code, written)


def answered(context: Context, kind: DecisionKind, scope: str, form: str, written: str) -> str | None:
    """What a person has said of this text, for the unit first, then for everybody; None if nobody has."""
    for where in dict.fromkeys((scope, "")):
        key = AnswerKey(kind, where, form, written)
        if key in context.answers:
            return context.answers[key]
    return None


def unit_fields(form: Form, role: UnitsRole) -> list[Field]:
    """The fields with units of a role."""
    return [field for field in form.fields if field.kind is FieldKind.UNITS and field.role is role]
