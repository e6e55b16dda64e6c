"""One unit's, a group's or the district's figures over every stretch of time that the notice speaks of."""

from __future__ import annotations

from collections.abc import Iterable

from metrics.analysis import trend
from metrics.analysis.trend import Trend
from metrics.model import Basis
from metrics.tasks.figures import Figures


def trends(found: Figures, code: str, indicators: Iterable[str]) -> tuple[Trend, ...]:
    """code: of a unit, or of a total (“@all”). Totals: each stretch over the units compared in it."""
    unit = found.units.get(code)
    values = {basis: found.values(basis) if unit else found.comparable(basis) for basis in Basis}
    quarters = None if unit else found.comparable_quarters()
    return tuple(
        trend.trends(values, found.catalogue.indicators[one], code, found.period, unit, quarters)
        for one in indicators
    )
