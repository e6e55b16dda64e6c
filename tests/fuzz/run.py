"""Case after case until the time is over; what must not be is kept with the words that bring it back."""

from __future__ import annotations

import ctypes
import random
import statistics
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import psutil

from tests.fuzz.mutate import mutated
from tests.fuzz.reading import Outcome, Reading
from tests.fuzz.seeds import seeds

KEPT = Path(__file__).parents[2] / ".fuzz"
MEGABYTE = 1024 * 1024
# The app's process may fill its caches; a leak of a hundred bytes for each file would pass this in ten minutes.
MOST_GROWTH_MB = 8
SMALL_BLOCK = 64  # bytes, about the mean of what Python keeps in its own blocks
MOST_WORKER_GROWTH = 1.25  # median of the last quarter of the time over that of the second


@dataclass
class Report:
    """What came of a run. memory: (time, bytes) of the process that asks, and of the workers that read."""

    files: int = 0
    outcomes: Counter[tuple[str, str]] = field(default_factory=Counter)  # (operation, kind)
    words: Counter[str] = field(default_factory=Counter)  # of refusals
    slowest: tuple[float, int] = (0.0, -1)  # seconds, case
    kept: list[Path] = field(default_factory=list)
    asking: list[tuple[float, int]] = field(default_factory=list)
    reading: list[tuple[float, int]] = field(default_factory=list)

    @property
    def faults(self) -> int:
        return sum(number for (_, kind), number in self.outcomes.items() if kind == "fault")

    def asking_growth_mb(self) -> float:
        """How far the asking process has grown from the second quarter of the time to the last.

        The least that it held in each: while one thread is measured the other may hold a workbook of many
        megabytes, which is no leak, and a leak raises the least as well.
        """
        _, first, *_, last = self._quarters(self.asking, min)
        return (last - first) / MEGABYTE

    def reading_growth(self) -> float:
        """The workers' memory in the last quarter of the time over that in the second."""
        _, second, *_, last = self._quarters(self.reading, statistics.median)
        return last / second

    @staticmethod
    def _quarters(samples: list[tuple[float, int]], of: Callable[[list[int]], float]) -> list[float]:
        size = max(len(samples) // 4, 1)
        sizes = [size_of for _, size_of in samples]
        return [of(sizes[n * size : (n + 1) * size] or sizes[-1:]) for n in range(4)]


def case(seed: int, number: int, starts: Mapping[str, bytes]) -> tuple[str, bytes, random.Random]:
    """File name and bytes of one case: always the same for a seed and a number."""
    draw = random.Random(f"{seed}:{number}")
    name = draw.choice(list(starts))
    return name, mutated(starts[name], draw, list(starts.values())), draw


def fuzz(seed: int, *, minutes: float = 0, files: int = 0, threads: int = 2, keep: Path = KEPT) -> Report:
    """Read damaged workbooks for so many minutes, or so many of them. Case n of a seed is always the same."""
    starts, report, lock = seeds(), Report(), threading.Lock()
    numbers, until = count(), time.monotonic() + (minutes * 60 if minutes else 86_400)

    def work() -> None:
        reading = Reading()
        try:
            while time.monotonic() < until:
                with lock:
                    number = next(numbers)
                if files and number >= files:
                    return
                name, data, draw = case(seed, number, starts)
                outcomes = reading.all_operations(data, name, draw)
                with lock:
                    _count(report, seed, number, name, data, outcomes, keep)
                    if number % 100 == 0:
                        report.asking.append((time.monotonic(), _held()))
        finally:
            with lock:
                report.reading += reading.memory
            reading.close()

    team = [threading.Thread(target=work) for _ in range(threads)]
    for one in team:
        one.start()
    for one in team:
        one.join()
    report.reading.sort()
    return report


class _Malloc(ctypes.Structure):
    """struct mallinfo2 of glibc."""

    _fields_ = tuple(
        (name, ctypes.c_size_t)
        for name in (
            *("arena", "ordblks", "smblks", "hblks", "hblkhd"),
            *("usmblks", "fsmblks", "uordblks", "fordblks", "keepcost"),
        )
    )


def _held() -> int:
    """Bytes that this process has in use: of the C library, and Python's small blocks at their mean size.

    Its resident size would not do: glibc keeps what one thread has freed for the next, and that swings by 20 MB
    with nothing growing. Where there is no glibc, the resident size all the same.
    """
    library = ctypes.CDLL(None) if sys.platform == "linux" else None
    if library is None or not hasattr(library, "mallinfo2"):
        return int(psutil.Process().memory_info().rss)
    library.mallinfo2.restype = _Malloc
    taken = library.mallinfo2()
    return int(taken.uordblks + taken.hblkhd) + sys.getallocatedblocks() * SMALL_BLOCK


def _count(
    report: Report, seed: int, number: int, name: str, data: bytes, outcomes: list[Outcome], keep: Path
) -> None:
    report.files += 1
    for outcome in outcomes:
        report.outcomes[outcome.operation, outcome.kind] += 1
        if outcome.kind == "refused":
            report.words[outcome.what.partition("。")[0][:40]] += 1
        report.slowest = max(report.slowest, (outcome.seconds, number))
        if outcome.kind in ("fault", "stopped", "died"):
            keep.mkdir(exist_ok=True)
            place = keep / f"{outcome.kind}-{outcome.operation}-{seed}-{number}"
            place.with_suffix(".bin").write_bytes(data)
            again = f"python -m tests.fuzz --seed {seed} --case {number}"
            place.with_suffix(".txt").write_text(f"{again}\n{name}\n{outcome.what}\n", encoding="utf-8")
            report.kept.append(place.with_suffix(".txt"))
