"""A figure of a group by what its cases are, this year and last, with the cases themselves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from metrics.analysis import breakdown as analysis
from metrics.analysis import stretch, totals
from metrics.catalogue import Catalogue, FieldKind, Form, Indicator
from metrics.model import OTHER_SPELLINGS, Basis
from metrics.periods import Period
from metrics.store.rows import CaseRow
from metrics.tasks import rank
from metrics.tasks.figures import Figures
from metrics.tasks.workspace import Workspace

KIND = "@kind"  # 单位类型: known of every unit, no ledger needed
NOT_KEPT, NOT_SAID = "@not_kept", "@not_said"
_SAID = "="


@dataclass(frozen=True)
class Broken:
    """now, before: analysis.breakdown of the stretch and of the same one last year. rows: ledger rows behind now."""

    now: pd.DataFrame
    before: pd.DataFrame
    rows: int


def ledger_of(catalogue: Catalogue, indicator: Indicator) -> Form | None:
    """The ledger that counts every measure of the indicator row by row; None where there is none."""
    wanted = {measure for side in _sides(catalogue, indicator) for _, measure in side}
    for form in catalogue.forms.values():
        if form.is_ledger and wanted <= {count.measure for count in form.counts if not count.amount}:
            return form
    return None


def indicators(catalogue: Catalogue) -> dict[str, Indicator]:
    """Those that can be broken down."""
    return {code: one for code, one in catalogue.indicators.items() if ledger_of(catalogue, one)}


def traits(catalogue: Catalogue, indicator: Indicator) -> dict[str, str]:
    """Code → name of what the indicator can be broken down by; texts first, they are what one asks for."""
    form = ledger_of(catalogue, indicator)
    fields = form.fields if form else ()
    told = {f.code: f.name for f in fields if f.trait} | {
        f.code: f.name for f in fields if f.kind is FieldKind.CHOICE
    }
    return told | {KIND: "单位类型"}


def broken(
    workspace: Workspace, found: Figures, indicator: Indicator, basis: Basis, group: str, trait: str
) -> Broken:
    """The figure of the group's units, each unit's cases counting for itself (件次)."""
    members = _members(found, group)
    now, rows = _side(workspace, found, indicator, basis, members, trait, found.period)
    before, _ = _side(workspace, found, indicator, basis, members, trait, found.period.year_ago())
    return Broken(now, before, rows)


def cases(
    workspace: Workspace,
    found: Figures,
    indicator: Indicator,
    basis: Basis,
    group: str,
    trait: str,
    told: str,
) -> list[CaseRow]:
    """The ledger rows behind one line of the table."""
    members, wanted = (
        _members(found, group),
        _measures(found.catalogue, indicator, found.period),
    )
    periods = [one.key for one in stretch.covered(indicator, basis, found.period)]
    rows = workspace.store.case_rows(workspace.jurisdiction, wanted, periods, members)
    return [row for row in rows if _told(found, trait, row.unit, row.traits) == told]


def name(found: Figures, indicator: Indicator, trait: str, told: str) -> str:
    """What a line of the table is called."""
    special = {
        analysis.REST: "未分类（没有台账或与台账不符）",
        NOT_KEPT: "未留存（较早的报送）",
        NOT_SAID: "未填写或没有这一栏",
        f"{_SAID}{OTHER_SPELLINGS}": "其他写法",
    }
    if told in special:
        return special[told]
    if trait == KIND:
        return next(word.name for kind, word in found.catalogue.kinds.items() if kind.value == told)
    form, said = ledger_of(found.catalogue, indicator), told.removeprefix(_SAID)
    field = form.field(trait) if form else None
    return field.word(said) if field and field.kind is FieldKind.CHOICE and said in field.words else said


def _members(found: Figures, group: str) -> frozenset[str]:
    """The units of a group; “全区” is every unit, also the government, which no ranking holds."""
    return frozenset(found.units if group == rank.ALL else rank.members(found, group))


def _side(
    workspace: Workspace,
    found: Figures,
    indicator: Indicator,
    basis: Basis,
    members: frozenset[str],
    trait: str,
    period: Period,
) -> tuple[pd.DataFrame, int]:
    top, bottom = _sides(found.catalogue, indicator, period)
    numerator, denominator = _figure(found, indicator, basis, members, period)
    if trait == KIND:
        return _by_kind(found, indicator, basis, members, period), 0
    periods = [one.key for one in stretch.covered(indicator, basis, period)]
    counts = [
        one
        for one in workspace.store.trait_counts(
            workspace.jurisdiction, _measures(found.catalogue, indicator, period), periods
        )
        if one.unit in members
    ]
    rows = [(one.measure, _told(found, trait, one.unit, one.traits), one.count) for one in counts]
    return analysis.breakdown(rows, top, bottom, numerator, denominator), sum(one.count for one in counts)


def _by_kind(
    found: Figures, indicator: Indicator, basis: Basis, members: frozenset[str], period: Period
) -> pd.DataFrame:
    rows = []
    for kind in {found.units[unit].kind for unit in members}:
        some = frozenset(unit for unit in members if found.units[unit].kind is kind)
        top, bottom = _figure(found, indicator, basis, some, period)
        rows += [("top", kind.value, _count(top)), ("bottom", kind.value, _count(bottom))]
    below = [(1, "bottom")] if indicator.kind.divides else []
    whole = _figure(found, indicator, basis, members, period)
    return analysis.breakdown(rows, [(1, "top")], below, *whole)


def _count(value: float) -> int:
    return 0 if np.isnan(value) else int(value)


def _figure(
    found: Figures, indicator: Indicator, basis: Basis, units: Iterable[str], period: Period
) -> tuple[float, float]:
    """Numerators and denominators of the units added up; NaN where none of them has a figure."""
    values = found.values(basis)
    if period.key not in values.periods:
        return np.nan, np.nan
    at = [(unit, period.key) for unit in sorted(units)]
    top = values.numerator[indicator.code].reindex(at)
    bottom = values.denominator[indicator.code].reindex(at)
    return float(top.sum(min_count=1)), float(bottom.sum(min_count=1))


def _told(found: Figures, trait: str, unit: str, traits: dict[str, str] | None) -> str:
    if trait == KIND:
        return found.units[unit].kind.value
    if traits is None:
        return NOT_KEPT
    # With a sign in front, so that no text of a cell can pass for one of the lines above.
    return f"{_SAID}{traits[trait]}" if trait in traits else NOT_SAID


def _sides(
    catalogue: Catalogue, indicator: Indicator, period: Period | None = None
) -> tuple[analysis.Terms, analysis.Terms]:
    """The reported measures above and below the line, by the definition of the period, else the newest."""
    variant = ((indicator.at(period) if period else None) or indicator.in_force[-1]).variant
    return tuple(totals.reported(catalogue, variant.numerator)), tuple(
        totals.reported(catalogue, variant.denominator)
    )


def _measures(catalogue: Catalogue, indicator: Indicator, period: Period) -> frozenset[str]:
    return frozenset(measure for side in _sides(catalogue, indicator, period) for _, measure in side)
