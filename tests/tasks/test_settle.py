"""Answering for findings: who may say what, and how much of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from metrics import catalogue
from metrics.model import Finding, NotAllowed, Severity
from metrics.store import Store
from metrics.tasks import settle
from metrics.tasks.workspace import Workspace
from tests.factories import AREA, NOW, quarter, unit

CLASSES = (Severity.MANDATORY, Severity.STRICT, Severity.VERIFY, Severity.HINT, Severity.VERIFY)
FINDINGS = [Finding(severity, f"c{n}", f"问题{n}", "") for n, severity in enumerate(CLASSES)]
REASON = "新增三个执法中队，案件增加。"
Say = Callable[..., None]


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Workspace]:
    """A workspace in which submission 1 has a finding of each class, and two of 核实性."""
    store = Store.open(f"sqlite:///{tmp_path / 'metrics.db'}")
    with store.writing(AREA) as writing:
        writing.load_units("汉台区", [unit("东关")])
        writing.keep(quarter(b"one", {"东关": (3, 1)}, findings=FINDINGS), b"one", "张三", NOW)
    yield Workspace(store, AREA, "汉台区", catalogue.load(), False)
    store.close()


def test_what_is_open_is_what_must_be_answered_for(here):
    assert settle.open_numbers(here, 1) == (1, 2, 4)


def test_an_explanation_answers_for_several_findings_at_once(here):
    settle.explain(here, 1, [2, 4], f"  {REASON} ", " 张三 ", NOW)
    assert settle.open_numbers(here, 1) == (1,)
    remarks = here.store.remarks(AREA, 1)
    assert {n: (r.text, r.by, r.reviewed) for n, r in remarks.items()} == {
        2: (REASON, "张三", False),
        4: (REASON, "张三", False),
    }


def test_a_reviewer_lets_pass_and_is_named(here):
    settle.let_pass(here, 1, [1], REASON, "王五", NOW)
    remark = here.store.remarks(AREA, 1)[1]
    assert (remark.by, remark.reviewed) == ("王五", True)
    assert settle.open_numbers(here, 1) == (2, 4)


@pytest.mark.parametrize(
    ("text", "length"),
    [("", 0), ("已核实", 3), ("情况，属实！！！！", 4), ("属 实 属 实 了", 5), ("……。。。——", 0)],
)
def test_a_text_of_less_than_six_characters_explains_nothing(here, text, length):
    for say, number in ((settle.explain, 2), (settle.let_pass, 1)):
        with pytest.raises(NotAllowed, match=f"至少要 6 个字（不算标点和空格），现在 {length} 个"):
            say(here, 1, [number], text, "张三", NOW)
    assert here.store.remarks(AREA, 1) == {}


@pytest.mark.parametrize("text", ["集中立案三件", "2025年新增3件", "see letter 12"])
def test_six_characters_are_enough(here, text):
    settle.explain(here, 1, [2], text, "张三", NOW)
    assert here.store.remarks(AREA, 1)[2].text == text


@pytest.mark.parametrize("by", ["", "  "])
def test_somebody_must_stand_for_it(here, by):
    with pytest.raises(NotAllowed, match="报送人姓名"):
        settle.explain(here, 1, [2], REASON, by, NOW)
    with pytest.raises(NotAllowed, match="审核员姓名"):
        settle.let_pass(here, 1, [1], REASON, by, NOW)


@pytest.mark.parametrize(
    ("say", "number", "told"),
    [
        (settle.explain, 0, "问题0.*强制性问题，不能用说明代替"),
        (settle.explain, 1, "问题1.*由审核员放行"),
        (settle.explain, 3, "问题3.*不需要说明"),
        (settle.let_pass, 0, "问题0.*审核员也不能放行"),
        (settle.let_pass, 2, "问题2.*由报送人说明"),
        (settle.let_pass, 3, "问题3.*不需要审核员"),
        (settle.explain, 9, "没有第 10 个问题"),
        (settle.let_pass, -1, "没有第 0 个问题"),
    ],
)
def test_a_finding_of_another_class_is_refused(here, say: Say, number, told):
    with pytest.raises(NotAllowed, match=told):
        say(here, 1, [number], REASON, "张三", NOW)


def test_one_wrong_finding_among_several_keeps_nothing(here):
    with pytest.raises(NotAllowed):
        settle.explain(here, 1, [2, 1], REASON, "张三", NOW)
    assert here.store.remarks(AREA, 1) == {}


def test_all_answers_given_it_can_be_confirmed(here):
    with here.store.writing(AREA) as writing:
        read = quarter(b"two", {"东关": (3, 1)}, findings=FINDINGS[1:])
        number = writing.keep(read, b"two", "张三", NOW).id
    settle.explain(here, number, [1, 3], REASON, "张三", NOW)
    with pytest.raises(NotAllowed, match="准强制性"), here.store.writing(AREA) as writing:
        writing.confirm(number, "李四", NOW, {})
    settle.let_pass(here, number, [0], REASON, "王五", NOW)
    with here.store.writing(AREA) as writing:
        writing.confirm(number, "李四", NOW, {})
    assert here.store.receipt(AREA, number).state == "confirmed"
