"""Files made to do harm, read at a real desk: each is refused in its own words, and the next file is read.

What the reader alone refuses is in test_refused; here is what would reach it through the app.
"""

from __future__ import annotations

import io
import random
import re
import struct
import zipfile
from collections.abc import Callable, Iterator
from functools import cache

import psutil
import pytest

from metrics import catalogue, intake
from metrics.intake.desk import Desk
from metrics.intake.formats import outside
from metrics.intake.open import open_grids
from metrics.intake.rules import MOST_FOUND
from metrics.limits import Limits
from metrics.model import Context, Submission, Unreadable
from tests.intake.other_formats import compound, html, ods, record, spreadsheet_xml, with_parts, xlsb, zipped
from tests.intake.workbooks import UNITS, noted, read, table, text, xls, xlsx

ROWS = table(("东关街道", 4, 3, 1), ("北关街道", 12, 0, 0))
SMALL = xlsx(ROWS)
SHEET = "xl/worksheets/sheet1.xml"
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
RELATIONS = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
CONTEXT = Context(UNITS)


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    """Small limits, so that what meets them meets them soon."""
    made = Desk(Limits(workers=1, seconds=8, memory_mb=400))
    yield made
    made.close()


def at_desk(desk: Desk, data: bytes, name: str = "报表.xlsx") -> Submission:
    """As receive.check does: a refusal is a submission too. Afterwards a usual workbook is read."""
    try:
        submission = desk.read(data, name, catalogue.load(), CONTEXT)
    except Unreadable as error:
        submission = intake.unreadable(data, name, str(error))
    assert desk.read(SMALL, "报表.xlsx", catalogue.load(), CONTEXT).units == ("east", "north")
    return submission


def sheet(inside: str) -> bytes:
    return with_parts(SMALL, {SHEET: f"<worksheet {MAIN}>{inside}</worksheet>"})


def cell(content: str) -> str:
    return f'<sheetData><row r="1"><c r="A1">{content}</c></row></sheetData>'


@cache
def part(name: str) -> str:
    return zipfile.ZipFile(io.BytesIO(SMALL)).read(name).decode()


def random_text(length: int) -> str:
    return "".join(random.Random(length).choices("甲乙丙丁戊己庚辛", k=length))


def many_sheets(count: int) -> bytes:
    sheets = "".join(f'<sheet name="s{n}" sheetId="{n + 1}" r:id="rId1"/>' for n in range(count))
    return with_parts(
        SMALL, {"xl/workbook.xml": f"<workbook {MAIN} {RELATIONS}><sheets>{sheets}</sheets></workbook>"}
    )


def styles(count: int) -> bytes:
    one = '<xf numFmtId="0" fontId="0" fillId="0" borderId="0"><alignment horizontal="center"/></xf>'
    some = f'<cellXfs count="{count}">{one * count}</cellXfs>'
    return with_parts(SMALL, {"xl/styles.xml": re.sub(r"<cellXfs.*</cellXfs>", some, part("xl/styles.xml"))})


def one_text_many_times() -> bytes:
    rows = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 150_000))
    texts = f'<sst {MAIN} uniqueCount="1"><si><t>{random_text(32_000)}</t></si></sst>'
    return with_parts(
        SMALL,
        {
            "xl/sharedStrings.xml": texts,
            SHEET: f"<worksheet {MAIN}><sheetData>{rows}</sheetData></worksheet>",
        },
    )


def sectors_in_a_circle() -> bytes:
    """An .xls whose table of sectors names each as the next of the one before, and the first as that of the last."""
    data = bytearray(xls(ROWS))
    (table_sector,) = struct.unpack_from("<I", data, 76)
    struct.pack_into("<128I", data, (table_sector + 1) * 512, *range(1, 128), 0)
    return bytes(data)


REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "zip bomb": (lambda: with_parts(SMALL, {"xl/x.xml": b"<x>" + bytes(80_000_000)}), "展开"),
    "many entries": (lambda: with_parts(SMALL, {f"x/{n}": "" for n in range(3000)}), "展开"),
    "zip within": (lambda: with_parts(SMALL, {"xl/media/a.png": zipped({"a": "b"})}), "安全"),
    "folder of workbooks": (lambda: zipped({"三季度/甲.xlsx": SMALL}), "解压"),
    "hundred thousand sheets": (lambda: many_sheets(100_000), "超过 256 张"),
    "hundred thousand sheets in ods": (
        lambda: ods(
            "".join(
                f'<table:table table:name="{n}"><table:table-row><table:table-cell '
                f'office:value-type="float" office:value="{n}"/></table:table-row></table:table>'
                for n in range(3000)
            )
        ),
        "超过 256 张",
    ),
    "million merged ranges": (
        lambda: sheet(
            cell("<v>1</v>")
            + "<mergeCells>"
            + "".join(f'<mergeCell ref="A{n}:B{n}"/>' for n in range(1, 250_000))
            + "</mergeCells>"
        ),
        "合并",
    ),
    "one text in many cells": (one_text_many_times, "内存超过 400 MB"),
    "attributes without end": (lambda: ("<table " + "a " * 3_000_000).encode(), "内存超过|没有表格"),
    "deep elements": (
        lambda: sheet("<sheetData>" + "<a>" * 200_000 + "</a>" * 200_000 + "</sheetData>"),
        "没有任何内容",
    ),
    "more lines than anything": (lambda: b"\n" * 12_000_000 + b"1", "内存超过|没有读完|过远"),
    "more columns than a sheet has": (lambda: b"a" + b"," * 20_000 + b"\n1,2\n", "超过 16384 列"),
    "sectors in a circle": (sectors_in_a_circle, "损坏"),
    "wrong magic": (lambda: b"PK\x03\x04" + random.Random(1).randbytes(5000), "损坏"),
    "wrong magic of a compound file": (
        lambda: bytes.fromhex("d0cf11e0a1b11ae1") + random.Random(2).randbytes(5000),
        "损坏",
    ),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_a_file_made_to_do_harm_is_refused_in_its_own_words(desk: Desk, kind: str):
    make, words = REFUSED[kind]
    (finding,) = at_desk(desk, make()).findings
    assert finding.code == "unreadable"
    assert re.search(words, finding.found) and "请" in finding.found


def test_a_page_that_keeps_the_parser_busy_is_given_up():
    """Each unfinished comment is looked for to the end of the page, by some versions of Python."""
    desk = Desk(Limits(workers=1, seconds=1))
    try:
        (finding,) = at_desk(desk, ("<table><tr><td>" + "<!--" * 300_000).encode()).findings
        assert re.search("读了 1 秒还没有读完|没有表格", finding.found)
    finally:
        desk.close()


HARMLESS: dict[str, Callable[[], bytes]] = {
    "columns to the end of the world": lambda: sheet(
        '<cols><col min="1" max="2147483647" hidden="1"/></cols>' + cell("<v>1</v>")
    ),
    "ninety thousand merged ranges": lambda: sheet(
        cell("<v>1</v>")
        + "<mergeCells>"
        + "".join(f'<mergeCell ref="A{n * 2 + 1}:A{n * 2 + 2}"/>' for n in range(90_000))
        + "</mergeCells>"
    ),
    "ten thousand styles": lambda: styles(10_000),
    "a formula of a megabyte": lambda: sheet(cell(f"<f>{random_text(400_000)}</f><v>1</v>")),
    "a formula for every cell": lambda: sheet(
        cell('<f t="shared" ref="A1:XFD1048576" si="0">B1</f><v>1</v>')
    ),
    "a number of a million digits": lambda: sheet(cell(f"<v>{'9' * 1_000_000}</v>")),
    "tables within tables": lambda: ("<html>" + "<table><tr><td>1" * 20_000).encode(),
    "a condition for every cell": lambda: sheet(
        cell("<v>1</v>")
        + '<conditionalFormatting sqref="A1:XFD1048576"><cfRule type="expression" priority="1">'
        "<formula>1</formula></cfRule></conditionalFormatting>"
    ),
}


@pytest.mark.parametrize("kind", HARMLESS)
def test_a_file_that_only_looks_dangerous_is_read(desk: Desk, kind: str):
    assert "unreadable" not in [finding.code for finding in at_desk(desk, HARMLESS[kind]()).findings]


DOCTYPE = '<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
EXTERNAL = '<!DOCTYPE w SYSTEM "file:///etc/passwd">'


@pytest.mark.parametrize("declared", [DOCTYPE, EXTERNAL], ids=["entities", "external"])
@pytest.mark.parametrize("name", sorted(zipfile.ZipFile(io.BytesIO(SMALL)).namelist()))
def test_a_document_type_is_refused_in_every_part(name: str, declared: str):
    content = part(name)
    at = content.index("?>") + 2 if content.startswith("<?xml") else 0
    with pytest.raises(Unreadable, match="安全"):
        open_grids(with_parts(SMALL, {name: content[:at] + declared + content[at:]}), "报表.xlsx")


def test_a_document_type_is_refused_in_a_part_with_an_innocent_name():
    """A sheet is what its relation says, whatever it is called."""
    relations = part("xl/_rels/workbook.xml.rels").replace("worksheets/sheet1.xml", "worksheets/sheet1.bin")
    data = with_parts(SMALL, {"xl/_rels/workbook.xml.rels": relations})
    data = with_parts(data, {"xl/worksheets/sheet1.bin": DOCTYPE + part(SHEET)})
    with pytest.raises(Unreadable, match="安全"):
        open_grids(data, "报表.xlsx")


def test_a_document_type_is_refused_in_the_letters_of_a_mainframe():
    declared = b'<?xml version="1.0" encoding="cp037"?>'
    with pytest.raises(Unreadable, match="安全"):
        open_grids(with_parts(SMALL, {SHEET: declared + (DOCTYPE + "<w/>").encode("cp037")}), "报表.xlsx")


def test_a_picture_in_svg_may_have_a_document_type():
    picture = '<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "svg11.dtd"><svg/>'
    assert open_grids(with_parts(SMALL, {"xl/media/image1.svg": picture}), "报表.xlsx")


FORMATS: dict[str, Callable[[], bytes]] = {
    "xlsx": lambda: SMALL,
    "xls": lambda: xls(ROWS),
    "xlsb": lambda: xlsb(ROWS),
    "ods": lambda: ods(
        '<table:table table:name="一">' + '<table:table-row><table:table-cell office:value-type="string">'
        "<text:p>单位名称</text:p></table:table-cell></table:table-row>" * 30 + "</table:table>"
    ),
    "xml": lambda: spreadsheet_xml(ROWS).encode(),
    "html": lambda: html(ROWS).encode(),
    "csv": lambda: text(ROWS).encode("gbk"),
}


@pytest.mark.parametrize("kind", FORMATS)
def test_a_file_cut_off_anywhere_is_read_or_refused_and_never_a_fault(desk: Desk, kind: str):
    data = FORMATS[kind]()
    for tenth in range(10):
        submission = at_desk(desk, data[: len(data) * tenth // 10])
        assert submission.units or submission.findings


def test_random_bytes_are_refused(desk: Desk):
    for seed in range(20):
        data = random.Random(seed).randbytes(3000)
        (finding,) = at_desk(desk, data).findings
        assert finding.code in ("unreadable", "no_table")


def test_random_damage_is_read_or_refused_and_never_a_fault(desk: Desk):
    chance = random.Random(7)
    for make in FORMATS.values():
        for _ in range(10):
            data = bytearray(make())
            for _ in range(20):
                data[chance.randrange(len(data))] = chance.randrange(256)
            submission = at_desk(desk, bytes(data))
            assert submission.units or submission.findings


def test_the_app_itself_stays_small_whatever_is_read(desk: Desk):
    at_desk(desk, SMALL)
    before = psutil.Process().memory_info().rss
    at_desk(desk, one_text_many_times())
    assert psutil.Process().memory_info().rss - before < 40 * 1024 * 1024


def test_the_settings_hold_for_sheets_rows_columns_and_cells():
    rows = xlsx(ROWS, ROWS, names=["一", "二"])
    for limits, words in (
        (Limits(sheets=1), "超过 1 张"),
        (Limits(rows=3), "“一”超过 3 行"),
        (Limits(columns=3), "“一”超过 3 列"),
        (Limits(cells=20), "超过 20 个"),
        (Limits(zip_entries=5), "展开"),
    ):
        with pytest.raises(Unreadable, match=words):
            open_grids(rows, "报表.xlsx", limits)


def test_what_a_finding_quotes_is_bounded():
    submission = read(xlsx(table(("东关街道", random_text(30_000), 3, 1))))
    assert max(len(finding.message) for finding in submission.findings) < 2 * MOST_FOUND


LINK = '<externalLink xmlns="x"><externalBook r:id="rId1" xmlns:r="y"/></externalLink>'
DDE = '<externalLink xmlns="x"><ddeLink ddeService="cmd" ddeTopic="/c calc"/></externalLink>'


def test_links_to_other_workbooks_are_named_and_never_followed():
    data = with_parts(
        SMALL,
        {
            "xl/externalLinks/externalLink1.xml": LINK,
            "xl/externalLinks/externalLink2.xml": LINK,
            "xl/externalLinks/externalLink3.xml": DDE,
            "xl/connections.xml": "<connections/>",
        },
    )
    submission = read(data)
    assert submission.units == ("east", "north")
    (finding,) = [one for one in submission.findings if one.code == "external_links"]
    assert finding.found == "2 个外部链接、1 个 DDE 链接、数据库查询"


def test_power_query_is_named():
    mashup = '<?xml version="1.0" encoding="utf-16"?><DataMashup>AAAA</DataMashup>'.encode("utf-16")
    assert "external_links" in noted(read(with_parts(SMALL, {"customXml/item1.xml": mashup})))


def test_links_in_xls_and_ods_are_named():
    start, end = record(0x0809, struct.pack("<4H", 0x0600, 5, 0, 0)), record(0x000A)
    own = record(0x01AE, struct.pack("<2H", 1, 0x0401))
    other = record(0x01AE, struct.pack("<2HB", 1, 8, 0) + b"\x01\x01C\\a.xls")
    program = record(0x01AE, struct.pack("<2HB", 0, 8, 0) + b"cmd\x03/c a")
    assert outside.findings(compound("Workbook", start + own + end)) == []
    (finding,) = outside.findings(compound("Workbook", start + own + other + program + end))
    assert finding.found == "1 个外部链接、1 个 DDE 链接"
    linked = ods('<table:table table:name="一"><table:table-source xlink:href="a.ods"/></table:table>')
    assert [one.found for one in outside.findings(linked)] == ["1 个外部链接"]


def test_a_usual_workbook_links_to_nothing():
    assert "external_links" not in noted(read(SMALL))
    assert outside.findings(xls(ROWS)) == outside.findings(saved_csv()) == []


def saved_csv() -> bytes:
    return text(table(("=cmd|'/c calc'!A1", 1, 0, 0))).encode()
