"""Valid figures, laid out in any way that is known, with any habits together, in any format, read back as they
were; and cases in a ledger of any clerk are counted as they happened."""

from __future__ import annotations

import io
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import xlwt
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics import catalogue
from metrics.catalogue import Column
from metrics.model import CellState, Submission, Unit
from metrics.periods import Period
from tests.intake import other_formats as other
from tests.intake.habits.making import beside, ods_book, stacked
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


def stacked_groups(figures: Figures) -> Sheets:
    """Towns above, departments below, each with a header of its own."""
    period = figures.periods[0]
    figures.habits -= {"合计"}
    parts = [part for part in (figures.units[::2], figures.units[1::2]) if part]
    return {"汇总": dressed(figures, period, stacked(*(body(figures, part, period) for part in parts)))}


def stacked_measures(figures: Figures) -> Sheets:
    """All units with some of the measures, and below it all units with the others."""
    period, columns = figures.periods[0], figures.columns
    half = max(len(columns) // 2, 2)
    if len(columns) - half < 2:
        return summary(figures)
    rows: list[Rows] = []
    for some in (columns[:half], columns[half:]):
        figures.columns = some
        rows.append(body(figures, figures.units, period))
    return {"汇总": dressed(figures, period, stacked(*rows))}


def transposed_summary(figures: Figures) -> Sheets:
    """Units across, measures down."""
    period = figures.periods[0]
    figures.habits -= {"跨页表头", "空行", "左边空列"}
    rows = body(figures, figures.units, period)
    width = max(map(len, rows))
    turned = [
        list(column) for column in zip(*([*row, *[None] * (width - len(row))] for row in rows), strict=True)
    ]
    return {"汇总": dressed(figures, period, turned)}


LAYOUTS: dict[str, tuple[Callable[[Figures], Sheets], bool]] = {  # layout, whether of several quarters
    "汇总表": (summary, False),
    "左右两栏": (side_by_side, False),
    "上下分组": (stacked_groups, False),
    "上下分项": (stacked_measures, False),
    "行列转置": (transposed_summary, False),
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


@settings(max_examples=300, deadline=None)
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


# Ledgers: cases → rows written in any way; counted again by plain loops


@dataclass(frozen=True)
class Case:
    """One case before one court, as it happened."""

    number: int
    units: tuple[Unit, ...]
    second: bool
    filed: date
    heard: date | None
    attended: str  # “chief”, “deputy”, “no”
    lost: bool
    closed: date | None


def counted(cases: Sequence[Case], period: Period) -> Truth:
    """The measures, by the rules of indicators.md, in the plainest way."""
    found: Truth = {}
    for case in cases:
        for unit in case.units:
            heard = case.heard is not None and period.start <= case.heard <= period.end
            closed = case.closed is not None and period.start <= case.closed <= period.end
            adds = {
                "litigation_new_cases": not case.second and period.start <= case.filed <= period.end,
                "litigation_closed": not case.second and closed,
                "litigation_lost": not case.second and closed and case.lost,
                "hearings_held": heard,
                "leader_attended": heard and case.attended != "no",
                "chief_attended": heard and case.attended == "chief",
            }
            for measure, counts in adds.items():
                key = (unit.code, period.key, measure)
                found[key] = (found.get(key) or 0) + counts
    return found


DATES = (
    "{:%Y-%m-%d}",
    "{0.year}.{0.month}.{0.day}",
    "{0.year}/{0.month}/{0.day}",
    "{:%Y%m%d}",
    "{0.year}年{0.month}月{0.day}日",
)
LEDGER_HABITS = {
    "日期花样",
    "日期格式",
    "案号花样",
    "出庭花样",
    "单位简称别名",
    "列名同义词",
    "同案重复",
    "空行",
    "合计",
    "乱序",
}
BRACKETS = ("（{}）", "({})", "〔{}〕", "[{}]", "【{}】", "﹝{}﹞")


@dataclass
class Clerk:
    """Somebody who writes a ledger, with habits."""

    random: random.Random
    habits: set[str]

    def any_of(self, choices: Sequence[object]) -> object:
        return self.random.choice(choices)

    def day(self, day: date | None) -> object:
        if day is None:
            return self.any_of((None, "—", "")) if "日期花样" in self.habits else None
        if "日期花样" in self.habits:
            return str(self.any_of(DATES)).format(day)
        return day if "日期格式" in self.habits else day.isoformat()

    def number(self, case: Case) -> str:
        year, kind = "2025", "终" if case.second else "初"
        if "案号花样" not in self.habits:
            return f"（{year}）陕7101行{kind}{case.number}号"
        written = (
            f"{str(self.any_of(BRACKETS)).format(year)}陕7101行{kind}{self.any_of(('', '第'))}{case.number}号"
        )
        written = str(self.any_of((written, " ".join(written), f"{written}\n")))
        return written.translate(FULL_WIDTH) if self.random.random() < 0.3 else written

    def attended(self, case: Case) -> tuple[object, object]:
        """Whether a leader was there, and whether it was the chief."""
        if case.heard is None:
            return self.any_of(("未开庭", "书面审理")) if "出庭花样" in self.habits else "未开庭", None
        if "出庭花样" not in self.habits:
            return (
                ("否", None)
                if case.attended == "no"
                else ("是", "正职" if case.attended == "chief" else "副职")
            )
        if case.attended == "no":
            return self.any_of(("否", "×", "未出庭", "仅委托律师出庭")), None
        mark = self.any_of(("是", "√", "已出庭", "负责人出庭"))
        return mark, self.any_of(
            ("正职", "一把手") if case.attended == "chief" else ("副职", "分管负责人", "副职负责人")
        )

    def units(self, case: Case) -> str:
        short = "单位简称别名" in self.habits
        names = [
            str(self.any_of((u.name, u.short_name, *u.aliases))) if short else u.name for u in case.units
        ]
        return str(self.any_of(("、", "；", "\n") if short else ("、",))).join(names)

    def row(self, case: Case) -> list[object]:
        attended, chief = self.attended(case)
        result = "未结" if case.closed is None else ("撤销" if case.lost else "驳回诉讼请求")
        if case.second and case.closed is not None:
            result = "维持原判"
        days = [self.day(day) for day in (case.filed, case.heard, case.closed)]
        return [self.number(case), self.units(case), *days[:2], attended, chief, result, days[2]]


FIELDS = (
    "案号",
    "被告单位",
    "立案日期",
    "开庭日期",
    "负责人是否出庭",
    "是否主要负责人",
    "裁判结果",
    "裁判日期",
)


@st.composite
def ledgers(draw: Draw) -> tuple[str, bytes, Truth]:
    """(what it is, bytes, what it counts)"""
    days = st.dates(date(2025, 4, 1), date(2025, 9, 30))
    cases = []
    for number in range(1, draw(st.integers(1, 6)) + 1):
        filed, heard, closed = sorted(draw(st.lists(days, min_size=3, max_size=3)))
        units = draw(st.lists(st.sampled_from(UNITS), min_size=1, max_size=2, unique=True))
        attended = draw(st.sampled_from(("chief", "deputy", "no"))) if len(units) == 1 else "no"
        cases.append(
            Case(
                *(number, tuple(units), draw(st.booleans()), filed),
                heard if draw(st.integers(0, 3)) else None,
                attended,
                draw(st.booleans()) if len(units) == 1 else False,
                closed if draw(st.integers(0, 3)) else None,
            )
        )
    clerk = Clerk(
        draw(st.randoms(use_true_random=False)), draw(st.sets(st.sampled_from(sorted(LEDGER_HABITS))))
    )
    rows = [clerk.row(case) for case in cases]
    if "同案重复" in clerk.habits:
        rows.append(clerk.row(cases[0]))
    if "乱序" in clerk.habits:
        clerk.random.shuffle(rows)
    form = catalogue.load().forms["litigation_ledger"]
    header = [
        clerk.any_of(next(f.names for f in form.fields if f.name == name))
        if "列名同义词" in clerk.habits
        else name
        for name in FIELDS
    ]
    order = (
        clerk.random.sample(range(len(FIELDS)), len(FIELDS)) if "乱序" in clerk.habits else range(len(FIELDS))
    )
    sheet = [["2025年第三季度行政诉讼案件台账"], [header[c] for c in order]]
    for row in rows:
        sheet += [[row[c] for c in order], *([[]] if "空行" in clerk.habits else [])]
    if "合计" in clerk.habits:
        sheet.append(["合计", *[None] * (len(FIELDS) - 2), len(cases)])
    plain = [[str(v) if isinstance(v, date) else v for v in row] for row in sheet]
    writers = {
        "xlsx": lambda: xlsx(sheet),
        **{kind: lambda kind=kind: SINGLE[kind](plain) for kind in SINGLE},
    }
    writers |= {"ods": lambda: ods_book({"台账": plain}), "xls": lambda: _xls({"台账": plain})}
    kind = draw(st.sampled_from(sorted(writers)))
    told = f"{kind}，{sorted(clerk.habits)}"
    return told, writers[kind](), counted(cases, Period(2025, 3))


@settings(max_examples=200, deadline=None)
@given(ledgers())
def test_a_ledger_written_by_anybody_is_counted_as_plain_loops_count_its_cases(
    made: tuple[str, bytes, Truth],
):
    _, data, truth = made
    submission = read(data, "台账")
    facts = {key: value for key, value in facts_of(submission).items() if key in truth or value}
    assert {key: value for key, value in facts.items() if key[2] in {m for *_, m in truth}} == truth
    assert set(said(submission)) <= {"ledger_choice_blank", "ledger_per_unit"}
    assert submission.can_count
