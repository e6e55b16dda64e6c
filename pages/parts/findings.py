"""The sheet as it is, and beside it what was found: filter by class, jump from cell to cell, answer, mend."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from metrics.model import Decision, Finding, Remark, Severity
from metrics.report import words
from metrics.tasks import sheets
from metrics.tasks.workspace import Workspace
from pages.parts import mend, settle, sheet, show
from pages.parts.in_hand import InHand

_MOST = 40  # findings listed at once: nobody works through more before uploading again
_EVERY = "all"
COLOUR = {
    Severity.MANDATORY: "red",
    Severity.STRICT: "orange",
    Severity.VERIFY: "yellow",
    Severity.HINT: "gray",
}

_LEGEND = (
    "角上的字："
    + "、".join(f"{sign}＝{one.label}" for one, sign in words.SEVERITY_SIGN.items())
    + "。点有标记的格，就跳到对应的问题。"
)


@dataclass(frozen=True)
class Spot:
    """One cell of one finding: what “下一处” goes through."""

    number: int
    sheet: str
    cell: str


@st.fragment
def draw(workspace: Workspace, item: InHand, grids: Mapping[str, sheets.Grid]) -> None:
    """Everything about the findings of one file. Choosing one redraws this part of the page only."""
    found = dict(enumerate(item.submission.findings))
    remarks = workspace.store.remarks(workspace.jurisdiction, item.receipt.id)
    shown = _filtered(item, found)
    spots = [
        Spot(number, finding.sheet, cell)
        for number, finding in shown.items()
        for cell in finding.places
        if finding.sheet in grids
    ]
    at = _at(item, spots)
    left, right = st.columns([6, 5], gap="medium")
    with left:
        if grids:
            _sheet(item, grids, shown, at, spots, workspace)
        else:
            st.caption("这份文件打不开，没有可以显示的表格。")
    with right:
        _list(workspace, item, shown, remarks, len(grids) > 1)


def _filtered(item: InHand, found: Mapping[int, Finding]) -> Mapping[int, Finding]:
    """The findings of the class that is chosen; the control only where there are several classes."""
    counts = {one: sum(f.severity is one for f in found.values()) for one in Severity}
    classes = [one for one in Severity if counts[one]]
    if len(classes) < 2:
        return found
    names = {_EVERY: f"全部 {len(found)}"} | {one.value: f"{one.label} {counts[one]}" for one in classes}
    key = f"class-{item.key}"
    if st.session_state.get(key) not in names:
        st.session_state[key] = _EVERY
    chosen = st.segmented_control(
        "看哪一级",
        list(names),
        format_func=lambda code: names[code],
        key=key,
        label_visibility="collapsed",
        required=True,
        persist_state="session",
        help="；".join(f"{one.label}：{one.demand}" for one in classes),
    )
    return {n: f for n, f in found.items() if chosen in (None, _EVERY, f.severity.value)}


def _at(item: InHand, spots: Sequence[Spot]) -> int:
    """Which spot is looked at: the chosen one while it is among those shown, else the first."""
    chosen = st.session_state.get(f"spot-{item.key}")
    return spots.index(chosen) if chosen in spots else 0


def _go(item: InHand, spot: Spot, reveal: bool) -> None:
    """Look at a cell. reveal: its finding is scrolled to as well, as after a click in the sheet."""
    st.session_state[f"spot-{item.key}"] = spot
    st.session_state[f"sheet-{item.key}"] = spot.sheet
    before = st.session_state.get(f"jump-{item.key}", (0, False))[0]
    st.session_state[f"jump-{item.key}"] = (before + 1, reveal)


def _clicked(item: InHand, name: str, spots: Sequence[Spot], key: str) -> None:
    cell = st.session_state[key].cell
    for spot in spots:
        if (spot.sheet, spot.cell) == (name, cell):
            _go(item, spot, reveal=True)
            return


def _sheet(
    item: InHand,
    grids: Mapping[str, sheets.Grid],
    shown: Mapping[int, Finding],
    at: int,
    spots: Sequence[Spot],
    workspace: Workspace,
) -> None:
    spot = spots[at] if spots else None
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        name = _sheet_name(item, grids, spot)
        if len(spots) > 1:
            back, ahead = spots[at - 1], spots[(at + 1) % len(spots)]
            st.button("上一处", key=f"back-{item.key}", on_click=_go, args=(item, back, True))
            st.button(
                "下一处",
                key=f"ahead-{item.key}",
                icon=":material/arrow_downward:",
                on_click=_go,
                args=(item, ahead, True),
            )
            st.markdown(f":gray[{at + 1}/{len(spots)}]", width="content")
        grid = grids[name]
        whole = sheet.is_wide(grid) and st.toggle("所有列", key=f"whole-{item.key}", persist_state="session")
        mending = st.toggle(
            "在这里改",
            key=f"mend-{item.key}-{item.receipt.id}",
            persist_state="session",
            help="改出来的另存为更正版，原件不动。",
        )
    marks = _marks(name, shown, item.submission.decisions)
    here = spot if spot and spot.sheet == name else None
    chosen = shown[here.number].places if here else ()
    part = sheet.part(grid, list(marks), here.cell if here else "", bool(whole))
    if mending:
        mend.draw(workspace, item, grid, part, marks)
        return
    key = f"drawn-{item.key}-{list(grids).index(name)}"
    jump, reveal = st.session_state.get(f"jump-{item.key}", (0, False))
    sheet.draw(
        grid,
        part,
        marks,
        chosen,
        here.cell if here else "",
        jump,
        finding_key(item, here.number) if here and reveal else "",
        key,
        lambda: _clicked(item, name, spots, key),
    )
    if marks:
        st.caption(_LEGEND)


def _sheet_name(item: InHand, grids: Mapping[str, sheets.Grid], spot: Spot | None) -> str:
    """The sheet to show: the one of the finding that was chosen, until the person picks another."""
    key = f"sheet-{item.key}"
    first = spot.sheet if spot else next(iter(grids))
    if st.session_state.get(key) not in grids:
        st.session_state[key] = first
    if len(grids) == 1:
        st.caption(f"工作表：{show.plain(first)}", width="content")
        return next(iter(grids))
    chosen: str = st.selectbox(
        "工作表", list(grids), key=key, label_visibility="collapsed", persist_state="session", width=150
    )
    return chosen


def _marks(name: str, shown: Mapping[int, Finding], decisions: Sequence[Decision]) -> dict[str, sheet.Mark]:
    """Cell → how it is marked; of several findings at one cell the heaviest."""
    marks: dict[str, sheet.Mark] = {}
    for finding in sorted(shown.values(), key=lambda f: list(Severity).index(f.severity), reverse=True):
        if finding.sheet == name:
            word = finding.severity.label
            mark = sheet.Mark(
                finding.severity.value, words.SEVERITY_SIGN[finding.severity], f"{word}：{finding.message}"
            )
            marks |= dict.fromkeys(finding.places, mark)
    for decision in decisions:
        if decision.asked and decision.sheet == name and decision.cell:
            marks[decision.cell] = sheet.Mark("asked", "问", words.decision(decision))
    return marks


def _list(
    workspace: Workspace,
    item: InHand,
    shown: Mapping[int, Finding],
    remarks: Mapping[int, Remark],
    several_sheets: bool,
) -> None:
    open_ones = {n: f for n, f in shown.items() if n not in remarks}
    settle.several(workspace, item, open_ones)
    with st.container(height=620 if len(shown) > 4 else "content", border=False):
        for number, finding in list(shown.items())[:_MOST]:
            _finding(workspace, item, number, finding, remarks.get(number), several_sheets)
        if len(shown) > _MOST:
            st.caption(f"另有 {len(shown) - _MOST} 条，处理好以上各条后再看。")


def _finding(
    workspace: Workspace,
    item: InHand,
    number: int,
    finding: Finding,
    remark: Remark | None,
    several_sheets: bool,
) -> None:
    """One finding in words, the way to its cells, and what it needs."""
    with st.container(border=True, gap="xxsmall", key=finding_key(item, number)):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(f":{COLOUR[finding.severity]}-badge[{finding.severity.label}]", width="content")
            if finding.cell:
                st.button(
                    show.plain(f"{finding.sheet} " * several_sheets + words.places(finding)),
                    key=f"see-{item.key}-{number}",
                    type="tertiary",
                    icon=":material/my_location:",
                    help="在表上看这一格",
                    on_click=_go,
                    args=(item, Spot(number, finding.sheet, finding.cell), False),
                )
            else:
                st.markdown(f":gray[{show.plain(words.places(finding))}]", width="content")
        st.markdown(f"**{show.plain(finding.message)}**")
        st.markdown(f":gray[{show.plain(finding.mend)}]")
        settle.field(workspace, item, number, finding, remark)


def finding_key(item: InHand, number: int) -> str:
    """Key of the finding's frame: the sheet scrolls to it (sheet.js)."""
    return f"finding-{item.key}-{number}"


def line(finding: Finding) -> dict[str, str]:
    """One row of a table of findings."""
    return {
        "级别": finding.severity.label,
        "位置": words.places(finding),
        "问题": finding.message,
        "怎么改": finding.mend,
    }
