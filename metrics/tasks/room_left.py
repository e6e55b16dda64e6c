"""How much room the district and each unit have until the year's end, and what their own history lets expect."""

from __future__ import annotations

from dataclasses import dataclass

from metrics.analysis import headroom, stretch, totals
from metrics.analysis.forecast import MOST_QUARTERS, Forecast, forecast
from metrics.analysis.headroom import Year
from metrics.analysis.values import Values
from metrics.model import Basis
from metrics.periods import Period
from metrics.tasks.figures import Figures


@dataclass(frozen=True)
class Room:
    """code: of the unit, or totals.ALL. so_far, last: None where the year so far or last year is not whole, with
    the reason: not_reported | not_there_before | redefined | no_closed_before.

    closed_more: how many cases last year closed in the quarters that are left now. history: this subject's own
    single quarters, the newest last.
    """

    code: str
    reason: str
    so_far: Year | None = None
    last: Year | None = None
    closed_more: int = 0
    history: tuple[Year, ...] = ()
    expected: Forecast | None = None

    def new_left(self) -> int | None:
        return headroom.new_left(self.so_far, self.last) if self.so_far and self.last else None

    def lost_left(self, closed_more: int) -> int | None:
        """With so many more cases closed."""
        return headroom.lost_left(self.so_far, self.last, closed_more) if self.so_far and self.last else None

    def closed_needed(self) -> int | None:
        return headroom.closed_needed(self.so_far, self.last) if self.so_far and self.last else None


@dataclass(frozen=True)
class Rooms:
    """quarters_left: of the year. compared, left_out: units in the district's figures, and those not whole."""

    quarters_left: int
    district: Room
    units: tuple[Room, ...]
    compared: tuple[str, ...]
    left_out: tuple[str, ...]


def rooms(found: Figures) -> Rooms:
    """Of the figures' year; the year so far always, whatever stretch is looked at."""
    if ("rooms",) not in found.asked:
        found.asked["rooms",] = _rooms(found)
    made: Rooms = found.asked["rooms",]
    return made


def _rooms(found: Figures) -> Rooms:
    left = found.per_year - found.period.number
    against = found.against_last_year()
    if against.units:
        district = _room(found, totals.ALL, against.so_far, against.last, against.quarter, left)
    else:
        whole = any(_year(found, found.ytd, code, found.period)[0] for code in found.units)
        district = Room(totals.ALL, "no_base" if whole else "not_reported")
    units = tuple(
        _room(found, code, found.ytd, found.last_year, found.quarter, left)
        for code, unit in found.units.items()
        if unit.active_in(found.period)
    )
    return Rooms(left, district, units, against.units, against.left_out)


def _room(found: Figures, code: str, so_far: Values, last: Values, quarter: Values, left: int) -> Room:
    now, reason = _year(found, so_far, code, found.period)
    before, reason_before = _year(found, last, code, found.period)
    heads = found.catalogue.headlines
    key = found.period.key
    if reason or reason_before:
        worse = {"not_reported": "no_base", "not_applicable": "not_there_before"}
        return Room(code, reason or worse.get(reason_before, reason_before))
    if any(so_far.variant[one][key] != last.variant[one][key] for one in (heads.volume, heads.loss_rate)):
        return Room(code, "redefined")
    if now is None or before is None:
        return Room(code, "not_reported")
    unit = found.units.get(code)
    if unit and stretch.partly(unit, Basis.LAST_YEAR, [found.period]):
        return Room(code, "existed_partly")
    ago, _ = _year(found, so_far, code, found.period.year_ago())
    more = before.closed - ago.closed if ago else 0
    # Of the district only the quarters in which all of the units compared have reported.
    first = Period(found.period.year - 1, 1, found.period.kind) if code == totals.ALL else None
    history = _history(found, quarter, code, first)
    expected = forecast(history, now, before, left)
    return Room(
        code, "" if before.closed else "no_closed_before", now, before, max(more, 0), history, expected
    )


def _year(found: Figures, values: Values, code: str, period: Period) -> tuple[Year | None, str]:
    """The three numbers of a stretch, or why there are none."""
    if period.key not in values.periods:
        return None, "not_reported"
    heads = found.catalogue.headlines
    volume, rate = (values.cell(code, period.key, one) for one in (heads.volume, heads.loss_rate))
    for status in (volume.status, rate.status):
        if status not in ("ok", "no_cases"):
            return None, status
    return Year(int(volume.value), int(rate.numerator), int(rate.denominator)), ""


def _history(found: Figures, quarter: Values, code: str, first: Period | None) -> tuple[Year, ...]:
    """Quarters up to the period, as far back as there is no gap, or to the first."""
    run: list[Year] = []
    period = found.period
    while len(run) < MOST_QUARTERS and (year := _year(found, quarter, code, period)[0]):
        run.append(year)
        if period == first:
            break
        period = period.previous()
    return tuple(reversed(run))
