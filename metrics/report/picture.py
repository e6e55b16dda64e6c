"""What a chart function returns, and what all charts share: safe text, label places, number ranges."""

from __future__ import annotations

import html
import math
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeGuard

import plotly.graph_objects as go

from metrics.report import labels, words
from metrics.report.outgoing import visible
from metrics.report.theme import SMALL, Ink, template

_MOST_LETTERS = 30


@dataclass(frozen=True)
class Picture:
    """A figure with a sentence that says what is seen (`alt`) and one that says how to read it (`caption`).

    left_out: names of units that could not be drawn, in the order handed in; the page lists them.
    """

    figure: go.Figure
    alt: str
    caption: str
    left_out: tuple[str, ...] = ()


def safe(text: str) -> str:
    """Text for a figure: plotly reads HTML in titles, labels and hovers, and names come from strangers."""
    return html.escape(visible(text), quote=False)


def safe_name(name: str) -> str:
    """A name beside a bar or point: one of hundreds of letters would leave no room for the picture."""
    return safe(name if len(name) <= _MOST_LETTERS else f"{name[: _MOST_LETTERS - 1]}…")


def number(value: float, unit: str, numerator: float | None = None, denominator: float | None = None) -> str:
    """A figure with its unit: “96.43%” where unit is “%”, else “12件”."""
    if unit == "%":
        return words.percent(value, numerator, denominator)
    if not float(value).is_integer():
        return f"{value:,.1f}{unit}"  # 件数的中位数只会是整数或半数，此处并未舍入
    return words.count(value, unit)


def with_fraction(value: float, numerator: float | None, denominator: float | None, unit: str) -> str:
    """“96.43%（27/28）”, or the figure alone where there is no fraction."""
    fraction = words.fraction(numerator, denominator) if unit == "%" else ""
    text = number(value, unit, numerator, denominator)
    return labels.BRACKETED.format(text=text, fraction=fraction) if fraction else text


def known(value: float | None) -> TypeGuard[float]:
    """Whether a cell of a frame holds a value."""
    return value is not None and not math.isnan(value)


def pixels(text: str, size: float = SMALL) -> float:
    """About how wide a line of text is drawn."""
    return sum(size if unicodedata.east_asian_width(c) in "WFA" else size * 0.6 for c in text)


def spread(places: Sequence[float], gap: float) -> list[float]:
    """The places moved apart as little as needed to lie `gap` from each other, in the same order."""
    order = sorted(range(len(places)), key=lambda i: places[i])
    moved = list(places)
    for below, above in pairwise(order):
        moved[above] = max(moved[above], moved[below] + gap)
    if not order:
        return moved
    # 推高了的整体退回一半，免得都向上偏
    shift = (moved[order[-1]] - places[order[-1]]) / 2
    return [place - shift for place in moved]


def upper_end(largest: float, unit: str) -> tuple[float, float]:
    """Where an axis from zero ends, and its step: whole numbers for counts, whole percents for rates."""
    if unit == "%":
        top = max(largest * 1.1, 0.05)
        return top, next(step for step in (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, math.inf) if top / step <= 6)
    top = max(largest * 1.15, 4.0)
    magnitude = 10 ** math.floor(math.log10(top / 5)) if top > 5 else 1
    step = next(m * magnitude for m in (1, 2, 5, 10) if top / (m * magnitude) <= 6)
    return top, float(max(step, 1))


def blank(title: str, height: int, ink: Ink) -> go.Figure:
    """A figure with title and template, and nothing drawn yet."""
    figure = go.Figure(layout={"template": template(ink), "height": height})
    if title:
        figure.update_layout(title_text=safe(title))
    return figure


def say_nothing_drawn(figure: go.Figure, ink: Ink) -> None:
    """Put a word where the drawing would be: an empty frame looks like a fault."""
    figure.add_annotation(
        text=labels.NOTHING_TO_DRAW,
        xref="paper",
        yref="paper",
        x=0.5,
        y=0.5,
        showarrow=False,
        font_color=ink.quiet,
    )
    figure.update_xaxes(visible=False)
    figure.update_yaxes(visible=False)
