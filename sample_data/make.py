"""Writes the sample workbooks, the faulty ones with their mended twins, and the truth beside them.

Invented figures of the size of a real district, the same on every run. `python -m sample_data.make`.
"""

from __future__ import annotations

import csv
import math
import random
import shutil
from collections.abc import Mapping
from pathlib import Path

from metrics import catalogue
from metrics.intake.grid import address
from metrics.intake.units_file import read_units
from metrics.model import Enforcement, Unit
from metrics.periods import Period, between
from sample_data import work
from sample_data.ledgers import litigation_counts, litigation_rows
from sample_data.messy import messy
from sample_data.paper import Paper
from sample_data.writing import Sheet, xlsx

HERE = Path(__file__).parent
FIRST, LAST = Period(2023, 4), Period(2026, 3)
UNREPORTED = {"ht_xinyuan", "ht_fupin"}  # 2026Q3: two units have not sent anything
FORMS = {"ht_dongguan", "ht_gongan", "ht_zhujian"}  # 2026Q3: these three send the unit form
YEARLY = {("ht_weijian", 2025)}  # not in the summaries of that year: one form with four quarters across
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
LEDGER = (
    f"公安汉台分局_{LAST.label}行政诉讼案件台账.xlsx"  # counts to what the unit's form of that quarter says
)
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
    for unit in people:
        for year in sorted(year for code, year in YEARLY if code == unit.code):
            papers.append(_unit_form(unit, Period(year, 4).year_to_date(), figures))
    papers += work.papers(people, LAST, UNREPORTED)
    truth = []
    for paper in papers:
        paper.save(folder / "workbooks")
        truth += paper.truth
    ledger, counted = _ledger(people, figures)
    (folder / "workbooks" / LEDGER).write_bytes(ledger)
    truth += counted
    with (folder / "truth.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["unit", "period", "measure", "value", "state", "workbook", "sheet", "cell"])
        writer.writerows(truth)
    for paper in faulty(people, figures):
        paper.save(folder / "messy")
    for name, data in messy(people, figures, LAST).items():
        (folder / "messy" / name).write_bytes(data)


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
    people = tuple(unit for unit in people if (unit.code, period.year) not in YEARLY)
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
        return [summary, *(_unit_form(unit, (period,), figures) for unit in forms)]
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


def _unit_form(unit: Unit, periods: tuple[Period, ...], figures: dict[tuple[str, str], Figures]) -> Paper:
    when = periods[0].label if len(periods) == 1 else f"{periods[0].year}年各季度"
    paper = Paper(f"{unit.short_name}_{when}报表.xlsx")
    paper.unit_form(unit, periods, figures)
    return paper


def _ledger(
    people: tuple[Unit, ...], figures: dict[tuple[str, str], Figures]
) -> tuple[bytes, list[tuple[object, ...]]]:
    """The ledger of one unit and its truth: a figure stands at the first row, in the column of its date."""
    (unit,) = (unit for unit in people if unit.code == "ht_gongan")
    rows = litigation_rows(unit, LAST, figures[unit.code, LAST.key], 101)
    title = [[f"{LAST.label}行政诉讼案件台账"], [f"填报单位：{unit.name}"]]
    truth: list[tuple[object, ...]] = []
    for measure, (count, heading) in litigation_counts(rows, LAST).items():
        state, cell = "value" if count else "zero", address(len(title) + 1, rows[0].index(heading))
        truth.append((unit.code, LAST.key, measure, count, state, LEDGER, "台账", cell))
    return xlsx(Sheet("台账", [*title, *rows], merges=("A1:R1",))), truth


# Number and name of the fault, the title's period, the cells that are wrong; rows 3 to 6 hold units, 7 the total.
_ATTENDED_ABOVE_HELD = {"F6": 6, "G6": 7, "H6": 8, "F7": 12, "G7": 12, "H7": 10}
_HELD: dict[str, Figures] = {  # so that the totals of _ATTENDED_ABOVE_HELD stand whatever is drawn elsewhere
    "ht_renshe": {"hearings_held": 5, "leader_attended": 4, "chief_attended": 2}
}
_FAULTS: tuple[tuple[str, str, Mapping[str, object]], ...] = (
    ("出庭大于开庭", LAST.label, _ATTENDED_ABOVE_HELD),
    ("约数和文字", LAST.label, {"C5": "约20", "D5": "200余件"}),
    ("未知单位", LAST.label, {"B5": "区不存在局"}),
    ("单位重复", LAST.label, {"B5": "铺镇人民政府"}),
    ("公式错误", LAST.label, {"C6": "#DIV/0!"}),
    ("上季度标题", LAST.previous().label, {}),
    ("合计不符", LAST.label, {"C7": 999}),
    ("累计数", LAST.cumulative_label, {}),
)
_TOLD_BY = (  # the units of each faulty workbook: the twins differ, or the second would be a duplicate
    ("东关街道", "区财政局", "区人社局", "区城市管理局"),
    ("区审计局", "区统计局", "区经贸局", "区商务局"),
    ("区农业农村局", "区水利局", "区交通运输局", "区民政局"),
    ("铺镇", "武乡镇", "河东店镇", "宗营镇"),
    ("区教体局", "区卫生健康局", "区文化和旅游局", "区市场监督管理局"),
    ("区司法局", "区应急管理局", "区信访局", "区民宗局"),
    ("北关街道", "东大街街道", "汉中路街道", "中山街街道"),
    ("公安汉台分局", "自然资源汉台分局", "生态环境汉台分局", "区医疗保障局"),
)


def faulty(people: tuple[Unit, ...], figures: dict[tuple[str, str], Figures]) -> list[Paper]:
    """Workbooks with one kind of fault each, and the mended twin of each."""
    papers = []
    for number, ((fault, told, wrong), names) in enumerate(zip(_FAULTS, _TOLD_BY, strict=True), 1):
        units = [unit for unit in people if unit.short_name in names]
        own = {unit.code: figures[unit.code, LAST.key] for unit in units}
        own = {code: row | _HELD.get(code, {}) for code, row in own.items()}
        values = {(code, LAST.key): row for code, row in own.items()}
        for name, when, changes in ((fault, told, wrong), ("改正后", LAST.label, {})):
            paper = Paper(f"错误示例{number}_{name}.xlsx")
            paper.summary("汇总表", f"汉台区{when}法治政府建设指标汇总表", LAST, units, values, 1)
            for cell, value in changes.items():
                paper.put(cell, value)
            papers.append(paper)
    return papers


if __name__ == "__main__":
    main()
