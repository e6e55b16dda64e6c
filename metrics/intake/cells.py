"""One cell of a measure: a value, a confirmed zero, not applicable, missing; anything else is a finding."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, time, timedelta

from metrics.model import CellState

_NOT_APPLICABLE = re.compile(r"[-‐‑‒–—―─−/\\]+|不适用|n/?a", re.IGNORECASE)
_ZERO = {"无", "零", "没有", "无案件", "未发生", "零报告", "无卷可评"}
_TICKS = {"√", "✓", "✔", "☑", "是", "1", "y", "yes", "true", "v", "对"}
_NO_TICKS = {"", "0", "否", "×", "✗", "✘", "☐", "□", "x", "n", "no", "false"}
# Commas only between thousands: “1,2” and “3、4” are two numbers in one cell, and nobody knows which counts.
_NUMBER = re.compile(r"(-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)\s*(?:件次|件|次|个|宗|起|份|例)?")
_DATE = re.compile(
    r"\d{4}\s*(?:[-./]\s*\d{1,2}\s*[-./]\s*\d{1,2}|年\s*\d{1,2}\s*月(?:\s*\d{1,2}\s*[日号])?)(?:\s+[\d:.]+)?"
    r"|\d{1,2}\s*月\s*\d{1,2}\s*[日号]"
)
MOST_COUNT = 9_999_999  # beyond this a cell holds a telephone or document number


@dataclass(frozen=True)
class Reading:
    """What a cell says. `problem` is the code of a rule in rules.py, or “”."""

    value: int | None
    state: CellState
    problem: str = ""


_MISSING = Reading(None, CellState.MISSING)


def read_count(cell: object) -> Reading:
    """A count of cases. A wrong cell reads as missing, with its problem; nothing is ever guessed."""
    if cell is None or cell == "":
        return _MISSING
    if isinstance(cell, bool):
        return Reading(None, CellState.MISSING, "not_a_number")
    if isinstance(cell, int | float):
        return _whole(float(cell))
    if isinstance(cell, date | time | timedelta):
        return Reading(None, CellState.MISSING, "date_as_count")
    seen = "".join(char for char in str(cell) if unicodedata.category(char) != "Cf")
    text = unicodedata.normalize("NFKC", seen).strip(" \t\r\n'’")
    if not text:
        return _MISSING
    if any(unicodedata.category(char) == "No" for char in str(cell)):
        return Reading(None, CellState.MISSING, "not_a_number")  # “3①”: a footnote's mark, no second digit
    words = re.sub(r"\s+", "", text)  # not for numbers: “3”, line break, “4” is no 34
    if _NOT_APPLICABLE.fullmatch(words):
        return Reading(None, CellState.NOT_APPLICABLE)
    if words in _ZERO:
        return Reading(0, CellState.ZERO)
    match = _NUMBER.fullmatch(text)
    if not match and _DATE.fullmatch(text):
        return Reading(None, CellState.MISSING, "date_as_count")
    if not match:
        return Reading(None, CellState.MISSING, "percent_as_count" if text.endswith("%") else "not_a_number")
    return _whole(float(match[1].replace(",", "")))


def _whole(number: float) -> Reading:
    if number < 0:
        return Reading(None, CellState.MISSING, "negative")
    if not number.is_integer():
        return Reading(None, CellState.MISSING, "whole_number")
    if number > MOST_COUNT:
        return Reading(None, CellState.MISSING, "too_large")
    value = int(number)
    return Reading(value, CellState.VALUE if value else CellState.ZERO)


def is_ticked(cell: object) -> bool:
    """Whether “本季度无案件” is ticked."""
    if isinstance(cell, bool):
        return cell
    return _mark(cell) in _TICKS


def is_unclear_tick(cell: object) -> bool:
    """Whether something stands there that is neither a tick nor its absence: “有”, “无”, a number."""
    if isinstance(cell, bool):
        return False
    return _mark(cell) not in _TICKS | _NO_TICKS and not _NOT_APPLICABLE.fullmatch(_mark(cell))


def _mark(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return unicodedata.normalize("NFKC", "" if cell is None else str(cell)).strip().lower()


@dataclass(frozen=True)
class TypedRate:
    """A rate as a person typed it: the fraction, and the half unit of its last shown digit."""

    fraction: float
    tolerance: float


def read_rate(cell: object, percent_decimals: int | None) -> TypedRate | None:
    """“95%”, “95.24％”, 0.9524 shown as a percentage, 95.24; None for an empty cell, dashes or words.

    percent_decimals: decimals of the cell's percent format, None if it has none.
    """
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        if percent_decimals is not None:
            return TypedRate(float(cell), 0.5 * 10.0 ** -(percent_decimals + 2))
        if 0 <= cell <= 1:
            return TypedRate(float(cell), 0.5 * 10.0 ** -max(_decimals(str(cell)), 2))
        return TypedRate(cell / 100, 0.5 * 10.0 ** -(_decimals(str(cell)) + 2))
    match = re.fullmatch(
        r"(\d+(?:\.\d+)?)(%?)", re.sub(r"\s+", "", unicodedata.normalize("NFKC", str(cell or "")))
    )
    if not match:
        return None
    number = float(match[1])
    if not match[2] and number <= 1:
        return TypedRate(number, 0.5 * 10.0 ** -max(_decimals(match[1]), 2))
    return TypedRate(number / 100, 0.5 * 10.0 ** -(_decimals(match[1]) + 2))


def _decimals(number: str) -> int:
    return len(number.partition(".")[2])
