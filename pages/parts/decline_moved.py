"""是什么带动的：发案量、败诉率的增减分解到单位。"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import streamlit as st

from metrics.analysis.decompose import CountChange, RateChange
from metrics.model import Basis
from metrics.report import charts, contributions, words, words_moved
from metrics.report.contributions import Step
from metrics.tasks.figures import Figures
from metrics.tasks.what_moved import what_moved
from pages.parts import show

_MOST = 8  # units drawn by name


def draw(found: Figures, basis: Basis, group: str, name: str, names: Mapping[str, str]) -> None:
    """Sentence, waterfall and table; name: of the whole (“全区”)."""
    moved, label = what_moved(found, basis, group), found.label(basis)
    if moved.volume is None and moved.rate is None:
        st.info("两期不可比，无从分解：上年同期没有完整的数据，或口径已变更。", icon=":material/info:")
        return
    left, right = st.columns(2)
    with left:
        _volume(moved.volume, label, name, names)
    with right:
        _rate(moved.rate, label, name, names)
    rows = _table(moved.volume, moved.rate, names)
    with st.expander("逐单位的分解（各列相加等于合计）"):
        st.dataframe(rows, hide_index=True, alt=f"{label}{name}逐单位的分解", height=420)
        st.caption(
            "“自身”是本单位败诉率的变化，按它在两期审结案件中所占份额的平均数计；“份额”是它在审结案件中所占份额的变化，"
            "按它的败诉率高于或低于总体多少计。只有一期有审结案件的单位没有两个率可比，影响全部计入“份额”。"
            "增减由未取整的率算出，与两个取整的率之差可能相差0.01。"
        )
        show.download("下载分解表（CSV）", show.as_csv(rows), f"{name}_{label}_是什么带动的.csv")


def _volume(change: CountChange | None, label: str, name: str, names: Mapping[str, str]) -> None:
    if change is None:
        st.info("发案量两期不可比，无从分解。", icon=":material/info:")
        return
    st.markdown(show.plain(words_moved.volume(name, change, names)))
    ends = [
        Step(word, count, words.count(count, "件"))
        for word, count in (("上年同期", change.before), ("本期", change.now))
    ]
    steps = contributions.count_steps(change, names, _MOST)
    title = f"{name}发案量：是什么带动的"
    show.picture(charts.waterfall(steps, *ends, title, ink=show.ink()), f"{title}_{label}", "moved-volume")


def _rate(change: RateChange | None, label: str, name: str, names: Mapping[str, str]) -> None:
    if change is None:
        st.info("败诉率两期不可比（任一期没有审结案件），无从分解。", icon=":material/info:")
        return
    st.markdown(show.plain(words_moved.rate(name, change, names)))
    ends = [
        Step(word, float(rate), words.percent(float(rate), rate.numerator, rate.denominator))
        for word, rate in (("上年同期", change.before), ("本期", change.now))
    ]
    steps = contributions.rate_steps(change, names, _MOST)
    title = f"{name}败诉率：是什么带动的"
    show.picture(charts.waterfall(steps, *ends, title, ink=show.ink()), f"{title}_{label}", "moved-rate")


def _table(
    volume: CountChange | None, rate: RateChange | None, names: Mapping[str, str]
) -> list[dict[str, str]]:
    """One line a unit that has any part in it, the largest part in the loss rate first; then the sum."""
    shown = contributions.shown(rate) if rate else None
    size = {part.unit: abs(part.both) for part in rate.parts} if rate else {}
    counts = {part.unit: part for part in volume.parts} if volume else {}
    parts = {part.unit: part for part in rate.parts} if rate else {}
    pieces = {row.unit: row for row in shown.rows} if shown else {}
    rows = []
    for unit in sorted({**counts, **parts}, key=lambda one: -size.get(one, Fraction(0))):
        row = {"单位": names[unit]}
        if unit in counts:
            one = counts[unit]
            if not (
                one.before
                or one.now
                or (unit in parts and (parts[unit].before.closed or parts[unit].now.closed))
            ):
                continue
            row["发案量"] = f"{one.before} → {one.now}"
            row["发案量增减"] = contributions.more_cases(one.difference)
        if unit in parts:
            part, piece = parts[unit], pieces[unit]
            row["败诉/审结"] = f"{part.before.lost}/{part.before.closed} → {part.now.lost}/{part.now.closed}"
            row["自身"] = contributions.points(piece.own)
            row["份额"] = contributions.points(piece.shift)
            row["合起来"] = contributions.points(piece.both)
        rows.append(row)
    return [*rows, *_sums(volume, rate)]


def _sums(volume: CountChange | None, rate: RateChange | None) -> list[dict[str, str]]:
    shared, total = {"单位": "共同被告案件按1件计"}, {"单位": "合计"}
    if volume:
        shared["发案量增减"] = contributions.more_cases(volume.shared)
        total |= {
            "发案量": f"{volume.before} → {volume.now}",
            "发案量增减": contributions.more_cases(volume.difference),
        }
    if rate:
        shown = contributions.shown(rate)
        shared["合起来"] = contributions.points(shown.shared)
        total |= {
            "自身": contributions.points(shown.own),
            "份额": contributions.points(shown.shift),
            "合起来": contributions.points(shown.total),
        }
    some = (volume and volume.shared) or (rate and rate.shared)
    return [shared, total] if some else [total]
