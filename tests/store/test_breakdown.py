"""Ledger rows by what they say: added up in the database as a plain loop would, of reports in force only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from metrics.model import Tally, Traits
from metrics.store import Store
from metrics.tasks import figures, workspace
from metrics.tasks.confirm import confirm
from metrics.tasks.receive import receive
from sample_data.ledgers import litigation_rows
from sample_data.writing import Sheet, xlsx
from tests.factories import AREA, block, submission, unit

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


def test_a_ledger_that_is_no_longer_in_force_counts_no_more(store: Store) -> None:
    told = Traits(("cause",), [("处罚",), ("征收",)], [3, 4, 5], [0, 1, 0])
    confirmed(store, b"one", "2025Q3", told, {"东关": [3, 4, 5]})
    confirmed(store, b"two", "2025Q3", told, {"东关": [4]}, version=1)
    (one,) = store.trait_counts(AREA, ["hearings_held"], ["2025Q3"])
    assert (one.traits, one.count) == ({"cause": "征收"}, 1)


def test_several_units_and_quarters_are_added_up_as_by_hand(store: Store) -> None:
    told = Traits(("cause", "court"), [("处罚", "甲院"), ("处罚", ""), ("", "")], [3, 4, 5], [0, 1, 2])
    wanted = {}
    for quarter in ("2025Q2", "2025Q3"):
        rows = {"东关": [3, 4], "铺镇": [3, 5] if quarter == "2025Q2" else [5]}
        confirmed(store, quarter.encode(), quarter, told, rows)
        for unit_code, lines in rows.items():
            for line in lines:
                body = {3: (("cause", "处罚"), ("court", "甲院")), 4: (("cause", "处罚"),), 5: ()}[line]
                key = unit_code, quarter, body
                wanted[key] = wanted.get(key, 0) + 1
    found = store.trait_counts(AREA, ["hearings_held"], ["2025Q2", "2025Q3"])
    assert {(o.unit, o.period, tuple(sorted((o.traits or {}).items()))): o.count for o in found} == wanted
    some = store.trait_counts(AREA, ["hearings_held"], ["2025Q2"])
    assert {one.period for one in some} == {"2025Q2"}


def test_rows_that_were_kept_without_traits_are_told_from_rows_that_say_nothing(store: Store) -> None:
    confirmed(store, b"old", "2025Q3", None, {"东关": [3]})
    (one,) = store.trait_counts(AREA, ["hearings_held"], ["2025Q3"])
    assert one.traits is None


def confirmed(
    store: Store, data: bytes, period: str, told: Traits | None, rows: dict[str, list[int]], version: int = 0
) -> None:
    """A ledger in force: unit → rows of the sheet that count, each a case of its own."""
    table = block([(u, period, (len(lines),)) for u, lines in rows.items()], ["hearings_held"], "ledger")
    lines = [(record, line) for record, own in enumerate(rows.values()) for line in own]
    tally = Tally([r for r, _ in lines], [line for _, line in lines], [f"{r}-{line}号" for r, line in lines])
    whole = replace(table, tallies={"hearings_held": tally}, traits=told)
    with store.writing(AREA) as writing:
        kept = writing.keep(submission(data, whole), data, "张三", NOW)
        seen = {(u, period, "ledger"): version for u in rows} if version else {}
        writing.confirm(kept.id, "张三", NOW, seen)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store.open(f"sqlite:///{tmp_path}/metrics.db")
    with store.writing(AREA) as writing:
        writing.load_units("汉台区", [unit("东关", 5), unit("铺镇", 6)])
    yield store
    store.close()
