"""The sample: real workbooks through the real way in, so that a visitor sees the product as it works."""

from __future__ import annotations

import csv
import os
from datetime import UTC, datetime
from pathlib import Path

from metrics import catalogue
from metrics.model import ProductError, TaskState
from metrics.periods import mentions
from metrics.store import Store
from metrics.tasks import escalation, load_units, receive
from metrics.tasks.confirm import confirm
from metrics.tasks.workspace import Workspace

SAMPLE = Path(__file__).parents[2] / "sample_data"


def build(path: Path) -> None:
    """Make the sample's database in one piece: an interrupted start leaves nothing behind."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}.building")
    draft.unlink(missing_ok=True)
    store = Store.open(f"sqlite:///{draft.resolve()}")
    fill(store)
    store.close()
    for rest in ("-wal", "-shm", ".migrating"):
        Path(f"{draft}{rest}").unlink(missing_ok=True)
    try:
        os.link(draft, path)  # fails where another process was faster: its file may be open by now
    except FileExistsError:
        pass
    except OSError:  # a disk without links
        draft.replace(path)
    draft.unlink(missing_ok=True)


def fill(store: Store) -> None:
    """Load units, every sample workbook, oldest quarter first, each confirmed, and the states of tasks."""
    now = datetime.now(UTC)
    units = SAMPLE / "units.csv"
    empty = Workspace(store, "", "", catalogue.load(), True)
    code = load_units.load(empty, load_units.read(empty, units.read_bytes(), units.name))
    workspace = Workspace(store, code, store.jurisdictions()[code], catalogue.load(), True)
    for file in sorted((SAMPLE / "workbooks").iterdir(), key=_quarter):
        received = receive.receive(workspace, file.read_bytes(), file.name, "示例", now, None)
        if not received.submission.can_count:
            raise ProductError(f"示例工作簿“{file.name}”未能读入：{received.submission.findings[0].message}")
        confirm(workspace, received, "示例", now)
    _tasks(workspace, now)
    # Rules are for the bureau to put into use; a visitor of the sample should see what they would propose.
    rules = list(workspace.catalogue.escalation.rules)
    escalation.enable(workspace, rules, True, "示例数据，仅供试用", "示例", now)


def _tasks(workspace: Workspace, now: datetime) -> None:
    """What units say of the tasks that nothing counts; of some a piece of paper."""
    with (SAMPLE / "tasks.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    with workspace.store.writing(workspace.jurisdiction) as writing:
        for row in rows:
            paper = row["材料"]
            writing.say_of_task(
                row["任务"],
                row["单位"],
                int(row["年度"]),
                TaskState(row["状态"]),
                row["说明"],
                "示例",
                now,
                evidence=(paper, f"{paper}：内容是虚构的。\n".encode()) if paper else None,
            )


def _quarter(file: Path) -> tuple[int, int, str]:
    mention = mentions(file.name)[0]
    return mention.year or 0, mention.number, file.name
