"""A unit to a row and back."""

from __future__ import annotations

from typing import Any

from sqlalchemy import RowMapping

from metrics.model import Enforcement, Unit, UnitKind


def unit_from_row(row: RowMapping) -> Unit:
    return Unit(
        row["jurisdiction"],
        row["code"],
        row["name"],
        row["short_name"],
        UnitKind(row["kind"]),
        Enforcement(row["enforcement"]),
        row["position"],
        tuple(row["aliases"]),
        row["valid_from"],
        row["valid_to"],
    )


def row_from_unit(unit: Unit) -> dict[str, Any]:
    return {
        "jurisdiction": unit.jurisdiction,
        "code": unit.code,
        "name": unit.name,
        "short_name": unit.short_name,
        "kind": unit.kind.value,
        "enforcement": unit.enforcement.value,
        "position": unit.order,
        "aliases": list(unit.aliases),
        "valid_from": unit.valid_from,
        "valid_to": unit.valid_to,
    }
