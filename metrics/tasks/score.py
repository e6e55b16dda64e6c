"""The composite scores of a group for a period, with what the weights decide."""

from __future__ import annotations

from dataclasses import dataclass

from metrics.analysis import score
from metrics.analysis.score import Scores, Sensitivity
from metrics.model import NotAllowed
from metrics.tasks import rank
from metrics.tasks.figures import Figures


@dataclass(frozen=True)
class Scored:
    """Scores of the units of a group. label: the stretch that they are over; scope: the group in a sentence."""

    scores: Scores
    sensitivity: Sensitivity
    label: str
    scope: str


def score_group(figures: Figures, group: str) -> Scored:
    """Over the stretch that the scheme says. Raises NotAllowed: no scheme for the period, unknown group."""
    scheme = figures.catalogue.scheme_at(figures.period)
    if scheme is None:
        raise NotAllowed(f"{figures.period.label}没有综合评价方案，请管理员在 schemes.toml 中补充。")
    names = rank.groups(figures)
    if group not in names:
        raise NotAllowed(f"没有名为“{group}”的分组。")
    key = ("score", scheme.code, group)
    if key not in figures.asked:
        found = score.scores(
            figures.values(scheme.basis),
            figures.catalogue,
            scheme,
            rank.members(figures, group),
            figures.period.key,
        )
        scope = "全区" if group == rank.ALL else names[group]
        figures.asked[key] = Scored(found, score.sensitivity(found), figures.label(scheme.basis), scope)
    scored: Scored = figures.asked[key]
    return scored
