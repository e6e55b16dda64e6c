"""The ranking of units as lying bars: names whole, the fraction beside each rate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from metrics.report import labels, labels_ranking, words
from metrics.report.charts_bars import ROW, Bar, lying_bars
from metrics.report.picture import (
    Picture,
    blank,
    number,
    safe,
    safe_name,
    say_nothing_drawn,
    upper_end,
)
from metrics.report.theme import LIGHT, SMALL, Ink

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
    height = _ROOM_ABOVE + _ROOM_BELOW + ROW * max(len(table), 3)
    figure = blank(title, height, ink)
    if table.empty:
        say_nothing_drawn(figure, ink)
        return Picture(figure, labels.NO_RANKING_ALT.format(title=title), "")
    rows = _rows(table, names)
    spans = [ranges.get(row.code, (row.value, row.value)) for row in rows] if ranges else []
    top = max(max(row.value for row in rows), target or 0.0, *(high for _, high in spans)) or 1.0
    bars = [_bar(row, unit, chosen, ink) for row in rows]
    lying_bars(figure, bars, top, upper_end(top, unit)[1], ink)
    if target is not None:
        _target_line(figure, target, unit, ink)
    if spans:
        _range_lines(figure, spans, ink)
    figure.update_layout(margin_t=_ROOM_ABOVE)
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


def _bar(row: _Row, unit: str, chosen: str | None, ink: Ink) -> Bar:
    name = safe_name(labels.RANKED_NAME.format(rank=row.rank, name=row.name))
    text = _bar_text(row, unit)
    colour = ink.accent if chosen in (None, row.code) else ink.faint
    shown = f"<b>{name}</b>" if row.code == chosen else name
    return Bar(row.value, shown, text, f"<b>{name}</b><br>{safe(text)}", colour)


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
