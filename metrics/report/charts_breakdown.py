"""A figure by what its cases are: lying bars, most cases at the top."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from metrics.report import labels
from metrics.report.charts_bars import ROW, Bar, lying_bars
from metrics.report.picture import (
    Picture,
    blank,
    known,
    safe,
    safe_name,
    say_nothing_drawn,
    upper_end,
    with_fraction,
)
from metrics.report.theme import LIGHT, Ink

_ROOM = 70


def breakdown(
    table: pd.DataFrame, names: Sequence[str], title: str, unit: str, *, ink: Ink = LIGHT
) -> Picture:
    """table: of analysis.breakdown, without the rest; names: of its rows. Lines without a value have no bar."""
    figure = blank(title, _ROOM + ROW * max(len(table), 3), ink)
    values = [float(value) for value in table["value"]]
    if not any(known(value) for value in values):
        say_nothing_drawn(figure, ink)
        return Picture(figure, labels.BREAKDOWN_NOTHING_ALT.format(title=title), "")
    texts = [
        with_fraction(value, top, bottom, unit) if known(value) else labels.NO_CASES
        for value, top, bottom in zip(values, table["numerator"], table["denominator"], strict=True)
    ]
    bars = [
        Bar(
            value if known(value) else 0.0,
            safe_name(name),
            text,
            f"<b>{safe_name(name)}</b><br>{safe(text)}",
            ink.accent,
        )
        for name, value, text in zip(names, values, texts, strict=True)
    ]
    top, step = upper_end(max(value for value in values if known(value)), unit)
    lying_bars(figure, bars, top, step, ink)
    alt = labels.BREAKDOWN_ALT.format(title=title, count=len(names), first=names[0], text=texts[0])
    return Picture(figure, alt, labels.BREAKDOWN_CAPTION)
