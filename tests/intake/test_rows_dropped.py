"""Rows with figures that were taken for a signature or a total, and so were lost without a word."""

import pytest

from tests.intake.habits.making import EAST, NORTH
from tests.intake.workbooks import HEADER, TITLE, read, said, table, values, xlsx


@pytest.mark.parametrize("name", ["审批局", "审批服务局", "复核中心", "联系点办公室", "填报中心"])
def test_a_unit_whose_name_begins_like_a_signature_is_not_passed_over(name):
    assert said(read(xlsx(table(EAST, (name, 5, 4, 3))))) == ["unit_unknown"]


@pytest.mark.parametrize("text", ["审核人：李四", "填表人（签字）：", "联系电话", "审批领导：", "制表"])
def test_a_signature_is_still_one(text):
    assert said(read(xlsx(table(EAST, (text, 13991234567, None, None))))) == []


def test_a_row_without_a_unit_is_no_total_for_a_remark_that_ends_like_one():
    rows = ((TITLE,), (*HEADER, "备注"), (*EAST, None), (None, 2, 2, 0, "按上季度数汇总"))
    assert said(read(xlsx(rows))) == ["unit_blank"]


def test_a_row_without_a_unit_is_no_total_for_a_word_in_place_of_a_count():
    rows = table(EAST, (None, 2, "见合计", 0))
    assert "unit_blank" in said(read(xlsx(rows)))


def test_a_total_labelled_in_the_column_of_serial_numbers_is_one():
    rows = ((TITLE,), ("序号", *HEADER), (1, *EAST), (2, *NORTH), ("合 计", None, 6, 5, 1))
    submission = read(xlsx(rows))
    assert said(submission) == [] and set(values(submission)) == {"east", "north"}
