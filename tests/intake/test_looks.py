"""What a person sees on the sheet and the values alone do not say."""

import io
import zipfile

import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from metrics.intake.looks import is_odd, seen_otherwise, shows_another_number
from tests.intake import other_formats as other
from tests.intake.habits.making import EAST, NORTH, shown_as, touched
from tests.intake.workbooks import HEADER, TITLE, read, said, table, values, xlsx

RUN = "<r><rPr>{look}</rPr><t>{text}</t></r>"


@pytest.mark.parametrize(
    "number_format",
    ["0,", "#,##0,,", '0"万"', '0.0,"千件"', ";;;", '"约"0', '"3"', "0!0", '0"1"', '"无"', "aaaa"],
)
def test_a_format_that_shows_another_number_is_said(number_format):
    submission = read(shown_as("B3", 8, number_format)())
    assert "shown_otherwise" in said(submission)
    assert values(submission, "hearings_held")["east"] == (8,)


@pytest.mark.parametrize(
    "number_format",
    [
        *(
            "General",
            "0",
            "#,##0",
            '0"件"',
            '0"（含二审）"',
            "0.00",
            "@",
            "000",
            "0_);(0)",
            '0;-0;"-"',
            "0;0;;@",
        ),
        *(
            '_(* #,##0_);_(* (#,##0);_(* "-"_)',
            "[红色]0",
            "[DBNum1]General",
            "0.00E+00",
            "# ?/?",
            "#,##0.00;[Red]-#,##0",
        ),
    ],
)
def test_a_format_that_shows_the_number_itself_is_none_to_speak_of(number_format):
    assert not shows_another_number(number_format, 8)


@pytest.mark.parametrize("number_format", ["0;0;;@", ";;;", "#", "#,###", "0;-0;", '[=0]"";0', '[<1]"";0'])
def test_a_nought_that_is_not_shown_is_read_and_said(number_format):
    submission = read(shown_as("B3", 0, number_format)())
    assert [f.places for f in submission.findings if f.code == "nought_hidden"] == [("B3",)]
    assert values(submission, "hearings_held")["east"] == (0,)


@pytest.mark.parametrize(
    "number_format", ["General", "0", "0;-0;0", '0;-0;"-"', '0;0;"无"', "#,##0_);(#,##0)", "#0"]
)
def test_a_nought_that_is_shown_in_whatever_way_is_none_to_speak_of(number_format):
    assert not is_odd(number_format)


@pytest.mark.parametrize(
    ("number_format", "value", "another"),
    [
        ('[=0]"";0', 8, False),
        ('[<1]"";[>=10000]0!.0,"万";0', 8, False),
        ('[<1]"";[>=10000]0!.0,"万";0', 20000, True),
        ('[>100]0;0"0"', 5, True),
        ('0;-0;"1"', 0, True),
        ("[h]", 8, True),
        ('[>9]0;"5";0', -1, True),
    ],
)
def test_the_part_of_a_format_that_holds_for_the_number_decides(number_format, value, another):
    assert is_odd(number_format)
    assert shows_another_number(number_format, value) is another


def test_a_row_that_is_crossed_out_is_said():
    def strike(sheet: Worksheet) -> None:
        for cell in sheet[4]:
            cell.font = Font(strike=True)

    submission = read(touched(strike, table(EAST, NORTH))())
    (finding,) = [finding for finding in submission.findings if finding.code == "struck"]
    assert finding.places == ("A4", "B4", "C4", "D4")


SHEET, BOOK = "xl/worksheets/sheet1.xml", "xl/_rels/workbook.xml.rels"
KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
TEXTS = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"


def with_runs(*runs: tuple[str, str], shared: bool = False) -> bytes:
    """The count of hearings as a text of runs (look, text), in its cell or among the shared texts as Excel has it."""
    data = xlsx(table(("东关街道", "#", 3, 1)))
    archive = zipfile.ZipFile(io.BytesIO(data))
    sheet, relations, kinds = (archive.read(part) for part in (SHEET, BOOK, "[Content_Types].xml"))
    rich = "".join(RUN.format(look=look, text=text) for look, text in runs).encode()
    cell = b't="inlineStr"><is><t>#</t></is>'
    assert cell in sheet
    if not shared:
        return other.with_parts(data, {SHEET: sheet.replace(b"<t>#</t>", rich)})
    relation = f'<Relationship Id="rId99" Type="{KIND}" Target="sharedStrings.xml"/></Relationships>'
    kind = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{TEXTS}"/></Types>'
    texts = b"<si><t>first</t></si><si>" + rich + b"</si>"
    return other.with_parts(
        data,
        {
            SHEET: sheet.replace(cell, b't="s"><v>1</v>'),
            BOOK: relations.replace(b"</Relationships>", relation.encode()),
            "[Content_Types].xml": kinds.replace(b"</Types>", kind.encode()),
            "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}" count="2" uniqueCount="2">'.encode()
            + texts
            + b"</sst>",
        },
    )


@pytest.mark.parametrize("shared", [False, True])
@pytest.mark.parametrize(
    ("runs", "found"),
    [
        ((("", "3"), ('<vertAlign val="superscript"/>', "1")), "3¹"),
        ((("<strike/>", "4"), ("", "5")), "〔划去：4〕5"),
        ((("<strike/>", "4"),), "〔划去：4〕"),
    ],
)
def test_a_footnote_mark_or_a_crossed_out_digit_is_no_digit_of_the_count(runs, found, shared):
    submission = read(with_runs(*runs, shared=shared))
    assert values(submission, "hearings_held") == {"east": (None,)}
    (finding,) = [finding for finding in submission.findings if finding.code == "not_a_number"]
    assert finding.found == found


def test_runs_of_another_colour_are_one_number():
    look = '<color rgb="FFFF0000"/><strike val="0"/>'
    assert values(read(with_runs(("", "1"), (look, "2"))), "hearings_held") == {"east": (12,)}


@pytest.mark.parametrize("cell", ["B3", "B2", "A3"])
def test_a_comment_that_corrects_a_figure_wants_an_answer(cell):
    def comment(sheet: Worksheet) -> None:
        sheet[cell].comment = Comment("应为 5 件，系统未更新", "张三")

    assert said(read(touched(comment, table(EAST, NORTH))())) == ["comment_corrects"]


def test_noughts_beside_a_remark_that_nothing_was_reported_are_said():
    rows = ((TITLE,), (*HEADER, "备注"), ("东关街道", 0, 0, 0, "未报送"), (*NORTH, "迟报"))
    submission = read(xlsx(rows))
    assert said(submission) == ["row_remark"]
    assert [f.places for f in submission.findings if f.code == "row_remark"] == [("E3",)]


def test_a_column_of_figures_without_a_name_is_said():
    heads = ("单位", HEADER[1], None, *HEADER[2:])
    submission = read(xlsx(((TITLE,), heads, ("东关街道", 4, 9, 3, 1), ("北关街道", 2, 5, 2, 0))))
    assert said(submission) == ["column_nameless"]
    assert values(submission) == {"east": (4, 3, 1), "north": (2, 2, 0)}


def test_two_columns_of_units_that_disagree_are_said():
    rows = ((TITLE,), ("责任单位", "单位", *HEADER[1:]), ("区财政局", *EAST), ("北关街道", *NORTH))
    submission = read(xlsx(rows))
    assert [f.places for f in submission.findings if f.code == "unit_columns"] == [("A3",)]
    assert set(values(submission)) == {"east", "north"}


@pytest.mark.parametrize("name", ["作废", "填表示例", "汇总（旧）", "备份", "上季度"])
def test_a_sheet_that_may_not_be_meant_is_said_when_it_is_read(name):
    submission = read(xlsx(table(EAST), table(NORTH), names=["汇总", name]))
    assert said(submission) == ["sheet_name_odd"]


def test_a_single_sheet_may_be_called_what_it_likes():
    assert said(read(xlsx(table(EAST), names=["模板"]))) == []


@pytest.mark.parametrize(
    ("shown", "value", "other"),
    [
        ("1e999", 3.0, True),
        ("1e-999", 3.0, True),
        ("1e-999", 0.0, False),
        ("3e0", 3.0, False),
        ("1e" + "9" * 5000, 3.0, True),
        ("9" * 400, 3.0, True),
        ("1e308", 1e308, False),
        ("3." + "0" * 400, 3.0, False),
    ],
)
def test_numbers_beyond_any_are_compared_too(shown: str, value: float, other: bool) -> None:
    assert seen_otherwise(shown, value) is other
