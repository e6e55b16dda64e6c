"""Every format that departments send gives the same facts; what is none of them is refused by its own words."""

import io
import random
import struct
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest

from metrics.intake.open import open_grids
from metrics.model import Unreadable
from tests.intake.other_formats import (
    biff5,
    converted,
    html,
    mhtml,
    ods,
    record,
    spreadsheet_xml,
    with_parts,
    xlsb,
    xlsb_row,
    zipped,
)
from tests.intake.workbooks import book, read, saved, table, text, values, xls, xlsx

TABLE = table(("东关街道", 4, 3, 1), ("北关街道", 12, 0, 0), ("区财政局", 1234, 617, 88))
FACTS = {"east": (4, 3, 1), "north": (12, 0, 0), "money": (1234, 617, 88)}


def xlsm() -> bytes:
    kinds = zipfile.ZipFile(io.BytesIO(xlsx(TABLE))).read("[Content_Types].xml")
    macros = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    plain = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    return with_parts(
        xlsx(TABLE), {"[Content_Types].xml": kinds.replace(plain, macros), "xl/vbaProject.bin": b"x"}
    )


FORMATS: dict[str, Callable[[], bytes]] = {
    "xlsx": lambda: xlsx(TABLE),
    "xlsm": xlsm,
    "xlsb": lambda: xlsb(TABLE),
    "xls 97": lambda: xls(TABLE),
    "xls 5.0/95": lambda: biff5(TABLE),
    "csv utf-8": lambda: text(TABLE).encode(),
    "csv utf-8 with mark": lambda: text(TABLE).encode("utf-8-sig"),
    "csv gbk": lambda: text(TABLE).encode("gbk"),
    "csv gb18030": lambda: text(TABLE).encode("gb18030"),
    "csv utf-16": lambda: text(TABLE).encode("utf-16"),
    "csv utf-16-le without mark": lambda: text(TABLE).encode("utf-16-le"),
    "csv utf-16-be without mark": lambda: text(TABLE).encode("utf-16-be"),
    "csv that says its separator": lambda: ("sep=;\r\n" + text(TABLE, ";")).encode("utf-8-sig"),
    "tabs gbk": lambda: text(TABLE, "\t").encode("gbk"),
    "semicolons utf-8": lambda: text(TABLE, ";").encode(),
    "html gb2312": lambda: html(TABLE).encode("gb18030"),
    "html that lies about its encoding": lambda: html(TABLE).encode(),
    "html utf-16": lambda: html(TABLE).encode("utf-16"),
    "html without head": lambda: html(TABLE, "").partition("<body>")[2].encode(),
    "xhtml": lambda: ('<?xml version="1.0"?>' + html(TABLE)).encode(),
    "mhtml": lambda: mhtml(html(TABLE), names=("汇总",)),
    "spreadsheet xml": lambda: spreadsheet_xml(TABLE).encode("utf-8-sig"),
    "spreadsheet xml gb2312": lambda: spreadsheet_xml(TABLE, declared="gb2312").encode("gb18030"),
    "spreadsheet xml utf-16": lambda: spreadsheet_xml(TABLE, declared="utf-16").encode("utf-16"),
}


@pytest.mark.parametrize("name", ["报表.xlsx", "报表.et", "报表"])
@pytest.mark.parametrize("kind", FORMATS)
def test_every_format_gives_the_same_facts_whatever_the_file_is_called(kind: str, name: str):
    assert values(read(FORMATS[kind](), name)) == FACTS


@pytest.fixture(scope="module")
def rich() -> bytes:
    """Merged, hidden, percentages, errors, dates and times in one workbook."""
    moments = (date(2025, 9, 30), datetime(2025, 9, 30, 8, 15), time(3, 4), timedelta(hours=30), 0.9524, True)
    made = book(TABLE, (("日", "时刻", "时", "时长", "率", "是", "错"), moments), names=("汇总", "其他"))
    made["汇总"].merge_cells("A1:D1")
    made["汇总"].row_dimensions[4].hidden = True
    made["汇总"].column_dimensions["C"].hidden = True
    made["其他"]["E2"].number_format = "0.00%"
    made["其他"]["G2"] = "=1/0"
    made["其他"].sheet_state = "hidden"
    return saved(made)


@pytest.mark.parametrize("kind", ["ods", "xls:MS Excel 97"])
def test_what_libreoffice_saves_keeps_facts_merges_hidden_parts_errors_and_moments(
    rich: bytes, kind: str, tmp_path: Path
):
    data = converted(rich, kind, tmp_path)
    assert values(read(data)) == FACTS
    one, other = open_grids(data, "报表.xlsx")
    assert (one.name, one.merged, one.hidden) == ("汇总", ((0, 0, 0, 3),), False)
    assert (one.hidden_rows, one.hidden_columns) == ((3,), (2,))
    assert (other.hidden, other.errors, other.percents) == (True, {(1, 6): "#DIV/0!"}, {(1, 4): 2})
    assert other.rows[1][:2] == [date(2025, 9, 30), datetime(2025, 9, 30, 8, 15)]
    assert other.text(1, 3) in ("30:00:00", "1 day, 6:00:00")
    assert other.value(1, 4) == 0.9524


def test_a_web_page_saved_by_libreoffice_gives_the_same_facts(tmp_path: Path):
    assert values(read(converted(xlsx(TABLE), "html:HTML (StarCalc)", tmp_path), "报表.xls")) == FACTS


def test_cells_of_a_web_page_that_reach_over_rows_and_columns_become_merged_ranges():
    page = """<table><tr><td rowspan=2>单位<td colspan='2'>案件</tr><tr><td>一审<td>二审</tr>
              <tr><td rowspan=9>甲<td>1<td>2</table>"""
    (grid,) = open_grids(page.encode(), "a.xls")
    assert grid.rows == [["单位", "案件"], [None, "一审", "二审"], ["甲", "1", "2"]]
    assert grid.merged == ((0, 0, 1, 0), (0, 1, 0, 2))


def test_tables_of_a_web_page_are_sheets_of_their_own_with_the_lines_above_them():
    page = """<html><head><title>不读</title><style>td {x}</style></head><body><h2>2025年第三季度</h2>
              <p>单位：<b>件</b></p><table><caption>汇总</caption><tr><th>甲<br>乙&nbsp;<th>1</table>
              <script>var x = '<td>9</td>'</script><div><table><tr><td><table><tr><td>内</table></table></div>"""
    first, second = open_grids(page.encode(), "月报.xls")
    assert first.rows == [["2025年第三季度"], ["单位：件"], ["汇总"], ["甲\n乙", "1"]]
    assert second.rows == [["内"]]
    assert (first.name, second.name) == ("月报（第 1 张表）", "月报（第 2 张表）")


def test_a_web_page_of_excel_gives_the_exact_number_behind_the_one_shown_rounded():
    page = '<html><table><tr><td x:num="2.6">3</td><td x:num="0.9524">95.2%</td><td x:num>7</td></tr></table>'
    (grid,) = open_grids(page.encode(), "a.xls")
    assert grid.rows == [[2.6, 0.9524, "7"]]
    assert grid.percents == {(0, 1): 1}


def test_the_sheets_of_a_single_file_web_page_keep_their_names():
    grids = open_grids(mhtml(html(TABLE), html((("乙", 1),)), names=("汇总", "备注")), "a.mht")
    assert [grid.name for grid in grids] == ["汇总", "备注"]


def test_places_merges_kinds_and_hidden_parts_of_spreadsheet_xml():
    inside = """<Row ss:Index="4" ss:Hidden="1"><Cell ss:Index="2" ss:MergeAcross="1" ss:MergeDown="1">
      <Data ss:Type="String">并</Data></Cell><Cell ss:StyleID="p"><Data ss:Type="Number">0.9524</Data></Cell></Row>
      <Row ss:Index="6"><Cell><Data ss:Type="DateTime">2025-09-30T00:00:00.000</Data></Cell>
      <Cell><Data ss:Type="Boolean">1</Data></Cell>
      <Cell ss:Formula="=1/0"><Data ss:Type="Error">#DIV/0!</Data></Cell>
      <Cell ss:Formula="=A1"/>
      <Cell><Data ss:Type="String">注</Data><Comment><ss:Data>批注</ss:Data></Comment></Cell></Row>"""
    (grid,) = open_grids(spreadsheet_xml((("甲",),), inside=inside).encode(), "a.xls")
    assert grid.rows[3:] == [
        [None, "并", None, 0.9524],
        [],
        [datetime(2025, 9, 30), True, "#DIV/0!", None, "注"],
    ]
    assert (grid.merged, grid.hidden_rows) == (((3, 1, 4, 2),), (3,))
    assert (grid.percents, grid.errors) == ({(3, 3): 2}, {(5, 2): "#DIV/0!"})
    assert (grid.uncalculated, grid.comments) == ({(5, 3)}, {(5, 4): "批注"})


def test_hidden_worksheets_of_spreadsheet_xml_are_read_and_known():
    hidden = '<Worksheet ss:Name="藏"><Table><Row><Cell><Data ss:Type="Number">1</Data></Cell></Row></Table>'
    hidden += "<WorksheetOptions><Visible>SheetHidden</Visible></WorksheetOptions></Worksheet></Workbook>"
    grids = open_grids(spreadsheet_xml(TABLE).replace("</Workbook>", hidden).encode(), "a.xls")
    assert [(grid.name, grid.hidden) for grid in grids] == [("Sheet1", False), ("藏", True)]


def test_merges_errors_and_hidden_rows_of_xlsb():
    (grid,) = open_grids(xlsb(TABLE, [(0, 0, 0, 3)], xlsb_row(5, {0: "甲", 1: "#DIV/0!"}, hidden=True)), "a")
    assert (grid.merged, grid.errors, grid.hidden_rows) == (((0, 0, 0, 3),), {(5, 1): "#DIV/0!"}, (5,))
    assert grid.text(5, 1) == "#DIV/0!"


def test_numbers_formulas_and_dates_of_excel_95():
    formats = record(0x0042, struct.pack("<H", 936))
    cells = (
        record(0x027E, struct.pack("<3Hi", 2, 0, 0, 7 << 2 | 2))  # an integer in 30 bits
        + record(0x00BD, struct.pack("<2HHiHiH", 2, 1, 0, 950 << 2 | 3, 0, 5 << 2 | 2, 2))
        + record(0x0006, struct.pack("<3H", 3, 0, 0) + b"\0" * 6 + b"\xff\xff" + bytes(8))
        + record(0x0207, struct.pack("<H", 2) + "甲".encode("gbk"))
        + record(0x0006, struct.pack("<3H", 3, 1, 0) + b"\2\0\7\0\0\0\xff\xff" + bytes(8))
        + record(0x0205, struct.pack("<3H2B", 3, 2, 0, 1, 0))
    )
    (grid,) = open_grids(biff5((("头",),), formats + cells), "a.xls")
    assert grid.rows == [["头"], [], [7, 9.5, 5], ["甲", "#DIV/0!", True]]
    assert grid.errors == {(3, 1): "#DIV/0!"}


def test_semicolons_separate_where_numbers_are_written_with_commas():
    (grid,) = open_grids("标题\n单位;案件;率\n甲;1,234;95,2\n乙;2,000;80,1\n".encode(), "a.csv")
    assert grid.rows[2] == ["甲", "1,234", "95,2"]


SEVEN = 'office:value-type="float" office:value="7"'
CELL = f"<table:table-cell {SEVEN}><text:p>7</text:p></table:table-cell>"
FILL = '<table:table-cell table:number-columns-repeated="16384"/>'


def ods_rows(rows: str) -> bytes:
    return ods(f'<table:table table:name="一">{rows}</table:table>')


def test_cells_and_rows_of_ods_that_stand_several_times_are_read_as_often():
    cell = f'<table:table-cell {SEVEN} table:number-columns-repeated="2"/>'
    rows = (
        f'<table:table-row table:number-rows-repeated="2">{cell}<table:table-cell/>{CELL}</table:table-row>'
    )
    (grid,) = open_grids(ods_rows(rows), "a.ods")
    assert grid.rows == [[7, 7, None, 7]] * 2


def test_empty_rows_of_ods_that_stand_a_million_times_cost_nothing():
    empty = f'<table:table-row table:number-rows-repeated="1048570">{FILL}</table:table-row>'
    (grid,) = open_grids(ods_rows(f"<table:table-row>{CELL}</table:table-row>{empty}"), "a.ods")
    assert grid.rows == [[7]]


def boasting_xls() -> bytes:
    """An .xls with one cell that declares all rows and columns there are."""
    data = xls((("甲", 1),))
    at = data.index(struct.pack("<2H", 0x0200, 14))
    return data[: at + 4] + struct.pack("<2I2H", 0, 0xFFFFFFFF, 0, 0xFFFF) + data[at + 16 :]


def test_an_xls_that_declares_more_cells_than_it_has_is_read_as_it_is():
    assert open_grids(boasting_xls(), "a.xls")[0].rows == [["甲", 1]]


@pytest.mark.parametrize("kind", FORMATS)
def test_damaged_bytes_of_every_format_are_read_or_refused_and_nothing_else(kind: str):
    draw, data = random.Random(kind), FORMATS[kind]()
    for _ in range(25):
        damaged = bytearray(data[: draw.randrange(1, len(data))] if draw.random() < 0.3 else data)
        for _ in range(draw.choice((1, 10, 100))):
            damaged[draw.randrange(len(damaged))] = draw.randrange(256)
        try:
            assert open_grids(bytes(damaged), "a.xlsx")
        except Unreadable as refused:
            assert str(refused)


def test_a_document_put_into_a_sheet_as_an_object_does_not_matter():
    assert values(read(with_parts(xlsx(TABLE), {"xl/embeddings/a.docx": zipped({"a": "b"})}))) == FACTS
