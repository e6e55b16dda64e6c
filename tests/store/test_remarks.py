"""What is said of findings: what must be answered for before a workbook counts, and what is never lost."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from metrics.model import Edit, Finding, NotAllowed, Severity
from metrics.store import Store
from tests.factories import AREA, NOW, quarter

JUMP = Finding(
    Severity.VERIFY,
    "jump",
    "与往期相差较大",
    "请核对",
    "Sheet1",
    "B3",
    unit="东关",
    measure="litigation_closed",
)
OVER = Finding(Severity.STRICT, "over", "败诉数多于审结数", "请核对", "Sheet1", "C3")
NOTE = Finding(Severity.HINT, "taken", "‘结案’ 视为 ‘审结’", "")
BROKEN = Finding(Severity.MANDATORY, "negative", "不能为负数", "请改正", "Sheet1", "C4")


def keep(store: Store, data: bytes, findings: Sequence[Finding], lost: int = 1, **more: object) -> int:
    with store.writing(AREA) as writing:
        read = quarter(data, {"东关": (3, lost)}, findings=findings)
        return writing.keep(read, data, "张三", NOW, **more).id  # type: ignore[arg-type]


def say(
    store: Store, submission: int, number: int, text: str, by: str = "张三", reviewed: bool = False
) -> None:
    with store.writing(AREA) as writing:
        writing.remark(submission, number, text, by, NOW, reviewed=reviewed)


def confirm(store: Store, submission: int) -> None:
    with store.writing(AREA) as writing:
        writing.confirm(submission, "李四", NOW, {})


def test_a_remark_is_there_with_its_finding_and_who_said_it(store):
    number = keep(store, b"one", [NOTE, JUMP])
    say(store, number, 1, "集中立案")
    remark = store.remarks(AREA, number)[1]
    assert (remark.finding, remark.text, remark.by, remark.at, remark.reviewed) == (
        JUMP,
        "集中立案",
        "张三",
        NOW,
        False,
    )


def test_what_is_open_keeps_it_from_counting_and_is_named(store):
    number = keep(store, b"one", [OVER, JUMP, NOTE])
    assert (store.receipt(AREA, number).unsettled, store.unsettled(AREA, number)) == (2, (0, 1))
    with pytest.raises(NotAllowed, match=r"1 个准强制性问题.*1 个核实性问题没有说明"):
        confirm(store, number)
    say(store, number, 1, "集中立案")
    with pytest.raises(NotAllowed, match="1 个准强制性问题没有改正，也没有由审核员放行。"):
        confirm(store, number)
    say(store, number, 0, "法院数据有误", "王五", reviewed=True)
    assert (store.receipt(AREA, number).unsettled, store.unsettled(AREA, number)) == (0, ())
    confirm(store, number)
    assert store.receipt(AREA, number).state == "confirmed"


def test_what_must_be_mended_cannot_be_explained_away(store):
    number = keep(store, b"one", [BROKEN])
    say(store, number, 0, "就是这样", reviewed=True)
    with pytest.raises(NotAllowed, match="1 个必须改正"):
        confirm(store, number)


def test_an_explanation_is_no_reviewer(store):
    number = keep(store, b"one", [OVER])
    say(store, number, 0, "法院数据有误")
    with pytest.raises(NotAllowed, match="审核员"):
        confirm(store, number)


def test_a_new_wording_takes_the_place_of_the_old(store):
    number = keep(store, b"one", [JUMP])
    say(store, number, 0, "集中立案")
    say(store, number, 0, "三季度集中立案", "赵六")
    remark = store.remarks(AREA, number)[0]
    assert (remark.text, remark.by) == ("三季度集中立案", "赵六")
    with store._engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT version, text FROM remarks ORDER BY version").all()
    assert [tuple(row) for row in rows] == [(1, "集中立案"), (2, "三季度集中立案")]


def test_a_finding_that_is_not_there_cannot_be_spoken_of(store):
    number = keep(store, b"one", [JUMP])
    with pytest.raises(NotAllowed, match="没有第 2 个问题"):
        say(store, number, 1, "集中立案")


def test_reading_the_same_bytes_anew_loses_nothing_that_was_typed(store):
    first = keep(store, b"one", [JUMP, OVER])
    say(store, first, 0, "集中立案")
    say(store, first, 1, "法院数据有误", "王五", reviewed=True)
    second = keep(store, b"one", [NOTE, OVER, JUMP])
    assert second != first
    assert {n: (r.text, r.by, r.reviewed) for n, r in store.remarks(AREA, second).items()} == {
        1: ("法院数据有误", "王五", True),
        2: ("集中立案", "张三", False),
    }
    confirm(store, second)


def test_what_was_gone_in_between_comes_back_with_its_remark(store):
    say(store, keep(store, b"one", [JUMP]), 0, "集中立案")
    keep(store, b"one", [NOTE])
    third = keep(store, b"one", [NOTE, JUMP])
    assert store.remarks(AREA, third)[1].text == "集中立案"


def test_the_newest_wording_is_carried_over(store):
    first, second = keep(store, b"one", [JUMP]), keep(store, b"one", [JUMP, NOTE])
    say(store, first, 0, "集中立案")
    say(store, second, 0, "三季度集中立案")
    assert store.remarks(AREA, keep(store, b"one", [NOTE, JUMP]))[1].text == "三季度集中立案"


def test_a_remark_on_another_cell_or_message_is_not_carried_over(store):
    say(store, keep(store, b"one", [JUMP]), 0, "集中立案")
    others = [replace(JUMP, cell="B4"), replace(JUMP, message="另一句"), replace(JUMP, sheet="表二")]
    assert store.remarks(AREA, keep(store, b"one", others)) == {}


def test_another_workbook_gets_no_remark_of_this_one(store):
    say(store, keep(store, b"one", [JUMP]), 0, "集中立案")
    assert store.remarks(AREA, keep(store, b"two", [JUMP])) == {}


def test_an_explanation_of_what_has_become_strict_does_not_settle_it(store):
    say(store, keep(store, b"one", [JUMP]), 0, "集中立案")
    second = keep(store, b"one", [replace(JUMP, severity=Severity.STRICT)])
    assert store.remarks(AREA, second)[0].text == "集中立案"
    assert store.unsettled(AREA, second) == (0,)


def test_a_mended_workbook_stands_beside_the_original(store):
    first = keep(store, b"one", [JUMP, BROKEN], lost=-1)
    say(store, first, 0, "集中立案")
    edits = (Edit("Sheet1", "C3", "-1", "1"), Edit("Sheet1", "D9", "", "=1+1"))
    second = keep(store, b"mended", [JUMP], mended_from=first, edits=edits)
    receipt = store.receipt(AREA, second)
    assert (receipt.mended_from, receipt.uploader, receipt.uploaded_at) == (first, "张三", NOW)
    assert store.edits(AREA, second) == edits
    assert store.edits(AREA, first) == ()
    assert store.file(AREA, store.receipt(AREA, first).sha256) == b"one"
    assert store.file(AREA, receipt.sha256) == b"mended"
    assert store.remarks(AREA, second)[0].text == "集中立案"
    confirm(store, second)
    assert store.receipt(AREA, first).state == "draft"


def test_nothing_can_be_mended_that_is_not_there(store):
    with pytest.raises(NotAllowed, match="没有编号为 9"):
        keep(store, b"mended", [], mended_from=9)
    assert store.submissions(AREA) == []


def test_two_people_who_speak_at_once_are_both_kept(store):
    number = keep(store, b"one", [JUMP, replace(JUMP, cell="B4")])

    def work(n: int) -> None:
        say(store, number, n % 2, f"说明{n}")

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(12)))
    with store._engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT finding, version, text FROM remarks").all()
    assert sorted(text for _, _, text in rows) == sorted(f"说明{n}" for n in range(12))
    assert sorted((f, v) for f, v, _ in rows) == [(f, v) for f in (0, 1) for v in range(1, 7)]
