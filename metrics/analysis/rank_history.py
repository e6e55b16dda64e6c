"""The ranks of all units of a group over the last quarters: who rose, who fell, who was not ranked and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import pandas as pd

from metrics.analysis.ranking import broken, min_ranks, scores
from metrics.analysis.values import Values
from metrics.catalogue import Indicator
from metrics.model import Basis
from metrics.periods import Period


@dataclass(frozen=True)
class RankHistory:
    """ranks: index unit, columns period keys oldest first; float64, NaN where not ranked.
    reasons: the same shape; “” where ranked, else as Ranking.apart (no_cases | too_few | not_reported | …).
    breaks: periods whose ranks do not continue those of the period before: another definition (口径变更), or the
        first quarter of a cumulative figure.
    redefined: those of breaks where the definition changed.
    """

    basis: Basis
    ranks: pd.DataFrame
    reasons: pd.DataFrame
    breaks: tuple[str, ...]
    redefined: tuple[str, ...]

    @property
    def ranked(self) -> pd.Series[int]:
        """How many units are ranked in each period."""
        return self.ranks.notna().sum()


def history(
    values: Values, indicator: Indicator, units: Sequence[str], period: str, most: int = 12
) -> RankHistory:
    """Ranks by the rule of `ranking.rank`, each period with its own definition, up to and with `period`.

    At most `most` periods; those before the first in which anybody is ranked are left out.
    """
    keys = [key for key in values.periods if key <= period][-most:]
    where = [values.periods.index(key) for key in keys]
    score, why = scores(values, indicator, units)
    placed = min_ranks(score[:, where].T).T
    if indicator.break_ties:
        placed = broken(values, indicator, units)[:, where]
    ranks = pd.DataFrame(placed, index=list(units), columns=keys)
    reasons = pd.DataFrame(why[:, where], index=list(units), columns=keys, dtype=object)
    known = ranks.notna().any()
    if known.any():
        first = int(known.to_numpy().argmax())
        keys, ranks, reasons = keys[first:], ranks.iloc[:, first:], reasons.iloc[:, first:]
    variants = values.variant[indicator.code]
    redefined = tuple(now for then, now in pairwise(keys) if variants[then] != variants[now])
    anew = tuple(
        key
        for key in keys[1:]
        if key in redefined or (values.basis is Basis.YEAR_TO_DATE and Period.from_key(key).number == 1)
    )
    return RankHistory(values.basis, ranks, reasons, anew, redefined)
