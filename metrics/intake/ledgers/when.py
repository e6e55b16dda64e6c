"""Which periods a ledger covers: its rows carry dates, so “2025年度” or “1—9月” is every quarter in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from metrics.intake import rules
from metrics.intake.when import spoken, years_in
from metrics.model import Finding
from metrics.periods import Period, PeriodKind, PeriodMention, quarter_of


def covered(
    texts: Sequence[str], sheet: str, expected: Period | None, last_day: int | None
) -> tuple[tuple[Period, ...], list[Finding]]:
    """Quarters in order, from titles, sheet's name and file's name; empty when a finding says why.

    last_day: the latest date in the rows (ordinal). A bare year (“2025年台账”) ends with the period that the person
    chose, else with the quarter of the last date: a quarter that is still to come was not reported.
    """
    sources = [re.sub(r"\.(?:xlsx?|xlsm|xlsb|et|ods|csv|txt|tsv|html?|xml)$", "", text) for text in texts]
    year = year_of(sources, expected)
    exact = any(not m.text.isdigit() for text in sources for m in spoken(text))
    found: tuple[Period, ...] = ()
    told = ""
    for text in sources:
        # Beside “第三季度” a bare year is that of a document or of the day on which the table was written.
        here = _spoken_of([m for m in spoken(text) if not (exact and m.text.isdigit())], year)
        if not here:
            continue
        common = tuple(period for period in found if period in here)
        if found and not common:
            says = f"“{told.strip()}”与“{text.strip()}”"
            return (), [rules.PERIOD_DISAGREES.at(sheet, found=says)]
        found, told = common or here, told if common == found else text
    if found:
        return _not_to_come(found, sources, expected, last_day), []
    if expected is not None and expected.kind is PeriodKind.QUARTER:
        return (expected,), [rules.PERIOD_ASSUMED.at(sheet, found=expected.label)]
    return (), [rules.PERIOD_UNKNOWN.at(sheet)]


def _spoken_of(said: Sequence[PeriodMention], year: int | None) -> tuple[Period, ...]:
    """The quarters in the most exact mentions of a text."""
    own = next((mention.year for mention in said if mention.year), None) or year
    quarters: set[Period] = set()
    finest = [m for m in said if m.kind is not PeriodKind.YEAR] or said
    for mention in finest:
        period = mention.resolve(own)
        if period is None:
            continue
        if mention.cumulative:
            quarters.update(period.year_to_date())
        else:
            first = quarter_of(period.start)
            quarters.update(first.shift(step) for step in range(period.kind.months // 3))
    return tuple(sorted(quarters))


def _not_to_come(
    found: tuple[Period, ...], sources: Sequence[str], expected: Period | None, last_day: int | None
) -> tuple[Period, ...]:
    if expected is not None and expected in found:
        return tuple(period for period in found if period <= expected)
    if len(found) < 4 or last_day is None or not _only_bare_years(sources):
        return found
    last = quarter_of(date.fromordinal(last_day))
    return tuple(period for period in found if period <= max(last, found[0]))


def _only_bare_years(sources: Sequence[str]) -> bool:
    return all(mention.text.isdigit() for text in sources for mention in spoken(text))


def year_of(texts: Sequence[str], expected: Period | None) -> int | None:
    """The year of dates that are written without one: the one that the texts name, else the expected period's."""
    years = years_in(texts, PeriodKind.QUARTER) or years_in(texts, PeriodKind.YEAR)
    if len(years) == 1:
        return next(iter(years))
    return expected.year if expected and not years else None
