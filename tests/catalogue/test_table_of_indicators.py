"""Every row of the table of indicators (指标口径第二节) is a definition that says what the table says."""

from __future__ import annotations

import pytest

from metrics import catalogue
from metrics.model import Direction, Enforcement, IndicatorKind, Span, Unit, UnitKind
from metrics.periods import Period

CATALOGUE = catalogue.load()
NOW = Period(2026, 3)
# The table as it stands: code | clauses | target | direction (↑ ↓ = —) | span | who. “双下降” is a verdict of two rows.
# Target: a share of 100 is 1; “≥1/季” holds in each quarter. Who: 司=区司法局, 政=区政府, 市=区市场监管局, 部=部门,
# 镇=镇街, 执=有执法权, 全=所有单位.
TABLE = """
normative_doc_platform_linked          | 四         | 1    | = | Y    | 司
major_decision_legal_review_rate       | 五、六     | 1    | ↑ | Y    | 政部
normative_doc_review_rate              | 七         | 1    | ↑ | Y    | 全
normative_doc_filing_rate              | 七         | 1    | ↑ | Y    | 全
normative_doc_timely_filing_rate       | 七         | 1    | ↑ | Y    | 全
normative_doc_compliance_rate          | 七         | 1    | ↑ | Y    | 全
unequal_docs_cleaned                   | 七         | 1    | = | Y    | 全
legal_review_annual_report             | 七         | 2    | = | Y    | 司
enforcement_catalog_done               | 八         | 1    | = | once | 执部
delegated_items_assessed               | 八         | 1    | = | once | 司
special_rectification_list             | 九         | 1    | = | once | 执部
special_inspection_done                | 九         | 1    | = | once | 司
enforcement_qualification_cleanup      | 十二       | 1    | = | Y    | 司
enforcement_training_hours             | 十三       | 1    | ↑ | Y    | 执
internal_appraisal_count               | 十五       | 1    | = | Y    | 执部
district_appraisal_count               | 十五       | 1    | = | Y    | 司
district_appraisal_coverage            | 十五       | 1    | ↑ | Y    | 司
case_review_district_count             | 十六       | 2    | = | Y    | 司
case_review_unit_count                 | 十六       | 1/季 | = | Q    | 执
reconsideration_typical_case_publish   | 二十       | 1    | = | H    | 司
reconsideration_opinion_count          | 二十       | 无   | — | Q    | 司
reconsideration_venue_functions        | 二十一     | 6    | = | Y    | 司
leader_attendance_rate                 | 二十二、二十五 | 1 | ↑ | Q   | 全
chief_zero_attendance                  | 二十二     | 0    | ↓ | Y    | 全
chief_attendance_rate                  | 二十二     | 无   | ↑ | Q    | 全
chief_key_case_attendance_rate         | 二十二     | 1    | ↑ | Q    | 全
court_observation_count                | 二十三     | 1    | = | Y    | 全
court_observation_bulletin             | 二十三     | 1    | = | H    | 司
judicial_suggestion_on_time_rate       | 二十四     | 1    | ↑ | Q    | 全
procuratorial_suggestion_on_time_rate  | 二十四     | 1    | ↑ | Q    | 全
admin_litigation_cases                 | 二十五     | 降   | ↓ | Q    | 全
admin_litigation_loss_rate             | 二十五     | 降   | ↓ | Q    | 全
reconsideration_cases                  | 二十五     | 无   | — | Q    | 全
reconsideration_direct_correction_rate | 二十五     | 无   | ↓ | Q    | 全
reconsideration_comprehensive_rate     | 二十、二十五 | 无 | ↑ | Q    | 全
effective_judgment_performance_rate    | 二十五     | 1    | ↑ | H    | 全
quarterly_bulletin                     | 二十五     | 1/季 | = | Q    | 司
half_year_feedback_bulletin            | 二十五     | 1    | = | H    | 司
rectification_measures                 | 二十五     | 无   | — | Q    | 司
disguised_permit_count                 | 二十六     | 0    | ↓ | Q    | 执
info_staff_change_report_rate          | 二十八     | 1    | ↑ | Q    | 全
law_checkup_count                      | 二十九     | 无   | ↑ | Q    | 司市
gov_law_lectures                       | 三十       | 2    | = | Y    | 政
head_offjob_training_rate              | 三十       | 1    | ↑ | term | 执部
law_exam_count                         | 三十       | 1    | = | Y    | 全
law_exam_participation_rate            | 三十       | 无   | ↑ | Y    | 全
legal_advisor_coverage                 | 三十一     | 1    | ↑ | Y    | 政镇
demo_task_completion                   | 三十二     | 无   | ↑ | Q    | 政部
"""
ROWS = [[part.strip() for part in line.split("|")] for line in TABLE.strip().splitlines()]
DUE = {
    "legal_review_annual_report": "2026-03-31",
    "enforcement_catalog_done": "2024-12-31",
    "delegated_items_assessed": "2024-12-31",
    "special_inspection_done": "2024-06-30",
}
# “达标型” has no better and worse beyond its target; but a quarter without a review is followed up (escalation.toml).
FOLLOWED_UP = "case_review_unit_count"


def unit(name: str, kind: UnitKind, enforcement: Enforcement = Enforcement.FULL) -> Unit:
    return Unit("x", name, f"某市某区{name}", name, kind, enforcement, 1)


UNITS = {
    "司": unit("司法局", UnitKind.DEPARTMENT),
    "政": unit("人民政府", UnitKind.GOVERNMENT),
    "市": unit("市场监督管理局", UnitKind.DEPARTMENT),
    "部": unit("水利局", UnitKind.DEPARTMENT),
    "镇": unit("东关街道办事处", UnitKind.SUBDISTRICT, Enforcement.DELEGATED),
    "无": unit("信访局", UnitKind.DEPARTMENT, Enforcement.NONE),
}
WHO = {
    "司": "司",
    "政部": "司政市部无",
    "执部": "司市部",
    "执": "司政市部镇",
    "全": "司政市部镇无",
    "司市": "司市",
    "政": "政",
    "政镇": "政镇",
}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_a_row_is_defined_as_the_table_says(row):
    code, clauses, target, direction, span, who = row
    indicator = CATALOGUE.indicators[code]
    segment = indicator.at(NOW)
    assert segment is not None
    assert indicator.clause == "、".join(f"第{clause}条" for clause in clauses.split("、"))
    rules = {"无": ("none", None), "降": ("decline", None), "1/季": ("each_period", 1)}
    rule, figure = rules.get(target, ("at_most" if target == "0" else "at_least", target))
    assert indicator.target_rule == rule
    assert segment.target == (None if figure is None else float(figure))
    wanted = {"↑": Direction.UP, "↓": Direction.DOWN}.get(direction, Direction.NONE)
    assert indicator.direction is (Direction.UP if code == FOLLOWED_UP else wanted)
    assert indicator.span is Span(span)
    assert "".join(key for key, one in UNITS.items() if indicator.applies(one)) == WHO[who]
    assert segment.source and segment.variant.source


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_what_it_is_made_of_is_collected_by_a_form(row):
    segment = CATALOGUE.indicators[row[0]].at(NOW)
    assert segment is not None
    collected = {measure for form in CATALOGUE.forms.values() for measure in form.measures}
    asked = CATALOGUE.needed(NOW)
    assert asked <= collected
    reported = [c for c in (*segment.variant.numerator, *segment.variant.denominator)]
    assert all(c in asked or CATALOGUE.measures[c].terms for c in reported)


def test_the_verdict_on_both_is_made_of_two_rows():
    assert {CATALOGUE.headlines.volume, CATALOGUE.headlines.loss_rate} <= {row[0] for row in ROWS}


def test_the_days_that_the_notice_names_and_no_others():
    found = {i.code: i.due.on(NOW).isoformat() for i in CATALOGUE.indicators.values() if i.due}
    assert found == DUE


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("admin_litigation_cases", IndicatorKind.COUNT),
        ("leader_attendance_rate", IndicatorKind.RATIO),
        ("chief_zero_attendance", IndicatorKind.ABSENCE),
        ("court_observation_count", IndicatorKind.THRESHOLD),
        ("enforcement_catalog_done", IndicatorKind.DEADLINE),
        ("disguised_permit_count", IndicatorKind.FORBIDDEN),
        ("enforcement_training_hours_per_head", IndicatorKind.PER_HEAD),
        ("demo_task_completion", IndicatorKind.INVENTORY),
    ],
)
def test_each_kind_of_figure_has_its_example(code, kind):
    assert CATALOGUE.indicators[code].kind is kind


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("major_decision_legal_review_rate", "推定"),
        ("normative_doc_timely_filing_rate", "未核实"),
        ("normative_doc_compliance_rate", "未核实"),
        ("enforcement_training_hours", "未核实"),
        ("internal_appraisal_count", "未核实"),
        ("case_review_district_count", "推定"),
        ("chief_zero_attendance", "未核实"),
        ("court_observation_count", "须由区司法局确认"),
        ("effective_judgment_performance_rate", "推定"),
        ("quarterly_bulletin", "推定"),
        ("info_staff_change_report_rate", "未写明"),
        ("head_offjob_training_rate", "推定"),
        ("legal_advisor_coverage", "推定"),
    ],
)
def test_what_is_inferred_or_unverified_is_said(code, said):
    assert said in CATALOGUE.indicators[code].note


def test_nothing_to_divide_by_is_no_reason_to_be_met():
    for indicator in CATALOGUE.indicators.values():
        if not indicator.kind.counts:
            assert indicator.empty_words and indicator.empty_words != "达标"


def test_a_summary_of_measures_stands_in_one_form_and_its_names_are_not_the_quarterly_forms():
    forms = [form for form in CATALOGUE.forms.values() if form.columns and form.frequency == "Q"]
    names = [{name for column in form.columns for name in (column.heading, *column.names)} for form in forms]
    headings = [names[n] & names[m] for n in range(len(names)) for m in range(n)]
    assert len(forms) == 3 and not set().union(*headings)


def test_roles_are_known_by_how_the_name_ends():
    found = {key: CATALOGUE.role_of(one) for key, one in UNITS.items()}
    assert {key: role.code for key, role in found.items() if role} == {
        "司": "bureau",
        "政": "government",
        "市": "market",
    }
    town = unit("铺镇人民政府", UnitKind.TOWN, Enforcement.DELEGATED)
    assert CATALOGUE.role_of(town) is None
