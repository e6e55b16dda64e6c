"""Intake of a ledger of 100,000 cases and 16 columns, against bare readers and against frictionless."""

from __future__ import annotations

import json
import random
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from benchmarks import data as made
from benchmarks import elsewhere, measure

ROWS, UNITS = 100_000, 100
SHEET = "行政诉讼台账"
HEADER = (
    *(
        "序号",
        "案号",
        "原告",
        "被告单位",
        "案由",
        "审级",
        "审理法院",
        "立案日期",
        "开庭日期",
        "负责人是否出庭",
    ),
    *("出庭负责人姓名、职务", "是否主要负责人", "裁判结果", "裁判日期", "是否败诉", "备注"),
)
DATES = ("立案日期", "开庭日期", "裁判日期")
LOST = ("撤销", "确认违法", "责令履行")
OTHER = ("驳回诉讼请求", "驳回起诉", "撤诉")
CAUSES = ("行政处罚", "政府信息公开", "工伤认定", "行政强制", "房屋征收")
NUMBERS = ("litigation_new_cases", "litigation_closed", "litigation_lost", "hearings_held", "leader_attended")


def cases(rows: int) -> Iterator[list[object]]:
    """One row for each case, all heard and closed in the quarter, one in ten filed before it."""
    draw, first = random.Random(3), made.PERIOD.start
    for n in range(rows):
        filed = first + timedelta(days=draw.randrange(20)) - timedelta(days=90 if n % 10 == 0 else 0)
        heard = first + timedelta(days=25 + draw.randrange(20))
        closed = heard + timedelta(days=draw.randrange(1, 30))
        attended = draw.random() < 0.8
        chief = attended and draw.random() < 0.3
        lost = draw.random() < 0.15
        yield [
            *(
                n + 1,
                f"（{made.PERIOD.year}）陕7101行初{n + 1}号",
                f"王某{n % 977}",
                f"测试{n % UNITS:06d}局",
            ),
            *(draw.choice(CAUSES), "一审", "西安铁路运输法院", filed, heard, "是" if attended else "否"),
            *(f"张某{n % 31} 副局长" if attended else None, ("是" if chief else "否") if attended else None),
            *(draw.choice(LOST if lost else OTHER), closed, "败诉" if lost else "胜诉", None),
        ]


def workbook(path: Path, rows: int) -> dict[str, int]:
    """Write it; what it must be counted as, over all units."""
    import xlsxwriter

    wanted = dict.fromkeys(NUMBERS, 0)
    with xlsxwriter.Workbook(path, {"constant_memory": False}) as book:
        sheet, day = book.add_worksheet(SHEET), book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write(0, 0, f"{made.PERIOD.label}行政诉讼案件台账")
        sheet.write_row(1, 0, HEADER)
        for r, case in enumerate(cases(rows), 2):
            for c, value in enumerate(case):
                if isinstance(value, date):
                    sheet.write_datetime(r, c, datetime(value.year, value.month, value.day), day)
                elif value is not None:
                    sheet.write(r, c, value)
            filed = case[HEADER.index("立案日期")]
            wanted["litigation_new_cases"] += isinstance(filed, date) and filed >= made.PERIOD.start
            wanted["litigation_closed"] += 1
            wanted["litigation_lost"] += case[HEADER.index("是否败诉")] == "败诉"
            wanted["hearings_held"] += 1
            wanted["leader_attended"] += case[HEADER.index("负责人是否出庭")] == "是"
    return wanted


def ours(path: str, wanted: str) -> Iterator[None]:
    """Bytes → counted and checked submission."""
    from metrics import catalogue, intake
    from metrics.model import Context

    content, definitions = Path(path).read_bytes(), catalogue.load()
    context = Context(units=made.units(UNITS))
    yield
    submission = intake.read(content, "台账.xlsx", definitions, context)
    yield
    counted = dict.fromkeys(NUMBERS, 0)
    for fact in submission.facts():
        if fact.measure in counted:
            counted[fact.measure] += fact.value or 0
    if counted != json.loads(wanted) or not submission.can_count:
        raise RuntimeError(f"not counted as meant: {counted}, {submission.findings[:3]}")


def kept(path: str, database: str) -> Iterator[None]:
    """Bytes → counted, checked, and in the store with every row behind its figure."""
    from metrics import catalogue, intake
    from metrics.model import Context
    from metrics.store import Store

    content, definitions = Path(path).read_bytes(), catalogue.load()
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(database, f"{folder}/bench.db")
        store = Store.open(f"sqlite:///{folder}/bench.db")
        (area,) = store.jurisdictions()
        context = Context(units=store.units(area))
        yield
        submission = intake.read(content, "台账.xlsx", definitions, context)
        with store.writing(area) as writing:
            writing.keep(submission, content, "测试", datetime.now(UTC))
        yield
        store.close()


def plan(path: Path) -> str:
    """The same checks for frictionless: each field's kind and words, the case once, dates in their order."""
    words = {
        "被告单位": [unit.name for unit in made.units(UNITS)],
        "审级": ["一审", "二审", "再审"],
        "负责人是否出庭": ["是", "否"],
        "是否主要负责人": ["是", "否"],
        "裁判结果": [*LOST, *OTHER],
        "是否败诉": ["败诉", "胜诉"],
    }
    required = ("案号", "被告单位", "立案日期", "裁判结果", "裁判日期")
    fields = [
        {
            "name": name,
            "type": "integer" if name == "序号" else "date" if name in DATES else "string",
            "constraints": {
                **({"required": True} if name in required else {}),
                **({"unique": True} if name == "案号" else {}),
                **({"enum": words[name]} if name in words else {}),
            },
        }
        for name in HEADER
    ]
    return elsewhere.plan(path, SHEET, 2, fields, ["立案日期 <= 开庭日期", "立案日期 <= 裁判日期"])


def run() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path, small = str(Path(folder, "ledger.xlsx")), str(Path(folder, "small.xlsx"))
        wanted = workbook(Path(path), ROWS)
        workbook(Path(small), elsewhere.MOST_ROWS)
        database = str(Path(folder, "units.db"))
        made.only_units(f"sqlite:///{database}", UNITS)
        (floor, floor_memory), (mine, mine_memory), (stored, stored_memory) = measure.in_turn(
            [
                ("benchmarks.intake:calamine_alone", path),
                ("benchmarks.ledger:ours", path, json.dumps(wanted)),
                ("benchmarks.ledger:kept", path, database),
            ]
        )
        theirs, their_memory = measure.in_child("benchmarks.intake:pandas_default", path, rounds=1)
        checked, checked_memory = measure.in_child(
            "benchmarks.elsewhere:frictionless", small, plan(Path(folder, "plan.json")), rounds=1
        )
        checked *= ROWS / elsewhere.MOST_ROWS
    measure.table(
        f"读入台账 {ROWS:,} 行 × {len(HEADER)} 列（目标：全部读入不超过 calamine 的 1.6 倍时间）",
        ("做法", "秒", "为 calamine 的倍数", "读入时增加的内存 MB", "为 calamine 的倍数"),
        [
            ("python-calamine 只读成列表", floor, 1.0, floor_memory, 1.0),
            ("本产品：字节 → 清点、检查过", mine, mine / floor, mine_memory, mine_memory / floor_memory),
            ("本产品：并入库", stored, stored / floor, stored_memory, stored_memory / floor_memory),
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
