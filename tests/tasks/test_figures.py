"""Comparisons of totals are between the same units, whoever is missing on one side."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from metrics.analysis import totals
from metrics.model import Basis, Block, Layout, Submission
from metrics.periods import Period
from metrics.tasks import figures, load_units, overview, workspace

NOW = datetime(2026, 10, 15, tzinfo=UTC)


def report(here: workspace.Workspace, period: str, counts: dict[str, tuple[int, int, int]]) -> None:
    """counts: unit → new cases, lost, closed."""
    measures = ("litigation_new_cases", "litigation_lost", "litigation_closed")
    values = {m: [row[i] for row in counts.values()] for i, m in enumerate(measures)}
    block = Block(
        "表",
        "quarterly",
        True,
        {m: 3 + i for i, m in enumerate(measures)},
        list(counts),
        [period] * len(counts),
        list(range(3, 3 + len(counts))),
        values,
    )
    submission = Submission(f"{period:0>64}", f"{period}.xlsx", "quarterly", Layout.SUMMARY, (block,))
    with here.store.writing(here.jurisdiction) as writing:
        kept = writing.keep(submission, period.encode(), "测试", NOW)
        writing.confirm(kept.id, "测试", NOW, {})


def here_with_units(folder: Path) -> workspace.Workspace:
    empty = workspace.open_workspace(folder)
    rows = "".join(f"610702,汉台区,{code},{code}局,部门,有\n" for code in ("甲", "乙", "丙"))
    data = f"辖区代码,辖区名称,代码,名称,类型,执法权\n{rows}".encode()
    load_units.load(empty, load_units.read(empty, data, "名录.csv"))
    return workspace.open_workspace(folder)


def test_a_unit_missing_this_year_is_left_out_of_last_year_too(tmp_path: Path) -> None:
    here = here_with_units(tmp_path)
    report(here, "2024Q1", {"甲": (5, 1, 5), "乙": (5, 1, 5), "丙": (10, 5, 10)})
    report(here, "2025Q1", {"甲": (6, 1, 5), "乙": (6, 1, 5)})
    found = figures.figures(here, Period(2025, 1))
    compared = found.comparison(Basis.PERIOD)
    assert (compared.units, compared.left_out) == (("甲", "乙"), ("丙",))
    row = found.verdicts(Basis.PERIOD, of_totals=True).loc[totals.ALL]
    # Against all of last year 12 would look like a decline from 20; the same units rose from 10 to 12.
    assert (row["volume_before"], row["volume"], row["volume_move"]) == (10, 12, "up")
    volume = overview.figures(found, Basis.PERIOD)[0]
    assert (volume.cell.value, volume.now, volume.before) == (12, 12, 10)


def test_a_unit_missing_last_year_counts_in_the_total_but_not_in_the_change(tmp_path: Path) -> None:
    here = here_with_units(tmp_path)
    report(here, "2024Q1", {"甲": (5, 1, 5), "乙": (5, 1, 5)})
    report(here, "2025Q1", {"甲": (4, 1, 5), "乙": (4, 1, 5), "丙": (9, 0, 9)})
    found = figures.figures(here, Period(2025, 1))
    volume = overview.figures(found, Basis.PERIOD)[0]
    assert (volume.cell.value, volume.now, volume.before) == (17, 8, 10)


def test_in_the_first_year_there_is_nothing_to_compare_with(tmp_path: Path) -> None:
    here = here_with_units(tmp_path)
    report(here, "2025Q1", {"甲": (4, 1, 5), "乙": (4, 1, 5), "丙": (0, 0, 0)})
    found = figures.figures(here, Period(2025, 1))
    assert found.comparison(Basis.PERIOD).left_out == ()
    row = found.verdicts(Basis.PERIOD, of_totals=True).loc[totals.ALL]
    assert (row["volume"], row["verdict"]) == (8, "not_comparable")


def test_figures_are_made_once_for_a_revision(tmp_path: Path) -> None:
    here = here_with_units(tmp_path)
    report(here, "2025Q1", {"甲": (4, 1, 5)})
    before = figures.figures(here, Period(2025, 1))
    assert figures.figures(here, Period(2025, 1)) is before
    report(here, "2025Q2", {"甲": (4, 1, 5)})
    assert figures.figures(here, Period(2025, 1)) is not before


def reorganised(folder: Path) -> workspace.Workspace:
    """甲 and 乙 are merged into 丁 at the end of 2024; 丙 stays."""
    empty = workspace.open_workspace(folder)
    data = (
        "辖区代码,辖区名称,代码,名称,类型,执法权,启用日期,停用日期\n"
        "610702,汉台区,甲,甲局,部门,有,,2024-12-31\n"
        "610702,汉台区,乙,乙局,部门,有,,2024-12-31\n"
        "610702,汉台区,丙,丙局,部门,有,,\n"
        "610702,汉台区,丁,丁局,部门,有,2025-01-01,\n"
    ).encode()
    load_units.load(empty, load_units.read(empty, data, "名录.csv"))
    return workspace.open_workspace(folder)


def test_cases_of_merged_units_stay_in_the_district(tmp_path: Path) -> None:
    here = reorganised(tmp_path)
    report(here, "2024Q1", {"甲": (5, 1, 5), "乙": (5, 1, 5), "丙": (10, 5, 10)})
    report(here, "2025Q1", {"丁": (9, 2, 10), "丙": (9, 4, 10)})
    found = figures.figures(here, Period(2025, 1))
    assert found.comparison(Basis.PERIOD).left_out == ()
    row = found.verdicts(Basis.PERIOD, of_totals=True).loc[totals.ALL]
    assert (row["volume_before"], row["volume"], row["verdict"]) == (20, 18, "double_decline")
    own = found.verdicts(Basis.PERIOD).loc["丁"]
    assert (own["verdict"], own["volume_reason"]) == ("not_comparable", "not_there_before")


def test_a_merged_unit_without_a_report_takes_its_predecessors_out_of_the_comparison(tmp_path: Path) -> None:
    here = reorganised(tmp_path)
    report(here, "2024Q1", {"甲": (5, 1, 5), "乙": (5, 1, 5), "丙": (10, 5, 10)})
    report(here, "2025Q1", {"丙": (9, 4, 10)})
    found = figures.figures(here, Period(2025, 1))
    assert found.comparison(Basis.PERIOD).left_out == ("丁",)
    row = found.verdicts(Basis.PERIOD, of_totals=True).loc[totals.ALL]
    assert (row["volume_before"], row["volume"]) == (10, 9)


def test_a_unit_that_was_there_for_a_part_of_the_stretch_is_not_compared(tmp_path: Path) -> None:
    here = reorganised(tmp_path)
    for period in ("2024Q3", "2024Q4"):
        report(here, period, {"甲": (5, 1, 5), "乙": (5, 1, 5), "丙": (10, 5, 10)})
    for period in ("2025Q1", "2025Q2", "2025Q3", "2025Q4"):
        report(here, period, {"丁": (9, 2, 10), "丙": (9, 4, 10)})
    for period in ("2026Q1", "2026Q2"):
        report(here, period, {"丁": (9, 2, 10), "丙": (9, 4, 10)})
    over = figures.figures(here, Period(2026, 2)).verdicts(Basis.ROLLING)
    assert over.loc["丁", "volume_reason"] == "existed_partly"
    assert over.loc["丙", "volume_move"] == "down"
    assert figures.figures(here, Period(2026, 2)).verdicts(Basis.PERIOD).loc["丁", "verdict"] == "level"
