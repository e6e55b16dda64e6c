"""Which period a table is about: from its title, its sheet's name, the file's name, in this order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from metrics.intake import rules
from metrics.intake.cut_off import as_months, cut_off, since_january
from metrics.model import Finding
from metrics.periods import Period, PeriodKind, PeriodMention, mentions

# The day on which a form was filled in says nothing about its period. “2025.7-9月” is no day.
_DATES = re.compile(
    r"\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日?|\d{4}([./-])\d{1,2}\1\d{1,2}(?!\s*[月\d])|\d{8,}"
)
_MONTH = re.compile(r"\d{4}\s*[年./-]\s*\d{1,2}\s*月(?!\s*[-—–~～至到])")
_ANY_MONTH = re.compile(r"[\d一二三四五六七八九十]\s*月")
_NOTE_SINCE_JANUARY = re.compile(
    r"[(（\[【]?(?:本年|今年|全年|年度|年初|数据|数字)*(?:累计|至今)(?:数据?|数字|情况)?[)）\]】]?"
)
_SINCE_JANUARY = re.compile(r"累计|年初|截[至止]到?\s*(?:20\d\d\s*年?)?\s*度?\s*第?[1-4一二三四]\s*季")


@dataclass(frozen=True)
class When:
    """The period of a table (None when an error says why), and what is to be said about it."""

    period: Period | None
    findings: tuple[Finding, ...] = ()


def spoken(text: str) -> list[PeriodMention]:
    """The periods that a text speaks of, days left out unless they are those of whole months."""
    return mentions(_DATES.sub(" ", as_months(text)))


def find_period(
    kind: PeriodKind, titles: Iterable[str], sheet: str, file_name: str, expected: Period | None
) -> When:
    """The one period of kind that the texts agree on; a disagreement or a cumulative title is an error."""
    sources = [*titles, sheet, re.sub(r"\.[^.]*$", "", file_name)]
    spoken_of = [(text, spoken(text)) for text in sources]
    sums = next(filter(None, (_cumulative(text, said, kind) for text, said in spoken_of)), "")
    if kind is PeriodKind.QUARTER:
        if any(m.kind is kind and m.number > 1 for _, said in spoken_of for m in said):
            notes = (text.strip() for text in sources if _NOTE_SINCE_JANUARY.fullmatch(text.strip()))
            sums = sums or next(notes, "")
        elif not any(m.kind is kind for _, said in spoken_of for m in said):
            sums = sums or _about_a_cut_off(sources)
    if sums:
        return When(None, (rules.PERIOD_CUMULATIVE.at(sheet, found=sums),))
    years = sorted(years_in(sources, kind))
    if len(years) > 1 and any(m.kind is kind and not _own_year(said) for _, said in spoken_of for m in said):
        told = "、".join(f"{year}年" for year in years)
        return When(None, (rules.PERIOD_DISAGREES.at(sheet, found=f"先后写了{told}"),))
    year = years[0] if years else (expected.year if expected else None)
    named: dict[Period, str] = {}
    for text, said in spoken_of:
        for mention in said:
            period = mention.resolve(_own_year(said) or year) if mention.kind is kind else None
            if period:
                named.setdefault(period, text.strip())
    if len(named) > 1:
        told = "；".join(f"“{text}”是{period.label}" for period, text in named.items())
        return When(None, (rules.PERIOD_DISAGREES.at(sheet, found=told),))
    if named:
        period = next(iter(named))
        assumed = not any(_own_year(said) for _, said in spoken_of)
        said_of = (rules.PERIOD_ASSUMED.at(sheet, found=period.label),) if assumed else ()
        return When(period, (*said_of, *cut_off_questioned(sources, period, sheet)))
    if expected is not None and expected.kind is kind and _silent(spoken_of, expected):
        said_of = (rules.PERIOD_ASSUMED.at(sheet, found=expected.label),)
        return When(expected, (*said_of, *cut_off_questioned(sources, expected, sheet)))
    return When(None, (rules.PERIOD_UNKNOWN.at(sheet),))


def cut_off_questioned(sources: Iterable[str], period: Period, sheet: str) -> tuple[Finding, ...]:
    """A cut-off day (“统计截至9月30日”) beside a quarter: the quarter's own numbers, or sums since January up to then?

    In the first quarter both are the same. A day after the quarter's end is the one on which the numbers were taken.
    """
    if period.kind is not PeriodKind.QUARTER or period.number == 1:
        return ()
    for text in sources:
        cut = cut_off(text)
        told = _cumulative(text, spoken(text), period.kind)
        if told or (cut is not None and not cut.after(period)):
            return (
                rules.PERIOD_CUT_OFF.at(
                    sheet, found=told or (cut.text if cut else ""), expected=period.label
                ),
            )
    return ()


def _about_a_cut_off(sources: Iterable[str]) -> str:
    """“截至9月底” where no text names a quarter, and not as a note on the data; “” for none beyond March."""
    cuts = (cut for cut in map(cut_off, sources) if cut is not None)
    return next((cut.text for cut in cuts if cut.month > 3 and not cut.noted), "")


def years_in(sources: Iterable[str], kind: PeriodKind) -> set[int]:
    """The years that the texts name, of all or, if there are such, only of periods of the kind.

    “填报时间：2026年1月” is when the table was written, and “〔2024〕5号” a document: not its year.
    """
    said = [m for text in sources for m in spoken(_MONTH.sub(" ", text)) if m.year]
    return {m.year for m in [m for m in said if m.kind is kind] or said if m.year}


def _own_year(said: Sequence[PeriodMention]) -> int | None:
    return next((m.year for m in said if m.year), None)


def _cumulative(text: str, said: Sequence[PeriodMention], kind: PeriodKind) -> str:
    """The words by which a text says that its numbers are sums since January; “” if it does not.

    The first quarter since January is the first quarter.
    """
    words = next((m.text for m in said if m.cumulative), "")
    if kind is PeriodKind.QUARTER:
        words = words or next((m.text for m in said if m.kind is PeriodKind.HALF), "")
        if _SINCE_JANUARY.search(text) and any(m.kind is kind and m.number > 1 for m in said):
            words = words or text.strip()
        words = since_january(text) or words
    return words


def _silent(spoken_of: Sequence[tuple[str, Sequence[PeriodMention]]], expected: Period) -> bool:
    """Whether the texts leave the period open: they name at most the bare year of the one expected."""
    bare = all(m.text == str(expected.year) for _, said in spoken_of for m in said)
    cuts = [cut for text, _ in spoken_of if (cut := cut_off(text)) is not None]
    if expected.kind is PeriodKind.QUARTER and any(
        cut.quarter(expected.year) != expected and not cut.noted for cut in cuts
    ):
        return False
    return bare and not any(_ANY_MONTH.search(_DATES.sub(" ", text)) for text, _ in spoken_of)
