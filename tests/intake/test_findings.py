"""Every finding code has a workbook that causes it, and says where, what and how to mend it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from openpyxl.comments import Comment
from openpyxl.worksheet.worksheet import Worksheet

from metrics import intake
from metrics.intake import rules
from metrics.model import Finding, Severity, Submission
from metrics.periods import Period
from tests.intake.workbooks import (
    EAST,
    HEADER,
    TITLE,
    UNITS,
    Rows,
    book,
    read,
    saved,
    table,
    unit,
    xlsx,
)

ROW = ("东关街道", 4, 3, 1)
TICK = ("单位名称", "本季度无案件", *HEADER[1:])
Q3 = Period(2025, 3)


def touched(change: Callable[[Worksheet], object], *rows: Rows) -> Submission:
    """A workbook of the rows after a change that only openpyxl can make."""
    made = book(*(rows or (table(ROW),)))
    change(made["Sheet1"])
    return read(saved(made))


def error_cell(sheet: Worksheet) -> None:
    sheet["B3"] = "#DIV/0!"
    sheet["B3"].data_type = "e"


def percent(sheet: Worksheet) -> None:
    sheet["C3"] = 1
    sheet["C3"].number_format = "0%"


def hide(sheet: Worksheet) -> None:
    sheet.row_dimensions[3].hidden = True


def remark(sheet: Worksheet) -> None:
    sheet["B3"].comment = Comment("含系列案", "")


def rows(*some: tuple[object, ...], **how: object) -> Submission:
    return read(xlsx(table(*some, **how)))  # type: ignore[arg-type]


CLOSED = replace(
    EAST, code="old", name="旧街道", short_name="旧街道", aliases=(), valid_to=date(2024, 12, 31)
)
FORM_WITHOUT_UNIT = [["2025年报表"], ["数据项", "三季度"], ["开庭审理案件数", 4], ["负责人出庭案件数", 3]]
FORM_ANOTHER_FILE = [["2025年报表"], ["填报单位：东关街道"], *FORM_WITHOUT_UNIT[1:]]

# code → (the workbook as read, the cell that is named, what is found there)
CAUSES: dict[str, Callable[[], tuple[Submission, str, str]]] = {
    "unreadable": lambda: (intake.unreadable(b"x", "a.xlsx", "文件是空的"), "", "文件是空的"),
    "no_table": lambda: (read(xlsx((("甲", "乙"), (1, 2)))), "", ""),
    "no_rows": lambda: (rows(), "", ""),
    "no_unit": lambda: (read(xlsx(FORM_WITHOUT_UNIT)), "", ""),
    "unit_blank": lambda: (rows(ROW, (None, 1, 1, 1)), "A4", ""),
    "unit_unknown": lambda: (rows(("南关街道", 1, 1, 1)), "A3", "南关街道"),
    "unit_ambiguous": lambda: (
        read(xlsx(table(("执法局", 1, 1, 1))), units=(*UNITS, unit("x", "某某执法局", "执法局"))),
        "A3",
        "执法局",
    ),
    "unit_twice": lambda: (rows(ROW, ("东关", 4, 3, 1)), "B4", "东关街道"),
    "unit_not_valid": lambda: (
        read(xlsx(table(("旧街道", 1, 1, 1))), units=(*UNITS, CLOSED)),
        "B3",
        "旧街道",
    ),
    "period_unknown": lambda: (rows(ROW, title="汇总表"), "", ""),
    "period_disagrees": lambda: (
        read(xlsx(table(ROW)), "2025年二季度.xlsx"),
        "",
        "“汉台区2025年第三季度法治政府建设指标汇总表”是2025年第三季度；“2025年二季度”是2025年第二季度",
    ),
    "period_other": lambda: (read(xlsx(table(ROW)), expected=Q3.next()), "", "2025年第三季度"),
    "period_cumulative": lambda: (rows(ROW, title="2025年1—9月汇总表"), "", "2025年1—9月"),
    "period_cut_off": lambda: (
        rows(ROW, title="2025年第三季度汇总表（统计截至9月30日）"),
        "",
        "统计截至9月30日",
    ),
    "not_a_number": lambda: (rows(("东关街道", "约20", 3, 1)), "B3", "约20"),
    "whole_number": lambda: (rows(("东关街道", 4, 2.5, 1)), "C3", "2.5"),
    "negative": lambda: (rows(("东关街道", 4, 3, -1)), "D3", "-1"),
    "percent_as_count": lambda: (touched(percent), "C3", "100%"),
    "date_as_count": lambda: (rows(("东关街道", date(2025, 9, 30), 3, 1)), "B3", ""),
    "too_large": lambda: (rows(("东关街道", 13991234567, 3, 1)), "B3", "13991234567"),
    "error_cell": lambda: (touched(error_cell), "B3", "#DIV/0!"),
    "uncalculated": lambda: (rows(("东关街道", "=2+2", 3, 1)), "B3", ""),
    "part_above_whole": lambda: (rows(("东关街道", 4, 5, 1)), "C3", "5"),
    "total_differs": lambda: (rows(ROW, ("合计", 5, 3, 1)), "B4", "5"),
    "zero_report_contradicts": lambda: (rows(("东关街道", "√", 4, 0, 0), header=TICK), "C3", "4"),
    "second_header": lambda: (
        rows(ROW, ("单位名称", "信访件数", "普法场次", "罚款金额"), ("北关街道", 9, 9, 9)),
        "A4",
        "",
    ),
    "column_missing": lambda: (
        rows((*ROW, 9), header=(*HEADER, "别的件数")),
        "E2",
        "",
    ),
    "column_unclear": lambda: (rows((*ROW, 9), header=(*HEADER, "法院开庭件数")), "E2", "法院开庭件数"),
    "column_measured": lambda: (
        rows((*ROW, 9), header=(*HEADER, "审结一审（千件）")),
        "E2",
        "审结一审（千件）",
    ),
    "column_twice": lambda: (rows((*ROW, 9), header=(*HEADER, "开庭数")), "E2", "开庭数"),
    "column_absent": lambda: (rows(ROW), "", ""),
    "cell_missing": lambda: (rows(("东关街道", 4, None, 1)), "C3", "负责人出庭案件数"),
    "row_empty": lambda: (rows(ROW, ("北关街道", None, None, None)), "A4", "北关街道"),
    "sheet_not_read": lambda: (
        read(xlsx(table(ROW), (("甲", "乙", "丙"), (1, 2, 3)), names=["汇总", "另表"])),
        "",
        "另表",
    ),
    "unit_disagrees": lambda: (
        read(xlsx(FORM_ANOTHER_FILE), "北关街道_2025年三季度.xlsx"),
        "",
        "东关街道",
    ),
    "tick_unclear": lambda: (rows(("东关街道", "有", 4, 3, 1), header=TICK), "B3", "有"),
    "table_measured": lambda: (read(xlsx(((TITLE,), ("单位：万元",), HEADER, ROW))), "", "万元"),
    "rate_differs": lambda: (
        rows((*ROW, "80%"), header=(*HEADER, "负责人出庭率")),
        "E3",
        "80.00%",
    ),
    "no_columns_now": lambda: (
        read(xlsx(((TITLE,), (None, "全年", None, None), HEADER, ROW))),
        "B3",
        "“全年／开庭审理案件数”、“全年／负责人出庭案件数”、“全年／正职出庭案件数”",
    ),
    "jump": lambda: (
        read(xlsx(table(("东关街道", 40, 3, 1))), history={("east", "hearings_held"): (1, 2, 3, 2)}),
        "B3",
        "40",
    ),
    "column_unknown": lambda: (rows((*ROW, "甲"), header=(*HEADER, "情况说明")), "E2", "“情况说明”"),
    "dash": lambda: (rows(("东关街道", 4, 3, "—")), "D3", "—"),
    "word_zero": lambda: (rows(("东关街道", 4, 3, "无")), "D3", "无"),
    "ticked": lambda: (rows(("东关街道", "√", None, None, None), header=TICK), "B3", ""),
    "hidden": lambda: (touched(hide), "", "第 3 行"),
    "comment": lambda: (touched(remark), "B3", "含系列案"),
    "period_assumed": lambda: (
        read(xlsx(table(ROW, title="汇总表")), expected=Q3),
        "",
        "2025年第三季度",
    ),
    "row_skipped": lambda: (rows(ROW, ("南关街道", None, None, None)), "A4", "南关街道"),
}


LOOKS = {
    *("struck", "shown_otherwise", "comment_corrects", "row_remark"),
    *("column_nameless", "unit_columns", "sheet_name_odd", "seen_otherwise", "nought_hidden"),
}


def test_every_rule_has_a_workbook_here():
    codes = {rule.code for rule in rules.RULES} - {"external_links"} - LOOKS  # test_bounds.py, test_looks.py
    assert {code for code in codes if not code.startswith("ledger_")} == set(CAUSES)  # those: test_ledger*.py
    assert len({rule.code for rule in rules.RULES}) == len(rules.RULES)


@pytest.mark.parametrize("code", CAUSES)
def test_the_workbook_causes_the_finding_at_its_cell(code: str):
    submission, cell, found = CAUSES[code]()
    finding = _only(submission, code)
    assert finding.cell == cell
    assert not found or finding.found == found
    assert finding.mend.endswith("。")
    assert "{" not in finding.message + finding.mend
    assert not finding.cell or finding.sheet


@pytest.mark.parametrize("code", CAUSES)
def test_an_error_keeps_the_workbook_from_being_counted(code: str):
    submission, _, _ = CAUSES[code]()
    severity = _only(submission, code).severity
    assert severity is next(rule.severity for rule in rules.RULES if rule.code == code)
    if severity is Severity.MANDATORY:
        assert not submission.can_count


def _only(submission: Submission, code: str) -> Finding:
    (finding,) = [finding for finding in submission.findings if finding.code == code]
    return finding


def test_a_part_above_its_whole_names_both_cells_and_both_numbers():
    finding = _only(rows(("东关街道", 4, 5, 1)), "part_above_whole")
    assert (finding.cell, finding.cells, finding.found, finding.expected) == ("C3", ("B3",), "5", "不大于 4")


def test_the_rows_below_a_second_header_are_not_read_under_the_first():
    submission, _, _ = CAUSES["second_header"]()
    assert submission.units == ("east",)


def test_a_unit_unknown_is_not_counted_a_second_time_as_a_wrong_total():
    submission = rows(ROW, ("南关街道", 1, 1, 1), ("合计", 5, 4, 2))
    assert [f.code for f in submission.findings if f.severity is Severity.MANDATORY] == ["unit_unknown"]


def test_a_jump_needs_history_and_size():
    def jumped(value: int, *before: int) -> bool:
        submission = read(xlsx(table(("东关街道", value, 0, 0))), history={("east", "hearings_held"): before})
        return any(finding.code == "jump" for finding in submission.findings)

    assert jumped(40, 1, 2, 3, 2)
    assert not jumped(40, 1, 2, 3)  # three quarters are no history
    assert not jumped(9, 1, 2, 3, 2)  # three times, but few
    assert not jumped(60, 40, 35, 45, 20)  # many, but not three times


def test_one_upload_tells_everything_even_without_a_period():
    submission = rows(("东关街道", "约4", 5, 9), title="汇总表")
    codes = {finding.code for finding in submission.findings if finding.severity is Severity.MANDATORY}
    assert codes == {"period_unknown", "not_a_number", "part_above_whole"}


def test_a_row_of_formulas_without_results_is_not_read_as_empty():
    submission = rows(("东关街道", "=4", "=3", "=1"))
    assert submission.units == ("east",)
    assert not submission.can_count
