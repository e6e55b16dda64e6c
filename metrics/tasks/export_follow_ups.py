"""督办台账: every measure with its ground, what the unit said, and where it stands, as a workbook."""

from __future__ import annotations

from datetime import datetime

from metrics.report import follow_up_xlsx, outgoing, words_escalation
from metrics.report.follow_up_xlsx import FollowUpBook, FollowUpRow
from metrics.store.escalation import FollowUp, State, Step
from metrics.tasks import workdays
from metrics.tasks.escalation import Board
from metrics.tasks.figures import Figures
from metrics.tasks.workspace import Workspace


def export_follow_ups(workspace: Workspace, found: Figures, here: Board, now: datetime) -> tuple[str, bytes]:
    """(file name, xlsx): open measures by what is due first, then the finished ones, the newest first. Proposals
    that were not taken up are no measures and stand only in the app."""
    done = [one for one in here.finished if one.state is not State.DISMISSED]
    listed = [*here.open_ones, *done]
    day = here.today
    title = f"{workspace.jurisdiction_name}法治政府建设督办台账"
    book = FollowUpBook(
        title,
        f"截至{day.year}年{day.month}月{day.day}日",
        now,
        tuple(_row(number, one, found, here) for number, one in enumerate(listed, 1)),
        tuple(_notes(here)),
    )
    return outgoing.file_name(f"{title}_{day:%Y%m%d}.xlsx"), follow_up_xlsx.write(book)


def _row(number: int, one: FollowUp, found: Figures, here: Board) -> FollowUpRow:
    unit = found.units.get(one.unit)
    issued = [e for e in one.events if e.step is Step.ISSUED]
    sent = [f"{words_escalation.day(workdays.today(e.at))}印发" for e in issued]
    if one.due:
        sent.append(f"{words_escalation.day(one.due)}前答复")
    elif one.explain_until and one.state is State.EXPLAINING:
        sent.append(f"说明期至{words_escalation.day(one.explain_until)}")
    return FollowUpRow(
        str(number),
        unit.short_name if unit else one.unit,
        one.level.label,
        one.reason,
        one.evidence,
        _said(one, Step.EXPLAINED),
        "，".join([*sent, *(e.text for e in issued if e.text)]),
        _said(one, Step.ANSWERED),
        words_escalation.state(one.state.value, here.left(one)),
    )


def _said(one: FollowUp, step: Step) -> str:
    return "；".join(f"{e.text}（{e.by}）" for e in one.events if e.step is step)


def _notes(here: Board) -> list[str]:
    notes = [
        "事由、证据为提出建议时的文字，此后数据更正不改动；级别、状态为现行。",
        "督办规则均为推定，经区司法局签认后启用；印发前均给单位说明期。期限按工作日计算。",
    ]
    if told := words_escalation.guessed(here.guessed):
        notes.append(told)
    return notes
