"""A few seconds of what `make fuzz` does for ten minutes, and that it would notice what it looks for."""

import random
from pathlib import Path

from tests.fuzz.mutate import mutated
from tests.fuzz.reading import Outcome
from tests.fuzz.run import Report, _count, case, fuzz
from tests.fuzz.seeds import seeds


def test_damaged_workbooks_give_nothing_but_documented_outcomes(tmp_path: Path):
    report = fuzz(20260101, files=300, keep=tmp_path)
    told = [path.read_text(encoding="utf-8") for path in report.kept]
    assert report.files == 300
    assert report.faults == 0, told
    assert report.outcomes["read", "read"] > 50  # damage that stops every reader at the door proves little
    assert report.outcomes["read", "refused"] > 50


def test_the_same_seed_and_number_give_the_same_bytes():
    starts = seeds()
    for number in range(40):
        assert case(7, number, starts)[:2] == case(7, number, starts)[:2]
    assert len({case(7, number, starts)[1] for number in range(40)}) > 35


def test_every_start_survives_much_damage_as_bytes():
    starts = seeds()
    for name, data in starts.items():
        for number in range(10):
            assert isinstance(mutated(data, random.Random(f"{name}{number}"), list(starts.values())), bytes)


def test_a_fault_is_kept_with_the_words_that_bring_it_back(tmp_path: Path):
    report = Report()
    outcomes = [Outcome("fault", "ZeroDivisionError: x", "read", 0.1), Outcome("read", "", "view", 0.1)]
    _count(report, 5, 12, "报表.xlsx", b"bytes", outcomes, tmp_path)
    assert report.faults == 1
    assert (tmp_path / "fault-read-5-12.bin").read_bytes() == b"bytes"
    assert "--seed 5 --case 12" in (tmp_path / "fault-read-5-12.txt").read_text(encoding="utf-8")


def test_growth_of_memory_is_measured_over_the_time():
    steady = Report(asking=[(float(n), 100 << 20) for n in range(80)])
    growing = Report(asking=[(float(n), (100 + n) << 20) for n in range(80)])
    growing.reading = growing.asking
    assert steady.asking_growth_mb() == 0
    assert growing.asking_growth_mb() == 40
    assert 1.25 < growing.reading_growth() < 1.4
