"""How every picture looks: colours, fonts, grid, and the menu of a chart in Chinese.

Colours are those of the screens (one accent, one alarm, one good, greys); `LIGHT` and `DARK` are the same
roles on the two backgrounds. The paper is opaque, so that a picture sent on by chat, where transparent
images are shown on black, can still be read.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import plotly.graph_objects as go

from metrics.report import labels
from metrics.report.outgoing import file_name as legal

FONT_FAMILY = "PingFang SC, Microsoft YaHei, Noto Sans CJK SC, sans-serif"
FONT_SIZE = 13
SMALL = 12


@dataclass(frozen=True)
class Ink:
    """The colours of one background. `shade` is the faint fill of a region, `faint` a line that recedes."""

    paper: str
    text: str
    quiet: str  # secondary text
    line: str  # greys that carry something: other units, medians
    faint: str  # last year's shadow
    grid: str
    accent: str
    alarm: str
    good: str
    shade: str


LIGHT = Ink(
    paper="#FFFFFF",
    text="#1F2933",
    quiet="#5F6B77",
    line="#8A96A3",
    faint="#B7C0C9",
    grid="#E6E9ED",
    accent="#1F4E79",
    alarm="#B5261E",
    good="#2E7D5B",
    shade="rgba(46,125,91,0.09)",
)
# 深色底上原来的深蓝、深红对比不足（约 2:1），取同一色相的浅色
DARK = Ink(
    paper="#0E1117",
    text="#E6E9ED",
    quiet="#A3ADB8",
    line="#7C8896",
    faint="#56616D",
    grid="#262C35",
    accent="#7FB2E5",
    alarm="#F08A80",
    good="#6CC29A",
    shade="rgba(108,194,154,0.12)",
)


@cache
def template(ink: Ink = LIGHT) -> go.layout.Template:
    """The one plotly template: light grid, no box, no legend, no drag (a phone must scroll past a chart)."""
    axis = {
        "gridcolor": ink.grid,
        "linecolor": ink.grid,
        "zerolinecolor": ink.faint,
        "zerolinewidth": 1,
        "tickfont": {"color": ink.quiet, "size": SMALL},
        "title": {"font": {"color": ink.quiet, "size": SMALL}},
        "fixedrange": True,
        "automargin": True,
    }
    return go.layout.Template(
        layout={
            "font": {"family": FONT_FAMILY, "size": FONT_SIZE, "color": ink.text},
            "title": {
                "font": {"size": 16, "color": ink.text},
                "x": 0,
                "xref": "container",
                "xanchor": "left",
                "pad": {"l": 12, "t": 4},
                "y": 1,
                "yref": "container",
                "yanchor": "top",
            },
            "paper_bgcolor": ink.paper,
            "plot_bgcolor": "rgba(0,0,0,0)",
            "colorway": [ink.accent, ink.line, ink.good, ink.alarm],
            "xaxis": axis | {"showgrid": False},
            "yaxis": axis,
            "showlegend": False,
            "dragmode": False,
            "hovermode": "closest",
            "hoverlabel": {
                "align": "left",
                "bgcolor": ink.paper,
                "bordercolor": ink.line,
                "font": {"family": FONT_FAMILY, "size": FONT_SIZE, "color": ink.text},
                "namelength": -1,
            },
            "margin": {"l": 12, "r": 12, "t": 48, "b": 12},
            "modebar": {
                "bgcolor": "rgba(0,0,0,0)",
                "color": ink.line,
                "activecolor": ink.accent,
            },
        }
    )


_LOCALE = {
    "dictionary": {
        "Download plot as a PNG": labels.DOWNLOAD,
        "Download plot": labels.DOWNLOAD,
        "Preparing image - this may take a few seconds": labels.DOWNLOADING,
        "Image download succeeded": labels.DOWNLOADED,
        "Sorry, there was a problem downloading your image!": labels.DOWNLOAD_FAILED,
    },
    "format": {},
}


def config(file_name: str = labels.PICTURE) -> dict[str, Any]:
    """The `config` of `st.plotly_chart`: a menu with one entry, in Chinese, working without internet.

    file_name: of the PNG, without its ending.
    """
    return {
        "locale": "zh-CN",
        "locales": {"zh-CN": _LOCALE},
        "displaylogo": False,
        "displayModeBar": "hover",
        "modeBarButtons": [["toImage"]],
        "showTips": False,
        "scrollZoom": False,
        "doubleClick": False,
        "typesetMath": False,  # a “$…$” in a name is no formula
        "toImageButtonOptions": {
            "format": "png",
            "filename": legal(file_name),
            "width": None,  # as seen on screen
            "height": None,
            "scale": 2,
        },
    }
