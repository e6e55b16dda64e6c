"""One damaged workbook through the app's own desk, and what may come of it."""

from __future__ import annotations

import contextlib
import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import psutil

from metrics import catalogue
from metrics.intake import refuse, rules
from metrics.intake.cells import MOST_COUNT
from metrics.intake.desk import Desk, Fault
from metrics.limits import Limits
from metrics.model import Context, Edit, NotAllowed, Submission, Unreadable
from metrics.periods import Period
from tests.intake.workbooks import UNITS

# What a workbook of some kilobytes may take. The app allows more, for large ones.
LIMITS = Limits(seconds=15, workers=1)
# Every so many operations the worker is weighed: keeping a weight for each of 100,000 looks like a leak itself.
WEIGHED = 20
CODES = {rule.code for rule in rules.RULES}


@dataclass(frozen=True)
class Outcome:
    """kind: “read”, “refused”, “stopped” (the limit of time or memory), “died” (the worker's process ended by
    itself: the person is told that the file is damaged), or “fault”, which must not be. what: in words.
    """

    kind: str
    what: str
    operation: str
    seconds: float


class Reading:
    """A desk with one worker, so that its process can be watched."""

    def __init__(self) -> None:
        self.desk = Desk(LIMITS)
        self.catalogue = catalogue.load()
        self.memory: list[tuple[float, int]] = []  # time, bytes of the worker after a file
        self._asked = 0
        self._context = Context(UNITS, {("east", "hearings_held"): (1, 2, 3, 2)}, Period(2025, 3))

    def close(self) -> None:
        self.desk.close()

    def all_operations(self, data: bytes, file_name: str, draw: random.Random) -> list[Outcome]:
        """Read it; now and then also view, mark, mend, unpack it, or read it as a list of units."""
        findings: list[Submission] = []

        def read() -> str:
            submission = self.desk.read(data, file_name, self.catalogue, self._context)
            check(submission)
            findings.append(submission)
            return "with figures" if submission.units else "without figures"

        outcomes = [self._one("read", read)]
        further = {
            "view": lambda: self.desk.view(data, file_name, {"Sheet1": [3, 10**9]}),
            "mark": lambda: self.desk.mark(data, file_name, findings[0].findings if findings else ()),
            "mend": lambda: self.desk.mend(data, file_name, self._edits(data, file_name, draw)),
            "units": lambda: self.desk.read_units(data, file_name, self.catalogue),
            "unpack": lambda: self.desk.unpack(data),
        }
        if draw.random() < 0.25:
            name = draw.choice(sorted(further))
            outcomes.append(self._one(name, further[name]))
        return outcomes

    def _edits(self, data: bytes, file_name: str, draw: random.Random) -> list[Edit]:
        """A change of one cell as the page would send it."""
        grids = self.desk.view(data, file_name, {})
        filled = [
            (grid.name, f"{chr(65 + c)}{r + 1}", value)
            for grid in grids
            for r, row in enumerate(grid.rows[:50])
            for c, value in enumerate(row[:26])
        ]
        if not filled:
            return []
        sheet, cell, value = draw.choice(filled)
        return [Edit(sheet, cell, "" if value is None else str(value), draw.choice(("3", "", "=1+1", "无")))]

    def _one(self, operation: str, work: Callable[[], object]) -> Outcome:
        worker, start = self._worker(), time.perf_counter()
        try:
            told = str(work())[:20]
            kind = "read"
        except (Unreadable, NotAllowed) as refused:
            told, kind = str(refused), "refused"
            if told == str(refuse.too_slow(LIMITS.seconds)):
                kind, told = "stopped", f"more than {LIMITS.seconds:g} seconds"
            elif told == str(refuse.too_much_memory(LIMITS.memory_mb)):
                kind, told = "stopped", f"more than {LIMITS.memory_mb} MB"
            elif worker is not None and worker._broken:
                kind, told = "died", f"the worker's process ended with {worker._process.returncode}"
        except Fault as fault:
            told, kind = str(fault), "fault"
        except Exception as error:
            told, kind = f"{type(error).__name__}: {error}", "fault"
        after, self._asked = self._worker(), self._asked + 1
        if after is not None and self._asked % WEIGHED == 1:
            with contextlib.suppress(psutil.Error):  # it has just had its number of files
                memory = psutil.Process(after._process.pid).memory_info().rss
                self.memory.append((time.monotonic(), memory))
        return Outcome(kind, told, operation, time.perf_counter() - start)

    def _worker(self) -> Any:
        """What reads for this desk; None before it is started. Broken is one that has given no answer."""
        return next(iter(self.desk._all), None)


def check(submission: Submission) -> None:
    """What holds of every reading, however damaged the file. Raises ValueError."""
    known = {unit.code for unit in UNITS}
    for block in submission.blocks:
        if not len(block.units) == len(block.periods) == len(block.lines):
            raise ValueError("records of unequal length")
        if any(len(column) != len(block.units) for column in block.values.values()):
            raise ValueError("columns of unequal length")
        if not set(block.units) <= known:
            raise ValueError(f"units that nobody knows: {set(block.units) - known}")
        for period in block.periods:
            Period.from_key(period)
    for fact in submission.facts():
        if fact.value is not None and not 0 <= fact.value <= MOST_COUNT:
            raise ValueError(f"an impossible count: {fact}")
    for finding in submission.findings:
        if finding.code not in CODES or not finding.message or not finding.mend:
            raise ValueError(f"a finding without words: {finding}")
    if not submission.findings and not submission.units:
        raise ValueError("nothing read and nothing said")
