"""Who counts as having reported."""

from __future__ import annotations

from metrics.analysis import completeness
from metrics.periods import PeriodKind
from tests.tables import CATALOGUE, panel, units_of


def test_a_list_of_tasks_is_no_report_of_cases():
    some = panel("""
        unit | period | litigation_new_cases | law_exams
        甲   | 2025Q1 | 0                    |
        乙   | 2025Q1 |                      | 1
        丙   | 2025Q1 | —                    | 1
    """)
    form = CATALOGUE.main_form(PeriodKind.QUARTER)
    assert form is not None and form.code == "quarterly"
    assert CATALOGUE.main_form(PeriodKind.YEAR) is None
    told = completeness.of_form(some, form)
    assert completeness.coverage(some, units_of(some), "2025Q1").missing == ()
    assert completeness.coverage(told, units_of(some), "2025Q1").missing == ("乙",)
    assert some.reported.all()
