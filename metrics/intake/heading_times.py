"""Which time a heading over columns speaks of: the table's own, another, or one that nobody can tell from it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from metrics.intake.cut_off import cut_off, since_january
from metrics.intake.grid import plain
from metrics.intake.names import CURRENT
from metrics.intake.near_names import OTHER_TIME
from metrics.intake.when import spoken
from metrics.periods import PeriodKind

_ANOTHER = re.compile(r"^(?:全年度?|年内|年中|年末|年底)(?:数|件数|情况)?$|以来")
# Beside 本季 these are sums since January, beside 上年 the same quarter of this year.
_THIS_YEAR = re.compile(r"^(?:本年度?|今年|当年|年度)(?:数|件数|情况)?$")
_MONTH = re.compile(r"^(?:20\d\d年)?(?:\d{1,2}|[一二三四五六七八九十]{1,2})月份?$")
_YEAR = re.compile(r"^(20\d\d)年度?$")  # a bare 2024 may be a count of the table above


class Said(StrEnum):
    """What a heading says of the time."""

    NOTHING = "nothing"
    NOW = "now"  # the period of the table
    OTHER = "other"  # last year, since January, another quarter, a single month
    OPEN = (
        "open"  # “今年”, “2025年”: the quarter or the whole year; “截至9月底”: the quarter or since January
    )


def speaks_of_time(text: str) -> bool:
    """Whether a text is about a time, whichever."""
    return Times(frozenset(), PeriodKind.QUARTER).said(text) is not Said.NOTHING


@dataclass(frozen=True)
class Times:
    """The periods (year, number) that the titles of a table name; number 0 where only a year is named."""

    titles: frozenset[tuple[int, int]]
    kind: PeriodKind

    @classmethod
    def of(cls, titles: Iterable[str], kind: PeriodKind) -> Times:
        said = {(m.year, m.number) for text in titles for m in spoken(text) if m.kind is kind and m.year}
        return cls(frozenset(said), kind)

    def said(self, text: str) -> Said:
        """What a short text says, taken as a heading over or under others."""
        key = plain(text)
        written = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
        if key in CURRENT:
            return Said.NOW
        mentioned = [m for m in spoken(text) if m.kind is self.kind]
        if OTHER_TIME.search(key) or _ANOTHER.search(key) or any(m.cumulative for m in mentioned):
            return Said.OTHER
        if self.kind is PeriodKind.QUARTER and not mentioned:
            if since_january(text):
                return Said.OTHER
            if cut_off(text) is not None:
                return Said.OPEN
        if _THIS_YEAR.search(key):
            return Said.OPEN if self.kind is not PeriodKind.YEAR else Said.NOW
        if year := _YEAR.search(key):
            return self._year(int(year[1]))
        if _MONTH.search(written) or (any(m.kind is PeriodKind.HALF for m in spoken(text)) and not mentioned):
            return Said.OTHER
        if not mentioned:
            return Said.NOTHING
        same = any(
            m.number == number and m.year in (None, year) for m in mentioned for year, number in self.titles
        )
        return Said.NOW if same else Said.OTHER

    def _year(self, year: int) -> Said:
        if any(year == known for known, _ in self.titles):
            return Said.OPEN if self.kind is not PeriodKind.YEAR else Said.NOW
        return Said.OTHER if self.titles else Said.OPEN
