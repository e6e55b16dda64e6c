"""How every unit stands with the target of every indicator at the end of a period."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from metrics.analysis import stretch
from metrics.analysis.values import Flags, Values, is_stock, met
from metrics.catalogue import Catalogue, Indicator
from metrics.model import Attainment, IndicatorKind, Unit
from metrics.periods import Period

_UNKNOWN = {
    "no_cases": Attainment.NOT_APPLICABLE,
    "not_applicable": Attainment.NOT_APPLICABLE,
    "not_reported": Attainment.NOT_REPORTED,
    "redefined": Attainment.REDEFINED,
}


def attainment(
    values: Values, quarter: Values, catalogue: Catalogue, units: Mapping[str, Unit], period: Period
) -> pd.DataFrame:
    """A word of Attainment for every unit (index) and indicator (columns), as seen at the end of the period.

    values: on the basis that is judged; quarter: the same panel by quarter, for targets that hold in each. What
    is not known is never met (indicators.md, part 1). A target that is not reached is `in_progress` as long as
    it still can be: times that may yet come, levels that may rise; a case lost to the rate stays lost. Where the
    notice names a day, it is `overdue` from that day on, until it is done; done late is `met` from then on.
    Raises: ValueError for a period that the values do not hold.
    """
    if period.key not in values.periods:
        raise ValueError(f"there are no figures of {period.key}")
    at = values.periods.index(period.key)
    place = {code: row for row, code in enumerate(values.units) if code in units}
    codes, rows = list(place), list(place.values())
    status = values.cube(values.status)[rows, at]
    judged = values.cube(met(values, quarter, catalogue))[rows, at]
    result = np.full(status.shape, Attainment.NO_TARGET.value, dtype=object)
    result[judged == "met"] = Attainment.MET.value
    for i, indicator in enumerate(catalogue.indicators.values()):
        if indicator.target_rule == "decline":
            result[:, i] = _declined(values, indicator, [units[code] for code in codes], rows, i, period)
        else:
            result[judged[:, i] == "missed", i] = _missed(indicator, catalogue, period).value
    for word, state in _UNKNOWN.items():
        result[status == word] = state.value
    return pd.DataFrame(result, index=pd.Index(codes, name="unit"), columns=list(catalogue.indicators))


def _missed(indicator: Indicator, catalogue: Catalogue, period: Period) -> Attainment:
    """What it means that the target is not reached at the end of the period."""
    if indicator.due is not None:
        passed = period.end >= indicator.due.on(period)
        return Attainment.OVERDUE if passed else Attainment.IN_PROGRESS
    months = indicator.span.months
    if months is None:  # 任期内、未定日的一次性任务：只有进度
        return Attainment.IN_PROGRESS
    if period.end.month % months == 0:
        return Attainment.NOT_MET
    return Attainment.IN_PROGRESS if _may_yet(indicator, catalogue, period) else Attainment.NOT_MET


def _may_yet(indicator: Indicator, catalogue: Catalogue, period: Period) -> bool:
    """Whether what is missing can still come within the span."""
    if indicator.kind is IndicatorKind.ABSENCE:  # 零出庭：年内还可以出庭
        return True
    if indicator.target_rule != "at_least":
        return False
    level = is_stock([indicator.at(period)], catalogue)
    return indicator.kind.counts or indicator.kind is IndicatorKind.INVENTORY or level


def _declined(
    values: Values, indicator: Indicator, units: list[Unit], rows: list[int], column: int, period: Period
) -> NDArray[np.object_]:
    """Against the same stretch a year ago; zero that stays zero counts as declined (indicators.md, part 4 item 5)."""
    ago = period.year_ago()
    result = np.full(len(rows), Attainment.NOT_COMPARABLE.value, dtype=object)
    if ago.key not in values.periods:
        return result
    now, before = (
        values.cube(values.value)[rows, values.periods.index(one.key), column].astype(float)
        for one in (period, ago)
    )
    known: Flags = ~np.isnan(now) & ~np.isnan(before)
    good = (now < before) | ((now == 0) & (before == 0))
    result[known] = np.where(good, Attainment.MET.value, Attainment.NOT_MET.value)[known]
    variant = values.variant[indicator.code]
    if variant[period.key] != variant[ago.key]:
        result[known] = Attainment.REDEFINED.value
    partly = [stretch.partly(unit, values.basis, (period, ago)) for unit in units]
    result[np.array(partly, dtype=bool) & known] = Attainment.NOT_COMPARABLE.value
    return result
