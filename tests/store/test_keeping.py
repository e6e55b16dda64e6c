"""Keeping a workbook: all of it or nothing, and nothing twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest
from sqlalchemy.exc import SQLAlchemyError

from metrics.model import Finding, NotAllowed, Severity, Submission
from metrics.store import Kept, Store
from tests.factories import AREA, NOW, block, quarter, submission

WARNING = Finding(
    Severity.VERIFY,
    "jump",
    "与往期相差较大",
    "请核对",
    "Sheet1",
    "C3",
    found="40",
    unit="东关",
    cells=("C4", "C5"),
)


def keep(store: Store, data: bytes, read: Submission) -> Kept:
    with store.writing(AREA) as writing:
        return writing.keep(read, data, "张三", NOW)


def test_a_kept_workbook_is_there_with_its_bytes_and_findings(store):
    read = quarter(b"one", {"东关": (3, 1), "城管局": (0, 0)}, findings=[WARNING])
    kept = keep(store, b"one", read)
    receipt = store.receipt(AREA, kept.id)
    assert (receipt.state, receipt.uploader, receipt.uploaded_at) == ("draft", "张三", NOW)
    assert (set(receipt.units), receipt.periods) == ({"东关", "城管局"}, ("2025Q3",))
    assert (receipt.findings[Severity.MANDATORY], receipt.unsettled) == (0, 1)
    assert store.findings(AREA, kept.id) == (WARNING,)
    assert store.file(AREA, receipt.sha256) == b"one"


def test_a_kept_workbook_does_not_count_yet(store):
    keep(store, b"one", quarter(b"one", {"东关": (3, 1)}))
    assert store.periods(AREA) == ()
    assert store.records(AREA, "quarterly", [("东关", "2025Q3")]) == {}


def test_a_file_without_any_table_is_kept_all_the_same(store):
    error = Finding(Severity.MANDATORY, "unreadable", "文件打不开", "请另存为 xlsx")
    read = replace(submission(b"\x00broken", findings=[error]), layout=None)
    receipt = store.receipt(AREA, keep(store, b"\x00broken", read).id)
    assert (receipt.units, receipt.form, receipt.layout) == ((), "", "")
    assert receipt.findings[Severity.MANDATORY] == 1
    assert store.file(AREA, receipt.sha256) == b"\x00broken"


def test_a_table_without_records_is_kept(store):
    kept = keep(store, b"one", submission(b"one", block([], ["litigation_closed"])))
    assert store.receipt(AREA, kept.id).units == ()


def test_the_same_bytes_read_the_same_way_are_a_duplicate(store):
    read = quarter(b"one", {"东关": (3, 1)}, findings=[WARNING])
    first = keep(store, b"one", read)
    again = keep(store, b"one", replace(read, file_name="副本.xlsx"))
    assert (first.duplicate, again.duplicate, again.id) == (False, True, first.id)
    assert len(store.submissions(AREA)) == 1


@pytest.mark.parametrize(
    "other",
    [
        quarter(b"one", {"东关": (3, 0)}),
        quarter(b"one", {"东关": (3, None)}),
        quarter(b"one", {"东关": (3, "—")}),
        quarter(b"one", {"汉中路": (3, 1)}),
        quarter(b"one", {"东关": (3, 1)}, "2025Q2"),
        quarter(b"one", {"东关": (3, 1)}, findings=[WARNING]),
        submission(b"one", block([("东关", "2025Q3", (3, 1))], ["litigation_closed", "hearings_held"])),
    ],
)
def test_the_same_bytes_read_another_way_are_a_submission_of_their_own(store, other):
    first = keep(store, b"one", quarter(b"one", {"东关": (3, 1)}))
    second = keep(store, b"one", other)
    assert not second.duplicate
    assert second.id != first.id
    assert store.file(AREA, other.sha256) == b"one"


def test_missing_and_not_applicable_are_two_readings(store):
    first = keep(store, b"one", quarter(b"one", {"东关": (3, None)}))
    assert keep(store, b"one", quarter(b"one", {"东关": (3, "—")})).id != first.id


def test_a_failure_in_the_middle_leaves_nothing(store):
    before = store.revision(AREA)
    good = quarter(b"one", {"东关": (3, 1), "城管局": (2, 0)}, findings=[WARNING])
    values = dict(good.blocks[0].values) | {"litigation_lost": [1, object()]}  # nothing the driver can store
    bad = replace(good, blocks=(good.blocks[0], replace(good.blocks[0], values=values)))
    with pytest.raises(SQLAlchemyError):
        keep(store, b"one", bad)
    assert store.submissions(AREA) == []
    assert store.revision(AREA) == before
    with pytest.raises(NotAllowed, match="没有这个文件"):
        store.file(AREA, bad.sha256)
    assert keep(store, b"one", good) == Kept(1, duplicate=False)


def test_an_exception_of_the_caller_takes_back_what_was_kept(store):
    with pytest.raises(KeyError), store.writing(AREA) as writing:
        writing.keep(quarter(b"one", {"东关": (3, 1)}), b"one", "张三", NOW)
        raise KeyError
    assert store.submissions(AREA) == []


def test_a_column_that_is_too_short_costs_no_record_unseen(store):
    read = quarter(b"one", {"东关": (3, 1), "城管局": (2, 0)})
    short = replace(read.blocks[0], values=dict(read.blocks[0].values) | {"litigation_lost": [1]})
    with pytest.raises(ValueError, match="shorter"):
        keep(store, b"one", replace(read, blocks=(short,)))
    assert store.submissions(AREA) == []


def test_more_measures_than_a_record_has_room_for_are_refused(store):
    keep(
        store, b"one", submission(b"one", block([("东关", "2025Q3", [1] * 40)], [f"a{i}" for i in range(40)]))
    )
    more = submission(b"two", block([("东关", "2025Q3", [1] * 9)], [f"b{i}" for i in range(9)]))
    with pytest.raises(NotAllowed, match="超过 48 个"):
        keep(store, b"two", more)


def test_every_writing_raises_the_revision_and_reading_does_not(store):
    before = store.revision(AREA)
    kept = keep(store, b"one", quarter(b"one", {"东关": (3, 1)}))
    store.submissions(AREA)
    assert store.revision(AREA) == before + 1
    with store.writing(AREA) as writing:
        writing.confirm(kept.id, "李四", NOW, {})
    assert store.revision(AREA) == before + 2


def test_times_come_back_in_utc_whatever_zone_they_came_in(store):
    beijing = timezone(timedelta(hours=8))
    with store.writing(AREA) as writing:
        kept = writing.keep(
            quarter(b"one", {"东关": (3, 1)}), b"one", "张三", datetime(2025, 10, 9, 16, 30, tzinfo=beijing)
        )
        writing.confirm(kept.id, "李四", datetime(2025, 10, 9, 16, 30, tzinfo=beijing), {})
    uploaded = store.receipt(AREA, kept.id).uploaded_at
    assert (uploaded, uploaded.utcoffset()) == (NOW, timedelta(0))
    [version] = store.versions(AREA, "东关", "2025Q3", "quarterly")
    assert (version.confirmed_at, version.confirmed_at.utcoffset()) == (NOW, timedelta(0))


def test_a_time_without_a_zone_is_refused(store):
    with pytest.raises(ValueError, match="zone"), store.writing(AREA) as writing:
        writing.keep(quarter(b"one", {"东关": (3, 1)}), b"one", "张三", datetime(2025, 10, 9))


def test_uploads_are_listed_newest_first_and_no_more_than_asked(store):
    for data in (b"one", b"two", b"three"):
        keep(store, data, quarter(data, {"东关": (3, 1)}))
    assert [receipt.id for receipt in store.submissions(AREA, most=2)] == [3, 2]


def test_an_unknown_number_is_said_to_be_unknown(store):
    with pytest.raises(NotAllowed, match="没有编号为 7 的报送"):
        store.receipt(AREA, 7)


def test_jurisdictions_do_not_see_each_other(store):
    with store.writing("610703") as writing:
        writing.load_units("南郑区", [])
        kept = writing.keep(quarter(b"one", {"东关": (3, 1)}), b"one", "张三", NOW)
    assert kept.id == 1
    assert store.submissions(AREA) == []
    assert not keep(store, b"one", quarter(b"one", {"东关": (3, 1)})).duplicate
    assert store.jurisdictions() == {AREA: "汉台区", "610703": "南郑区"}
