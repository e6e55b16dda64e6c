"""Take in one workbook: read it, and keep it whether good or bad."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from metrics import intake
from metrics.intake.open import MOST_BYTES
from metrics.model import Context, NotAllowed, Submission, Unreadable
from metrics.periods import Period, PeriodKind, mentions
from metrics.store import Receipt
from metrics.tasks.workspace import Workspace


@dataclass(frozen=True)
class Received:
    """What became of an upload. duplicate: the same bytes with the same reading were kept before."""

    submission: Submission
    receipt: Receipt
    duplicate: bool


def check(workspace: Workspace, data: bytes, file_name: str, expected: Period | None) -> Submission:
    """Read without keeping anything. A file that cannot be opened gives a submission with one finding.

    expected: the period that the person chose; a workbook about another one gets an error.
    """
    if not workspace.jurisdiction:
        raise NotAllowed("还没有载入单位名录，认不出单位。请先在“单位管理”载入名录（命令行：units load）。")
    units = workspace.store.units(workspace.jurisdiction)
    history = workspace.store.history(
        workspace.jurisdiction,
        expected or _spoken(file_name) or _newest(workspace),
        [unit.code for unit in units],
    )
    try:
        return intake.read(data, file_name, workspace.catalogue, Context(units, history, expected))
    except Unreadable as error:
        return intake.unreadable(data, file_name, str(error))


def receive(
    workspace: Workspace,
    data: bytes,
    file_name: str,
    uploader: str,
    now: datetime,
    expected: Period | None,
) -> Received:
    """Read and keep as a draft: bytes, values and findings in one transaction. Nothing counts yet."""
    return keep(workspace, check(workspace, data, file_name, expected), data, uploader, now)


def keep(workspace: Workspace, submission: Submission, data: bytes, uploader: str, now: datetime) -> Received:
    """Keep what `check` has read. Raises NotAllowed for a file beyond the size that is read at all."""
    if len(data) > MOST_BYTES:
        raise NotAllowed(f"“{submission.file_name}”没有留存：{submission.findings[0].found}")
    with workspace.store.writing(workspace.jurisdiction) as writing:
        kept = writing.keep(submission, data, uploader, now)
    return Received(submission, workspace.store.receipt(workspace.jurisdiction, kept.id), kept.duplicate)


def _spoken(file_name: str) -> Period | None:
    """A period that the file's name gives away: history for the jump check ends before it."""
    for mention in mentions(file_name):
        period = mention.resolve()
        if period and period.kind is PeriodKind.QUARTER:
            return period
    return None


def _newest(workspace: Workspace) -> Period:
    periods = workspace.store.periods(workspace.jurisdiction)
    return periods[-1] if periods else Period(2000, 1)
