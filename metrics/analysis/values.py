"""Every indicator of every unit and period: add up first, divide last, and say why where there is nothing.

All indicators are computed side by side in arrays of (unit, period, indicator); a frame for each would
take ten times as long.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from metrics.analysis.sides import Flags as Flags
from metrics.analysis.sides import Floats as Floats
from metrics.analysis.sides import Sides, sides
from metrics.catalogue import Catalogue, Indicator, InForce
from metrics.model import Basis, IndicatorKind, Nature, Unit
from metrics.panel import Panel
from metrics.periods import Period

STATUSES = np.array(["ok", "no_cases", "not_reported", "not_applicable", "redefined"], dtype=object)
OK, NO_CASES, NOT_REPORTED, NOT_APPLICABLE, REDEFINED = range(5)


@dataclass(frozen=True)
class Cell:
    """One figure: value (NaN unless status is ok), cases above and below the line, status."""

    value: float
    numerator: float
    denominator: float
    status: str


@dataclass(frozen=True)
class Values:
    """Indicators computed; columns are indicator codes.

    value: float64, (unit, period); a fraction for a ratio, an amount a person, cases for a count, 1 or 0 for an
        absence check; NaN unless status is ok. numerator, denominator: float64, cases; NaN where not known (a count has
        no denominator). status: ok | no_cases | not_reported | not_applicable | redefined.
    variant, target: by period; the variant's code (“” before the first definition), the target or NaN.
    """

    basis: Basis
    value: pd.DataFrame
    numerator: pd.DataFrame
    denominator: pd.DataFrame
    status: pd.DataFrame
    variant: pd.DataFrame
    target: pd.DataFrame

    @property
    def units(self) -> list[str]:
        return list(self.value.index.get_level_values("unit").unique())

    @property
    def periods(self) -> list[str]:
        return list(self.variant.index)

    def cube(self, frame: pd.DataFrame) -> NDArray[np.generic]:
        """One of the frames by unit and period as an array (unit, period, indicator)."""
        array: NDArray[np.generic] = frame.to_numpy()
        return array.reshape(-1, len(self.periods), frame.shape[1])

    def series(self, unit: str, indicator: str) -> pd.DataFrame:
        """One unit over time: index period, columns value, numerator, denominator, status, target."""
        parts = {
            name: getattr(self, name)[indicator].xs(unit, level="unit")
            for name in ("value", "numerator", "denominator", "status")
        }
        return pd.DataFrame(parts | {"target": self.target[indicator]})

    def cell(self, unit: str, period: str, indicator: str) -> Cell:
        """One figure with all that belongs to it."""
        value, top, bottom = (
            float(pick(frame, unit, period, indicator))
            for frame in (self.value, self.numerator, self.denominator)
        )
        return Cell(value, top, bottom, pick(self.status, unit, period, indicator))


def pick(frame: pd.DataFrame, unit: str, period: str, column: str) -> Any:
    """One cell of a frame by (unit, period): a float, or a word."""
    return frame.iat[_place(frame.index, (unit, period)), _place(frame.columns, column)]


def only(values: Values, units: Collection[str]) -> Values:
    """The same figures for some of the units, in their order."""
    some = values.value.index.get_level_values("unit").isin(units)
    return Values(
        values.basis,
        values.value[some],
        values.numerator[some],
        values.denominator[some],
        values.status[some],
        values.variant,
        values.target,
    )


def _place(index: pd.Index, key: object) -> int:
    place = index.get_loc(key)
    if not isinstance(place, int):
        raise KeyError(f"{key} stands there more than once")
    return place


def compute(panel: Panel, catalogue: Catalogue, units: Mapping[str, Unit], basis: Basis) -> Values:
    """All indicators of the catalogue for every unit and period of the panel, by quarter or since January.

    A cumulative figure needs every quarter since January: a gap makes it not_reported. A quarter in which
    the unit did not exist, or said “不适用”, adds nothing. An indicator with a span of a half-year or a year
    (“每半年1次”, “零出庭”) looks at the half-year or year so far on any basis, and at no quarter before it held.
    A variant changed within the stretch makes a cumulative figure redefined.
    Raises: ValueError for a basis that is made of these (rolling.py).
    """
    if basis not in (Basis.PERIOD, Basis.YEAR_TO_DATE):
        raise ValueError(f"figures of basis {basis} are made from those by quarter")
    index = panel.values.index
    codes = list(index.get_level_values("unit").unique())
    keys = list(index.get_level_values("period").unique())
    periods = [Period.from_key(key) for key in keys]
    indicators = list(catalogue.indicators.values())
    ends = [period.end for period in periods]
    segments = [_in_force(indicator, ends) for indicator in indicators]
    alive = _alive(codes, units, periods)
    found = sides(panel, catalogue, alive, segments)
    known = np.array([[s is not None for s in line] for line in segments], dtype=bool).reshape(
        len(indicators), -1
    )
    variants = np.array([[s.variant.code if s else "" for s in line] for line in segments]).reshape(
        known.shape
    )
    targets = np.array([[_target(s) for s in line] for line in segments]).reshape(known.shape)
    changed = np.zeros(known.shape, dtype=bool)
    for months, columns in _looking_back(indicators, segments, catalogue, basis).items():
        stretches = _stretches(periods, months)
        level = np.array([is_stock(segments[i], catalogue) for i in columns], dtype=bool)
        flows = np.array(columns, dtype=np.intp)[~level]
        for array in (found.top, found.bottom):
            array[:, :, flows] = _cumulate(array[:, :, flows], stretches)
        found.excused[:, :, flows] = _all_so_far(found.excused[:, :, flows], stretches)
        for i in flows:
            changed[i] = _changed(variants[i], stretches, indicators[i].cumulates)
    outside = ~(_applying(codes, units, indicators)[:, None, :] & known.T[None, :, :]) | found.excused
    status = _judge(indicators, found, outside, changed.T)
    return _values(basis, index, keys, catalogue, found.top, found.bottom, status, variants, targets)


def _in_force(indicator: Indicator, days: Sequence[date]) -> list[InForce | None]:
    if len(indicator.in_force) == 1:  # nearly all
        (segment,) = indicator.in_force
        first, last = segment.start, segment.end
        return [segment if first <= day <= last else None for day in days]
    return [indicator.on(day) for day in days]


def _target(segment: InForce | None) -> float:
    return np.nan if segment is None or segment.target is None else segment.target


def _alive(codes: Sequence[str], units: Mapping[str, Unit], periods: Sequence[Period]) -> Flags:
    """Which unit exists in which period; most have no dates and always do."""
    alive = np.ones((len(codes), len(periods)), dtype=bool)
    for i, code in enumerate(codes):
        unit = units.get(code)
        if unit and (unit.valid_from or unit.valid_to):
            alive[i] = [unit.active_in(period) for period in periods]
    return alive


def _applying(codes: Sequence[str], units: Mapping[str, Unit], indicators: Sequence[Indicator]) -> Flags:
    """(unit, indicator): asked once for all indicators of one applicability, of which there are few."""
    asked: dict[object, Flags] = {}
    for indicator in indicators:
        if indicator.applicability not in asked:
            asked[indicator.applicability] = np.array(
                [code not in units or indicator.applies(units[code]) for code in codes], dtype=bool
            )
    return np.array([asked[indicator.applicability] for indicator in indicators]).T


def _looking_back(
    indicators: Sequence[Indicator],
    segments: Sequence[Sequence[InForce | None]],
    catalogue: Catalogue,
    basis: Basis,
) -> dict[int, list[int]]:
    """Months of the stretch since whose start it is added up → positions of the indicators."""
    found: dict[int, list[int]] = {}
    for i, indicator in enumerate(indicators):
        if indicator.cumulates:
            found.setdefault(indicator.span.months or 12, []).append(i)
        elif basis is Basis.YEAR_TO_DATE:
            found.setdefault(12, []).append(i)
    return found


def is_stock(in_force: Sequence[InForce | None], catalogue: Catalogue) -> bool:
    """Whether the figure is a level, which is not added up over the year."""
    variants = {id(s.variant): s.variant for s in in_force if s}.values()
    codes = {code for variant in variants for code in (*variant.numerator, *variant.denominator)}
    return bool(codes) and all(catalogue.measures[code].nature is Nature.STOCK for code in codes)


def _stretches(periods: Sequence[Period], months: int) -> list[tuple[slice, bool]]:
    """Positions of each half-year's or year's periods, and whether its first one is there."""
    keys = [(period.year, (period.start.month - 1) // months) for period in periods]
    found, start = [], 0
    for i in range(1, len(keys) + 1):
        if i == len(keys) or keys[i] != keys[start]:
            whole = (periods[start].start.month - 1) % months == 0
            found.append((slice(start, i), whole))
            start = i
    return found


def _cumulate(array: Floats, stretches: Sequence[tuple[slice, bool]]) -> Floats:
    found = np.full(array.shape, np.nan)
    for here, whole in stretches:
        if whole:
            np.cumsum(array[:, here], axis=1, out=found[:, here])  # NaN stays: a gap is a gap
    return found


def _all_so_far(flags: Flags, stretches: Sequence[tuple[slice, bool]]) -> Flags:
    found = flags.copy()
    for here, whole in stretches:
        if whole:
            np.logical_and.accumulate(flags[:, here], axis=1, out=found[:, here])
    return found


def _changed(codes: NDArray[np.str_], stretches: Sequence[tuple[slice, bool]], begins: bool) -> Flags:
    """Whether the variant has changed within the stretch so far. begins: a definition that only begins within
    it is no change, since it is not asked before."""
    if (codes == codes[:1]).all():  # nearly all
        return np.zeros(len(codes), dtype=bool)
    found = []
    for here, _ in stretches:
        for p in range(here.start, here.stop):
            seen = set(codes[here.start : p + 1].tolist())
            found.append(len(seen - {""} if begins else seen) > 1)
    return np.array(found, dtype=bool)


def _judge(indicators: Sequence[Indicator], found: Sides, outside: Flags, changed: Flags) -> NDArray[np.int8]:
    divided = np.array([not indicator.kind.counts for indicator in indicators], dtype=bool)
    empty = np.array(
        [
            NO_CASES if indicator.empty_denominator == "no_cases" else NOT_APPLICABLE
            for indicator in indicators
        ],
        dtype=np.int8,
    )
    status = np.where((found.bottom == 0) & divided, empty, np.int8(OK))
    status[np.isnan(found.top) | (np.isnan(found.bottom) & divided)] = NOT_REPORTED
    status[:, changed] = REDEFINED
    status[outside] = NOT_APPLICABLE
    return status


def _values(
    basis: Basis,
    index: pd.Index,
    keys: list[str],
    catalogue: Catalogue,
    top: Floats,
    bottom: Floats,
    status: NDArray[np.int8],
    variants: NDArray[np.str_],
    targets: Floats,
) -> Values:
    columns = list(catalogue.indicators)
    divides = np.array([i.kind.divides for i in catalogue.indicators.values()])
    absence = np.array([i.kind is IndicatorKind.ABSENCE for i in catalogue.indicators.values()])
    with np.errstate(divide="ignore", invalid="ignore"):
        value = np.where(divides, top / bottom, np.where(absence, (top == 0).astype(float), top))
    value[status != OK] = np.nan
    known = (status == OK) | (status == NO_CASES)

    def frame(array: NDArray[np.generic]) -> pd.DataFrame:
        return framed(array, index, columns)

    return Values(
        basis,
        frame(value),
        frame(np.where(known, top, np.nan)),
        frame(np.where(known, bottom, np.nan)),
        frame(STATUSES[status]),
        pd.DataFrame(variants.T.astype(object), index=keys, columns=columns, dtype=object),
        pd.DataFrame(targets.T, index=keys, columns=columns),
    )


def framed(array: NDArray[np.generic], index: pd.Index, columns: Sequence[str]) -> pd.DataFrame:
    """A cube (unit, period, indicator) as a frame. Words stay objects: pandas strings cost ten times more."""
    flat = array.reshape(len(index), len(columns))
    return pd.DataFrame(flat, index=index, columns=list(columns), dtype=flat.dtype)


def met(values: Values, quarters: Values, catalogue: Catalogue) -> pd.DataFrame:
    """Whether the target is met: “met”, “missed”, or “” where there is no target or no value.

    Index and columns as values.value. quarters: the same panel by quarter, for targets that hold in each
    quarter (“不得用全年4次替代每季度至少1次”). A target “decline” is judged by trend, not here.
    """
    periods = [Period.from_key(key) for key in values.periods]
    target = values.target.to_numpy()[None, :, :]
    value = values.cube(values.value).astype(float)
    quarterly = values.cube(quarters.value).astype(float)
    result = np.full(value.shape, "", dtype=object)
    for i, indicator in enumerate(catalogue.indicators.values()):
        if indicator.target_rule == "at_least":
            good = value[:, :, i] >= target[:, :, i]
        elif indicator.target_rule == "at_most":
            good = value[:, :, i] <= target[:, :, i]
        elif indicator.target_rule == "each_period":
            good = quarterly[:, :, i] >= target[:, :, i]
            if values.basis is Basis.YEAR_TO_DATE:
                good = _all_so_far(good, _stretches(periods, 12))
            elif values.basis is Basis.ROLLING:
                for _ in range(12 // periods[0].kind.months - 1 if periods else 0):
                    good[:, 1:] = good[:, 1:] & good[:, :-1]
        else:
            continue
        known = ~np.isnan(value[:, :, i]) & ~np.isnan(target[:, :, i])
        result[:, :, i] = np.where(known, np.where(good, "met", "missed"), "")
    return framed(result, values.value.index, list(values.value.columns))
