"""The ranking as a workbook fit to be circulated: A4, fonts of official documents, real numbers.

The writer computes nothing and asks nobody: numbers and words are handed in as a `RankingBook`
(ranking_book.py). The same book gives the same bytes.
"""

from __future__ import annotations

from datetime import UTC
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.packaging.core import DocumentProperties
from openpyxl.writer.excel import ExcelWriter

from metrics.report import labels, ranking_sheet
from metrics.report.outgoing import visible
from metrics.report.paper import legal_sheet_name
from metrics.report.ranking_book import (
    Apart,
    Definition,
    RankingBook,
    RankingRow,
    RankingSheet,
    TotalRow,
)

__all__ = [
    "Apart",
    "Definition",
    "RankingBook",
    "RankingRow",
    "RankingSheet",
    "TotalRow",
    "write",
]


def write(book: RankingBook) -> bytes:
    """The book as xlsx, a sheet for each indicator and the definitions last.

    Raises ValueError for a book without sheets and for a time without zone.
    """
    if not book.sheets:
        raise ValueError("a ranking book needs at least one sheet")
    if book.made_at.tzinfo is None:
        raise ValueError("made_at needs a time zone")
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    taken: set[str] = {labels.DEFINITIONS}
    for sheet in book.sheets:
        ranking_sheet.write(workbook.create_sheet(legal_sheet_name(sheet.name, taken)), sheet)
    ranking_sheet.write_definitions(workbook.create_sheet(labels.DEFINITIONS), book.definitions)
    made_at = book.made_at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    workbook.properties = DocumentProperties(
        creator=visible(book.issuer), title=visible(book.title), created=made_at, modified=made_at
    )
    return _pack(workbook)


def _pack(workbook: Workbook) -> bytes:
    """Save without the clock: `Workbook.save` would write the time of the machine into the file."""
    draft = BytesIO()
    ExcelWriter(workbook, ZipFile(draft, "w")).save()
    packed = BytesIO()
    with ZipFile(draft) as source, ZipFile(packed, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            entry = ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type = ZIP_DEFLATED
            entry.create_system = 0  # else the entry names the operating system
            target.writestr(entry, source.read(name))
    return packed.getvalue()
