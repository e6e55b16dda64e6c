"""Messages over a pipe: eight bytes that say the length, then so many bytes."""

from __future__ import annotations

import struct
from typing import BinaryIO

_LENGTH = struct.Struct("<Q")
_PIECE = 1024 * 1024


class TooLong(Exception):
    """The other side announces more than is taken."""


def send(pipe: BinaryIO, message: bytes) -> None:
    """Write one message. Raises OSError when nobody reads any more."""
    pipe.write(_LENGTH.pack(len(message)))
    pipe.write(message)
    pipe.flush()


def receive(pipe: BinaryIO, most: int) -> bytes:
    """The next message. Raises EOFError when the other side has ended, TooLong for more than `most` bytes.

    Memory is set aside as the bytes arrive, never for what is only announced.
    """
    (length,) = _LENGTH.unpack(_exactly(pipe, _LENGTH.size))
    if length > most:
        raise TooLong
    return _exactly(pipe, length)


def _exactly(pipe: BinaryIO, length: int) -> bytes:
    pieces = []
    while length:
        piece = pipe.read(min(length, _PIECE))
        if not piece:
            raise EOFError
        pieces.append(piece)
        length -= len(piece)
    return b"".join(pieces)
