"""The same figures in SQL: values by kind and span, the change of a year and of a quarter, ranks with ties 1-2-2-4."""

from __future__ import annotations

from collections.abc import Sequence

from metrics.catalogue import Catalogue, Indicator
from metrics.model import Direction, IndicatorKind, Nature

_STRETCH = {3: "period", 6: "substr(period, 1, 4) || CASE WHEN substr(period, 6) < '3' THEN 'a' ELSE 'b' END"}
_STRETCH[12] = "substr(period, 1, 4)"


def statement(definitions: Catalogue) -> str:
    """One SELECT over `facts` (unit, period, grp, kind, and a column for each measure)."""
    sides, figures, told = [], [], []
    for code, one in definitions.indicators.items():
        (segment,) = one.in_force
        variant = segment.variant
        sides.append(f"{_added(one, variant.numerator, definitions)} AS top_{code}")
        if variant.denominator:
            sides.append(f"{_added(one, variant.denominator, definitions)} AS bottom_{code}")
        figures += [f"{_value(one)} AS value_{code}", f"{_ranked(one)} AS ranked_{code}"]
        told += [
            f"value_{code}",
            f"value_{code} - lag(value_{code}, 4) OVER own AS year_{code}",
            f"value_{code} - lag(value_{code}, 1) OVER own AS step_{code}",
            f"CASE WHEN ranked_{code} IS NOT NULL THEN rank() OVER "
            f"(PARTITION BY grp, period ORDER BY ranked_{code} NULLS LAST) END AS rank_{code}",
        ]
    return (
        f"WITH sides AS (SELECT unit, period, grp, kind, {', '.join(sides)} FROM facts), "
        f"figures AS (SELECT unit, period, grp, {', '.join(figures)} FROM sides) "
        f"SELECT unit, period, {', '.join(told)} FROM figures WINDOW own AS (PARTITION BY unit ORDER BY period)"
    )


def _added(one: Indicator, codes: Sequence[str], definitions: Catalogue) -> str:
    """The sum of some measures, since the start of the half-year or year where the indicator looks back."""
    plain = " + ".join(f"({_measure(code, definitions)})" for code in codes)
    held = f"CASE WHEN period >= '{one.in_force[0].first.key}' THEN {plain} ELSE 0 END"
    every = (*one.in_force[0].variant.numerator, *one.in_force[0].variant.denominator)
    if not one.cumulates or all(definitions.measures[c].nature is Nature.STOCK for c in every):
        return held
    over = f"(PARTITION BY unit, {_STRETCH[one.span.months or 12]} ORDER BY period)"
    return f"CASE WHEN count({held}) OVER {over} = count(*) OVER {over} THEN sum({held}) OVER {over} END"


def _measure(code: str, definitions: Catalogue) -> str:
    terms = definitions.measures[code].terms
    if not terms:
        return code
    return " ".join(f"{'+' if sign > 0 else '-'} ({_measure(term, definitions)})" for sign, term in terms)


def _value(one: Indicator) -> str:
    top, bottom = f"top_{one.code}", f"bottom_{one.code}"
    if one.kind.divides:
        found = f"{top} / nullif({bottom}, 0)"
    elif one.kind is IndicatorKind.ABSENCE:
        found = f"CASE WHEN {bottom} <> 0 THEN CASE WHEN {top} = 0 THEN 1.0 WHEN {top} <> 0 THEN 0.0 END END"
    else:
        found = top
    asked = [f"period >= '{one.in_force[0].first.key}'"]
    if one.roles:  # of the bureau, the government: none of the units of the race
        asked.append("false")
    if one.applies_kinds:
        asked.append(f"kind IN ({', '.join(repr(kind.value) for kind in one.applies_kinds)})")
    return f"CASE WHEN {' AND '.join(asked)} THEN {found} END"


def _ranked(one: Indicator) -> str:
    """The value so that less is better; nothing where there are too few cases."""
    score = f"{'' if one.direction is Direction.DOWN else '-'}({_value(one)})"
    if one.kind.is_fraction and one.small_sample == "apart":
        return f"CASE WHEN bottom_{one.code} >= {one.min_denominator} THEN {score} END"
    return score
