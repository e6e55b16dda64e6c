"""The ranks of all units of a group over the last quarters: who rose, who fell, who was not ranked and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd

from metrics.analysis import stretch
from metrics.analysis.ranking import ranked_rows, rows_of
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
    ranks = pd.DataFrame(np.nan, index=list(units), columns=keys)
    reasons = pd.DataFrame("", index=list(units), columns=keys, dtype=object)
    for key in keys:
        before = stretch.before(values.basis, Period.from_key(key))
        here = ranked_rows(values, indicator, units, key, before.key if before else None)
        ranks.loc[here["unit"], key] = here["rank"].to_numpy(dtype=float)
        reasons[key] = rows_of(values, indicator, units, key)["reason"].to_numpy()
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
