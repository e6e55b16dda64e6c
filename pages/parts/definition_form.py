"""The form by which a definition is changed from a quarter on: choose, look at what would change, confirm."""

from __future__ import annotations

from datetime import UTC, date, datetime

import streamlit as st

from metrics.catalogue import Indicator
from metrics.model import NotAllowed
from metrics.periods import Period, between, quarter_of
from metrics.report import words, words_definitions
from metrics.tasks import definitions
from metrics.tasks.definitions import Preview
from metrics.tasks.workspace import Workspace
from pages.parts import in_hand, show

_YEARS_BACK = 5
_MOST_SHOWN = 200


def form(workspace: Workspace, indicator: Indicator) -> None:
    """Nothing is kept before the person has seen the preview and given reason and name."""
    key = f"definition-{indicator.code}"
    last = quarter_of(date.today()).shift(4)
    quarters = {one.key: one.label for one in reversed(between(Period(last.year - _YEARS_BACK, 1), last))}
    now = indicator.at(quarter_of(date.today()))
    columns = st.columns(3, vertical_alignment="bottom")
    variant = columns[0].selectbox(
        "口径",
        list(indicator.variants),
        index=list(indicator.variants).index(now.variant.code) if now else 0,
        format_func=lambda code: indicator.variants[code].name,
        key=f"{key}-variant",
    )
    st.caption(show.plain(indicator.variants[variant].note))
    target = columns[1].number_input(
        f"目标（{indicator.unit}，不设目标的清空）",
        min_value=0.0,
        value=None
        if now is None or now.target is None
        else now.target * (100 if indicator.kind.is_fraction else 1),
        key=f"{key}-target",
        disabled=indicator.target_rule in ("none", "decline"),
    )
    first = Period.from_key(
        columns[2].selectbox(
            "自哪个季度起",
            list(quarters),
            index=list(quarters).index(quarter_of(date.today()).key),
            format_func=quarters.get,
            key=f"{key}-first",
        )
    )
    aim = None if target is None else target / (100 if indicator.kind.is_fraction else 1)
    try:
        seen = definitions.preview(workspace, indicator, first, variant, aim)
    except NotAllowed as refused:
        st.caption(show.plain(str(refused)))
        return
    _effect(workspace, indicator, seen)
    past = not seen.already_reported or st.checkbox(
        f"已看过上表，确认改变{len(seen.already_reported)}个已有数据的报送期", key=f"{key}-past"
    )
    reason = st.text_input(
        "理由（不少于 6 个字）",
        key=f"{key}-reason",
        max_chars=300,
        placeholder="如：按区司法局某号文件调整口径",
    )
    in_hand.name_field("改动人")
    if st.button("确认改口径", type="primary", key=f"{key}-save"):
        try:
            definitions.change(
                workspace,
                indicator,
                first,
                variant,
                aim,
                reason or "",
                in_hand.name(),
                datetime.now(UTC),
                past_seen=past,
            )
        except NotAllowed as refused:  # what was typed stays in the form
            st.error(show.plain(str(refused)), icon=":material/error:")
            return
        st.session_state["definition-done"] = f"“{indicator.name}”自{first.label}起的口径已改，历次改动见下。"
        st.rerun()


def _effect(workspace: Workspace, indicator: Indicator, seen: Preview) -> None:
    units = workspace.units()
    st.markdown(
        f"**预览：{words_definitions.effect(seen.rows, len(seen.periods), len(seen.already_reported))}**"
    )
    if seen.rows.empty:
        return

    def shown(row: dict, side: str) -> str:
        return words.value(
            indicator, row[side], row[f"status_{side}"], row[f"numerator_{side}"], row[f"denominator_{side}"]
        )

    st.dataframe(
        [
            {
                "报送期": Period.from_key(row["period"]).label,
                "单位": units[row["unit"]].short_name,
                "现在": shown(row, "before"),
                "改后": shown(row, "after"),
                "现名次": words_definitions.rank(row["rank_before"]),
                "改后名次": words_definitions.rank(row["rank_after"]),
            }
            for row in seen.rows.sort_values("period", ascending=False).head(_MOST_SHOWN).to_dict("records")
        ],
        hide_index=True,
        alt=f"{indicator.name}改口径的影响",
        height="content" if len(seen.rows) <= 8 else 320,
    )
    if len(seen.rows) > _MOST_SHOWN:
        st.caption(f"只列最近的 {_MOST_SHOWN} 行，共 {len(seen.rows)} 行。")


def history(workspace: Workspace, indicator: Indicator) -> None:
    """Who changed the definition, when and why; the newest can be taken back."""
    made = definitions.history(workspace, indicator.code)
    if not made:
        st.caption("没有在平台上改过口径。")
        return
    chosen = st.dataframe(
        [
            {
                "改动": words_definitions.change(one, indicator),
                "理由": one.reason,
                "改动人": one.by,
                "时间": words.moment(one.at),
            }
            for one in made
        ],
        hide_index=True,
        alt=f"{indicator.name}历次改动",
        on_select="rerun",
        selection_mode="single-row",
        key=f"made-{indicator.code}-{len(made)}",
    )
    picked = [made[n] for n in chosen.selection.rows if made[n].withdrawn_at is None]
    if not picked:
        st.caption("点选一条生效的改动可以撤回。")
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        in_hand.name_field("撤回人", 240)
        if st.button("撤回这次改动", icon=":material/undo:", key=f"undo-{picked[0].number}"):
            try:
                definitions.withdraw(workspace, picked[0].number, in_hand.name(), datetime.now(UTC))
            except NotAllowed as refused:
                st.error(show.plain(str(refused)), icon=":material/error:")
                return
            st.session_state["definition-done"] = "已撤回，各期恢复按原来的口径计算。"
            st.rerun()
