"""Tasks that nothing counts: the newest saying holds, every earlier one stays, evidence byte for byte."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from metrics.model import NotAllowed, TaskState
from metrics.store import Store, TaskRecord
from tests.factories import AREA, NOW

PAPER = b"%PDF-1.7\x00\xff not a workbook at all"


def say(
    store: Store,
    state: TaskState = TaskState.DONE,
    note: str = "已办",
    unit: str = "东关",
    task: str = "study",
    year: int = 2025,
    by: str = "张三",
    evidence: tuple[str, bytes] | None = None,
) -> int:
    with store.writing(AREA) as writing:
        return writing.say_of_task(task, unit, year, state, note, by, NOW, evidence=evidence)


def test_what_was_said_is_remembered_with_who_and_when(store):
    assert say(store) == 1
    record = TaskRecord("study", "东关", 2025, 1, TaskState.DONE, "已办", "", None, "张三", NOW)
    assert store.task_states(AREA, 2025) == {("study", "东关"): record}
    assert store.task_history(AREA, "study", "东关", 2025) == (record,)


def test_the_newest_holds_and_what_was_said_before_stays(store):
    say(store, TaskState.IN_PROGRESS, "已列入计划", evidence=("方案.pdf", PAPER))
    assert say(store, TaskState.NOT_STARTED, "计划取消", by="李四") == 2
    assert store.task_states(AREA, 2025)["study", "东关"].state is TaskState.NOT_STARTED
    newest, first = store.task_history(AREA, "study", "东关", 2025)
    assert (newest.note, newest.by, newest.sha256) == ("计划取消", "李四", None)
    assert (first.state, first.file_name) == (TaskState.IN_PROGRESS, "方案.pdf")
    assert store.file(AREA, first.sha256) == PAPER


def test_evidence_is_kept_byte_for_byte_and_once_for_all_who_hand_it_in(store):
    say(store, evidence=("方案.pdf", PAPER))
    say(store, unit="城管局", evidence=("另一个名字.bin", PAPER))
    states = store.task_states(AREA, 2025)
    assert states["study", "东关"].sha256 == states["study", "城管局"].sha256
    assert states["study", "城管局"].file_name == "另一个名字.bin"
    assert store.file(AREA, states["study", "东关"].sha256) == PAPER


def test_units_tasks_and_years_do_not_mix(store):
    say(store, TaskState.DONE)
    say(store, TaskState.IN_PROGRESS, unit="城管局")
    say(store, TaskState.NOT_STARTED, task="drill")
    say(store, TaskState.NOT_APPLICABLE, year=2024)
    assert {key: record.state for key, record in store.task_states(AREA, 2025).items()} == {
        ("study", "东关"): TaskState.DONE,
        ("study", "城管局"): TaskState.IN_PROGRESS,
        ("drill", "东关"): TaskState.NOT_STARTED,
    }
    assert len(store.task_states(AREA, 2024)) == 1
    assert store.task_states("610703", 2025) == {}


def test_figures_stay_as_they_are_and_the_revision_rises(store):
    counted, revision = store.counted(AREA), store.revision(AREA)
    say(store)
    assert (store.counted(AREA), store.revision(AREA)) == (counted, revision + 1)


def test_a_unit_that_is_not_there_can_have_no_state(store):
    with pytest.raises(IntegrityError):
        say(store, unit="无此单位")
    assert store.task_states(AREA, 2025) == {}


def test_a_failed_writing_leaves_neither_state_nor_file(store):
    with pytest.raises(NotAllowed), store.writing(AREA) as writing:
        writing.say_of_task(
            "study", "东关", 2025, TaskState.DONE, "", "张三", NOW, evidence=("方案.pdf", PAPER)
        )
        raise NotAllowed("停")
    assert store.task_states(AREA, 2025) == {}
    say(store, evidence=("b", b"other"))
    sha256 = store.task_states(AREA, 2025)["study", "东关"].sha256
    assert store.file(AREA, sha256) == b"other"


def test_what_is_written_is_no_part_of_the_statement(store):
    note = "'; DROP TABLE checklist; --" + "长" * 3000
    say(store, note=note, evidence=("../../etc/passwd", PAPER))
    record = store.task_states(AREA, 2025)["study", "东关"]
    assert (record.note, record.file_name) == (note, "../../etc/passwd")


def test_times_keep_their_zone(store):
    with store.writing(AREA) as writing:
        writing.say_of_task("study", "东关", 2025, TaskState.DONE, "", "张三", NOW + timedelta(hours=1))
    assert store.task_states(AREA, 2025)["study", "东关"].at == NOW + timedelta(hours=1)


def test_people_who_write_at_once_each_get_a_version_of_their_own(store):
    with ThreadPoolExecutor(4) as pool:
        versions = list(pool.map(lambda n: say(store, note=f"第{n}次"), range(12)))
    history = store.task_history(AREA, "study", "东关", 2025)
    assert sorted(versions) == list(range(1, 13))
    assert [record.version for record in history] == list(range(12, 0, -1))
    assert store.task_states(AREA, 2025)["study", "东关"] == history[0]
