"""Like compared with like: kinds within a group, and what stands beside their ranks."""

from __future__ import annotations

from pathlib import Path

import pytest

from metrics.model import Basis, NotAllowed, UnitKind
from metrics.tasks import figures, rank, workspace


@pytest.fixture
def found(sample_data: Path) -> figures.Figures:
    here = workspace.current()
    return figures.figures(here, figures.periods(here)[-1])


def test_kinds_with_three_units_can_be_ranked_by_themselves(found: figures.Figures) -> None:
    assert rank.peers(found) == {
        "towns": "镇街",
        "departments": "部门",
        "all": "全部",
        "kind-town": "镇街中的镇",
        "kind-subdistrict": "镇街中的街道",
        "kind-department": "部门（不含分局）",
        "kind-branch": "部门中的分局",
    }


def test_a_kind_holds_its_units_and_no_others(found: figures.Figures) -> None:
    towns = rank.members(found, "kind-town")
    assert {found.units[code].kind for code in towns} == {UnitKind.TOWN}
    both = {*towns, *rank.members(found, "kind-subdistrict")}
    assert both == set(rank.members(found, "towns"))


def test_the_government_is_never_ranked_with_others(found: figures.Figures) -> None:
    with pytest.raises(NotAllowed, match="没有名为"):
        rank.rank(found, next(iter(found.catalogue.ranked_indicators())), Basis.PERIOD, "kind-government")


def test_the_order_within_a_kind_is_the_order_among_all(found: figures.Figures) -> None:
    """Ranking fewer units moves nobody past another."""
    volume = found.catalogue.indicators[found.catalogue.headlines.volume]
    every = rank.rank(found, volume, Basis.YEAR_TO_DATE, rank.ALL).ranking.table.set_index("unit")["rank"]
    some = rank.rank(found, volume, Basis.YEAR_TO_DATE, "kind-town").ranking.table
    assert list(every[some["unit"]]) == sorted(every[some["unit"]])


def test_what_stands_beside_a_ranking_is_computed_once(found: figures.Figures) -> None:
    volume = found.catalogue.indicators[found.catalogue.headlines.volume]
    ranked = rank.rank(found, volume, Basis.ROLLING, rank.ALL)
    assert rank.support(found, ranked) is rank.support(found, ranked)
    assert rank.history(found, ranked) is rank.history(found, ranked)
    last = ranked.ranking.table["unit"].iloc[-1]
    history = rank.history(found, ranked)
    assert history.ranks.loc[last].iloc[-1] == ranked.ranking.table["rank"].iloc[-1]
    assert (
        len(history.ranks.columns) == rank.QUARTERS_SHOWN - 3
    )  # three years hold nine ends of four quarters
