"""Who has reported: a figure of the district is only as good as this."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from metrics.catalogue import Catalogue, Form
from metrics.model import Unit
from metrics.panel import Panel
from metrics.periods import Period


@dataclass(frozen=True)
class Coverage:
    """Units expected to report in a period, and those that have not; codes in protocol order."""

    expected: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def reported(self) -> int:
        return len(self.expected) - len(self.missing)

    @property
    def present(self) -> frozenset[str]:
        return frozenset(self.expected) - frozenset(self.missing)


def coverage(panel: Panel, units: Mapping[str, Unit], period: str) -> Coverage:
    """Of the units that exist in the period, which have no report in force."""
    when = Period.from_key(period)
    expected = tuple(code for code, unit in units.items() if unit.active_in(when))
    reported: pd.Series[bool] = panel.reported.xs(period, level="period")
    return Coverage(expected, tuple(code for code in expected if not reported.get(code, False)))


def of_form(panel: Panel, form: Form) -> Panel:
    """The same panel, in which a unit has reported only if it said something of this form's measures.

    Who sent a list of tasks but no figures of its cases has not reported those, and a total without it is no total.
    """
    here = [measure for measure in form.measures if measure in panel.values.columns]
    said = (panel.values[here].notna() | panel.not_applicable[here]).any(axis=1)
    return replace(panel, reported=panel.reported & said)


def since_january(panel: Panel, units: Mapping[str, Unit], period: str) -> Coverage:
    """The same for the year so far: a unit with any quarter missing is missing."""
    return over(panel, units, Period.from_key(period).year_to_date())


def over(panel: Panel, units: Mapping[str, Unit], stretch: Iterable[Period]) -> Coverage:
    """The same for several quarters in order, as far as the panel holds them: expected are the last one's."""
    quarters = [coverage(panel, units, p.key) for p in stretch if _known(panel, p)]
    gaps = {code for quarter in quarters for code in quarter.missing}
    expected = quarters[-1].expected if quarters else ()
    return Coverage(expected, tuple(code for code in expected if code in gaps))


def compared(
    panel: Panel, units: Mapping[str, Unit], now: Sequence[Period], before: Sequence[Period]
) -> tuple[str, ...]:
    """Whose figures may be added up when two stretches of time are held against each other.

    A unit with a report for each quarter in which it existed, in both stretches. A unit that was there in one of
    the two only (new, merged, abolished) counts there: its cases have come from another unit or gone to one.
    But where one such unit has a gap, none of them counts, since nobody knows whose cases are missing.
    """
    sides = [{p.key: p for p in stretch if _known(panel, p)} for stretch in (now, before)]
    reported = panel.reported
    found, one_sided, gap = [], [], False
    for code, unit in units.items():
        there = [[key for key, period in side.items() if unit.active_in(period)] for side in sides]
        complete = all(bool(reported.get((code, key), False)) for side in there for key in side)
        if all(there):
            found += [code] if complete else []
        elif any(there):
            one_sided += [code] if complete else []
            gap = gap or not complete
    kept = {*found, *([] if gap or not found else one_sided)}
    return tuple(code for code in units if code in kept)


def _known(panel: Panel, period: Period) -> bool:
    return period.key in panel.values.index.get_level_values("period")


def members(catalogue: Catalogue, units: Mapping[str, Unit], group: str) -> tuple[str, ...]:
    """Codes of a group's units in protocol order; “all” means every unit of a ranked group."""
    return tuple(
        code
        for code, unit in units.items()
        if (g := catalogue.group_of(unit)).code == group or (group == "all" and g.ranked)
    )
