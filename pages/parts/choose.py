"""What the person looks at: chosen in one line, kept in the address, carried from page to page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st
from pypinyin import Style, lazy_pinyin

from metrics.model import Basis, Unit
from metrics.periods import Period, between
from pages.parts import show

_MOST_PERIODS = 40  # ten years; an older one is reached by its address
BASES = {
    Basis.YEAR_TO_DATE: "年初以来累计",
    Basis.PERIOD: "本季",
    Basis.ROLLING: "滚动四季",
    Basis.LAST_YEAR: "上年全年",
}


def period(periods: tuple[Period, ...]) -> Period:
    """One of the quarters that have figures, newest first; without a choice the newest."""
    asked = [one for one in periods[:-_MOST_PERIODS] if one.key == st.query_params.get("period")]
    labels = {one.key: one.label for one in reversed([*asked, *periods[-_MOST_PERIODS:]])}
    return Period.from_key(_select("报送期", "period", labels))


def quarter_to_report(periods: tuple[Period, ...], today: Period) -> Period:
    """A quarter to upload for: any with figures, and up to the one that has just ended."""
    last = max([today.previous(), *periods])
    first = max(min([*periods, last.shift(-7)]), last.shift(1 - _MOST_PERIODS))
    labels = {one.key: one.label for one in reversed(between(first, last))}
    return Period.from_key(_select("报送期", "period", labels))


def basis(offered: Sequence[Basis] = (Basis.YEAR_TO_DATE, Basis.PERIOD)) -> Basis:
    """Cumulative since January, as notices are written, or another stretch that the page supports."""
    return Basis(_segments("统计期", "basis", {one.value: BASES[one] for one in offered}))


def scope(labels: Mapping[str, str]) -> str:
    """Units as they reported, or the past under the units of today."""
    return _segments("单位口径", "scope", labels)


def group(groups: Mapping[str, str], first: str) -> str:
    return _segments("分组", "group", groups, first)


def peers(groups: Mapping[str, str], first: str) -> str:
    """A group, or one kind of unit within it: too many for segments side by side."""
    return _select("与谁比", "group", {first: groups[first]} | dict(groups))


def indicator(names: Mapping[str, str]) -> str:
    return _select("指标", "indicator", names)


def unit(units: Mapping[str, Unit], label: str = "单位（可输入名称或拼音首字母）") -> str:
    """Type a name or the initials of its pinyin: “东关街道” and “dgjd” both find it."""
    return _select(
        label, "unit", {code: f"{one.short_name}　{initials(one.short_name)}" for code, one in units.items()}
    )


def initials(name: str) -> str:
    """东关街道 → DGJD."""
    return "".join(lazy_pinyin(name, style=Style.FIRST_LETTER)).upper()


def _select(label: str, name: str, labels: Mapping[str, str]) -> str:
    key = _prepare(label, name, labels, next(iter(labels)))
    chosen: str = st.selectbox(label, list(labels), format_func=lambda code: labels[code], key=key)
    return _remember(name, chosen)


def _segments(label: str, name: str, labels: Mapping[str, str], first: str = "") -> str:
    key = _prepare(label, name, labels, first or next(iter(labels)))
    chosen = st.segmented_control(
        label, list(labels), format_func=lambda code: labels[code], key=key, required=True
    )
    # On the first run after a change of page the control may still be without its value.
    return _remember(name, chosen or _wanted(name, labels, first or next(iter(labels))))


def _prepare(label: str, name: str, labels: Mapping[str, str], first: str) -> str:
    """Begin with what the address says, else what was chosen on another page, else the first."""
    key = f"choose-{name}"
    asked = st.query_params.get(name)
    if asked is not None and asked not in labels:
        st.toast(f"链接里的{label}“{show.plain(asked)}”不存在，已改为缺省。", icon=":material/info:")
    changed = asked in labels and asked != st.session_state.get("chosen", {}).get(name)
    if changed or st.session_state.get(key) not in labels:
        st.session_state[key] = _wanted(name, labels, first)
    return key


def _wanted(name: str, labels: Mapping[str, str], first: str) -> str:
    asked, before = st.query_params.get(name), st.session_state.get("chosen", {}).get(name)
    return next((code for code in (asked, before) if code in labels), first)


def _remember(name: str, chosen: str) -> str:
    st.session_state.setdefault("chosen", {})[name] = chosen
    st.query_params[name] = chosen
    return chosen


def against(periods: tuple[Period, ...], period: Period) -> Period:
    """An earlier or later quarter to hold the chosen one against; without a choice the same of last year."""
    others = [one for one in reversed(periods[-_MOST_PERIODS:]) if one != period]
    first = period.year_ago() if period.year_ago() in others else others[0]
    labels = {one.key: one.label for one in others}
    key = _prepare("对比期", "against", labels, first.key)
    chosen: str = st.selectbox("对比期", list(labels), format_func=lambda code: labels[code], key=key)
    return Period.from_key(_remember("against", chosen))


def several_units(units: Mapping[str, Unit]) -> tuple[str, ...]:
    """Any of the units, in protocol order; none chosen is all of them. In the address as unit codes."""
    asked = tuple(code for code in st.query_params.get("units", "").split(",") if code in units)
    if asked != st.session_state.get("chosen", {}).get("units"):
        st.session_state["choose-units"] = list(asked)
    kept = [code for code in st.session_state.get("choose-units", []) if code in units]
    st.session_state["choose-units"] = kept
    chosen = st.multiselect(
        "只看这些单位（不选即全部）",
        list(units),
        format_func=lambda code: f"{units[code].short_name}　{initials(units[code].short_name)}",
        key="choose-units",
    )
    some = tuple(code for code in units if code in chosen)
    st.session_state.setdefault("chosen", {})["units"] = some
    if some:
        st.query_params["units"] = ",".join(some)
    else:
        st.query_params.pop("units", None)
    return some or tuple(units)


def topic(topics: Mapping[str, str]) -> str:
    """A part of the catalogue: some twenty, too many for segments."""
    return _select("领域", "topic", topics)


def one_of(label: str, name: str, labels: Mapping[str, str]) -> str:
    """One of a few views of a page, kept in the address under `name`."""
    return _segments(label, name, labels)


def trait(names: Mapping[str, str]) -> str:
    """What the cases of a figure are told apart by."""
    return _select("按什么分", "trait", names)


def clause(headings: Mapping[str, str]) -> str:
    """Number of a clause of the notice; headings: number → “第二十二条　负责人出庭应诉”."""
    return _select("条款", "clause", headings)


def unit_or_all(names: Mapping[str, str]) -> str:
    """One unit or all of them, apart from the unit that is carried from page to page; names begin with “all”."""
    return _select("单位", "of", names)


def take(name: str, code: str) -> None:
    """What was clicked elsewhere on the page takes the place of what was chosen; to be called in a callback."""
    st.session_state[f"choose-{name}"] = code
