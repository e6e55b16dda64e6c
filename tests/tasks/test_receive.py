"""Taking in one workbook: read apart, with what people answered and what is in force; kept whatever it is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from metrics import catalogue
from metrics.cli import main
from metrics.model import AnswerKey, DecisionKind, NotAllowed
from metrics.periods import Period
from metrics.store import Store
from metrics.tasks import load_units, reading, receive, settle, sheets
from metrics.tasks.confirm import confirm
from metrics.tasks.workspace import Workspace
from tests.intake.workbooks import UNITS, table, xlsx

AREA = "610702"
NOW = datetime(2025, 10, 8, tzinfo=UTC)
SMALL = xlsx(table(("东关街道", 4, 3, 1)))


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    store = Store.open(f"sqlite:///{tmp_path / 'metrics.db'}")
    with store.writing(AREA) as writing:
        writing.load_units("汉台区", UNITS)
    yield Workspace(store, AREA, "汉台区", catalogue.load(), False)
    store.close()


@pytest.fixture
def small_limit(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("METRICS_FILE_MB", "1")
    reading.close()
    yield
    monkeypatch.undo()
    reading.close()


def test_a_good_file_is_kept_with_what_it_says(workspace: Workspace):
    received = receive.receive(workspace, SMALL, "报表.xlsx", "张三", NOW, Period(2025, 3))
    assert received.submission.blocks[0].values["hearings_held"] == [4]
    assert workspace.store.file(AREA, received.receipt.sha256) == SMALL


def test_a_file_that_cannot_be_read_is_kept_with_the_reason(workspace: Workspace):
    received = receive.receive(workspace, b"%PDF-1.7", "报表.xlsx", "张三", NOW, None)
    assert [finding.code for finding in received.submission.findings] == ["unreadable"]
    assert "PDF" in received.submission.findings[0].found
    assert workspace.store.file(AREA, received.receipt.sha256) == b"%PDF-1.7"


def test_a_file_beyond_the_size_that_was_set_is_said_and_not_kept(workspace: Workspace, small_limit: None):
    data = bytes(2 * 1024 * 1024)
    submission = receive.check(workspace, data, "大.xlsx", None)
    assert "超过 1 MB" in submission.findings[0].found
    with pytest.raises(NotAllowed, match="没有留存"):
        receive.keep(workspace, submission, data, "张三", NOW)
    assert workspace.store.submissions(AREA) == []


def test_nothing_is_read_without_units(tmp_path: Path):
    store = Store.open(f"sqlite:///{tmp_path / 'metrics.db'}")
    with pytest.raises(NotAllowed, match="单位名录"):
        receive.check(Workspace(store, "", "", catalogue.load(), False), SMALL, "报表.xlsx", None)
    store.close()


def test_what_people_answered_is_known_to_the_reader(workspace: Workspace):
    key = AnswerKey(DecisionKind.COLUMN, "", "quarterly", "庭审数")
    with workspace.store.writing(AREA) as writing:
        writing.answer(key, "hearings_held", "开庭审理案件数", "张三", NOW)
    assert reading.Contexts(workspace).of("报表.xlsx", None).answers == {key: "hearings_held"}


def test_history_ends_before_the_quarter_that_the_file_is_about(workspace: Workspace):
    for held, quarter in enumerate("一二三", 1):
        title = f"汉台区2025年第{quarter}季度法治政府建设指标汇总表"
        data = xlsx(table(("东关街道", held, 0, 0), title=title))
        received = receive.receive(workspace, data, "报表.xlsx", "张三", NOW, None)
        number = received.receipt.id
        open_ones = settle.open_numbers(workspace, number)
        settle.explain(workspace, number, open_ones, "这几项本季度没有发生", "张三", NOW)
        confirm(workspace, received, "张三", NOW)
    contexts = reading.Contexts(workspace)
    assert contexts.of("x.xlsx", Period(2025, 3)).history["east", "hearings_held"] == (1, 2)
    assert contexts.of("2025年二季度.xlsx", None).history["east", "hearings_held"] == (1,)


def test_the_sheet_is_shown_and_a_file_that_cannot_be_read_shows_none():
    assert sheets.grids(SMALL, "报表.xlsx")[0].rows[2][0] == "东关街道"
    assert sheets.grids(b"%PDF-1.7", "报表.xlsx") == []


def test_the_list_of_units_is_read_apart_too(workspace: Workspace):
    data = "辖区代码,名称,类型\n610702,财政局,部门\n".encode("gbk")
    assert [unit.name for unit in load_units.read(workspace, data, "名录.csv").units] == ["财政局"]


def test_the_command_line_reads_checks_and_imports(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    units, good, bad = tmp_path / "units.csv", tmp_path / "好.xlsx", tmp_path / "坏.xlsx"
    units.write_text("辖区代码,辖区,名称,简称,类型\n610702,汉台区,东关街道办事处,东关街道,街道\n", "utf-8")
    good.write_bytes(SMALL)
    bad.write_bytes(SMALL[:-900])
    here = ["--data-dir", str(tmp_path)]
    assert main(["units", "load", str(units), *here]) == 0
    assert main(["check", str(good), *here]) == 0
    assert main(["check", str(bad), *here]) == 2
    assert "不完整" in capsys.readouterr().err
    assert main(["import", str(good), str(bad), *here]) == 2
    assert "好.xlsx" in capsys.readouterr().out
