"""The ranking as a workbook fit to be circulated: A4, fonts of official documents, real numbers.

The writer computes nothing and asks nobody: numbers and words are handed in as a `RankingBook`
(ranking_book.py). The same book gives the same bytes.
"""

from __future__ import annotations

from openpyxl import Workbook

from metrics.report import labels, ranking_sheet
from metrics.report.packing import pack
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
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    taken: set[str] = {labels.DEFINITIONS}
    for sheet in book.sheets:
        ranking_sheet.write(workbook.create_sheet(legal_sheet_name(sheet.name, taken)), sheet)
    ranking_sheet.write_definitions(workbook.create_sheet(labels.DEFINITIONS), book.definitions)
    return pack(workbook, book.title, book.made_at, book.issuer)
