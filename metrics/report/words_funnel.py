"""Words on funnel plots: who lies outside, on which side, and what that is worth."""

from __future__ import annotations

from collections.abc import Mapping

from metrics.analysis.funnel import LEAST_UNITS, Funnel, NoFunnel
from metrics.catalogue import Indicator
from metrics.model import Direction
from metrics.report import words

PLACES = {
    "inside": "在偶然波动范围内",
    "high": "略高，证据不足（95%界限外）",
    "very_high": "明显偏高（99.8%界限外）",
    "low": "略低，证据不足（95%界限外）",
    "very_low": "明显偏低（99.8%界限外）",
}
CASES = "件数（分母）"
CENTRE, NEAR, FAR = "平均", "95%", "99.8%"
CAPTION = (
    "每点一个单位，越靠右件数越多；中线为各单位合计的率，内外两对曲线为95%和99.8%界限。"
    "落在曲线之间的差别，案件多少本身就能解释。件数很少时曲线只是近似，是否越界按精确概率判断。"
)
ALT = "“{title}”漏斗图，{count}个单位，合计{centre}；明显偏高的{high}个，明显偏低的{low}个。"
_OVER = "各单位之间的差别总体上大于件数多少所能解释的，界限外的单位会偏多，不宜单凭此图下结论。"


def sentence(found: Funnel, indicator: Indicator, names: Mapping[str, str], period: str, scope: str) -> str:
    """Who stands apart; that nobody does where nobody does."""
    units = found.units
    top, bottom = units["numerator"].sum(), units["denominator"].sum()
    whole = words.percent(found.centre, top, bottom)
    start = f"{period}，{scope}{len(units)}个有案件的单位，{indicator.short_name}合计{whole}"
    parts = [
        f"{words.units_of([names[unit] for unit in units.index[units['place'] == place]])}{told}"
        for place, told in (("very_high", "明显偏高"), ("very_low", "明显偏低"))
        if (units["place"] == place).any()
    ]
    near = int(units["place"].isin(["high", "low"]).sum())
    if not parts:
        text = "没有单位明显偏离，单位之间的差别案件多少就能解释" if not near else "没有单位明显偏离"
        parts = [text]
    more = f"；另有{near}个单位略有偏离，证据不足" if near else ""
    return f"{start}；{'；'.join(parts)}{more}。"


def over_dispersed(found: Funnel) -> str:
    """The remark on units that differ more than their cases explain; “” where they do not."""
    return _OVER if found.over_dispersed else ""


def none(one: NoFunnel) -> str:
    """Why there is no funnel."""
    if one.reason == "alike":
        return f"{one.units}个有案件的单位全部相同（都是0或都是100%），没有差别可看。"
    return f"有案件的单位只有{one.units}个，不足{LEAST_UNITS}个，不画漏斗图。"


def mood(place: str, direction: Direction) -> str:
    """good, bad or neutral: colour goes by this; only what lies far outside has one."""
    if direction is Direction.NONE or not place.startswith("very_"):
        return "neutral"
    return "good" if (place == "very_high") == (direction is Direction.UP) else "bad"
