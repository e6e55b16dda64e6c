"""What a cell looks like, where that says something else than its value: formats, raised and crossed-out text."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_LITERAL = re.compile(r'"([^"]*)"|[\\!](.)|_.|\*.')
_CONDITION = re.compile(r"\[[^\]]*\]")
_CHANGES = re.compile(r"[\d百千万亿约余近%]")
_SCALED = re.compile(r"[0#?],+(?![0#?,])")
_DAY_OF_WEEK = re.compile(r"a{3,4}", re.I)


@lru_cache(maxsize=256)
def shows_another_number(number_format: str) -> bool:
    """Whether a format shows a count as something else: “0,” in thousands, “0\"万\"”, “;;;” not at all.

    What it says of noughts does not matter, nor “件” after the number.
    """
    if number_format in ("General", "@", "") or re.search(r"[ymdhs]", _bare(number_format), re.I):
        return False
    first = number_format.split(";")[0]
    literals = "".join(one or other or "" for one, other in _LITERAL.findall(first))
    bare = _bare(first)
    if _CHANGES.search(literals) or _SCALED.search(bare) or _DAY_OF_WEEK.search(bare):
        return True
    digits = bare.replace("0", "").replace("#", "").replace("?", "")
    shows = any(sign in bare for sign in "0#?@") or "general" in bare.lower()
    return (not shows) or bool(re.search(r"[1-9]", digits))


def _bare(number_format: str) -> str:
    return _LITERAL.sub("", _CONDITION.sub("", number_format))


def marked_runs(text: Any) -> str | None:
    """A shared text whose runs differ, with raised digits as such and crossed-out characters named; None where no
    run is either."""
    told, differs = [], False
    for run in text.iter(f"{_MAIN}r"):
        words = "".join(part.text or "" for part in run.iter(f"{_MAIN}t"))
        look = run.find(f"{_MAIN}rPr")
        if look is not None and words:
            strike, raised = look.find(f"{_MAIN}strike"), look.find(f"{_MAIN}vertAlign")
            if strike is not None and strike.get("val", "1") not in ("0", "false"):
                words, differs = f"〔划去：{words}〕", True
            elif raised is not None and raised.get("val") == "superscript":
                words, differs = words.translate(_RAISED), True
        told.append(words)
    return "".join(told) if differs else None
