"""“双下降”: both the number of lawsuits and the rate of lost ones below the same stretch of last year.

Source: notice clause 25; rules 1–6 of indicators.md part 4 item 5, rule 3 being an assumption (推定).
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from metrics.analysis.values import Values
from metrics.catalogue import Catalogue
from metrics.periods import Period

ACHIEVED = ("down", "kept_zero")


def verdicts(values: Values, catalogue: Catalogue) -> pd.DataFrame:
    """One row per unit and period of the values (units or totals, quarter or cumulative).

    Columns: volume, volume_before (cases); lost, closed, lost_before, closed_before (cases); rate,
    rate_before (fractions); volume_move, rate_move: down | up | level | kept_zero | not_comparable;
    verdict: double_decline | one_down | double_rise | level | not_comparable.
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
    same = {code: _same_variant(values.variant[code], steps) for code in (volume, rate)}
    period = table.index.get_level_values("period")
    table["volume_move"] = _volume_move(table, same[volume].reindex(period).to_numpy())
    table["rate_move"] = _rate_move(table, same[rate].reindex(period).to_numpy())
    table["verdict"] = _verdict(table["volume_move"].to_numpy(), table["rate_move"].to_numpy())
    return table


def _year(values: Values) -> int:
    return 12 // Period.from_key(values.periods[0]).kind.months if values.periods else 4


def _same_variant(variant: pd.Series[str], steps: int) -> pd.Series[bool]:
    return variant == variant.shift(steps)


def _volume_move(table: pd.DataFrame, same: np.ndarray) -> np.ndarray:
    now, before = table["volume"].to_numpy(), table["volume_before"].to_numpy()
    return np.select(
        [np.isnan(now) | np.isnan(before) | ~same, (now == 0) & (before == 0), now < before, now > before],
        ["not_comparable", "kept_zero", "down", "up"],
        "level",
    )


def _rate_move(table: pd.DataFrame, same: np.ndarray) -> np.ndarray:
    lost, closed = table["lost"].to_numpy(), table["closed"].to_numpy()
    lost_before, closed_before = table["lost_before"].to_numpy(), table["closed_before"].to_numpy()
    now, before = lost * closed_before, lost_before * closed
    comparable = (closed > 0) & (closed_before > 0) & same
    return np.select(
        [~comparable, (lost == 0) & (lost_before == 0), now < before, now > before],
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
