"""A database of the first release goes on living; a new one looks the same as an upgraded one."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine

from metrics.model import CellState, NotAllowed, Severity
from metrics.periods import Period
from metrics.store import Store
from metrics.store.tables import metadata
from tests.factories import AREA, NOW

FIRST_RELEASE = (Path(__file__).parent / "first_release.sql").read_text(encoding="utf-8")


@pytest.fixture
def old(tmp_path: Path) -> str:
    """The address of a database that the first release filled."""
    with sqlite3.connect(tmp_path / "old.db") as plain:
        plain.executescript(FIRST_RELEASE)
    plain.close()
    return f"sqlite:///{tmp_path / 'old.db'}"


def shape(path: Path) -> list[tuple[str, str]]:
    """Every table and index as SQLite keeps it, spaces aside."""
    with sqlite3.connect(path) as plain:
        rows = plain.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name")
        found = [(name, " ".join(sql.replace("(", "( ").replace(")", " )").split())) for name, sql in rows]
    plain.close()
    return found


def test_an_upgraded_database_has_the_shape_of_a_new_one(old: str, url: str, tmp_path: Path) -> None:
    for address in (old, url):
        Store.open(address).close()
    assert shape(tmp_path / "old.db") == shape(tmp_path / "metrics.db")


def test_the_migrations_end_where_the_tables_stand(url: str) -> None:
    Store.open(url).close()
    engine = create_engine(url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_server_default": True})
        assert compare_metadata(context, metadata) == []
    engine.dispose()


def test_an_upgrade_keeps_figures_files_and_versions(old: str) -> None:
    store = Store.open(old)
    record = store.records(AREA, "quarterly", [("东关", "2025Q3")])["东关", "2025Q3"]
    assert (record.values["litigation_closed"], record.version) == (3, 1)
    assert record.state("litigation_lost") is CellState.NOT_APPLICABLE
    panel = store.panel(AREA, Period(2025, 3), Period(2025, 3), ["litigation_closed"])
    assert panel.values["litigation_closed"].tolist() == [3, 2]
    first, second = sorted(store.submissions(AREA), key=lambda receipt: receipt.id)
    assert (first.state, second.state, first.uploaded_at, first.mended_from) == (
        "draft",
        "confirmed",
        NOW,
        None,
    )
    assert store.file(AREA, second.sha256) == b"two"
    assert store.revision(AREA) == 3
    store.close()


def test_an_upgrade_puts_the_findings_into_their_classes(old: str) -> None:
    store = Store.open(old)
    found = store.findings(AREA, 1)
    assert [(f.code, f.severity) for f in found] == [
        ("negative", Severity.MANDATORY),
        ("jump", Severity.VERIFY),
        ("taken", Severity.HINT),
    ]
    assert found[1].cells == ("C4",)
    receipt = store.receipt(AREA, 1)
    assert receipt.findings == {"mandatory": 1, "strict": 0, "verify": 1, "hint": 1}
    assert receipt.unsettled == 1
    store.close()


def test_work_goes_on_after_an_upgrade(old: str) -> None:
    store = Store.open(old)
    with store.writing(AREA) as writing:
        writing.remark(2, 0, "新增三个执法中队，案件相应增加", "张三", NOW)
    assert store.remarks(AREA, 2)[0].text == "新增三个执法中队，案件相应增加"
    with pytest.raises(NotAllowed, match="必须改正"), store.writing(AREA) as writing:
        writing.confirm(1, "李四", NOW, {("东关", "2025Q3", "quarterly"): 1})
    store.close()
