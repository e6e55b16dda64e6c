"""Workbooks as departments send them, made from a sample by changing a few cells."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

import openpyxl

from tests.conftest import SAMPLE

MENDED = SAMPLE / "messy" / "错误示例1_改正后.xlsx"  # four units, 2026Q3, nothing wrong
FIRST = 3  # row of the first unit; its measures begin in column C


def workbook(cells: Mapping[str, object]) -> bytes:
    """The sample with other values in some cells of its only sheet; None empties one."""
    book = openpyxl.load_workbook(MENDED)
    for address, value in cells.items():
        book.worksheets[0][address] = value
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def zipped(files: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()
