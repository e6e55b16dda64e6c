"""What moved a rate or a number of cases: the change of a whole, shared out to its units without a rest.

The change of a rate is split after Kitagawa (Components of a Difference Between Two Rates, JASA 50 (1955) 1168–1194)
into what units did (their own rates, at the mean of their shares of all closed cases in both stretches) and how the
cases shifted between units (changed shares, at the mean of the unit's two rates). A unit's shift is taken against the
mean of the district's two rates: more cases in a unit that loses less than the district does pull the district down.
Shares add up to one in both stretches, so this changes no sum. Fractions throughout: nothing is rounded.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

NOTHING = Fraction(0)


@dataclass(frozen=True)
class Cases:
    """Of one unit and one stretch; lost and closed are whole numbers, lost at most closed."""

    lost: int
    closed: int

    @property
    def rate(self) -> Fraction | None:
        return Fraction(self.lost, self.closed) if self.closed else None


@dataclass(frozen=True)
class RatePart:
    """One unit's part in the change, as fractions. own: by its own rate; shift: by its share of the cases."""

    unit: str
    before: Cases
    now: Cases
    own: Fraction
    shift: Fraction

    @property
    def both(self) -> Fraction:
        return self.own + self.shift


@dataclass(frozen=True)
class RateChange:
    """before, now: the whole's rates; parts in the order of the units; shared: the part that no unit has, since a
    case of several defendants is one case of the whole. own + shift + shared = now − before, exactly."""

    before: Fraction
    now: Fraction
    parts: tuple[RatePart, ...]
    shared: Fraction

    @property
    def difference(self) -> Fraction:
        return self.now - self.before

    @property
    def own(self) -> Fraction:
        return sum((part.own for part in self.parts), NOTHING)

    @property
    def shift(self) -> Fraction:
        return sum((part.shift for part in self.parts), NOTHING)


def rate_change(
    units: Mapping[str, tuple[Cases, Cases]], whole: tuple[Cases, Cases] | None = None
) -> RateChange | None:
    """units: code → (last year, now). whole: the same of all together, where it is not their sum.

    Returns None where either stretch has no closed case: there is no rate to change.
    A unit with closed cases in one stretch only has one rate; it is taken for both, so that all of its part is shift.
    """
    before, now = ([pair[side] for pair in units.values()] for side in (0, 1))
    sums = [Cases(sum(c.lost for c in side), sum(c.closed for c in side)) for side in (before, now)]
    ends = list(whole or sums)
    rates = [one.rate for one in (*ends, *sums)]
    if rates[0] is None or rates[1] is None or rates[2] is None or rates[3] is None:
        return None
    middle = (rates[2] + rates[3]) / 2
    parts = tuple(_part(unit, pair, sums[0].closed, sums[1].closed, middle) for unit, pair in units.items())
    shared = (rates[1] - rates[0]) - (rates[3] - rates[2])
    return RateChange(rates[0], rates[1], parts, shared)


def _part(unit: str, pair: tuple[Cases, Cases], all_before: int, all_now: int, middle: Fraction) -> RatePart:
    before, now = pair
    share_before, share = Fraction(before.closed, all_before), Fraction(now.closed, all_now)
    rate_before, rate = before.rate, now.rate
    if rate_before is None or rate is None:
        known = rate_before if rate is None else rate
        rate_before = rate = middle if known is None else known  # no case at all: both shares are 0
    own = (rate - rate_before) * (share + share_before) / 2
    shift = (share - share_before) * ((rate + rate_before) / 2 - middle)
    return RatePart(unit, before, now, own, shift)


@dataclass(frozen=True)
class CountPart:
    """One unit's cases in both stretches."""

    unit: str
    before: int
    now: int

    @property
    def difference(self) -> int:
        return self.now - self.before


@dataclass(frozen=True)
class CountChange:
    """shared: what the whole has less than the sum of its units, for cases of several defendants, as a change."""

    before: int
    now: int
    parts: tuple[CountPart, ...]
    shared: int

    @property
    def difference(self) -> int:
        return self.now - self.before


def count_change(units: Mapping[str, tuple[int, int]], whole: tuple[int, int] | None = None) -> CountChange:
    """units: code → (last year, now). whole: the same of all together, where it is not their sum."""
    parts = tuple(CountPart(unit, before, now) for unit, (before, now) in units.items())
    sums = sum(part.before for part in parts), sum(part.now for part in parts)
    before, now = whole or sums
    return CountChange(before, now, parts, (now - before) - (sums[1] - sums[0]))


def apportion(parts: Sequence[Fraction], whole: int) -> list[int]:
    """Each part as a whole number, next to it above or below, so that they add up to `whole` (largest remainders).

    Raises ValueError where the whole is not one of the two whole numbers next to the sum of the parts.
    """
    floors = [part.numerator // part.denominator for part in parts]
    up = whole - sum(floors)
    rests = [part - floor for part, floor in zip(parts, floors, strict=True)]
    exact = sum(parts, NOTHING)
    if abs(whole - exact) >= 1:
        raise ValueError(f"{whole} is not the sum of the parts, rounded: {float(exact)}")
    order = sorted(range(len(parts)), key=lambda i: (-rests[i], i))
    for i in order[:up]:
        floors[i] += 1
    return floors
