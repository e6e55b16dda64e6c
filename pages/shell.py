"""导航：哪些页面、叫什么、归在哪一组；示例数据的提示。"""

from pathlib import Path

import streamlit as st

from metrics.tasks import workspace
from pages.parts import faults

st.set_page_config(
    page_title="法治政府指标通报平台",
    page_icon=str(Path(__file__).parent / "parts" / "icon.png"),
    layout="wide",
)

page = st.navigation(
    {
        "报送": [
            st.Page("upload.py", title="上传报送", icon=":material/upload_file:", url_path="upload"),
        ],
        "分析": [
            st.Page(
                "overview.py", title="总览", icon=":material/dashboard:", url_path="overview", default=True
            ),
            st.Page("unit_profile.py", title="单位画像", icon=":material/account_balance:", url_path="unit"),
            st.Page("compare.py", title="比较", icon=":material/compare_arrows:", url_path="compare"),
            st.Page(
                "breakdown.py", title="案件构成", icon=":material/stacked_bar_chart:", url_path="breakdown"
            ),
            st.Page("double_decline.py", title="双下降", icon=":material/trending_down:", url_path="decline"),
            st.Page("checklist.py", title="任务清单", icon=":material/checklist:", url_path="checklist"),
        ],
        "通报": [
            st.Page("ranking.py", title="排名", icon=":material/leaderboard:", url_path="ranking"),
            st.Page("score.py", title="综合评价", icon=":material/calculate:", url_path="score"),
            st.Page(
                "follow_up.py", title="督办", icon=":material/notifications_active:", url_path="follow-up"
            ),
        ],
        "管理": [
            st.Page("units.py", title="单位管理", icon=":material/corporate_fare:", url_path="units"),
            st.Page("indicators.py", title="指标目录", icon=":material/rule:", url_path="indicators"),
            st.Page("readings.py", title="读法记录", icon=":material/translate:", url_path="readings"),
        ],
    }
)
try:
    here = workspace.current()
    st.session_state["workspace"] = here
    if here.is_sample:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(
                ":material/info: 现在看到的是**示例数据**：汉台区单位名录和虚构数字，与正式数据分开存放。",
                width="content",
            )
            if st.button("清空示例，开始使用", type="secondary", help="换成空库，示例不再出现"):
                workspace.start_empty()
                st.query_params.clear()
                st.rerun()
    page.run()
except Exception as error:
    faults.show(error)
