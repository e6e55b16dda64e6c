"""What stands above and below the line, for all indicators side by side: measures added up by unit and period.

One pass over arrays of (unit × period, indicator). An array for each indicator would take ten times as long.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from metrics.catalogue import Catalogue, Indicator, InForce, Variant
from metrics.panel import Panel

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Sides:
    """top, bottom: float64 (unit, period, indicator), NaN where not reported; bottom NaN where there is no
    denominator. excused: “不适用”, or the unit or the definition did not exist: it adds nothing."""

    top: Floats
    bottom: Floats
    excused: Flags


def sides(
    panel: Panel,
    catalogue: Catalogue,
    alive: Flags,
    segments: Sequence[Sequence[InForce | None]],
) -> Sides:
    """alive: (unit, period), whether the unit existed. segments: by indicator, the definition in force by period.

    “不适用” beside a number contradicts it: then there is rather no figure than 0 of 3.
    """
    indicators = list(catalogue.indicators.values())
    columns, own = _variants(indicators, segments)
    sums = _Sums(panel, catalogue, alive)
    divided = np.array([bool(variant.denominator) for variant in columns])
    top, top_every, top_some = sums.of([variant.numerator for variant in columns])
    bottom, bottom_every, bottom_some = sums.of([variant.denominator for variant in columns])
    odd = (
        (top_some & ~top_every & (bottom > 0)) | (top_every & (bottom > 0)) | (bottom_some & (top > 0))
    ) & divided
    top[odd] = np.nan
    bottom[:, ~divided] = np.nan
    excused = top_every & (bottom_every | ~divided)
    shape = (*alive.shape, len(columns))
    found = Sides(top.reshape(shape), bottom.reshape(shape), excused.reshape(shape))
    count = len(indicators)
    for i, later in own.items():
        for variant in later:
            here = [p for p, s in enumerate(segments[i]) if s is not None and s.variant is columns[variant]]
            for array in (found.top, found.bottom, found.excused):
                array[:, here, i] = array[:, here, variant]
    found = Sides(found.top[:, :, :count], found.bottom[:, :, :count], found.excused[:, :, :count])
    return _from_the_first(found, segments)


def _variants(
    indicators: Sequence[Indicator], segments: Sequence[Sequence[InForce | None]]
) -> tuple[list[Variant], dict[int, list[int]]]:
    """(variants, the first of each indicator in front; indicator → positions of its later ones)."""
    own = [
        list({id(s.variant): s.variant for s in line if s}.values()) or [indicator.in_force[0].variant]
        for indicator, line in zip(indicators, segments, strict=True)
    ]
    columns, later = [variants[0] for variants in own], {}
    for i, variants in enumerate(own):
        if len(variants) > 1:
            later[i] = list(range(len(columns), len(columns) + len(variants) - 1))
            columns += variants[1:]
    return columns, later


def _from_the_first(found: Sides, segments: Sequence[Sequence[InForce | None]]) -> Sides:
    """Before a definition holds there is nothing to add up."""
    without = np.array([[segment is None for segment in line] for line in segments]).T
    if without.any():
        where = np.broadcast_to(without[None, :, :], found.excused.shape)
        found.top[where] = found.bottom[where] = 0.0
        found.excused[where] = True
    return found


class _Sums:
    """Reported measures as columns, “不适用” as nothing; a measure that the panel lacks is not reported."""

    def __init__(self, panel: Panel, catalogue: Catalogue, alive: Flags) -> None:
        self._catalogue = catalogue
        self._columns = {measure: i for i, measure in enumerate(panel.values.columns)}
        values = panel.values.to_numpy(dtype=float)
        excused = panel.not_applicable.to_numpy(dtype=bool) | ~alive.reshape(-1, 1)
        rows = len(values)
        lacking, nothing = np.full((rows, 1), np.nan), np.zeros((rows, 1))
        self._excused = np.hstack([excused, np.zeros((rows, 1), dtype=bool), np.ones((rows, 1), dtype=bool)])
        self._values = np.hstack([np.where(excused, 0.0, values), lacking, nothing])

    def of(self, wanted: Sequence[Sequence[str]]) -> tuple[Floats, Flags, Flags]:
        """(sum, every cell is not applicable, some cell is) by row and wanted sum of measures; 0 of none."""
        terms = [list(self._terms(codes)) or [(1, -1)] for codes in wanted]
        first = [own[0][1] for own in terms]
        total, every = self._values[:, first], self._excused[:, first]
        some = every.copy()
        for i, own in enumerate(terms):
            if own[0][0] < 0:
                total[:, i] = -total[:, i]
            for sign, column in own[1:]:
                total[:, i] += sign * self._values[:, column]
                every[:, i] &= self._excused[:, column]
                some[:, i] |= self._excused[:, column]
        return total, every, some

    def _terms(self, codes: Sequence[str], sign: int = 1) -> Iterator[tuple[int, int]]:
        """(sign, column) of the reported measures behind some."""
        for code in codes:
            if terms := self._catalogue.measures[code].terms:
                for own, term in terms:
                    yield from self._terms([term], sign * own)
            else:
                yield sign, self._columns.get(code, -2)
