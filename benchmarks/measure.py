"""How time and memory are taken, and how a table of ratios is printed."""

from __future__ import annotations

import json
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path


def seconds(work: Callable[[], object], rounds: int = 5) -> float:
    """Median wall time of one call."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def in_child(function: str, *arguments: str, rounds: int = 3) -> tuple[float, float]:
    """(median seconds, largest growth in MB) of “module:function” in fresh processes.

    The function is a generator: what it does between its first and its second yield counts. Memory is
    how far the process's peak then rises above what it held before.
    """
    (result,) = in_turn([(function, *arguments)], rounds)
    return result


def in_turn(calls: Sequence[Sequence[str]], rounds: int = 5) -> list[tuple[float, float]]:
    """`in_child` for each of several, one round of all of them after the other: what else the machine does
    meanwhile meets them alike. Each of calls: “module:function” and its arguments."""
    runs: list[list[tuple[float, float]]] = [[] for _ in calls]
    for _ in range(rounds):
        for taken, call in zip(runs, calls, strict=True):
            done = subprocess.run(
                [sys.executable, "-m", "benchmarks.measure", *call],
                check=True,
                stdout=subprocess.PIPE,
                text=True,
            )
            seconds_taken, grown = json.loads(done.stdout.splitlines()[-1])
            taken.append((seconds_taken, grown))
    return [(statistics.median(run[0] for run in taken), max(run[1] for run in taken)) for taken in runs]


def table(title: str, head: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    print(f"\n## {title}\n")
    print("| " + " | ".join(head) + " |")
    print("|" + "---|" * len(head))
    for row in rows:
        print("| " + " | ".join(_shown(cell) for cell in row) + " |")


def _shown(cell: object) -> str:
    if not isinstance(cell, float):
        return str(cell)
    return f"{cell:,.0f}" if cell >= 100 else f"{cell:.3g}"


def _status(name: str) -> float:
    """VmRSS or VmHWM in MB. Not getrusage: its peak is handed down from the process that started this one."""
    (size,) = re.findall(rf"{name}:\s*(\d+) kB", Path("/proc/self/status").read_text())
    return int(size) / 1024


if __name__ == "__main__":
    module, name = sys.argv[1].split(":")
    work = getattr(import_module(module), name)(*sys.argv[2:])
    next(work)
    held, start = _status("VmRSS"), time.perf_counter()
    next(work)
    print(json.dumps([time.perf_counter() - start, _status("VmHWM") - held]))
    next(work, None)  # its own clean-up and proof
