"""Saving a workbook so that the same content gives the same bytes, whenever and wherever it is made."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.packaging.core import DocumentProperties
from openpyxl.writer.excel import ExcelWriter

from metrics.report.outgoing import visible


def pack(workbook: Workbook, title: str, made_at: datetime, issuer: str = "") -> bytes:
    """The workbook as xlsx; made_at is the only time in it. Raises ValueError for a time without zone."""
    if made_at.tzinfo is None:
        raise ValueError("made_at needs a time zone")
    moment = made_at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    workbook.properties = DocumentProperties(
        creator=visible(issuer), title=visible(title), created=moment, modified=moment
    )
    draft = BytesIO()
    ExcelWriter(workbook, ZipFile(draft, "w")).save()  # `Workbook.save` would write the machine's time
    packed = BytesIO()
    with ZipFile(draft) as source, ZipFile(packed, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            entry = ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type = ZIP_DEFLATED
            entry.create_system = 0  # else the entry names the operating system
            target.writestr(entry, source.read(name))
    return packed.getvalue()
