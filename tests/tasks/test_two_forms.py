"""A workbook with a quarterly and a yearly sheet: both are compared with what is in force."""

from __future__ import annotations

from pathlib import Path

from metrics import catalogue
from metrics.store import Store
from metrics.tasks.confirm import Differences, differences
from metrics.tasks.workspace import Workspace
from tests.factories import AREA, NOW, block, submission, unit


def upload(workspace: Workspace, data: bytes, quarterly: int, yearly: int) -> Differences:
    """Keep, compare and confirm as seen."""
    read = submission(
        data,
        block([("东关", "2025Q3", (quarterly,))], ["litigation_closed"]),
        block([("东关", "2025Y", (yearly,))], ["review_accepted"], form="annual_review"),
    )
    with workspace.store.writing(AREA) as writing:
        kept = writing.keep(read, data, "张三", NOW)
    found = differences(workspace, read)
    with workspace.store.writing(AREA) as writing:
        writing.confirm(kept.id, "李四", NOW, found.seen)
    return found


def test_a_workbook_of_two_forms_can_be_corrected(tmp_path: Path) -> None:
    store = Store.open(f"sqlite:///{tmp_path / 'metrics.db'}")
    with store.writing(AREA) as writing:
        writing.load_units("汉台区", [unit("东关")])
    workspace = Workspace(store, AREA, "汉台区", catalogue.load(), False)
    upload(workspace, b"one", quarterly=3, yearly=10)
    found = upload(workspace, b"two", quarterly=3, yearly=12)
    assert found.seen == {("东关", "2025Q3", "quarterly"): 1, ("东关", "2025Y", "annual_review"): 1}
    assert [(c.measure, c.old, c.new) for c in found.changes if c.differs] == [("review_accepted", 10, 12)]
    assert store.versions(AREA, "东关", "2025Y", "annual_review")[0].number == 2
    store.close()
