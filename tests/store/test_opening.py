"""Opening: an empty folder, an old one, several at once, and what cannot be opened."""

from __future__ import annotations

import multiprocessing
import sqlite3
import threading
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect

from metrics.model import ProductError, StoreBusy
from metrics.store import Store, engine
from metrics.store.migrate import _file_lock
from metrics.store.tables import metadata
from tests.factories import AREA, NOW, quarter, unit


def open_and_write(url: str, area: str) -> int:
    """What a second process does: open, write, say the revision."""
    store = Store.open(url)
    with store.writing(area) as writing:
        writing.load_units(f"区{area}", [unit("东关", 1, area)])
    revision = store.revision(area)
    store.close()
    return revision


def test_processes_that_open_an_empty_folder_at_once_all_succeed(url: str) -> None:
    areas = ["610702", "610703", "610721"]
    spawn = multiprocessing.get_context("spawn")
    start = spawn.Barrier(3)
    with ProcessPoolExecutor(3, spawn, initializer=start.wait) as pool:
        assert list(pool.map(open_and_write, [url] * 3, areas)) == [1, 1, 1]
    assert list(Store.open(url).jurisdictions()) == areas


def test_who_opens_during_a_migration_waits_for_its_end(url: str, tmp_path: Path) -> None:
    with ThreadPoolExecutor(1) as pool:
        with _file_lock(tmp_path / "metrics.db.migrating"):
            opening = pool.submit(Store.open, url)
            with pytest.raises(TimeoutError):
                opening.result(0.5)
        opening.result(10).close()


def test_reopening_keeps_everything(store: Store, url: str) -> None:
    read = quarter(b"one", {"东关": (3, 0), "城管局": (None, "—")})
    with store.writing(AREA) as writing:
        kept = writing.keep(read, b"one", "张三", NOW)
        writing.confirm(kept.id, "李四", NOW, {})
    keys = [("东关", "2025Q3"), ("城管局", "2025Q3")]
    before = store.units(AREA), store.records(AREA, "quarterly", keys), store.submissions(AREA)
    revision = store.revision(AREA)
    store.close()
    again = Store.open(url)
    assert (again.units(AREA), again.records(AREA, "quarterly", keys), again.submissions(AREA)) == before
    assert again.revision(AREA) == revision
    assert again.file(AREA, read.sha256) == b"one"
    again.close()


def test_opening_twice_changes_nothing_in_the_schema(store: Store, url: str, tmp_path: Path) -> None:
    def schema() -> list[tuple[str, ...]]:
        with sqlite3.connect(tmp_path / "metrics.db") as plain:
            tables = plain.execute("SELECT name, sql FROM sqlite_master ORDER BY name").fetchall()
            return tables + plain.execute("SELECT version_num FROM alembic_version").fetchall()

    before = schema()
    Store.open(url).close()
    assert schema() == before
    assert before[-1] == ("0007",)


COLUMNS = """
jurisdictions: jurisdiction name revision counted
units: jurisdiction code name short_name kind enforcement position valid_from valid_to aliases
files: jurisdiction sha256 data
submissions: jurisdiction id sha256 digest file_name form layout uploader uploaded_at state mended_from
blocks: jurisdiction submission number sheet form records_down anchors
records: jurisdiction submission unit period block line form not_applicable v00…v47
slots: jurisdiction form measure slot ledger
findings: jurisdiction submission number severity body
reports: jurisdiction unit form period version submission confirmed_by confirmed_at in_force
remarks: jurisdiction submission finding version text reviewed said_by said_at
edits: jurisdiction submission number sheet cell before after
answers: jurisdiction number kind scope form written code name said_by said_at in_force
tallies: jurisdiction submission unit period block line case_key form slots traits
traits: jurisdiction submission block number body
follow_ups: jurisdiction number unit rule period indicators proposed reason evidence
follow_up_events: jurisdiction follow_up number step level due text said_by said_at
rule_adoptions: jurisdiction number rule enabled text said_by said_at
day_arrangements: jurisdiction number day working name said_by said_at
definition_changes: jurisdiction number indicator first variant target reason said_by said_at withdrawn_by withdrawn_at
unit_changes: jurisdiction number kind before after first source said_by said_at withdrawn_by withdrawn_at
checklist: jurisdiction year task unit version state note file_name sha256 said_by said_at
"""


def test_the_migrations_make_these_tables(store: Store, url: str) -> None:
    """A change here needs a migration of its own: databases with the old columns are in use."""
    found = inspect(create_engine(url))
    values = " ".join(f"v{slot:02d}" for slot in range(48))
    wanted = dict(line.split(": ") for line in COLUMNS.strip().replace("v00…v47", values).splitlines())
    tables = set(found.get_table_names()) - {"alembic_version"}
    assert {name: " ".join(c["name"] for c in found.get_columns(name)) for name in tables} == wanted


def test_the_jurisdiction_is_the_first_column_of_every_key(store: Store, url: str) -> None:
    found = inspect(create_engine(url))
    for name in metadata.tables:
        assert found.get_pk_constraint(name)["constrained_columns"][0] == "jurisdiction", name
        for index in found.get_indexes(name):
            assert index["column_names"][0] == "jurisdiction", index
        for key in found.get_foreign_keys(name):
            assert key["constrained_columns"][0] == "jurisdiction", key


def test_the_database_is_durable_and_keeps_its_references(store: Store) -> None:
    with store._engine.connect() as connection:
        settings = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    assert settings == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 10_000}


def test_a_folder_with_a_percent_sign_is_a_folder(tmp_path: Path) -> None:
    (tmp_path / "100%的").mkdir()
    assert open_and_write(f"sqlite:///{tmp_path / '100%的' / 'metrics.db'}", AREA) == 1


def test_a_folder_that_is_not_there_is_said_in_chinese(tmp_path: Path) -> None:
    with pytest.raises(ProductError, match="打不开"):
        Store.open(f"sqlite:///{tmp_path / 'nowhere' / 'metrics.db'}")


def test_a_file_that_is_no_database_is_said_in_chinese(tmp_path: Path) -> None:
    (tmp_path / "metrics.db").write_bytes(b"this is no database at all, but long enough to be one" * 40)
    with pytest.raises(ProductError, match="打不开"):
        Store.open(f"sqlite:///{tmp_path / 'metrics.db'}")


def test_an_address_that_is_none_is_said_in_chinese() -> None:
    with pytest.raises(ProductError, match="METRICS_DATABASE_URL"):
        Store.open("metrics.db")


def test_a_database_of_a_newer_program_is_left_alone(store: Store, url: str, tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "metrics.db") as plain:
        plain.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(ProductError, match="更新的版本"):
        Store.open(url)


def test_a_second_writer_waits_for_the_first(store: Store, url: str) -> None:
    second = Store.open(url)
    inside, done = threading.Event(), threading.Event()

    def write_slowly() -> None:
        with store.writing(AREA) as writing:
            inside.set()
            assert not done.wait(0.3)
            writing.load_units("第一", [])

    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(write_slowly)
        inside.wait()
        with second.writing(AREA) as writing:
            done.set()
            writing.load_units("第二", [])
        first.result()
    assert store.jurisdictions() == {AREA: "第二"}
    assert store.revision(AREA) == 3
    second.close()


def test_a_writer_that_waits_too_long_is_told_so(
    store: Store, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "BUSY_SECONDS", 0.1)
    hasty = Store.open(url)
    with store.writing(AREA), pytest.raises(StoreBusy, match="请稍后再试"), hasty.writing(AREA):
        raise AssertionError("two writers at once")
    hasty.close()


def test_who_reads_during_a_writing_sees_the_state_before(store: Store) -> None:
    before = store.revision(AREA)
    with store.writing(AREA) as writing:
        writing.keep(quarter(b"one", {"东关": (3, 1)}), b"one", "张三", NOW)
        with ThreadPoolExecutor(1) as pool:
            assert pool.submit(store.submissions, AREA).result(5) == []
            assert pool.submit(store.revision, AREA).result(5) == before
    assert len(store.submissions(AREA)) == 1


def test_uploads_from_several_threads_all_get_a_number_of_their_own(store: Store) -> None:
    def keep(n: int) -> int:
        data = f"file {n}".encode()
        with store.writing(AREA) as writing:
            return writing.keep(quarter(data, {"东关": (n, 0)}), data, "张三", NOW).id

    before = store.revision(AREA)
    with ThreadPoolExecutor(6) as pool:
        numbers = list(pool.map(keep, range(12)))
    assert sorted(numbers) == list(range(1, 13))
    assert store.revision(AREA) == before + 12
