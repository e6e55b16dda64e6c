"""`python -m tests.fuzz [--minutes 10] [--seed N]`; `--case N` reads one case again and says what comes of it."""

from __future__ import annotations

import argparse
import sys
import time

from tests.fuzz.reading import Reading
from tests.fuzz.run import MEGABYTE, MOST_GROWTH_MB, MOST_WORKER_GROWTH, Report, case, fuzz
from tests.fuzz.seeds import seeds


def main() -> int:
    asked = argparse.ArgumentParser(prog="python -m tests.fuzz", description="读入随机损坏的工作簿")
    asked.add_argument("--minutes", type=float, default=10.0)
    asked.add_argument("--files", type=int, default=0)
    asked.add_argument("--seed", type=int, default=int(time.time()))
    asked.add_argument("--case", type=int, default=-1)
    options = asked.parse_args()
    if options.case >= 0:
        return again(options.seed, options.case)
    print(f"seed {options.seed}, {options.minutes:g} minutes", flush=True)
    report = fuzz(options.seed, minutes=0 if options.files else options.minutes, files=options.files)
    return told(report)


def again(seed: int, number: int) -> int:
    """One case, with everything that is known of it."""
    name, data, draw = case(seed, number, seeds())
    reading = Reading()
    outcomes = reading.all_operations(data, name, draw)
    reading.close()
    print(f"{name}, {len(data)} bytes")
    for outcome in outcomes:
        print(f"{outcome.operation}: {outcome.kind}, {outcome.seconds:.2f} s\n{outcome.what}")
    return int(any(outcome.kind == "fault" for outcome in outcomes))


def told(report: Report) -> int:
    """Print it. 1 when something happened that must not, or memory grew."""
    print(f"{report.files} files")
    for (operation, kind), number in sorted(report.outcomes.items()):
        print(f"  {operation:<8}{kind:<9}{number:>8}")
    for words, number in report.words.most_common():
        print(f"  {number:>8}  {words}")
    seconds, number = report.slowest
    print(f"slowest: {seconds:.2f} s, case {number}")
    own, workers = report.asking_growth_mb(), report.reading_growth()
    first, last = report.asking[0][1] / MEGABYTE, report.asking[-1][1] / MEGABYTE
    most = max(size for _, size in report.reading) / MEGABYTE
    print(f"asking process: {first:.0f} MB at first, {last:.0f} MB at last, growth {own:+.1f} MB")
    print(f"workers: at most {most:.0f} MB, last quarter of the time / second quarter {workers:.2f}")
    for place in report.kept[:50]:
        print(f"kept: {place}")
    grown = own > MOST_GROWTH_MB or workers > MOST_WORKER_GROWTH
    if grown:
        print("memory grows")
    return int(bool(report.faults) or grown)


if __name__ == "__main__":
    sys.exit(main())
