"""A process killed while it writes leaves all or nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from metrics.store import Store
from tests.factories import AREA, NOW, quarter
from tests.store.killed_writer import ROWS

ROOT = Path(__file__).parents[2]


def killed(url: str, statement: str) -> None:
    command = [sys.executable, "-m", "tests.store.killed_writer", url, statement]
    assert subprocess.run(command, cwd=ROOT, check=False).returncode == -9


TABLES = ("files", "submissions", "blocks", "records", "tallies", "findings", "edits", "remarks", "answers")


@pytest.mark.parametrize("statement", [f"INSERT INTO {table}" for table in TABLES])
def test_killed_before_the_end_nothing_remains(store: Store, url: str, statement: str) -> None:
    before = store.revision(AREA)
    killed(url, statement)
    assert store.submissions(AREA) == []
    assert store.answers(AREA) == ()
    assert store.revision(AREA) == before
    with store.writing(AREA) as writing:
        assert writing.keep(quarter(b"one", {"东关": (3, 1)}), b"one", "张三", NOW).id == 1


def test_killed_right_after_the_writing_everything_remains(store: Store, url: str) -> None:
    killed(url, "no such statement")
    [receipt] = store.submissions(AREA)
    assert len(receipt.units) == ROWS
    assert (receipt.unsettled, len(store.edits(AREA, receipt.id)), len(store.answers(AREA))) == (0, 1, 1)
    with store._engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM tallies").scalar() == ROWS
    assert store.file(AREA, receipt.sha256) == b"large"
