"""Rank the units of a group on one indicator."""

from __future__ import annotations

from dataclasses import dataclass

from metrics.analysis import completeness, rank_defence, rank_history, rank_interval, ranking, stretch, totals
from metrics.analysis.completeness import Coverage
from metrics.analysis.rank_defence import Bottom, Defence
from metrics.analysis.rank_history import RankHistory
from metrics.analysis.rank_interval import RankSupport
from metrics.analysis.ranking import Ranking
from metrics.analysis.values import pick
from metrics.catalogue import Catalogue, Indicator, InForce
from metrics.model import Basis, NotAllowed
from metrics.tasks.figures import Figures

ALL = "all"
_KIND = "kind-"  # in front of a kind of unit, where it is ranked by itself
_FEWEST_PEERS = 3
QUARTERS_SHOWN = 12


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
    """Codes of the units of a group, or of one kind within it, in protocol order."""
    if group.startswith(_KIND):
        return tuple(code for code, unit in figures.units.items() if unit.kind == group.removeprefix(_KIND))
    return completeness.members(figures.catalogue, figures.units, group)


def groups(figures: Figures) -> dict[str, str]:
    """Code → name of what can be ranked: each ranked group that has units, and all of them together."""
    found = {
        code: group.name
        for code, group in figures.catalogue.groups.items()
        if group.ranked and completeness.members(figures.catalogue, figures.units, code)
    }
    return found | {ALL: "全部"}


def peers(figures: Figures) -> dict[str, str]:
    """Groups, and within a group of several kinds each kind that has three units: like compared with like."""
    found = groups(figures)
    for code in [code for code in found if code != ALL]:
        group = figures.catalogue.groups[code]
        here = [kind for kind in group.kinds if members(figures, _KIND + kind)]
        for kind in here if len(here) > 1 else []:
            if len(members(figures, _KIND + kind)) >= _FEWEST_PEERS:
                name = figures.catalogue.kinds[kind].name
                others = "、".join(figures.catalogue.kinds[other].name for other in here if other is not kind)
                found[_KIND + kind] = (
                    f"{name}（不含{others}）" if name == group.name else f"{group.name}中的{name}"
                )
    return found


def by_topic(catalogue: Catalogue) -> dict[str, str]:
    """Code → “出庭应诉｜负责人出庭应诉率” of what is ranked, topic by topic in the order of the catalogue."""
    ranked = catalogue.ranked_indicators()
    topics = list(dict.fromkeys(one.topic for one in ranked))
    ordered = sorted(ranked, key=lambda one: topics.index(one.topic))
    return {one.code: f"{one.topic}｜{one.short_name}" for one in ordered}


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
    names = peers(figures)
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
    units = members(figures, group)
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


def support(figures: Figures, ranked: Ranked) -> RankSupport | None:
    """Which ranks the data support, beside the official ones; None where chance has no part in the figure."""
    key = ("rank support", ranked.indicator.code, ranked.basis, ranked.group)
    if key not in figures.asked:
        figures.asked[key] = rank_interval.support(ranked.ranking, ranked.indicator)
    found: RankSupport | None = figures.asked[key]
    return found


def history(figures: Figures, ranked: Ranked) -> RankHistory:
    """The ranks of all units of the group over the last quarters, on the same basis."""
    key = ("rank history", ranked.indicator.code, ranked.basis, ranked.group)
    if key not in figures.asked:
        figures.asked[key] = rank_history.history(
            figures.values(ranked.basis),
            ranked.indicator,
            members(figures, ranked.group),
            figures.period.key,
            QUARTERS_SHOWN,
        )
    found: RankHistory = figures.asked[key]
    return found


def defend(figures: Figures, ranked: Ranked, unit: str) -> Defence:
    """What can be said for the rank of one ranked unit."""
    return rank_defence.defend(ranked.ranking, support(figures, ranked), unit)


def bottom(figures: Figures, ranked: Ranked) -> Bottom | None:
    """Who is last, and who might as well be."""
    return rank_defence.bottom(ranked.ranking, support(figures, ranked))


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
