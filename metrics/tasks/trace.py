"""Walk a figure back to the cells that it came from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from metrics.analysis import stretch
from metrics.catalogue import Indicator, Measure
from metrics.model import Basis, Remark, Source
from metrics.periods import Period
from metrics.store import Version
from metrics.tasks.workspace import Workspace


@dataclass(frozen=True)
class Origin:
    """One number behind a figure; source is None where nothing is in force. unit: code of who reported it."""

    measure: Measure
    period: Period
    source: Source | None
    unit: str


@dataclass(frozen=True)
class Part:
    """A reported measure's place in a figure. side: “numerator” or “denominator”; sign: +1, or -1 where it is
    subtracted."""

    side: str
    sign: int
    measure: Measure


def made_of(workspace: Workspace, indicator: Indicator, period: Period) -> tuple[Part, ...]:
    """What the definition in force adds up above and below the line, down to the measures that units report."""
    in_force = indicator.at(period)
    if in_force is None:
        return ()
    measures = workspace.catalogue.measures

    def terms(codes: Sequence[str], sign: int) -> Iterator[tuple[int, Measure]]:
        for code in codes:
            if measures[code].terms:
                for own, term in measures[code].terms:
                    yield from terms([term], sign * own)
            else:
                yield sign, measures[code]

    sides = {"numerator": in_force.variant.numerator, "denominator": in_force.variant.denominator}
    return tuple(Part(side, *term) for side, codes in sides.items() for term in terms(codes, 1))


def trace(
    workspace: Workspace,
    unit: str,
    indicator: Indicator,
    period: Period,
    basis: Basis,
    parts: Mapping[tuple[str, str], tuple[str, ...]] | None = None,
) -> tuple[Origin, ...]:
    """Every number that the unit's figure is made of: each reported measure, for each quarter it covers.

    parts: Figures.parts, for a figure on the comparable basis: whose reports stand behind the unit in a quarter.
    """
    in_force = indicator.at(period)
    if in_force is None:
        return ()
    codes = _reported(workspace, (*in_force.variant.numerator, *in_force.variant.denominator))
    found = []
    for quarter in _covered(indicator, period, basis):
        for one in (parts or {}).get((unit, quarter.key), (unit,)):
            sources = workspace.store.sources(workspace.jurisdiction, one, quarter.key, codes)
            measures = workspace.catalogue.measures
            found += [Origin(measures[code], quarter, sources.get(code), one) for code in codes]
    return tuple(found)


def explained(
    workspace: Workspace, unit: str, indicators: Iterable[Indicator], period: Period, basis: Basis
) -> dict[str, tuple[Remark, ...]]:
    """Indicator → what was said of the numbers behind it; each quarter is asked once for all of them.

    Indicators of which nothing was said are absent.
    """
    behind: dict[str, set[tuple[str, str]]] = {}
    wanted: dict[str, set[str]] = {}
    for indicator in indicators:
        in_force = indicator.at(period)
        if in_force is None:
            continue
        codes = _reported(workspace, (*in_force.variant.numerator, *in_force.variant.denominator))
        quarters = [quarter.key for quarter in _covered(indicator, period, basis)]
        behind[indicator.code] = {(quarter, code) for quarter in quarters for code in codes}
        for quarter in quarters:
            wanted.setdefault(quarter, set()).update(codes)
    said = {
        (quarter, code): source.remarks
        for quarter, codes in wanted.items()
        for code, source in workspace.store.sources(
            workspace.jurisdiction, unit, quarter, sorted(codes)
        ).items()
    }
    found = {
        code: tuple(dict.fromkeys(remark for place in sorted(places) for remark in said.get(place, ())))
        for code, places in behind.items()
    }
    return {code: remarks for code, remarks in found.items() if remarks}


def _covered(indicator: Indicator, period: Period, basis: Basis) -> tuple[Period, ...]:
    return stretch.covered(indicator, basis, period)


def _reported(workspace: Workspace, codes: Sequence[str]) -> tuple[str, ...]:
    """The measures that units report, behind derived ones too."""
    found: dict[str, None] = {}
    for code in codes:
        terms = workspace.catalogue.measures[code].terms
        for term in _reported(workspace, [term for _, term in terms]) if terms else (code,):
            found[term] = None
    return tuple(found)


def versions(workspace: Workspace, unit: str, period: Period) -> dict[str, list[Version]]:
    """Name of the form → every confirmed version of the unit's report for the period, newest first."""
    store, area = workspace.store, workspace.jurisdiction
    found = {
        form.name: store.versions(area, unit, period.key, form.code)
        for form in workspace.catalogue.forms.values()
        if form.frequency is period.kind
    }
    return {name: versions for name, versions in found.items() if versions}


def file(workspace: Workspace, sha256: str) -> bytes:
    """The workbook as it was uploaded."""
    return workspace.store.file(workspace.jurisdiction, sha256)
