"""The process that reads: `python -m metrics.intake.desk.worker`, requests on stdin, answers on stdout.

It is started by the desk and ends when its stdin is closed, so none outlives the app however the app ended.
Requests come from the app and are trusted; the bytes in them are not.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import queue
import signal
import sys
import threading
import traceback
import warnings
from collections.abc import Callable, Mapping, Sequence
from typing import Any, BinaryIO

import psutil

from metrics import intake
from metrics.catalogue import Catalogue
from metrics.intake.copies.marked_copy import marked_copy
from metrics.intake.copies.mend import Mended, mend
from metrics.intake.desk import answers, frames
from metrics.intake.desk.answers import Kind
from metrics.intake.desk.archive import Archive, unpack
from metrics.intake.desk.view import view
from metrics.intake.grid import Grid
from metrics.intake.open import open_grids
from metrics.intake.units_file import UnitsFile, read_units
from metrics.limits import MEGABYTE, Limits
from metrics.model import Context, Edit, Finding, ProductError, Submission

_MOST_REQUEST = 4 * 1024 * MEGABYTE
_ROOM = 512 * MEGABYTE  # above the limit that the desk watches: only one giant leap meets this one
_GRACE_SECONDS = 10  # the desk kills in time; the alarm serves when the desk itself is gone


class Operations:
    """What can be asked for; the methods of Desk of the same names say what each does."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._catalogue: Catalogue | None = None

    def set_catalogue(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def read(self, data: bytes, file_name: str, context: Context) -> Submission:
        return intake.read(data, file_name, self._known_catalogue, context, self._limits)

    def read_units(self, data: bytes, file_name: str) -> UnitsFile:
        return read_units(data, file_name, self._known_catalogue, self._limits)

    def view(self, data: bytes, file_name: str, around: Mapping[str, Sequence[int]]) -> list[Grid]:
        return view(open_grids(data, file_name, self._limits), around)

    def mark(self, data: bytes, file_name: str, findings: Sequence[Finding]) -> bytes:
        return marked_copy(data, file_name, findings, self._limits)

    def mend(self, data: bytes, file_name: str, edits: Sequence[Edit]) -> Mended:
        return mend(data, file_name, edits, self._limits)

    def unpack(self, data: bytes) -> Archive | None:
        return unpack(data, self._limits)

    @property
    def _known_catalogue(self) -> Catalogue:
        if self._catalogue is None:
            raise RuntimeError("no catalogue was sent")
        return self._catalogue


def main() -> None:
    requests: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    # Whatever a library prints must not get between the answers.
    answering = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    warnings.simplefilter("ignore")
    limits: Limits = pickle.loads(frames.receive(sys.stdin.buffer, _MOST_REQUEST))
    _bound(limits)
    threading.Thread(target=_listen, args=(sys.stdin.buffer, requests), daemon=True).start()
    operations = Operations(limits)
    frames.send(answering, answers.dumps(Kind.DONE, os.getpid()))  # ready
    while True:
        frames.send(answering, _answer(operations, requests.get(), limits))


def _listen(pipe: BinaryIO, requests: queue.SimpleQueue[bytes]) -> None:
    """Ends the process when the app is gone, also in the middle of a file."""
    with contextlib.suppress(EOFError, OSError):
        while True:
            requests.put(frames.receive(pipe, _MOST_REQUEST))
    os._exit(0)


def _answer(operations: Operations, request: bytes, limits: Limits) -> bytes:
    name, arguments = pickle.loads(request)
    operation: Callable[..., Any] = getattr(operations, name)
    _alarm(limits.seconds + _GRACE_SECONDS)
    try:
        return answers.dumps(Kind.DONE, operation(*arguments))
    except ProductError as error:
        return answers.dumps(Kind.REFUSED, (type(error).__name__, str(error)))
    except MemoryError:
        return answers.dumps(Kind.MEMORY, None)
    except Exception:
        return answers.dumps(Kind.FAULT, traceback.format_exc())
    finally:
        _alarm(0)


def _alarm(seconds: float) -> None:
    """The kernel ends the process then, even inside a library that never comes back. Not on Windows."""
    if sys.platform != "win32":
        signal.setitimer(signal.ITIMER_REAL, seconds)


def _bound(limits: Limits) -> None:
    """What the kernel can hold us to; the desk watches time and memory besides. Not on Windows."""
    if sys.platform == "win32":
        return
    import resource

    def at_most(kind: int, amount: int) -> None:
        _, hard = resource.getrlimit(kind)
        amount = amount if hard == resource.RLIM_INFINITY else min(amount, hard)
        resource.setrlimit(kind, (amount, amount))

    at_most(resource.RLIMIT_AS, psutil.Process().memory_info().vms + limits.memory_bytes + _ROOM)
    at_most(resource.RLIMIT_CORE, 0)  # what a core dump would hold belongs to the reporting units
    os.nice(5)  # pages are answered first


if __name__ == "__main__":
    main()
