"""总览：先一句结论，再几个关键数，再看谁在末位、谁“零出庭”。"""

import streamlit as st

from metrics.analysis import totals
from metrics.model import Basis
from metrics.report import charts, words, words_decline
from metrics.tasks import figures, overview
from pages.parts import choose, scope, show

workspace = st.session_state["workspace"]
title, first, second = st.columns([4, 2, 2], vertical_alignment="bottom")
title.title("总览")
periods = figures.periods(workspace)
show.needs_figures(workspace, periods)
with first:
    period = choose.period(periods)
with second:
    basis = choose.basis()
found = scope.figures(workspace, period)
label = found.label(basis)
compared = found.comparison(basis)
incomplete = compared.left_out
verdict = found.verdicts(basis, of_totals=True).loc[totals.ALL]
st.markdown(f"**{words_decline.verdict('全区', label, verdict, len(compared.units), len(incomplete))}**")

coverage = found.coverage(basis)
with st.grid("auto", min_column_width=150, gap="small"):
    show.card(
        "报送单位",
        f"{coverage.reported}/{len(coverage.expected)}",
        show.names(found.units, coverage.missing[:3]) if coverage.missing else "",
        f"未报 {len(coverage.missing)} 个" if coverage.missing else "全部报齐",
        "bad" if coverage.missing else "good",
    )
    show.card(
        "双下降",
        words_decline.VERDICT[verdict["verdict"]],
        "初步结论" if incomplete else "各单位已报齐",
        words_decline.moves(verdict),
        "good" if verdict["verdict"] == "double_decline" else "neutral",
    )
    for figure in overview.figures(found, basis):
        cell = figure.cell
        change = words.change(figure.indicator, figure.now, figure.before, figure.change_status)
        show.card(
            figure.indicator.short_name,
            words.value(figure.indicator, cell.value, cell.status, cell.numerator, cell.denominator),
            words.fraction(cell.numerator, cell.denominator) or f"上年同期 {words.count(figure.before)}",
            change,
            words.goodness(figure.indicator, figure.difference),
        )

st.caption(
    "▲▼ 为与上年同期比；绿为向好，红为变差。"
    + (f"只比两期均报齐的 {len(compared.units)} 个单位。" if incomplete else "")
)
left, right = st.columns([5, 6])
with left:
    trend = found.total(Basis.PERIOD)
    rate = found.catalogue.headlines.loss_rate
    history = trend.series(totals.ALL, rate).rename(columns={"value": "rate"})
    history["volume"] = trend.series(totals.ALL, found.catalogue.headlines.volume)["value"]
    told = history[history["volume"].notna()].tail(12)
    if told.empty:
        st.info("各季都还没有单位报过发案量，没有图可画。", icon=":material/bar_chart:")
    else:
        show.picture(
            charts.volume_and_loss(told, "全区各季发案量与败诉率", ink=show.ink()), "发案量与败诉率", "volume"
        )
with right:
    absent = overview.absent_chiefs(found)
    code = found.catalogue.headlines.absence
    st.markdown(f"##### 正职“零出庭”（{period.year}年初至今，{len(absent)}个单位）")
    st.markdown(show.plain(show.names(found.units, absent)) or "没有。")
    st.markdown(f"##### 排名末位（{label}）")
    for bottom in overview.bottoms(found, basis):
        worst = "、".join(
            f"{found.units[unit].short_name} "
            + words.value(bottom.indicator, cell.value, "ok", cell.numerator, cell.denominator)
            + f"（{words.fraction(cell.numerator, cell.denominator)}）"
            for unit, cell in bottom.units
        )
        told = show.plain(worst) or ("各单位相同" if bottom.ranked else "没有可排名的单位")
        st.markdown(f"**{bottom.indicator.short_name}·{bottom.group_name}**（{bottom.ranked}个参加）　{told}")
    st.page_link("ranking.py", label="看完整排名、导出", icon=":material/leaderboard:")
    if incomplete:
        st.caption(f"初步结果，报送不全的单位：{show.plain(show.names(found.units, incomplete))}。")
