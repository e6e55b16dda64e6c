"""How much of a stranger's file is read at all: defaults with their reasons, and the bureau's own settings."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from metrics.model import DefinitionError

MEGABYTE = 1024 * 1024
_TABLE = "limits"  # the table of the settings file
_PREFIX = "METRICS_"


@dataclass(frozen=True)
class Limits:
    """Sizes in MB of 1024 × 1024 bytes. Every one of them may be set; `CEILINGS` says how high."""

    file_mb: int = 20  # a usual workbook has 50 KB; one of this size is full of pictures
    zip_entries: int = 2000  # a workbook of a hundred sheets has some three hundred parts
    inflated_mb: int = 400  # 20 MB of sheet XML, which shrinks to a tenth or twentieth
    # Sheets of many equal rows shrink to a hundredth; what a part gives beyond that is made to fill memory.
    ratio: int = 200
    sheets: int = 256  # one sheet for each of a hundred units, and their notes
    rows: int = 1_048_576  # as long as a sheet may be: what costs are cells
    columns: int = 16_384  # as wide as a sheet may be
    cells: int = 10_400_000  # of all sheets as laid out: 52 columns of 200,000 rows
    seconds: float = 30  # a ledger of 100,000 rows takes two or three on a slow machine
    memory_mb: int = 1024  # the same ledger takes a third of it
    workers: int = 2  # what the two cores of the smallest machine we run on can do at once
    archive_mb: int = 100  # a hundred workbooks of usual size are 5 MB; some have pictures
    archive_files: int = 500  # a hundred units, a few workbooks each

    @property
    def file_bytes(self) -> int:
        return self.file_mb * MEGABYTE

    @property
    def archive_bytes(self) -> int:
        return self.archive_mb * MEGABYTE

    @property
    def inflated_bytes(self) -> int:
        return self.inflated_mb * MEGABYTE

    @property
    def memory_bytes(self) -> int:
        return self.memory_mb * MEGABYTE


DEFAULTS = Limits()
# Beyond these a slip of the finger would switch the bound off. Rows, columns and cells are what readers can lay
# out without ending the process, and what a sheet can have.
CEILINGS: Mapping[str, int] = {
    "file_mb": 200,
    "zip_entries": 65_535,
    "inflated_mb": 2048,
    "ratio": 1100,  # nothing deflates further
    "sheets": 10_000,
    "rows": DEFAULTS.rows,
    "columns": DEFAULTS.columns,
    "cells": DEFAULTS.cells,
    "seconds": 600,
    "memory_mb": 65_536,
    "workers": 64,
    "archive_mb": 1024,
    "archive_files": 10_000,
}


def load(file: Path | None, environment: Mapping[str, str]) -> Limits:
    """The defaults, changed by the table [limits] of the settings file, changed by METRICS_FILE_MB and so on.

    file: None or a file that does not exist changes nothing. Raises DefinitionError naming file and key.
    """
    changed = (_from_file(file) if file else {}) | _from_environment(environment)
    return replace(DEFAULTS, **changed)


def _from_file(file: Path) -> dict[str, Any]:
    try:
        settings = tomllib.loads(file.read_bytes().decode("utf-8"))
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise DefinitionError(f"{file}：读不出设置文件（{error.strerror}）") from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise DefinitionError(f"{file}：不是有效的 TOML 文件（{error}）") from None
    table = settings.get(_TABLE, {})
    if not isinstance(table, dict):
        raise DefinitionError(f"{file}：{_TABLE} 应写成一节：[{_TABLE}]")
    return {key: _checked(f"{file}：[{_TABLE}] {key}", key, value) for key, value in table.items()}


def _from_environment(environment: Mapping[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for field in fields(Limits):
        name = _PREFIX + field.name.upper()
        if text := environment.get(name, "").strip():
            try:
                value = float(text) if field.name == "seconds" else int(text)
            except ValueError:
                raise DefinitionError(f"环境变量 {name}：应是数字，现为“{text}”") from None
            found[field.name] = _checked(f"环境变量 {name}", field.name, value)
    return found


def _checked(where: str, key: str, value: object) -> float:
    if key not in CEILINGS:
        raise DefinitionError(f"{where}：没有这一项设置，可用的有 {'、'.join(CEILINGS)}")
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise DefinitionError(f"{where}：应是数字，现为“{value}”")
    if key != "seconds" and not isinstance(value, int):
        raise DefinitionError(f"{where}：应是整数，现为“{value}”")
    if not 0 < value <= CEILINGS[key]:
        raise DefinitionError(f"{where}：应大于 0，不大于 {CEILINGS[key]}，现为“{value}”")
    return value
