"""Rates of units against their number of cases, with the limits that chance sets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from metrics.analysis.funnel import Funnel
from metrics.model import Direction
from metrics.report import words, words_funnel
from metrics.report.picture import Picture, blank, safe, safe_name, spread, upper_end
from metrics.report.theme import LIGHT, SMALL, Ink

_HEIGHT = 460
_ROOM = 118  # above and below the drawing
_LABEL_GAP = 17
_MOST_NAMES = 8


@dataclass(frozen=True)
class _Point:
    code: str
    numerator: float
    denominator: float
    value: float
    place: str


def funnel(
    found: Funnel,
    names: Mapping[str, str],
    title: str,
    *,
    direction: Direction = Direction.NONE,
    chosen: str | None = None,
    ink: Ink = LIGHT,
) -> Picture:
    """One point for each unit; those far outside are named and coloured by good or bad.

    names: of the units by code. chosen: code of the unit to be picked out.
    """
    units, lines = found.units, found.lines
    figure = blank(title, _HEIGHT, ink)
    # High enough to see where the limits of the units with the more cases lie, and every unit.
    middle = lines["far_high"].iloc[lines.index.searchsorted(float(lines.index.max()) * 0.4)]
    top, step = upper_end(min(1.0, max(float(units["value"].max()), float(middle))), "%")
    for kind, dash, width in (("far", "solid", 1.2), ("near", "dash", 1.0)):
        for side in ("low", "high"):
            figure.add_scatter(
                x=lines.index.tolist(),
                y=lines[f"{kind}_{side}"].tolist(),
                mode="lines",
                line={"color": ink.line, "width": width, "dash": dash},
                hoverinfo="skip",
            )
    end = float(lines.index.max())
    figure.add_scatter(
        x=[0, end],
        y=[found.centre] * 2,
        mode="lines",
        line={"color": ink.quiet, "width": 1},
        hoverinfo="skip",
    )
    _draw(figure, _points(units), names, direction, chosen, ink)
    _name(figure, units, names, chosen, ink)
    _end_labels(figure, found, top, ink)
    figure.update_xaxes(range=[0, end], title_text=words_funnel.CASES, zeroline=False)
    figure.update_yaxes(range=[-0.04 * top, top], tick0=0, dtick=step, tickformat=".0%")
    figure.update_layout(margin={"r": 92, "t": 60})
    counts = units["place"].value_counts()
    alt = words_funnel.ALT.format(
        title=title,
        count=len(units),
        centre=words.percent(found.centre),
        high=int(counts.get("very_high", 0)),
        low=int(counts.get("very_low", 0)),
    )
    return Picture(figure, alt, words_funnel.CAPTION + words_funnel.over_dispersed(found))


def _end_labels(figure: go.Figure, found: Funnel, top: float, ink: Ink) -> None:
    """The lines named at the right end, moved apart where they would overlap; of either pair the one in sight."""
    last = found.lines.iloc[-1]
    above = last["near_high"] < 1
    entries = [
        (words_funnel.FAR, float(last["far_high" if above else "far_low"])),
        (words_funnel.NEAR, float(last["near_high" if above else "near_low"])),
        (f"{words_funnel.CENTRE} {words.percent(found.centre)}", found.centre),
    ]
    per_unit = (_HEIGHT - _ROOM) / top
    heights = spread([value * per_unit for _, value in entries], _LABEL_GAP)
    for (text, _), height in zip(entries, heights, strict=True):
        figure.add_annotation(
            x=1,
            xref="paper",
            xanchor="left",
            xshift=4,
            y=height / per_unit,
            text=safe(text),
            showarrow=False,
            font={"size": SMALL, "color": ink.quiet},
        )


def _points(units: pd.DataFrame) -> list[_Point]:
    columns = units[["numerator", "denominator", "value", "place"]]
    return [_Point(*row) for row in columns.itertuples(name=None)]


def _draw(
    figure: go.Figure,
    points: Sequence[_Point],
    names: Mapping[str, str],
    direction: Direction,
    chosen: str | None,
    ink: Ink,
) -> None:
    figure.add_scatter(
        x=[point.denominator for point in points],
        y=[point.value for point in points],
        mode="markers",
        marker={
            "size": [13 if p.code == chosen else 9 if p.place == "inside" else 11 for p in points],
            "color": [_colour(point, direction, chosen, ink) for point in points],
            "symbol": ["circle-open" if point.place in ("high", "low") else "circle" for point in points],
        },
        cliponaxis=False,
        customdata=[_hover(point, names[point.code]) for point in points],
        hovertemplate="%{customdata}<extra></extra>",
    )


def _hover(point: _Point, name: str) -> str:
    rate = words.percent(point.value, point.numerator, point.denominator)
    fraction = words.fraction(point.numerator, point.denominator)
    return f"<b>{safe_name(name)}</b><br>{rate}（{fraction}）<br>{safe(words_funnel.PLACES[point.place])}"


def _colour(point: _Point, direction: Direction, chosen: str | None, ink: Ink) -> str:
    if point.code == chosen:
        return ink.accent
    if point.place == "inside":
        return ink.line
    colours = {"good": ink.good, "bad": ink.alarm}
    return colours.get(words_funnel.mood(point.place, direction), ink.accent)


def _name(
    figure: go.Figure, units: pd.DataFrame, names: Mapping[str, str], chosen: str | None, ink: Ink
) -> None:
    """Names beside the points that stand out most."""
    outside = units[units["place"] != "inside"]
    order = outside["z"].abs().sort_values(ascending=False, kind="stable").index[:_MOST_NAMES]
    named = [*order, *([chosen] if chosen in units.index and chosen not in order else [])]
    for code in named:
        row = units.loc[code]
        figure.add_annotation(
            x=float(row["denominator"]),
            y=float(row["value"]),
            xanchor="left",
            xshift=9,
            text=safe_name(names[code]),
            showarrow=False,
            font={"size": SMALL, "color": ink.text},
        )
