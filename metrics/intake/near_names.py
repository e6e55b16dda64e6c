"""How like a heading is to the names that a form knows, and when it differs from one in filler only.

Nothing here decides: a heading that differs in filler may be taken, any other likeness is only asked about.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from rapidfuzz import fuzz, process

from metrics.intake.grid import plain

# From here on a heading is worth a question. Found on the headings of circulars.md, part 7: what people call the same
# thing (“法院开庭件数”, “负责人实际出庭”) lies at 66 and above, other columns (“信访件数”, “原告人数”) below 55.
NEAR = 60
_FAR = 30  # below this nobody asks which of two names is the less unlike
_FILLER = re.compile(
    r"本季度|本季|本期|当季|当期|案件|件数|宗数|起数|情况|总数|数量|数目|总计|合计|共计|的|之|数|量|总|共"
)
_AGAIN = re.compile(r"(.)\1+")
# Another time or another reckoning than the form's: such a column stands beside the one that we want.
OTHER_TIME = re.compile(
    r"同期|上期|上季|上年|去年|往年|前年|同比|环比|增减|增长|增幅|增加|减少|下降|累计|累积|年初|至今"
)
# Over a heading that by itself is one of ours, these make it somebody else's or another procedure's.
OTHER_MATTER = re.compile(
    r"民事|刑事|赔偿|二审|再审|信访|仲裁|裁决|非诉|行政许可|下属|下级|所属|派出|直属|外单位|全市|全省|全国"
)
_NO_COUNT = re.compile(
    r"日期|时间|姓名|原因|理由|事由|说明|电话|职务|签名|签字|是否|方式|结果|案号|文号|地址|名称|备注|人员|名单|序号|标准|要求|目标|排名|名次|位次"
)
_NEGATION = re.compile(
    r"[不未无非没拒免否]|二审|再审|副职|代理人|工作人员"
)  # all of them make another thing of a name
# Each line holds things that are not one another; words within brackets mean the same.
_OPPOSITES: tuple[tuple[tuple[str, ...], ...], ...] = (
    (("败诉",), ("胜诉",), ("应诉",)),
    (("司法建议",), ("检察建议",)),
    (("诉讼", "一审", "应诉"), ("复议",)),
    (("一审",), ("二审",), ("再审",)),
    (("正职", "主要负责人", "一把手"), ("副职",)),
    (("新收", "收案", "发案"), ("受理",), ("审结", "办结", "结案"), ("旧存", "结转"), ("未结",)),
    (("开庭",), ("出庭",)),
    (("维持",), ("撤销",), ("驳回",), ("纠错",)),
    (("调解",), ("和解",)),
    (("到期", "届满"), ("按期", "已履行", "已回复")),
)


@lru_cache(maxsize=8192)
def without_filler(text: str) -> str:
    """A label reduced further than `plain`: without words that say nothing, a character doubled by accident once."""
    return _AGAIN.sub(r"\1", _FILLER.sub("", plain(text)))


def likeness(written: str, known: str) -> float:
    """0–100 for two texts without filler: in order or, a little less, in any order of characters."""
    if not written or not known:
        return 0.0
    in_order = fuzz.ratio(written, known)
    score = max(in_order, 0.9 * fuzz.ratio("".join(sorted(written)), "".join(sorted(known))))
    if len(known) > 1 and (known in written or written in known):
        score = max(score, 66.0)
    if score < _FAR:
        return score
    if set(_NEGATION.findall(written)) != set(_NEGATION.findall(known)):
        score *= 0.5
    if contradict(written, known):
        score *= 0.6
    if set(_NO_COUNT.findall(written)) - set(_NO_COUNT.findall(known)):
        return 0.0
    return score


def contradict(one: str, other: str) -> bool:
    """Whether two texts name different ones of things that are not one another: 诉讼 and 复议."""
    return any(
        here and there and not here & there for here, there in zip(_sides(one), _sides(other), strict=True)
    )


@lru_cache(maxsize=8192)
def _sides(text: str) -> tuple[frozenset[int], ...]:
    """For each line of opposites, which of them a text names."""
    return tuple(
        frozenset(i for i, words in enumerate(line) if any(word in text for word in words))
        for line in _OPPOSITES
    )


def nearest(
    text: str, spellings: Iterable[str], most: int, at_least: float = NEAR
) -> list[tuple[str, float]]:
    """The spellings most like a text, likeliest first, for names of units."""
    found = process.extract(text, list(spellings), scorer=fuzz.ratio, limit=most, score_cutoff=at_least)
    return [(spelling, score) for spelling, score, _ in found]
