"""Which units the rules of escalation.toml name, why, and how sure that is. Proposals only: people decide.

A rule that is met becomes a proposal where its gate is passed; else it is listed with what is missing. The
official rate, rank and verdict stay what they are.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from metrics.analysis.rule_figures import Evidence, Reading, RuleFigures
from metrics.analysis.values import Cell
from metrics.catalogue import Catalogue
from metrics.catalogue.escalation import Rule
from metrics.decided import Action, Level
from metrics.model import Unit
from metrics.panel import Panel
from metrics.periods import Period


@dataclass(frozen=True)
class Proposal:
    """A rule that a unit meets. readings: the latest period first. level: what is proposed, one lower than
    the rule's where it is the first time. earlier: measures on the same matter that are remembered, newest
    first. matter: indicators. base: the rule that is met again, for one that follows an earlier measure.
    also: other rules that say the same of the unit and that this one stands for.
    """

    unit: str
    period: Period
    rule: Rule
    base: Rule
    level: Level
    readings: tuple[Reading, ...]
    evidence: Evidence
    earlier: tuple[Action, ...]
    also: tuple[Rule, ...] = ()
    then: Cell | None = None  # the figure at the time of the earlier measure

    @property
    def matter(self) -> tuple[str, ...]:
        return self.base.indicators

    @property
    def is_milder(self) -> bool:
        return self.level is not self.rule.level


@dataclass(frozen=True)
class Assessment:
    """proposals: heaviest first, then in order of rules and units. not_enough: met, but the gate not passed."""

    proposals: tuple[Proposal, ...]
    not_enough: tuple[Proposal, ...]


def assess(
    panel: Panel,
    catalogue: Catalogue,
    units: Mapping[str, Unit],
    period: Period,
    history: Sequence[Action] = (),
    rules: Collection[str] | None = None,
) -> Assessment:
    """What the rules say of a period. Units of groups that are not ranked (区政府) are never named.

    panel: up to the period or longer. history: what was done in earlier periods; what the period itself saw is the
    caller's business. rules: codes to look at, all of them by default. A unit that has not reported meets no rule.
    """
    figures = RuleFigures(panel, catalogue, units)
    if not figures.knows(period):
        return Assessment((), ())
    wanted = [
        rule
        for code, rule in catalogue.escalation.rules.items()
        if rule.holds_in(period) and (rules is None or code in rules)
    ]
    remembered = _remembered(history, period, catalogue.escalation.memory)
    met = [
        found
        for rule in wanted
        for found in (
            _again(rule, figures, period, remembered)
            if rule.after
            else _met(rule, figures, period, remembered)
        )
    ]
    passed = [one for one in met if one.evidence.passed]
    named = {(one.unit, one.base.code) for one in passed}
    return Assessment(
        _heaviest(passed, figures),
        tuple(one for one in met if not one.evidence.passed and (one.unit, one.base.code) not in named),
    )


def _met(
    rule: Rule, figures: RuleFigures, period: Period, remembered: Mapping[str, Sequence[Action]]
) -> list[Proposal]:
    found = []
    for unit in figures.ranked:
        readings = figures.readings(rule, unit, period)
        if not all(reading.holds for reading in readings):
            continue
        earlier = tuple(a for a in remembered.get(unit, ()) if _same_matter(a, rule))
        level = rule.level.milder if rule.milder_first and not earlier else rule.level
        evidence = figures.evidence(rule, unit, period, readings)
        found.append(Proposal(unit, period, rule, rule, level, readings, evidence, earlier))
    return found


def _again(
    rule: Rule, figures: RuleFigures, period: Period, remembered: Mapping[str, Sequence[Action]]
) -> list[Proposal]:
    """Units whose earlier measure has not helped: the rule behind it is met again, and the figure is no better."""
    found = []
    since = period.shift(-rule.within)
    for unit in figures.ranked:
        for action in remembered.get(unit, ()):
            base = figures.catalogue.escalation.rules.get(action.rule)
            if (
                base is None
                or not base.conditions
                or rule.after is None
                or action.level.weight < rule.after.weight
                or action.period < since
                or not base.holds_in(period)
            ):
                continue
            readings = figures.readings(base, unit, period)
            then = figures.cell(base.conditions[0], unit, action.period)
            if not all(reading.holds for reading in readings) or not figures.no_better(readings[0], then):
                continue
            earlier = tuple(a for a in remembered[unit] if _same_matter(a, base))
            level = rule.level.milder if rule.milder_first and not earlier else rule.level
            evidence = figures.evidence(base, unit, period, readings)
            found.append(Proposal(unit, period, rule, base, level, readings, evidence, earlier, then=then))
            break
    return found


def _remembered(history: Sequence[Action], period: Period, memory: int) -> dict[str, list[Action]]:
    """Unit → its measures of the last `memory` quarters before the period, newest first."""
    found: dict[str, list[Action]] = {}
    for action in sorted(history, key=lambda a: (a.period, a.level.weight), reverse=True):
        if period.shift(-memory) <= action.period < period:
            found.setdefault(action.unit, []).append(action)
    return found


def _same_matter(action: Action, rule: Rule) -> bool:
    return action.rule == rule.code or bool(set(action.indicators) & set(rule.indicators))


def _heaviest(passed: Sequence[Proposal], figures: RuleFigures) -> tuple[Proposal, ...]:
    """One proposal for each unit and matter: the heaviest stands, the others are named in it."""
    order = {code: n for n, code in enumerate(figures.catalogue.escalation.rules)}
    units = {code: n for n, code in enumerate(figures.ranked)}
    by_weight = sorted(
        passed, key=lambda one: (-one.level.weight, -one.rule.level.weight, order[one.rule.code])
    )
    kept: dict[tuple[str, tuple[str, ...]], Proposal] = {}
    for one in by_weight:
        stands = kept.get((one.unit, one.matter))
        if stands is None:
            kept[one.unit, one.matter] = one
        else:
            kept[one.unit, one.matter] = replace(stands, also=(*stands.also, one.rule))
    return tuple(sorted(kept.values(), key=lambda p: (-p.level.weight, order[p.rule.code], units[p.unit])))
