"""Writes the sample workbooks, the faulty ones with their mended twins, and the truth beside them.

Invented figures of the size of a real district, the same on every run. `python -m sample_data.make`.
"""

from __future__ import annotations

import csv
import math
import random
import shutil
from pathlib import Path

from metrics import catalogue
from metrics.intake.units_file import read_units
from metrics.model import Enforcement, Unit
from metrics.periods import Period, between
from sample_data.paper import Paper

HERE = Path(__file__).parent
FIRST, LAST = Period(2023, 4), Period(2026, 3)
UNREPORTED = {"ht_xinyuan", "ht_fupin"}  # 2026Q3: two units have not sent anything
FORMS = {"ht_dongguan", "ht_gongan", "ht_zhujian"}  # 2026Q3: these three send the unit form
BUSY = {
    "ht_gongan": 11.0,
    "ht_government": 9.0,
    "ht_ziran": 8.5,
    "ht_renshe": 8.0,
    "ht_shichang": 6.0,
    "ht_zhujian": 5.0,
    "ht_chengguan": 4.5,
    "ht_dongguan": 3.0,
    "ht_hanzhonglu": 2.5,
    "ht_qili": 2.0,
    "ht_weijian": 1.5,
    "ht_yingji": 1.2,
    "ht_jiaotong": 1.2,
    "ht_longjiang": 1.2,
    "ht_puzhen": 1.0,
}
SHY_CHIEFS = {"ht_chengguan", "ht_qili"}  # whose head has not appeared in court for a year

Figures = dict[str, int | None]  # measure → count; None is “不适用”


def main(folder: Path = HERE) -> None:
    """Write workbooks/, messy/ and truth.csv into the folder, from units.csv beside this file."""
    people = read_units((HERE / "units.csv").read_bytes(), "units.csv", catalogue.load()).units
    figures = invent(people)
    for name in ("workbooks", "messy"):
        shutil.rmtree(folder / name, ignore_errors=True)
        (folder / name).mkdir(parents=True)
    papers: list[Paper] = []
    for period in between(FIRST, LAST):
        papers += quarter(period, people, figures)
    truth = []
    for paper in papers:
        paper.save(folder / "workbooks")
        truth += paper.truth
    with (folder / "truth.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["unit", "period", "measure", "value", "state", "workbook", "sheet", "cell"])
        writer.writerows(truth)
    for paper in faulty(people, figures):
        paper.save(folder / "messy")


def invent(people: tuple[Unit, ...]) -> dict[tuple[str, str], Figures]:
    """(unit, period) → figures in which every part fits its whole."""
    draw = random.Random(20240601)
    found = {}
    for number, period in enumerate(between(FIRST, LAST)):
        easing = 1.06 - 0.012 * number + 0.04 * draw.random()
        for unit in people:
            found[unit.code, period.key] = _figures(unit, number, easing, draw)
    return found


def _figures(unit: Unit, number: int, easing: float, draw: random.Random) -> Figures:
    mean = BUSY.get(unit.code, 0.35 if unit.enforcement is not Enforcement.NONE else 0.08) * easing

    def poisson(rate: float) -> int:
        limit, product, count = math.exp(-rate), draw.random(), 0
        while product > limit:
            product *= draw.random()
            count += 1
        return count

    def some(of: int, chance: float) -> int:
        return sum(draw.random() < chance for _ in range(of))

    closed = poisson(mean)
    lost = some(closed, 0.15 - 0.005 * number)
    hearings = some(closed, 0.55) + poisson(mean * 0.25)
    attended = some(hearings, 0.86 + 0.01 * number)
    chief = 0 if unit.code in SHY_CHIEFS and number >= 9 else some(attended, 0.4)
    key = some(hearings, 0.12)
    review_closed = poisson(mean * 0.75)
    corrected = some(review_closed, 0.13)
    mediated = some(review_closed - corrected, 0.18)
    judicial, procuratorial, judgments = poisson(mean * 0.02), poisson(0.08), poisson(mean * 0.02)
    holds = unit.enforcement is not Enforcement.NONE
    reviews = draw.choices((0, 1, 2), (0.06, 0.84, 0.1))[0] if holds else None
    return {
        "litigation_new_cases": poisson(mean),
        "litigation_closed": closed,
        "litigation_lost": lost,
        "hearings_held": hearings,
        "leader_attended": attended,
        "chief_attended": chief,
        "excused_absences": some(hearings - attended, 0.4),
        "key_hearings": key,
        "key_chief_attended": min(some(key, 0.7), chief),
        "review_accepted": poisson(mean * 0.75),
        "review_closed": review_closed,
        "review_direct_corrected": corrected,
        "review_mediated": mediated,
        "review_settled": some(review_closed - corrected - mediated, 0.1),
        "judicial_advice_due": judicial,
        "judicial_advice_on_time": some(judicial, 0.9),
        "procuratorial_advice_due": procuratorial,
        "procuratorial_advice_on_time": some(procuratorial, 0.92),
        "judgments_due": judgments,
        "judgments_performed": some(judgments, 0.93),
        "case_reviews": reviews,
    }


def quarter(period: Period, people: tuple[Unit, ...], figures: dict[tuple[str, str], Figures]) -> list[Paper]:
    """The workbooks of one quarter: every quarter with other habits, as circulars.md describes them."""
    towns = [unit for unit in people if unit.kind in ("town", "subdistrict")]
    others = [unit for unit in people if unit not in towns]
    title = f"汉台区{period.label}法治政府建设指标汇总表"
    name = f"{period.year}年{'一二三四'[period.number - 1]}季度"
    habit = (period.year * 4 + period.number - 1) - (FIRST.year * 4 + FIRST.number - 1)
    if habit in (7, 10):  # two workbooks, one for each half of the units
        halves = (("镇街", towns), ("部门", others))
        return [
            _summary(f"{name}_{half}汇总.xlsx", [(half, some)], period, title, figures, habit)
            for half, some in halves
        ]
    if habit == 8:  # one workbook, two sheets
        return [
            _summary(f"{name}_汇总.xlsx", [("镇街", towns), ("部门", others)], period, title, figures, habit)
        ]
    if habit == 11:
        here = [u for u in people if u.code not in UNREPORTED | FORMS]
        forms = [unit for unit in people if unit.code in FORMS]
        summary = _summary(f"{name}_汇总.xlsx", [("汇总表", here)], period, title, figures, habit)
        return [summary, *(_unit_form(unit, period, figures) for unit in forms)]
    ending = {2: "xls", 3: "csv", 5: "xlsm"}.get(habit, "xlsx")
    return [_summary(f"{name}_汇总.{ending}", [("汇总表", list(people))], period, title, figures, habit)]


def _summary(
    file: str,
    sheets: list[tuple[str, list[Unit]]],
    period: Period,
    title: str,
    figures: dict[tuple[str, str], Figures],
    habit: int,
) -> Paper:
    paper = Paper(file)
    for name, some in sheets:
        paper.summary(name, title, period, some, figures, habit)
    return paper


def _unit_form(unit: Unit, period: Period, figures: dict[tuple[str, str], Figures]) -> Paper:
    paper = Paper(f"{unit.short_name}_{period.label}报表.xlsx")
    paper.unit_form(unit, [period], figures)
    return paper


def faulty(people: tuple[Unit, ...], figures: dict[tuple[str, str], Figures]) -> list[Paper]:
    """Workbooks with one kind of fault each, and the mended twin of the first."""
    some = [
        unit for unit in people if unit.short_name in ("东关街道", "区财政局", "区人社局", "区城市管理局")
    ]
    title = f"汉台区{LAST.label}法治政府建设指标汇总表"
    own = {unit.code: figures[unit.code, LAST.key] for unit in some}
    own["ht_renshe"] |= {"hearings_held": 5, "leader_attended": 4, "chief_attended": 2}
    last = {(code, LAST.key): values for code, values in own.items()}

    def paper(file: str, period: Period = LAST, **changes: object) -> Paper:
        made = Paper(file)
        made.summary("汇总表", title.replace(LAST.label, period.label), LAST, some, last, 1)
        for cell, value in changes.items():
            made.put(cell, value)
        return made

    return [
        paper("错误示例1_出庭大于开庭.xlsx", F6=6, G6=7, H6=8, F7=12, G7=12, H7=10),
        paper("错误示例1_改正后.xlsx"),
        paper("错误示例2_约数和文字.xlsx", C5="约20", D5="200余件"),
        paper("错误示例3_未知单位.xlsx", B5="区不存在局"),
        paper("错误示例4_单位重复.xlsx", B5="东关街道办事处"),
        paper("错误示例5_公式错误.xlsx", C6="#DIV/0!"),
        paper("错误示例6_上季度标题.xlsx", period=LAST.previous()),
        paper("错误示例7_合计不符.xlsx", C7=999),
        paper("错误示例8_累计数.xlsx", A1="汉台区2026年1—9月法治政府建设指标汇总表"),
    ]


if __name__ == "__main__":
    main()
