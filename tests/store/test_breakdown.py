"""Ledger rows by what they say: added up in the database as a plain loop would, of reports in force only."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

from metrics.tasks import figures, workspace
from metrics.tasks.confirm import confirm
from metrics.tasks.receive import receive
from sample_data.ledgers import litigation_rows
from sample_data.writing import Sheet, xlsx

NOW = datetime(2026, 10, 20, tzinfo=UTC)
MEASURES = ("litigation_closed", "litigation_lost")


def here_with_ledger() -> tuple[workspace.Workspace, list[list[object]], str]:
    here = workspace.current()
    last = figures.periods(here)[-1]
    unit = here.units()["ht_renshe"]
    counts = dict.fromkeys(
        ("leader_attended", "chief_attended", "excused_absences", "key_chief_attended", "key_hearings"), 0
    )
    values = here.store.records(here.jurisdiction, "quarterly", {(unit.code, last.key)})[
        unit.code, last.key
    ].values
    rows = litigation_rows(unit, last, counts | dict(values), 501)
    data = xlsx(Sheet("台账", [["行政诉讼案件台账"], [last.label], *rows]))
    received = receive(here, data, f"{unit.short_name}_{last.label}行政诉讼案件台账.xlsx", "张三", NOW, last)
    assert received.submission.can_count, [f.message for f in received.submission.findings]
    confirm(here, received, "张三", NOW)
    return here, rows, last.key


def test_counts_by_cause_are_those_of_a_plain_loop(sample_data: Path) -> None:
    here, rows, period = here_with_ledger()
    cases = [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]
    closed = Counter(case["案由"] for case in cases if case["裁判日期"])
    lost = Counter(case["案由"] for case in cases if case["裁判日期"] and case["是否败诉"] == "败诉")
    found: dict[str, Counter[str]] = {measure: Counter() for measure in MEASURES}
    for one in here.store.trait_counts(here.jurisdiction, MEASURES, [period]):
        if one.unit == "ht_renshe":
            assert one.traits is not None
            found[one.measure][one.traits["cause"]] += one.count
    assert found == {"litigation_closed": closed, "litigation_lost": lost}


def test_the_rows_one_by_one_are_as_many_and_name_case_line_and_file(sample_data: Path) -> None:
    here, rows, period = here_with_ledger()
    listed = here.store.case_rows(here.jurisdiction, MEASURES, [period], ["ht_renshe"])
    assert len(listed) == sum(1 for row in rows[1:] if row[rows[0].index("裁判日期")])
    first = listed[0]
    assert first.case and first.line > 3 and "人社局" in first.file_name
    assert first.measures <= set(MEASURES)


def test_a_ledger_that_is_no_longer_in_force_counts_no_more(sample_data: Path) -> None:
    here, _, period = here_with_ledger()
    before = sum(one.count for one in here.store.trait_counts(here.jurisdiction, MEASURES, [period]))
    last = figures.periods(here)[-1]
    unit = here.units()["ht_renshe"]
    data = xlsx(
        Sheet("台账", [["行政诉讼案件台账"], [last.label, f"填报单位：{unit.short_name}"], ["序号", "案号"]])
    )
    received = receive(here, data, f"{unit.short_name}_{last.label}行政诉讼案件台账.xlsx", "张三", NOW, last)
    if received.submission.can_count:
        confirm(here, received, "张三", NOW)
        assert (
            sum(one.count for one in here.store.trait_counts(here.jurisdiction, MEASURES, [period])) < before
        )
    else:  # an empty ledger is not taken: then the one before stays in force
        assert (
            sum(one.count for one in here.store.trait_counts(here.jurisdiction, MEASURES, [period])) == before
        )
