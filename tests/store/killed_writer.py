"""A process that keeps a large workbook and is killed on the way: python -m … URL STATEMENT."""

from __future__ import annotations

import os
import signal
import sys
from dataclasses import replace
from typing import Any

from sqlalchemy import event

from metrics.model import AnswerKey, DecisionKind, Edit, Finding, Severity, Tally
from metrics.store import Store
from tests.factories import AREA, NOW, block, submission

ROWS = 20_000  # more than the page cache holds, so that uncommitted rows are on disk


def main(url: str, statement: str) -> None:
    store = Store.open(url)
    rows = [(f"u{i:05d}", "2025Q3", (i, 0, 1)) for i in range(ROWS)]
    table = block(rows, ["litigation_closed", "litigation_lost", "hearings_held"])
    each = list(range(ROWS))
    tally = Tally(each, [3 + i for i in each], [f"{i}号" for i in each])
    finding = Finding(Severity.VERIFY, "jump", "与往期相差较大", "请核对", "Sheet1", "B3")
    read = submission(b"large", replace(table, tallies={"hearings_held": tally}), findings=[finding])

    def kill(_c: Any, _cursor: Any, text: str, *_rest: Any) -> None:
        if text.startswith(statement):
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(store._engine, "after_cursor_execute", kill)
    with store.writing(AREA) as writing:
        kept = writing.keep(read, b"large", "张三", NOW, edits=[Edit("Sheet1", "B3", "1", "2")])
        writing.remark(kept.id, 0, "集中立案三件", "张三", NOW)
        writing.answer(AnswerKey(DecisionKind.COLUMN, "", "quarterly", "结案"), "m", "某数", "张三", NOW)
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main(*sys.argv[1:])
