"""Dates as people write them in a ledger: “2024.6.1”, “20240601”, “6月1日、6月15日”, Excel's own numbers."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from math import isfinite

from metrics.periods import Period

_EPOCH = date(1899, 12, 30).toordinal()
_SERIALS = range(
    32874, 73051
)  # 1990 to 2099: a smaller number is a day of the month or a count, no serial number
_YEARS = range(1990, 2100)
_TIME = (
    r"(?:\s*[T上下]?\s*(?:午)?\s*\d{1,2}\s*[:时点]\s*(?:\d{1,2}\s*分?)?(?::\d{1,2}(?:\.\d+)?)?\s*(?:分|整)?)?"
)
_WEEKDAY = r"(?:\s*\(?(?:星期|周)[一二三四五六日天1-7]\)?)?"
_FULL = re.compile(rf"(\d{{4}})\s*[年./-]\s*(\d{{1,2}})\s*[月./-]\s*(\d{{1,2}})\s*[日号]?{_WEEKDAY}{_TIME}")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_MONTH = re.compile(r"(\d{4})\s*[年./-]\s*(\d{1,2})\s*月?份?")
_MONTH_DAY = re.compile(rf"(\d{{1,2}})\s*[月./-]\s*(\d{{1,2}})\s*[日号]?{_WEEKDAY}{_TIME}")
_DAY = re.compile(rf"(\d{{1,2}})\s*[日号]{_TIME}")
_BETWEEN = re.compile(r"[、;,，；\n\r和及与至]+|\s{2,}|\s(?=\d{4}\s*[年./-])")
_NO_DATE = re.compile(r"(?:未|尚未|无|暂无|没有|不|待|否|正在|在审|审理中|空|[-—–/\\×]).{0,12}")
_NUMERAL = re.compile(r"[〇○零一二三四五六七八九十]+")
_DIGITS = {char: str(i) for i, char in enumerate("零一二三四五六七八九")} | {"〇": "0", "○": "0"}


@dataclass(frozen=True)
class Day:
    """One date. ordinal: as date.toordinal; of a month without a day its first. whole_month: no day is written.

    year_assumed: the year is not in the cell.
    """

    ordinal: int
    whole_month: bool = False
    year_assumed: bool = False


def read_dates(cell: object, year: int | None) -> tuple[Day, ...] | None:
    """The dates of a cell in order; empty where it says that there is none; None for what is no date.

    year: the title's, for dates written without one; None leaves them unreadable.
    """
    if isinstance(cell, datetime):
        cell = cell.date()
    if isinstance(cell, date):
        return (Day(cell.toordinal()),) if cell.year in _YEARS else None
    if cell is None or cell == "":
        return ()
    if isinstance(cell, bool):
        return None
    if isinstance(cell, int | float):
        return _of_number(cell)
    text = _in_digits(unicodedata.normalize("NFKC", str(cell))).strip()
    text = re.sub(r"[—–~～]", "-", text)
    if not text or (not re.search(r"\d", text) and _NO_DATE.fullmatch(text)):
        return ()
    found: list[Day] = []
    for piece in filter(None, (part.strip(" .。") for part in _BETWEEN.split(text))):
        day = _of_piece(piece, found[-1] if found else None, year)
        if day is None:
            return None
        found.append(day)
    return tuple(sorted(found, key=lambda day: day.ordinal)) or None


def _of_number(number: float) -> tuple[Day, ...] | None:
    if not isfinite(number):
        return None  # a sheet's number of hundreds of digits
    if int(number) in _SERIALS:
        return (Day(_EPOCH + int(number)),)
    match = _COMPACT.fullmatch(str(int(number))) if float(number).is_integer() else None
    day = _day(int(match[1]), int(match[2]), int(match[3])) if match else None
    return (Day(day),) if day else None


def _of_piece(piece: str, before: Day | None, year: int | None) -> Day | None:
    if match := _FULL.fullmatch(piece) or _COMPACT.fullmatch(piece):
        day = _day(int(match[1]), int(match[2]), int(match[3]))
        return Day(day) if day else None
    if match := _MONTH.fullmatch(piece):
        day = _day(int(match[1]), int(match[2]), 1)
        return Day(day, whole_month=True) if day else None
    known = date.fromordinal(before.ordinal) if before else None
    if match := _MONTH_DAY.fullmatch(piece):
        chosen = known.year if known else year
        day = _day(chosen, int(match[1]), int(match[2])) if chosen else None
        return Day(day, year_assumed=known is None) if day else None
    if (match := _DAY.fullmatch(piece)) and known:
        day = _day(known.year, known.month, int(match[1]))
        return Day(day) if day else None
    if re.fullmatch(r"\d{5}", piece) and int(piece) in _SERIALS:  # a serial number kept as text
        return Day(_EPOCH + int(piece))
    return None


def _day(year: int, month: int, day: int) -> int | None:
    try:
        return date(year, month, day).toordinal() if year in _YEARS else None
    except ValueError:
        return None


def _in_digits(text: str) -> str:
    """“二〇二四年六月十五日” → “2024年6月15日”."""
    return _NUMERAL.sub(_numeral, text) if re.search(r"[年月]", text) else text


def _numeral(match: re.Match[str]) -> str:
    text = match[0]
    if "十" not in text:
        return "".join(_DIGITS[char] for char in text)
    tens, _, ones = text.partition("十")
    return str(10 * int(_DIGITS.get(tens, "1")) + int(_DIGITS.get(ones, "0")))


def months_later(ordinal: int, months: int) -> int:
    """The same day so many months later, or the month's last where it has no such day (民法典第二百零二条)."""
    start = date.fromordinal(ordinal)
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    following = date(year + (month == 11), (month + 1) % 12 + 1, 1).toordinal()
    return min(date(year, month + 1, 1).toordinal() + start.day - 1, following - 1)


def quarter_number(day: Day) -> int:
    """A number that is equal for days of the same quarter."""
    known = date.fromordinal(day.ordinal)
    return known.year * 4 + (known.month - 1) // 3


def is_a_year_off(day: Day, period: Period) -> bool:
    """Whether a day lies in the period's months of the year before or after."""
    known = date.fromordinal(day.ordinal)
    return abs(known.year - period.year) == 1 and period.start.month <= known.month <= period.end.month
