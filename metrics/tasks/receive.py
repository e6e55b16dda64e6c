"""Take in one workbook: read it, and keep it whether good or bad."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from metrics import intake
from metrics.model import Context, NotAllowed, Submission, Unreadable
from metrics.periods import Period
from metrics.store import Receipt
from metrics.tasks import reading
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
    needs_units(workspace)
    return submission(workspace, data, file_name, reading.Contexts(workspace).of(file_name, expected))


def needs_units(workspace: Workspace) -> None:
    """Raises NotAllowed as long as no units have been loaded."""
    if not workspace.jurisdiction:
        raise NotAllowed("还没有载入单位名录，认不出单位。请先在“单位管理”载入名录（命令行：units load）。")


def submission(workspace: Workspace, data: bytes, file_name: str, context: Context) -> Submission:
    """What the file says, read in a process of its own; of one that cannot be read, why."""
    try:
        return reading.desk().read(data, file_name, workspace.catalogue, context)
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
    if len(data) > reading.desk().limits.file_bytes:
        raise NotAllowed(f"“{submission.file_name}”没有留存：{submission.findings[0].found}")
    with workspace.store.writing(workspace.jurisdiction) as writing:
        kept = writing.keep(submission, data, uploader, now)
    return Received(submission, workspace.store.receipt(workspace.jurisdiction, kept.id), kept.duplicate)
