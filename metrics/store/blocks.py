"""The tables of a workbook as rows: values in numbered slots, ledger rows beside them, and the reading as one hash."""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Iterable, Mapping, Sequence
from itertools import repeat

from sqlalchemy import Connection, insert, select, update

from metrics.model import Block, NotAllowed, Submission
from metrics.store import tables as t
from metrics.store import tallies


def keep(
    connection: Connection, jurisdiction: str, submission: int, number: int, block: Block, is_ledger: bool
) -> None:
    """One table of a workbook: its records, and the rows of a ledger with what they say of their cases."""
    connection.execute(
        insert(t.blocks).values(
            jurisdiction=jurisdiction,
            submission=submission,
            number=number,
            sheet=block.sheet,
            form=block.form,
            records_down=block.records_down,
            anchors=dict(block.anchors),
        )
    )
    count = len(block.units)
    if not count:
        return
    slots = _slots(connection, jurisdiction, block, is_ledger)
    marks: list[set[int]] = [set() for _ in block.units] if block.not_applicable else []
    for measure, i in block.not_applicable:
        marks[i].add(slots[measure])
    marked: Iterable[str | None] = (
        (",".join(t.VALUE_COLUMNS[slot] for slot in sorted(some)) or None for some in marks)
        if marks
        else repeat(None, count)
    )
    names = [
        *("jurisdiction", "submission", "unit", "period", "block", "line", "form", "not_applicable"),
        *(t.VALUE_COLUMNS[slots[measure]] for measure in block.values),
    ]
    _insert(
        connection,
        "records",
        names,
        list(
            zip(
                repeat(jurisdiction, count),
                repeat(submission, count),
                block.units,
                block.periods,
                repeat(number, count),
                block.lines,
                repeat(block.form, count),
                marked,
                *block.values.values(),
                strict=True,  # a column that is too short must not cost records
            )
        ),
    )
    if block.tallies:
        _keep_tallies(connection, jurisdiction, submission, number, block, slots)


def _keep_tallies(
    connection: Connection,
    jurisdiction: str,
    submission: int,
    number: int,
    block: Block,
    slots: Mapping[str, int],
) -> None:
    same = jurisdiction, submission, number, block.form
    rows = [(*same, *row) for row in tallies.packed(block, slots)]
    if rows:
        _insert(
            connection, "tallies", ("jurisdiction", "submission", "block", "form", *tallies.COLUMNS), rows
        )
    if rows and block.traits:
        connection.execute(
            insert(t.traits),
            [
                {
                    "jurisdiction": jurisdiction,
                    "submission": submission,
                    "block": number,
                    "number": place,
                    "body": {
                        field: told for field, told in zip(block.traits.fields, one, strict=True) if told
                    },
                }
                for place, one in enumerate(block.traits.sets)
            ],
        )


def _insert(
    connection: Connection, table: str, names: Sequence[str], rows: Sequence[tuple[object, ...]]
) -> None:
    # Straight to the driver: a dictionary for each row would take longer than reading the workbook.
    mark = "?" if connection.dialect.paramstyle == "qmark" else "%s"
    connection.exec_driver_sql(
        f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join([mark] * len(names))})", list(rows)
    )


def _slots(connection: Connection, jurisdiction: str, block: Block, is_ledger: bool) -> dict[str, int]:
    """Each measure's slot in the form; a new measure takes the next free one, for good."""
    form, measures = block.form, block.values
    s = t.slots.c
    here = (s.jurisdiction == jurisdiction) & (s.form == form)
    taken = {measure: slot for measure, slot in connection.execute(select(s.measure, s.slot).where(here))}
    new = [measure for measure in measures if measure not in taken]
    if len(taken) + len(new) > len(t.VALUE_COLUMNS):
        raise NotAllowed(f"报表“{form}”用过的数据项超过 {len(t.VALUE_COLUMNS)} 个，请另建报表。")
    for measure in new:
        taken[measure] = len(taken)
    if new:
        connection.execute(
            insert(t.slots),
            [{"jurisdiction": jurisdiction, "form": form, "measure": m, "slot": taken[m]} for m in new],
        )
    if is_ledger:
        connection.execute(update(t.slots).where(here, ~s.ledger).values(ledger=True))
    return taken


def digest(submission: Submission) -> str:
    """The reading as one hash: the same bytes read with another units list or catalogue differ."""
    found = hashlib.sha256(f"{submission.form}|{submission.layout}".encode())
    for block in submission.blocks:
        found.update(repr((block.sheet, block.form, block.records_down, dict(block.anchors))).encode())
        found.update("\n".join((*block.units, *block.periods)).encode())
        for measure, values in block.values.items():
            found.update(measure.encode())
            found.update(pickle.dumps(values, protocol=4))  # ten times as fast as text, on a long list
        found.update(pickle.dumps(block.lines, protocol=4))
        found.update(repr(sorted(block.not_applicable)).encode())
        for measure, tally in block.tallies.items():
            found.update(pickle.dumps((measure, tally.records, tally.rows), protocol=4))
            found.update("\n".join(tally.cases).encode())
        if block.traits:
            found.update(pickle.dumps((block.traits.sets, block.traits.places), protocol=4))
    found.update(repr(submission.findings).encode())
    return found.hexdigest()
