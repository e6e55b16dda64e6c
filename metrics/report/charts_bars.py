"""Lying bars with the names in front and the numbers in one column behind: what several pictures share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from metrics.report import labels
from metrics.report.picture import pixels, safe
from metrics.report.theme import SMALL, Ink

ROW = 24  # pixels for a bar


@dataclass(frozen=True)
class Bar:
    """name, hover: safe for a figure (they may hold markup of ours); text: plain, behind the bar."""

    value: float
    name: str
    text: str
    hover: str
    colour: str


def lying_bars(figure: go.Figure, bars: Sequence[Bar], top: float, step: float, ink: Ink) -> None:
    """Draw the bars from the top down on an axis from 0 to `top`, and make room for the numbers on the right."""
    where = list(range(len(bars)))
    figure.add_bar(
        x=[bar.value for bar in bars],
        y=where,
        orientation="h",
        width=0.62,
        marker_color=[bar.colour for bar in bars],
        customdata=[bar.hover for bar in bars],
        hovertemplate="%{customdata}<extra></extra>",
    )
    figure.update_yaxes(
        tickmode="array",
        tickvals=where,
        ticktext=[bar.name for bar in bars],
        range=[len(bars) - 0.4, -0.6],
        showgrid=False,
        zeroline=False,
        tickfont={"color": ink.text, "size": SMALL},
        ticklabelstandoff=6,
    )
    figure.update_xaxes(range=[0, top], dtick=step, showticklabels=False, showgrid=True)
    numbers_behind(figure, [bar.text for bar in bars], top, ink)


def numbers_behind(figure: go.Figure, texts: Sequence[str], edge: float, ink: Ink) -> None:
    """One text a row, all in one column at `edge`: beside each bar's end a target line would run through them."""
    figure.add_scatter(
        x=[edge] * len(texts),
        y=list(range(len(texts))),
        mode="text",
        text=[labels.TEXT_GAP + safe(text) for text in texts],
        textposition="middle right",
        textfont={"size": SMALL, "color": ink.text},
        cliponaxis=False,
        hoverinfo="skip",
    )
    figure.update_layout(margin={"r": max(map(pixels, texts)) + 18})
