"""Rules of escalation are data; a wrong one is refused with its place, and none ships enabled."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from metrics import catalogue
from metrics.decided import Level
from metrics.model import DefinitionError
from metrics.periods import Period

FOLDER = Path(catalogue.__file__).parent
FILE = "escalation.toml"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for file in FOLDER.glob("*.toml"):
        shutil.copy(file, tmp_path)
    return tmp_path


def put(folder: Path, old: str, new: str) -> None:
    text = (folder / FILE).read_text(encoding="utf-8")
    assert old in text
    (folder / FILE).write_text(text.replace(old, new, 1), encoding="utf-8")


def test_every_rule_that_ships_is_a_proposal_to_the_bureau_and_says_so():
    rules = catalogue.load().escalation.rules.values()
    assert len(rules) >= 11
    for rule in rules:
        assert not rule.enabled
        assert "推定" in rule.source
        assert rule.gate is not None or rule.after is not None
        assert rule.explain_days >= 1


def test_nothing_above_a_reminder_comes_from_a_single_lost_case():
    for rule in catalogue.load().escalation.rules.values():
        if rule.gate and rule.gate.kind == "chance" and rule.level is not Level.REMINDER:
            assert rule.gate.min_cases >= 3
            assert rule.gate.min_events >= 2
            assert rule.milder_first


def test_a_rule_holds_from_its_quarter_on_and_in_its_quarters_only():
    rules = catalogue.load().escalation.rules
    assert not rules["loss_rate_above_average"].holds_in(Period(2024, 2))
    assert rules["loss_rate_above_average"].holds_in(Period(2024, 3))
    assert [n for n in (1, 2, 3, 4) if rules["chief_never_attended"].holds_in(Period(2025, n))] == [4]


def test_a_further_rule_is_one_more_entry(copy: Path):
    with (copy / FILE).open("a", encoding="utf-8") as file:
        file.write(
            '[rules.many_cases]\nname = "发案多"\nevents = "发案"\nlevel = "reminder"\n'
            'from = "2025Q1"\nsource = "推定"\n'
            'enabled = true\nenabled_by = "区司法局2025年第1次局务会"\nanswer_days = 7\n'
            '[[rules.many_cases.conditions]]\nindicator = "admin_litigation_cases"\ntest = "events"\nnumber = 9\n'
            '[rules.many_cases.gate]\nkind = "facts"\nmin_cases = 0\nmin_events = 9\n'
        )
    rule = catalogue.load(copy).escalation.rules["many_cases"]
    assert (rule.enabled, rule.answer_days, rule.explain_days) == (True, 7, 5)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('level = "interview"', 'level = "jail"', "只能是 reminder、interview、criticism"),
        ('name = "败诉率连续两期高于全区"', 'name = "loss"', "缺少中文名称"),
        ('indicator = "admin_litigation_loss_rate"', 'indicator = "nobody"', "没有名为“nobody”的指标"),
        ('indicator = "admin_litigation_loss_rate"', 'indicator = "reconsideration_cases"', "不分优劣"),
        ('test = "worse_than_average"', 'test = "misses_target"', "没有可比的目标值"),
        ('test = "worse_than_average"', 'test = "looks_bad"', "只能是"),
        ('basis = "rolling"', 'basis = "last_year"', "只能是 period、ytd、rolling"),
        ('basis = "rolling"', 'basis = "ytd"', "不能判“连续几期”"),
        ("repeat = 2", "repeat = 0", "应为不小于 1 的整数"),
        ("chance = 0.6", "chance = 60", "应在 0 与 1 之间"),
        ('kind = "chance"', 'kind = "facts"', "事实型门槛不用填写"),
        ('variant = "due"', 'variant = "made_up"', "没有名为“made_up”的口径"),
        ('from = "2024Q3"', 'from = "2024"', "应写成 2024Q1 的样子"),
        ('from = "2024Q3"', 'from = "2024Q3"\nto = "2023Q1"', "止期早于起期"),
        ('from = "2024Q3"', 'from = "2024Q3"\nenabled = true', "须写明由谁签认"),
        ('from = "2024Q3"', 'from = "2024Q3"\nrepaet = 2', "不认识的项"),
        ("only_at = [4]", "only_at = [5]", "应为一组季度"),
        ("number = 2", "", "number：应为不小于 1 的整数"),
        ('after = "interview"', "", "至少要有一个条件"),
        ("interview = 10", "talk = 10", "不认识的项"),
    ],
)
def test_a_wrong_rule_is_refused_in_chinese_with_its_place(copy: Path, old: str, new: str, told: str):
    put(copy, old, new)
    with pytest.raises(DefinitionError, match=FILE) as refused:
        catalogue.load(copy)
    assert told in str(refused.value)


def test_a_rule_without_a_gate_is_refused(copy: Path):
    text = (copy / FILE).read_text(encoding="utf-8")
    gate = text[text.index("[rules.loss_rate_above_average.gate]") : text.index("[rules.loss_rate_up]")]
    (copy / FILE).write_text(text.replace(gate, ""), encoding="utf-8")
    with pytest.raises(DefinitionError, match="没有写明证据门槛"):
        catalogue.load(copy)


def test_every_rule_stands_in_the_handbook_under_its_level():
    chapter = (Path(__file__).parents[2] / "docs" / "handbook" / "督办.md").read_text(encoding="utf-8")
    for rule in catalogue.load().escalation.rules.values():
        [line] = [one for one in chapter.splitlines() if one.startswith(f"| {rule.level.label} |")]
        assert rule.name in line
