"""Our remarks in comments of cells (批注): put below a person's own words, and told from them again.

A marked copy is mended and sent in again; by then our remarks are still in it, and must be neither taken for
a person's remark nor piled up.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from openpyxl.cell.cell import Cell
from openpyxl.comments import Comment

from metrics.model import Finding, Severity

AUTHOR = "法治政府指标通报平台"
_LINE = "———— 以下由平台标注 ————"
_OURS = re.compile(rf"【(?:{'|'.join(severity.label for severity in Severity)})】")
_MOST_LETTERS = 1500  # Excel shows no more of a comment than fits the screen
_WIDTH, _LINE_HEIGHT, _LETTERS_A_LINE = 300, 18, 20  # pixels; Chinese letters of 9 points


def own_words(text: str) -> str:
    """What a person wrote: the comment without our part, “” for one that is all ours."""
    theirs = text.partition(_LINE)[0].strip()
    return "" if _OURS.match(theirs) else theirs


def remark(findings: Sequence[Finding]) -> str:
    """What is to be said at one cell: class, what is wrong, what is expected, how to mend."""
    told = []
    for finding in findings:
        lines = [f"【{finding.severity.label}】{finding.message}"]
        if finding.expected and finding.expected not in finding.message:
            lines.append(f"应为：{finding.expected}")
        lines.append(f"怎么改：{finding.mend}")
        told.append("\n".join(lines))
    text = "\n\n".join(told)
    return text if len(text) <= _MOST_LETTERS else f"{text[:_MOST_LETTERS]}…（其余见《问题清单》）"


def put(cell: Cell, text: str) -> None:
    """Attach our remark, below a person's own words if there are any; “” takes an earlier one of ours away."""
    before = cell.comment
    theirs = own_words(str(before.text)) if before else ""
    if not text and not theirs:
        cell.comment = None
        return
    whole = "\n".join(part for part in (theirs, _LINE if theirs and text else "", text) if part)
    comment = Comment(whole, before.author if before and theirs else AUTHOR)
    lines = sum(1 + len(line) // _LETTERS_A_LINE for line in whole.split("\n"))
    comment.width, comment.height = _WIDTH, _LINE_HEIGHT * lines + 12
    cell.comment = comment
