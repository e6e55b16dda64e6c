"""Four quarters up to each quarter, and the last full year: stretches that do not begin in January of the year."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from metrics.analysis.values import Flags, Floats, Values, framed, is_stock
from metrics.catalogue import Catalogue, Indicator
from metrics.model import Basis
from metrics.periods import Period


def rolling(quarter: Values, catalogue: Catalogue, quarters: int = 4) -> Values:
    """Each figure over the last `quarters` single quarters: counts added up, rates divided anew.

    quarter: of Basis.PERIOD. A quarter in the stretch without a report, or before the first one that is known,
    makes the figure not_reported; a variant changed within it, redefined; no case in all of it, what the
    indicator says of an empty denominator. Quarters that do not apply add nothing; if all of them do not,
    neither does the figure. Levels, and figures that look at the year on any basis (“零出庭”), are the last
    quarter's: they are not added up.
    """
    columns, periods = list(quarter.value.columns), [Period.from_key(key) for key in quarter.periods]
    top, bottom = (
        quarter.cube(quarter.numerator).astype(float),
        quarter.cube(quarter.denominator).astype(float),
    )
    status = quarter.cube(quarter.status)
    known, outside = ~np.isnan(top), status == "not_applicable"
    gap = _within(~known & ~outside, quarters) > 0
    gap[:, : quarters - 1] = True
    tops, bottoms = _within(np.nan_to_num(top), quarters), _within(np.nan_to_num(bottom), quarters)
    changed = _changed(quarter.variant, quarters)
    divided, empty, kept = _kinds(list(catalogue.indicators.values()), periods, catalogue)
    whole = np.minimum(np.arange(len(periods)) + 1, quarters)[None, :, None]
    told = np.full(status.shape, "ok", dtype=object)
    told = np.where(divided & (bottoms == 0), empty, told)
    told[gap] = "not_reported"
    told[:, changed] = "redefined"
    told[_within(outside, quarters) == whole] = "not_applicable"
    told = np.where(kept, status, told)
    with np.errstate(divide="ignore", invalid="ignore"):
        value = np.where(divided, tops / bottoms, tops)
    value = np.where(told == "ok", value, np.nan)
    counted = (told == "ok") | (told == "no_cases")

    def frame(array: NDArray[np.generic]) -> pd.DataFrame:
        return framed(array, quarter.value.index, columns)

    return Values(
        Basis.ROLLING,
        frame(np.where(kept, quarter.cube(quarter.value).astype(float), value)),
        frame(np.where(kept, top, np.where(counted, tops, np.nan))),
        frame(np.where(kept, bottom, np.where(counted & divided, bottoms, np.nan))),
        frame(told),
        quarter.variant,
        quarter.target,
    )


def last_full_year(cumulative: Values) -> Values:
    """At each period the figure of the whole year before it. cumulative: of Basis.YEAR_TO_DATE."""

    def by_period(frame: pd.DataFrame, nothing: object) -> pd.DataFrame:
        taken, missing = _a_year_back(cumulative.periods)
        array = frame.to_numpy()[taken]
        array[missing] = nothing
        return pd.DataFrame(array, index=frame.index, columns=frame.columns, dtype=array.dtype)

    return Values(
        Basis.LAST_YEAR,
        at_last_year(cumulative.value, np.nan),
        at_last_year(cumulative.numerator, np.nan),
        at_last_year(cumulative.denominator, np.nan),
        at_last_year(cumulative.status, "not_reported"),
        by_period(cumulative.variant, ""),
        by_period(cumulative.target, np.nan),
    )


def at_last_year(frame: pd.DataFrame, nothing: object) -> pd.DataFrame:
    """A frame of all units by all periods, with each row replaced by that of the end of the year before.

    nothing: what stands where the frame does not reach back so far.
    """
    keys = list(frame.index.get_level_values("period").unique())
    taken, missing = _a_year_back(keys)
    array = frame.to_numpy().reshape(-1, len(keys), frame.shape[1])[:, taken]
    array[:, missing] = nothing
    return framed(array, frame.index, list(frame.columns))


def _a_year_back(keys: Sequence[str]) -> tuple[NDArray[np.int64], Flags]:
    """For each period the position of the last one of the year before, and whether it is not there."""
    place = {key: i for i, key in enumerate(keys)}
    found = np.array(
        [place.get(_end_of_last_year(Period.from_key(key)).key, -1) for key in keys], dtype=np.int64
    )
    return found, found < 0


def _end_of_last_year(period: Period) -> Period:
    return Period(period.year, 1, period.kind).previous()


def _within(array: Floats | Flags, quarters: int) -> Floats:
    """Sum along the periods over each one and those before it, `quarters` in all; fewer at the beginning."""
    total = array.astype(float)
    for back in range(1, quarters):
        total[:, back:] += array[:, :-back]
    return total


def _changed(variant: pd.DataFrame, quarters: int) -> Flags:
    """Whether a variant within the stretch is not that of its end, by period and indicator."""
    codes = variant.to_numpy()
    changed = np.zeros(codes.shape, dtype=bool)
    for back in range(1, quarters):
        changed[back:] |= codes[back:] != codes[:-back]
    return changed


def _kinds(
    indicators: Sequence[Indicator], periods: Sequence[Period], catalogue: Catalogue
) -> tuple[Flags, NDArray[np.object_], Flags]:
    """(divided, word for an empty denominator, taken from the last quarter) by indicator."""
    kept = [one.cumulates or is_stock([one.at(p) for p in periods], catalogue) for one in indicators]
    divided = [one.kind.divides for one in indicators]
    return (
        np.array(divided),
        np.array([one.empty_denominator for one in indicators], dtype=object),
        np.array(kept),
    )
