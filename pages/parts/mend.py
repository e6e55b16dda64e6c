"""Mending values in the page: the part of the sheet that is looked at, as an editor; what was changed beside it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime

import pandas as pd
import streamlit as st
from openpyxl.utils.cell import coordinate_to_tuple

from metrics.intake.copies.as_xlsx import shown
from metrics.intake.grid import Grid, address
from metrics.model import Edit, ProductError, column_letters
from metrics.tasks import mend
from metrics.tasks.workspace import Workspace
from pages.parts import in_hand, sheet, show
from pages.parts.in_hand import InHand

_FAULT = "◆"  # the editor cannot colour a cell: its row and its column carry the sign


def draw(workspace: Workspace, item: InHand, grid: Grid, part: sheet.Part, marked: Collection[str]) -> None:
    """An editor of the part shown; what is typed stays in the session until it is stored or taken back."""
    columns = [c for c in part.columns if c is not None]
    edits = changed(item)
    frame = pd.DataFrame(
        [[_now(grid, edits, address(r, c)) for c in columns] for r in part.rows],
        columns=[column_letters(c + 1) for c in columns],
        index=pd.Index(_row_names(part.rows, marked), name="行"),
        dtype="object",
    )
    faulty = {coordinate_to_tuple(cell)[1] - 1 for cell in marked}
    key = f"editor-{item.key}-{item.receipt.id}-{grid.name}-{part.rows.start}-{len(columns)}"
    st.data_editor(
        frame,
        key=key,
        height="content" if len(frame) <= 16 else 560,
        row_height=32,
        column_config={"_index": st.column_config.Column(disabled=True)}  # a row's number is no cell
        | {
            column_letters(c + 1): st.column_config.TextColumn(
                f"{column_letters(c + 1)} {_FAULT}" if c in faulty else column_letters(c + 1),
                width=_width(grid, c, part.rows),
                max_chars=500,
            )
            for c in columns
        },
        on_change=_collect,
        args=(item, grid, part.rows, columns, key),
        alt=f"可修改的工作表 {grid.name}",
    )
    st.caption(f"双击格子改写，回车确认；行号、列号带 {_FAULT} 的交叉处有问题。改的内容另存，原件不动。")
    _changes(workspace, item)


def changed(item: InHand) -> dict[tuple[str, str], Edit]:
    """(sheet, cell) → what the person has changed and not stored yet."""
    edits: dict[tuple[str, str], Edit] = st.session_state.setdefault(f"edits-{item.key}", {})
    return edits


def _now(grid: Grid, edits: dict[tuple[str, str], Edit], cell: str) -> str:
    edit = edits.get((grid.name, cell))
    row, column = coordinate_to_tuple(cell)
    return edit.after if edit else shown(grid.value(row - 1, column - 1))


def _row_names(rows: range, marked: Collection[str]) -> list[str]:
    faulty = {coordinate_to_tuple(cell)[0] - 1 for cell in marked}
    return [f"{r + 1} {_FAULT}" if r in faulty else str(r + 1) for r in rows]


def _width(grid: Grid, column: int, rows: range) -> int:
    """Pixels: a column of numbers is narrow however long its heading, one of text shows most of it."""
    values = [value for r in rows if (value := grid.value(r, column)) is not None]
    numbers = sum(isinstance(value, int | float) for value in values)
    longest = max((len(shown(value)) for value in values[1:]), default=0)
    return 84 if 2 * numbers >= len(values) else min(max(58, 14 * longest + 20), 160)


def _collect(item: InHand, grid: Grid, rows: range, columns: list[int], key: str) -> None:
    """Keep what was typed apart from the editor, whose memory ends with the part of the sheet it shows."""
    edits = changed(item)
    for position, values in st.session_state[key]["edited_rows"].items():
        for letters, value in values.items():
            row = rows[int(position)]
            column = next(c for c in columns if column_letters(c + 1) == letters)
            cell = address(row, column)
            before, after = shown(grid.value(row, column)), str(value or "")
            if after == before:
                edits.pop((grid.name, cell), None)
            else:
                edits[grid.name, cell] = Edit(grid.name, cell, before, after)


def _take_back(item: InHand, place: tuple[str, str] | None) -> None:
    if place is None:
        changed(item).clear()
    else:
        changed(item).pop(place, None)


def _changes(workspace: Workspace, item: InHand) -> None:
    edits = changed(item)
    if not edits:
        return
    with st.container(border=True, gap="xxsmall"):
        st.markdown(f"**改了 {len(edits)} 格，还没有存**")
        for place, edit in edits.items():
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                told = f"{edit.sheet} {edit.cell}：{edit.before or '（空）'} → {edit.after or '（空）'}"
                st.markdown(show.plain(told), width="stretch")
                st.button(
                    "撤销",
                    key=f"back-{item.key}-{edit.sheet}-{edit.cell}",
                    type="tertiary",
                    on_click=_take_back,
                    args=(item, place),
                )
        if st.button("存为更正版，重新检查", type="primary", icon=":material/save:", key=f"store-{item.key}"):
            _store(workspace, item)


def _store(workspace: Workspace, item: InHand) -> None:
    edits = changed(item)
    try:
        version = mend.mend(
            workspace,
            item.receipt.id,
            tuple(edits.values()),
            in_hand.name(),
            datetime.now(UTC),
            item.expected,
        )
    except ProductError as error:
        st.error(show.plain(str(error)), icon=":material/error:")
        return
    in_hand.replace(item, version.received)
    edits.clear()
    st.toast(f"已存为更正版（编号 {version.received.receipt.id}），原件没有动。", icon=":material/save:")
    if version.not_recomputed:
        named = "、".join(version.not_recomputed[:3])
        st.toast(
            show.plain(f"{len(version.not_recomputed)} 处公式没能跟着重算，请直接填数：{named}"),
            icon=":material/function:",
            duration="long",
        )
    st.rerun()
