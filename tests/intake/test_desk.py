"""Reading apart: answers are the same as those of intake itself, and no file ends more than its own worker."""

from __future__ import annotations

import os
import pickle
import random
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import psutil
import pytest

from metrics import catalogue, intake
from metrics.intake.desk import Desk, Fault, answers
from metrics.intake.desk.answers import Kind, Untrusted
from metrics.intake.desk.view import FIRST_ROWS, MOST_ROWS, NEAR
from metrics.limits import Limits
from metrics.model import Context, Edit, NotAllowed, Submission, Unreadable
from tests.conftest import ROOT
from tests.intake.other_formats import with_parts
from tests.intake.workbooks import UNITS, table, text, xls, xlsx

CATALOGUE = catalogue.load()
CONTEXT = Context(UNITS)
ROWS = table(("东关街道", 4, 3, 1), ("北关街道", 12, 0, 0), ("区财政局", 2, "约3", 1))
SMALL = xlsx(ROWS)
LONG = text(table(*[("东关街道", 4, 3, 1)] * 100_000)).encode()
NAMESPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def hungry() -> bytes:
    """One text of 32,000 characters that 150,000 cells refer to: 1 MB that the fast reader makes 5 GB of."""
    words = "".join(random.Random(1).choices("甲乙丙丁", k=32_000))
    rows = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 150_000))
    parts = {
        "xl/sharedStrings.xml": f'<sst {NAMESPACE} uniqueCount="1"><si><t>{words}</t></si></sst>',
        "xl/worksheets/sheet1.xml": f"<worksheet {NAMESPACE}><sheetData>{rows}</sheetData></worksheet>",
    }
    return with_parts(SMALL, parts)


def of(found: Desk) -> list[psutil.Process]:
    """The desk's processes that are alive."""
    children = psutil.Process().children()
    mine = {worker._process.pid for worker in found._all}
    return [child for child in children if child.pid in mine]


def read(found: Desk, data: bytes, name: str = "报表.xlsx") -> Submission:
    return found.read(data, name, CATALOGUE, CONTEXT)


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    made = Desk(Limits(workers=1))
    yield made
    made.close()


@pytest.mark.parametrize("data", [SMALL, xls(ROWS), text(ROWS).encode("gbk")], ids=["xlsx", "xls", "csv"])
def test_the_answer_is_what_intake_says(desk: Desk, data: bytes):
    assert read(desk, data) == intake.read(data, "报表.xlsx", CATALOGUE, CONTEXT)


def test_a_refusal_comes_in_its_own_words(desk: Desk):
    with pytest.raises(Unreadable, match="这是 PDF 文件"):
        read(desk, b"%PDF-1.7 ...")


def test_a_file_beyond_the_size_is_refused_before_it_is_handed_on(desk: Desk):
    with pytest.raises(Unreadable, match="超过 20 MB"):
        read(desk, b"x" * (20 * 1024 * 1024 + 1))


def test_one_worker_reads_file_after_file(desk: Desk):
    read(desk, SMALL)
    before = of(desk)
    for _ in range(5):
        read(desk, SMALL)
    assert of(desk) == before


def test_a_list_of_units_is_read_there_too(desk: Desk):
    data = "辖区代码,名称,类型,启用\n610702,财政局,部门,2024-01-01\n".encode()
    (unit,) = desk.read_units(data, "名录.csv", CATALOGUE).units
    assert (unit.name, unit.valid_from) == ("财政局", date(2024, 1, 1))


def test_a_marked_and_a_mended_copy_are_made_there_too(desk: Desk):
    submission = read(desk, SMALL)
    finding = next(one for one in submission.findings if one.code == "not_a_number")
    assert desk.mark(SMALL, "报表.xlsx", submission.findings).startswith(b"PK")
    mended = desk.mend(SMALL, "报表.xlsx", [Edit(finding.sheet, finding.cell, "约3", "3")])
    assert all(one.code != "not_a_number" for one in read(desk, mended.data).findings)
    with pytest.raises(NotAllowed):
        desk.mend(SMALL, "报表.xlsx", [Edit("没有这张表", "A1", "", "3")])


def test_a_screen_gets_the_rows_it_shows_and_every_row_keeps_its_number(desk: Desk):
    (grid,) = desk.view(LONG, "表.csv", {"表": [60_000, 5]})
    full = [n for n, row in enumerate(grid.rows) if row]
    assert len(grid.rows) == 100_002
    assert full == [*range(FIRST_ROWS), *range(60_000 - NEAR, 60_000 + NEAR + 1)]
    assert grid.rows[60_000] == ["东关街道", "4", "3", "1"]


def test_however_many_rows_are_asked_for_the_answer_is_bounded(desk: Desk):
    (grid,) = desk.view(LONG, "表.csv", {"表": range(0, 100_000, 50)})
    assert sum(map(bool, grid.rows)) <= MOST_ROWS


def test_what_takes_too_long_is_stopped_and_the_next_file_is_read():
    desk = Desk(Limits(workers=1, seconds=0.2))
    try:
        read(desk, SMALL)
        (before,) = of(desk)
        start = time.monotonic()
        with pytest.raises(Unreadable, match=r"读了 0.2 秒还没有读完.*请"):
            read(desk, LONG, "表.csv")
        assert time.monotonic() - start < 3
        assert not before.is_running()
        assert read(desk, SMALL).units
    finally:
        desk.close()


def test_what_takes_too_much_memory_is_stopped_and_the_next_file_is_read():
    desk = Desk(Limits(workers=1, memory_mb=400))
    try:
        with pytest.raises(Unreadable, match=r"内存超过 400 MB.*请"):
            read(desk, hungry())
        assert read(desk, SMALL).units
    finally:
        desk.close()


def test_a_worker_that_dies_by_itself_is_a_damaged_file_and_the_next_is_read():
    desk = Desk(Limits(workers=1))
    try:
        read(desk, SMALL)
        (worker,) = of(desk)
        threading.Timer(0.1, worker.terminate).start()
        with pytest.raises(Unreadable, match="损坏"):
            read(desk, LONG, "表.csv")
        assert read(desk, SMALL).units
    finally:
        desk.close()


def test_a_worker_that_dies_while_nobody_asks_is_replaced():
    desk = Desk(Limits(workers=1))
    try:
        read(desk, SMALL)
        (worker,) = of(desk)
        worker.kill()
        worker.wait()
        assert read(desk, SMALL).units
    finally:
        desk.close()


def test_those_who_wait_are_served_in_the_order_in_which_they_came():
    desk = Desk(Limits(workers=1))
    done: list[int] = []

    def ask(number: int) -> None:
        read(desk, SMALL)
        done.append(number)

    try:
        read(desk, SMALL)
        held = desk._take()
        threads = [threading.Thread(target=ask, args=(number,)) for number in range(8)]
        for waiting, thread in enumerate(threads, 1):
            thread.start()
            while len(desk._waiting) < waiting:
                time.sleep(0.001)
        desk._give_back(held)
        for thread in threads:
            thread.join()
        assert done == list(range(8))
    finally:
        desk.close()


def test_threads_share_the_workers_and_each_gets_its_own_answer():
    desk = Desk(Limits(workers=2))
    found: dict[int, int | None] = {}

    def ask(number: int) -> None:
        submission = read(desk, xlsx(table(("东关街道", number, 0, 0))))
        found[number] = submission.blocks[0].values["hearings_held"][0]

    try:
        threads = [threading.Thread(target=ask, args=(number,)) for number in range(12)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert found == {number: number for number in range(12)}
        assert len(of(desk)) == 2
    finally:
        desk.close()


def test_closing_leaves_no_process_and_says_so_to_who_waits():
    desk = Desk(Limits(workers=1))
    read(desk, SMALL)
    (worker,) = of(desk)
    held = desk._take()
    told: list[str] = []

    def ask() -> None:
        try:
            read(desk, SMALL)
        except Fault as fault:
            told.append(str(fault))

    thread = threading.Thread(target=ask)
    thread.start()
    while not desk._waiting:
        time.sleep(0.001)
    desk.close()
    thread.join()
    desk._give_back(held)
    assert told and not worker.is_running()
    with pytest.raises(Fault):
        read(desk, SMALL)


PARENT = """
import sys, threading, time
from metrics import catalogue
from metrics.intake.desk import Desk
from metrics.model import Context
from tests.intake.test_desk import LONG
desk = Desk()
desk.start()
threading.Thread(target=lambda: desk.read(LONG, "a.csv", catalogue.load(), Context(())), daemon=True).start()
print(*[worker._process.pid for worker in desk._all], flush=True)
time.sleep(60)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is of Unix")
def test_no_worker_outlives_an_app_that_was_killed():
    """One of the two is reading, the other waits."""
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        [sys.executable, "-c", PARENT], cwd=ROOT, env=environment, stdout=subprocess.PIPE
    ) as parent:
        assert parent.stdout
        workers = [psutil.Process(int(pid)) for pid in parent.stdout.readline().split()]
        assert len(workers) == 2
        parent.kill()
    gone, alive = psutil.wait_procs(workers, timeout=20)
    assert len(gone) == 2 and not alive


def test_a_worker_knows_nothing_of_passwords(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("METRICS_DATABASE_URL", "postgresql://user:secret@host/db")
    desk = Desk(Limits(workers=1))
    try:
        read(desk, SMALL)
        (worker,) = of(desk)
        assert "secret" not in str(worker.environ())
    finally:
        desk.close()


class Hostile:
    """Runs a command when it is unpickled without care."""

    def __init__(self, function: Callable[..., Any], *arguments: object) -> None:
        self._call = (function, arguments)

    def __reduce__(self) -> tuple[Any, ...]:
        return self._call


@pytest.mark.parametrize(
    "value",
    [
        Hostile(os.system, "true"),
        Hostile(eval, "1+1"),
        Hostile(getattr, "x", "upper"),
        Path("x"),
        Unreadable("x"),
        os.system,
        Submission,
        UNITS[0],
    ],
    ids=["system", "eval", "getattr", "path", "exception", "function", "class", "object by its class"],
)
def test_an_answer_may_hold_nothing_but_data(value: object):
    with pytest.raises(Untrusted):
        answers.loads(pickle.dumps((Kind.DONE, value)))


@pytest.mark.parametrize("state", [b"N}\x8c\x01aK\x01s\x86", b"}\x8c\x01aK\x01s"], ids=["slots", "dict"])
def test_what_builds_answers_cannot_be_changed_by_one(state: bytes):
    """The instruction to set an attribute, aimed at the one thing of ours that an answer may name."""
    with pytest.raises(Untrusted):
        answers.loads(b"\x80\x04cmetrics.intake.desk.answers\nbuild\n" + state + b"b.")
    assert not hasattr(answers.build, "a")


def test_an_object_that_breaks_its_own_rules_is_not_believed():
    with pytest.raises(Untrusted):
        answers.loads(answers.dumps(Kind.DONE, None).replace(b"done", b"gone"))


@pytest.mark.parametrize("data", [b"", b"\x80\x05", b"garbage", pickle.dumps("done"), pickle.dumps(("a", 1))])
def test_bytes_that_are_no_answer_are_not_believed(data: bytes):
    with pytest.raises(Untrusted):
        answers.loads(data)
