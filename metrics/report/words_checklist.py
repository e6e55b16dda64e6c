"""Words and signs of the 任务清单: states of cells and items, counts, and the sentence on top."""

from __future__ import annotations

from collections.abc import Mapping

from metrics.analysis.checklist import INDICATOR, TASK, UNSAID, YEAR_PASSED, Item, State
from metrics.catalogue import Catalogue
from metrics.catalogue.clauses import Task
from metrics.catalogue.load_clauses import VERDICTS
from metrics.model import Attainment, TaskState
from metrics.report.words_decline import VERDICT

# 一个字的记号，看不清颜色、黑白打印也能分
SIGN = {
    State.LACKING: "✗",
    State.NOT_REPORTED: "?",
    State.RUNNING: "…",
    State.MET: "✓",
    State.UNJUDGED: "·",
    State.NOT_APPLICABLE: "—",
}
WORD = {
    State.LACKING: "未达标",
    State.NOT_REPORTED: "未报",
    State.RUNNING: "进行中",
    State.MET: "达标",
    State.UNJUDGED: "不评",
    State.NOT_APPLICABLE: "不适用",
}
MEANING = {
    State.LACKING: "未达标，含逾期、未开展",
    State.NOT_REPORTED: "未报，含未填报",
    State.RUNNING: "进行中，期限未到、尚未达到",
    State.MET: "达标，非量化任务为已完成",
    State.UNJUDGED: "不评：有数而没有目标值，或不可比",
    State.NOT_APPLICABLE: "不适用，含无此类事项",
}
COUNTED = (  # 先好后坏，计数时按这个次序
    State.MET,
    State.LACKING,
    State.RUNNING,
    State.NOT_REPORTED,
    State.UNJUDGED,
    State.NOT_APPLICABLE,
)
_SAID = {
    UNSAID: "未填报",
    YEAR_PASSED: "年度已过仍在进行",
    **{state.value: state.label for state in TaskState},
}
SUBJECT = "非量化"
BOTH_DOWN = "均较上年同期下降"
NOTES = (
    "记号：" + "；".join(f"{SIGN[state]} {MEANING[state]}" for state in COUNTED) + "。",
    "一条中有几项任务的，取最差的一项；一条对多个单位的，有一个单位未达标即列未达标。",
    "指标按填报数计算，数值为年初以来累计；“非量化”任务由责任单位填报状态并附材料。",
    "条名和要点按指标口径概括，责任单位注“推定”“未核实”的须由区司法局确认。",
)


def signed(state: State) -> str:
    """“✗ 未达标”."""
    return f"{SIGN[state]} {WORD[state]}"


def item(one: Item) -> str:
    """What holds of one thing behind a cell: “逾期未完成”, “一降一升”, “已完成”."""
    if one.kind == INDICATOR:
        return Attainment(one.status).label
    if one.kind == TASK:
        return _SAID[one.status]
    return VERDICT.get(one.status) or Attainment(one.status).label


def name(one: Item, catalogue: Catalogue, tasks: Mapping[str, Task]) -> str:
    """What the thing is called: the indicator, the verdict, or the task marked as not counted."""
    if one.kind == INDICATOR:
        return catalogue.indicators[one.code].short_name
    if one.kind == TASK:
        return f"{tasks[one.code].name}（{SUBJECT}）"
    return VERDICTS[one.code]


def counts(counted: Mapping[State, int]) -> str:
    """“达标 12、未达标 3、未报 1”; states that nobody is in are left out."""
    return "、".join(f"{WORD[state]} {counted[state]}" for state in COUNTED if counted[state]) or "没有单位"


def sentence(
    label: str, scope: str, units: int, clauses: Mapping[str, State], cells: Mapping[State, int]
) -> str:
    """“截至2026年9月底，全区46个单位，通知32条中：达标5条，未达标12条，进行中3条……；逐单位计，达标…项……。”

    clauses: clause → its state over the units; cells: how many of all clauses of all units are in each state.
    """
    many = {state: sum(one is state for one in clauses.values()) for state in State}
    told = [f"{WORD[state]}{many[state]}条" for state in (State.MET, State.LACKING, State.RUNNING)]
    rest = {
        State.NOT_REPORTED: "有单位未报{}条",
        State.UNJUDGED: "无目标值或不可比{}条",
        State.NOT_APPLICABLE: "不适用{}条",
    }
    told += [words.format(many[state]) for state, words in rest.items() if many[state]]
    sums = "、".join(
        f"{WORD[state]}{cells[state]}项"
        for state in (State.MET, State.LACKING, State.RUNNING, State.NOT_REPORTED)
    )
    return f"{label}，{scope}{units}个单位，通知{len(clauses)}条中：{'，'.join(told)}；逐单位计，{sums}。"
