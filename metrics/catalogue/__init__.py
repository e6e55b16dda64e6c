"""Definitions as data: measures, indicators, forms and groups, read from the TOML files beside this."""

from metrics.catalogue.definitions import (
    DUE,
    Catalogue,
    Column,
    Count,
    Deadline,
    Field,
    FieldKind,
    Form,
    Group,
    Headlines,
    Indicator,
    InForce,
    Measure,
    RateColumn,
    UnitsRole,
    Variant,
    Word,
)
from metrics.catalogue.load import load

__all__ = [
    "DUE",
    "Catalogue",
    "Column",
    "Count",
    "Deadline",
    "Field",
    "FieldKind",
    "Form",
    "Group",
    "Headlines",
    "InForce",
    "Indicator",
    "Measure",
    "RateColumn",
    "UnitsRole",
    "Variant",
    "Word",
    "load",
]
