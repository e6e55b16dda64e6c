"""The panel: the one frame that the store hands to analysis."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True)
class Panel:
    """Facts in force, one row per unit and period, one column per measure.

    values: float64, index MultiIndex (unit, period) named so, a full product of units and consecutive
        periods of one kind, sorted by unit order then period; columns are measure codes in catalogue
        order. Counts as reported (exact below 2**53), NaN where there is none.
    not_applicable: bool, same index and columns; True where the cell said “不适用”.
    reported: bool Series, same index; True where a submission is in force for the unit and period.

    A NaN that is not `not_applicable` is “not reported”. One panel is one jurisdiction, which is why
    the jurisdiction is not in the index.
    """

    values: pd.DataFrame
    not_applicable: pd.DataFrame
    reported: pd.Series[bool]

    def __post_init__(self) -> None:
        index = self.values.index
        if index.names != ["unit", "period"]:
            raise ValueError(f"a panel's index is (unit, period), not {index.names}")
        if not (index.equals(self.not_applicable.index) and index.equals(self.reported.index)):
            raise ValueError("a panel's three parts cover different units or periods")
