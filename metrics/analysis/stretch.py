"""Which quarters a figure covers, what that stretch is called, and which stretch came before it."""

from __future__ import annotations

from collections.abc import Iterable

from metrics.catalogue import Indicator
from metrics.model import Basis, Unit
from metrics.periods import Period, between


def quarters(basis: Basis, period: Period) -> tuple[Period, ...]:
    """The periods whose cases a figure of `period` adds up, oldest first."""
    match basis:
        case Basis.PERIOD:
            return (period,)
        case Basis.YEAR_TO_DATE:
            return period.year_to_date()
        case Basis.ROLLING:
            return between(period.year_ago().next(), period)
        case Basis.LAST_YEAR:
            return _last_of_last_year(period).year_to_date()


def covered(indicator: Indicator, basis: Basis, period: Period) -> tuple[Period, ...]:
    """The same for a figure of an indicator: one with a span of a half-year or year looks back to its start on
    any basis, so that “每半年1次” is never judged on one quarter."""
    if not indicator.cumulates:
        return quarters(basis, period)
    end = _last_of_last_year(period) if basis is Basis.LAST_YEAR else period
    months = indicator.span.months or 12
    part = (end.start.month - 1) // months
    return tuple(one for one in end.year_to_date() if (one.start.month - 1) // months == part)


def label(basis: Basis, period: Period) -> str:
    """As the notice writes it: “2025年第三季度”, “2025年1—9月”, “2024年第四季度至2025年第三季度”, “2024年度”."""
    match basis:
        case Basis.PERIOD:
            return period.label
        case Basis.YEAR_TO_DATE:
            return period.cumulative_label
        case Basis.ROLLING:
            return period.rolling_label
        case Basis.LAST_YEAR:
            return _last_of_last_year(period).cumulative_label


def before(basis: Basis, period: Period) -> Period | None:
    """The period whose figure a rank of this one has moved from; None where there is none of the same sort.

    The quarter before; for the last full year the same quarter a year ago; for the year so far nothing in the
    first quarter, whose predecessor is another year.
    """
    if basis is Basis.LAST_YEAR:
        return period.year_ago()
    earlier = period.previous()
    return None if basis is Basis.YEAR_TO_DATE and earlier.year != period.year else earlier


def partly(unit: Unit, basis: Basis, ends: Iterable[Period]) -> bool:
    """Whether the unit existed for a part of one of the stretches only (new, merged or abolished in between)."""
    if not (unit.valid_from or unit.valid_to):
        return False
    there = [[unit.active_in(one) for one in quarters(basis, end)] for end in ends]
    return any(any(side) and not all(side) for side in there)


def _last_of_last_year(period: Period) -> Period:
    return Period(period.year, 1, period.kind).previous()
