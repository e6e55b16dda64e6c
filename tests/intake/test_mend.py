"""Mending on the page: what a person typed stands in a new workbook, and formulas follow."""

import io
import subprocess
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from metrics.intake.copies.marked_copy import marked_copy
from metrics.intake.copies.mend import Mended, mend
from metrics.intake.open import open_grids
from metrics.model import Edit, NotAllowed, Unreadable
from tests.intake.workbooks import book, read, said, saved, table, text, values, xls, xlsx

ROWS = table(("东关街道", 4, "约3", 1), ("北关街道", None, "—", "2件"), ("区财政局", 2, 1, 0))


def opened(mended: Mended, results: bool = False) -> Worksheet:
    return openpyxl.load_workbook(io.BytesIO(mended.data), data_only=results)["Sheet1"]


def typed(after: str, before: object = "约3", number_format: str = "") -> object:
    made = book(ROWS)
    made["Sheet1"]["C3"] = before
    if number_format:
        made["Sheet1"]["C3"].number_format = number_format
    shown = "" if before is None else str(before).removesuffix(" 00:00:00")
    return opened(mend(saved(made), "a.xlsx", [Edit("Sheet1", "C3", shown, after)]))["C3"].value


@pytest.mark.parametrize("name", ["a.xlsx", "a.xls", "a.csv"])
def test_a_mended_workbook_reads_to_the_mended_facts(name: str):
    data = {"a.xlsx": xlsx(ROWS), "a.xls": xls(ROWS), "a.csv": text(ROWS).encode()}[name]
    (sheet, *_) = open_grids(data, name)
    edits = [Edit(sheet.name, "C3", "约3", "3"), Edit(sheet.name, "B4", "", "5")]
    mended = mend(data, name, edits)
    assert mended.file_name == "a.xlsx"
    after = read(mended.data, mended.file_name)
    assert values(after, "hearings_held", "leader_attended") == {
        "east": (4, 3),
        "north": (5, None),
        "money": (2, 1),
    }
    assert said(after) == []


def test_the_original_bytes_are_not_touched_and_nothing_else_changes():
    data = xlsx(ROWS)
    before = bytes(data)
    sheet = opened(mend(data, "a.xlsx", [Edit("Sheet1", "C3", "约3", "3")]))
    assert data == before
    assert [[cell.value for cell in row] for row in sheet] == [
        [3 if (r, c) == (2, 2) else (row[c] if c < len(row) else None) for c in range(4)]
        for r, row in enumerate(ROWS)
    ]


@pytest.mark.parametrize(
    ("after", "value"),
    [
        ("3", 3),
        (" ３ ", 3),
        ("-1", -1),
        ("2.50", 2.5),
        ("", None),
        ("  ", None),
        ("—", "—"),
        ("0012", "0012"),
        ("1234567890123456", "1234567890123456"),
        ("2025-9-30", "2025-9-30"),
        ("=1+1", "=1+1"),
        ("+3", "+3"),
        ("@SUM(A1)", "@SUM(A1)"),
        ("#N/A", "#N/A"),
        ("95%", "95%"),
        ("<b>3</b>", "<b>3</b>"),
    ],
)
def test_what_is_typed_becomes_a_number_or_stays_text(after: str, value: object):
    got = typed(after)
    assert got == value
    assert type(got) is type(value)


def test_what_looks_like_a_formula_is_stored_as_text():
    cell = opened(mend(xlsx(ROWS), "a.xlsx", [Edit("Sheet1", "C3", "约3", "=1+1")]))["C3"]
    assert (cell.data_type, cell.quotePrefix) == ("s", True)


@pytest.mark.parametrize("after", ["2025-09-30", "2025/9/30", "2025.9.30", "2025年9月30日"])
def test_a_day_typed_over_a_day_is_a_day(after: str):
    assert typed(after, date(2025, 8, 1)) == datetime(2025, 9, 30)


def test_a_day_that_does_not_exist_stays_text_and_a_count_typed_over_a_day_is_a_count():
    assert typed("2025-02-30", date(2025, 8, 1)) == "2025-02-30"
    made = book(ROWS)
    made["Sheet1"]["C3"] = date(2025, 8, 1)
    cell = opened(mend(saved(made), "a.xlsx", [Edit("Sheet1", "C3", "2025-08-01", "3")]))["C3"]
    assert (cell.value, cell.number_format) == (3, "General")


@pytest.mark.parametrize(("after", "value"), [("95%", 0.95), ("95.2", 0.952), ("0.95", 0.95)])
def test_a_rate_typed_into_a_cell_of_percentages(after: str, value: float):
    assert typed(after, 0.5, "0.00%") == pytest.approx(value)


@pytest.mark.parametrize("before", ["4", "4.0", " 4 "])
def test_a_number_is_the_same_however_it_is_shown(before: str):
    assert opened(mend(xlsx(ROWS), "a.xlsx", [Edit("Sheet1", "B3", before, "5")]))["B3"].value == 5
    assert opened(mend(xls(ROWS), "a.xls", [Edit("Sheet1", "B3", before, "5")]))["B3"].value == 5


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (Edit("Sheet1", "B3", "5", "6"), "B3 原为“5”，现在是“4”"),
        (Edit("Sheet1", "B4", "0", "6"), "B4 原为“0”，现在是“”"),
        (Edit("汇总", "B3", "4", "6"), "没有工作表“汇总”"),
        (Edit("Sheet1", "B1", "", "6"), "请改左上角的 A1"),
        (Edit("Sheet1", "B3:B4", "", "6"), "“B3:B4”不在表格范围内"),
        (Edit("Sheet1", "ZZ9999", "", "6"), "“ZZ9999”不在表格范围内"),
        (Edit("Sheet1", "", "", "6"), "不在表格范围内"),
    ],
)
def test_an_edit_that_does_not_fit_is_refused_in_words(edit: Edit, words: str):
    made = book(ROWS)
    made["Sheet1"].merge_cells("A1:D1")
    with pytest.raises(NotAllowed, match=words.replace(".", r"\.")):
        mend(saved(made), "a.xlsx", [Edit("Sheet1", "C3", "约3", "3"), edit])


def test_formats_comments_and_protection_are_kept():
    made = book(ROWS)
    sheet = made["Sheet1"]
    sheet["C3"].font, sheet["C3"].fill = (
        Font(name="黑体", size=14),
        PatternFill("solid", start_color="FFFF00"),
    )
    sheet["B4"].comment = Comment("待核实", "张三")
    sheet.protection.sheet = True
    again = opened(mend(saved(made), "a.xlsx", [Edit("Sheet1", "C3", "约3", "3")]))
    assert (again["C3"].font.name, again["C3"].fill.start_color.rgb) == ("黑体", "00FFFF00")
    assert (again["B4"].comment.text, again["B4"].comment.author) == ("待核实", "张三")
    assert again.protection.sheet


def recalculated(tmp_path: Path, formulas: dict[str, str]) -> bytes:
    """ROWS and formulas, with the results that LibreOffice computes."""
    made = book((*ROWS, ("合计", *([None] * 3))))
    made["Sheet1"]["C3"] = 3
    for cell, formula in formulas.items():
        made["Sheet1"][cell] = formula
    (tmp_path / "a.xlsx").write_bytes(saved(made))
    subprocess.run(
        (
            *("soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless"),
            *("--convert-to", "xlsx", "--outdir", str(tmp_path / "saved"), str(tmp_path / "a.xlsx")),
        ),
        check=True,
        capture_output=True,
        timeout=120,
    )
    return (tmp_path / "saved" / "a.xlsx").read_bytes()


def test_totals_and_rates_follow_a_mended_cell(tmp_path: Path):
    data = recalculated(
        tmp_path,
        {
            "B6": "=SUM(B3:B5)",
            "C6": "=SUM(C3:C5)",
            "D6": "=IFERROR(ROUND(C6/B6,4),0)",
            "E6": '=IF(B6>8,"多","少")',
        },
    )
    mended = mend(data, "a.xlsx", [Edit("Sheet1", "B3", "4", "8")])
    sheet = opened(mended, results=True)
    assert [sheet[cell].value for cell in ("B6", "C6", "D6", "E6")] == [10, 4, 0.4, "多"]
    assert opened(mended)["B6"].value == "=SUM(B3:B5)"
    assert mended.not_recomputed == ()
    assert said(read(mended.data), "cell_missing") == []


def test_a_formula_that_cannot_be_computed_anew_stands_without_result_and_is_named(tmp_path: Path):
    data = recalculated(
        tmp_path, {"B5": "=VLOOKUP(B3,B3:C4,2,FALSE())", "B6": "=SUM(B3:B5)", "C6": '=SUMIF(A3:A5,"x",C3:C5)'}
    )
    mended = mend(data, "a.xlsx", [Edit("Sheet1", "B3", "4", "8")])
    assert mended.not_recomputed == ("Sheet1!B5", "Sheet1!B6")
    sheet = opened(mended, results=True)
    assert (sheet["B5"].value, sheet["B6"].value, sheet["C6"].value) == (None, None, 0)
    assert "uncalculated" in said(read(mended.data))


def test_a_formula_that_is_typed_over_is_gone_and_what_follows_from_it_follows(tmp_path: Path):
    data = recalculated(tmp_path, {"B5": "=B3-2", "B6": "=SUM(B3:B5)"})
    mended = mend(data, "a.xlsx", [Edit("Sheet1", "B5", "2", "7")])
    assert opened(mended)["B5"].value == 7
    assert opened(mended, results=True)["B6"].value == 11


def test_the_same_cell_edited_twice_holds_the_last_that_was_typed():
    edits = [Edit("Sheet1", "C3", "约3", "3"), Edit("Sheet1", "C3", "约3", "4")]
    assert opened(mend(xlsx(ROWS), "a.xlsx", edits))["C3"].value == 4


def test_a_marked_copy_can_be_mended():
    data = marked_copy(xlsx(ROWS), "a.xlsx", read(xlsx(ROWS)).findings)
    mended = mend(data, "a.xlsx", [Edit("Sheet1", "C3", "约3", "3")])
    assert values(read(mended.data), "leader_attended")["east"] == (3,)


def test_the_same_arguments_give_the_same_bytes():
    edits = [Edit("Sheet1", "C3", "约3", "3")]
    data, old = xlsx(ROWS), xls(ROWS)
    assert mend(data, "a.xlsx", edits) == mend(data, "a.xlsx", edits)
    assert mend(old, "a.xls", edits) == mend(old, "a.xls", edits)


def test_a_table_of_a_sheet_whose_name_excel_does_not_allow_is_mended_under_a_name_that_it_does():
    data = text(ROWS).encode()
    mended = mend(data, "a/b[1]*三季度.csv", [Edit("a/b[1]*三季度", "C3", "约3", "3")])
    assert openpyxl.load_workbook(io.BytesIO(mended.data)).sheetnames == ["a_b_1__三季度"]


def test_what_no_reader_opens_is_refused():
    with pytest.raises(Unreadable):
        mend(b"%PDF-1.7", "a.xlsx", [])


def test_a_workbook_too_large_to_write_again_is_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("metrics.intake.copies.as_xlsx.MOST_COPIED", 10)
    with pytest.raises(NotAllowed, match="不能在页面上改"):
        mend(xlsx(ROWS), "a.xlsx", [Edit("Sheet1", "C3", "约3", "3")])
