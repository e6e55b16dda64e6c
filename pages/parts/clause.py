"""One clause, of one unit or of all: the figures behind it and where they come from, and the tasks to be filled in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

import streamlit as st

from metrics.analysis.checklist import INDICATOR, State
from metrics.catalogue.clauses import Task
from metrics.model import Basis, ProductError, TaskState
from metrics.report import words, words_checklist
from metrics.store import TaskRecord
from metrics.tasks import checklist
from metrics.tasks.checklist import Listed
from metrics.tasks.figures import Figures
from metrics.tasks.workspace import Workspace
from pages.parts import in_hand, show


def detail(workspace: Workspace, found: Figures, listed: Listed, number: str, unit: str) -> None:
    """unit: “” for all of the list."""
    clause = listed.catalogue.clauses[number]
    state = listed.cells[number, unit].state if unit else listed.clauses[number]
    of = found.units[unit].short_name if unit else f"{listed.scope}{len(listed.units)}个单位"
    told = "" if unit else f"（{words_checklist.counts(listed.counts[number])}）"
    st.markdown(f"**{clause.heading}**　{show.plain(of)}：**{words_checklist.signed(state)}**{told}")
    st.caption(f"要点：{show.plain(clause.gist)}")
    _lines(workspace, found, listed, number, unit)
    for task in clause.tasks:
        _task(workspace, found, listed, task, unit)


def _lines(workspace: Workspace, found: Figures, listed: Listed, number: str, unit: str) -> None:
    """Everything behind the clause, worst first; of all units what does not apply is left out."""
    lines = checklist.details(found, listed, number, unit)
    if not unit:
        lines = [line for line in lines if line.item.state is not State.NOT_APPLICABLE]
    if not lines:
        st.info("这一条对所选单位都不适用。", icon=":material/info:")
        return
    chosen = st.dataframe(
        [
            {
                **({} if unit else {"单位": found.units[line.unit].short_name}),
                "事项": line.name,
                "状态": f"{words_checklist.SIGN[line.item.state]} {line.status}",
                "数值或说明": line.value,
                "件数": line.fraction,
                "目标": line.target,
            }
            for line in lines
        ],
        hide_index=True,
        alt=f"{listed.catalogue.clauses[number].heading}明细",
        height="content" if len(lines) <= 12 else 440,
        on_select=show.at_click("clause"),
        selection_mode="single-row",
        key=f"clause-{number}-{unit}-{listed.period.key}-{listed.group_name}",
    )
    st.caption("点选一行指标，看这个数来自哪个文件的哪一格。数值为年初以来累计。")
    # Only the click itself opens it: a form that is saved or a filter must not open it again.
    if show.clicked("clause") and chosen.selection.rows:
        line = lines[chosen.selection.rows[0]]
        if line.item.kind == INDICATOR:
            indicator = listed.catalogue.indicators[line.item.code]
            show.origin(workspace, found.units[line.unit], indicator, listed.period, Basis.YEAR_TO_DATE)


def _task(workspace: Workspace, found: Figures, listed: Listed, task: Task, unit: str) -> None:
    """What was said of a task, newest first, and the place to say more."""
    year = listed.period.year
    st.markdown(f"**非量化任务：{show.plain(task.name)}**（{year}年）")
    st.caption(f"可留痕的材料：{show.plain(task.evidence)}。责任单位：{show.plain(task.responsible)}。")
    if unit:
        said = checklist.history(workspace, task.code, unit, year)
        for record in said:
            _record(workspace, record, newest=record is said[0])
        if not said:
            applies = task.applies(found.units[unit])
            st.markdown("还没有填报。" if applies else "按责任单位推定，该单位不适用；确需填报的也可以填。")
    with st.expander("填报", icon=":material/edit_note:", expanded=bool(unit)):
        if year < checklist.FIRST_YEAR:
            st.markdown(f"通知{checklist.FIRST_YEAR}年6月1日印发，{year}年不填报。")
        else:
            _form(workspace, found, listed, task, unit)


def _record(workspace: Workspace, record: TaskRecord, newest: bool) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        state = f"**{record.state.label}**" if newest else f"{record.state.label}（已被后来的填报代替）"
        note = f"：{show.plain(record.note)}" if record.note else ""
        st.markdown(
            f":material/history: {state}{note}　:small[:gray[{show.plain(record.by)}，{words.moment(record.at)}]]"
        )
        if record.sha256 is not None:
            show.download(
                f"材料：{record.file_name}",
                _maker(workspace, record),
                record.file_name,
                f"evidence-{record.task}-{record.unit}-{record.version}",
            )


def _maker(workspace: Workspace, record: TaskRecord) -> Callable[[], bytes]:
    return lambda: checklist.evidence(workspace, record)


def _form(workspace: Workspace, found: Figures, listed: Listed, task: Task, unit: str) -> None:
    place = f"{task.code}-{unit}-{listed.period.year}"
    key = f"{place}-{st.session_state.get(f'filled-{place}', 0)}"  # a saved form begins anew
    with st.form(f"task-{key}", border=False):
        units: Sequence[str] = [unit]
        if not unit:
            units = st.multiselect(
                "填报单位",
                list(listed.units),
                format_func=lambda code: found.units[code].short_name,
                key=f"units-{key}",
                placeholder="可以选几个单位，一并填报",
            )
        state = st.segmented_control(
            "状态",
            list(TaskState),
            default=TaskState.IN_PROGRESS,
            format_func=lambda one: one.label,
            required=True,
            key=f"state-{key}",
        )
        note = st.text_area(
            "说明（“不适用”须写理由；“已完成”没有材料的须写情况）",
            key=f"note-{key}",
            max_chars=checklist.MOST_NOTE,
            height=68,
        )
        file = st.file_uploader(
            f"材料（任何类型，不超过 {checklist.MOST_MEGABYTES} MB）",
            key=f"file-{key}",
            max_upload_size=checklist.MOST_MEGABYTES,
        )
        by = in_hand.name() or st.text_input("填报人", key=f"by-{key}", max_chars=40, placeholder="姓名")
        if in_hand.name():
            st.caption(f"填报人：{show.plain(in_hand.name())}")
        if not st.form_submit_button("保存", type="primary", key=f"save-{key}"):
            return
    evidence = None if file is None else (file.name, file.getvalue())
    try:
        now = datetime.now(UTC)
        checklist.say(
            workspace,
            task.code,
            units,
            listed.period.year,
            TaskState(state),
            note or "",
            by or "",
            now,
            evidence,
        )
    except ProductError as error:
        st.error(show.plain(str(error)), icon=":material/error:")
        return
    st.session_state["uploader"] = (by or "").strip()  # offered for the next one
    st.session_state[f"filled-{place}"] = st.session_state.get(f"filled-{place}", 0) + 1
    st.toast("已保存；此前的填报留作历史。", icon=":material/check:")
    st.rerun()
