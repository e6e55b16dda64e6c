"""Pictures along time: one indicator of one unit, and volume above loss rate."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from metrics.report import labels, words
from metrics.report.picture import (
    Picture,
    blank,
    known,
    number,
    pixels,
    safe,
    say_nothing_drawn,
    spread,
    upper_end,
)
from metrics.report.theme import LIGHT, SMALL, Ink, template
from metrics.report.time_axis import (
    draw_marks,
    draw_time_axis,
    ends_in_words,
    gaps,
    hover_text,
    latest_text,
    trend_alt,
    volume_hover,
    whole_frame,
)

_TREND_HEIGHT = 320
_PAIR_HEIGHT = 420
_TOP, _BOTTOM = 52, 48
_LABEL_GAP = 17  # pixels between two labels at the ends of lines


def trend(frame: pd.DataFrame, title: str, unit: str, *, empty_words: str = "", ink: Ink = LIGHT) -> Picture:
    """One indicator of one unit over time.

    frame: index period keys of one kind, oldest first (a period left out is drawn as a gap); columns
        value (fraction 0–1 where unit is “%”, else a count), status (Values), and where there are any
        numerator, denominator, target, median (of the group), year_ago.
    unit: “%” draws a line, anything else (件, 次) bars from zero. empty_words: what “no_cases” is called for
        this indicator (“无开庭案件”).
    """
    frame = whole_frame(frame, empty_words)
    figure = blank(title, _TREND_HEIGHT, ink)
    draw_time_axis(figure, frame, ink)
    drawn = [name for name in ("value", "year_ago", "median", "target") if frame[name].notna().any()]
    if not drawn:
        say_nothing_drawn(figure, ink)
        return Picture(figure, trend_alt(frame, title, unit), "")
    top, step = upper_end(float(frame[drawn].max().max()), unit)
    _value_axis(figure, top, step, unit)
    _side_lines(figure, frame, ink)
    _values(figure, frame, title, unit, ink)
    caption = draw_marks(figure, frame, ink)
    _end_labels(figure, frame, top, unit, ink)
    figure.update_layout(hovermode="x")
    return Picture(figure, trend_alt(frame, title, unit), _line_meanings(frame) + caption)


def volume_and_loss(frame: pd.DataFrame, title: str, *, empty_words: str = "", ink: Ink = LIGHT) -> Picture:
    """Volume as bars above, loss rate as a line below: two panels, since two axes on one would mislead.

    frame: index period keys; columns volume (件), rate (fraction), status (of the rate), and where there
        are any numerator and denominator of the rate.
    """
    frame = whole_frame(frame.rename(columns={"rate": "value"}), empty_words)
    figure = make_subplots(rows=2, cols=1, shared_xaxes=True, vertical_spacing=0.14)
    figure.update_layout(template=template(ink), height=_PAIR_HEIGHT, title_text=safe(title))
    draw_time_axis(figure, frame, ink)
    figure.update_xaxes(showticklabels=False, row=1)
    where = list(range(len(frame)))
    volume = frame["volume"]
    figure.add_bar(
        x=where,
        y=gaps(volume),
        marker_color=ink.accent,
        width=0.6,
        text=[number(v, labels.CASES) if known(v) else "" for v in volume] if len(frame) <= 12 else None,
        textposition="outside",
        cliponaxis=False,
        customdata=[volume_hover(frame, i) for i in where],
        hovertemplate="%{customdata}<extra></extra>",
        row=1,
        col=1,
    )
    top, step = upper_end(float(volume.max()) if volume.notna().any() else 0.0, labels.CASES)
    figure.update_yaxes(range=[0, top], dtick=step, row=1)
    rates = frame["value"]
    figure.add_scatter(
        x=where,
        y=gaps(rates),
        **_accent_line(ink),
        customdata=[hover_text(frame, i, labels.LOSS_RATE, "%") for i in where],
        hovertemplate="%{customdata}<extra></extra>",
        row=2,
        col=1,
    )
    top, step = upper_end(float(rates.max()) if rates.notna().any() else 0.0, "%")
    figure.update_yaxes(range=[-0.06 * top, top], tick0=0, dtick=step, tickformat=".0%", row=2)
    caption = draw_marks(figure, frame, ink, row=2)
    for text, axis in ((labels.VOLUME_PANEL, "y"), (labels.RATE_PANEL, "y2")):
        figure.add_annotation(
            text=text,
            xref="paper",
            yref=f"{axis} domain",
            x=0,
            y=1,
            yshift=26,
            showarrow=False,
            xanchor="left",
            font={"size": SMALL, "color": ink.quiet},
        )
    figure.update_layout(margin={"t": 76}, hovermode="x")
    first, last = ends_in_words(frame)
    alt = labels.PAIR_ALT.format(
        title=title,
        first=first,
        last=last,
        volume=number(volume.iloc[-1], labels.CASES)
        if known(volume.iloc[-1])
        else words.status("not_reported"),
        rate=latest_text(frame, "%"),
    )
    return Picture(figure, alt, labels.PAIR_CAPTION + caption)


def _value_axis(figure: go.Figure, top: float, step: float, unit: str) -> None:
    low = -0.05 * top if unit == "%" else 0
    figure.update_yaxes(
        range=[low, top], tick0=0, dtick=step, tickformat=".0%" if unit == "%" else ",d", zeroline=True
    )


def _accent_line(ink: Ink) -> dict[str, object]:
    return {
        "mode": "lines+markers",
        "line": {"color": ink.accent, "width": 2.5},
        "marker": {"size": 7, "color": ink.accent},
        "connectgaps": False,
    }


def _side_lines(figure: go.Figure, frame: pd.DataFrame, ink: Ink) -> None:
    """Last year's shadow, the group's median, the target: behind the unit's own line, without hover."""
    styles = {
        "year_ago": {"color": ink.faint, "width": 2, "dash": "dot"},
        "median": {"color": ink.line, "width": 1.5},
        "target": {"color": ink.quiet, "width": 1, "dash": "dash", "shape": "hv"},
    }
    for column, line in styles.items():
        if frame[column].notna().any():
            figure.add_scatter(
                x=list(range(len(frame))),
                y=gaps(frame[column]),
                mode="lines" if frame[column].notna().sum() > 1 else "markers",
                line=line,
                marker={"color": line["color"], "symbol": "line-ew-open", "size": 12},
                hoverinfo="skip",
                connectgaps=False,
            )


def _line_meanings(frame: pd.DataFrame) -> str:
    """How to read the lines that are there."""
    meanings = {"year_ago": labels.YEAR_AGO_LINE, "median": labels.MEDIAN_LINE, "target": labels.TARGET_LINE}
    return "".join(text for column, text in meanings.items() if frame[column].notna().any())


def _values(figure: go.Figure, frame: pd.DataFrame, title: str, unit: str, ink: Ink) -> None:
    where = list(range(len(frame)))
    hover = {
        "customdata": [hover_text(frame, i, title, unit) for i in where],
        "hovertemplate": "%{customdata}<extra></extra>",
    }
    if unit == "%":
        figure.add_scatter(x=where, y=gaps(frame["value"]), **_accent_line(ink), **hover)
    else:
        figure.add_bar(x=where, y=gaps(frame["value"]), width=0.6, marker_color=ink.accent, **hover)


def _end_number(frame: pd.DataFrame, column: str, unit: str) -> str:
    last = frame.iloc[-1]
    if column == "value":
        return number(last["value"], unit, last["numerator"], last["denominator"])
    return number(last[column], unit)


@dataclass(frozen=True)
class _EndLabel:
    height: float  # pixels above the axis
    text: str
    colour: str
    value: float


def _end_labels(figure: go.Figure, frame: pd.DataFrame, top: float, unit: str, ink: Ink) -> None:
    """The name and last value of each line at its right end, moved apart where they would overlap."""
    pixels_per_unit = (_TREND_HEIGHT - _TOP - _BOTTOM) / top
    entries = []
    for column, name, colour in (
        ("value", "", ink.accent),
        ("target", labels.TARGET, ink.quiet),
        ("median", labels.MEDIAN_SHORT, ink.quiet),
        ("year_ago", labels.YEAR_AGO_SHORT, ink.quiet),
    ):
        value = frame[column].iloc[-1]
        if known(value):
            text = labels.LINE_END.format(name=name, number=_end_number(frame, column, unit)).strip()
            entries.append(_EndLabel(float(value) * pixels_per_unit, text, colour, float(value)))
    heights = spread([entry.height for entry in entries], _LABEL_GAP)
    for entry, height in zip(entries, heights, strict=True):
        figure.add_annotation(
            x=1,
            xref="paper",
            y=entry.value,
            xanchor="left",
            xshift=4,
            yshift=height - entry.height,
            text=f"<b>{entry.text}</b>" if entry.colour == ink.accent else entry.text,
            showarrow=False,
            font={"size": SMALL, "color": entry.colour},
        )
    widest = max((pixels(entry.text) for entry in entries), default=0)
    figure.update_layout(margin={"t": _TOP, "b": _BOTTOM, "r": widest + 16})
