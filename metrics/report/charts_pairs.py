"""Two periods side by side: a line from each unit's earlier figure to its later one."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from metrics.report import words_compare
from metrics.report.picture import (
    Picture,
    blank,
    safe,
    safe_name,
    say_nothing_drawn,
    upper_end,
    with_fraction,
)
from metrics.report.theme import LIGHT, SMALL, Ink

_ROW = 24
_ROOM_ABOVE, _ROOM_BELOW = 56, 40


def pairs(
    table: pd.DataFrame,
    names: Mapping[str, str],
    title: str,
    unit: str,
    *,
    before: str,
    now: str,
    ink: Ink = LIGHT,
) -> Picture:
    """Units in the order handed in, best change at the top.

    table: columns unit, value, numerator, denominator, value_before, numerator_before, denominator_before, mood
        (good, bad, neutral) and said (for the hover); both values known. before, now: what the periods are called.
    """
    figure = blank(title, _ROOM_ABOVE + _ROOM_BELOW + _ROW * max(len(table), 3), ink)
    counts = table["mood"].value_counts()
    told = {"better": int(counts.get("good", 0)), "worse": int(counts.get("bad", 0))}
    alt = words_compare.PAIRS_ALT.format(
        title=title, units=len(table), level=len(table) - sum(told.values()), **told
    )
    if table.empty:
        say_nothing_drawn(figure, ink)
        return Picture(figure, alt, "")
    places = list(range(len(table)))
    colours = {"good": ink.good, "bad": ink.alarm, "neutral": ink.line}
    hovers = []
    for row in table.to_dict("records"):
        first = with_fraction(row["value_before"], row["numerator_before"], row["denominator_before"], unit)
        second = with_fraction(row["value"], row["numerator"], row["denominator"], unit)
        lines = [f"{before}：{first}", f"{now}：{second}", *filter(None, [str(row["said"])])]
        hovers.append("<br>".join([f"<b>{safe_name(names[row['unit']])}</b>", *map(safe, lines)]))
    for mood, colour in colours.items():
        some = table[table["mood"] == mood]
        xs: list[float | None] = []
        ys: list[float | None] = []
        for place, start, end in zip(
            [places[i] for i, one in enumerate(table["mood"]) if one == mood],
            some["value_before"],
            some["value"],
            strict=True,
        ):
            xs += [start, end, None]
            ys += [place, place, None]
        figure.add_scatter(x=xs, y=ys, mode="lines", line={"color": colour, "width": 3}, hoverinfo="skip")
    for column, symbol in (("value_before", "circle-open"), ("value", "circle")):
        figure.add_scatter(
            x=table[column].tolist(),
            y=places,
            mode="markers",
            marker={
                "size": 10,
                "symbol": symbol,
                "color": [colours[mood] for mood in table["mood"]],
                "line": {"width": 2},
            },
            customdata=hovers,
            hovertemplate="%{customdata}<extra></extra>",
            cliponaxis=False,
        )
    largest = float(table[["value", "value_before"]].to_numpy(dtype=float).max())
    top, step = upper_end(min(largest, 1.0) if unit == "%" else largest, unit)
    figure.update_xaxes(
        range=[0, top], dtick=step, tickformat=".0%" if unit == "%" else ",d", showgrid=True, zeroline=True
    )
    figure.update_yaxes(
        tickmode="array",
        tickvals=places,
        ticktext=[safe_name(names[code]) for code in table["unit"]],
        range=[len(table) - 0.4, -0.6],
        showgrid=False,
        zeroline=False,
        tickfont={"color": ink.text, "size": SMALL},
        ticklabelstandoff=6,
    )
    figure.update_layout(margin={"t": _ROOM_ABOVE, "r": 24})
    return Picture(figure, alt, words_compare.PAIRS_CAPTION.format(before=before, now=now))
