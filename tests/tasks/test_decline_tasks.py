"""What moved, what is left and the trends, from reports in the store to figures."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

from metrics.analysis.headroom import Year
from metrics.model import Basis
from metrics.periods import Period
from metrics.tasks import figures, rank, room_left, trends, what_moved
from tests.tasks.test_figures import here_with_units, reorganised, report

LAST_YEAR = {
    "2024Q1": {"甲": (5, 1, 5), "乙": (5, 1, 5), "丙": (0, 0, 0)},
    "2024Q2": {"甲": (4, 0, 5), "乙": (3, 1, 5), "丙": (1, 0, 1)},
    "2024Q3": {"甲": (4, 2, 5), "乙": (3, 1, 5), "丙": (0, 0, 0)},
    "2024Q4": {"甲": (4, 0, 4), "乙": (3, 1, 2), "丙": (0, 0, 0)},
}


def test_the_parts_of_the_units_add_up_to_the_district(tmp_path: Path) -> None:
    here = here_with_units(tmp_path)
    for period, counts in LAST_YEAR.items():
        report(here, period, counts)
    report(here, "2025Q1", {"甲": (3, 1, 4), "乙": (6, 0, 8), "丙": (2, 1, 1)})
    found = figures.figures(here, Period(2025, 1))
    moved = what_moved.what_moved(found, Basis.PERIOD, rank.ALL)
    assert moved.volume is not None
    assert moved.rate is not None
    assert {p.unit: p.difference for p in moved.volume.parts} == {"甲": -2, "乙": 1, "丙": 2}
    assert moved.volume.difference == 1
    assert moved.rate.difference == Fraction(2, 13) - Fraction(2, 10)
    assert moved.rate.own + moved.rate.shift == moved.rate.difference
    assert what_moved.what_moved(found, Basis.PERIOD, rank.ALL) is moved


def test_a_unit_that_has_not_reported_has_no_part(tmp_path: Path) -> None:
    here = here_with_units(tmp_path)
    report(here, "2024Q1", LAST_YEAR["2024Q1"])
    report(here, "2025Q1", {"甲": (3, 1, 4), "乙": (6, 0, 8)})
    moved = what_moved.what_moved(figures.figures(here, Period(2025, 1)), Basis.PERIOD, "departments")
    assert moved.volume is not None
    assert [p.unit for p in moved.volume.parts] == ["甲", "乙"]


def test_in_the_first_year_nothing_can_be_split(tmp_path: Path) -> None:
    here = here_with_units(tmp_path)
    report(here, "2025Q1", {"甲": (3, 1, 4), "乙": (6, 0, 8), "丙": (2, 1, 1)})
    found = figures.figures(here, Period(2025, 1))
    moved = what_moved.what_moved(found, Basis.YEAR_TO_DATE, rank.ALL)
    assert (moved.volume, moved.rate) == (None, None)
    rooms = room_left.rooms(found)
    assert rooms.district.so_far is None
    assert {one.reason for one in rooms.units} == {"no_base"}


def test_a_merger_moves_cases_from_the_old_units_to_the_new_one(tmp_path: Path) -> None:
    here = reorganised(tmp_path)
    report(here, "2024Q1", {"甲": (5, 1, 5), "乙": (5, 1, 5), "丙": (10, 5, 10)})
    report(here, "2025Q1", {"丁": (9, 2, 10), "丙": (9, 4, 10)})
    moved = what_moved.what_moved(figures.figures(here, Period(2025, 1)), Basis.PERIOD, rank.ALL)
    assert moved.volume is not None
    assert moved.rate is not None
    assert {p.unit: p.difference for p in moved.volume.parts} == {"甲": -5, "乙": -5, "丙": -1, "丁": 9}
    assert moved.volume.shared == moved.rate.shared == 0
    assert {p.unit for p in moved.rate.parts if p.own} == {"丙"}


def test_room_is_counted_against_the_whole_of_last_year(tmp_path: Path) -> None:
    here = here_with_units(tmp_path)
    for period, counts in LAST_YEAR.items():
        report(here, period, counts)
    report(here, "2025Q1", {"甲": (3, 1, 4), "乙": (6, 0, 8), "丙": (2, 1, 1)})
    rooms = room_left.rooms(figures.figures(here, Period(2025, 1)))
    assert rooms.quarters_left == 3
    district = rooms.district
    assert (district.so_far, district.last) == (Year(11, 2, 13), Year(32, 7, 37))
    assert district.new_left() == 20
    assert district.closed_more == 37 - 10
    # 7/37 of 40 closed by the year's end is 7.57: 7 lost at most, 2 of them already.
    assert district.lost_left(27) == 5
    assert district.history[-1] == Year(11, 2, 13)
    assert len(district.history) == 5
    assert district.expected is not None
    third = next(one for one in rooms.units if one.code == "丙")
    assert (third.new_left(), third.lost_left(5), third.closed_needed()) == (-2, -1, None)


def test_after_the_fourth_quarter_nothing_is_left(tmp_path: Path) -> None:
    here = here_with_units(tmp_path)
    for period, counts in LAST_YEAR.items():
        report(here, period, counts)
    rooms = room_left.rooms(figures.figures(here, Period(2024, 4)))
    assert rooms.quarters_left == 0


def test_a_unit_with_a_gap_this_year_has_no_room_to_tell_and_is_left_out_of_the_district(
    tmp_path: Path,
) -> None:
    here = here_with_units(tmp_path)
    for period, counts in LAST_YEAR.items():
        report(here, period, counts)
    report(here, "2025Q1", {"甲": (3, 1, 4), "乙": (6, 0, 8)})
    rooms = room_left.rooms(figures.figures(here, Period(2025, 1)))
    assert (rooms.compared, rooms.left_out) == (("甲", "乙"), ("丙",))
    assert next(one for one in rooms.units if one.code == "丙").reason == "not_reported"
    assert rooms.district.so_far == Year(9, 1, 12)


def test_a_new_unit_has_no_last_year_to_be_held_against(tmp_path: Path) -> None:
    here = reorganised(tmp_path)
    for period in LAST_YEAR:
        report(here, period, {"甲": (5, 1, 5), "乙": (5, 1, 5), "丙": (10, 5, 10)})
    report(here, "2025Q1", {"丁": (9, 2, 10), "丙": (9, 4, 10)})
    rooms = room_left.rooms(figures.figures(here, Period(2025, 1)))
    assert {one.code: one.reason for one in rooms.units} == {"丙": "", "丁": "not_there_before"}
    assert rooms.district.last == Year(80, 28, 80)


def test_the_trends_of_the_district_compare_the_same_units_in_each_stretch(tmp_path: Path) -> None:
    here = here_with_units(tmp_path)
    for period, counts in LAST_YEAR.items():
        report(
            here, period, {unit: row for unit, row in counts.items() if (unit, period) != ("丙", "2024Q4")}
        )
    report(here, "2025Q1", {"甲": (3, 1, 4), "乙": (6, 0, 8), "丙": (2, 1, 1)})
    found = figures.figures(here, Period(2025, 1))
    (volume,) = trends.trends(found, "@all", [found.catalogue.headlines.volume])
    assert (volume.year_on_year.before.value, volume.year_on_year.cell.value) == (10, 11)
    assert (volume.previous.before.value, volume.previous.cell.value) == (7, 9)  # 丙 had no fourth quarter
    (own,) = trends.trends(found, "丙", [found.catalogue.headlines.volume])
    assert own.previous.status == "no_base"
