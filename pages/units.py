"""单位管理：现有名录；载入本区的名录，先看会改什么。"""

from collections import Counter

import streamlit as st

from metrics.report import words
from metrics.tasks import load_units
from pages.parts import findings, reform, show

workspace = st.session_state["workspace"]
catalogue = workspace.catalogue
st.title("单位管理")
units = workspace.units() if workspace.jurisdiction else {}
if units:
    kinds = Counter(catalogue.kinds[unit.kind].name for unit in units.values())
    told = "、".join(f"{kind} {count} 个" for kind, count in kinds.items())
    st.markdown(
        f"**{show.plain(workspace.jurisdiction_name)}（{workspace.jurisdiction}）共 {len(units)} 个单位：{told}。**"
    )
    st.caption(
        "初始名录按公开资料整理，执法权除有来源的外为推定；标“未核实”的按有执法权计算，须由区司法局核对后重新载入。"
    )
    st.dataframe(
        [
            {
                "序号": unit.order,
                "简称": unit.short_name,
                "全称": unit.name,
                "类型": catalogue.kinds[unit.kind].name,
                "比较组": catalogue.group_of(unit).name,
                "执法权": catalogue.enforcement[unit.enforcement].name,
                "别名": "；".join(unit.aliases),
                "启用": str(unit.valid_from or ""),
                "停用": str(unit.valid_to or ""),
            }
            for unit in units.values()
        ],
        hide_index=True,
        alt="单位名录",
        height=420,
        column_config={"简称": st.column_config.Column(pinned=True)},
    )
else:
    st.info(
        "还没有单位名录。可以一键载入汉台区的初始名录，或下载模板填好本区的单位后载入。",
        icon=":material/info:",
    )
    if st.button("载入汉台区初始名录", type="primary"):
        load_units.load(workspace, load_units.initial(workspace))
        st.rerun()
show.download(
    "下载名录（CSV，可用 Excel 打开修改）" if units else "下载名录模板（CSV）",
    load_units.as_csv(workspace, units.values()),
    f"{workspace.jurisdiction_name or '本区'}单位名录.csv",
)

st.subheader("载入名录")
file = st.file_uploader("单位名录（.csv 或 .xlsx）", type=["csv", "xlsx"], key="units-file")
if file:
    read = load_units.read(workspace, file.getvalue(), file.name)
    if read.findings:
        st.error(f"有 {len(read.findings)} 处要改，名录没有载入，原来的不变。", icon=":material/error:")
        st.dataframe([findings.line(finding) for finding in read.findings], hide_index=True, alt="名录的问题")
    elif workspace.jurisdiction and set(read.jurisdictions) != {workspace.jurisdiction}:
        st.error(
            f"名录的辖区代码是 {show.plain('、'.join(read.jurisdictions))}，本库是 {workspace.jurisdiction}，没有载入。"
            "一个库只放一个辖区；另一个辖区请用另一个数据文件夹（环境变量 METRICS_DATA_DIR）。",
            icon=":material/error:",
        )
    else:
        changes = load_units.changes(workspace, read)
        st.markdown(
            f"新增 **{len(changes.added)}** 个，改动 **{len(changes.changed)}** 个，不变 {len(changes.same)} 个"
            + (
                f"；名录里没有的 {len(changes.kept)} 个保留（有历史数据，停用请填停用日期）"
                if changes.kept
                else ""
            )
            + "。"
        )
        rows = [{"变化": "新增", "单位": u.name, "说明": catalogue.kinds[u.kind].name} for u in changes.added]
        rows += [
            {"变化": "改动", "单位": after.name, "说明": words.unit_change(before, after, catalogue)}
            for before, after in changes.changed
        ]
        if rows:
            st.dataframe(rows, hide_index=True, alt="载入名录会改动的单位")
        if rows and st.button("确认载入", type="primary"):
            load_units.load(workspace, read)
            st.rerun()

if units:
    reform.section(workspace)
