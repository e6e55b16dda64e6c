"""Intake of a workbook of 100,000 rows and 16 columns, and of a usual one, against bare readers."""

from __future__ import annotations

import io
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import elsewhere, measure

ROWS = 100_000


def calamine_alone(path: str) -> Iterator[None]:
    """The floor: bytes → Python lists, nothing understood."""
    from python_calamine import CalamineWorkbook

    data = Path(path).read_bytes()
    yield
    CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
    yield


def pandas_default(path: str) -> Iterator[None]:
    import pandas as pd

    data = Path(path).read_bytes()
    yield
    pd.read_excel(io.BytesIO(data), header=1)
    yield


def ours(path: str, database: str) -> Iterator[None]:
    """Bytes → checked facts in the store: reading with every rule, and keeping."""
    from metrics import catalogue, intake
    from metrics.model import Context
    from metrics.store import Store

    content = Path(path).read_bytes()
    definitions = catalogue.load()
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(database, f"{folder}/bench.db")
        store = Store.open(f"sqlite:///{folder}/bench.db")
        (area,) = store.jurisdictions()
        context = Context(units=store.units(area))
        yield
        submission = intake.read(content, "汇总表.xlsx", definitions, context)
        with store.writing(area) as writing:
            writing.keep(submission, content, "测试", datetime.now(UTC))
        yield
        if not submission.can_count or len(submission.units) != ROWS:
            raise RuntimeError(f"not read as meant: {submission.findings[:3]}")
        store.close()


def run() -> None:
    from benchmarks import data as made

    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder, "large.xlsx"))
        made.large_workbook(Path(path), ROWS)
        database = str(Path(folder, "units.db"))
        made.only_units(f"sqlite:///{database}", ROWS)
        (floor, floor_memory), (mine, mine_memory) = measure.in_turn(
            [("benchmarks.intake:calamine_alone", path), ("benchmarks.intake:ours", path, database)]
        )
        theirs, their_memory = measure.in_child("benchmarks.intake:pandas_default", path, rounds=1)
        small = str(Path(folder, "small.xlsx"))
        made.large_workbook(Path(small), elsewhere.MOST_ROWS)
        told = elsewhere.summary_plan(
            Path(folder, "plan.json"), made.summary_measures(), made.units(elsewhere.MOST_ROWS)
        )
        checked, checked_memory = measure.in_child("benchmarks.elsewhere:frictionless", small, told, rounds=1)
        checked *= ROWS / elsewhere.MOST_ROWS
    measure.table(
        f"读入 {ROWS:,} 行 × 16 列（目标：不超过 calamine 的 2.0 倍时间、2 倍内存；比 pandas 默认快 5 倍以上）",
        ("做法", "秒", "为 calamine 的倍数", "读入时增加的内存 MB", "为 calamine 的倍数"),
        [
            ("python-calamine 只读成列表", floor, 1.0, floor_memory, 1.0),
            ("本产品：字节 → 检查过并入库", mine, mine / floor, mine_memory, mine_memory / floor_memory),
            ("pandas.read_excel 默认引擎", theirs, theirs / floor, their_memory, their_memory / floor_memory),
            (
                f"frictionless validate，同样的检查（{elsewhere.MOST_ROWS:,} 行，时间按行数折算）",
                checked,
                checked / floor,
                checked_memory,
                "",
            ),
            ("pandas 为本产品的倍数", theirs / mine, "", "", ""),
            ("frictionless 为本产品的倍数", checked / mine, "", "", ""),
        ],
    )
    _usual()


def _usual() -> None:
    measure.table(
        "读入平常的工作簿（目标：500 行以内不超过 150 毫秒）",
        ("大小", "本产品 毫秒", "openpyxl 只打开 毫秒", "倍数"),
        [_usual_row(size) for size in (50, 500)],
    )


def _usual_row(size: int) -> tuple[object, ...]:
    import openpyxl

    from benchmarks import data as made
    from metrics import catalogue, intake
    from metrics.model import Context

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "usual.xlsx")
        made.large_workbook(path, size)
        content = path.read_bytes()
    context = Context(units=made.units(size))
    mine = measure.seconds(lambda: intake.read(content, "汇总表.xlsx", catalogue.load(), context))
    bare = measure.seconds(lambda: openpyxl.load_workbook(io.BytesIO(content)))
    return f"{size} 行", mine * 1000, bare * 1000, mine / bare
