"""《问题清单》: the first sheet of a marked copy, one line a finding, with links to the cells; one page wide."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import cast

from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from metrics.intake.copies.as_xlsx import MOST_COPIED, Copy, breadth, cell_at, free_title, put_text, shown
from metrics.intake.copies.classes import FILLS, LETTERS
from metrics.model import Finding, Severity

NAME = "问题清单"
_HEADING = "问题清单（由平台生成，不是报表，不用填写）"
_HEADS = {"序号": 6, "级别": 10, "位置": 24, "问题": 40, "现为": 16, "应为（对照）": 18, "怎么改": 42}
_LAST = "G"
_MOST_NAMED = 20  # further cells of one finding that are named; all are coloured
_MOST_LETTERS = 300  # of a found value: a cell may hold a whole letter
_THIN = Side(style="thin", color="808080")
_BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_TITLE = Font(name="黑体", size=16)
_HEAD = Font(name="黑体", size=11)
_BODY = Font(name="仿宋_GB2312", size=11)
_LINK = Font(name="仿宋_GB2312", size=11, color="0B5CAD", underline="single")
_WRAPPED = Alignment(horizontal="left", vertical="center", wrap_text=True)
_CENTRED = Alignment(horizontal="center", vertical="center", wrap_text=True)
_POINTS_A_LINE, _HIGHEST = 15.5, 400.0


def is_ours(sheet: Worksheet) -> bool:
    """Whether it is the list of an earlier marked copy, not a sheet that a person called so."""
    return sheet.title.startswith(NAME) and sheet["A1"].value == _HEADING


def add(copy: Copy, file_name: str, findings: Sequence[Finding], unmarked: int) -> Worksheet:
    """Put the list in front. findings: most important first; unmarked: cells beyond the bound of marking."""
    book = copy.book
    sheet = cast(Worksheet, book.create_sheet(free_title(book, NAME), 0))
    header = _top(sheet, copy, file_name, findings, unmarked)
    for column, head in enumerate(_HEADS, 1):
        _put(sheet, header, column, head, _HEAD, _CENTRED)
    for number, finding in enumerate(findings, 1):
        _line(sheet, header + number, number, finding, copy)
    _manners(sheet, header)
    return sheet


def _top(sheet: Worksheet, copy: Copy, file_name: str, findings: Sequence[Finding], unmarked: int) -> int:
    """Title and what to do; the row of the table's header."""
    counts = Counter(finding.severity for finding in findings)
    told = [f"{s.label} {counts[s]} 条（{s.demand}）" for s in Severity if counts[s]]
    to_do = (
        f"原件太大（超过 {MOST_COPIED // 10_000} 万格），没有附在后面：请对照“位置”在原件中改好，重新上传原件。"
        if copy.too_large
        else "点“位置”跳到那一格：有问题的格已上色，批注里写着怎么改。改完保存，把本文件重新上传即可；本页不用删。"
    )
    lines = [
        f"文件：{file_name}",
        *(["；".join(told) + "。", to_do] if told else ["没有发现问题。"]),
    ]
    if copy.made:
        lines.append(
            "原件是旧格式或特殊格式，本文件由读出的内容重新做成：数字、合并单元格和批注都在，原来的格式没有保留，公式成为数值。"
        )
    elif copy.lost:
        lines.append(f"本文件没有带入原件中的：{'、'.join(copy.lost)}。其余格式照旧；原件不受影响。")
    if unmarked:
        lines.append(f"有问题的格太多，另有 {unmarked} 格没有上色，只列在下面。")
    put_text(cast(Cell, sheet["A1"]), _HEADING)
    sheet["A1"].font = _TITLE
    sheet["A1"].alignment = Alignment(vertical="center")
    sheet.merge_cells(f"A1:{_LAST}1")
    sheet.row_dimensions[1].height = 28
    room = sum(_HEADS.values())
    for row, line in enumerate(lines, 2):
        sheet.merge_cells(f"A{row}:{_LAST}{row}")
        cell = cast(Cell, sheet.cell(row, 1))
        put_text(cell, line)
        cell.font, cell.alignment = _BODY, _WRAPPED
        sheet.row_dimensions[row].height = _POINTS_A_LINE * -(-breadth(line) // room) + 3
    return len(lines) + 2


def _line(sheet: Worksheet, row: int, number: int, finding: Finding, copy: Copy) -> None:
    target = copy.sheet(finding.sheet) if finding.sheet else None
    place = _place(finding, target)
    texts = (
        finding.severity.label,
        place,
        finding.message,
        _stands(finding, target, copy),
        finding.expected[:_MOST_LETTERS],
        finding.mend,
    )
    first = cast(Cell, sheet.cell(row, 1))
    first.value, first.font, first.alignment, first.border = number, _BODY, _CENTRED, _BOX
    for column, text in enumerate(texts, 2):
        _put(sheet, row, column, text, _BODY, _CENTRED if column == 2 else _WRAPPED)
    kind = sheet.cell(row, 2)
    kind.fill = PatternFill("solid", start_color=FILLS[finding.severity])
    if finding.severity in LETTERS:
        kind.font = Font(name=_BODY.name, size=_BODY.size, bold=True, color=LETTERS[finding.severity])
    if target is not None:
        quoted = target.title.replace("'", "''")
        aim = finding.cell if cell_at(target, finding.cell) else "A1"
        cell = sheet.cell(row, 3)
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{quoted}'!{aim}", display=None)
        cell.font = _LINK
    lines = [
        sum(-(-max(breadth(part), 1) // (width - 2)) for part in text.split("\n"))
        for text, width in zip(texts, list(_HEADS.values())[1:], strict=True)
    ]
    sheet.row_dimensions[row].height = min(_POINTS_A_LINE * max(lines) + 6, _HIGHEST)


def _stands(finding: Finding, target: Worksheet | None, copy: Copy) -> str:
    """What the first cell holds, which is not always what the finding names (“缺少……一列”)."""
    cell = cell_at(target, finding.cell) if target is not None else None
    return "" if cell is None else shown(copy.now(cell))[:_MOST_LETTERS] or "（空）"


def _put(sheet: Worksheet, row: int, column: int, text: str, font: Font, alignment: Alignment) -> None:
    cell = cast(Cell, sheet.cell(row, column))
    if text:
        put_text(cell, text)
    cell.font, cell.alignment, cell.border = font, alignment, _BOX


def _place(finding: Finding, target: Worksheet | None) -> str:
    """“汇总表!C5，另有 C7、C9”, and what must be shown first to see it."""
    if not finding.sheet:
        return "整个文件"
    if not finding.cell:
        text = f"{finding.sheet}（整张表）"
    else:
        text = f"{finding.sheet}!{finding.cell}"
        if finding.cells:
            more = f" 等 {len(finding.cells)} 格" if len(finding.cells) > _MOST_NAMED else ""
            text += f"，另有 {'、'.join(finding.cells[:_MOST_NAMED])}{more}"
    return text + (_hidden(finding, target) if target is not None else "")


def _hidden(finding: Finding, target: Worksheet) -> str:
    """Hidden parts stay hidden, as the person left them; a link into them seems to lead nowhere, so it is said."""
    if target.sheet_state != "visible":
        return "（工作表已隐藏，请先取消隐藏）"
    cell = cell_at(target, finding.cell)
    if cell is None:
        return ""
    if cell.row in target.row_dimensions and target.row_dimensions[cell.row].hidden:
        return "（该行已隐藏，请先取消隐藏）"
    hidden = any(
        shape.hidden and (shape.min or 0) <= cell.column <= (shape.max or 0)
        for shape in target.column_dimensions.values()
    )
    return "（该列已隐藏，请先取消隐藏）" if hidden else ""


def _manners(sheet: Worksheet, header: int) -> None:
    for letter, width in zip("ABCDEFG", _HEADS.values(), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.row_dimensions[header].height = 22
    sheet.freeze_panes = f"A{header + 1}"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins = PageMargins(left=0.6, right=0.6, top=0.6, bottom=0.7, header=0.3, footer=0.3)
    sheet.print_title_rows = f"{header}:{header}"
    sheet.oddFooter = HeaderFooterItem(center=_HeaderFooterPart("— &P —"))
