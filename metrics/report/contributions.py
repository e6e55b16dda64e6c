"""What moved a whole, as it is shown: rounded so that the rows add up, the largest first, the rest as one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from metrics.analysis.decompose import CountChange, RateChange, apportion
from metrics.report import labels, words

_FINEST = 10_000  # of a rate: a hundredth of a percentage point


@dataclass(frozen=True)
class Shown:
    """One row: own, shift in hundredths of a percentage point. both is their sum."""

    unit: str
    own: int
    shift: int

    @property
    def both(self) -> int:
        return self.own + self.shift


@dataclass(frozen=True)
class ShownChange:
    """rows in the order of the units; own + shift + shared = total, and each column adds up."""

    rows: tuple[Shown, ...]
    own: int
    shift: int
    shared: int
    total: int


def shown(change: RateChange) -> ShownChange:
    """Largest remainders: each number stands next to its exact value, above or below, and all sums come out."""
    total = _nearest(change.difference)
    own, shift, shared = apportion(
        [change.own * _FINEST, change.shift * _FINEST, change.shared * _FINEST], total
    )
    owns = apportion([part.own * _FINEST for part in change.parts], own)
    shifts = apportion([part.shift * _FINEST for part in change.parts], shift)
    rows = tuple(Shown(p.unit, a, b) for p, a, b in zip(change.parts, owns, shifts, strict=True))
    return ShownChange(rows, own, shift, shared, total)


def points(hundredths: int) -> str:
    """“▼ 1.20 个百分点”; “0” where nothing."""
    return words.short_points(hundredths / _FINEST) if hundredths else "0"


def _nearest(difference: Fraction) -> int:
    """Half away from zero, as everywhere."""
    size = int(abs(difference) * _FINEST + Fraction(1, 2))
    return size if difference >= 0 else -size


@dataclass(frozen=True)
class Step:
    """One bar of a waterfall: amount in cases, or as a fraction of a rate; text as it is written."""

    name: str
    amount: float
    text: str


def rate_steps(change: RateChange, names: Mapping[str, str], most: int) -> tuple[Step, ...]:
    """The units that moved the rate most, then all others in one, then what several defendants share."""
    found = shown(change)
    order = sorted(zip(change.parts, found.rows, strict=True), key=lambda pair: -abs(pair[0].both))
    moved = [(row.unit, row.both) for part, row in order if part.both]
    return _steps(moved, found.shared, names, most, 1 / _FINEST, points)


def count_steps(change: CountChange, names: Mapping[str, str], most: int) -> tuple[Step, ...]:
    """The same for numbers of cases."""
    order = sorted(change.parts, key=lambda part: -abs(part.difference))
    moved = [(part.unit, part.difference) for part in order if part.difference]
    return _steps(moved, change.shared, names, most, 1, more_cases)


def more_cases(difference: int) -> str:
    """“▲ 3件”, “▼ 2件”; “0” where nothing."""
    return f"{'▲' if difference > 0 else '▼'} {words.count(abs(difference), '件')}" if difference else "0"


def _steps(
    moved: Sequence[tuple[str, int]],
    shared: int,
    names: Mapping[str, str],
    most: int,
    scale: float,
    say: Callable[[int], str],
) -> tuple[Step, ...]:
    some, rest = list(moved[:most]), list(moved[most:])
    if len(rest) == 1:  # one unit by its name takes no more room
        some, rest = list(moved), []
    lines = [(names[unit], amount) for unit, amount in some]
    if rest:
        lines.append((labels.OTHER_UNITS.format(len(rest)), sum(amount for _, amount in rest)))
    if shared:
        lines.append((labels.SHARED_CASES, shared))
    return tuple(Step(name, amount * scale, say(amount)) for name, amount in lines)
