"""The panel: the one frame that the store hands to analysis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import pandas as pd

SHARED_COLUMNS = ("unit", "period", "measure", "case")


def shared_rows(rows: Sequence[tuple[str, str, str, str]] = ()) -> pd.DataFrame:
    """Rows of Panel.shared as a frame; none as a rule."""
    return pd.DataFrame(list(rows), columns=list(SHARED_COLUMNS), dtype=object)


@dataclass(frozen=True)
class Panel:
    """Facts in force, one row per unit and period, one column per measure.

    values: float64, index MultiIndex (unit, period) named so, a full product of units and consecutive
        periods of one kind, sorted by unit order then period; columns are measure codes in catalogue
        order. Counts as reported (exact below 2**53), NaN where there is none. Where a summary and a ledger
        give the same measure, the summary's value.
    not_applicable: bool, same index and columns; True where the cell said “不适用”.
    reported: bool Series, same index; True where a submission is in force for the unit and period.
    shared: one row for each ledger row behind these values whose case is counted into the same measure of
        another unit too (共同被告), in the same period or another one of the year: unit, period, measure,
        case. A unit whose value is not that of its ledger is left out: then nobody knows which cases the
        value holds.
    listed: bool, same index and columns; True where the value is the count of a ledger in force, so that its
        cases are known. None where no ledger is in force at all.

    A NaN that is not `not_applicable` is “not reported”. One panel is one jurisdiction, which is why
    the jurisdiction is not in the index.
    """

    values: pd.DataFrame
    not_applicable: pd.DataFrame
    reported: pd.Series[bool]
    shared: pd.DataFrame = field(default_factory=shared_rows)
    listed: pd.DataFrame | None = None

    def __post_init__(self) -> None:
        index = self.values.index
        if index.names != ["unit", "period"]:
            raise ValueError(f"a panel's index is (unit, period), not {index.names}")
        if not (index.equals(self.not_applicable.index) and index.equals(self.reported.index)):
            raise ValueError("a panel's three parts cover different units or periods")
        if tuple(self.shared.columns) != SHARED_COLUMNS:
            raise ValueError(f"the columns of shared are {SHARED_COLUMNS}, not {tuple(self.shared.columns)}")
