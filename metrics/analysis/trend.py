"""Change against an earlier period: the same one last year, or the one before."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from metrics.analysis.values import Values, framed
from metrics.catalogue import Catalogue
from metrics.model import IndicatorKind


@dataclass(frozen=True)
class Change:
    """Index and columns as Values.value.

    before: the earlier value. difference: cases for a count, difference of fractions for a rate.
    relative: fraction of the earlier count; NaN for rates and from zero. status: ok | from_zero |
    both_zero | redefined (variants differ) | no_base (the earlier value is missing) | else the status
    of the present value.
    """

    before: pd.DataFrame
    difference: pd.DataFrame
    relative: pd.DataFrame
    status: pd.DataFrame


_WORDS = np.array(["ok", "no_base", "from_zero", "both_zero", "redefined"], dtype=object)


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
    counts = np.array([i.kind is IndicatorKind.COUNT for i in catalogue.indicators.values()])
    difference = now - before
    with np.errstate(divide="ignore", invalid="ignore"):
        relative = np.where(counts & (before > 0), difference / before, np.nan)
    code = np.where(np.isnan(before), 1, 0)
    code[(before == 0) & (now > 0) & counts] = 2
    code[(before == 0) & (now == 0) & counts] = 3
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
