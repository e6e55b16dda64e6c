"""Rows of cells as the files that people send: xlsx, ods, SpreadsheetML 2003, HTML that is called xls, zip.

The same bytes on every run.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from html import escape

import openpyxl

from sample_data.paper import settled

STAMP = datetime(2026, 1, 1)
Rows = Sequence[Sequence[object]]


@dataclass(frozen=True)
class Sheet:
    """merges: ranges such as “A1:F1”. hidden_rows: 1-based; hidden_columns: letters."""

    name: str
    rows: Rows
    merges: tuple[str, ...] = ()
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[str, ...] = ()


def xlsx(*sheets: Sheet) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for one in sheets:
        sheet = book.create_sheet(one.name)
        for r, row in enumerate(one.rows, 1):
            for c, value in enumerate(row, 1):
                sheet.cell(r, c, value)
        for merge in one.merges:
            sheet.merge_cells(merge)
        for number in one.hidden_rows:
            sheet.row_dimensions[number].hidden = True
        for letter in one.hidden_columns:
            sheet.column_dimensions[letter].hidden = True
    book.properties.creator = ""
    book.properties.created = book.properties.modified = STAMP
    buffer = io.BytesIO()
    book.save(buffer)
    return settled(buffer.getvalue(), "xlsx")


def html_called_xls(sheet: Sheet) -> bytes:
    """As systems of courts and older offices export: a web page in GBK."""
    lines = [
        "<tr>" + "".join(f"<td>{escape(_text(value))}</td>" for value in row) + "</tr>" for row in sheet.rows
    ]
    head = '<meta http-equiv="Content-Type" content="text/html; charset=gb2312">'
    table = "\n".join(lines)
    page = f"<html><head>{head}<title>{sheet.name}</title></head><body><table border=1>\n{table}\n</table>"
    return f"{page}</body></html>".encode("gb18030")


def spreadsheet_xml(*sheets: Sheet) -> bytes:
    """“XML 电子表格 2003”."""
    parts = ['<?xml version="1.0" encoding="UTF-8"?>\n<?mso-application progid="Excel.Sheet"?>\n']
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    parts.append(f'<Workbook xmlns="{space}" xmlns:ss="{space}">')
    for sheet in sheets:
        parts.append(f'<Worksheet ss:Name="{escape(sheet.name)}"><Table>')
        for row in sheet.rows:
            parts.append("<Row>" + "".join(map(_xml_cell, row)) + "</Row>\n")
        parts.append("</Table></Worksheet>")
    return "".join([*parts, "</Workbook>"]).encode()


def _xml_cell(value: object) -> str:
    kind = "Number" if isinstance(value, int | float) else "String"
    return (
        f'<Cell><Data ss:Type="{kind}">{escape(_text(value))}</Data></Cell>'
        if value is not None
        else "<Cell/>"
    )


_XML = '<?xml version="1.0" encoding="UTF-8"?>'
_ODS = "application/vnd.oasis.opendocument.spreadsheet"
_ODS_SPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in (("office", "office"), ("table", "table"), ("text", "text"))
)


def ods(*sheets: Sheet) -> bytes:
    """As LibreOffice and WPS save “.ods”, reduced to the cells."""
    tables = []
    for sheet in sheets:
        rows = "".join(
            "<table:table-row>" + "".join(map(_ods_cell, row)) + "</table:table-row>" for row in sheet.rows
        )
        tables.append(f'<table:table table:name="{escape(sheet.name)}">{rows}</table:table>')
    body = f"<office:body><office:spreadsheet>{''.join(tables)}</office:spreadsheet></office:body>"
    space = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="{kind}"/>'
        for path, kind in (("/", _ODS), ("content.xml", "text/xml"))
    )
    content = f'<office:document-content {_ODS_SPACES} office:version="1.2">{body}</office:document-content>'
    manifest = (
        f'<manifest:manifest xmlns:manifest="{space}" manifest:version="1.2">{entries}</manifest:manifest>'
    )
    return zipped(
        {
            "mimetype": _ODS.encode(),
            "content.xml": f"{_XML}{content}".encode(),
            "META-INF/manifest.xml": f"{_XML}{manifest}".encode(),
        }
    )


def _ods_cell(value: object) -> str:
    if value is None:
        return "<table:table-cell/>"
    if isinstance(value, int | float):
        return (
            f'<table:table-cell office:value-type="float" office:value="{value}">'
            f"<text:p>{value}</text:p></table:table-cell>"
        )
    return f'<table:table-cell office:value-type="string"><text:p>{escape(_text(value))}</text:p></table:table-cell>'


def zipped(files: Mapping[str, bytes]) -> bytes:
    """An archive with fixed times; what belongs first stands first."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            kind = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(name, STAMP.timetuple()[:6]), data, kind)
    return buffer.getvalue()


def _text(value: object) -> str:
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else str(value)
