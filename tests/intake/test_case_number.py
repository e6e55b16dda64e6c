"""One case, however its number is written."""

from __future__ import annotations

import pytest

from metrics.intake.ledgers.case_number import normalise, normalised, not_of_a_court, unusual

CASE = "(2024)陕07行初12号"


@pytest.mark.parametrize(
    "written",
    [
        "（2024）陕07行初12号",
        "(2024)陕07行初12号",
        "〔2024〕陕07行初12号",
        "[2024]陕07行初12号",
        "【2024】陕07行初12号",
        "﹝2024﹞陕07行初12号",
        "［2024］陕07行初12号",
        "(2024〕陕07行初12号",
        "（２０２４）陕０７行初１２号",
        " （2024） 陕 07 行初 12 号 ",
        "（2024）陕07行初\n12号",
        "（2024）陕07行初12",
        "（2024）陕07行初012号",
        "（2024）陕07行初第12号",
        "（2024）陕07行初字第12号",
        "（2024）陕07行初12號",
        "2024陕07行初12号",
        "2024年陕07行初12号",
        "案号：（2024）陕07行初12号",
        "（2024）陕07行初12号。",
        "\u200b（2024）陕07行初12号\ufeff",
        "（2024）陕07行初\u00a012号",
        "（2024）陝07行初12号",
        "（2024）陜07行初12号",
        "（2024）陕07行初Ⅻ号",
        "（2024）陕07行初ⅻ 号",
        "（2024）陕07行初十二号",
        "（2024）陕07行初第十二号",
        "（2024）陕07行初字第一二号",
        "（二〇二四）陕07行初12号",
        "（二○二四）陕07行初十二號",
        "二〇二四年陕07行初12号",
    ],
)
def test_every_spelling_is_the_same_case(written):
    assert normalise(written) == CASE
    assert normalised([written]) == [CASE]


@pytest.mark.parametrize(
    "other",
    [
        "（2024）陕07行初13号",
        "（2024）陕07行终12号",
        "（2023）陕07行初12号",
        "（2024）陕7行初12号",
        "（2024）陕0702行初12号",
        "（2024）陕07行初12号之一",
        "（2024）陕07行初120号",
        "（2024）陕07行赔初12号",
        "（2024）陕07行初二号",
        "（2024）陕07行初十、十二号",
        "（2024）陕07行初ⅩⅡ号",
    ],
)
def test_another_case_stays_another(other):
    assert normalise(other) != CASE


@pytest.mark.parametrize("nothing", ["", " ", "无", "—", "-", "/", "暂无", "\u3000", "——"])
def test_no_number_is_none(nothing):
    assert normalise(nothing) == ""
    assert normalised([nothing]) == [""]


@pytest.mark.parametrize(
    ("written", "same"),
    [
        ("汉区政复决〔2025〕3号", "汉区政复决（2025）03号"),
        ("汉台检行公［2025］2号", "汉台检行公(2025)2 号"),
        ("汉区政复决字〔2025〕第3号", "汉区政复决〔2025〕3"),
        ("汉台府复〔2024〕一百零五号", "汉台府复〔2024〕105号"),
        ("陕汉卷-2025-008", "陕汉卷-2025-008"),
    ],
)
def test_numbers_of_documents_are_numbers_too(written, same):
    assert normalise(written) == normalise(same) != ""


def test_what_is_no_text_has_a_number_or_none():
    assert normalised([None, True, 12.0, 7, 3.5]) == ["", "", "12", "7", "3.5"]


def test_a_column_is_read_as_its_cells_are():
    cells = ["（2024）陕07行初12号", "〔2024〕陕07行初012号", "无", None, "a\x00b", "汉区政复决〔2025〕3号"]
    assert normalised(cells) == [normalise(cell) if cell else "" for cell in cells]
    assert normalised(cells[:3]) == [CASE, CASE, ""]


def test_normalising_again_changes_nothing():
    for written in ("（2024）陕07行初12号", "汉区政复决〔2025〕03号", "陕卷8", "x(1)"):
        assert normalise(normalise(written)) == normalise(written)


OF_COURT, OF_DOCUMENT = "（2025）陕07行初12号", "汉区政复决〔2025〕3号"
COURTS = [
    "（2024）陕0702行初12号",
    "（2024）陕07行终3号",
    "（2024）陕行申12号",
    "（2024）最高法行再5号",
    "（2024）陕0702行审3号",
    "（2024）陕0702行赔初3号",
    "（2024）陕07行监3号",
    "（2024）陕7101行初12号",
    "（2015）汉台行初字第00012号",
    "（2024）兵0101行初十二号",
]
DOCUMENTS = ["汉台府复〔2024〕5号", "汉区政复决字〔2025〕第3号", "国复〔2024〕12号", "汉政复不字〔2024〕3号"]
ODD = [
    "(2024)shan0702行初12号",
    "陕0702行初12号",
    "（2024）陕0702行初XII号",
    "（2024）陕0702行初十二、十三号",
    "（2024）陕0702行初12号之一",
    "12",
    "汉诉9号",
    "汉台府复2024第5号",
]


def odd(numbers: list[str], example: str) -> list[int]:
    return unusual(numbers, not_of_a_court(numbers), example)


def test_a_number_in_the_form_of_courts_or_of_documents_is_usual():
    assert odd(normalised([*COURTS, "", "无"]), OF_COURT) == []
    assert odd(normalised([*COURTS, *DOCUMENTS, ""]), OF_DOCUMENT) == []


@pytest.mark.parametrize("written", ODD)
def test_a_number_in_no_usual_form_is_told(written):
    assert odd(normalised([written, COURTS[0]]), OF_COURT) == [0]
    assert odd(normalised([COURTS[0], written]), OF_DOCUMENT) == [1]


def test_the_number_of_a_document_is_none_of_a_court():
    assert odd(normalised(DOCUMENTS), OF_COURT) == [0, 1, 2, 3]
