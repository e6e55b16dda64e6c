"""Many workbooks at once: chosen together, or zipped by the bureau in folders."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from datetime import datetime

from metrics.intake.desk import Fault
from metrics.model import Context, ProductError, Submission, Unreadable
from metrics.periods import Period
from metrics.store import Receipt
from metrics.tasks import reading, receive
from metrics.tasks.confirm import confirm
from metrics.tasks.next_step import Step, next_step
from metrics.tasks.receive import Received
from metrics.tasks.workspace import Workspace

_log = logging.getLogger("metrics.batch")


@dataclass(frozen=True)
class Incoming:
    """One workbook of a batch. name: as the person sees it, with the folders of an archive.

    refusal: why there is nothing to read, “” when `data` is there.
    """

    name: str
    file_name: str
    data: bytes
    refusal: str = ""


@dataclass(frozen=True)
class Batch:
    """left_out: names of what machines put into an archive (__MACOSX, ~$…), so that it can be said."""

    files: tuple[Incoming, ...]
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """What became of one workbook. received is None when nothing was kept, and then `refusal` says why."""

    name: str
    received: Received | None
    refusal: str = ""

    @property
    def submission(self) -> Submission | None:
        return self.received.submission if self.received else None

    @property
    def receipt(self) -> Receipt | None:
        return self.received.receipt if self.received else None

    @property
    def is_ready(self) -> bool:
        """Whether it may be confirmed as it is: read, nothing to be mended, answered or explained."""
        if self.received is None or self.received.receipt.state != "draft":
            return False  # one that a later upload has replaced is brought back by a person, never in a heap
        return next_step(self.received.submission, self.received.receipt).step is Step.CONFIRM


def open_batch(uploads: Iterable[tuple[str, bytes]]) -> Batch:
    """(file name, bytes) as they were chosen → workbooks; an archive gives every file in it.

    What is an archive is told by its content. One that cannot be opened is a file with a refusal.
    """
    files: list[Incoming] = []
    left_out: list[str] = []
    for name, data in uploads:
        try:
            archive = reading.desk().unpack(data) if data.startswith(b"PK") else None
        except Unreadable as error:
            # Of a zip cut short nobody can tell whether it held files or was a workbook: its name decides.
            kept, said = (b"", str(error)) if name.lower().endswith(".zip") else (data, "")
            files.append(Incoming(name, name, kept, said))
            continue
        if archive is None:
            files.append(Incoming(name, name, data))
        else:
            files += [
                Incoming(f"{name}/{member.name}", member.file_name, member.data, member.refusal)
                for member in archive.members
            ]
            left_out += [f"{name}/{one}" for one in archive.left_out]
    return Batch(tuple(files), tuple(left_out))


def receive_many(
    workspace: Workspace,
    files: Iterable[Incoming],
    uploader: str,
    clock: Callable[[], datetime],
    expected: Period | None,
) -> Iterator[Outcome]:
    """Read as many at a time as there are workers; keep each the moment it has been read, then yield it.

    In the order in which they are done. Each is kept in a transaction of its own: whoever stops asking for
    more loses nothing that was yielded, and nothing else has been kept.
    Raises NotAllowed before any units have been loaded; what concerns one file alone is in its outcome.
    """
    receive.needs_units(workspace)
    contexts = reading.Contexts(workspace)
    at_once = reading.desk().limits.workers
    waiting = iter(files)
    running: dict[Future[Submission], Incoming] = {}
    pool = ThreadPoolExecutor(at_once, thread_name_prefix="batch")
    try:
        while True:
            # One more than there are workers lies ready, so that none waits while we keep what was read.
            while len(running) <= at_once and (file := next(waiting, None)) is not None:
                if file.refusal:
                    yield Outcome(file.name, None, file.refusal)
                    continue
                context = contexts.of(file.file_name, expected)
                running[pool.submit(_read, workspace, file, context)] = file
            if not running:
                return
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                yield _kept(workspace, running.pop(future), future, uploader, clock())
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _read(workspace: Workspace, file: Incoming, context: Context) -> Submission:
    return receive.submission(workspace, file.data, file.file_name, context)


def _kept(
    workspace: Workspace, file: Incoming, read: Future[Submission], uploader: str, now: datetime
) -> Outcome:
    try:
        return Outcome(file.name, receive.keep(workspace, read.result(), file.data, uploader, now))
    except ProductError as error:  # one file's trouble must not stop the others
        return Outcome(file.name, None, str(error))
    except Fault:
        _log.exception("fault while reading %s", file.name)
        return Outcome(file.name, None, "读取时程序出错，没有留存；详情已记入日志，请把这份文件交给管理员。")


def confirm_ready(
    workspace: Workspace, outcomes: Iterable[Outcome], by: str, clock: Callable[[], datetime]
) -> Iterator[Outcome]:
    """Let each that is ready count, one transaction each; yields it as it is then, or with why it was not.

    The others are passed over: they stay kept, and wait for somebody to answer for them.
    """
    for outcome in outcomes:
        if outcome.received is None or not outcome.is_ready:
            continue
        received = outcome.received
        try:
            receipt = confirm(workspace, received, by, clock())
            yield Outcome(outcome.name, Received(received.submission, receipt, received.duplicate))
        except ProductError as error:
            yield Outcome(outcome.name, received, str(error))
