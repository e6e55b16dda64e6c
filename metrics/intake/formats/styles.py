"""Fonts, number formats and styles of a workbook whose cells are read by the bulk reader, which leaves them out.

Only what makes a person see something else than the value counts: crossed out, raised, another number, a percentage.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format

from metrics.intake.formats.building import decimals
from metrics.intake.looks import crossed_out, is_odd, raised


@dataclass(frozen=True)
class Font:
    struck: bool = False
    raised: bool = False


@dataclass(frozen=True)
class Look:
    """What a style says of its cells. odd: a format that shows some numbers as others, or “”.
    percent: decimals of a percentage."""

    struck: bool = False
    odd: str = ""
    percent: int | None = None


_PLAIN, _NO_FONT = Look(), Font()


class Styles:
    """Taken in the order in which the workbook has them; a cell names its style by its place."""

    def __init__(self) -> None:
        self.fonts: list[Font] = []
        self.formats: dict[int, str] = dict(BUILTIN_FORMATS)
        self._used: list[tuple[int, int]] = []
        self._looks: dict[int, Look | None] = {}

    def add(self, font: int, number_format: int) -> None:
        """A style: the places of its font and of its number format."""
        self._used.append((font, number_format))

    def look(self, style: int) -> Look | None:
        """None for a style of which nothing is to be said. All fonts and formats must have been taken."""
        if style not in self._looks:
            self._looks[style] = self._judge(style)
        return self._looks[style]

    @property
    def telling(self) -> dict[int, Look]:
        """The styles of which something is to be said."""
        return {style: look for style in range(len(self._used)) if (look := self.look(style)) is not None}

    @property
    def mark_runs(self) -> bool:
        """Whether texts may hold crossed-out or raised characters beside others."""
        return any(font.struck or font.raised for font in self.fonts)

    def marked(self, text: str, runs: Sequence[tuple[int, int]]) -> str | None:
        """The text with raised digits as such and crossed-out characters named; None where no run is either.

        runs: (where a run begins, its font); what stands before the first has the font of its cell.
        """
        starts = [*runs, (len(text), -1)]
        told, differs = [text[: starts[0][0]]], False
        for (start, number), (end, _) in pairwise(starts):
            font, words = self._font(number), text[start:end]
            if words and (font.struck or font.raised):
                words, differs = (crossed_out if font.struck else raised)(words), True
            told.append(words)
        return "".join(told) if differs else None

    def _font(self, number: int) -> Font:
        return self.fonts[number] if 0 <= number < len(self.fonts) else _NO_FONT

    def _judge(self, style: int) -> Look | None:
        if not 0 <= style < len(self._used):
            return None
        font, number = self._used[style]
        code = self.formats.get(number, "")
        # Dates are dates already, whoever reads the sheet: no number is left to be shown otherwise.
        odd = code if is_odd(code) and not is_date_format(code) else ""
        look = Look(self._font(font).struck, odd, decimals(code))
        return None if look == _PLAIN else look
