"""The rows of a ledger behind its figures: packed for keeping, found again for a figure or a case."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import repeat

from sqlalchemy import Connection, and_, func, select

from metrics.model import Block
from metrics.periods import Period
from metrics.store import tables as t

COLUMNS = ("unit", "period", "line", "case_key", "slots")


def packed(block: Block, slots: Mapping[str, int]) -> Iterator[tuple[str, str, int, str, int]]:
    """COLUMNS of each counted row, in the order of the table's key: each measure is a bit of `slots`.

    Raises ValueError when a tally's lists differ in length: a row must not be lost unseen.
    """
    found: dict[tuple[int, int, str], int] = {}
    for measure, tally in block.tallies.items():
        bit = 1 << slots[measure]
        keys = list(zip(tally.records, tally.rows, tally.cases, strict=True))
        if found:
            before = map(found.get, keys, repeat(0))
            found.update(zip(keys, [bits | bit for bits in before], strict=True))
        else:
            found = dict.fromkeys(keys, bit)
    units, periods = block.units, block.periods
    order = sorted(range(len(units)), key=lambda record: (units[record], periods[record]))
    place = {record: i for i, record in enumerate(order)}
    for key in sorted(found, key=lambda key: (place[key[0]], key[1], key[2])):
        record, row, case = key
        yield units[record], periods[record], row, case, found[key]


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


def shared(
    connection: Connection,
    jurisdiction: str,
    forms: Mapping[str, Sequence[tuple[int, str]]],
    first: Period,
    last: Period,
) -> list[tuple[str, str, str, str]]:
    """(unit, period, measure, case) of the rows in force whose case counts for several units.

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
    several = (
        select(c.period, c.case_key)
        .select_from(t.COUNTED)
        .where(here)
        .group_by(c.period, c.case_key)
        .having(func.count(c.unit.distinct()) > 1)
        .subquery()
    )
    rows = connection.execute(
        select(r.unit, r.period, c.case_key, c.form, c.slots)
        .select_from(t.COUNTED)
        .join(several, and_(several.c.period == c.period, several.c.case_key == c.case_key))
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
