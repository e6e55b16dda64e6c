"""The counting against a slow twin: plain loops over dictionaries, on random ledgers of litigation and of advice."""

from __future__ import annotations

import calendar
import random
from collections import defaultdict
from datetime import date, timedelta

import pytest

from metrics.periods import Period
from tests.intake.ledgers import counts, read, sheet

UNIT_CODES = {"区财政局": "money", "区人社局": "work", "区城管局": "city", "东关街道": "east"}
PERIODS = tuple(Period(2025, n) for n in (1, 2, 3))
LOSSES = ("撤销", "确认违法", "责令履行", "变更")
RESULTS = (*LOSSES, "驳回诉讼请求", "驳回起诉", "准予撤诉", "调解", "未结", "")
FOUR_KINDS = ("食品药品安全", "生态环境")
HEADER = (
    *("案号", "被告单位", "共同被告", "审级", "立案日期", "开庭日期", "负责人是否出庭", "是否主要负责人"),
    *("裁判结果", "裁判日期", "重点案件类别", "不出庭理由"),
)


def some_day(rnd: random.Random) -> date | None:
    return None if rnd.random() < 0.15 else date(2024, 11, 1) + timedelta(rnd.randrange(400))


def some_row(rnd: random.Random) -> dict[str, object]:
    heard = sorted(day for day in (some_day(rnd) for _ in range(rnd.choice((1, 1, 2)))) if day)
    return {
        "case": rnd.choice(["", *(f"（2025）陕07行{rnd.choice('初初终')}{n}号" for n in range(1, 12))]),
        "units": rnd.sample(sorted(UNIT_CODES), rnd.choice((1, 1, 1, 2))),
        "also": rnd.sample(sorted(UNIT_CODES), rnd.choice((0, 0, 0, 1))),
        "instance": rnd.choice(("一审", "一审", "二审", "")),
        "filed": some_day(rnd),
        "heard": heard,
        "attended": rnd.choice(("是", "是", "否", "未开庭", "正职出庭", "")),
        "chief": rnd.choice(("正职", "副职", "否", "")),
        "result": rnd.choice(RESULTS),
        "closed": some_day(rnd),
        "key": rnd.choice((*FOUR_KINDS, "否", "")),
        "reason": rnd.choice(("不可抗力", "无正当事由", "")),
    }


def written(row: dict[str, object]) -> tuple[object, ...]:
    heard = "、".join(f"{day.year}.{day.month}.{day.day}" for day in row["heard"])
    return (
        *(row["case"], "、".join(row["units"]), "、".join(row["also"]), row["instance"]),
        *(str(row["filed"] or ""), heard, row["attended"], row["chief"], row["result"]),
        *(str(row["closed"] or ""), row["key"], row["reason"]),
    )


def period_of(days: list[date]) -> str:
    """The first covered period in which one of the days lies, “” for none."""
    for day in sorted(days):
        for period in PERIODS:
            if period.start <= day <= period.end:
                return period.key
    return ""


def measures_of(row: dict[str, object]) -> dict[str, tuple[str, bool]]:
    """measure → (period, whether an instance is a case of its own), of those that the row counts for."""
    instance = row["instance"] or ("二审" if "行终" in row["case"] else "一审")
    chief = row["chief"] or {"正职出庭": "正职"}.get(row["attended"], "")
    attended = row["attended"] or ("是" if row["chief"] in ("正职", "副职") else "否")
    key = row["key"] in FOUR_KINDS
    filed = period_of([row["filed"]] if row["filed"] else [])
    heard = period_of(row["heard"])
    closed = period_of([row["closed"]] if row["closed"] else [])
    held, came = attended != "未开庭", attended in ("是", "正职出庭")
    first, lost = instance == "一审", row["result"] in LOSSES
    found = {
        "litigation_new_cases": (filed, False, first),
        "litigation_closed": (closed, False, first and row["result"] != "未结"),
        "litigation_judged": (closed, False, first and (lost or row["result"] == "驳回诉讼请求")),
        "litigation_lost": (closed, False, first and lost),
        "hearings_held": (heard, True, held),
        "leader_attended": (heard, True, came),
        "chief_attended": (heard, True, came and chief == "正职"),
        "excused_absences": (heard, True, attended == "否" and row["reason"] == "不可抗力"),
        "key_hearings": (heard, True, key and held),
        "key_chief_attended": (heard, True, key and came and chief == "正职"),
    }
    return {m: (period, by_instance) for m, (period, by_instance, meets) in found.items() if period and meets}


def twin(rows: list[dict[str, object]]) -> dict[tuple[str, str], dict[str, int]]:
    found: dict[tuple[str, str], dict[str, int]] = {}
    for row in rows:
        for name in (*row["units"], *row["also"]):
            for period in PERIODS:
                found.setdefault((UNIT_CODES[name], period.key), defaultdict(int))
    seen = set()
    for own in (True, False):  # a unit's own rows first, then those that merely name it
        for number, row in enumerate(rows):
            names = row["units"] if own else [n for n in row["also"] if n not in row["units"]]
            instance = row["instance"] or ("二审" if "行终" in row["case"] else "一审")
            for name in names:
                for measure, (period, by_instance) in measures_of(row).items():
                    case = row["case"] or f"row {number}"
                    key = (name, measure, case, instance if by_instance else "")
                    if key not in seen:
                        seen.add(key)
                        found[UNIT_CODES[name], period][measure] += 1
    return found


@pytest.mark.parametrize("seed", range(25))
def test_litigation_is_counted_as_plain_loops_count_it(seed):
    rnd = random.Random(seed)
    rows = [some_row(rnd) for _ in range(rnd.randrange(1, 60))]
    submission = read(sheet(*map(written, rows), title="2025年1—9月行政诉讼台账", header=HEADER))
    expected = twin(rows)
    measures = sorted({measure for row in rows for measure in measures_of(row)}) or ["hearings_held"]
    assert counts(submission, *measures) == {
        record: tuple(values.get(measure, 0) for measure in measures) for record, values in expected.items()
    }


@pytest.mark.parametrize("seed", range(10))
def test_the_rows_behind_a_figure_are_as_many_as_it_says(seed):
    rnd = random.Random(seed)
    rows = [some_row(rnd) for _ in range(40)]
    submission = read(sheet(*map(written, rows), title="2025年1—9月行政诉讼台账", header=HEADER))
    (block,) = submission.blocks
    for measure, tally in block.tallies.items():
        counted = [tally.records.count(i) for i in range(len(block.units))]
        assert counted == block.values[measure]
        for record, line in zip(tally.records, tally.rows, strict=True):
            row = rows[line - 3]
            assert block.units[record] in {UNIT_CODES[name] for name in (*row["units"], *row["also"])}
            assert measures_of(row)[measure][0] == block.periods[record]


@pytest.mark.parametrize("seed", range(10))
def test_quarters_read_alone_are_those_read_together(seed):
    """Without repeated cases and with one hearing each: nothing then ties one quarter to another."""
    rnd = random.Random(seed)
    rows = [some_row(rnd) | {"case": f"（2025）陕07行初{n}号"} for n in range(30)]
    rows = [row | {"heard": row["heard"][:1]} for row in rows]
    together = counts(
        read(sheet(*map(written, rows), title="2025年1—9月行政诉讼台账", header=HEADER)),
        "hearings_held",
        "litigation_lost",
    )
    for period in PERIODS:
        alone = read(sheet(*map(written, rows), title=f"{period.label}行政诉讼台账", header=HEADER))
        for record, values in counts(alone, "hearings_held", "litigation_lost").items():
            assert values == together[record]


def after_months(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


@pytest.mark.parametrize("seed", range(10))
def test_advice_is_due_as_plain_loops_say(seed):
    rnd = random.Random(seed)
    found = dict.fromkeys(("received", "replied", "due", "on_time"), 0)
    rows = []
    for n in range(60):
        got, replied = some_day(rnd), some_day(rnd)
        stated = some_day(rnd) if rnd.random() < 0.3 else None
        urgent = rnd.random() < 0.3
        rows.append(
            (
                f"检{n}号",
                "区财政局",
                "是" if urgent else "否",
                *(str(d or "") for d in (got, stated, replied)),
            )
        )
        due = stated or (got and (got + timedelta(15) if urgent else after_months(got, 2)))
        inside = [bool(day) and PERIODS[2].start <= day <= PERIODS[2].end for day in (got, replied, due)]
        for what, counted in zip(
            found, (*inside, inside[2] and bool(replied) and replied <= due), strict=True
        ):
            found[what] += counted
    header = ("检察建议书文号", "收到单位", "是否紧急情形", "收到日期", "回复期限", "书面回复日期")
    submission = read(sheet(*rows, title="2025年第三季度检察建议台账", header=header))
    assert counts(submission, *(f"procuratorial_advice_{what}" for what in found)) == {
        ("money", "2025Q3"): tuple(found.values())
    }
