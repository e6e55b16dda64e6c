"""Invented figures of the two forms of tasks: what units did, and what lead agencies did for the district.

Drawn apart from the figures of cases, so that those stay as they are. The odd ones that pages must show are named.
"""

from __future__ import annotations

import random

from metrics.model import Enforcement, Unit, UnitKind
from metrics.periods import Period, between
from sample_data.paper import Paper

FIRST = Period(2024, 2)  # the notice is of 2024-06-01
SILENT = {"ht_wuxiang"}  # 2026Q3: has sent its cases, not its tasks
FORM = "ht_zhujian"  # 2026Q3: sends the form of one unit
NO_CATALOG = "ht_linye"  # the list of enforcement items due 2024-12-31 is still missing
LATE_LIST = "ht_shuili"  # the list of problems, for which there is no day, is still missing
FORBIDDEN = ("ht_shangwu", "2026Q3")  # one disguised permit was found
NO_ADVISER = "ht_laojun"  # a town without a legal adviser
NO_DOCUMENTS = "ht_puzhen"  # a town that issues no normative document at all
HAPPENED = {
    "ht_government": 0.9,
    "ht_caizheng": 0.4,
    "ht_ziran": 0.4,
    "ht_zhujian": 0.35,
}  # documents a quarter
FULL_LIST = 104  # tasks of the model district

Figures = dict[str, int | None]
Found = dict[tuple[str, str], Figures]


def papers(people: tuple[Unit, ...], last: Period, unreported: set[str]) -> list[Paper]:
    """One workbook of each form a quarter; of the newest quarter one unit's own form besides."""
    tasks, district = _tasks(people, last), _district(people, last)
    found = []
    for period in between(FIRST, last):
        name = f"{period.year}年{'一二三四'[period.number - 1]}季度"
        newest = period == last
        here = [u for u in people if not (newest and u.code in unreported | SILENT | {FORM})]
        paper = Paper(f"{name}_工作任务汇总.xlsx")
        title = f"汉台区{period.label}法治政府建设工作任务汇总表"
        paper.summary("工作任务", title, period, here, tasks, 5, "tasks")
        found.append(paper)
        paper = Paper(f"{name}_区级事项汇总.xlsx")
        title = f"汉台区{period.label}区级法治工作事项汇总表"
        leading = [u for u in people if (u.code, period.key) in district]
        paper.summary("区级事项", title, period, leading, district, 8, "district_work")
        found.append(paper)
    (one,) = (unit for unit in people if unit.code == FORM)
    paper = Paper(f"{one.short_name}_{last.label}工作任务报表.xlsx")
    paper.unit_form(one, (last,), tasks, "tasks", "法治政府建设工作任务报表")
    return [*found, paper]


def _tasks(people: tuple[Unit, ...], last: Period) -> Found:
    draw = random.Random(20240602)
    found: Found = {}
    shares = _shares([u for u in people if u.kind not in (UnitKind.TOWN, UnitKind.SUBDISTRICT)])
    for unit in people:
        holds = unit.enforcement is not Enforcement.NONE
        local = unit.kind in (UnitKind.TOWN, UnitKind.SUBDISTRICT)
        officers = draw.randint(6, 14) if local else draw.randint(12, 60) * (5 if "公安" in unit.name else 1)
        heads, staff, exam = draw.randint(1, 4), draw.randint(18, 70), draw.choice((3, 3, 4))
        appraised, observed = draw.choice((2, 3, 4)), draw.choice((2, 3, 4))
        slow = draw.random()
        for number, period in enumerate(between(FIRST, last)):
            figures = _documents(unit, period, draw)
            decided = None if local else int(draw.random() < (0.7 if unit.code == "ht_government" else 0.06))
            changes = int(draw.random() < 0.15)
            here = int(period.number == exam)
            taken = round(staff * (0.94 + 0.06 * draw.random())) * here
            trained = _trained(officers, period, slow) if holds else None
            sits = int(period.number == observed) if slow < 0.93 else 0
            figures |= {
                "major_decisions_made": decided,
                "major_decisions_reviewed": decided,
                "enforcement_catalog_made": _state(unit, holds and not local, number >= 2, NO_CATALOG),
                "problem_list_submitted": _state(
                    unit, holds and not local, number >= 1 + 3 * slow, LATE_LIST
                ),
                "internal_appraisals": int(period.number == appraised) if holds and not local else None,
                "officers_on_post": officers if holds else None,
                "officers_trained": trained,
                "training_hours": _hours(officers, period, slow) if holds else None,
                "court_observations": sits,
                "court_observers": sits * draw.randint(2, 9),
                "disguised_permits": int((unit.code, period.key) == FORBIDDEN) if holds else None,
                "info_staff_changes": changes,
                "info_staff_changes_on_time": changes * int(draw.random() < 0.9),
                "heads_in_office": heads if holds and not local else None,
                "heads_trained_offjob": min(heads, int(number * heads * (0.6 - 0.3 * slow) / 4))
                if holds and not local
                else None,
                "law_exams": here,
                "law_exam_expected": staff * here,
                "law_exam_taken": taken,
                "law_exam_passed": taken - round(taken * 0.03 * draw.random()),
                "legal_advisors_due": 1 if local or unit.kind is UnitKind.GOVERNMENT else None,
                "legal_advisors_hired": int(unit.code != NO_ADVISER)
                if local or unit.kind is UnitKind.GOVERNMENT
                else None,
                "demo_tasks_assigned": shares.get(unit.code),
                "demo_tasks_done": None
                if local
                else int(shares[unit.code] * min(1.0, (0.15 + 0.09 * number) * (1.15 - 0.3 * slow))),
            }
            found[unit.code, period.key] = figures
    return found


def _documents(unit: Unit, period: Period, draw: random.Random) -> Figures:
    often = 0.0 if unit.code == NO_DOCUMENTS else HAPPENED.get(unit.code, 0.08)
    issued = sum(draw.random() < often for _ in range(2))
    reviewed = issued - int(issued > 0 and draw.random() < 0.06)
    filed = issued - int(issued > 0 and draw.random() < 0.06)
    on_time = filed - int(filed > 0 and draw.random() < 0.08)
    unequal = {"ht_government": 3, "ht_fagai": 1, "ht_shichang": 1}.get(unit.code, 0)
    return {
        "normative_docs_issued": issued,
        "normative_docs_reviewed": reviewed,
        "normative_docs_filing_due": issued,
        "normative_docs_filed": filed,
        "normative_docs_filed_on_time": on_time,
        "normative_docs_compliant": filed - int(filed > 0 and draw.random() < 0.08),
        "unequal_docs_found": unequal,
        "unequal_docs_cleaned": min(unequal, period.number - 1),
    }


def _state(unit: Unit, asked: bool, done: bool, never: str) -> int | None:
    return int(done and unit.code != never) if asked else None


def _trained(officers: int, period: Period, slow: float) -> int:
    share = (0.05, 0.3, 0.7, 1.0)[period.number - 1]
    behind = round(officers * (1 - share) * (0.7 + 0.6 * slow)) + int(slow > 0.8 and share == 1.0)
    return max(0, officers - behind)


def _hours(officers: int, period: Period, slow: float) -> int:
    return round(officers * (14, 31, 49, 67)[period.number - 1] * (1.05 - 0.1 * slow))


def _shares(units: list[Unit]) -> dict[str, int]:
    """How the list is shared out; the bureau has what is left over."""
    each = FULL_LIST // len(units)
    shares = {unit.code: each for unit in units}
    shares["ht_sifa"] += FULL_LIST - each * len(units)
    return shares


def _district(people: tuple[Unit, ...], last: Period) -> Found:
    draw = random.Random(20240603)
    appraised = [
        u for u in people if u.enforcement is not Enforcement.NONE and u.kind is not UnitKind.GOVERNMENT
    ]
    found: Found = {}
    for number, period in enumerate(between(FIRST, last)):
        quarter = period.number
        bureau: Figures = {
            "doc_platform_linked": int(number >= 5),
            "legal_review_reports": {"2025Q1": 2, "2026Q1": 1, "2026Q2": 1}.get(period.key, 0),
            "delegated_item_assessments": int(number >= 2) + int(number >= 6),
            "special_inspection_held": 1,
            "qualification_cleanups": int(quarter == 4),
            "district_appraisals": int(quarter == 4),
            "appraisal_units_due": len(appraised),
            "appraisal_units_done": round(len(appraised) * (0, 0.4, 0.75, 1)[quarter - 1]),
            "district_case_reviews": int(quarter in (2, 4)),
            "typical_cases_published": int(quarter in (2, 4)),
            "review_opinions_issued": draw.randint(1, 5),
            "venue_functions": 6 if number >= 6 else 5,
            "observation_bulletins": int(quarter in (2, 4) and period.key != "2025Q4"),
            "quarterly_bulletins": int(period.key != "2025Q3"),
            "feedback_bulletins": int(quarter in (1, 3) and period.key != "2026Q3"),
            "reminders_sent": draw.randint(0, 4),
            "interviews_held": int(draw.random() < 0.4),
            "criticisms_issued": int(draw.random() < 0.1),
            "law_checkups": draw.randint(1, 4),
            "law_checkup_firms": 0,
            "gov_law_lectures": None,
        }
        bureau["law_checkup_firms"] = (bureau["law_checkups"] or 0) * draw.randint(3, 8)
        nothing: Figures = dict.fromkeys(bureau)
        held = draw.randint(0, 3)
        found["ht_sifa", period.key] = bureau
        found["ht_government", period.key] = nothing | {"gov_law_lectures": int(quarter in (2, 4))}
        found["ht_shichang", period.key] = nothing | {"law_checkups": held, "law_checkup_firms": held * 5}
    return found
