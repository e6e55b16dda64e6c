"""Totals of groups and of the district: counts added up, a shared case once, rates computed anew."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from metrics.analysis import stretch
from metrics.analysis.values import (
    NO_CASES,
    NOT_APPLICABLE,
    NOT_REPORTED,
    OK,
    REDEFINED,
    STATUSES,
    Flags,
    Floats,
    Values,
    framed,
    is_stock,
)
from metrics.catalogue import Catalogue
from metrics.model import IndicatorKind, Unit
from metrics.panel import SHARED_COLUMNS, Panel
from metrics.periods import Period

ALL = "@all"


def key_of(group: str) -> str:
    """The name under which a group's total stands among units."""
    return f"@{group}"


@dataclass(frozen=True)
class Deducted:
    """How often a case was counted beyond the first time, and so taken off the totals; 0 as a rule.

    numerator, denominator: float64, index (total, period) and columns as the frames of `total`; above zero
    where something was taken off (a term that is subtracted gives less than zero).
    """

    numerator: pd.DataFrame
    denominator: pd.DataFrame


def total(
    values: Values, catalogue: Catalogue, units: Mapping[str, Unit], shared: pd.DataFrame | None = None
) -> Values:
    """Values like the given ones, whose “units” are "@all" and "@" + group code for each group.

    Only units with status ok or no_cases are added up, so that a total is the sum of the rows shown; who is
    left out is told by completeness.coverage. For an absence check the value is the number of units
    concerned, the denominator the number of units that had cases; for a task with a deadline, of those that
    have done it and of those that reported. A case with several defendants counts for
    each of them and once in the total (indicators.md, part 4 item 4) as far as ledgers tell which cases
    they are: `shared` is Panel.shared, and `deducted` says how many were taken off. Of summaries alone
    nobody knows: then a total may exceed the number of cases.
    """
    codes = values.units
    groups = [catalogue.group_of(units[code]).code for code in codes]
    names = [ALL, *(key_of(group) for group in catalogue.groups)]
    status = values.cube(values.status)
    value = values.cube(values.value).astype(float)
    top, bottom = values.cube(values.numerator).astype(float), values.cube(values.denominator).astype(float)
    counted = ~np.isnan(top)  # numerators stand where the status is ok or no_cases
    top, bottom = np.nan_to_num(top), np.nan_to_num(bottom)
    kinds = np.array([indicator.kind for indicator in catalogue.indicators.values()], dtype=object)
    per_unit = (kinds == IndicatorKind.ABSENCE) | (kinds == IndicatorKind.DEADLINE)
    count = np.array(
        [i.kind.counts and i.kind is not IndicatorKind.DEADLINE for i in catalogue.indicators.values()]
    )
    top[:, :, per_unit] = np.nan_to_num(value[:, :, per_unit])
    bottom[:, :, per_unit] = ~np.isnan(value[:, :, per_unit])
    shape = (len(names), *top.shape[1:])
    tops, bottoms = np.zeros(shape), np.zeros(shape)
    surplus = _surplus(values, catalogue, units, shared, names, groups, counted)
    found = np.full(shape, NOT_REPORTED, dtype=np.int8)
    for n, name in enumerate(names):
        members = _members(name, groups)
        tops[n], bottoms[n] = top[members].sum(axis=0), bottom[members].sum(axis=0)
        if surplus:
            tops[n], bottoms[n] = tops[n] - surplus[0][n], bottoms[n] - surplus[1][n]
        some = counted[members].any(axis=0)
        found[n][some] = np.where(~count & (bottoms[n] == 0), NO_CASES, OK)[some]
        none = status[members][:, ~some]  # looked at only where nothing was counted: comparing words is slow
        silent, redefined = (none == "not_applicable").all(axis=0), (none == "redefined").any(axis=0)
        found[n][~some] = np.where(silent, NOT_APPLICABLE, np.where(redefined, REDEFINED, NOT_REPORTED))
    with np.errstate(divide="ignore", invalid="ignore"):
        result = np.where(np.array([kind.divides for kind in kinds], dtype=bool), tops / bottoms, tops)
    result = np.where(found == OK, result, np.nan)
    known = (found == OK) | (found == NO_CASES)
    index = pd.MultiIndex.from_product([names, values.periods], names=["unit", "period"])

    def frame(array: NDArray[np.generic]) -> pd.DataFrame:
        return framed(array, index, list(values.value.columns))

    return Values(
        values.basis,
        frame(result),
        frame(np.where(known, tops, np.nan)),
        frame(np.where(known & ~count, bottoms, np.nan)),
        frame(STATUSES[found]),
        values.variant,
        values.target,
    )


def deducted(
    values: Values, catalogue: Catalogue, units: Mapping[str, Unit], shared: pd.DataFrame
) -> Deducted:
    """What `total` takes off for the cases of several units (“共同被告案件按 1 件计，已减去 N 件次”)."""
    groups = [catalogue.group_of(units[code]).code for code in values.units]
    names = [ALL, *(key_of(group) for group in catalogue.groups)]
    counted = ~np.isnan(values.cube(values.numerator).astype(float))
    index = pd.MultiIndex.from_product([names, values.periods], names=["unit", "period"])
    columns = list(values.value.columns)
    shape = (len(names), *counted.shape[1:])
    surplus = _surplus(values, catalogue, units, shared, names, groups, counted)
    top, bottom = surplus or (np.zeros(shape), np.zeros(shape))
    return Deducted(framed(top, index, columns), framed(bottom, index, columns))


def shared_where_known(panel: Panel, units: Collection[str], periods: Collection[str]) -> pd.DataFrame:
    """Panel.shared of the measures whose cases are known for all of the units in all of the periods.

    For a comparison of totals: were one side counted by cases and the other, of which there are only
    summaries, by defendants, the difference would be one of counting. Zero and nothing hide no case.
    """
    if panel.listed is None or panel.shared.empty:
        return panel.shared
    index = panel.values.index
    here = index.get_level_values("unit").isin(units) & index.get_level_values("period").isin(periods)
    values, listed = panel.values[here], panel.listed[here]
    known = (listed | (values == 0) | values.isna()).all()
    return panel.shared[panel.shared["measure"].isin(known.index[known])]


def _members(name: str, groups: Sequence[str]) -> Flags:
    return np.array([name in (ALL, key_of(group)) for group in groups], dtype=bool)


def _surplus(
    values: Values,
    catalogue: Catalogue,
    units: Mapping[str, Unit],
    shared: pd.DataFrame | None,
    names: Sequence[str],
    groups: Sequence[str],
    counted: Flags,
) -> tuple[Floats, Floats] | None:
    """(numerator, denominator) to take off by (total, period, indicator); None where no case is shared.

    Of each case and measure: how often the units that are added up count it within the stretch of time of the
    figure, less the most that one of them does. So a case that one unit dates into the first quarter and another
    into the second is one case of either quarter, and one case of the first half-year, not two.
    """
    if shared is None or shared.empty:
        return None
    when = {key: Period.from_key(key) for key in values.periods}
    cases = _cases(values, units, shared, when)
    members = [_members(name, groups) for name in names]
    shape = (len(names), *counted.shape[1:])
    found = np.zeros(shape), np.zeros(shape)
    known: dict[tuple[str, tuple[str, ...], bytes], Floats] = {}  # most indicators add up the same units

    def beyond(measure: str, quarters: tuple[str, ...], added_up: Flags) -> Floats:
        key = measure, quarters, added_up.tobytes()
        if key not in known:
            times = _within(cases[measure], quarters, len(added_up)) * added_up
            known[key] = np.array([_beyond_once(times[:, own]) for own in members], dtype=float)
        return known[key]

    for i, indicator in enumerate(catalogue.indicators.values()):
        segments = [indicator.at(period) for period in when.values()]
        if indicator.kind in (IndicatorKind.ABSENCE, IndicatorKind.DEADLINE):  # their totals count units
            continue
        adds_up = not is_stock(segments, catalogue)
        for p, (key, segment) in enumerate(zip(when, segments, strict=True)):
            if segment is None:
                continue
            stretched = stretch.covered(indicator, values.basis, when[key]) if adds_up else (when[key],)
            quarters = tuple(one.key for one in stretched if one.key in when)
            for side, codes in enumerate((segment.variant.numerator, segment.variant.denominator)):
                for sign, measure in reported(catalogue, codes):
                    if measure in cases:
                        found[side][:, p, i] += sign * beyond(measure, quarters, counted[:, p, i])
    return found


Counts = Mapping[str, Mapping[str, NDArray[np.int64]]]  # quarter → case → how often each unit counts it


def _cases(
    values: Values, units: Mapping[str, Unit], shared: pd.DataFrame, when: Mapping[str, Period]
) -> Mapping[str, Counts]:
    """Measure → quarter → shared case → how often each unit counts it.

    A unit that did not exist in the quarter adds nothing to the figures, so nothing is taken off for it.
    """
    place = {unit: i for i, unit in enumerate(values.units)}
    found: dict[str, dict[str, dict[str, NDArray[np.int64]]]] = {}
    for unit, quarter, measure, case in zip(*(shared[name].tolist() for name in SHARED_COLUMNS), strict=True):
        if unit in place and quarter in when and units[unit].active_in(when[quarter]):
            times = found.setdefault(measure, {}).setdefault(quarter, {})
            times.setdefault(case, np.zeros(len(place), dtype=np.int64))[place[unit]] += 1
    return found


def _within(counts: Counts, quarters: Sequence[str], size: int) -> NDArray[np.int64]:
    """How often each unit counts each case in all of the quarters, as an array (case, unit)."""
    found: dict[str, NDArray[np.int64]] = {}
    for quarter in quarters:
        for case, times in counts.get(quarter, {}).items():
            found[case] = found[case] + times if case in found else times
    return np.array(list(found.values()), dtype=np.int64).reshape(-1, size)


def _beyond_once(times: NDArray[np.int64]) -> int:
    return int(times.sum() - times.max(axis=1, initial=0).sum())


def reported(catalogue: Catalogue, codes: Sequence[str], sign: int = 1) -> Iterator[tuple[int, str]]:
    """The reported measures behind some, with the sign of each."""
    for code in codes:
        if terms := catalogue.measures[code].terms:
            for term_sign, term in terms:
                yield from reported(catalogue, [term], sign * term_sign)
        else:
            yield sign, code
