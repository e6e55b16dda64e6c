"""Load a district's list of units."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from metrics.intake.units_file import HEADINGS, UnitsFile, read_units
from metrics.model import NotAllowed, Unit
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
    return read_units(data, file_name, workspace.catalogue)


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
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(HEADINGS)
    for unit in units:
        writer.writerow(
            [
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
            ]
        )
    return buffer.getvalue().encode("utf-8-sig")
