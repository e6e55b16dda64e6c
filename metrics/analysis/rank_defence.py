"""What can be said for one rank in front of the unit's head, and what must be said before the last are named."""

from __future__ import annotations

import math
from dataclasses import dataclass

from metrics.analysis.rank_interval import RankSupport
from metrics.analysis.ranking import Ranking


@dataclass(frozen=True)
class Defence:
    """One unit of a ranking.

    better: how many units rank before it; by_rule: whether some of them have the same value and stand before it by
        the rule for equals. equal: units that share the rank. low, high: range of the true rate or expected number
        that the unit's own cases allow (95 %), NaN where chance has no part. alike: units that it cannot be told
        apart from, None where nothing is known of that.
    """

    unit: str
    rank: int
    ranked: int
    value: float
    numerator: float
    denominator: float
    from_next: float
    from_median: float
    from_target: float
    better: int
    by_rule: bool
    equal: tuple[str, ...]
    low: float
    high: float
    alike: tuple[str, ...] | None


@dataclass(frozen=True)
class Bottom:
    """Who stands last, and how far that is beyond chance.

    units: all that share the last rank. alike: units before them that at least one of them cannot be told apart
        from, nearest first. reach: the best rank that the data support for any of them. ranked: how many are ranked.
        nobody: True where no two units at all can be told apart.
    """

    units: tuple[str, ...]
    alike: tuple[str, ...]
    reach: int
    ranked: int
    nobody: bool


def defend(ranking: Ranking, support: RankSupport | None, unit: str) -> Defence:
    """Raises IndexError for a unit that is not ranked."""
    table = ranking.table
    row = table[table["unit"] == unit].iloc[0]
    before, same = table[table["rank"] < row["rank"]], table[table["rank"] == row["rank"]]
    low = high = math.nan
    if support is not None:
        own = support.of(unit)
        low, high = own["value_low"], own["value_high"]
    return Defence(
        unit,
        int(row["rank"]),
        len(table),
        float(row["value"]),
        float(row["numerator"]),
        float(row["denominator"]),
        float(row["from_next"]),
        float(row["from_median"]),
        float(row["from_target"]),
        len(before),
        bool((before["value"] == row["value"]).any()),
        tuple(code for code in same["unit"] if code != unit),
        low,
        high,
        None if support is None else support.alike(unit),
    )


def bottom(ranking: Ranking, support: RankSupport | None) -> Bottom | None:
    """None where chance has no part in the figure, or where all share one rank and nobody is last."""
    table = ranking.table
    if support is None or table["rank"].nunique() < 2:
        return None
    last = tuple(table["unit"][table["rank"] == table["rank"].max()])
    near = {other for code in last for other in support.alike(code)} - set(last)
    return Bottom(
        last,
        tuple(code for code in reversed(list(table["unit"])) if code in near),
        min(int(support.table["low"][code]) for code in last),
        len(table),
        all(len(support.alike(code)) == len(table) - 1 for code in table["unit"]),
    )
