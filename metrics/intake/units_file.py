"""The units of a district from a csv or a workbook that the bureau keeps."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from metrics.catalogue import Catalogue, Word
from metrics.intake import unit_rules as rules
from metrics.intake.grid import Grid, address, plain
from metrics.intake.open import open_grids
from metrics.intake.rules import Rule
from metrics.limits import DEFAULTS, Limits
from metrics.model import Enforcement, Finding, Severity, Unit, UnitKind

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "jurisdiction": ("辖区代码", "行政区划代码", "区划代码"),
    "jurisdiction_name": ("辖区名称", "辖区"),
    "code": ("代码", "单位代码"),
    "name": ("名称", "单位名称", "单位全称", "全称"),
    "short_name": ("简称", "单位简称"),
    "aliases": ("别名", "其他写法", "曾用名"),
    "kind": ("类型", "单位类型"),
    "enforcement": ("执法权", "行政执法权"),
    "order": ("序号", "排序", "顺序"),
    "valid_from": ("启用", "启用日期"),
    "valid_to": ("停用", "停用日期"),
}
HEADINGS = tuple(names[0] for names in COLUMNS.values())
_REQUIRED = ("jurisdiction", "name", "kind")
_BETWEEN = re.compile(r"[;；、|,，\n]")  # what people put between two aliases
_TITLE_ROWS = 10  # titles and notes that may stand above the headings


@dataclass(frozen=True)
class UnitsFile:
    """jurisdictions: code → name. Units that could not be understood are in findings, not in units."""

    jurisdictions: Mapping[str, str]
    units: tuple[Unit, ...]
    findings: tuple[Finding, ...]

    @property
    def can_load(self) -> bool:
        return bool(self.units) and all(f.severity is not Severity.MANDATORY for f in self.findings)


def read_units(data: bytes, file_name: str, catalogue: Catalogue, limits: Limits = DEFAULTS) -> UnitsFile:
    """Read a list of units, headings in Chinese or by field name. Raises Unreadable for no table at all.

    A unit without a code is known by its name, without a short name by its name without the district's,
    without a number by its place in the list.
    """
    grid, header, columns = _headings(open_grids(data, file_name, limits))
    missing = [COLUMNS[key][0] for key in _REQUIRED if key not in columns]
    if missing:
        return UnitsFile({}, (), (rules.HEADING_MISSING.at(grid.name, found="、".join(missing)),))
    findings: list[Finding] = []
    units: dict[int, Unit] = {}
    jurisdictions: dict[str, str] = {}
    for row in range(header + 1, len(grid.rows)):
        if any(grid.text(row, column) for column in columns.values()):
            unit, said = _unit(grid, row, row - header, columns, catalogue)
            findings += said
            if unit is not None:
                units[row] = unit
                name = grid.text(row, columns["jurisdiction_name"]) if "jurisdiction_name" in columns else ""
                if name or unit.jurisdiction not in jurisdictions:
                    jurisdictions[unit.jurisdiction] = name or unit.jurisdiction
    findings += _clashes(units, grid.name, columns)
    if not units and not findings:
        findings.append(rules.NO_UNITS.at(grid.name))
    return UnitsFile(jurisdictions, tuple(units.values()), tuple(findings))


def _headings(grids: list[Grid]) -> tuple[Grid, int, dict[str, int]]:
    """The sheet and row with most of our headings, and the columns under them; the first of equals."""
    rows = [(grid, row) for grid in grids for row in range(min(len(grid.rows), _TITLE_ROWS))]
    return max(((grid, row, _columns(grid, row)) for grid, row in rows), key=lambda found: len(found[2]))


def _columns(grid: Grid, row: int) -> dict[str, int]:
    wanted = {plain(name): key for key, names in COLUMNS.items() for name in (key, *names)}
    found: dict[str, int] = {}
    for column in range(grid.width):
        key = wanted.get(plain(grid.text(row, column)))
        if key:
            found.setdefault(key, column)
    return found


def _unit(
    grid: Grid, row: int, place: int, columns: Mapping[str, int], catalogue: Catalogue
) -> tuple[Unit | None, list[Finding]]:
    findings: list[Finding] = []

    def text(key: str) -> str:
        return grid.text(row, columns[key]) if key in columns else ""

    def say(rule: Rule, key: str, expected: str = "") -> None:
        findings.append(rule.at(grid.name, [address(row, columns[key])], found=text(key), expected=expected))

    def day(key: str) -> date | None:
        value = grid.value(row, columns[key]) if key in columns else None
        if value is None or isinstance(value, datetime):
            return value.date() if value else None
        found = _day(str(value).strip())
        if found is None:
            say(rules.BAD_DATE, key)
        return found

    jurisdiction = _digits(text("jurisdiction"))
    if not re.fullmatch(r"[0-9]{2,12}", jurisdiction):
        say(rules.BAD_JURISDICTION, "jurisdiction")
    name = text("name")
    if not name:
        say(rules.NAME_MISSING, "name")
    kind = _word(text("kind"), catalogue.kinds)
    if kind is None:
        say(rules.KIND_UNKNOWN, "kind", expected="、".join(word.name for word in catalogue.kinds.values()))
    enforcement = _word(text("enforcement"), catalogue.enforcement)
    if enforcement is None:
        expected = "、".join(word.name for word in catalogue.enforcement.values())
        say(rules.ENFORCEMENT_UNKNOWN, "enforcement", expected=expected)
    order = _digits(text("order"))
    if order and not re.fullmatch(r"[0-9]{1,9}", order):
        say(rules.BAD_ORDER, "order")
    start, end = day("valid_from"), day("valid_to")
    if start and end and end < start:
        say(rules.ENDS_BEFORE_START, "valid_to")
    if findings or kind is None or enforcement is None:
        return None, findings
    return (
        Unit(
            jurisdiction,
            _digits(text("code")) or name,
            name,
            text("short_name") or _without_district(name, text("jurisdiction_name")),
            UnitKind(kind),
            Enforcement(enforcement),
            int(order) if order else place,
            tuple(dict.fromkeys(a.strip() for a in _BETWEEN.split(text("aliases")) if a.strip())),
            start,
            end,
        ),
        findings,
    )


def _digits(text: str) -> str:
    """A code as typed: without full width, and without the “.0” of a workbook's number."""
    return unicodedata.normalize("NFKC", text).removesuffix(".0")


def _without_district(name: str, district: str) -> str:
    """“汉中市汉台区财政局” of “汉台区” → “财政局”; a name that does not begin so stays whole."""
    match = re.fullmatch(rf".{{0,8}}?{re.escape(district)}(.{{2,}})", name) if district else None
    return match[1] if match else name


def _day(text: str) -> date | None:
    match = re.fullmatch(r"(\d{4})\D(\d{1,2})\D(\d{1,2})\D?(?:\s*0?0:00(?::00)?)?", text)
    try:
        return date(int(match[1]), int(match[2]), int(match[3])) if match else None
    except ValueError:
        return None


def _word(text: str, words: Mapping[UnitKind, Word] | Mapping[Enforcement, Word]) -> str | None:
    for member, word in words.items():
        if text in (member.value, word.name, *word.names):
            return member.value
    return None


def _clashes(units: Mapping[int, Unit], sheet: str, columns: Mapping[str, int]) -> list[Finding]:
    """A code used twice, or a spelling that would mean two units: which one could not be told later."""
    findings = []
    codes: set[tuple[str, str]] = set()
    owner: dict[tuple[str, str], Unit] = {}
    for row, unit in units.items():
        if (unit.jurisdiction, unit.code) in codes:
            cell = address(row, columns.get("code", columns["name"]))
            findings.append(rules.CODE_TWICE.at(sheet, [cell], found=unit.code))
        codes.add((unit.jurisdiction, unit.code))
        spellings = {unit.name: "name"}
        spellings.setdefault(unit.short_name, "short_name")
        for alias in unit.aliases:
            spellings.setdefault(alias, "aliases")
        for spelling, key in spellings.items():
            other = owner.setdefault((unit.jurisdiction, plain(spelling)), unit)
            if other.code != unit.code:
                cell = address(row, columns.get(key, columns["name"]))
                both = f"“{other.name}”和“{unit.name}”"
                findings.append(rules.SPELLING_TWICE.at(sheet, [cell], found=spelling, expected=both))
    return findings
