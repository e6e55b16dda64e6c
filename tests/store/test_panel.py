"""What is written is what is read: panel, sources and records against the submissions themselves."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import count, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.model import Block, CellState, Submission
from metrics.periods import Period
from metrics.store import Store
from tests.factories import AREA, NA, NOW, block, quarter, submission, unit

UNITS = ("城管局", "东关", "汉中路", "铺镇")  # in protocol order, which is not that of the alphabet
PERIODS = ("2024Q3", "2024Q4", "2025Q1", "2025Q2")
MEASURES = ("hearings_held", "litigation_closed", "litigation_lost", "leader_attended")
FIRST, LAST = Period(2024, 3), Period(2025, 2)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = Store.open(f"sqlite:///{tmp_path_factory.mktemp('panel') / 'metrics.db'}")
    yield store
    store.close()


_areas = map(str, count(100000))


def new_area(store: Store) -> str:
    """A jurisdiction of one's own in the shared store: opening a store takes longer than the test."""
    area = next(_areas)
    with store.writing(area) as writing:
        writing.load_units("区", [unit(code, i, area) for i, code in enumerate(UNITS)])
    return area


def count_in(store: Store, area: str, read: Submission, data: bytes) -> None:
    """Keep and confirm, whatever is in force."""
    with store.writing(area) as writing:
        kept = writing.keep(read, data, "张三", NOW)
    seen = {
        (code, period, read.form): versions[0].number
        for code in read.units
        for period in read.periods
        if (versions := store.versions(area, code, period, read.form))
    }
    with store.writing(area) as writing:
        writing.confirm(kept.id, "李四", NOW, seen)


CELLS = st.one_of(st.none(), st.just(0), st.just(NA), st.integers(0, 9_999_999))


@st.composite
def blocks(draw: st.DrawFn) -> tuple[Block, ...]:
    """One to three tables of one workbook; no measure stands twice for a unit and period."""
    measures = draw(st.permutations(MEASURES))
    cuts = sorted(draw(st.sets(st.integers(1, len(measures) - 1), max_size=2)))
    made = []
    for number, (start, end) in enumerate(zip([0, *cuts], [*cuts, len(measures)], strict=True)):
        some = measures[start:end]
        keys = draw(st.lists(st.sampled_from(list(product(UNITS, PERIODS))), min_size=1, unique=True))
        rows = [(u, p, draw(st.lists(CELLS, min_size=len(some), max_size=len(some)))) for u, p in keys]
        made.append(block(rows, some, sheet=f"表{number}", records_down=draw(st.booleans())))
    return tuple(made)


@settings(max_examples=40, deadline=None)
@given(blocks())
def test_write_then_read_gives_the_same_facts(shared, tables):
    area, read = new_area(shared), submission(b"data", *tables)
    count_in(shared, area, read, b"data")
    panel = shared.panel(area, FIRST, LAST, MEASURES)
    told = set()
    for fact in read.facts():
        key = (fact.unit, fact.period)
        told.add((*key, fact.measure))
        source = shared.sources(area, *key, [fact.measure])[fact.measure]
        assert (source.value, source.state, source.sheet, source.cell) == (
            fact.value,
            fact.state,
            fact.sheet,
            fact.cell,
        )
        value = panel.values.loc[key, fact.measure]
        assert (None if np.isnan(value) else value) == fact.value
        assert panel.not_applicable.loc[key, fact.measure] == (fact.state is CellState.NOT_APPLICABLE)
        assert panel.reported[key]
        record = shared.records(area, "quarterly", [key])[key]
        assert (record.values[fact.measure], record.state(fact.measure)) == (fact.value, fact.state)
    for key in product(UNITS, PERIODS, MEASURES):
        if key not in told:
            assert np.isnan(panel.values.loc[key[:2], key[2]])
            assert not panel.not_applicable.loc[key[:2], key[2]]
    assert panel.reported.sum() == len({key[:2] for key in told})


@pytest.mark.parametrize("seed", range(6))
def test_the_panel_equals_its_slow_twin(shared, seed):
    """Random uploads, replacements and drafts, in two jurisdictions; the twin keeps a dictionary."""
    chance = random.Random(seed)
    area, other = new_area(shared), new_area(shared)
    in_force: dict[tuple[str, str], dict[str, tuple[int | None, bool]]] = {}
    for number in range(12):
        measures = chance.sample(MEASURES, chance.randint(1, 4))
        keys = chance.sample(list(product(UNITS, PERIODS)), chance.randint(1, 8))
        rows = [(u, p, [chance.choice([None, NA, 0, 1, 250]) for _ in measures]) for u, p in keys]
        data = f"{seed}-{number}".encode()
        read = submission(data, block(rows, measures))
        where = chance.choice([area, area, other, None])
        if where is None:
            with shared.writing(area) as writing:
                writing.keep(read, data, "张三", NOW)
        else:
            count_in(shared, where, read, data)
        if where == area:
            for u, p, cells in rows:
                in_force[u, p] = {
                    m: (c if isinstance(c, int) else None, c == NA)
                    for m, c in zip(measures, cells, strict=True)
                }
    panel = shared.panel(area, FIRST, LAST, MEASURES)
    for u, p, m in product(UNITS, PERIODS, MEASURES):
        value, excused = in_force.get((u, p), {}).get(m, (None, False))
        stored = panel.values.loc[(u, p), m]
        assert (None if np.isnan(stored) else stored) == value, (u, p, m)
        assert panel.not_applicable.loc[(u, p), m] == excused, (u, p, m)
        assert panel.reported[u, p] == ((u, p) in in_force)


def test_the_panel_is_the_full_product_in_protocol_order(shared):
    area = new_area(shared)
    panel = shared.panel(area, Period(2024, 4), Period(2025, 1), ["litigation_lost", "hearings_held"])
    assert list(panel.values.index) == list(product(UNITS, ["2024Q4", "2025Q1"]))
    assert list(panel.values.columns) == ["litigation_lost", "hearings_held"]
    assert set(panel.values.dtypes) == {np.dtype("float64")}
    assert panel.values.isna().all(axis=None)
    assert not panel.reported.any()
    assert not panel.not_applicable.any(axis=None)


def test_zero_missing_and_not_applicable_stay_three_things(shared):
    area = new_area(shared)
    measures = ["litigation_closed", "litigation_lost", "hearings_held", "leader_attended"]
    table = block([("东关", "2025Q1", (7, 0, None, NA))], measures)
    count_in(shared, area, submission(b"x", table), b"x")
    sources = shared.sources(area, "东关", "2025Q1", measures)
    assert [sources[m].state.value for m in measures] == ["value", "zero", "missing", "not_applicable"]
    assert [sources[m].cell for m in measures] == ["B3", "C3", "D3", "E3"]


def test_a_quarterly_panel_holds_no_half_year_and_no_year(shared):
    area = new_area(shared)
    for period in ("2024H2", "2025H1", "2024Y", "2025Y"):
        read = quarter(period.encode(), {"东关": (5, 5)}, period)
        count_in(shared, area, read, period.encode())
    panel = shared.panel(area, Period(2024, 1), Period(2025, 4), ["litigation_closed"])
    assert panel.values.isna().all(axis=None)
    assert not panel.reported.any()
    year = shared.panel(area, Period.from_key("2024Y"), Period.from_key("2025Y"), ["litigation_closed"])
    assert year.values.loc["东关", "litigation_closed"].tolist() == [5, 5]


def test_a_source_tells_file_version_and_who(store):
    for data, lost in ((b"one", 1), (b"two", 2)):
        count_in(store, AREA, quarter(data, {"东关": (3, lost)}), data)
    source = store.sources(AREA, "东关", "2025Q3", ["litigation_lost"])["litigation_lost"]
    assert (source.submission, source.version, source.value, source.cell) == (2, 2, 2, "C3")
    assert (source.file_name, source.uploader, source.uploaded_at) == ("汇总表.xlsx", "张三", NOW)
    assert store.file(AREA, source.sha256) == b"two"


def test_a_measure_that_nobody_reported_has_no_source(store):
    count_in(store, AREA, quarter(b"one", {"东关": (3, 1)}), b"one")
    assert store.sources(AREA, "东关", "2025Q3", ["hearings_held"]) == {}
    assert store.sources(AREA, "城管局", "2025Q3", ["litigation_lost"]) == {}


def test_periods_are_those_in_force_of_the_kind_asked_for(store):
    for period in ("2025Q3", "2024Q4", "2025H1"):
        count_in(store, AREA, quarter(period.encode(), {"东关": (1, 0)}, period), period.encode())
    assert [p.key for p in store.periods(AREA)] == ["2024Q4", "2025Q3"]
    assert [p.key for p in store.periods(AREA, Period.from_key("2025H1").kind)] == ["2025H1"]


def test_more_units_than_one_statement_takes_are_all_found(shared):
    area, codes = next(_areas), [f"u{i:04d}" for i in range(900)]
    with shared.writing(area) as writing:
        writing.load_units("区", [unit(code, i, area) for i, code in enumerate(codes)])
    data = b"many"
    count_in(shared, area, quarter(data, {code: (i, 0) for i, code in enumerate(codes)}, "2025Q1"), data)
    records = shared.records(area, "quarterly", [(code, "2025Q1") for code in codes])
    assert [records[code, "2025Q1"].values["litigation_closed"] for code in codes] == list(range(900))
    assert len(shared.history(area, Period(2025, 2), codes)) == 1800
    panel = shared.panel(area, Period(2025, 1), Period(2025, 1), ["litigation_closed"])
    assert panel.values["litigation_closed"].tolist() == list(range(900))
