"""The sheets of an uploaded file, to be shown beside what was found."""

from __future__ import annotations

from metrics.intake.grid import Grid
from metrics.intake.open import open_grids
from metrics.model import Unreadable

__all__ = ["Grid", "grids"]


def grids(data: bytes, file_name: str) -> list[Grid]:
    """Every sheet with something in it; none where the file cannot be opened."""
    try:
        return open_grids(data, file_name)
    except Unreadable:
        return []
