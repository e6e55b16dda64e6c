"""Change against an earlier period: the same one last year, or the one before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from metrics.analysis import stretch
from metrics.analysis.values import Cell, Values, framed
from metrics.catalogue import Catalogue, Indicator
from metrics.model import Basis, Unit
from metrics.periods import Period


@dataclass(frozen=True)
class Change:
    """Index and columns as Values.value.

    before: the earlier value. difference: cases for a count, difference of fractions for a rate.
    relative: fraction of the earlier count; NaN for rates and from zero. status: ok | from_zero | to_zero |
    both_zero | redefined (variants differ) | no_cases_before (no case then, so no rate) | no_base (the earlier
    value is missing) | else the status of the present value.
    """

    before: pd.DataFrame
    difference: pd.DataFrame
    relative: pd.DataFrame
    status: pd.DataFrame


_WORDS = np.array(
    ["ok", "no_base", "from_zero", "both_zero", "redefined", "to_zero", "no_cases_before"], dtype=object
)


def change(values: Values, catalogue: Catalogue, steps: int) -> Change:
    """Each value against the one `steps` periods earlier; 4: the same quarter last year.

    Rates of different variants are never compared (indicators.md, part 4 item 3).
    """
    now = values.cube(values.value).astype(float)
    before = np.full(now.shape, np.nan)
    before[:, steps:] = now[:, :-steps] if steps < now.shape[1] else before[:, steps:]
    variant = values.variant.to_numpy()
    same = np.zeros(variant.shape, dtype=bool)
    same[steps:] = variant[steps:] == variant[:-steps] if steps < len(variant) else same[steps:]
    counts = np.array([i.kind.counts for i in catalogue.indicators.values()])
    difference = now - before
    with np.errstate(divide="ignore", invalid="ignore"):
        relative = np.where(counts & (before > 0), difference / before, np.nan)
    code = np.where(np.isnan(before), 1, 0)
    code[(before == 0) & (now > 0) & counts] = 2
    code[(before == 0) & (now == 0) & counts] = 3
    code[(before > 0) & (now == 0) & counts] = 5
    empty = np.zeros(now.shape, dtype=bool)
    empty[:, steps:] = (values.cube(values.status) == "no_cases")[:, :-steps]
    code[empty] = 6
    known = ~np.isnan(now)
    broken = known & ~np.isnan(before) & ~same[None, :, :]
    code[broken] = 4
    status = _WORDS[code]
    status[~known] = values.cube(values.status)[~known]
    index, columns = values.value.index, list(values.value.columns)

    def frame(array: NDArray[np.generic]) -> pd.DataFrame:
        return framed(array, index, columns)

    return Change(
        frame(np.where(broken, np.nan, before)),
        frame(np.where(broken, np.nan, difference)),
        frame(np.where(broken, np.nan, relative)),
        frame(status),
    )


@dataclass(frozen=True)
class Step:
    """A figure of some stretch and its change; words as Change.status, and existed_partly where the unit was there
    for a part of a stretch only. before: NaN where there is none."""

    cell: Cell
    before: Cell
    difference: float
    relative: float
    status: str


@dataclass(frozen=True)
class Trend:
    """One indicator of one unit or total, over every stretch of time that the notice speaks of.

    year_on_year: the quarter against last year's; previous: the quarter against the one before; year_to_date,
    rolling, last_year: those stretches against the same a year earlier.
    """

    indicator: Indicator
    year_on_year: Step
    previous: Step
    year_to_date: Step
    rolling: Step
    last_year: Step


_NONE = Cell(np.nan, np.nan, np.nan, "not_reported")


def trends(
    values: Mapping[Basis, Values],
    indicator: Indicator,
    code: str,
    period: Period,
    unit: Unit | None = None,
    quarters: Values | None = None,
) -> Trend:
    """values: of the units, or of totals, on each basis. code: of the unit or total; unit: what is known of it.

    quarters: by quarter, for the comparison with the quarter before, where other units are in those totals.
    """

    def step(basis: Basis, earlier: Period) -> Step:
        return _step(values[basis], indicator, code, period, earlier, unit)

    ago = period.year_ago()
    in_a_row = values[Basis.PERIOD] if quarters is None else quarters
    return Trend(
        indicator,
        step(Basis.PERIOD, ago),
        _step(in_a_row, indicator, code, period, period.previous(), unit),
        step(Basis.YEAR_TO_DATE, ago),
        step(Basis.ROLLING, ago),
        step(Basis.LAST_YEAR, ago),
    )


def _step(
    values: Values, indicator: Indicator, code: str, period: Period, earlier: Period, unit: Unit | None
) -> Step:
    now = values.cell(code, period.key, indicator.code)
    known = earlier.key in values.periods
    before = values.cell(code, earlier.key, indicator.code) if known else _NONE
    difference = now.value - before.value
    status = _status(now, before, indicator)
    if status in ("ok", "from_zero", "to_zero", "both_zero"):
        variant = values.variant[indicator.code]
        if variant[period.key] != variant[earlier.key]:
            status = "redefined"
        elif unit and stretch.partly(unit, values.basis, (period, earlier)):
            status = "existed_partly"
    if status in ("redefined", "existed_partly"):
        return Step(now, _NONE, np.nan, np.nan, status)
    counted = indicator.kind.counts and before.value > 0
    return Step(now, before, difference, difference / before.value if counted else np.nan, status)


def _status(now: Cell, before: Cell, indicator: Indicator) -> str:
    if now.status != "ok":
        return now.status
    if before.status != "ok":
        return "no_cases_before" if before.status == "no_cases" else "no_base"
    if not indicator.kind.counts or (now.value and before.value):
        return "ok"
    if before.value:
        return "to_zero"
    return "from_zero" if now.value else "both_zero"
