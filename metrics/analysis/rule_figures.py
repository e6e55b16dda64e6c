"""The figures that the rules of escalation.toml ask for, and what their gates say. Each is computed once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import pandas as pd

from metrics.analysis import ranking, shrinkage, totals
from metrics.analysis.rolling import rolling
from metrics.analysis.values import Cell, Values, compute
from metrics.catalogue import Catalogue, Indicator
from metrics.catalogue.escalation import Condition, Gate, Rule, Test
from metrics.model import Basis, Direction, IndicatorKind, Unit
from metrics.panel import Panel
from metrics.periods import Period

_NAN = float("nan")
_NOTHING = Cell(_NAN, _NAN, _NAN, "not_reported")


@dataclass(frozen=True)
class Reading:
    """One condition in one period. compared: target, number, the district's figure, last year's, or the rank.

    events: cases that tell against the unit, NaN where the figure is not known. of: how many units are ranked with it.
    """

    condition: Condition
    period: Period
    cell: Cell
    events: float
    compared: Cell
    of: int
    holds: bool


@dataclass(frozen=True)
class Evidence:
    """What the gate saw. missing: “” where it is passed, else too_few_cases | too_few_events |
    within_chance | no_spread | not_known.

    cases, events: of the stretch that ends with period. chance: that the unit's true rate of events lies above
    threshold, the rate below which the gate's share of the units lie; NaN for facts. fitted: number of
    units with cases behind the spread; mean: their mean rate.
    """

    gate: Gate
    missing: str
    period: Period
    periods: int
    cases: float
    events: float
    chance: float = float("nan")
    threshold: float = float("nan")
    mean: float = float("nan")
    fitted: int = 0

    @property
    def passed(self) -> bool:
        return not self.missing


class _Cells:
    """Values as arrays, looked up by position: a frame takes a hundred times as long for one cell."""

    def __init__(self, values: Values) -> None:
        self.values = values
        self._frames = [values.cube(frame) for frame in (values.value, values.numerator, values.denominator)]
        self._status = values.cube(values.status)
        self._target, self._variant = values.target.to_numpy(), values.variant.to_numpy()
        self._units = {code: n for n, code in enumerate(values.units)}
        self._periods = {key: n for n, key in enumerate(values.periods)}
        self._columns = {key: n for n, key in enumerate(values.value.columns)}

    def __contains__(self, period: Period) -> bool:
        return period.key in self._periods

    def at(self, unit: str, period: Period, key: str) -> Cell:
        """One figure; not_reported for a period that the values do not reach."""
        if period not in self:
            return _NOTHING
        place = self._units[unit], self._periods[period.key], self._columns[key]
        value, top, bottom = (float(frame[place]) for frame in self._frames)
        return Cell(value, top, bottom, str(self._status[place]))

    def target(self, period: Period, key: str) -> float:
        return float(self._target[self._periods[period.key], self._columns[key]])

    def variant(self, period: Period, key: str) -> str:
        return str(self._variant[self._periods[period.key], self._columns[key]])

    def column(self, units: Sequence[str], period: Period, key: str) -> tuple[Any, Any]:
        """(numerators, denominators) of some units."""
        rows, place = [self._units[u] for u in units], (self._periods[period.key], self._columns[key])
        return self._frames[1][rows, place[0], place[1]], self._frames[2][rows, place[0], place[1]]


class RuleFigures:
    """Values of every condition's figure for all units, totals, ranks, and the evidence of the gates.

    ranked: codes of the units that rules may name, in protocol order.
    """

    def __init__(self, panel: Panel, catalogue: Catalogue, units: Mapping[str, Unit]) -> None:
        rules = catalogue.escalation.rules.values()
        conditions = {c.key: c for rule in rules for c in rule.conditions}
        self.indicators = {
            key: _with_variant(catalogue.indicators[c.indicator], c) for key, c in conditions.items()
        }
        self.catalogue = replace(catalogue, indicators=self.indicators)
        self._panel, self._units = panel, units
        present = set(panel.values.index.get_level_values("unit"))
        self._groups = {code: catalogue.group_of(unit) for code, unit in units.items() if code in present}
        self.ranked = tuple(code for code, group in self._groups.items() if group.ranked)
        self._cells: dict[Basis | int, _Cells] = {}
        self._totals: dict[Basis, _Cells] = {}
        self._fits: dict[tuple[object, ...], tuple[shrinkage.Beta, int]] = {}
        self._places: dict[tuple[object, ...], dict[str, float]] = {}

    @cached_property
    def _quarter(self) -> Values:
        return compute(self._panel, self.catalogue, self._units, Basis.PERIOD)

    def cells(self, basis: Basis | int) -> _Cells:
        """On a basis; or over so many quarters, for a gate."""
        if basis not in self._cells:
            if basis is Basis.PERIOD:
                made = self._quarter
            elif basis is Basis.YEAR_TO_DATE:
                made = compute(self._panel, self.catalogue, self._units, Basis.YEAR_TO_DATE)
            else:
                made = rolling(self._quarter, self.catalogue, 4 if isinstance(basis, Basis) else basis)
            self._cells[basis] = _Cells(made)
        return self._cells[basis]

    def knows(self, period: Period) -> bool:
        return period in self.cells(Basis.PERIOD)

    def cell(self, condition: Condition, unit: str, period: Period) -> Cell:
        return self.cells(condition.basis).at(unit, period, condition.key)

    def readings(self, rule: Rule, unit: str, period: Period) -> tuple[Reading, ...]:
        """Every condition in every period that the rule asks for; stops at the first that does not hold."""
        found = []
        for back in range(rule.repeat):
            for condition in rule.conditions:
                reading = self._reading(condition, unit, period.shift(-back))
                found.append(reading)
                if not reading.holds:
                    return tuple(found)
        return tuple(found)

    def _reading(self, condition: Condition, unit: str, period: Period) -> Reading:
        cell, indicator = self.cell(condition, unit, period), self.indicators[condition.key]
        if cell.status != "ok":
            return Reading(condition, period, cell, _NAN, _NOTHING, 0, False)
        target = self.cells(condition.basis).target(period, condition.key)
        events = _events(indicator, cell, target)
        compared, of, holds = _NOTHING, 0, False
        match condition.test:
            case Test.MISSES_TARGET:
                compared = Cell(target, _NAN, _NAN, "ok")
                holds = _misses(indicator, cell.value, target)
            case Test.WORSE_THAN_AVERAGE:
                compared = self._total(condition, period)
                holds = compared.status == "ok" and _worse(indicator, cell.value, compared.value)
            case Test.WORSE_THAN_YEAR_AGO:
                compared = self._year_ago(condition, unit, period)
                holds = compared.status == "ok" and _worse(indicator, cell.value, compared.value)
            case Test.RANKED_LAST:
                places = self._ranks(condition, unit, period)
                compared, of = Cell(places.get(unit, _NAN), _NAN, _NAN, "ok"), len(places)
                # With fewer than twice as many units “the last three” would be half of the group.
                holds = unit in places and of >= 2 * condition.number and places[unit] > of - condition.number
            case Test.EVENTS:
                compared, holds = Cell(condition.number, _NAN, _NAN, "ok"), events >= condition.number
        return Reading(condition, period, cell, events, compared, of, holds)

    def _total(self, condition: Condition, period: Period) -> Cell:
        """The district's figure, cases added up."""
        basis = condition.basis
        if basis not in self._totals:
            values = self.cells(basis).values
            shared = self._panel.shared
            self._totals[basis] = _Cells(totals.total(values, self.catalogue, self._units, shared))
        return self._totals[basis].at(totals.ALL, period, condition.key)

    def _year_ago(self, condition: Condition, unit: str, period: Period) -> Cell:
        """Last year's figure; redefined where it was computed another way."""
        before, cells = period.year_ago(), self.cells(condition.basis)
        cell = cells.at(unit, before, condition.key)
        if cell.status == "ok" and cells.variant(before, condition.key) != cells.variant(
            period, condition.key
        ):
            return Cell(_NAN, _NAN, _NAN, "redefined")
        return cell

    def _ranks(self, condition: Condition, unit: str, period: Period) -> dict[str, float]:
        """Unit → rank within the unit's group, of those that are ranked."""
        group = self._groups[unit].code
        at = (condition.basis, condition.key, period, group)
        if at not in self._places:
            members = [code for code in self.ranked if self._groups[code].code == group]
            values, indicator = self.cells(condition.basis).values, self.indicators[condition.key]
            # Under the indicator's own code: what is ranked is the column of the condition.
            as_column = replace(indicator, code=condition.key)
            table = ranking.rank(values, as_column, members, period.key, None).table
            self._places[at] = dict(zip(table["unit"], table["rank"].astype(float), strict=True))
        return self._places[at]

    def no_better(self, now: Reading, then: Cell) -> bool:
        """Whether a figure has not improved since the earlier measure; unknown then counts as improved."""
        indicator = self.indicators[now.condition.key]
        return then.status == "ok" and not _worse(indicator, then.value, now.cell.value)

    def evidence(self, rule: Rule, unit: str, period: Period, readings: Sequence[Reading]) -> Evidence:
        """What the gate of the rule says of a unit that meets it. Raises ValueError for a rule without one."""
        gate, condition = rule.gate, rule.conditions[0]
        if gate is None:
            raise ValueError(f"rule {rule.code} has no gate of its own")
        if gate.kind == "facts":
            own = [r for r in readings if r.condition == condition]
            cases = sum(r.cell.denominator for r in own if not pd.isna(r.cell.denominator))
            events = sum(r.events for r in own)
            return Evidence(gate, _too_few(gate, cases, events), period, len(own), cases, events)
        cell = self.cells(gate.quarters).at(unit, period, condition.key)
        if cell.status != "ok":
            return Evidence(gate, "not_known", period, gate.quarters, _NAN, _NAN)
        cases, events = cell.denominator, _events(self.indicators[condition.key], cell, _NAN)
        prior, fitted = self._prior(gate, condition, unit, period)
        threshold = prior.quantile(gate.quantile)
        chance = float(shrinkage.chance_above(events, cases, prior, threshold))
        missing = _too_few(gate, cases, events)
        if not missing and not prior.spread:
            missing = "no_spread"
        if not missing and chance < gate.chance:
            missing = "within_chance"
        return Evidence(
            gate, missing, period, gate.quarters, cases, events, chance, threshold, prior.mean, fitted
        )

    def _prior(
        self, gate: Gate, condition: Condition, unit: str, period: Period
    ) -> tuple[shrinkage.Beta, int]:
        """The spread of the ranked units' true rates over the gate's stretch, and how many had cases."""
        group = self._groups[unit].code if gate.over == "group" else ""
        at = (gate.quarters, condition.key, period, group)
        if at not in self._fits:
            members = [code for code in self.ranked if not group or self._groups[code].code == group]
            top, bottom = self.cells(gate.quarters).column(members, period, condition.key)
            known = ~pd.isna(top) & (bottom > 0)
            events, cases = top[known], bottom[known]
            if self.indicators[condition.key].direction is Direction.UP:
                events = cases - events
            self._fits[at] = (shrinkage.fit_beta(events, cases), int(known.sum()))
        return self._fits[at]


def _with_variant(indicator: Indicator, condition: Condition) -> Indicator:
    """The indicator as the condition wants it computed."""
    if not condition.variant:
        return indicator
    variant = indicator.variants[condition.variant]
    return replace(
        indicator, in_force=tuple(replace(segment, variant=variant) for segment in indicator.in_force)
    )


def _events(indicator: Indicator, cell: Cell, target: float) -> float:
    """How many cases tell against the unit: lost ones, hearings without the head, reviews that are missing."""
    if not pd.isna(cell.denominator):
        against = indicator.direction is Direction.DOWN and indicator.kind is not IndicatorKind.ABSENCE
        return cell.numerator if against else cell.denominator - cell.numerator
    if indicator.direction is Direction.DOWN or indicator.target_rule == "at_most":
        return cell.value
    return max(target - cell.value, 0.0)


def _worse(indicator: Indicator, one: float, other: float) -> bool:
    return one > other if indicator.direction is Direction.DOWN else one < other


def _misses(indicator: Indicator, value: float, target: float) -> bool:
    return value > target if indicator.target_rule == "at_most" else value < target


def _too_few(gate: Gate, cases: float, events: float) -> str:
    if cases < gate.min_cases:
        return "too_few_cases"
    return "too_few_events" if events < gate.min_events else ""
