"""Rows by columns, one sign in each cell, small enough that forty columns are seen at once; a click is told."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from metrics.report import outgoing

_HERE = Path(__file__).parent
_MATRIX = st.components.v2.component(
    "matrix",
    html="<div class='matrix' role='region' tabindex='0'></div>",
    css=(_HERE / "matrix.css").read_text(encoding="utf-8"),
    js=(_HERE / "matrix.js").read_text(encoding="utf-8"),
)


@dataclass(frozen=True)
class Row:
    """head: what is always seen; title: what a pointer is told. counts: under the heads of counts.

    kinds: of each cell, a class of matrix.css and a key of `words`.
    """

    code: str
    head: str
    title: str
    counts: Sequence[int]
    kinds: Sequence[str]


def draw(
    label: str,
    corner: str,
    counts: Sequence[str],
    columns: Mapping[str, str],
    rows: Sequence[Row],
    words: Mapping[str, tuple[str, str]],
    shown: Collection[str],
    chosen: tuple[str, str],
    key: str,
    reveal: str,
    on_click: Callable[[], None],
) -> None:
    """columns: code → name. words: kind → (sign, word). shown: kinds whose cells are drawn, the others stay blank.

    chosen: (row, column). A click leaves [row, column] (column “” for the head of a row) in
    st.session_state[key].cell, calls on_click, and brings up the container of the page whose key is `reveal`.
    """
    _MATRIX(
        key=key,
        data={
            "label": label,
            "corner": corner,
            "counts": list(counts),
            "columns": [{"code": code, "name": outgoing.visible(name)} for code, name in columns.items()],
            "rows": [
                {
                    "code": row.code,
                    "head": row.head,
                    "title": row.title,
                    "counts": list(row.counts),
                    "kinds": list(row.kinds),
                    "out": [kind not in shown for kind in row.kinds],
                }
                for row in rows
            ],
            "words": {kind: {"sign": sign, "word": word} for kind, (sign, word) in words.items()},
            "chosen": list(chosen),
            "reveal": reveal,
        },
        on_cell_change=on_click,
    )
