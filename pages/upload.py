"""上传报送：选季度、传文件、回答问题、看问题、写说明或当场改、看差异、确认；空白表也在这里领。"""

from datetime import date

import streamlit as st

from metrics.periods import quarter_of
from metrics.tasks import figures
from pages.parts import blank_forms, choose, file_lines, in_hand, one_file, recent, show, taking_in

workspace = st.session_state["workspace"]
st.title("上传报送")
show.needs_units(workspace)
units = workspace.units()
files = in_hand.everything(workspace)
opened = in_hand.opened(files)

if opened:  # the file that is worked on comes first, further uploads after it
    in_hand.bar(opened, files)
    one_file.draw(workspace, opened, units)
    st.divider()
    st.subheader("改好了重新上传，或继续上传别的")
bar = st.columns([3, 3, 4], vertical_alignment="bottom")
with bar[0]:
    period = choose.quarter_to_report(figures.periods(workspace), quarter_of(date.today()))
with bar[1]:
    if not opened:
        in_hand.name_field("报送人")
with bar[2]:
    blank_forms.draw(workspace, period)
taking_in.choose(workspace, period)
if not opened:
    taking_in.refused()
if files and not opened:
    file_lines.draw(workspace, files, units)
st.divider()
recent.draw(workspace, units)
