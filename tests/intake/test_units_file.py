"""A district's list of units: what is understood, and what is said about what is not."""

import io
from datetime import date, datetime

import openpyxl
import pytest
import xlwt

from metrics import catalogue
from metrics.intake import unit_rules
from metrics.intake.units_file import HEADINGS, UnitsFile, read_units
from metrics.model import Enforcement, Severity, Unit, UnitKind, Unreadable

HEADER = "辖区代码,辖区名称,代码,名称,简称,别名,类型,执法权,序号,启用,停用"


def read(*lines: str, header: str = HEADER, encoding: str = "utf-8") -> UnitsFile:
    return read_units("\n".join((header, *lines)).encode(encoding), "名录.csv", catalogue.load())


def said(file: UnitsFile) -> list[tuple[str, str, str]]:
    """(code, cell, what stands there) of each finding."""
    return [(finding.code, finding.cell, finding.found) for finding in file.findings]


def in_workbook(rows: list[list[object]], *before: list[list[object]]) -> UnitsFile:
    """The rows as the last sheet of a workbook, after the sheets `before`."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for sheet_rows in (*before, rows):
        sheet = book.create_sheet()
        for row in sheet_rows:
            sheet.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return read_units(buffer.getvalue(), "名录.xlsx", catalogue.load())


def test_a_complete_row_becomes_a_unit():
    file = read(
        "610702,汉台区,ht_longjiang,龙江街道办事处,龙江街道,龙江；龙江镇,街道,赋权,14,2024-01-01,2030/12/31"
    )
    assert file.findings == ()
    assert file.jurisdictions == {"610702": "汉台区"}
    assert file.units == (
        Unit(
            "610702",
            "ht_longjiang",
            "龙江街道办事处",
            "龙江街道",
            UnitKind.SUBDISTRICT,
            Enforcement.DELEGATED,
            14,
            ("龙江", "龙江镇"),
            date(2024, 1, 1),
            date(2030, 12, 31),
        ),
    )
    assert file.can_load


def test_the_template_headings_are_those_that_are_read():
    assert ",".join(HEADINGS) == HEADER


def test_english_headings_are_read_as_well():
    header = "jurisdiction,jurisdiction_name,code,name,short_name,aliases,kind,enforcement,order,valid_from"
    file = read("610702,汉台区,a,区财政局,财政局,老财政|财政,department,full,3,2024-01-01", header=header)
    assert file.findings == ()
    (unit,) = file.units
    assert (unit.kind, unit.enforcement, unit.order) == (UnitKind.DEPARTMENT, Enforcement.FULL, 3)
    assert (unit.aliases, unit.valid_from) == (("老财政", "财政"), date(2024, 1, 1))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030"])
def test_every_encoding_of_chinese_offices_is_read(encoding):
    file = read("610702,汉台区,,铺镇人民政府,铺镇,,镇,赋权,,,", encoding=encoding)
    assert [unit.name for unit in file.units] == ["铺镇人民政府"]
    assert file.findings == ()


def test_what_is_left_empty_is_taken_from_name_and_place():
    file = read(
        "610702,汉台区,,汉中市汉台区财政局,,,部门,有,,,", "610702,汉台区,,汉中市公安局汉台分局,,,分局,有,,,"
    )
    assert [(u.code, u.short_name, u.order) for u in file.units] == [
        ("汉中市汉台区财政局", "财政局", 1),
        ("汉中市公安局汉台分局", "汉中市公安局汉台分局", 2),
    ]


def test_optional_columns_may_be_absent():
    file = read("610702,铺镇,镇", header="辖区代码,名称,类型")
    assert file.findings == ()
    (unit,) = file.units
    assert (unit.enforcement, unit.short_name, unit.aliases) == (Enforcement.UNVERIFIED, "铺镇", ())
    assert file.jurisdictions == {"610702": "610702"}


@pytest.mark.parametrize("between", ["；", ";", "、", "|", "，", "； "])
def test_aliases_may_be_separated_in_many_ways(between):
    (unit,) = read(f"610702,汉台区,a,城市管理局,,城管{between}城管局{between}城管,部门,有,,,").units
    assert unit.aliases == ("城管", "城管局")


@pytest.mark.parametrize("written", ["2024-01-01", "2024/1/1", "2024年1月1日", "2024.1.1"])
def test_dates_are_read_as_people_write_them(written):
    (unit,) = read(f"610702,汉台区,a,铺镇,,,镇,赋权,,{written},").units
    assert unit.valid_from == date(2024, 1, 1)


def test_blank_lines_and_full_width_digits_are_no_matter():
    file = read(",,,,,,,,,,", "６１０７０２,汉台区,a,铺镇,,,镇,赋权,１２,,", "")
    assert file.findings == ()
    assert [(unit.jurisdiction, unit.order) for unit in file.units] == [("610702", 12)]


def test_a_workbook_gives_the_same_units_as_a_csv():
    heads = HEADER.split(",")
    rows = [
        heads,
        [610702, "汉台区", "a", "铺镇", None, "铺镇镇", "镇", "赋权", 1, datetime(2024, 1, 1), None],
    ]
    assert in_workbook(rows) == read("610702,汉台区,a,铺镇,,铺镇镇,镇,赋权,1,2024-01-01,")


def test_an_old_workbook_is_read_as_well():
    book = xlwt.Workbook()
    sheet = book.add_sheet("名录")
    for column, (heading, value) in enumerate(
        {"辖区代码": 610702, "代码": 15, "名称": "铺镇", "类型": "镇", "序号": 3}.items()
    ):
        sheet.write(0, column, heading)
        sheet.write(1, column, value)
    buffer = io.BytesIO()
    book.save(buffer)
    file = read_units(buffer.getvalue(), "名录.xls", catalogue.load())
    assert file.findings == ()
    assert [(unit.jurisdiction, unit.code, unit.order) for unit in file.units] == [("610702", "15", 3)]


def test_numbers_that_a_program_wrote_with_a_decimal_point_are_whole():
    file = read("610702.0,汉台区,15.0,铺镇,,,镇,赋权,3.0,,")
    assert file.findings == ()
    assert [(unit.jurisdiction, unit.code, unit.order) for unit in file.units] == [("610702", "15", 3)]


def test_a_title_above_the_headings_and_a_sheet_of_notes_before_are_passed_over():
    rows = [
        ["汉台区报送单位名录"],
        [],
        HEADER.split(","),
        [610702.0, "汉台区", "a", "铺镇", "", "", "镇", "赋权"],
    ]
    file = in_workbook(rows, [["填写说明"], ["名称写全称"]])
    assert file.findings == ()
    assert [(unit.name, unit.jurisdiction, unit.order) for unit in file.units] == [("铺镇", "610702", 1)]


def test_several_districts_in_one_list_keep_apart():
    file = read("610702,汉台区,a,东关街道,,,街道,,,,", "610703,南郑区,a,东关街道,,,街道,,,,")
    assert file.findings == ()
    assert file.jurisdictions == {"610702": "汉台区", "610703": "南郑区"}
    assert [(unit.jurisdiction, unit.code) for unit in file.units] == [("610702", "a"), ("610703", "a")]


GOOD = "610702,汉台区,a,铺镇,,,镇,赋权,,,"
FAULTS = [
    ("no_units", "", "", [HEADER]),
    ("heading_missing", "", "名称、类型", ["辖区代码,单位简介", "610702,铺镇"]),
    ("name_missing", "D2", "", [HEADER, "610702,汉台区,a,,铺镇,,镇,赋权,,,"]),
    ("bad_jurisdiction", "A2", "", [HEADER, ",汉台区,a,铺镇,,,镇,赋权,,,"]),
    ("bad_jurisdiction", "A2", "汉台", [HEADER, "汉台,汉台区,a,铺镇,,,镇,赋权,,,"]),
    ("bad_jurisdiction", "A2", "6107020000001", [HEADER, "6107020000001,汉台区,a,铺镇,,,镇,赋权,,,"]),
    ("bad_jurisdiction", "A2", "6", [HEADER, "6,汉台区,a,铺镇,,,镇,赋权,,,"]),
    ("kind_unknown", "G2", "公司", [HEADER, "610702,汉台区,a,铺镇,,,公司,赋权,,,"]),
    ("kind_unknown", "G2", "", [HEADER, "610702,汉台区,a,铺镇,,,,赋权,,,"]),
    ("enforcement_unknown", "H2", "也许", [HEADER, "610702,汉台区,a,铺镇,,,镇,也许,,,"]),
    ("bad_order", "I2", "第一", [HEADER, "610702,汉台区,a,铺镇,,,镇,赋权,第一,,"]),
    ("bad_order", "I2", "1.5", [HEADER, "610702,汉台区,a,铺镇,,,镇,赋权,1.5,,"]),
    ("bad_date", "J2", "去年", [HEADER, "610702,汉台区,a,铺镇,,,镇,赋权,,去年,"]),
    ("bad_date", "K2", "2024-02-30", [HEADER, "610702,汉台区,a,铺镇,,,镇,赋权,,,2024-02-30"]),
    (
        "ends_before_start",
        "K2",
        "2023-12-31",
        [HEADER, "610702,汉台区,a,铺镇,,,镇,赋权,,2024-01-01,2023-12-31"],
    ),
    ("code_twice", "C3", "a", [HEADER, GOOD, "610702,汉台区,a,武乡镇,,,镇,赋权,,,"]),
    ("code_twice", "C3", "铺镇", ["辖区代码,类型,名称", "610702,镇,铺镇", "610702,镇,铺镇"]),
    ("spelling_twice", "F3", "铺镇", [HEADER, GOOD, "610702,汉台区,b,武乡镇,,武乡；铺镇,镇,赋权,,,"]),
    ("spelling_twice", "E3", "铺 镇", [HEADER, GOOD, "610702,汉台区,b,武乡镇,铺 镇,,镇,赋权,,,"]),
    ("spelling_twice", "D3", "铺镇", [HEADER, GOOD, "610702,汉台区,b,铺镇,,,镇,赋权,,,"]),
]


@pytest.mark.parametrize(("code", "cell", "found", "lines"), FAULTS)
def test_each_fault_is_an_error_at_its_cell(code, cell, found, lines):
    file = read(*lines[1:], header=lines[0])
    assert said(file) == [(code, cell, found)]
    assert all(finding.severity is Severity.MANDATORY and finding.mend for finding in file.findings)
    assert not file.can_load


def test_every_rule_has_a_file_that_breaks_it():
    assert {rule.code for rule in unit_rules.UNIT_RULES} == {code for code, *_ in FAULTS}


def test_every_fault_of_a_row_is_told_at_once():
    file = read("汉台,汉台区,a,,,,公司,也许,x,去年,", GOOD.replace(",a,", ",b,"))
    assert [code for code, _, _ in said(file)] == [
        "bad_jurisdiction",
        "name_missing",
        "kind_unknown",
        "enforcement_unknown",
        "bad_order",
        "bad_date",
    ]
    assert [unit.code for unit in file.units] == ["b"]


def test_a_message_names_the_words_that_may_be_written():
    (finding,) = read("610702,汉台区,a,铺镇,,,公司,赋权,,,").findings
    assert finding.message == "不认识的单位类型“公司”"
    assert finding.mend == "请填：区政府、镇、街道、部门、分局、事业单位。"


def test_a_spelling_of_two_units_names_both():
    (finding,) = read(GOOD, "610702,汉台区,b,武乡镇,,铺镇,镇,赋权,,,").findings
    assert finding.message == "“铺镇”同时指 “铺镇”和“武乡镇”"


def test_a_picture_is_no_list_of_units():
    with pytest.raises(Unreadable, match="图片"):
        read_units(b"\x89PNG\r\n\x1a\n....", "名录.csv", catalogue.load())


def test_a_unit_may_begin_and_end_on_one_day():
    file = read("610702,汉台区,a,铺镇,,,镇,赋权,,2024-01-01,2024-01-01")
    assert file.findings == ()
