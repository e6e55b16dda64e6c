"""Whether a change between two stretches of time is more than chance alone would bring.

Exact conditional tests with the mid-p correction: rates by Fisher's test (hypergeometric), counts by the binomial
test of a Poisson pair. Mid-p, since the plain exact tests are too cautious with few cases. Nothing here changes a
figure, a rank or a verdict: what is found stands beside them, in words (report/words_chance.py).

Sources: Fagerland, Lydersen and Laake, Statistical Analysis of Contingency Tables (2017), chapter 4; Przyborowski and
Wilenski, Biometrika 31 (1940) 313-323; on mid-p Lancaster, JASA 56 (1961) 223-234.
"""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
import numpy.typing as npt
from scipy import special

from metrics.catalogue import Indicator
from metrics.model import IndicatorKind

Floats = npt.NDArray[np.float64]
Level = Literal["clear", "hint", "noise", "unknown"]

CLEAR = 0.01  # one comparison in a hundred goes this far by chance
HINT = 0.05  # one in twenty: among forty units two do so without any cause
_AS_LIKELY = 1 + 1e-7  # outcomes of equal probability may differ in the last digits, as in R's fisher.test
_CELLS = 2_000_000  # of one working array


def applies(indicator: Indicator) -> bool:
    """Whether its figures are numbers of cases, which come by chance; tasks done or not done do not."""
    return indicator.kind in (IndicatorKind.RATIO, IndicatorKind.COUNT, IndicatorKind.FORBIDDEN)


def rates_p(
    top: npt.ArrayLike, bottom: npt.ArrayLike, top_before: npt.ArrayLike, bottom_before: npt.ArrayLike
) -> Any:
    """Two-sided mid-p of Fisher's test that two rates top/bottom are of one kind.

    All four: whole cases, one number each or arrays of one shape; NaN where unknown.
    Returns: float or array of that shape; NaN where a number is unknown, a denominator is 0, or a numerator lies above
        its denominator: units do report such figures (the other rows of a case in another quarter), and a rate
        above 100 % is no share of cases.
    Raises: ValueError for cases below 0.
    """
    a, n, b, m = np.broadcast_arrays(
        *(np.asarray(one, dtype=float) for one in (top, bottom, top_before, bottom_before))
    )
    known = ~np.isnan(a + n + b + m)
    if not ((a >= 0) & (n >= 0) & (b >= 0) & (m >= 0))[known].all():
        raise ValueError("counts must not be below 0")
    found = np.full(a.shape, np.nan)
    use = known & (n > 0) & (m > 0) & (a <= n) & (b <= m)
    if use.any():
        found[use] = _once_each(np.stack([a[use], n[use], b[use], m[use]], axis=1), _fisher)
    return found if found.ndim else float(found)


def counts_p(
    now: npt.ArrayLike,
    before: npt.ArrayLike,
    length: npt.ArrayLike = 1.0,
    length_before: npt.ArrayLike = 1.0,
) -> Any:
    """Two-sided mid-p of the test that cases come as often now as before: given their sum, now is binomial.

    now, before: whole cases; length, length_before: of the two stretches, in any one measure of time.
    Returns and raises like rates_p; 0 against 0 gives 0.5, the only outcome counted by half.
    """
    a, b, s, t = np.broadcast_arrays(
        *(np.asarray(one, dtype=float) for one in (now, before, length, length_before))
    )
    known = ~np.isnan(a + b)
    if not ((a >= 0) & (b >= 0))[known].all() or not ((s > 0) & (t > 0)).all():
        raise ValueError("counts must not be below 0, and stretches must be longer than 0")
    found = np.full(a.shape, np.nan)
    if known.any():
        found[known] = _once_each(np.stack([a, b, s / (s + t)], axis=-1)[known], _binomial)
    return found if found.ndim else float(found)


def level(p: float) -> Level:
    """How far a change goes beyond chance: clear (p < 0.01), hint (p < 0.05), noise; unknown for NaN."""
    if np.isnan(p):
        return "unknown"
    return "clear" if p < CLEAR else "hint" if p < HINT else "noise"


def could_tell(bottom: float, bottom_before: float) -> bool:
    """Whether so few cases could show a change of rates at all, were it from none to all of them."""
    if not (bottom > 0 and bottom_before > 0):
        return False
    return bool(rates_p(bottom, bottom, 0, bottom_before) < HINT)


def _once_each(rows: Floats, test: Any) -> Floats:
    """The test of each different row once, in pieces that fit the memory; small units repeat the same few rows."""
    different, back = np.unique(rows, axis=0, return_inverse=True)
    found = np.empty(len(different))
    wide = different[:, :2].max(axis=1) + different[:, -1] + 2
    order = np.argsort(wide, kind="stable")
    start = 0
    while start < len(order):
        stop = start + 1
        while stop < len(order) and (stop + 1 - start) * wide[order[stop]] <= _CELLS:
            stop += 1
        piece = order[start:stop]
        found[piece] = test(different[piece])
        start = stop
    return np.asarray(found[back.reshape(-1)])


def _fisher(rows: Floats) -> Floats:
    a, n, b, m = (column[:, None] for column in rows.T)
    both = a + b
    lowest, highest = np.maximum(0, both - m), np.minimum(both, n)
    k = lowest + np.arange(int((highest - lowest).max()) + 1)
    inside = k <= highest
    k = np.minimum(k, highest)
    ways = _choose(n, k) + _choose(m, both - k) - _choose(n + m, both)
    return _mid_p(np.where(inside, ways, -np.inf), (a - lowest)[:, 0])


def _binomial(rows: Floats) -> Floats:
    a, b, share = (column[:, None] for column in rows.T)
    both = a + b
    k = np.arange(int(both.max()) + 1)
    inside = k <= both
    k = np.minimum(k, both)
    ways = _choose(both, k) + k * np.log(share) + (both - k) * np.log1p(-share)
    return _mid_p(np.where(inside, ways, -np.inf), a[:, 0])


def _mid_p(logarithm: Floats, at: Floats) -> Floats:
    """The less likely outcomes in full, those as likely as the one that came by half."""
    chance = np.exp(logarithm)
    here = chance[np.arange(len(chance)), at.astype(int)][:, None]
    below, as_likely = chance * _AS_LIKELY < here, chance <= here * _AS_LIKELY
    return np.asarray(np.minimum(1.0, (chance * (0.5 * below + 0.5 * as_likely)).sum(axis=1)))


def _choose(n: Floats, k: Floats) -> Floats:
    return np.asarray(special.gammaln(n + 1) - special.gammaln(k + 1) - special.gammaln(n - k + 1))
