"""Where a unit stands with each target, in the words of 指标口径第一节; and figures with a span against loops."""

from __future__ import annotations

import random
from itertools import product

import pytest

from metrics.analysis.attainment import attainment
from metrics.analysis.values import compute, pick
from metrics.model import Attainment, Basis, Enforcement, Span, Unit, UnitKind
from metrics.panel import Panel
from metrics.periods import Period
from tests.tables import CATALOGUE, panel, unit, units_of

MET, NOT_MET, RUNNING, OVERDUE = "met", "not_met", "in_progress", "overdue"


def states(text: str, code: str, name: str = "区司法局", basis: Basis = Basis.PERIOD) -> list[str]:
    """Period by period, what is said of the unit and indicator."""
    some = panel(text)
    return [str(_frame(some, period, basis).loc[name, code]) for period in _periods(some)]


def _periods(some: Panel) -> list[str]:
    return list(some.values.index.get_level_values("period").unique())


def _frame(some: Panel, period: str, basis: Basis):
    units = units_of(some)
    values, quarter = (compute(some, CATALOGUE, units, one) for one in (basis, Basis.PERIOD))
    return attainment(values, quarter, CATALOGUE, units, Period.from_key(period))


def quarters(*cells: str, measures: str, name: str = "区司法局", first: str = "2025Q1") -> str:
    start = Period.from_key(first)
    lines = [f"{name} | {start.shift(n).key} | {cell}" for n, cell in enumerate(cells)]
    return "\n".join([f"unit | period | {measures}", *lines])


@pytest.mark.parametrize("basis", [Basis.PERIOD, Basis.YEAR_TO_DATE])
def test_twice_a_year_is_running_until_the_year_is_over_and_starts_again(basis):
    text = quarters("0", "1", "0", "1", "0", "1", "0", "0", measures="district_case_reviews")
    expected = [RUNNING, RUNNING, RUNNING, MET, RUNNING, RUNNING, RUNNING, NOT_MET]
    assert states(text, "case_review_district_count", basis=basis) == expected


@pytest.mark.parametrize("basis", [Basis.PERIOD, Basis.YEAR_TO_DATE])
def test_once_each_half_year_is_not_made_good_by_the_other_half(basis):
    text = quarters("0", "0", "2", "0", "1", "0", measures="typical_cases_published")
    assert states(text, "reconsideration_typical_case_publish", basis=basis) == [
        *(RUNNING, NOT_MET),
        *(MET, MET),
        *(MET, MET),
    ]


def test_four_at_once_do_not_make_good_a_quarter_without():
    text = quarters("1", "0", "4", "1", measures="quarterly_bulletins")
    assert states(text, "quarterly_bulletin") == [MET, NOT_MET, MET, MET]
    assert states(text, "quarterly_bulletin", basis=Basis.YEAR_TO_DATE) == [MET, NOT_MET, NOT_MET, NOT_MET]


def test_a_report_due_in_march_is_overdue_until_both_places_have_it():
    text = quarters("1", "1", "0", "0", measures="legal_review_reports")
    assert states(text, "legal_review_annual_report") == [OVERDUE, MET, MET, MET]


def test_a_day_that_has_passed_for_good_stays_overdue_until_it_is_done():
    text = quarters("0", "0", "0", "1", measures="enforcement_catalog_made", first="2024Q2", name="某局")
    assert states(text, "enforcement_catalog_done", "某局") == [RUNNING, RUNNING, OVERDUE, MET]


def test_without_a_day_a_task_is_never_overdue():
    text = quarters("0", "0", "1", measures="problem_list_submitted", name="某局", first="2025Q3")
    assert states(text, "special_rectification_list", "某局") == [RUNNING, RUNNING, MET]


def test_a_term_of_office_shows_progress_only():
    text = quarters("1 | 4", "4 | 4", "— | —", measures="heads_trained_offjob | heads_in_office", name="某局")
    assert states(text, "head_offjob_training_rate", "某局") == [RUNNING, MET, "not_applicable"]


def test_one_forbidden_event_is_not_met_at_once():
    text = quarters("0", "1", "0", measures="disguised_permits", name="某局")
    assert states(text, "disguised_permit_count", "某局") == [MET, NOT_MET, MET]
    assert states(text, "disguised_permit_count", "某局", Basis.YEAR_TO_DATE) == [MET, NOT_MET, NOT_MET]


def test_a_document_that_was_not_reviewed_stays_so_a_level_may_rise():
    text = quarters("1 | 2", "2 | 2", measures="normative_docs_reviewed | normative_docs_issued", name="某局")
    assert states(text, "normative_doc_review_rate", "某局") == [NOT_MET, NOT_MET]
    text = quarters("1 | 9", "5 | 9", "8 | 9", "8 | 9", measures="officers_trained | officers_on_post")
    assert states(text, "enforcement_training_hours") == [RUNNING, RUNNING, RUNNING, NOT_MET]


def test_whose_head_was_in_court_is_met_who_may_yet_go_is_running_until_december():
    text = quarters(
        "0 | 1", "0 | 0", "1 | 1", "0 | 1", measures="chief_attended | hearings_held", name="某局"
    )
    code = CATALOGUE.headlines.absence
    assert states(text, code, "某局") == [RUNNING, RUNNING, MET, MET]
    never = quarters("0 | 0", "0 | 1", "0 | 1", "0 | 1", measures="chief_attended | hearings_held")
    assert states(never, code) == ["not_applicable", RUNNING, RUNNING, NOT_MET]


def test_nothing_to_divide_by_is_not_applicable_and_silence_is_not_reported():
    text = quarters("0 | 0", " | ", measures="normative_docs_reviewed | normative_docs_issued", name="某镇")
    assert states(text, "normative_doc_review_rate", "某镇") == ["not_applicable", "not_reported"]
    none = quarters("3", measures="review_opinions_issued")
    assert states(none, "reconsideration_opinion_count") == ["no_target"]


def test_what_is_of_another_agency_is_not_applicable():
    text = quarters("1", measures="quarterly_bulletins", name="区水利局")
    assert states(text, "quarterly_bulletin", "区水利局") == ["not_applicable"]
    assert states(text, "court_observation_count", "区水利局") == ["not_reported"]


def test_a_decline_needs_last_year_and_zero_that_stays_zero_counts():
    counts = quarters("3", "0", "4", "0", "2", "0", "4", "1", measures="litigation_new_cases", name="某局")
    code = CATALOGUE.headlines.volume
    found = states(counts, code, "某局")
    assert found == ["not_comparable"] * 4 + [MET, MET, NOT_MET, NOT_MET]
    rates = quarters("0 | 0", "1 | 4", *[""] * 0, measures="litigation_lost | litigation_closed", name="某局")
    assert states(rates, CATALOGUE.headlines.loss_rate, "某局") == ["not_applicable", "not_comparable"]


def test_a_unit_that_existed_for_a_part_of_last_year_cannot_have_declined():
    some = panel(quarters("3", "3", "3", "3", "1", "1", measures="litigation_new_cases", name="某局"))
    young = unit("某局")
    young = Unit(**{**young.__dict__, "valid_from": Period(2025, 2).start})
    values = compute(some, CATALOGUE, {"某局": young}, Basis.YEAR_TO_DATE)
    found = attainment(values, values, CATALOGUE, {"某局": young}, Period(2026, 2))
    assert found.loc["某局", CATALOGUE.headlines.volume] == "not_comparable"


def test_every_word_is_one_of_attainment_and_has_its_chinese():
    some = panel(quarters("1", measures="quarterly_bulletins"))
    found = _frame(some, "2025Q1", Basis.PERIOD)
    assert set(found.to_numpy().ravel()) <= {state.value for state in Attainment}
    assert len({state.label for state in Attainment}) == len(Attainment)
    assert list(found.columns) == list(CATALOGUE.indicators)


def test_a_period_without_figures_is_an_error():
    with pytest.raises(ValueError, match="2026Q1"):
        _frame(panel(quarters("1", measures="quarterly_bulletins")), "2026Q1", Basis.PERIOD)


# Figures with a span, computed once more by loops over dictionaries.


def slow(
    facts: dict[tuple[str, str, str], str], one: Unit, period: Period, code: str, basis: Basis
) -> tuple[str, float | None]:
    """(status, value) of a figure; facts: (unit, period, measure) → cell of the table."""
    indicator = CATALOGUE.indicators[code]
    segment = indicator.at(period)
    if segment is None or not indicator.applies(one):
        return "not_applicable", None
    sides = []
    stock = all(
        CATALOGUE.measures[m].nature == "stock"
        for m in (*segment.variant.numerator, *segment.variant.denominator)
    )
    back = {Span.HALF: 6, Span.YEAR: 12}.get(indicator.span, 12 if basis is Basis.YEAR_TO_DATE else 3)
    months = 3 if stock else back
    begin = (period.start.month - 1) // months * months + 1
    when = [
        quarter
        for quarter in period.year_to_date()
        if quarter.start.month >= begin and (indicator.at(quarter) or indicator.span is Span.QUARTER)
    ]
    before = [quarter for quarter in when if indicator.at(quarter) is None]
    when = [quarter for quarter in when if quarter not in before]
    excused = True
    for codes in (segment.variant.numerator, segment.variant.denominator):
        cells = [facts[one.code, quarter.key, code] for quarter in when for code in codes]
        sides.append(None if "" in cells else sum(int(cell) for cell in cells if cell != "—"))
        excused = excused and all(cell == "—" for cell in cells)
    if excused:
        return "not_applicable", None
    if before and not stock:
        return "redefined", None
    top, bottom = sides
    if top is None or (bottom is None and segment.variant.denominator):
        return "not_reported", None
    if not segment.variant.denominator:
        return "ok", float(top)
    if not bottom:
        return indicator.empty_denominator, None
    if indicator.kind == "absence":
        return "ok", float(top == 0)
    return "ok", top / bottom


@pytest.mark.parametrize("basis", [Basis.PERIOD, Basis.YEAR_TO_DATE])
@pytest.mark.parametrize("seed", range(4))
def test_figures_with_a_span_equal_their_slow_twin(seed, basis):
    chance = random.Random(seed)
    codes = [
        i.code
        for i in CATALOGUE.indicators.values()
        if not any(CATALOGUE.measures[m].terms for m in (*i.at(Period(2026, 1)).variant.denominator,))
    ]
    measures = list(
        dict.fromkeys(
            m
            for code in codes
            for s in CATALOGUE.indicators[code].in_force
            for m in (*s.variant.numerator, *s.variant.denominator)
        )
    )
    units = {
        "区司法局": unit("区司法局"),
        "区人民政府": unit("区人民政府", UnitKind.GOVERNMENT),
        "某镇": unit("某镇", UnitKind.TOWN, Enforcement.DELEGATED),
        "信访局": unit("信访局", held=Enforcement.NONE),
    }
    periods = [Period(2024, 1).shift(n) for n in range(10)]
    facts = {}
    lines = [f"unit | period | {' | '.join(measures)}"]
    for name, period in product(units, periods):
        # a whole report is “不适用” or not: a dash beside a number is a contradiction, tested elsewhere
        dash = chance.random() < 0.15
        cells = ["—" if dash else chance.choice(["", *"0112345"]) for _ in measures]
        facts |= {(name, period.key, m): cell for m, cell in zip(measures, cells, strict=True)}
        lines.append(f"{name} | {period.key} | {' | '.join(cells)}")
    values = compute(panel("\n".join(lines)), CATALOGUE, units, basis)
    seen = set()
    for (name, one), period, code in product(units.items(), periods, codes):
        status, value = slow(facts, one, period, code, basis)
        seen.add(status)
        assert pick(values.status, name, period.key, code) == status, (name, period.key, code)
        if value is not None:
            assert pick(values.value, name, period.key, code) == value
    assert seen >= {"ok", "not_applicable", "not_reported", "redefined" if basis != Basis.PERIOD else "ok"}
