"""What moved the district's, or a group's, number of cases and loss rate against the same stretch last year."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from metrics.analysis import decompose, totals
from metrics.analysis.decompose import Cases, CountChange, RateChange
from metrics.model import Basis
from metrics.tasks import rank
from metrics.tasks.figures import Figures

Row = Mapping[Hashable, Any]


@dataclass(frozen=True)
class Moved:
    """volume, rate: None where the two stretches cannot be compared."""

    volume: CountChange | None
    rate: RateChange | None


def what_moved(found: Figures, basis: Basis, group: str) -> Moved:
    """group: as in rank.groups; rank.ALL is the whole district. Over the units of Figures.comparison()."""
    key = ("what_moved", basis, group)
    if key not in found.asked:
        found.asked[key] = _what_moved(found, basis, group)
    moved: Moved = found.asked[key]
    return moved


def whole_of(group: str) -> str:
    """The total that a choice of group stands for."""
    return totals.ALL if group == rank.ALL else totals.key_of(group)


def _what_moved(found: Figures, basis: Basis, group: str) -> Moved:
    own = None if group == rank.ALL else rank.members(found, group)
    (whole,) = _rows(found.verdicts(basis, of_totals=True).loc[[whole_of(group)]]).values()
    units = _rows(found.verdicts(basis).loc[list(found.comparison(basis, own).units)])
    volume = rate = None
    if whole["volume_move"] != "not_comparable":
        volume = decompose.count_change(
            {code: (_count(row["volume_before"]), _count(row["volume"])) for code, row in units.items()},
            (_count(whole["volume_before"]), _count(whole["volume"])),
        )
    if whole["rate_move"] != "not_comparable":
        rate = decompose.rate_change({code: _cases(row) for code, row in units.items()}, _cases(whole))
    return Moved(volume, rate)


def _count(value: float) -> int:
    """A unit that was not there, or has left the cell empty, adds nothing to the total."""
    return 0 if pd.isna(value) else int(value)


def _cases(row: Row) -> tuple[Cases, Cases]:
    return (
        Cases(_count(row["lost_before"]), _count(row["closed_before"])),
        Cases(_count(row["lost"]), _count(row["closed"])),
    )


def _rows(table: pd.DataFrame) -> dict[str, Row]:
    return {str(code): row for code, row in zip(table.index, table.to_dict("records"), strict=True)}
