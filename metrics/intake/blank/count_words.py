"""How the rows of a ledger are counted, in words: for the blank form and for whoever asks where a figure is from."""

from __future__ import annotations

from metrics.catalogue import Catalogue, Form
from metrics.catalogue.definitions import DUE, Count, Field, FieldKind


def counted(form: Form, catalogue: Catalogue) -> list[tuple[str, str]]:
    """(measure, which rows count): 开庭审理案件数 — 开庭日期在本期内，负责人是否出庭不是“未开庭”，每个审级各计1."""
    return [
        (catalogue.measures[count.measure].name, "，".join(_conditions(count, form))) for count in form.counts
    ]


def repeated(form: Form) -> str:
    """What becomes of a case that stands in several rows; “” where each measure says it for itself."""
    case = next((field.name for field in form.fields if field.kind is FieldKind.CASE), "")
    if not case or all(count.once_per for count in form.counts):
        return ""
    return f"同一{case}出现几次也只计1。"


def first_spellings(field: Field) -> list[str]:
    """The words of a choice as we print them: of each choice the spelling that stands first."""
    return [spellings[0] for spellings in field.words.values()]


def _conditions(count: Count, form: Form) -> list[str]:
    parts = []
    if count.date == DUE:
        parts.append("期限届满日在本期内")
    elif count.date:
        parts.append(f"{form.field(count.date).name}在本期内")
    parts += [
        f"{form.field(code).name}是{_either(form.field(code), some)}" for code, some in count.when.items()
    ]
    parts += [
        f"{form.field(code).name}不是{_either(form.field(code), some)}" for code, some in count.unless.items()
    ]
    parts += [f"{form.field(code).name}不少于{least:g}" for code, least in count.at_least.items()]
    if count.on_time:
        parts.append("未超过期限")
    if count.amount:
        parts.append(f"各行{form.field(count.amount).name}相加")
    if count.once_per:
        parts.append(f"同一{form.field(count.once_per[0]).name}只计一次")
    if count.by_instance:
        parts.append("每个审级各计1")
    return parts or ["每行计1"]


def _either(field: Field, choices: frozenset[str]) -> str:
    return "、".join(f"“{field.word(choice)}”" for choice in field.words if choice in choices)
