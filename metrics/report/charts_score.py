"""Composite scores as lying bars: the total, and the ranks that other weights would give in words behind it."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from metrics.report import labels, words_score
from metrics.report.picture import Picture, blank, pixels, safe, safe_name, say_nothing_drawn
from metrics.report.theme import LIGHT, SMALL, Ink

_ROW = 24  # pixels for a unit
_ROOM = 76


def composite(
    totals: pd.DataFrame,
    ranges: pd.DataFrame,
    names: Mapping[str, str],
    title: str,
    *,
    chosen: str | None = None,
    ink: Ink = LIGHT,
) -> Picture:
    """Ranked units, best at the top.

    totals: Scores.totals, only the ranked. ranges: Sensitivity.units. names: of the units by code.
    """
    figure = blank(title, _ROOM + _ROW * max(len(totals), 3), ink)
    if totals.empty:
        say_nothing_drawn(figure, ink)
        return Picture(figure, labels.NO_RANKING_ALT.format(title=title), "")
    units = [str(unit) for unit in totals.index]
    where = list(range(len(units)))
    shown = [
        safe_name(labels.RANKED_NAME.format(rank=rank, name=names[unit]))
        for unit, rank in zip(units, totals["rank"], strict=True)
    ]
    texts = [words_score.points(total) for total in totals["total"]]
    moved = ranges.reindex(units)
    spans = [words_score.rank_range(b, w) for b, w in zip(moved["best"], moved["worst"], strict=True)]
    figure.add_bar(
        x=totals["total"].tolist(),
        y=where,
        orientation="h",
        width=0.62,
        marker_color=[ink.accent if chosen in (None, unit) else ink.faint for unit in units],
        customdata=[
            f"<b>{name}</b><br>{safe(text)}<br>{safe(labels.WEIGHTS_MOVED.format(ranks=span))}"
            for name, text, span in zip(shown, texts, spans, strict=True)
        ],
        hovertemplate="%{customdata}<extra></extra>",
    )
    figure.update_yaxes(
        tickmode="array",
        tickvals=where,
        ticktext=shown,
        range=[len(totals) - 0.4, -0.6],
        showgrid=False,
        zeroline=False,
        tickfont={"color": ink.text, "size": SMALL},
        ticklabelstandoff=6,
    )
    room = max(map(pixels, texts)) + 16
    figure.update_xaxes(range=[0, 100], dtick=20, showticklabels=False, showgrid=True)
    figure.update_layout(margin={"r": room})
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
    first, last = units[0], units[-1]
    alt = labels.RANKING_ALT.format(
        title=title,
        count=len(totals),
        top=names[first],
        top_number=texts[0],
        bottom=names[last],
        bottom_number=texts[-1],
    )
    return Picture(figure, alt, labels.SCORE_CAPTION)
