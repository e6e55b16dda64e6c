"""What the reader asked and people answered: remembered for the unit and form, shown, taken back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from metrics.model import LEFT_OUT, AnswerKey, Decision, DecisionKind, NotAllowed
from metrics.tasks.workspace import Workspace

SEVERAL_UNITS = "多单位表"
KINDS = {DecisionKind.COLUMN: "列名", DecisionKind.UNIT: "单位名称", DecisionKind.VALUE: "填写内容"}
LEFT_OUT_NAME = "不读这一列"


@dataclass(frozen=True)
class Row:
    """One answer as it is listed: everything in words, and the key to take it back with."""

    key: AnswerKey
    unit: str
    form: str
    kind: str
    written: str
    taken: str
    by: str
    at: datetime


def answer(workspace: Workspace, decision: Decision, code: str, by: str, now: datetime) -> None:
    """Remember what the written label stands for; the next reading of that unit's form uses it.

    code: of one of the decision's choices, or LEFT_OUT. Raises NotAllowed for anything else.
    """
    names = {choice.code: choice.name for choice in decision.choices}
    if decision.taken is not None:
        names.setdefault(decision.taken.code, decision.taken.name)
    if code == LEFT_OUT:
        names[code] = LEFT_OUT_NAME
    if code not in names:
        raise NotAllowed(f"“{decision.written}”不能读作这一项，请从列出的选项中选择。")
    with workspace.store.writing(workspace.jurisdiction) as writing:
        writing.answer(key_of(decision), code, names[code], by.strip(), now)


def forget(workspace: Workspace, key: AnswerKey, by: str, now: datetime) -> None:
    """Take an answer back: the reader decides, or asks, again. What is stored already stays as it is."""
    if key not in {one.key for one in workspace.store.answers(workspace.jurisdiction)}:
        raise NotAllowed(f"“{key.written}”的读法已经不在记忆中，请刷新后重试。")
    with workspace.store.writing(workspace.jurisdiction) as writing:
        writing.forget(key, by.strip(), now)


def listed(workspace: Workspace) -> tuple[Row, ...]:
    """Every answer remembered, the newest first."""
    units, forms = workspace.units(), workspace.catalogue.forms
    return tuple(
        Row(
            one.key,
            _unit_name(one.key.scope, {code: unit.short_name for code, unit in units.items()}),
            forms[one.key.form].name if one.key.form in forms else one.key.form,
            KINDS[one.key.kind],
            one.key.written,
            one.name,
            one.by,
            one.at,
        )
        for one in reversed(workspace.store.answers(workspace.jurisdiction))
    )


def key_of(decision: Decision) -> AnswerKey:
    """What an answer to the decision is remembered under."""
    return AnswerKey(decision.kind, decision.scope, decision.form, decision.written)


def _unit_name(scope: str, names: dict[str, str]) -> str:
    return names.get(scope, scope) if scope else SEVERAL_UNITS
