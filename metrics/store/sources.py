"""From a figure back to the cell, the ledger rows and what was said of them."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from functools import cache, partial

from sqlalchemy import Connection, RowMapping, select

from metrics.model import CellState, Finding, Source, cell_address, state_of
from metrics.periods import Period
from metrics.store import remarks, tallies
from metrics.store import tables as t
from metrics.store.in_force import in_force_rows, record_from_row, slot_columns
from metrics.store.moments import moment


def read_sources(
    connection: Connection, jurisdiction: str, unit: str, period: Period, measures: Collection[str]
) -> dict[str, Source]:
    """Measure → where its value in force came from; summaries go before ledgers, as in the panel."""
    slots = slot_columns(connection, jurisdiction)
    ledgers = tallies.ledgers(connection, jurisdiction)
    rows = in_force_rows(connection, jurisdiction, None, period, period, [unit])
    found: dict[str, Source] = {}
    blocks: dict[str, int] = {}
    for row in sorted(rows, key=lambda row: row["form"] in ledgers):
        submission = _submission(connection, jurisdiction, row["submission"])
        block = _block(connection, jurisdiction, row["submission"], row["block"])
        record = record_from_row(row, slots[row["form"]], None)
        is_ledger = row["form"] in ledgers
        counted = partial(
            tallies.counted, connection, jurisdiction, submission["id"], unit, period.key, block["number"]
        )
        for measure in sorted(set(measures) & set(block["anchors"])):
            value = record.values.get(measure)
            state = state_of(value, measure in record.not_applicable)
            before = found.get(measure)
            if before and (
                state is CellState.MISSING or (is_ledger and before.state is not CellState.MISSING)
            ):
                continue
            behind = counted(t.VALUE_COLUMNS.index(slots[row["form"]][measure])) if is_ledger else []
            line = behind[0][0] if behind else row["line"]
            blocks[measure] = block["number"]
            found[measure] = Source(
                submission["id"],
                submission["sha256"],
                submission["file_name"],
                block["sheet"],
                cell_address(block["records_down"], line, block["anchors"][measure]),
                record.version,
                submission["uploader"],
                moment(submission["uploaded_at"]),
                value,
                state,
                tuple(line for line, _ in behind),
                tuple(case for _, case in behind),
            )
    said = {
        number: tuple(remarks.read(connection, jurisdiction, number).values())
        for number in {source.submission for source in found.values()}
    }

    @cache
    def rows_of(submission: int, number: int) -> frozenset[int]:
        return tallies.rows(connection, jurisdiction, submission, unit, period.key, number)

    return {
        measure: replace(
            source,
            remarks=tuple(
                remark
                for remark in said[source.submission]
                if _is_about(
                    remark.finding,
                    source,
                    (unit, period.key, measure),
                    partial(rows_of, source.submission, blocks[measure]),
                )
            ),
        )
        for measure, source in found.items()
    }


def _is_about(
    finding: Finding, source: Source, what: tuple[str, str, str], rows: Callable[[], frozenset[int]]
) -> bool:
    """Whether a finding is at the value's cell or ledger rows, or on the unit's measure in the period.

    rows: every row of the ledger that counts for the unit and period. A finding that names its measures is about
    these alone, and about them also where its row is not counted into them.
    """
    unit, period, measure = what
    named = finding.measures or (finding.measure,)
    if finding.unit == unit and measure in named and finding.period in ("", period):
        return True
    if finding.sheet != source.sheet:
        return False
    if finding.measures:
        if measure not in finding.measures or finding.unit:
            return False
        return not finding.places or any(_row(place) in rows() for place in finding.places)
    return source.cell in finding.places or any(_row(place) in source.rows for place in finding.places)


def _row(cell: str) -> int:
    digits = cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return int(digits) if digits.isdigit() else 0


def _submission(connection: Connection, jurisdiction: str, number: int) -> RowMapping:
    s = t.submissions.c
    statement = select(t.submissions).where(s.jurisdiction == jurisdiction, s.id == number)
    return connection.execute(statement).mappings().one()


def _block(connection: Connection, jurisdiction: str, submission: int, number: int) -> RowMapping:
    b = t.blocks.c
    statement = select(t.blocks).where(
        b.jurisdiction == jurisdiction, b.submission == submission, b.number == number
    )
    return connection.execute(statement).mappings().one()
