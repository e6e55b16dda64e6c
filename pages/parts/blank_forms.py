"""Blank forms to fetch: of one unit, of a whole group in one sheet, or of every unit in one archive."""

from __future__ import annotations

import streamlit as st

from metrics.periods import Period
from metrics.tasks import blank_form
from metrics.tasks.blank_form import Offer
from metrics.tasks.workspace import Workspace
from pages.parts import choose, show


def draw(workspace: Workspace, period: Period) -> None:
    """Form and unit, one download; below it what the bureau hands round. Files are made when asked for."""
    with st.popover("领取空白表", icon=":material/download:", width="stretch"):
        offers = {offer.code: offer for offer in blank_form.offers(workspace, period)}
        if not offers:
            st.caption(f"{period.label}没有要收的报表。")
            return
        form = st.selectbox(
            "哪种表",
            list(offers),
            format_func=lambda code: offers[code].name,
            key="blank-form",
            persist_state="session",
        )
        units = workspace.units()
        unit = choose.unit(units, "给哪个单位用")
        what = offers[form]
        show.download(
            "下载空白表（Excel）",
            lambda: blank_form.blank_form(workspace, unit, period, form)[1],
            f"{units[unit].short_name}_{period.label}{what.name if what.is_ledger else '报表'}.xlsx",
            key="blank-one",
            primary=True,
        )
        st.caption("单位和报送期已填好；灰色是上期数，供对照；选中黄色格即显示口径。")
        _for_all(workspace, period, what)


def _for_all(workspace: Workspace, period: Period, form: Offer) -> None:
    area = workspace.jurisdiction_name
    show.download(
        "全部单位空白表（压缩包）",
        lambda: blank_form.all_blank_forms(workspace, period, form.code)[1],
        f"{area}{period.label}空白表_{form.name}.zip",
        key="blank-all",
    )
    if form.has_summary:
        show.download(
            "全部单位一张汇总空白表（Excel）",
            lambda: blank_form.blank_summary(workspace, period, form_code=form.code)[1],
            f"{area}{period.label}汇总空白表.xlsx",
            key="blank-summary",
        )
