"""All thirty-two clauses, what each is judged by, and what a mistake in clauses.toml is answered with."""

from __future__ import annotations

import tomllib
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from metrics import catalogue
from metrics.catalogue.load_clauses import clauses, label
from metrics.model import DefinitionError, Enforcement, Unit, UnitKind

FILE = Path(catalogue.__file__).parent / "clauses.toml"
LOADED = catalogue.load()
# 指标口径第二节“指标总表”：条 → 代码。double_decline 是由两项指标合起来的结论。
TABLE = """
4: normative_doc_platform_linked
5: major_decision_legal_review_rate
6: major_decision_legal_review_rate
7: normative_doc_review_rate normative_doc_filing_rate normative_doc_timely_filing_rate
7: normative_doc_compliance_rate unequal_docs_cleaned legal_review_annual_report
8: enforcement_catalog_done delegated_items_assessed
9: special_rectification_list special_inspection_done
12: enforcement_qualification_cleanup
13: enforcement_training_hours
15: internal_appraisal_count district_appraisal_count district_appraisal_coverage
16: case_review_district_count case_review_unit_count
20: reconsideration_typical_case_publish reconsideration_opinion_count reconsideration_comprehensive_rate
21: reconsideration_venue_functions
22: leader_attendance_rate chief_zero_attendance chief_attendance_rate chief_key_case_attendance_rate
23: court_observation_count court_observation_bulletin
24: judicial_suggestion_on_time_rate procuratorial_suggestion_on_time_rate
25: leader_attendance_rate admin_litigation_cases admin_litigation_loss_rate double_decline
25: reconsideration_cases reconsideration_direct_correction_rate reconsideration_comprehensive_rate
25: effective_judgment_performance_rate quarterly_bulletin half_year_feedback_bulletin rectification_measures
26: disguised_permit_count
28: info_staff_change_report_rate
29: law_checkup_count
30: gov_law_lectures head_offjob_training_rate law_exam_count law_exam_participation_rate
31: legal_advisor_coverage
32: demo_task_completion
"""
# 指标口径第九节“非量化条款”：条。
NOT_COUNTED = "1 2 3 4 5 7 10 11 14 17 18 19 21 24 26 27 28 29 30 31"
# 不在总表、由总表的率拆出来单看的件数。
BESIDES = {
    *("reconsideration_closed", "reconsideration_corrected", "law_exam_pass_rate", "law_checkup_firms"),
    *("rectification_reminders", "rectification_interviews", "rectification_criticisms"),
    "enforcement_training_hours_per_head",
}


def raw() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def table() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for line in TABLE.strip().splitlines():
        number, codes = line.split(": ")
        found.setdefault(number, set()).update(codes.split())
    return found


def read(body: dict[str, Any]) -> dict[str, Any]:
    return clauses(body, LOADED.indicators, LOADED.roles)


def test_all_thirty_two_clauses_are_there_in_order_with_words_of_their_own():
    found = LOADED.clauses
    assert list(found) == [str(number) for number in range(1, 33)]
    assert len({clause.title for clause in found.values()}) == 32
    assert found["22"].heading == "第二十二条　负责人出庭应诉"


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (1, "第一条"),
        (10, "第十条"),
        (11, "第十一条"),
        (20, "第二十条"),
        (22, "第二十二条"),
        (32, "第三十二条"),
    ],
)
def test_numbers_are_written_as_the_notice_writes_them(number, written):
    assert label(number) == written


def test_every_indicator_of_the_table_is_in_its_clauses_and_no_other_is():
    for number, clause in LOADED.clauses.items():
        assert {*clause.indicators, *clause.verdicts} - BESIDES == table().get(number, set()), number


def test_every_indicator_is_in_each_clause_that_it_names_and_each_clause_is_named_by_its_indicators():
    for indicator in LOADED.indicators.values():
        named = set(indicator.clause.split("、")) - {"—"}
        assert {c.label for c in LOADED.clauses.values() if indicator.code in c.indicators} == named


def test_the_clauses_that_nothing_counts_have_a_task_each():
    assert [number for number, clause in LOADED.clauses.items() if clause.tasks] == NOT_COUNTED.split()


def test_every_clause_is_judged_by_something():
    assert all(c.indicators or c.tasks or c.verdicts for c in LOADED.clauses.values())


def test_what_the_texts_do_not_tell_is_said_to_be_unverified():
    tasks = [task for clause in LOADED.clauses.values() for task in clause.tasks]
    assert all("未核实" in t.responsible or "推定" in t.responsible for t in tasks)
    assert {t.clause for t in tasks if t.evidence == "未核实"} == {"18", "29"}


def test_who_is_responsible_decides_whose_row_waits(district_units):
    tasks = {task.code: task for clause in LOADED.clauses.values() for task in clause.tasks}

    def waiting(code: str) -> set[str]:
        return {unit.short_name for unit in district_units if tasks[code].applies(unit)}

    assert waiting("document_library") == {"区司法局"}
    assert waiting("licence_list") == {"区行政审批局"}
    assert len(waiting("group_study")) == len(district_units)
    assert "区信访局" not in waiting("discretion_standards")  # 无执法权
    assert {"区发改局", "铺镇"} <= waiting("discretion_standards")  # 未核实按有，赋权按有
    assert {"铺镇", "东关街道", "区政府"} <= waiting("advisor_participation")
    assert "区财政局" not in waiting("advisor_participation")


def test_a_kind_and_an_enforcement_power_must_both_fit():
    task = replace(LOADED.clauses["10"].tasks[0], enforcement_only=True, kinds=(UnitKind.DEPARTMENT,))
    unit = Unit("610702", "a", "某局", "某局", UnitKind.DEPARTMENT, Enforcement.FULL, 1)
    assert task.applies(unit)
    assert not task.applies(replace(unit, kind=UnitKind.TOWN))
    assert not task.applies(replace(unit, enforcement=Enforcement.NONE))


def changed(number: str, **values: object) -> dict[str, Any]:
    body = deepcopy(raw())
    body[number].update(values)
    return body


TASK = {"code": "t", "name": "任务", "evidence": "材料", "responsible": "未核实"}


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({k: v for k, v in raw().items() if k != "17"}, "“17”，title：通知有三十二条，缺这一条"),
        (raw() | {"33": {"title": "三十三", "gist": "无"}}, "“33”，title：通知没有这一条"),
        (changed("3", title="law week"), "“3”，title：缺少中文名称"),
        (changed("3", titel="普法"), "“3”，titel：不认识的项"),
        (changed("25", verdicts=["triple"]), "“25”，verdicts：没有名为“triple”的结论"),
        (changed("6", tasks=[TASK, TASK]), "“6”，tasks：同一任务代码出现了两次"),
        (changed("6", tasks=[TASK | {"code": "group_study"}]), "“6”，tasks：“group_study”已在第二条"),
        (changed("6", tasks=[TASK | {"applies_to": "nobody"}]), "“6.tasks.1”，applies_to：没有名为“nobody”"),
        (
            changed("6", tasks=[TASK | {"applies_kinds": ["village"]}]),
            "applies_kinds：没有名为“village”的单位类型",
        ),
        (changed("6", tasks=[TASK | {"evidence": ""}]), "“6.tasks.1”，evidence：缺少中文名称"),
    ],
)
def test_a_mistake_is_said_with_clause_and_key(body, said):
    with pytest.raises(DefinitionError) as error:
        read(body)
    assert said in str(error.value)


@pytest.mark.parametrize("written", ["第33条", "二十二", "第三十三条", "第二十二条;第二十五条"])
def test_an_indicator_that_names_no_clause_of_the_notice_is_refused(written):
    wrong = replace(LOADED.indicators["leader_attendance_rate"], clause=written)
    with pytest.raises(DefinitionError, match=r"leader_attendance_rate.*clause.*应写成“第二十二条"):
        clauses(raw(), {wrong.code: wrong}, LOADED.roles)


def test_a_role_of_the_notice_may_be_one_of_several(district_units):
    body = changed("6", tasks=[TASK | {"applies_to": ["bureau", "office"]}])
    (task,) = read(body)["6"].tasks
    assert {u.short_name for u in district_units if task.applies(u)} == {"区司法局", "区政府办"}
