"""案件构成：一个指标的案件按案由、审级、裁判结果等分开看，直到每一件。"""

import pandas as pd
import streamlit as st

from metrics.analysis import chance
from metrics.analysis.breakdown import REST
from metrics.model import Basis
from metrics.report import charts_breakdown, words, words_breakdown, words_chance
from metrics.tasks import breakdown, figures, rank
from pages.parts import breakdown_cases, choose, show

workspace = st.session_state["workspace"]
st.title("案件构成")
periods = figures.periods(workspace)
show.needs_figures(workspace, periods)
offered = breakdown.indicators(workspace.catalogue)
bar = st.columns([4, 3, 4], vertical_alignment="bottom")
with bar[0]:
    indicator = offered[choose.indicator({code: one.name for code, one in offered.items()})]
with bar[1]:
    period = choose.period(periods)
with bar[2]:
    basis = choose.basis((Basis.YEAR_TO_DATE, Basis.PERIOD, Basis.ROLLING))
known = breakdown.traits(workspace.catalogue, indicator)
found = figures.figures(workspace, period)
groups = rank.groups(found)
bar = st.columns([4, 3, 4], vertical_alignment="bottom")
with bar[0]:
    trait = choose.trait(known)
with bar[1]:
    group = choose.group(groups, first=rank.ALL)
result = breakdown.broken(workspace, found, indicator, basis, group, trait)
label, scope = found.label(basis), "全区" if group == rank.ALL else groups[group]
names = {code: breakdown.name(found, indicator, trait, code) for code in result.now.index}
told = words_breakdown.sentence(indicator, result.now, list(names.values()), label, scope, known[trait])
st.markdown(f"**{show.plain(told)}**")
if trait != breakdown.KIND and not result.rows:
    form = breakdown.ledger_of(workspace.catalogue, indicator)
    st.info(
        f"这一期还没有计入的《{form.name if form else ''}》，只有汇总数，不知道每件是什么案件。单位在“上传报送”"
        "下载台账空白表、填好上传并确认后，这里就能按案由、审级等分开看；“单位类型”不需要台账。",
        icon=":material/info:",
    )
drawn = result.now.drop(index=REST, errors="ignore")
title = f"{label}{indicator.short_name}按{known[trait]}分"
left, right = st.columns(2)
with left:
    picture = charts_breakdown.breakdown(
        drawn, [names[code] for code in drawn.index], title, indicator.unit, ink=show.ink()
    )
    show.picture(picture, title, "breakdown")


def line(code: str, row: pd.Series) -> dict[str, str]:
    """One kind of case, now and a year ago."""
    if code == REST:
        return {
            known[trait]: names[code],
            "本期": words_breakdown.rest(indicator, row),
            "上年同期": "",
            "偶然波动": "",
        }
    before = result.before.loc[code] if code in result.before.index else None
    return {
        known[trait]: names[code],
        "本期": words_breakdown.line(indicator, row),
        "上年同期": words_breakdown.line(indicator, before) if before is not None else words.NOTHING,
        "偶然波动": beyond_chance(row, before),
    }


def beyond_chance(row: pd.Series, before: pd.Series | None) -> str:
    if before is None or not indicator.kind.is_fraction:
        return ""
    sides = row["numerator"], row["denominator"], before["numerator"], before["denominator"]
    return words_chance.rates(float(chance.rates_p(*sides)), row["denominator"], before["denominator"])


with right:
    rows = [line(code, row) for code, row in result.now.iterrows()]
    chosen = st.dataframe(
        rows,
        hide_index=True,
        alt=title,
        height="content" if len(rows) <= 14 else 520,
        on_select="rerun",
        selection_mode="single-row",
        key=f"breakdown-{indicator.code}-{period.key}-{basis}-{group}-{trait}",
    )
    st.caption(
        "点选一行，列出这一类的每一件。共同被告的案件，各单位各计1件。"
        "“未分类”是汇总数里有、台账里没有的：没有报台账的单位都在这里。"
    )
    show.download("下载案件构成（CSV）", show.as_csv(rows), f"{title}.csv")
if chosen.selection.rows:
    told = str(result.now.index[chosen.selection.rows[0]])
    breakdown_cases.cases(workspace, found, indicator, basis, group, trait, told)
