"""Text of strangers on its way out: what must not come alive in a table program, nor stand in a file's name."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable

# 改变书写方向的不可见字符会使其后的数字倒着显示（12/34 成了 43/21），控制字符什么也不显示
_UNSEEN = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\x00-\x08\x0e-\x1f\x7f]")
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # Excel 对全角的也照算
_LIVE = re.compile(rf"[\s']*[{re.escape(''.join(FORMULA_STARTS))}]|[\t\r\n]")
_NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)  # Windows 不许的文件名
_MOST_NAME_BYTES = 200


def visible(text: str) -> str:
    """The text without direction marks and control characters; line ends and tabs stay."""
    return _UNSEEN.sub("", text)


def neutral(text: str) -> str:
    """Text for a csv: with a leading apostrophe where a table program would take it for a formula."""
    return f"'{text}" if _LIVE.match(text) else text


def restored(text: str) -> str:
    """The text that `neutral` was given."""
    return text[1:] if text.startswith("'") and _LIVE.match(text[1:]) else text


def csv_file(rows: Iterable[Iterable[object]]) -> bytes:
    """A csv that Excel and WPS open with the right letters. Text is neutralised; numbers stay as they are."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    for row in rows:
        writer.writerow([neutral(value) if isinstance(value, str) else value for value in row])
    return buffer.getvalue().encode("utf-8-sig")


def file_name(wish: str) -> str:
    """A name that every system accepts and that is no path: “../甲:乙.csv” → “_甲_乙.csv”."""
    name = _NOT_IN_NAMES.sub("_", visible(wish)).strip(" .")
    if _DEVICE.match(name):
        name = f"_{name}"
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending) > 8:
        stem, dot, ending = name, "", ""
    room = _MOST_NAME_BYTES - len(f"{dot}{ending}".encode())
    return (stem.encode()[:room].decode(errors="ignore") or "文件") + dot + ending
