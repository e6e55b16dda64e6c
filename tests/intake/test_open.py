"""Bytes to grids: both readers, disguises, damage, and sheets that would fill all memory."""

import io
import random
import zipfile
from datetime import date

import openpyxl
import pytest
from openpyxl.comments import Comment

from metrics.intake.open import bulk, faithful, open_grids
from metrics.limits import DEFAULTS
from metrics.model import Unreadable
from tests.intake.other_formats import with_parts
from tests.intake.workbooks import book, saved, table, text, xls, xlsx

ROWS = table(("东关街道", 4, 3, 1), ("北关街道", None, "—", "０件"), ("区财政局", 2.5, True, "1,234"))


def plain(value: object) -> object:
    """An empty cell is None to one reader and “” to the other; 4 and 4.0 are one number."""
    return None if value == "" else value


def same(rows: list[list[object]]) -> list[list[object]]:
    width = max(map(len, rows))
    return [[plain(value) for value in row] + [None] * (width - len(row)) for row in rows]


def test_both_readers_agree_on_a_workbook_that_both_can_read():
    made = book(ROWS, (("甲", date(2025, 9, 30)), (None, 0), (-3, 1e6)))
    made["Sheet1"].merge_cells("A1:D1")
    made["Sheet2"].sheet_state = "hidden"
    data = saved(made)
    for one, other in zip(faithful(data), bulk(data), strict=True):
        assert (one.name, one.hidden, one.merged) == (other.name, other.hidden, other.merged)
        first, second = same(one.rows), same(other.rows)
        if one.name == "Sheet2":  # a day is a datetime here and a date there
            assert str(first[0].pop())[:10] == str(second[0].pop()) == "2025-09-30"
        assert first == second


def test_both_readers_keep_a_cell_at_its_address_when_rows_and_columns_in_front_are_empty():
    data = xlsx(((None,), (None,), (None, None, 7)))
    assert faithful(data)[0].value(2, 2) == bulk(data)[0].value(2, 2) == 7


def test_xls_and_csv_give_the_same_cells_as_xlsx():
    rows = table(("东关街道", 4, 3, 1), ("北关街道", 2, None, 0))
    want = [["" if v is None else str(v) for v in row] for row in same([list(r) for r in rows])]
    for data in (xls(rows), text(rows).encode()):
        (grid,) = open_grids(data, "a.bin")
        shown = [[str(v).removesuffix(".0") if v is not None else "" for v in row] for row in same(grid.rows)]
        assert shown == want


@pytest.mark.parametrize("separator", [",", "\t", ";"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
def test_a_text_table_is_read_in_every_usual_encoding(encoding: str, separator: str):
    (grid,) = open_grids(text(ROWS, separator).encode(encoding), "三季度.csv")
    assert grid.name == "三季度"
    assert grid.rows[2] == ["东关街道", "4", "3", "1"]


def test_what_only_the_faithful_reader_sees():
    made = book((("a", "b", "c", "d"), (1, 2, 3, 4), (0.9524, 6, 7, 8)))
    sheet = made["Sheet1"]
    sheet["A2"] = "#DIV/0!"
    sheet["A2"].data_type = "e"
    sheet["A3"].number_format = "0.00%"
    sheet["B2"] = "=C2+D2"
    sheet["C3"].comment = Comment("系列案", "")
    sheet.row_dimensions[2].hidden = True
    sheet.column_dimensions["D"].hidden = True
    (grid,) = open_grids(saved(made), "a.xlsx")
    assert grid.errors == {(1, 0): "#DIV/0!"}
    assert grid.percents == {(2, 0): 2}
    assert grid.uncalculated == {(1, 1)}
    assert grid.comments == {(2, 2): "系列案"}
    assert (grid.hidden_rows, grid.hidden_columns) == ((1,), (3,))


def test_rows_and_columns_hidden_outside_the_table_are_not_mentioned():
    made = book((("a", "b"), (1, 2)))
    made["Sheet1"].column_dimensions.group("F", "XFD", hidden=True)
    made["Sheet1"].row_dimensions[900].hidden = True
    (grid,) = open_grids(saved(made), "a.xlsx")
    assert (grid.hidden_rows, grid.hidden_columns) == ((), ())


def docx() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    return buffer.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "空的"),
        (b"\0" * 100, "空的"),
        (b"x" * (DEFAULTS.file_bytes + 1), "20 MB"),
        (b"%PDF-1.7 ...", "PDF"),
        (docx(), "Word"),
        (OLE, "损坏"),
        (b"\x89PNG\r\n\x1a\n....", "图片"),
        (b"PK\x03\x04 nothing else", "损坏"),
        (b"\x00\x01\x02\x03" * 50, "不认识"),
        (b"plain words without any table", "不认识"),
        (('a,"' + "x" * 200_000).encode(), "不认识"),
        (saved(openpyxl.Workbook()), "没有任何内容"),
    ],
)
def test_what_is_no_workbook_is_refused_with_what_to_do(data: bytes, words: str):
    with pytest.raises(Unreadable) as refused:
        open_grids(data, "报表.xlsx")
    assert words in str(refused.value)
    assert "请" in str(refused.value)


def test_the_name_of_a_file_does_not_decide_what_it_is():
    assert open_grids(xls(ROWS), "报表.csv")[0].rows[2][0] == "东关街道"
    assert open_grids(text(ROWS).encode(), "报表.xlsx")[0].rows[2][0] == "东关街道"


def with_cells(xml: bytes) -> bytes:
    """A workbook of one cell, and further XML in its sheet that no library would write."""
    source, buffer = zipfile.ZipFile(io.BytesIO(xlsx((("甲", 1),)))), io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name.endswith("sheet1.xml"):
                content = content.replace(b"</sheetData>", xml + b"</sheetData>")
            target.writestr(name, content)
    return buffer.getvalue()


def test_a_stray_value_in_the_last_cell_is_refused_instead_of_filling_the_memory():
    data = with_cells(b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')
    with pytest.raises(Unreadable, match="XFD1048576"):
        open_grids(data, "a.xlsx")


def test_columns_formatted_down_to_the_last_row_are_read_at_once():
    data = with_cells(b'<row r="1048576"><c r="XFD1048576" s="0"/></row>')
    assert open_grids(data, "a.xlsx")[0].rows == [["甲", 1]]


def test_a_merge_over_whole_columns_is_refused():
    made = book((("甲", 1),))
    made["Sheet1"].merged_cells.add("A5:XFD1048576")
    with pytest.raises(Unreadable, match="合并"):
        open_grids(saved(made), "a.xlsx")


def test_a_workbook_that_inflates_beyond_measure_is_refused():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<w/>")
        for n in range(5):
            archive.writestr(f"xl/media/{n}.bin", bytes(90 * 1024 * 1024))
    with pytest.raises(Unreadable, match="展开"):
        open_grids(buffer.getvalue(), "a.xlsx")


def test_a_style_that_openpyxl_does_not_understand_does_not_lose_the_figures():
    source, buffer = zipfile.ZipFile(io.BytesIO(xlsx(ROWS))), io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "xl/styles.xml":
                content = content.replace(b'patternType="gray125"', b'patternType="no such thing"')
            target.writestr(name, content)
    assert open_grids(buffer.getvalue(), "a.xlsx")[0].rows[2][:2] == ["东关街道", 4]


@pytest.mark.parametrize("data", [xlsx(ROWS), text(ROWS).encode("gb18030")], ids=["xlsx", "csv"])
def test_damaged_bytes_are_read_or_refused_and_nothing_else(data: bytes):
    draw = random.Random(1)
    for _ in range(60):
        damaged = bytearray(data[: draw.randrange(1, len(data))] if draw.random() < 0.3 else data)
        for _ in range(draw.choice((1, 10, 100))):
            damaged[draw.randrange(len(damaged))] = draw.randrange(256)
        try:
            assert open_grids(bytes(damaged), "a.xlsx")
        except Unreadable as refused:
            assert str(refused)


@pytest.mark.parametrize(
    ("written", "without"),
    [
        ("<f>2+2</f><v>4</v>", False),
        ('<f t="shared" si="0"/><v>4</v>', False),
        ("<f>2+2</f>", True),
        ("<f>2+2</f><v/>", True),
        ("<f>2+2</f><v></v>", True),
        ("<f><![CDATA[2+2]]></f><v/>", True),
        ("<f>2+2</f><!-- --><v/>", True),
    ],
)
def test_a_formula_without_result_is_known_however_it_is_written(written: str, without: bool):
    part = "xl/worksheets/sheet1.xml"
    data = xlsx(table(("东关街道", 44, 3, 1)))
    xml = zipfile.ZipFile(io.BytesIO(data)).read(part).decode().replace("<v>44</v>", written)
    assert written in xml
    (grid,) = open_grids(with_parts(data, {part: xml}), "a.xlsx")
    assert grid.uncalculated == ({(2, 1)} if without else frozenset())
