"""From a figure back to the cell, the ledger rows and what was said of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from functools import partial

from sqlalchemy import Connection, RowMapping, select

from metrics.model import CellState, Remark, Source, cell_address, state_of
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
    return {
        measure: replace(source, remarks=_about(source, unit, period.key, measure, said))
        for measure, source in found.items()
    }


def _about(
    source: Source, unit: str, period: str, measure: str, said: Mapping[int, tuple[Remark, ...]]
) -> tuple[Remark, ...]:
    """The remarks on findings at the value's cell or ledger rows, or on the unit's measure in the period."""
    return tuple(
        remark for remark in said[source.submission] if _is_about(remark, source, (unit, measure), period)
    )


def _is_about(remark: Remark, source: Source, what: tuple[str, str], period: str) -> bool:
    finding = remark.finding
    if (finding.unit, finding.measure) == what and finding.period in ("", period):
        return True
    if finding.sheet != source.sheet:
        return False
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
