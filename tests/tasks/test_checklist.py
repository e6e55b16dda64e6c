"""任务清单 with the sample behind it: what is said of tasks, what is refused, and what a clause shows."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from metrics.analysis.checklist import INDICATOR, TASK, State
from metrics.model import Basis, NotAllowed, TaskState
from metrics.periods import Period
from metrics.report import words_decline
from metrics.tasks import checklist, export_checklist, figures, workspace
from metrics.tasks.workspace import Workspace

NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)
QUARTER = Period(2026, 3)
PAPER = b"%PDF-1.7\x00\xff"


@pytest.fixture
def here(sample_data: Path) -> Workspace:
    return workspace.current()


def listed(here: Workspace, group: str = checklist.ALL, now: datetime = NOW, period: Period = QUARTER):
    return checklist.checked(here, figures.figures(here, period), group, now)


def say(here: Workspace, **changed: object) -> None:
    given: dict[str, object] = {
        "code": "group_study",
        "units": ["ht_puzhen"],
        "year": 2026,
        "state": TaskState.DONE,
        "note": "已组织四次集中学习",
        "by": "张三",
        "now": NOW,
    }
    checklist.say(here, **(given | changed))  # type: ignore[arg-type]


def test_every_clause_has_a_row_and_every_cell_a_state(here):
    found = listed(here)
    assert list(found.counts) == [str(number) for number in range(1, 33)]
    assert all(sum(counted.values()) == len(found.units) == 46 for counted in found.counts.values())


def test_the_sample_shows_states_of_every_kind(here):
    assert all(listed(here).altogether[state] for state in State)


def test_the_sentence_adds_up_to_thirty_two(here):
    found = listed(here)
    assert found.sentence.startswith("截至2026年9月底，全区46个单位，通知32条中：达标")
    assert len(found.clauses) == 32
    assert sum(found.altogether.values()) == 32 * 46


def test_a_group_shows_its_own_units_and_the_government_too(here):
    names = checklist.groups(figures.figures(here, QUARTER))
    assert names == {"all": "全部单位", "towns": "镇街", "departments": "部门", "government": "区政府"}
    assert listed(here, "government").units == ("ht_government",)
    assert listed(here, "towns").sentence.startswith("截至2026年9月底，镇街15个单位")
    with pytest.raises(NotAllowed, match="没有名为“villages”的分组"):
        listed(here, "villages")


def test_units_that_were_not_there_have_no_column(here):
    gone = "ht_puzhen"
    units = [
        unit if unit.code != gone else type(unit)(**{**vars(unit), "valid_to": datetime(2026, 6, 30).date()})
        for unit in here.store.units(here.jurisdiction)
    ]
    with here.store.writing(here.jurisdiction) as writing:
        writing.load_units(here.jurisdiction_name, units)
    assert gone not in listed(here).units
    assert gone in listed(here, period=Period(2026, 2)).units


def test_what_was_said_shows_at_once_without_the_figures_being_computed_again(here):
    before = figures.figures(here, QUARTER)
    say(here, state=TaskState.NOT_STARTED)
    assert figures.figures(here, QUARTER) is before
    cell = listed(here).cells["2", "ht_puzhen"]
    assert (cell.state, cell.items[0].status) == (State.LACKING, "not_started")


def test_a_year_does_not_change_another(here):
    say(here, state=TaskState.NOT_STARTED, year=2025)
    assert listed(here).said["group_study", "ht_puzhen"].by == "示例"
    assert listed(here, period=Period(2025, 4)).cells["2", "ht_puzhen"].state is State.LACKING


def test_what_was_still_running_when_its_year_was_over_is_lacking(here):
    say(here, state=TaskState.IN_PROGRESS)
    assert listed(here).cells["2", "ht_puzhen"].state is State.RUNNING
    later = listed(here, now=datetime(2027, 1, 4, tzinfo=UTC))
    assert later.cells["2", "ht_puzhen"].state is State.LACKING


def test_several_units_are_filled_in_together_with_one_paper(here):
    say(here, units=["ht_puzhen", "ht_wuxiang"], evidence=("方案.pdf", PAPER))
    for unit in ("ht_puzhen", "ht_wuxiang"):
        newest = checklist.history(here, "group_study", unit, 2026)[0]
        assert (newest.by, newest.file_name) == ("张三", "方案.pdf")
        assert checklist.evidence(here, newest) == PAPER


def test_the_history_keeps_what_the_sample_said_before(here):
    say(here)
    newest, *earlier = checklist.history(here, "group_study", "ht_puzhen", 2026)
    assert (newest.version, newest.note) == (2, "已组织四次集中学习")
    assert [record.by for record in earlier] == ["示例"]


@pytest.mark.parametrize(
    ("name", "kept"),
    [("../../etc/passwd", "_.._etc_passwd"), ("a\x00b\n.exe", "ab_.exe"), ("CON", "_CON"), ("", "文件")],
)
def test_the_name_of_a_paper_is_data_and_never_a_path(here, name, kept):
    say(here, evidence=(name, PAPER))
    assert checklist.history(here, "group_study", "ht_puzhen", 2026)[0].file_name == kept


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"by": "  "}, "请先填写姓名"),
        ({"code": "nothing"}, "没有“nothing”这项任务"),
        ({"units": []}, "请至少选一个单位"),
        ({"units": ["ht_puzhen", "nobody"]}, "单位名录里没有“nobody”"),
        ({"year": 2023}, "年度应在2024年至2026年之间"),
        ({"year": 2027}, "年度应在2024年至2026年之间"),
        ({"note": "好"}, "填“已完成”要上传材料，或写明情况（至少6个字）"),
        ({"state": TaskState.NOT_APPLICABLE, "note": "无，，，，，，"}, "要写明理由，至少6个字，现在1个"),
        ({"note": "长" * 501}, "说明最多500个字，现在501个"),
        ({"evidence": ("空.pdf", b"")}, "“空.pdf”是空文件"),
        ({"evidence": ("大.bin", b"\0" * (20 * 1024 * 1024 + 1))}, "“大.bin”超过20 MB"),
    ],
)
def test_what_cannot_stand_is_refused_and_nothing_is_kept(here, changed, said):
    before = here.store.revision(here.jurisdiction)
    with pytest.raises(NotAllowed) as error:
        say(here, **changed)
    assert said in str(error.value)
    assert here.store.revision(here.jurisdiction) == before


def test_a_paper_takes_the_place_of_the_words_and_may_be_just_small_enough(here):
    say(here, note="", evidence=("大.bin", b"\0" * (20 * 1024 * 1024)))
    assert checklist.history(here, "group_study", "ht_puzhen", 2026)[0].note == ""


def test_evidence_that_was_not_handed_in_is_said_to_be_missing(here):
    say(here)
    with pytest.raises(NotAllowed, match="没有附材料"):
        checklist.evidence(here, checklist.history(here, "group_study", "ht_puzhen", 2026)[0])


def test_behind_a_cell_stand_figure_cases_and_target(here):
    found = figures.figures(here, QUARTER)
    lines = checklist.details(found, listed(here), "22", "ht_puzhen")
    (line,) = [line for line in lines if line.item.code == "leader_attendance_rate"]
    cell = found.values(Basis.YEAR_TO_DATE).cell("ht_puzhen", "2026Q3", "leader_attendance_rate")
    assert line.fraction == f"{cell.numerator:g}/{cell.denominator:g}"
    assert (line.item.kind, line.target) == (INDICATOR, "不低于100%")
    assert line.status == ("达标" if cell.numerator == cell.denominator else "未达标")


def test_double_decline_says_which_way_both_went(here):
    found = figures.figures(here, QUARTER)
    row = found.verdicts(Basis.YEAR_TO_DATE).loc["ht_puzhen"]
    lines = checklist.details(found, listed(here), "25", "ht_puzhen")
    (line,) = [line for line in lines if line.item.code == "double_decline"]
    assert (line.value, line.target) == (words_decline.moves(row), "均较上年同期下降")


def test_all_units_of_a_clause_come_worst_first(here):
    lines = checklist.details(figures.figures(here, QUARTER), listed(here), "17")
    order = [list(State).index(line.item.state) for line in lines]
    assert order == sorted(order)
    assert len(lines) == 46
    assert {line.item.kind for line in lines} == {TASK}


def test_the_workbook_holds_all_clauses_and_lists_what_is_lacking(here):
    found, shown = figures.figures(here, QUARTER), listed(here)
    book = load_workbook(BytesIO(export_checklist.book(found, shown, NOW)))
    matrix, lacking = book["任务清单"], book["未达标事项"]
    heads = [row[0].value for row in matrix.iter_rows(min_row=4, max_row=35)]
    assert heads == [clause.heading for clause in shown.catalogue.clauses.values()]
    assert matrix["A2"].value.startswith(shown.sentence)
    marks = [cell.value for row in matrix.iter_rows(min_row=4, max_row=35, min_col=8) for cell in row]
    assert len(marks) == 32 * 46
    assert marks.count("✗") == shown.altogether[State.LACKING]
    assert lacking.max_row - 2 == sum(
        item.state is State.LACKING for cell in shown.cells.values() for item in cell.items
    )


def test_the_same_list_gives_the_same_bytes_and_its_name_says_what_it_is(here):
    found, shown = figures.figures(here, QUARTER), listed(here, "towns")
    once, again = (export_checklist.book(found, shown, NOW) for _ in range(2))
    assert once == again
    assert export_checklist.file_name(found, shown) == "汉台区法治政府建设任务清单_截至2026年9月底_镇街.xlsx"
