"""Whose case a row is: several defendants, other names, bodies of the city, units in titles and file names."""

from __future__ import annotations

import pytest

from metrics.model import AnswerKey, DecisionKind, Severity
from tests.intake.ledgers import HEADER, codes, counts, found, one, read, row, sheet


def test_several_defendants_count_one_each():
    submission = read(sheet(row(unit="区财政局、区人社局和区城管局")))
    assert counts(submission, "litigation_new_cases", "litigation_lost") == {
        (unit, "2025Q3"): (1, 1) for unit in ("money", "work", "city")
    }
    assert "ledger_per_unit" in codes(submission)
    (block,) = submission.blocks
    assert block.tallies["litigation_new_cases"].cases == ["(2025)陕07行初1号|first"] * 3


@pytest.mark.parametrize(
    "written",
    [
        "区财政局,区人社局",
        "区财政局，区人社局",
        "区财政局；区人社局",
        "区财政局/区人社局",
        "区财政局\n区人社局",
        "区财政局及区人社局",
        "1.区财政局 2.区人社局".replace(" ", "\n"),
        "区财政局 区人社局",
        "汉中市汉台区财政局和汉中市汉台区人力资源和社会保障局",
        "汉中市汉台区人力资源和社会保障局和汉中市汉台区财政局",
        "财政局、人力资源和社会保障局",
    ],
)
def test_names_are_split_but_never_inside_a_name(written):
    assert {unit for unit, _ in counts(read(sheet(row(unit=written))), "hearings_held")} == {"money", "work"}


def test_a_body_of_the_city_is_left_out_and_named():
    submission = read(sheet(row(unit="区财政局、汉中市公安局")))
    assert list(counts(submission, "hearings_held")) == [("money", "2025Q3")]
    (said,) = found(submission, "ledger_unit_outside")
    assert said.severity is Severity.HINT and "汉中市公安局" in said.message
    assert "ledger_per_unit" not in codes(submission)


def test_an_unknown_unit_must_be_mended_or_answered():
    submission = read(sheet(row(unit="区财正局")))
    assert found(submission, "unit_unknown")[0].cell == "B3"
    (asked,) = submission.decisions
    assert asked.kind is DecisionKind.UNIT and asked.taken is None and asked.choices[0].code == "money"
    key = AnswerKey(DecisionKind.UNIT, "", "litigation_ledger", "区财正局")
    answered = read(sheet(row(unit="区财正局")), answers={key: "money"})
    assert one(answered, "hearings_held") == (1,)
    assert answered.decisions[0].by_person
    left_out = read(sheet(row(unit="区财正局"), row(case="（2025）陕07行初4号")), answers={key: ""})
    assert one(left_out, "hearings_held") == (1,)


def test_a_row_without_a_unit_is_said():
    assert found(read(sheet(row(), row(unit="", case="（2025）陕07行初4号"))), "unit_blank")[0].cell == "B4"


def test_the_responsible_unit_counts_in_place_of_the_named_defendant():
    header = (*HEADER, "责任单位")
    submission = read(sheet((*row(), "区人社局"), (*row(case="（2025）陕07行初4号"), ""), header=header))
    assert counts(submission, "litigation_new_cases") == {("money", "2025Q3"): (1,), ("work", "2025Q3"): (1,)}


def test_a_codefendant_counts_too_and_its_own_row_is_the_one_that_speaks_for_it():
    header = (*HEADER, "共同被告")
    ours = (*row(result="撤销"), "区人社局")
    theirs = (*row(unit="区人社局", result="驳回诉讼请求"), "区财政局")
    submission = read(sheet(ours, theirs, header=header))
    assert counts(submission, "litigation_new_cases", "litigation_closed", "litigation_lost")[
        ("money", "2025Q3")
    ] == (1, 1, 1)
    assert not found(submission, "ledger_case_twice")
    only = read(sheet(ours, header=header))
    assert counts(only, "litigation_new_cases") == {("money", "2025Q3"): (1,), ("work", "2025Q3"): (1,)}


def test_sections_of_several_units_without_a_column_of_units_are_refused():
    header = (HEADER[0], *HEADER[2:])
    bare = [(line[0], *line[2:]) for line in (row(), row(case="（2025）陕07行初2号"))]
    submission = read(sheet(("一、区财政局",), bare[0], ("二、区城管局",), bare[1], header=header))
    (said,) = found(submission, "ledger_band")
    assert said.places == ("A3", "A5") and "二、区城管局" in said.message
    assert not submission.can_count
    alone = read(sheet(("一、区财政局",), *bare, header=header))
    assert one(alone, "hearings_held") == (2,) and alone.can_count


def test_a_unit_s_own_ledger_needs_no_column_of_units():
    without = tuple(c for i, c in enumerate(row()) if i != 1)
    header = [h for h in HEADER if h != "被告单位"]
    rows = (("2025年第三季度行政诉讼案件台账",), ("填报单位：区财政局",), header, without)
    assert counts(read(rows), "hearings_held") == {("money", "2025Q3"): (1,)}
    assert "no_unit" in codes(read(sheet(without, header=header)))


def test_many_names_joined_by_and_are_tried_in_bounded_time():
    assert found(read(sheet(row(unit="市和" * 400))), "ledger_unit_outside")
