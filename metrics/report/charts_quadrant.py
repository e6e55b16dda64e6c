"""The quadrant of the double decline: change of volume against change of loss rate, a point for each unit."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

import pandas as pd
import plotly.graph_objects as go

from metrics.report import labels
from metrics.report.picture import Picture, blank, safe, safe_name, say_nothing_drawn
from metrics.report.theme import LIGHT, SMALL, Ink

_HEIGHT = 520
_LARGEST_POINT = 38  # pixels across
_MOST_NAMES = 6
_MOST_SENTENCES = 6
_SENTENCE_LINE = 30  # characters

_FIGURES = ["volume", "volume_before", "rate", "rate_before"]

Ends = tuple[float, float]


@dataclass(frozen=True)
class _Point:
    """A unit: x in 件, y in percentage points, both against the same period last year."""

    code: str
    name: str
    x: float
    y: float
    volume: float
    sentence: str
    both_down: bool


def quadrant(
    frame: pd.DataFrame,
    names: Mapping[str, str],
    sentences: Mapping[str, str],
    title: str,
    *,
    district: str | None = None,
    chosen: str | None = None,
    ink: Ink = LIGHT,
) -> Picture:
    """Change of volume (件) against change of loss rate (百分点), each against the same period last year.

    frame: one period of double_decline.verdicts; index unit codes; columns volume, volume_before (件), rate,
        rate_before (fractions), verdict. names, sentences (for the hover): by code.
    district: code of the row that is the whole jurisdiction, drawn as a diamond and not counted.
    chosen: code of the unit to be picked out.
    `left_out` of the picture are the names of units that are not comparable.
    """
    figure = blank(title, _HEIGHT, ink)
    comparable = (frame["verdict"] != "not_comparable") & frame[_FIGURES].notna().all(axis=1)
    points = _points(frame[comparable], names, sentences)
    units = [point for point in points if point.code != district]
    if not points:
        say_nothing_drawn(figure, ink)
    else:
        xs = _ends([point.x for point in units or points], 4.0)
        ys = _ends([point.y for point in units or points], 10.0)
        _corners(figure, xs, ys, ink)
        _draw(figure, units, chosen, ink)
        for point in points:
            if point.code == district:
                _draw_district(figure, point, xs, ys, ink)
        _write_names(figure, units, xs, ys, chosen, ink)
    left_out = tuple(names[code] for code in frame.index[~comparable] if code != district)
    return Picture(figure, _alt(title, units, left_out), labels.QUADRANT_CAPTION, left_out)


def _points(frame: pd.DataFrame, names: Mapping[str, str], sentences: Mapping[str, str]) -> list[_Point]:
    columns = frame[[*_FIGURES, "verdict"]]
    # 差值先去掉二进制小数的尾差，免得同一位置的点分成两个
    return [
        _Point(
            code,
            names[code],
            now - before,
            round((rate - rate_before) * 100, 9),
            now,
            sentences[code],
            verdict == "double_decline",
        )
        for code, now, before, rate, rate_before, verdict in columns.itertuples(name=None)
    ]


def _alt(title: str, units: Sequence[_Point], left_out: Sequence[str]) -> str:
    both = sum(point.both_down for point in units)
    alt = labels.QUADRANT_ALT.format(title=title, count=len(units), both=both)
    return alt + (labels.QUADRANT_LEFT_OUT_ALT.format(count=len(left_out)) if left_out else "")


def _ends(values: Sequence[float], least: float) -> Ends:
    """An axis with zero well inside, so that all four quarters can be seen."""
    low, high = min(*values, 0.0), max(*values, 0.0)
    span = max(high - low, least)
    return min(low, -0.25 * span) - 0.14 * span, max(high, 0.25 * span) + 0.14 * span


def _corners(figure: go.Figure, xs: Ends, ys: Ends, ink: Ink) -> None:
    """Axes, the faint fill of the lower left, and the name of each quarter in its corner."""
    figure.add_shape(
        type="rect", x0=xs[0], x1=0, y0=ys[0], y1=0, fillcolor=ink.shade, line_width=0, layer="below"
    )
    for (right, up), name in labels.CORNERS.items():
        both_down = (right, up) == (-1, -1)
        figure.add_annotation(
            x=0 if right < 0 else 1,
            y=0 if up < 0 else 1,
            xref="paper",
            yref="paper",
            xanchor="left" if right < 0 else "right",
            yanchor="bottom" if up < 0 else "top",
            xshift=-6 * right,
            yshift=-4 * up,
            text=f"<b>{name}</b>" if both_down else name,
            showarrow=False,
            font={"size": 16 if both_down else SMALL, "color": ink.good if both_down else ink.quiet},
        )
    figure.update_xaxes(range=xs, title_text=labels.VOLUME_MOVE, showgrid=True, nticks=9)
    figure.update_yaxes(range=ys, title_text=labels.RATE_MOVE)
    figure.update_xaxes(zeroline=True, tickformat=",d").update_yaxes(zeroline=True, tickformat=",d")


def _draw(figure: go.Figure, units: Sequence[_Point], chosen: str | None, ink: Ink) -> None:
    """Units that fall on one place share a point, or all but the uppermost would be out of reach."""

    def place(point: _Point) -> tuple[float, float]:
        return point.x, point.y

    here = [list(group) for _, group in groupby(sorted(units, key=place), key=place)]
    largest = _largest(units)
    figure.add_scatter(
        x=[group[0].x for group in here],
        y=[group[0].y for group in here],
        mode="markers",
        marker={
            # plotly draws no point of size 0
            "size": [max(*(point.volume for point in group), 0.01 * largest) for group in here],
            "sizemode": "area",
            "sizeref": 2 * largest / _LARGEST_POINT**2,
            "sizemin": 5,
            "color": [ink.accent if chosen in {p.code for p in group} else ink.line for group in here],
            "opacity": 0.72,
            "line": {"width": 1, "color": ink.paper},
        },
        customdata=[_hover(group) for group in here],
        hovertemplate="%{customdata}<extra></extra>",
        cliponaxis=False,
    )


def _largest(units: Sequence[_Point]) -> float:
    return max((point.volume for point in units), default=1.0) or 1.0


def _hover(group: Sequence[_Point]) -> str:
    lines = [f"<b>{safe_name(p.name)}</b><br>{_folded(p.sentence)}" for p in group[:_MOST_SENTENCES]]
    if len(group) > _MOST_SENTENCES:
        lines.append(labels.MORE_UNITS.format(len(group)))
    return "<br>".join(lines)


def _folded(text: str) -> str:
    """A sentence over several lines: plotly never breaks a hover by itself."""
    return "<br>".join(safe(text[i : i + _SENTENCE_LINE]) for i in range(0, len(text), _SENTENCE_LINE))


def _write_names(
    figure: go.Figure, units: Sequence[_Point], xs: Ends, ys: Ends, chosen: str | None, ink: Ink
) -> None:
    """Names beside points, on the side of the centre, so that none runs out of the picture."""
    largest = _largest(units)
    for point in _outliers(units, xs[1] - xs[0], ys[1] - ys[0], chosen):
        side = -1 if point.x > 0 else 1
        radius = math.sqrt(max(point.volume, 0.0) / largest) * _LARGEST_POINT / 2
        figure.add_annotation(
            x=point.x,
            y=point.y,
            text=safe_name(point.name),
            showarrow=False,
            xanchor="right" if side < 0 else "left",
            xshift=side * (radius + 4),
            font={"size": SMALL, "color": ink.accent if point.code == chosen else ink.text},
        )


def _outliers(units: Sequence[_Point], across: float, up: float, chosen: str | None) -> list[_Point]:
    """The few units to be named: the chosen one, then the farthest out, none too close to another."""

    def distance(point: _Point) -> float:
        return math.hypot(point.x / across, point.y / up)

    named: list[_Point] = []
    for point in sorted(units, key=lambda p: (p.code != chosen, -distance(p), p.code)):
        clear = all(
            abs(point.x - other.x) > 0.16 * across or abs(point.y - other.y) > 0.055 * up for other in named
        )
        if len(named) < _MOST_NAMES and clear and (distance(point) > 0.12 or point.code == chosen):
            named.append(point)
    return named


def _draw_district(figure: go.Figure, district: _Point, xs: Ends, ys: Ends, ink: Ink) -> None:
    """The whole jurisdiction as a diamond; at the edge, and said so, when it lies beyond the units."""

    def held(value: float, ends: Ends) -> float:
        room = 0.03 * (ends[1] - ends[0])
        return min(max(value, ends[0] + room), ends[1] - room)

    shown = replace(district, x=held(district.x, xs), y=held(district.y, ys))
    figure.add_scatter(
        x=[shown.x],
        y=[shown.y],
        mode="markers",
        marker={
            "symbol": "diamond",
            "size": 14,
            "color": ink.accent,
            "line": {"width": 1, "color": ink.paper},
        },
        customdata=[_hover([district])],
        hovertemplate="%{customdata}<extra></extra>",
        cliponaxis=False,
    )
    text = district.name
    if shown != district:
        text = labels.OUTSIDE.format(name=district.name)
    figure.add_annotation(
        x=shown.x,
        y=shown.y,
        text=f"<b>{safe(text)}</b>",
        showarrow=False,
        bgcolor=ink.paper,
        yshift=16 if shown.y < sum(ys) / 2 else -16,
        xanchor="right" if shown.x > sum(xs) / 2 else "left",
        font={"size": SMALL, "color": ink.accent},
    )
