"""排名：先是规则排出的名次，再看数据支持到什么程度；点选一个单位，看它的名次怎样站得住。"""

from datetime import UTC, datetime
from math import isnan

import streamlit as st

from metrics.model import Basis
from metrics.report import charts, words, words_ranking
from metrics.tasks import figures, rank
from metrics.tasks.export_ranking import export_ranking
from pages.parts import choose, ranking_line, ranking_rest, ranking_table, scope, show

workspace = st.session_state["workspace"]
st.title("排名")
periods = figures.periods(workspace)
show.needs_figures(workspace, periods)
bar = st.columns([4, 2, 3, 2], vertical_alignment="bottom")
ranked_indicators = rank.by_topic(workspace.catalogue)
with bar[0]:
    code = choose.indicator(ranked_indicators)
with bar[1]:
    period = choose.period(periods)
with bar[2]:
    basis = choose.basis((Basis.YEAR_TO_DATE, Basis.PERIOD, Basis.ROLLING))
found = scope.figures(workspace, period)
with bar[3]:
    group = choose.peers(rank.peers(found), first=rank.ALL)
indicator = found.catalogue.indicators[code]
result = rank.rank(found, indicator, basis, group)
support = rank.support(found, result)
beside = rank.rank(found, indicator, Basis.ROLLING, group) if basis is not Basis.ROLLING else None
names = {unit: one.short_name for unit, one in found.units.items()}
table = result.ranking.table
sentence = words.ranking(result.ranking, indicator, names, result.label, result.scope)
st.markdown(f"**{show.plain(sentence)}**")
if caution := words_ranking.bottom_caution(rank.bottom(found, result), indicator, names):
    st.markdown(f":material/balance: {show.plain(caution)}")
if result.coverage.missing:
    missing = show.plain(show.names(found.units, result.coverage.missing))
    st.caption(f"初步结果：{words.coverage(result.coverage)}未报齐的单位：{missing}。")

title = words_ranking.title(indicator, basis, period)
if not table.empty:
    rows = ranking_table.rows(found, result, support, beside)
    chosen = st.dataframe(
        rows,
        hide_index=True,
        alt=f"{title}排名表",
        height="content" if len(rows) <= 12 else 460,
        column_config={
            "名次": st.column_config.Column(pinned=True, width=60),
            "单位": st.column_config.Column(pinned=True),
        },
        on_select="rerun",
        selection_mode="single-row",
        key=f"rows-{code}-{period.key}-{basis}-{group}",
    )
    st.caption(
        "点选一行，看该单位的名次怎样算出、是否站得住；没有点选时下面是末位单位。"
        + (f"较上期：与{result.previous}比。" if result.previous else "")
        + (f"近四季：{beside.label}。" if beside else "")
    )
    place = chosen.selection.rows[0] if chosen.selection.rows else len(table) - 1
    unit = table["unit"].iloc[place]
    ranking_line.line(workspace, found, result, unit, names)
    target = None if isnan(result.ranking.target) else result.ranking.target
    picture = charts.ranking(
        table,
        names,
        title,
        indicator.unit,
        chosen=unit,
        target=target,
        ranges=support.ranges() if support else None,
        ink=show.ink(),
    )
    show.picture(picture, f"{title}排名", "ranking")
for total in result.totals:
    text = words.value(indicator, total.value, total.status, total.numerator, total.denominator)
    st.markdown(f"{total.name}：**{text}**　{words.fraction(total.numerator, total.denominator)}")
    if off := words.shared_cases(indicator, total.numerator_off, total.denominator_off):
        st.caption(off)
ranking_rest.apart(result, names)
ranking_rest.alike(result, support, names)

st.subheader("导出排名表")
wanted = st.multiselect(
    "放进排名表的指标（每个指标一张表）",
    list(ranked_indicators),
    [code],
    format_func=ranked_indicators.get,
    key=f"wanted-{code}",
)
if wanted:
    name, data = export_ranking(
        found, [found.catalogue.indicators[one] for one in wanted], basis, group, datetime.now(UTC)
    )
    show.download("导出排名表（Excel）", data, name, primary=True)
else:
    st.caption("至少选一个指标。")
ranking_rest.rules(result, support)
