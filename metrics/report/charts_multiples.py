"""All units of a group on one page: a small line for each, on one scale, so that any two can be compared."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from metrics.periods import Period
from metrics.report import words_compare
from metrics.report.cell_text import hovers
from metrics.report.picture import (
    Picture,
    blank,
    known,
    number,
    safe_name,
    say_nothing_drawn,
    upper_end,
)
from metrics.report.theme import LIGHT, SMALL, Ink

_TALL = 112  # pixels of one small picture with its name
_NAME = 0.42  # the name's share of height above the picture
_GAP = 1.6  # periods between two pictures side by side
_ROOM_ABOVE = 56


def multiples(
    cells: pd.DataFrame,
    units: Sequence[str],
    names: Mapping[str, str],
    title: str,
    unit: str,
    *,
    median: pd.Series[float] | None = None,
    across: int = 4,
    chosen: str | None = None,
    empty_words: str = "",
    ink: Ink = LIGHT,
) -> Picture:
    """One indicator of many units over time, drawn in one figure: forty of their own would take seconds.

    cells: index (unit, period), consecutive periods; columns value, numerator, denominator, status.
    median: of the group, by period. across: pictures in a row. chosen: code of the unit to be picked out.
    """
    periods = list(dict.fromkeys(cells.index.get_level_values("period")))
    down = max(1, math.ceil(len(units) / across))
    figure = blank(title, _ROOM_ABOVE + _TALL * down + 12, ink)
    ends = Period.from_key(periods[0]).label, Period.from_key(periods[-1]).label
    value = cells["value"].unstack("period").reindex(index=list(units), columns=periods)
    if not value.notna().any(axis=None):
        say_nothing_drawn(figure, ink)
        alt = words_compare.HEAT_NOTHING.format(title=title, units=len(units), first=ends[0], last=ends[1])
        return Picture(figure, alt, "")
    grid = value.to_numpy(dtype=float)
    most = float(np.nanmax(grid))
    told = hovers(cells, names, unit, empty_words)
    top = min(upper_end(most, unit)[0], 1.0) if unit == "%" else math.ceil(max(most, 1.0))
    width = len(periods) - 1 + _GAP
    lines = _Lines(top)
    baselines, middles = _Lines(top), _Lines(top)
    picked = _Lines(top)
    middle = [] if median is None else median.reindex(periods).tolist()
    titles: list[tuple[float, float, str, bool]] = []
    for i, code in enumerate(units):
        left, row = (i % across) * width, i // across
        own = picked if code == chosen else lines
        own.add(left, row, grid[i].tolist(), [told.get((code, key), "") for key in periods])
        baselines.add(left, row, [0.0] * len(periods))
        if middle:
            middles.add(left, row, middle)
        titles.append(
            (left, -row + 1 - _NAME + 0.2, _title(names[code], float(grid[i, -1]), unit), code == chosen)
        )
    for some, colour, thick in ((baselines, ink.grid, 1.0), (middles, ink.line, 1.0)):
        figure.add_scatter(
            x=some.x, y=some.y, mode="lines", line={"color": colour, "width": thick}, hoverinfo="skip"
        )
    for some, colour in ((lines, ink.line if chosen in units else ink.accent), (picked, ink.accent)):
        figure.add_scatter(
            x=some.x,
            y=some.y,
            mode="lines+markers",
            line={"color": colour, "width": 1.8},
            marker={"size": 4, "color": colour},
            connectgaps=False,
            customdata=some.hovers,
            hovertemplate="%{customdata}<extra></extra>",
        )
    figure.add_scatter(
        x=[left for left, *_ in titles],
        y=[height for _, height, *_ in titles],
        mode="text",
        text=[f"<b>{text}</b>" if bold else text for *_, text, bold in titles],
        textposition="middle right",
        textfont={"size": SMALL, "color": ink.text},
        hoverinfo="skip",
        cliponaxis=False,
    )
    figure.update_xaxes(visible=False, range=[-0.4, width * across - _GAP + 0.4])
    figure.update_yaxes(visible=False, range=[-down + 0.96, 1.0])
    figure.update_layout(margin={"t": _ROOM_ABOVE, "b": 12, "l": 4, "r": 4})
    shown = number(float(top), unit)
    said = {"first": ends[0], "last": ends[1], "top": shown}
    alt = words_compare.MULTIPLES_ALT.format(title=title, units=len(units), **said)
    return Picture(figure, alt, words_compare.MULTIPLES_CAPTION.format(**said))


class _Lines:
    """Many short lines in one trace, a gap between two; each moved to its place in the grid of pictures."""

    def __init__(self, top: float) -> None:
        self._top = top
        self.x: list[float | None] = []
        self.y: list[float | None] = []
        self.hovers: list[str] = []

    def add(self, left: float, row: int, values: Sequence[float], hovers: Sequence[str] = ()) -> None:
        self.x += [*(left + i for i in range(len(values))), None]
        self.y += [*(-row + v / self._top * (1 - _NAME) * 0.92 if known(v) else None for v in values), None]
        self.hovers += [*(hovers or [""] * len(values)), ""]


def _title(name: str, latest: float, unit: str) -> str:
    """The name and below it the latest figure: side by side they would run into the next picture on a phone."""
    return f"{safe_name(name)}<br>{number(latest, unit) if known(latest) else ' '}"
