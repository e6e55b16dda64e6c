"""What people answered: remembered, replaced, taken back, with everything ever said."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

from metrics.model import LEFT_OUT, AnswerKey, DecisionKind
from metrics.store import Answer, Store
from tests.factories import AREA, NOW

KEY = AnswerKey(DecisionKind.COLUMN, "东关", "quarterly", "开庭数")


def say(store: Store, code: str, name: str, by: str = "张三", key: AnswerKey = KEY) -> None:
    with store.writing(AREA) as writing:
        writing.answer(key, code, name, by, NOW)


def test_an_answer_is_remembered_with_who_and_when(store):
    say(store, "hearings_held", "开庭审理案件数")
    assert store.answers(AREA) == (Answer(KEY, "hearings_held", "开庭审理案件数", "张三", NOW),)


def test_a_newer_answer_takes_the_place_and_the_older_is_history(store):
    say(store, "hearings_held", "开庭审理案件数")
    say(store, LEFT_OUT, "不读这一列", "李四")
    assert [(one.code, one.by) for one in store.answers(AREA)] == [(LEFT_OUT, "李四")]
    assert [(one.code, one.by) for one in store.answer_history(AREA, KEY)] == [
        (LEFT_OUT, "李四"),
        ("hearings_held", "张三"),
    ]


def test_a_forgotten_answer_is_gone_and_who_took_it_back_is_known(store):
    say(store, "hearings_held", "开庭审理案件数")
    with store.writing(AREA) as writing:
        writing.forget(KEY, "王五", NOW + timedelta(days=1))
    assert store.answers(AREA) == ()
    newest, first = store.answer_history(AREA, KEY)
    assert (newest.forgotten, newest.by, newest.at) == (True, "王五", NOW + timedelta(days=1))
    assert (first.forgotten, first.code) == (False, "hearings_held")


def test_an_answer_holds_for_its_kind_unit_form_and_spelling_only(store):
    others = [
        replace(KEY, kind=DecisionKind.VALUE),
        replace(KEY, scope=""),
        replace(KEY, form="litigation_ledger"),
        replace(KEY, written="开庭 数"),
    ]
    for n, key in enumerate([KEY, *others]):
        say(store, f"m{n}", "某数", key=key)
    assert {one.key: one.code for one in store.answers(AREA)} == {
        key: f"m{n}" for n, key in enumerate([KEY, *others])
    }


def test_what_a_cell_holds_is_no_part_of_the_statement(store):
    key = replace(KEY, written="'; DROP TABLE answers; --" + "长" * 5000)
    say(store, "m", "某数", key=key)
    assert store.answers(AREA)[0].key == key


def test_jurisdictions_do_not_share_answers(store):
    say(store, "hearings_held", "开庭审理案件数")
    assert store.answers("610703") == ()


def test_two_people_who_answer_at_once_leave_one_answer_and_both_in_the_history(store):
    def work(n: int) -> None:
        say(store, f"m{n}", "某数", f"人{n}")

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(12)))
    [answer] = store.answers(AREA)
    history = store.answer_history(AREA, KEY)
    assert history[0] == answer
    assert sorted(one.code for one in history) == sorted(f"m{n}" for n in range(12))
