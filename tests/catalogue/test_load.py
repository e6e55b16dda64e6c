"""Definitions are data: a new one needs no code, a wrong one is refused with its place."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from metrics import catalogue
from metrics.analysis.ranking import rank
from metrics.analysis.trend import change
from metrics.analysis.values import compute, pick
from metrics.model import Basis, DefinitionError
from metrics.periods import Period
from tests.tables import panel, units_of

FOLDER = Path(catalogue.__file__).parent


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for file in FOLDER.glob("*.toml"):
        shutil.copy(file, tmp_path)
    return tmp_path


def put(folder: Path, file: str, old: str, new: str) -> None:
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_catalogue_that_ships_is_whole():
    shipped = catalogue.load()
    assert len(shipped.indicators) >= 16
    assert all(indicator.at(Period(2026, 3)) for indicator in shipped.indicators.values())


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        (
            "indicators.toml",
            'numerator = "leader_attended"',
            'numerator = "nobody"',
            "没有名为“nobody”的数据项",
        ),
        ("indicators.toml", 'name = "正职出庭率"', 'name = "chief"', "缺少中文名称"),
        ("indicators.toml", 'direction = "up"', 'direction = "sideways"', "只能是"),
        ("indicators.toml", "min_denominator = 3", "min_denominater = 3", "不认识的项"),
        ("indicators.toml", 'from = "2019Q1"', 'from = "去年"', "应写成 2024Q1 的样子"),
        (
            "measures.toml",
            'terms = ["hearings_held", "-excused_absences"]',
            'terms = ["due_hearings"]',
            "定义循环",
        ),
        ("measures.toml", 'part_of = ["litigation_closed"]', 'part_of = ["x"]', "没有名为“x”的数据项"),
        ("forms.toml", 'measure = "case_reviews"', 'measure = "due_hearings"', "派生项"),
        ("headlines.toml", 'volume = "admin_litigation_cases"', 'volume = "x"', "没有名为“x”的指标"),
        ("groups.toml", 'kinds = ["government"]', 'kinds = ["town"]', "已在分组"),
    ],
)
def test_a_wrong_definition_is_refused_with_file_and_entry(copy, file, old, new, told):
    put(copy, file, old, new)
    with pytest.raises(DefinitionError) as refused:
        catalogue.load(copy)
    assert file in str(refused.value)
    assert told in str(refused.value)


def test_two_definitions_in_force_at_once_are_refused(copy):
    text = '\n[[leader_attendance_rate.in_force]]\nfrom = "2019Q1"\nvariant = "due"\nsource = "通知"\n'
    with (copy / "indicators.toml").open("a", encoding="utf-8") as file:
        file.write(text)
    with pytest.raises(DefinitionError, match=r"indicators.toml 的“leader_attendance_rate”.*有效期重叠"):
        catalogue.load(copy)


NEW = """
[mediation_rate]
name = "复议调解率"
topic = "行政复议"
kind = "ratio"
direction = "up"
frequency = "Q"
clause = "—"
[mediation_rate.variants.closed]
name = "审结口径"
numerator = "review_mediated"
denominator = "review_closed"
source = "测试"
[[mediation_rate.in_force]]
from = "2024Q1"
variant = "closed"
source = "测试"
"""


def test_a_new_indicator_is_one_entry_and_no_code(copy):
    with (copy / "indicators.toml").open("a", encoding="utf-8") as file:
        file.write(NEW)
    definitions = catalogue.load(copy)
    some = panel(
        """
        unit | period | review_mediated | review_closed
        甲   | 2025Q1 | 1               | 4
        乙   | 2025Q1 | 2               | 4
    """,
        definitions,
    )
    values = compute(some, definitions, units_of(some), Basis.PERIOD)
    result = rank(values, definitions.indicators["mediation_rate"], ["甲", "乙"], "2025Q1", None)
    assert list(result.table["unit"]) == ["乙", "甲"]
    assert list(result.table["value"]) == [0.5, 0.25]


def test_another_variant_is_switched_on_from_a_quarter_and_the_past_keeps_its_own(copy):
    text = '\n[[leader_attendance_rate.in_force]]\nfrom = "2025Q1"\nvariant = "due"\ntarget = 1.0\nsource = "通知"\n'
    with (copy / "indicators.toml").open("a", encoding="utf-8") as file:
        file.write(text)
    definitions = catalogue.load(copy)
    some = panel(
        """
        unit | period | leader_attended | hearings_held | excused_absences
        甲   | 2024Q1 | 3               | 4             | 1
        甲   | 2025Q1 | 3               | 4             | 1
    """,
        definitions,
    )
    values = compute(some, definitions, units_of(some), Basis.PERIOD)
    assert values.cell("甲", "2024Q1", "leader_attendance_rate").value == 3 / 4
    assert values.cell("甲", "2025Q1", "leader_attendance_rate").value == 1.0
    compared = change(values, definitions, 4)
    assert pick(compared.status, "甲", "2025Q1", "leader_attendance_rate") == "redefined"


def test_a_variant_changed_within_the_year_makes_the_cumulative_rate_incomparable(copy):
    text = '\n[[leader_attendance_rate.in_force]]\nfrom = "2025Q2"\nvariant = "due"\nsource = "通知"\n'
    with (copy / "indicators.toml").open("a", encoding="utf-8") as file:
        file.write(text)
    definitions = catalogue.load(copy)
    some = panel(
        """
        unit | period | leader_attended | hearings_held | excused_absences
        甲   | 2025Q1 | 3               | 4             | 1
        甲   | 2025Q2 | 3               | 4             | 1
    """,
        definitions,
    )
    values = compute(some, definitions, units_of(some), Basis.YEAR_TO_DATE)
    assert values.cell("甲", "2025Q2", "leader_attendance_rate").status == "redefined"


def test_a_variant_in_force_brings_its_columns_into_the_blank_form(copy):
    put(copy, "indicators.toml", 'variant = "hearings"\ntarget = 1.0', 'variant = "notified"\ntarget = 1.0')
    needed = catalogue.load(copy).needed(Period(2026, 3))
    assert {"notified_attended", "notified_hearings"} <= needed
    assert not {"notified_attended", "notified_hearings"} & catalogue.load().needed(Period(2026, 3))


def test_a_rate_that_says_nothing_needs_three_cases_and_lists_equals_by_volume(copy):
    with (copy / "indicators.toml").open("a", encoding="utf-8") as file:
        file.write(NEW)
    rate = catalogue.load(copy).indicators["mediation_rate"]
    assert (rate.min_denominator, rate.tie_break, rate.break_ties) == (
        3,
        ("denominator", "previous_rank"),
        False,
    )


def test_a_rule_for_equals_that_nobody_knows_is_refused(copy):
    with (copy / "indicators.toml").open("a", encoding="utf-8") as file:
        file.write(NEW.replace('frequency = "Q"', 'frequency = "Q"\ntie_break = ["name"]'))
    with pytest.raises(DefinitionError, match=r"tie_break：没有名为“name”的排列规则"):
        catalogue.load(copy)
