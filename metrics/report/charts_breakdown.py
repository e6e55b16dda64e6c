"""A figure by what its cases are: lying bars, most cases at the top."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from metrics.report import labels
from metrics.report.picture import (
    Picture,
    blank,
    known,
    pixels,
    safe,
    safe_name,
    say_nothing_drawn,
    upper_end,
    with_fraction,
)
from metrics.report.theme import LIGHT, SMALL, Ink

_ROW = 26  # pixels
_ROOM = 70


def breakdown(
    table: pd.DataFrame, names: Sequence[str], title: str, unit: str, *, ink: Ink = LIGHT
) -> Picture:
    """table: of analysis.breakdown, without the rest; names: of its rows. Lines without a value have no bar."""
    figure = blank(title, _ROOM + _ROW * max(len(table), 3), ink)
    values = [float(value) for value in table["value"]]
    if not any(known(value) for value in values):
        say_nothing_drawn(figure, ink)
        return Picture(figure, labels.BREAKDOWN_NOTHING_ALT.format(title=title), "")
    texts = [
        with_fraction(value, top, bottom, unit) if known(value) else labels.NO_CASES
        for value, top, bottom in zip(values, table["numerator"], table["denominator"], strict=True)
    ]
    where = list(range(len(values)))
    figure.add_bar(
        x=[value if known(value) else 0 for value in values],
        y=where,
        orientation="h",
        width=0.6,
        marker_color=ink.accent,
        customdata=[
            f"<b>{safe_name(name)}</b><br>{safe(text)}" for name, text in zip(names, texts, strict=True)
        ],
        hovertemplate="%{customdata}<extra></extra>",
    )
    figure.update_yaxes(
        tickmode="array",
        tickvals=where,
        ticktext=[safe_name(name) for name in names],
        range=[len(values) - 0.4, -0.6],
        showgrid=False,
        zeroline=False,
        tickfont={"color": ink.text, "size": SMALL},
        ticklabelstandoff=6,
    )
    top, step = upper_end(max(value for value in values if known(value)), unit)
    figure.update_xaxes(range=[0, top], dtick=step, showticklabels=False, showgrid=True)
    figure.update_layout(margin={"r": max(map(pixels, texts)) + 16})
    figure.update_layout(  # all at once: one by one a hundred take half a second
        annotations=[
            {
                "x": 1,
                "xref": "paper",
                "y": place,
                "text": safe(text),
                "showarrow": False,
                "xanchor": "left",
                "xshift": 8,
                "font": {"size": SMALL, "color": ink.text},
            }
            for place, text in zip(where, texts, strict=True)
        ]
    )
    alt = labels.BREAKDOWN_ALT.format(title=title, count=len(names), first=names[0], text=texts[0])
    return Picture(figure, alt, labels.BREAKDOWN_CAPTION)
