"""Data for the measurements: a very large workbook, and a store with a long history."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import xlsxwriter

from metrics import catalogue
from metrics.model import Block, Enforcement, Layout, Submission, Unit, UnitKind
from metrics.periods import Period, between
from metrics.store import Store

JURISDICTION = "610702"
PERIOD = Period(2026, 3)
NOW = datetime(2026, 10, 20, tzinfo=UTC)
COUNTS = (0, 0, 0, 0, 1, 1, 2, 3, 7)


def units(number: int) -> tuple[Unit, ...]:
    kinds = (UnitKind.TOWN, UnitKind.SUBDISTRICT, UnitKind.DEPARTMENT)
    return tuple(
        Unit(JURISDICTION, f"u{i:06d}", f"测试{i:06d}局", f"测试{i:06d}局", kinds[i % 3], Enforcement.FULL, i)
        for i in range(number)
    )


def large_workbook(path: Path, rows: int = 100_000) -> None:
    """A summary workbook of 16 columns: serial number, unit, and the first 14 columns of the form."""
    measures = summary_measures()
    draw = random.Random(1)
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("汇总表")
        sheet.write(0, 0, f"{PERIOD.label}法治政府建设指标汇总表")
        names = [catalogue.load().measures[measure].name for measure in measures]
        sheet.write_row(1, 0, ["序号", "单位名称", *names])
        for i in range(rows):
            sheet.write_row(2 + i, 0, [i + 1, f"测试{i:06d}局", *consistent(measures, draw)])


def summary_measures() -> list[str]:
    """The 14 measures of the large summary."""
    columns = catalogue.load().forms["quarterly"].columns
    return [column.measure for column in columns if column.required][:14]


def consistent(measures: list[str], draw: random.Random) -> list[int]:
    """One count for each measure, no part above its whole."""
    known = catalogue.load().measures
    counts: dict[str, int] = {}

    def count(measure: str) -> int:
        if measure not in counts:
            most = min((count(whole) for whole in known[measure].part_of if whole in measures), default=9)
            counts[measure] = min(draw.choice(COUNTS), most)
        return counts[measure]

    return [count(measure) for measure in measures]


def only_units(url: str, number: int) -> None:
    """A store that knows its units and nothing else."""
    store = Store.open(url)
    with store.writing(JURISDICTION) as writing:
        writing.load_units("测试区", units(number))
    store.close()


@dataclass(frozen=True)
class District:
    """A store with a history: every unit has reported every quarter up to PERIOD."""

    store: Store
    first: Period
    facts: int


def district(url: str, unit_count: int, quarters: int) -> District:
    """Fill an empty store through its own interface: one summary workbook's worth for each quarter."""
    store = Store.open(url)
    first = PERIOD.shift(1 - quarters)
    people = units(unit_count)
    with store.writing(JURISDICTION) as writing:
        writing.load_units("测试区", people)
    total = 0
    for submission in _submissions(people, first):
        with store.writing(JURISDICTION) as writing:
            kept = writing.keep(submission, submission.sha256.encode(), "测试", NOW)
            writing.confirm(kept.id, "测试", NOW, {})
        total += sum(len(values) for values in submission.blocks[0].values.values())
    return District(store, first, total)


def _submissions(people: tuple[Unit, ...], first: Period) -> Iterator[Submission]:
    form = catalogue.load().forms["quarterly"]
    measures = list(form.measures)
    draw = random.Random(2)
    for period in between(first, PERIOD):
        rows = [consistent(measures, draw) for _ in people]
        values = {
            measure: list(column) for measure, column in zip(measures, zip(*rows, strict=True), strict=True)
        }
        block = Block(
            "汇总表",
            form.code,
            True,
            {measure: 3 + i for i, measure in enumerate(measures)},
            [unit.code for unit in people],
            [period.key] * len(people),
            list(range(3, 3 + len(people))),
            values,
        )
        yield Submission(f"{period.key:0>64}", f"{period.key}.xlsx", form.code, Layout.SUMMARY, (block,))
