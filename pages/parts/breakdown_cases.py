"""The cases of one kind, one by one, down to the row of the file."""

from __future__ import annotations

import streamlit as st

from metrics.analysis.breakdown import REST
from metrics.catalogue import Indicator
from metrics.model import Basis
from metrics.periods import Period
from metrics.tasks import breakdown
from metrics.tasks.figures import Figures
from metrics.tasks.workspace import Workspace
from pages.parts import show


def cases(
    workspace: Workspace,
    found: Figures,
    indicator: Indicator,
    basis: Basis,
    group: str,
    trait: str,
    told: str,
) -> None:
    """told: the line of the table that was chosen."""
    if told == REST:
        st.info("这些数没有台账，或汇总数与台账不符，不能逐件列出。", icon=":material/info:")
        return
    name = breakdown.name(found, indicator, trait, told)
    listed = breakdown.cases(workspace, found, indicator, basis, group, trait, told)
    st.subheader(f"{show.plain(name)}（有台账的 {len(listed)} 行）")
    st.dataframe(
        [
            {
                "案号": one.case or "无案号",
                "单位": found.units[one.unit].short_name,
                "报送期": Period.from_key(one.period).label,
                "计入": "、".join(workspace.catalogue.measures[m].name for m in sorted(one.measures)),
                "行": one.line,
                "文件": one.file_name,
            }
            for one in listed
        ],
        hide_index=True,
        alt=f"{name}的案件",
    )
