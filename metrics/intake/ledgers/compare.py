"""A summary against the ledger of the same unit: every difference is said, with the cases that the ledger has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from metrics.catalogue import Catalogue
from metrics.intake import rules
from metrics.intake.grid import address
from metrics.intake.names import UnitNames
from metrics.model import Block, Context, Finding
from metrics.periods import Period

MOST_CASES = 10  # named in one finding

Key = tuple[str, str, str]  # unit, period, measure


def differences(
    blocks: Sequence[Block], catalogue: Catalogue, context: Context, names: UnitNames
) -> list[Finding]:
    """One finding for each unit, measure and period where both give a figure and the figures differ.

    The other figure stands in the same workbook or, if it does not, among those in force.
    """
    ledgers = [block for block in blocks if catalogue.forms[block.form].is_ledger]
    summaries = [block for block in blocks if not catalogue.forms[block.form].is_ledger]
    found: list[Finding] = []
    here = _figures(summaries) if ledgers else {}
    filed = _in_force(context, catalogue, ledgers=False) if ledgers else {}
    for block in ledgers:
        for measure, values in block.values.items():
            for i, counted in enumerate(values):
                key = (block.units[i], block.periods[i], measure)
                other = here.get(key, filed.get(key))
                if counted is not None and other is not None and counted != other:
                    rows, cases = _behind(block, measure, i)
                    anchor = block.anchors[measure]
                    cells = [address(row - 1, anchor - 1) for row in rows] or [block.cell(measure, i)]
                    found.append(_said(block.sheet, cells, key, other, counted, cases, catalogue, names))
    if summaries and not ledgers:
        kept = _in_force(context, catalogue, ledgers=True)
        for block in summaries:
            for measure, values in block.values.items():
                for i, value in enumerate(values) if kept else ():
                    key = (block.units[i], block.periods[i], measure)
                    counted = kept.get(key)
                    if value is not None and counted is not None and counted != value:
                        cells = [block.cell(measure, i)]
                        cases = _words(context.cases.get(key, ()), counted)
                        found.append(_said(block.sheet, cells, key, value, counted, cases, catalogue, names))
    return found


def _figures(blocks: Sequence[Block]) -> dict[Key, int]:
    return {
        (block.units[i], block.periods[i], measure): value
        for block in blocks
        for measure, values in block.values.items()
        for i, value in enumerate(values)
        if value is not None
    }


def _in_force(context: Context, catalogue: Catalogue, ledgers: bool) -> Mapping[Key, int]:
    return {
        (unit, period, measure): value
        for (form, unit, period, measure), value in context.in_force.items()
        if form in catalogue.forms and catalogue.forms[form].is_ledger is ledgers
    }


def _behind(block: Block, measure: str, record: int) -> tuple[list[int], str]:
    """The rows counted into a figure, and their cases in words."""
    tally = block.tallies.get(measure)
    if tally is None:
        return [], "无"
    chosen = [i for i, place in enumerate(tally.records) if place == record]
    rows = [tally.rows[i] for i in chosen]
    told = [tally.cases[i].partition("|")[0] or f"第 {tally.rows[i]} 行" for i in chosen[:MOST_CASES]]
    return rows, _words(told, len(chosen))


def _words(cases: Sequence[str], count: int) -> str:
    """The cases of a figure, the first of them where there are many."""
    if not cases:
        return "见已报送的台账" if count else "无"
    return "、".join(cases) + (f"等 {count} 件" if count > len(cases) else "")


def _said(
    sheet: str,
    cells: Sequence[str],
    key: Key,
    filled: int,
    counted: int,
    cases: str,
    catalogue: Catalogue,
    names: UnitNames,
) -> Finding:
    unit, period, measure = key
    return rules.LEDGER_DIFFERS.at(
        *(sheet, cells),
        found=filled,
        expected=str(counted),
        unit=unit,
        period=period,
        measure=measure,
        label=catalogue.measures[measure].name,
        who=names.by_code[unit].short_name if unit in names.by_code else unit,
        when=Period.from_key(period).label,
        cases=cases,
    )


def twice(blocks: Sequence[Block], catalogue: Catalogue, names: UnitNames) -> list[Finding]:
    """Two tables of the same ledger with rows of the same unit and period: neither may replace the other unseen."""
    seen: dict[tuple[str, str, str], Block] = {}
    found: dict[tuple[str, str, str], Finding] = {}
    for block in blocks:
        for i, (unit, period) in enumerate(zip(block.units, block.periods, strict=True)):
            key = (block.form, unit, period)
            other = seen.setdefault(key, block)
            if other is not block and (block.form, block.sheet, unit) not in found:
                found[block.form, block.sheet, unit] = rules.LEDGER_SHEETS.at(
                    *(block.sheet, [address(block.lines[i] - 1, 0)]),
                    found=names.by_code[unit].short_name,
                    unit=unit,
                    period=period,
                    other=other.sheet,
                    form=catalogue.forms[block.form].name,
                )
    return list(found.values())
