"""Who a row of a ledger counts for: one unit or several in a cell, and bodies that are no unit of the district."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from rapidfuzz import fuzz, process

from metrics.catalogue import UnitsRole
from metrics.intake import rules
from metrics.intake.grid import address, plain
from metrics.intake.ledgers.rows import Column, Flags, Ints, Rows
from metrics.intake.names import UnitNames
from metrics.model import LEFT_OUT, Choice, Decision, DecisionKind, Finding

_BETWEEN = re.compile(r"[、，,；;\n\r/]+")
_AND = re.compile(r"[和与及]")
_NONE = re.compile(r"(?:无|没有|暂无|空|[-—–/\\])*")
_NUMBERED = re.compile(r"^\s*(?:\d+[.、)）]|[（(]\d+[)）]|[①-⑨])\s*")
MOST_CHOICES = 5
_MOST_ANDS = 6  # more of them stand in no list of names, and trying every way to split takes long
_MOST_DECISIONS = 100  # a person answers no more; further ones come after these are answered


@dataclass
class Named:
    """What the spellings in a cell stand for. units: codes in order. outside: bodies that are no unit.

    unknown: spellings that may be a unit of the district. several: spelling → units that it may mean.
    read_as: spelling → unit, where it is neither name, short name nor alias as it stands.
    """

    units: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    several: dict[str, tuple[str, ...]] = field(default_factory=dict)
    read_as: dict[str, str] = field(default_factory=dict)

    @property
    def is_odd(self) -> bool:
        """Whether there is something to be said about the cell."""
        return bool(self.outside or self.unknown or self.several or self.read_as)


class Parties:
    """Reads cells that name units. answer: what a person has said of a spelling (a code, or LEFT_OUT), or None."""

    def __init__(self, names: UnitNames, answer: Callable[[str], str | None]) -> None:
        self.names = names
        self._answer = answer
        self._city = self._own_city()

    def _own_city(self) -> str:
        """“汉中市” where the units are called “汉中市汉台区……”."""
        prefix = next((p for p in self.names._prefixes if "市" in p[:-1]), "")
        return prefix.partition("市")[0] + "市" if prefix else ""

    def read(self, cell: object) -> Named:
        """The units of a cell. The whole text is tried before it is split: a name may hold “和” or “、”."""
        if cell is None or isinstance(cell, bool) or _NONE.fullmatch(re.sub(r"\s+", "", str(cell))):
            return Named()
        text = str(cell).strip()
        named = Named()
        for spelling in self._split(text):
            self._take(spelling, named)
        named.units = tuple(dict.fromkeys(named.units))
        return named

    def _split(self, text: str) -> list[str]:
        if self._known(text):
            return [text]
        found: list[str] = []
        for piece in _BETWEEN.split(text):
            bare = _NUMBERED.sub("", piece).strip()
            if bare:
                found += self._at_and(bare) or self._at_space(bare) or [bare]
        return found

    def _known(self, spelling: str) -> bool:
        return self._answer(spelling) is not None or bool(self.names.find(spelling))

    def _at_and(self, text: str) -> list[str] | None:
        """Split at “和” such that each part is known; None where there is no such way."""
        if self._known(text) or (self._is_outside(text) and not _AND.search(text)):
            return [text]
        if len(_AND.findall(text)) > _MOST_ANDS:
            return None
        for match in _AND.finditer(text):
            left, right = text[: match.start()], text[match.end() :]
            if left and right and (self._known(left) or self._is_outside(left)):
                rest = self._at_and(right)
                if rest is not None and not (self._is_outside(text) and self._is_outside(right)):
                    return [left, *rest]
        return None

    def _at_space(self, text: str) -> list[str] | None:
        parts = text.split()
        return parts if len(parts) > 1 and all(map(self._known, parts)) else None

    def _is_outside(self, spelling: str) -> bool:
        """A body of the city, the province or the state, by its name."""
        key = plain(spelling)
        if self.names.find(spelling):
            return False
        if self._city and key.startswith(self._city):
            return not any(key.startswith(prefix) for prefix in self.names._prefixes)
        return re.match(r"市(?!场|政|容|民)|.{2,3}省|.{2,5}自治区|国家|国务院", key) is not None

    def _take(self, spelling: str, named: Named) -> None:
        answered = self._answer(spelling)
        if answered == LEFT_OUT:
            named.outside += (spelling,)
        elif answered is not None and answered in self.names.by_code:
            named.units += (answered,)
            named.read_as[spelling] = answered
        elif len(codes := self.names.find(spelling)) == 1:
            named.units += codes
            unit = self.names.by_code[codes[0]]
            if spelling not in self.names.exact and plain(spelling) not in (
                plain(unit.short_name),
                plain(unit.name),
            ):
                named.read_as[spelling] = codes[0]
        elif codes:
            named.several[spelling] = codes
        elif self._is_outside(spelling):
            named.outside += (spelling,)
        else:
            named.unknown += (spelling,)

    def answered(self, spelling: str) -> bool:
        """Whether a person has said what the spelling means."""
        return self._answer(spelling) is not None

    def likely(self, spelling: str) -> tuple[str, ...]:
        """Codes of the units whose names are most like an unknown spelling, likeliest first."""
        found = process.extract(spelling, list(self.names.exact), scorer=fuzz.ratio, limit=3 * MOST_CHOICES)
        codes = dict.fromkeys(self.names.exact[known] for known, score, _ in found if score >= 40)
        return tuple(codes)[:MOST_CHOICES]


@dataclass
class Expanded:
    """One entry per record row and unit that it counts for, the rows' own units first.

    units: distinct codes in order of appearance; row, unit: indexes; primary: not merely named as a further party.
    """

    units: list[str]
    row: Ints
    unit: Ints
    primary: Flags


def expand(
    rows: Rows,
    columns: Mapping[UnitsRole, Column],
    places: Mapping[UnitsRole, int],
    parties: Parties,
    own: str,
    form: str,
) -> tuple[Expanded, list[Finding], list[Decision]]:
    """Who each row counts for. own: the unit whose ledger it is, for a ledger without a column of units."""
    named = {role: [parties.read(cell) for cell in column.cells] for role, column in columns.items()}
    place: dict[str, int] = {}
    add = place.setdefault
    size = len(rows)
    tables = {
        role: [tuple(add(code, len(place)) for code in cell.units) for cell in cells]
        for role, cells in named.items()
    }
    chosen = np.full(size, -1, dtype=np.int64)  # row → index of its tuple of own units
    sets: list[tuple[int, ...]] = []
    for role in (UnitsRole.INSTEAD, UnitsRole.OWN):
        if role in tables:
            filled = np.array([bool(some) for some in tables[role]], dtype=bool)[columns[role].codes]
            chosen = np.where((chosen < 0) & filled, columns[role].codes + len(sets), chosen)
            sets += tables[role]
    if not sets and own:
        chosen, sets = np.zeros(size, dtype=np.int64), [(add(own, len(place)),)]
    row, unit = _spread(chosen, sets)
    further = (np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64))
    if UnitsRole.ALSO in tables:
        further = _spread(columns[UnitsRole.ALSO].codes, tables[UnitsRole.ALSO])
    primary = np.arange(len(row) + len(further[0])) < len(row)
    expanded = Expanded(
        list(place), np.concatenate([row, further[0]]), np.concatenate([unit, further[1]]), primary
    )
    findings, decisions = _said(rows, columns, places, named, parties, form, own)
    findings += _blank(rows, columns, places, chosen, named)
    return _without_repeats(expanded), findings, decisions


def _spread(chosen: Ints, sets: Sequence[tuple[int, ...]]) -> tuple[Ints, Ints]:
    """Rows and units of every member of the rows' sets; -1 is no set."""
    sizes = np.array([*map(len, sets), 0], dtype=np.int64)[chosen]
    row = np.repeat(np.arange(len(chosen)), sizes)
    if len(row) == len(chosen) and sizes.max(initial=0) == 1:
        firsts = np.array([some[0] if some else 0 for some in sets], dtype=np.int64)
        return row, firsts[chosen]
    members = [member for index in chosen.tolist() if index >= 0 for member in sets[index]]
    return row, np.array(members, dtype=np.int64)


def _without_repeats(expanded: Expanded) -> Expanded:
    """A unit that stands both as defendant and as further defendant of a row counts once; one that no row counts
    for (a 名义被告 beside a 责任单位) is not among the units."""
    row, unit, primary = expanded.row, expanded.unit, expanded.primary
    if not primary.all():
        _, kept = np.unique(row * max(len(expanded.units), 1) + unit, return_index=True)
        kept = np.sort(kept)
        row, unit, primary = row[kept], unit[kept], primary[kept]
    used, codes = np.unique(unit, return_inverse=True)
    return Expanded([expanded.units[i] for i in used.tolist()], row, codes.astype(np.int64), primary)


def _said(
    rows: Rows,
    columns: Mapping[UnitsRole, Column],
    places: Mapping[UnitsRole, int],
    named: Mapping[UnitsRole, Sequence[Named]],
    parties: Parties,
    form: str,
    own: str,
) -> tuple[list[Finding], list[Decision]]:
    """What is to be said about spellings, once for each, with their cells."""
    sheet, names = rows.table.grid.name, parties.names
    findings: list[Finding] = []
    decisions: dict[str, Decision] = {}

    def decide(spelling: str, cell: str, taken: str | None, codes: Sequence[str]) -> None:
        if spelling in decisions or len(decisions) >= _MOST_DECISIONS:
            return
        likely = codes or parties.likely(spelling)
        choices = tuple(Choice(code, names.by_code[code].short_name) for code in likely)
        chosen = Choice(taken, names.by_code[taken].short_name) if taken else None
        by_person = parties.answered(spelling)
        decisions[spelling] = Decision(
            DecisionKind.UNIT, own, form, sheet, cell, spelling, chosen, choices, (), by_person
        )

    for role, column in columns.items():
        odd = [i for i, cell in enumerate(named[role]) if cell.is_odd]
        wrong = [i for i in odd if named[role][i].unknown or named[role][i].several]
        if len(wrong) > _MOST_DECISIONS:
            rest = _lines_of(rows, column, wrong[_MOST_DECISIONS:])
            cells = [address(row, places[role]) for some in rest.values() for row in some][: rules.MOST_CELLS]
            findings.append(rules.LEDGER_MORE_UNITS.at(sheet, cells, found=len(rest)))
            odd = sorted(set(odd) - set(rest))
        lines = _lines_of(rows, column, odd)
        for i in odd:
            cell = named[role][i]
            cells = [address(line, places[role]) for line in lines.get(i, [])[: rules.MOST_CELLS]]
            if not cells:
                continue
            for spelling, code in cell.read_as.items():
                decide(spelling, cells[0], code, (code,))
            for spelling in cell.outside:
                findings.append(rules.LEDGER_UNIT_OUTSIDE.at(sheet, cells, found=spelling))
            for spelling in cell.unknown:
                findings.append(rules.UNIT_UNKNOWN.at(sheet, cells, found=spelling))
                decide(spelling, cells[0], None, ())
            for spelling, codes in cell.several.items():
                told = "、".join(names.by_code[code].name for code in codes)
                findings.append(rules.UNIT_AMBIGUOUS.at(sheet, cells, found=spelling, expected=told))
                decide(spelling, cells[0], None, codes)
    return findings, list(decisions.values())


def _lines_of(rows: Rows, column: Column, wanted: Sequence[int]) -> dict[int, list[int]]:
    """Distinct cell → the sheet's rows in which it stands, in one pass."""
    if not wanted:
        return {}
    flags = np.zeros(len(column.cells), dtype=bool)
    flags[list(wanted)] = True
    found: dict[int, list[int]] = {}
    for i in np.flatnonzero(flags[column.codes]).tolist():
        found.setdefault(int(column.codes[i]), []).append(rows.lines[i])
    return found


def _blank(
    rows: Rows,
    columns: Mapping[UnitsRole, Column],
    places: Mapping[UnitsRole, int],
    chosen: Ints,
    named: Mapping[UnitsRole, Sequence[Named]],
) -> list[Finding]:
    """Rows in which nobody is named at all, neither a unit nor anybody else."""
    role = UnitsRole.OWN if UnitsRole.OWN in columns else UnitsRole.INSTEAD
    if role not in columns:
        return []
    silent = np.array([not cell.units and not cell.is_odd for cell in named[role]], dtype=bool)
    blank = np.flatnonzero((chosen < 0) & silent[columns[role].codes]).tolist()
    if not blank:
        return []
    cells = [address(rows.lines[i], places[role]) for i in blank[: rules.MOST_CELLS]]
    return [rules.UNIT_BLANK.at(rows.table.grid.name, cells)]
