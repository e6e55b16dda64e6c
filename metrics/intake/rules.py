"""Every thing that may be said about a workbook: message, remedy, weight. docs/FINDINGS.md is this list.

Codes are stable; wording may improve freely. 强制性 keeps a workbook from being counted, never from being kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from metrics.model import Finding, Severity

MOST_CELLS = 200  # cells named by one finding; beyond that nobody reads the list
MOST_FOUND = 1000  # characters of what stands in a cell; a cell can hold a book


@dataclass(frozen=True)
class Rule:
    """One kind of finding. says and mend are templates over found, expected and further words."""

    code: str
    severity: Severity
    says: str
    mend: str
    trial: str = ""  # a new rule's first period, such as "2027Q1": in it and before it only hints
    several: str = ""  # says, when one finding speaks of several things: over kinds, count (cells) and found

    def at(
        self,
        sheet: str = "",
        cells: Sequence[str] = (),
        *,
        found: object = "",
        expected: str = "",
        unit: str = "",
        period: str = "",
        measure: str = "",
        measures: Sequence[str] = (),
        **words: object,
    ) -> Finding:
        """The finding at one or more cells of a sheet."""
        found = str(found) if len(str(found)) <= MOST_FOUND else f"{str(found)[:MOST_FOUND]}…"
        shown = {"found": found, "expected": expected, **words}
        return Finding(
            self.severity,
            self.code,
            self.says.format_map(shown),
            self.mend.format_map(shown),
            sheet,
            cells[0] if cells else "",
            found,
            expected,
            unit,
            period,
            measure,
            tuple(cells[1:MOST_CELLS]),
            tuple(measures),
        )

    def of_several(
        self, sheet: str, things: Sequence[tuple[str, Sequence[str]]], measure: str = ""
    ) -> Finding:
        """One finding for all the things (a name or word, and its cells) that the same is to be said of."""
        cells = [cell for _, places in things for cell in places]
        names = [name for name, _ in things]
        if len(names) == 1:
            return self.at(sheet, cells, found=names[0], measure=measure)
        found = "、".join(f"“{name}”" for name in names)
        rule = replace(self, says=self.several)
        return rule.at(sheet, cells, found=found, measure=measure, kinds=len(names), count=len(cells))


def _mandatory(code: str, says: str, mend: str, trial: str = "") -> Rule:
    return Rule(code, Severity.MANDATORY, says, mend, trial)


def _strict(code: str, says: str, mend: str, trial: str = "") -> Rule:
    return Rule(code, Severity.STRICT, says, mend, trial)


def _verify(code: str, says: str, mend: str, trial: str = "", several: str = "") -> Rule:
    return Rule(code, Severity.VERIFY, says, mend, trial, several)


def _hint(code: str, says: str, mend: str, trial: str = "", several: str = "") -> Rule:
    return Rule(code, Severity.HINT, says, mend, trial, several)


UNREADABLE = _mandatory("unreadable", "打不开这个文件：{found}", "按提示处理后重新上传；原件已留存。")
NO_TABLE = _mandatory(
    "no_table",
    "没有找到可以识别的报表",
    "请用“上传报送”页的空白表填报，或保留原来的表头（如“单位名称”“开庭审理案件数”）。",
)
NO_ROWS = _mandatory("no_rows", "找到了表头，但下面没有数据", "请填写数据后重新上传；没有案件也要填 0。")
NO_COLUMNS_NOW = _mandatory(
    "no_columns_now",
    "表里只有其他时间的数，没有读取：{found}",
    "请填报本期一个季度的数，列名写“本季度”，并在标题写明报送期，如“2025年第三季度”。",
)
NO_UNIT = _mandatory(
    "no_unit", "没有写明是哪个单位填报的", "请在表上方写“填报单位：××”，用单位全称或常用简称。"
)
UNIT_BLANK = _mandatory("unit_blank", "这一行有数据，但没有写单位", "请在单位栏填写单位名称。")
UNIT_UNKNOWN = _mandatory(
    "unit_unknown", "名录里没有“{found}”", "请改用名录中的名称；确属新单位或新别名的，先到“单位管理”补上。"
)
UNIT_AMBIGUOUS = _mandatory("unit_ambiguous", "“{found}”可能是 {expected}，不能确定", "请改写单位全称。")
UNIT_TWICE = _mandatory(
    "unit_twice", "“{found}”出现了两次", "同一单位同一报送期只能有一行，请合并或删去多余的一行。"
)
UNIT_NOT_VALID = _strict(
    "unit_not_valid", "“{found}”在该报送期不在有效期内", "请核对单位名称；有效期有误的，到“单位管理”更正。"
)
PERIOD_UNKNOWN = _mandatory(
    "period_unknown", "看不出是哪个报送期的数据", "请在标题写明，如“2025年第三季度”。"
)
PERIOD_DISAGREES = _mandatory(
    "period_disagrees", "报送期写法不一致：{found}", "请核对标题、工作表名和文件名，改成同一个报送期。"
)
PERIOD_OTHER = _mandatory(
    "period_other",
    "这份表是{found}的，您选择的是{expected}",
    "选错季度的，改选后重新上传；表头没改的，改正标题后重新上传。",
)
PERIOD_CUMULATIVE = _mandatory(
    "period_cumulative",
    "标题写的是“{found}”，是累计数，不是单季数",
    "请填报单季数（如 7—9 月）；累计数由平台自动相加。",
)
NOT_A_NUMBER = _mandatory(
    "not_a_number", "应填整数，现为“{found}”", "只填数字，不写“约”“余”等字；确实没有发生请填 0。"
)
WHOLE_NUMBER = _mandatory("whole_number", "件数应是整数，现为 {found}", "请填整数。")
NEGATIVE = _mandatory("negative", "件数不能小于 0，现为 {found}", "请核对后填写 0 或正整数。")
PERCENT_AS_COUNT = _mandatory(
    "percent_as_count", "此处应填件数，现为百分比“{found}”", "请填件数，率由平台计算。"
)
DATE_AS_COUNT = _mandatory(
    "date_as_count",
    "此处应填件数，现为日期“{found}”",
    "请填件数；是单元格格式变成日期的，改回“常规”后重填数字。",
)
TOO_LARGE = _mandatory("too_large", "件数不会有 {found} 这么大", "请核对是否把电话、文号等填进了这一格。")
ERROR_CELL = _mandatory("error_cell", "单元格是公式错误“{found}”", "请改正公式，或直接填写数字。")
UNCALCULATED = _mandatory(
    "uncalculated", "公式没有保存计算结果", "请在 WPS 或 Excel 中打开、保存一次后重新上传，或直接填写数字。"
)
PART_ABOVE_WHOLE = _mandatory(
    "part_above_whole",
    "“{part}”{found} 件，大于“{whole}”{limit} 件",
    "请核对这两格：前者包含在后者之内，不应更大。",
)
TOTAL_DIFFERS = _strict(
    "total_differs", "“{label}”填的是 {found}，各行相加是 {expected}", "请核对各行和合计；改正后重新上传。"
)
ZERO_REPORT_CONTRADICTS = _mandatory(
    "zero_report_contradicts",
    "勾选了“本季度无案件”，却填了 {found} 件",
    "有案件的请取消勾选；没有案件的请把数字改为 0。",
)
COLUMN_MISSING = _mandatory(
    "column_missing",
    "缺少“{found}”一列，而表里有认不出的列",
    "请按空白表的列名填写；确实不报此项的，删去认不出的列。",
)
SECOND_HEADER = _mandatory(
    "second_header", "下面还有一个列名不同的表头，从这里起没有读取", "请把两张表分别放在两个工作表里。"
)
COLUMN_UNCLEAR = _mandatory(
    "column_unclear",
    "“{found}”像是“{expected}”，还不能确定，没有读取",
    "请选定它是哪一项，或选“不读取”。",
)
COLUMN_MEASURED = _mandatory(
    "column_measured",
    "“{found}”的计量单位是“{expected}”，不是“{unit_wanted}”，没有读取",
    "请改填“{unit_wanted}”数；不是本表数据项的，删去此列或选“不读取”。",
)
COLUMN_TWICE = _mandatory("column_twice", "“{found}”出现了两列", "请删去多余的一列，或改成准确的列名。")

COLUMN_ABSENT = _verify(
    "column_absent", "表里没有“{found}”，这些数据项按“未报送”处理", "如应填报，请补上该列后重新上传。"
)
CELL_MISSING = _verify(
    "cell_missing",
    "“{found}”空着，按“未报送”处理，不是 0",
    "没有发生请填 0；不适用请填“—”。",
    several="{kinds} 个数据项共 {count} 格空着，按“未报送”处理，不是 0：{found}",
)
ROW_EMPTY = _hint(
    "row_empty", "这些单位的一行全空，按“未报送”处理：{found}", "没有发生请填 0；尚未报送的可以照常确认。"
)
SHEET_NOT_READ = _verify(
    "sheet_not_read",
    "工作表“{found}”里有数字，但没有认出报表，未读取",
    "如其中有应报的数据，请改用空白表的列名后重新上传。",
)
PERIOD_CUT_OFF = _verify(
    "period_cut_off",
    "写着“{found}”，本表按{expected}的单季数读取",
    "是年初以来累计数的，请改填单季数后重新上传；确是单季数的说明情况。",
)
UNIT_DISAGREES = _verify(
    "unit_disagrees", "表上写的单位是“{found}”，{expected}", "请核对是不是填错了单位或拿错了文件。"
)
TICK_UNCLEAR = _verify(
    "tick_unclear", "“{found}”看不出是否勾选“本季度无案件”，按没有勾选处理", "无案件请打“√”，有案件请留空。"
)
TABLE_MEASURED = _verify(
    "table_measured",
    "表上方写的计量单位是“{found}”，而各数据项以件、次计",
    "请核对数字是不是件数；是件数的，改正计量单位或说明。",
)
RATE_DIFFERS = _verify(
    "rate_differs",
    "“{label}”填的是 {found}，按件数计算是 {expected}",
    "平台以件数计算为准；请核对分子、分母是否填错。",
)
JUMP = _verify(
    "jump",
    "“{label}”本期 {found}，该单位此前各期最多 {expected}，变化较大",
    "请核实；无误的，写明原因即可确认。",
)

STRUCK = _verify(
    "struck", "这些格划了删除线，仍按格中的数读取", "作废的请清空或删去该行；有效的请去掉删除线。"
)
SHOWN_OTHERWISE = _verify(
    "shown_otherwise",
    "格中存的数是 {found}，单元格格式“{expected}”使它显示成别的样子",
    "按所存的数计入；请把格式改回“常规”，核对后重填。",
)
SEEN_OTHERWISE = _verify(
    "seen_otherwise",
    "格中存的数是 {found}，看到的却是“{expected}”",
    "按所存的数计入；请把格式改回“常规”，核对后重填。",
)
# Read as the 0 that the file holds: totals and formulas count on it, and who hides noughts for a clean print means
# them. It takes an explanation to stand, so no cell that was meant to be empty becomes a zero report unseen.
NOUGHT_HIDDEN = _verify(
    "nought_hidden",
    "格里存的是 0，但设成了不显示零，看上去是空的；按 0（零报告）读取",
    "确实没有发生的，写明情况即可；尚未报送的，请清空这些格后重新上传。",
)
COMMENT_CORRECTS = _verify(
    "comment_corrects", "批注像是在更正：“{found}”", "批注不计入数据；请改正数字，或说明批注的意思。"
)
ROW_REMARK = _verify(
    "row_remark",
    "这一行注明“{found}”，数字照常计入",
    "没有报送的请清空该行数字，不要填 0；已报送的请改备注或说明。",
)
COLUMN_NAMELESS = _verify(
    "column_nameless", "从 {found} 起的一列有数字而没有列名，没有读取", "请补上列名，或删去这一列。"
)
UNIT_COLUMNS = _verify(
    "unit_columns",
    "单位有两列，按“{found}”一列认定，“{expected}”一列写的是别的单位",
    "请核对数字属于哪一列的单位；另一列请删去或改名。",
)
SHEET_NAME_ODD = _verify(
    "sheet_name_odd", "{found}的数也已读取", "不应报送的工作表请删去后重新上传；应报送的请改名或说明。"
)

COLUMN_UNKNOWN = _hint("column_unknown", "未读取这些列：{found}", "如其中有应报的数据，请改用空白表的列名。")
DASH = _hint(
    "dash",
    "“{found}”读作“不适用”",
    "确实没有发生的，请填 0。",
    several="{found}共 {count} 格，读作“不适用”",
)
WORD_ZERO = _hint(
    "word_zero",
    "“{found}”读作 0（零报告）",
    "如应为“不适用”，请填“—”。",
    several="{found}共 {count} 格，读作 0（零报告）",
)
TICKED = _hint("ticked", "已勾选“本季度无案件”，空格读作 0（零报告）", "如有案件，请取消勾选并填数。")
EXTERNAL_LINKS = _hint(
    "external_links",
    "工作簿里有{found}，平台不会去打开，也不会运行",
    "读到的是保存时的数；如已过时，请在 WPS 或 Excel 中更新数据、保存后重新上传。",
)
HIDDEN = _hint("hidden", "{found}是隐藏的，也已读取", "不应报送的请删去后重新上传。")
COMMENT = _hint("comment", "单元格有批注：“{found}”", "批注不计入数据；如有影响，请改正数字。")
PERIOD_ASSUMED = _hint("period_assumed", "表里没有写全报送期，按您选择的{found}处理", "请核对。")
ROW_SKIPPED = _hint("row_skipped", "“{found}”一行没有数据，未读取", "如是报送单位，请填写数据。")

NOT_READ = "不读取"  # the name of the choice by which a person leaves a column or row out

LEDGER_KIND_UNCLEAR = _mandatory(
    "ledger_kind_unclear", "看不出是哪一种台账：{found}", "请在标题写明台账名称，如“司法建议台账”。"
)
LEDGER_DATE = _mandatory(
    "ledger_date", "“{label}”应填日期，现为“{found}”", "请写成 2025-07-15 的样子；没有日期的留空。"
)
LEDGER_WORD = _mandatory(
    "ledger_word", "“{label}”栏不认识“{found}”", "请回答它是哪一种，或改用这些写法：{expected}。"
)
LEDGER_MORE_UNITS = _mandatory(
    "ledger_more_units", "另有 {found} 种单位写法不在名录里", "请先改正前面列出的，或核对单位栏是否填错了列。"
)
LEDGER_MORE = _mandatory(
    "ledger_more", "“{label}”另有 {found} 种写法读不出", "请先改正前面列出的，或核对该栏是否填错了列。"
)
LEDGER_NUMBER = _mandatory("ledger_number", "“{label}”应填数字，现为“{found}”", "请只填数字。")
LEDGER_SHEETS = _mandatory(
    "ledger_sheets",
    "“{found}”在工作表“{other}”里也有“{form}”的行",
    "同一单位同一报送期的同一种台账请放在一张工作表里；重复的删去一张。",
)
LEDGER_BELOW = _mandatory(
    "ledger_below",
    "台账上面还有一张表，从这一行起没有读取",
    "请把两张表分别放在两个工作表里。",
)
LEDGER_DIFFERS = _strict(
    "ledger_differs",
    "“{label}”（{who}，{when}）汇总表填 {found}，按台账清点是 {expected}；台账计入：{cases}",
    "以汇总表为准计入；请逐件核对，改正其中一张表后重新上传。",
)
LEDGER_COLUMN_ABSENT = _verify(
    "ledger_column_absent",
    "台账没有“{found}”一栏，{expected}按“未报送”处理，不是 0",
    "如应填报，请补上该栏后重新上传。",
)
LEDGER_COLUMN_OPTIONAL = _hint(
    "ledger_column_optional",
    "台账没有“{found}”一栏，{expected}按“未报送”处理，不是 0",
    "如应填报，请补上该栏。",
)
LEDGER_CASE_DIFFERS = _verify(
    "ledger_case_differs",
    "第 {found} 行与第 {expected} 行是同一案件，“{label}”却不同：“{here}”“{there}”",
    "请核对案号和该栏；确属两件的改正案号，同一案件的只留一行。",
)
LEDGER_MORE_DIFFER = _verify(
    "ledger_more_differ", "另有 {found} 行与前面的行是同一案件而内容不同", "请核对案号；同一案件的只留一行。"
)
LEDGER_SERIES = _strict(
    "ledger_series",
    "“{found}”像是几件案件写在一行，现只计 1 件",
    "请一案一行分开填写；确是一件的，由审核员写明理由放行。",
)
LEDGER_BAND = _mandatory(
    "ledger_band",
    "“{found}”像是按单位分段的标题，本表没有单位栏，各段都会算作一个单位的",
    "请增加单位栏，每行填写单位；或每个单位一张表。",
)
LEDGER_MORE_SERIES = _strict(
    "ledger_more_series", "另有 {found} 行像是几件案件写在一行，现各只计 1 件", "请一案一行分开填写。"
)
LEDGER_NO_CASE = _verify(
    "ledger_no_case", "有 {found} 行没有写“{label}”，{how}", "请补上；确实没有的说明原因。"
)
LEDGER_NO_DATE = _verify(
    "ledger_no_date", "有 {found} 行没有填写归期用的日期，未计入", "请补上日期；尚未发生的说明情况。"
)
LEDGER_NUMBER_FORM = _verify(
    "ledger_number_form",
    "“{label}”有 {count} 处不是通常的写法，同一案件换个写法就查不出重复：{found}",
    "请照文书写成“{expected}”的样子；确是这样编号的说明情况。",
)
LEDGER_YEAR_SLIP = _verify(
    "ledger_year_slip",
    "有 {found} 行的日期差一年就在{expected}内，像是年份写错了；按这些日期统计的数据项现未计入",
    "请核对年份；年份没有写错的说明情况。",
)
LEDGER_STRUCK = _verify(
    "ledger_struck",
    "有 {found} 行划了删除线，仍按案件计入",
    "撤回或作废的请删去该行；有效的请去掉删除线。",
)
LEDGER_MONTH_ONLY = _verify(
    "ledger_month_only", "“{label}”只写到月，算不出期限，有 {found} 行未计入到期", "请写明到日。"
)
LEDGER_CHOICE_BLANK = _verify(
    "ledger_choice_blank", "“{label}”空着 {found} 处，{expected}", "请补填；确实如此的说明情况。"
)
LEDGER_CONTRADICTS = _verify(
    "ledger_contradicts", "“{label}”填的是“{found}”，“{other}”却是“{expected}”，按前者计", "请核对这两栏。"
)
LEDGER_MARK_DIFFERS = _verify(
    "ledger_mark_differs", "“{label}”填的是“{found}”，案号却是“{expected}”的，按所填计", "请核对案号和审级。"
)
LEDGER_DATE_NEEDED = _verify(
    "ledger_date_needed",
    "“{label}”填了“{found}”，却没有填写“{expected}”，按后者统计的数据项未计入",
    "请补上日期。",
)
LEDGER_DATE_ABSENT = _verify(
    "ledger_date_absent",
    "有 {found} 行没有填写“{label}”，没有计入“{missed}”",
    "请补上日期；确实不知道的说明情况。",
)
LEDGER_ODD_PAIR = _verify(
    "ledger_odd_pair",
    "“{label}”填了“{found}”，而“{other}”是“{expected}”",
    "请核对这两栏，改正其中填错的；没有填错的说明情况。",
)
LEDGER_ORDER = _verify("ledger_order", "“{found}”早于“{expected}”", "请核对这两个日期。")
LEDGER_PER_UNIT = _verify(
    "ledger_per_unit",
    "这些行有多个单位，“{label}”对每个单位都按“{found}”计",
    "各单位情况不同的，逐单位各填一行；相同的可以说明。",
)
LEDGER_CHOICE_EMPTY = _hint(
    "ledger_choice_empty", "“{label}”空着 {found} 处，{expected}", "如应填写，请补上。"
)
LEDGER_CASE_TWICE = _hint(
    "ledger_case_twice", "第 {found} 行与第 {expected} 行是同一案件，只计一次", "如是两件，请改正案号。"
)
LEDGER_MORE_TWICE = _hint(
    "ledger_more_twice", "另有 {found} 行与前面的行是同一案件，各只计一次", "如是两件，请改正案号。"
)
LEDGER_OUTSIDE = _hint(
    "ledger_outside", "有 {found} 行的日期不在{expected}内，未计入", "如应计入，请核对日期和标题上的报送期。"
)
LEDGER_HEARD_BEFORE = _hint(
    "ledger_heard_before",
    "“{label}”有 {found} 行写了跨季度的几个日期，只计入{expected}内最早的一次",
    "同一审级多次开庭只计 1 件；以前季度已计过的，请核对是否重复。",
)
LEDGER_UNIT_OUTSIDE = _hint(
    "ledger_unit_outside", "“{found}”不是本区报送单位，未计入", "如是报送单位，请改写名录中的名称。"
)
LEDGER_YEAR_ASSUMED = _hint(
    "ledger_year_assumed", "“{label}”有 {found} 处没有写年份，按 {expected} 年读", "年份不同的，请写全日期。"
)
LEDGER_NOTHING = _hint("ledger_nothing", "“{found}”读作零报告，各数据项计 0", "如有案件，请逐件填写。")
LEDGER_HOURS_ADDED = _hint(
    "ledger_hours_added", "同一“{label}”有多行的，“{found}”相加后判断", "如各行已是累计数，请每人只留一行。"
)

RULES = tuple(value for value in list(globals().values()) if isinstance(value, Rule))
CELL_RULES = {
    rule.code: rule
    for rule in (NOT_A_NUMBER, WHOLE_NUMBER, NEGATIVE, PERCENT_AS_COUNT, DATE_AS_COUNT, TOO_LARGE)
}
