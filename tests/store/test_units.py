"""The list of units: added to and changed, never taken away from."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from metrics.model import Enforcement, UnitKind
from metrics.store import Store
from tests.factories import AREA, unit


def test_units_come_back_as_they_were_in_protocol_order(store: Store) -> None:
    merged = replace(
        unit("老君", 0),
        kind=UnitKind.TOWN,
        enforcement=Enforcement.UNVERIFIED,
        aliases=("老君镇政府", "老君乡"),
        valid_from=date(2016, 7, 1),
        valid_to=date(2024, 12, 31),
    )
    with store.writing(AREA) as writing:
        writing.load_units("汉台区", [merged])
    assert store.units(AREA) == (merged, unit("东关", 1), unit("汉中路", 2), unit("城管局", 3))


def test_a_unit_is_changed_by_its_code_and_others_stay(store: Store) -> None:
    renamed = replace(unit("东关", 9), name="东关街道", short_name="东关办")
    with store.writing(AREA) as writing:
        writing.load_units("汉台区人民政府", [renamed])
    assert store.units(AREA) == (unit("汉中路", 2), unit("城管局", 3), renamed)
    assert store.jurisdictions() == {AREA: "汉台区人民政府"}


def test_loading_raises_the_revision(store: Store) -> None:
    before = store.revision(AREA)
    with store.writing(AREA) as writing:
        writing.load_units("汉台区", [])
    assert store.revision(AREA) == before + 1


def test_a_unit_of_another_jurisdiction_is_refused_and_nothing_is_loaded(store: Store) -> None:
    before = store.units(AREA)
    strange = [unit("铺镇", 4), unit("大河坎", 5, "610703")]
    with pytest.raises(ValueError, match="belongs to 610703"), store.writing(AREA) as writing:
        writing.load_units("汉台区", strange)
    assert store.units(AREA) == before


def test_the_same_code_in_two_jurisdictions_is_two_units(store: Store) -> None:
    with store.writing("610703") as writing:
        writing.load_units("南郑区", [replace(unit("东关", 7, "610703"), name="另一个东关")])
    assert store.units(AREA)[0] == unit("东关", 1)
    assert [u.name for u in store.units("610703")] == ["另一个东关"]


def test_an_unknown_jurisdiction_is_empty(store: Store) -> None:
    assert (store.units("999999"), store.revision("999999"), store.periods("999999")) == ((), 0, ())
