"""Words on a figure by what its cases are."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from metrics.analysis.breakdown import REST
from metrics.catalogue import Indicator
from metrics.report import words


def line(indicator: Indicator, row: pd.Series) -> str:
    """A value with its cases: “12.50%（1/8）”, “3件”, “无案件”."""
    if pd.isna(row["value"]):
        return indicator.empty_words if indicator.kind.divides else words.NOTHING
    told = words.value(indicator, row["value"], "ok", row["numerator"], row["denominator"])
    fraction = words.fraction(row["numerator"], row["denominator"])
    return f"{told}（{fraction}）" if fraction else told


def rest(indicator: Indicator, row: pd.Series) -> str:
    """The rest as counts: of so many cases it has no sense to speak of a rate."""
    if pd.isna(row["denominator"]):
        return words.count(row["numerator"], indicator.unit)
    return f"分子{words.count(row['numerator'])}，分母{words.count(row['denominator'])}"


def sentence(
    indicator: Indicator, table: pd.DataFrame, names: Sequence[str], label: str, scope: str, trait: str
) -> str:
    """“2026年1—9月，全区行政诉讼败诉率按案由分：行政处罚最多，为…；…”"""
    known = [(name, row) for name, (code, row) in zip(names, table.iterrows(), strict=True) if code != REST]
    if not known:
        return f"{label}，{scope}“{indicator.name}”没有可以按{trait}分的案件。"
    told = "；".join(f"{name} {line(indicator, row)}" for name, row in known[:3])
    more = f"等{len(known)}类" if len(known) > 3 else ""
    left = "".join(
        f"另有没有台账的案件未分类（{rest(indicator, row)}）。"
        for code, row in table.iterrows()
        if code == REST
    )
    return f"{label}，{scope}{indicator.name}按{trait}分，案件最多的依次为：{told}{more}。{left}"
