"""Several sheets in one file: what a sheet says of its period and unit goes before the file's name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from metrics.intake.decisions import UnitDecisions
from metrics.intake.locate_unit_form import record_columns
from metrics.intake.table import Reader, Table
from metrics.intake.when import spoken, years_in
from metrics.intake.who import who
from metrics.model import Layout
from metrics.periods import PeriodMention


def readers(tables: Sequence[Table], reader: Reader) -> list[Reader]:
    """For each table the reader with what the file's name may still say.

    A single table must agree with the name of its file; that is how last quarter's form is found out. Of tables
    that are of several quarters, or of several units, the name can be right for one at most: only the year is
    taken from it.
    """
    if len(tables) < 2:
        return [reader] * len(tables)
    said = [_said(table) for table in tables]
    several = len({(m.year, m.number) for mentions in said for m in mentions}) > 1
    silent = replace(reader, unit_words="")
    units = {code for table in tables if (code := _unit(table, silent))}
    unit_words = "" if len(units) > 1 else reader.unit_words
    found = []
    for table, mentions in zip(tables, said, strict=True):
        years = years_in([reader.file_name], table.form.frequency)
        year = f"{next(iter(years))}年" if len(years) == 1 else ""
        words = year if several and mentions else reader.period_words
        found.append(replace(reader, period_words=words, unit_words=unit_words))
    return found


def _said(table: Table) -> list[PeriodMention]:
    """The periods that a table's own words speak of: its titles, its sheet's name, the headings of its columns."""
    heads = record_columns(table).values() if table.layout is Layout.UNIT_FORM else ()
    kind = table.form.frequency
    return [m for text in (*table.titles, table.grid.name, *heads) for m in spoken(text) if m.kind is kind]


def _unit(table: Table, reader: Reader) -> str:
    """The unit that a table without a column of units names by itself."""
    if table.layout is Layout.SUMMARY and table.unit is not None:
        return ""
    return who(table, reader, UnitDecisions(table, reader, reader.units))[0] or ""
