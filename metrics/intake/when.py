"""Which period a table is about: from its title, its sheet's name, the file's name, in this order."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from metrics.intake import rules
from metrics.model import Finding
from metrics.periods import Period, PeriodKind, PeriodMention, mentions

# The day on which a form was filled in says nothing about its period.
_DATES = re.compile(r"\d{4}\s*[年./-]\s*\d{1,2}\s*[月./-]\s*\d{1,2}\s*日?|\d{8,}")


@dataclass(frozen=True)
class When:
    """The period of a table (None when an error says why), and what is to be said about it."""

    period: Period | None
    findings: tuple[Finding, ...] = ()


def spoken(text: str) -> list[PeriodMention]:
    return mentions(_DATES.sub(" ", text))


def find_period(
    kind: PeriodKind, titles: Iterable[str], sheet: str, file_name: str, expected: Period | None
) -> When:
    """The one period of kind that the texts agree on; a disagreement or a cumulative title is an error."""
    sources = [*titles, sheet, re.sub(r"\.[^.]*$", "", file_name)]
    spoken_of = [spoken(text) for text in sources]
    for text_mentions in spoken_of:
        cumulative = next((m for m in text_mentions if m.cumulative), None)
        if cumulative and not any(m.kind is kind and not m.cumulative for m in text_mentions):
            return When(None, (rules.PERIOD_CUMULATIVE.at(sheet, found=cumulative.text),))
    years = [m.year for ms in spoken_of for m in ms if m.year]
    named: dict[Period, str] = {}
    for text, text_mentions in zip(sources, spoken_of, strict=True):
        own_years = [m.year for m in text_mentions if m.year]
        year = next(iter(own_years), None) or next(iter(years), None) or (expected.year if expected else None)
        for mention in text_mentions:
            period = mention.resolve(year) if mention.kind is kind and not mention.cumulative else None
            if period:
                named.setdefault(period, text.strip())
    if len(named) > 1:
        told = "；".join(f"“{text}”是{period.label}" for period, text in named.items())
        return When(None, (rules.PERIOD_DISAGREES.at(sheet, found=told),))
    if named:
        return When(next(iter(named)))
    if expected is not None and expected.kind is kind and not any(spoken_of):
        return When(expected, (rules.PERIOD_ASSUMED.at(sheet, found=expected.label),))
    return When(None, (rules.PERIOD_UNKNOWN.at(sheet),))
