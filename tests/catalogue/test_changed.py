"""A change is cut into the segments that there are: what begins later stays, nothing overlaps."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from metrics import catalogue
from metrics.decided import DefinitionChange
from metrics.model import DefinitionError
from metrics.periods import Period

CODE = "leader_attendance_rate"
FILES = catalogue.load()


def made(number: int, first: str, variant: str = "due", target: float | None = 0.9) -> DefinitionChange:
    return DefinitionChange(
        number,
        CODE,
        Period.from_key(first),
        variant,
        target,
        "按通知调整",
        "张三",
        datetime(2026, 1, 2, tzinfo=UTC),
    )


def segments(*changes: DefinitionChange) -> list[tuple[str, str, str]]:
    indicator = catalogue.changed(FILES, changes).indicators[CODE]
    return [(s.first.key, s.last.key if s.last else "", s.variant.code) for s in indicator.in_force]


def test_without_a_change_the_catalogue_is_that_of_the_files():
    assert catalogue.changed(FILES, []) is FILES


def test_the_segment_before_ends_where_the_change_begins():
    assert segments(made(1, "2026Q1")) == [("2019Q1", "2025Q4", "hearings"), ("2026Q1", "", "due")]


def test_a_change_within_the_past_holds_until_the_next_segment():
    changes = made(1, "2026Q1"), made(2, "2024Q1", "notified")
    assert segments(*changes) == [
        ("2019Q1", "2023Q4", "hearings"),
        ("2024Q1", "2025Q4", "notified"),
        ("2026Q1", "", "due"),
    ]


def test_a_second_change_from_the_same_quarter_takes_the_place_of_the_first():
    assert segments(made(1, "2026Q1"), made(2, "2026Q1", "closed"))[-1] == ("2026Q1", "", "closed")


def test_before_the_first_definition_there_may_be_one():
    assert segments(made(1, "2018Q1"))[:2] == [("2018Q1", "2018Q4", "due"), ("2019Q1", "", "hearings")]


def test_every_set_of_changes_has_a_version_of_its_own():
    versions = {
        catalogue.changed(FILES, some).version
        for some in ((), [made(1, "2026Q1")], [made(1, "2026Q1", target=None)], [made(1, "2026Q2")])
    }
    assert len(versions) == 4


def test_a_change_of_what_is_no_longer_there_is_refused_by_name():
    with pytest.raises(DefinitionError, match="gone"):
        catalogue.changed(FILES, [made(1, "2026Q1", "gone")])
