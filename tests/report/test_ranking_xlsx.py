"""The workbook is opened again and compared with what was handed in."""

import zipfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from metrics.report import paper
from metrics.report.ranking_xlsx import (
    Apart,
    Definition,
    RankingBook,
    RankingRow,
    RankingSheet,
    TotalRow,
    write,
)

MADE_AT = datetime(2025, 10, 20, 9, 30, tzinfo=timezone(timedelta(hours=8)))
TITLE = "汉台区2025年1—9月行政机关负责人出庭应诉率排名表"

RATE = RankingSheet(
    name="负责人出庭应诉率",
    title=TITLE,
    period="统计期：2025年1—9月",
    as_of="数据截止：2025年10月15日",
    measured_in="单位：件、%",
    value_name="负责人出庭应诉率",
    numerator_name="负责人出庭应诉案件数",
    denominator_name="开庭审理案件数",
    rows=(
        RankingRow(1, "区公安分局", "分局", 1204, 1204, 1.0, 2),
        RankingRow(2, "区住房和城乡建设局", "部门", 27, 28, 27 / 28, 0, "并列"),
        RankingRow(2, "铺镇人民政府", "镇", 54, 56, 54 / 56, -1, "并列"),
        RankingRow(4, "区城市管理局", "部门", 1, 32, 1 / 32, "上期未列名"),
    ),
    totals=(
        TotalRow("镇街小计", 54, 56, 54 / 56),
        TotalRow("部门小计", 1232, 1264, 1232 / 1264),
        TotalRow("合计", 1286, 1320, 1286 / 1320),
    ),
    apart=(
        Apart("无开庭案件的单位", ("武乡镇人民政府", "区审计局")),
        Apart("案件数不足3件的单位", (), (RankingRow(None, "区水利局", "部门", 1, 2, 0.5),)),
        Apart("未报送的单位", ("区统计局",)),
    ),
    notes=("率按未取整的数排列。", "有1个单位未报送，本表为初步结果。"),
)
COUNT = RankingSheet(
    name="行政诉讼发案量",
    title="汉台区2025年1—9月行政诉讼发案量排名表",
    period="统计期：2025年1—9月",
    as_of="",
    measured_in="单位：件",
    value_name="行政诉讼发案量",
    rows=(
        RankingRow(1, "铺镇人民政府", "镇", None, None, 0),
        RankingRow(2, "区司法局", "部门", None, None, 3),
    ),
    totals=(TotalRow("合计", None, None, 3),),
)
DEFINITION = Definition(
    "负责人出庭应诉率",
    "开庭口径",
    "负责人出庭应诉案件数",
    "开庭审理案件数",
    "书面审理的不进分母。",
    "第二十二条",
    "高为优",
    "不低于100.00%",
)
BOOK = RankingBook("行政机关负责人出庭应诉率排名", MADE_AT, (RATE, COUNT), (DEFINITION,), "汉台区司法局")


def opened(book: RankingBook = BOOK) -> Workbook:
    return load_workbook(BytesIO(write(book)))


def table(sheet: Worksheet) -> list[tuple[object, ...]]:
    """Rows below the head, with merged and empty cells as None."""
    return [row for row in sheet.iter_rows(min_row=4, values_only=True)]


def row_of(sheet: Worksheet, unit: str) -> int:
    return next(cell.row for cell in sheet["B"] if cell.value == unit)


def test_every_number_written_is_the_number_handed_in():
    sheet = opened()["负责人出庭应诉率"]
    for entry in RATE.rows:
        row = row_of(sheet, entry.unit)
        assert [sheet.cell(row, column).value for column in range(1, 8)] == [
            entry.rank,
            entry.unit,
            entry.kind,
            entry.numerator,
            entry.denominator,
            entry.value,
            entry.move,
        ]
    for total in RATE.totals:
        row = row_of(sheet, total.name)
        assert [sheet.cell(row, c).value for c in (4, 5, 6)] == [
            total.numerator,
            total.denominator,
            total.value,
        ]


def test_numbers_are_numbers_with_formats_and_not_text():
    sheet = opened()["负责人出庭应诉率"]
    row = row_of(sheet, "区公安分局")
    assert [sheet.cell(row, c).data_type for c in (1, 4, 5, 6, 7)] == ["n"] * 5
    assert [sheet.cell(row, c).number_format for c in (4, 5, 6)] == ["#,##0", "#,##0", "0.00%"]


def test_tied_units_keep_one_rank_and_the_next_is_skipped():
    sheet = opened()["负责人出庭应诉率"]
    assert [row[0] for row in table(sheet)[:4]] == [1, 2, 2, 4]


def test_a_count_has_one_column_for_its_value():
    sheet = opened()["行政诉讼发案量"]
    heads = [cell.value for cell in sheet[3]]
    assert heads == ["名次", "单位", "类型", "行政诉讼发案量", "较上期名次变化", "备注"]
    assert [row[3] for row in table(sheet)] == [0, 3, 3]
    assert sheet["D4"].number_format == "#,##0"


def test_a_value_that_is_not_there_is_a_dash_and_never_zero():
    sheet = opened()["行政诉讼发案量"]
    assert sheet["E4"].value == "—"


def test_units_that_are_not_ranked_stand_apart_below_the_totals_with_their_number():
    sheet = opened()["负责人出庭应诉率"]
    below = [row[0] for row in table(sheet)[7:]]
    assert below[0] == "无开庭案件的单位（2个）"
    assert below[1] == "武乡镇人民政府、区审计局。"
    assert below[2] == "案件数不足3件的单位（1个）"
    assert table(sheet)[10][:6] == ("—", "区水利局", "部门", 1, 2, 0.5)
    assert below[4:6] == ["未报送的单位（1个）", "区统计局。"]


def test_notes_are_numbered_below_the_table():
    texts = [row[0] for row in table(opened()["负责人出庭应诉率"])[-2:]]
    assert texts == ["注：1. 率按未取整的数排列。", "　　2. 有1个单位未报送，本表为初步结果。"]


def test_title_period_and_unit_of_measurement_stand_above_the_head():
    sheet = opened()["负责人出庭应诉率"]
    assert sheet["A1"].value == TITLE
    assert (sheet["A1"].font.name, sheet["A1"].font.size) == ("方正小标宋简体", 22)
    assert sheet["A2"].value == "统计期：2025年1—9月　　数据截止：2025年10月15日"
    assert sheet["G2"].value == "单位：件、%"
    assert sheet["A3"].font.name == "黑体"
    assert sheet["A4"].font.name == "仿宋_GB2312"


def test_the_page_is_a4_with_head_repeated_and_page_numbers():
    sheet = opened()["负责人出庭应诉率"]
    assert sheet.page_setup.paperSize == 9
    assert sheet.page_setup.orientation == "portrait"
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.print_title_rows == "$3:$3"
    assert sheet.print_area == f"'负责人出庭应诉率'!$A$1:$H${sheet.max_row}"
    assert sheet.oddFooter.center.text == "— &P —"
    assert sheet.freeze_panes == "C4"
    millimetres = [round(m * 25.4) for m in (sheet.page_margins.top, sheet.page_margins.bottom)]
    assert millimetres == [37, 35]


def test_a_wide_table_lies_down():
    wide = replace(
        RATE,
        rows=(RankingRow(1, "汉中市" * 12, "部门", 1, 1, 1.0, 0, "本期另有共同被告案件若干件，已分别计入"),),
    )
    assert opened(replace(BOOK, sheets=(wide,))).worksheets[0].page_setup.orientation == "landscape"


def test_the_longest_name_fits_its_column_on_one_line():
    sheet = opened()["负责人出庭应诉率"]
    width = sheet.column_dimensions["B"].width
    assert width >= paper.text_width("区住房和城乡建设局", paper.BODY_POINTS)


def test_long_lists_of_names_get_a_row_high_enough():
    names = tuple(f"第{number}街道办事处" for number in range(80))
    sheet = opened(replace(BOOK, sheets=(replace(RATE, apart=(Apart("未报送的单位", names),)),))).worksheets[
        0
    ]
    row = next(cell.row for cell in sheet["A"] if str(cell.value).startswith("第0街道"))
    width = sum(sheet.column_dimensions[get_column_letter(c)].width for c in range(1, 9))
    text = sheet.cell(row, 1).value
    lines = paper.text_width(text, paper.BODY_POINTS) / width
    assert sheet.row_dimensions[row].height >= lines * paper.BODY_POINTS * 1.2


@pytest.mark.parametrize("name", ['=HYPERLINK("http://x","y")', "+1", "-1", "@SUM(A1)", "=1+1"])
def test_a_name_that_looks_like_a_formula_stays_text(name):
    rows = (RankingRow(1, name, name, 1, 1, 1.0, name, name),)
    sheet = opened(
        replace(BOOK, sheets=(replace(RATE, rows=rows, apart=(Apart(name, (name,)),), notes=(name,)),))
    ).worksheets[0]
    cells = [sheet.cell(4, column) for column in (2, 3, 7, 8)]
    assert [cell.value for cell in cells] == [name] * 4
    assert {cell.data_type for cell in cells} == {"s"}
    assert all(cell.quotePrefix for cell in cells)
    assert "f" not in {cell.data_type for row in sheet.iter_rows() for cell in row}


def test_a_control_character_in_a_name_does_not_break_the_file():
    rows = (RankingRow(1, "区\x07司法局", "部门", 1, 1, 1.0),)
    assert opened(replace(BOOK, sheets=(replace(RATE, rows=rows),))).worksheets[0]["B4"].value == "区司法局"


def test_tab_names_are_short_legal_and_unique():
    names = ["甲" * 40, "甲" * 40, "a/b:c*[d]?\\e", "A", "a", "指标口径", ""]
    sheets = tuple(replace(COUNT, name=name) for name in names)
    tabs = opened(replace(BOOK, sheets=sheets)).sheetnames
    assert all(0 < len(tab) <= 31 and not set(tab) & set("[]:*?/\\") for tab in tabs)
    assert len({tab.casefold() for tab in tabs}) == len(names) + 1
    assert tabs[-1] == "指标口径"


def test_the_last_sheet_says_how_each_figure_is_defined():
    sheet = opened().worksheets[-1]
    assert [cell.value for cell in sheet[3]] == [
        *(DEFINITION.name, DEFINITION.variant, DEFINITION.numerator, DEFINITION.denominator),
        *(DEFINITION.note, DEFINITION.source, DEFINITION.direction, DEFINITION.target),
    ]


def test_the_same_book_gives_the_same_bytes():
    assert write(BOOK) == write(BOOK)


def test_the_file_names_the_bureau_and_the_time_handed_in_and_nobody_else():
    properties = opened().properties
    assert properties.creator == "汉台区司法局"
    assert properties.lastModifiedBy is None
    assert properties.created.replace(tzinfo=UTC) == properties.modified.replace(tzinfo=UTC) == MADE_AT
    with zipfile.ZipFile(BytesIO(write(BOOK))) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_book_without_sheets_is_an_error():
    with pytest.raises(ValueError, match="at least one sheet"):
        write(replace(BOOK, sheets=()))


def test_a_time_without_zone_is_an_error():
    with pytest.raises(ValueError, match="time zone"):
        write(replace(BOOK, made_at=datetime(2025, 10, 20)))


def test_the_interval_of_ranks_has_a_column_only_where_there_is_one():
    rows = (
        RankingRow(1, "铺镇人民政府", "镇", 27, 28, 27 / 28, 0, "样本少", support="第1—9名"),
        RankingRow(2, "区司法局", "部门", 1, 2, 0.5, -1),
    )
    sheet = opened(replace(BOOK, sheets=(replace(RATE, rows=rows),))).worksheets[0]
    heads = [cell.value for cell in sheet[3]]
    assert heads[6:] == ["较上期名次变化", "数据支持的名次区间", "备注"]
    assert [cell.value for cell in sheet[4]][6:] == [0, "第1—9名", "样本少"]
    assert [cell.value for cell in sheet[5]][6:] == [-1, "—", None]
    assert sheet.cell(6, 8).value is None  # a total has no rank and so no interval
    assert "数据支持的名次区间" not in [cell.value for cell in opened().worksheets[0][3]]
