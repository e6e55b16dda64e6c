"""A ledger's definition that could count a row wrongly is refused with file, entry and key."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from metrics import catalogue
from metrics.catalogue import FieldKind
from metrics.model import DefinitionError, Layout

FOLDER = Path(catalogue.__file__).parent
LEDGER = """
[some_ledger]
name = "某台账"
frequency = "Q"
layouts = ["ledger"]
[[some_ledger.fields]]
code = "case"
name = "案号"
kind = "case"
[[some_ledger.fields]]
code = "unit"
name = "单位"
kind = "units"
[[some_ledger.fields]]
code = "filed"
name = "立案日期"
kind = "date"
[[some_ledger.fields]]
code = "hours"
name = "学时"
kind = "number"
[[some_ledger.fields]]
code = "result"
name = "结果"
kind = "choice"
[some_ledger.fields.words]
won = ["胜诉", "胜"]
lost = ["败诉", "败"]
[[some_ledger.counts]]
measure = "case_reviews"
date = "filed"
when = { result = ["lost"] }
[some_ledger.deadline]
start = "filed"
months = 2
done = "filed"
source = "测试"
"""


def folder_with(tmp_path: Path, ledgers: str) -> Path:
    for file in FOLDER.glob("*.toml"):
        shutil.copy(file, tmp_path)
    (tmp_path / "ledgers.toml").write_text(ledgers, encoding="utf-8")
    return tmp_path


def test_nine_ledgers_ship():
    ledgers = [form for form in catalogue.load().forms.values() if form.is_ledger]
    assert [form.name for form in ledgers] == [
        "行政诉讼案件台账",
        "行政复议案件台账",
        "案卷评查台账",
        "司法建议台账",
        "检察建议台账",
        "生效裁判履行台账",
        "执法人员培训学时台账",
        "旁听庭审台账",
        "规范性文件台账",
    ]
    assert all(form.layouts == (Layout.LEDGER,) and form.measures and form.titles for form in ledgers)


def test_whatever_a_summary_and_a_ledger_share_is_the_same_measure():
    forms = catalogue.load().forms
    shared = set(forms["quarterly"].measures) & set(forms["litigation_ledger"].measures)
    assert {"litigation_new_cases", "litigation_lost", "hearings_held", "chief_attended"} <= shared


def test_the_minimal_ledger_is_right(tmp_path):
    form = catalogue.load(folder_with(tmp_path, LEDGER)).forms["some_ledger"]
    assert form.field("result").word("lost") == "败诉"
    assert form.field("filed").kind is FieldKind.DATE
    assert form.counts[0].when == {"result": frozenset({"lost"})}


@pytest.mark.parametrize(
    ("old", "new", "entry", "key", "told"),
    [
        ('"case_reviews"', '"nobody"', "some_ledger.counts.1", "measure", "没有名为“nobody”的数据项"),
        ('"case_reviews"', '"due_hearings"', "some_ledger.counts.1", "measure", "派生项"),
        ('date = "filed"', 'date = "heard"', "some_ledger.counts.1", "date", "没有名为“heard”的栏"),
        ('date = "filed"', 'date = "case"', "some_ledger.counts.1", "date", "不是日期栏"),
        ('date = "filed"\n', "", "some_ledger.counts.1", "date", "没有填写"),
        ("result = [", "outcome = [", "some_ledger.counts.1", "when", "没有名为“outcome”的栏"),
        ('["lost"]', '["draw"]', "some_ledger.counts.1", "when", "没有名为“draw”的选择"),
        ("when = {", "unless = { result = ['x'] }\nwhen = {", "some_ledger.counts.1", "unless", "没有名为“x”的选择"),
        ("when = {", 'amount = "case"\nwhen = {', "some_ledger.counts.1", "amount", "不是数字栏"),
        ("when = {", "at_least = { case = 3 }\nwhen = {", "some_ledger.counts.1", "at_least", "不是数字栏"),
        ("when = {", "at_least = { hours = '多' }\nwhen = {", "some_ledger.counts.1.at_least", "hours", "应为数字"),
        ("when = {", "by_instance = true\nwhen = {", "some_ledger.counts.1", "by_instance", "审级栏"),
        ("when = {", 'once_per = ["x"]\nwhen = {', "some_ledger.counts.1", "once_per", "没有名为“x”的栏"),
        ("when = {", "whenever = 1\nwhen = {", "some_ledger.counts.1", "whenever", "不认识的项"),
        ('name = "某台账"', 'name = "ledger"', "some_ledger", "name", "缺少中文名称"),
        ('name = "立案日期"', 'name = "filed"', "some_ledger.fields.3", "name", "缺少中文名称"),
        ('["胜诉", "胜"]', '["won", "胜"]', "some_ledger.fields.5.words", "won", "缺少中文名称"),
        ('["胜诉", "胜"]', '["胜诉", "败"]', "some_ledger.fields.5", "words", "“败”既是“won”又是“lost”的写法"),
        ('kind = "number"', 'kind = "choice"', "some_ledger.fields.4", "words", "没有填写"),
        ('name = "学时"', 'name = "单 位"', "some_ledger.fields.4", "names", "已是“unit”一栏的写法"),
        ('code = "hours"', 'code = "unit"', "some_ledger.fields.4", "code", "出现了两次"),
        ('kind = "units"', 'kind = "text"', "some_ledger", "fields", "单位栏"),
        ('kind = "number"', 'kind = "case"', "some_ledger", "fields", "案号栏只能有一个"),
        ('kind = "choice"', 'kind = "choice"\ndefault = "draw"', "some_ledger.fields.result", "default", "没有名为"),
        ('败"]\n', '败"]\n[some_ledger.fields.marks]\nx = "y"\n', "some_ledger.fields.result", "marks", "“y”"),
        ('败"]\n', '败"]\n[some_ledger.fields.follows.x]\na = "won"\n', "some_ledger.fields.result", "follows", "“x”"),
        ('败"]\n', '败"]\n[some_ledger.fields.needs]\nfiled = ["x"]\n', "some_ledger.fields.5", "needs", "“x”的选择"),
        ('败"]\n', '败"]\n[some_ledger.fields.needs]\nx = ["won"]\n', "some_ledger.fields.result", "needs", "“x”的栏"),
        ('败"]\n', '败"]\n[some_ledger.fields.follows.filed]\nx = "won"\n',
         "some_ledger.fields.result", "follows", "“x”"),
        ('败"]\n', '败"]\n[some_ledger.fields.only.x]\nwon = ["y"]\n', "some_ledger.fields.result", "only", "“x”的栏"),
        ('kind = "number"', 'kind = "number"\nalways = true', "some_ledger.fields.hours", "always", "只有 date 栏"),
        ('kind = "number"', 'kind = "number"\nexample = "1号"', "some_ledger.fields.4", "example", "只有 case 栏"),
        ('start = "filed"', 'start = "case"', "some_ledger.deadline", "start", "不是日期栏"),
        ("months = 2\n", "", "some_ledger.deadline", "months", "算不出期限"),
        ('start = "filed"\n', "", "some_ledger.deadline", "start", "算不出期限"),
        ('layouts = ["ledger"]', 'layouts = ["summary"]', "some_ledger", "layouts", "没有名为“summary”的台账版式"),
        ('layouts = ["ledger"]', 'layouts = ["ledger"]\norders = [["filed"]]', "some_ledger", "orders", "两个日期栏"),
        ('layouts = ["ledger"]', 'layouts = ["ledger"]\norders = [["filed", "x"]]', "some_ledger", "orders", "“x”的栏"),
    ],
)  # fmt: skip
def test_a_wrong_ledger_is_refused_with_its_place(tmp_path, old, new, entry, key, told):
    assert old in LEDGER
    with pytest.raises(DefinitionError) as refused:
        catalogue.load(folder_with(tmp_path, LEDGER.replace(old, new, 1)))
    assert str(refused.value).startswith(f"ledgers.toml 的“{entry}”，{key}：")
    assert told in str(refused.value)


def test_a_due_day_needs_a_deadline(tmp_path):
    wrong = LEDGER[: LEDGER.index("[some_ledger.deadline]")].replace('date = "filed"', 'date = "@due"')
    with pytest.raises(DefinitionError, match=r"some_ledger.counts.1”，date：台账没有声明 deadline"):
        catalogue.load(folder_with(tmp_path, wrong))


def test_a_measure_counted_twice_is_refused(tmp_path):
    again = LEDGER.replace(
        "[some_ledger.deadline]",
        '[[some_ledger.counts]]\nmeasure = "case_reviews"\ndate = ""\n[some_ledger.deadline]',
    )
    with pytest.raises(DefinitionError, match=r"some_ledger”，counts：同一数据项出现了两次"):
        catalogue.load(folder_with(tmp_path, again))


def test_a_measure_counted_by_two_ledgers_is_refused(tmp_path):
    with pytest.raises(
        DefinitionError, match=r"ledgers.toml 的“other_ledger”，counts：“case_reviews”已在“some_ledger”"
    ):
        catalogue.load(folder_with(tmp_path, LEDGER + LEDGER.replace("some_ledger", "other_ledger")))


def test_a_ledger_may_not_take_the_name_of_a_summary(tmp_path):
    with pytest.raises(DefinitionError, match=r"ledgers.toml 的“quarterly”，name"):
        catalogue.load(folder_with(tmp_path, LEDGER.replace("some_ledger", "quarterly")))
