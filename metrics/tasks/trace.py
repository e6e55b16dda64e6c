"""Walk a figure back to the cells that it came from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from metrics.catalogue import Indicator, Measure
from metrics.model import Basis, IndicatorKind, Source
from metrics.periods import Period
from metrics.store import Version
from metrics.tasks.workspace import Workspace


@dataclass(frozen=True)
class Origin:
    """One number behind a figure; source is None where nothing is in force."""

    measure: Measure
    period: Period
    source: Source | None


def trace(
    workspace: Workspace, unit: str, indicator: Indicator, period: Period, basis: Basis
) -> tuple[Origin, ...]:
    """Every number that the unit's figure is made of: each reported measure, for each quarter it covers."""
    in_force = indicator.at(period)
    if in_force is None:
        return ()
    codes = _reported(workspace, (*in_force.variant.numerator, *in_force.variant.denominator))
    cumulative = basis is Basis.YEAR_TO_DATE or indicator.kind is IndicatorKind.ABSENCE
    found = []
    for quarter in period.year_to_date() if cumulative else (period,):
        sources = workspace.store.sources(workspace.jurisdiction, unit, quarter.key, codes)
        found += [Origin(workspace.catalogue.measures[code], quarter, sources.get(code)) for code in codes]
    return tuple(found)


def _reported(workspace: Workspace, codes: Sequence[str]) -> tuple[str, ...]:
    """The measures that units report, behind derived ones too."""
    found: dict[str, None] = {}
    for code in codes:
        terms = workspace.catalogue.measures[code].terms
        for term in _reported(workspace, [term for _, term in terms]) if terms else (code,):
            found[term] = None
    return tuple(found)


def versions(workspace: Workspace, unit: str, period: Period) -> list[Version]:
    """Every confirmed version of the unit's report for the period, newest first."""
    forms = [form.code for form in workspace.catalogue.forms.values() if form.frequency is period.kind]
    store, area = workspace.store, workspace.jurisdiction
    return [version for form in forms for version in store.versions(area, unit, period.key, form)]


def file(workspace: Workspace, sha256: str) -> bytes:
    """The workbook as it was uploaded."""
    return workspace.store.file(workspace.jurisdiction, sha256)
