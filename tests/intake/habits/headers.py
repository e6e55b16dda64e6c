"""What stands in the header: names, bands, rows, units of measurement, columns moved or unknown."""

from tests.intake.habits.making import BAND, BOTH, EAST, NORTH, ONLY_EAST, Habit, facts, merged
from tests.intake.workbooks import HEADER, TITLE, table
from tests.intake.workbooks import MEASURES as HEADER_MEASURES

LAW = ("litigation_new_cases", "litigation_closed", "review_accepted", "review_closed")
FOUR = facts("2025Q3", LAW, east=(5, 4, 3, 2))
TWO_ROWS = ((TITLE,), ("单位", "行政诉讼", None, "行政复议", None), (None, "新收", "审结", "受理", "审结"))
THREE_ROWS = (
    (TITLE,),
    ("单位", "应诉与复议", None, None, None),
    (None, "行政诉讼", None, "行政复议", None),
    (None, "新收", "审结", "受理", "审结"),
)
REST = facts("2025Q3", HEADER_MEASURES[1:], east=(3, 1), north=(2, 0))
NO_LEADER = facts("2025Q3", HEADER_MEASURES[::2], east=(4, 1), north=(2, 0))
LEFT_OUT = ["column_missing", "column_unknown"]
CASES = ("东关街道", 5, 4, 3, 2)


def head(*names: str):
    """A table of two units under these three names of columns."""
    return table(EAST, NORTH, header=("单位", *names))


# fmt: off
HABITS: list[Habit] = [
    ("全称表头", table(EAST, NORTH), BOTH, []),
    ("同义词：开庭数、出庭数", head("开庭数", "负责人出庭数", "正职出庭数"), BOTH, []),
    ("同义词：开庭案件、一把手出庭", head("开庭案件", "行政机关负责人出庭", "一把手出庭"), BOTH, []),
    ("同义词：主要负责人出庭", head("开庭件数", "负责人出庭件数", "主要负责人出庭"), BOTH, []),
    ("表头带单位（件）", head("开庭审理案件数（件）", "负责人出庭案件数（件）", "正职出庭案件数(件)"), BOTH, []),
    ("表头带［件］换行", head("开庭审理\n案件数", "负责人出庭\n案件数（件）", "正职出庭\r\n案件数"), BOTH, []),
    ("表头字间空格", head("开 庭 数", "负责人 出庭数", "正 职 出 庭"), BOTH, []),
    ("表头全角空格、不可见字符", head("开庭　数", "负责人\u200b出庭数", "\ufeff正职出庭"), BOTH, []),
    ("表头带序号", head("1.开庭数", "2、负责人出庭数", "（3）正职出庭"), BOTH, []),
    ("表头写“其中：”", head("开庭数", "负责人出庭数", "其中：正职"), BOTH, []),
    ("表头写（1）其中：", head("一、开庭数", "二、负责人出庭数", "（1）其中：正职出庭"), BOTH, []),
    ("表头带冒号、星号", head("开庭数：", "*负责人出庭数", "正职出庭*"), BOTH, []),
    ("栏名加项名写在一格", table(CASES, header=("单位", "行政诉讼新收", "行政诉讼审结", "复议受理", "复议审结")),
     FOUR, []),
    ("两层合并表头", merged((*TWO_ROWS, CASES), "A2:A3", "B2:C2", "D2:E2"), FOUR, []),
    ("两层表头未合并（csv 式）", (*TWO_ROWS, CASES), FOUR, []),
    ("三层合并表头", merged((*THREE_ROWS, CASES), "A2:A4", "B2:E2", "B3:C3", "D3:E3"), FOUR, []),
    ("表题合并居中", merged(table(EAST, NORTH), "A1:D1"), BOTH, []),
    ("表题占两行", ((TITLE,), ("（区司法局制）",), HEADER, EAST, NORTH), BOTH, []),
    ("表题下写单位：件", ((TITLE,), (None, None, None, "单位：件"), HEADER, EAST, NORTH), BOTH, []),
    ("表题下写单位：件、%", ((TITLE,), ("单位：件、%",), HEADER, EAST, NORTH), BOTH, []),
    ("没有表题而栏有上层", ((TITLE,), ("单位", "出庭应诉", None, None), BAND, EAST, NORTH), BOTH, []),
    ("表头在第五行", ((TITLE,), (), (), (), HEADER, EAST, NORTH), BOTH, []),
    ("表格从 C 列开始", ((TITLE,), (None, None, *HEADER), (None, None, *EAST), (None, None, *NORTH)), BOTH, []),
    ("序号列在前", ((TITLE,), ("序号", *HEADER), (1, *EAST), (2, *NORTH)), BOTH, []),
    ("编号列写 No.", ((TITLE,), ("No.", *HEADER), ("1", *EAST), ("2", *NORTH)), BOTH, []),
    ("列换了次序", ((TITLE,), ("正职出庭数", "单位", "负责人出庭数", "开庭数"), (1, "东关街道", 3, 4)),
     ONLY_EAST, []),
    ("单位列在最后", ((TITLE,), (*HEADER[1:], "单位名称"), (4, 3, 1, "东关街道"), (2, 2, 0, "北关街道")), BOTH, []),
    ("单位列叫“镇办、部门”", table(EAST, NORTH, header=("镇办、部门", *HEADER[1:])), BOTH, []),
    ("单位列叫“被告单位”", table(EAST, NORTH, header=("被告单位", *HEADER[1:])), BOTH, []),
    ("单位列叫“责任单位”", table(EAST, NORTH, header=("责任单位", *HEADER[1:])), BOTH, []),
    ("单位列没有列名", table(EAST, NORTH, header=(None, *HEADER[1:])), BOTH, []),
    ("列中间夹空列", ((TITLE,), ("单位", None, *HEADER[1:]), ("东关街道", None, 4, 3, 1)), ONLY_EAST, []),
    ("备注列", table((*EAST, "系列案"), (*NORTH, None), header=(*HEADER, "备注")), BOTH, []),
    ("说明文字列", table((*EAST, "系列案"), NORTH, header=(*HEADER, "情况说明")), BOTH, ["column_unknown"]),
    ("手算的率", table((*EAST, "75%"), (*NORTH, "100%"), header=(*HEADER, "负责人出庭应诉率")), BOTH, []),
    ("手算的率不对", table((*EAST, "80%"), header=(*HEADER, "出庭率")), ONLY_EAST, ["rate_differs"]),
    ("手算率无案件填 0%", table(("东关街道", 0, 0, 0, "0%"), header=(*HEADER, "出庭率")), facts(east=(0, 0, 0)), []),
    ("手算率无案件填 100%", table(("东关街道", 0, 0, 0, "100%"), header=(*HEADER, "出庭率")),
     facts(east=(0, 0, 0)), ["rate_differs"]),
    ("表头只差虚字，认下并列出", head("开庭审理情况", *HEADER[2:]), BOTH, []),
    ("表头繁体", table(EAST, NORTH, header=("單位名稱", "開庭審理案件數", "負責人出庭案件數", "正職出庭案件數")),
     BOTH, []),
    ("表头下一行写（件）", ((TITLE,), HEADER, (None, "（件）", "（件）", "（件）"), EAST, NORTH), BOTH, []),
    ("表头相近，要问", head("法院开庭件数", *HEADER[2:]), REST, ["column_unclear"]),
    ("表头带脚注号，要问", head("开庭审理案件数①", *HEADER[2:]), REST, ["column_unclear"]),
    ("未出庭不是出庭", head(HEADER[1], "负责人未出庭案件数", HEADER[3]), NO_LEADER, LEFT_OUT),
    ("表头写（万元）", head("开庭审理案件数（万元）", *HEADER[2:]), REST, ["column_measured"]),
    ("表头写（千件）", head("开庭审理案件数（千件）", *HEADER[2:]), REST, ["column_measured"]),
    ("表头写（%）", head("开庭审理案件数（%）", *HEADER[2:]), REST, LEFT_OUT),
    ("上年同期列不读", table((*EAST, 9), (*NORTH, 8), header=(*HEADER, "上年同期开庭数")), BOTH,
     ["column_unknown"]),
    ("表题下写单位：万元", ((TITLE,), (None, "单位：万元"), HEADER, EAST, NORTH), BOTH, ["table_measured"]),
    ("同一列两次", table((*EAST, 9), header=(*HEADER, "开庭数")), ONLY_EAST, ["column_twice"]),
]
