"""A process that keeps a large workbook and is killed on the way: python -m … URL STATEMENT."""

from __future__ import annotations

import os
import signal
import sys
from typing import Any

from sqlalchemy import event

from metrics.store import Store
from tests.factories import AREA, NOW, block, submission

ROWS = 20_000  # more than the page cache holds, so that uncommitted rows are on disk


def main(url: str, statement: str) -> None:
    store = Store.open(url)
    rows = [(f"u{i:05d}", "2025Q3", (i, 0, 1)) for i in range(ROWS)]
    read = submission(b"large", block(rows, ["litigation_closed", "litigation_lost", "hearings_held"]))

    def kill(_c: Any, _cursor: Any, text: str, *_rest: Any) -> None:
        if text.startswith(statement):
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(store._engine, "after_cursor_execute", kill)
    with store.writing(AREA) as writing:
        writing.keep(read, b"large", "张三", NOW)
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main(*sys.argv[1:])
