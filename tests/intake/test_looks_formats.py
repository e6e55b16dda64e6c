"""What a person sees and the values do not say, in every format that can say it: the same is found in each."""

from __future__ import annotations

import io
import random
import struct
from collections.abc import Callable
from pathlib import Path

import pytest
import xlwt
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from metrics.intake.copies.mend import mend
from metrics.intake.formats.biff_texts import marked_texts
from metrics.intake.formats.styles import Font as Seen
from metrics.intake.formats.styles import Styles
from metrics.intake.open import MOST_FAITHFUL
from metrics.model import Edit, Severity, Submission
from tests.intake import ledgers
from tests.intake import other_formats as other
from tests.intake.test_looks import with_runs
from tests.intake.workbooks import book, read, said, saved, table, values

ROWS = table(("东关街道", 8000, 0, 0), ("北关街道", 2, 2, 0), ("区财政局", 9, 3, 1))


def told(submission: Submission) -> dict[str, tuple[tuple[str, ...], str]]:
    """Code → cells and what was found there, of what concerns the looks; cells named in one order."""
    return {
        finding.code: (tuple(sorted(finding.places)), finding.found)
        for finding in submission.findings
        if finding.code in ("struck", "shown_otherwise", "seen_otherwise", "nought_hidden", "not_a_number")
    }


def looks() -> bytes:
    """A number in thousands, a nought that is not shown, a row crossed out; in C5 a digit raised."""
    made = book(ROWS)
    sheet = made.worksheets[0]
    sheet["B3"].number_format, sheet["C3"].number_format = "0,", "0;0;;@"
    for cell in sheet[4]:
        cell.font = Font(strike=True)
    sheet["C5"] = CellRichText("3", TextBlock(InlineFont(vertAlign="superscript"), "1"))
    return saved(made)


STRUCK = ("A4", "B4", "C4", "D4")
ALL = {
    "struck": (STRUCK, ""),
    "nought_hidden": (("C3",), "0"),
    "not_a_number": (("C5",), "3¹"),
}


@pytest.mark.parametrize(
    ("kind", "number"),
    [("xlsx", "shown_otherwise"), ("xls", "shown_otherwise"), ("ods", "seen_otherwise")],
)
def test_looks_are_told_whatever_office_saved_the_workbook_as(kind: str, number: str, tmp_path: Path):
    submission = read(other.converted(looks(), kind, tmp_path))
    assert told(submission) == {**ALL, number: (("B3",), "8000")}
    assert values(submission) == {"east": (8000, 0, 0), "north": (2, 2, 0), "money": (9, None, 1)}


# .xls


def xls(change: Callable[[xlwt.Worksheet], object]) -> bytes:
    made = xlwt.Workbook(encoding="utf-8")
    sheet = made.add_sheet("Sheet1", cell_overwrite_ok=True)
    for r, row in enumerate(ROWS):
        for c, value in enumerate(row):
            sheet.write(r, c, value)
    change(sheet)
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


STRIKE, RAISED = xlwt.easyfont("struck_out true"), xlwt.easyfont("escapement superscript")


@pytest.mark.parametrize(
    ("runs", "found"),
    [
        (("4", ("1", RAISED)), "4¹"),
        ((("4", STRIKE), "5"), "〔划去：4〕5"),
        (("甲", ("2", RAISED)), "甲²"),  # characters of two bytes each
        (("𠀀", ("2", RAISED)), "𠀀²"),  # of four
    ],
)
def test_an_xls_tells_marks_within_a_text(runs: tuple[str | tuple[str, xlwt.Font], ...], found: str):
    submission = read(xls(lambda sheet: sheet.write_rich_text(2, 1, runs)))
    assert told(submission) == {"not_a_number": (("B3",), found)}
    assert values(submission, "hearings_held")["east"] == (None,)


def test_an_xls_tells_a_format_with_chinese_in_it():
    style = xlwt.easyxf(num_format_str='0"万"')
    submission = read(xls(lambda sheet: sheet.write(2, 1, 8, style)))
    assert told(submission) == {"shown_otherwise": (("B3",), "8")}


def test_several_numbers_in_one_record_of_an_xls_are_told_each_for_itself():
    style = xlwt.easyxf(num_format_str="0;0;")
    # Small whole numbers in a row are written as one record (MULRK).
    submission = read(
        xls(lambda sheet: [sheet.write(2, c, value, style) for c, value in ((1, 7), (2, 0), (3, 0))])
    )
    assert told(submission) == {"nought_hidden": (("C3", "D3"), "0")}


def test_an_xls_of_plain_cells_says_nothing():
    plain = xlwt.easyxf("font: bold true", num_format_str='#,##0"件"')
    submission = read(xls(lambda sheet: sheet.write(2, 1, 12, plain)))
    assert said(submission) == []


@pytest.mark.parametrize("cut", range(9, 30))
def test_a_shared_text_cut_in_two_anywhere_is_read_whole(cut: int):
    styles = Styles()
    styles.fonts = [Seen(), Seen(raised=True)]
    wide = "开庭31"
    text = b"\x04\0\x09\x01\0" + wide.encode("utf-16-le") + b"\x03\0\x01\0"
    record = b"\x02\0\0\0\x02\0\0\0" + b"\x01\0\0A" + text
    head, characters = 12 + 5, 12 + 5 + 2 * len(wide)
    inside = head < cut < characters
    if cut < head or (inside and (cut - head) % 2):
        cut = head  # no record ends within the head of a text or within a character
    again = b"\x01" if head <= cut < characters else b""
    assert marked_texts([record[:cut], again + record[cut:]], styles) == {1: "开庭3¹"}


# Web pages


def page(*cells: str, head: str = "", before: str = "") -> bytes:
    """A page whose second row is made of the given cells."""
    rows = other.html(
        (ROWS[0], ROWS[1]), head + '<meta http-equiv="Content-Type" content="text/html; charset=gb2312">'
    )
    cut = rows.index("</table>")
    row = f"<tr {before}><td>东关街道</td>{''.join(cells)}</tr>"
    return (rows[:cut] + row + rows[cut:]).encode("gb18030")


SHEET = """<style><!-- /* 样式 */
.xl65 {mso-style-parent:style0; mso-number-format:"0\\,";}
td.xl66, .other {text-decoration:line-through;}
.xl67 {mso-number-format:"0\\0022万\\0022";}
.xl68 {mso-number-format:"0\\;0\\;\\;\\@";}
.xl69 {mso-number-format:"\\#\\,\\#\\#0"; font-weight:700}
.font5 {vertical-align:super} --></style>"""


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (("<td class=xl65>8000</td>",), {"shown_otherwise": (("B3",), "8000")}),
        (("<td class='xl99 xl67'>8</td>",), {"shown_otherwise": (("B3",), "8")}),
        (("<td>1</td>", "<td class=xl68>0</td>"), {"nought_hidden": (("C3",), "0")}),
        (("<td class=xl66>8</td>",), {"struck": (("B3",), "")}),
        (('<td style="text-decoration: line-through">8</td>',), {"struck": (("B3",), "")}),
        (("<td><s><font>8</font></s></td>",), {"struck": (("B3",), "")}),
        (("<td> <del>8</del><br></td>", "<td><strike>1</strike></td>"), {"struck": (("B3", "C3"), "")}),
        (("<td><s>4</s>5</td>",), {"not_a_number": (("B3",), "〔划去：4〕5")}),
        (("<td>3<sup>1</sup></td>",), {"not_a_number": (("B3",), "3¹")}),
        (("<td>3<font class=font5>1</font></td>",), {"not_a_number": (("B3",), "3¹")}),
        (('<td style="mso-number-format:Yes/No">1</td>',), {"shown_otherwise": (("B3",), "1")}),
        (('<td style="mso-number-format:\\D800 0\\,">8</td>',), {"shown_otherwise": (("B3",), "8")}),
        (('<td x:num="8000">8</td>',), {"seen_otherwise": (("B3",), "8000")}),
        (('<td sdval="45839">2025-07-01</td>',), {"seen_otherwise": (("B3",), "45839")}),
        (('<td x:num="0"></td>',), {"nought_hidden": (("B3",), "0")}),
        (("<td class=xl69>8,000</td>", '<td x:num="2">2件</td>', '<td x:num="0"> - </td>'), {}),
        (("<td style=\"mso-number-format:'\\@'\">12</td>",), {}),
        (("<td><s></s>8<p>", "<td>2"), {}),
    ],
)
def test_a_web_page_tells_the_looks_of_its_cells(cells: tuple[str, ...], expected: dict[str, object]):
    submission = read(page(*cells, head=SHEET))
    assert told(submission) == expected
    assert "".join(
        finding.message for finding in submission.findings
    ).encode()  # half a character cannot be stored


def test_a_row_of_a_web_page_that_is_crossed_out_is_told():
    submission = read(page("<td>8</td><td>2</td><td>1</td>", before='style="text-decoration:line-through"'))
    assert told(submission) == {"struck": (("A3", "B3", "C3", "D3"), "")}


def test_the_styles_of_a_web_archive_stand_in_a_part_of_their_own():
    whole = other.mhtml(page("<td class=xl66>8</td>").decode("gb18030"), names=["表"])
    part = b"----=_Part\r\nContent-Type: text/css\r\n\r\n.xl66 {text-decoration:line-through}\r\n----=_Part--"
    assert told(read(whole.replace(b"----=_Part--", part))) == {"struck": (("B3",), "")}


def test_looks_of_a_page_saved_by_libreoffice_are_told(tmp_path: Path):
    # It keeps the look of whole cells, not that of characters within them.
    expected = {**ALL, "seen_otherwise": (("B3",), "8000")}
    del expected["not_a_number"]
    assert told(read(other.converted(looks(), "html", tmp_path))) == expected


# XML 表格 2003

STYLES = """<Style ss:ID="Default"/><Style ss:ID="struck"><Font ss:StrikeThrough="1"/></Style>
<Style ss:ID="own" ss:Parent="struck"><NumberFormat ss:Format="0,"/></Style>
<Style ss:ID="not" ss:Parent="struck"><Font/></Style>
<Style ss:ID="zero"><NumberFormat ss:Format="0;0;;@"/></Style>
<Style ss:ID="day"><NumberFormat ss:Format="Short Date"/></Style>
<Style ss:ID="round" ss:Parent="round"><NumberFormat ss:Format="Standard"/></Style>"""


def xml(row: str, *, table: str = "", options: str = "") -> bytes:
    made = other.spreadsheet_xml((ROWS[0], ROWS[1]), inside=row)
    made = made.replace("<Styles>", f"<Styles>{STYLES}").replace("<Table>", f"<Table>{table}")
    return made.replace("</Table>", f"</Table>{options}").encode()


def xml_row(*cells: tuple[object, str], style: str = "") -> str:
    data = "".join(
        f'<Cell{f" ss:StyleID={chr(34)}{own}{chr(34)}" if own else ""}><Data ss:Type="Number">{value}</Data></Cell>'
        for value, own in cells
    )
    about = f' ss:StyleID="{style}"' if style else ""
    return f'<Row{about}><Cell><Data ss:Type="String">东关街道</Data></Cell>{data}</Row>'


@pytest.mark.parametrize(
    ("row", "table", "expected"),
    [
        (
            xml_row((8000, "own"), (0, "zero"), (0, "")),
            "",
            {
                "struck": (("B3",), ""),
                "shown_otherwise": (("B3",), "8000"),
                "nought_hidden": (("C3",), "0"),
            },
        ),
        (xml_row((8, "not"), (1, ""), style="struck"), "", {"struck": (("A3", "C3"), "")}),
        (xml_row((8, "")), '<Column ss:Index="2" ss:StyleID="struck"/>', {"struck": (("B3",), "")}),
        (xml_row((8, "day")), "", {"shown_otherwise": (("B3",), "8")}),
        (xml_row((8, "round"), (0, "")), "", {}),
        (
            xml_row().replace("</Row>", '<Cell><Data ss:Type="String">3<Sup>1</Sup></Data></Cell></Row>'),
            "",
            {"not_a_number": (("B3",), "3¹")},
        ),
        (
            xml_row().replace("</Row>", '<Cell><Data ss:Type="String"><S>4</S>5</Data></Cell></Row>'),
            "",
            {"not_a_number": (("B3",), "〔划去：4〕5")},
        ),
    ],
)
def test_an_xml_of_2003_tells_the_looks_of_its_cells(row: str, table: str, expected: dict[str, object]):
    assert told(read(xml(row, table=table))) == expected


def test_an_xml_of_2003_that_is_set_to_show_no_noughts_says_so():
    options = '<WorksheetOptions xmlns="urn:schemas-microsoft-com:office:excel"><DoNotDisplayZeros/></WorksheetOptions>'
    submission = read(xml(xml_row((8, ""), (0, ""), (0, "")), options=options))
    assert told(submission) == {"nought_hidden": (("C3", "D3"), "0")}


# .ods


def ods_style(name: str, family: str = "table-cell", parent: str = "", text: str = "") -> str:
    derived = f' style:parent-style-name="{parent}"' if parent else ""
    look = f"<style:text-properties style:text-{text}/>" if text else ""
    return f'<style:style style:name="{name}" style:family="{family}"{derived}>{look}</style:style>'


ODS_STYLES = "".join(
    (
        ods_style("struck", text='line-through-style="solid"'),
        ods_style("struck", "text", text='line-through-type="single"'),
        ods_style("up", "text", text='position="super 58%"'),
        ods_style("down", "text", text='position="-33% 58%"'),
        ods_style("own", parent="struck"),
        ods_style("not", parent="struck", text='line-through-style="none"'),
        ods_style("named", parent="Crossed"),
    )
)
NAMED = """<office:document-styles xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"><office:styles><style:style style:name="Crossed"
style:family="table-cell"><style:text-properties style:text-line-through-type="single"/></style:style></office:styles>
</office:document-styles>"""


def ods_text(text: object) -> str:
    return f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'


def ods_number(value: object, shown: object, style: str = "") -> str:
    about = f' table:style-name="{style}"' if style else ""
    return (
        f'<table:table-cell office:value-type="float" office:value="{value}"{about}><text:p>{shown}</text:p>'
        "</table:table-cell>"
    )


def ods(*cells: str, columns: str = "", named: str = NAMED) -> bytes:
    rows = "".join(
        f"<table:table-row>{''.join(map(ods_text, row))}</table:table-row>" for row in (ROWS[0], ROWS[1])
    )
    rows += f"<table:table-row>{ods_text('东关街道')}{''.join(cells)}</table:table-row>"
    made = other.ods(f'<table:table table:name="表">{columns}{rows}</table:table>')
    content = other.part(made, "content.xml").decode()
    content = content.replace("</office:automatic-styles>", f"{ODS_STYLES}</office:automatic-styles>")
    return other.with_parts(made, {"content.xml": content, "styles.xml": named})


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (
            (ods_number(8000, 8), ods_number(0, "")),
            {"seen_otherwise": (("B3",), "8000"), "nought_hidden": (("C3",), "0")},
        ),
        ((ods_number(8, "8", "own"), ods_number(1, 1, "not")), {"struck": (("B3",), "")}),
        ((ods_number(8, "8", "named"), ods_number(1, 1, "struck")), {"struck": (("B3", "C3"), "")}),
        ((ods_text('3<text:span text:style-name="up">1</text:span>'),), {"not_a_number": (("B3",), "3¹")}),
        (
            (ods_text('<text:span text:style-name="struck">4</text:span>5'),),
            {"not_a_number": (("B3",), "〔划去：4〕5")},
        ),
        (
            (
                ods_text('3<text:span text:style-name="down">1</text:span>'),
                ods_number(0, "-"),
                ods_number(0, "0.00"),
            ),
            {},
        ),
        ((ods_number(1234, "1,234"), ods_number(12, "12件"), ods_number(3, " 3.0 ")), {}),
    ],
)
def test_an_ods_tells_the_looks_of_its_cells(cells: tuple[str, ...], expected: dict[str, object]):
    assert told(read(ods(*cells))) == expected


def test_a_cell_of_an_ods_without_a_style_has_that_of_its_column():
    columns = '<table:table-column/><table:table-column table:default-cell-style-name="struck"/>'
    submission = read(ods(ods_number(8, 8), ods_number(1, 1), columns=columns))
    assert [f.places for f in submission.findings if f.code == "struck"] == [("B3",)]


def test_an_ods_with_damaged_styles_is_read_without_them():
    assert told(read(ods(ods_number(8, 8, "own"), ods_number(1, 1, "named"), named="<broken"))) == {
        "struck": (("B3",), "")
    }


# .xlsx beyond what is read faithfully


def large(data: bytes, sheet: str = "") -> bytes:
    """The workbook with so much beside its cells that only the bulk reader takes it. sheet: attributes of its view."""
    filling = random.Random(1).randbytes(MOST_FAITHFUL // 2 + 1).hex()
    part = other.part(data, "xl/worksheets/sheet1.xml").decode()
    part = part.replace("</worksheet>", f"<!--{filling}--></worksheet>").replace(
        "<sheetView ", f"<sheetView {sheet}"
    )
    return other.with_parts(data, {"xl/worksheets/sheet1.xml": part})


def test_a_large_workbook_tells_the_same_as_a_small_one(tmp_path: Path):
    submission = read(large(other.converted(looks(), "xlsx", tmp_path)))
    assert told(submission) == {**ALL, "shown_otherwise": (("B3",), "8000")}
    assert values(submission) == {"east": (8000, 0, 0), "north": (2, 2, 0), "money": (9, None, 1)}


@pytest.mark.parametrize("shared", [False, True])
@pytest.mark.parametrize(
    ("runs", "found"),
    [
        ((("", "3"), ('<vertAlign val="superscript"/>', "1")), "3¹"),
        ((("<strike/>", "4"), ("", "5")), "〔划去：4〕5"),
    ],
)
def test_marks_within_a_text_of_a_large_workbook_are_told(
    runs: tuple[tuple[str, str], ...], found: str, shared: bool
):
    assert told(read(large(with_runs(*runs, shared=shared)))) == {"not_a_number": (("B3",), found)}


def test_a_large_workbook_of_plain_cells_says_nothing():
    made = book(ROWS)
    sheet = made.worksheets[0]
    sheet["B3"].font, sheet["C3"].number_format, sheet["F9"].font = (
        Font(bold=True),
        '0"件"',
        Font(strike=True),
    )
    sheet["D9"].number_format = "yyyy-mm-dd"
    assert told(read(large(saved(made)))) == {}


def test_a_percentage_in_a_large_workbook_is_no_count():
    made = book(ROWS)
    made.worksheets[0]["B3"] = 1
    made.worksheets[0]["B3"].number_format = "0%"
    assert "percent_as_count" in said(read(large(saved(made))))


# The setting “在具有零值的单元格中显示零”, switched off


@pytest.mark.parametrize("enlarged", [False, True])
def test_an_xlsx_that_is_set_to_show_no_noughts_says_so(enlarged: bool):
    made = book(ROWS)
    made.worksheets[0].sheet_view.showZeros = False
    data = saved(made)
    submission = read(large(data) if enlarged else data)
    assert told(submission) == {"nought_hidden": (("C3", "D3", "D4"), "0")}
    assert values(submission)["east"] == (8000, 0, 0)


def test_an_xls_that_is_set_to_show_no_noughts_says_so():
    def hide(sheet: xlwt.Worksheet) -> None:
        sheet.show_zero_values = False

    assert told(read(xls(hide))) == {"nought_hidden": (("C3", "D3", "D4"), "0")}


# .xlsb


def xlsb_styles() -> bytes:
    """Fonts: plain, crossed out, raised. Styles of cells: plain, crossed out, “0,”, “0;0;;@”, a percentage; the first
    list is of styles that cells are derived from."""
    fonts = [(0, 0), (0x08, 0), (0, 1)]
    made = b"".join(
        other.xlsb_record(43, struct.pack("<4H", 220, lines, 400, script)) for lines, script in fonts
    )
    for number, code in ((164, "0,"), (165, "0;0;;@")):
        made += other.xlsb_record(44, struct.pack("<H", number) + other.wide(code))
    made += (
        other.xlsb_record(626)
        + other.xlsb_record(47, struct.pack("<3H", 0xFFFF, 164, 1))
        + other.xlsb_record(627)
    )
    used = [(0, 0), (0, 1), (164, 0), (165, 0), (9, 0)]
    styles = b"".join(other.xlsb_record(47, struct.pack("<3H10x", 0, *one)) for one in used)
    return made + other.xlsb_record(617, struct.pack("<I", len(used))) + styles + other.xlsb_record(618)


def xlsb(*cells: bytes, before: bytes = b"") -> bytes:
    name = other.xlsb_record(6, struct.pack("<2I", 0, 0) + other.wide("东关街道"))
    row = other.xlsb_record(0, struct.pack("<2I", 2, 0) + bytes(9))
    rich = b"\x01" + other.wide("31") + struct.pack("<I2H", 1, 1, 2)
    shared = other.xlsb_record(159, struct.pack("<2I", 1, 2)) + other.xlsb_record(
        19, b"\0" + other.wide("甲")
    )
    shared += other.xlsb_record(19, rich) + other.xlsb_record(160)
    data = other.xlsb((ROWS[0], ROWS[1]), extra=row + name + b"".join(cells))
    sheet = other.part(data, "xl/worksheets/sheet1.bin")
    begin = other.xlsb_record(129)
    assert sheet.startswith(begin)
    parts = {"xl/styles.bin": xlsb_styles(), "xl/sharedStrings.bin": shared}
    return other.with_parts(data, {**parts, "xl/worksheets/sheet1.bin": begin + before + sheet[len(begin) :]})


def xlsb_number(column: int, value: float, style: int = 0) -> bytes:
    return other.xlsb_record(5, struct.pack("<2Id", column, style, value))


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (
            (xlsb_number(1, 8000, 2), xlsb_number(2, 0, 3)),
            {"shown_otherwise": (("B3",), "8000"), "nought_hidden": (("C3",), "0")},
        ),
        ((xlsb_number(1, 8, 1), xlsb_number(2, 2)), {"struck": (("B3",), "")}),
        ((other.xlsb_record(7, struct.pack("<3I", 1, 0, 1)),), {"not_a_number": (("B3",), "3¹")}),
        ((xlsb_number(1, 8), xlsb_number(2, 0)), {}),
    ],
)
def test_an_xlsb_tells_the_looks_of_its_cells(cells: tuple[bytes, ...], expected: dict[str, object]):
    assert told(read(xlsb(*cells))) == expected


def test_a_percentage_in_an_xlsb_is_no_count():
    assert "percent_as_count" in said(read(xlsb(xlsb_number(1, 1, 4))))


def test_an_xlsb_that_is_set_to_show_no_noughts_says_so():
    view = other.xlsb_record(137, struct.pack("<H", 0x03CC) + bytes(28))
    assert told(read(xlsb(xlsb_number(1, 8), xlsb_number(2, 0), before=view))) == {
        "nought_hidden": (("C3",), "0")
    }


# What becomes of the looks afterwards


@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_a_version_mended_on_the_page_tells_the_looks_of_its_original(kind: str, tmp_path: Path):
    data = other.converted(looks(), kind, tmp_path)
    mended = mend(data, f"报表.{kind}", [Edit("Sheet1", "C5", "3¹", "3")])
    assert told(read(mended.data)) == {
        "struck": (STRUCK, ""),
        "nought_hidden": (("C3",), "0"),
        "shown_otherwise": (("B3",), "8000"),
    }


def test_a_number_typed_in_place_of_one_that_was_shown_as_another_is_shown_as_itself():
    mended = mend(looks(), "报表.xlsx", [Edit("Sheet1", "B3", "8000", "8"), Edit("Sheet1", "C3", "0", "2")])
    submission = read(mended.data)
    assert not {"shown_otherwise", "nought_hidden"} & told(submission).keys()
    assert values(submission)["east"] == (8, 2, 0)


@pytest.mark.parametrize("enlarged", [False, True])
def test_rows_of_a_ledger_that_are_crossed_out_are_counted_and_said(enlarged: bool):
    made = book(
        ledgers.sheet(
            ledgers.USUAL, ledgers.row(case="（2025）陕07行初2号"), ledgers.row(case="（2025）陕07行初3号")
        )
    )
    for row in (4, 5):
        for cell in made.worksheets[0][row]:
            cell.font = Font(strike=True)
    data = saved(made)
    submission = read(large(data) if enlarged else data)
    (finding,) = ledgers.found(submission, "ledger_struck")
    assert (finding.places, finding.found, finding.severity) == (("A4", "A5"), "2", Severity.VERIFY)
    assert ledgers.one(submission, "litigation_new_cases") == (3,)
