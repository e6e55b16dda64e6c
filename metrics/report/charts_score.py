"""Composite scores as lying bars: the total, and the ranks that other weights would give in words behind it."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from metrics.report import labels, words_score
from metrics.report.charts_bars import ROW, Bar, lying_bars
from metrics.report.picture import Picture, blank, safe, safe_name, say_nothing_drawn
from metrics.report.theme import LIGHT, Ink

_ROOM = 76


def composite(
    totals: pd.DataFrame,
    ranges: pd.DataFrame,
    names: Mapping[str, str],
    title: str,
    *,
    chosen: str | None = None,
    ink: Ink = LIGHT,
) -> Picture:
    """Ranked units, best at the top.

    totals: Scores.totals, only the ranked. ranges: Sensitivity.units. names: of the units by code.
    """
    figure = blank(title, _ROOM + ROW * max(len(totals), 3), ink)
    if totals.empty:
        say_nothing_drawn(figure, ink)
        return Picture(figure, labels.NO_RANKING_ALT.format(title=title), "")
    units = [str(unit) for unit in totals.index]
    moved = ranges.reindex(units)
    bars = [
        _bar(rank, names[unit], total, words_score.rank_range(best, worst), chosen in (None, unit), ink)
        for unit, rank, total, best, worst in zip(
            units, totals["rank"], totals["total"], moved["best"], moved["worst"], strict=True
        )
    ]
    lying_bars(figure, bars, 100, 20, ink)
    first, last = units[0], units[-1]
    alt = labels.RANKING_ALT.format(
        title=title,
        count=len(totals),
        top=names[first],
        top_number=bars[0].text,
        bottom=names[last],
        bottom_number=bars[-1].text,
    )
    return Picture(figure, alt, labels.SCORE_CAPTION)


def _bar(rank: int, name: str, total: float, span: str, chosen: bool, ink: Ink) -> Bar:
    shown, text = safe_name(labels.RANKED_NAME.format(rank=rank, name=name)), words_score.points(total)
    hover = f"<b>{shown}</b><br>{safe(text)}<br>{safe(labels.WEIGHTS_MOVED.format(ranks=span))}"
    return Bar(total, shown, text, hover, ink.accent if chosen else ink.faint)
