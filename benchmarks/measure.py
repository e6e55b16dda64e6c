"""How time and memory are taken, and how a table of ratios is printed."""

from __future__ import annotations

import json
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from importlib import import_module


def seconds(work: Callable[[], object], rounds: int = 5) -> float:
    """Median wall time of one call."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def in_child(function: str, *arguments: str, rounds: int = 3) -> tuple[float, float]:
    """(median seconds, largest peak in MB) of “module:function” in fresh processes.

    The function returns the seconds that count, so that imports and preparation do not; memory is the
    peak of the whole process.
    """
    runs = []
    for _ in range(rounds):
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.measure", function, *arguments],
            check=True,
            capture_output=True,
            text=True,
        )
        runs.append(json.loads(done.stdout.splitlines()[-1]))
    return statistics.median(run[0] for run in runs), max(run[1] for run in runs)


def table(title: str, head: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    print(f"\n## {title}\n")
    print("| " + " | ".join(head) + " |")
    print("|" + "---|" * len(head))
    for row in rows:
        print(
            "| " + " | ".join(f"{cell:.3g}" if isinstance(cell, float) else str(cell) for cell in row) + " |"
        )


if __name__ == "__main__":
    module, name = sys.argv[1].split(":")
    taken = getattr(import_module(module), name)(*sys.argv[2:])
    print(json.dumps([taken, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))
