"""What a person reads at one figure among many: unit, quarter, the figure with its fraction, or why there is none."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from metrics.periods import Period
from metrics.report import words
from metrics.report.picture import safe, safe_name, with_fraction


def hovers(
    cells: pd.DataFrame, names: Mapping[str, str], unit: str, empty_words: str
) -> dict[tuple[str, str], str]:
    """(unit, period) → the text.

    cells: index (unit, period); columns value, numerator, denominator, status. empty_words: what “no_cases” is
    called for this indicator, or “”.
    """
    columns = cells[["value", "numerator", "denominator", "status"]]
    found = {}
    for (code, key), value, top, bottom, status in columns.itertuples(name=None):
        if status == "ok":
            text = with_fraction(value, top, bottom, unit)
        else:
            text = empty_words if status == "no_cases" and empty_words else words.status(status)
        found[code, key] = f"<b>{safe_name(names[code])}</b><br>{Period.from_key(key).label}：{safe(text)}"
    return found
