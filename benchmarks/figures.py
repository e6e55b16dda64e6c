"""Panel, all indicators, trends and rankings, against one numpy group-sum over the same facts."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable
from functools import partial

import numpy as np

from benchmarks import data as made
from benchmarks import measure
from metrics import catalogue
from metrics.analysis import ranking, totals, trend, values
from metrics.model import Basis


def run() -> None:
    measure.table(
        "面板、全部指标、同比环比、名次（目标：40 季不超过一次 numpy 分组求和的 10 倍）",
        (
            "数据",
            "numpy 分组求和 毫秒",
            "读面板 毫秒",
            "计算本季 毫秒",
            "计算本季、累计及合计 毫秒",
            "面板加本季为 numpy 的倍数",
            "面板加本季、累计及合计为 numpy 的倍数",
        ),
        [_row(quarters) for quarters in (40, 400)],
    )


def _row(quarters: int) -> tuple[object, ...]:
    definitions = catalogue.load()
    with tempfile.TemporaryDirectory() as folder:
        district = made.district(f"sqlite:///{folder}/bench.db", 100, quarters)
        store, measures = district.store, tuple(definitions.measures)
        units = {unit.code: unit for unit in store.units(made.JURISDICTION)}
        groups = {code: definitions.group_of(unit).code for code, unit in units.items()}
        panel = store.panel(made.JURISDICTION, district.first, made.PERIOD, measures)

        def compute(bases: Iterable[Basis], with_totals: bool) -> None:
            for basis in bases:
                figures = values.compute(panel, definitions, units, basis)
                trend.change(figures, definitions, 4)
                trend.change(figures, definitions, 1)
                ranking.ranks(figures, definitions, groups)
                if with_totals:
                    totals.total(figures, definitions, units)

        floor = measure.seconds(_numpy_group_sum(panel.values.to_numpy()))
        reading = measure.seconds(
            lambda: store.panel(made.JURISDICTION, district.first, made.PERIOD, measures)
        )
        one = measure.seconds(partial(compute, [Basis.PERIOD], False))
        both = measure.seconds(partial(compute, (Basis.PERIOD, Basis.YEAR_TO_DATE), True))
        store.close()
    label = f"100 单位 × {quarters} 季，{district.facts:,} 个数"
    ratios = (reading + one) / floor, (reading + both) / floor
    return label, floor * 1000, reading * 1000, one * 1000, both * 1000, *ratios


def _numpy_group_sum(values: np.ndarray) -> Callable[[], np.ndarray]:
    """One group-sum over facts as they lie in a narrow table: (unit, period, measure) codes and a value."""
    cells, columns = values.shape
    order = np.random.default_rng(0).permutation(cells * columns)
    record = np.repeat(np.arange(cells), columns)[order]
    column = np.tile(np.arange(columns), cells)[order]
    amounts = np.nan_to_num(values.reshape(-1))[order]

    def work() -> np.ndarray:
        keys, place = np.unique(record * columns + column, return_inverse=True)
        return np.bincount(place, weights=amounts, minlength=len(keys))

    return work
