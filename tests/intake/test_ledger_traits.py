"""What ledger rows say of their cases is kept with them: few sets, texts that stay texts, and nothing invented."""

from __future__ import annotations

from metrics import catalogue, intake
from metrics.intake.ledgers.traits import MOST_LETTERS, MOST_TEXTS
from metrics.model import OTHER_SPELLINGS, Context, Traits
from metrics.periods import Period
from sample_data.writing import Sheet, xlsx
from tests.intake.workbooks import UNITS

HEAD = ["序号", "案号", "被告单位", "案由", "审级", "立案日期", "裁判结果", "裁判日期", "是否败诉"]


def traits(*causes: object) -> Traits:
    rows = [
        [
            i,
            f"（2025）陕0702行初{i}号",
            UNITS[0].name,
            cause,
            "一审",
            "2025-07-03",
            "撤销",
            "2025-08-05",
            "败诉",
        ]
        for i, cause in enumerate(causes, 1)
    ]
    data = xlsx(Sheet("台账", [["2025年第三季度行政诉讼案件台账"], HEAD, *rows]))
    read = intake.read(data, "台账.xlsx", catalogue.load(), Context(UNITS, expected_period=Period(2025, 3)))
    (block,) = read.blocks
    assert block.traits is not None
    return block.traits


def causes(found: Traits) -> list[str]:
    place = found.fields.index("cause")
    return [found.sets[one][place] for one in found.places]


def test_each_row_keeps_its_cause_and_the_codes_of_its_choices():
    found = traits("行政处罚", "房屋征收", "行政处罚")
    assert causes(found) == ["行政处罚", "房屋征收", "行政处罚"]
    assert len(found.sets) == 2
    assert found.rows == [3, 4, 5]
    kinds = dict(zip(found.fields, found.sets[0], strict=True))
    assert kinds["instance"] == "first"


def test_what_people_write_differently_without_seeing_it_is_the_same():
    assert causes(traits("行政　处罚", "行政 处罚", " 行政 处罚 ")) == ["行政 处罚"] * 3


def test_signs_that_are_not_seen_and_long_stories_are_no_kind_of_case():
    hostile, story = causes(traits("<b>行政\u202e处罚</b>", "长" * 400))
    assert hostile == "<b>行政处罚</b>"
    assert len(story) == MOST_LETTERS


def test_an_empty_cause_is_nothing():
    assert causes(traits(None, "行政处罚")) == ["", "行政处罚"]


def test_of_too_many_different_texts_the_rare_ones_are_put_together():
    found = causes(traits(*(f"案由{i % (MOST_TEXTS + 20)}" for i in range(MOST_TEXTS * 2))))
    assert len(set(found)) == MOST_TEXTS + 1
    assert OTHER_SPELLINGS in found
