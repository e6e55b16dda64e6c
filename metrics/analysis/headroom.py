"""How much room is left until the end of the year: new and lost cases with which “双下降” is still reached.

Whole numbers decide, by the rules of double_decline: fewer new cases than last year, a lower loss rate than last
year's; a year without cases, or without lost ones, after another such year counts as achieved (rule 3, an assumption).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Year:
    """New, lost and closed cases: of a whole year, or of a year so far."""

    new: int
    lost: int
    closed: int


def new_left(so_far: Year, last: Year) -> int:
    """How many more cases may be filed. Below 0: so many too many have been already."""
    most = last.new - 1 if last.new else 0
    return most - so_far.new


def lost_left(so_far: Year, last: Year, closed_more: int) -> int | None:
    """How many of `closed_more` further cases closed may be lost. Below 0: so many too many are lost already.

    None where there is no rate to compare: nothing closed last year, or nothing this year by its end.
    Raises ValueError for closed_more below 0.
    """
    if closed_more < 0:
        raise ValueError("cases closed cannot be taken back")
    closed = so_far.closed + closed_more
    if not last.closed or not closed:
        return None
    if not last.lost:
        return -so_far.lost
    most = (last.lost * closed - 1) // last.closed  # lost ÷ closed must stay below last.lost ÷ last.closed
    return min(most - so_far.lost, closed_more)


def closed_needed(so_far: Year, last: Year) -> int | None:
    """How many more cases must be closed, none of them lost, for a loss rate below last year's.

    0 where it is so already; None where no number of them would do, or there is no rate to compare with.
    """
    if not last.closed or (not last.lost and so_far.lost):
        return None
    if not last.lost or not so_far.lost:
        return 0 if so_far.closed else 1
    enough = so_far.lost * last.closed // last.lost + 1  # closed in all: the least above lost × closed ÷ lost
    return max(enough - so_far.closed, 0)
