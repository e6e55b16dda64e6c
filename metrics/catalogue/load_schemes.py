"""Reads schemes.toml. Raises DefinitionError naming entry and key, like every definition file."""

from __future__ import annotations

import math
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from metrics.catalogue.definitions import Indicator
from metrics.catalogue.entry import Entry
from metrics.catalogue.schemes import Line, Missing, Scheme, Scoring
from metrics.model import Basis, Direction
from metrics.periods import Period

FILE = "schemes.toml"
WHOLE = 100.0  # 各项权重之和
_BASES = (Basis.PERIOD, Basis.YEAR_TO_DATE, Basis.ROLLING)
_KEYS = {
    Scoring.LINEAR: ("weight", "floor", "full"),
    Scoring.STEPS: ("weight", "steps"),
    Scoring.DEDUCT: ("each", "most"),
    Scoring.VETO: ("cap",),
}


def schemes(raw: Mapping[str, Any], indicators: Mapping[str, Indicator]) -> dict[str, Scheme]:
    """Code → scheme in time order. Two that hold on the same day are refused."""
    found = sorted(
        (_scheme(Entry(FILE, code, body), indicators) for code, body in raw.items()),
        key=lambda scheme: scheme.first.start,
    )
    for earlier, later in pairwise(found):
        if earlier.last is None or earlier.last.end >= later.first.start:
            raise Entry(FILE, later.code, {}).wrong("from", f"有效期与“{earlier.name}”重叠")
    return {scheme.code: scheme for scheme in found}


def _scheme(entry: Entry, indicators: Mapping[str, Indicator]) -> Scheme:
    entry.only(
        *("name", "from", "to", "basis", "no_cases", "not_reported", "least_judged"),
        *("lines", "source", "note"),
    )
    first, last = _quarter(entry, "from"), _quarter(entry, "to") if "to" in entry.body else None
    if last is not None and last < first:
        raise entry.wrong("to", "止期早于起期")
    basis = entry.one_of("basis", Basis)
    if basis not in _BASES:
        raise entry.wrong("basis", f"只能是 {'、'.join(_BASES)}")
    lines = tuple(_line(part, indicators) for part in entry.parts("lines"))
    codes = [(line.indicator, line.scoring) for line in lines]
    if len(set(codes)) < len(codes):
        raise entry.wrong("lines", "同一指标按同一办法计了两次")
    weight = math.fsum(line.weight for line in lines)
    if not math.isclose(weight, WHOLE):
        raise entry.wrong("lines", f"各项权重之和应为 {WHOLE:g}，现为 {weight:g}")
    return Scheme(
        entry.name,
        entry.chinese("name"),
        first,
        last,
        basis,
        entry.one_of("no_cases", Missing, Missing.LEFT_OUT),
        entry.one_of("not_reported", Missing, Missing.ZERO),
        _within(entry, "least_judged", 0.5, 0, 1),
        lines,
        entry.text("source"),
        entry.text("note", ""),
    )


def _line(entry: Entry, indicators: Mapping[str, Indicator]) -> Line:
    scoring = entry.one_of("scoring", Scoring)
    entry.only("indicator", "scoring", "note", "year_end", *_KEYS[scoring])
    (code,) = entry.known("indicator", (entry.text("indicator"),), indicators, "指标")
    indicator = indicators[code]
    counted = not indicator.kind.divides
    if scoring in (Scoring.DEDUCT, Scoring.VETO) and not counted:
        raise entry.wrong("scoring", "率不能按次扣分或一票否决，请用 linear 或 steps")
    if scoring in (Scoring.LINEAR, Scoring.STEPS) and indicator.direction is Direction.NONE:
        raise entry.wrong("indicator", f"“{indicator.name}”不分优劣，不能计分")
    numbers = {
        key: _within(entry, key, None, 0, math.inf)
        for key in _KEYS[scoring]
        if key not in ("steps", "year_end")
    }
    steps = _steps(entry, indicator) if scoring is Scoring.STEPS else ()
    if scoring is Scoring.LINEAR:
        better = numbers["full"] - numbers["floor"]
        if better == 0 or (better > 0) != (indicator.direction is Direction.UP):
            raise entry.wrong("full", f"与指标方向不符：“{indicator.name}”{_ways(indicator)}")
    if numbers.get("weight") == 0:
        raise entry.wrong("weight", "权重应大于 0")
    return Line(
        code,
        scoring,
        numbers.get("weight", 0.0),
        numbers.get("floor", math.nan),
        numbers.get("full", math.nan),
        steps,
        numbers.get("each", 0.0),
        numbers.get("most", 0.0),
        numbers.get("cap", math.nan),
        entry.flag("year_end", False),
        entry.text("note", ""),
    )


def _ways(indicator: Indicator) -> str:
    return "高为优" if indicator.direction is Direction.UP else "低为优"


def _steps(entry: Entry, indicator: Indicator) -> tuple[tuple[float, float], ...]:
    steps = entry.body.get("steps", [])
    if not steps or not all(isinstance(s, list) and len(s) == 2 for s in steps):
        raise entry.wrong("steps", "应写成 [[数值, 得分比例], …]，先优后劣")
    found = tuple((float(figure), float(share)) for figure, share in steps)
    for (better, more), (worse, less) in pairwise(found):
        if more <= less or (better > worse) != (indicator.direction is Direction.UP) or better == worse:
            raise entry.wrong("steps", f"应先优后劣逐档排列，“{indicator.name}”{_ways(indicator)}")
    if not all(0 <= share <= 1 for _, share in found):
        raise entry.wrong("steps", "得分比例应在 0 与 1 之间")
    return found


def _quarter(entry: Entry, key: str) -> Period:
    try:
        return Period.from_key(entry.text(key))
    except ValueError:
        raise entry.wrong(key, f"应写成 2024Q1 的样子，现为“{entry.body[key]}”") from None


def _within(entry: Entry, key: str, default: float | None, least: float, most: float) -> float:
    value = entry.number(key, default)
    if value is None:
        raise entry.wrong(key, "没有填写")
    if not least <= value <= most:
        raise entry.wrong(key, f"应不小于 {least:g}" + (f"、不大于 {most:g}" if most < math.inf else ""))
    return float(value)
