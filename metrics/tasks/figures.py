"""The bundle of figures behind every analysis page, computed once until something that counts changes."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, TypeVar

import pandas as pd

from metrics.analysis import completeness, double_decline, lineage, ranking, rolling, stretch, totals, trend
from metrics.analysis.attainment import attainment
from metrics.analysis.completeness import Coverage
from metrics.analysis.totals import Deducted
from metrics.analysis.trend import Change
from metrics.analysis.values import Values, compute, only
from metrics.catalogue import Catalogue
from metrics.decided import UnitChange
from metrics.model import Attainment, Basis, Unit
from metrics.panel import Panel
from metrics.periods import Period
from metrics.tasks.workspace import Workspace

T = TypeVar("T")
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
class AgainstLastYear:
    """Totals over the units whose year so far and whose last year are both whole; left_out: the others."""

    units: tuple[str, ...]
    left_out: tuple[str, ...]
    quarter: Values
    so_far: Values
    last: Values


@dataclass(frozen=True)
class Figures:
    """All figures up to a period. Everything beyond the panel is computed when first asked for.

    parts: on the comparable basis (可比口径), (unit, period) → the units whose reports stand behind it, where
    they are not the unit itself; changes: what became of units up to the period, on either basis.
    """

    catalogue: Catalogue
    jurisdiction_name: str
    units: dict[str, Unit]
    period: Period
    panel: Panel
    parts: Mapping[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    changes: tuple[UnitChange, ...] = ()

    @cached_property
    def quarter(self) -> Values:
        return compute(self.panel, self.catalogue, self.units, Basis.PERIOD)

    @cached_property
    def ytd(self) -> Values:
        return compute(self.panel, self.catalogue, self.units, Basis.YEAR_TO_DATE)

    @cached_property
    def rolling(self) -> Values:
        return rolling.rolling(self.quarter, self.catalogue, self.per_year)

    @cached_property
    def last_year(self) -> Values:
        return rolling.last_full_year(self.ytd)

    @cached_property
    def asked(self) -> dict[tuple[object, ...], Any]:
        """What tasks computed from these figures, by what was asked: pages ask for the same at every look."""
        return {}

    def values(self, basis: Basis) -> Values:
        """Units by quarter, cumulative since January, over four quarters, or of the last full year."""
        match basis:
            case Basis.PERIOD:
                return self.quarter
            case Basis.YEAR_TO_DATE:
                return self.ytd
            case Basis.ROLLING:
                return self.rolling
            case Basis.LAST_YEAR:
                return self.last_year

    def _once(self, make: Callable[[], T], *key: object) -> T:
        if key not in self.asked:
            self.asked[key] = make()
        found: T = self.asked[key]
        return found

    def total(self, basis: Basis) -> Values:
        """The district (“@all”) and each group (“@towns”, …)."""
        return self._once(lambda: self._total(basis, None, self.panel.shared), "total", basis)

    def _total(self, basis: Basis, units: Collection[str] | None, shared: pd.DataFrame) -> Values:
        """Totals over all units or some; the last full year's are the cumulative ones of its end."""
        if basis is Basis.LAST_YEAR:
            return rolling.last_full_year(self._total(Basis.YEAR_TO_DATE, units, shared))
        values = self.values(basis) if units is None else only(self.values(basis), units)
        return totals.total(values, self.catalogue, self.units, shared)

    def deducted(self, basis: Basis) -> Deducted:
        """What the totals leave out so that a case of several defendants is one case."""
        return self._once(lambda: self._deducted(basis), "deducted", basis)

    def _deducted(self, basis: Basis) -> Deducted:
        if basis is Basis.LAST_YEAR:
            whole = self.deducted(Basis.YEAR_TO_DATE)
            parts = (whole.numerator, whole.denominator)
            return Deducted(*(rolling.at_last_year(part, 0.0) for part in parts))
        return totals.deducted(self.values(basis), self.catalogue, self.units, self.panel.shared)

    def comparison(self, basis: Basis, units: Collection[str] | None = None) -> Comparison:
        """Who is compared when totals of the stretch are held against last year's (of all units, or some)."""
        ends = self.period, self.period.year_ago()
        both = self._once(
            lambda: completeness.compared(
                self.panel, self.units, *(stretch.quarters(basis, end) for end in ends)
            ),
            "compared",
            basis,
        )
        now = self._coverage(basis, self.period)
        wanted = [code for code in self.units if units is None or code in units]
        # nobody last year: there is no base, and the figures of this year stand alone
        compared = tuple(code for code in wanted if code in (both or now.present))
        left_out = tuple(c for c in wanted if c in now.expected and c not in compared)
        return Comparison(compared, left_out)

    def comparable(self, basis: Basis) -> Values:
        """Totals over the units of comparison() only."""
        return self._once(lambda: self._comparable(basis), "comparable", basis)

    def comparable_quarters(self) -> Values:
        """Totals by quarter over the units that reported for the period and for the quarter before."""

        def make() -> Values:
            both = (self.period,), (self.period.previous(),)
            compared = completeness.compared(self.panel, self.units, *both)
            held = [self.period.key, self.period.previous().key]
            known = totals.shared_where_known(self.panel, compared, held)
            return self._total(Basis.PERIOD, compared, known)

        return self._once(make, "comparable quarters")

    def _comparable(self, basis: Basis) -> Values:
        compared = self.comparison(basis).units
        ends = self.period, self.period.year_ago()
        held = tuple(p.key for end in ends for p in stretch.quarters(basis, end))
        return self._total(basis, compared, totals.shared_where_known(self.panel, compared, held))

    def against_last_year(self) -> AgainstLastYear:
        """The district's year so far beside the whole of last year."""
        now = stretch.quarters(Basis.YEAR_TO_DATE, self.period)
        before = stretch.quarters(Basis.LAST_YEAR, self.period)
        units = completeness.compared(self.panel, self.units, now, before)
        shared = totals.shared_where_known(self.panel, units, [p.key for p in (*before, *now)])
        expected = [code for code, unit in self.units.items() if unit.active_in(self.period)]
        return AgainstLastYear(
            units,
            tuple(code for code in expected if code not in units),
            *(self._total(one, units, shared) for one in (Basis.PERIOD, Basis.YEAR_TO_DATE, Basis.LAST_YEAR)),
        )

    def change(self, basis: Basis, of_totals: bool = False, steps: int | None = None) -> Change:
        """Against the same stretch last year; steps=1: against the quarter before (single quarters only).

        Of totals: over the units of comparison() only. A unit that is missing in one of the two would
        otherwise make the district look better or worse than it is.
        """
        values = self.comparable(basis) if of_totals else self.values(basis)
        return trend.change(values, self.catalogue, steps or self.per_year)

    def verdicts(self, basis: Basis, of_totals: bool = False) -> pd.DataFrame:
        """double_decline.verdicts of the period chosen; index unit. Totals over the units of comparison()."""

        def judge() -> pd.DataFrame:
            values = self.comparable(basis) if of_totals else self.values(basis)
            table = double_decline.verdicts(values, self.catalogue, None if of_totals else self.units)
            return pd.DataFrame(table.xs(self.period.key, level="period"))

        return self._once(judge, "verdicts", basis, of_totals)

    def attainment(self, basis: Basis) -> pd.DataFrame:
        """How each unit stands with each target at the end of the stretch: unit × indicator, words of Attainment."""

        def judge() -> pd.DataFrame:
            if basis is not Basis.LAST_YEAR:
                return attainment(self.values(basis), self.quarter, self.catalogue, self.units, self.period)
            end = stretch.quarters(basis, self.period)[-1]
            if end.key not in self.ytd.periods:
                nothing = Attainment.NOT_REPORTED.value
                return pd.DataFrame(nothing, index=list(self.units), columns=list(self.catalogue.indicators))
            return attainment(self.ytd, self.quarter, self.catalogue, self.units, end)

        return self._once(judge, "attainment", basis)

    def ranks(self, basis: Basis) -> pd.DataFrame:
        """Rank of each unit within its group, for every indicator and period of the window."""
        groups = {code: self.catalogue.group_of(unit).code for code, unit in self.units.items()}
        return self._once(lambda: ranking.ranks(self.values(basis), self.catalogue, groups), "ranks", basis)

    @property
    def per_year(self) -> int:
        return 12 // self.period.kind.months

    def coverage(self, basis: Basis = Basis.PERIOD) -> Coverage:
        """Who has reported for the period, or for every quarter of the stretch."""
        return self._coverage(basis, self.period)

    def _coverage(self, basis: Basis, period: Period) -> Coverage:
        if basis is Basis.PERIOD:
            return completeness.coverage(self.panel, self.units, period.key)
        return completeness.over(self.panel, self.units, stretch.quarters(basis, period))

    def label(self, basis: Basis, period: Period | None = None) -> str:
        """What the stretch is called; period: of another end than the figures'."""
        return stretch.label(basis, period or self.period)


def figures(workspace: Workspace, period: Period, comparable: bool = False) -> Figures:
    """The figures of a period, from the cache while nothing that counts has changed since.

    comparable: the past of renamed and merged units under the unit of today (lineage.comparable).
    """
    counted = workspace.store.counted(workspace.jurisdiction)
    key = (workspace.store, workspace.jurisdiction, counted, workspace.catalogue.version, period, comparable)
    with _lock:
        if key in _cache:
            _cache.move_to_end(key)
            return _cache[key]
    found = _read(workspace, period)
    if comparable:
        joined = lineage.comparable(found.panel, found.units, found.changes, period)
        found = replace(found, units=joined.units, panel=joined.panel, parts=joined.parts)
    with _lock:
        _cache[key] = found
        while len(_cache) > _KEPT:
            _cache.popitem(last=False)
    return found


def _read(workspace: Workspace, period: Period) -> Figures:
    first = Period(period.year - YEARS + 1, 1, period.kind)
    store, area = workspace.store, workspace.jurisdiction
    panel = store.panel(area, first, period, tuple(workspace.catalogue.measures))
    main = workspace.catalogue.main_form(period.kind)
    return Figures(
        workspace.catalogue,
        workspace.jurisdiction_name,
        workspace.units(),
        period,
        completeness.of_form(panel, main) if main else panel,
        changes=tuple(change for change in store.unit_changes(area) if first <= change.first <= period),
    )


def periods(workspace: Workspace) -> tuple[Period, ...]:
    """Quarters with a report in force, oldest first."""
    return workspace.store.periods(workspace.jurisdiction) if workspace.jurisdiction else ()
