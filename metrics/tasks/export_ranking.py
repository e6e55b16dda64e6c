"""The ranking as a workbook that can be sent out as it is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import pandas as pd

from metrics.catalogue import Catalogue, Indicator, InForce
from metrics.model import Basis
from metrics.report import outgoing, ranking_xlsx, words, words_ranking, words_units
from metrics.report.ranking_book import (
    Apart,
    Definition,
    RankingBook,
    RankingRow,
    RankingSheet,
    TotalRow,
)
from metrics.tasks.figures import Figures
from metrics.tasks.rank import Ranked, bottom, rank, support

_REASONS = ("too_few", "no_cases", "not_applicable", "redefined", "not_reported")


def export_ranking(
    figures: Figures, indicators: Sequence[Indicator], basis: Basis, group: str, now: datetime
) -> tuple[str, bytes]:
    """(file name, xlsx): one sheet per indicator, then the definitions. now is the only time in the file."""
    ranked = [rank(figures, indicator, basis, group) for indicator in indicators]
    title = f"{figures.jurisdiction_name}{figures.label(basis)}法治政府建设指标排名表"
    book = RankingBook(
        title,
        now,
        tuple(_sheet(figures, one, now) for one in ranked),
        tuple(_definition(figures.catalogue, one.indicator, one.in_force) for one in ranked),
    )
    scope = "" if len(ranked) > 1 or not ranked else f"_{ranked[0].indicator.short_name}"
    where = ranked[0].group_name if ranked else ""
    return outgoing.file_name(f"{title}_{where}{scope}.xlsx"), ranking_xlsx.write(book)


def _sheet(figures: Figures, ranked: Ranked, now: datetime) -> RankingSheet:
    indicator, catalogue = ranked.indicator, figures.catalogue
    variant = ranked.in_force.variant
    rate = indicator.kind.divides
    group = "" if ranked.group == "all" else f"（{ranked.group_name}）"
    return RankingSheet(
        name=indicator.short_name,
        title=f"{figures.jurisdiction_name}{ranked.label}{indicator.name}排名表{group}",
        period=f"统计期：{ranked.label}",
        as_of=f"数据截止：{now.year}年{now.month}月{now.day}日",
        measured_in="单位：件、%" if rate else f"单位：{indicator.unit}",
        value_name=indicator.short_name,
        numerator_name=_names(catalogue, variant.numerator) if rate else "",
        denominator_name=_names(catalogue, variant.denominator) if rate else "",
        rows=tuple(_row(figures, row, ranked) for _, row in ranked.ranking.table.iterrows()),
        totals=tuple(
            TotalRow(
                total.name, _whole(total.numerator), _whole(total.denominator), _number(total.value, rate)
            )
            for total in ranked.totals
            if total.status == "ok"
        ),
        apart=tuple(_apart(figures, ranked)),
        notes=tuple(_notes(figures, ranked)),
    )


def _row(figures: Figures, row: pd.Series, ranked: Ranked) -> RankingRow:
    unit = figures.units[row["unit"]]
    rate = ranked.indicator.kind.divides
    moved = row["moved"]
    if not ranked.previous:
        move: int | str | None = None
    else:
        move = words.rank_move(None) if pd.isna(moved) else int(moved)
    return RankingRow(
        int(row["rank"]),
        unit.short_name,
        figures.catalogue.kinds[unit.kind].name,
        _whole(row["numerator"]) if rate else None,
        _whole(row["denominator"]) if rate else None,
        _number(row["value"], rate),
        move,
        "样本少" if row["small_sample"] else "",
        _support(figures, ranked, unit.code),
    )


def _support(figures: Figures, ranked: Ranked, unit: str) -> str:
    found = support(figures, ranked)
    if found is None:
        return ""
    own = found.of(unit)
    return words_ranking.places(own["low"], own["high"])


def _apart(figures: Figures, ranked: Ranked) -> list[Apart]:
    found = []
    rate = ranked.indicator.kind.divides
    for reason in _REASONS:
        rows = ranked.ranking.apart[ranked.ranking.apart["reason"] == reason]
        if rows.empty:
            continue
        title = f"{words.status(reason, ranked.indicator)}的单位"
        if reason == "too_few":
            title = f"案件数不足{ranked.indicator.min_denominator}件、不参与排名的单位"
            details = tuple(
                RankingRow(
                    None,
                    figures.units[row["unit"]].short_name,
                    figures.catalogue.kinds[figures.units[row["unit"]].kind].name,
                    _whole(row["numerator"]),
                    _whole(row["denominator"]),
                    _number(row["value"], rate),
                )
                for _, row in rows.iterrows()
            )
            found.append(Apart(title, rows=details))
        else:
            found.append(Apart(title, tuple(figures.units[unit].short_name for unit in rows["unit"])))
    return found


def _notes(figures: Figures, ranked: Ranked) -> list[str]:
    indicator, variant, catalogue = ranked.indicator, ranked.in_force.variant, figures.catalogue
    top = _names(catalogue, variant.numerator)
    if variant.denominator:
        formula = f"{indicator.name}＝{top}÷{_names(catalogue, variant.denominator)}"
    else:
        formula = f"{indicator.name}＝{top}"
    notes = [f"口径：{variant.name}。{formula}。{variant.note}"]
    order = {"up": "由高到低", "down": "由低到高", "none": "由多到少"}[indicator.direction]
    notes.append(f"按数值{order}排列；{words_ranking.tie_rule(indicator)}")
    if indicator.kind.divides:
        notes.append("合计行以件数相加后重新计算，不是各单位率的平均；率按四舍五入保留两位小数。")
        if indicator.min_denominator > 1:
            notes.append(
                f"分母不足{indicator.min_denominator}件的单位单独列出，不参与排名（最低件数为推定，由区司法局确认）。"
            )
    if ranked.group == "all":
        notes.append("全区合计含区政府；区政府单列，不与镇街、部门混排。")
    if indicator.code == catalogue.headlines.volume:
        notes.append(
            "有共同被告的，各被告单位各计1件；报了台账的，合计按1件计，只报汇总数的，合计可能大于案件数。"
        )
    for total in ranked.totals:
        if off := words.shared_cases(indicator, total.numerator_off, total.denominator_off):
            notes.append(f"{total.name}中，{off}")
    if support(figures, ranked):
        notes.append(words_ranking.interval_rule())
    names = {code: unit.short_name for code, unit in figures.units.items()}
    if caution := words_ranking.bottom_caution(bottom(figures, ranked), indicator, names):
        notes.append(caution)
    if figures.parts:
        notes.append(words_units.basis(True))
    if ranked.previous:
        notes.append(f"名次变化与{ranked.previous}比较，按同一规则计算。")
    notes.append(f"数据来源：各单位报送；{words.coverage(ranked.coverage)}")
    if ranked.coverage.missing:
        missing = "、".join(figures.units[code].short_name for code in ranked.coverage.missing)
        notes.append(f"报送不全的单位：{missing}。本表为初步结果。")
    return notes


def _definition(catalogue: Catalogue, indicator: Indicator, in_force: InForce) -> Definition:
    return Definition(
        indicator.name,
        in_force.variant.name,
        _names(catalogue, in_force.variant.numerator),
        _names(catalogue, in_force.variant.denominator) or words.NOTHING,
        in_force.variant.note,
        f"{in_force.source}（{indicator.clause}）",
        words.direction(indicator),
        words.target(indicator, in_force.target) or "未定",
    )


def _names(catalogue: Catalogue, codes: Sequence[str]) -> str:
    return "＋".join(catalogue.measures[code].name for code in codes)


def _whole(value: float) -> int | None:
    return None if pd.isna(value) else int(value)


def _number(value: float, rate: bool) -> float | int | None:
    if pd.isna(value):
        return None
    return float(value) if rate else int(value)
