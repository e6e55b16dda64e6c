"""What a worker sends back. It has read hostile bytes, so its answers are believed to be no more than data."""

from __future__ import annotations

import io
import pickle
from collections.abc import Iterator
from dataclasses import is_dataclass
from datetime import date, datetime, time, timedelta, timezone
from enum import Enum, StrEnum
from typing import Any

from metrics import model, periods
from metrics.intake.desk.archive import Archive, Member
from metrics.intake.grid import Grid
from metrics.intake.mend import Mended
from metrics.intake.units_file import UnitsFile

_PROTOCOL = 5


class Kind(StrEnum):
    """How a request ended."""

    DONE = "done"  # with the value asked for
    REFUSED = "refused"  # with one of our own errors: its class and its sentence
    MEMORY = "memory"  # the limit of memory was met
    FAULT = "fault"  # with the traceback of a mistake of ours


class Untrusted(Exception):
    """An answer that holds something else than data."""


def _classes() -> Iterator[type]:
    """Everything that answers consist of besides lists, texts and numbers."""
    for module in (model, periods):
        for member in vars(module).values():
            if isinstance(member, type) and (is_dataclass(member) or issubclass(member, Enum)):
                yield member
    yield from (Grid, UnitsFile, Mended, Archive, Member, Kind)
    yield from (date, datetime, time, timedelta, timezone, frozenset, set)


_ADMITTED: dict[tuple[str, str], type] = {
    (found.__module__, found.__qualname__): found for found in _classes() if found not in (Enum, StrEnum)
}


class _Unpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        try:
            return _ADMITTED[module, name]
        except KeyError:
            raise Untrusted(f"{module}.{name}") from None


def dumps(kind: Kind, value: object) -> bytes:
    return pickle.dumps((kind, value), _PROTOCOL)


def loads(answer: bytes) -> tuple[Kind, Any]:
    """Kind and value. Raises Untrusted for anything but the classes that answers consist of."""
    try:
        kind, value = _Unpickler(io.BytesIO(answer)).load()
    except Untrusted:
        raise
    except Exception as error:
        # Crafted bytes make the unpickler raise whatever the classes raise that it is told to build.
        raise Untrusted(repr(error)) from error
    if not isinstance(kind, Kind):
        raise Untrusted("no answer")
    return kind, value
