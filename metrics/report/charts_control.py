"""A unit's quarters with the limits of their usual ups and downs."""

from __future__ import annotations

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from metrics.analysis.control import Chart
from metrics.model import Direction
from metrics.report import labels, words_control
from metrics.report.picture import Picture, blank, known, pixels, safe, spread, upper_end
from metrics.report.theme import LIGHT, SMALL, Ink
from metrics.report.time_axis import (
    draw_marks,
    draw_time_axis,
    ends_in_words,
    gaps,
    hover_text,
    whole_frame,
)

_HEIGHT = 320
_TOP, _BOTTOM = 52, 48
_LABEL_GAP = 17


def control(
    frame: pd.DataFrame,
    chart: Chart,
    title: str,
    unit: str,
    *,
    direction: Direction = Direction.NONE,
    empty_words: str = "",
    ink: Ink = LIGHT,
) -> Picture:
    """One indicator of one unit with its control limits; what breaks a rule is marked, red where it is for the worse.

    frame: as charts.trend takes it, one row for each position of the chart. Raises ValueError where they differ.
    """
    frame = whole_frame(frame, empty_words)
    if len(frame) != len(chart.values):
        raise ValueError(f"{len(frame)} periods, but a chart of {len(chart.values)}")
    figure = blank(title, _HEIGHT, ink)
    draw_time_axis(figure, frame, ink)
    largest = float(np.nanmax([*chart.values, *chart.upper]))
    top, step = upper_end(min(largest, 1.0) if unit == "%" else largest, unit)
    low = -0.05 * top if unit == "%" else 0
    figure.update_yaxes(range=[low, top], tick0=0, dtick=step, tickformat=".0%" if unit == "%" else ",d")
    where = list(range(len(frame)))
    for limit in (chart.upper, chart.lower):
        _line(figure, where, pd.Series(limit), ink.quiet, "dash", hv=chart.method in ("binomial", "laney"))
    _line(figure, where, pd.Series(np.full(len(where), chart.centre)), ink.line, "solid")
    figure.add_scatter(
        x=where,
        y=gaps(frame["value"]),
        mode="lines+markers",
        line={"color": ink.accent, "width": 2},
        marker=_markers(chart, direction, ink),
        connectgaps=False,
        customdata=[_hover(frame, chart, place, title, unit) for place in where],
        hovertemplate="%{customdata}<extra></extra>",
    )
    marks = draw_marks(figure, frame, ink)
    _end_labels(figure, chart, top, unit, ink)
    figure.update_layout(hovermode="x")
    periods = list(frame.index)
    first, last = ends_in_words(frame)
    said = words_control.signals(chart, periods)
    counted = int((~np.isnan(chart.values)).sum())
    alt = words_control.ALT.format(title=title, first=first, last=last, known=counted, said=said)
    return Picture(figure, alt, words_control.LINE_MEANINGS + words_control.basis(chart, periods) + marks)


def _line(
    figure: go.Figure, where: list[int], values: pd.Series[float], colour: str, dash: str, hv: bool = False
) -> None:
    figure.add_scatter(
        x=where,
        y=gaps(values),
        mode="lines",
        line={"color": colour, "width": 1, "dash": dash, "shape": "hvh" if hv else "linear"},
        hoverinfo="skip",
        connectgaps=hv,
    )


def _markers(chart: Chart, direction: Direction, ink: Ink) -> dict[str, object]:
    """Quiet points small; those that break a rule large, in the colour of what the run that they belong to means."""
    colours, sizes = [ink.accent] * len(chart.values), [6] * len(chart.values)
    for code, runs in chart.broken.items():
        for run in runs:
            first, last = chart.values[run[0]], chart.values[run[-1]]
            up = last > (first if code == "steady" else chart.centre)
            better = up == (direction is Direction.UP)
            for place in run:
                colours[place] = (
                    ink.accent if direction is Direction.NONE else ink.good if better else ink.alarm
                )
                sizes[place] = 12
    return {"size": sizes, "color": colours, "opacity": 1, "line": {"width": 0}}


def _hover(frame: pd.DataFrame, chart: Chart, place: int, title: str, unit: str) -> str:
    text = hover_text(frame, place, title, unit)
    if not known(chart.upper[place]):
        return text
    ends = [
        labels.HOVER_LINE.format(name=name, text=words_control.limit(value, unit))
        for name, value in (
            (words_control.UPPER, chart.upper[place]),
            (words_control.LOWER, chart.lower[place]),
        )
    ]
    return "<br>".join([text, *map(safe, ends), *map(safe, filter(None, [words_control.at(chart, place)]))])


def _end_labels(figure: go.Figure, chart: Chart, top: float, unit: str, ink: Ink) -> None:
    """Mean and limits named at the right end, moved apart where they would overlap."""
    per_unit = (_HEIGHT - _TOP - _BOTTOM) / top
    place = max((i for i, high in enumerate(chart.upper) if known(high)), default=0)
    entries = [
        (words_control.UPPER, float(chart.upper[place])),
        (words_control.CENTRE, chart.centre),
        (words_control.LOWER, float(chart.lower[place])),
    ]
    texts = [f"{name} {words_control.limit(value, unit)}" for name, value in entries]
    heights = spread([value * per_unit for _, value in entries], _LABEL_GAP)
    for text, height in zip(texts, heights, strict=True):
        figure.add_annotation(
            x=1,
            xref="paper",
            xanchor="left",
            xshift=6,
            y=height / per_unit,
            yanchor="middle",
            text=safe(text),
            showarrow=False,
            font={"size": SMALL, "color": ink.quiet},
        )
    figure.update_layout(margin={"t": _TOP, "r": max(pixels(text) for text in texts) + 16})
