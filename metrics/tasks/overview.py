"""What a leader sees first: the district's figures, who stands at the bottom, who had “零出庭”."""

from __future__ import annotations

from dataclasses import dataclass

from metrics.analysis import totals
from metrics.analysis.values import Cell, pick
from metrics.catalogue import Indicator
from metrics.model import Basis, NotAllowed
from metrics.tasks import rank
from metrics.tasks.figures import Figures

_BOTTOM = 3  # places from the end
_MOST_NAMED = 4


@dataclass(frozen=True)
class Figure:
    """One figure of the district, and its change against the same stretch last year.

    cell: over all units that reported. now, before, difference: over the units of Figures.comparison(),
    so that both sides hold the same units.
    """

    indicator: Indicator
    cell: Cell
    now: float
    before: float
    difference: float
    change_status: str


@dataclass(frozen=True)
class Bottom:
    """The last of a ranking: (unit, figure), worst first; ties with the last place shown all count."""

    indicator: Indicator
    group_name: str
    units: tuple[tuple[str, Cell], ...]
    ranked: int


def figures(found: Figures, basis: Basis) -> tuple[Figure, ...]:
    """The key figures named in headlines.toml."""
    change, total = found.change(basis, of_totals=True), found.total(basis)
    at = (totals.ALL, found.period.key)
    return tuple(
        Figure(
            found.catalogue.indicators[code],
            total.cell(*at, code),
            pick(change.before, *at, code) + pick(change.difference, *at, code),
            pick(change.before, *at, code),
            pick(change.difference, *at, code),
            pick(change.status, *at, code),
        )
        for code in found.catalogue.headlines.figures
    )


def bottoms(found: Figures, basis: Basis) -> tuple[Bottom, ...]:
    """Who is last, by indicator and group. Where all are equal nobody is."""
    lists = []
    for code in found.catalogue.headlines.bottom:
        indicator = found.catalogue.indicators[code]
        for group, name in rank.groups(found).items():
            if group == rank.ALL:
                continue
            try:
                table = rank.rank(found, indicator, basis, group).ranking.table
            except NotAllowed:
                continue
            worse = table[table["rank"] > 1]
            last = (
                worse[worse["rank"] >= worse["rank"].nlargest(_BOTTOM).min()][::-1] if len(worse) else worse
            )
            rows = tuple(
                (str(row["unit"]), Cell(row["value"], row["numerator"], row["denominator"], "ok"))
                for row in last.head(_MOST_NAMED).to_dict("records")
            )
            lists.append(Bottom(indicator, name, rows, len(table)))
    return tuple(lists)


def absent_chiefs(found: Figures) -> tuple[str, ...]:
    """Units with hearings this year whose head has attended none so far (notice clause 22)."""
    code = found.catalogue.headlines.absence
    values = found.quarter.value[code].xs(found.period.key, level="period")
    return tuple(unit for unit in found.units if values.get(unit) == 1)
