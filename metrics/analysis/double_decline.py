"""“双下降”: both the number of lawsuits and the rate of lost ones below the same stretch of last year.

Source: notice clause 25; rules 1–6 of indicators.md part 4 item 5, rule 3 being an assumption (推定).
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from metrics.analysis import stretch
from metrics.analysis.values import Values
from metrics.catalogue import Catalogue
from metrics.model import Unit
from metrics.periods import Period

ACHIEVED = ("down", "kept_zero")


def verdicts(values: Values, catalogue: Catalogue, units: Mapping[str, Unit] | None = None) -> pd.DataFrame:
    """One row per unit and period of the values (units or totals, on any basis).

    units: what is known of them; one that did not exist in all of either stretch is not comparable.
    Columns: volume, volume_before (cases); lost, closed, lost_before, closed_before (cases); rate,
    rate_before (fractions); volume_move, rate_move: down | up | level | kept_zero | not_comparable;
    volume_reason, rate_reason: why not comparable, else “”: not_reported | not_applicable | no_closed of this
    stretch, no_base | not_there_before | no_closed_before of last year's, redefined | existed_partly of either;
    verdict: double_decline | one_down | double_rise | level | not_comparable. one_down: one of the two achieved,
    the other up; level: at least one level, so that nothing of the three others holds.
    Counts are compared as whole numbers, fractions by cross multiplication: rounding never decides.
    """
    volume, rate = catalogue.headlines.volume, catalogue.headlines.loss_rate
    table = pd.DataFrame(
        {
            "volume": values.value[volume],
            "lost": values.numerator[rate],
            "closed": values.denominator[rate],
            "rate": values.value[rate],
        }
    )
    steps = _year(values)
    before = table.groupby(level="unit", sort=False).shift(steps)
    for column in table.columns:
        table[f"{column}_before"] = before[column]
    partly = _partly(values, units or {}, steps)
    for side, code in (("volume", volume), ("rate", rate)):
        table[f"{side}_reason"] = _reason(values, code, steps, partly)
    table["volume_move"] = _volume_move(table)
    table["rate_move"] = _rate_move(table)
    table["verdict"] = _verdict(table["volume_move"].to_numpy(), table["rate_move"].to_numpy())
    return table


def _year(values: Values) -> int:
    return 12 // Period.from_key(values.periods[0]).kind.months if values.periods else 4


def _partly(values: Values, units: Mapping[str, Unit], steps: int) -> np.ndarray:
    """Whether a unit was there in some and not in all of the two stretches, by row."""
    when = [Period.from_key(key) for key in values.periods]
    partly = np.zeros((len(values.units), len(when)), dtype=bool)
    for i, code in enumerate(values.units):
        unit = units.get(code)
        if unit and (unit.valid_from or unit.valid_to):
            partly[i] = [stretch.partly(unit, values.basis, (p, p.shift(-steps))) for p in when]
    return partly.reshape(-1)


def _reason(values: Values, code: str, steps: int, partly: np.ndarray) -> np.ndarray:
    """Why the indicator's two figures cannot be compared, by row; “” where they can."""
    now = values.cube(values.status[[code]])[:, :, 0]
    before = np.full(now.shape, "not_reported", dtype=object)
    before[:, steps:] = now[:, :-steps]
    variant = values.variant[code].to_numpy()
    other = np.zeros(len(variant), dtype=bool)
    other[steps:] = variant[steps:] != variant[:-steps]
    this, last = now.reshape(-1), before.reshape(-1)
    return np.select(
        [
            this == "not_reported",
            this == "not_applicable",
            partly,
            last == "not_reported",
            last == "not_applicable",
            (this == "redefined") | (last == "redefined") | np.tile(other, len(values.units)),
            this == "no_cases",
            last == "no_cases",
        ],
        [
            "not_reported",
            "not_applicable",
            "existed_partly",
            "no_base",
            "not_there_before",
            "redefined",
            "no_closed",
            "no_closed_before",
        ],
        "",
    )


def _volume_move(table: pd.DataFrame) -> np.ndarray:
    now, before = table["volume"].to_numpy(), table["volume_before"].to_numpy()
    return np.select(
        [table["volume_reason"] != "", (now == 0) & (before == 0), now < before, now > before],
        ["not_comparable", "kept_zero", "down", "up"],
        "level",
    )


def _rate_move(table: pd.DataFrame) -> np.ndarray:
    lost, closed = table["lost"].to_numpy(), table["closed"].to_numpy()
    lost_before, closed_before = table["lost_before"].to_numpy(), table["closed_before"].to_numpy()
    now, before = lost * closed_before, lost_before * closed
    return np.select(
        [table["rate_reason"] != "", (lost == 0) & (lost_before == 0), now < before, now > before],
        ["not_comparable", "kept_zero", "down", "up"],
        "level",
    )


def _verdict(volume: np.ndarray, rate: np.ndarray) -> np.ndarray:
    achieved = np.isin(volume, ACHIEVED).astype(int) + np.isin(rate, ACHIEVED)
    up = (volume == "up").astype(int) + (rate == "up")
    return np.select(
        [
            (volume == "not_comparable") | (rate == "not_comparable"),
            achieved == 2,
            (achieved == 1) & (up == 1),
            up == 2,
        ],
        ["not_comparable", "double_decline", "one_down", "double_rise"],
        "level",
    )
