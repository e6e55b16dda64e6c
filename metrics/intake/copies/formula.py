"""Formulas as forms have them: + - * / comparison, SUM, ROUND, IF, IFERROR and a few more, over cells and ranges.

Not a second Excel: what is not known here is said to be unknown, and the caller leaves it to Excel. Texts, as
in Excel, do not count inside a range of SUM, and an error goes through everything but IFERROR.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TypeVar

from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token
from openpyxl.utils import column_index_from_string
from openpyxl.utils.cell import coordinate_to_tuple

Value = float | str | bool | None  # None is an empty cell
Area = tuple[
    str, int, int, int, int
]  # sheet in small letters, first row, first column, last row, last column; 1-based
_MOST_ROWS, _MOST_COLUMNS = 1_048_576, 16_384
_AREA = re.compile(
    r"(?:(?:'((?:[^']|'')+)'|([^'!\[\]:]+))!)?\$?([A-Z]{1,3})?\$?(\d{1,7})?(?::\$?([A-Z]{1,3})?\$?(\d{1,7})?)?",
    re.I,
)
# Which cells these read is not to be seen from their text.
WANDERING = frozenset({"INDIRECT", "OFFSET"})


class Unknown(Exception):
    """A formula with something in it that is not known here."""


class Fault(Exception):
    """An Excel error (“#DIV/0!”) while computing."""


@dataclass(frozen=True)
class Cells:
    """Where values come from: filled(area) gives those of a range's cells that hold something, in any order."""

    one: Callable[[str, int, int], Value]
    filled: Callable[[Area], Iterator[Value]]


Node = Callable[[Cells], Value]
_T = TypeVar("_T")


def areas(formula: str, sheet: str, names: Mapping[str, str]) -> tuple[Area, ...]:
    """Every range that the formula reads. Raises Unknown where that is not to be seen.

    sheet: where the formula stands. names: the workbook's own names → what they stand for.
    """
    found = []
    for token in _tokens(formula):
        if token.type == Token.OPERAND and token.subtype == Token.RANGE:
            found.append(_area(token.value, sheet, names))
        elif token.value.rstrip("(").upper() in WANDERING or token.value == ":":
            raise Unknown(token.value)
    return tuple(found)


def compute(formula: str, sheet: str, names: Mapping[str, str], cells: Cells) -> Value:
    """What the formula gives; an Excel error as its text. Raises Unknown for what is not known here."""
    try:
        result = _Parser(_tokens(formula), sheet, names).whole()(cells)
    except Fault as fault:
        return str(fault)
    return 0.0 if result is None else result


def _tokens(formula: str) -> list[Token]:
    try:
        items = Tokenizer(formula).items
    except Exception as error:
        # The tokenizer raises IndexError, TypeError and its own errors at formulas that no office writes.
        raise Unknown(formula) from error
    return [token for token in items if token.type != Token.WSPACE]


def _area(text: str, sheet: str, names: Mapping[str, str]) -> Area:
    text = names.get(text.upper(), text).lstrip("=")
    match = _AREA.fullmatch(text)
    if match is None:
        raise Unknown(text)
    quoted, plain, left, top, right, bottom = match.groups()
    if ":" not in text.rpartition("!")[2]:
        if left is None or top is None:
            raise Unknown(text)
        right, bottom = left, top
    elif (left is None) != (right is None) or (top is None) != (bottom is None) or left is top is None:
        raise Unknown(text)
    rows = (int(top), int(bottom)) if top else (1, _MOST_ROWS)
    columns = (
        (column_index_from_string(left.upper()), column_index_from_string(right.upper()))
        if left
        else (1, _MOST_COLUMNS)
    )
    name = quoted.replace("''", "'") if quoted else plain or sheet
    return name.casefold(), min(rows), min(columns), max(rows), max(columns)


def as_number(value: Value) -> float:
    """As Excel takes it in arithmetic. Raises Fault for words and errors."""
    if value is None:
        return 0.0
    if isinstance(value, bool | int | float):
        return float(value)
    if value.startswith("#"):
        raise Fault(value)
    try:
        return float(value)
    except ValueError:
        raise Fault("#VALUE!") from None


def _as_truth(value: Value) -> bool:
    if isinstance(value, str) and value.upper() in ("TRUE", "FALSE"):
        return value.upper() == "TRUE"
    return as_number(value) != 0


class _Parser:
    """One formula, from its tokens to a function of the cells."""

    def __init__(self, tokens: list[Token], sheet: str, names: Mapping[str, str]) -> None:
        self._tokens, self._at = tokens, 0
        self._sheet, self._names = sheet, names

    def whole(self) -> Node:
        node = self._comparison()
        if self._at < len(self._tokens):
            raise Unknown(self._tokens[self._at].value)
        return node

    def _next(self) -> Token | None:
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    def _took(self, kind: str, *values: str) -> str:
        token = self._next()
        if token is None or token.type != kind or (values and token.value not in values):
            return ""
        self._at += 1
        return str(token.value)

    def _comparison(self) -> Node:
        left = self._sum()
        while sign := self._took(Token.OP_IN, "=", "<>", "<", ">", "<=", ">="):
            left = _compared(sign, left, self._sum())
        return left

    def _sum(self) -> Node:
        left = self._product()
        while sign := self._took(Token.OP_IN, "+", "-"):
            left = _calculated(sign, left, self._product())
        return left

    def _product(self) -> Node:
        left = self._signed()
        while sign := self._took(Token.OP_IN, "*", "/"):
            left = _calculated(sign, left, self._signed())
        return left

    def _signed(self) -> Node:
        if sign := self._took(Token.OP_PRE):
            inner = self._signed()
            return (lambda cells: -as_number(inner(cells))) if sign == "-" else inner
        node = self._operand()
        while self._took(Token.OP_POST):
            node = _calculated("/", node, lambda cells: 100.0)
        return node

    def _operand(self) -> Node:
        token = self._next()
        if token is None:
            raise Unknown("")
        self._at += 1
        if token.type == Token.OPERAND:
            return self._constant(token)
        if token.type == Token.PAREN and token.subtype == Token.OPEN:
            node = self._comparison()
            self._close()
            return node
        if token.type == Token.FUNC and token.subtype == Token.OPEN:
            return self._function(token.value.rstrip("(").upper())
        raise Unknown(token.value)

    def _close(self) -> None:
        token = self._next()
        if token is None or token.subtype != Token.CLOSE:
            raise Unknown(")")
        self._at += 1

    def _constant(self, token: Token) -> Node:
        text = token.value
        if token.subtype == Token.NUMBER:
            number = float(text)
            return lambda cells: number
        if token.subtype == Token.TEXT:
            word = text[1:-1].replace('""', '"')
            return lambda cells: word
        if token.subtype == Token.LOGICAL:
            truth = text.upper() == "TRUE"
            return lambda cells: truth
        if token.subtype == Token.RANGE:
            name, top, left, bottom, right = _area(text, self._sheet, self._names)
            if (top, left) == (bottom, right):
                return lambda cells: cells.one(name, top, left)
        raise Unknown(text)

    def _function(self, name: str) -> Node:
        if name in _OVER_RANGES:
            return _folded(_OVER_RANGES[name], self._arguments(self._many))
        arguments = self._arguments(self._comparison)
        if name == "IF" and len(arguments) in (2, 3):
            return _chosen(*arguments)
        if name == "IFERROR" and len(arguments) == 2:
            return _rescued(*arguments)
        if name == "ROUND" and len(arguments) == 2:
            return _rounded(*arguments)
        if name == "ABS" and len(arguments) == 1:
            return lambda cells: abs(as_number(arguments[0](cells)))
        if name in ("AND", "OR") and arguments:
            test = all if name == "AND" else any
            return lambda cells: test([_as_truth(argument(cells)) for argument in arguments])
        raise Unknown(name)

    def _arguments(self, one: Callable[[], _T]) -> list[_T]:
        found: list[_T] = []
        if (token := self._next()) is not None and token.subtype == Token.CLOSE:
            self._at += 1
            return found
        while True:
            found.append(one())
            if not self._took(Token.SEP, ","):
                self._close()
                return found

    def _many(self) -> Callable[[Cells], Iterator[float]]:
        """An argument of SUM and its like: a range, whose texts do not count, or one value."""
        token, after = self._next(), self._at + 1
        alone = after < len(self._tokens) and (
            self._tokens[after].type == Token.SEP or self._tokens[after].subtype == Token.CLOSE
        )
        if token is not None and token.subtype == Token.RANGE and alone:
            self._at += 1
            area = _area(token.value, self._sheet, self._names)
            return lambda cells: _numbers(cells.filled(area))
        node = self._comparison()
        return lambda cells: iter([as_number(node(cells))])


def _numbers(values: Iterator[Value]) -> Iterator[float]:
    for value in values:
        if isinstance(value, str):
            if value.startswith("#") and value.endswith(("!", "?", "A")):
                raise Fault(value)
        elif value is not None and not isinstance(value, bool):
            yield float(value)


def _average(numbers: list[float]) -> float:
    if not numbers:
        raise Fault("#DIV/0!")
    return sum(numbers) / len(numbers)


_OVER_RANGES: Mapping[str, Callable[[list[float]], float]] = {
    "SUM": lambda numbers: sum(numbers, 0.0),
    "MAX": lambda numbers: max(numbers, default=0.0),
    "MIN": lambda numbers: min(numbers, default=0.0),
    "AVERAGE": _average,
    "COUNT": lambda numbers: float(len(numbers)),
}


def _folded(
    fold: Callable[[list[float]], float], arguments: list[Callable[[Cells], Iterator[float]]]
) -> Node:
    return lambda cells: fold([number for argument in arguments for number in argument(cells)])


def _calculated(sign: str, left: Node, right: Node) -> Node:
    def calculate(cells: Cells) -> Value:
        one, other = as_number(left(cells)), as_number(right(cells))
        if sign == "/":
            if other == 0:
                raise Fault("#DIV/0!")
            return one / other
        return one + other if sign == "+" else one - other if sign == "-" else one * other

    return calculate


def _compared(sign: str, left: Node, right: Node) -> Node:
    def compare(cells: Cells) -> Value:
        one, other = _alike(left(cells), right(cells))
        if sign in ("=", "<>"):
            return (one == other) is (sign == "=")
        less, equal = one < other, one == other
        return {"<": less, ">": not less and not equal, "<=": less or equal, ">=": not less}[sign]

    return compare


def _alike(one: Value, other: Value) -> tuple[tuple[int, float | str], tuple[int, float | str]]:
    """As Excel orders: numbers, then texts (small and capital letters alike), then truths; empty is 0 or “”."""
    for value in (one, other):
        if isinstance(value, str) and value.startswith("#"):
            raise Fault(value)

    def ranked(value: Value, beside: Value) -> tuple[int, float | str]:
        if value is None:
            return (1, "") if isinstance(beside, str) else (2, 0.0) if isinstance(beside, bool) else (0, 0.0)
        if isinstance(value, bool):
            return 2, float(value)
        return (1, value.casefold()) if isinstance(value, str) else (0, float(value))

    return ranked(one, other), ranked(other, one)


def _chosen(test: Node, then: Node, otherwise: Node = lambda cells: False) -> Node:
    return lambda cells: then(cells) if _as_truth(test(cells)) else otherwise(cells)


def _rescued(tried: Node, instead: Node) -> Node:
    def rescue(cells: Cells) -> Value:
        try:
            value = tried(cells)
        except Fault:
            return instead(cells)
        return instead(cells) if isinstance(value, str) and value.startswith("#") else value

    return rescue


def _rounded(number: Node, digits: Node) -> Node:
    def round_half_up(cells: Cells) -> Value:
        places = int(as_number(digits(cells)))
        if abs(places) > 15:
            raise Unknown("ROUND")
        # 15 digits are what Excel has: 2.675 is rounded as it is shown, not as it lies in memory.
        exact = Decimal(f"{as_number(number(cells)):.15g}")
        return float(exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))

    return round_half_up


def place(coordinate: str) -> tuple[int, int]:
    """“C5” → (5, 3)."""
    row, column = coordinate_to_tuple(coordinate)
    return row, column
