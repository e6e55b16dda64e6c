"""Ledgers: dates, marks, results, instances, defendants, case numbers, doubles, quarters; and what they are counted as.

Of a ledger only the measures named in the facts are compared: it gives a dozen from one row.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from tests.intake.habits.making import NOTHING, Facts, Habit, facts, sheets, written
from tests.intake.workbooks import Rows, table

HEADER = ("案号", "被告单位", "立案日期", "开庭日期", "负责人是否出庭", "裁判结果", "裁判日期")
SYNONYMS = ("案件编号", "被告", "收案时间", "开庭时间", "是否出庭", "结案方式", "结案日期")
TITLE = "2025年第三季度行政诉讼案件台账"
NUMBER, OTHER = "（2025）陕7101行初1号", "（2025）陕7101行初2号"
COUNTED = ("litigation_new_cases", "litigation_closed", "litigation_lost", "hearings_held", "leader_attended")


def case(
    number: object = NUMBER,
    unit: str | None = "东关街道",
    filed: object = "2025-07-01",
    heard: object = "2025-08-05",
    attended: object = "是",
    result: object = "驳回诉讼请求",
    closed: object = "2025-08-20",
) -> tuple[object, ...]:
    return number, unit, filed, heard, attended, result, closed


def ledger(*rows: Sequence[object], title: str = TITLE, header: Sequence[object] = HEADER) -> Rows:
    return ((title,), header, *rows)


def more(name: str, value: object, **how: object) -> Rows:
    """One case with a further column."""
    return ledger((*case(**how), value), header=(*HEADER, name))  # type: ignore[arg-type]


def counts(new: int, closed: int, lost: int, held: int, attended: int, unit: str = "east") -> Facts:
    return facts("2025Q3", COUNTED, **{unit: (new, closed, lost, held, attended)})


def second(**how: object) -> tuple[object, ...]:
    usual = {
        "number": "（2025）陕07行终9号",
        "filed": "2025-08-25",
        "heard": "2025-09-10",
        "result": "维持原判",
    }
    return case(**(usual | {"closed": "2025-09-20"} | how))  # type: ignore[arg-type]


def one(period: str = "2025Q3", /, unit: str = "east", **measures: int) -> Facts:
    return facts(period, tuple(measures), **{unit: tuple(measures.values())})


ONE, TWO, NOT_HELD = counts(1, 1, 0, 1, 1), counts(2, 2, 0, 2, 2), counts(1, 1, 0, 0, 0)
NO_FILED, ABSENT, LOST = counts(0, 1, 0, 1, 1), counts(1, 1, 0, 1, 0), counts(1, 1, 1, 1, 1)
OPEN, NOT_CLOSED = counts(1, 0, 0, 1, 1), counts(1, 0, 0, 1, 1)
NORTH = counts(1, 1, 0, 1, 1, "north")
ZEROS = counts(0, 0, 0, 0, 0)
ALIKE = ONE | one(chief_attended=0)
UNLIKE = ALIKE | one(hearings_held=2)  # what the summary says goes before
TOGETHER = one(court_observations=1, court_observers=2) | one(
    "2025Q3", "north", court_observations=1, court_observers=2
)
OWN = (("2025年第三季度行政诉讼案件台账",), ("填报单位：东关街道",))
ADVICE = ("司法建议书文号", "收到单位", "收到日期", "书面回复日期")
JUDICIAL, PROCURATORIAL = "2025年第三季度司法建议台账", "2025年第三季度检察建议台账"
PROCURATOR = ("检察建议书文号", "收到单位", "收到日期", "书面回复日期", "是否紧急情形")
TRAINING = ("执法证号", "姓名", "所在单位", "是否在岗", "年度累计学时")
HOURS = "2025年第三季度执法人员培训学时台账"
REVIEW = ("复议案号", "被申请人", "受理日期", "审结日期", "复议结果")
FILES = ("案卷号", "评查单位", "评查日期", "评查等次")
JUDGED = ("生效裁判案号", "履行义务单位", "履行内容", "履行期限届满日", "履行完毕日期")
SEEN = ("案号", "旁听单位", "旁听日期", "到场领导人数")


def advice(received: object, replied: object, title: str = JUDICIAL) -> Rows:
    return ledger(("（2025）陕0702司建3号", "东关街道", received, replied), title=title, header=ADVICE)


def due(number: int, on_time: int) -> Facts:
    return one(judicial_advice_due=number, judicial_advice_on_time=on_time)


# fmt: off
HABITS: list[Habit] = [
    ("台账：一行一案", ledger(case()), ONE, []),
    ("台账：列名同义词", ledger(case(), header=SYNONYMS), ONE, []),
    ("台账：序号、空行、注", ledger((1, *case()), (), (2, *case(OTHER)), ("注：略",), header=("序号", *HEADER)),
     TWO, []),
    ("台账：合计行", ledger(case(), ("合计", 1, None, None, None, None, None)), ONE, []),
    ("台账：日期 2025.7.1", ledger(case(filed="2025.7.1")), ONE, []),
    ("台账：日期 2025/7/1", ledger(case(filed="2025/7/1")), ONE, []),
    ("台账：日期 20250701 文字", ledger(case(filed="20250701")), ONE, []),
    ("台账：日期 20250701 数字", ledger(case(filed=20250701)), ONE, []),
    ("台账：日期 2025年7月1日", ledger(case(filed="2025年7月1日")), ONE, []),
    ("台账：日期二〇二五年七月一日", ledger(case(filed="二〇二五年七月一日")), ONE, []),
    ("台账：日期格式", ledger(case(filed=date(2025, 7, 1))), ONE, []),
    ("台账：日期带时刻", ledger(case(filed=datetime(2025, 7, 1, 9, 30))), ONE, []),
    ("台账：日期文字带时刻", ledger(case(filed="2025-7-1 09:00")), ONE, []),
    ("台账：日期成了序列号", ledger(case(filed=45839)), ONE, []),
    ("台账：日期全角", ledger(case(filed="２０２５．７．１")), ONE, []),
    ("台账：日期没有年", ledger(case(filed="7月1日")), ONE, ["ledger_year_assumed"]),
    ("台账：日期只到月", ledger(case(filed="2025年7月")), ONE, []),
    ("台账：日期年份两位", ledger(case(filed="25.7.1")), NO_FILED, ["ledger_date"]),
    ("台账：日期是天文数字", written("9" * 400, ledger(case(filed=44))), NO_FILED, ["ledger_date"]),
    ("台账：没有的日期", ledger(case(filed="2025-13-1")), NO_FILED, ["ledger_date"]),
    ("台账：先裁判后立案", ledger(case(filed="2025-08-30")), ONE, ["ledger_order"]),
    ("台账：本季几次开庭只计一次", ledger(case(heard="2025-07-20、2025-08-05")), ONE, []),
    ("台账：开庭日期换行隔开", ledger(case(heard="2025-07-20\n2025-08-05")), ONE, []),
    ("台账：开庭跨两个季度", ledger(case(filed="2025-05-01", heard="2025-06-20；2025-08-05")), NO_FILED,
     ["ledger_heard_before"]),
    ("台账：上季立案本季审结", ledger(case(filed="2025-05-01")), NO_FILED, []),
    ("台账：下季才裁判", ledger(case(closed="2025-10-20")), NOT_CLOSED, []),
    ("台账：年份写错一年", ledger(case(filed="2024-07-05", heard="2024-08-05", closed="2024-09-01")), ZEROS,
     ["ledger_year_slip"]),
    ("台账：整行都在期外", ledger(case(filed="2025-01-05", heard="2025-02-05", closed="2025-03-01")), ZEROS,
     ["ledger_outside"]),
    ("台账：没有任何日期", ledger(case(filed=None, heard=None, closed=None, attended=None, result=None)), ZEROS,
     ["ledger_no_date"]),
    ("台账：有结果没有裁判日期", ledger(case(closed=None)), NOT_CLOSED, ["ledger_date_needed"]),
    ("台账：出庭了没有开庭日期", ledger(case(heard=None)), NOT_HELD, ["ledger_date_needed"]),
    ("台账：出庭 √", ledger(case(attended="√")), ONE, []),
    ("台账：出庭 ×", ledger(case(attended="×")), ABSENT, []),
    ("台账：已出庭", ledger(case(attended="已出庭")), ONE, []),
    ("台账：未出庭", ledger(case(attended="未出庭")), ABSENT, []),
    ("台账：未开庭不算开庭", ledger(case(attended="未开庭")), NOT_HELD, []),
    ("台账：律师出庭不算负责人出庭", ledger(case(attended="仅委托律师出庭")), ABSENT, []),
    ("台账：正职出庭", ledger(case(attended="正职出庭")), ONE | one(chief_attended=1), []),
    ("台账：分管领导出庭", ledger(case(attended="分管领导出庭")), ONE | one(chief_attended=0), []),
    ("台账：出庭空着", ledger(case(attended=None)), ABSENT, ["ledger_choice_blank"]),
    ("台账：出庭写人名", ledger(case(attended="张三")), ABSENT, ["ledger_word"]),
    ("台账：正副职一栏", more("是否主要负责人", "正职"), ONE | one(chief_attended=1), []),
    ("台账：重点案件", more("重点案件类别", "生态环境"), ONE | one(key_hearings=1, key_chief_attended=0), []),
    ("台账：正当事由", more("不出庭理由", "不可抗力", attended="否"), ABSENT | one(excused_absences=1), []),
    ("台账：撤销", ledger(case(result="撤销")), LOST, []),
    ("台账：部分撤销", ledger(case(result="部分撤销")), LOST, []),
    ("台账：确认违法", ledger(case(result="确认违法")), LOST, []),
    ("台账：责令履行", ledger(case(result="责令履行")), LOST, []),
    ("台账：写“败诉”", ledger(case(result="败诉")), LOST, []),
    ("台账：驳回起诉不进判决", ledger(case(result="驳回起诉")), ONE | one(litigation_judged=0), []),
    ("台账：撤诉不算败诉", ledger(case(result="准予撤诉")), ONE, []),
    ("台账：调解不算败诉", ledger(case(result="调解")), ONE, []),
    ("台账：未结", ledger(case(result="未结", closed=None)), OPEN, []),
    ("台账：结果只差虚字", ledger(case(result="裁定终结")), ONE, []),
    ("台账：结果不认识", ledger(case(result="另案处理")), ONE, ["ledger_word"]),
    ("台账：胜败与结果矛盾", more("是否败诉", "胜诉", result="撤销"), ONE, ["ledger_contradicts"]),
    ("台账：二审另一行", ledger(case(), second()), counts(1, 1, 0, 2, 2), []),
    ("台账：二审改判不改一审", ledger(case(), second(result="改判")), counts(1, 1, 0, 2, 2), []),
    ("台账：审级与案号不符", more("审级", "二审"), counts(0, 0, 0, 1, 1), ["ledger_mark_differs"]),
    ("台账：同案两行", ledger(case(), case()), ONE, ["ledger_case_twice"]),
    ("台账：同案括号半角", ledger(case(), case("(2025)陕7101行初1号")), ONE, ["ledger_case_twice"]),
    ("台账：同案方括号、全角、空格", ledger(case(), case("〔２０２５〕陕7101 行初 1 号")), ONE, ["ledger_case_twice"]),
    ("台账：同案写罗马数字", ledger(case("（2025）陕7101行初2号"), case("（2025）陕7101行初Ⅱ号")),
     ONE, ["ledger_case_twice"]),
    ("台账：同案写中文数字", ledger(case(OTHER), case("（二〇二五）陕7101行初二号")), ONE, ["ledger_case_twice"]),
    ("台账：案号写拼音", ledger(case("(2025)shan7101行初12号")), ONE, ["ledger_number_form"]),
    ("台账：案号没有年份", ledger(case("陕7101行初12号")), ONE, ["ledger_number_form"]),
    ("台账：同案写“第”、前导零", ledger(case(), case("（2025）陕7101行初第01号")), ONE, ["ledger_case_twice"]),
    ("台账：同案结果不同", ledger(case(), case(result="撤销")), LOST, ["ledger_case_differs"]),
    ("台账：没有案号", ledger(case(None)), ONE, ["ledger_no_case"]),
    ("台账：两个被告一格", ledger(case(unit="东关街道、北关街道")), ONE | NORTH, []),
    ("台账：共同被告栏", more("共同被告", "北关街道"), ONE | NORTH, []),
    ("台账：责任单位栏", more("责任单位", "北关街道"), NORTH, []),
    ("台账：被告不认识", ledger(case(), case(OTHER, "南关街道")), ONE, ["unit_unknown"]),
    ("台账：一个单位的台账没有被告列", (*OWN, (HEADER[0], *HEADER[2:]), (case()[0], *case()[2:])), ONE, []),
    ("台账：写“无”是零报告", (*OWN, HEADER, ("无",)), ZEROS, ["ledger_nothing"]),
    ("台账：写“本季度无案件”", (*OWN, HEADER, ("本季度无案件",)), ZEROS, ["ledger_nothing"]),
    ("台账：空着不是零报告", ledger(), NOTHING, ["no_rows"]),
    ("台账：标题没有季度", ledger(case(), title="行政诉讼案件台账"), NOTHING, ["period_unknown"]),
    ("台账：标题 1—9 月，按日期归季", ledger(case(), title="2025年1—9月行政诉讼案件台账"), ONE, []),
    ("台账：标题没有种类，凭列名", ledger(case(), title="2025年第三季度台账"), ONE, []),
    ("台账：多一列不认识", more("承办人电话", "x"), ONE, ["column_unknown"]),
    ("台账：列名相近，要问", ledger(case(), header=(*HEADER[:3], "法院开庭日期", *HEADER[4:])),
     one(litigation_new_cases=1), ["column_missing", "ledger_column_absent"]),
    ("汇总表与台账一致", sheets(table(("东关街道", 1, 1, 0)), ledger(case()), names=["汇总", "台账"]), ALIKE, []),
    ("汇总表与台账不一致", sheets(table(("东关街道", 2, 1, 0)), ledger(case()), names=["汇总", "台账"]), UNLIKE,
     ["ledger_differs"]),
    ("司法建议：两个月内回复", advice("2025-06-10", "2025-08-01"), due(1, 1), []),
    ("司法建议：届满当日回复", advice("2025-06-10", "2025-08-10"), due(1, 1), []),
    ("司法建议：迟一天", advice("2025-06-10", "2025-08-11"), due(1, 0), []),
    ("司法建议：没有回复", advice("2025-06-10", None), due(1, 0), []),
    ("司法建议：未到期", advice("2025-09-10", None), due(0, 0), []),
    ("司法建议：12 月 31 日的两个月是 2 月末", advice("2024-12-31", "2025-02-28", "2025年第一季度司法建议台账"),
     one("2025Q1", judicial_advice_due=1, judicial_advice_on_time=1), []),
    ("司法建议：文书写明期限", ledger(("（2025）陕0702司建3号", "东关街道", "2025-06-10", "2025-07-20", "2025-07-15"),
     title=JUDICIAL, header=(*ADVICE, "回复期限")), due(1, 0), []),
    ("司法建议：收到日期只到月", advice("2025年6月", None), due(0, 0), ["ledger_month_only"]),
    ("检察建议：紧急情形十五日", ledger(("汉台检行公〔2025〕2号", "东关街道", "2025-08-01", "2025-08-20", "是"),
     title=PROCURATORIAL, header=PROCURATOR), one(procuratorial_advice_due=1, procuratorial_advice_on_time=0), []),
    ("检察建议：一般情形两个月", ledger(("汉台检行公〔2025〕2号", "东关街道", "2025-07-01", "2025-08-20", "否"),
     title=PROCURATORIAL, header=PROCURATOR), one(procuratorial_advice_due=1, procuratorial_advice_on_time=1), []),
    ("建议台账分不出种类", ledger(("（2025）3号", "东关街道", "2025-06-10", None), title="2025年第三季度台账",
     header=("文号", "收到单位", "收到日期", "回复日期")), NOTHING, ["ledger_kind_unclear"]),
    ("复议：撤销是直接纠错", ledger(("汉区政复决〔2025〕3号", "东关街道", "2025-07-02", "2025-08-30", "撤销"),
     title="2025年第三季度行政复议案件台账", header=REVIEW), one(review_closed=1, review_direct_corrected=1), []),
    ("复议：和解撤回", ledger(("汉区政复决〔2025〕3号", "东关街道", "2025-07-02", "2025-08-30", "和解撤回"),
     title="2025年第三季度行政复议案件台账", header=REVIEW), one(review_settled=1, review_direct_corrected=0), []),
    ("评查：同日两卷一次", ledger(("汉罚〔2025〕1号", "东关街道", "2025-08-01", "优秀"),
     ("汉罚〔2025〕2号", "东关街道", "2025-08-01", "不合格"), title="2025年第三季度案卷评查台账", header=FILES),
     one(case_reviews=1, case_files_reviewed=2, case_files_excellent=1, case_files_qualified=0), []),
    ("履行：一件按期一件未履行", ledger((NUMBER, "东关街道", "责令履行", "2025-08-01", "2025-07-20"),
     (OTHER, "东关街道", "给付", "2025-08-01", None), title="2025年第三季度生效裁判履行台账", header=JUDGED),
     one(judgments_due=2, judgments_performed=1), []),
    ("履行：仅确认违法没有履行内容", ledger((NUMBER, "东关街道", "仅确认违法", "2025-08-01", None),
     title="2025年第三季度生效裁判履行台账", header=JUDGED),
     one(judgments_due=0, judgments_performed=0), []),
    ("培训：60 学时达标，退休不计", ledger(("A1", "张三", "东关街道", "在岗", 60),
     ("A2", "李四", "东关街道", "在岗", 59.5), ("A3", "王五", "东关街道", "退休", 80), title=HOURS, header=TRAINING),
     one(officers_on_post=2, officers_trained=1), []),
    ("培训：同证号两行相加", ledger(("A1", "张三", "东关街道", "在岗", 30), ("A1", "张三", "东关街道", "在岗", 30),
     title=HOURS, header=TRAINING), one(officers_on_post=1, officers_trained=1), ["ledger_hours_added"]),
    ("旁听：两个单位一起", ledger((NUMBER, "东关街道、北关街道", "2025-08-05", 2), title="2025年第三季度旁听庭审台账",
     header=SEEN), TOGETHER, []),
]
