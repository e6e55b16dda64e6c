"""Everything that may be said about a file of units."""

from metrics.intake.rules import Rule
from metrics.model import Severity


def _mandatory(code: str, says: str, mend: str) -> Rule:
    return Rule(code, Severity.MANDATORY, says, mend)


HEADING_MISSING = _mandatory("heading_missing", "缺少“{found}”一列", "请下载名录模板，按模板的列名填写。")
NO_UNITS = _mandatory("no_units", "表头下面没有单位", "请填写单位后重新载入。")
NAME_MISSING = _mandatory("name_missing", "没有写单位名称", "请填写单位全称。")
BAD_JURISDICTION = _mandatory("bad_jurisdiction", "辖区代码“{found}”不对", "请填行政区划代码，如 610702。")
KIND_UNKNOWN = _mandatory("kind_unknown", "不认识的单位类型“{found}”", "请填：{expected}。")
ENFORCEMENT_UNKNOWN = _mandatory("enforcement_unknown", "不认识的执法权“{found}”", "请填：{expected}。")
BAD_ORDER = _mandatory("bad_order", "序号“{found}”不是整数", "请填整数，或留空。")
BAD_DATE = _mandatory("bad_date", "日期“{found}”不对", "请写成 2024-01-01 的样子，或留空。")
ENDS_BEFORE_START = _mandatory("ends_before_start", "停用日期“{found}”早于启用日期", "请核对两个日期。")
CODE_TWICE = _mandatory("code_twice", "代码“{found}”用了两次", "每个单位的代码不能相同。")
SPELLING_TWICE = _mandatory("spelling_twice", "“{found}”同时指 {expected}", "请从其中一个单位的别名里删去。")

UNIT_RULES = tuple(value for value in list(globals().values()) if isinstance(value, Rule))
