"""Reporting periods: quarters, half-years and years, their neighbours and their spelling.

A period's key (“2025Q3”, “2025H1”, “2025Y”) is what the store, the address bar and the command line use;
keys of one kind sort in time. Standard library only.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

_ORDINALS = "一二三四"
_MONTHS_OF = {"Q": 3, "H": 6, "Y": 12}


class PeriodKind(StrEnum):
    QUARTER = "Q"
    HALF = "H"
    YEAR = "Y"

    @property
    def months(self) -> int:
        return _MONTHS_OF[self.value]


@dataclass(frozen=True, order=True)
class Period:
    """One stretch of the calendar. `number` counts within the year, from 1."""

    year: int
    number: int
    kind: PeriodKind = PeriodKind.QUARTER

    def __post_init__(self) -> None:
        if not (1 <= self.number <= 12 // self.kind.months and 1900 <= self.year <= 2200):
            raise ValueError(f"no such period: {self.year} {self.kind}{self.number}")

    @classmethod
    def from_key(cls, key: str) -> Period:
        """“2025Q3” → the period. Raises ValueError for anything else."""
        match = re.fullmatch(r"(\d{4})(?:([QH])([1-4])|Y)", key)
        if not match:
            raise ValueError(f"not a period key: {key!r}")
        kind = PeriodKind(match[2] or "Y")
        return cls(int(match[1]), int(match[3] or 1), kind)

    @property
    def key(self) -> str:
        return f"{self.year}Y" if self.kind is PeriodKind.YEAR else f"{self.year}{self.kind}{self.number}"

    @property
    def start(self) -> date:
        return date(self.year, (self.number - 1) * self.kind.months + 1, 1)

    @property
    def end(self) -> date:
        """Last day of the period."""
        following = self.next()
        return following.start - timedelta(days=1)

    def shift(self, steps: int) -> Period:
        per_year = 12 // self.kind.months
        index = self.year * per_year + self.number - 1 + steps
        return Period(index // per_year, index % per_year + 1, self.kind)

    def next(self) -> Period:
        return self.shift(1)

    def previous(self) -> Period:
        return self.shift(-1)

    def year_ago(self) -> Period:
        return self.shift(-(12 // self.kind.months))

    def year_to_date(self) -> tuple[Period, ...]:
        """The periods of the same year up to and including this one."""
        return tuple(Period(self.year, n, self.kind) for n in range(1, self.number + 1))

    @property
    def label(self) -> str:
        """As the notice writes it: “2025年第三季度”, “2025年上半年”, “2025年度”."""
        if self.kind is PeriodKind.YEAR:
            return f"{self.year}年度"
        if self.kind is PeriodKind.HALF:
            return f"{self.year}年{'上下'[self.number - 1]}半年"
        return f"{self.year}年第{_ORDINALS[self.number - 1]}季度"

    @property
    def cumulative_label(self) -> str:
        """From January to the end of the period: “2025年1—9月”; a whole year is “2025年度”."""
        last = self.number * self.kind.months
        return f"{self.year}年度" if last == 12 else f"{self.year}年1—{last}月"

    @property
    def rolling_label(self) -> str:
        """The twelve months up to its end: “2024年第四季度至2025年第三季度”; a calendar year is “2025年度”."""
        if self.number * self.kind.months == 12:
            return f"{self.year}年度"
        return f"{self.year_ago().next().label}至{self.label}"


def between(first: Period, last: Period) -> tuple[Period, ...]:
    """Every period from first to last, both included; empty if last comes before first."""
    periods = []
    while first <= last:
        periods.append(first)
        first = first.next()
    return tuple(periods)


def quarter_of(day: date) -> Period:
    return Period(day.year, (day.month - 1) // 3 + 1)


_CHINESE_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_YEAR = r"(?:(?P<year>20\d{2})\s*年?\s*(?:度)?\s*)"
_DASH = r"\s*[-—–~～至到]+\s*"
_PATTERNS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), kind)
    for pattern, kind in (
        (rf"{_YEAR}?(?:前|第?\s*[1一]\s*个?\s*(?:季度?)?{_DASH}第?)\s*(?P<n>[2-4])\s*个?\s*季度?", "C"),
        (rf"{_YEAR}?第?\s*(?P<n>[1-4])\s*季度?(?!\d)", "Q"),
        (rf"{_YEAR}[.\-_/ ]*Q\s*(?P<n>[1-4])(?!\d)", "Q"),
        (r"(?<![A-Z\d])Q\s*(?P<n>[1-4])(?!\d)", "Q"),
        (rf"{_YEAR}?(?P<from>\d{{1,2}})\s*月?{_DASH}(?P<to>\d{{1,2}})\s*月", "M"),
        (rf"{_YEAR}?(?P<half>[上下])\s*半\s*年", "H"),
        (r"(?P<year>20\d{2})\s*年\s*(?:度|全年)", "Y"),
        (r"(?<!\d)(?P<year>20\d{2})(?!\d)", "Y"),
    )
)
_ORDINAL = f"[1-4{_ORDINALS}]"
# “2025年二、三季度”, “2025年二至三季度” speak of each of their quarters; “一至三季度” is a sum since January.
_LISTED = re.compile(
    rf"(?<=年)度?\s*(?:第?\s*{_ORDINAL}\s*季?度?\s*[、和及与,]\s*|第?\s*[2-4二三四]\s*季?度?{_DASH})+"
    rf"(?=第?\s*{_ORDINAL}\s*季)"
)
_MONTHS = {
    (1, 3): "Q1",
    (4, 6): "Q2",
    (7, 9): "Q3",
    (10, 12): "Q4",
    (1, 6): "H1",
    (7, 12): "H2",
    (1, 12): "Y",
}


@dataclass(frozen=True)
class PeriodMention:
    """A period found in text. `year` is None when the text names none; `cumulative` marks “1—9月”."""

    year: int | None
    number: int
    kind: PeriodKind
    text: str
    cumulative: bool = False

    def resolve(self, year: int | None = None) -> Period | None:
        """The period, with the year taken from elsewhere if the mention has none; None without either."""
        chosen = self.year or year
        return Period(chosen, self.number, self.kind) if chosen else None


def mentions(text: str) -> list[PeriodMention]:
    """Every period that a title, a sheet name or a file name speaks of, quarters before years.

    Knows 2025年三季度, 2025年第3季度, 2025Q3, Q3, 7—9月, 上半年, 2025年度, full width and 二〇二五. “1—9月” and
    “前三季度” are cumulative mentions of the third quarter: their numbers are sums since January.
    """
    plain = unicodedata.normalize("NFKC", text)
    plain = _LISTED.sub(lambda m: "".join(f"{n}季度、" for n in re.findall(_ORDINAL, m[0])), plain)
    plain = re.sub(
        r"[〇○零一二三四五六七八九]+(?=\s*(?:年|季|月|个季))|(?<=第)[一二三四]",
        lambda m: m[0].translate(_CHINESE_DIGITS),
        plain,
    )
    found: list[PeriodMention] = []
    taken: list[tuple[int, int]] = []
    for pattern, kind in _PATTERNS:
        for match in pattern.finditer(plain):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            mention = _mention(match, kind)
            if mention:
                taken.append(match.span())
                found.append(mention)
    return found


def _mention(match: re.Match[str], kind: str) -> PeriodMention | None:
    groups = match.groupdict()
    year = int(groups["year"]) if groups.get("year") else None
    if kind == "M":
        months = int(groups["from"]), int(groups["to"])
        code = _MONTHS.get(months)
        if code is None and months[0] == 1 and 2 <= months[1] <= 11:
            number = (months[1] + 2) // 3
            return PeriodMention(year, number, PeriodKind.QUARTER, match[0].strip(), cumulative=True)
        if code is None:
            return None
        return PeriodMention(year, int(code[1:] or 1), PeriodKind(code[0]), match[0].strip())
    if kind == "C":
        number = int(groups["n"])
        return PeriodMention(year, number, PeriodKind.QUARTER, match[0].strip(), cumulative=True)
    if kind == "H":
        return PeriodMention(year, 1 if groups["half"] == "上" else 2, PeriodKind.HALF, match[0].strip())
    return PeriodMention(year, int(groups.get("n") or 1), PeriodKind(kind), match[0].strip())
