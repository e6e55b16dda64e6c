"""A figure by what its cases are (案由, 审级, 裁判结果): counts of ledger rows, rates from them, and the rest.

The rest is what the figure in force holds beyond the rows of ledgers: a summary's figure goes before a ledger's
(docs/decisions/0009), and most units send no ledger. It is shown, never shared out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

Terms = Sequence[tuple[int, str]]  # (sign, measure)
REST = "@rest"  # no trait has this code: what no ledger row stands behind


def breakdown(
    rows: Iterable[tuple[str, str, int]], top: Terms, bottom: Terms, numerator: float, denominator: float
) -> pd.DataFrame:
    """rows: (measure, trait value, count). top, bottom: the measures above and below the line; bottom empty for a
    count. numerator, denominator: the figure in force, cases; NaN where there is none.

    Returns: index trait value, most cases first, REST last where it is not nought (below zero where the ledger holds
    more than the figure); float64 columns numerator, denominator (NaN without one), value (a fraction; cases for a
    count; NaN where nothing stands below the line).
    """
    counts: dict[str, dict[str, int]] = {}
    for measure, told, count in rows:
        by_measure = counts.setdefault(told, {})
        by_measure[measure] = by_measure.get(measure, 0) + count
    lines = {
        told: (_sum(top, by_measure), _sum(bottom, by_measure) if bottom else np.nan)
        for told, by_measure in counts.items()
    }
    lines = {told: sides for told, sides in lines.items() if any(side > 0 for side in sides)}
    weight = 1 if bottom else 0
    ordered = sorted(lines, key=lambda told: (-lines[told][weight], -lines[told][0], told))
    rest = (
        numerator - sum(one[0] for one in lines.values()),
        denominator - sum(one[1] for one in lines.values()),
    )
    if not np.isnan(numerator) and any(side not in (0, np.inf) and not np.isnan(side) for side in rest):
        ordered.append(REST)
        lines[REST] = rest[0], rest[1] if bottom else np.nan
    table = pd.DataFrame(
        [lines[told] for told in ordered],
        index=pd.Index(ordered, name="trait", dtype=object),
        columns=["numerator", "denominator"],
        dtype=float,
    )
    if bottom:
        table["value"] = (table["numerator"] / table["denominator"]).where(table["denominator"] > 0)
    else:
        table["value"] = table["numerator"]
    return table


def _sum(terms: Terms, counts: dict[str, int]) -> float:
    return float(sum(sign * counts.get(measure, 0) for sign, measure in terms))
