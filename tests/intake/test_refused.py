"""What cannot be read, or was made to do harm, is refused by its own words before any reader opens it."""

import io
import struct
import tracemalloc
from collections.abc import Callable

import openpyxl
import pytest
from PIL import Image

from metrics.intake.open import open_grids
from metrics.model import Unreadable
from tests.intake.other_formats import (
    biff5,
    compound,
    mhtml,
    ods,
    record,
    spreadsheet_xml,
    with_parts,
    xlsb,
    xlsb_row,
    zipped,
)
from tests.intake.workbooks import saved, table, xls, xlsx

TABLE = table(("东关街道", 4, 3, 1), ("北关街道", 12, 0, 0))
CELL = '<table:table-cell office:value-type="float" office:value="7"/>'


def ods_rows(rows: str) -> bytes:
    return ods(f'<table:table table:name="一">{rows}</table:table>')


def picture_only() -> bytes:
    made, picture = openpyxl.Workbook(), io.BytesIO()
    Image.new("RGB", (8, 8)).save(picture, "PNG")
    return with_parts(saved(made), {"xl/media/image1.png": picture.getvalue()})


def understated() -> bytes:
    """A zip whose directory says 10 bytes for a part that inflates to 30 MB."""
    data = bytearray(with_parts(xlsx(TABLE), {"xl/media/x.bin": bytes(30 * 1024 * 1024)}))
    at = data.rindex(b"PK\x01\x02")
    struct.pack_into("<I", data, at + 24, 10)
    return bytes(data)


def far_xls(row: int, column: int) -> bytes:
    return biff5((("甲",),), record(0x0203, struct.pack("<3Hd", row, column, 0, 1.0)))


ENCRYPTED_ODS = '<m:manifest xmlns:m="x"><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>'
MANY_TEXTS = record(0x0809, struct.pack("<4H", 0x0600, 5, 0, 0)) + record(
    0x00FC, struct.pack("<2I", 1, 0x7FFFFFFF)
)
FAR_SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    '<row r="1048576"><c r="A1"><v>1</v></c><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
)
PASSWORD_XLS = record(0x0809, struct.pack("<4H", 0x0600, 5, 0, 0)) + record(0x002F, bytes(6)) + record(0x000A)
DOCTYPE = '<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
FAR_ROW = '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row>'
REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "xlsx with a password": (lambda: compound("EncryptedPackage", b"x" * 5000), "取消“打开密码”后重新上传"),
    "xls with a password": (lambda: compound("Workbook", PASSWORD_XLS), "取消“打开密码”后重新上传"),
    "ods with a password": (lambda: ods("", **{"META-INF/manifest.xml": ENCRYPTED_ODS}), "取消“打开密码”"),
    "encrypted by the office": (lambda: b"%TSD-Header-###%" + bytes(99), "加密软件"),
    "truncated xlsx": (lambda: xlsx(TABLE)[:-900], "不完整"),
    "truncated xls": (lambda: xls(TABLE)[:3000], "不完整"),
    "truncated spreadsheet xml": (lambda: spreadsheet_xml(TABLE).encode()[:-90], "不完整"),
    "empty file": (lambda: b"", "文件是空的"),
    "empty workbook": (lambda: saved(openpyxl.Workbook()), "没有任何内容"),
    "pictures only": (picture_only, "只有图片"),
    "png": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(99), "这是图片"),
    "jpeg": (lambda: b"\xff\xd8\xff\xe0" + bytes(99), "这是图片"),
    "tiff": (lambda: b"II*\0" + bytes(99), "这是图片"),
    "pdf": (lambda: b"%PDF-1.7 ...", "PDF"),
    "docx": (lambda: zipped({"word/document.xml": "<w/>"}), "Word"),
    "doc": (lambda: compound("WordDocument", b"x" * 5000), "Word"),
    "wps": (lambda: compound("WpsDocument", b"x" * 5000), "Word"),
    "rtf": (lambda: b"{\\rtf1\\ansi x}", "Word"),
    "odt": (
        lambda: zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "x"}),
        "Word",
    ),
    "pptx": (lambda: zipped({"ppt/presentation.xml": "<p/>"}), "PPT"),
    "ppt": (lambda: compound("PowerPoint Document", b"x" * 5000), "PPT"),
    "other compound file": (lambda: compound("VisioDocument", b"x" * 5000), "不认识"),
    "zip of workbooks": (lambda: zipped({"甲.xlsx": xlsx(TABLE)}), "解压"),
    "empty zip": (lambda: zipped({}), "解压"),
    "rar": (lambda: b"Rar!\x1a\x07\x01\x00" + bytes(99), "解压"),
    "7z": (lambda: b"7z\xbc\xaf\x27\x1c" + bytes(99), "解压"),
    "other xml": (lambda: b"\xef\xbb\xbf<?xml version='1.0'?><report><a>1</a></report>", "XML"),
    "page without a table": (lambda: "<html><body><p>您没有权限</p></body></html>".encode(), "没有表格"),
    "mail without a table": (lambda: mhtml("<html>无</html>"), "没有表格"),
    "binary": (lambda: b"\x00\x01\x02\x03" * 50, "不认识"),
    "entities in xlsx": (
        lambda: with_parts(xlsx(TABLE), {"xl/theme/theme1.xml": DOCTYPE + "<w/>"}),
        "为安全起见",
    ),
    "entities in utf-16": (
        lambda: with_parts(xlsx(TABLE), {"xl/x.xml": (DOCTYPE + "<w/>").encode("utf-16")}),
        "为安全起见",
    ),
    "entities in ods": (lambda: with_parts(ods(""), {"content.xml": DOCTYPE + "<w/>"}), "为安全起见"),
    "entities in spreadsheet xml": (lambda: spreadsheet_xml(TABLE, before=DOCTYPE).encode(), "为安全起见"),
    "zip within": (lambda: with_parts(xlsx(TABLE), {"xl/media/a.bin": zipped({"a": "b"})}), "为安全起见"),
    "part outside": (lambda: with_parts(xlsx(TABLE), {"../../etc/x": "x"}), "为安全起见"),
    "part at the root": (lambda: with_parts(xlsx(TABLE), {"/etc/x": "x"}), "为安全起见"),
    "part on a drive": (lambda: with_parts(xlsx(TABLE), {"C:\\x": "x"}), "为安全起见"),
    "too many parts": (lambda: with_parts(xlsx(TABLE), {f"x/{n}": "" for n in range(2000)}), "展开"),
    "part that inflates": (lambda: with_parts(xlsx(TABLE), {"xl/x.bin": bytes(9_000_000)}), "展开"),
    "part that lies": (understated, "展开"),
    "far cell in xls": (lambda: far_xls(65000, 60000), "过远"),
    "far cell in xlsb": (lambda: xlsb(TABLE, extra=xlsb_row(1_048_575, {16_383: 1})), "XFD1048576"),
    "far cell in ods": (
        lambda: ods_rows(
            FAR_ROW
            + f'<table:table-row><table:table-cell table:number-columns-repeated="900"/>{CELL}</table:table-row>'
        ),
        "过远",
    ),
    "cell a million times in ods": (
        lambda: ods_rows(
            f'<table:table-row table:number-rows-repeated="1048576">{CELL * 20}</table:table-row>'
        ),
        "过远",
    ),
    "far cell in spreadsheet xml": (
        lambda: spreadsheet_xml(
            TABLE,
            inside='<Row ss:Index="1048576"><Cell ss:Index="999"><Data ss:Type="Number">1</Data></Cell></Row>',
        ).encode(),
        "过远",
    ),
    "row beyond the last in spreadsheet xml": (
        lambda: spreadsheet_xml(TABLE, inside='<Row ss:Index="99999999"><Cell/></Row>').encode(),
        "损坏",
    ),
    "merge over everything in xlsb": (lambda: xlsb(TABLE, [(0, 1_048_575, 0, 16_383)]), "合并"),
    "merge over everything in spreadsheet xml": (
        lambda: spreadsheet_xml(
            TABLE, inside='<Row><Cell ss:MergeAcross="16000" ss:MergeDown="100000"/></Row>'
        ).encode(),
        "合并",
    ),
    "wide cells in html": (
        lambda: ("<table>" + "<tr>" + "<td colspan=1000>1" * 11_000 + "</table>").encode(),
        "合并",
    ),
    "far cell of a part with another name": (
        lambda: with_parts(
            xlsx(TABLE),
            {
                "xl/x.xml": "<worksheet><sheetData><row><c r='XFD1048576'><v>1</v></c></row></sheetData></worksheet>"
            },
        ),
        "XFD1048576",
    ),
    "far cell of a part in utf-16": (
        lambda: with_parts(xlsx(TABLE), {"xl/worksheets/sheet1.xml": FAR_SHEET.encode("utf-16")}),
        "XFD1048576",
    ),
    "more texts than bytes in xlsx": (
        lambda: with_parts(
            xlsx(TABLE), {"xl/sharedStrings.xml": '<sst uniqueCount="4000000000"><si/></sst>'}
        ),
        "损坏",
    ),
    "more texts than bytes in xls": (lambda: compound("Workbook", MANY_TEXTS), "损坏"),
    "more commas than cells": (lambda: b"a\n" + b"," * 11_000_000, "过远"),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_what_cannot_be_read_is_refused_with_its_own_words_and_what_to_do(kind: str):
    make, words = REFUSED[kind]
    with pytest.raises(Unreadable) as refused:
        open_grids(make(), "报表.xlsx")
    assert words in str(refused.value)
    assert "请" in str(refused.value)


def test_a_bomb_is_refused_before_it_has_filled_any_memory():
    data = understated()
    tracemalloc.start()
    try:
        with pytest.raises(Unreadable):
            open_grids(data, "a.xlsx")
        assert tracemalloc.get_traced_memory()[1] < 16 * 1024 * 1024
    finally:
        tracemalloc.stop()
