"""What an element of a web page says of the text within it: crossed out, raised, and Excel's number format."""

from __future__ import annotations

import re
from dataclasses import dataclass

from metrics.intake.formats.named_formats import written_out

_STRUCK_TAGS, _RAISED_TAGS = frozenset(("s", "strike", "del")), frozenset(("sup",))
_CLASS = re.compile(r"\.([\w-]+)\s*$")
_STRUCK = re.compile(r"text-decoration(?:-line)?\s*:[^;]*line-through", re.I)
_RAISED = re.compile(r"vertical-align\s*:\s*super", re.I)
_FORMAT = re.compile(
    r"""(?:mso-number-format|vnd\.ms-excel\.numberformat)\s*:\s*("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|(?:[^;\\]|\\.)+)""",
    re.I,
)
_ESCAPED = re.compile(r"\\(?:([0-9a-f]{4})|(.))", re.I)
_LONGEST_STYLE = (
    4000  # characters; what is longer was written by no office, and patterns take too long for it
)
_LONGEST_NAME = 200


@dataclass(frozen=True)
class Look:
    struck: bool = False
    raised: bool = False
    number_format: str = ""

    def within(self, outer: Look) -> Look:
        """This look on an element that stands within another."""
        return Look(
            self.struck or outer.struck,
            self.raised or outer.raised,
            self.number_format or outer.number_format,
        )


PLAIN = Look()


class Looks:
    """The looks of elements by tag, class and style."""

    def __init__(self) -> None:
        self._classes: dict[str, Look] = {}

    def take(self, style_sheet: str) -> None:
        """A style sheet. Only rules for a class count: Excel and reporting systems write no others for cells."""
        for rule in _without_comments(style_sheet).split("}"):
            selectors, _, declarations = rule.partition("{")
            look = _declared(declarations)
            if look != PLAIN:
                for selector in selectors.split(","):
                    if (name := _CLASS.search(selector[-_LONGEST_NAME:].rstrip())) is not None:
                        self._classes[name[1]] = look.within(self._classes.get(name[1], PLAIN))

    def of(self, tag: str, attributes: dict[str, str | None]) -> Look:
        look = PLAIN
        if tag in _STRUCK_TAGS or tag in _RAISED_TAGS:
            look = Look(tag in _STRUCK_TAGS, tag in _RAISED_TAGS)
        if style := attributes.get("style"):
            look = _declared(style).within(look)
        for name in (attributes.get("class") or "").split() if self._classes else ():
            look = look.within(self._classes.get(name, PLAIN))
        return look


def _without_comments(style_sheet: str) -> str:
    first, *others = style_sheet.replace("<!--", "").replace("-->", "").split("/*")
    return first + "".join(text.partition("*/")[2] for text in others)


def _declared(style: str) -> Look:
    style = style[:_LONGEST_STYLE]
    number_format = _FORMAT.search(style)
    code = "" if number_format is None else _unescaped(number_format[1].strip())
    return Look(_STRUCK.search(style) is not None, _RAISED.search(style) is not None, code)


def _unescaped(code: str) -> str:
    r"""“"0\0022万\0022"” is 0"万": quotes are written by their number, commas and others behind a stroke."""
    if code[:1] in "\"'" and code[-1:] == code[:1] and len(code) > 1:
        code = code[1:-1]
    code = _ESCAPED.sub(lambda sign: chr(int(sign[1], 16)) if sign[1] else sign[2], code)
    return written_out(code.encode("utf-8", "replace").decode())  # half a character could not be stored
