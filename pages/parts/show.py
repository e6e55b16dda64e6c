"""How pictures, empty states and origins look, the same on every page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

import streamlit as st

from metrics.catalogue import Indicator
from metrics.model import Basis, CellState, Remark, Source, Unit
from metrics.periods import Period
from metrics.report import outgoing, theme, words, words_origin
from metrics.report.picture import Picture
from metrics.tasks import figures, trace
from metrics.tasks.figures import Figures
from metrics.tasks.workspace import Workspace


def ink() -> theme.Ink:
    """The colours that fit the browser's background."""
    return theme.DARK if st.context.theme.type == "dark" else theme.LIGHT


def picture(shown: Picture, name: str, key: str) -> None:
    """A chart with its alternative text, how to read it, and a Chinese menu; name: of the PNG."""
    st.plotly_chart(shown.figure, theme=None, config=theme.config(name), key=key, alt=shown.alt)
    if shown.caption:
        st.caption(plain(shown.caption))


_FRACTION = re.compile(r"^([\d,]+)/([\d,]+)$")
_PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]")
# Streamlit looks for addresses, emoji, icons and arrows after the backslashes are gone, some even before. A word
# joiner, which is not seen, keeps them apart.
_REPLACED = re.compile(r":(?=\S)|www(?=\.)|@(?=\S)|(?<!\S)[<>~-](?=(?:->|>|-|=)(?!\S))", re.IGNORECASE)
_COLOURS = {"good": "green", "bad": "red", "neutral": "gray"}


def card(label: str, value: str, detail: str, change: str, mood: str) -> None:
    """A key figure: name, number, what it is made of, how it changed. Colour goes by good or bad."""
    with st.container(border=True, gap="xxsmall", height="stretch"):
        st.markdown(f":small[{label}]")
        st.markdown(f"#### {plain(value)}")
        st.markdown(f":small[:gray[{plain(detail) or '　'}]]")
        st.markdown(f":small[:{_COLOURS[mood]}[{plain(change)}]]")


def plain(text: str) -> str:
    """Text of strangers inside Markdown: shown as it is, on one line, and nothing in it comes alive."""
    text = re.sub(r"[ \t\r\n\f\v]+", " ", outgoing.visible(text)).strip(" ")
    return _PUNCTUATION.sub(r"\\\g<0>", _REPLACED.sub("\\g<0>\u2060", text))


def as_csv(rows: Sequence[Mapping[str, object]]) -> bytes:
    """The rows of a table as shown; a file without lines when there are none.

    Fractions get a full-width stroke: Excel would make the 2nd of January of “1/2”.
    """
    lines = [[_FRACTION.sub(r"\1／\2", str(value)) for value in row.values()] for row in rows]
    return outgoing.csv_file([rows[0], *lines] if rows else [])


def download(
    label: str,
    data: bytes | Callable[[], bytes],
    file_name: str,
    key: str | None = None,
    primary: bool = False,
) -> None:
    """A button that saves a file; the name may hold whatever a unit or an uploaded file is called.

    data: or what makes it, called when the button is clicked.
    """
    st.download_button(
        plain(label),
        data,
        outgoing.file_name(file_name),
        key=key,
        icon=":material/download:",
        type="primary" if primary else "secondary",
        on_click="ignore",  # a rerun would put another maker in the place of the one that is at work
    )


def needs_units(workspace: Workspace) -> None:
    """Say what to do first where there is no list of units, and stop."""
    if not workspace.jurisdiction:
        st.info("还没有单位名录。先到“单位管理”载入本区的单位，再上传报表。", icon=":material/info:")
        st.page_link("units.py", label="去载入单位名录", icon=":material/corporate_fare:")
        st.stop()


def needs_figures(workspace: Workspace, periods: tuple[Period, ...]) -> None:
    """Say what to do first where nothing counts yet, and stop."""
    needs_units(workspace)
    if not periods:
        st.info(
            "还没有确认过的报表，所以没有数据可看。上传工作簿并确认后，这里就有图表和排名。",
            icon=":material/info:",
        )
        st.page_link("upload.py", label="去上传报表", icon=":material/upload_file:")
        st.stop()


def names(units: Mapping[str, Unit], codes: Iterable[str]) -> str:
    return "、".join(units[code].short_name for code in codes)


def at_click(name: str) -> Callable[[], None]:
    """For `on_select`: then `clicked(name)` holds in the run that the click causes and in no later one.

    A selection stays when a slider is moved; a dialog that it opened must not open again by that.
    """

    def mark() -> None:
        st.session_state[f"clicked-{name}"] = True

    return mark


def clicked(name: str) -> bool:
    return bool(st.session_state.pop(f"clicked-{name}", False))


@st.dialog("这个数从哪里来", width="large")
def origin(
    workspace: Workspace,
    unit: Unit,
    indicator: Indicator,
    period: Period,
    basis: Basis,
    shown: Figures | None = None,
) -> None:
    """The figure, its definition and law, and every cell behind it: file, sheet, cell, version, who and when.

    shown: the figures that the page shows, where they may be those on the comparable basis (可比口径).
    """
    in_force = indicator.at(period)
    if in_force is None:
        st.write("该报送期还没有口径。")
        return
    figure = figures.figures(workspace, period, comparable=bool(shown and shown.parts))
    cell = figure.values(basis).cell(unit.code, period.key, indicator.code)
    st.markdown(f"**{plain(unit.short_name)}　{indicator.name}**　{figure.label(basis)}")
    st.markdown(f"#### {plain(words_origin.figure(indicator, cell))}")
    parts = trace.made_of(workspace, indicator, period)
    divides = any(part.side == "denominator" for part in parts)
    lines = words_origin.formula(((p.side, p.sign, p.measure.name) for p in parts), divides)
    st.markdown("  \n".join(map(plain, lines)))
    st.caption(
        f"口径：{plain(in_force.variant.name)}。{plain(in_force.variant.note)}　"
        f"{plain(words_origin.judged(indicator, in_force))}  \n{plain(words_origin.law(indicator, in_force))}"
    )
    found = trace.trace(workspace, unit.code, indicator, period, basis, figure.parts)
    several = any(one.unit != unit.code for one in found)
    known = workspace.units()
    uses = {
        part.measure.code: words_origin.side(
            ((p.side, p.sign) for p in parts if p.measure.code == part.measure.code), divides
        )
        for part in parts
    }
    st.dataframe(
        [
            {
                "报送期": one.period.label,
                **({"单位": known[one.unit].short_name} if several else {}),
                "数据项": one.measure.name,
                "用于": uses.get(one.measure.code, "—"),
                "数值": words.state(one.source.value, one.source.state)
                if one.source
                else words.state(None, CellState.MISSING),
                "文件": one.source.file_name if one.source else "—",
                "工作表": one.source.sheet if one.source else "—",
                "单元格": _cells(one.source) if one.source else "—",
                "版本": f"第 {one.source.version} 版" if one.source else "—",
                "报送人": (one.source.uploader or "未填写") if one.source else "—",
                "报送时间": words.moment(one.source.uploaded_at) if one.source else "—",
            }
            for one in found
        ],
        hide_index=True,
        alt=f"{unit.short_name}{indicator.name}的来源",
    )
    with st.expander("各数据项怎么数"):
        for measure in {part.measure.code: part.measure for part in parts}.values():
            source = f" :gray[{plain(measure.source)}]" if measure.source else ""
            st.markdown(f"- **{plain(measure.name)}**（{measure.unit}）：{plain(measure.definition)}{source}")
    _cases(found, f"{unit.short_name}{indicator.name}")
    remarks(dict.fromkeys(remark for one in found if one.source for remark in one.source.remarks))
    files = {one.source.sha256: one.source.file_name for one in found if one.source}
    for sha256, file_name in files.items():
        download(f"下载原文件：{file_name}", trace.file(workspace, sha256), file_name, f"file-{sha256}")
    for name, versions in trace.versions(workspace, unit.code, period).items():
        if len(versions) > 1:
            told = "；".join(
                f"第 {v.number} 版（回执 {v.submission}，{plain(v.confirmed_by or '未填写')}，"
                f"{words.moment(v.confirmed_at)}）"
                for v in versions
            )
            st.caption(f"{period.label}{name}历次版本：{told}。现生效的是第 {versions[0].number} 版。")
    if not files:
        st.info("该单位这一期还没有确认过的报表。")


def _cases(found: Iterable[trace.Origin], name: str) -> None:
    """Of a ledger the cases that were counted, row by row, so that each can be looked up in the file."""
    rows = [
        {
            "报送期": one.period.label,
            "数据项": one.measure.name,
            "工作表": one.source.sheet,
            "行": row,
            "案号": case.partition("|")[0]
            or "—",  # after the stroke stands the instance that it was counted in
        }
        for one in found
        if one.source
        for row, case in zip(one.source.rows, one.source.cases, strict=False)
    ]
    if rows:
        st.markdown(f"台账计入的案件（共 {len(rows)} 行）：")
        st.dataframe(
            rows,
            hide_index=True,
            alt=f"{name}台账计入的案件",
            height="content" if len(rows) <= 8 else 300,
        )


def _cells(source: Source) -> str:
    """The cell; of a ledger the rows that were counted."""
    if not source.rows:
        return source.cell
    listed = "、".join(map(str, source.rows[:8]))
    return f"第 {listed} 行" + (f"等 {len(source.rows)} 行" if len(source.rows) > 8 else "")


def remarks(said: Iterable[Remark]) -> None:
    """What was explained or let pass, finding by finding, with name and time."""
    for remark in said:
        st.markdown(
            f":gray[{plain(words.places(remark.finding))}　{plain(remark.finding.message)}]  \n{remark_line(remark)}"
        )


def remark_line(remark: Remark) -> str:
    """“说明：……　张三，2026-10-15 09:30” as Markdown."""
    word = "审核放行" if remark.reviewed else "说明"
    return (
        f":material/chat: **{word}**：{plain(remark.text)}　"
        f":small[:gray[{plain(remark.by)}，{words.moment(remark.at)}]]"
    )
