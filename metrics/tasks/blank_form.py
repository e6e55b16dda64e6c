"""The blank form of a unit and quarter."""

from __future__ import annotations

from dataclasses import replace

from metrics.intake import form_writer
from metrics.model import NotAllowed
from metrics.periods import Period
from metrics.report import outgoing
from metrics.tasks.workspace import Workspace


def blank_form(workspace: Workspace, unit: str, period: Period) -> tuple[str, bytes]:
    """(file name, xlsx) of the form for the period's frequency. Raises NotAllowed for an unknown unit."""
    units = workspace.units()
    if unit not in units:
        raise NotAllowed(f"名录里没有代码为“{unit}”的单位。")
    form = next(form for form in workspace.catalogue.forms.values() if form.frequency is period.kind)
    before = (unit, period.previous().key)
    record = workspace.store.records(workspace.jurisdiction, form.code, [before]).get(before)
    named = replace(units[unit], name=outgoing.visible(units[unit].name))
    data = form_writer.blank_form(form, named, period, workspace.catalogue, record.values if record else {})
    return outgoing.file_name(f"{units[unit].short_name}_{period.label}报表.xlsx"), data
