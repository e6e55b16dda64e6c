"""Small ledgers for the tests: a title, a header, and the rows that the test is about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from metrics import catalogue, intake
from metrics.model import AnswerKey, Context, Finding, Submission
from metrics.periods import Period
from tests.intake.workbooks import UNITS, Rows, xlsx

TITLE = "汉台区2025年第三季度行政诉讼案件台账"
HEADER = (
    "案号",
    "被告单位",
    "审级",
    "立案日期",
    "开庭日期",
    "负责人是否出庭",
    "是否主要负责人",
    "裁判结果",
    "裁判日期",
)
CASE = "（2025）陕07行初1号"
USUAL = (CASE, "区财政局", "一审", "2025-07-01", "2025-08-01", "是", "正职", "撤销", "2025-09-01")

ALL = ("litigation_new_cases", "litigation_closed", "litigation_judged", "litigation_lost")
HEARD = ("hearings_held", "leader_attended", "chief_attended")
ADVICE = ("检察建议书文号", "收到单位", "是否紧急情形", "收到日期", "回复期限", "书面回复日期")
ADVICE_MEASURES = tuple(f"procuratorial_advice_{what}" for what in ("received", "replied", "due", "on_time"))


def row(**given: object) -> tuple[object, ...]:
    """A usual row of litigation with some cells different: case, unit, instance, filed, heard, attended, chief,
    result, closed."""
    keys = ("case", "unit", "instance", "filed", "heard", "attended", "chief", "result", "closed")
    assert set(given) <= set(keys)
    return tuple(given.get(key, usual) for key, usual in zip(keys, USUAL, strict=True))


def sheet(*rows: Sequence[object], title: str = TITLE, header: Sequence[object] = HEADER) -> Rows:
    return ((title,), header, *rows)


def read(
    *sheets: Rows,
    file_name: str = "台账.xlsx",
    expected: Period | None = None,
    names: Sequence[str] = (),
    answers: Mapping[AnswerKey, str] | None = None,
    in_force: Mapping[tuple[str, str, str, str], int] | None = None,
    cases: Mapping[tuple[str, str, str], tuple[str, ...]] | None = None,
) -> Submission:
    context = Context(UNITS, {}, expected, answers or {}, in_force or {}, cases or {})
    return intake.read(xlsx(*sheets, names=names), file_name, catalogue.load(), context)


def counts(
    submission: Submission, *measures: str, form: str = ""
) -> dict[tuple[str, str], tuple[int | None, ...]]:
    """(unit, period) → values of the measures, ledgers only."""
    forms = catalogue.load().forms
    return {
        (block.units[i], block.periods[i]): tuple(block.values[measure][i] for measure in measures)
        for block in submission.blocks
        if forms[block.form].is_ledger and form in ("", block.form)
        for i in range(len(block.units))
    }


def one(submission: Submission, *measures: str) -> tuple[int | None, ...]:
    """The values of the only record."""
    ((_, values),) = counts(submission, *measures).items()
    return values


def found(submission: Submission, code: str) -> list[Finding]:
    return [finding for finding in submission.findings if finding.code == code]


def codes(submission: Submission) -> set[str]:
    """Codes of what was said, columns that a small ledger leaves out apart."""
    return {f.code for f in submission.findings} - {"ledger_column_optional", "ledger_column_absent"}
