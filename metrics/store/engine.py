"""Connecting: how a database is opened, how its transactions begin, how long a writer waits."""

from __future__ import annotations

from typing import Any

from alembic.util import CommandError
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError

from metrics.model import ProductError
from metrics.store.migrate import migrate

BUSY_SECONDS = 10.0
_BUSY_WORDS = ("locked", "busy", "lock timeout", "deadlock")


def open_engine(url: str) -> Engine:
    """Create or upgrade the database behind a SQLAlchemy URL. Raises StoreBusy, ProductError."""
    try:
        engine = create_engine(url)
    except ArgumentError as error:
        raise ProductError("数据库地址写得不对，请检查 METRICS_DATABASE_URL。") from error
    except ImportError as error:
        raise ProductError(f"缺少连接这种数据库的驱动程序 {error.name}，请先安装。") from error
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _sqlite_manners)
        event.listen(engine, "begin", _sqlite_begin)
    else:
        event.listen(engine, "begin", _postgresql_begin)
    where = engine.url.render_as_string(hide_password=True)
    try:
        migrate(engine)
    except CommandError as error:
        raise ProductError(f"数据库 {where} 是更新的版本建立的，请用新版程序打开。") from error
    except (OSError, DBAPIError) as error:
        raise ProductError(f"数据库 {where} 打不开：请检查地址和权限，文件是否损坏。") from error
    return engine


def is_busy(error: OperationalError) -> bool:
    """Whether another writer held the database for too long; judged without the statement's own values."""
    return any(word in str(error.orig) for word in _BUSY_WORDS)


def _sqlite_manners(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # transactions are begun by _sqlite_begin, not by the driver's guess
    cursor = connection.cursor()
    for pragma in (
        f"busy_timeout={int(BUSY_SECONDS * 1000)}",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "cache_size=-65536",  # 64 MB: a large workbook is written once, not spilled page by page
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _sqlite_begin(connection: Connection) -> None:
    # A writer takes the lock at once: one that first reads and then writes would fail instead of waiting.
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _postgresql_begin(connection: Connection) -> None:
    # Writers of one jurisdiction queue at its row, whose revision each raises first.
    if connection.get_execution_options().get("writes"):
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = {int(BUSY_SECONDS * 1000)}")
