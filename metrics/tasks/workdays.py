"""Working days: the days that were entered, else the published arrangement, else Monday to Friday.

The holidays of a year are published in the November before (国务院办公厅关于部分节假日安排的通知). The package
chinese_calendar holds what was known when it was made; a year beyond that must be entered by hand.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone

import chinese_calendar

from metrics.model import NotAllowed
from metrics.store.escalation import Arrangement
from metrics.tasks.workspace import Workspace

_CHINA = timezone(timedelta(hours=8))
_SATURDAY = 5
_MOST_DAYS = 60  # entered at once: the holidays of a year with the weekends that are worked for them


@dataclass(frozen=True)
class Workdays:
    """entered: day → whether it is worked, as the admin said."""

    entered: Mapping[date, bool]

    def is_working(self, day: date) -> bool:
        if day in self.entered:
            return self.entered[day]
        if _published(day.year):
            return bool(chinese_calendar.is_workday(day))
        return day.weekday() < _SATURDAY

    def after(self, start: date, days: int) -> date:
        """The working day that comes so many working days after start; start itself is not counted."""
        day, left = start, days
        while left > 0:
            day += timedelta(days=1)
            left -= self.is_working(day)
        return day

    def left(self, today: date, due: date) -> int:
        """Working days from tomorrow to the due day; negative: working days since it passed; 0: due today.

        When only free days lie between, one that is past counts as one day over.
        """
        if today <= due:
            return self._count(today, due)
        return -max(self._count(due, today), 1)

    def guessed(self, start: date, end: date) -> tuple[int, ...]:
        """Years in the stretch whose holidays nobody has entered: there only weekends are known."""
        known = {day.year for day in self.entered}
        years = range(start.year, end.year + 1)
        return tuple(year for year in years if not _published(year) and year not in known)

    def _count(self, start: date, end: date) -> int:
        return sum(self.is_working(start + timedelta(days=n)) for n in range(1, (end - start).days + 1))


def today(now: datetime) -> date:
    """The day in China."""
    return now.astimezone(_CHINA).date()


def published_until() -> int:
    """The last year whose holidays the program knows by itself."""
    return int(max(chinese_calendar.constants.holidays).year)


def _published(year: int) -> bool:
    return int(min(chinese_calendar.constants.holidays).year) <= year <= published_until()


def workdays(workspace: Workspace) -> Workdays:
    """With every day that is entered now."""
    entered: dict[date, bool] = {}
    for one in workspace.store.arrangements(workspace.jurisdiction):
        if one.working is None:
            entered.pop(one.day, None)
        else:
            entered[one.day] = one.working
    return Workdays(entered)


def entered(workspace: Workspace) -> tuple[Arrangement, ...]:
    """What is entered now, in order of the days."""
    last = {one.day: one for one in workspace.store.arrangements(workspace.jurisdiction)}
    return tuple(last[day] for day in sorted(last) if last[day].working is not None)


def enter(
    workspace: Workspace,
    first: date,
    last: date,
    working: bool,
    name: str,
    by: str,
    now: datetime,
) -> None:
    """Say of a stretch of days that they are free, or worked. Raises NotAllowed."""
    _require(by, name)
    if last < first:
        raise NotAllowed("止日早于起日，请改过再存。")
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    if len(days) > _MOST_DAYS:
        raise NotAllowed(f"一次最多录入 {_MOST_DAYS} 天，请分段录入。")
    _write(workspace, days, working, name, by, now)


def take_back(workspace: Workspace, days: Iterable[date], by: str, now: datetime) -> None:
    """Days as if they had not been entered. Raises NotAllowed."""
    chosen = list(days)
    if not chosen:
        raise NotAllowed("请先选要撤回的日期。")
    _require(by, "撤回")
    _write(workspace, chosen, None, "撤回", by, now)


def _write(
    workspace: Workspace, days: Iterable[date], working: bool | None, name: str, by: str, now: datetime
) -> None:
    at = now.astimezone(UTC)
    with workspace.store.writing(workspace.jurisdiction) as writing:
        writing.arrange([Arrangement(day, working, name.strip(), by.strip(), at) for day in days])


def _require(by: str, name: str) -> None:
    if not by.strip():
        raise NotAllowed("请先填写姓名：节假日安排由谁录入要有记录。")
    if not name.strip():
        raise NotAllowed("请写明是什么安排，如“元旦放假”“春节调休上班”。")
