"""Units and columns by the names that people write."""

import pytest

from metrics import catalogue
from metrics.intake.grid import plain
from metrics.intake.names import FormNames, UnitNames
from tests.intake.workbooks import UNITS, unit

NAMES = UnitNames(UNITS)
FORM = FormNames(catalogue.load().forms["quarterly"], catalogue.load())


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("东关街道办事处", "east"),
        ("东关街道", "east"),
        ("东 关 街 道", "east"),
        ("东关办\n", "east"),
        ("汉中市汉台区东关街道办事处", "east"),
        ("汉台区东关街道", "east"),
        ("陕西省汉中市汉台区财政局", "money"),
        ("汉中市汉台区财政局", "money"),
        ("汉台区财政局", "money"),
        ("区财政局", "money"),
        ("财政局", "money"),
        ("3.区人社局", "work"),
        ("区执法局", "city"),
    ],
)
def test_a_unit_by_name_alias_prefix_and_spaces(written: str, code: str):
    assert NAMES.find(written) == (code,)


@pytest.mark.parametrize("written", ["汉中市财政局", "市财政局", "财政", "关街道", "南关街道", "局"])
def test_a_name_that_is_nearly_a_unit_is_none(written: str):
    assert NAMES.find(written) == ()


def test_a_spelling_of_two_units_names_both():
    both = UnitNames((*UNITS, unit("other", "某某执法局", "执法局")))
    assert both.find("执法局") == ("city", "other")


@pytest.mark.parametrize(
    ("path", "measure"),
    [
        (["开庭数"], "hearings_held"),
        (["开庭审理案件数（件）"], "hearings_held"),
        (["开庭审理\n案件数"], "hearings_held"),
        (["（1）其中：正职出庭"], "chief_attended"),
        (["行政诉讼", "审结"], "litigation_closed"),
        (["行政复议", "审结"], "review_closed"),
        (["一、行政复议", "审 结（件）"], "review_closed"),
        (["行政诉讼审结"], "litigation_closed"),
        (["案卷评查"], "case_reviews"),
    ],
)
def test_a_column_by_its_names(path: list[str], measure: str):
    column = FORM.column(path)
    assert column is not None
    assert column.measure == measure


@pytest.mark.parametrize("path", [["审结"], ["受理"], ["同比"], [""], ["新收（上年同期）"], ["出庭率"]])
def test_a_label_that_could_be_anything_is_no_column(path: list[str]):
    assert FORM.column(path) is None


def test_no_two_measures_of_a_form_share_a_spelling():
    for form in catalogue.load().forms.values():
        seen: dict[tuple[str, str], str] = {}
        for column in form.columns:
            names = {
                ("", plain(name)) for name in (catalogue.load().measures[column.measure].name, *column.names)
            }
            names |= {(column.band, plain(name)) for name in (column.heading, *column.short_names)}
            for name in names:
                assert seen.setdefault(name, column.measure) == column.measure, name
