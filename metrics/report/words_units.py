"""Words on what became of units."""

from __future__ import annotations

from collections.abc import Mapping

from metrics.decided import UnitChange, UnitChangeKind
from metrics.model import Unit


def change(one: UnitChange, units: Mapping[str, Unit]) -> str:
    """“自2026年第一季度起，铺镇、武乡镇合并为××镇（汉台编发〔2025〕1号）”."""

    def named(codes: tuple[str, ...]) -> str:
        return "、".join(units[code].short_name if code in units else code for code in codes)

    before, after = named(one.before), named(one.after)
    told = {
        UnitChangeKind.RENAMED: f"{before}更名为{after}",
        UnitChangeKind.MERGED: f"{before}合并为{after}",
        UnitChangeKind.SPLIT: f"{before}拆分为{after}",
        UnitChangeKind.ABOLISHED: f"{before}撤销",
    }[one.kind]
    if one.kind is UnitChangeKind.MERGED and set(one.before) & set(one.after):
        told = f"{named(tuple(b for b in one.before if b not in one.after))}并入{after}"
    return f"自{one.first.label}起，{told}（{one.source}）"


def basis(comparable: bool) -> str:
    """What either basis means for units that changed."""
    if comparable:
        return (
            "可比口径：更名、合并的单位，以前的数并入现在的单位；"
            "拆分的无法分开，仍列在原单位名下，现单位没有上年同期数。"
        )
    return "原口径：各期按当时的单位和名称，变动前后的数不相连。"
