"""The sheets of an uploaded file, to be shown beside what was found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from metrics.intake.grid import Grid
from metrics.model import Unreadable
from metrics.tasks import reading

__all__ = ["Grid", "grids"]


def grids(data: bytes, file_name: str, around: Mapping[str, Sequence[int]] | None = None) -> list[Grid]:
    """Every sheet with something in it, as far as a screen shows it; none where the file cannot be read.

    The first 200 rows, and some before and after each of the 0-based rows that `around` names for a sheet,
    most important first. Rows that are left out are empty lists: each row keeps its number.
    """
    try:
        return reading.desk().view(data, file_name, around)
    except Unreadable:
        return []
