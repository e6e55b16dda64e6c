"""Who reports: the unit of a form, by its label, its titles, its sheet or its file; and whose sheet it is."""

from __future__ import annotations

import re
from collections.abc import Sequence

from metrics.intake import rules
from metrics.intake.decisions import UnitDecisions, is_other_name
from metrics.intake.grid import plain
from metrics.intake.table import Reader, Table
from metrics.model import LEFT_OUT, Finding, Layout

# “单位：件、次” above a table says what is counted, not who reports.
_MEASURED_IN = re.compile(r"[件次个人起宗份千万元%‰％、,，/及和（）()\s]+")


def who(table: Table, reader: Reader, decisions: UnitDecisions) -> tuple[str | None, list[Finding]]:
    """The unit of a form, or None and why: “填报单位：…”, else a title, the sheet's or the file's name."""
    grid, names = table.grid, reader.units
    labels = {name for form in reader.forms for name in form.units}
    answers = decisions.answers
    for rows in (range(table.top, table.header), range(table.top)):
        for row in rows:
            for column in range(grid.width):
                text = grid.text(row, column)
                label, colon, rest = text.replace(":", "：").partition("：")
                if plain(label) not in labels:
                    continue
                written = rest.strip() if colon and rest.strip() else grid.text(row, column + 1)
                if not written or _MEASURED_IN.fullmatch(written):
                    continue
                cell = grid.address(row, column)
                answer = answers.get(written, LEFT_OUT)
                candidates = (answer,) if answer != LEFT_OUT else names.find(written)
                if len(candidates) == 1:
                    if answer != LEFT_OUT or is_other_name(written, candidates[0], names):
                        decisions.read_as(cell, written, candidates[0], answer != LEFT_OUT)
                    return candidates[0], _other_unit(candidates[0], table, reader)
                decisions.asked(cell, written, candidates)
                if not candidates:
                    return None, [rules.UNIT_UNKNOWN.at(grid.name, [cell], found=written)]
                several = "、".join(names.by_code[code].name for code in candidates)
                return None, [rules.UNIT_AMBIGUOUS.at(grid.name, [cell], found=written, expected=several)]
    return _mentioned(table, reader, decisions)


def _mentioned(table: Table, reader: Reader, decisions: UnitDecisions) -> tuple[str | None, list[Finding]]:
    grid, names = table.grid, reader.units
    answers = decisions.answers
    told: dict[str, str] = {}
    for text in (reader.unit_words, grid.name, *reversed(table.titles)):
        mentioned = (answers[text],) if answers.get(text, LEFT_OUT) != LEFT_OUT else names.mentioned_in(text)
        if len(mentioned) == 1:
            told[mentioned[0]] = text
    if len(told) > 1:
        several = "、".join(names.by_code[code].name for code in told)
        return None, [rules.UNIT_AMBIGUOUS.at(grid.name, found="；".join(told.values()), expected=several)]
    for code, text in told.items():
        decisions.read_as("", text, code, text in answers)
        return code, []
    return None, [rules.NO_UNIT.at(grid.name)]


def _other_unit(code: str, table: Table, reader: Reader) -> list[Finding]:
    """The sheet's or the file's name speaks of another unit than “填报单位”: an old form was used again."""
    names = reader.units
    for what, text in (("工作表名", table.grid.name), ("文件名", reader.unit_words)):
        mentioned = names.mentioned_in(text)
        if len(mentioned) == 1 and mentioned[0] != code:
            found, other = names.by_code[code].short_name, names.by_code[mentioned[0]].short_name
            return [
                rules.UNIT_DISAGREES.at(table.grid.name, found=found, expected=f"{what}提到的是“{other}”")
            ]
    return []


def scope_of(tables: Sequence[Table], reader: Reader) -> str:
    """The code of the unit when all tables of a sheet are of exactly one, else “”."""
    units: set[str] = set()
    for table in tables:
        if table.layout is Layout.SUMMARY and table.unit is not None:
            units |= _first_two(table, reader)
        else:
            code, _ = who(table, reader, UnitDecisions(table, reader, reader.units))
            units |= {code} if code else set()
        if len(units) > 1:
            return ""
    return next(iter(units), "")


def _first_two(table: Table, reader: Reader) -> set[str]:
    """The units in the units' column, no more than two of them."""
    units: set[str] = set()
    answers = UnitDecisions(table, reader, reader.units).answers
    for row in range(table.first, table.last + 1):
        text = table.grid.text(row, table.unit or 0)
        if not text:
            continue
        code = answers.get(text) or reader.units.exact.get(text)
        found = (code,) if code else reader.units.find(text)
        units |= set(found) if len(found) == 1 else set()
        if len(units) > 1:
            break
    return units
