"""The rows of a ledger behind its figures: packed for keeping, found again for a figure or a case."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import chain

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, and_, func, select

from metrics.model import Block, Tally
from metrics.periods import Period
from metrics.store import tables as t

COLUMNS = ("unit", "period", "line", "case_key", "slots", "traits")


def packed(block: Block, slots: Mapping[str, int]) -> Iterator[tuple[str, str, int, str, int, int | None]]:
    """COLUMNS of each counted row, in the order of the table's key: each measure is a bit of `slots`.

    Raises ValueError when a tally's lists differ in length or a row is two cases: none must be lost unseen.
    """
    records, rows, bits, cases = _flat(block.tallies, slots)
    if not cases:
        return
    units, periods = block.units, block.periods
    sequence = sorted(range(len(units)), key=lambda record: (units[record], periods[record]))
    place = np.empty(len(units), dtype=np.int64)
    place[sequence] = np.arange(len(units))
    keys = place[records] * (int(rows.max()) + 1) + rows  # record and row in one number, to sort by
    order = np.argsort(keys, kind="stable")
    keys = keys[order]
    first = np.flatnonzero(np.concatenate([[True], keys[1:] != keys[:-1]]))  # of each row's measures
    entry = order[first].tolist()
    kept = [cases[i] if len(cases[i]) <= t.CASE_LENGTH else _short(cases[i]) for i in entry]
    run = order[first][np.cumsum(np.bincount(first, minlength=len(keys))) - 1]
    if list(map(cases.__getitem__, run.tolist())) != list(map(cases.__getitem__, order.tolist())):
        raise ValueError("a row is one case in one measure and another in the next")
    belongs = records[order[first]].tolist()
    lines = rows[order[first]].tolist()
    told = dict(zip(block.traits.rows, block.traits.places, strict=True)) if block.traits else {}
    yield from zip(
        map(units.__getitem__, belongs),
        map(periods.__getitem__, belongs),
        lines,
        kept,
        np.bitwise_or.reduceat(bits[order], first).tolist(),
        map(told.get, lines),
        strict=True,
    )


def _short(case: str) -> str:
    """A number that is a whole paragraph, in the room that the column has: still the same for the same text."""
    digest = hashlib.sha256(case.encode("utf-8", "surrogatepass")).hexdigest()[:32]
    return f"{case[: t.CASE_LENGTH - 33]}…{digest}"


def _flat(
    tallies: Mapping[str, Tally], slots: Mapping[str, int]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64], list[str]]:
    """(record, row, bit of the measure, case) of every entry, one measure after the other."""
    for measure, tally in tallies.items():
        if not len(tally.records) == len(tally.rows) == len(tally.cases):
            raise ValueError(f"the lists of what was counted into {measure} differ in length")
    sizes = [len(tally.rows) for tally in tallies.values()]
    bits = np.repeat(np.array([1 << slots[measure] for measure in tallies], dtype=np.int64), sizes)
    records, rows = (
        np.array(list(chain.from_iterable(lists)), dtype=np.int64)
        for lists in ((one.records for one in tallies.values()), (one.rows for one in tallies.values()))
    )
    return records, rows, bits, list(chain.from_iterable(tally.cases for tally in tallies.values()))


def counted(
    connection: Connection,
    jurisdiction: str,
    submission: int,
    unit: str,
    period: str,
    block: int,
    slot: int,
) -> list[tuple[int, str]]:
    """(row, case) of everything that was counted into one figure, from the top of the sheet down."""
    c = t.tallies.c
    statement = (
        select(c.line, c.case_key)
        .where(c.jurisdiction == jurisdiction, c.submission == submission)
        .where(c.unit == unit, c.period == period, c.block == block)
        .where(c.slots.bitwise_and(1 << slot) != 0)
        .order_by(c.line)
    )
    return [(line, case) for line, case in connection.execute(statement)]


def rows(
    connection: Connection, jurisdiction: str, submission: int, unit: str, period: str, block: int
) -> frozenset[int]:
    """Every row that was counted into some figure of a unit and period."""
    c = t.tallies.c
    statement = (
        select(c.line)
        .where(c.jurisdiction == jurisdiction, c.submission == submission)
        .where(c.unit == unit, c.period == period, c.block == block)
    )
    return frozenset(connection.scalars(statement))


def cases(
    connection: Connection, jurisdiction: str, period: Period, most: int
) -> dict[tuple[str, str, str], tuple[str, ...]]:
    """(unit, period, measure) → the first cases of each ledger's figure in force, from the top of the sheet
    down; a row without a case number is “第 5 行”."""
    r, c, s = t.reports.c, t.tallies.c, t.slots.c
    measures = {
        (form, slot): measure
        for form, measure, slot in connection.execute(
            select(s.form, s.measure, s.slot).where(s.jurisdiction == jurisdiction, s.ledger)
        )
    }
    rows = connection.execute(
        select(r.unit, c.form, c.case_key, c.line, c.slots)
        .select_from(t.COUNTED)
        .where(r.jurisdiction == jurisdiction, r.in_force, r.period == period.key)
        .order_by(r.unit, c.form, c.block, c.line)
    )
    found: dict[tuple[str, str, str], list[str]] = {}
    for unit, form, case, line, bits in rows:
        for (of, slot), measure in measures.items():
            if of == form and bits >> slot & 1:
                told = found.setdefault((unit, period.key, measure), [])
                if len(told) < most:
                    told.append(case.partition("|")[0] or f"第 {line} 行")
    return {key: tuple(told) for key, told in found.items()}


def shared(
    connection: Connection,
    jurisdiction: str,
    forms: Mapping[str, Sequence[tuple[int, str]]],
    first: Period,
    last: Period,
) -> list[tuple[str, str, str, str]]:
    """(unit, period, measure, case) of the rows in force whose case counts for several units within a year.

    Two units may date the same case into different quarters of a year: cumulative figures hold it twice.

    forms: form → (slot, measure) wanted. Whether units share the measure and not only the case, and whether
    it is the ledger's figure that counts, the caller sees.
    """
    r, c = t.reports.c, t.tallies.c
    here = and_(
        r.jurisdiction == jurisdiction,
        r.in_force,
        r.period.between(first.key, last.key),
        r.form.in_(sorted(forms)),
        c.case_key != "",
    )
    year = func.substr(c.period, 1, 4)
    several = (
        select(year.label("year"), c.case_key)
        .select_from(t.COUNTED)
        .where(here)
        .group_by(year, c.case_key)
        .having(func.min(c.unit) != func.max(c.unit))  # more than one, without sorting the units
        .subquery()
    )
    rows = connection.execute(
        select(r.unit, r.period, c.case_key, c.form, c.slots)
        .select_from(t.COUNTED)
        .join(several, and_(several.c.year == year, several.c.case_key == c.case_key))
        .where(here)
        .order_by(r.period, c.case_key, r.unit, c.line)
    )
    return [
        (unit, period, measure, case)
        for unit, period, case, form, bits in rows
        for slot, measure in forms[form]
        if bits >> slot & 1
    ]


def ledgers(connection: Connection, jurisdiction: str) -> Collection[str]:
    """The forms whose figures are counted from ledgers."""
    s = t.slots.c
    statement = select(s.form).where(s.jurisdiction == jurisdiction, s.ledger).distinct()
    return frozenset(connection.scalars(statement))
