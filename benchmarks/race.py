"""All values, both changes and all ranks: ours, one numpy pass, and DuckDB's SQL, over the same course.

A district (100 units × 40 quarters), and a country of districts (3,000 × 60 units × 4 quarters). Many districts are
taken some at a time as one panel, whose units are told apart by their code and ranked within their own
district: a panel for each would spend its time on being set up. What DuckDB finds is compared with ours.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import duckdb
import numpy as np
import pandas as pd

from benchmarks import measure
from benchmarks.figures import _numpy_group_sum
from benchmarks.race_sql import statement
from metrics import catalogue
from metrics.analysis import ranking, trend, values
from metrics.catalogue import Catalogue
from metrics.model import Basis, Enforcement, Unit, UnitKind
from metrics.panel import Panel
from metrics.periods import Period, between

AT_A_TIME = 100  # districts in one panel
LAST = Period(2026, 4)


@dataclass(frozen=True)
class Course:
    """panels: one after the other; units by code; groups: unit → group within its district."""

    name: str
    panels: Sequence[Panel]
    units: dict[str, Unit]
    groups: dict[str, str]


def run() -> None:
    course_of = catalogue.load()
    measure.table(
        f"{len(course_of.indicators)} 个指标的值、同比、环比、组内名次（目标：不超过一次 numpy 的 5 倍，快于 DuckDB；"
        "都只用一个线程，中央处理器时间）",
        ("数据", "数", "一次 numpy 秒", "本产品 秒", "DuckDB 秒", "为 numpy 的倍数", "DuckDB 为本产品的倍数"),
        [_row(course_of, 1, 100, 40), _row(course_of, 3_000, 60, 4)],
    )


def _row(definitions: Catalogue, districts: int, units: int, quarters: int) -> tuple[object, ...]:
    course = _course(definitions, districts, units, quarters)
    floor = sum(_cpu(_numpy_group_sum(panel.values.to_numpy())) for panel in course.panels)
    ours = sum(_cpu(lambda panel=panel: _ours(panel, course, definitions)) for panel in course.panels)
    theirs = _duckdb(course, definitions)
    facts = sum(panel.values.size for panel in course.panels)
    return course.name, f"{facts:,}", floor, ours, theirs, ours / floor, theirs / ours


def _cpu(work: Callable[[], object], rounds: int = 3) -> float:
    """Least time of the processor for one call: other work on the machine must not decide the race."""
    taken = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return min(taken)


def _ours(panel: Panel, course: Course, definitions: Catalogue) -> tuple[pd.DataFrame, ...]:
    figures = values.compute(panel, definitions, course.units, Basis.PERIOD)
    changes = [trend.change(figures, definitions, steps).difference for steps in (4, 1)]
    return figures.value, *changes, ranking.ranks(figures, definitions, course.groups)


def _course(definitions: Catalogue, districts: int, number: int, quarters: int) -> Course:
    """Random counts, one in twenty missing."""
    dice = np.random.default_rng(districts)
    periods = [period.key for period in between(LAST.shift(1 - quarters), LAST)]
    units: dict[str, Unit] = {}
    groups: dict[str, str] = {}
    panels = []
    for start in range(0, districts, AT_A_TIME):
        codes = []
        for d in range(start, min(start + AT_A_TIME, districts)):
            for n in range(number):
                code, kind = f"{d:04}/{n:03}", UnitKind.TOWN if n % 3 == 0 else UnitKind.DEPARTMENT
                units[code] = Unit(f"{d:04}", code, f"测试{n}局", f"测试{n}局", kind, Enforcement.FULL, n)
                groups[code] = f"{d:04}{definitions.group_of(units[code]).code}"
                codes.append(code)
        index = pd.MultiIndex.from_product([codes, periods], names=["unit", "period"])
        columns = [code for code, one in definitions.measures.items() if not one.terms]
        counts = dice.choice([0.0, 0, 0, 1, 1, 2, 3, 7], (len(index), len(columns)))
        counts[dice.random(counts.shape) < 0.05] = np.nan
        frame = pd.DataFrame(counts, index=index, columns=columns)
        panels.append(Panel(frame, frame.isna() & False, pd.Series(True, index=index)))
    name = f"{districts:,} 个辖区 × {number} 单位 × {quarters} 季"
    return Course(name, panels, units, groups)


def _duckdb(course: Course, definitions: Catalogue) -> float:
    """Processor time of the SQL. Raises ValueError where a value, change or rank differs from ours."""
    with duckdb.connect() as sql:
        sql.execute("SET threads = 1")
        taken = 0.0
        for panel in course.panels:
            facts = panel.values.reset_index()
            facts["grp"] = facts["unit"].map(course.groups)
            facts["kind"] = [course.units[unit].kind.value for unit in facts["unit"]]
            sql.execute("CREATE OR REPLACE TABLE facts AS SELECT * FROM facts")
            asked = statement(definitions)
            taken += _cpu(lambda asked=asked: sql.execute(f"CREATE OR REPLACE TABLE found AS {asked}"), 1)
            if panel is course.panels[0]:
                _compare(
                    sql.execute("SELECT * FROM found ORDER BY unit, period").df(), panel, course, definitions
                )
    return taken


def _compare(found: pd.DataFrame, panel: Panel, course: Course, definitions: Catalogue) -> None:
    theirs = found.set_index(["unit", "period"])
    names = ("value", "year", "step", "rank")
    for name, ours in zip(names, _ours(panel, course, definitions), strict=True):
        for code in definitions.indicators:
            one, other = ours[code].to_numpy(float), theirs[f"{name}_{code}"].astype(float)
            same = np.isclose(
                one, other.reindex(ours.index).to_numpy(float), rtol=0, atol=1e-12, equal_nan=True
            )
            if not same.all():
                raise ValueError(f"{name} of {code} differs in {(~same).sum()} places")
