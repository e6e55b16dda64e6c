"""Control charts: does a unit's series of quarters hold more than its usual ups and downs?

Counts: the XmR chart (single values and moving ranges). Where fewer than five cases a quarter are usual, moving ranges
measure little more than that counts are whole numbers (Wheeler, Making Sense of Data (2003), on “chunky data”), and
exact Poisson limits take their place. Rates: exact binomial limits, each quarter by its own number of cases, since an
XmR chart would take 1 of 2 and 50 of 100 for the same; with enough cases in every quarter Laney's p' chart, which
allows for rates that move a little all the time (Laney, Quality Engineering 14 (2002) 531-537).

Sources of constants: moving ranges of two have d2 = 1.128 and D4 = 3.268 (3.267 in some tables), so three sigma are
3 / 1.128 = 2.660 mean moving ranges (Montgomery, Introduction to Statistical Quality Control, appendix VI; Wheeler,
Understanding Variation, 2nd ed. 2000).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
from scipy import stats

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Method = Literal["xmr", "poisson", "binomial", "laney"]

D2, D4 = 1.128, 3.268
THREE_SIGMA, TWO_SIGMA = 3 / D2, 2 / D2
# Fewer points could not even break the rule of eight. Wheeler calls five or six useful, NHS England wants twelve
# before limits are fixed (nhs-r-community, NHSRplotthedots, "How many points are required"): below it, trial limits.
LEAST, SETTLED = 8, 12
RECENT = 4  # the last year is judged by the time before it, where that is long enough
_TAIL, _NEAR_TAIL = stats.norm.sf(3), stats.norm.sf(2)  # what three and two sigma leave outside on one side
_ENOUGH = 5.0  # expected cases of either kind for a normal approximation


@dataclass(frozen=True)
class Rule:
    """A sign that something other than chance is at work. points: how many a mark covers.

    methods: the charts it is made for; of whole numbers near zero eight in a row on one side mean nothing.
    """

    code: str
    points: int
    source: str
    methods: tuple[Method, ...] = ("xmr", "laney")


RULES = (
    Rule(
        "beyond_limit",
        1,
        "Shewhart 1931; Western Electric, Statistical Quality Control Handbook (1956), test 1",
        ("xmr", "poisson", "binomial", "laney"),
    ),
    Rule("one_side", 8, "Western Electric (1956), test 4; Wheeler, Understanding Variation"),
    Rule("steady", 6, "Nelson, Journal of Quality Technology 16 (1984) 237-239, test 3"),
    Rule(
        "near_limit",
        3,
        "Western Electric (1956), test 2: two of three beyond two sigma on one side",
        ("xmr", "poisson", "binomial", "laney"),
    ),
)


@dataclass(frozen=True)
class Chart:
    """A series with its limits; arrays by period, NaN where the series has none.

    lower, upper: three sigma or the same tail exactly; lower_near, upper_near: two sigma. baseline: the periods
    that the limits come from, as (first, one past the last). broken: code of a rule → the runs of positions that
    break it; a run is a tuple. range_limit: largest usual moving range (XmR), else NaN. trial: limits of fewer
    than twelve points. spread: sigma z of Laney's chart, else 1.
    """

    method: Method
    values: Floats
    centre: float
    lower: Floats
    upper: Floats
    lower_near: Floats
    upper_near: Floats
    baseline: tuple[int, int]
    known: int
    broken: Mapping[str, tuple[tuple[int, ...], ...]]
    range_limit: float = np.nan
    spread: float = 1.0

    @property
    def trial(self) -> bool:
        return self.known < SETTLED

    @property
    def judged_apart(self) -> bool:
        """Whether the last year is held against the time before it and not against itself."""
        return self.baseline[1] < len(self.values)

    def signals(self, place: int) -> tuple[str, ...]:
        """The rules that a period has part in breaking."""
        return tuple(code for code, runs in self.broken.items() if any(place in run for run in runs))


@dataclass(frozen=True)
class NotDrawn:
    """Why there is no chart: “too_few” known periods, all of them “alike” so that nothing can be measured, or figures
    that are “not_cases” and do not come by chance."""

    reason: Literal["too_few", "alike", "not_cases"]
    known: int


def counts(values: npt.ArrayLike) -> Chart | NotDrawn:
    """XmR chart of counts by consecutive periods, or exact Poisson limits where the counts are small.

    values: cases, NaN where unknown; a gap joins no moving range and ends every run.
    """
    x = np.asarray(values, dtype=float)
    base, known = _baseline(x)
    if known < LEAST:
        return NotDrawn("too_few", int((~np.isnan(x)).sum()))
    inside = x[base[0] : base[1]]
    mean = float(np.nanmean(inside))
    step = _mean_step(inside)
    if mean == 0 or step == 0:
        return NotDrawn("alike", known)
    if mean < _ENOUGH:
        return _chart("poisson", x, mean, _everywhere(x, _exact(stats.poisson(mean))), base, known)
    limits = tuple(
        max(mean + times * step, 0.0) for times in (-THREE_SIGMA, THREE_SIGMA, -TWO_SIGMA, TWO_SIGMA)
    )
    return _chart("xmr", x, mean, _everywhere(x, limits), base, known, D4 * step)


def xmr_limits(values: npt.ArrayLike) -> tuple[float, float, float, float]:
    """(mean, lower, upper, largest usual moving range) of single values, with no floor at zero."""
    x = np.asarray(values, dtype=float)
    mean, step = float(np.nanmean(x)), _mean_step(x)
    return mean, mean - THREE_SIGMA * step, mean + THREE_SIGMA * step, D4 * step


def rates(top: npt.ArrayLike, bottom: npt.ArrayLike) -> Chart | NotDrawn:
    """Rates by consecutive periods, each with limits by its own number of cases.

    top, bottom: cases; NaN where unknown; a period without cases is a gap, and so is one with more than all of them.
    """
    k, n = np.asarray(top, dtype=float), np.asarray(bottom, dtype=float)
    n = np.where((n > 0) & (k <= n), n, np.nan)
    x = k / n
    base, known = _baseline(x)
    if known < LEAST:
        return NotDrawn("too_few", int((~np.isnan(x)).sum()))
    inside = slice(*base)
    used = ~np.isnan(x[inside])
    rate = float(k[inside][used].sum() / n[inside][used].sum())
    if rate in (0.0, 1.0):
        return NotDrawn("alike", known)
    if np.nanmin(n) * min(rate, 1 - rate) >= _ENOUGH:
        sigma = np.sqrt(rate * (1 - rate) / n)
        # Never narrower than the binomial: from few quarters a small spread is luck as often as calm.
        spread = max(1.0, _mean_step(((x - rate) / sigma)[inside]) / D2)
        wide = tuple(np.clip(rate + z * spread * sigma, 0, 1) for z in (-3, 3, -2, 2))
        return _chart("laney", x, rate, wide, base, known, spread=spread)
    exact = _exact(stats.binom(np.where(np.isnan(n), 0, n), rate))
    return _chart("binomial", x, rate, tuple(limit / n for limit in exact), base, known)


def since_redefined(variants: Sequence[str]) -> int:
    """The first period of the definition now in force: figures of another one are no part of the series."""
    start = len(variants)
    while start and variants[start - 1] == variants[-1]:
        start -= 1
    return start


def _baseline(x: Floats) -> tuple[tuple[int, int], int]:
    """The periods before the last year where enough are known, else all; and how many of them are known."""
    known = ~np.isnan(x)
    before = int(known[:-RECENT].sum())
    return ((0, len(x) - RECENT), before) if before >= LEAST else ((0, len(x)), int(known.sum()))


def _mean_step(x: Floats) -> float:
    """Mean moving range; over neighbours that are both known."""
    steps = np.abs(np.diff(x))
    steps = steps[~np.isnan(steps)]
    return float(steps.mean()) if len(steps) else 0.0


def _exact(spread: Any) -> tuple[Any, ...]:
    """Lowest and highest usual numbers: outside them lies at most the tail of three (two) sigma on each side."""
    return spread.ppf(_TAIL), spread.isf(_TAIL), spread.ppf(_NEAR_TAIL), spread.isf(_NEAR_TAIL)


def _everywhere(x: Floats, limits: Sequence[float]) -> tuple[Floats, ...]:
    return tuple(np.full(len(x), limit) for limit in limits)


def _chart(
    method: Method,
    x: Floats,
    centre: float,
    limits: Sequence[Floats],
    base: tuple[int, int],
    known: int,
    range_limit: float = np.nan,
    spread: float = 1.0,
) -> Chart:
    """limits: lower, upper, and the nearer lower and upper, by period."""
    low, high, near_low, near_high = limits
    broken = {
        "beyond_limit": _runs((x > high) | (x < low), 1, 1),
        "one_side": _runs(x > centre, 8, 8) + _runs(x < centre, 8, 8),
        "steady": _steady(x),
        "near_limit": _runs(x > near_high, 2, 3) + _runs(x < near_low, 2, 3),
    }
    used = {rule.code: broken[rule.code] for rule in RULES if method in rule.methods}
    found = {code: runs for code, runs in used.items() if runs}
    return Chart(method, x, centre, low, high, near_low, near_high, base, known, found, range_limit, spread)


def _runs(flags: Flags, least: int, of: int) -> tuple[tuple[int, ...], ...]:
    """Stretches in which `least` of each `of` neighbours are flagged; overlapping ones as one, flagged places only.

    The last of the neighbours must be flagged: what broke a rule is not found again when things are quiet.
    """
    found: list[list[int]] = []
    for end in range(of - 1 if least == of else least - 1, len(flags)):
        window = range(max(0, end - of + 1), end + 1)
        here = [place for place in window if flags[place]]
        if flags[end] and len(here) >= least:
            if found and found[-1][-1] >= here[0]:
                found[-1] = sorted({*found[-1], *here})
            else:
                found.append(here)
    return tuple(tuple(run) for run in found)


def _steady(x: Floats) -> tuple[tuple[int, ...], ...]:
    """Six or more points in a row, each above (or each below) the one before."""
    found = []
    for sign in (1, -1):
        moves = np.append(sign * np.diff(x) > 0, False)
        start = 0
        for place, moved in enumerate(moves):
            if not moved:
                if place - start + 1 >= 6:
                    found.append(tuple(range(start, place + 1)))
                start = place + 1
    return tuple(sorted(found))
