"""One indicator of some units in two periods: the change of each, and what it is worth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from metrics.analysis import chance, stretch
from metrics.analysis.values import Cell, Values, pick
from metrics.catalogue import Indicator
from metrics.model import IndicatorKind
from metrics.periods import Period

_PARTS = ("value", "numerator", "denominator", "status")


@dataclass(frozen=True)
class Side:
    """The figures of one of the two periods."""

    values: Values
    period: Period


def pairs(now: Side, before: Side, indicator: Indicator, units: Sequence[str]) -> pd.DataFrame:
    """The units in the order given, side by side.

    Returns: index unit; value, numerator, denominator, status as in Values, and the same with _before;
        difference (cases, or a difference of fractions; NaN unless comparable); comparable: ok | redefined |
        no_now | no_before; p (NaN where there is none); chance: clear | hint | noise | too_few | same | overlap
        | not_cases | unknown.
    """
    table = _side(now, indicator, units).join(_side(before, indicator, units).add_suffix("_before"))
    same = _variant(now, indicator) == _variant(before, indicator)
    known, known_before = table["value"].notna(), table["value_before"].notna()
    comparable = np.select([~known, ~known_before], ["no_now", "no_before"], "ok" if same else "redefined")
    table["comparable"] = pd.Series(comparable, table.index, dtype=object)
    both = table["comparable"] == "ok"
    table["difference"] = (table["value"] - table["value_before"]).where(both)
    return _with_chance(table, indicator, *_quarters(now, before))


def added(table: pd.DataFrame, now: Side, before: Side, indicator: Indicator) -> pd.DataFrame:
    """All units whose cases are known in both periods, added up: one row “@both”, column units how many.

    Units without cases have no rate of their own, but belong to the whole. No row where there is nobody, where the
    definitions differ, or where a sum of yes and no would be no figure of the kind. A case of several units counts
    for each of them.
    """
    some = table[table["numerator"].notna() & table["numerator_before"].notna()]
    same = _variant(now, indicator) == _variant(before, indicator)
    if some.empty or not same or indicator.kind in (IndicatorKind.ABSENCE, IndicatorKind.DEADLINE):
        return table.iloc[:0].assign(units=0)
    whole: dict[str, Any] = {"status": "ok", "status_before": "ok", "comparable": "ok", "units": len(some)}
    is_rate = indicator.kind.divides
    for end in ("", "_before"):
        top, bottom = float(some[f"numerator{end}"].sum()), float(some[f"denominator{end}"].sum())
        if is_rate and not bottom:
            return table.iloc[:0].assign(units=0)
        whole |= {
            f"numerator{end}": top,
            f"denominator{end}": bottom if is_rate else np.nan,
            f"value{end}": top / bottom if is_rate else top,
        }
    row = pd.DataFrame([whole], index=pd.Index(["@both"], name=table.index.name))
    row["difference"] = row["value"] - row["value_before"]
    return _with_chance(row, indicator, *_quarters(now, before))


def _side(side: Side, indicator: Indicator, units: Sequence[str]) -> pd.DataFrame:
    values = side.values
    rows = [
        [pick(getattr(values, part), unit, side.period.key, indicator.code) for part in _PARTS]
        for unit in units
    ]
    frame = pd.DataFrame(rows, index=pd.Index(list(units), name="unit"), columns=list(_PARTS))
    return frame.astype({"value": float, "numerator": float, "denominator": float})


def _variant(side: Side, indicator: Indicator) -> str:
    return str(side.values.variant.loc[side.period.key, indicator.code])


def _quarters(now: Side, before: Side) -> tuple[frozenset[Period], frozenset[Period]]:
    return (
        frozenset(stretch.quarters(now.values.basis, now.period)),
        frozenset(stretch.quarters(before.values.basis, before.period)),
    )


def _with_chance(
    table: pd.DataFrame, indicator: Indicator, now: frozenset[Period], before: frozenset[Period]
) -> pd.DataFrame:
    """The table with p and chance. now, before: the quarters that each side adds up."""
    found = table.copy()
    found["p"] = np.nan
    found["chance"] = "unknown"
    both = found["comparable"] == "ok"
    if not chance.applies(indicator):
        found.loc[both, "chance"] = "not_cases"
        return found
    if now & before:
        found.loc[both, "chance"] = "overlap"
        return found
    if indicator.kind.divides:
        parts = ("numerator", "denominator", "numerator_before", "denominator_before")
        p = chance.rates_p(*(found[part].where(both).to_numpy(dtype=float) for part in parts))
    else:
        count, count_before = (
            found[part].where(both).to_numpy(dtype=float) for part in ("value", "value_before")
        )
        p = chance.counts_p(count, count_before, len(now), len(before))
    found["p"] = p
    found["chance"] = [
        _word(row["p"], row["difference"], row["denominator"], row["denominator_before"], indicator)
        if row["comparable"] == "ok"
        else "unknown"
        for row in found.to_dict("records")
    ]
    return found


def worth(indicator: Indicator, now: Cell, before: Cell) -> str:
    """The word `chance` of one unit between two stretches of one length that do not overlap; as in `pairs`."""
    if np.isnan(now.value) or np.isnan(before.value):
        return "unknown"
    if not chance.applies(indicator):
        return "not_cases"
    if indicator.kind.divides:
        p = chance.rates_p(now.numerator, now.denominator, before.numerator, before.denominator)
    else:
        p = chance.counts_p(now.value, before.value)
    return _word(p, now.value - before.value, now.denominator, before.denominator, indicator)


def _word(p: float, difference: float, bottom: float, bottom_before: float, indicator: Indicator) -> str:
    if difference == 0 and p >= chance.HINT:
        return "same"
    level = chance.level(p)
    few = level == "noise" and indicator.kind.divides and not chance.could_tell(bottom, bottom_before)
    return "too_few" if few else level
