"""Damage to XML and HTML that leaves it well-formed often enough to be read on."""

from __future__ import annotations

import random
import re
from xml.sax.saxutils import escape

_TAG = re.compile(r"<[^<>]{0,2000}>")
_VALUE = re.compile(r'(=\s*)(["\'])([^"\'<>]{0,200})\2')
_CONTENT = re.compile(r">([^<>]{1,200})<")
_PAIR = re.compile(r"<([\w:]+)(?:\s[^<>]*)?>[^<>]*</\1>")

TEXTS = (
    *(
        "=1+1",
        "#REF!",
        "合计",
        "单位名称",
        "开庭审理案件数",
        "东关街道",
        "2025年1—9月",
        "填报单位：",
        "—",
        "√",
        "NaN",
    ),
    *(
        "1e999",
        "-0",
        "９" * 400,
        "\ufeff",
        "\u202e",
        "\x00",
        "\ud800",
        "x" * 40_000,
        "<b>&amp;",
        "]]>",
        '"' * 99,
    ),
    *("\n" * 300, ",\t;" * 300, "\x1a\x1b\x0c", "é" * 50, "𠮷", "İ", "ﷺ" * 20),
)
EXTREMES = (
    *(
        "0",
        "-1",
        "1",
        "2",
        "256",
        "16384",
        "16385",
        "65536",
        "1048576",
        "1048577",
        "2147483647",
        "4294967296",
    ),
    *(
        "99999999999999999999",
        "1e308",
        "-1e308",
        "NaN",
        "INF",
        "",
        " ",
        "0x10",
        "１２",
        "1.5",
        "true",
        "x" * 3000,
    ),
    *(
        "A0",
        "A1:XFD1048576",
        "XFD1048576",
        "XFE1",
        "ZZZZ99999999",
        "A1:A1",
        "B2:A1",
        "#REF!",
        "$A$1",
        "Sheet1!A1",
    ),
    *(
        "1999-13-45",
        "9999-12-31T23:59:59",
        "PT99999999H",
        "../../x",
        "http://example.invalid/",
        "s",
        "n",
        "str",
        "e",
    ),
)


def changed(text: str, draw: random.Random) -> str:
    for _ in range(draw.choice((1, 1, 2, 5, 20))):
        text = draw.choice(_WAYS)(text, draw)
    return text


def _spot(pattern: re.Pattern[str], text: str, draw: random.Random) -> re.Match[str] | None:
    """A place where the pattern matches, looked for from anywhere."""
    start = draw.randrange(len(text) + 1)
    return pattern.search(text, start) or pattern.search(text)


def _extreme_value(text: str, draw: random.Random) -> str:
    found = _spot(_VALUE, text, draw)
    if not found:
        return text
    quote = found[2]
    return f"{text[: found.start()]}{found[1]}{quote}{draw.choice(EXTREMES)}{quote}{text[found.end() :]}"


def _other_content(text: str, draw: random.Random) -> str:
    found = _spot(_CONTENT, text, draw)
    if not found:
        return text
    new = escape(draw.choice((*EXTREMES, *TEXTS)))
    return f"{text[: found.start(1)]}{new}{text[found.end(1) :]}"


def _swap_tags(text: str, draw: random.Random) -> str:
    one, other = sorted(
        filter(None, (_spot(_TAG, text, draw), _spot(_TAG, text, draw))), key=lambda match: match.start()
    ) or (None, None)
    if one is None or other is None or one.start() == other.start():
        return text
    return "".join(
        (text[: one.start()], other[0], text[one.end() : other.start()], one[0], text[other.end() :])
    )


def _swap_values(text: str, draw: random.Random) -> str:
    one, other = _spot(_VALUE, text, draw), _spot(_VALUE, text, draw)
    if not one or not other:
        return text
    return f"{text[: one.start(3)]}{other[3]}{text[one.end(3) :]}"


def _drop_tag(text: str, draw: random.Random) -> str:
    found = _spot(_TAG, text, draw)
    return text[: found.start()] + text[found.end() :] if found else text


def _repeat_element(text: str, draw: random.Random) -> str:
    found = _spot(_PAIR, text, draw)
    if not found:
        return text
    return text[: found.end()] + found[0] * draw.choice((1, 3, 300)) + text[found.end() :]


def _drop_element(text: str, draw: random.Random) -> str:
    found = _spot(_PAIR, text, draw)
    return text[: found.start()] + text[found.end() :] if found else text


def _nest(text: str, draw: random.Random) -> str:
    """An element within itself, many times."""
    found = _spot(_PAIR, text, draw)
    if not found:
        return text
    depth, name = draw.choice((2, 50, 2000)), found[1]
    return (
        f"{text[: found.start()]}{f'<{name}>' * depth}{found[0]}{f'</{name}>' * depth}{text[found.end() :]}"
    )


def _insert(text: str, draw: random.Random) -> str:
    found = _spot(_TAG, text, draw)
    at = found.end() if found else 0
    return f"{text[:at]}{draw.choice(_INSERTED)}{text[at:]}"


_INSERTED = (
    "<!-- -->",
    "<![CDATA[x]]>",
    "&amp;&#65;&#x110000;&#0;",
    "&unknown;",
    '<?xml version="1.1" encoding="utf-7"?>',
    "<?x y?>",
    "<!DOCTYPE a [<!ENTITY b 'c'>]>",
    "\x00",
    "\ufffe",
    "<x xmlns='y' xmlns:z='w'/>",
    "</",
    "<",
)
_WAYS = (
    *(
        _extreme_value,
        _extreme_value,
        _extreme_value,
        _other_content,
        _other_content,
        _swap_tags,
        _swap_values,
    ),
    *(_drop_tag, _repeat_element, _drop_element, _nest, _insert),
)
