"""Whom the rules of escalation name, in simulated districts whose true loss rates are known.

A district: 80 units; a unit's cases a quarter ~ Poisson(λ), λ ~ Gamma with mean 3 (shape 2: the issue names the mean
only; of the shapes tried this one gives its figures); its true loss rate ~ Beta(2, 18), unchanged over time. “真正差于
中位数”: the true rate is above the median of the 80; “真正最差四分之一”: among the 20 highest.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from benchmarks import measure
from metrics import catalogue
from metrics.analysis import shrinkage
from metrics.analysis.escalation import assess
from metrics.catalogue import Catalogue
from metrics.decided import Action, Level
from metrics.model import Enforcement, Unit, UnitKind
from metrics.panel import Panel
from metrics.periods import Period

UNITS, WORST, EIGHT = 80, 20, 8
SHAPE, MEAN = 2.0, 3.0
SEED = 20240601
DISTRICTS = int(os.environ.get("FAIRNESS_DISTRICTS", "2000"))  # for the raw rate and the plain gate
RULED = max(DISTRICTS // 10, 10)  # for our rules, which run as the product runs them
FIRST = Period(2021, 1)
QUARTERS = 16  # one year until four quarters are known, one in which history gathers, two that are measured
MEASURED = range(8, QUARTERS)
RATE = "admin_litigation_loss_rate"
RULES = ("loss_rate_above_average", "loss_rate_up", "not_improved_after_interview")
SEVERE = (Level.INTERVIEW, Level.CRITICISM)

Counts = NDArray[np.int64]
Named = NDArray[np.bool_]


@dataclass(frozen=True)
class Districts:
    """rate: (district, unit); closed, lost: (district, unit, quarter)."""

    rate: NDArray[np.float64]
    closed: Counts
    lost: Counts

    @property
    def worse(self) -> Named:
        return self.rate > np.median(self.rate, axis=1)[:, None]

    @property
    def worst(self) -> Named:
        return self.rate >= np.sort(self.rate, axis=1)[:, -WORST][:, None]


@dataclass(frozen=True)
class Score:
    """Of the units named per district and quarter: how many, and what they are."""

    named: float
    worse: float
    worst: float
    found: float

    def row(self, label: str) -> tuple[object, ...]:
        shares = (f"{100 * share:.1f}%" for share in (self.worse, self.worst, self.found))
        return label, f"{self.named:.1f}", *shares


HEAD = ("做法", "每区点名单位数", "其中真正差于中位数", "其中真正属最差四分之一", "找到最差四分之一中的")


def run() -> None:
    some = simulate(DISTRICTS, 8, SEED)
    right, small = raw_worst_eight(some)
    measure.table(
        f"原始率末八位（单季，{DISTRICTS:,} 个模拟区）",
        ("做法", "点名的八个确为真正末八位", "名额给了不超过 2 件的单位"),
        [("败诉率末八位", f"{100 * right:.0f}%", f"{100 * small:.0f}%")],
    )
    gates = (0.5, 0.55, 0.6, 0.65, 0.7, 0.75)
    frontier = [plain_gate(some, 4, gate) for gate in gates]
    measure.table(
        f"经验贝叶斯单一门槛（滚动四季，差于四分之三单位的可能性不低于门槛；{DISTRICTS:,} 个模拟区）",
        HEAD,
        [score.row(f"门槛 {gate}") for gate, score in zip(gates, frontier, strict=True)],
    )
    eight = [plain_gate(some, 8, gate) for gate in gates]
    measure.table(
        "同一门槛，改看八季",
        HEAD,
        [score.row(f"门槛 {gate}") for gate, score in zip(gates, eight, strict=True)],
    )
    ours = simulate(RULED, QUARTERS, SEED + 1)
    each, within_year, reminded = our_rules(ours)
    measure.table(
        f"本平台规则（首次从轻、证据门槛 0.6，{RULED} 个模拟区 × {len(MEASURED)} 季，按季逐次运行）",
        HEAD,
        [
            each.row("当季建议约谈以上"),
            within_year.row("一年内曾被建议约谈以上"),
            reminded.row("一年内曾被建议发函以上"),
        ],
    )
    same = at_precision(frontier, each.worse)
    measure.table(
        "与单一门槛相比（差于中位数的比例相同时）",
        ("差于中位数", "单一门槛找到", "本平台规则找到", "漏掉的最差四分之一单位（共 20 个）"),
        [
            (
                f"{100 * each.worse:.1f}%",
                f"{100 * same:.1f}%",
                f"{100 * each.found:.1f}%",
                f"当季 {WORST * (1 - each.found):.1f} 个，一年内 {WORST * (1 - within_year.found):.1f} 个",
            )
        ],
    )


def simulate(districts: int, quarters: int, seed: int) -> Districts:
    draw = np.random.default_rng(seed)
    shape = (districts, UNITS)
    load = draw.gamma(SHAPE, MEAN / SHAPE, shape)
    rate = draw.beta(2, 18, shape)
    closed = draw.poisson(load[..., None], (*shape, quarters))
    return Districts(rate, closed, draw.binomial(closed, rate[..., None]))


def raw_worst_eight(some: Districts) -> tuple[float, float]:
    """(share of the eight named by one quarter's raw rate that are the true worst eight, share of the places
    that go to units with at most two cases). Equal rates are put in order by lot."""
    closed, lost = some.closed[..., -1], some.lost[..., -1]
    rate = np.where(closed > 0, lost / np.maximum(closed, 1), -1.0)
    lot = np.random.default_rng(SEED).random(rate.shape) * 1e-9
    named = np.argsort(-(rate + lot), axis=1)[:, :EIGHT]
    truly = np.argsort(-some.rate, axis=1)[:, :EIGHT]
    right = (named[:, :, None] == truly[:, None, :]).any(axis=2).mean()
    return float(right), float((np.take_along_axis(closed, named, axis=1) <= 2).mean())


def plain_gate(some: Districts, quarters: int, gate: float) -> Score:
    return score(some, chances(some, quarters) >= gate)


_CHANCES: dict[tuple[int, int], NDArray[np.float64]] = {}


def chances(some: Districts, quarters: int) -> NDArray[np.float64]:
    """How probable it is that each unit's rate lies above the upper quartile, from the last quarters."""
    at = (id(some), quarters)
    if at not in _CHANCES:
        lost, closed = some.lost[..., -quarters:].sum(-1), some.closed[..., -quarters:].sum(-1)
        found = np.empty(some.rate.shape)
        for n, (k, of) in enumerate(zip(lost, closed, strict=True)):
            prior = shrinkage.fit_beta(k, of)
            found[n] = shrinkage.chance_above(k, of, prior, prior.quantile(0.75))
        _CHANCES[at] = found
    return _CHANCES[at]


def score(some: Districts, named: Named) -> Score:
    """named: (district, unit), or (time, district, unit) where units are named more than once."""
    worse, worst = np.broadcast_to(some.worse, named.shape), np.broadcast_to(some.worst, named.shape)
    total = max(int(named.sum()), 1)
    looks = named.size // UNITS
    return Score(
        named.sum() / looks,
        float(worse[named].sum() / total),
        float(worst[named].sum() / total),
        float((named & worst).sum() / (WORST * looks)),
    )


def at_precision(frontier: Sequence[Score], worse: float) -> float:
    """What the plain gate finds where the same share of the named is worse than the median."""
    return float(np.interp(worse, [s.worse for s in frontier], [s.found for s in frontier]))


def our_rules(some: Districts) -> tuple[Score, Score, Score]:
    """Our rules, quarter by quarter, every proposal confirmed as it is proposed, so that the next one knows.

    Returns: named for 约谈 and above in a quarter; at least once in the last four quarters; for 发函 and above
    at least once in the last four quarters.
    """
    definitions = only_loss_rules()
    units = {f"u{n:02d}": _unit(n) for n in range(UNITS)}
    place = {code: n for n, code in enumerate(units)}
    shape = (QUARTERS, len(some.rate), UNITS)
    severe, any_level = np.zeros(shape, dtype=bool), np.zeros(shape, dtype=bool)
    for d, panel in enumerate(panels(some, list(units))):
        history: list[Action] = []
        for q in range(3, QUARTERS):
            period = FIRST.shift(q)
            found = assess(panel, definitions, units, period, history)
            for one in found.proposals:
                history.append(Action(one.unit, one.rule.code, one.matter, one.level, period))
                any_level[q, d, place[one.unit]] = True
                severe[q, d, place[one.unit]] = one.level in SEVERE
    ends = [q for q in MEASURED if q >= 11]
    return (
        score(some, severe[list(MEASURED)]),
        score(some, np.stack([severe[q - 3 : q + 1].any(axis=0) for q in ends])),
        score(some, np.stack([any_level[q - 3 : q + 1].any(axis=0) for q in ends])),
    )


def only_loss_rules() -> Catalogue:
    """The catalogue that ships, with the rules that look at the loss rate."""
    shipped = catalogue.load()
    rules = {code: shipped.escalation.rules[code] for code in RULES}
    rules = {code: replace(rule, first=FIRST) for code, rule in rules.items()}
    escalation = replace(shipped.escalation, rules=rules)
    return replace(shipped, indicators={RATE: shipped.indicators[RATE]}, escalation=escalation)


def panels(some: Districts, codes: Sequence[str]) -> Iterator[Panel]:
    keys = [FIRST.shift(q).key for q in range(QUARTERS)]
    index = pd.MultiIndex.from_product([codes, keys], names=["unit", "period"])
    columns = ["litigation_closed", "litigation_lost"]
    excused = pd.DataFrame(False, index=index, columns=columns)
    reported = pd.Series(True, index=index, name="reported")
    for closed, lost in zip(some.closed, some.lost, strict=True):
        both = np.stack([closed.reshape(-1), lost.reshape(-1)], axis=1).astype(float)
        yield Panel(pd.DataFrame(both, index=index, columns=columns), excused, reported)


def _unit(number: int) -> Unit:
    name = f"u{number:02d}"
    return Unit("610702", name, name, name, UnitKind.DEPARTMENT, Enforcement.FULL, number)
