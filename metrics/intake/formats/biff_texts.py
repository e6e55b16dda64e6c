"""The shared texts of an .xls (BIFF8) whose characters are partly crossed out or raised."""

from __future__ import annotations

import struct
from collections.abc import Sequence

from metrics.intake.formats.styles import Styles

_WIDE, _EXTENDED, _RICH = 0x01, 0x04, 0x08


def marked_texts(pieces: Sequence[bytes], styles: Styles) -> dict[int, str]:
    """Number of a text → the text with its marks, for those that have any.

    pieces: the record SST and those that continue it. Damage ends the reading; the bulk reader judges it.
    """
    found: dict[int, str] = {}
    reader = _Pieces(pieces)
    try:
        (count,) = struct.unpack("<4xI", reader.take(8))
        for number in range(count):
            text, runs = _text(reader)
            if runs and (marked := styles.marked(text, runs)) is not None:
                found[number] = marked.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    except (struct.error, IndexError, UnicodeDecodeError):
        pass
    return found


class _Pieces:
    """The bytes of a record and its continuations, as one."""

    def __init__(self, pieces: Sequence[bytes]) -> None:
        self._pieces = pieces
        self._n = self._at = 0

    def take(self, length: int) -> bytes:
        taken = b""
        while True:
            piece = self._pieces[self._n]
            part = piece[self._at : self._at + length - len(taken)]
            taken, self._at = taken + part, self._at + len(part)
            if len(taken) == length:
                return taken
            self._n, self._at = self._n + 1, 0

    def characters(self, count: int, wide: bool) -> str:
        """A text that is cut in two says anew in its second half whether it is wide."""
        text = ""
        while True:
            size = 2 if wide else 1
            left = (len(self._pieces[self._n]) - self._at) // size
            here = min(count - len(text), left)
            raw = self.take(here * size) if here else b""
            # One character is two bytes here, even one beyond them: runs count as the file does.
            text += "".join(map(chr, struct.unpack(f"<{here}H", raw))) if wide else raw.decode("latin-1")
            if len(text) == count:
                return text
            self._n, self._at = self._n + 1, 0
            wide = bool(self.take(1)[0] & _WIDE)


def _text(reader: _Pieces) -> tuple[str, list[tuple[int, int]]]:
    length, flags = struct.unpack("<HB", reader.take(3))
    runs = struct.unpack("<H", reader.take(2))[0] if flags & _RICH else 0
    extended = struct.unpack("<I", reader.take(4))[0] if flags & _EXTENDED else 0
    text = reader.characters(length, bool(flags & _WIDE))
    found = [struct.unpack("<2H", reader.take(4)) for _ in range(runs)]
    reader.take(extended)
    return text, found
