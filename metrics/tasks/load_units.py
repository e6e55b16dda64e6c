"""Load a district's list of units."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from metrics.intake import unit_rules as rules
from metrics.intake.units_file import HEADINGS, UnitsFile
from metrics.model import NotAllowed, Unit
from metrics.report import outgoing
from metrics.tasks import reading
from metrics.tasks.workspace import Workspace

INITIAL = Path(__file__).parents[2] / "sample_data" / "units.csv"


@dataclass(frozen=True)
class UnitChanges:
    """What loading a list would do: units by whether they are new, different, or as they were."""

    added: tuple[Unit, ...]
    changed: tuple[tuple[Unit, Unit], ...]  # (before, after)
    same: tuple[Unit, ...]
    kept: tuple[Unit, ...]  # not in the list: they stay, since their history does


def read(workspace: Workspace, data: bytes, file_name: str) -> UnitsFile:
    """The list and what is wrong with it. Raises Unreadable."""
    return _as_written(reading.desk().read_units(data, file_name, workspace.catalogue))


def _as_written(file: UnitsFile) -> UnitsFile:
    """Without the apostrophes that `as_csv` puts before what a table program would take for a formula."""
    own = outgoing.restored
    units = tuple(
        replace(
            unit,
            code=own(unit.code),
            name=own(unit.name),
            short_name=own(unit.short_name),
            aliases=(*map(own, unit.aliases[:1]), *unit.aliases[1:]),  # one cell, one apostrophe
        )
        for unit in file.units
    )
    # Two codes may differ in nothing but the apostrophe; one of the units would then be lost.
    known = Counter((unit.jurisdiction, unit.code) for unit in file.units)
    codes = Counter((unit.jurisdiction, unit.code) for unit in units)
    said = [
        rules.CODE_TWICE.at("", found=key[1]) for key, times in codes.items() if times > max(known[key], 1)
    ]
    names = {code: own(name) for code, name in file.jurisdictions.items()}
    return UnitsFile(names, units, (*file.findings, *said))


def changes(workspace: Workspace, file: UnitsFile) -> UnitChanges:
    """The list against what is loaded."""
    before = {
        (unit.jurisdiction, unit.code): unit
        for code in file.jurisdictions
        for unit in workspace.store.units(code)
    }
    after = {(unit.jurisdiction, unit.code): unit for unit in file.units}
    return UnitChanges(
        tuple(unit for key, unit in after.items() if key not in before),
        tuple((before[key], unit) for key, unit in after.items() if key in before and before[key] != unit),
        tuple(unit for key, unit in after.items() if before.get(key) == unit),
        tuple(unit for key, unit in before.items() if key not in after),
    )


def load(workspace: Workspace, file: UnitsFile) -> str:
    """Load the list; returns the code of its first jurisdiction. Raises NotAllowed when it has errors."""
    if not file.can_load:
        raise NotAllowed("名录还有必须改正的问题，没有载入；原来的名录不变。")
    for code, name in file.jurisdictions.items():
        with workspace.store.writing(code) as writing:
            writing.load_units(name, [unit for unit in file.units if unit.jurisdiction == code])
    return next(iter(file.jurisdictions))


def initial(workspace: Workspace) -> UnitsFile:
    """The list of 汉台区 that comes with the product."""
    return read(workspace, INITIAL.read_bytes(), INITIAL.name)


def as_csv(workspace: Workspace, units: Iterable[Unit]) -> bytes:
    """The list as it can be loaded again, with Chinese headings; only the headings when there are none."""
    catalogue = workspace.catalogue
    rows = (
        (
            unit.jurisdiction,
            workspace.jurisdiction_name,
            unit.code,
            unit.name,
            unit.short_name,
            "；".join(unit.aliases),
            catalogue.kinds[unit.kind].name,
            catalogue.enforcement[unit.enforcement].name,
            unit.order,
            unit.valid_from or "",
            unit.valid_to or "",
        )
        for unit in units
    )
    return outgoing.csv_file((HEADINGS, *rows))
