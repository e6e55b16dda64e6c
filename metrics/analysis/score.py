"""Composite scores (综合评价): the declared sum, every line of it, and how far it hangs on the weights."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from metrics.analysis.ranking import min_ranks
from metrics.analysis.values import Floats, Values
from metrics.catalogue import Catalogue
from metrics.catalogue.schemes import Line, Scheme, Scoring
from metrics.model import Direction
from metrics.periods import Period

WHOLE = 100.0
SWING = 0.2  # each weight is moved by ±20 % for the table of sensitivity
_SAME = 9  # decimals: totals that differ only by the order of adding up are equal


@dataclass(frozen=True)
class Scores:
    """One scheme, one period, some units that are compared with each other.

    sheet: one row for each unit and line, in the scheme's order; index (unit, line); columns indicator,
        scoring, value, numerator, denominator, status (as Values), share (0–1, NaN where the line is not
        judged or only takes away), weight (as declared), weight_used (points of 100 after the weights of
        lines that are not judged are shared out), points (what the line adds; below zero what it takes off).
    totals: index unit; columns earned (points of the weighted lines), taken (points off, ≥ 0), cap (NaN, or
        the most that a veto leaves), total, judged (share of the weight that could be judged), reason (“” for
        a ranked unit, else not_reported: no figure at all and some line not reported, or too_little: too little
        could be judged), rank (Int64, NA where not ranked). Best first, then those apart.
    """

    scheme: Scheme
    period: str
    sheet: pd.DataFrame
    totals: pd.DataFrame

    @property
    def ranked(self) -> pd.DataFrame:
        """The rows of totals that have a rank."""
        return self.totals[self.totals["reason"] == ""]


def scores(values: Values, catalogue: Catalogue, scheme: Scheme, units: Sequence[str], period: str) -> Scores:
    """Score some units. Equal totals share a rank and the next is skipped (1, 2, 2, 4).

    total = min(cap, max(0, earned − taken)). Raises ValueError where values are not of the scheme's basis.
    """
    if values.basis is not scheme.basis:
        raise ValueError(f"the scheme is over {scheme.basis}, the values over {values.basis}")
    final, nothing = Period.from_key(period).end.month == 12, np.full(len(units), np.nan)
    figures = [_figures(values, line, units, period) for line in scheme.lines]
    share = np.array(
        [
            _share(line, one, catalogue, scheme) if line.weight and (final or not line.year_end) else nothing
            for line, one in zip(scheme.lines, figures, strict=True)
        ]
    )
    taken, cap = _taken(scheme, figures, final), _cap(scheme, figures, final)
    weight = np.array([line.weight for line in scheme.lines])
    used = _used(share, weight)
    sheet = pd.concat(
        [
            pd.DataFrame(
                {
                    "unit": list(units),
                    "line": n,
                    "indicator": line.indicator,
                    "scoring": line.scoring.value,
                    "value": one["value"].to_numpy(),
                    "numerator": one["numerator"].to_numpy(),
                    "denominator": one["denominator"].to_numpy(),
                    "status": one["status"].to_numpy(),
                    "share": share[n],
                    "weight": line.weight,
                    "weight_used": used[n],
                    "points": np.nan_to_num(share[n]) * used[n] if line.weight else -taken[n],
                }
            )
            for n, (line, one) in enumerate(zip(scheme.lines, figures, strict=True))
        ]
    )
    order = {unit: n for n, unit in enumerate(units)}
    sheet = sheet.sort_values(
        ["unit", "line"], key=lambda column: column.map(order) if column.name == "unit" else column
    )
    judged = (weight[:, None] * ~np.isnan(share)).sum(axis=0) / WHOLE
    status = np.array([one["status"].to_numpy() for one in figures])
    weighted = status[weight > 0]
    silent = ~(weighted == "ok").any(axis=0) & (weighted == "not_reported").any(axis=0)
    reason = np.select([silent, judged < scheme.least_judged], ["not_reported", "too_little"], "")
    earned = np.nansum(share * used, axis=0)
    total = _total(earned, taken.sum(axis=0), cap)
    rank = min_ranks(-np.where(reason == "", total, np.nan))
    totals = pd.DataFrame(
        {
            "earned": earned,
            "taken": taken.sum(axis=0),
            "cap": cap,
            "total": total,
            "judged": judged,
            "reason": reason,
            "rank": pd.array(rank, dtype="Float64").astype("Int64"),
        },
        index=pd.Index(list(units), name="unit"),
    )
    best_first = totals.assign(order=range(len(totals))).sort_values(["rank", "order"])
    return Scores(scheme, period, sheet.set_index(["unit", "line"]), best_first.drop(columns="order"))


@dataclass(frozen=True)
class Sensitivity:
    """How ranks move if one weight at a time moves by SWING, up and down, the others sharing the rest.

    units: index unit (ranked ones, best first); columns rank, best, worst (Int64).
    lines: index line (weighted ones); columns indicator, weight, moved (how many units change rank at the
        most of both directions), farthest (places that one unit moves at the most).
    """

    units: pd.DataFrame
    lines: pd.DataFrame


def sensitivity(scored: Scores) -> Sensitivity:
    """The ranks under every weight moved by ±20 %, one at a time; the sum of weights stays 100."""
    ranked = scored.ranked
    lines = scored.scheme.lines
    share = scored.sheet["share"].unstack("line").reindex(ranked.index).to_numpy().T
    weight = np.array([line.weight for line in lines])
    taken, cap = ranked["taken"].to_numpy(), ranked["cap"].to_numpy()
    weighted = [n for n, line in enumerate(lines) if line.weight]
    official = ranked["rank"].to_numpy(dtype=float)
    found = {}
    for n in weighted:
        ranks = []
        for swing in (1 - SWING, 1 + SWING):
            moved = weight.copy()
            moved[n] *= swing
            earned = np.nansum(share * _used(share, moved), axis=0)
            ranks.append(min_ranks(-_total(earned, taken, cap)))
        found[n] = np.array(ranks).reshape(2, len(ranked))
    every = np.concatenate([official[None, :], *found.values()])
    return Sensitivity(
        pd.DataFrame(
            {"rank": ranked["rank"], "best": every.min(axis=0), "worst": every.max(axis=0)},
            index=ranked.index,
        ).astype("Int64"),
        pd.DataFrame(
            {
                "indicator": [lines[n].indicator for n in weighted],
                "weight": [lines[n].weight for n in weighted],
                "moved": [int((found[n] != official).sum(axis=1).max(initial=0)) for n in weighted],
                "farthest": [int(np.abs(found[n] - official).max(initial=0)) for n in weighted],
            },
            index=pd.Index(weighted, name="line"),
        ),
    )


def _figures(values: Values, line: Line, units: Sequence[str], period: str) -> pd.DataFrame:
    """value, numerator, denominator, status of the line's indicator; index unit. Unknown units: not_reported."""
    parts = {
        name: getattr(values, name)[line.indicator].xs(period, level="period").reindex(list(units))
        for name in ("value", "numerator", "denominator", "status")
    }
    return pd.DataFrame(parts).fillna({"status": "not_reported"})


def _share(line: Line, figures: pd.DataFrame, catalogue: Catalogue, scheme: Scheme) -> Floats:
    """What share of the line's weight each unit earns; NaN where it is not judged."""
    value = figures["value"].to_numpy(dtype=float)
    if line.scoring is Scoring.LINEAR:
        share = np.clip((value - line.floor) / (line.full - line.floor), 0.0, 1.0)
    else:
        share = np.where(np.isnan(value), np.nan, 0.0)
        up = catalogue.indicators[line.indicator].direction is Direction.UP
        for figure, part in reversed(line.steps):
            share = np.where((value >= figure) if up else (value <= figure), part, share)
    status = figures["status"].to_numpy()
    for codes, missing in (
        (("no_cases", "not_applicable"), scheme.no_cases),
        (("not_reported",), scheme.not_reported),
    ):
        here = np.isin(status, codes)
        share = np.where(here, {"left_out": np.nan, "full": 1.0, "zero": 0.0}[missing], share)
    return share  # NaN for “redefined”: a figure that two definitions make is none, and nobody's fault


def _used(share: Floats, weight: Floats) -> Floats:
    """Points of 100 of each line and unit: the weights of the lines that are judged, made up to 100."""
    judged = np.where(np.isnan(share), 0.0, weight[:, None])
    whole = judged.sum(axis=0)
    with np.errstate(invalid="ignore"):
        used: Floats = judged * WHOLE / whole
    return np.nan_to_num(used)


def _taken(scheme: Scheme, figures: Sequence[pd.DataFrame], final: bool) -> Floats:
    """Points that each line takes off (line, unit)."""
    return np.array(
        [
            np.minimum(np.nan_to_num(one["value"].to_numpy(dtype=float)) * line.each, line.most)
            if line.scoring is Scoring.DEDUCT and (final or not line.year_end)
            else np.zeros(len(one))
            for line, one in zip(scheme.lines, figures, strict=True)
        ]
    )


def _cap(scheme: Scheme, figures: Sequence[pd.DataFrame], final: bool) -> Floats:
    """The lowest cap of the vetoes that each unit has drawn; NaN without one."""
    caps = [
        np.where(one["value"].to_numpy(dtype=float) > 0, line.cap, np.inf)
        for line, one in zip(scheme.lines, figures, strict=True)
        if line.scoring is Scoring.VETO and (final or not line.year_end)
    ]
    lowest = np.min(caps, axis=0) if caps else np.full(len(figures[0]), np.inf)
    return np.where(np.isinf(lowest), np.nan, lowest)


def _total(earned: Floats, taken: Floats, cap: Floats) -> Floats:
    return np.round(np.fmin(np.maximum(earned - taken, 0.0), cap), _SAME).astype(np.float64)
