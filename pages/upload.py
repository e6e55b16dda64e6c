"""上传报送：选季度、传文件、看问题、看差异、确认；空白表也在这里领。"""

from datetime import date

import streamlit as st

from metrics.model import ProductError, Severity
from metrics.periods import quarter_of
from metrics.report import words
from metrics.tasks import blank_form, figures, receive
from pages.parts import choose, show, upload_steps

workspace = st.session_state["workspace"]
st.title("上传报送")
show.needs_units(workspace)
units = workspace.units()
bar = st.columns([3, 3, 4], vertical_alignment="bottom")
with bar[0]:
    period = choose.quarter_to_report(figures.periods(workspace), quarter_of(date.today()))
with bar[1]:
    by = st.text_input("报送人", key="uploader", placeholder="姓名，记入回执", max_chars=40).strip()
with bar[2], st.popover("领取空白表", icon=":material/download:"):
    code = choose.unit(units, "给哪个单位用")
    name, form = blank_form.blank_form(workspace, code, period)
    st.download_button("下载空白表（Excel）", form, name, type="primary", icon=":material/download:")
    st.caption("单位和报送期已填好，只填黄色格；灰色是上季度数，供对照。")

files = st.file_uploader(
    f"{period.label}的报表（可一次选多份）",
    type=["xlsx", "xlsm", "xls", "csv"],
    accept_multiple_files=True,
    help="汇总表、单位表都可以；.xlsx、.xlsm、.xls、.csv，每份不超过 20 MB。",
)
# File and quarter → what was read: a rerun reads nothing twice.
read = st.session_state.setdefault("read", {})
if files and (new := [f for f in files if (f.file_id, period) not in read]):
    progress = st.progress(0.0)
    for number, file in enumerate(new, 1):
        progress.progress(number / len(new), f"正在检查第 {number}/{len(new)} 份：{show.plain(file.name)}")
        read[file.file_id, period] = receive.check(workspace, file.getvalue(), file.name, period)
    progress.empty()

for file in files or ():
    submission = read[file.file_id, period]
    key = f"{file.file_id}-{period.key}"
    st.divider()
    upload_steps.identity(workspace, submission, units)
    try:  # one file's trouble must not hide the others
        received = upload_steps.kept_once(workspace, submission, file.getvalue(), by, key)
        kept = workspace.store.receipt(workspace.jurisdiction, received.receipt.id)
        if received.duplicate and kept.state == received.receipt.state:
            st.info(
                f"这份文件以前上传过（编号 {kept.id}，{words.moment(kept.uploaded_at)}，"
                f"{upload_steps.STATE[kept.state]}），没有重复保存。",
                icon=":material/content_copy:",
            )
        if kept.state == "confirmed":
            upload_steps.receipt(workspace, kept, units)
            st.page_link("overview.py", label="去看总览", icon=":material/dashboard:")
            continue
        upload_steps.findings(workspace, file.getvalue(), submission, key)
        if submission.can_count:
            found = upload_steps.difference(workspace, submission, units, key)
            done = upload_steps.confirm_button(workspace, received, found, by, key)
            if done:
                st.rerun()
    except ProductError as error:
        st.error(str(error), icon=":material/error:")

st.divider()
st.subheader("最近的上传")
recent = workspace.store.submissions(workspace.jurisdiction, 50)
if not recent:
    st.caption("还没有上传过文件。")
else:
    chosen = st.dataframe(
        [
            {
                "编号": one.id,
                "文件": one.file_name,
                "报送期": "、".join(one.periods) or "—",
                "单位": f"{len(one.units)} 个" if len(one.units) != 1 else units[one.units[0]].short_name,
                "状态": upload_steps.STATE[one.state],
                "强制性": one.findings[Severity.MANDATORY],
                "待核实": one.unsettled,
                "报送人": one.uploader or "未填写",
                "时间": words.moment(one.uploaded_at),
            }
            for one in recent
        ],
        hide_index=True,
        alt="最近的上传",
        height="content" if len(recent) <= 8 else 320,
        on_select="rerun",
        selection_mode="single-row",
        key="recent",
    )
    st.caption("点选一行，下载原文件、查看问题；未确认的可在这里继续确认。")
    if chosen.selection.rows:
        upload_steps.reopen(workspace, recent[chosen.selection.rows[0]], units, by)
