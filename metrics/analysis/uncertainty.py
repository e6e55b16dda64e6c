"""How far a rate or a count of cases can be trusted: the range of true values that the cases allow.

Nothing here changes an official value; the ranges stand beside it.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy import special

from metrics.analysis.values import Floats

LEVEL = 0.95


def wilson(
    numerator: npt.ArrayLike, denominator: npt.ArrayLike, level: float = LEVEL
) -> tuple[Floats, Floats]:
    """(low, high) of each rate by Wilson's score method, without continuity correction.

    NaN where there are no cases, or where the numerator is no part of the denominator. It holds at 0 and 1,
    where value ± error gives a range of no width. Source: Newcombe, Statistics in Medicine 17 (1998) 857-872,
    method 3.
    """
    k, n = np.asarray(numerator, dtype=float), np.asarray(denominator, dtype=float)
    z = float(special.ndtri(0.5 + level / 2))
    with np.errstate(divide="ignore", invalid="ignore"):
        p = k / n
        middle = (p + z * z / (2 * n)) / (1 + z * z / n)
        half = z * np.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    known = (n > 0) & (k >= 0) & (k <= n)
    # exactly 0 and 1 at the ends: rounding would leave 1e-17 of either sign
    low = np.where(k == 0, 0.0, middle - half)
    high = np.where(k == n, 1.0, middle + half)
    return np.where(known, low, np.nan), np.where(known, high, np.nan)


def poisson(count: npt.ArrayLike, level: float = LEVEL) -> tuple[Floats, Floats]:
    """(low, high) of the expected number of cases behind each count, exact (Garwood).

    NaN where the count is unknown. Source: Garwood, Biometrika 28 (1936) 437-442.
    """
    k = np.asarray(count, dtype=float)
    tail = (1 - level) / 2
    with np.errstate(invalid="ignore"):
        low = np.where(k == 0, 0.0, special.gammaincinv(np.where(k == 0, 1.0, k), tail))
        high = special.gammaincinv(k + 1, 1 - tail)
    known = k >= 0
    return np.where(known, low, np.nan), np.where(known, high, np.nan)
