"""Case numbers (案号) and document numbers (文号), reduced to one spelling: the same case is counted once."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from metrics.intake.traditional import SIMPLIFIED

_OPEN, _CLOSE = "[【〔﹝〈《「『{（(", "]】〕﹞〉》」』}）)"
_BRACKETS = str.maketrans(_OPEN + _CLOSE, "(" * len(_OPEN) + ")" * len(_CLOSE))
_USUAL = re.compile(
    r"\([0-9]{4}\)[\u4e00-\u9fff][0-9]{0,5}[\u4e00-\u9fff]{1,6}(?<![字第])[1-9][0-9]*号"
).fullmatch
_NONE = re.compile(r"(?:无|暂无|没有|未知|不详|待定|空|[-—–/\\.。,*?]+)*")
_YEAR = re.compile(r"^\(?((?:19|20)\d\d)\)?年?(?=[\u4e00-\u9fff])")
_COURT = re.compile(r"^[\u4e00-\u9fff]{2,25}法院(?=\((?:19|20)\d\d\))")
_SERIES = re.compile(
    r"[\u4e00-\u9fff)]\d+号?(?:(?:[-—–~至到]+|[、,;/和及]+)第?\d+)+号?"  # 初12-25号; 初12、13号
    r"|等[\d一二三四五六七八九十]+[件案]|共[\d一二三四五六七八九十]+[件案]|系列案|\((?:19|20)\d\d\).*\((?:19|20)\d\d\)"
)
_APART = re.compile(r"\d号?[^\S\x00]+第?\d+号")  # “初12 13号”: without the space it would be another case
_SEPARATOR = "\x00"  # cannot stand in a cell


def normalise(text: str) -> str:
    """One spelling for every way of writing the number; “” where none is written.

    Brackets, spaces, full width, traditional characters, leading zeros, “第”, a missing “号” or missing brackets
    around the year make no difference: “﹝2024﹞陕07行初012” and “（2024）陕07行初12号” are the same case.
    """
    plain = (
        unicodedata.normalize("NFKC", text.translate(_BRACKETS)).translate(SIMPLIFIED).translate(_BRACKETS)
    )
    plain = "".join(char for char in plain if unicodedata.category(char)[0] not in "CZ").upper()
    if _NONE.fullmatch(plain):
        return ""
    plain = re.sub(r"^(?:案号|案件编号|文号|编号):?", "", plain).strip("。.,;:、'\"“”‘’")
    plain = _YEAR.sub(r"(\1)", _COURT.sub("", plain))
    plain = re.sub(r"字?第(?=\d+号?)|字(?=\d+号?$)", "", plain)
    plain = re.sub(r"(?<=[\u4e00-\u9fff)])0+(?=\d+号?$)", "", plain)
    return re.sub(r"(?<=[\u4e00-\u9fff)])(\d+)$", r"\g<1>号", plain) if plain.startswith("(") else plain


def normalised(cells: Sequence[object]) -> list[str]:
    """A whole column. What is written as it should be takes a few operations on the column in one piece."""
    texts = [cell if type(cell) is str else _text(cell) for cell in cells]
    joined = _SEPARATOR.join(texts)
    for char in "（〔[【﹝":
        joined = joined.replace(char, "(")
    for char in "）〕]】﹞":
        joined = joined.replace(char, ")")
    joined = joined.replace(" ", "").replace("\u3000", "")
    quick = joined.split(_SEPARATOR)
    if len(quick) != len(texts):
        return [normalise(text) for text in texts]
    return [
        short if _USUAL(short) else (normalise(text) if text else "")
        for short, text in zip(quick, texts, strict=True)
    ]


def several(cells: Sequence[object], numbers: Sequence[str]) -> list[int]:
    """Places where a cell names more than one case: “初12-25号”, “初12、13号”, “初12号等5件”, two numbers.

    numbers: the cells normalised. Those of usual form are one case, unless a space parts the digits.
    """
    found = {
        i for i, number in enumerate(numbers) if number and not _USUAL(number) and _SERIES.search(number)
    }
    texts = [cell if type(cell) is str else "" for cell in cells]
    joined = _SEPARATOR.join(texts)
    if len(joined.split(None, 1)) > 1 and _APART.search(joined):
        found |= {i for i, text in enumerate(texts) if _APART.search(text)}
    return sorted(found)


def _text(cell: object) -> str:
    if cell is None or isinstance(cell, bool):
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
