"""How the unit is called: short, old, spaced, with the district in front, unknown, ambiguous, twice."""

from dataclasses import replace
from datetime import date

from tests.intake import workbooks as w
from tests.intake.habits.making import EAST, ONLY_EAST, Habit, among, facts
from tests.intake.workbooks import table

NUMBERS = (4, 3, 1)
OLD = replace(w.EAST, code="old", name="旧街道", short_name="旧街道", aliases=(), valid_to=date(2024, 12, 31))
TWINS = (*w.UNITS, w.unit("other", "某某执法局", "执法局"))


def by(name: str):
    return table((name, *NUMBERS))


def of(unit: str):
    return facts("2025Q3", **{unit: NUMBERS})


# fmt: off
HABITS: list[Habit] = [
    ("全称", by("东关街道办事处"), ONLY_EAST, []),
    ("简称", by("东关街道"), ONLY_EAST, []),
    ("别名“东关办”", by("东关办"), ONLY_EAST, []),
    ("别名“东关”", by("东关"), ONLY_EAST, []),
    ("字间空格", by("东 关 街 道"), ONLY_EAST, []),
    ("字间全角空格", by("东　关　街　道"), ONLY_EAST, []),
    ("名称换行", by("东关\n街道"), ONLY_EAST, []),
    ("前后空格", by("  东关街道 "), ONLY_EAST, []),
    ("零宽字符", by("东关\u200b街道"), ONLY_EAST, []),
    ("不间断空格", by("东关\u00a0街道"), ONLY_EAST, []),
    ("前带序号", by("1.东关街道"), ONLY_EAST, []),
    ("前带（一）", by("（一）东关街道"), ONLY_EAST, []),
    ("前带市区名", by("汉中市汉台区东关街道办事处"), ONLY_EAST, []),
    ("前带区名", by("汉台区财政局"), of("money"), []),
    ("前带省市区名", by("陕西省汉中市汉台区财政局"), of("money"), []),
    ("不带“区”", by("财政局"), of("money"), []),
    ("前带序号的别名", by("3.执法局"), of("city"), []),
    ("“区”加别名", by("区执法局"), of("city"), []),
    ("“区”加简称", by("区财政局"), of("money"), []),
    ("旧名、别名“执法局”", by("执法局"), of("city"), []),
    ("别名“人社局”", by("人社局"), of("work"), []),
    ("名录里没有", table(EAST, ("南关街道", 1, 1, 1)), ONLY_EAST, ["unit_unknown"]),
    ("名录里没有而相近，要问", table(EAST, ("北关街道办公室", 2, 2, 0)), ONLY_EAST, ["unit_unknown"]),
    ("名称后加括号，要问", table(EAST, ("北关街道（含社区）", 2, 2, 0)), ONLY_EAST, ["unit_unknown"]),
    ("名称繁体", by("東關街道"), ONLY_EAST, []),
    ("同名的市级单位不认", table(EAST, ("汉中市财政局", 1, 1, 1)), ONLY_EAST, ["unit_unknown"]),
    ("两个单位同用的别名", among(TWINS, by("执法局")), {}, ["unit_ambiguous"]),
    ("同一单位两行", table(EAST, EAST), ONLY_EAST, ["unit_twice"]),
    ("同一单位全称、别名各一行", table(EAST, ("东关办", 4, 3, 1)), ONLY_EAST, ["unit_twice"]),
    ("已撤销的单位", among((*w.UNITS, OLD), by("旧街道")), of("old"), ["unit_not_valid"]),
    ("没有数据的生名", table(EAST, ("南关街道", None, None, None)), ONLY_EAST, ["row_skipped"]),
]
