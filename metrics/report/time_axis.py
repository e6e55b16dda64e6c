"""What pictures along time share: the axis of periods, gaps and their marks, what a point tells."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from metrics.periods import Period, PeriodKind, between
from metrics.report import labels, words
from metrics.report.picture import known, number, safe, with_fraction
from metrics.report.theme import Ink

_QUARTERS_WITH_NAMES = 6
_PERIODS_WITH_TICKS = 16
_MOST_YEARS = 5
_MARK_SYMBOLS = {
    "no_cases": "circle-open",
    "not_reported": "x-thin-open",
    "not_applicable": "line-ew-open",
    "redefined": "diamond-open",
}


def whole_frame(frame: pd.DataFrame, empty_words: str = "") -> pd.DataFrame:
    """The frame with every period between its first and last, every column that may be left out, and `word`.

    empty_words: what “no_cases” is called here. Raises ValueError for a frame without periods.
    """
    if frame.empty:
        raise ValueError("a trend needs at least one period")
    periods = between(Period.from_key(frame.index[0]), Period.from_key(frame.index[-1]))
    whole = frame.reindex([period.key for period in periods])
    for column in ("numerator", "denominator", "target", "median", "year_ago"):
        if column not in whole:
            whole[column] = float("nan")
    whole["status"] = whole["status"].fillna("not_reported")
    own = {"no_cases": empty_words} if empty_words else {}
    whole["word"] = [own.get(status) or words.status(status) for status in whole["status"]]
    return whole


def gaps(values: pd.Series[float]) -> list[float | None]:
    """Values for plotly, None where there is none: a missing value is a gap in the line, never zero."""
    return [float(value) if known(value) else None for value in values]


def draw_time_axis(figure: go.Figure, frame: pd.DataFrame, ink: Ink) -> None:
    """Periods side by side, a thin line between two years, the year written once."""
    periods = [Period.from_key(key) for key in frame.index]
    count = len(periods)
    ticks = {i: text for i in range(count) if (text := _tick(periods, i))}
    figure.update_xaxes(
        tickmode="array",
        tickvals=list(ticks),
        ticktext=list(ticks.values()),
        ticklabelstandoff=6,
        range=[-0.6, count - 0.4],
        tickangle=0,
        showgrid=False,
        zeroline=False,
    )
    # All at once: added one by one, each line costs as much as the rest of the picture.
    line = {"color": ink.grid, "width": 1}
    figure.update_layout(
        shapes=[
            {
                "type": "line",
                "x0": i - 0.5,
                "x1": i - 0.5,
                "y0": 0,
                "y1": 1,
                "yref": "paper",
                "line": line,
                "layer": "below",
            }
            for i in range(1, count)
            if periods[i].year != periods[i - 1].year and periods[i].kind is not PeriodKind.YEAR
        ]
    )


def _tick(periods: Sequence[Period], place: int) -> str:
    """What stands under a period, short enough for a phone: its number, the year at each year's first."""
    period, count = periods[place], len(periods)
    year = labels.YEAR.format(period.year)
    if period.kind is PeriodKind.YEAR or count > _PERIODS_WITH_TICKS:
        every = math.ceil((periods[-1].year - periods[0].year + 1) / _MOST_YEARS)
        return year if period.number == 1 and (periods[-1].year - period.year) % every == 0 else ""
    if period.kind is PeriodKind.HALF:
        name = labels.HALVES[period.number - 1]
    elif count <= _QUARTERS_WITH_NAMES:
        name = labels.QUARTERS[period.number - 1]
    else:
        name = str(period.number)
    # 第一年只有一期而下一年紧接着时不写年份：两个年份会叠在一起
    alone = place == 0 and count > 1 and periods[1].year != period.year
    starts_year = period.number == 1 or (place == 0 and not alone)
    return f"{name}<br>{year}" if starts_year else name


def draw_marks(figure: go.Figure, frame: pd.DataFrame, ink: Ink, row: int | None = None) -> str:
    """A small mark at the foot where there is no value, each reason with its own; returns their meaning."""
    meanings = []
    for status, symbol in _MARK_SYMBOLS.items():
        where = [
            i for i, s in enumerate(frame["status"]) if s == status and not known(frame["value"].iloc[i])
        ]
        if not where:
            continue
        word = frame["word"].iloc[where[0]]
        place = {"row": row, "col": 1} if row else {}
        figure.add_scatter(
            x=where,
            y=[0] * len(where),
            mode="markers",
            marker={
                "symbol": symbol,
                "size": 8,
                "color": ink.line,
                "line": {"width": 1.5, "color": ink.line},
            },
            customdata=[_hover_head(frame, i) + safe(word) for i in where],
            hovertemplate="%{customdata}<extra></extra>",
            cliponaxis=False,
            **place,
        )
        meanings.append(labels.MARK_MEANING.format(mark=labels.MARKS[status], word=word))
    return labels.MARK_GAP.join(meanings)


def _hover_head(frame: pd.DataFrame, place: int) -> str:
    return f"<b>{Period.from_key(frame.index[place]).label}</b><br>"


def hover_text(frame: pd.DataFrame, place: int, title: str, unit: str) -> str:
    """What a person reads at one period: the figure with its fraction, then what it is compared with."""
    row = frame.iloc[place]
    if not known(row["value"]):
        return _hover_head(frame, place) + safe(row["word"])
    lines = [(title, with_fraction(row["value"], row["numerator"], row["denominator"], unit))]
    lines += [
        (name, number(row[column], unit))
        for column, name in (
            ("year_ago", labels.YEAR_AGO),
            ("median", labels.GROUP_MEDIAN),
            ("target", labels.TARGET),
        )
        if known(row[column])
    ]
    return _hover_head(frame, place) + "<br>".join(
        safe(labels.HOVER_LINE.format(name=name, text=text)) for name, text in lines
    )


def volume_hover(frame: pd.DataFrame, place: int) -> str:
    value = frame["volume"].iloc[place]
    text = number(value, labels.CASES) if known(value) else words.status("not_reported")
    return _hover_head(frame, place) + safe(labels.HOVER_LINE.format(name=labels.VOLUME, text=text))


def ends_in_words(frame: pd.DataFrame) -> tuple[str, str]:
    return Period.from_key(frame.index[0]).label, Period.from_key(frame.index[-1]).label


def latest_text(frame: pd.DataFrame, unit: str) -> str:
    last = frame.iloc[-1]
    if not known(last["value"]):
        return str(last["word"])
    return with_fraction(last["value"], last["numerator"], last["denominator"], unit)


def trend_alt(frame: pd.DataFrame, title: str, unit: str) -> str:
    first, last = ends_in_words(frame)
    values = frame["value"].dropna()
    if values.empty:
        return labels.NOTHING_ALT.format(title=title, first=first, last=last)
    return labels.TREND_ALT.format(
        title=title,
        first=first,
        last=last,
        known=len(values),
        latest=latest_text(frame, unit),
        highest=number(values.max(), unit),
        lowest=number(values.min(), unit),
    )
