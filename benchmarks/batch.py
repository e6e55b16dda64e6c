"""A hundred usual workbooks at once, as the bureau zips them; and how quickly pages answer meanwhile."""

from __future__ import annotations

import io
import os
import random
import statistics
import tempfile
import threading
import time
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from benchmarks import data as made
from benchmarks import measure
from metrics import catalogue
from metrics.intake.blank.form_writer import blank_form
from metrics.tasks import batch, reading, workspace

FILES = 100
FEW = 10  # of them for frictionless
PERIOD = made.PERIOD.next()
SHELL = str(Path(__file__).parent.parent / "pages" / "shell.py")


def usual_workbooks(folder: Path) -> None:
    """The quarterly form of each unit, filled in; every fourth saved as .xls."""
    form, known, draw = catalogue.load().forms["quarterly"], catalogue.load(), random.Random(4)
    measures = [column.measure for column in form.columns if column.blank]
    for n, unit in enumerate(made.units(FILES)):
        book = openpyxl.load_workbook(io.BytesIO(blank_form(form, unit, PERIOD, known, {})))
        sheet = book.worksheets[0]
        counts = made.consistent(measures, draw)
        for cell, count in zip(_open_cells(sheet), counts, strict=True):
            sheet[cell] = count
        if n % 4:
            book.save(folder / f"{n:03d}.xlsx")
        else:
            _save_as_xls(sheet, folder / f"{n:03d}.xls")


def _open_cells(sheet: Worksheet) -> list[str]:
    """The cells of counts that are to be filled in, parts and wholes alike; not the tick below them."""
    found = [
        cell.coordinate
        for row in sheet.iter_rows()
        for cell in row
        if not cell.protection.locked and cell.value is None
    ]
    return found[:-1]


def _save_as_xls(sheet: Worksheet, path: Path) -> None:
    import xlwt

    made_again = xlwt.Workbook(encoding="utf-8")
    other = made_again.add_sheet(sheet.title)
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value is not None and not str(cell.value).startswith("="):
                other.write(cell.row - 1, cell.column - 1, cell.value)
    made_again.save(str(path))


def zipped(folder: Path) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for path in sorted(folder.glob("*.xls*")):
            archive.write(path, path.name)
    return buffer.getvalue()


def calamine_alone(folder: str) -> Iterator[None]:
    from python_calamine import CalamineWorkbook

    contents = [path.read_bytes() for path in sorted(Path(folder).glob("*.xls*"))]
    yield
    for content in contents:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        for name in book.sheet_names:
            book.get_sheet_by_name(name).to_python()
    yield


def pandas_default(folder: str) -> Iterator[None]:
    """Only the .xlsx: its reader for .xls is not among what this project installs."""
    import pandas as pd

    contents = [path.read_bytes() for path in sorted(Path(folder).glob("*.xlsx"))]
    yield
    for content in contents:
        pd.read_excel(io.BytesIO(content), sheet_name=None)
    yield


def frictionless(folder: str) -> Iterator[None]:
    """What it can say of a form with measures down the sheet: each value required, a whole number from 0."""
    from frictionless import Dialect, Resource, Schema
    from frictionless.formats import ExcelControl

    paths = sorted(Path(folder).glob("*.xlsx"))[:FEW]
    sheets = [openpyxl.load_workbook(path, read_only=True).sheetnames[0] for path in paths]
    schema = {"fields": [{"name": "本季度", "type": "integer", "constraints": {"minimum": 0}}]}
    yield
    for path, sheet in zip(paths, sheets, strict=True):
        Resource(
            path=path.name,
            basepath=folder,
            schema=Schema.from_descriptor(schema),
            dialect=Dialect(header_rows=[5], controls=[ExcelControl(sheet=sheet)]),
        ).validate()
    yield


def ours(folder: str, database_folder: str) -> Iterator[None]:
    """A zip of them → each read in a worker, checked and kept, as the page does it."""
    here = workspace.open_workspace(Path(database_folder))
    content = zipped(Path(folder))
    desk = reading.desk(Path(database_folder))
    desk.start()
    warm = [(path.name, path.read_bytes()) for path in sorted(Path(folder).glob("*.xls*"))[:4]]
    for one in batch.open_batch(warm).files * 2:  # the app has started its workers long before
        desk.view(one.data, one.file_name)
    yield
    outcomes = list(
        batch.receive_many(here, batch.open_batch([("季报.zip", content)]).files, "测试", _now, None)
    )
    yield
    wrong = [one for one in outcomes if one.submission is None or not one.submission.can_count]
    if len(outcomes) != FILES or wrong:
        raise RuntimeError(f"not read as meant: {wrong[:1]}")
    reading.close()


def _now() -> datetime:
    return datetime.now(UTC)


def run() -> None:
    with tempfile.TemporaryDirectory() as folder:
        files = Path(folder, "files")
        files.mkdir()
        usual_workbooks(files)
        xlsx = len(list(files.glob("*.xlsx")))
        floor, floor_memory = measure.in_child("benchmarks.batch:calamine_alone", str(files))
        runs = []
        for n in range(3):  # a store of its own each time: what was kept before is not kept again
            store = Path(folder, f"store{n}")
            store.mkdir()
            made.only_units(f"sqlite:///{store}/metrics.db", FILES)
            runs.append(measure.in_child("benchmarks.batch:ours", str(files), str(store), rounds=1))
        mine = statistics.median(taken for taken, _ in runs)
        mine_memory = max(memory for _, memory in runs)
        theirs, their_memory = measure.in_child("benchmarks.batch:pandas_default", str(files), rounds=1)
        theirs *= FILES / xlsx
        checked, checked_memory = measure.in_child("benchmarks.batch:frictionless", str(files), rounds=1)
        checked *= FILES / FEW
        measure.table(
            f"一次上传 {FILES} 份平常的工作簿（目标：两核不超过 4 秒；本机 {os.cpu_count()} 核）",
            ("做法", "秒", "为 calamine 的倍数", "主进程增加的内存 MB"),
            [
                ("python-calamine 只读成列表", floor, 1.0, floor_memory),
                ("本产品：zip → 逐份检查过并入库", mine, mine / floor, mine_memory),
                (
                    f"pandas.read_excel 默认引擎（{xlsx} 份 .xlsx，折算）",
                    theirs,
                    theirs / floor,
                    their_memory,
                ),
                (
                    f"frictionless validate，只查整数和非负（{FEW} 份，折算）",
                    checked,
                    checked / floor,
                    checked_memory,
                ),
                ("pandas 为本产品的倍数", theirs / mine, "", ""),
                ("frictionless 为本产品的倍数", checked / mine, "", ""),
            ],
        )
        _pages(files, Path(folder, "app"))


def _pages(files: Path, data: Path) -> None:
    """The script of a page, run again and again in the process that takes in the batch."""
    from streamlit.testing.v1 import AppTest

    data.mkdir()
    made.district(f"sqlite:///{data}/metrics.db", FILES, 8).store.close()
    os.environ["METRICS_DATA_DIR"] = str(data)
    app = AppTest.from_file(SHELL, default_timeout=120).run()
    if app.exception:
        raise RuntimeError(app.exception[0].message)
    here = workspace.open_workspace(data)
    reading.desk(data).start()
    alone = [_rerun(app) for _ in range(10)]
    content = zipped(files)

    def take_in() -> None:
        for _ in batch.receive_many(
            here, batch.open_batch([("季报.zip", content)]).files, "测试", _now, None
        ):
            pass

    worker = threading.Thread(target=take_in)
    worker.start()
    during = []
    while worker.is_alive():
        during.append(_rerun(app))
        time.sleep(0.05)
    worker.join()
    reading.close()
    measure.table(
        "批量读入时总览页的响应（目标：不超过 300 毫秒）",
        ("情形", "次数", "中位 毫秒", "最慢 毫秒"),
        [
            ("没有批量读入", len(alone), statistics.median(alone) * 1000, max(alone) * 1000),
            (f"读入 {FILES} 份时", len(during), statistics.median(during) * 1000, max(during) * 1000),
        ],
    )


def _rerun(app) -> float:  # type: ignore[no-untyped-def]
    start = time.perf_counter()
    app.run()
    return time.perf_counter() - start
