"""Every blank form, opened, filled in, calculated and saved by LibreOffice, comes back without a finding."""

import io
import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from metrics import catalogue
from metrics.catalogue import Form
from metrics.intake.blank.form_writer import blank_form, summary_form
from metrics.model import Submission
from metrics.periods import Period
from tests.intake.workbooks import EAST, UNITS, read
from tests.system_needs import SYSTEM_PYTHON

CATALOGUE = catalogue.load()
FIGURES = [form for form in CATALOGUE.forms.values() if not form.is_ledger]
SUMMARIES = [form for form in FIGURES if "summary" in form.layouts]
LEDGERS = [form for form in CATALOGUE.forms.values() if form.is_ledger]
FILTERS = {"xlsx": "Calc MS Excel 2007 XML", "ods": "calc8", "xls": "MS Excel 97", "pdf": "calc_pdf_Export"}
OFTEN_SAVED_AS = {"quarterly": ("xlsx", "ods", "xls"), "litigation_ledger": ("xlsx", "ods", "xls")}

# form → what a person types, one row per case: the field's heading and the text; then what it counts to
ROWS: dict[str, tuple[list[dict[str, str]], dict[str, int]]] = {
    "litigation_ledger": (
        [
            {
                "案号": "（2025）陕07行初12号",
                "原告": "张三",
                "被告单位": "东关街道",
                "审级": "一审",
                "立案日期": "2025-07-02",
                "开庭日期": "2025-08-05",
                "法院是否通知负责人出庭": "是",
                "负责人是否出庭": "是",
                "出庭负责人姓名、职务": "李四 主任",
                "是否主要负责人": "正职",
                "重点案件类别": "否",
                "裁判结果": "撤销",
                "裁判日期": "2025-09-10",
                "是否败诉": "败诉",
            },
            {
                "案号": "（2025）陕07行初13号",
                "被告单位": "东关街道",
                "审级": "一审",
                "立案日期": "2025-07-20",
                "开庭日期": "2025-09-01、2025-09-15",
                "法院是否通知负责人出庭": "否",
                "负责人是否出庭": "否",
                "是否主要负责人": "未出庭",
                "重点案件类别": "否",
                "不出庭理由": "不可抗力",
                "裁判结果": "驳回诉讼请求",
                "裁判日期": "2025-09-20",
                "是否败诉": "胜诉",
            },
            {
                "案号": "（2025）陕07行终3号",
                "被告单位": "东关街道",
                "审级": "二审",
                "立案日期": "2025-08-01",
                "开庭日期": "2025-08-20",
                "法院是否通知负责人出庭": "否",
                "负责人是否出庭": "是",
                "是否主要负责人": "副职",
                "重点案件类别": "食品药品安全",
                "裁判结果": "维持原判",
                "裁判日期": "2025-09-25",
                "是否败诉": "胜诉",
            },
        ],
        {
            "litigation_new_cases": 2,
            "litigation_closed": 2,
            "litigation_judged": 2,
            "litigation_lost": 1,
            "hearings_held": 3,
            "leader_attended": 2,
            "chief_attended": 1,
            "excused_absences": 1,
            "notified_hearings": 1,
            "notified_attended": 1,
            "key_hearings": 1,
            "key_chief_attended": 0,
        },
    ),
    "review_ledger": (
        [
            {
                "复议案号": "汉区政复决〔2025〕3号",
                "被申请人": "东关街道",
                "收到申请日期": "2025-07-03",
                "受理日期": "2025-07-08",
                "审结日期": "2025-09-01",
                "复议结果": "撤销",
                "是否以意见书化解": "否",
            },
            {
                "复议案号": "汉区政复决〔2025〕4号",
                "被申请人": "东关街道",
                "收到申请日期": "2025-08-03",
                "受理日期": "2025-08-08",
                "审结日期": "2025-09-02",
                "复议结果": "调解",
                "是否以意见书化解": "否",
            },
        ],
        {
            "review_applications": 2,
            "review_accepted": 2,
            "review_closed": 2,
            "review_direct_corrected": 1,
            "review_self_corrected": 0,
            "review_mediated": 1,
            "review_settled": 0,
            "review_opinion_resolved": 0,
        },
    ),
    "case_file_ledger": (
        [
            {
                "案卷号": "汉区城罚〔2025〕8号",
                "评查单位": "东关街道",
                "评查批次": "第一批",
                "评查日期": "2025-08-01",
                "评查等次": "优秀",
                "得分": "96",
            },
            {
                "案卷号": "汉区城罚〔2025〕9号",
                "评查单位": "东关街道",
                "评查批次": "第一批",
                "评查日期": "2025-08-01",
                "评查等次": "合格",
            },
        ],
        {
            "case_reviews": 1,
            "case_files_reviewed": 2,
            "case_files_excellent": 1,
            "case_files_qualified": 1,
            "case_files_unqualified": 0,
        },
    ),
    "judicial_advice_ledger": (
        [
            {
                "司法建议书文号": "（2025）陕0702司建3号",
                "收到单位": "东关街道",
                "收到日期": "2025-07-01",
                "书面回复日期": "2025-08-20",
            },
            {
                "司法建议书文号": "（2025）陕0702司建4号",
                "收到单位": "东关街道",
                "收到日期": "2025-07-01",
                "文书写明的回复期限": "2025-07-31",
                "书面回复日期": "2025-08-20",
            },
        ],
        {
            "judicial_advice_received": 2,
            "judicial_advice_replied": 2,
            "judicial_advice_due": 2,
            "judicial_advice_on_time": 1,
        },
    ),
    "procuratorial_advice_ledger": (
        [
            {
                "检察建议书文号": "汉台检行公〔2025〕2号",
                "收到单位": "东关街道",
                "是否紧急情形": "一般",
                "收到日期": "2025-07-01",
                "书面回复日期": "2025-08-20",
            },
            {
                "检察建议书文号": "汉台检行公〔2025〕3号",
                "收到单位": "东关街道",
                "是否紧急情形": "公益诉讼紧急情形",
                "收到日期": "2025-07-01",
                "书面回复日期": "2025-08-20",
            },
        ],
        {
            "procuratorial_advice_received": 2,
            "procuratorial_advice_replied": 2,
            "procuratorial_advice_due": 2,
            "procuratorial_advice_on_time": 1,
        },
    ),
    "judgment_ledger": (
        [
            {
                "生效裁判案号": "（2024）陕07行初5号",
                "履行义务单位": "东关街道",
                "履行内容": "履行法定职责",
                "生效日期": "2025-06-01",
                "履行期限届满日": "2025-08-01",
                "履行完毕日期": "2025-07-20",
                "履行状态": "已履行",
            }
        ],
        {"judgments_due": 1, "judgments_performed": 1, "judgments_overdue": 0},
    ),
    "training_ledger": (
        [
            {"执法证号": "陕F-02-001", "所在单位": "东关街道", "是否在岗": "在岗", "年度累计学时": "62.5"},
            {"执法证号": "陕F-02-002", "所在单位": "东关街道", "是否在岗": "在岗", "年度累计学时": "30"},
            {"执法证号": "陕F-02-003", "所在单位": "东关街道", "是否在岗": "不满一年", "年度累计学时": "10"},
        ],
        {"officers_on_post": 2, "officers_trained": 1, "training_hours": 92, "officers_part_year": 1},
    ),
    "observation_ledger": (
        [
            {
                "旁听案件案号": "（2025）陕07行初12号",
                "旁听单位": "东关街道",
                "旁听日期": "2025-08-05",
                "是否领导参加": "是",
                "到场领导人数": "3",
            }
        ],
        {"court_observations": 1, "court_observers": 3},
    ),
    "normative_document_ledger": (
        [
            {
                "文号": "东街办发〔2025〕4号",
                "文件名称": "关于加强摊位管理的通知",
                "制定机关": "东关街道",
                "印发前是否经合法性审核": "是",
                "审核日期": "2025-07-01",
                "印发日期": "2025-07-05",
                "公布日期": "2025-07-06",
                "报备日期": "2025-07-15",
                "是否报备": "是",
                "报备是否规范": "是",
            }
        ],
        {
            "normative_docs_issued": 1,
            "normative_docs_reviewed": 1,
            "normative_docs_filing_due": 1,
            "normative_docs_filed": 1,
            "normative_docs_filed_on_time": 1,
            "normative_docs_compliant": 1,
        },
    ),
}

Typed = list[tuple[str, str]]


def period_of(form: Form) -> Period:
    return Period(2025, 3) if form.frequency == "Q" else Period(2025, 1, form.frequency)


def figures_of(form: Form) -> dict[str, int]:
    """Measure of the blank form → a figure: no part above its whole, some of them zero."""
    columns = [column.measure for column in form.columns if column.blank]
    found = {measure: 12 - i % 4 for i, measure in enumerate(columns)}

    def fitting(measure: str) -> int:
        wholes = [other for other in CATALOGUE.measures[measure].part_of if other in found]
        return min([found[measure], *(fitting(whole) // 2 for whole in wholes)])

    return {measure: fitting(measure) for measure in columns}


def typed_into_unit_form(data: bytes, form: Form) -> Typed:
    return [(f"C{row}", str(figure)) for row, figure in enumerate(figures_of(form).values(), 6)]


def typed_into_summary(data: bytes, form: Form) -> Typed:
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    return [
        (f"{openpyxl.utils.get_column_letter(column)}{row}", str(figure))
        for row in range(6, 6 + len(UNITS))
        for column, figure in enumerate(figures_of(form).values(), 3)
        if sheet.cell(row, 2).value
    ]


def typed_into_ledger(data: bytes, form: Form) -> Typed:
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    letters = {str(cell.value).removesuffix("*"): cell.column_letter for cell in sheet[5]}
    rows, _ = ROWS[form.code]
    return [(f"{letters[name]}{n}", text) for n, row in enumerate(rows, 6) for name, text in row.items()]


def ticked(data: bytes, form: Form) -> Typed:
    return [("C27", "√"), ("C26", "0")]


def nothing_happened(data: bytes, form: Form) -> Typed:
    return [("A6", "无")]


def mistaken(data: bytes, form: Form) -> Typed:
    return [("C6", "约20"), ("D6", "77"), ("A2", "填报单位：区财政局")]


class Filled:
    """What LibreOffice did with each form: `result` as its script reports it, `read` what we make of the file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.jobs: dict[str, dict[str, object]] = {}
        self.results: dict[str, dict[str, object]] = {}

    def add(self, name: str, form: Form, data: bytes, typing: Callable[[bytes, Form], Typed]) -> None:
        source = self.folder / f"{name}.xlsx"
        source.write_bytes(data)
        endings = (*OFTEN_SAVED_AS.get(name, ("xlsx",)), "pdf")
        saves = [(str(self.folder / f"{name}_填好.{ending}"), FILTERS[ending]) for ending in endings]
        self.jobs[name] = {"source": str(source), "cells": typing(data, form), "saves": saves}

    def run(self) -> None:
        script = Path(__file__).with_name("fill_in_libreoffice.py")
        done = subprocess.run(
            [SYSTEM_PYTHON, str(script)],
            input=json.dumps(list(self.jobs.values())),
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        self.results = dict(zip(self.jobs, json.loads(done.stdout), strict=True))

    def read(self, name: str, form: Form, ending: str = "xlsx") -> Submission:
        data = (self.folder / f"{name}_填好.{ending}").read_bytes()
        return read(data, f"{name}_填好.{ending}", expected=period_of(form))


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Filled:
    """One start of LibreOffice for all forms: it takes longer than all the typing."""
    made = Filled(tmp_path_factory.mktemp("forms"))
    for form in CATALOGUE.forms.values():
        data = blank_form(form, EAST, period_of(form), CATALOGUE, dict.fromkeys(form.measures, 3))
        made.add(form.code, form, data, typed_into_ledger if form.is_ledger else typed_into_unit_form)
        if form.is_ledger:
            made.add(f"{form.code}-zero", form, data, nothing_happened)
    for form in SUMMARIES:
        data = summary_form(form, UNITS, period_of(form), CATALOGUE, "汉台区", "部门")
        made.add(f"{form.code}-summary", form, data, typed_into_summary)
    quarterly = CATALOGUE.forms["quarterly"]
    data = blank_form(quarterly, EAST, period_of(quarterly), CATALOGUE, {})
    made.add("quarterly-tick", quarterly, data, ticked)
    made.add("quarterly-mistaken", quarterly, data, mistaken)
    made.run()
    return made


def facts(submission: Submission) -> dict[str, dict[str, int | None]]:
    found: dict[str, dict[str, int | None]] = {}
    for fact in submission.facts():
        found.setdefault(fact.unit, {})[fact.measure] = fact.value
    return found


@pytest.mark.parametrize("ending", ["xlsx", "ods", "xls"])
def test_the_quarterly_form_comes_back_without_a_word_in_every_format(filled, ending):
    form = CATALOGUE.forms["quarterly"]
    submission = filled.read("quarterly", form, ending)
    assert submission.findings == () and submission.decisions == ()
    assert facts(submission) == {"east": figures_of(form)}
    assert submission.periods == ("2025Q3",)


@pytest.mark.parametrize("form", FIGURES, ids=lambda form: form.code)
def test_a_form_of_figures_comes_back_without_a_word(filled, form):
    submission = filled.read(form.code, form)
    assert submission.findings == () and submission.decisions == ()
    assert facts(submission) == {"east": figures_of(form)}


@pytest.mark.parametrize("form", SUMMARIES, ids=lambda form: form.code)
def test_a_summary_of_the_bureau_comes_back_without_a_word(filled, form):
    submission = filled.read(f"{form.code}-summary", form)
    assert submission.findings == () and submission.decisions == ()
    assert facts(submission) == {unit.code: figures_of(form) for unit in UNITS}
    total = filled.results[f"{form.code}-summary"]["stands"][f"C{6 + len(UNITS)}"]
    assert int(total) == len(UNITS) * next(iter(figures_of(form).values()))


@pytest.mark.parametrize("form", LEDGERS, ids=lambda form: form.code)
def test_a_ledger_comes_back_without_a_word(filled, form):
    submission = filled.read(form.code, form)
    assert submission.findings == () and submission.decisions == ()
    assert facts(submission) == {"east": ROWS[form.code][1]}
    assert (submission.form, submission.periods) == (form.code, ("2025Q3",))


@pytest.mark.parametrize("ending", ["ods", "xls"])
def test_a_ledger_saved_in_another_format_says_the_same(filled, ending):
    form = CATALOGUE.forms["litigation_ledger"]
    submission = filled.read("litigation_ledger", form, ending)
    assert submission.findings == () and submission.decisions == ()
    assert facts(submission) == {"east": ROWS[form.code][1]}


@pytest.mark.parametrize("form", LEDGERS, ids=lambda form: form.code)
def test_a_ledger_in_which_nothing_happened_is_a_zero_report(filled, form):
    submission = filled.read(f"{form.code}-zero", form)
    assert facts(submission) == {"east": dict.fromkeys(form.measures, 0)}
    assert submission.can_count and submission.to_settle == ()


def test_a_tick_is_a_zero_report(filled):
    form = CATALOGUE.forms["quarterly"]
    submission = filled.read("quarterly-tick", form)
    assert facts(submission) == {"east": dict.fromkeys(figures_of(form), 0)}
    assert [finding.code for finding in submission.findings] == ["ticked"]


def test_the_rates_of_the_form_are_calculated_while_it_is_filled_in(filled):
    stands = filled.results["quarterly"]["stands"]
    figures = figures_of(CATALOGUE.forms["quarterly"])
    row = next(cell[1:] for cell, text in stands.items() if text == "负责人出庭应诉率")
    assert stands[f"C{row}"] == f"{figures['leader_attended'] / figures['hearings_held']:.2%}"
    assert stands[f"D{row}"] == "100.00%"
    assert filled.results["quarterly-tick"]["stands"][f"C{row}"] == "无开庭案件"


@pytest.mark.parametrize("form", CATALOGUE.forms.values(), ids=list(CATALOGUE.forms))
def test_what_the_form_asks_for_passes_its_own_checks(filled, form):
    result = filled.results[form.code]
    assert result["refused"] == []
    several_days = form.code == "litigation_ledger"  # two hearings in one cell: asked about, and kept
    assert result["invalid"] is several_days


def test_a_mistake_is_seen_and_what_is_locked_stays(filled):
    result = filled.results["quarterly-mistaken"]
    assert result["invalid"]
    assert set(result["refused"]) == {"D6", "A2"}


@pytest.mark.parametrize("form", CATALOGUE.forms.values(), ids=list(CATALOGUE.forms))
def test_a_filled_form_prints_on_a4_with_every_figure_shown(filled, form):
    sheet = filled.folder / f"{form.code}_填好.pdf"
    told = subprocess.run(["pdfinfo", str(sheet)], capture_output=True, text=True, check=True).stdout
    text = subprocess.run(["pdftotext", str(sheet), "-"], capture_output=True, text=True, check=True).stdout
    assert "(A4)" in told
    assert "##" not in text  # what stands where a column is too narrow for its number or day
    if form.is_ledger:
        pages = text.split("\f")
        heading = "".join(form.fields[0].name.split())
        assert all(heading in "".join(page.split()) for page in pages if page.strip())
    else:
        assert "Pages:           1\n" in told
