"""The middle of a group: what a unit is held against, besides the target."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from metrics.analysis.values import Values


def medians(values: Values, units: Sequence[str]) -> pd.DataFrame:
    """Median over some units; index period, columns indicators, NaN where nobody has a value."""
    some = values.value[values.value.index.get_level_values("unit").isin(units)]
    return some.groupby(level="period", sort=False).median()
