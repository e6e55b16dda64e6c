"""XML as a stream of events, without document types: they serve attacks only, no office writes them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from xml.parsers import expat

from metrics.intake import refuse


def walk(
    source: str | Iterable[bytes],
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None],
    text: Callable[[str], None],
) -> None:
    """Calls the three with each element's local name and attributes, its end, and text between.

    Raises Unreadable for XML that is not well-formed or holds a document type. What `start` raises comes through.
    """

    def refuse_doctype(*_: object) -> None:
        raise refuse.unsafe_archive()

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = refuse_doctype
    parser.StartElementHandler = lambda name, attributes: start(
        _local(name), {_local(key): value for key, value in attributes.items()}
    )
    parser.EndElementHandler = lambda name: end(_local(name))
    parser.CharacterDataHandler = text
    try:
        if isinstance(source, str):
            parser.Parse(source, True)
        else:
            for piece in source:
                parser.Parse(piece)
            parser.Parse(b"", True)
    except (expat.ExpatError, UnicodeError, LookupError) as error:  # the last: an encoding that nobody knows
        raise refuse.damaged() from error


@lru_cache(maxsize=1024)
def _local(name: str) -> str:
    return name.rpartition(" ")[2]


def number(text: str) -> int | float | str:
    """A number as it is written in XML; whole ones as int. What is none stays text."""
    try:
        value = float(text)
    except ValueError:
        return text
    if value != value or value in (float("inf"), float("-inf")):
        return text
    return int(value) if value.is_integer() and abs(value) < 1e15 else value
