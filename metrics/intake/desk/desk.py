"""The desk hands files to its workers, watches them by its own clock, and kills the one that takes too much."""

from __future__ import annotations

import contextlib
import os
import pickle
import queue
import subprocess
import sys
import tempfile
import threading
import time
from collections import deque
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, Any, BinaryIO, cast

import psutil

from metrics.catalogue import Catalogue
from metrics.intake import refuse
from metrics.intake.copies.mend import Mended
from metrics.intake.desk import answers, frames
from metrics.intake.desk.answers import Kind
from metrics.intake.desk.archive import Archive
from metrics.intake.grid import Grid
from metrics.intake.units_file import UnitsFile
from metrics.limits import DEFAULTS, MEGABYTE, Limits
from metrics.model import (
    Context,
    DefinitionError,
    Edit,
    Finding,
    NotAllowed,
    ProductError,
    Submission,
    Unreadable,
)

_ROOT = Path(__file__).parents[3]
_MOST_FILES = 200  # by one worker; libraries leak a little with each
_LOOK_SECONDS = 0.05  # between two looks at a worker's memory: time for some 50 MB
_START_SECONDS = 60.0  # until a worker is ready; a cold disk and a busy machine take some
_END_SECONDS = 2.0
_MOST_READ = 256 * MEGABYTE  # what was read of one file; a ledger of a million rows takes a fifth
# On Windows: pages are answered first; Ctrl+C is for the app; no black window beside it.
_FLAGS = 0x00004000 | 0x00000200 | 0x08000000
# What Python itself needs. Addresses and passwords of ours are none of a worker's business.
_ENVIRONMENT = (
    "PATH",
    "SYSTEMROOT",
    "TEMP",
    "TMP",
    "TMPDIR",
    "LANG",
    "LC_ALL",
    "LD_LIBRARY_PATH",
    "PYTHONHOME",
)
_ERRORS: Mapping[str, type[ProductError]] = {
    error.__name__: error for error in (Unreadable, NotAllowed, DefinitionError)
}


class Fault(RuntimeError):
    """A mistake of ours while a worker read; the worker's traceback is in the message."""


class Desk:
    """A few workers and a queue before them: first come, first served. Any number of threads may call.

    Every method that reads raises Unreadable with what to do about it: for what the reader refuses, for a
    file that takes too much time or memory, and for one that ends the process that reads it.
    """

    def __init__(self, limits: Limits = DEFAULTS) -> None:
        self.limits = limits
        self._lock = threading.Lock()
        self._idle: list[_Worker] = []
        self._all: set[_Worker] = set()
        self._waiting: deque[queue.SimpleQueue[_Worker | None]] = deque()
        self._closed = False

    def start(self) -> None:
        """Start every worker now, without waiting until they are ready, so that the first file need not."""
        with self._lock:
            while not self._closed and len(self._all) < self.limits.workers:
                self._idle.append(self._new())

    def close(self) -> None:
        """End every worker. A file that is being read is given up; who waits for one gets a Fault."""
        with self._lock:
            self._closed = True
            ending, self._all, self._idle = self._all, set(), []
            waiting, self._waiting = self._waiting, deque()
        for turn in waiting:
            turn.put(None)
        for worker in ending:
            worker.end()

    def read(self, data: bytes, file_name: str, catalogue: Catalogue, context: Context) -> Submission:
        """See metrics.intake.read."""
        return cast(Submission, self._ask(data, "read", (data, file_name, context), catalogue))

    def read_units(self, data: bytes, file_name: str, catalogue: Catalogue) -> UnitsFile:
        """See metrics.intake.units_file."""
        return cast(UnitsFile, self._ask(data, "read_units", (data, file_name), catalogue))

    def view(
        self, data: bytes, file_name: str, around: Mapping[str, Sequence[int]] | None = None
    ) -> list[Grid]:
        """Every sheet as far as a screen shows it: see metrics.intake.desk.view."""
        return cast(list[Grid], self._ask(data, "view", (data, file_name, dict(around or {}))))

    def mark(self, data: bytes, file_name: str, findings: Sequence[Finding]) -> bytes:
        """See metrics.intake.copies.marked_copy."""
        return cast(bytes, self._ask(data, "mark", (data, file_name, tuple(findings))))

    def mend(self, data: bytes, file_name: str, edits: Sequence[Edit]) -> Mended:
        """See metrics.intake.copies.mend."""
        return cast(Mended, self._ask(data, "mend", (data, file_name, tuple(edits))))

    def unpack(self, data: bytes) -> Archive | None:
        """The files of a zip; None for what is no zip of files: see metrics.intake.desk.archive."""
        if len(data) > self.limits.archive_bytes:
            raise refuse.archive_too_big(self.limits.archive_mb)
        return cast("Archive | None", self._ask(b"", "unpack", (data,)))

    def _ask(
        self, data: bytes, name: str, arguments: tuple[Any, ...], catalogue: Catalogue | None = None
    ) -> Any:
        if len(data) > self.limits.file_bytes:  # before it is copied anywhere
            raise refuse.too_big(self.limits.file_mb)
        worker = self._take()
        try:
            worker.wait_until_ready()
            if catalogue is not None and worker.catalogue != catalogue.version:
                worker.ask("set_catalogue", (catalogue,))
                worker.catalogue = catalogue.version
            return worker.ask(name, arguments)
        finally:
            self._give_back(worker)

    def _new(self) -> _Worker:
        worker = _Worker(self.limits)
        self._all.add(worker)
        return worker

    def _take(self) -> _Worker:
        """A free worker, a new one, or the next that gets free when all before us have had theirs."""
        with self._lock:
            if self._closed:
                raise Fault("the desk is closed")
            if self._idle:
                worker = self._idle.pop()
                return worker if worker.usable else self._instead_of(worker)  # it may have died meanwhile
            if len(self._all) < self.limits.workers:
                return self._new()
            turn: queue.SimpleQueue[_Worker | None] = queue.SimpleQueue()
            self._waiting.append(turn)
        try:
            handed = turn.get()
        except BaseException:  # interrupted while waiting; a worker that comes all the same goes to the next
            with self._lock:
                came = turn not in self._waiting
                if not came:
                    self._waiting.remove(turn)
            if came and (handed := turn.get()) is not None:
                self._give_back(handed)
            raise
        if handed is None:
            raise Fault("the desk is closed")
        return handed

    def _give_back(self, worker: _Worker) -> None:
        with self._lock:
            if self._closed:
                return  # closing has ended it
            if not worker.usable:
                worker = self._instead_of(worker)  # at once, so that the next file finds it ready
            if self._waiting:
                self._waiting.popleft().put(worker)
            else:
                self._idle.append(worker)

    def _instead_of(self, worker: _Worker) -> _Worker:
        worker.end()
        self._all.discard(worker)
        return self._new()


class _Worker:
    """One process and the thread that talks to it: the caller keeps its hands free to watch both."""

    def __init__(self, limits: Limits) -> None:
        self.catalogue = ""  # version that it knows
        self._limits = limits
        # The largest answer there may be is an unpacked archive.
        self._most_answer = 2 * limits.archive_bytes + _MOST_READ
        self._files = 0
        self._ready = self._broken = False
        self._log: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - open as long as the worker lives
        self._process = subprocess.Popen(
            [sys.executable, "-m", "metrics.intake.desk.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            cwd=_ROOT,
            env={
                **{key: os.environ[key] for key in _ENVIRONMENT if key in os.environ},
                "PYTHONPATH": str(_ROOT),
                "OPENBLAS_NUM_THREADS": "1",  # imported along, never used: its threads would take memory
            },
            start_new_session=True,  # Ctrl+C in the terminal is for the app, which then ends its workers
            creationflags=_FLAGS if sys.platform == "win32" else 0,
        )
        # In a virtual environment on Windows this is a launcher only; the worker says its own number.
        self._pid: int = self._process.pid
        self._requests: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._answers: queue.SimpleQueue[bytes | Exception] = queue.SimpleQueue()
        threading.Thread(target=self._talk, name="reading", daemon=True).start()
        self._requests.put(pickle.dumps(limits))

    @property
    def usable(self) -> bool:
        """Whether it may be given another file."""
        return not self._broken and self._files < _MOST_FILES and self._process.poll() is None

    def wait_until_ready(self) -> None:
        """Raises Fault when the process does not start: nothing about a file is known then."""
        if not self._ready:
            answer = self._wait(time.monotonic() + _START_SECONDS)
            if not isinstance(answer, bytes):
                self._broken = True
                raise Fault(f"the reading worker does not start: {self._last_words()}")
            _, self._pid = answers.loads(answer)
            self._ready = True

    def ask(self, name: str, arguments: tuple[Any, ...]) -> Any:
        """The answer to one request. Raises Unreadable, other ProductErrors, or Fault."""
        self._files += 1
        self._broken = True  # until an answer has come whole
        self._requests.put(pickle.dumps((name, arguments), 5))
        answer = self._wait(time.monotonic() + self._limits.seconds)
        if isinstance(answer, Exception):
            raise self._died(answer)
        try:
            kind, value = answers.loads(answer)
        except answers.Untrusted as error:
            raise Fault(f"{name} was answered with {error}") from error
        if kind is Kind.MEMORY:
            raise refuse.too_much_memory(self._limits.memory_mb)
        self._broken = False
        if kind is Kind.REFUSED:
            raise _ERRORS.get(str(value[0]), Unreadable)(str(value[1]))
        if kind is Kind.FAULT:
            raise Fault(f"{name}: {value}")
        return value

    def end(self) -> None:
        """It holds nothing that could be lost, so it is not asked to."""
        self._requests.put(None)  # ends the thread
        self._process.kill()
        self._process.wait()
        self._log.close()

    def _wait(self, until: float) -> bytes | Exception:
        """The next answer, or what kept it from coming. Kills a process that takes too long or too much."""
        while True:
            with contextlib.suppress(queue.Empty):
                return self._answers.get(timeout=_LOOK_SECONDS)
            if time.monotonic() > until:
                self._process.kill()
                return refuse.too_slow(self._limits.seconds)
            if self._memory() > self._limits.memory_bytes:
                self._process.kill()
                return refuse.too_much_memory(self._limits.memory_mb)

    def _memory(self) -> int:
        try:
            return int(psutil.Process(self._pid).memory_info().rss)
        except psutil.Error:
            return 0  # it has just ended; the thread says so

    def _died(self, error: Exception) -> Exception:
        """What to say of a process that gave no answer."""
        if isinstance(error, Unreadable):
            return error
        if isinstance(error, frames.TooLong):
            return refuse.too_much_memory(self._limits.memory_mb)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(_END_SECONDS)
        if self._process.returncode == -9 or "memory allocation" in self._last_words():
            return refuse.too_much_memory(self._limits.memory_mb)  # the system took it away, or refused it
        return refuse.damaged()

    def _last_words(self) -> str:
        self._log.seek(max(self._log.seek(0, os.SEEK_END) - 2000, 0))
        return self._log.read().decode("utf-8", "replace")

    def _talk(self) -> None:
        """The thread: sends each request, takes each answer. Ends with the process, or when told to."""
        asking, answering = cast(BinaryIO, self._process.stdin), cast(BinaryIO, self._process.stdout)
        try:
            with asking, answering:
                while (request := self._requests.get()) is not None:
                    frames.send(asking, request)
                    self._answers.put(frames.receive(answering, self._most_answer))
        except Exception as error:
            self._answers.put(error)
