"""The 任务清单 as a workbook that can be sent out as it is."""

from __future__ import annotations

from datetime import datetime

from metrics.analysis.checklist import State
from metrics.report import checklist_xlsx, outgoing, words_checklist
from metrics.report.checklist_xlsx import CheckBook, ClauseRow
from metrics.tasks.checklist import Listed, details
from metrics.tasks.figures import Figures


def file_name(found: Figures, listed: Listed) -> str:
    return outgoing.file_name(f"{_title(found)}_{listed.label}_{listed.group_name}.xlsx")


def _title(found: Figures) -> str:
    return f"{found.jurisdiction_name}法治政府建设任务清单"


def book(found: Figures, listed: Listed, now: datetime) -> bytes:
    """The matrix, then what is lacking, as xlsx. now is the only time in the file."""
    written = CheckBook(
        _title(found),
        f"{listed.sentence}数据截止：{now.year}年{now.month}月{now.day}日。",
        now,
        [found.units[unit].short_name for unit in listed.units],
        [
            ClauseRow(
                clause.heading,
                listed.counts[number],
                [listed.cells[number, unit].state for unit in listed.units],
            )
            for number, clause in listed.catalogue.clauses.items()
        ],
        [
            (
                listed.catalogue.clauses[line.clause].heading,
                found.units[line.unit].short_name,
                line.name,
                line.status,
                line.value,
                line.fraction,
                line.target,
            )
            for number in listed.catalogue.clauses
            for line in details(found, listed, number)
            if line.item.state is State.LACKING
        ],
        words_checklist.NOTES,
    )
    return checklist_xlsx.write(written)
