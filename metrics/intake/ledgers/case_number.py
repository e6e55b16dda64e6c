"""Case numbers (案号) and document numbers (文号), reduced to one spelling: the same case is counted once."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from metrics.intake.traditional import SIMPLIFIED

_OPEN, _CLOSE = "[【〔﹝〈《「『{（(", "]】〕﹞〉》」』}）)"
_BRACKETS = str.maketrans(_OPEN + _CLOSE, "(" * len(_OPEN) + ")" * len(_CLOSE))
_NUMERALS = "〇○零一二三四五六七八九十百千"
_USUAL = re.compile(
    rf"\([0-9]{{4}}\)[\u4e00-\u9fff][0-9]{{0,5}}[\u4e00-\u9fff]{{1,6}}(?<![字第{_NUMERALS}])[1-9][0-9]*号"
).fullmatch
_OF_DOCUMENT = re.compile(r"[\u4e00-\u9fff]{1,25}\((?:19|20)\d\d\)[1-9]\d*号").fullmatch
_NONE = re.compile(r"(?:无|暂无|没有|未知|不详|待定|空|[-—–/\\.。,*?]+)*")
_YEAR = re.compile(r"^\(?((?:19|20)\d\d)\)?年?(?=[\u4e00-\u9fff])")
_COURT = re.compile(r"^[\u4e00-\u9fff]{2,25}法院(?=\((?:19|20)\d\d\))")
_SERIES = re.compile(
    r"[\u4e00-\u9fff)]\d+号?(?:(?:[-—–~至到]+|[、,;/和及]+)第?\d+)+号?"  # 初12-25号; 初12、13号
    r"|等[\d一二三四五六七八九十]+[件案]|共[\d一二三四五六七八九十]+[件案]|系列案|\((?:19|20)\d\d\).*\((?:19|20)\d\d\)"
)
_APART = re.compile(r"\d号?[^\S\x00]+第?\d+号")  # “初12 13号”: without the space it would be another case
_ROMAN = re.compile(r"(?<![\u2160-\u217f\dA-Za-z])([\u2160-\u216b\u2170-\u217b])(?=\s*[号號])")  # Ⅰ–Ⅻ, ⅰ–ⅻ
_CHINESE_NUMBER = re.compile(rf"(?<![\d{_NUMERALS}、,;和及与至到~—–-])[{_NUMERALS}]+(?=号)")
_CHINESE_YEAR = re.compile(r"(?<![^(])[一二][〇○零九][〇○零一二三四五六七八九]{2}(?=[)年])")
_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_COUNTED = re.compile(
    r"(?:([1-9])千0?)?(?:([1-9])百0?)?(?:([1-9]?)(十)0?)?([1-9]?)"
)  # “一千二百零三”, its digits already Arabic
_SIMPLIFIED = SIMPLIFIED | {ord("陜"): "陕"}  # another character, which is often typed for the traditional 陝
_TRADITIONAL = re.compile(f"[{''.join(map(chr, _SIMPLIFIED))}]")
_SEPARATOR = "\x00"  # cannot stand in a cell


def normalise(text: str) -> str:
    """One spelling for every way of writing the number; “” where none is written.

    Brackets, spaces, full width, traditional characters, leading zeros, “第”, a missing “号” or missing brackets
    around the year make no difference: “﹝2024﹞陕07行初012” and “（2024）陕07行初12号” are the same case. Nor does it
    whether year and number are Chinese numerals (“二〇二四”, “十二号”) or the number a single Roman sign (“Ⅻ号”).
    """
    text = _ROMAN.sub(lambda m: str((ord(m[1]) & 15) + 1), text.translate(_BRACKETS))
    plain = unicodedata.normalize("NFKC", text).translate(_SIMPLIFIED).translate(_BRACKETS)
    plain = "".join(char for char in plain if unicodedata.category(char)[0] not in "CZ").upper()
    if _NONE.fullmatch(plain):
        return ""
    plain = re.sub(r"^(?:案号|案件编号|文号|编号):?", "", plain).strip("。.,;:、'\"“”‘’")
    plain = _CHINESE_YEAR.sub(lambda m: m[0].translate(_DIGITS), _CHINESE_NUMBER.sub(_in_digits, plain))
    plain = _YEAR.sub(r"(\1)", _COURT.sub("", plain))
    plain = re.sub(r"字?第(?=\d+号?)|字(?=\d+号?$)|(?<=[\u4e00-\u9fff])字(?=\((?:19|20)\d\d\))", "", plain)
    plain = re.sub(r"(?<=[\u4e00-\u9fff)])0+(?=\d+号?$)", "", plain)
    if plain.startswith("(") or re.search(r"\((?:19|20)\d\d\)\d+$", plain):
        plain = re.sub(r"(?<=[\u4e00-\u9fff)])(\d+)$", r"\g<1>号", plain)
    return plain


def _in_digits(match: re.Match[str]) -> str:
    """“十二” → “12”, “一〇三” → “103”; what is no number stays."""
    text = match[0].translate(_DIGITS)
    if text.isdigit():
        return text
    counted = _COUNTED.fullmatch(text)
    if counted is None:
        return match[0]
    thousands, hundreds, tens, ten, ones = counted.groups()
    return str(
        1000 * int(thousands or 0)
        + 100 * int(hundreds or 0)
        + 10 * (int(tens or 1) if ten else 0)
        + int(ones or 0)
    )


def normalised(cells: Sequence[object]) -> list[str]:
    """A whole column. What is written as it should be takes a few operations on the column in one piece."""
    texts = [cell if type(cell) is str else _text(cell) for cell in cells]
    joined = _SEPARATOR.join(texts)
    for char in "（〔[【﹝":
        joined = joined.replace(char, "(")
    for char in "）〕]】﹞":
        joined = joined.replace(char, ")")
    joined = joined.replace(" ", "").replace("\u3000", "")
    if _TRADITIONAL.search(joined):  # “陝” and “陕” are one province
        joined = joined.translate(_SIMPLIFIED)
    quick = joined.split(_SEPARATOR)
    if len(quick) != len(texts):
        return [normalise(text) for text in texts]
    return [
        short if _USUAL(short) else (normalise(text) if text else "")
        for short, text in zip(quick, texts, strict=True)
    ]


def not_of_a_court(numbers: Sequence[str]) -> list[int]:
    """Places of normalised numbers that are written and not of the usual form of courts."""
    return [i for i, number in enumerate(numbers) if number and not _USUAL(number)]


def several(cells: Sequence[object], numbers: Sequence[str], odd: Sequence[int]) -> list[int]:
    """Places where a cell names more than one case: “初12-25号”, “初12、13号”, “初12号等5件”, two numbers.

    numbers: the cells normalised. Those of usual form (not in `odd`) are one case, unless a space parts the digits.
    """
    found = {i for i in odd if _SERIES.search(numbers[i])}
    texts = [cell if type(cell) is str else "" for cell in cells]
    joined = _SEPARATOR.join(texts)
    if len(joined.split(None, 1)) > 1 and _APART.search(joined):
        found |= {i for i, text in enumerate(texts) if _APART.search(text)}
    return sorted(found)


def unusual(numbers: Sequence[str], odd: Sequence[int], example: str) -> list[int]:
    """Places of numbers that are of no usual form, so that two spellings of one case may pass for two cases.

    numbers: normalised; odd: those that are not of a court. example: what the field's numbers look like, as the
    catalogue gives it: where it is the number of a document (“汉台府复〔2024〕5号”), such numbers are usual too.
    """
    documents = _OF_DOCUMENT(normalise(example)) is not None
    return [i for i in odd if not (documents and _OF_DOCUMENT(numbers[i]))]


def _text(cell: object) -> str:
    if cell is None or isinstance(cell, bool):
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
