"""Every indicator of every unit and period: add up first, divide last, and say why where there is nothing.

All indicators are computed side by side in arrays of (unit, period, indicator); a frame for each would
take ten times as long.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from metrics.catalogue import Catalogue, Indicator, InForce
from metrics.model import Basis, IndicatorKind, Nature, Unit
from metrics.panel import Panel
from metrics.periods import Period

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

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

    value: float64, (unit, period); a fraction for a ratio, cases for a count, 1 or 0 for an absence check;
        NaN unless status is ok. numerator, denominator: float64, cases; NaN where not known (a count has
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
    the unit did not exist, or said “不适用”, adds nothing. An absence check (“零出庭”) always looks at the
    year so far. A variant changed within the year makes the cumulative figure redefined.
    Raises: ValueError for a basis that is made of these (rolling.py).
    """
    if basis not in (Basis.PERIOD, Basis.YEAR_TO_DATE):
        raise ValueError(f"figures of basis {basis} are made from those by quarter")
    index = panel.values.index
    codes = list(index.get_level_values("unit").unique())
    keys = list(index.get_level_values("period").unique())
    periods = [Period.from_key(key) for key in keys]
    ends = [period.end for period in periods]
    indicators = list(catalogue.indicators.values())
    shape = (len(codes), len(periods), len(indicators))
    alive = _alive(codes, units, periods)
    measures = _Measures(panel, catalogue, alive)
    top, bottom = np.full(shape, np.nan), np.full(shape, np.nan)
    code_of = np.full(shape, NOT_REPORTED, dtype=np.int8)
    years = _years(periods)
    variants, targets = [], []
    for i, indicator in enumerate(indicators):
        in_force = [indicator.on(day) for day in ends]
        variants.append([segment.variant.code if segment else "" for segment in in_force])
        targets.append([np.nan if not s or s.target is None else s.target for s in in_force])
        part, whole, excused = _quarters(indicator, in_force, measures, shape[:2])
        changed = np.zeros(len(periods), dtype=bool)
        if basis is Basis.YEAR_TO_DATE or indicator.kind is IndicatorKind.ABSENCE:
            if not is_stock(in_force, catalogue):
                part, whole, excused = (
                    _cumulate(part, years),
                    _cumulate(whole, years),
                    _all_so_far(excused, years),
                )
            changed = np.array([len(set(variants[-1][a : p + 1])) > 1 for p, a in enumerate(_starts(years))])
        applies = np.array([code not in units or indicator.applies(units[code]) for code in codes])
        known = np.array([segment is not None for segment in in_force])
        outside = ~(applies[:, None] & known[None, :]) | excused
        top[:, :, i], bottom[:, :, i] = part, whole
        code_of[:, :, i] = _judge(indicator, part, whole, outside, changed)
    return _values(basis, index, keys, catalogue, top, bottom, code_of, np.array(variants), np.array(targets))


def _alive(codes: Sequence[str], units: Mapping[str, Unit], periods: Sequence[Period]) -> Flags:
    """Which unit exists in which period; most have no dates and always do."""
    alive = np.ones((len(codes), len(periods)), dtype=bool)
    for i, code in enumerate(codes):
        unit = units.get(code)
        if unit and (unit.valid_from or unit.valid_to):
            alive[i] = [unit.active_in(period) for period in periods]
    return alive


class _Measures:
    """Values by measure as (unit, period) arrays: derived ones added up, “不适用” as nothing."""

    def __init__(self, panel: Panel, catalogue: Catalogue, alive: Flags) -> None:
        self._catalogue = catalogue
        self._columns = {measure: i for i, measure in enumerate(panel.values.columns)}
        self._values = panel.values.to_numpy().reshape(*alive.shape, -1)
        self._excused = panel.not_applicable.to_numpy().reshape(*alive.shape, -1) | ~alive[:, :, None]

    def added(self, codes: Sequence[str]) -> tuple[Floats, Flags, Flags]:
        """(sum, every cell is not applicable, some cell is not applicable) of some measures."""
        total: Floats = np.zeros(self._values.shape[:2])
        every = np.ones(total.shape, dtype=bool)
        some = np.zeros(total.shape, dtype=bool)
        for code in codes:
            for sign, term in self._catalogue.measures[code].terms or ((1, code),):
                if self._catalogue.measures[term].terms:
                    value, term_every, term_some = self.added([term])
                elif term in self._columns:
                    excused = self._excused[:, :, self._columns[term]]
                    value = np.where(excused, 0.0, self._values[:, :, self._columns[term]])
                    term_every = term_some = excused
                else:
                    value, term_every = np.full(total.shape, np.nan), np.zeros(total.shape, dtype=bool)
                    term_some = term_every
                total = total + sign * value
                every, some = every & term_every, some | term_some
        return total, every, some


def _quarters(
    indicator: Indicator, in_force: Sequence[InForce | None], measures: _Measures, shape: tuple[int, int]
) -> tuple[Floats, Floats, Flags]:
    """(numerator, denominator, not applicable) by unit and period, each period by its own variant."""
    part, whole = np.full(shape, np.nan), np.full(shape, np.nan)
    excused = np.zeros(shape, dtype=bool)
    for variant in {id(s.variant): s.variant for s in in_force if s}.values():
        here = np.array([s is not None and s.variant is variant for s in in_force])
        top, top_every, top_some = measures.added(variant.numerator)
        if variant.denominator:
            bottom, bottom_every, bottom_some = measures.added(variant.denominator)
            # “不适用” beside a number contradicts it: rather no figure than 0 of 3.
            odd = (
                (top_some & ~top_every & (bottom > 0))
                | (top_every & (bottom > 0))
                | (bottom_some & (top > 0))
            )
            top = np.where(odd, np.nan, top)
            part[:, here], whole[:, here] = top[:, here], bottom[:, here]
            excused[:, here] = (top_every & bottom_every)[:, here]
        else:
            part[:, here], excused[:, here] = top[:, here], top_every[:, here]
    return part, whole, excused


def is_stock(in_force: Sequence[InForce | None], catalogue: Catalogue) -> bool:
    """Whether the figure is a level, which is not added up over the year."""
    codes = {code for s in in_force if s for code in (*s.variant.numerator, *s.variant.denominator)}
    return bool(codes) and all(catalogue.measures[code].nature is Nature.STOCK for code in codes)


def _years(periods: Sequence[Period]) -> list[range]:
    """Positions of each year's periods; a year that does not begin with its first period is cut off."""
    found = []
    start = 0
    for i in range(1, len(periods) + 1):
        if i == len(periods) or periods[i].year != periods[start].year:
            found.append(range(start, i) if periods[start].number == 1 else range(-1 - start, -1 - i, -1))
            start = i
    return found


def _starts(years: Sequence[range]) -> list[int]:
    """For each period, the position of its year's first one."""
    return [year[0] if year[0] >= 0 else -1 - year[0] for year in years for _ in year]


def _cumulate(array: Floats, years: Sequence[range]) -> Floats:
    found = np.full(array.shape, np.nan)
    for year in years:
        if year[0] >= 0:
            here = slice(year[0], year[-1] + 1)
            found[:, here] = np.cumsum(array[:, here], axis=1)  # NaN stays: a gap is a gap
    return found


def _all_so_far(flags: Flags, years: Sequence[range]) -> Flags:
    found = flags.copy()
    for year in years:
        if year[0] >= 0:
            here = slice(year[0], year[-1] + 1)
            found[:, here] = np.logical_and.accumulate(flags[:, here], axis=1)
    return found


def _judge(
    indicator: Indicator, part: Floats, whole: Floats, outside: Flags, changed: Flags
) -> NDArray[np.int8]:
    status = np.full(part.shape, OK, dtype=np.int8)
    if indicator.kind is not IndicatorKind.COUNT:
        empty = NO_CASES if indicator.empty_denominator == "no_cases" else NOT_APPLICABLE
        status[whole == 0] = empty
        status[np.isnan(whole)] = NOT_REPORTED
    status[np.isnan(part)] = NOT_REPORTED
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
    ratio = np.array([i.kind is IndicatorKind.RATIO for i in catalogue.indicators.values()])
    absence = np.array([i.kind is IndicatorKind.ABSENCE for i in catalogue.indicators.values()])
    with np.errstate(divide="ignore", invalid="ignore"):
        value = np.where(ratio, top / bottom, np.where(absence, (top == 0).astype(float), top))
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
                good = _all_so_far(good, _years(periods))
            elif values.basis is Basis.ROLLING:
                for _ in range(12 // periods[0].kind.months - 1 if periods else 0):
                    good[:, 1:] = good[:, 1:] & good[:, :-1]
        else:
            continue
        known = ~np.isnan(value[:, :, i]) & ~np.isnan(target[:, :, i])
        result[:, :, i] = np.where(known, np.where(good, "met", "missed"), "")
    return framed(result, values.value.index, list(values.value.columns))
