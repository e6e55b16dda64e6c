"""Ledgers: the rows behind a figure, what counts beside a summary, and which cases several units share."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pytest

from metrics.model import Block, CellState, Finding, Layout, NotAllowed, Severity, Submission, Tally
from metrics.periods import Period
from metrics.store import Store
from tests.factories import AREA, NA, NOW, quarter, submission, unit

CLOSED, LOST = "litigation_closed", "litigation_lost"
Q3, Q4 = "2025Q3", "2025Q4"
Row = tuple[int, str, str, str, Sequence[str]]  # row, unit, period, case, measures it is counted into


def ledger(
    data: bytes,
    *rows: Row,
    findings: Sequence[Finding] = (),
    also: Sequence[tuple[str, str]] = (),
    measures: Sequence[str] = (CLOSED, LOST),
) -> Submission:
    """A ledger whose measures stand in columns 5, 6, …; also: (unit, period) without any row."""
    keys = list(dict.fromkeys([*((u, p) for _, u, p, _, _ in rows), *also]))
    tallies, values = {}, {}
    for measure in measures:
        mine = [row for row in rows if measure in row[4]]
        records = [keys.index((u, p)) for _, u, p, _, _ in mine]
        tallies[measure] = Tally(records, [row[0] for row in mine], [row[3] for row in mine])
        values[measure] = [records.count(i) for i in range(len(keys))]
    table = Block(
        "台账",
        "litigation_ledger",
        True,
        {measure: i for i, measure in enumerate(measures, 5)},
        [u for u, _ in keys],
        [p for _, p in keys],
        [2] * len(keys),
        values,
        frozenset(),
        tallies,
    )
    return replace(submission(data, table, findings=findings, file_name="台账.xlsx"), layout=Layout.LEDGER)


def count(
    store: Store, data: bytes, read: Submission, seen: Mapping[tuple[str, str, str], int] | None = None
) -> int:
    """Keep, explain whatever asks for it, and confirm."""
    with store.writing(AREA) as writing:
        kept = writing.keep(read, data, "张三", NOW)
        for number, finding in enumerate(read.findings):
            if finding.severity is Severity.VERIFY:
                writing.remark(kept.id, number, f"说明{number}", "张三", NOW)
        writing.confirm(kept.id, "李四", NOW, seen or {})
    return kept.id


def value(store: Store, who: str, measure: str = CLOSED, period: str = Q3) -> float | None:
    panel = store.panel(AREA, Period(2025, 3), Period(2025, 4), [CLOSED, LOST])
    found = panel.values.loc[(who, period), measure]
    return None if np.isnan(found) else float(found)


def shared(store: Store, measures: Sequence[str] = (CLOSED, LOST)) -> set[tuple[str, str, str, str]]:
    frame = store.panel(AREA, Period(2025, 1), Period(2025, 4), measures).shared
    return set(frame.itertuples(index=False, name=None))


THREE = (
    (4, "东关", Q3, "1号", [CLOSED, LOST]),
    (5, "东关", Q3, "2号", [CLOSED]),
    (9, "东关", Q3, "3号", [CLOSED]),
)

LATE = Finding(Severity.VERIFY, "late", "结案早于立案", "", "台账", "C4")


def test_a_ledger_counts_where_there_is_no_summary(store):
    count(store, b"ledger", ledger(b"ledger", *THREE))
    assert (value(store, "东关"), value(store, "东关", LOST)) == (3, 1)
    assert store.panel(AREA, Period(2025, 3), Period(2025, 3), [CLOSED]).reported["东关", Q3]


@pytest.mark.parametrize("ledger_first", [True, False])
def test_a_summary_goes_before_the_ledger_whichever_came_first(store, ledger_first):
    works = [
        lambda: count(store, b"ledger", ledger(b"ledger", *THREE)),
        lambda: count(store, b"summary", quarter(b"summary", {"东关": (7, 2)})),
    ]
    for work in works if ledger_first else reversed(works):
        work()
    assert (value(store, "东关"), value(store, "东关", LOST)) == (7, 2)
    source = store.sources(AREA, "东关", Q3, [CLOSED])[CLOSED]
    assert (source.file_name, source.value, source.rows) == ("汇总表.xlsx", 7, ())


def test_what_a_summary_leaves_empty_the_ledger_gives(store):
    count(store, b"summary", quarter(b"summary", {"东关": (None, 2), "城管局": (5, 0)}))
    count(store, b"ledger", ledger(b"ledger", *THREE))
    assert (value(store, "东关"), value(store, "东关", LOST), value(store, "城管局")) == (3, 2, 5)
    source = store.sources(AREA, "东关", Q3, [CLOSED, LOST])
    assert (source[CLOSED].file_name, source[LOST].file_name) == ("台账.xlsx", "汇总表.xlsx")


def test_what_a_summary_calls_not_applicable_the_ledger_does_not_fill(store):
    count(store, b"summary", quarter(b"summary", {"东关": (NA, 2)}))
    count(store, b"ledger", ledger(b"ledger", *THREE))
    panel = store.panel(AREA, Period(2025, 3), Period(2025, 3), [CLOSED])
    assert np.isnan(panel.values.loc[("东关", Q3), CLOSED])
    assert panel.not_applicable.loc[("东关", Q3), CLOSED]
    assert store.sources(AREA, "东关", Q3, [CLOSED])[CLOSED].state is CellState.NOT_APPLICABLE


def test_a_summarys_zero_goes_before_a_ledgers_cases(store):
    count(store, b"summary", quarter(b"summary", {"东关": (0, 0)}))
    count(store, b"ledger", ledger(b"ledger", *THREE))
    assert value(store, "东关") == 0


def test_a_ledger_that_reports_nothing_is_a_ledger_all_the_same(store):
    """“本季度无案件”: no rows, and no tallies either. The summary's figure counts, not its zero."""
    nothing = ledger(b"none", also=[("东关", Q3)])
    nothing = replace(nothing, blocks=(replace(nothing.blocks[0], tallies={}),))
    count(store, b"summary", quarter(b"summary", {"东关": (7, None)}))
    count(store, b"none", nothing)
    assert (value(store, "东关"), value(store, "东关", LOST)) == (7, 0)


def test_both_can_be_asked_for_what_they_give(store):
    count(store, b"summary", quarter(b"summary", {"东关": (7, None)}))
    count(store, b"ledger", ledger(b"ledger", *THREE))
    assert store.values_in_force(AREA, Period(2025, 3), Period(2025, 3), [CLOSED, LOST]) == {
        ("quarterly", "东关", Q3, CLOSED): 7,
        ("litigation_ledger", "东关", Q3, CLOSED): 3,
        ("litigation_ledger", "东关", Q3, LOST): 1,
    }
    assert store.values_in_force(AREA, Period(2025, 4), Period(2025, 4), [CLOSED]) == {}


def test_a_units_history_holds_a_measure_of_two_forms_once(store):
    count(store, b"summary", quarter(b"summary", {"东关": (7, None)}))
    count(store, b"ledger", ledger(b"ledger", *THREE))
    history = store.history(AREA, Period(2025, 4), ["东关"])
    assert history == {("东关", CLOSED): (7,), ("东关", LOST): (1,)}


def test_a_ledgers_figure_leads_to_its_rows_and_cases(store):
    count(store, b"ledger", ledger(b"ledger", *THREE, (6, "城管局", Q3, "2号", [CLOSED, LOST])))
    source = store.sources(AREA, "东关", Q3, [CLOSED, LOST])
    assert (source[CLOSED].sheet, source[CLOSED].cell) == ("台账", "E4")
    assert (source[CLOSED].rows, source[CLOSED].cases) == ((4, 5, 9), ("1号", "2号", "3号"))
    assert (source[LOST].rows, source[LOST].cases, source[LOST].cell) == ((4,), ("1号",), "F4")


def test_a_zero_of_a_ledger_has_no_rows_and_the_first_line_of_the_table(store):
    count(store, b"ledger", ledger(b"ledger", *THREE, also=[("城管局", Q3)]))
    source = store.sources(AREA, "城管局", Q3, [CLOSED])[CLOSED]
    assert (source.value, source.state, source.rows, source.cell) == (0, CellState.ZERO, (), "E2")


def test_what_was_said_of_a_row_or_of_the_measure_is_shown_beside_the_figure(store):
    findings = [
        Finding(Severity.VERIFY, "late", "结案早于立案", "", "台账", "C5", cells=("C9",)),
        Finding(Severity.VERIFY, "jump", "与往期相差较大", "", unit="东关", measure=LOST, period=Q3),
        Finding(Severity.VERIFY, "other", "另一行", "", "台账", "C7"),
        Finding(Severity.VERIFY, "sheet", "另一张表", "", "汇总", "C5"),
    ]
    count(store, b"ledger", ledger(b"ledger", *THREE, findings=findings))
    sources = store.sources(AREA, "东关", Q3, [CLOSED, LOST])
    assert [(r.text, r.finding.code) for r in sources[CLOSED].remarks] == [("说明0", "late")]
    assert [(r.text, r.finding.code) for r in sources[LOST].remarks] == [("说明1", "jump")]


def test_what_names_its_measures_is_shown_beside_these_and_no_others_of_the_row(store):
    findings = [
        Finding(
            Severity.VERIFY, "lost", "是否败诉与裁判结果不符", "", "台账", "F5", measures=(LOST,)
        ),  # row not lost
        Finding(Severity.VERIFY, "closed", "结案日期", "", "台账", "E5", measures=(CLOSED,)),
        Finding(Severity.VERIFY, "both", "日期先后", "", "台账", "E4", measures=(CLOSED, LOST)),
        Finding(Severity.VERIFY, "column", "没有这一栏", "", "台账", measures=(LOST,)),
        Finding(Severity.VERIFY, "nowhere", "没有日期", "", "台账", "E7", unit="东关", measures=(LOST,)),
        Finding(Severity.VERIFY, "theirs", "没有日期", "", "台账", "E8", unit="城管局", measures=(LOST,)),
        Finding(Severity.VERIFY, "row of theirs", "是否败诉", "", "台账", "F6", measures=(LOST,)),
    ]
    rows = (*THREE, (6, "城管局", Q3, "6号", [CLOSED, LOST]))
    count(store, b"ledger", ledger(b"ledger", *rows, findings=findings))
    sources = store.sources(AREA, "东关", Q3, [CLOSED, LOST])
    assert [r.finding.code for r in sources[CLOSED].remarks] == ["closed", "both"]
    assert [r.finding.code for r in sources[LOST].remarks] == ["lost", "both", "column", "nowhere"]
    theirs = store.sources(AREA, "城管局", Q3, [CLOSED, LOST])
    assert theirs[CLOSED].remarks == ()
    assert [r.finding.code for r in theirs[LOST].remarks] == ["column", "theirs", "row of theirs"]


def test_a_finding_that_was_kept_before_findings_named_measures_is_read_as_naming_none(store):
    number = count(store, b"ledger", ledger(b"ledger", *THREE, findings=[LATE]))
    with store._engine.begin() as connection:
        connection.exec_driver_sql("UPDATE findings SET body = json_remove(body, '$.measures')")
    assert store.findings(AREA, number) == (LATE,)
    sources = store.sources(AREA, "东关", Q3, [CLOSED, LOST])
    assert [len(source.remarks) for source in sources.values()] == [1, 1]


def test_what_was_said_of_a_summarys_cell_is_shown_beside_its_figure_only(store):
    finding = Finding(Severity.VERIFY, "jump", "与往期相差较大", "", "Sheet1", "B3", cells=("B4",))
    read = quarter(b"one", {"东关": (3, 1), "城管局": (4, 1)}, findings=[finding])
    count(store, b"one", read)
    for who in ("东关", "城管局"):
        sources = store.sources(AREA, who, Q3, [CLOSED, LOST])
        assert [remark.text for remark in sources[CLOSED].remarks] == ["说明0"]
        assert sources[LOST].remarks == ()


def test_a_case_of_two_units_is_shared_in_the_measures_both_count_it_into(store):
    count(
        store,
        b"ledger",
        ledger(
            b"ledger",
            *THREE,
            (4, "城管局", Q3, "1号", [CLOSED]),
            (7, "城管局", Q4, "2号", [CLOSED]),
        ),
    )
    same_quarter = {("东关", Q3, CLOSED, "1号"), ("城管局", Q3, CLOSED, "1号")}
    same_year = {("东关", Q3, CLOSED, "2号"), ("城管局", Q4, CLOSED, "2号")}
    assert shared(store) == same_quarter | same_year
    assert shared(store, [LOST]) == set()


def test_a_case_of_two_units_in_two_years_is_not_shared(store):
    count(
        store, b"x", ledger(b"x", (4, "东关", Q3, "1号", [CLOSED]), (5, "城管局", "2026Q1", "1号", [CLOSED]))
    )
    assert store.panel(AREA, Period(2025, 1), Period(2026, 4), [CLOSED]).shared.empty


def test_a_case_that_two_units_report_in_two_workbooks_is_shared(store):
    count(store, b"one", ledger(b"one", *THREE))
    count(store, b"two", ledger(b"two", (8, "城管局", Q3, "3号", [CLOSED])))
    assert shared(store) == {("东关", Q3, CLOSED, "3号"), ("城管局", Q3, CLOSED, "3号")}


def test_rows_that_are_no_cases_are_never_shared(store):
    count(store, b"x", ledger(b"x", (4, "东关", Q3, "", [CLOSED]), (5, "城管局", Q3, "", [CLOSED])))
    assert shared(store) == set()


def test_what_does_not_count_is_not_shared(store):
    count(store, b"one", ledger(b"one", *THREE))
    with store.writing(AREA) as writing:
        writing.keep(ledger(b"two", (8, "城管局", Q3, "3号", [CLOSED])), b"two", "张三", NOW)
    assert shared(store) == set()
    with store.writing(AREA) as writing:
        writing.confirm(2, "李四", NOW, {})
    assert len(shared(store)) == 2
    other = ledger(b"three", (8, "城管局", Q3, "4号", [CLOSED]))
    count(store, b"three", other, {("城管局", Q3, "litigation_ledger"): 1})
    assert shared(store) == set()


def test_a_unit_whose_summary_says_another_number_shares_nothing(store):
    count(
        store,
        b"one",
        ledger(b"one", *THREE, (4, "城管局", Q3, "1号", [CLOSED]), (4, "汉中路", Q3, "1号", [CLOSED])),
    )
    count(store, b"summary", quarter(b"summary", {"东关": (4, 1)}))
    assert shared(store) == {("城管局", Q3, CLOSED, "1号"), ("汉中路", Q3, CLOSED, "1号")}
    panel = store.panel(AREA, Period(2025, 3), Period(2025, 3), [CLOSED, LOST])
    assert panel.listed is not None
    assert panel.listed[CLOSED].to_dict() == {("东关", Q3): False, ("汉中路", Q3): True, ("城管局", Q3): True}
    assert panel.listed.loc[("东关", Q3), LOST]


def test_without_ledgers_nothing_is_said_of_them(store):
    count(store, b"summary", quarter(b"summary", {"东关": (7, 2)}))
    panel = store.panel(AREA, Period(2025, 3), Period(2025, 3), [CLOSED])
    assert panel.listed is None
    assert panel.shared.empty


def test_the_rows_of_a_ledger_are_part_of_how_it_was_read(store):
    with store.writing(AREA) as writing:
        first = writing.keep(ledger(b"x", *THREE), b"x", "张三", NOW)
        again = writing.keep(ledger(b"x", *THREE), b"x", "张三", NOW)
        moved = writing.keep(ledger(b"x", *THREE[:2], (10, *THREE[2][1:])), b"x", "张三", NOW)
        other = writing.keep(ledger(b"x", *THREE[:2], (9, "东关", Q3, "4号", [CLOSED])), b"x", "张三", NOW)
    assert again.duplicate
    assert len({first.id, moved.id, other.id}) == 3


@pytest.mark.parametrize(
    "tally", [Tally([0], [4, 5], ["1号", "2号"]), Tally([0, 0], [4, 5], ["1号"]), Tally([0], [4], ["另一号"])]
)
def test_a_tally_that_contradicts_itself_keeps_nothing(store, tally):
    read = ledger(b"x", *THREE)
    wrong = replace(read.blocks[0], tallies=dict(read.blocks[0].tallies) | {LOST: tally})
    with pytest.raises(ValueError, match=r"differ in length|one case"), store.writing(AREA) as writing:
        writing.keep(replace(read, blocks=(wrong,)), b"x", "张三", NOW)
    assert store.submissions(AREA) == []


def test_a_case_number_of_a_whole_paragraph_is_still_one_case(store):
    long, other = "长" * 5000, "长" * 4999 + "短"
    count(store, b"x", ledger(b"x", (4, "东关", Q3, long, [CLOSED, LOST]), (5, "城管局", Q3, long, [CLOSED])))
    count(store, b"y", ledger(b"y", (4, "汉中路", Q3, other, [CLOSED])))
    rows = store.panel(AREA, Period(2025, 3), Period(2025, 3), [CLOSED, LOST]).shared
    assert rows["unit"].tolist() == ["东关", "城管局"]
    assert {len(case) for case in rows["case"]} == {200}


def test_a_ledger_of_no_rows_is_kept(store):
    count(store, b"x", ledger(b"x", also=[("东关", Q3)]))
    assert value(store, "东关") == 0


def test_a_workbook_of_a_summary_and_its_ledger_is_confirmed_form_by_form(store):
    both = quarter(b"x", {"东关": (3, 1)})
    both = replace(both, blocks=(*both.blocks, *ledger(b"x", *THREE).blocks))
    count(store, b"summary", quarter(b"summary", {"东关": (7, 2)}))
    with pytest.raises(NotAllowed, match="已有第 1 版"):
        count(store, b"x", both)
    count(store, b"x", both, {("东关", Q3, "quarterly"): 1, ("东关", Q3, "litigation_ledger"): 0})
    assert [v.number for v in store.versions(AREA, "东关", Q3, "litigation_ledger")] == [1]
    assert [v.number for v in store.versions(AREA, "东关", Q3, "quarterly")] == [2, 1]


@pytest.mark.parametrize("seed", range(4))
def test_rows_and_shared_cases_equal_their_slow_twin(store, seed):
    chance = random.Random(seed)
    people = [f"u{i}" for i in range(5)]
    with store.writing(AREA) as writing:
        writing.load_units("汉台区", [unit(code, i + 10) for i, code in enumerate(people)])
    measures = [f"m{i}" for i in range(48)]  # as many as a form can have: each its own bit
    counted: list[tuple[str, str, str, str, int]] = []
    for number, who in enumerate([people[:3], people[3:4], people[4:]]):
        rows = [
            (
                row,
                chance.choice(who),
                chance.choice([Q3, Q4]),
                f"{chance.randint(1, 15)}号",
                chance.sample(measures, 9),
            )
            for row in range(3, 40)
        ]
        count(store, data := f"{seed}{number}".encode(), ledger(data, *rows, measures=measures))
        counted += [(u, p, m, case, row) for row, u, p, case, ms in rows for m in ms]
    expected = sorted(
        (u, p, m, case)
        for u, p, m, case, _ in counted
        if any((p[:4], m, case) == (q[:4], n, other) and u != v for v, q, n, other, _ in counted)
    )
    frame = store.panel(AREA, Period(2025, 1), Period(2025, 4), measures).shared
    assert sorted(frame.itertuples(index=False, name=None)) == expected
    assert len(expected) > 50
    for who in people:
        sources = store.sources(AREA, who, Q4, measures)
        for measure in measures:
            mine = sorted((row, case) for u, p, m, case, row in counted if (u, p, m) == (who, Q4, measure))
            assert list(zip(sources[measure].rows, sources[measure].cases, strict=True)) == mine
            assert sources[measure].value == len(mine)
