"""Definitions as data: measures, indicators, forms and groups, read from the TOML files beside this."""

from metrics.catalogue.definitions import (
    Catalogue,
    Column,
    Form,
    Group,
    Headlines,
    Indicator,
    InForce,
    Measure,
    RateColumn,
    Variant,
    Word,
)
from metrics.catalogue.load import load

__all__ = [
    "Catalogue",
    "Column",
    "Form",
    "Group",
    "Headlines",
    "InForce",
    "Indicator",
    "Measure",
    "RateColumn",
    "Variant",
    "Word",
    "load",
]
