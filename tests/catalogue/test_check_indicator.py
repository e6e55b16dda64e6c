"""A definition whose parts contradict each other is refused in Chinese, with entry and key."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from metrics import catalogue
from metrics.model import DefinitionError
from tests.tables import unit

FOLDER = Path(catalogue.__file__).parent


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for file in FOLDER.glob("*.toml"):
        shutil.copy(file, tmp_path)
    return tmp_path


def changed(folder: Path, code: str, old: str, new: str, file: str = "indicators.toml") -> None:
    """Replace the first `old` in the entry of that code."""
    text = (folder / file).read_text(encoding="utf-8")
    start = text.index(f"[{code}]")
    place = text.index(old, start)
    (folder / file).write_text(text[:place] + new + text[place + len(old) :], encoding="utf-8")


@pytest.mark.parametrize(
    ("code", "old", "new", "told"),
    [
        ("disguised_permit_count", "target = 0", "target = 1", "目标值只能是 0"),
        ("disguised_permit_count", '"at_most"', '"at_least"', "forbidden 类指标只能是 at_most"),
        ("enforcement_catalog_done", "target = 1", "target = 3", "只分完成（1）与未完成（0）"),
        ("court_observation_count", "target = 1\n", "", "没有目标值"),
        ("court_observation_count", "target = 1", "target = 0", "次数要求应大于 0"),
        ("gov_law_lectures", '"at_least"', '"at_most"', "threshold 类指标只能是 at_least、each_period"),
        ("gov_law_lectures", 'kind = "threshold"', 'kind = "per_head"', "denominator：没有填写"),
        ("demo_task_completion", 'kind = "inventory"', 'kind = "threshold"', "件次指标不应有分母"),
        ("enforcement_training_hours", "target = 1.0", "target = 60", "0 至 1 之间的小数"),
        ("enforcement_training_hours", '"at_least"', '"none"', "target_rule 却没有说怎样比较"),
        ("enforcement_training_hours", 'direction = "up"', 'direction = "down"', "direction：与 target_rule"),
        ("chief_zero_attendance", 'span = "Y"', 'span = "H"', "只能是 Y"),
        ("quarterly_bulletin", 'frequency = "Q"', 'frequency = "Q"\nspan = "Y"', "考核期应与填报频次相同"),
        ("review_acceptance_rate", 'frequency = "Y"', 'frequency = "Y"\nspan = "Q"', "短于填报频次"),
        ("court_observation_count", 'span = "Y"', 'span = "term"', "只能用存量"),
        ("enforcement_training_hours", '"officers_trained"', '"court_observations"', "流量与存量混用"),
        ("legal_review_annual_report", '"03-31"', '"02-30"', "应写成每年的 03-31"),
        ("legal_review_annual_report", '"03-31"', '"2025-03-31"', "一次性的期限写到年"),
        ("enforcement_catalog_done", '"2024-12-31"', '"12-31"', "一次性的期限写到年"),
        ("court_observation_bulletin", 'span = "H"', 'span = "H"\ndue = "06-30"', "期限就是该期末日"),
        ("disguised_permit_count", 'frequency = "Q"', 'frequency = "Q"\ndue = "06-30"', "不低于"),
        ("quarterly_bulletin", '"bureau"', '"burau"', "没有名为“burau”的适用范围"),
        ("legal_advisor_coverage", '"town"', '"village"', "没有名为“village”的单位类型"),
        ("enforcement_training_hours_per_head", 'unit = "学时/人"\n', "", "unit：没有填写"),
    ],
)
def test_nonsense_is_refused_with_its_place(copy, code, old, new, told):
    changed(copy, code, old, new)
    with pytest.raises(DefinitionError) as refused:
        catalogue.load(copy)
    assert told in str(refused.value) and f"“{code}" in str(refused.value)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('endings = ["司法局"]\n', "", "否则每个单位都符合"),
        ('code = "office"', 'code = "bureau"', "已另有所指"),
        ('code = "office"', 'code = "all"', "已另有所指"),
    ],
)
def test_a_role_that_means_nothing_or_two_things_is_refused(copy, old, new, told):
    changed(copy, "[roles]", old, new, "groups.toml")
    with pytest.raises(DefinitionError, match=told):
        catalogue.load(copy)


def test_a_role_that_only_another_district_has_applies_to_nobody(copy):
    bureau = unit("区司法局")
    assert catalogue.load(copy).indicators["quarterly_bulletin"].applies(bureau)
    changed(copy, "[roles]", '["司法局"]', '["法治促进局"]', "groups.toml")
    catalogue.load.cache_clear()
    assert not catalogue.load(copy).indicators["quarterly_bulletin"].applies(bureau)
