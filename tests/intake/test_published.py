"""A published table, read as it was published: two halves side by side, first heading blank."""

import io
from pathlib import Path

import openpyxl

from metrics.model import Enforcement, Layout, Unit, UnitKind
from tests.intake.workbooks import read, said, saved

DATA = (Path(__file__).parent / "data" / "hubei_2020.xlsx").read_bytes()

# 2020年度湖北省行政复议和行政应诉案件数据统计（2020年12月30日公布），表1：收案数、受理数
PUBLISHED = {
    "省人社厅": (132, 118),
    "省自然资源厅": (115, 38),
    "省司法厅": (43, 31),
    "市场监督管理局": (33, 23),
    "省公安厅": (25, 20),
    "省生态环境厅": (8, 6),
    "省卫健委": (7, 5),
    "省发改委": (6, 4),
    "省交通厅": (3, 3),
    "省公共资源交易监督管理局": (2, 2),
    "省财政厅": (2, 0),
}
UNITS = tuple(
    Unit("420000", name, name, name, UnitKind.DEPARTMENT, Enforcement.FULL, i)
    for i, name in enumerate(PUBLISHED)
)


def test_the_published_table_gives_the_published_figures():
    submission = read(DATA, "hubei_2020.xlsx", units=UNITS)
    found: dict[str, dict[str, int | None]] = {}
    for fact in submission.facts():
        found.setdefault(fact.unit, {})[fact.measure] = fact.value
    assert {
        unit: (row["review_applications"], row["review_accepted"]) for unit, row in found.items()
    } == PUBLISHED
    assert (submission.form, submission.layout, submission.periods) == (
        "annual_review",
        Layout.SUMMARY,
        ("2020Y",),
    )
    assert said(submission) == []
    assert submission.can_count


def test_its_total_on_the_right_is_checked_against_both_halves():
    made = openpyxl.load_workbook(io.BytesIO(DATA))
    made[made.sheetnames[0]]["E8"] = 377
    submission = read(saved(made), "hubei_2020.xlsx", units=UNITS)
    (finding,) = [f for f in submission.findings if f.code == "total_differs"]
    assert (finding.cell, finding.found, finding.expected) == ("E8", "377", "376")
