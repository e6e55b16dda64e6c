"""The marked copy: reads back to the same facts, shows what is wrong where it is, and lets nothing come alive."""

import io
import re
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest
import xlwt
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Font, PatternFill
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet
from PIL import Image as Picture

from metrics.intake import rules
from metrics.intake.copies.marked_copy import MOST_MARKED, marked_copy
from metrics.model import Finding, Severity, Unreadable
from tests.hostile import TEXTS
from tests.intake.other_formats import biff5, spreadsheet_xml, with_parts, xlsb
from tests.intake.workbooks import book, noted, read, said, saved, table, text, values, xls, xlsx

ROWS = table(("东关街道", 4, "约3", 1), ("北关街道", None, "—", "2件"), ("区财政局", 2.5, 1, 0))
RED, AMBER, YELLOW, GREY = "00F7D4D1", "00FBDDB8", "00FBECC8", "00E4E7EB"


def finding(severity: Severity, sheet: str = "", *cells: str, message: str = "不对", **more: str) -> Finding:
    first = cells[0] if cells else ""
    return Finding(severity, "a_code", message, "请改正", sheet, first, cells=cells[1:], **more)


def marked(data: bytes, findings: Sequence[Finding] | None = None, name: str = "三季度.xlsx") -> bytes:
    return marked_copy(data, name, read(data, name).findings if findings is None else findings)


def opened(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


def listed(data: bytes) -> list[list[str]]:
    """The lines of 《问题清单》 below its header."""
    rows = [[str(v or "") for v in row] for row in opened(data).worksheets[0].iter_rows(values_only=True)]
    header = next(n for n, row in enumerate(rows) if row[0] == "序号")
    return rows[header + 1 :]


def head(data: bytes) -> str:
    sheet = opened(data).worksheets[0]
    return "\n".join(str(row[0]) for row in sheet.iter_rows(max_row=8, max_col=1, values_only=True))


def fill(sheet: Worksheet, cell: str) -> str:
    return str(sheet[cell].fill.start_color.rgb)


@pytest.mark.parametrize(
    ("data", "name"),
    [(xlsx(ROWS), "a.xlsx"), (xls(ROWS), "a.xls"), (text(ROWS).encode("gb18030"), "a.csv")],
)
def test_it_reads_back_to_the_same_facts_and_findings(data: bytes, name: str):
    before = read(data, name)
    after = read(marked_copy(data, name, before.findings), name)
    assert values(after) == values(before)
    assert said(after) == said(before)
    assert noted(after) == noted(before)


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (biff5(ROWS), "a.xls"),
        (xlsb(ROWS), "a.xlsb"),
        (spreadsheet_xml(ROWS).encode(), "a.xml"),
        (text(ROWS, "\t").encode("utf-16"), "a.tsv"),
    ],
)
def test_rarer_formats_read_back_to_the_same_facts(data: bytes, name: str):
    before = read(data, name)
    after = read(marked_copy(data, name, before.findings), name)
    assert values(before)
    assert values(after) == values(before)
    assert said(after) == said(before)


def test_of_an_older_format_merges_hidden_parts_and_percentages_are_kept():
    made = xlwt.Workbook(encoding="utf-8")
    sheet, other = made.add_sheet("汇总"), made.add_sheet("底稿")
    for r, row in enumerate(ROWS[1:], 1):
        for c, value in enumerate(row):
            sheet.write(r, c, value)
    sheet.write_merge(0, 0, 0, 3, ROWS[0][0])
    sheet.write(2, 4, 0.75, xlwt.easyxf(num_format_str="0.00%"))
    sheet.row(3).hidden = True
    sheet.col(3).hidden = True
    other.write(0, 0, "甲")
    other.visibility = 1
    buffer = io.BytesIO()
    made.save(buffer)
    again = opened(marked(buffer.getvalue(), name="a.xls"))
    assert [str(place) for place in again["汇总"].merged_cells.ranges] == ["A1:D1"]
    assert again["汇总"]["E3"].number_format == "0.00%"
    assert again["汇总"].row_dimensions[4].hidden
    assert again["汇总"].column_dimensions["D"].hidden
    assert again["底稿"].sheet_state == "hidden"


def test_a_chart_that_the_library_cannot_read_stops_nothing():
    made = book(ROWS)
    chart = BarChart()
    chart.add_data(Reference(made["Sheet1"], min_col=2, min_row=3, max_row=5))
    made["Sheet1"].add_chart(chart, "F10")
    data = with_parts(saved(made), {"xl/charts/chart1.xml": b"<broken/>"})
    assert fill(opened(marked(data, [finding(Severity.STRICT, "Sheet1", "B3")]))["Sheet1"], "B3") == AMBER


def test_each_class_has_its_colour_and_the_comment_begins_with_its_name():
    findings = [
        finding(severity, "Sheet1", cell)
        for severity, cell in zip(Severity, ("B3", "C3", "D3", "B4"), strict=True)
    ]
    sheet = opened(marked(xlsx(ROWS), findings))["Sheet1"]
    assert [fill(sheet, cell) for cell in ("B3", "C3", "D3", "B4")] == [RED, AMBER, YELLOW, GREY]
    told = [sheet[cell].comment.text.split("】")[0] for cell in ("B3", "C3", "D3", "B4")]
    assert told == ["【强制性", "【准强制性", "【核实性", "【提示性"]
    assert sheet["B3"].font.color.rgb == "FF9B1C1C"


def test_the_comment_says_what_is_wrong_what_is_expected_and_how_to_mend():
    (about,) = [f for f in read(xlsx(ROWS)).findings if f.code == "not_a_number"]
    assert opened(marked(xlsx(ROWS), [about]))["Sheet1"]["C3"].comment.text.splitlines() == [
        "【强制性】应填整数，现为“约3”",
        f"怎么改：{rules.NOT_A_NUMBER.mend}",
    ]
    wanted = finding(Severity.STRICT, "Sheet1", "C3", expected="7")
    assert "应为：7" in opened(marked(xlsx(ROWS), [wanted]))["Sheet1"]["C3"].comment.text


def test_a_person_s_own_comment_stays_above_ours():
    made = book(ROWS)
    made["Sheet1"]["C3"].comment = Comment("等法院回复", "张三")
    comment = opened(marked(saved(made)))["Sheet1"]["C3"].comment
    assert comment.text.startswith("等法院回复\n")
    assert "【强制性】" in comment.text
    assert comment.author == "张三"
    again = read(marked(saved(made)))
    assert [f.found for f in again.findings if f.code == "comment"] == ["等法院回复"]


def test_of_two_findings_at_a_cell_the_heavier_colours_it_and_both_are_told():
    two = [
        finding(Severity.HINT, "Sheet1", "B3"),
        finding(Severity.STRICT, "Sheet1", "B3", message="甲大于乙"),
    ]
    sheet = opened(marked(xlsx(ROWS), two))["Sheet1"]
    assert fill(sheet, "B3") == AMBER
    assert re.findall("【(.*?)】", sheet["B3"].comment.text) == ["准强制性", "提示性"]


def test_of_a_merged_range_the_first_cell_is_marked():
    made = book((*ROWS, ("备注", None, None)))
    made["Sheet1"].merge_cells("A6:C6")
    sheet = opened(marked(saved(made), [finding(Severity.STRICT, "Sheet1", "C6")]))["Sheet1"]
    assert fill(sheet, "A6") == AMBER
    assert sheet["A6"].comment is not None


def test_the_list_has_a_line_a_finding_the_most_important_first_with_links():
    findings = [
        finding(Severity.HINT, "Sheet1"),
        finding(Severity.STRICT, "Sheet1", "B3", "B4", message="甲大于乙", expected="不大于 4"),
        finding(Severity.MANDATORY, message="缺少一列"),
    ]
    data = marked(xlsx(ROWS), findings)
    assert listed(data) == [
        ["1", "强制性", "整个文件", "缺少一列", "", "", "请改正"],
        ["2", "准强制性", "Sheet1!B3，另有 B4", "甲大于乙", "4", "不大于 4", "请改正"],
        ["3", "提示性", "Sheet1（整张表）", "不对", "", "", "请改正"],
    ]
    sheet = opened(data)["问题清单"]
    links = {
        cell.value: cell.hyperlink.location for row in sheet for cell in row if getattr(cell, "hyperlink", 0)
    }
    assert links == {"Sheet1!B3，另有 B4": "'Sheet1'!B3", "Sheet1（整张表）": "'Sheet1'!A1"}


def test_the_list_says_on_top_which_file_how_many_and_what_to_do():
    told = head(marked(xlsx(ROWS), [finding(Severity.MANDATORY), finding(Severity.MANDATORY)], "城管局.xlsx"))
    assert "文件：城管局.xlsx" in told
    assert "强制性 2 条（改正后才能计入）" in told
    assert "重新上传" in told


def test_the_list_prints_one_page_wide_on_a4_with_its_header_on_every_page():
    sheet = opened(marked(xlsx(ROWS)))["问题清单"]
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == ("9", "landscape") or (
        int(sheet.page_setup.paperSize) == 9 and sheet.page_setup.orientation == "landscape"
    )
    assert sheet.page_setup.fitToWidth == 1 and sheet.page_setup.fitToHeight == 0
    header = next(cell.row for cell in sheet["A"] if cell.value == "序号")
    assert sheet.freeze_panes == f"A{header + 1}"
    assert sheet.print_title_rows == f"${header}:${header}"


def test_it_opens_at_the_list_and_no_second_sheet_is_selected():
    made = book(ROWS, ROWS)
    made.active = 1
    again = opened(marked(saved(made), []))
    assert again.sheetnames[again._active_sheet_index] == "问题清单"
    assert [sheet.sheet_view.tabSelected for sheet in again.worksheets] == [True, False, False]


def test_a_person_s_sheet_of_the_same_name_stays():
    data = marked(xlsx(ROWS, (("甲", "乙"),), names=("汇总表", "问题清单")))
    assert opened(data).sheetnames == ["问题清单 (2)", "汇总表", "问题清单"]


def test_a_marked_copy_marked_again_has_one_list_and_only_the_marks_that_still_hold():
    first = marked(xlsx(ROWS))
    mended = opened(first)
    mended["Sheet1"]["C3"] = 3
    data = marked(saved(mended))
    again = opened(data)
    assert again.sheetnames == ["问题清单", "Sheet1"]
    assert again["Sheet1"]["C3"].comment is None
    assert fill(again["Sheet1"], "C3") == "00000000"
    assert again["Sheet1"]["B5"].comment.text.count("【强制性】") == 1
    assert fill(again["Sheet1"], "B5") == RED


def test_hidden_parts_stay_hidden_and_the_list_says_so():
    made = book(ROWS, ROWS)
    made["Sheet1"].row_dimensions[3].hidden = True
    made["Sheet1"].column_dimensions["D"].hidden = True
    made["Sheet2"].sheet_state = "hidden"
    places = (("Sheet1", "B3"), ("Sheet1", "D4"), ("Sheet2", "B3"))
    data = marked(saved(made), [finding(Severity.STRICT, *place) for place in places])
    assert [line[2].partition("（")[2] for line in listed(data)] == [
        "该行已隐藏，请先取消隐藏）",
        "该列已隐藏，请先取消隐藏）",
        "工作表已隐藏，请先取消隐藏）",
    ]
    again = opened(data)
    assert again["Sheet1"].row_dimensions[3].hidden
    assert again["Sheet1"].column_dimensions["D"].hidden
    assert again["Sheet2"].sheet_state == "hidden"


def test_formulas_stay_with_their_results():
    data = calculated({"B6": ("SUM(B3:B5)", "n", "6.5"), "C6": ('IF(B3>1,"是","否")', "str", "是")})
    again = marked(data, [finding(Severity.STRICT, "Sheet1", "B6")])
    sheet, kept = opened(again)["Sheet1"], openpyxl.load_workbook(io.BytesIO(again), data_only=True)["Sheet1"]
    assert (sheet["B6"].value, kept["B6"].value) == ("=SUM(B3:B5)", 6.5)
    assert kept["C6"].value == "是"
    assert listed(again)[0][4] == "6.5"


def calculated(formulas: dict[str, tuple[str, str, str]]) -> bytes:
    """ROWS with formulas and their results as an office program saves them."""
    made = book((*ROWS, ("小结", *([0] * 5))))
    for cell in formulas:
        made["Sheet1"][cell] = "=0"
    data = saved(made)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        part = archive.read("xl/worksheets/sheet1.xml").decode()
    for cell, (formula, kind, result) in formulas.items():
        was = re.search(rf'<c r="{cell}"[^>]*><f>0</f><v ?/></c>', part)
        assert was is not None
        new = f'<c r="{cell}" t="{kind}"><f>{formula.replace("<", "&lt;").replace(">", "&gt;")}</f><v>{result}</v></c>'
        part = part.replace(was[0], new)
    return with_parts(data, {"xl/worksheets/sheet1.xml": part})


def test_pictures_charts_choices_conditions_names_protection_and_print_settings_are_kept():
    made = book(ROWS)
    sheet = made["Sheet1"]
    picture = io.BytesIO()
    Picture.new("RGB", (8, 8), "red").save(picture, "PNG")
    sheet.add_image(Image(picture), "F2")
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=2, min_row=3, max_row=5))
    sheet.add_chart(chart, "F10")
    choice = DataValidation(type="list", formula1='"√"')
    choice.add("D3")
    sheet.add_data_validation(choice)
    sheet.conditional_formatting.add("B3:B5", CellIsRule("greaterThan", ["9"], fill=PatternFill("solid")))
    made.defined_names["数据"] = DefinedName("数据", attr_text="Sheet1!$B$3:$B$5")
    sheet["A1"].font = Font(name="方正小标宋简体", size=22, bold=True)
    sheet.column_dimensions["A"].width = 33
    sheet.protection.sheet = True
    sheet.print_area = "A1:D5"
    sheet.page_setup.orientation = "landscape"
    sheet.freeze_panes = "B3"
    data = marked(saved(made))
    again = opened(data)["Sheet1"]
    assert (len(again._images), len(again._charts)) == (1, 1)
    assert again.data_validations.dataValidation[0].formula1 == '"√"'
    assert [str(place.sqref) for place in again.conditional_formatting] == ["B3:B5"]
    assert opened(data).defined_names["数据"].value == "Sheet1!$B$3:$B$5"
    assert (again["A1"].font.name, again["A1"].font.size, again["A1"].font.bold) == (
        "方正小标宋简体",
        22,
        True,
    )
    assert again.column_dimensions["A"].width == 33
    assert again.protection.sheet
    assert (again.print_area, again.page_setup.orientation) == ("'Sheet1'!$A$1:$D$5", "landscape")
    assert again.freeze_panes == "B3"
    assert "没有带入" not in head(data)


@pytest.mark.parametrize(
    ("part", "content", "words"),
    [
        ("xl/vbaProject.bin", b"x", "宏"),
        ("xl/ctrlProps/ctrlProp1.xml", b"<formControlPr/>", "控件"),
        ("xl/drawings/drawing9.xml", b"<xdr:wsDr><xdr:sp macro=''/></xdr:wsDr>", "文本框"),
        ("xl/cellimages.xml", b"<cellImages/>", "嵌入单元格的图片"),
        ("xl/media/image9.emf", b"x", "矢量图片"),
    ],
)
def test_what_cannot_be_kept_is_said_on_the_list(part: str, content: bytes, words: str):
    told = head(marked(with_parts(xlsx(ROWS), {part: content})))
    assert "没有带入" in told
    assert words in told


def test_an_older_format_is_made_anew_and_says_so():
    data = marked(xls(ROWS), name="三季度.xls")
    assert "原来的格式没有保留" in head(data)
    sheet = opened(data)["Sheet1"]
    assert fill(sheet, "C3") == RED
    assert sheet["C3"].border.left.style == "thin"
    assert sheet["B3"].value == 4 and isinstance(sheet["B3"].value, int)
    assert sheet.column_dimensions["B"].width >= 16


def test_a_workbook_whose_styles_the_library_does_not_understand_is_made_anew():
    data = with_parts(
        xlsx(ROWS), {"xl/styles.xml": b"<styleSheet><cellXfs><xf fontId='99'/></cellXfs></styleSheet>"}
    )
    made = marked(data, [finding(Severity.STRICT, "Sheet1", "B3")])
    assert fill(opened(made)["Sheet1"], "B3") == AMBER


def test_a_link_to_another_file_becomes_its_value_and_nothing_outside_is_named():
    data = calculated({"B6": ("[1]Sheet1!A1", "n", "7"), "C6": ("cmd|'/C calc'!A0", "str", "坏")})
    again = marked(data, [])
    sheet = opened(again)["Sheet1"]
    assert (sheet["B6"].value, sheet["C6"].value) == (7, "坏")
    assert "引用其他文件的公式" in head(again)
    assert b"calc" not in everything(again)


def everything(data: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return b"".join(archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets"))


@pytest.mark.parametrize("name", ["a.xlsx", "a.xls", "a.csv"])
def test_no_stranger_s_text_becomes_a_formula(name: str):
    texts = [words for words in TEXTS if len(words) < 200]
    rows = table(*[(words, words, 1, 2) for words in texts])
    if name == "a.xlsx":
        made = book(rows)
        for row in made["Sheet1"]:
            for cell in row:
                if cell.data_type == "f":
                    cell.data_type = "s"
        data = saved(made)
    else:
        data = xls(rows) if name == "a.xls" else text(rows).encode()
    told = [
        finding(Severity.STRICT, "Sheet1", f"B{n}", message=words, found=words)
        for n, words in enumerate(texts, 3)
    ]
    if name == "a.csv":
        told = [Finding(**{**vars(f), "sheet": "a"}) for f in told]
    again = opened(marked_copy(data, f"=1+1{name}", told))
    cells = [cell for sheet in again.worksheets for row in sheet for cell in row]
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []
    list_ = again["问题清单"]
    assert "文件：=1+1" in list_["A2"].value
    starts = [
        cell for row in list_ for cell in row if isinstance(cell.value, str) and cell.value[0] in "=+-@"
    ]
    assert len(starts) > 3
    assert all(cell.quotePrefix for cell in starts)


def test_beyond_two_thousand_cells_the_rest_is_only_listed():
    rows = table(*[("东关街道", n, n, n) for n in range(1000)])
    cells = [f"{letter}{row}" for row in range(3, 1003) for letter in "BCD"]
    findings = [
        finding(Severity.VERIFY, "Sheet1", *cells[n : n + 200], message=str(n)) for n in range(0, 3000, 200)
    ]
    data = marked(xlsx(rows), findings)
    sheet = opened(data)["Sheet1"]
    assert sum(cell.comment is not None for row in sheet for cell in row) == MOST_MARKED
    assert "另有 1000 格没有上色" in head(data)
    assert len(listed(data)) == 15


@pytest.mark.parametrize("place", ["", "A0", "ZZZZ1", "A1:B2", "XFD1048576", "=1"])
def test_an_address_that_is_none_or_far_away_is_only_listed(place: str):
    data = marked(
        xlsx(ROWS), [finding(Severity.STRICT, "Sheet1", place), finding(Severity.HINT, "没有的表", "A1")]
    )
    assert len(listed(data)) == 2
    assert opened(data)["Sheet1"].max_row == 5


def test_no_findings_give_a_list_that_says_so():
    assert "没有发现问题" in head(marked(xlsx(ROWS), []))


def test_the_same_arguments_give_the_same_bytes_in_another_process(tmp_path: Path):
    (tmp_path / "a.xlsx").write_bytes(xlsx(ROWS))
    code = (
        "import hashlib, sys; from metrics.intake.copies.marked_copy import marked_copy;"
        "from metrics.model import Finding, Severity; data = open(sys.argv[1], 'rb').read();"
        "told = [Finding(s, 'a', 'b', 'c', 'Sheet1', 'B3') for s in Severity];"
        "print(hashlib.sha256(marked_copy(data, 'a.xlsx', told)).hexdigest())"
    )
    seen = {
        subprocess.run(
            [sys.executable, "-c", code, str(tmp_path / "a.xlsx")],
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
            cwd=Path(__file__).parents[2],
        ).stdout
        for seed in ("1", "2")
    }
    assert len(seen) == 1


def test_what_no_reader_opens_is_refused():
    with pytest.raises(Unreadable):
        marked_copy(b"%PDF-1.7", "a.xlsx", [])


def test_of_a_workbook_too_large_to_write_again_there_is_the_list_alone(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("metrics.intake.copies.as_xlsx.MOST_COPIED", 10)
    data = marked(
        xlsx(ROWS), [finding(Severity.STRICT, "Sheet1", "B5"), finding(Severity.HINT, "Sheet1", "C3")]
    )
    assert opened(data).sheetnames == ["问题清单"]
    assert "原件太大" in head(data)
    assert [line[2] for line in listed(data)] == ["Sheet1!B5", "Sheet1!C3"]
