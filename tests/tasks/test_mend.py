"""Mending cells of a kept workbook: a new version beside the untouched one."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest

from metrics.model import Edit, NotAllowed
from metrics.periods import Period
from metrics.tasks import mend, receive, settle, workspace
from metrics.tasks.next_step import Step, next_step
from metrics.tasks.receive import Received
from metrics.tasks.workspace import Workspace
from tests.pages.filled import workbook

NOW = datetime(2026, 10, 9, 8, 30, tzinfo=UTC)
QUARTER = Period(2026, 3)
EDIT = Edit("汇总表", "C6", "约4", "4")


@pytest.fixture
def here(sample_data: Path) -> Workspace:
    return workspace.current()


def kept(here: Workspace, data: bytes) -> Received:
    return receive.receive(here, data, "乱.xlsx", "张三", NOW, QUARTER)


def mended(here: Workspace, original: Received, *edits: Edit, by: str = "李四") -> Received:
    return mend.mend(here, original.receipt.id, edits, by, NOW, QUARTER).received


def test_the_mended_version_says_who_changed_what_and_the_original_stays(here: Workspace) -> None:
    data = workbook({"C6": "约4"})
    original = kept(here, data)
    after = mended(here, original, EDIT)
    assert after.receipt.mended_from == original.receipt.id
    assert after.receipt.uploader == "李四"
    assert here.store.edits(here.jurisdiction, after.receipt.id) == (EDIT,)
    assert here.store.file(here.jurisdiction, original.receipt.sha256) == data
    copy = here.store.file(here.jurisdiction, after.receipt.sha256)
    assert openpyxl.load_workbook(io.BytesIO(copy)).worksheets[0]["C6"].value == 4


def test_after_mending_the_file_waits_for_confirming(here: Workspace) -> None:
    original = kept(here, workbook({"C6": "约4"}))
    assert next_step(original.submission, original.receipt).step is Step.MEND
    after = mended(here, original, EDIT)
    assert next_step(after.submission, after.receipt).step is Step.CONFIRM


def test_what_was_explained_before_still_holds_after_mending(here: Workspace) -> None:
    original = kept(here, workbook({"C6": "约4", "D3": None}))
    settle.explain(
        here,
        original.receipt.id,
        settle.open_numbers(here, original.receipt.id),
        "本季没有审结案件，原表漏填",
        "张三",
        NOW,
    )
    assert mended(here, original, EDIT).receipt.unsettled == 0


def test_mending_needs_a_name_and_a_change(here: Workspace) -> None:
    original = kept(here, workbook({"C6": "约4"}))
    with pytest.raises(NotAllowed, match="报送人姓名"):
        mended(here, original, EDIT, by=" ")
    with pytest.raises(NotAllowed, match="没有改动"):
        mended(here, original)


def test_a_cell_that_holds_something_else_is_not_overwritten(here: Workspace) -> None:
    original = kept(here, workbook({"C6": "约4"}))
    count = len(here.store.submissions(here.jurisdiction))
    with pytest.raises(NotAllowed):
        mended(here, original, Edit("汇总表", "C6", "约5", "4"))
    assert len(here.store.submissions(here.jurisdiction)) == count
