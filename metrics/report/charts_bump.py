"""The history of ranks as lines: the unit looked at in the accent, everybody else in grey, a gap where not ranked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
import plotly.graph_objects as go

from metrics.periods import Period
from metrics.report import labels_ranking as labels
from metrics.report import words
from metrics.report.picture import Picture, blank, known, pixels, safe, safe_name, say_nothing_drawn
from metrics.report.theme import LIGHT, SMALL, Ink
from metrics.report.time_axis import draw_time_axis

_ROW = 18  # pixels for a rank
_LEAST, _MOST = 260, 760
_TOP, _BOTTOM = 56, 48
_GAP = None  # in a trace: lift the pen


def bump(
    ranks: pd.DataFrame,
    names: Mapping[str, str],
    title: str,
    *,
    chosen: str | None = None,
    reasons: pd.DataFrame | None = None,
    breaks: Sequence[str] = (),
    redefined: Sequence[str] = (),
    empty_words: str = "",
    ink: Ink = LIGHT,
) -> Picture:
    """Ranks of a group's units over time, first place at the top.

    ranks: index unit, columns period keys oldest first, NaN where not ranked. reasons: the same shape, why not.
    breaks: periods that do not continue the one before; redefined: those of them where the definition changed.
    chosen: code of the unit in the accent. empty_words: what “no_cases” is called for this indicator.
    """
    last = int(ranks.max().max()) if ranks.notna().any().any() else 0
    height = min(max(_TOP + _BOTTOM + _ROW * last, _LEAST), _MOST)
    figure = blank(title, height, ink)
    if not last:
        say_nothing_drawn(figure, ink)
        return Picture(figure, labels.NO_BUMP_ALT.format(title=title), "")
    keys = [str(key) for key in ranks.columns]
    draw_time_axis(figure, pd.DataFrame(index=keys), ink)
    held = ranks.notna().sum()
    others = [code for code in ranks.index if code != chosen]
    _lines(figure, ranks, others, names, held, breaks, ink.faint, 1.2, 4)
    if chosen is not None and chosen in ranks.index:
        own = pd.Series(ranks.loc[chosen], dtype=float)
        _lines(figure, ranks, [chosen], names, held, breaks, ink.accent, 2.5, 8)
        _places(figure, own, names[chosen], ink)
        if reasons is not None:
            _why_not(figure, own, [str(r) for r in reasons.loc[chosen]], last, empty_words, ink)
    _axis(figure, last)
    for key in redefined:
        _changed(figure, keys.index(key), ink)
    return Picture(
        figure, _alt(ranks, names, title, chosen), _caption(breaks, redefined, chosen in ranks.index)
    )


def _axis(figure: go.Figure, last: int) -> None:
    step = next(step for step in (1, 5, 10, 20, 50, 100, 1000) if last / step <= 12)
    ticks = sorted({1, *range(step, last + 1, step)})
    figure.update_yaxes(
        range=[last + 0.9, 0.3],
        tickmode="array",
        tickvals=ticks,
        ticktext=[labels.PLACE.format(rank=tick) for tick in ticks],
        zeroline=False,
    )


def _lines(
    figure: go.Figure,
    ranks: pd.DataFrame,
    codes: Sequence[str],
    names: Mapping[str, str],
    held: pd.Series[int],
    breaks: Sequence[str],
    colour: str,
    width: float,
    size: float,
) -> None:
    """All of them as one trace with the pen lifted in between: a trace each makes the page slow."""
    x: list[int | None] = []
    y: list[float | None] = []
    told: list[str | None] = []
    keys = [str(key) for key in ranks.columns]
    for code in codes:
        for place, (key, rank) in enumerate(zip(keys, ranks.loc[code], strict=True)):
            if key in breaks or not known(rank):
                x, y, told = [*x, _GAP], [*y, _GAP], [*told, _GAP]
            if known(rank):
                period = Period.from_key(key).label
                text = labels.BUMP_HOVER.format(name=safe_name(names[code]), rank=int(rank), of=held[key])
                x, y, told = [*x, place], [*y, float(rank)], [*told, f"<b>{period}</b><br>{text}"]
        x, y, told = [*x, _GAP], [*y, _GAP], [*told, _GAP]
    figure.add_scatter(
        x=x,
        y=y,
        mode="lines+markers",
        line={"color": colour, "width": width},
        marker={"size": size, "color": colour},
        customdata=told,
        hovertemplate="%{customdata}<extra></extra>",
        connectgaps=False,
        cliponaxis=False,
    )


def _places(figure: go.Figure, ranks: pd.Series[float], name: str, ink: Ink) -> None:
    """The chosen unit's rank over each point, and its name behind the last."""
    for place, rank in enumerate(ranks):
        if known(rank):
            figure.add_annotation(
                x=place,
                y=rank,
                text=f"<b>{int(rank)}</b>",
                showarrow=False,
                yshift=14,
                bgcolor=ink.paper,
                borderpad=0,
                font={"size": SMALL, "color": ink.accent},
            )
    there = [place for place, rank in enumerate(ranks) if known(rank)]
    if there:
        figure.add_annotation(
            x=1,
            xref="paper",
            y=float(ranks.iloc[there[-1]]),
            xanchor="left",
            xshift=4,
            text=f"<b>{safe_name(name)}</b>",
            showarrow=False,
            font={"size": SMALL, "color": ink.accent},
        )
        figure.update_layout(margin={"t": _TOP, "b": _BOTTOM, "r": min(pixels(name), 200) + 16})


def _why_not(
    figure: go.Figure, ranks: pd.Series[float], reasons: Sequence[str], last: int, empty_words: str, ink: Ink
) -> None:
    """A mark at the foot where the chosen unit has no rank, with the reason on it."""
    where = [place for place, rank in enumerate(ranks) if not known(rank)]
    if not where:
        return
    told = [
        f"<b>{Period.from_key(str(ranks.index[i])).label}</b><br>"
        + safe(empty_words if reasons[i] == "no_cases" and empty_words else words.status(reasons[i]))
        for i in where
    ]
    figure.add_scatter(
        x=where,
        y=[last + 0.6] * len(where),
        mode="markers",
        marker={
            "symbol": "x-thin-open",
            "size": 8,
            "color": ink.line,
            "line": {"width": 1.5, "color": ink.line},
        },
        customdata=told,
        hovertemplate="%{customdata}<extra></extra>",
        cliponaxis=False,
    )


def _changed(figure: go.Figure, place: int, ink: Ink) -> None:
    """A dashed line before the first quarter of another definition."""
    figure.add_vline(x=place - 0.5, line={"color": ink.quiet, "width": 1, "dash": "dash"}, layer="below")
    figure.add_annotation(
        x=place - 0.5,
        y=1,
        yref="paper",
        yanchor="bottom",
        text=labels.REDEFINED,
        showarrow=False,
        font={"size": SMALL, "color": ink.quiet},
    )


def _caption(breaks: Sequence[str], redefined: Sequence[str], chosen: bool) -> str:
    parts = [labels.BUMP_CAPTION]
    if chosen:
        parts.append(labels.BUMP_GAP)
    if set(breaks) - set(redefined):
        parts.append(labels.BUMP_ANEW)
    if redefined:
        parts.append(labels.BUMP_REDEFINED)
    return "".join(parts)


def _alt(ranks: pd.DataFrame, names: Mapping[str, str], title: str, chosen: str | None) -> str:
    first, last = (Period.from_key(str(ranks.columns[end])).label for end in (0, -1))
    alt = labels.BUMP_ALT.format(
        title=title, first=first, last=last, count=int(ranks.notna().any(axis=1).sum())
    )
    if chosen in ranks.index:
        own = pd.Series(ranks.loc[chosen], dtype=float)
        told = labels.COMMA.join(
            labels.BUMP_POINT.format(
                period=Period.from_key(str(key)).label,
                text=labels.PLACE_LONG.format(rank=int(rank)) if known(rank) else labels.NOT_RANKED,
            )
            for key, rank in own.items()
        )
        alt += labels.BUMP_CHOSEN_ALT.format(name=names[str(chosen)], told=told)
    return alt
