"""Answers to the reader's questions: given, listed in words, taken back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from metrics import catalogue
from metrics.model import LEFT_OUT, Choice, Decision, DecisionKind, NotAllowed
from metrics.store import Store
from metrics.tasks import answers
from metrics.tasks.workspace import Workspace
from tests.factories import AREA, NOW, unit

HELD, NEW = Choice("hearings_held", "开庭审理案件数"), Choice("litigation_new_cases", "一审新收案件数")
ASKED = Decision(DecisionKind.COLUMN, "东关", "quarterly", "Sheet1", "C2", "开庭数", None, (HELD, NEW))


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Workspace]:
    store = Store.open(f"sqlite:///{tmp_path / 'metrics.db'}")
    with store.writing(AREA) as writing:
        writing.load_units("汉台区", [unit("东关")])
    yield Workspace(store, AREA, "汉台区", catalogue.load(), False)
    store.close()


def test_an_answer_is_listed_in_words_newest_first(here):
    answers.answer(here, ASKED, NEW.code, " 张三 ", NOW)
    spelling = Decision(
        DecisionKind.UNIT, "", "quarterly", "表", "A3", "东关办", None, (Choice("东关", "东关"),)
    )
    answers.answer(here, spelling, "东关", "李四", NOW + timedelta(hours=1))
    first, second = answers.listed(here)
    assert (first.unit, first.kind, first.written, first.taken, first.by) == (
        "多单位表",
        "单位名称",
        "东关办",
        "东关",
        "李四",
    )
    form = here.catalogue.forms["quarterly"].name
    assert (second.unit, second.form, second.kind, second.written, second.taken, second.by, second.at) == (
        "东关",
        form,
        "列名",
        "开庭数",
        "一审新收案件数",
        "张三",
        NOW,
    )


def test_a_column_can_be_left_out(here):
    answers.answer(here, ASKED, LEFT_OUT, "张三", NOW)
    assert [row.taken for row in answers.listed(here)] == ["不读这一列"]
    assert here.store.answers(AREA)[0].code == LEFT_OUT


def test_what_the_reader_took_can_be_accepted(here):
    taken = replace(ASKED, taken=HELD, choices=())
    answers.answer(here, taken, HELD.code, "张三", NOW)
    assert here.store.answers(AREA)[0].name == HELD.name


def test_what_was_not_offered_is_refused(here):
    with pytest.raises(NotAllowed, match="“开庭数”不能读作这一项"):
        answers.answer(here, ASKED, "nonsense", "张三", NOW)
    assert answers.listed(here) == ()


def test_an_answer_can_be_taken_back_once(here):
    answers.answer(here, ASKED, HELD.code, "张三", NOW)
    [row] = answers.listed(here)
    answers.forget(here, row.key, "李四", NOW)
    assert answers.listed(here) == ()
    with pytest.raises(NotAllowed, match="已经不在记忆中"):
        answers.forget(here, row.key, "李四", NOW)


def test_a_form_or_unit_that_is_no_more_is_shown_by_its_code(here):
    answers.answer(here, replace(ASKED, scope="旧镇", form="old_form"), HELD.code, "张三", NOW)
    [row] = answers.listed(here)
    assert (row.unit, row.form) == ("旧镇", "old_form")


def test_a_changed_answer_is_listed_once(here):
    for code in (HELD.code, NEW.code):
        answers.answer(here, ASKED, code, "张三", NOW)
    assert [row.taken for row in answers.listed(here)] == [NEW.name]
