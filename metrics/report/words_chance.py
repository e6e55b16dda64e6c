"""Words on chance: whether a change is more than cases bring by themselves. Never a probability alone."""

from __future__ import annotations

from metrics.analysis.chance import could_tell, level

LEVEL = {
    "clear": "变化超出偶然波动",
    "hint": "变化略超出偶然波动，证据不足",
    "noise": "变化在偶然波动范围内",
    "unknown": "",
}
TOO_FEW = "案件太少，变化是否偶然无从判断"
LEGEND = (
    "“偶然波动”：即使实际水平没有变，案件多一件少一件，数字也会变。"
    "“变化在偶然波动范围内”不等于没有变化，只是现有案件数不足以说明变了；这里的话不改变名次和结论。"
)


def change(p: float) -> str:
    """What a change of counts or rates is worth; “” where there is nothing to compare."""
    return LEVEL[level(p)]


def rates(p: float, bottom: float, bottom_before: float) -> str:
    """What a change of rates is worth; with too few cases for any answer it says that."""
    if level(p) == "noise" and not could_tell(bottom, bottom_before):
        return TOO_FEW
    return change(p)


def detail(p: float) -> str:
    """The words and what they rest on: “变化在偶然波动范围内：实际水平不变时，也约有四成机会出现这样大的变化”."""
    said = change(p)
    return f"{said}：实际水平不变时，{_odds(p)}" if said else ""


def _odds(p: float) -> str:
    if p >= 0.5:
        return "有一半以上的机会出现这样大的变化"
    if p >= 0.05:
        return f"约每{max(2, round(1 / p))}次比较就有1次出现这样大的变化"
    if p >= 0.001:
        return f"约每{round(1 / p)}次比较才有1次出现这样大的变化"
    return "出现这样大的变化的机会不到千分之一"
