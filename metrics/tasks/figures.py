"""The bundle of figures behind every analysis page, computed once until something that counts changes."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from metrics.analysis import completeness, double_decline, ranking, totals, trend
from metrics.analysis.completeness import Coverage
from metrics.analysis.totals import Deducted
from metrics.analysis.trend import Change
from metrics.analysis.values import Values, compute, met, only
from metrics.catalogue import Catalogue
from metrics.model import Basis, Unit
from metrics.panel import Panel
from metrics.periods import Period
from metrics.tasks.workspace import Workspace

YEARS = 5  # calendar years up to the period: a page costs the same after forty years as after four
_KEPT = 16
_cache: OrderedDict[tuple[object, ...], Figures] = OrderedDict()
_lock = threading.Lock()


@dataclass(frozen=True)
class Comparison:
    """Units that reported in both stretches, and those expected now that are left out of both."""

    units: tuple[str, ...]
    left_out: tuple[str, ...]


@dataclass(frozen=True)
class Figures:
    """All figures up to a period. Everything beyond the panel is computed when first asked for."""

    catalogue: Catalogue
    jurisdiction_name: str
    units: dict[str, Unit]
    period: Period
    panel: Panel

    @cached_property
    def quarter(self) -> Values:
        return compute(self.panel, self.catalogue, self.units, Basis.PERIOD)

    @cached_property
    def ytd(self) -> Values:
        return compute(self.panel, self.catalogue, self.units, Basis.YEAR_TO_DATE)

    @cached_property
    def _totals(self) -> dict[Basis, Values]:
        return {
            v.basis: totals.total(v, self.catalogue, self.units, self.panel.shared)
            for v in (self.quarter, self.ytd)
        }

    @cached_property
    def asked(self) -> dict[tuple[object, ...], Any]:
        """What tasks computed from these figures, by what was asked: pages ask for the same at every look."""
        return {}

    @cached_property
    def _verdicts(self) -> dict[tuple[Basis, bool], pd.DataFrame]:
        return {}

    def values(self, basis: Basis) -> Values:
        """Units by quarter, or cumulative since January."""
        return self.quarter if basis is Basis.PERIOD else self.ytd

    def total(self, basis: Basis) -> Values:
        """The district (“@all”) and each group (“@towns”, …)."""
        return self._totals[basis]

    @cached_property
    def _deducted(self) -> dict[Basis, Deducted]:
        shared = self.panel.shared
        both = (self.quarter, self.ytd)
        return {v.basis: totals.deducted(v, self.catalogue, self.units, shared) for v in both}

    def deducted(self, basis: Basis) -> Deducted:
        """What the totals leave out so that a case of several defendants is one case."""
        return self._deducted[basis]

    def comparison(self, basis: Basis, units: Collection[str] | None = None) -> Comparison:
        """Who is compared when totals of the stretch are held against last year's (of all units, or some)."""
        now, before = self._coverage(basis, self.period), self._coverage(basis, self.period.year_ago())
        wanted = [code for code in self.units if units is None or code in units]
        both = tuple(c for c in wanted if c in now.present and c in before.present)
        compared = both or tuple(code for code in wanted if code in now.present)  # nobody last year: no base
        left_out = tuple(c for c in wanted if c in now.expected and c not in compared)
        return Comparison(compared, left_out)

    @cached_property
    def _comparable(self) -> dict[Basis, Values]:
        found = {}
        for values in (self.quarter, self.ytd):
            compared = self.comparison(values.basis).units
            shared = totals.shared_where_known(self.panel, compared, self._stretches(values.basis))
            some = only(values, compared)
            found[values.basis] = totals.total(some, self.catalogue, self.units, shared)
        return found

    def _stretches(self, basis: Basis) -> tuple[str, ...]:
        """The periods of the stretch and of the same one last year."""
        both = self.period, self.period.year_ago()
        cumulative = basis is Basis.YEAR_TO_DATE
        return tuple(p.key for end in both for p in (end.year_to_date() if cumulative else (end,)))

    def change(self, basis: Basis, of_totals: bool = False, steps: int | None = None) -> Change:
        """Against the same stretch last year; steps=1: against the quarter before (single quarters only).

        Of totals: over the units of comparison() only. A unit that is missing in one of the two would
        otherwise make the district look better or worse than it is.
        """
        values = self._comparable[basis] if of_totals else self.values(basis)
        return trend.change(values, self.catalogue, steps or self.per_year)

    def verdicts(self, basis: Basis, of_totals: bool = False) -> pd.DataFrame:
        """double_decline.verdicts of the period chosen; index unit. Totals over the units of comparison()."""
        key = (basis, of_totals)
        if key not in self._verdicts:
            values = self._comparable[basis] if of_totals else self.values(basis)
            table = double_decline.verdicts(values, self.catalogue)
            self._verdicts[key] = pd.DataFrame(table.xs(self.period.key, level="period"))
        return self._verdicts[key]

    def met(self, basis: Basis) -> pd.DataFrame:
        return met(self.values(basis), self.quarter, self.catalogue)

    @cached_property
    def _ranks(self) -> dict[Basis, pd.DataFrame]:
        groups = {code: self.catalogue.group_of(unit).code for code, unit in self.units.items()}
        return {v.basis: ranking.ranks(v, self.catalogue, groups) for v in (self.quarter, self.ytd)}

    def ranks(self, basis: Basis) -> pd.DataFrame:
        """Rank of each unit within its group, for every indicator and period of the window."""
        return self._ranks[basis]

    @property
    def per_year(self) -> int:
        return 12 // self.period.kind.months

    def coverage(self, basis: Basis = Basis.PERIOD) -> Coverage:
        """Who has reported for the period, or for every quarter of the year so far."""
        return self._coverage(basis, self.period)

    def _coverage(self, basis: Basis, period: Period) -> Coverage:
        find = completeness.coverage if basis is Basis.PERIOD else completeness.since_january
        return find(self.panel, self.units, period.key)

    def label(self, basis: Basis) -> str:
        return self.period.label if basis is Basis.PERIOD else self.period.cumulative_label


def figures(workspace: Workspace, period: Period) -> Figures:
    """The figures of a period, from the cache while nothing that counts has changed since."""
    counted = workspace.store.counted(workspace.jurisdiction)
    key = (workspace.store, workspace.jurisdiction, counted, workspace.catalogue.version, period)
    with _lock:
        if key in _cache:
            _cache.move_to_end(key)
            return _cache[key]
    first = Period(period.year - YEARS + 1, 1, period.kind)
    found = Figures(
        workspace.catalogue,
        workspace.jurisdiction_name,
        workspace.units(),
        period,
        workspace.store.panel(workspace.jurisdiction, first, period, tuple(workspace.catalogue.measures)),
    )
    with _lock:
        _cache[key] = found
        while len(_cache) > _KEPT:
            _cache.popitem(last=False)
    return found


def periods(workspace: Workspace) -> tuple[Period, ...]:
    """Quarters with a report in force, oldest first."""
    return workspace.store.periods(workspace.jurisdiction) if workspace.jurisdiction else ()
