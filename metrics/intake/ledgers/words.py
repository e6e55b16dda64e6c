"""The words in a column of choices: by the spellings that the field declares, the longest first, never by guess."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from metrics.catalogue import Field
from metrics.intake.grid import plain

_TICKS = dict.fromkeys("✓✔☑√vV", "√") | dict.fromkeys("✗✘╳☒×xX✕", "×")
_UNTICKED = re.compile(r"[□☐]\s*[\u4e00-\u9fff]{1,8}")
_TICKED = re.compile(r"[☑√✓✔■]\s*(?=[\u4e00-\u9fff])")
_NEGATION = re.compile(r"[不未没无非否勿拒]")


@dataclass(frozen=True)
class Word:
    """What a cell of choices says. choice: “” where nothing is written, None where it is no word of the field.

    exact: a declared spelling; otherwise it holds one. likely: choices whose spellings it holds, for a question.
    """

    choice: str | None
    exact: bool = True
    likely: tuple[str, ...] = ()


class Words:
    """The spellings of one field."""

    def __init__(self, field: Field) -> None:
        self._exact = {
            _key(spelling): choice for choice, spellings in field.words.items() for spelling in spellings
        }

    @cached_property
    def _long(self) -> list[tuple[str, str]]:
        """Spellings of two characters and more, the longest first: one character stands in too many words."""
        found = [(spelling, choice) for spelling, choice in self._exact.items() if len(spelling) > 1]
        return sorted(found, key=lambda item: -len(item[0]))

    def read(self, cell: object) -> Word:
        """What the cell says. Of spellings within each other the longest counts: “准予撤诉”, not “撤诉”."""
        text = "" if cell is None else str(cell)
        if isinstance(cell, bool):
            text = "√" if cell else "×"
        if re.search("[□☐]", text):
            text = _TICKED.sub("", _UNTICKED.sub("", text))
        key = _key(text)
        if not key:
            return Word("")
        if key in self._exact:
            return Word(self._exact[key])
        rest = key
        found: dict[str, None] = {}
        for spelling, choice in self._long:
            if spelling in rest:
                rest = rest.replace(spelling, "\x00" * len(spelling))
                found[choice] = None
        likely = tuple(found)
        if len(likely) == 1 and not _NEGATION.search(rest):
            return Word(likely[0], False, likely)
        return Word(None, False, likely)


def _key(text: str) -> str:
    key = plain(text)
    return _TICKS.get(key, key)
