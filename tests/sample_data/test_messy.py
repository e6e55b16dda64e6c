"""The messy samples: what is found in each, and that a person gets each of them from upload to accepted."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

import sample_data
from metrics.model import Edit, Severity, Submission
from metrics.periods import Period
from metrics.tasks import answers, batch, mend, receive, settle
from metrics.tasks.confirm import confirm
from metrics.tasks.next_step import Step, next_step
from metrics.tasks.receive import Received
from metrics.tasks.workspace import Workspace, current

FOLDER = Path(sample_data.__file__).parent / "messy"
SAMPLES = sorted(FOLDER.glob("杂乱示例*"))
ARCHIVE = FOLDER / "汉台区2026年第三季度报送（打包）.zip"
QUARTER = Period(2026, 3)
NOW = datetime(2026, 10, 9, 8, tzinfo=UTC)

# number → every finding but hints: (code, class)
FOUND: dict[str, list[tuple[str, str]]] = {
    "02": [("column_unclear", "mandatory"), ("column_unclear", "mandatory")],
    "09": [("ledger_word", "mandatory")],
    "10": [("ledger_differs", "strict")],
    "12": [("column_measured", "mandatory")],
}

# number → what the person does: answers (written → code of the choice), edits (sheet, cell, before, after)
ANSWERS: dict[str, dict[str, str]] = {
    "02": {"法院开庭件数": "hearings_held", "负责人实际出庭": "leader_attended"},
    "09": {"部分支持": "partly_lost"},
}
EDITS: dict[str, list[tuple[str, str, str, str]]] = {
    "12": [("汇总表", "C2", "审结一审行政诉讼案件数（千件）", "审结一审行政诉讼案件数（件）")]
}


def number_of(path: Path) -> str:
    return path.name.removeprefix("杂乱示例")[:2]


@pytest.fixture
def here(sample_data: Path) -> Workspace:
    return current()


def received(here: Workspace, path: Path) -> Received:
    return receive.receive(here, path.read_bytes(), path.name, "王某某", NOW, QUARTER)


def found(submission: Submission) -> list[tuple[str, str]]:
    return [(f.code, f.severity.value) for f in submission.findings if f.severity is not Severity.HINT]


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_a_messy_workbook_has_just_its_own_findings(here, path):
    assert found(received(here, path).submission) == FOUND.get(number_of(path), [])


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_a_messy_workbook_gets_from_upload_to_accepted(here, path):
    """Only by what the pages offer: answer, mend a cell, explain, let pass, confirm."""
    now = received(here, path)
    steps = []
    while (step := next_step(now.submission, now.receipt).step) is not Step.DONE:
        steps.append(step)
        assert len(steps) < 12, steps
        now = DO[step](here, now, path)
    assert now.receipt.state == "confirmed"
    assert [f for f in now.submission.facts() if f.value is not None]


def _answer(here: Workspace, now: Received, path: Path) -> Received:
    for decision in now.submission.decisions:
        if decision.asked:
            answers.answer(here, decision, ANSWERS[number_of(path)][decision.written], "王某某", NOW)
    return received(here, path)


def _mend(here: Workspace, now: Received, path: Path) -> Received:
    edits = [Edit(sheet, cell, before, after) for sheet, cell, before, after in EDITS[number_of(path)]]
    return mend.mend(here, now.receipt.id, edits, "王某某", NOW, QUARTER).received


def _settle(here: Workspace, now: Received, path: Path) -> Received:
    kept = here.store.findings(here.jurisdiction, now.receipt.id)
    for number in settle.open_numbers(here, now.receipt.id):
        if kept[number].severity is Severity.VERIFY:
            settle.explain(here, now.receipt.id, [number], "已与承办科室核对，数字属实。", "王某某", NOW)
        else:
            settle.let_pass(here, now.receipt.id, [number], "已核对原始案卷，同意通过。", "李某某", NOW)
    return Received(now.submission, here.store.receipt(here.jurisdiction, now.receipt.id), False)


def _confirm(here: Workspace, now: Received, path: Path) -> Received:
    return Received(now.submission, confirm(here, now, "王某某", NOW), False)


DO = {Step.ANSWER: _answer, Step.MEND: _mend, Step.SETTLE: _settle, Step.CONFIRM: _confirm}


def test_the_ledger_counts_a_case_once_and_for_each_defendant(here):
    path = next(path for path in SAMPLES if number_of(path) == "09")
    _answer(here, received(here, path), path)
    told = {(f.unit, f.measure): f.value for f in received(here, path).submission.facts()}
    for measure, counts in {
        "litigation_new_cases": (3, 1),  # written twice, and the second instance: no new case
        "litigation_closed": (2, 1),  # one is still pending
        "litigation_lost": (2, 1),
        "hearings_held": (4, 1),  # two days in court of one instance are one hearing
        "leader_attended": (3, 1),
        "chief_attended": (1, 0),
    }.items():
        assert (told["ht_xinyuan", measure], told["ht_fupin", measure]) == counts, measure


def test_the_archive_keeps_what_is_good_and_says_why_of_the_rest(here):
    files = batch.open_batch([(ARCHIVE.name, ARCHIVE.read_bytes())])
    outcomes = {
        outcome.name.rpartition("/")[2]: outcome
        for outcome in batch.receive_many(here, files.files, "王某某", lambda: NOW, QUARTER)
    }
    ready = [name for name, outcome in outcomes.items() if outcome.is_ready]
    assert sorted(name.partition("_")[0] for name in ready) == [
        "区审计局",
        "区统计局",
        "区财政局",
        "鑫源街道",
    ]
    done = batch.confirm_ready(here, outcomes.values(), "王某某", lambda: NOW)
    assert {outcome.receipt.state for outcome in done if outcome.receipt} == {"confirmed"}
    wrong = outcomes["区商务局_2026年第三季度报表.xlsx"].submission
    assert wrong is not None and found(wrong) == [("not_a_number", "mandatory")]
    scan = outcomes["铺镇扫描件.xlsx"].submission
    assert scan is not None and found(scan) == [("unreadable", "mandatory")]


def test_the_readme_says_what_is_found_in_each_and_how_it_gets_through():
    lines = (FOLDER.parent / "README.md").read_text(encoding="utf-8").splitlines()
    rows = {line[2:4]: line for line in lines if line[:2] == "| " and line[2:4].isdigit() and line[4] == " "}
    assert set(rows) == {number_of(path) for path in SAMPLES}
    classes = {"mandatory": "，强制性", "strict": "，准强制性", "verify": "，核实性"}
    for number, row in rows.items():
        for code, severity in FOUND.get(number, []):
            assert f"`{code}`" in row and classes[severity] in row, row
        assert row.split("|")[4].strip().endswith("确认")


def test_every_messy_sample_is_small():
    assert max(path.stat().st_size for path in FOLDER.iterdir()) < 60_000
