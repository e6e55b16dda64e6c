"""Blank forms: workbooks that come back without findings when they are filled in as meant.

Three sheets, one for each way of reporting: unit_form_sheet.py, summary_sheet.py, ledger_sheet.py.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from metrics.catalogue import Catalogue, Form
from metrics.intake.blank import ledger_sheet, summary_sheet, unit_form_sheet
from metrics.model import Unit
from metrics.periods import Period


def blank_form(
    form: Form, unit: Unit, period: Period, catalogue: Catalogue, previous: Mapping[str, int | None]
) -> bytes:
    """An xlsx with unit and period filled in and locked: a line per measure, or of a ledger a row per case.

    previous: measure → the unit's figure of the period before, shown in grey for comparison; may be empty.
    """
    if form.is_ledger:
        return ledger_sheet.ledger_form(form, unit, period, catalogue)
    return unit_form_sheet.unit_form(form, unit, period, catalogue, previous)


def summary_form(
    form: Form, units: Sequence[Unit], period: Period, catalogue: Catalogue, area: str, group: str
) -> bytes:
    """An xlsx with a row for each of the units and a column per measure, the period filled in.

    area: the district's name for the title; group: what the units are together, for the sheet's name.
    """
    return summary_sheet.summary_form(form, units, period, catalogue, area, group)
