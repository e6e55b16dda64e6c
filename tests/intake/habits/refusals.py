"""What is no workbook, or cannot be opened: each with the words that tell what to do."""

import io
import struct
import zipfile

import openpyxl
from PIL import Image

from tests.intake import other_formats as other
from tests.intake.habits.making import EAST, NORTH, Sent, called, ods
from tests.intake.workbooks import saved, table, xls, xlsx

T = table(EAST, NORTH)
DOCTYPE = '<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><w/>'
PASSWORD = (
    other.record(0x0809, b"\0\x06\x05\0\0\0\0\0") + other.record(0x002F, bytes(6)) + other.record(0x000A)
)
NO_ENCODING = "<?xml version='1.0' encoding='str'?><a/>"
SHEET = "xl/worksheets/sheet1.xml"
LOCKED_ODS = '<m:manifest xmlns:m="x"><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>'


def only_a_picture() -> bytes:
    picture = io.BytesIO()
    Image.new("RGB", (8, 8)).save(picture, "PNG")
    return other.with_parts(saved(openpyxl.Workbook()), {"xl/media/image1.png": picture.getvalue()})


def rewritten(*old_and_new: bytes) -> bytes:
    """The workbook with pieces of its sheet's XML replaced."""
    data = xlsx(T)
    part = zipfile.ZipFile(io.BytesIO(data)).read(SHEET)
    for old, new in zip(old_and_new[::2], old_and_new[1::2], strict=True):
        part = part.replace(old, new)
    return other.with_parts(data, {SHEET: part})


def without_small_sectors() -> bytes:
    """A workbook that is said to be so small that it stands in sectors which the file has not."""
    data = bytearray(xls(T))
    struct.pack_into("<I", data, data.rindex("Workbook".encode("utf-16-le")) + 120, 1000)
    return bytes(data)


# fmt: off
REFUSED: list[tuple[str, Sent, str]] = [
    ("xlsx 设了打开密码", called("a.xlsx", lambda: other.compound("EncryptedPackage", b"x" * 5000)), "取消“打开密码”"),
    ("xls 设了打开密码", called("a.xls", lambda: other.compound("Workbook", PASSWORD)), "取消“打开密码”"),
    ("ods 设了打开密码", called("a.ods", lambda: other.ods("", **{"META-INF/manifest.xml": LOCKED_ODS})),
     "取消“打开密码”"),
    ("单位加密软件加的密", called("a.xlsx", lambda: b"%TSD-Header-###%" + bytes(99)), "加密软件"),
    ("xlsx 没传完", called("a.xlsx", lambda: xlsx(T)[:-900]), "不完整"),
    ("xls 没传完", called("a.xls", lambda: xls(T)[:3000]), "不完整"),
    ("SpreadsheetML 没传完", called("a.xml", lambda: other.spreadsheet_xml(T).encode()[:-90]), "不完整"),
    ("0 字节", called("a.xlsx", lambda: b""), "文件是空的"),
    ("全是空白", called("a.csv", lambda: b" \r\n \t\r\n"), "文件是空的"),
    ("空工作簿", called("a.xlsx", lambda: saved(openpyxl.Workbook())), "没有任何内容"),
    ("工作簿里只有截图", called("a.xlsx", only_a_picture), "只有图片"),
    ("照片 JPG 叫 .xlsx", called("a.xlsx", lambda: b"\xff\xd8\xff\xe0" + bytes(99)), "这是图片"),
    ("截图 PNG", called("a.png", lambda: b"\x89PNG\r\n\x1a\n" + bytes(99)), "这是图片"),
    ("PDF 叫 .xls", called("a.xls", lambda: b"%PDF-1.7\n..."), "PDF"),
    ("Word 叫 .xlsx", called("a.xlsx", lambda: other.zipped({"word/document.xml": "<w/>"})), "Word"),
    ("旧 Word 叫 .xls", called("a.xls", lambda: other.compound("WordDocument", b"x" * 5000)), "Word"),
    ("RTF", called("a.doc", lambda: b"{\\rtf1\\ansi x}"), "Word"),
    ("PPT", called("a.pptx", lambda: other.zipped({"ppt/presentation.xml": "<p/>"})), "PPT"),
    ("zip 里有工作簿", called("a.zip", lambda: other.zipped({"甲.xlsx": xlsx(T)})), "解压"),
    ("RAR", called("a.rar", lambda: b"Rar!\x1a\x07\x01\x00" + bytes(99)), "解压"),
    ("7z", called("a.7z", lambda: b"7z\xbc\xaf\x27\x1c" + bytes(99)), "解压"),
    ("登录页面存成 .xls", called("a.xls", lambda: "<html><body>您没有权限</body></html>".encode()), "没有表格"),
    ("别的 XML", called("a.xml", lambda: b"<?xml version='1.0'?><report><a>1</a></report>"), "XML"),
    ("XML 实体", called("a.xlsx", lambda: other.with_parts(xlsx(T), {"xl/theme/theme1.xml": DOCTYPE})), "为安全起见"),
    ("zip 路径出格", called("a.xlsx", lambda: other.with_parts(xlsx(T), {"../../etc/x": "x"})), "为安全起见"),
    ("展开过大", called("a.xlsx", lambda: other.with_parts(xlsx(T), {"xl/x.bin": bytes(9_000_000)})), "展开"),
    ("单元格地址在 XFD 之外", called("a.xlsx", lambda: rewritten(b'r="B3"', b'r="ZZZZ99999999"')), "过远"),
    ("行号有八位", called("a.xlsx", lambda: rewritten(b'r="B3"', b'r="B99999999"')), "过远"),
    ("列号有十个字母", called("a.xlsx", lambda: rewritten(b'r="B3"', b'r="DDDDDDDDDD3"')), "过远"),
    ("行号过大", called("a.xlsx", lambda: rewritten(b'w r="3"', b'w r="1048577"', b'c r="A3"', b"c")), "过远"),
    ("xls 的扇区表缺了", called("a.xls", without_small_sectors), "不完整"),
    ("网页里有半截声明", called("a.xls", lambda: other.html(T).replace("<td>", "<![eodif]>", 1).encode()), "不完整"),
    ("XML 写了没有的编码", called("a.ods", lambda: other.with_parts(ods(T), {"content.xml": NO_ENCODING})), "不完整"),
    ("不认识的二进制", called("a.xlsx", lambda: b"\x00\x01\x02\x03" * 50), "不认识"),
]
