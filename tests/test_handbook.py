"""The handbook says what the code does: refusals, classes, ledgers, bounds and words of the pages."""

import dataclasses
import inspect
import re

import pytest

from metrics import catalogue
from metrics.intake import refuse
from metrics.intake.copies.as_xlsx import MOST_COPIED
from metrics.intake.copies.marked_copy import MOST_MARKED
from metrics.limits import DEFAULTS
from metrics.model import Severity, Unreadable
from metrics.tasks.settle import MIN_CHARACTERS
from tests.conftest import ROOT

HANDBOOK = (ROOT / "docs" / "handbook" / "上传与更正.md").read_text(encoding="utf-8")
# What parameters of a refusal stand for; “××” where the file decides.
WORDS: dict[str, object] = {
    "megabytes": {
        "too_big": DEFAULTS.file_mb,
        "archive_too_big": DEFAULTS.archive_mb,
        "too_much_memory": DEFAULTS.memory_mb,
    },
    "most": {
        "too_many_sheets": DEFAULTS.sheets,
        "too_many_cells": DEFAULTS.cells,
        "archive_of_too_many": DEFAULTS.archive_files,
    },
    "seconds": {"too_slow": DEFAULTS.seconds},
    "files": {"archive_of_too_many": "××"},
}
# Not in the table: its sentence says all that there is to say, and few people will ever see it.
RARE = {"too_far", "too_many_rows", "too_many_columns", "too_long_text", "archive_inflates"}


def refusals() -> list[str]:
    return [
        name
        for name, made in inspect.getmembers(refuse, inspect.isfunction)
        if not name.startswith(("_", "mend_")) and name not in RARE and made.__module__ == refuse.__name__
    ]


@pytest.mark.parametrize("name", refusals())
def test_every_refusal_stands_in_the_handbook(name: str):
    made = getattr(refuse, name)
    given = {word: WORDS[word][name] for word in inspect.signature(made).parameters}  # type: ignore[index]
    error = made(**given)
    assert isinstance(error, Unreadable)
    first = str(error)
    for mark in "。；，":
        first = first.partition(mark)[0] if first.partition(mark)[0] in HANDBOOK else first
    assert first in HANDBOOK


def test_every_class_and_the_bounds_of_copies_stand_in_the_handbook():
    assert all(f"| {name} |" in HANDBOOK for name in [one.label for one in Severity])
    assert f"不少于 {MIN_CHARACTERS} 个字" in HANDBOOK
    assert f"最多标 {MOST_MARKED} 格" in HANDBOOK
    assert f"超过 {MOST_COPIED // 10_000} 万格" in HANDBOOK


def test_every_ledger_stands_in_the_handbook_with_the_columns_it_must_have():
    for form in catalogue.load().forms.values():
        if form.is_ledger:
            required = "、".join(field.name for field in form.fields if field.required)
            assert f"| {form.name} | {required} |" in HANDBOOK


def test_every_bound_stands_in_the_handbook_with_its_default():
    for field in dataclasses.fields(DEFAULTS):
        row = next(
            line for line in HANDBOOK.splitlines() if f"`{field.name}`" in line and line.startswith("|")
        )
        assert str(field.default) in re.split("[|、 ]+", row)
