"""Whatever stands in the cells of a readable workbook, reading it gives findings and never an exception."""

from datetime import date, datetime, time

from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.periods import Period
from tests.intake.workbooks import HEADER, UNITS, read, xlsx

WORDS = [
    *HEADER,
    "单位",
    "行政诉讼",
    "行政复议",
    "审结",
    "填报单位：",
    "填报单位：东关街道",
    "东关街道",
    "北 关",
    "合计",
    "街道小计",
    "2025年第三季度",
    "1—9月",
    "一季度",
    "本季度",
    "本季度无案件",
    "负责人出庭率",
    "√",
    "无",
    "—",
    "约3",
    "95%",
    "注：",
    "=1+1",
    "#REF!",
]
CELL = st.one_of(
    st.none(),
    st.sampled_from(WORDS),
    st.integers(-10, 10**12),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.dates(date(1950, 1, 1), date(2100, 1, 1)),
    st.just(datetime(2025, 9, 30, 12)),
    st.just(time(9, 30)),
    st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=8),
)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.lists(CELL, max_size=7), min_size=1, max_size=12), st.sampled_from([None, Period(2025, 3)])
)
def test_no_content_of_cells_is_an_exception(rows: list[list[object]], expected: Period | None):
    submission = read(xlsx([["汇总"], *rows]), "2025年.xlsx", expected)
    for block in submission.blocks:
        assert len(block.units) == len(block.periods) == len(block.lines)
        assert set(block.values) <= set(block.anchors)
        assert all(len(column) == len(block.units) for column in block.values.values())
        assert all(block.values[measure][i] is None for measure, i in block.not_applicable)
        assert set(block.units) <= {unit.code for unit in UNITS}
    assert all(fact.value is None or 0 <= fact.value < 10**7 for fact in submission.facts())
    assert submission.findings or submission.units


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(CELL, min_size=3, max_size=3), min_size=1, max_size=6))
def test_no_figures_below_a_good_header_are_an_exception(rows: list[list[object]]):
    body = [[unit.name, *row] for unit, row in zip(UNITS, rows, strict=False)]
    submission = read(xlsx([["2025年第三季度"], HEADER, *body]))
    errors = {(f.code, cell) for f in submission.findings for cell in (f.cell, *f.cells)}
    for fact in submission.facts():
        typed = body[int(fact.cell[1:]) - 3]["ABCD".index(fact.cell[0])]
        if type(typed) in (int, float) and fact.value is None:
            assert any(cell == fact.cell for _, cell in errors), (typed, fact)
