"""The sheets of an uploaded file, to be shown beside what was found, or handed back with it marked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath

from metrics.intake.grid import Grid
from metrics.model import Finding, Unreadable
from metrics.report import outgoing
from metrics.tasks import reading

__all__ = ["Grid", "grids", "marked_copy", "marked_name"]


def grids(data: bytes, file_name: str, around: Mapping[str, Sequence[int]] | None = None) -> list[Grid]:
    """Every sheet with something in it, as far as a screen shows it; none where the file cannot be read.

    The first 200 rows, and some before and after each of the 0-based rows that `around` names for a sheet,
    most important first. Rows that are left out are empty lists: each row keeps its number.
    """
    try:
        return reading.desk().view(data, file_name, around)
    except Unreadable:
        return []


def marked_copy(data: bytes, file_name: str, findings: Sequence[Finding]) -> tuple[str, bytes]:
    """(file name, xlsx): the own workbook with its faulty cells marked and a list of what is wrong.

    Raises Unreadable for a file that cannot be read.
    """
    return marked_name(file_name), reading.desk().mark(data, file_name, findings)


def marked_name(file_name: str) -> str:
    """What the marked copy of a file is called."""
    return outgoing.file_name(f"{PurePosixPath(file_name).stem}_标注.xlsx")
