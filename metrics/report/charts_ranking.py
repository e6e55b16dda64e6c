"""The ranking of units as lying bars: names whole, the fraction beside each rate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from metrics.report import labels, labels_ranking, words
from metrics.report.picture import (
    Picture,
    blank,
    number,
    pixels,
    safe,
    safe_name,
    say_nothing_drawn,
    upper_end,
)
from metrics.report.theme import LIGHT, SMALL, Ink

_ROW = 24  # pixels for a unit
_ROOM_ABOVE, _ROOM_BELOW = 60, 16


def ranking(
    table: pd.DataFrame,
    names: Mapping[str, str],
    title: str,
    unit: str,
    *,
    chosen: str | None = None,
    target: float | None = None,
    ranges: Mapping[str, tuple[float, float]] | None = None,
    ink: Ink = LIGHT,
) -> Picture:
    """Ranked units as lying bars in the order handed in, best at the top.

    table: of a Ranking; columns unit, rank, value (fraction 0–1 where unit is “%”), numerator, denominator.
    names: of the units by code. chosen: code of the unit to be picked out. ranges: by code, where the true value
        may lie given the cases; a thin line over each bar.
    """
    height = _ROOM_ABOVE + _ROOM_BELOW + _ROW * max(len(table), 3)
    figure = blank(title, height, ink)
    if table.empty:
        say_nothing_drawn(figure, ink)
        return Picture(figure, labels.NO_RANKING_ALT.format(title=title), "")
    rows = _rows(table, names)
    where = list(range(len(rows)))
    texts = [_bar_text(row, unit) for row in rows]
    shown = [safe_name(labels.RANKED_NAME.format(rank=row.rank, name=row.name)) for row in rows]
    figure.add_bar(
        x=[row.value for row in rows],
        y=where,
        orientation="h",
        width=0.62,
        marker_color=[
            ink.accent if chosen in (None, code) else ink.faint for code in (row.code for row in rows)
        ],
        customdata=[f"<b>{name}</b><br>{safe(text)}" for name, text in zip(shown, texts, strict=True)],
        hovertemplate="%{customdata}<extra></extra>",
    )
    figure.update_yaxes(
        tickmode="array",
        tickvals=where,
        ticktext=[
            f"<b>{n}</b>" if c == chosen else n
            for n, c in zip(shown, (row.code for row in rows), strict=True)
        ],
        range=[len(rows) - 0.4, -0.6],
        showgrid=False,
        zeroline=False,
        tickfont={"color": ink.text, "size": SMALL},
        ticklabelstandoff=6,
    )
    spans = [ranges.get(row.code, (row.value, row.value)) for row in rows] if ranges else []
    top = max(max(row.value for row in rows), target or 0.0, *(high for _, high in spans)) or 1.0
    _, step = upper_end(top, unit)
    figure.update_xaxes(range=[0, top], dtick=step, showticklabels=False, showgrid=True)
    # In one column behind the longest bar: beside each bar's end the target line would run through them.
    figure.add_scatter(
        x=[top] * len(rows),
        y=where,
        mode="text",
        text=[labels.TEXT_GAP + safe(text) for text in texts],
        textposition="middle right",
        textfont={"size": SMALL, "color": ink.text},
        cliponaxis=False,
        hoverinfo="skip",
    )
    if target is not None:
        _target_line(figure, target, unit, ink)
    if spans:
        _range_lines(figure, spans, ink)
    widest = max(pixels(text) for text in texts)
    figure.update_layout(margin={"t": _ROOM_ABOVE, "r": widest + 18})
    caption = labels.RANKING_CAPTION + (labels_ranking.RANGES if spans else "")
    return Picture(figure, _ranking_alt(rows, title, unit, chosen), caption)


@dataclass(frozen=True)
class _Row:
    code: str
    name: str
    rank: int
    value: float
    numerator: float | None
    denominator: float | None


def _rows(table: pd.DataFrame, names: Mapping[str, str]) -> list[_Row]:
    columns = table[["unit", "rank", "value", "numerator", "denominator"]]
    return [_Row(c, names[c], int(r), float(v), a, b) for c, r, v, a, b in columns.itertuples(False, None)]


def _number(row: _Row, unit: str) -> str:
    return number(row.value, unit, row.numerator, row.denominator)


def _bar_text(row: _Row, unit: str) -> str:
    """“96.43%  27/28”."""
    fraction = words.fraction(row.numerator, row.denominator) if unit == "%" else ""
    return "  ".join(filter(None, (_number(row, unit), fraction)))


def _range_lines(figure: go.Figure, spans: Sequence[tuple[float, float]], ink: Ink) -> None:
    """All of them as one trace, the pen lifted between two."""
    figure.add_scatter(
        x=[x for low, high in spans for x in (low, high, None)],
        y=[y for place in range(len(spans)) for y in (place, place, None)],
        mode="lines",
        line={"color": ink.quiet, "width": 1.2},
        connectgaps=False,
        hoverinfo="skip",
    )


def _target_line(figure: go.Figure, target: float, unit: str, ink: Ink) -> None:
    figure.add_vline(x=target, line={"color": ink.quiet, "width": 1, "dash": "dash"}, layer="below")
    figure.add_annotation(
        x=target,
        y=1,
        yref="paper",
        yanchor="bottom",
        yshift=2,
        xanchor="right" if target else "left",
        text=labels.LINE_END.format(name=labels.TARGET, number=number(target, unit)),
        showarrow=False,
        font={"size": SMALL, "color": ink.quiet},
    )


def _ranking_alt(rows: list[_Row], title: str, unit: str, chosen: str | None) -> str:
    first, last = rows[0], rows[-1]
    alt = labels.RANKING_ALT.format(
        title=title,
        count=len(rows),
        top=first.name,
        top_number=_number(first, unit),
        bottom=last.name,
        bottom_number=_number(last, unit),
    )
    for row in rows:
        if row.code == chosen:
            text = _number(row, unit)
            alt += labels.RANKING_CHOSEN_ALT.format(name=row.name, rank=row.rank, number=text)
    return alt
