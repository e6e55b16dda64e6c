"""The few formulas that forms have, with the results that Excel gives."""

import random

import pytest

from metrics.intake.copies.formula import Cells, Unknown, Value, areas, compute
from metrics.intake.copies.recalculate import Formulas, recalculate

SHEET = {
    (1, 1): 4,
    (2, 1): 3.5,
    (3, 1): "无",
    (4, 1): None,
    (1, 2): 0,
    (2, 2): "#DIV/0!",
    (3, 2): True,
    (1, 3): "5",
}


def one(sheet: str, row: int, column: int) -> Value:
    return SHEET.get((row, column)) if sheet == "汇总 表" else None


CELLS = Cells(
    one,
    lambda area: iter(
        [
            value
            for (row, column), value in SHEET.items()
            if area[0] == "汇总 表" and area[1] <= row <= area[3] and area[2] <= column <= area[4]
        ]
    ),
)


@pytest.mark.parametrize(
    ("formula", "result"),
    [
        ("=1+2*3-4/2", 5),
        ("=-(1+2)*3", -9),
        ("=50%*A1", 2),
        ("=SUM(A1:A4)", 7.5),
        ("=SUM(A1:A2,A1,1)", 12.5),
        ("=SUM($A$1:A2)+A1", 11.5),
        ("=SUM('汇总 表'!A1:A2)", 7.5),
        ("=SUM(A:A)", 7.5),
        ("=SUM(1:1)", 4),
        ("=SUM(名)", 7.5),
        ("=SUM(B2:B3)", "#DIV/0!"),
        ("=SUM(B3)", 0),
        ("=SUM()", 0),
        ("=A1/B1", "#DIV/0!"),
        ("=A4/A1", 0),
        ("=A3+1", "#VALUE!"),
        ("=C1+1", 6),
        ("=SUM(C1)", 0),
        ('=IFERROR(A1/B1,"—")', "—"),
        ("=IFERROR(B2,0)", 0),
        ('=IF(B1=0,"无案件",A1/B1)', "无案件"),
        ("=IF(A1>=4,1,2)", 1),
        ("=IF(A1<>4,1)", False),
        ('=IF(A4="","空",A4)', "空"),
        ("=IF(A4=0,1,2)", 1),
        ('=IF("A"="a",1,2)', 1),
        ("=IF(AND(A1>1,A2>1),1,2)", 1),
        ("=IF(OR(A1>9,A2>9),1,2)", 2),
        ("=ROUND(2.675,2)", 2.68),
        ("=ROUND(-2.5,0)", -3),
        ("=ROUND(1234,-2)", 1200),
        ("=MAX(A1:A4)-MIN(A1:A4)", 0.5),
        ("=AVERAGE(A1:A4)", 3.75),
        ("=AVERAGE(A3:A4)", "#DIV/0!"),
        ("=COUNT(A1:A4)", 2),
        ("=ABS(-A1)", 4),
        ("=A4", 0),
    ],
)
def test_a_formula_gives_what_excel_gives(formula: str, result: Value):
    got = compute(formula, "汇总 表", {"名": "'汇总 表'!$A$1:$A$2"}, CELLS)
    assert got == (pytest.approx(result) if isinstance(result, float) else result)


@pytest.mark.parametrize(
    "formula",
    [
        "=A1^2",
        "=A1&A2",
        "=VLOOKUP(1,A1:B2,2)",
        "=A1:A2",
        "=SUM(A1:A2",
        "=Table1[数]",
        "=没有",
        "=ROUND(1,99)",
        "=",
        "",
    ],
)
def test_what_is_not_known_is_said_to_be_unknown(formula: str):
    with pytest.raises(Unknown):
        compute(formula, "汇总 表", {}, CELLS)


@pytest.mark.parametrize(
    "formula", ["=INDIRECT(A1)", "=OFFSET(A1,1,1)", "=Table1[数]", "=Sheet1:Sheet3!A1", "=SUM(没有)"]
)
def test_what_reads_cells_that_are_not_to_be_seen_is_unknown(formula: str):
    with pytest.raises(Unknown):
        areas(formula, "汇总 表", {})


def test_the_cells_that_an_unknown_function_reads_are_seen():
    assert areas("=VLOOKUP(A1,'乙''表'!$B$2:C3,2)&D:E", "甲", {}) == (
        ("甲", 1, 1, 1, 1),
        ("乙'表", 2, 2, 3, 3),
        ("甲", 1, 4, 1048576, 5),
    )


def of(cells: dict[tuple[int, int], Value], formulas: dict[tuple[int, int], str]) -> Formulas:
    return Formulas(
        {("s", *at): f for at, f in formulas.items()}, {("s", *at): v for at, v in cells.items()}, {}
    )


def test_formulas_follow_one_another_in_the_order_of_what_they_read():
    formulas = of(
        {(1, 1): 1, (1, 2): 4, (1, 3): 3, (1, 4): 2}, {(1, 2): "=C1+1", (1, 3): "=D1+1", (1, 4): "=A1+1"}
    )
    done = recalculate(formulas, {("s", 1, 1): 10})
    assert done.results == {("s", 1, 4): 11, ("s", 1, 3): 12, ("s", 1, 2): 13}
    assert done.unknown == ()


def test_a_formula_whose_saved_result_we_do_not_reach_is_not_trusted_nor_what_follows_from_it():
    formulas = of({(1, 1): 1, (1, 2): 99, (1, 3): 100}, {(1, 2): "=A1+1", (1, 3): "=B1+1"})
    done = recalculate(formulas, {("s", 1, 1): 10})
    assert done.results == {}
    assert done.unknown == (("s", 1, 2), ("s", 1, 3))


def test_a_circle_is_unknown_and_ends():
    formulas = of({(1, 1): 1, (1, 2): 1, (1, 3): 1}, {(1, 2): "=C1+A1", (1, 3): "=B1"})
    assert recalculate(formulas, {("s", 1, 1): 2}).unknown == (("s", 1, 2), ("s", 1, 3))


def test_formulas_that_read_nothing_changed_keep_their_results():
    formulas = of({(1, 1): 1, (1, 2): 99}, {(1, 2): "=VLOOKUP(Z1,Z1:Z9,1)"})
    assert recalculate(formulas, {("s", 1, 1): 2}) == recalculate(of({}, {}), {})


def test_a_running_total_of_many_rows_is_no_recursion():
    cells: dict[tuple[int, int], Value] = {(row, 1): 1 for row in range(1, 5001)}
    cells |= {(row, 2): row for row in range(1, 5001)}
    formulas = {(1, 2): "=A1"} | {(row, 2): f"=B{row - 1}+A{row}" for row in range(2, 5001)}
    assert recalculate(of(cells, formulas), {("s", 1, 1): 2}).results["s", 5000, 2] == 5001


def test_random_sums_of_sums_equal_the_slow_twin():
    """Row totals, column totals and the grand total of both, compared with plain loops."""
    chance = random.Random(3)
    for _ in range(30):
        height, width = chance.randint(1, 6), chance.randint(1, 6)
        numbers = [[chance.randint(0, 99) for _ in range(width)] for _ in range(height)]
        letters = "ABCDEFGH"
        formulas = {(r + 1, width + 1): f"=SUM(A{r + 1}:{letters[width - 1]}{r + 1})" for r in range(height)}
        formulas |= {
            (height + 1, c + 1): f"=SUM({letters[c]}1:{letters[c]}{height})" for c in range(width + 1)
        }

        def values(numbers: list[list[int]]) -> dict[tuple[int, int], Value]:
            rows = [[*row, sum(row)] for row in numbers]
            rows.append([sum(column) for column in zip(*rows, strict=True)])
            return {(r, c): value for r, row in enumerate(rows, 1) for c, value in enumerate(row, 1)}

        before = values(numbers)
        r, c = chance.randrange(height), chance.randrange(width)
        numbers[r][c] += chance.randint(1, 50)
        done = recalculate(of(before, formulas), {("s", r + 1, c + 1): numbers[r][c]})
        assert {
            **before,
            **{at[1:]: value for at, value in done.results.items()},
            (r + 1, c + 1): numbers[r][c],
        } == (values(numbers))
