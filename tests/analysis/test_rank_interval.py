"""Which ranks the data support: exact where it can be computed, true nine times in ten, the same in any order."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate, stats

from metrics.analysis.rank_interval import SURE, _seed, has_chance, simulate, support
from metrics.analysis.ranking import rank
from metrics.analysis.shrinkage import Beta, fit_beta
from metrics.analysis.shrinkage_counts import Gamma, fit_gamma
from metrics.analysis.values import compute
from metrics.model import Basis
from tests.tables import CATALOGUE, panel, units_of

LOST = CATALOGUE.indicators["admin_litigation_loss_rate"]
VOLUME = CATALOGUE.indicators["admin_litigation_cases"]


def simulated(counts, prior=None, down=True, draws=10_000):
    top, bottom = (np.array(side, dtype=float) for side in zip(*counts, strict=True))
    score = top / bottom if down else -top / bottom
    ranks = 1 + (score[None, :] < score[:, None]).sum(axis=1)
    return simulate(
        [f"u{i}" for i in range(len(top))], ranks, top, bottom, prior or fit_beta(top, bottom), down, draws
    )


def ranked(counts, indicator=LOST):
    lines = "\n".join(
        f"{name} | 2025Q1 | {lost} | {closed} | {closed}" for name, (lost, closed) in counts.items()
    )
    some = panel(f"unit | period | litigation_lost | litigation_closed | litigation_new_cases\n{lines}")
    values = compute(some, CATALOGUE, units_of(some), Basis.PERIOD)
    return rank(values, indicator, list(counts), "2025Q1", None)


def test_the_probability_that_one_unit_is_better_is_that_of_the_integral():
    """P(X < Y) of two beta posteriors, by numerical integration of one density times the other's distribution."""
    prior = Beta(2, 18)
    found = simulated([(1, 20), (5, 25), (2, 4)], prior, draws=40_000).better
    for i, j in itertools.combinations(range(3), 2):
        (a, n), (b, m) = [(1, 20), (5, 25), (2, 4)][i], [(1, 20), (5, 25), (2, 4)][j]
        one, other = stats.beta(2 + a, 18 + n - a), stats.beta(2 + b, 18 + m - b)
        exact = integrate.quad(lambda x, one=one, other=other: other.pdf(x) * one.cdf(x), 0, 1)[0]
        assert found.iat[i, j] == pytest.approx(exact, abs=0.01)
        assert found.iat[j, i] == pytest.approx(1 - exact, abs=0.01)


def test_of_counts_the_probability_is_that_of_the_beta_distribution():
    """X ~ Gamma(a), Y ~ Gamma(b) with one rate: X / (X + Y) ~ Beta(a, b), so P(X < Y) is its distribution at ½."""
    found = simulate(
        ["a", "b"],
        np.array([1, 2]),
        np.array([4.0, 9.0]),
        np.array([np.nan] * 2),
        Gamma(1.5, 0.3),
        True,
        40_000,
    )
    assert found.better.iat[0, 1] == pytest.approx(stats.beta.cdf(0.5, 5.5, 10.5), abs=0.01)


def test_much_data_leave_no_doubt():
    found = simulated([(100, 10_000), (2_000, 10_000), (5_000, 10_000)])
    assert found.table[["low", "high"]].to_numpy().tolist() == [[1, 1], [2, 2], [3, 3]]
    assert found.sets() == (("u0",), ("u1",), ("u2",))
    assert found.alike("u1") == ()


def test_units_that_differ_no_more_than_chance_gives_are_one_set():
    found = simulated([(0, 4), (1, 5), (1, 4), (2, 5)])
    assert not found.spread
    assert found.sets() == (("u0", "u1", "u2", "u3"),)
    assert found.alike("u3") == ("u0", "u1", "u2")
    assert (found.table["low"] == 1).all()
    assert (found.table["high"] == 4).all()


def test_sets_overlap_where_neighbours_are_alike_and_the_ends_are_not():
    found = simulated([(10, 200), (16, 200), (24, 200), (60, 200)], Beta(2, 18))
    assert found.sets() == (("u0", "u1"), ("u1", "u2"), ("u3",))


def test_the_interval_always_holds_the_official_rank():
    found = simulated([(0, 3), *[(n, 600) for n in range(20, 28)], (3, 3)], Beta(20, 180))
    assert found.table.loc["u0", "low"] == 1
    assert found.table.loc["u0", "likely_low"] > 1  # no loss in three cases is weak evidence
    assert found.table.loc["u9", "high"] == 10


def test_low_and_high_are_the_quantiles_of_the_drawn_ranks():
    """A slow twin: the same draws, ranked one by one in plain Python."""
    counts = [(1, 8), (2, 9), (0, 5), (6, 11), (3, 7)]
    prior, draws = Beta(2, 8), 400
    found = simulated(counts, prior, draws=draws)
    again = _draws_again(counts, prior, draws)
    for i in range(len(counts)):
        places = sorted(1 + sum(other < draw[i] for other in draw) for draw in again)
        low = next(r for r in range(1, 6) if sum(p <= r for p in places) >= 0.05 * draws)
        high = next(r for r in range(1, 6) if sum(p <= r for p in places) >= 0.95 * draws)
        row = found.table.loc[f"u{i}"]
        assert (row["likely_low"], row["likely_high"]) == (low, high)
        assert row["last"] == pytest.approx(sum(p > 2 for p in places) / draws)
        assert row["first"] == pytest.approx(sum(p <= 3 for p in places) / draws)
        assert row["expected"] == pytest.approx(sum(places) / draws)


def _draws_again(counts, prior, draws):
    codes = [f"u{i}" for i in range(len(counts))]
    top, bottom = (np.array(side, dtype=float) for side in zip(*counts, strict=True))
    dice = np.random.default_rng(_seed(codes, top, bottom, prior, True))
    return dice.beta(prior.a + top, prior.b + bottom - top, (draws, len(counts))).tolist()


@pytest.mark.parametrize(("cases", "least"), [(4, 0.9), (20, 0.88)])
def test_the_true_rank_lies_in_the_interval_nine_times_in_ten(cases, least):
    """Districts whose true rates are known (Beta(2, 18), 60 units, caseloads that differ widely), seeded."""
    dice = np.random.default_rng(20261125)
    hits, held, widths = 0, 0, []
    for _ in range(40):
        closed = dice.poisson(dice.gamma(1.0, cases, 60))
        rates = dice.beta(2, 18, 60)
        lost = dice.binomial(closed, rates)
        prior, some = fit_beta(lost, closed), closed >= 3
        lost, closed, rates = lost[some], closed[some], rates[some]
        raw = lost / closed
        ranks = 1 + (raw[None, :] < raw[:, None]).sum(axis=1)
        codes = [f"u{i}" for i in range(len(raw))]
        found = simulate(codes, ranks, lost.astype(float), closed.astype(float), prior, True, 1_000).table
        true = 1 + (rates[None, :] < rates[:, None]).sum(axis=1)
        hits += int(((found["low"] <= true) & (true <= found["high"])).sum())
        held += len(true)
        widths.append((found["high"] - found["low"]).mean() / len(true))
    assert hits / held >= least
    assert np.mean(widths) < 0.95  # an interval of everything would always be true


def test_the_true_rank_of_volumes_lies_in_the_interval_nine_times_in_ten():
    dice = np.random.default_rng(20261126)
    hits, held = 0, 0
    for _ in range(40):
        true = dice.gamma(0.8, 8, 50)
        new = dice.poisson(true).astype(float)
        ranks = 1 + (new[None, :] < new[:, None]).sum(axis=1)
        codes = [f"u{i}" for i in range(50)]
        found = simulate(codes, ranks, new, np.full(50, np.nan), fit_gamma(new), True, 1_000).table
        place = 1 + (true[None, :] < true[:, None]).sum(axis=1)
        hits += int(((found["low"] <= place) & (place <= found["high"])).sum())
        held += 50
    assert hits / held >= 0.9


counts = st.dictionaries(
    st.sampled_from("甲乙丙丁戊己庚辛"),
    st.integers(3, 40).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
    min_size=2,
)


@settings(max_examples=30, deadline=None)
@given(counts, st.randoms(), st.sampled_from([LOST, VOLUME]))
def test_the_order_of_units_changes_nothing(some, dice, indicator):
    names = list(some)
    dice.shuffle(names)
    one, other = (
        support(ranked(of, indicator), indicator, 500) for of in (some, {n: some[n] for n in names})
    )
    assert one.table.sort_index().equals(other.table.sort_index())
    assert one.better.sort_index().sort_index(axis=1).equals(other.better.sort_index().sort_index(axis=1))


@settings(max_examples=30, deadline=None)
@given(counts)
def test_a_unit_without_cases_changes_nobodys_interval(some):
    one, other = support(ranked(some), LOST, 500), support(ranked(some | {"新": (0, 0)}), LOST, 500)
    assert one.table.equals(other.table)


@settings(max_examples=40, deadline=None)
@given(counts)
def test_what_always_holds(some):
    ranking = ranked(some)
    found = support(ranking, LOST, 500)
    ranks = ranking.table.set_index("unit")["rank"].astype(int)
    table = found.table
    assert list(table.index) == list(ranks.index)
    assert (
        (table["low"] >= 1)
        & (table["low"] <= ranks)
        & (ranks <= table["high"])
        & (table["high"] <= len(table))
    ).all()
    assert table["expected"].sum() == pytest.approx(len(table) * (len(table) + 1) / 2)
    assert np.allclose(found.better + found.better.T, 1)
    shares = ranking.table.set_index("unit")["value"]
    for unit, (low, high) in found.ranges().items():
        assert low <= shares[unit] <= high
    sets = found.sets()
    assert {unit for one in sets for unit in one} == set(some)
    for one in sets:
        for a, b in itertools.combinations(one, 2):
            assert 1 - SURE < found.better.at[a, b] < SURE
            assert b in found.alike(a)
    for one, other in itertools.pairwise(sets):
        assert not set(one) <= set(other)
        assert not set(other) <= set(one)


def test_one_unit_alone_has_no_interval():
    assert support(ranked({"甲": (1, 4)}), LOST) is None


def test_what_a_unit_does_by_itself_is_no_matter_of_chance():
    assert has_chance(LOST)
    assert has_chance(VOLUME)
    assert not has_chance(CATALOGUE.indicators["case_review_unit_count"])


def test_a_numerator_that_is_no_part_of_its_denominator_has_no_interval():
    assert support(ranked({"甲": (5, 4), "乙": (1, 4)}), LOST) is None
