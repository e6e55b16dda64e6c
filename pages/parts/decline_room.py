"""还有多少余地：到年底还可新收、还可败诉多少件，仍能实现“双下降”。"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from metrics.analysis import totals
from metrics.report import words_room
from metrics.tasks import room_left
from metrics.tasks.figures import Figures
from metrics.tasks.room_left import Room
from pages.parts import show

_LEAST_SLIDER = 10  # 件


def draw(found: Figures, members: Sequence[str], names: Mapping[str, str]) -> None:
    """members: units to choose from and to list; names: of them and of totals.ALL."""
    rooms = room_left.rooms(found)
    if not rooms.quarters_left:
        st.info(f"{found.period.year}年四个季度已报完，没有余地可算；全年结论见上。", icon=":material/info:")
        return
    by_code = {totals.ALL: rooms.district} | {one.code: one for one in rooms.units if one.code in members}
    st.markdown(
        f"{found.period.year}年还有 **{rooms.quarters_left}** 个季度。全年与上年全年比，口径同上；"
        "以下是算术，不是指标分配：案件该立则立、该判则判。"
    )
    code = st.selectbox("看谁的余地", list(by_code), format_func=lambda one: names[one], key="room-subject")
    _subject(by_code[code], names[code], f"room-{code}-{found.period.key}")
    if code == totals.ALL and rooms.left_out:
        st.caption(f"全区只计今年以来和上年全年均报齐的 {len(rooms.compared)} 个单位。")
    rows = [_line(one, names[one.code]) for one in by_code.values() if one.code != totals.ALL]
    with st.expander("各单位的余地"):
        st.dataframe(rows, hide_index=True, alt="各单位到年底的余地", height=420)
        st.caption("“假定还审结”取上年同一时段审结的件数。范围和可能是模型推算，见下。")
        show.download(
            "下载各单位的余地（CSV）", show.as_csv(rows), f"余地_{found.period.cumulative_label}.csv"
        )
    st.caption(
        "推算的模型：假定每季新收、审结的件数围绕一个固定水平随机波动（泊松—伽马），每件审结案件以一个固定的可能败诉"
        "（贝塔—二项），水平由本单位最近至多八个季度估计。模型不知道季节、趋势和原因，情况变了就不准；不作考核依据。"
    )


def _subject(room: Room, name: str, key: str) -> None:
    if room.so_far is None or room.last is None:
        st.info(f"{show.plain(name)}：{words_room.REASON[room.reason]}。", icon=":material/info:")
        return
    st.markdown(f"- {words_room.volume(room.so_far, room.last, room.new_left() or 0)}。")
    most = max(2 * room.closed_more, _LEAST_SLIDER)
    more = st.slider("假定到年底再审结多少件", 0, most, min(room.closed_more, most), key=key)
    left, needed = room.lost_left(more), room.closed_needed()
    st.markdown(f"- {words_room.lost(room.so_far, room.last, more, left, needed)}。")
    if room.expected:
        st.markdown(f"- {words_room.expected(room.expected)}")
    else:
        st.caption("连续报送的季度不足四个，不作推算。")


def _line(room: Room, name: str) -> dict[str, str]:
    if room.so_far is None or room.last is None:
        return {"单位": name, "还可新收": words_room.REASON[room.reason]}
    return {
        "单位": name,
        "还可新收": words_room.short_new(room.new_left()),
        "假定还审结": f"{room.closed_more}件",
        "其中还可败诉": words_room.short_lost(
            room.lost_left(room.closed_more), room.closed_more, room.closed_needed()
        ),
        "推算全年新收": words_room.short_range(room.expected),
        "推算全年败诉": words_room.short_range(room.expected, lost=True),
        "推算实现双下降的可能": words_room.short_likely(room.expected),
    }
