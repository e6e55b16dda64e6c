"""Figures written in either layout, with whatever habits, are the figures that are read."""

from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.utils.cell import coordinate_to_tuple

from metrics import catalogue
from metrics.catalogue import Column
from metrics.intake.cells import read_count
from metrics.model import CellState, Submission, Unit
from metrics.periods import Period
from tests.intake.workbooks import UNITS, read, said, text, xls, xlsx

FORM = catalogue.load().forms["quarterly"]
MEASURES = catalogue.load().measures
COLUMNS = [column for column in FORM.columns if column.blank]
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
Figures = dict[tuple[str, str, str], int | None]  # (unit, period, measure) → count; None is “不适用”


def _fitting(column: Column, wanted: dict[str, int]) -> int:
    """The wanted count, or less where it is a part of smaller ones."""
    wholes = [other for other in COLUMNS if other.measure in MEASURES[column.measure].part_of]
    return min([wanted[column.measure], *(_fitting(whole, wanted) for whole in wholes)])


@st.composite
def counts(draw: st.DrawFn) -> dict[str, int | None]:
    wanted = {column.measure: draw(st.integers(0, 1500)) for column in COLUMNS}
    found: dict[str, int | None] = {column.measure: _fitting(column, wanted) for column in COLUMNS}
    # Nothing is a part of the number of reviews of files, so a dash there leaves the rest in order.
    return {**found, "case_reviews": draw(st.none() | st.integers(0, 3))}


@st.composite
def written(draw: st.DrawFn, value: int | None) -> object:
    if value is None:
        return draw(st.sampled_from(["—", "/", "不适用", "－"]))
    spellings: list[object] = [value, float(value), str(value), f"{value}件", f" {value} ", f"{value:,}"]
    spellings += [str(value).translate(FULL_WIDTH), *(["无", "零"] if value == 0 else [])]
    return draw(st.sampled_from(spellings))


@st.composite
def called(draw: st.DrawFn, unit: Unit) -> str:
    name = draw(st.sampled_from([unit.name, unit.short_name, *unit.aliases]))
    return draw(st.sampled_from([name, " ".join(name), f" {name}\n", f"　{name}"]))


@st.composite
def summary(draw: st.DrawFn) -> tuple[list[list[object]], Figures]:
    some = draw(st.lists(st.sampled_from(UNITS), min_size=1, unique=True))
    columns = draw(st.permutations(COLUMNS))
    left: list[object] = [None] * draw(st.integers(0, 2))
    rows: list[list[object]] = [[draw(st.sampled_from(["2025年三季度汇总表", "2025Q3", "2025年7—9月报表"]))]]
    rows += [[]] * draw(st.integers(0, 2))
    heads = [draw(st.sampled_from([MEASURES[c.measure].name, *c.names])) for c in columns]
    rows.append([*left, draw(st.sampled_from(["单位", "单位名称", "填报单位"])), *heads])
    truth: Figures = {}
    for unit in some:
        figures = draw(counts())
        truth |= {(unit.code, "2025Q3", measure): value for measure, value in figures.items()}
        cells = [draw(written(figures[column.measure])) for column in columns]
        rows += [[]] * draw(st.integers(0, 1))
        rows.append([*left, draw(called(unit)), *cells])
    if draw(st.booleans()):
        sums = [sum(truth[u.code, "2025Q3", c.measure] or 0 for u in some) for c in columns]
        rows.append([*left, draw(st.sampled_from(["合计", "合 计", "总计"])), *sums])
    return rows, truth


@st.composite
def unit_form(draw: st.DrawFn) -> tuple[list[list[object]], Figures]:
    unit = draw(st.sampled_from(UNITS))
    quarters = sorted(draw(st.sets(st.integers(1, 4), min_size=1)))
    heads = [
        draw(st.sampled_from([f"2025年第{n}季度", f"2025Q{n}", f"{'一二三四'[n - 1]}季度"])) for n in quarters
    ]
    figures = [draw(counts()) for _ in quarters]
    rows: list[list[object]] = [["2025年法治政府建设指标报表"], [f"填报单位：{draw(called(unit))}"]]
    rows.append(["类别", "数据项", *heads])
    band = ""
    for column in COLUMNS:
        label = draw(st.sampled_from([MEASURES[column.measure].name, *column.names]))
        cells = [draw(written(one[column.measure])) for one in figures]
        rows.append([column.band if column.band != band else None, label, *cells])
        band = column.band
    truth = {
        (unit.code, Period(2025, n).key, measure): value
        for n, one in zip(quarters, figures, strict=True)
        for measure, value in one.items()
    }
    return rows, truth


def check(submission: Submission, truth: Figures) -> None:
    facts = list(submission.facts())
    assert {(f.unit, f.period, f.measure): f.value for f in facts} == truth
    assert all(f.state is not CellState.MISSING for f in facts)
    assert said(submission) == []


@settings(max_examples=40, deadline=None)
@given(summary())
def test_a_summary_reads_back_as_it_was_written(made: tuple[list[list[object]], Figures]):
    rows, truth = made
    for data in (xlsx(rows), xls(rows), text(rows).encode("gb18030")):
        check(read(data), truth)


@settings(max_examples=40, deadline=None)
@given(unit_form())
def test_a_unit_form_reads_back_as_it_was_written(made: tuple[list[list[object]], Figures]):
    rows, truth = made
    for data in (xlsx(rows), xls(rows), text(rows).encode("utf-8-sig")):
        check(read(data), truth)


@settings(max_examples=30, deadline=None)
@given(summary())
def test_every_fact_stands_in_the_cell_that_it_names(made: tuple[list[list[object]], Figures]):
    rows, _ = made
    for fact in read(xlsx(rows)).facts():
        row, column = coordinate_to_tuple(fact.cell)
        assert read_count(rows[row - 1][column - 1]).value == fact.value
