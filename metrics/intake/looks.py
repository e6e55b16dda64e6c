"""What a cell looks like, where that says something else than its value: formats, raised and crossed-out text."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

_Place = tuple[int, int]
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_PIECE = re.compile(r'"[^"]*"?|[\\!_*].|\[[^\]]*\]|;|.', re.S)
_LITERAL = re.compile(r'"([^"]*)"|[\\!](.)|_.|\*.')
_BRACKETS = re.compile(r"\[(?!h+\]|m+\]|s+\])[^\]]*\]", re.I)  # of colours and languages, not of hours
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)\]")
_CHANGES = re.compile(r"[\d十百千万亿拾佰仟萬億约余近%]")
_SCALED = re.compile(r"[0#?],+(?![0#?,])")
_MOMENT = re.compile(r"[ymdhs]|a{3,4}", re.I)
_GENERAL = re.compile(r"general|g/通用格式|通用格式|standard", re.I)
_NOUGHT = re.compile(r"[0零〇无没/‐‑‒–—―─−-]")
_BESIDE = (-1, 0, 1)  # a format with conditions is tried on both sides of each bound and at it
_HOLDS: Mapping[str, Callable[[float, float], bool]] = {
    "<": float.__lt__,
    ">": float.__gt__,
    "=": float.__eq__,
    "<=": float.__le__,
    ">=": float.__ge__,
    "<>": float.__ne__,
}
_FIGURE = re.compile(r"\d[\d,]*(?:\.\d+)?(?:e[+-]?\d+)?", re.I)
_LONGEST_EXPONENT = 6  # signs; no float holds more, and int() refuses some thousands
_IN_WORDS = re.compile(r"[〇零一二三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟]+")
_TOO_NARROW = re.compile(r"#+")  # a column too narrow for its number: nobody takes that for one


@lru_cache(maxsize=256)
def is_odd(number_format: str) -> bool:
    """Whether a format shows some count as another number or a nought not at all: “0,” in thousands, “0;0;;@”."""
    if number_format in ("", "General", "@"):
        return False
    sections = _sections(number_format)
    bounds = [float(bound[2]) for section in sections for bound in _CONDITION.finditer(section)]
    values = [0, 1, -1, *(bound + beside for bound in bounds for beside in _BESIDE)]
    return hides_nought(number_format) or any(shows_another_number(number_format, value) for value in values)


def shows_another_number(number_format: str, value: float) -> bool:
    """Whether a format shows a count as something else: “0,” in thousands, “0\"万\"”, “;;;” not at all.

    A nought that is not shown is told by `hides_nought`; “件” after the number and a dash for 0 are nothing to
    speak of.
    """
    if number_format in ("", "General", "@"):
        return False
    section = _section(number_format, float(value))
    if value:
        return _shows_another(section)
    bare, literals = _bare(section), _literals(section)
    return bool(_MOMENT.search(bare) or re.search(r"[1-9]", literals + re.sub(r"/\d+", "", bare)))


def hides_nought(number_format: str) -> bool:
    """Whether a 0 in this format looks like an empty cell: “0;0;;@”, “;;;”, “#”."""
    return number_format not in ("", "General", "@") and _hides_nought(_section(number_format, 0.0))


def judged(
    formats: Iterable[tuple[_Place, str]], value: Callable[[int, int], object]
) -> tuple[dict[_Place, str], frozenset[_Place]]:
    """Of cells with odd formats: those whose number is shown as another, with the format; noughts that are not
    shown. value: what stands in a cell."""
    shown, unseen = {}, set()
    for place, number_format in formats:
        number = value(*place)
        if isinstance(number, bool) or not isinstance(number, int | float):
            continue
        if shows_another_number(number_format, number):
            shown[place] = number_format
        elif not number and hides_nought(number_format):
            unseen.add(place)
    return shown, frozenset(unseen)


def noughts(rows: Iterable[Sequence[object]]) -> frozenset[_Place]:
    """Every 0 of a sheet that is set to show none."""
    return frozenset(
        (r, c)
        for r, row in enumerate(rows)
        for c, value in enumerate(row)
        if type(value) in (int, float) and value == 0
    )


def seen_otherwise(shown: str, value: float) -> bool:
    """Whether the text that is seen in a cell is another number than the one it holds, rounding and “件” apart.

    An empty text is none: see Grid.unseen.
    """
    if shown == str(value):
        return False
    text = unicodedata.normalize("NFKC", shown).strip()
    if not text or "%" in text or _TOO_NARROW.fullmatch(text):
        return False
    figures = _FIGURE.findall(text)
    if not figures:
        return not (_IN_WORDS.fullmatch(text) or (value == 0 and _NOUGHT.search(text)))
    if len(figures) > 1 or _CHANGES.search(_FIGURE.sub("", text)):
        return True
    number = float(figures[0].replace(",", ""))
    mantissa, _, exponent = figures[0].lower().partition("e")
    if not math.isfinite(number):
        return True
    places = int(exponent[:_LONGEST_EXPONENT] or 0) - len(mantissa.partition(".")[2])
    half_unit = float(
        f"5e{places - 1}"
    )  # as a text: a power of ten beyond what a float holds is no error there
    return abs(number - abs(value)) > half_unit * (1 + 1e-9)


def _shows_another(section: str) -> bool:
    """Of a section that a number other than 0 is shown by."""
    bare = _bare(section)
    if _MOMENT.search(_GENERAL.sub("", bare)) or _CHANGES.search(_literals(section)) or _SCALED.search(bare):
        return True
    digits = re.sub(r"[0#?]", "", bare)
    shows = any(sign in bare for sign in "0#?@") or _GENERAL.search(bare)
    return not shows or bool(re.search(r"[1-9]", digits))


def _hides_nought(section: str) -> bool:
    bare = _bare(section)
    return not (_GENERAL.search(bare) or "@" in bare or _NOUGHT.search(bare + _literals(section)))


def _sections(number_format: str) -> list[str]:
    """Parts of a format between semicolons, without the one for texts."""
    sections = [""]
    for piece in _PIECE.findall(number_format):
        if piece == ";":
            sections.append("")
        else:
            sections[-1] += piece
    sections = sections[:4]
    if len(sections) == 4 or (len(sections) > 1 and "@" in _bare(sections[-1])):
        sections.pop()
    return sections


def _section(number_format: str, value: float) -> str:
    """The part that a number is shown by: above 0, below 0, at 0, or as the conditions in brackets say."""
    sections = _sections(number_format)
    conditions = [_CONDITION.search(section) for section in sections]
    if any(conditions[:2]):
        for n, condition in enumerate(conditions[:2]):
            if condition is not None:
                holds = _HOLDS[condition[1]](value, float(condition[2]))
            else:
                holds = value > 0 if n == 0 else value < 0 or len(sections) == 2
            if holds:
                return sections[n]
        return sections[-1]
    if value == 0:
        return sections[2] if len(sections) > 2 else sections[0]
    return sections[1] if value < 0 and len(sections) > 1 else sections[0]


def _bare(number_format: str) -> str:
    return _LITERAL.sub("", _BRACKETS.sub("", number_format))


def _literals(section: str) -> str:
    return "".join(one or other or "" for one, other in _LITERAL.findall(section))


def raised(words: str) -> str:
    """Digits as raised ones: “1” as “¹”."""
    return words.translate(_RAISED)


def crossed_out(words: str) -> str:
    """Characters that are crossed out in a cell beside others that are not, as text that is no number."""
    return f"〔划去：{words}〕" if words.strip() else words


def marked_runs(text: Any) -> str | None:
    """A shared text whose runs differ, with raised digits as such and crossed-out characters named; None where no
    run is either."""
    told, differs = [], False
    for run in text.iter(f"{_MAIN}r"):
        words = "".join(part.text or "" for part in run.iter(f"{_MAIN}t"))
        look = run.find(f"{_MAIN}rPr")
        if look is not None and words:
            strike, above = look.find(f"{_MAIN}strike"), look.find(f"{_MAIN}vertAlign")
            if strike is not None and strike.get("val", "1") not in ("0", "false"):
                words, differs = f"〔划去：{words}〕", True
            elif above is not None and above.get("val") == "superscript":
                words, differs = raised(words), True
        told.append(words)
    return "".join(told) if differs else None
