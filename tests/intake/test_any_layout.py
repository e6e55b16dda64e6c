"""Valid figures, laid out in any way that is known, with any habits together, in any format, read back as they were."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence

import xlwt
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics import catalogue
from metrics.catalogue import Column
from metrics.model import CellState, Submission, Unit
from metrics.periods import Period
from tests.intake import other_formats as other
from tests.intake.habits.making import beside, ods_book
from tests.intake.workbooks import UNITS, Rows, read, said, text, xlsx

MEASURES = catalogue.load().measures
COLUMNS = [column for column in catalogue.load().forms["quarterly"].columns if column.blank]
FULL_WIDTH = str.maketrans("0123456789,", "０１２３４５６７８９，")
Truth = dict[tuple[str, str, str], int | None]  # (unit, period, measure) → count; None is “不适用”
Sheets = Mapping[str, Rows]
Draw = st.DrawFn


class Figures:
    """What the department means to say, and the habits with which it says it.

    choose: one of the habits offered, drawn anew at each place, so that any of them meet.
    """

    def __init__(self, draw: Draw, periods: Sequence[Period]) -> None:
        self._random = draw(st.randoms(use_true_random=False))
        self.habits = draw(st.sets(st.sampled_from(sorted(HABITS))))
        self.units = draw(st.lists(st.sampled_from(UNITS), min_size=1, max_size=4, unique=True))
        self.columns = draw(st.permutations(COLUMNS))[: draw(st.integers(3, len(COLUMNS)))]
        self.periods = periods
        self.truth: Truth = {}
        for unit in self.units:
            for period in periods:
                for column in self.columns:
                    self._count(unit, period, column)

    def _count(self, unit: Unit, period: Period, column: Column) -> int:
        key = (unit.code, period.key, column.measure)
        if key not in self.truth:
            wholes = [c for c in self.columns if c.measure in MEASURES[column.measure].part_of]
            most = min([self._count(unit, period, whole) for whole in wholes], default=2000)
            self.truth[key] = self._random.choice((0, self._random.randint(0, most), min(most, 3)))
        return self.truth[key] or 0

    def has(self, habit: str) -> bool:
        return habit in self.habits

    def any_of(self, choices: Sequence[object]) -> object:
        return self._random.choice(choices)

    def cell(self, unit: Unit, period: Period, column: Column) -> object:
        """The count as somebody writes it."""
        value = self.truth[unit.code, period.key, column.measure]
        if not self.has("数字花样"):
            return value
        ways = [value, str(value), f"{value}件", f" {value} ", f"{value:,}", str(value).translate(FULL_WIDTH)]
        ways += (
            ["无", "零", "0件", "没有"]
            if value == 0
            else [f"{value}\n", f"{value:,}件".translate(FULL_WIDTH)]
        )
        return self.any_of(ways)

    def head(self, column: Column) -> str:
        name = MEASURES[column.measure].name
        if self.has("列名同义词"):
            name = str(self.any_of((name, *column.names)))
        return str(self.any_of(_dressed(name))) if self.has("列名花样") else name

    def name(self, unit: Unit) -> str:
        if not self.has("单位简称别名"):
            return unit.name
        name = str(self.any_of((unit.name, unit.short_name, *unit.aliases)))
        return str(self.any_of((name, " ".join(name), f" {name}", f"　{name}\n", f"{name}\u200b")))

    def title(self, period: Period) -> str:
        n, months = "一二三四"[period.number - 1], f"{period.number * 3 - 2}—{period.number * 3}月"
        return str(
            self.any_of(
                (
                    f"汉台区{period.year}年第{n}季度法治政府建设指标汇总表",
                    f"{period.year}年{n}季度报表",
                    f"{period.key}",
                    f"{period.year}年{months}报表",
                    f"{period.year}年第{period.number}季度".translate(FULL_WIDTH),
                )
            )
        )


HABITS = {
    "数字花样",
    "列名同义词",
    "列名花样",
    "单位简称别名",
    "空行",
    "合计",
    "序号",
    "表题多行",
    "脚注签字",
}
HABITS |= {"左边空列", "跨页表头", "备注列"}


def _dressed(name: str) -> list[str]:
    half = len(name) // 2
    return [
        name,
        f"{name}（件）",
        f"{name[:half]}\n{name[half:]}",
        f" {name} ",
        f"{name[:half]} {name[half:]}",
    ]


def body(figures: Figures, units: Sequence[Unit], period: Period) -> Rows:
    """Header and rows of a summary, without its title."""
    serial, left = figures.has("序号"), [None] * (2 if figures.has("左边空列") else 0)
    header: list[object] = [
        *left,
        *(["序号"] if serial else []),
        figures.any_of(("单位", "单位名称", "填报单位")),
    ]
    header += [figures.head(column) for column in figures.columns]
    header += ["备注"] if figures.has("备注列") else []
    rows: list[list[object]] = [header]
    for n, unit in enumerate(units, 1):
        cells = [figures.cell(unit, period, column) for column in figures.columns]
        notes = [figures.any_of((None, "系列案"))] if figures.has("备注列") else []
        rows.append([*left, *([n] if serial else []), figures.name(unit), *cells, *notes])
        if figures.has("空行"):
            rows.append([])
        if figures.has("跨页表头") and n < len(units):
            rows.append(header)
    if figures.has("合计"):
        sums = [
            sum(figures.truth[u.code, period.key, c.measure] or 0 for u in units) for c in figures.columns
        ]
        rows.append([*left, *([None] if serial else []), figures.any_of(("合计", "合 计", "总计")), *sums])
    return rows


def dressed(figures: Figures, period: Period, rows: Rows) -> Rows:
    """With the title above and the notes below."""
    title = [[figures.title(period)], *([[], [None, "单位：件"]] if figures.has("表题多行") else [])]
    notes = (
        [[], ["注：数据截至季末。"], ["填表人：张三", None, "审核人：李四"]]
        if figures.has("脚注签字")
        else []
    )
    return [*title, *rows, *notes]


def unit_rows(figures: Figures, unit: Unit) -> Rows:
    """The unit's own form: measures down, quarters across."""
    one_year = f"{figures.periods[0].year}年"
    rows: list[list[object]] = [[f"{one_year}法治政府建设指标报表"], [f"填报单位：{figures.name(unit)}"]]
    rows += [[]] if figures.has("表题多行") else []
    rows.append(["数据项", *(figures.any_of((p.label, p.key, p.label[5:])) for p in figures.periods)])
    for column in figures.columns:
        rows.append([figures.head(column), *(figures.cell(unit, p, column) for p in figures.periods)])
    return rows


# Layouts: figures → sheets. Of summaries the first period only, where there is no sheet for each.


def summary(figures: Figures) -> Sheets:
    period = figures.periods[0]
    return {"汇总": dressed(figures, period, body(figures, figures.units, period))}


def side_by_side(figures: Figures) -> Sheets:
    period = figures.periods[0]
    figures.habits -= {"合计", "左边空列"}  # a total on one side stands for both, and so for neither
    parts = [part for part in (figures.units[::2], figures.units[1::2]) if part]
    return {"汇总": dressed(figures, period, beside(*(body(figures, part, period) for part in parts)))}


def sheet_per_unit(figures: Figures) -> Sheets:
    period = figures.periods[0]
    return {u.short_name: dressed(figures, period, body(figures, [u], period)) for u in figures.units}


def sheet_per_quarter(figures: Figures) -> Sheets:
    return {
        figures.periods[n].label: dressed(figures, period, body(figures, figures.units, period))
        for n, period in enumerate(figures.periods)
    }


def form_per_unit(figures: Figures) -> Sheets:
    return {unit.short_name: unit_rows(figures, unit) for unit in figures.units}


LAYOUTS: dict[str, tuple[Callable[[Figures], Sheets], bool]] = {  # layout, whether of several quarters
    "汇总表": (summary, False),
    "左右两栏": (side_by_side, False),
    "一单位一页": (sheet_per_unit, False),
    "一季度一页": (sheet_per_quarter, True),
    "单位表": (form_per_unit, True),
}


# Formats: sheets → bytes


def _xls(sheets: Sheets) -> bytes:
    made = xlwt.Workbook(encoding="utf-8")
    for name, rows in sheets.items():
        sheet = made.add_sheet(name)
        for r, row in enumerate(rows):
            for c, value in enumerate(row):
                if value is not None:
                    sheet.write(r, c, value)
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


MANY: dict[str, Callable[[Sheets], bytes]] = {
    "xlsx": lambda sheets: xlsx(*sheets.values(), names=list(sheets)),
    "xls": _xls,
    "ods": ods_book,
    "mhtml": lambda sheets: other.mhtml(*map(other.html, sheets.values()), names=list(sheets)),
}
SINGLE: dict[str, Callable[[Rows], bytes]] = {
    "xls 95": other.biff5,
    "xlsb": other.xlsb,
    "csv gbk": lambda rows: text(rows).encode("gb18030"),
    "csv utf-16": lambda rows: text(rows).encode("utf-16"),
    "csv 分号": lambda rows: text(rows, ";").encode("utf-8-sig"),
    "tsv": lambda rows: text(rows, "\t").encode("gb18030"),
    "html": lambda rows: other.html(rows).encode("gb18030"),
    "xml": lambda rows: other.spreadsheet_xml(rows).encode(),
}


@st.composite
def sent(draw: Draw) -> tuple[str, bytes, Truth]:
    """(what it is, bytes, what it says)"""
    layout = draw(st.sampled_from(sorted(LAYOUTS)))
    lay_out, several = LAYOUTS[layout]
    quarters = sorted(draw(st.sets(st.integers(1, 4), min_size=1, max_size=3))) if several else [3]
    figures = Figures(draw, [Period(2025, n) for n in quarters])
    sheets = lay_out(figures)
    formats = sorted({*MANY, *(SINGLE if len(sheets) == 1 else ())})
    kind = draw(st.sampled_from(formats))
    data = MANY[kind](sheets) if kind in MANY else SINGLE[kind](next(iter(sheets.values())))
    return f"{layout}，{kind}，{sorted(figures.habits)}", data, figures.truth


def facts_of(submission: Submission) -> Truth:
    return {(f.unit, f.period, f.measure): f.value for f in submission.facts()}


@settings(max_examples=500, deadline=None)
@given(sent())
def test_whatever_the_layout_the_habits_and_the_format_the_figures_are_what_was_meant(
    made: tuple[str, bytes, Truth],
):
    _, data, truth = made
    submission = read(data, "报表")
    assert facts_of(submission) == truth
    assert said(submission) == []
    assert submission.can_count
    assert all(fact.state is not CellState.MISSING for fact in submission.facts())
