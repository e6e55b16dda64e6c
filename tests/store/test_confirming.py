"""Confirming: what counts, from when on, and who was faster."""

from __future__ import annotations

import pytest

from metrics.model import Finding, NotAllowed, Severity, Submission
from metrics.periods import Period
from metrics.store import Store
from tests.factories import AREA, NOW, block, quarter, submission, unit


def keep(store: Store, read: Submission, data: bytes) -> int:
    with store.writing(AREA) as writing:
        return writing.keep(read, data, "张三", NOW).id


def confirm(store: Store, number: int, seen: dict[tuple[str, str, str], int]) -> None:
    with store.writing(AREA) as writing:
        writing.confirm(number, "李四", NOW, seen)


def closed(store: Store, unit: str, period: str = "2025Q3") -> tuple[int, int | None]:
    """(version, litigation_closed) in force."""
    record = store.records(AREA, "quarterly", [(unit, period)])[unit, period]
    return record.version, record.values["litigation_closed"]


def test_a_confirmed_submission_counts(store):
    number = keep(store, quarter(b"one", {"东关": (3, 1)}), b"one")
    confirm(store, number, {})
    assert closed(store, "东关") == (1, 3)
    assert store.receipt(AREA, number).state == "confirmed"
    assert [period.key for period in store.periods(AREA)] == ["2025Q3"]


def test_a_second_upload_is_a_second_version_and_the_first_is_remembered(store):
    confirm(store, keep(store, quarter(b"one", {"东关": (3, 1)}), b"one"), {})
    confirm(
        store, keep(store, quarter(b"two", {"东关": (4, 1)}), b"two"), {("东关", "2025Q3", "quarterly"): 1}
    )
    assert closed(store, "东关") == (2, 4)
    versions = store.versions(AREA, "东关", "2025Q3", "quarterly")
    assert [(v.number, v.submission, v.in_force) for v in versions] == [(2, 2, True), (1, 1, False)]


def test_who_saw_an_older_version_must_look_again(store):
    first, second = (keep(store, quarter(d, {"东关": (n, 1)}), d) for d, n in ((b"one", 3), (b"two", 4)))
    confirm(store, first, {("东关", "2025Q3", "quarterly"): 0})
    with pytest.raises(NotAllowed, match="东关 2025年第三季度已有第 1 版"):
        confirm(store, second, {("东关", "2025Q3", "quarterly"): 0})
    assert closed(store, "东关") == (1, 3)
    assert store.receipt(AREA, second).state == "draft"


def test_one_outdated_unit_keeps_the_whole_workbook_from_counting(store):
    confirm(store, keep(store, quarter(b"one", {"城管局": (9, 0)}), b"one"), {})
    number = keep(store, quarter(b"two", {"东关": (3, 1), "城管局": (8, 0)}), b"two")
    with pytest.raises(NotAllowed, match="城管局"):
        confirm(store, number, {})
    assert store.records(AREA, "quarterly", [("东关", "2025Q3")]) == {}
    assert closed(store, "城管局") == (1, 9)


def test_errors_keep_a_submission_from_counting(store):
    error = Finding(Severity.MANDATORY, "negative", "不能为负数", "请改正", "Sheet1", "B3")
    number = keep(store, quarter(b"one", {"东关": (3, 1)}, findings=[error]), b"one")
    with pytest.raises(NotAllowed, match="必须改正"):
        confirm(store, number, {})


def test_nothing_read_cannot_count(store):
    with pytest.raises(NotAllowed, match="没有读到任何数据"):
        confirm(store, keep(store, submission(b"one"), b"one"), {})


def test_an_unknown_submission_cannot_count(store):
    with pytest.raises(NotAllowed, match="没有编号为 9"):
        confirm(store, 9, {})


def test_what_counts_already_is_not_confirmed_again(store):
    number = keep(store, quarter(b"one", {"东关": (3, 1)}), b"one")
    confirm(store, number, {})
    with pytest.raises(NotAllowed, match="已经确认过"):
        confirm(store, number, {("东关", "2025Q3", "quarterly"): 1})


def test_a_replaced_submission_no_longer_says_that_it_counts(store):
    first = keep(store, quarter(b"one", {"东关": (3, 1)}), b"one")
    confirm(store, first, {})
    confirm(
        store, keep(store, quarter(b"two", {"东关": (4, 1)}), b"two"), {("东关", "2025Q3", "quarterly"): 1}
    )
    assert [receipt.state for receipt in store.submissions(AREA)] == ["confirmed", "replaced"]


def test_one_can_go_back_to_a_replaced_submission(store):
    first = keep(store, quarter(b"one", {"东关": (3, 1), "城管局": (5, 0)}), b"one")
    confirm(store, first, {})
    second = keep(store, quarter(b"two", {"东关": (4, 1)}), b"two")
    confirm(store, second, {("东关", "2025Q3", "quarterly"): 1})
    assert keep(store, quarter(b"one", {"东关": (3, 1), "城管局": (5, 0)}), b"one") == first
    confirm(store, first, {("东关", "2025Q3", "quarterly"): 2, ("城管局", "2025Q3", "quarterly"): 1})
    assert closed(store, "东关") == (3, 3)
    assert closed(store, "城管局") == (1, 5), "what was still in force keeps its version"
    assert [receipt.state for receipt in store.submissions(AREA)] == ["replaced", "confirmed"]


def test_going_back_also_needs_to_have_seen_what_is_replaced(store):
    first = keep(store, quarter(b"one", {"东关": (3, 1)}), b"one")
    confirm(store, first, {})
    confirm(
        store, keep(store, quarter(b"two", {"东关": (4, 1)}), b"two"), {("东关", "2025Q3", "quarterly"): 1}
    )
    with pytest.raises(NotAllowed, match="已有第 2 版"):
        confirm(store, first, {("东关", "2025Q3", "quarterly"): 1})


def test_a_replacement_touches_no_other_unit_period_or_form(store):
    annual = block([("东关", "2025Y", (7,))], ["reviewed_files"], form="annual_review")
    confirm(store, keep(store, submission(b"year", annual), b"year"), {})
    files = block([("东关", "2025Q3", (8,))], ["reviewed_files"], form="file_review")
    confirm(store, keep(store, submission(b"files", files), b"files"), {})
    confirm(store, keep(store, quarter(b"q2", {"东关": (2, 0)}, "2025Q2"), b"q2"), {})
    confirm(store, keep(store, quarter(b"one", {"东关": (3, 1), "城管局": (5, 0)}), b"one"), {})
    confirm(
        store, keep(store, quarter(b"two", {"东关": (4, 1)}), b"two"), {("东关", "2025Q3", "quarterly"): 1}
    )
    assert [closed(store, "东关"), closed(store, "城管局")] == [(2, 4), (1, 5)]
    assert closed(store, "东关", "2025Q2") == (1, 2)
    record = store.records(AREA, "annual_review", [("东关", "2025Y")])["东关", "2025Y"]
    assert (record.version, record.values) == (1, {"reviewed_files": 7})
    record = store.records(AREA, "file_review", [("东关", "2025Q3")])["东关", "2025Q3"]
    assert (record.version, record.values) == (1, {"reviewed_files": 8})


def test_another_jurisdictions_submission_of_the_same_number_is_not_touched(store):
    with store.writing("610703") as writing:
        writing.load_units("南郑区", [])
        kept = writing.keep(quarter(b"one", {"东关": (3, 1)}), b"one", "张三", NOW)
    confirm(store, keep(store, quarter(b"one", {"东关": (3, 1)}), b"one"), {})
    confirm(
        store, keep(store, quarter(b"two", {"东关": (4, 1)}), b"two"), {("东关", "2025Q3", "quarterly"): 1}
    )
    assert store.receipt(AREA, kept.id).state == "replaced"
    assert store.receipt("610703", kept.id).state == "draft"


def test_a_new_version_without_a_measure_no_longer_reports_it(store):
    confirm(store, keep(store, quarter(b"one", {"东关": (3, 1)}), b"one"), {})
    only = block([("东关", "2025Q3", (4,))], ["litigation_closed"])
    confirm(store, keep(store, submission(b"two", only), b"two"), {("东关", "2025Q3", "quarterly"): 1})
    record = store.records(AREA, "quarterly", [("东关", "2025Q3")])["东关", "2025Q3"]
    assert record.values == {"litigation_closed": 4, "litigation_lost": None}


def test_history_is_a_units_own_past_oldest_first_without_gaps(store):
    for period, lost in (("2024Q4", 1), ("2025Q1", None), ("2025Q2", 0), ("2025Q3", 9)):
        data = period.encode()
        confirm(store, keep(store, quarter(data, {"东关": (3, lost)}, period), data), {})
    history = store.history(AREA, Period(2025, 3), ["东关", "城管局"])
    assert history == {("东关", "litigation_closed"): (3, 3, 3), ("东关", "litigation_lost"): (1, 0)}
    assert store.history(AREA, Period(2025, 3), ["东关"], most=1)["东关", "litigation_lost"] == (0,)


def test_history_of_quarters_holds_no_yearly_figure_of_the_same_measure(store):
    annual = block([("东关", "2024Y", (400,))], ["litigation_closed"], form="annual_review")
    confirm(store, keep(store, submission(b"year", annual), b"year"), {})
    for period in ("2024Q4", "2025Q2"):
        data = period.encode()
        confirm(store, keep(store, quarter(data, {"东关": (3, 0)}, period), data), {})
    history = store.history(AREA, Period(2025, 3), ["东关"])
    assert history["东关", "litigation_closed"] == (3, 3)


def test_only_what_counts_lets_figures_be_computed_again(store: Store) -> None:
    loaded = store.counted(AREA)
    read = quarter(b"one", {"东关": (3, 0)})
    with store.writing(AREA) as writing:
        kept = writing.keep(read, b"one", "张三", NOW)
    assert store.counted(AREA) == loaded < store.revision(AREA)
    with store.writing(AREA) as writing:
        writing.confirm(kept.id, "李四", NOW, {})
    assert store.counted(AREA) == store.revision(AREA)
    with store.writing(AREA) as writing:
        writing.load_units("区", [unit("东关", 1, AREA)])
    assert store.counted(AREA) == store.revision(AREA)
