"""The waterfall: from last year's figure to this year's, step by step, what each unit has moved."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

import plotly.graph_objects as go

from metrics.report import labels
from metrics.report.charts_bars import numbers_behind
from metrics.report.contributions import Step
from metrics.report.picture import Picture, blank, safe, safe_name, say_nothing_drawn
from metrics.report.theme import LIGHT, SMALL, Ink

_ROW = 28  # pixels for a step
_ROOM_ABOVE, _ROOM_BELOW = 52, 16
_NAMED = 3  # steps in the alternative text


def waterfall(
    steps: Sequence[Step],
    start: Step,
    end: Step,
    title: str,
    *,
    ink: Ink = LIGHT,
) -> Picture:
    """start, end: the whole before and now (amount, name, text). steps: in the order drawn; they lead from one to
    the other. A step down is good: fewer cases, fewer lost ones."""
    rows = [start, *steps, end]
    figure = blank(title, _ROOM_ABOVE + _ROOM_BELOW + _ROW * max(len(rows), 3), ink)
    if not steps:
        say_nothing_drawn(figure, ink)
    else:
        _draw(figure, steps, start, end, ink)
    where = list(range(len(rows)))
    figure.update_yaxes(
        tickmode="array",
        tickvals=where,
        ticktext=[f"<b>{safe_name(r.name)}</b>" if r in (start, end) else safe_name(r.name) for r in rows],
        range=[len(rows) - 0.4, -0.6],
        showgrid=False,
        zeroline=False,
        tickfont={"color": ink.text, "size": SMALL},
        ticklabelstandoff=6,
    )
    largest = [labels.WATERFALL_STEP.format(name=one.name, text=one.text) for one in steps[:_NAMED]]
    alt = (labels.WATERFALL_ALT if steps else labels.WATERFALL_NOTHING_ALT).format(
        title=title, start=start.text, end=end.text, largest=labels.NAME_STOP.join(largest)
    )
    return Picture(figure, alt, labels.WATERFALL_CAPTION if steps else "")


def _draw(figure: go.Figure, steps: Sequence[Step], start: Step, end: Step, ink: Ink) -> None:
    levels = list(accumulate((one.amount for one in steps), initial=start.amount))
    low, high = min(*levels, end.amount), max(*levels, end.amount)
    room = 0.06 * ((high - low) or 1.0)
    figure.add_bar(
        x=[one.amount for one in steps],
        base=levels[:-1],
        y=list(range(1, len(steps) + 1)),
        orientation="h",
        width=0.6,
        marker_color=[ink.good if one.amount < 0 else ink.alarm for one in steps],
        customdata=[f"<b>{safe_name(one.name)}</b><br>{safe(one.text)}" for one in steps],
        hovertemplate="%{customdata}<extra></extra>",
    )
    figure.add_scatter(
        x=[start.amount, end.amount],
        y=[0, len(steps) + 1],
        mode="markers",
        marker={"symbol": "diamond", "size": 13, "color": ink.accent},
        customdata=[f"<b>{safe_name(one.name)}</b><br>{safe(one.text)}" for one in (start, end)],
        hovertemplate="%{customdata}<extra></extra>",
        cliponaxis=False,
    )
    for row, level in enumerate(levels):  # from where a step ends to where the next begins
        figure.add_shape(
            type="line",
            x0=level,
            x1=level,
            y0=row,
            y1=row + 1,
            line={"color": ink.line, "width": 1},
            layer="below",
        )
    edge = high + room
    numbers_behind(figure, [one.text for one in (start, *steps, end)], edge, ink)
    figure.update_xaxes(range=[low - room, edge], showticklabels=False, showgrid=True, zeroline=False)
    figure.update_layout(margin_t=_ROOM_ABOVE)
