"""Rows that are no unit: totals, blanks, repeated headers, notes, signatures; and rows that are one."""

from tests.intake.habits.making import BOTH, EAST, NORTH, ONLY_EAST, Habit, stacked
from tests.intake.workbooks import HEADER, TITLE, table

TWO = (EAST, NORTH)

# fmt: off
HABITS: list[Habit] = [
    ("合计在末行", table(*TWO, ("合计", 6, 5, 1)), BOTH, []),
    ("合计字间空格", table(*TWO, ("合  计", 6, 5, 1)), BOTH, []),
    ("合计全角空格", table(*TWO, ("合　计", 6, 5, 1)), BOTH, []),
    ("总计", table(*TWO, ("总计", 6, 5, 1)), BOTH, []),
    ("全区合计", table(*TWO, ("全区合计", 6, 5, 1)), BOTH, []),
    ("合计在首行", table(("合计", 6, 5, 1), *TWO), BOTH, []),
    ("合计夹在中间", table(EAST, ("合计", 6, 5, 1), NORTH), BOTH, []),
    ("合计写在序号列", ((TITLE,), ("序号", *HEADER), (1, *EAST), (2, *NORTH), ("合计", None, 6, 5, 1)), BOTH, []),
    ("合计不等于各行", table(*TWO, ("合计", 7, 5, 1)), BOTH, ["total_differs"]),
    ("小计加总计", table(EAST, ("街道小计", 4, 3, 1), NORTH, ("部门小计", 2, 2, 0), ("总计", 6, 5, 1)), BOTH, []),
    ("小计在组前", table(("街道小计", 4, 3, 1), EAST, ("部门小计", 2, 2, 0), NORTH, ("合计", 6, 5, 1)), BOTH, []),
    ("小计错而总计对", table(EAST, ("街道小计", 5, 3, 1), NORTH, ("总计", 6, 5, 1)), BOTH, ["total_differs"]),
    ("组的合计", table(EAST, ("街道合计", 4, 3, 1), NORTH, ("部门合计", 2, 2, 0), ("总计", 6, 5, 1)), BOTH, []),
    ("空行隔开", table(EAST, (), (), NORTH), BOTH, []),
    ("表后很多空行", table(*TWO, *([(None,)] * 30)), BOTH, []),
    ("跨页重复表头", table(EAST, HEADER, NORTH), BOTH, []),
    ("跨页重复表题和表头", stacked(table(EAST), table(NORTH)), BOTH, []),
    ("注里有数字", table(*TWO, ("注：开庭6件，出庭5件。",)), BOTH, []),
    ("合计是没有结果的公式", table(*TWO, ("合计", "=SUM(B3:B4)", 5, 1)), BOTH, []),
    ("注：在表下", table(*TWO, ("注：数据截至季末。",)), BOTH, []),
    ("填表说明在表下", table(*TWO, (), ("填表说明：1.按立案日期归期。",)), BOTH, []),
    ("数据来源在表下", table(*TWO, ("数据来源：区法院、区司法局",)), BOTH, []),
    ("签字行", table(*TWO, ("填表人：张三", None, "审核人：李四")), BOTH, []),
    ("签字行带日期", table(*TWO, ("单位负责人：", None, "填报日期：2025年10月8日")), BOTH, []),
    ("签字行带电话", table(*TWO, ("联系电话：", 13991234567, None, None)), BOTH, []),
    ("单位一行全空", table(EAST, ("北关街道", None, None, None)), ONLY_EAST, ["row_empty"]),
    ("有数没写单位", table(EAST, (None, 1, 1, 1)), ONLY_EAST, ["unit_blank"]),
    ("分组标题行", table(("一、街道",), EAST, NORTH, ("二、部门",)), BOTH, []),
]
