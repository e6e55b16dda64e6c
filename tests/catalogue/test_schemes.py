"""A scheme that could give a wrong sum is refused, in words that name the entry."""

from __future__ import annotations

import copy
import tomllib
from pathlib import Path

import pytest

from metrics import catalogue
from metrics.catalogue.load_schemes import schemes
from metrics.model import DefinitionError

INDICATORS = catalogue.load().indicators
SHIPPED = tomllib.loads((Path(catalogue.__file__).parent / "schemes.toml").read_text("utf-8"))
CODE = next(iter(SHIPPED))


def changed(line: int | None = None, **keys: object):
    raw = copy.deepcopy(SHIPPED)
    (raw[CODE] if line is None else raw[CODE]["lines"][line]).update(keys)
    return schemes(raw, INDICATORS)


def test_the_weights_that_are_shipped_make_a_hundred():
    (scheme,) = schemes(SHIPPED, INDICATORS).values()
    assert sum(one.weight for one in scheme.lines) == 100
    assert "推定" in scheme.note


@pytest.mark.parametrize(
    ("line", "keys", "told"),
    [
        (0, {"weight": 30}, "权重之和"),
        (0, {"indicator": "nothing"}, "没有名为"),
        (0, {"floor": 1.0, "full": 0.5}, "方向"),
        (0, {"scoring": "veto"}, "不认识的项"),
        (0, {"points": 3}, "不认识的项"),
        (None, {"basis": "last_year"}, "basis"),
        (None, {"to": "2023Q1"}, "止期早于起期"),
        (None, {"least_judged": 2}, "least_judged"),
        (None, {"from": "2024"}, "2024Q1"),
    ],
)
def test_what_would_make_a_wrong_sum_is_refused(line, keys, told):
    with pytest.raises(DefinitionError, match=told):
        changed(line, **keys)


def test_a_rate_cannot_be_a_veto():
    raw = copy.deepcopy(SHIPPED)
    raw[CODE]["lines"].append({"indicator": "leader_attendance_rate", "scoring": "veto", "cap": 60})
    with pytest.raises(DefinitionError, match="率不能"):
        schemes(raw, INDICATORS)


def test_two_schemes_on_the_same_day_are_refused():
    raw = copy.deepcopy(SHIPPED) | {"later": copy.deepcopy(SHIPPED[CODE]) | {"from": "2025Q1"}}
    with pytest.raises(DefinitionError, match="重叠"):
        schemes(raw, INDICATORS)
    raw[CODE]["to"] = "2024Q4"
    assert list(schemes(raw, INDICATORS)) == [CODE, "later"]


@pytest.mark.parametrize("steps", [[[0.9, 0.6], [1.0, 1.0]], [[1.0, 1.5]], [], [[1.0]]])
def test_steps_run_from_the_best_down(steps):
    raw = copy.deepcopy(SHIPPED)
    first = raw[CODE]["lines"][0]
    raw[CODE]["lines"][0] = {
        "indicator": first["indicator"],
        "scoring": "steps",
        "weight": first["weight"],
        "steps": steps,
    }
    with pytest.raises(DefinitionError):
        schemes(raw, INDICATORS)
