"""Mend cells of a kept workbook on the page: a new version beside the untouched one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from metrics.model import Edit, NotAllowed
from metrics.periods import Period
from metrics.tasks import reading, receive
from metrics.tasks.receive import Received
from metrics.tasks.workspace import Workspace


@dataclass(frozen=True)
class MendedVersion:
    """not_recomputed: formulas that hang on a changed cell and could not follow it; they ask for a number."""

    received: Received
    not_recomputed: tuple[str, ...]


def mend(
    workspace: Workspace,
    submission: int,
    edits: Sequence[Edit],
    by: str,
    now: datetime,
    expected: Period | None,
) -> MendedVersion:
    """Change the cells in a copy, read it, keep it as a draft with who changed what; the original stays.

    expected: the quarter the person chose, as for an upload. Raises NotAllowed without a name or an edit, and
    when a cell does not hold what the person saw; Unreadable as reading does.
    """
    if not by.strip():
        raise NotAllowed("请先填写报送人姓名：改动要写明是谁改的。")
    if not edits:
        raise NotAllowed("还没有改动任何单元格。")
    store, jurisdiction = workspace.store, workspace.jurisdiction
    original = store.receipt(jurisdiction, submission)
    mended = reading.desk().mend(store.file(jurisdiction, original.sha256), original.file_name, edits)
    read = receive.check(workspace, mended.data, mended.file_name, expected)
    with store.writing(jurisdiction) as writing:
        kept = writing.keep(read, mended.data, by.strip(), now, mended_from=submission, edits=edits)
    received = Received(read, store.receipt(jurisdiction, kept.id), kept.duplicate)
    return MendedVersion(received, mended.not_recomputed)
