"""Units down, quarters across: the darker the cell the larger the figure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd
import plotly.graph_objects as go

from metrics.periods import Period
from metrics.report import labels, words, words_compare
from metrics.report.cell_text import hovers
from metrics.report.picture import (
    Picture,
    blank,
    known,
    number,
    safe_name,
    say_nothing_drawn,
)
from metrics.report.theme import LIGHT, SMALL, Ink

Floats = npt.NDArray[np.float64]

_ROW = 24
_ROOM_ABOVE, _ROOM_BELOW = 84, 12
_DARK = 0.55  # from this share of the scale on, the cell is dark enough for light letters
_NO_ENTRY = "@head"


def heat(
    cells: pd.DataFrame,
    rows: Sequence[tuple[str, Sequence[str]]],
    names: Mapping[str, str],
    title: str,
    unit: str,
    *,
    empty_words: str = "",
    ink: Ink = LIGHT,
) -> Picture:
    """One indicator of many units by quarter, the value in each cell, a sign where there is none.

    cells: index (unit, period); columns value (a fraction where unit is “%”), numerator, denominator, status.
    rows: groups in order, each a name (“” writes none) and its units in order.
    """
    order = _order(rows)
    periods = list(dict.fromkeys(cells.index.get_level_values("period")))
    figure = blank(title, _ROOM_ABOVE + _ROOM_BELOW + _ROW * max(len(order), 3), ink)
    ends = Period.from_key(periods[0]).label, Period.from_key(periods[-1]).label
    units = [code for code in order if not code.startswith(_NO_ENTRY)]
    value = cells["value"].unstack("period").reindex(index=order, columns=periods)
    if not value.notna().any(axis=None):
        say_nothing_drawn(figure, ink)
        alt = words_compare.HEAT_NOTHING.format(title=title, units=len(units), first=ends[0], last=ends[1])
        return Picture(figure, alt, "")
    status = cells["status"].unstack("period").reindex(index=order, columns=periods)
    grid = value.to_numpy(dtype=float)
    top = max(float(np.nanmax(grid)), 0.01)
    told = hovers(cells, names, unit, empty_words)
    places = list(range(len(order)))
    figure.add_heatmap(
        z=[[cell if known(cell) else None for cell in row] for row in grid.tolist()],
        x=list(range(len(periods))),
        y=places,
        zmin=0,
        zmax=top,
        colorscale=[[0, ink.paper], [1, ink.accent]],
        showscale=False,
        xgap=2,
        ygap=2,
        customdata=[[told.get((code, key), "") for key in periods] for code in order],
        hovertemplate="%{customdata}<extra></extra>",
        hoverongaps=True,
    )
    _write(figure, grid, status, top, unit, ink)
    figure.update_yaxes(
        tickmode="array",
        tickvals=places,
        ticktext=[_row_name(code, rows, names) for code in order],
        range=[len(order) - 0.5, -0.5],
        showgrid=False,
        zeroline=False,
        ticks="",
        tickfont={"color": ink.text, "size": SMALL},
        ticklabelstandoff=6,
    )
    figure.update_xaxes(
        side="top",
        ticks="",
        tickmode="array",
        tickvals=list(range(len(periods))),
        ticktext=[_column_name(key, i, periods) for i, key in enumerate(periods)],
        tickangle=0,
        zeroline=False,
        range=[-0.5, len(periods) - 0.5],
    )
    figure.update_layout(margin={"t": _ROOM_ABOVE, "b": _ROOM_BELOW})
    row, column = np.unravel_index(int(np.nanargmax(grid)), grid.shape)
    alt = words_compare.HEAT_ALT.format(
        title=title,
        units=len(units),
        first=ends[0],
        last=ends[1],
        name=names[order[row]],
        period=Period.from_key(periods[column]).label,
        value=number(float(grid[row, column]), unit),
    )
    caption = words_compare.HEAT_CAPTION.format(empty=empty_words or words.status("no_cases"))
    return Picture(figure, alt, caption)


def _order(rows: Sequence[tuple[str, Sequence[str]]]) -> list[str]:
    """Unit codes from top to bottom, with a line for the name of each group."""
    found = []
    for i, (name, units) in enumerate(rows):
        found += [*([f"{_NO_ENTRY}{i}"] if name else []), *units]
    return found


def _row_name(code: str, rows: Sequence[tuple[str, Sequence[str]]], names: Mapping[str, str]) -> str:
    if code.startswith(_NO_ENTRY):
        return f"<b>{safe_name(rows[int(code.removeprefix(_NO_ENTRY))][0])}</b>"
    return safe_name(names[code])


def _column_name(key: str, place: int, periods: Sequence[str]) -> str:
    """The quarter's number, with the year above each year's first."""
    period = Period.from_key(key)
    starts = place == 0 or Period.from_key(periods[place - 1]).year != period.year
    alone = place == 0 and len(periods) > 1 and Period.from_key(periods[1]).year != period.year
    return f"{period.year}<br>{period.number}" if starts and not alone else f" <br>{period.number}"


def _write(figure: go.Figure, grid: Floats, status: pd.DataFrame, top: float, unit: str, ink: Ink) -> None:
    """The figure in each cell, short enough for a phone; light letters on dark cells."""
    for dark in (False, True):
        xs, ys, texts = [], [], []
        for y, (numbers, words_) in enumerate(zip(grid.tolist(), status.to_numpy(), strict=True)):
            for x, (cell, word) in enumerate(zip(numbers, words_, strict=True)):
                text = _short(cell, unit) if known(cell) else labels.MARKS.get(word, "")
                if text and (known(cell) and cell / top > _DARK) == dark:
                    xs.append(x)
                    ys.append(y)
                    texts.append(text)
        figure.add_scatter(
            x=xs,
            y=ys,
            mode="text",
            text=texts,
            textfont={"size": 11, "color": ink.paper if dark else ink.text},
            hoverinfo="skip",
        )


def _short(cell: float, unit: str) -> str:
    return words_compare.whole_percent(cell) if unit == "%" else words_compare.whole_number(cell)
