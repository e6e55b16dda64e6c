"""The workbooks that damage starts from: one of each format, the samples, the messy ones, a blank form."""

from __future__ import annotations

from pathlib import Path

from metrics import catalogue
from metrics.intake.blank.form_writer import blank_form
from metrics.periods import Period
from tests.intake.habits import formats
from tests.intake.habits.making import sent
from tests.intake.workbooks import EAST

SAMPLES = Path(__file__).parents[2] / "sample_data"


def seeds() -> dict[str, bytes]:
    """File name → bytes, in a fixed order."""
    found = {f"{habit[0]}": sent(habit[1]).make() for habit in formats.HABITS}
    for folder in ("messy", "workbooks"):
        found |= {path.name: path.read_bytes() for path in sorted((SAMPLES / folder).iterdir())}
    known = catalogue.load()
    for form in known.forms.values():
        period = Period(2026, 1, form.frequency)
        found[f"空白表_{form.code}.xlsx"] = blank_form(form, EAST, period, known, {})
    return {name: data for name, data in found.items() if len(data) < 200_000}
