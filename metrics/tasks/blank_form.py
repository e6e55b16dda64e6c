"""Blank forms to hand out: of a unit, of a group of units, or of every unit in one zip."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, replace

from metrics.catalogue import Form
from metrics.intake.blank import form_writer
from metrics.model import Layout, NotAllowed, Unit
from metrics.periods import Period
from metrics.report import outgoing
from metrics.tasks.workspace import Workspace


@dataclass(frozen=True)
class Offer:
    """A form that can be had for a period. has_summary: the bureau may have one sheet for many units."""

    code: str
    name: str
    is_ledger: bool
    has_summary: bool


def offers(workspace: Workspace, period: Period) -> list[Offer]:
    """The forms that are collected for such a period: those of figures first, then ledgers."""
    forms = _forms(workspace, period)
    return [Offer(f.code, f.name, f.is_ledger, Layout.SUMMARY in f.layouts) for f in forms]


def blank_form(
    workspace: Workspace, unit: str, period: Period, form_code: str | None = None
) -> tuple[str, bytes]:
    """(file name, xlsx) of a form, of the first on offer when none is named.

    Raises NotAllowed for an unknown unit and for a form that is not collected for the period.
    """
    units = workspace.units()
    if unit not in units:
        raise NotAllowed(f"名录里没有代码为“{unit}”的单位。")
    return _of_unit(workspace, _form(workspace, period, form_code), units[unit], period)


def all_blank_forms(workspace: Workspace, period: Period, form_code: str | None = None) -> tuple[str, bytes]:
    """(file name, zip) with a workbook for every unit that exists in the period, ready to be sent round."""
    form = _form(workspace, period, form_code)
    units = [unit for unit in workspace.units().values() if unit.active_in(period)]
    if not units:
        raise NotAllowed("还没有载入单位名录，没有可以发放的单位。")
    buffer = io.BytesIO()
    taken: set[str] = set()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for unit in units:
            name, data = _of_unit(workspace, form, unit, period)
            if name.casefold() in taken:  # two units of one short name, on a system that knows no case
                name = outgoing.file_name(f"{unit.code}_{name}")
            taken.add(name.casefold())
            stamp = (period.end.year, period.end.month, 1, 0, 0, 0)
            archive.writestr(zipfile.ZipInfo(name, stamp), data, zipfile.ZIP_DEFLATED)
    area = workspace.jurisdiction_name
    return outgoing.file_name(f"{area}{period.label}空白表_{form.name}.zip"), buffer.getvalue()


def blank_summary(
    workspace: Workspace, period: Period, group: str = "", form_code: str | None = None
) -> tuple[str, bytes]:
    """(file name, xlsx) with a row for each unit of the group, of all when none is named.

    group: a code of groups.toml. Raises NotAllowed when nobody belongs to it, or the form has no such sheet.
    """
    form = _form(workspace, period, form_code)
    if Layout.SUMMARY not in form.layouts:
        raise NotAllowed(f"“{form.name}”没有汇总表，请按单位领取。")
    catalogue = workspace.catalogue
    units = [
        _named(unit)
        for unit in workspace.units().values()
        if unit.active_in(period) and group in ("", catalogue.group_of(unit).code)
    ]
    if not units:
        raise NotAllowed(f"{period.label}没有属于这个分组的单位。")
    area = outgoing.visible(workspace.jurisdiction_name)
    name = catalogue.groups[group].name if group else ""
    data = form_writer.summary_form(form, units, period, catalogue, area, name)
    return outgoing.file_name(f"{area}{period.label}{name}汇总空白表.xlsx"), data


def _forms(workspace: Workspace, period: Period) -> list[Form]:
    forms = [form for form in workspace.catalogue.forms.values() if form.frequency is period.kind]
    return sorted(forms, key=lambda form: form.is_ledger)


def _form(workspace: Workspace, period: Period, code: str | None) -> Form:
    forms = _forms(workspace, period)
    found = next((form for form in forms if code in (None, form.code)), None)
    if found is None:
        raise NotAllowed(f"{period.label}不收取这种报表。")
    return found


def _named(unit: Unit) -> Unit:
    return replace(unit, name=outgoing.visible(unit.name), short_name=outgoing.visible(unit.short_name))


def _of_unit(workspace: Workspace, form: Form, unit: Unit, period: Period) -> tuple[str, bytes]:
    before = (unit.code, period.previous().key)
    record = workspace.store.records(workspace.jurisdiction, form.code, [before]).get(before)
    previous = record.values if record else {}
    data = form_writer.blank_form(form, _named(unit), period, workspace.catalogue, previous)
    what = form.name if form.is_ledger else "报表"
    return outgoing.file_name(f"{unit.short_name}_{period.label}{what}.xlsx"), data
