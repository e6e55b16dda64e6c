"""Totals of groups and of the district: counts added up, rates computed anew from them."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from metrics.analysis.values import (
    NO_CASES,
    NOT_APPLICABLE,
    NOT_REPORTED,
    OK,
    REDEFINED,
    STATUSES,
    Values,
    framed,
)
from metrics.catalogue import Catalogue
from metrics.model import IndicatorKind, Unit

ALL = "@all"


def key_of(group: str) -> str:
    """The name under which a group's total stands among units."""
    return f"@{group}"


def total(values: Values, catalogue: Catalogue, units: Mapping[str, Unit]) -> Values:
    """Values like the given ones, whose “units” are "@all" and "@" + group code for each group.

    Only units with status ok or no_cases are added up, so that a total is the sum of the rows shown; who is
    left out is told by completeness.coverage. For an absence check the value is the number of units
    concerned, the denominator the number of units that had cases. Cases with several defendants count
    once for each (indicators.md, part 4 item 4): a total may exceed the number of cases.
    """
    codes = values.units
    groups = [catalogue.group_of(units[code]).code for code in codes]
    names = [ALL, *(key_of(group) for group in catalogue.groups)]
    status = values.cube(values.status)
    value = values.cube(values.value).astype(float)
    top, bottom = values.cube(values.numerator).astype(float), values.cube(values.denominator).astype(float)
    counted = ~np.isnan(top)  # numerators stand where the status is ok or no_cases
    top, bottom = np.nan_to_num(top), np.nan_to_num(bottom)
    kinds = np.array([indicator.kind for indicator in catalogue.indicators.values()])
    absence, count = kinds == IndicatorKind.ABSENCE, kinds == IndicatorKind.COUNT
    top[:, :, absence] = np.nan_to_num(value[:, :, absence])
    bottom[:, :, absence] = ~np.isnan(value[:, :, absence])
    shape = (len(names), *top.shape[1:])
    tops, bottoms = np.zeros(shape), np.zeros(shape)
    found = np.full(shape, NOT_REPORTED, dtype=np.int8)
    for n, name in enumerate(names):
        members = np.array([name in (ALL, key_of(group)) for group in groups], dtype=bool)
        tops[n], bottoms[n] = top[members].sum(axis=0), bottom[members].sum(axis=0)
        some = counted[members].any(axis=0)
        found[n][some] = np.where(~count & (bottoms[n] == 0), NO_CASES, OK)[some]
        none = status[members][:, ~some]  # looked at only where nothing was counted: comparing words is slow
        silent, redefined = (none == "not_applicable").all(axis=0), (none == "redefined").any(axis=0)
        found[n][~some] = np.where(silent, NOT_APPLICABLE, np.where(redefined, REDEFINED, NOT_REPORTED))
    with np.errstate(divide="ignore", invalid="ignore"):
        result = np.where(kinds == IndicatorKind.RATIO, tops / bottoms, tops)
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
