"""What a worker sends back. It has read hostile bytes, so its answers are believed to be no more than data."""

from __future__ import annotations

import io
import pickle
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date, datetime, time, timedelta, timezone
from enum import Enum, StrEnum
from typing import Any, cast

from metrics import model, periods
from metrics.intake.copies.mend import Mended
from metrics.intake.desk.archive import Archive, Member
from metrics.intake.grid import Grid
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
    """Everything of ours that answers consist of."""
    for module in (model, periods):
        for member in vars(module).values():
            if isinstance(member, type) and (is_dataclass(member) or issubclass(member, Enum)):
                yield member
    yield from (Grid, UnitsFile, Mended, Archive, Member, Kind)


_OURS: dict[str, type] = {found.__name__: found for found in _classes() if found not in (Enum, StrEnum)}
_MOMENTS = {found.__name__: found for found in (date, datetime, time, timedelta, timezone)}


class _Build:
    """Makes an object of ours from its class's name and what its constructor takes.

    A class itself is never handed to the unpickler: crafted bytes could set its attributes for everyone.
    """

    __slots__ = ()

    def __call__(self, name: str, arguments: tuple[Any, ...]) -> object:
        return _OURS[name](*arguments)

    def __reduce__(self) -> str:
        return "build"


build = _Build()


class _Pickler(pickle.Pickler):
    def reducer_override(self, value: Any) -> Any:
        name = type(value).__name__
        if _OURS.get(name) is not type(value):
            return NotImplemented
        if isinstance(value, Enum):
            return build, (name, (value.value,))
        return build, (name, tuple(getattr(value, field.name) for field in fields(cast(Any, value))))


class _Unpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        if (module, name) == (__name__, "build"):
            return build
        if module == "datetime" and name in _MOMENTS:
            return _MOMENTS[name]
        raise Untrusted(f"{module}.{name}")


def dumps(kind: Kind, value: object) -> bytes:
    made = io.BytesIO()
    _Pickler(made, _PROTOCOL).dump((kind, value))
    return made.getvalue()


def loads(answer: bytes) -> tuple[Kind, Any]:
    """Kind and value. Raises Untrusted for anything but the classes that answers consist of.

    Nothing in an answer can run anything or change anything of ours; how much memory it takes is bounded by
    its length only as long as the worker writes answers as we do.
    """
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
