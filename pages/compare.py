"""比较：任意两期、任意几个单位、任一指标并排看；各单位走势、热力图和漏斗图各一页。"""

import streamlit as st

from metrics.model import IndicatorKind
from metrics.tasks import figures, rank
from pages.parts import choose, compare_pairs, compare_scene, compare_views, scope, show

VIEWS = {"pairs": "两期对比", "multiples": "小多图", "heat": "热力图", "funnel": "漏斗图"}

workspace = st.session_state["workspace"]
st.title("比较")
periods = figures.periods(workspace)
show.needs_figures(workspace, periods)
view = choose.one_of("看法", "view", VIEWS)
bar = st.columns([3, 2, 2, 3], vertical_alignment="bottom")
offered = {
    one.code: one.name
    for one in workspace.catalogue.indicators.values()
    if one.frequency is periods[-1].kind
    and (view == "pairs" or one.kind is not IndicatorKind.ABSENCE)
    and (view != "funnel" or one.kind is IndicatorKind.RATIO)
}
with bar[0]:
    indicator = workspace.catalogue.indicators[choose.indicator(offered)]
with bar[1]:
    period = choose.period(periods)
with bar[2]:
    basis = choose.basis()
found = scope.figures(workspace, period)
with bar[3]:
    group = choose.group(rank.groups(found), first=rank.ALL)
if indicator.at(period) is None:
    st.info(f"{period.label}“{indicator.name}”还没有口径，没有数可比。", icon=":material/info:")
    st.stop()
scene = compare_scene.Scene(workspace, found, indicator, basis, group)
match view:
    case "pairs":
        compare_pairs.pairs(scene, periods)
    case "multiples":
        compare_views.multiples(scene)
    case "heat":
        compare_views.heat(scene)
    case "funnel":
        compare_views.funnel(scene)
