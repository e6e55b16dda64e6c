"""Generators of the formats that no library at hand writes, each as small as its readers allow."""

from __future__ import annotations

import io
import struct
import subprocess
import zipfile
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path

from xlwt.CompoundDoc import XlsDoc

from tests.intake.workbooks import Rows


def zipped(parts: Mapping[str, bytes | str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def with_parts(data: bytes, parts: Mapping[str, bytes | str]) -> bytes:
    """A zip with some of its parts replaced or added."""
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        return zipped({name: source.read(name) for name in source.namelist()} | dict(parts))


def part(data: bytes, name: str) -> bytes:
    """One part of a zip."""
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        return source.read(name)


def compound(name: str, stream: bytes) -> bytes:
    """An Office 97–2003 file with one stream."""
    buffer = io.BytesIO()
    XlsDoc().save(buffer, stream)
    old, new = "Workbook\0".encode("utf-16-le"), f"{name}\0".encode("utf-16-le")
    data = bytearray(buffer.getvalue())
    at = data.rindex(old)
    data[at : at + 64] = new.ljust(64, b"\0")
    struct.pack_into("<H", data, at + 64, len(new))
    return bytes(data)


def record(kind: int, body: bytes = b"") -> bytes:
    """One record of an .xls stream."""
    return struct.pack("<2H", kind, len(body)) + body


def biff5_sheet(rows: Rows, extra: bytes = b"") -> bytes:
    body = record(0x0809, struct.pack("<4H", 0x0500, 0x0010, 0, 0))
    body += record(0x0200, struct.pack("<5H", 0, len(rows), 0, max(map(len, rows)), 0))
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            place = struct.pack("<3H", r, c, 0)
            if isinstance(value, str):
                text = value.encode("gb18030")
                body += record(0x0204, place + struct.pack("<H", len(text)) + text)
            elif isinstance(value, int | float):
                body += record(0x0203, place + struct.pack("<d", value))
    return body + extra + record(0x000A)


def biff5(rows: Rows, extra: bytes = b"") -> bytes:
    """An .xls as Excel 5.0/95 wrote it: the stream is called “Book”, texts are in code page 936."""
    start = record(0x0809, struct.pack("<4H", 0x0500, 0x0005, 0, 0)) + record(0x0042, struct.pack("<H", 936))
    name = "Sheet1".encode("gb18030")
    length = len(start) + 4 + 7 + len(name) + 4
    bundle = record(0x0085, struct.pack("<I2BB", length, 0, 0, len(name)) + name)
    return compound("Book", start + bundle + record(0x000A) + biff5_sheet(rows, extra))


def xlsb_record(kind: int, body: bytes = b"") -> bytes:
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    length, rest = b"", len(body)
    while True:
        length += bytes([rest & 0x7F | (0x80 if rest > 0x7F else 0)])
        rest >>= 7
        if not rest:
            return head + length + body


def wide(text: str) -> bytes:
    return struct.pack("<I", len(text.encode("utf-16-le")) // 2) + text.encode("utf-16-le")


def xlsb_row(row: int, cells: Mapping[int, object], hidden: bool = False) -> bytes:
    made = xlsb_record(0, struct.pack("<2I", row, 0) + bytes([0, 0, 0, 0x10 if hidden else 0]) + bytes(5))
    for column, value in cells.items():
        place = struct.pack("<2I", column, 0)
        if isinstance(value, str) and value.startswith("#DIV"):
            made += xlsb_record(3, place + b"\x07")
        elif isinstance(value, str):
            made += xlsb_record(6, place + wide(value))
        elif isinstance(value, int | float):
            made += xlsb_record(5, place + struct.pack("<d", value))
    return made


def xlsb(rows: Rows, merged: Sequence[tuple[int, int, int, int]] = (), extra: bytes = b"") -> bytes:
    """merged: (first row, last row, first column, last column). extra: further rows."""
    sheet = xlsb_record(129) + xlsb_record(148, bytes(16)) + xlsb_record(145)
    sheet += (
        b"".join(xlsb_row(r, dict(enumerate(row))) for r, row in enumerate(rows)) + extra + xlsb_record(146)
    )
    sheet += b"".join(xlsb_record(176, struct.pack("<4I", *where)) for where in merged) + xlsb_record(130)
    bundle = xlsb_record(156, struct.pack("<2I", 0, 1) + wide("rId1") + wide("Sheet1"))
    book = xlsb_record(131) + xlsb_record(143) + bundle + xlsb_record(144) + xlsb_record(132)
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
    relations = (
        '<?xml version="1.0"?><Relationships '
        'xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{kind}" Target="worksheets/sheet1.bin"/></Relationships>'
    )
    return zipped(
        {
            "xl/workbook.bin": book,
            "xl/worksheets/sheet1.bin": sheet,
            "xl/_rels/workbook.bin.rels": relations,
        }
    )


def html(
    rows: Rows, head: str = '<meta http-equiv="Content-Type" content="text/html; charset=gb2312">'
) -> str:
    lines = "".join(
        "<tr>" + "".join(f"<td>{'' if v is None else escape(str(v))}</td>" for v in row) + "</tr>\r\n"
        for row in rows
    )
    return f"<html>\r\n<head>{head}</head>\r\n<body>\r\n<table border=1>{lines}</table></body></html>"


def mhtml(*pages: str, names: Sequence[str] = ()) -> bytes:
    """“单个文件网页” as Excel saves it: a frame page that names the sheets, then a page for each."""
    sheets = "".join(f"<x:ExcelWorksheet><x:Name>{name}</x:Name></x:ExcelWorksheet>" for name in names)
    frame = (
        f"<html><!--[if gte mso 9]><xml><x:ExcelWorkbook>{sheets}</x:ExcelWorkbook></xml><![endif]--></html>"
    )
    head = 'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="--=_Part"\r\n\r\n'
    parts = "".join(
        f"----=_Part\r\nContent-Type: text/html; charset=gb2312\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{page}\r\n"
        for page in (frame, *pages)
    )
    return (head + parts + "----=_Part--\r\n").encode("gb18030")


def spreadsheet_xml(rows: Rows, *, inside: str = "", declared: str = "UTF-8", before: str = "") -> str:
    """inside: XML behind the rows of the table; before: XML in front of the root element."""
    lines = "".join(
        "<Row>"
        + "".join(
            f'<Cell ss:Index="{c}"><Data ss:Type="{"String" if isinstance(v, str) else "Number"}">'
            f"{escape(str(v))}</Data></Cell>"
            for c, v in enumerate(row, 1)
            if v is not None
        )
        + "</Row>\r\n"
        for row in rows
    )
    return (
        f'<?xml version="1.0" encoding="{declared}"?>\r\n<?mso-application progid="Excel.Sheet"?>{before}\r\n'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet" xmlns:x="urn:schemas-microsoft-com:office:excel">'
        '<Styles><Style ss:ID="p"><NumberFormat ss:Format="0.00%"/></Style></Styles>'
        f'<Worksheet ss:Name="Sheet1"><Table>{lines}{inside}</Table></Worksheet></Workbook>'
    )


def ods(table: str, **parts: str) -> bytes:
    """An .ods with the given rows and columns of one sheet, as XML."""
    names = ("office", "table", "text", "style", "calcext")
    spaces = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in names)
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces}><office:automatic-styles>'
        '<style:style style:name="h" style:family="table"><style:table-properties table:display="false"/>'
        f"</style:style></office:automatic-styles><office:body><office:spreadsheet>{table}"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    return zipped(
        {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": content, **parts}
    )


def converted(data: bytes, kind: str, folder: Path) -> bytes:
    """A workbook as LibreOffice saves it in another format."""
    (folder / "报表.xlsx").write_bytes(data)
    subprocess.run(
        (
            *("soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless"),
            *("--convert-to", kind, "--outdir", str(folder), str(folder / "报表.xlsx")),
        ),
        check=True,
        capture_output=True,
        timeout=120,
    )
    return (folder / f"报表.{kind.partition(':')[0]}").read_bytes()
