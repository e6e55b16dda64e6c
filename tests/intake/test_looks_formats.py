"""What a person sees and the values do not say, in every format that can say it: the same is found in each."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
import xlwt
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from metrics.intake.formats.biff_texts import marked_texts
from metrics.intake.formats.styles import Font as Seen
from metrics.intake.formats.styles import Styles
from metrics.model import Submission
from tests.intake import other_formats as other
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


@pytest.mark.parametrize(("kind", "number"), [("xlsx", "shown_otherwise"), ("xls", "shown_otherwise")])
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
