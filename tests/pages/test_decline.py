"""The page 双下降 in its odd states: first year, last quarter, one unit, none to compare, merged units."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from metrics.tasks import load_units, workspace
from tests.pages.test_pages import opened, said
from tests.tasks.test_figures import report


def tables(app: AppTest) -> dict[str, list]:
    """Each table of the page by its first column."""
    return {str(one.value.columns[0]): list(one.value.to_dict("records")) for one in app.dataframe}


@pytest.fixture
def three_units(empty_data: Path) -> workspace.Workspace:
    started = workspace.start_empty()
    rows = "".join(f"610702,汉台区,{code},{code}局,部门,有\n" for code in ("甲", "乙", "丙"))
    data = f"辖区代码,辖区名称,代码,名称,类型,执法权\n{rows}".encode()
    load_units.load(started, load_units.read(started, data, "名录.csv"))
    return workspace.current()


def test_the_page_begins_with_the_verdict_its_counts_and_what_chance_would_do(sample_data: Path) -> None:
    text = said(opened("double_decline.py", period="2026Q3", basis="ytd", group="all"))
    assert "实现“双下降”（另有2个单位报送不全，未计入，结论为初步）。" in text
    assert "双下降：发案量 223 → 185 件，败诉/审结 31/216 → 22/216。" in text
    assert "若实际情况没有变化，单凭偶然波动出现这样的“双下降”约有23%的可能" in text
    assert "全区发案量由223件减至185件，减少38件" in text
    assert "下降4.17个百分点：各单位自身败诉率的变化使它下降4.97个百分点" in text
    assert "今年已新收185件，上年全年294件：到年底再新收不超过108件，发案量才低于上年。" in text


def test_the_table_of_parts_adds_up_as_it_is_shown(sample_data: Path) -> None:
    app = opened("double_decline.py", period="2026Q3", basis="ytd", group="all")
    rows = next(list(t.value.to_dict("records")) for t in app.dataframe if "合起来" in t.value.columns)
    *parts, total = rows
    assert total["单位"] == "合计"

    def number(text: object) -> int:
        if not isinstance(text, str) or text in ("", "0"):
            return 0
        sign, digits = text.split()[:2]
        return (1 if sign == "▲" else -1) * round(float(digits.removesuffix("件").replace(",", "")) * 100)

    for column in ("自身", "份额", "合起来", "发案量增减"):
        assert sum(number(row[column]) for row in parts) == number(total[column]), column
    for row in rows:
        assert number(row["自身"]) + number(row["份额"]) == number(row["合起来"])


@pytest.mark.parametrize(
    ("basis", "label"), [("rolling", "2025年第四季度至2026年第三季度"), ("last_year", "2025年度")]
)
def test_other_stretches_are_an_address_away(sample_data: Path, basis: str, label: str) -> None:
    text = said(opened("double_decline.py", period="2026Q3", basis=basis, group="towns"))
    assert f"{label}，全区" in text
    assert "结论以年初以来累计为准" in text


def test_another_number_of_closed_cases_changes_what_may_be_lost(sample_data: Path) -> None:
    app = opened("double_decline.py", period="2026Q3", basis="ytd", group="all")
    assert "再审结81件的，其中败诉不超过11件" in said(app)
    app.slider[0].set_value(5).run()
    assert "再审结5件的，其中败诉不超过3件" in said(app)  # 25/221 is below 34/297, 26/221 is not


def test_the_first_year_explains_that_there_is_nothing_to_compare_with(
    three_units: workspace.Workspace,
) -> None:
    report(three_units, "2025Q1", {"甲": (4, 1, 5), "乙": (4, 1, 5), "丙": (0, 0, 0)})
    text = said(opened("double_decline.py", period="2025Q1"))
    assert "2025年1—3月，全区新收一审行政诉讼案件8件，上年同期无完整数据，不可比" in text
    assert "两期不可比，无从分解" in text
    assert "上年全年没有报齐，没有可比的数" in text
    assert "约有" not in text


def test_after_the_fourth_quarter_the_year_is_over(sample_data: Path) -> None:
    text = said(opened("double_decline.py", period="2025Q4", basis="ytd", group="all"))
    assert "2025年四个季度已报完，没有余地可算" in text
    assert "2025年度，全区" in text


def test_one_unit_alone_is_all_of_the_change(three_units: workspace.Workspace) -> None:
    report(three_units, "2024Q1", {"甲": (5, 1, 5)})
    report(three_units, "2025Q1", {"甲": (4, 0, 5)})
    text = said(opened("double_decline.py", period="2025Q1"))
    assert "全区两期均报齐的1个单位" in text
    assert "下降20.00个百分点，全部来自甲局" in text


def test_all_equal_is_level_and_moves_nothing(three_units: workspace.Workspace) -> None:
    for period in ("2024Q1", "2025Q1"):
        report(three_units, period, {unit: (4, 1, 5) for unit in ("甲", "乙", "丙")})
    app = opened("double_decline.py", period="2025Q1")
    text = said(app)
    assert "发案量、败诉率均持平，未实现“双下降”" in text
    assert "总数没有变化，各单位也都没有变化" in text
    assert {
        row["结论"] for t in app.dataframe if "结论" in t.value.columns for row in t.value.to_dict("records")
    } == {"持平"}


def test_no_case_anywhere_is_not_comparable_and_not_a_success(three_units: workspace.Workspace) -> None:
    for period in ("2024Q1", "2025Q1"):
        report(three_units, period, {unit: (0, 0, 0) for unit in ("甲", "乙", "丙")})
    text = said(opened("double_decline.py", period="2025Q1"))
    assert "无审结案件，败诉率不适用，不可比，不作“双下降”判定" in text
    assert "败诉率两期不可比（任一期没有审结案件），无从分解" in text
    assert "nan" not in text.lower()
