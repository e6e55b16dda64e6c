"""Ledgers of court cases that count to given figures."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from metrics.model import Unit
from metrics.periods import Period

HEADS = ("序号", "案号", "原告", "被告单位", "案由", "审级", "立案日期", "开庭日期", "法院是否通知负责人出庭")
HEADS += (
    "负责人是否出庭",
    "出庭负责人姓名、职务",
    "是否主要负责人",
    "重点案件类别",
    "不出庭理由",
    "裁判结果",
    "裁判日期",
    "是否败诉",
    "备注",
)
_SURNAMES = "王李张刘陈杨赵黄周吴徐孙马朱胡"
_CAUSES = ("行政处罚", "行政强制", "房屋征收", "政府信息公开", "不履行法定职责", "行政登记")
_LOST = ("撤销", "确认违法", "责令履行")
_NOT_HEARD = ("驳回起诉", "撤诉")
_KEPT = ("驳回诉讼请求", "驳回起诉", "撤诉")


def litigation_rows(
    unit: Unit, period: Period, figures: Mapping[str, int | None], first_number: int
) -> list[list[object]]:
    """Header and rows of first instance whose dates and words count to the unit's figures of the quarter.

    A case that was filed, heard or judged in another quarter has that date outside of this one.
    """
    draw = random.Random(f"{unit.code} {period.key}")
    wanted = {key: value or 0 for key, value in figures.items()}
    number = max(wanted["litigation_new_cases"], wanted["litigation_closed"], wanted["hearings_held"])
    rows: list[list[object]] = [list(HEADS)]
    for i in range(number):
        rows.append([i + 1, *_case(unit, period, wanted, i, first_number + i, draw)])
    return rows


def _case(
    unit: Unit, period: Period, wanted: Mapping[str, int], i: int, number: int, draw: random.Random
) -> Sequence[object]:
    start = period.start
    is_new, is_heard = i < wanted["litigation_new_cases"], i < wanted["hearings_held"]
    is_closed = i < wanted["litigation_closed"]
    filed = (
        start + timedelta(days=draw.randrange(10))
        if is_new
        else start - timedelta(days=draw.randrange(20, 80))
    )
    heard = start + timedelta(days=draw.randrange(20, 50)) if is_heard else None
    closed = start + timedelta(days=draw.randrange(60, 88)) if is_closed else None
    attended, excused = i < wanted["leader_attended"], False
    if is_heard and not attended:
        excused = i - wanted["leader_attended"] < wanted["excused_absences"]
    chief = i < wanted["chief_attended"]
    lost = is_closed and i < wanted["litigation_lost"]
    key = i < wanted["key_chief_attended"] or 0 <= i - wanted["chief_attended"] < (
        wanted["key_hearings"] - wanted["key_chief_attended"]
    )
    surname = draw.choice(_SURNAMES)
    leader = "陈某某 主要负责人" if chief else f"{draw.choice('刘周郑')}某某 副职"
    return (
        f"（{filed.year}）陕0702行初{number}号",
        f"{surname}某",
        unit.short_name,
        draw.choice(_CAUSES),
        "一审",
        filed,
        heard,
        "否" if is_heard else None,
        ("是" if attended else "否") if is_heard else "未开庭",
        leader if attended else None,
        ("正职" if chief else "副职") if attended else ("未出庭" if is_heard else None),
        "食品药品安全" if is_heard and key else "否",
        ("需履行他人不能代替的公务" if excused else "无正当事由") if is_heard and not attended else None,
        draw.choice(_LOST if lost else _KEPT if is_heard else _NOT_HEARD) if is_closed else "未结",
        closed,
        ("败诉" if lost else "胜诉") if is_closed else None,
        None,
    )


def litigation_counts(rows: Sequence[Sequence[object]], period: Period) -> dict[str, tuple[int, str]]:
    """Measure → its count over such rows, and the heading of the date by which it belongs to the quarter."""
    cases = [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]

    def count(date_of: str, **wanted: object) -> tuple[int, str]:
        meets = [all(case[key] in _listed(value) for key, value in wanted.items()) for case in cases]
        days = [case[date_of] for case in cases]
        found = [
            fits and isinstance(on, date) and period.start <= on <= period.end
            for fits, on in zip(meets, days, strict=True)
        ]
        return sum(found), date_of

    heard = {"负责人是否出庭": ("是", "否")}
    came, key = {"负责人是否出庭": "是"}, {"重点案件类别": "食品药品安全"}
    return {
        "litigation_new_cases": count("立案日期"),
        "litigation_closed": count("裁判日期"),
        "litigation_judged": count("裁判日期", 裁判结果=(*_LOST, "驳回诉讼请求")),
        "litigation_lost": count("裁判日期", 裁判结果=_LOST),
        "hearings_held": count("开庭日期", **heard),
        "leader_attended": count("开庭日期", **came),
        "chief_attended": count("开庭日期", 是否主要负责人="正职"),
        "excused_absences": count("开庭日期", 不出庭理由="需履行他人不能代替的公务"),
        "notified_hearings": count("开庭日期", 法院是否通知负责人出庭="是"),
        "notified_attended": count("开庭日期", 法院是否通知负责人出庭="是", **came),
        "key_hearings": count("开庭日期", **key),
        "key_chief_attended": count("开庭日期", 是否主要负责人="正职", **key),
    }


def _listed(value: object) -> tuple[object, ...]:
    return value if isinstance(value, tuple) else (value,)


def day(text: str) -> date:
    return date.fromisoformat(text)
