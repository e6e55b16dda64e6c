"""The handbook on chance says what the code does: words, bounds and rules."""

from metrics.analysis import chance, control, funnel
from metrics.report import words_chance, words_compare
from tests.conftest import ROOT

HANDBOOK = (ROOT / "docs" / "handbook" / "比较与波动.md").read_text(encoding="utf-8")


def test_every_word_on_chance_stands_in_the_handbook():
    for code in ("clear", "hint", "noise", "too_few"):
        assert f"**{words_compare.short_chance(code)}**" in HANDBOOK
    assert words_chance.LEVEL["noise"] in HANDBOOK
    assert (chance.HINT, chance.CLEAR) == (1 / 20, 1 / 100)
    assert "20次比较" in HANDBOOK and "100次里不到1次" in HANDBOOK


def test_the_bounds_of_charts_stand_in_the_handbook():
    assert f"有{control.LEAST}期以上有数的才画。不足{control.SETTLED}期的" in HANDBOOK
    assert f"±{control.THREE_SIGMA:.2f}倍平均移动极差" in HANDBOOK
    runs = {rule.code: rule.points for rule in control.RULES}
    assert f"连续{runs['one_side']}期在均值同一侧；连续{runs['steady']}期逐期升" in HANDBOOK
    assert f"有案件的单位不足{funnel.LEAST_UNITS}个" in HANDBOOK
    assert [round(1 - 2 * tail, 3) for tail in funnel.LIMITS.values()] == [0.95, 0.998]
