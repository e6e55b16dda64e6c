"""The table of habits: what people really send, and the facts and findings that come of it.

A habit is one line in tests/intake/habits/*.py: (name, what is sent, facts, findings). The facts are all that may be
read; the findings are all of class 核实性 and above, and those of the 提示性 that matter. “column_absent” goes
without saying: no table here has all the columns of the form.
"""

import pytest
from openpyxl.utils.cell import coordinate_to_tuple

from metrics import catalogue
from metrics.intake import rules
from metrics.intake.cells import read_count
from metrics.intake.open import open_grids
from metrics.model import CellState, Severity, Submission, Unreadable
from tests.intake.habits import (
    cells,
    formats,
    headers,
    ledgers,
    names,
    periods,
    refusals,
    rows,
    tables,
)
from tests.intake.habits.making import Facts, Sent, Source, sent
from tests.intake.workbooks import read

PARTS = (formats, headers, tables, cells, rows, names, periods, ledgers)
HABITS = [habit for part in PARTS for habit in part.HABITS]
HINTS = {rule.code for rule in rules.RULES if rule.severity is Severity.HINT}
GOES_WITHOUT_SAYING = "column_absent"


def reading(source: Source) -> Submission:
    what = sent(source)
    return read(what.make(), what.file_name, what.expected, what.units)


def facts_of(submission: Submission, wanted: Facts) -> Facts:
    """What was read: of a ledger those of the wanted measures that are not nought; the summary goes before it."""
    counted = {form.code for form in catalogue.load().forms.values() if form.is_ledger}
    asked = {measure for _, _, measure in wanted} | {""}
    return {
        (fact.unit, fact.period, fact.measure): fact.value
        for block in reversed(submission.blocks)
        for fact in block.facts()
        if block.form not in counted
        or (fact.measure in asked and (fact.value or (fact.unit, fact.period, fact.measure) in wanted))
    }


@pytest.mark.parametrize(("source", "facts", "codes"), [h[1:] for h in HABITS], ids=[h[0] for h in HABITS])
def test_a_habit_gives_these_facts_and_these_findings(source: Source, facts: Facts, codes: list[str]):
    submission = reading(source)
    said = {finding.code for finding in submission.findings}
    assert facts_of(submission, facts) == facts
    assert said - HINTS - {GOES_WITHOUT_SAYING} == set(codes) - HINTS
    assert set(codes) & HINTS <= said


@pytest.mark.parametrize("source", [h[1] for h in HABITS], ids=[h[0] for h in HABITS])
def test_every_number_stands_in_the_cell_that_it_names(source: Source):
    what = sent(source)
    grids = {grid.name: grid for grid in open_grids(what.make(), what.file_name)}
    forms = catalogue.load().forms
    tables = [block for block in reading(source).blocks if not forms[block.form].is_ledger]
    for fact in (fact for block in tables for fact in block.facts()):
        if fact.value is not None:
            row, column = coordinate_to_tuple(fact.cell)
            written = read_count(grids[fact.sheet].value(row - 1, column - 1))
            ticked = fact.value == 0 and written.state is CellState.MISSING  # “本季度无案件”
            assert fact.value == written.value or ticked


@pytest.mark.parametrize(
    ("source", "words"), [r[1:] for r in refusals.REFUSED], ids=[r[0] for r in refusals.REFUSED]
)
def test_what_cannot_be_opened_is_refused_in_its_own_words(source: Sent, words: str):
    with pytest.raises(Unreadable) as refused:
        reading(source)
    assert words in str(refused.value)
    assert "请" in str(refused.value)


def test_the_table_has_every_habit_once():
    named = [habit[0] for habit in (*HABITS, *refusals.REFUSED)]
    assert len(named) == len(set(named))
    assert len(named) >= 120
