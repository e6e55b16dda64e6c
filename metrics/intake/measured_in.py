"""Units of measurement in headings and above tables: a column of percentages or of money counts no cases."""

from __future__ import annotations

import re
import unicodedata

_COUNTED = r"(?:件次|件|次|起|宗|个|份|例|案|场次|场|项|期|回)"
_SCALED = r"[十百千万亿]+" + _COUNTED
_RATE = r"(?:%|‰|百分比|百分数|百分点|比例|比率|占比|率)"
_OTHER = r"(?:[十百千万亿]*元|人次|人数|人|名|户|小时|学时|课时|工作日|天|日|月|年|页|公里|平方米|亩|吨)"
_WORD = rf"(?:{_SCALED}|{_COUNTED}|{_RATE}|{_OTHER})"
_AND = r"(?:\s*[,、/和及]\s*)"
_SAYS = rf"(?:计量)?(?:单位\s*:?)?\s*({_WORD}(?:{_AND}{_WORD})*)\s*"
_IN_BRACKETS = re.compile(rf"[(\[【〔]\s*{_SAYS}[)\]】〕]")
_AT_THE_END = re.compile(rf"(?:(?:计量)?单位\s*:?\s*({_WORD})|([%‰]))\s*$")
_ABOVE = re.compile(rf"^[(\[【〔]?\s*(?:计量)?(?:数据)?单位\s*:\s*({_WORD}(?:{_AND}{_WORD})*)\s*[)\]】〕]?$")
_ALONE = re.compile(rf"[(\[]?\s*({_WORD})\s*[)\]]?")
_RATE_NAME = re.compile(r"(?:率|占比|比例|比重|百分比|百分点|%|‰)$")


def measured_in(label: str) -> tuple[str, str]:
    """The label without its unit of measurement, and that unit: “负责人出庭（%）” → “负责人出庭”, “%”."""
    text = unicodedata.normalize("NFKC", label).strip()
    for pattern in (_IN_BRACKETS, _AT_THE_END):
        match = pattern.search(text)
        if match:
            words = next(filter(None, match.groups()))
            return (text[: match.start()] + text[match.end() :]).strip(), words.strip()
    return label, ""


def unit_alone(text: str) -> str:
    """The unit of measurement when the text is nothing else, as in a row of its own below a heading."""
    match = _ALONE.fullmatch(unicodedata.normalize("NFKC", text).strip())
    return match[1] if match else ""


def above_table(text: str) -> str:
    """What a note above a table says that its numbers are: “单位：件、%” → “件、%”; “” for any other text."""
    match = _ABOVE.match(unicodedata.normalize("NFKC", text).strip())
    return match[1] if match else ""


def is_rate(unit: str) -> bool:
    """Whether the unit of measurement is one of shares: %, ‰, 比例."""
    return re.fullmatch(_RATE, unit) is not None


def is_rate_name(label: str) -> bool:
    """Whether a heading is that of a rate by its last word: no count stands below it."""
    return _RATE_NAME.search(label) is not None


def counts_cases(units: str) -> bool:
    """Whether one of the units of measurement counts cases or times one by one: 件, 次, 起."""
    return any(re.fullmatch(_COUNTED, word) for word in re.split(_AND, units))


def is_scaled(unit: str) -> bool:
    """Whether numbers stand for tens or thousands of cases: “千件”."""
    return re.fullmatch(_SCALED, unit) is not None
