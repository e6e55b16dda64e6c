"""“截至9月底”, “1月1日至9月30日”: how far the numbers of a table reach, and whether they are sums since January."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from metrics.periods import Period, quarter_of

_MONTH = r"(?P<month>\d{1,2}|十[一二]?|[一二三四五六七八九])"
_YEAR = r"(?:(?P<year>20\d\d)\s*(?:年|[./-])\s*度?\s*)?"
_DAY = r"(?:月\s*(?:(?P<day>\d{1,2})\s*[日号]?|底|末|份)?|[./-]\s*(?P<dotted>\d{1,2})(?!\d))"
_CUT_OFF = re.compile(
    r"(?P<note>统计|数据|资料|取数|采集)?\s*(?:截[至止](?P<called>日期|时间|日)?|(?<=[计据])[到至])"
    rf"\s*[:：]?\s*[到至于为]?\s*{_YEAR}{_MONTH}\s*{_DAY}"
)
# Not of “7月1日至9月30日止”, which has a first day.
_UNTIL = re.compile(
    rf"(?<![-—–~～至到年\d./]){_YEAR}{_MONTH}\s*月\s*(?:(?P<day>\d{{1,2}})\s*[日号]|底|末)\s*止"
)
_FIRST_DAY = (
    r"(?:20\d\d\s*(?:年|[./-])\s*|(?<![\d./-]))(?:0?1|一)\s*"
    r"(?:月\s*(?:0?1\s*[日号])?|[./-]\s*0?1\s*[日号]?(?!\d))?"
)
_DASH = r"\s*(?:份|起)?\s*[-—–~～至到]+\s*"
_SINCE_JANUARY = re.compile(
    rf"(?:自|从)?\s*(?:{_FIRST_DAY}|年初){_DASH}"
    r"(?:20\d\d\s*(?:年\s*(?P<a>\d{1,2})\s*月|[./-]\s*(?P<b>\d{1,2})(?!\d))"
    r"|(?P<c>\d{1,2}|十[一二]?|[二三四五六七八九])\s*月|(?P<d>\d{1,2})[./-]\d{1,2}(?!\d))"
    r"\s*(?:\d{1,2}\s*[日号]|底|末)?"
)
_DAYS = re.compile(
    rf"(?:(?P<year>20\d\d)\s*(?:年|[./-])\s*)?(?<!\d)(?P<first>\d{{1,2}})\s*(?:月|[./-])\s*0?1(?!\d)\s*[日号]?{_DASH}"
    r"(?:(?P<again>20\d\d)\s*(?:年|[./-])\s*)?(?P<last>\d{1,2})\s*(?:月|[./-])\s*(?P<day>\d{1,2})(?!\d)\s*[日号]?"
)
_SUMS = re.compile(r"累计|累积|年初|以来|今年至今")
_MONTHS = {text: i for i, text in enumerate("一二三四五六七八九十", 1)} | {"十一": 11, "十二": 12}


@dataclass(frozen=True)
class CutOff:
    """The last day that a text names for its numbers. year: None where it names none; day: None for the month's end.

    noted: it is written as a note on the data (“数据截止：…”), not as what the table is about.
    """

    text: str
    year: int | None
    month: int
    day: int | None
    noted: bool

    def after(self, period: Period) -> bool:
        """Whether it lies beyond the period: the day on which the numbers were taken, no end of theirs."""
        year = self.year or period.year
        if (year, self.month) != (period.end.year, period.end.month):
            return (year, self.month) > (period.end.year, period.end.month)
        return False

    def quarter(self, year: int) -> Period:
        """The quarter in which it lies; year where the text names none."""
        return quarter_of(date(self.year or year, self.month, 1))


def as_months(text: str) -> str:
    """“2025年7月1日至9月30日” as “2025年7—9月”: whole months, given by their first and last day."""
    return _DAYS.sub(_months, unicodedata.normalize("NFKC", text)) if "1" in text or "１" in text else text


def _months(match: re.Match[str]) -> str:
    year, last, day = match["year"] or "", int(match["last"]), int(match["day"])
    told = year or "月" in match[0]  # “1.1-3.31” may be anything
    if not told or not 1 <= last <= 12 or (match["again"] or year) != year:
        return match[0]
    if day != monthrange(int(year or 2024), last)[1] and (last, day) != (2, 28):
        return match[0]
    return f"{year and year + '年'}{int(match['first'])}—{last}月"


def cut_off(text: str) -> CutOff | None:
    """The cut-off day that a text names; None for none."""
    plain = unicodedata.normalize("NFKC", text)
    match = _CUT_OFF.search(plain) or _UNTIL.search(plain)
    month = _month(match["month"]) if match else 0
    if match is None or not month:
        return None
    groups = match.groupdict()
    day = groups.get("day") or groups.get("dotted")
    return CutOff(
        match[0].strip(),
        int(match["year"]) if match["year"] else None,
        month,
        int(day) if day else None,
        bool(groups.get("note") or groups.get("called")),
    )


def since_january(text: str) -> str:
    """The words by which a text says that its numbers run from January beyond the first quarter; “” for none."""
    plain = unicodedata.normalize("NFKC", text)
    for match in _SINCE_JANUARY.finditer(plain):
        last = next((group for group in match.groups() if group), "")
        if _month(last) > 3:
            return match[0].strip()
    cut = cut_off(text)
    return text.strip() if cut is not None and cut.month > 3 and _SUMS.search(plain) else ""


def _month(text: str) -> int:
    number = _MONTHS.get(text) or (int(text) if text.isdigit() else 0)
    return number if number <= 12 else 0
