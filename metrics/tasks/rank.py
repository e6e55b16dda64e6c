"""Rank the units of a group on one indicator."""

from __future__ import annotations

from dataclasses import dataclass

from metrics.analysis import completeness, ranking, stretch, totals
from metrics.analysis.completeness import Coverage
from metrics.analysis.ranking import Ranking
from metrics.analysis.values import pick
from metrics.catalogue import Indicator, InForce
from metrics.model import Basis, NotAllowed
from metrics.tasks.figures import Figures

ALL = "all"


@dataclass(frozen=True)
class Total:
    """A group's or the district's figure, counts added up; status as in Values.

    numerator_off, denominator_off: how often cases of several defendants were counted beyond the first time,
    which the figure leaves out.
    """

    name: str
    value: float
    numerator: float
    denominator: float
    status: str
    numerator_off: float = 0
    denominator_off: float = 0


@dataclass(frozen=True)
class Ranked:
    """A ranking with all that must be said beside it. previous: label of the period compared with."""

    ranking: Ranking
    indicator: Indicator
    in_force: InForce
    group: str
    group_name: str
    basis: Basis
    label: str
    previous: str
    totals: tuple[Total, ...]
    coverage: Coverage

    @property
    def scope(self) -> str:
        """The group as a sentence names it."""
        return "全区" if self.group == ALL else self.group_name


def members(figures: Figures, group: str) -> tuple[str, ...]:
    """Codes of the units of a group, in protocol order."""
    return completeness.members(figures.catalogue, figures.units, group)


def groups(figures: Figures) -> dict[str, str]:
    """Code → name of what can be ranked: each ranked group that has units, and all of them together."""
    found = {
        code: group.name
        for code, group in figures.catalogue.groups.items()
        if group.ranked and completeness.members(figures.catalogue, figures.units, code)
    }
    return found | {ALL: "全部"}


def find_indicator(figures: Figures, text: str) -> Indicator:
    """By code or Chinese name. Raises NotAllowed with the names that there are."""
    for indicator in figures.catalogue.indicators.values():
        if text in (indicator.code, indicator.name, indicator.short_name):
            return indicator
    names = "、".join(f"{i.name}（{i.code}）" for i in figures.catalogue.ranked_indicators())
    raise NotAllowed(f"没有名为“{text}”的指标。可用的有：{names}。")


def rank(figures: Figures, indicator: Indicator, basis: Basis, group: str) -> Ranked:
    """Ranks within a group for the figures' period. Raises NotAllowed: unknown group, no definition.

    The change of rank is against the quarter before; for cumulative figures likewise against the end of
    the quarter before, and not given for the first quarter, whose predecessor is another year.
    """
    key = ("rank", indicator.code, basis, group)
    if key not in figures.asked:
        figures.asked[key] = _rank(figures, indicator, basis, group)
    ranked: Ranked = figures.asked[key]
    return ranked


def _rank(figures: Figures, indicator: Indicator, basis: Basis, group: str) -> Ranked:
    names = groups(figures)
    if group not in names:
        raise NotAllowed(
            f"没有名为“{group}”的分组。可用的有：{'、'.join(f'{n}（{c}）' for c, n in names.items())}。"
        )
    in_force = indicator.at(figures.period)
    if in_force is None:
        raise NotAllowed(f"“{indicator.name}”在{figures.period.label}还没有口径。")
    values = figures.values(basis)
    before = stretch.before(basis, figures.period)
    previous = before if before and before.key in values.periods else None
    units = completeness.members(figures.catalogue, figures.units, group)
    coverage = figures.coverage(basis)
    return Ranked(
        ranking.rank(values, indicator, units, figures.period.key, previous.key if previous else None),
        indicator,
        in_force,
        group,
        names[group],
        basis,
        figures.label(basis),
        figures.label(basis, previous) if previous else "",
        _totals(figures, indicator, basis, group),
        Coverage(
            tuple(code for code in coverage.expected if code in units),
            tuple(code for code in coverage.missing if code in units),
        ),
    )


def _totals(figures: Figures, indicator: Indicator, basis: Basis, group: str) -> tuple[Total, ...]:
    """The rows below the table: each group ranked, and the district when all are."""
    total, off = figures.total(basis), figures.deducted(basis)
    shown = [code for code in groups(figures) if code != ALL and group in (code, ALL)]
    wanted = [(totals.key_of(code), f"{figures.catalogue.groups[code].name}合计") for code in shown]
    if group == ALL:
        wanted.append((totals.ALL, "全区合计"))
    found = []
    for key, name in wanted:
        at = (key, figures.period.key, indicator.code)
        cell = total.cell(*at)
        found.append(
            Total(
                name,
                cell.value,
                cell.numerator,
                cell.denominator,
                cell.status,
                float(pick(off.numerator, *at)),
                float(pick(off.denominator, *at)),
            )
        )
    return tuple(found)
