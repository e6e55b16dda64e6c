"""读法记录：平台问过、人答过的读法，按单位和表记着；可以查、可以撤销。"""

from datetime import UTC, datetime

import streamlit as st

from metrics.report import words
from metrics.tasks import answers
from pages.parts import show

workspace = st.session_state["workspace"]
st.title("读法记录")
show.needs_units(workspace)
rows = answers.listed(workspace)
if not rows:
    st.info(
        "还没有记住任何读法。上传的表里有认不准的列名、单位或写法时，平台会问；回答过的记在这里，"
        "同一单位的同一张表下次不再问。",
        icon=":material/info:",
    )
    st.page_link("upload.py", label="去上传报表", icon=":material/upload_file:")
    st.stop()

bar = st.columns([2, 2, 4], vertical_alignment="bottom")
with bar[0]:
    unit = st.selectbox("单位", ["全部", *dict.fromkeys(row.unit for row in rows)], key="readings-unit")
with bar[1]:
    form = st.selectbox("报表", ["全部", *dict.fromkeys(row.form for row in rows)], key="readings-form")
with bar[2]:
    text = st.text_input("写法或读作", key="readings-text", placeholder="输入几个字查找", type="search")
shown = [
    row
    for row in rows
    if unit in ("全部", row.unit) and form in ("全部", row.form) and (text or "") in row.written + row.taken
]
st.markdown(
    f"**记住的读法 {len(rows)} 条"
    + (f"，这里显示 {len(shown)} 条" if len(shown) < len(rows) else "")
    + "。**"
)
chosen = st.dataframe(
    [
        {
            "单位": row.unit,
            "报表": row.form,
            "种类": row.kind,
            "表上写的": row.written,
            "读作": row.taken,
            "回答人": row.by or "未填写",
            "时间": words.moment(row.at),
        }
        for row in shown
    ],
    hide_index=True,
    alt="记住的读法",
    height="content" if len(shown) <= 12 else 460,
    on_select="rerun",
    selection_mode="multi-row",
    key=f"readings-{len(rows)}-{unit}-{form}-{text}",
)
picked = [shown[n] for n in chosen.selection.rows if n < len(shown)]
st.caption("勾选几条可以撤销：以后读到同样的写法，平台重新判断或再问；已经计入的数不变。")
if picked:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        by = st.text_input(
            "撤销人", key="uploader", max_chars=40, persist_state="session", placeholder="姓名"
        )
        if st.button(f"撤销这 {len(picked)} 条", type="primary", icon=":material/undo:"):
            for row in picked:
                answers.forget(workspace, row.key, (by or "").strip(), datetime.now(UTC))
            st.rerun()
