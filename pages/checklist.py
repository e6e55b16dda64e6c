"""任务清单：通知三十二条，每个单位每条做到哪一步；点一格，看背后的指标和来源，或填报非量化任务。"""

from datetime import UTC, datetime

import streamlit as st

from metrics.report import words_checklist
from metrics.tasks import checklist, export_checklist, figures
from pages.parts import choose, clause, matrix, show

workspace = st.session_state["workspace"]
st.title("任务清单")
periods = figures.periods(workspace)
show.needs_figures(workspace, periods)
bar = st.columns([2, 5, 2], vertical_alignment="bottom")
with bar[0]:
    period = choose.period(periods)
found = figures.figures(workspace, period)
with bar[1]:
    group = choose.group(checklist.groups(found), first=checklist.ALL)
listed = checklist.checked(workspace, found, group, datetime.now(UTC))
st.markdown(f"**{show.plain(listed.sentence)}**")
if not listed.units:
    st.info("这一组在该报送期没有单位。", icon=":material/info:")
    st.stop()
with bar[2]:
    show.download(
        "导出（Excel）",
        lambda: export_checklist.book(found, listed, datetime.now(UTC)),
        export_checklist.file_name(found, listed),
        primary=True,
    )
picked = st.pills(
    "只看（不选即全部）",
    list(words_checklist.COUNTED),
    selection_mode="multi",
    format_func=words_checklist.signed,
    key="checklist-states",
    label_visibility="collapsed",
    persist_state="session",
)

names = {code: found.units[code].short_name for code in listed.units}
shown = set(picked or words_checklist.COUNTED)
columns = {u: n for u, n in names.items() if any(listed.cells[c, u].state in shown for c in listed.clauses)}
rows = [
    matrix.Row(
        number,
        f"{number:\u2007>2}　{one.title}",
        f"{one.heading}：{words_checklist.counts(listed.counts[number])}",
        [listed.counts[number][state] for state in words_checklist.COUNTED],
        [listed.cells[number, unit].state for unit in columns],
    )
    for number, one in listed.catalogue.clauses.items()
    if any(cell.state in shown for cell in listed.row(number))
]
KEY = f"matrix-{period.key}-{group}"


def follow() -> None:
    """A click on a cell or on the head of a row opens it below."""
    number, unit = st.session_state[KEY].cell
    choose.take("clause", number)
    choose.take("of", unit or checklist.ALL)


place = st.container()  # drawn last: what is chosen below is marked in it
st.caption(show.plain(" ".join(words_checklist.NOTES[:2])))
with st.container(key="one-clause"):
    st.subheader("查看一条")
    ask = st.columns(2)
with ask[0]:
    number = choose.clause({n: one.heading for n, one in listed.catalogue.clauses.items()})
with ask[1]:
    of = choose.unit_or_all({checklist.ALL: listed.group_name} | names)
unit = "" if of == checklist.ALL else of
with place:
    if rows:
        matrix.draw(
            f"任务清单，{listed.label}，行为条款，列为单位",
            "条款（点行、点格看明细）",
            [words_checklist.WORD[state] for state in words_checklist.COUNTED],
            columns,
            rows,
            {
                state: (words_checklist.SIGN[state], words_checklist.WORD[state])
                for state in words_checklist.COUNTED
            },
            shown,
            (number, unit),
            KEY,
            "one-clause",
            follow,
        )
    else:
        st.info("没有处于所选状态的条款。去掉几个状态再看。", icon=":material/info:")
clause.detail(workspace, found, listed, number, unit)
